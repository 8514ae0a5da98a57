//! Structured logs on standard error. They never hold passwords, tokens or document numbers: what is logged are
//! ids, routes and outcomes.

use crate::config::{Config, LogFormat};
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging; once per process.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
