//! Judging people and changing decisions, within the caller's unit of work: rows, history, trail, notices, accounts.

use super::{
    cited::{Cited, cited},
    notices,
    rules::{Begins, Cause, Ought, State, Step, begins, reconcile},
    store::{self, Decision, Line},
};
use crate::{
    evaluation::ought::{Ruling, Subject, ought},
    fact::store as facts,
    hold::{change as holds, store::Hold},
    kind::measure::{Measure, Mode},
};
use std::collections::BTreeMap;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_audit::{Entry, Who};
use xingtan_auth::Role;
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Error, Result, Tx};
use xingtan_i18n::Lang;

/// Who acts, when, and by what.
pub struct Hand<'a> {
    /// Who: the program, or whoever confirms, declines, decides.
    pub who: Who,
    /// The maker of ids.
    pub ids: &'a Ids,
    /// When.
    pub now: Timestamp,
    /// The institution's zone.
    pub zone: &'a Zone,
    /// Its language, for people who chose none.
    pub lang: Lang,
}

/// What is to be done about these people, by what is known at `now`: read only.
///
/// # Errors
/// Those of the database.
pub fn due(
    tx: &mut Tx<'_>,
    rulings: &[Ruling],
    persons: &[Uuid],
    zone: &Zone,
    now: Timestamp,
) -> Result<Vec<(Person, Vec<Step>)>> {
    let people = accounts::people(tx, persons)?;
    let mut known = facts::of(tx, persons)?;
    let pauses = accounts::pauses(tx, persons)?;
    let kept = store::kept(tx, persons)?;
    let roles = match rulings.iter().any(|it| it.scope_role.is_some()) {
        true => accounts::roles_of(tx, persons)?,
        false => Default::default(),
    };
    let (none, nobody): (BTreeMap<Cause, super::rules::Kept>, Vec<Role>) = Default::default();
    let mut all = Vec::new();
    for person in people {
        let facts = known.remove(&person.id).unwrap_or_default();
        let subject = Subject {
            unit_path: &person.unit_path,
            roles: roles.get(&person.id).unwrap_or(&nobody),
            facts: &facts,
            pauses: pauses.get(&person.id).map_or(&[], Vec::as_slice),
            kept: kept.get(&person.id).unwrap_or(&none),
        };
        let ought = ought(rulings, &subject, zone, now);
        let steps = reconcile(&ought, subject.kept);
        if !steps.is_empty() {
            all.push((person, steps));
        }
    }
    Ok(all)
}

/// Judges these people and carries out what is due; how many steps that were.
///
/// # Errors
/// Those of the database.
pub fn judge(tx: &mut Tx<'_>, hand: &Hand<'_>, rulings: &[Ruling], persons: &[Uuid]) -> Result<usize> {
    let mut done = 0;
    for (person, steps) in due(tx, rulings, persons, hand.zone, hand.now)? {
        for step in steps {
            done += 1;
            take(tx, hand, rulings, &person, step)?;
        }
    }
    for person in persons {
        facts::judged(tx, *person, hand.now)?;
    }
    Ok(done)
}

fn take(tx: &mut Tx<'_>, hand: &Hand<'_>, rulings: &[Ruling], person: &Person, step: Step) -> Result<()> {
    match step {
        // Nothing new is held against whoever has left.
        Step::Make(..) if accounts::account(tx, person.id)?.is_none_or(|it| it.left) => Ok(()),
        Step::Make(cause, ought) => match rulings.iter().find(|it| it.id == ought.control) {
            Some(ruling) => make(tx, hand, ruling, person, cause, &ought),
            None => Ok(()),
        },
        Step::Ground(id, grounds) => {
            store::set_grounds(tx, id, &grounds)?;
            note(tx, hand, id, "grounded", "", &grounds)
        }
        Step::Withdraw(id) => {
            let before = store::get(tx, id)?.ok_or(Error::NotFound)?;
            store::set_grounds(tx, id, &[])?;
            let after =
                Decision { state: State::Withdrawn.code().to_owned(), confirm_by: None, ..before.clone() };
            end(tx, hand, person, &before, &after, "withdrawn", "")
        }
        Step::Reinstate(id, grounds) => reinstate(tx, hand, person, id, &grounds),
    }
}

fn make(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    ruling: &Ruling,
    person: &Person,
    cause: Cause,
    ought: &Ought,
) -> Result<()> {
    let Some(sanction) = ruling.sanction() else { return Ok(()) };
    let (term_unit, term_count) = sanction.term.columns();
    let mut it = Decision {
        id: hand.ids.next(),
        control_key: cause.control,
        control_id: ought.control,
        person_id: person.id,
        unit_path: person.unit_path.clone(),
        period: cause.period,
        measure: sanction.measure.code().to_owned(),
        term_unit: term_unit.to_owned(),
        term_count,
        state: State::Standing.code().to_owned(),
        due_at: ought.at,
        made_at: hand.now,
        confirm_by: None,
        starts_at: None,
        ends_at: None,
        hindered: None,
        appeal_code: code(hand.ids),
        version: 1,
    };
    begin(&mut it, begins(sanction.mode, sanction.term, hand.zone, hand.now), hand.now);
    store::add(tx, &it)?;
    store::set_grounds(tx, it.id, &ought.grounds)?;
    note(tx, hand, it.id, "made", "", &ought.grounds)?;
    let cited = cited(tx, it.control_id)?;
    trail(tx, hand, person, &it, &cited, "governance.measure-made", "")?;
    tell(tx, hand, person, &it, &cited)?;
    stand(tx, hand, person, it, &cited, "")
}

/// A code that nobody guesses: the random parts of two ids, 124 bits.
fn code(ids: &Ids) -> String {
    let random = || ids.next().as_u64_pair().1 & 0x3fff_ffff_ffff_ffff;
    format!("xt_{:016x}{:016x}", random(), random())
}

/// Sets when a decision begins and ends.
fn begin(it: &mut Decision, begins: Begins, now: Timestamp) {
    let (state, confirm_by, starts_at, ends_at) = match begins {
        Begins::Now(ends) => (State::Standing, None, Some(now), ends),
        Begins::WhenConfirmed(by) => (State::Proposed, Some(by), None, None),
    };
    (it.state, it.confirm_by) = (state.code().to_owned(), confirm_by);
    (it.starts_at, it.ends_at) = (starts_at, ends_at);
}

/// Carries a decision out that stands and takes access away; notes what hindered it.
fn stand(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    mut it: Decision,
    cited: &Cited,
    reason: &str,
) -> Result<()> {
    if !it.holds_access(hand.now) {
        return Ok(());
    }
    let hindered = holds::begin(tx, hand, person, &hold(&it, cited, hand.now), reason)?;
    if hindered != it.hindered {
        it.hindered = hindered;
        store::set(tx, &it)?;
    }
    Ok(())
}

/// What a measure that stands holds of its person's account, from now on.
fn hold(it: &Decision, cited: &Cited, now: Timestamp) -> Hold {
    Hold {
        subject_id: it.id,
        person_id: it.person_id,
        revokes: it.measure() == Measure::Revocation,
        since: now,
        ends_at: it.ends_at,
        regulation: Some(cited.regulation.clone()),
        regulation_version: Some(cited.version),
        article: Some(cited.number.clone()),
        contest: notices::own_href(it),
    }
}

/// Tells the person, or whoever is to confirm.
fn tell(tx: &mut Tx<'_>, hand: &Hand<'_>, person: &Person, it: &Decision, cited: &Cited) -> Result<()> {
    let ids = || hand.ids.next();
    if it.state() == State::Proposed {
        let mut centre = accounts::holders(tx, Role::Centre, &person.unit_path)?;
        centre.retain(|id| *id != person.id);
        return notices::send(tx, &ids, hand.now, &centre, notices::CONFIRM, |notice| {
            let notice = notices::about(notice, it, cited).with("name", person.name.as_str());
            notice.with("until", it.confirm_by.unwrap_or(hand.now))
        });
    }
    notices::send(tx, &ids, hand.now, &[person.id], notices::of(it.measure()), |notice| {
        notices::about(notice, it, cited).link(notices::own_href(it))
    })
}

fn note(tx: &mut Tx<'_>, hand: &Hand<'_>, id: Uuid, act: &str, reason: &str, grounds: &[Uuid]) -> Result<()> {
    let line = Line {
        id: hand.ids.next(),
        at: hand.now,
        act: act.to_owned(),
        by_person: hand.who.person,
        reason: reason.to_owned(),
        grounds: serde_json::to_string(grounds).unwrap_or_else(|_| "[]".to_owned()),
    };
    store::note(tx, id, &line)
}

fn trail(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    it: &Decision,
    cited: &Cited,
    action: &'static str,
    reason: &str,
) -> Result<()> {
    let detail = serde_json::json!({
        "decision": it.id, "measure": it.measure, "period": it.period, "state": it.state,
        "until": it.ends_at, "reason": reason,
    });
    let entry = Entry::new(hand.ids.next(), hand.now, action, &hand.who)
        .on("person", person.id, person.name.as_str())
        .within(&person.unit_path)
        .citing(&cited.article())
        .detail(&detail);
    xingtan_audit::record(tx, &entry)
}

/// A decision falls: withdrawn, declined, overturned, or taken back by hand. Its person is told where it had been told; the account gets
/// back what it took.
fn end(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    person: &Person,
    before: &Decision,
    after: &Decision,
    act: &'static str,
    reason: &str,
) -> Result<()> {
    store::set(tx, after)?;
    let grounds = store::grounds(tx, before.id)?;
    note(tx, hand, before.id, act, reason, &grounds)?;
    let cited = cited(tx, before.control_id)?;
    trail(tx, hand, person, after, &cited, "governance.measure-ended", reason)?;
    if before.state() != State::Standing {
        return Ok(());
    }
    let hindered = holds::fall(tx, hand, person, before.id, reason)?;
    if hindered.is_some() {
        store::set(tx, &Decision { hindered, ..after.clone() })?;
    }
    // Whoever takes it back by hand says why.
    let kind = if after.state() == State::Annulled { notices::ANNULLED } else { notices::WITHDRAWN };
    notices::send(tx, &|| hand.ids.next(), hand.now, &[person.id], kind, |notice| {
        notices::about(notice, after, &cited).with("reason", reason).link(notices::own_href(after))
    })
}

/// What it rested on holds again: it goes on where it was, without being told a second time.
fn reinstate(tx: &mut Tx<'_>, hand: &Hand<'_>, person: &Person, id: Uuid, grounds: &[Uuid]) -> Result<()> {
    let mut it = store::get(tx, id)?.ok_or(Error::NotFound)?;
    let cited = cited(tx, it.control_id)?;
    it.state = State::Standing.code().to_owned();
    if it.starts_at.is_none() {
        let term = it.term();
        begin(&mut it, begins(mode_of(&cited), term, hand.zone, hand.now), hand.now);
    }
    store::set(tx, &it)?;
    store::set_grounds(tx, id, grounds)?;
    note(tx, hand, id, "reinstated", "", grounds)?;
    trail(tx, hand, person, &it, &cited, "governance.measure-made", "")?;
    if it.state() == State::Proposed {
        tell(tx, hand, person, &it, &cited)?;
    }
    stand(tx, hand, person, it, &cited, "")
}

fn mode_of(cited: &Cited) -> Mode {
    use crate::kind::{self, params::Params};
    let sanction =
        kind::of(&cited.kind).and_then(|kind| kind.sanction(&Params::kept(kind.params(), &cited.params)));
    sanction.map_or(Mode::Automatic, |it| it.mode)
}

/// Why somebody may not settle a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not waiting for it.
    NotOpen,
    /// It is about oneself.
    Own,
}

impl Refusal {
    /// The Fluent key.
    pub const fn key(self) -> &'static str {
        match self {
            Refusal::NotOpen => "governance-refused-not-open",
            Refusal::Own => "governance-refused-self",
        }
    }
}

/// Confirms or declines what was proposed.
///
/// # Errors
/// Those of the database.
pub fn confirm(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    id: Uuid,
    yes: bool,
    reason: &str,
) -> Result<std::result::Result<(), Refusal>> {
    let before = store::get(tx, id)?.ok_or(Error::NotFound)?;
    if before.state() != State::Proposed {
        return Ok(Err(Refusal::NotOpen));
    }
    if hand.who.person == Some(before.person_id) {
        return Ok(Err(Refusal::Own));
    }
    let person = accounts::person(tx, before.person_id)?.ok_or(Error::NotFound)?;
    let mut after = before.clone();
    if !yes {
        (after.state, after.confirm_by) = (State::Declined.code().to_owned(), None);
        end(tx, hand, &person, &before, &after, "declined", reason)?;
        return Ok(Ok(()));
    }
    begin(&mut after, begins(Mode::Automatic, before.term(), hand.zone, hand.now), hand.now);
    store::set(tx, &after)?;
    let grounds = store::grounds(tx, id)?;
    note(tx, hand, id, "confirmed", reason, &grounds)?;
    let cited = cited(tx, after.control_id)?;
    trail(tx, hand, &person, &after, &cited, "governance.measure-made", reason)?;
    tell(tx, hand, &person, &after, &cited)?;
    stand(tx, hand, &person, after, &cited, reason)?;
    Ok(Ok(()))
}

/// Overturns a decision after an appeal: no fact brings it back.
///
/// # Errors
/// Those of the database.
pub fn overturn(tx: &mut Tx<'_>, hand: &Hand<'_>, before: &Decision, reason: &str) -> Result<()> {
    let person = accounts::person(tx, before.person_id)?.ok_or(Error::NotFound)?;
    let after = Decision { state: State::Overturned.code().to_owned(), confirm_by: None, ..before.clone() };
    end(tx, hand, &person, before, &after, "overturned", reason)
}

/// Takes a decision back by hand: no fact brings it back.
///
/// # Errors
/// Those of the database.
pub fn annul(tx: &mut Tx<'_>, hand: &Hand<'_>, before: &Decision, reason: &str) -> Result<()> {
    let person = accounts::person(tx, before.person_id)?.ok_or(Error::NotFound)?;
    let after = Decision { state: State::Annulled.code().to_owned(), ..before.clone() };
    end(tx, hand, &person, before, &after, "annulled", reason)
}
