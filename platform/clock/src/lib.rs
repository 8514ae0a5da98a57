//! Time, ids and the institution's zone.
//!
//! Every "now" of the program comes from one [`Clock`] and every id from one [`Ids`] (DESIGN, fixed points).
//! Storage holds UTC microseconds ([`Timestamp`]); rules and pages speak in the institution's [`Zone`].

mod ids;
mod timestamp;
mod zone;

pub use ids::Ids;
pub use jiff::civil::{Date, Time, Weekday};
pub use timestamp::{Span, Timestamp};
pub use uuid::Uuid;
pub use zone::{UnknownZone, Zone};

#[cfg(feature = "manual")]
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The one source of "now".
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that a test turns by hand.
    #[cfg(feature = "manual")]
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `at` until it is turned.
    #[cfg(feature = "manual")]
    pub fn manual(at: Timestamp) -> Self {
        Clock::Manual(Arc::new(AtomicI64::new(at.micros())))
    }

    /// Turns a manual clock forward by `span`; a system clock does not move.
    #[cfg(feature = "manual")]
    pub fn turn(&self, span: Span) {
        if let Clock::Manual(at) = self {
            at.fetch_add(span.seconds() * 1_000_000, Ordering::SeqCst);
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one Clock")]
            Clock::System => Timestamp::from_system(std::time::SystemTime::now()),
            #[cfg(feature = "manual")]
            Clock::Manual(at) => Timestamp::from_micros(at.load(Ordering::SeqCst)),
        }
    }
}
