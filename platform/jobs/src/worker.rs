//! The loop that claims jobs and carries them out.

use crate::{
    JobError, Kinds, Schedules,
    kinds::Done,
    rules::{self, After},
    run::{JobRun, Signal},
    store::{self, Claim, ClaimSql, Claimed},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Db, Result};

/// How a worker works.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many jobs it carries out side by side.
    pub slots: usize,
    /// How long it sleeps when nothing was to do and nobody woke it.
    pub poll: Duration,
    /// How long jobs have to reach their next step when the program stops; then they are broken off and go on from
    /// their checkpoint later.
    pub grace: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options { slots: 4, poll: Duration::from_secs(1), grace: Duration::from_secs(15) }
    }
}

/// Carries out jobs. Any number of nodes may run one; clones share their wake-up and their name.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    clock: Clock,
    ids: Ids,
    kinds: Arc<Kinds>,
    schedules: Arc<Schedules>,
    sql: Arc<ClaimSql>,
    owner: Uuid,
    wake: Arc<Notify>,
    options: Options,
}

impl Worker {
    /// A worker for these kinds and schedules.
    pub fn new(db: Db, clock: Clock, ids: Ids, kinds: Kinds, schedules: Schedules, options: Options) -> Self {
        let sql = Arc::new(ClaimSql::new(db.engine(), kinds.names().len()));
        Worker {
            sql,
            owner: ids.next(),
            db,
            clock,
            ids,
            kinds: Arc::new(kinds),
            schedules: Arc::new(schedules),
            wake: Arc::new(Notify::new()),
            options,
        }
    }

    /// The bell: `notify_one` after an order makes the worker look at once instead of at its next poll.
    pub fn wake(&self) -> Arc<Notify> {
        self.wake.clone()
    }

    /// Carries out jobs until `stop` turns true (or its sender is gone); what is under way then ends at its next
    /// step and goes on from its checkpoint at the next start.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut under_way: JoinSet<()> = JoinSet::new();
        while !*stop.borrow() {
            while under_way.try_join_next().is_some() {}
            let pause = match self.look(&mut under_way, &stop).await {
                Ok(0) => self.options.poll,
                // A full house waits for a place.
                Ok(_) if under_way.len() >= self.options.slots => self.options.poll,
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "jobs could not be fetched; trying again");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                _ = self.wake.notified() => {}
                _ = under_way.join_next(), if !under_way.is_empty() => {}
                _ = tokio::time::sleep(pause) => {}
                () = stopped(&mut stop) => break,
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Orders what the schedule has due and begins what there are places for; answers how many jobs were begun.
    async fn look(&self, under_way: &mut JoinSet<()>, stop: &watch::Receiver<bool>) -> Result<usize> {
        self.schedules.tick(&self.db, &self.ids, self.clock.now()).await?;
        let free = self.options.slots.saturating_sub(under_way.len());
        let claimed = self.claim(free).await?;
        let begun = claimed.len();
        for job in claimed {
            let (this, stop) = (self.clone(), stop.clone());
            under_way.spawn(async move { this.carry_out(job, stop).await });
        }
        Ok(begun)
    }

    /// Carries out all jobs that are due now, one after the other, and what they order; answers how many attempts
    /// that took. For tests and for commands that end.
    ///
    /// # Errors
    /// Those of the database; a job's failure is noted in its row instead.
    pub async fn drain(&self) -> Result<usize> {
        let (_keep, stop) = watch::channel(false);
        let mut attempts = 0;
        loop {
            self.schedules.tick(&self.db, &self.ids, self.clock.now()).await?;
            let claimed = self.claim(1).await?;
            if claimed.is_empty() {
                return Ok(attempts);
            }
            for job in claimed {
                attempts += 1;
                self.carry_out(job, stop.clone()).await;
            }
        }
    }

    async fn claim(&self, limit: usize) -> Result<Vec<Claimed>> {
        let kinds = self.kinds.names();
        if limit == 0 || kinds.is_empty() {
            return Ok(Vec::new());
        }
        let claim = Claim {
            leases: kinds
                .iter()
                .filter_map(|name| self.kinds.get(name))
                .map(|(kind, _)| kind.lease)
                .collect(),
            kinds,
            owner: self.owner,
            now: self.clock.now(),
            limit: limit as i64,
        };
        let sql = self.sql.clone();
        self.db.claim(move |tx| store::claim(tx, &sql, &claim)).await
    }

    /// One attempt from claim to end.
    async fn carry_out(&self, job: Claimed, stop: watch::Receiver<bool>) {
        let Some((kind, handler)) = self.kinds.get(&job.kind) else { return };
        let (tell, signal) = watch::channel(Signal::None);
        let run = JobRun {
            id: job.id,
            attempt: job.attempts,
            db: self.db.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            fence: job.fence,
            lease: kind.lease,
            payload: job.payload.clone(),
            checkpoint: job.checkpoint.clone(),
            signal,
        };
        let mut work = JoinSet::new();
        work.spawn(handler(run));
        let ended = self.watch_over(&job, kind.lease, &mut work, &tell, stop).await;
        let now = self.clock.now();
        let after = rules::after(ended, job.attempts, job.max_attempts, now);
        match &after {
            After::Again { error, .. } => {
                tracing::warn!(kind = job.kind, job = %job.id, attempt = job.attempts, error, "a job failed; it is tried again");
            }
            After::Failed(error) => {
                tracing::error!(kind = job.kind, job = %job.id, attempt = job.attempts, error, "a job was given up");
            }
            After::Nothing => {
                tracing::warn!(kind = job.kind, job = %job.id, fence = job.fence, "a job went to another worker");
            }
            After::Done(_) | After::GoOn | After::Cancelled => {}
        }
        self.end(job, after).await;
    }

    /// Renews the lease while the work runs, and passes on what the work should know.
    async fn watch_over(
        &self,
        job: &Claimed,
        lease: Span,
        work: &mut JoinSet<Result<Done, JobError>>,
        tell: &watch::Sender<Signal>,
        mut stop: watch::Receiver<bool>,
    ) -> Result<Done, JobError> {
        let every = Duration::from_millis((lease.seconds().max(3) as u64) * 1000 / 3);
        let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
        let mut broken_off_at = None;
        loop {
            tokio::select! {
                ended = work.join_next() => return settle(ended),
                beat = async { beat.tick().await; self.beat(job, lease).await } => match beat {
                    Some(Beat::Lost) => {
                        tell.send_replace(Signal::Lost);
                        work.abort_all();
                        return Err(JobError::Lost);
                    }
                    Some(Beat::Cancel) => {
                        tell.send_replace(Signal::Cancel);
                    }
                    // A failed heartbeat is no reason to end: the fence guards every write.
                    Some(Beat::Fine) | None => {}
                },
                () = stopped(&mut stop), if broken_off_at.is_none() => {
                    tell.send_if_modified(|signal| {
                        let first = *signal == Signal::None;
                        if first { *signal = Signal::Stop }
                        first
                    });
                    broken_off_at = Some(tokio::time::Instant::now() + self.options.grace);
                }
                _ = sleep_until(broken_off_at), if broken_off_at.is_some() => {
                    work.abort_all();
                    return Err(JobError::Stopped);
                }
            }
        }
    }

    async fn beat(&self, job: &Claimed, lease: Span) -> Option<Beat> {
        let (id, fence, now) = (job.id, job.fence, self.clock.now());
        match self.db.write(move |tx| store::beat(tx, id, fence, now, now + lease)).await {
            Ok(None) => Some(Beat::Lost),
            Ok(Some(true)) => Some(Beat::Cancel),
            Ok(Some(false)) => Some(Beat::Fine),
            Err(error) => {
                tracing::warn!(%error, job = %id, "a heartbeat failed");
                None
            }
        }
    }

    /// Writes the end; a database that is away for a moment must not cost the work its end.
    async fn end(&self, job: Claimed, after: After) {
        let (id, fence, now) = (job.id, job.fence, self.clock.now());
        let after = Arc::new(after);
        for wait in [100, 1000, 5000, 0] {
            let after = after.clone();
            match self.db.write(move |tx| store::end(tx, id, fence, &after, now)).await {
                Ok(_) => break,
                Err(error) => tracing::warn!(%error, job = %id, "the end of a job could not be written"),
            }
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        self.wake.notify_one();
    }
}

enum Beat {
    Fine,
    Cancel,
    Lost,
}

fn settle(
    ended: Option<std::result::Result<Result<Done, JobError>, tokio::task::JoinError>>,
) -> Result<Done, JobError> {
    match ended {
        Some(Ok(outcome)) => outcome,
        Some(Err(e)) if e.is_panic() => {
            Err(JobError::Again(format!("panic: {}", panic_text(e.into_panic()))))
        }
        Some(Err(_)) | None => Err(JobError::Stopped),
    }
}

fn panic_text(panic: Box<dyn std::any::Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().map_or_else(String::new, |text| (*text).to_owned()),
    }
}

/// Returns when `stop` turns true or nobody can turn it any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
