//! Who acts on measures, and which measures that one may: for pages and programs alike.

use super::{
    DECIDE, annulment, appeal,
    change::{self, Hand},
    reopening,
    store::{self, Decision},
};
use xingtan_accounts::api as accounts;
use xingtan_audit::Who;
use xingtan_auth::Actor;
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Result as Kept, Tx};
use xingtan_i18n::{Lang, Msg};
use xingtan_web::{Fault, Visit};

/// What a hand is made of within a unit of work. Made once a request, outside of it.
#[derive(Clone, Debug)]
pub(super) struct Acting {
    who: Who,
    ids: Ids,
    pub(super) now: Timestamp,
    zone: Zone,
    lang: Lang,
}

impl Acting {
    pub(super) fn of(visit: &Visit) -> Acting {
        let institution = visit.app.institution();
        Acting {
            who: visit.who(),
            ids: visit.app.ids().clone(),
            now: visit.now,
            zone: institution.zone.clone(),
            lang: institution.lang,
        }
    }

    fn hand(&self) -> Hand<'_> {
        Hand { who: self.who.clone(), ids: &self.ids, now: self.now, zone: &self.zone, lang: self.lang }
    }

    /// A hand of whoever holds a code: signed in or not, they stand for its person.
    fn standing_for(&self, tx: &mut Tx<'_>, person: Uuid) -> Result<Hand<'_>, Fault> {
        let mut hand = self.hand();
        if hand.who.person.is_none() {
            let person = accounts::person(tx, person)?.ok_or(Fault::NotFound)?;
            hand.who.person = Some(person.id);
            hand.who.name = person.name;
        }
        Ok(hand)
    }
}

/// The measure, where one decides on its person.
pub(super) fn deciding(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Decision, Fault> {
    let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Fault::NotFound)?;
    if actor.may_at(DECIDE, &person.unit_path) { Ok(it) } else { Err(Fault::NotFound) }
}

/// What somebody decides about a measure.
#[derive(Clone, Debug)]
pub(super) enum Ruling {
    /// Confirms or declines what the program proposes, and why.
    Confirm(bool, String),
    /// Takes back what is in force, and why.
    Annul(String),
    /// Decides the open appeal.
    Appeal(appeal::Verdict),
    /// Decides the open application to reopen the account, and why.
    Reopen(bool, String),
}

impl Ruling {
    /// Carries it out about a measure on whose person one decides.
    pub(super) fn carry_out(&self, tx: &mut Tx<'_>, acting: &Acting, it: &Decision) -> Result<(), Fault> {
        let hand = acting.hand();
        match self {
            Ruling::Confirm(yes, reason) => {
                said(change::confirm(tx, &hand, it.id, *yes, reason), change::Refusal::key)
            }
            Ruling::Annul(reason) => said(annulment::annul(tx, &hand, it, reason), annulment::Refusal::key),
            Ruling::Appeal(verdict) => said(appeal::decide(tx, &hand, it, verdict), appeal::Refusal::key),
            Ruling::Reopen(yes, reason) => {
                said(reopening::decide(tx, &hand, it, *yes, reason), reopening::Refusal::key)
            }
        }
    }
}

/// What whoever holds the code of a measure asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plea {
    /// That another person looks at it again.
    Appeal,
    /// That the account it took be reopened.
    Reopening,
}

impl Plea {
    /// Asks, in these words.
    pub(super) fn make(
        self,
        tx: &mut Tx<'_>,
        acting: &Acting,
        it: &Decision,
        words: &str,
    ) -> Result<(), Fault> {
        let hand = acting.standing_for(tx, it.person_id)?;
        match self {
            Plea::Appeal => said(appeal::make(tx, &hand, it, words), appeal::Refusal::key),
            Plea::Reopening => said(reopening::apply(tx, &hand, it, words), reopening::Refusal::key),
        }
    }
}

/// A refusal keeps nothing of its unit.
fn said<R>(done: Kept<Result<(), R>>, key: impl Fn(R) -> &'static str) -> Result<(), Fault> {
    done?.map_err(|refusal| Fault::Conflict(Msg::new(key(refusal))))
}
