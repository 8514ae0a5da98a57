//! Ids: UUID version 7 (RFC 9562), ordered by time, made in one place.

use crate::Clock;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// How far the clock may lie behind the newest id's time, in milliseconds, and ids still follow the newest id. Further
/// back, somebody set the clock: ids follow the clock then.
const SLACK_MS: u64 = 10_000;

/// The one maker of ids. Cheap to clone; clones share their source.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    source: Arc<Mutex<Source>>,
}

#[derive(Debug)]
struct Source {
    random: StdRng,
    /// The newest id's time in milliseconds, and its counter of 12 bits.
    newest: (u64, u16),
}

impl Ids {
    /// Ids with randomness from the operating system.
    pub fn new(clock: Clock) -> Self {
        Ids::from(clock, StdRng::from_os_rng())
    }

    /// Ids that repeat for the same clock and seed: demo data and tests, never secrets.
    pub fn seeded(clock: Clock, seed: u64) -> Self {
        Ids::from(clock, StdRng::seed_from_u64(seed))
    }

    fn from(clock: Clock, random: StdRng) -> Self {
        Ids { clock, source: Arc::new(Mutex::new(Source { random, newest: (0, 0) })) }
    }

    /// A new id. Ids of one maker are ordered as they were made, within one millisecond too: the twelve bits after the
    /// time are a counter that begins at random (RFC 9562, section 6.2, method 1). So "the order in which they came"
    /// may be read from ids where times are equal.
    pub fn next(&self) -> Uuid {
        let now = self.clock.now().micros().div_euclid(1000).max(0) as u64;
        let mut source = self.source.lock().unwrap_or_else(|e| e.into_inner());
        let mut bytes: [u8; 10] = source.random.random();
        source.newest = follow(source.newest, now, u16::from_be_bytes([bytes[0] & 0x07, bytes[1]]));
        let (millis, counter) = source.newest;
        bytes[..2].copy_from_slice(&counter.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

/// Time and counter of the id after `newest`: in a new millisecond the counter begins at `start`, which leaves half of
/// its room free; in the same one it counts on; where it is full, the time is taken one millisecond further.
fn follow(newest: (u64, u16), now: u64, start: u16) -> (u64, u16) {
    let (millis, counter) = newest;
    if now > millis || now + SLACK_MS < millis {
        (now, start)
    } else if counter < 0x0fff {
        (millis, counter + 1)
    } else {
        (millis + 1, start)
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

    #[test]
    fn ids_are_ordered_as_they_were_made() {
        let ids = Ids::new(Clock::System);
        let made: Vec<_> = (0..20_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted());
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn a_full_counter_borrows_from_the_time_and_a_clock_set_back_is_followed() {
        assert_eq!(follow((5, 9), 6, 77), (6, 77));
        assert_eq!(follow((5, 9), 5, 77), (5, 10));
        assert_eq!(follow((5, 9), 4, 77), (5, 10));
        assert_eq!(follow((5, 0x0fff), 5, 77), (6, 77));
        assert_eq!(follow((50_000, 9), 5, 77), (5, 77));
    }
}
