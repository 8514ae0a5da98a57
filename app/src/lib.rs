//! The program `xingtan` as a library, so that tests can ask its router without a listener; `main.rs` runs it.

mod api;
mod cli;
mod command;
mod config;
mod demo;
mod first_run;
mod health;
mod logging;
mod mail;
mod pages;
mod router;
mod running;
mod serve;
mod upgrade;
mod wiring;

pub use config::{Config, ConfigError, Given, LogFormat};
pub use demo::{
    PASSWORD as DEMO_PASSWORD, Progress, Size as DemoSize, fill as fill_demo, fill_sized as fill_demo_sized,
};
pub use router::router;
pub use running::Running;
pub use wiring::{permissions, texts};

use clap::Parser as _;
use cli::{Cli, Command};
use std::process::ExitCode;

/// The whole program, from its command line to its end (NFR-DEP-01).
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // The child that sets documents needs neither runtime nor data, and starts in milliseconds.
    if matches!(cli.command, Command::Typeset) {
        return xingtan_typeset::child();
    }
    xingtan_documents::pdf::calls_itself();
    // What the program writes is for the user who runs it: personal data, keys, backups.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return command::failed(&error),
    };
    // One provider of cryptography for all TLS of the process; it fails only when another one is in place.
    let _in_place = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match runtime.block_on(command::run(cli)) {
        Ok(code) => code,
        Err(error) => command::failed(&*error),
    }
}
