//! How the program is told what to do: defaults, then a TOML file, then `XINGTAN_…` variables, then arguments.
//! Unknown settings are errors (DESIGN, fixed points).

use serde::Deserialize;
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Everything that can be configured outside the database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// `postgres://…`, or none for SQLite inside the data folder.
    pub database: Option<String>,
    /// The address people use, without a last slash.
    pub public_url: Option<String>,
    /// Certificate chain (PEM).
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM).
    pub tls_key: Option<PathBuf>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Own listener for `/metrics`; unset: `/metrics` asks for the token.
    pub metrics_listen: Option<SocketAddr>,
    /// Bearer token for `/metrics` on the main listener; unset: it is not served there.
    pub metrics_token: Option<String>,
    /// `smtp://user:password@host:port` or `smtps://…`; unset: mails are kept in the outbox page.
    pub smtp: Option<String>,
    /// Sender of mails.
    pub mail_from: Option<String>,
    /// Largest upload in MiB.
    pub max_upload_mib: usize,
    /// Where the virus scanner clamd listens: `host:port` or the path of its socket; unset: nothing is scanned.
    pub clamd: Option<String>,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// Filter such as `info` or `xingtan=debug`.
    pub log: String,
    /// A second folder for server keys, instead of `DATA/keys`.
    pub keys: Option<PathBuf>,
    /// ffmpeg, for video and audio: a path, or a name that is looked for.
    pub ffmpeg: PathBuf,
    /// ffprobe, likewise.
    pub ffprobe: PathBuf,
    /// LibreOffice, for office documents, likewise.
    pub soffice: PathBuf,
    /// pdftotext, by which the words of PDF are found: a path, or a name that is looked for (`XINGTAN_PDFTOTEXT`).
    pub pdftotext: PathBuf,
    /// Threads that the processing of one video may use; 0 for half of the machine.
    pub media_threads: usize,
    /// How many videos are processed at a time; 0 leaves them to other nodes.
    pub media_jobs: usize,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data: PathBuf::from("./data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: None,
            public_url: None,
            tls_cert: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            metrics_listen: None,
            metrics_token: None,
            smtp: None,
            mail_from: None,
            max_upload_mib: 64,
            clamd: None,
            log_format: LogFormat::Text,
            log: "info".to_owned(),
            keys: None,
            ffmpeg: PathBuf::from("ffmpeg"),
            ffprobe: PathBuf::from("ffprobe"),
            soffice: PathBuf::from("soffice"),
            pdftotext: PathBuf::from("pdftotext"),
            media_threads: 0,
            media_jobs: 1,
        }
    }
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("configuration file {path} cannot be read: {why}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A setting is unknown or has no readable value.
    #[error("configuration: {0}")]
    Setting(String),
}

/// Variables that begin with `XINGTAN_` and are not settings of the program.
const NOT_SETTINGS: &[&str] =
    &["admin_password", "backup_passphrase", "fixtures", "config", "bin", "test_postgres", "demo_media"];

/// Settings that are lists; a variable separates them by commas.
const LISTS: &[&str] = &["trusted_proxies"];
/// Settings that are numbers.
const NUMBERS: &[&str] = &["max_upload_mib", "media_threads", "media_jobs"];

/// What was given on the command line; it comes last.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<SocketAddr>,
    /// `--database`.
    pub database: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
}

impl Config {
    /// Puts file, variables and arguments together.
    pub fn read(
        given: Given,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let variables: BTreeMap<String, String> = variables
            .filter_map(|(name, value)| Some((name.strip_prefix("XINGTAN_")?.to_lowercase(), value)))
            .filter(|(name, _)| !NOT_SETTINGS.contains(&name.as_str()))
            .collect();
        let mut table = toml::Table::new();
        if let Some(path) = given.config {
            let failed = |why: String| ConfigError::File { path: path.clone(), why };
            let text = std::fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
            table = text.parse().map_err(|error: toml::de::Error| failed(error.to_string()))?;
        }
        for (name, value) in variables {
            let value = if LISTS.contains(&name.as_str()) {
                let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
                toml::Value::Array(parts.map(|part| toml::Value::String(part.to_owned())).collect())
            } else if NUMBERS.contains(&name.as_str()) {
                let number = value.parse().map_err(|_| {
                    ConfigError::Setting(format!("XINGTAN_{}: not a number", name.to_uppercase()))
                })?;
                toml::Value::Integer(number)
            } else {
                toml::Value::String(value)
            };
            table.insert(name, value);
        }
        let mut config: Config = table
            .try_into()
            .map_err(|error: toml::de::Error| ConfigError::Setting(error.message().to_owned()))?;
        config.data = given.data.unwrap_or(config.data);
        config.listen = given.listen.unwrap_or(config.listen);
        config.database = given.database.or(config.database).filter(|url| !url.is_empty());
        config.check()
    }

    fn check(mut self) -> Result<Self, ConfigError> {
        let wrong = |text: &str| Err(ConfigError::Setting(text.to_owned()));
        if let Some(url) = &self.public_url {
            if !(url.starts_with("http://") || url.starts_with("https://")) {
                return wrong("public_url must begin with http:// or https://");
            }
            self.public_url = Some(url.trim_end_matches('/').to_owned());
        }
        if self.tls_cert.is_some() != self.tls_key.is_some() {
            return wrong("tls_cert and tls_key belong together");
        }
        if let Some(url) = &self.database
            && !(url.starts_with("postgres://")
                || url.starts_with("postgresql://")
                || url.starts_with("sqlite:"))
        {
            return wrong("database must be a postgres:// address, or be left out for SQLite");
        }
        if !(1..=10_240).contains(&self.max_upload_mib) {
            return wrong("max_upload_mib must lie between 1 and 10240");
        }
        if self.media_threads > 256 || self.media_jobs > 64 {
            return wrong("media_threads must not be above 256, media_jobs not above 64");
        }
        if let Some(scanner) = &self.clamd {
            scanner
                .parse::<xingtan_storage::Scanner>()
                .map_err(|error| ConfigError::Setting(format!("clamd: {error}")))?;
        }
        if let Err(error) = tracing_subscriber::EnvFilter::try_new(&self.log) {
            return wrong(&format!("log: {error}"));
        }
        if let Some(url) = &self.smtp {
            crate::mail::server(url, self.mail_from.as_deref())
                .map_err(|error| ConfigError::Setting(error.to_string()))?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read(Given::default(), variables.collect::<Vec<_>>().into_iter())
    }

    #[test]
    fn variables_are_settings_and_unknown_ones_are_errors() {
        let config =
            read(&[("XINGTAN_PUBLIC_URL", "https://x.example/"), ("XINGTAN_MAX_UPLOAD_MIB", "10")]).unwrap();
        assert_eq!(config.public_url.as_deref(), Some("https://x.example"));
        assert_eq!(config.max_upload_mib, 10);
        assert!(read(&[("XINGTAN_ADMIN_PASSWORD", "x")]).is_ok());
        assert!(matches!(read(&[("XINGTAN_NONSENSE", "1")]), Err(ConfigError::Setting(_))));
        assert!(read(&[("XINGTAN_CLAMD", "/run/clamav/clamd.ctl")]).is_ok());
        assert!(matches!(read(&[("XINGTAN_CLAMD", "somewhere")]), Err(ConfigError::Setting(_))));
        assert!(matches!(read(&[("XINGTAN_TLS_CERT", "a.pem")]), Err(ConfigError::Setting(_))));
        assert!(matches!(read(&[("XINGTAN_LISTEN", "nowhere")]), Err(ConfigError::Setting(_))));
    }
}
