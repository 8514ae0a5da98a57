//! `xingtan serve`: listeners, background loops, and an orderly end.

use crate::{config::Config, health, router, running::Running};
use axum::Router;
use std::{net::SocketAddr, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// Requests under way have this long to end when the program is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until SIGINT or SIGTERM; what was acknowledged is kept, jobs under way go on from their checkpoint.
pub async fn serve(config: Config) -> Result<(), Box<dyn std::error::Error>> {
    let running = Running::open(&config).await?;
    if let Some(code) = xingtan_accounts::setup::setup_code(running.app()).await? {
        tracing::info!(
            code,
            "not set up yet: open the address in a browser; from another machine it asks for this code"
        );
    }
    let (stop, stopped) = watch::channel(false);
    let mut loops = running.start(stopped.clone()).await?;
    let pages = router::router(&running);
    let listening = listen(&config, pages, stopped.clone()).await?;
    let metrics = metrics_listener(&config, &running, stopped).await?;
    tracing::info!(address = %listening.address, "listening");
    #[expect(clippy::print_stdout, reason = "the line a person who typed the command waits for")]
    {
        let scheme = if config.tls_cert.is_some() { "https" } else { "http" };
        println!("{scheme}://{}", listening.address);
    }
    health::ready(true);
    told_to_stop().await;
    tracing::info!("stopping");
    health::ready(false);
    stop.send_replace(true);
    let ended = async {
        listening.ended.await;
        if let Some(metrics) = metrics {
            let _ended = metrics.await;
        }
        while loops.join_next().await.is_some() {}
    };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        tracing::warn!("some work did not end in time; it goes on from its last step at the next start");
    }
    running.close().await;
    Ok(())
}

struct Listening {
    address: SocketAddr,
    ended: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>,
}

async fn listen(
    config: &Config,
    pages: Router,
    mut stopped: watch::Receiver<bool>,
) -> Result<Listening, Box<dyn std::error::Error>> {
    let service = pages.into_make_service_with_connect_info::<SocketAddr>();
    let mut tasks = JoinSet::new();
    let address;
    if let (Some(cert), Some(key)) = (&config.tls_cert, &config.tls_key) {
        let tls = axum_server::tls_rustls::RustlsConfig::from_pem_file(cert, key).await?;
        let listener = std::net::TcpListener::bind(config.listen)?;
        listener.set_nonblocking(true)?;
        address = listener.local_addr()?;
        let handle = axum_server::Handle::new();
        let ending = handle.clone();
        tasks.spawn(async move {
            if let Err(error) =
                axum_server::from_tcp_rustls(listener, tls).map(|s| s.handle(handle).serve(service))
            {
                tracing::error!(%error, "the listener could not start");
            }
        });
        tasks.spawn(async move {
            let _gone = stopped.wait_for(|stop| *stop).await;
            ending.graceful_shutdown(Some(GRACE));
        });
    } else {
        let listener = tokio::net::TcpListener::bind(config.listen).await?;
        address = listener.local_addr()?;
        tasks.spawn(async move {
            let end = async move {
                let _gone = stopped.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(end).await {
                tracing::error!(%error, "the listener ended");
            }
        });
    }
    let ended = Box::pin(async move { while tasks.join_next().await.is_some() {} });
    Ok(Listening { address, ended })
}

async fn metrics_listener(
    config: &Config,
    running: &Running,
    mut stopped: watch::Receiver<bool>,
) -> Result<Option<tokio::task::JoinHandle<()>>, std::io::Error> {
    let Some(address) = config.metrics_listen else { return Ok(None) };
    let listener = tokio::net::TcpListener::bind(address).await?;
    let pages = health::metrics_router(running);
    Ok(Some(tokio::spawn(async move {
        let end = async move {
            let _gone = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = axum::serve(listener, pages).with_graceful_shutdown(end).await {
            tracing::error!(%error, "the metrics listener ended");
        }
    })))
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _either = tokio::signal::ctrl_c().await;
        }
    }
}
