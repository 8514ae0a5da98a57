//! The loop that carries events from the outbox to their subscribers.

use crate::{
    Delivered, Failure, Moment, Subscriptions, rules,
    store::{self, Claimed},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};
use xingtan_clock::{Clock, Span};
use xingtan_db::{Db, Result};

/// How the dispatcher works.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long it sleeps when nothing was to do and nobody woke it.
    pub poll: Duration,
    /// How many deliveries it takes at once.
    pub batch: i64,
    /// How long a taken delivery is its own; a node that died is waited for so long.
    pub lease: Span,
}

impl Default for Options {
    fn default() -> Self {
        Options { poll: Duration::from_millis(500), batch: 32, lease: Span::of_seconds(60) }
    }
}

/// Carries events to subscribers. Any number of nodes may run one; clones share their wake-up.
#[derive(Clone)]
pub struct Dispatcher {
    db: Db,
    clock: Clock,
    subscriptions: Arc<Subscriptions>,
    subscribers: Arc<[&'static str]>,
    claim: Arc<String>,
    wake: Arc<Notify>,
    options: Options,
}

impl Dispatcher {
    /// A dispatcher for these subscriptions.
    pub fn new(db: Db, clock: Clock, subscriptions: Subscriptions, options: Options) -> Self {
        let subscribers: Arc<[&'static str]> = subscriptions.subscribers().into();
        let claim = Arc::new(store::claim_sql(db.engine(), subscribers.len()));
        Dispatcher {
            db,
            clock,
            subscriptions: Arc::new(subscriptions),
            subscribers,
            claim,
            wake: Arc::new(Notify::new()),
            options,
        }
    }

    /// The bell: `notify_one` after a write makes the dispatcher look at once instead of at its next poll.
    pub fn wake(&self) -> Arc<Notify> {
        self.wake.clone()
    }

    /// Makes the subscriptions known to all nodes. [`run`](Self::run) and [`drain`](Self::drain) do so themselves.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn announce(&self) -> Result<()> {
        let (subscriptions, now) = (self.subscriptions.clone(), self.clock.now());
        self.db.write(move |tx| subscriptions.announce(tx, now)).await
    }

    /// Carries events until `stop` turns true (or its sender is gone); what is under way is finished.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut announced = false;
        while !*stop.borrow() {
            if !announced {
                announced = self.announce().await.is_ok();
            }
            let pause = match self.round().await {
                Ok(0) => self.options.poll,
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "events could not be fetched; trying again");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                _ = self.wake.notified() => {}
                _ = tokio::time::sleep(pause) => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
    }

    /// Carries all that is due now, and what that causes; answers how many deliveries were tried. For tests and
    /// for commands that end.
    ///
    /// # Errors
    /// Those of the database; a handler's failure is noted in its delivery instead.
    pub async fn drain(&self) -> Result<usize> {
        self.announce().await?;
        let mut tried = 0;
        loop {
            match self.round().await? {
                0 => return Ok(tried),
                n => tried += n,
            }
        }
    }

    /// Fans out fresh events and carries one batch; answers how many steps forward that was.
    async fn round(&self) -> Result<usize> {
        let limit = self.options.batch * 4;
        let fresh = self.db.claim(move |tx| store::fan_out(tx, limit)).await?;
        let claimed = self.claim().await?;
        let steps = fresh + claimed.len();
        // Units of one batch run side by side: on SQLite they share one commit.
        let mut under_way = JoinSet::new();
        for delivery in claimed {
            let this = self.clone();
            under_way.spawn(async move { this.deliver(delivery).await });
        }
        while let Some(ended) = under_way.join_next().await {
            if let Ok(Err(error)) = ended {
                tracing::warn!(%error, "a delivery could not be noted; it comes again after its lease");
            }
        }
        Ok(steps)
    }

    async fn claim(&self) -> Result<Vec<Claimed>> {
        if self.subscribers.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        let (until, limit) = (now + self.options.lease, self.options.batch);
        let (sql, subscribers) = (self.claim.clone(), self.subscribers.clone());
        self.db.claim(move |tx| store::claim(tx, &sql, &subscribers, now, until, limit)).await
    }

    /// Handler and mark in one unit: both are kept or neither is.
    async fn deliver(&self, claimed: Claimed) -> Result<()> {
        let now = self.clock.now();
        let handler = self.subscriptions.handler(&claimed.subscriber, &claimed.kind);
        let failure = match handler {
            // Announced by an earlier version for a kind that this one no longer hears: nothing is to be done.
            None => {
                let c = claimed.clone();
                self.db
                    .write(move |tx| {
                        store::deliver(tx, &c.subscriber, c.id, c.attempts, now).map_err(Failure::from)
                    })
                    .await
                    .err()
            }
            Some(handler) => {
                let c = claimed.clone();
                let delivered = Delivered {
                    id: c.id,
                    kind: c.kind,
                    version: c.version,
                    subject: c.subject,
                    sequence: c.sequence,
                    actor: c.actor,
                    at: c.at,
                    payload: c.payload,
                    attempt: c.attempts,
                };
                self.db
                    .write(move |tx| -> Result<(), Failure> {
                        if store::deliver(tx, &c.subscriber, delivered.id, delivered.attempt, now)? {
                            handler(tx, &delivered, &Moment::new(now, delivered.id, &c.subscriber))?;
                        }
                        Ok(())
                    })
                    .await
                    .err()
            }
        };
        match failure {
            None => Ok(()),
            Some(failure) => self.failed(claimed, failure).await,
        }
    }

    async fn failed(&self, claimed: Claimed, failure: Failure) -> Result<()> {
        let now = self.clock.now();
        let (state, next_at) = match rules::after(claimed.attempts) {
            rules::After::Again(wait) => ("waiting", now + wait),
            rules::After::Park => ("parked", now),
        };
        tracing::warn!(
            subscriber = claimed.subscriber,
            kind = claimed.kind,
            event = %claimed.id,
            attempt = claimed.attempts,
            state,
            error = failure.text(),
            "an event could not be delivered"
        );
        self.db.write(move |tx| store::fail(tx, &claimed, state, next_at, failure.text())).await
    }
}
