//! `xingtan serve`: listeners, background loops, and an orderly end.

mod alone;
mod connection;
mod listen;

use crate::{command::words::LateWords, config::Config, health, router, running::Running};
use std::time::Duration;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use xingtan_i18n::Msg;

/// Requests under way have this long to end when the program is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until SIGINT or SIGTERM; what was acknowledged is kept, jobs under way go on from their checkpoint.
pub async fn serve(config: Config, words: &LateWords) -> Result<(), Box<dyn std::error::Error>> {
    let told = Told::listen()?;
    let listeners = listen::take(&config, words)?;
    let folder = source_folder(&config);
    std::fs::create_dir_all(&folder).map_err(|error| {
        let said = Msg::new("app-run-folder").with("folder", folder.display().to_string());
        words.told(&said.with("reason", error.to_string()))
    })?;
    let _held = alone::hold(&config, words)?;
    let running = Running::open(&config).await?;
    let code = xingtan_accounts::setup::setup_code(running.app()).await?;
    let (stop, stopped) = watch::channel(false);
    let mut loops = running.start(stopped.clone()).await?;
    let address = listeners.address()?;
    let mut served = listeners.serve(router::router(&running), health::metrics_router(&running), &stopped)?;
    tracing::info!(%address, "listening");
    #[expect(clippy::print_stdout, reason = "the line a person who typed the command waits for")]
    {
        let scheme = if config.tls_cert.is_some() { "https" } else { "http" };
        println!("{scheme}://{address}");
        // It proves that whoever opens the page owns this console.
        if let Some(code) = code {
            let own = config.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
            words.line(&words.l.t1("app-run-first", "link", format!("{own}/setup?code={code}")));
        }
    }
    health::ready(true);
    told.until_stop().await;
    tracing::info!("stopping");
    health::ready(false);
    stop.send_replace(true);
    let ended = async {
        while served.join_next().await.is_some() {}
        while loops.join_next().await.is_some() {}
    };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        tracing::warn!("some work did not end in time; it goes on from its last step at the next start");
    }
    // The sealer ended when it was told to; requests that were under way then have written entries since.
    if let Err(error) = running.sealer().seal().await {
        tracing::warn!(%error, "the last entries are sealed at the next start");
    }
    running.close().await;
    Ok(())
}

/// The folder in which the database lies, or the data folder.
fn source_folder(config: &Config) -> std::path::PathBuf {
    match crate::running::source(config) {
        xingtan_db::Source::File(file) => file.parent().map_or_else(|| config.data.clone(), Into::into),
        xingtan_db::Source::Postgres(_) => config.data.clone(),
    }
}

/// Waits for SIGINT or SIGTERM. Made before the program says that it listens: whoever reads that may stop it at once.
struct Told([tokio::signal::unix::Signal; 2]);

impl Told {
    fn listen() -> std::io::Result<Self> {
        Ok(Told([signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?]))
    }

    async fn until_stop(mut self) {
        let [terminate, interrupt] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}
