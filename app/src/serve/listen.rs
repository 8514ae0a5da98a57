//! Where the program listens: looked at before anything else is begun, so that a wrong address or file is told at once.

use super::{
    GRACE,
    connection::{self, Doorkeeper, HEAD},
};
use crate::{command::words::LateWords, config::Config};
use axum::Router;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use std::{
    error::Error,
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
};
use tokio::{sync::watch, task::JoinSet};
use xingtan_i18n::Msg;

/// Addresses that are taken, and not served yet.
pub struct Listeners {
    pages: TcpListener,
    metrics: Option<TcpListener>,
    tls: Option<RustlsConfig>,
}

/// Takes the configured addresses and reads the TLS files.
///
/// # Errors
/// In words, with the address or the file.
pub fn take(config: &Config, words: &LateWords) -> Result<Listeners, Box<dyn Error>> {
    let tls = match (&config.tls_cert, &config.tls_key) {
        (Some(cert), Some(key)) => Some(tls(cert, key, words)?),
        _ => None,
    };
    let pages = bind(config.listen, words)?;
    let metrics = config.metrics_listen.map(|address| bind(address, words)).transpose()?;
    Ok(Listeners { pages, metrics, tls })
}

fn bind(address: SocketAddr, words: &LateWords) -> Result<TcpListener, Box<dyn Error>> {
    let bound = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    bound.map_err(|error| {
        let said = Msg::new("app-run-listen").with("address", address.to_string());
        words.told(&said.with("reason", error.to_string())).into()
    })
}

fn tls(cert: &Path, key: &Path, words: &LateWords) -> Result<RustlsConfig, Box<dyn Error>> {
    let of = |file: &Path, reason: String| {
        let said = Msg::new("app-run-tls-file").with("file", file.display().to_string());
        words.told(&said.with("reason", reason))
    };
    let read = |file: &Path| std::fs::read(file).map_err(|error| of(file, error.to_string()));
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(cert)?).collect();
    let chain = chain.map_err(|error| of(cert, error.to_string()))?;
    if chain.is_empty() {
        return Err(of(cert, words.l.t("app-run-tls-none")).into());
    }
    let own = PrivateKeyDer::from_pem_slice(&read(key)?).map_err(|error| match error {
        rustls::pki_types::pem::Error::NoItemsFound => of(key, words.l.t("app-run-tls-no-key")),
        error => of(key, error.to_string()),
    })?;
    let made = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(chain, own);
    let mut made = made.map_err(|error| {
        let said = Msg::new("app-run-tls-pair").with("cert", cert.display().to_string());
        words.told(&said.with("key", key.display().to_string()).with("reason", error.to_string()))
    })?;
    made.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(made)))
}

impl Listeners {
    /// Where pages are.
    pub fn address(&self) -> Result<SocketAddr, std::io::Error> {
        self.pages.local_addr()
    }

    /// Serves until `stopped`, then answers what is under way; the tasks end when that is done.
    pub fn serve(
        self,
        pages: Router,
        metrics: Router,
        stopped: &watch::Receiver<bool>,
    ) -> Result<JoinSet<()>, std::io::Error> {
        let mut tasks = JoinSet::new();
        let door = Doorkeeper::new(connection::most());
        answer(self.pages, self.tls, door.clone(), pages, stopped, &mut tasks)?;
        if let Some(listener) = self.metrics {
            answer(listener, None, door, metrics, stopped, &mut tasks)?;
        }
        Ok(tasks)
    }
}

/// Answers the connections of a listener until `stopped`.
fn answer(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    door: Doorkeeper,
    pages: Router,
    stopped: &watch::Receiver<bool>,
    tasks: &mut JoinSet<()>,
) -> Result<(), std::io::Error> {
    let service = pages.into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    let (ending, mut stopped) = (handle.clone(), stopped.clone());
    let mut server = axum_server::from_tcp(listener)?.handle(handle);
    if tls.is_none() {
        // Choosing a protocol by the first bytes knows no time limit; without TLS browsers speak but this one.
        *server.http_builder() = Builder::new(TokioExecutor::new()).http1_only();
    }
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    server.http_builder().http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD));
    let serve = async move {
        let served = match tls {
            None => server.acceptor(door).serve(service).await,
            Some(tls) => server.acceptor(RustlsAcceptor::new(tls).acceptor(door)).serve(service).await,
        };
        if let Err(error) = served {
            tracing::error!(%error, "the listener ended");
        }
    };
    tasks.spawn(serve);
    tasks.spawn(async move {
        let _gone = stopped.wait_for(|stop| *stop).await;
        ending.graceful_shutdown(Some(GRACE));
    });
    Ok(())
}
