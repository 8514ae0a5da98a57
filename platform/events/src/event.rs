//! What is published, and what a subscriber gets.

use crate::{Failure, store};
use serde::{Serialize, de::DeserializeOwned};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// Something that happened, told to whom it may concern (DESIGN, rulings, "Events").
///
/// ```
/// # use xingtan_clock::{Clock, Ids};
/// # use xingtan_events::Event;
/// # let clock = Clock::System; let ids = Ids::new(clock.clone()); let (person, admin) = (ids.next(), ids.next());
/// let event = Event::new(ids.next(), "accounts.person-frozen", 1, person, clock.now())
///     .by(admin)
///     .with(&serde_json::json!({ "reason": "left" }))?;
/// # Ok::<(), xingtan_db::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// What happened: `slice.noun-verb`, in the past.
    pub kind: &'static str,
    /// The version of the payload's shape, from 1. Handlers keep reading old versions.
    pub version: i64,
    /// Whom or what it happened to. Events of one subject keep their order.
    pub subject: Uuid,
    /// Who did it; none for the program itself.
    pub actor: Option<Uuid>,
    /// When it happened.
    pub at: Timestamp,
    /// Facts as JSON. Ids and figures rather than names and other personal data: events are not erased.
    pub payload: String,
}

impl Event {
    /// An event without actor and with an empty payload.
    pub fn new(id: Uuid, kind: &'static str, version: i64, subject: Uuid, at: Timestamp) -> Self {
        Event { id, kind, version, subject, actor: None, at, payload: "{}".into() }
    }

    /// Names who did it.
    #[must_use]
    pub fn by(mut self, actor: impl Into<Option<Uuid>>) -> Self {
        self.actor = actor.into();
        self
    }

    /// Sets the payload.
    ///
    /// # Errors
    /// [`Error::Decode`] where the value has no JSON form (map keys that are not texts).
    pub fn with(mut self, payload: &impl Serialize) -> Result<Self> {
        self.payload = serde_json::to_string(payload).map_err(|e| Error::Decode(e.to_string()))?;
        Ok(self)
    }
}

/// Writes the event into the outbox, in the caller's transaction, with the subject's next sequence.
///
/// # Errors
/// Those of the database; [`Error::Unique`] for an id used twice.
pub fn publish(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let sequence = store::next_sequence(tx, event.subject)?;
    store::add_event(tx, event, sequence)
}

/// An event as its subscriber gets it.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Id of the event.
    pub id: Uuid,
    /// What happened.
    pub kind: String,
    /// Version of the payload's shape.
    pub version: i64,
    /// Whom or what it happened to.
    pub subject: Uuid,
    /// Place among the subject's events, from 1.
    pub sequence: i64,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// When it happened.
    pub at: Timestamp,
    /// Facts as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

impl Delivered {
    /// Reads the payload.
    ///
    /// # Errors
    /// Where the JSON does not fit `T`; a handler passes it on by `?`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.payload)
            .map_err(|e| Failure::new(format!("payload of {} version {}: {e}", self.kind, self.version)))
    }
}
