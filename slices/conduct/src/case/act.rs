//! Who acts in a case, and when.

use std::sync::Arc;
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_governance::{api::Hand, saving::Deed};
use xingtan_i18n::Lang;
use xingtan_web::{App, SignedIn, Visit};

/// A person at work, or the program. Made once a request, outside the unit of work.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who, when, and the maker of ids.
    pub deed: Deed,
    /// The name of that person.
    pub name: String,
    /// The institution's language, for people who chose none.
    pub lang: Lang,
    /// Its zone.
    pub zone: Zone,
}

impl Act {
    /// The signed-in person of a request.
    pub fn of(who: &SignedIn) -> Act {
        let institution = who.app.institution();
        let (name, lang, zone) = (who.actor.name.clone(), institution.lang, institution.zone.clone());
        Act { deed: Deed::of(who), name, lang, zone }
    }

    /// Whoever holds the code of a case, signed in or not: they stand for its person, which is set in the unit.
    pub fn visiting(visit: &Visit) -> Act {
        let institution = visit.app.institution();
        let deed =
            Deed { person: Uuid::nil(), who: visit.who(), now: visit.now, ids: visit.app.ids().clone() };
        Act { deed, name: String::new(), lang: institution.lang, zone: institution.zone.clone() }
    }

    /// The program itself.
    pub fn program(app: &App, ids: &Ids, now: Timestamp) -> Act {
        let institution = app.institution();
        let deed = Deed { person: Uuid::nil(), who: Who::program(), now, ids: ids.clone() };
        Act { deed, name: String::new(), lang: institution.lang, zone: institution.zone.clone() }
    }

    /// Somebody in whose name the program acts: demo data and tests.
    pub fn for_person(person: Uuid, name: &str, at: Timestamp, ids: Ids, (lang, zone): (Lang, Zone)) -> Act {
        let who = Who { person: Some(person), name: name.to_owned(), ..Who::program() };
        Act { deed: Deed { person, who, now: at, ids }, name: name.to_owned(), lang, zone }
    }

    /// The person of [`Act::for_person`] with all rights of this slice everywhere: demo data and tests. The rules of a
    /// case hold for them as for all: reporter, investigator and decider are three different people.
    pub fn actor(&self) -> Actor {
        let permissions = crate::permissions();
        let grant = Grant { role: Role::Centre, node: Uuid::nil(), path: "/".to_owned() };
        Actor {
            person: self.deed.person,
            user_name: String::new(),
            name: self.name.clone(),
            unit: Uuid::nil(),
            unit_name: String::new(),
            unit_path: "/".to_owned(),
            session: None,
            proved_at: self.deed.now,
            acting: Role::Centre,
            grants: vec![grant],
            token_scopes: None,
            permissions: Arc::new(Permissions::gather(&[&permissions])),
        }
    }

    /// The same, standing for the person of a case.
    pub(crate) fn standing_for(mut self, person: Uuid, name: &str) -> Act {
        self.deed.person = person;
        self.name = name.to_owned();
        if self.deed.who.person.is_none() {
            self.deed.who.person = Some(person);
            self.deed.who.name = name.to_owned();
        }
        self
    }

    /// The same, for what governance carries out.
    pub(crate) fn hand(&self) -> Hand<'_> {
        let Deed { who, now, ids, .. } = &self.deed;
        Hand { who: who.clone(), ids, now: *now, zone: &self.zone, lang: self.lang }
    }

    /// The person who acts; none for the program.
    pub(crate) fn person(&self) -> Option<Uuid> {
        (!self.deed.person.is_nil()).then_some(self.deed.person)
    }
}
