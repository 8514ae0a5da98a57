//! Who is sending just now. A line that went silent gives way to a new one: a phone that changes its network comes back
//! at once, while its old connection would look alive for a minute.

use std::{
    collections::HashMap,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};
use xingtan_clock::Uuid;

/// Lines of this node, by upload.
#[derive(Clone, Debug, Default)]
pub struct Active(Arc<Mutex<HashMap<Uuid, Arc<Line>>>>);

/// A request that is sending.
#[derive(Debug)]
pub struct Line {
    stop: Notify,
    ended: Notify,
    moved: Mutex<Instant>,
}

impl Line {
    /// A byte came.
    pub fn moved(&self) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Somebody newer wants to send.
    pub async fn stopped(&self) {
        self.stop.notified().await;
    }

    fn silence(&self) -> Duration {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// A line's place; it becomes free when this is dropped.
pub struct Sending {
    active: Active,
    id: Uuid,
    line: Arc<Line>,
}

impl Sending {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.active.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
        self.line.ended.notify_waiters();
    }
}

impl Active {
    /// Takes the place; the caller holds the upload's file, so there is no other.
    pub fn enter(&self, id: Uuid) -> Sending {
        let line =
            Arc::new(Line { stop: Notify::new(), ended: Notify::new(), moved: Mutex::new(Instant::now()) });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, line.clone());
        Sending { active: self.clone(), id, line }
    }

    /// Ends a line that has been silent for `quiet`, and waits until it has let go.
    pub async fn relieve(&self, id: Uuid, quiet: Duration) {
        let line = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let Some(line) = line.filter(|line| line.silence() >= quiet) else { return };
        let mut ended = pin!(line.ended.notified());
        ended.as_mut().enable();
        line.stop.notify_one();
        // Whoever does not let go by then is told of by the lock.
        let _let_go = tokio::time::timeout(Duration::from_secs(5), ended).await;
    }
}
