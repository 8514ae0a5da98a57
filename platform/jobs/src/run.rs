//! What a running job holds in its hands.

use crate::{JobError, rules, store};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use tokio::sync::watch;
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Tx};
use xingtan_i18n::Msg;

/// Why a job should come to an end before it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Nothing: go on.
    #[default]
    None,
    /// The program is stopping.
    Stop,
    /// Somebody cancelled the job.
    Cancel,
    /// Another worker has the job.
    Lost,
}

/// One attempt at a job.
#[derive(Clone)]
pub struct JobRun {
    /// The job.
    pub id: Uuid,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The maker of ids.
    pub ids: Ids,
    pub(crate) fence: i64,
    pub(crate) lease: Span,
    pub(crate) payload: String,
    pub(crate) checkpoint: Option<String>,
    pub(crate) signal: watch::Receiver<Signal>,
}

impl JobRun {
    /// What it has to do.
    ///
    /// # Errors
    /// [`JobError::Never`] where the payload does not fit `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        serde_json::from_str(&self.payload).map_err(|e| JobError::Never(format!("payload: {e}")))
    }

    /// Where the last attempt left off; none at the first.
    ///
    /// # Errors
    /// [`JobError::Never`] where the checkpoint does not fit `T`.
    pub fn left_off<T: DeserializeOwned>(&self) -> Result<Option<T>, JobError> {
        let Some(checkpoint) = &self.checkpoint else { return Ok(None) };
        serde_json::from_str(checkpoint).map_err(|e| JobError::Never(format!("checkpoint: {e}")))
    }

    /// The fencing number of this attempt: higher than that of every earlier one.
    pub fn fence(&self) -> i64 {
        self.fence
    }

    /// Errs when the job should end: [`JobError::Stopped`], [`JobError::Cancelled`], [`JobError::Lost`]. Long
    /// computing asks now and then; [`step`](Self::step) and its kin ask by themselves.
    ///
    /// # Errors
    /// See above; the handler passes them on.
    pub fn go_on(&self) -> Result<(), JobError> {
        match *self.signal.borrow() {
            Signal::None => Ok(()),
            Signal::Stop => Err(JobError::Stopped),
            Signal::Cancel => Err(JobError::Cancelled),
            Signal::Lost => Err(JobError::Lost),
        }
    }

    /// One chunk of the work: a write unit that is kept only while this attempt still holds the job. Checkpoint and
    /// progress written through the [`Hold`] are kept with it, so that a chunk happens exactly once. Where others are in
    /// the way it tries again for a minute and a half: a crowd must not cost the job an attempt and its long wait.
    ///
    /// # Errors
    /// [`JobError::Lost`] where another worker has the job (nothing was kept), those of [`go_on`](Self::go_on), and
    /// those of `work`.
    pub async fn step<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>, &Hold) -> Result<T, JobError> + Send + Sync + 'static,
    ) -> Result<T, JobError> {
        let work = Arc::new(work);
        for again in 0..rules::STEP_TRIES {
            match self.step_once(work.clone()).await {
                Err(JobError::Crowded(error)) => {
                    tracing::info!(job = %self.id, again, error, "a step is tried again");
                    tokio::time::sleep(rules::step_pause(again)).await;
                }
                done => return done,
            }
        }
        self.step_once(work).await
    }

    async fn step_once<T: Send + 'static>(
        &self,
        work: Arc<impl Fn(&mut Tx<'_>, &Hold) -> Result<T, JobError> + Send + Sync + 'static>,
    ) -> Result<T, JobError> {
        self.go_on()?;
        let hold = Hold { id: self.id, fence: self.fence, now: self.clock.now(), lease: self.lease };
        self.db
            .write(move |tx| {
                hold.check(tx)?;
                work(tx, &hold)
            })
            .await
    }

    /// Says how far it is.
    ///
    /// # Errors
    /// As for [`step`](Self::step).
    pub async fn progress(&self, done: i64, total: i64) -> Result<(), JobError> {
        self.step(move |tx, hold| hold.progress(tx, done, total)).await
    }

    /// Says what it is doing, to whoever watches.
    ///
    /// # Errors
    /// As for [`step`](Self::step).
    pub async fn say(&self, message: Msg) -> Result<(), JobError> {
        self.step(move |tx, hold| hold.say(tx, &message)).await
    }

    /// Notes where to go on after an interruption.
    ///
    /// # Errors
    /// As for [`step`](Self::step).
    pub async fn checkpoint(&self, at: &impl Serialize) -> Result<(), JobError> {
        let at = serde_json::to_string(at)?;
        self.step(move |tx, hold| hold.keep(tx, &at)).await
    }
}

/// The right to write for a job, within a unit of work.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    id: Uuid,
    fence: i64,
    now: Timestamp,
    lease: Span,
}

impl Hold {
    /// The moment at which the step began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Errs with [`JobError::Lost`] where another worker has the job; renews the lease otherwise.
    fn check(&self, tx: &mut Tx<'_>) -> Result<(), JobError> {
        match store::beat(tx, self.id, self.fence, self.now, self.now + self.lease)? {
            Some(_) => Ok(()),
            None => Err(JobError::Lost),
        }
    }

    /// Says how far the job is, with this unit.
    ///
    /// # Errors
    /// [`JobError::Lost`], and those of the database.
    pub fn progress(&self, tx: &mut Tx<'_>, done: i64, total: i64) -> Result<(), JobError> {
        held(store::progress(tx, self.id, self.fence, done, total)?)
    }

    /// Says what the job is doing, with this unit.
    ///
    /// # Errors
    /// [`JobError::Lost`], and those of the database.
    pub fn say(&self, tx: &mut Tx<'_>, message: &Msg) -> Result<(), JobError> {
        held(store::message(tx, self.id, self.fence, &serde_json::to_string(message)?)?)
    }

    /// Notes where to go on after an interruption, with this unit.
    ///
    /// # Errors
    /// [`JobError::Lost`], and those of the database.
    pub fn checkpoint(&self, tx: &mut Tx<'_>, at: &impl Serialize) -> Result<(), JobError> {
        self.keep(tx, &serde_json::to_string(at)?)
    }

    fn keep(&self, tx: &mut Tx<'_>, at: &str) -> Result<(), JobError> {
        held(store::checkpoint(tx, self.id, self.fence, at)?)
    }
}

fn held(held: bool) -> Result<(), JobError> {
    if held { Ok(()) } else { Err(JobError::Lost) }
}
