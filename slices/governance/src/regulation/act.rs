//! Who changes a regulation, and when; and why a change was not made.

use super::rules::Refusal;
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, SignedIn};

/// A person at work. Made once per request, outside the unit of work.
///
/// It carries the maker of ids, because a draft needs as many as the version it copies has articles and controls. A unit
/// of work may run again; the ids of a run that was undone are lost with it.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who acts.
    pub person: Uuid,
    /// Who acts, for the trail.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    /// Maker of ids.
    pub ids: Ids,
}

impl Act {
    /// The signed-in person of a request.
    pub fn of(who: &SignedIn) -> Act {
        Act { person: who.actor.person, who: who.who(), at: who.now, ids: who.app.ids().clone() }
    }

    /// Somebody in whose name the program itself acts: demo data and tests.
    pub fn for_person(person: Uuid, name: impl Into<String>, at: Timestamp, ids: Ids) -> Act {
        Act { person, who: Who { person: Some(person), name: name.into(), ..Who::program() }, at, ids }
    }

    /// An entry of the trail about a regulation.
    pub(crate) fn entry(&self, action: &'static str, regulation: Uuid, title: &str) -> Entry {
        Entry::new(self.ids.next(), self.at, action, &self.who).on("regulation", regulation, title)
    }
}

/// Why a change was not made; nothing of its unit is kept.
#[derive(Debug)]
pub enum Undo {
    /// It cannot be answered.
    Fault(Fault),
    /// A rule refused: the field (empty: all of it) and why.
    Refused(String, Msg),
    /// Somebody else was quicker.
    Stale,
}

impl Undo {
    /// The whole is refused.
    pub fn why(refusal: Refusal) -> Undo {
        Undo::Refused(String::new(), Msg::new(refusal.key()))
    }
}

impl From<Fault> for Undo {
    fn from(fault: Fault) -> Self {
        Undo::Fault(fault)
    }
}

impl From<xingtan_db::Error> for Undo {
    fn from(error: xingtan_db::Error) -> Self {
        Undo::Fault(error.into())
    }
}

/// For programs.
impl From<Undo> for Fault {
    fn from(undo: Undo) -> Self {
        match undo {
            Undo::Fault(fault) => fault,
            Undo::Stale => Fault::Conflict(Msg::new("web-fault-stale")),
            Undo::Refused(field, msg) if field.is_empty() => Fault::Conflict(msg),
            Undo::Refused(field, msg) => Fault::Invalid(vec![(field, msg)]),
        }
    }
}
