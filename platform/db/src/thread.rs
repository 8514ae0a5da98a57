//! Database threads: each opens its connection itself, says whether it could, and serves until its queue is closed.

use crate::{Error, Result, queue::Queue};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::oneshot;

/// Between two attempts to serve again.
const PAUSE: Duration = Duration::from_millis(100);

/// Starts a thread. `serve` opens a connection, calls what it is given when it has one, and serves until the queue is
/// closed. When it fails later on (a lost server, a mistake of ours that panics), the units that wait are told and it
/// is called again.
pub(crate) async fn start(
    name: String,
    queue: Arc<Queue>,
    mut serve: impl FnMut(&Queue, &mut dyn FnMut()) -> Result<()> + Send + 'static,
) -> Result<JoinHandle<()>> {
    let (tell, told) = oneshot::channel();
    let mut tell = Some(tell);
    let body = move || {
        loop {
            let mut ready = || {
                if let Some(tell) = tell.take() {
                    // Nobody listens when the opening was given up meanwhile; the queue is closed then.
                    let _ = tell.send(Ok(()));
                }
            };
            let served = catch_unwind(AssertUnwindSafe(|| serve(&queue, &mut ready)))
                .unwrap_or_else(|_| Err(Error::Panic("database thread".into())));
            let Err(error) = served else { return };
            if let Some(tell) = tell.take() {
                let _ = tell.send(Err(error));
                return;
            }
            tracing::error!(%error, thread = std::thread::current().name(), "database thread");
            for mut job in queue.drain() {
                job.fail(error.clone());
                job.answer();
            }
            if queue.is_closed() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    };
    let handle = std::thread::Builder::new().name(name).spawn(body).map_err(|e| Error::other("thread", e))?;
    told.await.unwrap_or(Err(Error::Closed))?;
    Ok(handle)
}

/// Runs one piece of blocking work on a thread of its own.
pub(crate) async fn once<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (tell, told) = oneshot::channel();
    let body = move || {
        let done = catch_unwind(AssertUnwindSafe(work));
        let done = done.unwrap_or_else(|_| Err(Error::Panic("database thread".into())));
        let _ = tell.send(done);
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(|e| Error::other("thread", e))?;
    told.await.unwrap_or(Err(Error::Closed))
}
