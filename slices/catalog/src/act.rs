//! Who changes something, and when: what every command of the catalogue needs.

use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_web::SignedIn;

/// A person at work. Made once per request, outside the unit of work.
///
/// It carries the maker of ids, because copying a course needs as many as it has lessons and questions. A unit of
/// work may run again; the ids of a run that was undone are lost with it.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who acts.
    pub person: Uuid,
    /// The name shown beside what they did.
    pub name: String,
    /// Who acts, for the trail.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    /// Maker of ids.
    pub ids: Ids,
}

impl Act {
    /// The signed-in person of a request.
    pub fn of(who: &SignedIn) -> Self {
        Act {
            person: who.actor.person,
            name: who.actor.name.clone(),
            who: Who::actor(&who.actor).at(Some(who.ip.to_string()), Some(who.agent.clone())),
            at: who.now,
            ids: who.app.ids().clone(),
        }
    }

    /// Somebody in whose name the program acts: demo data and tests.
    pub fn for_person(person: Uuid, name: impl Into<String>, at: Timestamp, ids: Ids) -> Self {
        Act { person, name: name.into(), who: Who::program(), at, ids }
    }

    /// An entry of the trail.
    pub(crate) fn entry(&self, action: &'static str) -> Entry {
        Entry::new(self.ids.next(), self.at, action, &self.who)
    }
}
