//! Time and ids inside a handler.

use sha2::{Digest, Sha256};
use std::cell::Cell;
use xingtan_clock::{Timestamp, Uuid};

/// "Now" and ids for one run of a handler. A unit of work may run again, so its ids are not drawn but derived from
/// event, subscriber and position: a second run makes the same ones.
#[derive(Debug)]
pub struct Moment {
    /// The present moment, taken outside the unit.
    pub at: Timestamp,
    seed: [u8; 32],
    given: Cell<u64>,
}

impl Moment {
    pub(crate) fn new(at: Timestamp, event: Uuid, subscriber: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(event.as_bytes());
        hash.update(subscriber.as_bytes());
        Moment { at, seed: hash.finalize().into(), given: Cell::new(0) }
    }

    /// The next id: version 7, with the present moment as its time.
    pub fn id(&self) -> Uuid {
        let position = self.given.get();
        self.given.set(position + 1);
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(position.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut random = [0; 10];
        random.copy_from_slice(&digest[..10]);
        let millis = self.at.micros().div_euclid(1000).max(0) as u64;
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_of_a_handler_makes_the_same_ids_and_another_subscriber_makes_others() {
        let (at, event) = (Timestamp::from_seconds(1_800_000_000), Uuid::from_u128(7));
        let ids = |name| {
            let moment = Moment::new(at, event, name);
            (moment.id(), moment.id())
        };
        let (first, second) = ids("a");
        assert_ne!(first, second);
        assert_eq!(first.get_version_num(), 7);
        assert_eq!((first, second), ids("a"));
        assert_ne!(first, ids("b").0);
    }
}
