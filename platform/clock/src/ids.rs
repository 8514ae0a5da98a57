//! Ids: UUID version 7 (RFC 9562), ordered by time, made in one place.

use crate::Clock;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The one maker of ids. Cheap to clone; clones share their source.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    random: Arc<Mutex<StdRng>>,
}

impl Ids {
    /// Ids with randomness from the operating system.
    pub fn new(clock: Clock) -> Self {
        Ids { clock, random: Arc::new(Mutex::new(StdRng::from_os_rng())) }
    }

    /// Ids that repeat for the same clock and seed: demo data and tests, never secrets.
    pub fn seeded(clock: Clock, seed: u64) -> Self {
        Ids { clock, random: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }

    /// A new id. Its time part has milliseconds; within one millisecond the order is random.
    pub fn next(&self) -> Uuid {
        let bytes: [u8; 10] = self.random.lock().unwrap_or_else(|e| e.into_inner()).random();
        let millis = self.clock.now().micros().div_euclid(1000).max(0) as u64;
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_differ() {
        let ids = Ids::new(Clock::System);
        let (a, b) = (ids.next(), ids.next());
        assert_eq!(a.get_version_num(), 7);
        assert_ne!(a, b);
    }
}
