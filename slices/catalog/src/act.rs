//! Who changes something, and when: what every command of the catalogue needs.

use crate::{review::stages::Stages, revision::rules::Keeping};
use std::sync::Arc;
use xingtan_approvals::ActIds;
use xingtan_audit::{Entry, Who};
use xingtan_auth::{Actor, Grant, Permissions, Role};
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
    /// Who acts, with what was granted to them.
    pub actor: Arc<Actor>,
    /// Who acts, for the trail.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    /// Maker of ids.
    pub ids: Ids,
    /// The stages of review that hold for what is submitted now.
    pub stages: Stages,
    /// How the history of what is written now is kept.
    pub keeping: Keeping,
}

impl Act {
    /// The signed-in person of a request.
    pub fn of(who: &SignedIn) -> Self {
        Act {
            person: who.actor.person,
            name: who.actor.name.clone(),
            actor: who.actor.clone(),
            who: who.who(),
            at: who.now,
            ids: who.app.ids().clone(),
            stages: Stages::of(who.app.settings()),
            keeping: Keeping::of(who.app.settings()),
        }
    }

    /// Somebody in whose name the program itself acts, with all roles of this slice everywhere: demo data and
    /// tests. The rules of the gate hold for them as for all: three different persons write, review and publish.
    pub fn for_person(person: Uuid, name: impl Into<String>, at: Timestamp, ids: Ids) -> Self {
        let name = name.into();
        let grant = |role| Grant { role, node: Uuid::nil(), path: "/".into() };
        let actor = Actor {
            person,
            user_name: String::new(),
            name: name.clone(),
            unit: Uuid::nil(),
            unit_name: String::new(),
            unit_path: "/".into(),
            session: None,
            proved_at: at,
            acting: Role::Teacher,
            grants: [Role::Teacher, Role::Reviewer, Role::Centre].map(grant).into(),
            token_scopes: None,
            permissions: Arc::new(Permissions::gather(&[crate::permissions()])),
        };
        let who = Who { person: Some(person), name: name.clone(), ..Who::program() };
        Act {
            person,
            name,
            actor: Arc::new(actor),
            who,
            at,
            ids,
            stages: Stages::default(),
            keeping: Keeping::default(),
        }
    }

    /// The same where other stages of review hold.
    #[must_use]
    pub fn under(self, stages: Stages) -> Self {
        Act { stages, ..self }
    }

    /// The same for what is a revision of its own in the history: what is restored must not go over what it replaces.
    #[must_use]
    pub fn apart(self) -> Self {
        Act { keeping: Keeping { sitting: None, ..self.keeping }, ..self }
    }

    /// An entry of the trail.
    pub(crate) fn entry(&self, action: &'static str) -> Entry {
        Entry::new(self.ids.next(), self.at, action, &self.who)
    }

    /// The same for what is asked of approvals.
    pub(crate) fn approval(&self) -> xingtan_approvals::Act<'_> {
        xingtan_approvals::Act { who: &self.who, now: self.at, ids: ActIds::draw(&self.ids) }
    }
}
