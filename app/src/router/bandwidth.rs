//! How much of the line one person may take (OPS-4): files and parts of videos flow to everybody at no more than the
//! share that stands on `/system/settings`, so that a class that watches leaves room for the pages of the others.
//! Whoever plays a video at usual speed does not meet it; whoever takes a whole course along waits longer.

use crate::pages::parameters::SHARE;
use axum::{
    body::Body,
    extract::{FromRequestParts as _, Request, State},
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt as _;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Visit};

/// Persons who are kept before those who take nothing are left out.
const MANY: usize = 10_000;
/// So much time's share may flow at once, so that a player fills its buffer quickly.
const BURST_MICROS: i64 = 4_000_000;

/// When what one person was given will have been due: the one number that a fair share needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pace {
    due: i64,
}

impl Pace {
    fn fresh(now: Timestamp) -> Pace {
        Pace { due: now.micros() - BURST_MICROS }
    }

    /// Takes so many bytes at so many bytes a second; how long they have to wait, in microseconds.
    fn take(&mut self, bytes: usize, rate: i64, now: Timestamp) -> i64 {
        let cost = (bytes as i64).saturating_mul(1_000_000) / rate.max(1);
        self.due = self.due.max(now.micros() - BURST_MICROS) + cost;
        (self.due - now.micros()).max(0)
    }

    fn is_idle(self, now: Timestamp) -> bool {
        self.due <= now.micros() - BURST_MICROS
    }
}

/// What the persons of this node take.
#[derive(Clone, Debug, Default)]
pub struct Shares(Arc<Mutex<HashMap<Uuid, Pace>>>);

impl Shares {
    fn take(&self, person: Uuid, bytes: usize, rate: i64, now: Timestamp) -> Duration {
        // A pace holds no invariant that a panic could break.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MANY {
            kept.retain(|_, pace| !pace.is_idle(now));
        }
        let wait = kept.entry(person).or_insert_with(|| Pace::fresh(now)).take(bytes, rate, now);
        Duration::from_micros(wait.unsigned_abs())
    }
}

/// Whether an address gives bytes of files, not pages.
fn is_file(path: &str) -> bool {
    path.contains("/media/") || path.contains("/taken/") || path.ends_with("/file")
}

/// Middleware: lets files flow at the person's share.
pub async fn share(State((app, shares)): State<(App, Shares)>, request: Request, next: Next) -> Response {
    let rate = app.settings().int(&SHARE) * 125_000;
    if rate == 0 || !is_file(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::from_request_parts(&mut parts, &app).await {
        Ok(visit) => visit,
        Err(never) => match never {},
    };
    let Some(person) = visit.actor().map(|actor| actor.person) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let clock = app.clock().clone();
    next.run(Request::from_parts(parts, body)).await.map(|body| {
        Body::from_stream(body.into_data_stream().then(move |chunk| {
            let size = chunk.as_ref().map_or(0, |bytes| bytes.len());
            let wait = shares.take(person, size, rate, clock.now());
            async move {
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                chunk
            }
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_gets_more_than_the_share_of_the_time_and_a_burst(
            rate in 10_000i64..10_000_000,
            chunks in prop::collection::vec((1usize..70_000, 0i64..500_000), 1..300),
        ) {
            let start = 1_800_000_000_000_000i64;
            let (mut now, mut given) = (start, 0i64);
            let mut pace = Pace::fresh(Timestamp::from_micros(start));
            for (bytes, later) in chunks {
                now += later;
                // A chunk flows once it has waited.
                now += pace.take(bytes, rate, Timestamp::from_micros(now));
                given += bytes as i64;
                let share = (now - start + BURST_MICROS) as f64 / 1e6 * rate as f64;
                prop_assert!(given as f64 <= share + 70_000.0 + 300.0 * rate as f64 / 1e6);
            }
        }

        #[test]
        fn whoever_takes_less_than_the_share_never_waits(rate in 100_000i64..10_000_000, count in 1i64..400) {
            let mut pace = Pace::fresh(Timestamp::from_micros(0));
            for n in 0..count {
                // Half the share, in pieces of a tenth of a second.
                let now = Timestamp::from_micros(n * 100_000);
                prop_assert_eq!(pace.take((rate / 20) as usize, rate, now), 0);
            }
        }
    }

    #[test]
    fn only_files_are_paced_and_each_person_has_a_share_of_their_own() {
        assert!(is_file("/courses/1/lessons/2/media/v720.mp4") && is_file("/courses/1/lessons/2/file"));
        assert!(!is_file("/courses/1/lessons/2") && !is_file("/assets/x.js"));
        let (shares, now) = (Shares::default(), Timestamp::from_seconds(1));
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!(shares.take(a, 10_000_000, 1_000_000, now) > Duration::from_secs(5));
        assert_eq!(shares.take(b, 1_000, 1_000_000, now), Duration::ZERO);
    }
}
