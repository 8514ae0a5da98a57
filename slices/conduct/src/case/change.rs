//! What changes a case: each function is a unit of work, with history, trail and notices.

use super::{
    DECIDE, INVESTIGATE, READ,
    act::Act,
    facts, notices,
    rules::{self, DUE, Facts, Kind, LONGEST_HEARING, LONGEST_TERM, Outcome, Part, SHORTEST_HEARING, State},
    seal,
    store::{self, Case, Recusal, Step},
};
use crate::referral::change as referrals;
use serde_json::json;
use xingtan_accounts::api::{self as accounts, Citing, Person};
use xingtan_audit::{Article, Entry};
use xingtan_auth::{Actor, Permission};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Tx};
use xingtan_governance::{
    api::{self as governance, Hold},
    saving::Stop,
};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// A report.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// What it is about.
    pub kind: Kind,
    /// The address in this program.
    pub about: String,
    /// What happened.
    pub words: String,
    /// Whom it concerns, where the reporter knows.
    pub person: Option<Person>,
    /// What the reporter calls them, where nobody was found by it.
    pub called: String,
    /// The suspicion it begins with.
    pub suspicion: Option<Uuid>,
}

pub(super) fn refused(key: &'static str) -> Stop {
    Stop::Field("", Msg::new(key))
}

/// A code that nobody guesses: the random parts of two ids, 124 bits.
fn code(act: &Act) -> String {
    let random = || act.deed.ids.next().as_u64_pair().1 & 0x3fff_ffff_ffff_ffff;
    format!("xt_{:016x}{:016x}", random(), random())
}

/// Somebody reports; whoever takes reports up is told. `unit`: the reporter's.
///
/// # Errors
/// Those of the database.
pub fn report(tx: &mut Tx<'_>, id: Uuid, new: &NewReport, unit: &str, act: &Act) -> Result<Case, Stop> {
    let now = act.deed.now;
    let year = i64::from(act.zone.date(now).year());
    let person = new.person.as_ref();
    let it = Case {
        id,
        year,
        number: store::next_number(tx, year)?,
        kind: new.kind.code().to_owned(),
        state: State::Reported.code().to_owned(),
        person_id: person.map(|own| own.id),
        person_name: person.map_or_else(|| new.called.clone(), |own| own.name.clone()),
        unit_path: person.map_or_else(|| unit.to_owned(), |own| own.unit_path.clone()),
        about: new.about.clone(),
        words: new.words.clone(),
        reporter_id: act.person(),
        reporter_name: act.name.clone(),
        reported_at: now,
        due_at: now + DUE,
        suspicion_id: new.suspicion,
        investigator_id: None,
        investigator_name: None,
        taken_at: None,
        heard_until: None,
        statement: None,
        stated_at: None,
        outcome: None,
        days: None,
        by_hand: None,
        regulation: None,
        regulation_version: None,
        article: None,
        reason: None,
        decider_id: None,
        decider_name: None,
        decided_at: None,
        ends_at: None,
        hindered: None,
        overturned_at: None,
        closed_at: None,
        code: code(act),
        version: 1,
    };
    store::add(tx, &it)?;
    // Who answers for a course is known by the version that somebody met; the next one has others.
    if let Some(people) = xingtan_catalog::api::responsible_at(tx, &it.about)? {
        store::answered_for(tx, it.id, &people)?;
    }
    step(tx, &it, "reported", "", act)?;
    trail(tx, &it, "conduct.reported", &json!({ "kind": it.kind, "about": it.about }), act)?;
    notices::reported(tx, &it, act)?;
    Ok(it)
}

/// The case, where this actor may do this in its subtree and it does not concern themselves.
fn open(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, permission: Permission) -> Result<Case, Stop> {
    let it = store::get(tx, id)?.filter(|it| readable(it, actor)).ok_or(Fault::NotFound)?;
    if actor.may_at(permission, &it.unit_path) { Ok(it) } else { Err(Fault::NotFound.into()) }
}

/// Whether somebody may read a case file: in their subtree, and not about themselves.
pub fn readable(it: &Case, actor: &Actor) -> bool {
    it.person_id != Some(actor.person) && actor.may_at(READ, &it.unit_path)
}

fn allowed(tx: &mut Tx<'_>, it: &Case, part: Part, by: Uuid) -> Result<(), Stop> {
    let parties = store::parties(tx, it)?;
    rules::may_act(&parties, part, by).map_err(|barred| refused(barred.key()))
}

pub(super) fn keep(tx: &mut Tx<'_>, it: &mut Case) -> Result<(), Stop> {
    if !store::set(tx, it)? {
        return Err(refused("conduct-changed-meanwhile"));
    }
    it.version += 1;
    Ok(())
}

pub(super) fn step(tx: &mut Tx<'_>, it: &Case, did: &str, words: &str, act: &Act) -> Result<(), Stop> {
    let line = Step {
        id: act.deed.ids.next(),
        at: act.deed.now,
        act: did.to_owned(),
        by_person: act.person(),
        by_name: act.name.clone(),
        words: words.to_owned(),
    };
    Ok(store::note(tx, it.id, &line)?)
}

/// An entry about a case; what it concerns stands in the unit where it lies.
pub(super) fn entry(it: &Case, action: &'static str, detail: &serde_json::Value, act: &Act) -> Entry {
    act.deed.entry(action, ("case", it.id, &it.numbered())).within(&it.unit_path).detail(detail)
}

pub(super) fn trail(
    tx: &mut Tx<'_>,
    it: &Case,
    action: &'static str,
    detail: &serde_json::Value,
    act: &Act,
) -> Result<(), Stop> {
    Ok(xingtan_audit::record(tx, &entry(it, action, detail, act))?)
}

/// Takes a report up, or goes on in place of an investigator who may not any more. `user`: whom it concerns, where that
/// was not known.
///
/// # Errors
/// [`Stop::Field`] where somebody is at it, one may not, or there is no such person.
pub fn take(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, user: &str, act: &Act) -> Result<(), Stop> {
    let mut it = open(tx, id, actor, INVESTIGATE)?;
    if it.state().is_settled() || it.investigator_id.is_some() {
        return Err(refused("conduct-taken-already"));
    }
    if it.person_id.is_none() && !user.is_empty() {
        name_person(tx, &mut it, user, actor)?;
    }
    allowed(tx, &it, Part::Investigate, actor.person)?;
    if it.state() == State::Reported {
        it.state = State::Investigating.code().to_owned();
    }
    (it.investigator_id, it.investigator_name) = (Some(actor.person), Some(actor.name.clone()));
    it.taken_at = Some(act.deed.now);
    keep(tx, &mut it)?;
    step(tx, &it, "taken", "", act)?;
    trail(tx, &it, "conduct.taken", &json!({ "person": it.person_id }), act)
}

/// Sets whom a case concerns: somebody of the actor's subtree.
fn name_person(tx: &mut Tx<'_>, it: &mut Case, user: &str, actor: &Actor) -> Result<(), Stop> {
    let unknown = || Stop::Field("user", Msg::new("conduct-nobody"));
    let person = accounts::person_by_user(tx, user)?.ok_or_else(unknown)?;
    if !actor.may_at(INVESTIGATE, &person.unit_path) {
        return Err(unknown());
    }
    it.person_id = Some(person.id);
    (it.person_name, it.unit_path) = (person.name, person.unit_path);
    Ok(())
}

/// The case, where this actor is its investigator and still may be.
pub(super) fn mine(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Case, Stop> {
    let it = open(tx, id, actor, INVESTIGATE)?;
    if it.state().is_settled() || it.investigator_id != Some(actor.person) {
        return Err(refused("conduct-not-investigator"));
    }
    allowed(tx, &it, Part::Investigate, actor.person)?;
    Ok(it)
}

/// The investigator notes what was found. `user`: whom it concerns, where that was not known.
///
/// # Errors
/// [`Stop::Field`] where one is not the investigator, or there is no such person.
pub fn note(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    words: &str,
    user: &str,
    act: &Act,
) -> Result<(), Stop> {
    let mut it = mine(tx, id, actor)?;
    if !user.is_empty() {
        if it.person_id.is_some() {
            return Err(Stop::Field("user", Msg::new("conduct-known-already")));
        }
        name_person(tx, &mut it, user, actor)?;
        allowed(tx, &it, Part::Investigate, actor.person)?;
        keep(tx, &mut it)?;
    }
    step(tx, &it, "noted", words, act)?;
    trail(tx, &it, "conduct.noted", &json!({ "words": words, "person": it.person_id }), act)
}

/// Opens the hearing: the person is told, and may state their view until a moment.
///
/// # Errors
/// [`Stop::Field`] where it is not the time for it.
pub fn hear(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, until: Timestamp, act: &Act) -> Result<(), Stop> {
    let mut it = mine(tx, id, actor)?;
    if it.state() != State::Investigating {
        return Err(refused("conduct-hearing-open"));
    }
    let Some(person) = it.person_id else { return Err(refused("conduct-unfit-nobody")) };
    let now = act.deed.now;
    if until < now + SHORTEST_HEARING || until > now + LONGEST_HEARING {
        let msg = Msg::new("conduct-hearing-span").with("most", LONGEST_HEARING.seconds() / 86_400);
        return Err(Stop::Field("until", msg));
    }
    it.state = State::Hearing.code().to_owned();
    it.heard_until = Some(until);
    keep(tx, &mut it)?;
    step(tx, &it, "heard", "", act)?;
    trail(tx, &it, "conduct.hearing-opened", &json!({ "until": until }), act)?;
    notices::hearing(tx, &it, person, act)?;
    Ok(())
}

/// What somebody decides.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What.
    pub outcome: Outcome,
    /// Days of the term, where it has one.
    pub days: Option<i64>,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
    /// The article cited by hand; the rule's own where one says what follows.
    pub citing: Citing,
    /// Why.
    pub reason: String,
}

/// What is known when somebody decides.
///
/// # Errors
/// Those of the database.
pub fn known(tx: &mut Tx<'_>, it: &Case, now: Timestamp) -> Result<(Facts, Option<Person>), Error> {
    let person = match it.person_id {
        Some(id) => accounts::person(tx, id)?,
        None => None,
    };
    let is_ruled = match &person {
        Some(person) => facts::rule(tx, it.kind(), person, now)?.is_some(),
        None => false,
    };
    let facts = Facts {
        kind: it.kind(),
        state: it.state(),
        is_known: person.is_some(),
        is_ruled,
        heard_until: it.heard_until,
        has_stated: it.stated_at.is_some(),
    };
    Ok((facts, person))
}

/// Decides a case, and carries the decision out.
///
/// # Errors
/// [`Stop::Field`] where one may not, or the decision does not fit.
pub fn decide(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, verdict: &Verdict, act: &Act) -> Result<(), Stop> {
    let mut it = open(tx, id, actor, DECIDE)?;
    allowed(tx, &it, Part::Decide, actor.person)?;
    let now = act.deed.now;
    let (facts, person) = known(tx, &it, now)?;
    rules::decide(&facts, verdict.outcome, now).map_err(|unfit| refused(unfit.key()))?;
    fits(verdict)?;
    it.state = State::Decided.code().to_owned();
    (it.decider_id, it.decider_name) = (Some(actor.person), Some(actor.name.clone()));
    it.decided_at = Some(now);
    settle(tx, &mut it, verdict, person.as_ref(), act)?;
    keep(tx, &mut it)?;
    step(tx, &it, "decided", &verdict.reason, act)?;
    let action = if verdict.outcome == Outcome::Dismissed { "conduct.dismissed" } else { "conduct.decided" };
    record_decision(tx, &it, action, act)?;
    if verdict.outcome == Outcome::Confirmed && it.kind() == Kind::IllegalContent {
        // Sealed and referred by itself (GOV-3).
        xingtan_jobs::enqueue(tx, &seal::order(act.deed.ids.next(), it.id, now)?)?;
        referrals::by_itself(tx, &it, act)?;
    }
    notices::decided(tx, &it, act)?;
    Ok(())
}

/// Whether a verdict holds what its outcome asks for.
fn fits(verdict: &Verdict) -> Result<(), Stop> {
    let wrong = |field, key| Err(Stop::Field(field, Msg::new(key)));
    let days = verdict.days.is_some_and(|days| (1..=LONGEST_TERM).contains(&days));
    match verdict.outcome {
        outcome if outcome.needs_term() && !days => wrong("days", "conduct-days-needed"),
        outcome if outcome.is_by_hand() && verdict.by_hand.is_none() => {
            wrong("by_hand", "conduct-by-hand-needed")
        }
        outcome if outcome != Outcome::Dismissed && outcome != Outcome::Confirmed => match verdict.citing {
            Citing::Nothing => wrong("article", "conduct-article-needed"),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Writes a verdict into a case and carries it out.
fn settle(
    tx: &mut Tx<'_>,
    it: &mut Case,
    verdict: &Verdict,
    person: Option<&Person>,
    act: &Act,
) -> Result<(), Stop> {
    let now = act.deed.now;
    it.outcome = Some(verdict.outcome.code().to_owned());
    it.days = verdict.days.filter(|_| verdict.outcome.has_term());
    it.by_hand = verdict.by_hand.clone().filter(|_| verdict.outcome.is_by_hand());
    it.ends_at = it.days.map(|days| now + Span::of_days(days));
    it.reason = Some(verdict.reason.clone());
    it.hindered = None;
    let mut citing = verdict.citing.clone();
    if let (Outcome::Confirmed, Some(person)) = (verdict.outcome, person) {
        let rule = facts::rule(tx, it.kind(), person, now)?.ok_or(Fault::NotFound)?;
        citing = rule.cited(tx)?.citing();
        facts::tell(tx, it, person, &act.deed.ids, now)?;
    }
    (it.regulation, it.regulation_version, it.article) = match citing {
        Citing::Article { regulation, version, number } if verdict.outcome != Outcome::Dismissed => {
            (Some(regulation), Some(version), Some(number))
        }
        _ => (None, None, None),
    };
    if let Some(person) = person {
        it.hindered = hold(tx, it, person, act)?;
    }
    Ok(())
}

/// Holds the account of the person, where that was decided. What hindered it: a Fluent key.
fn hold(tx: &mut Tx<'_>, it: &Case, person: &Person, act: &Act) -> Result<Option<String>, Error> {
    if !matches!(it.outcome(), Some(Outcome::Suspension | Outcome::Revocation)) {
        return Ok(None);
    }
    let hold = Hold {
        subject_id: it.id,
        person_id: person.id,
        revokes: it.outcome() == Some(Outcome::Revocation),
        since: act.deed.now,
        ends_at: it.ends_at,
        regulation: it.regulation.clone(),
        regulation_version: it.regulation_version,
        article: it.article.clone(),
        contest: it.own_href(),
    };
    governance::hold_begins(tx, &act.hand(), person, &hold, it.reason.as_deref().unwrap_or_default())
}

/// The entry of a decision, about its person, with the article.
fn record_decision(tx: &mut Tx<'_>, it: &Case, action: &'static str, act: &Act) -> Result<(), Stop> {
    let detail = json!({
        "case": it.numbered(), "kind": it.kind, "outcome": it.outcome, "days": it.days, "by_hand": it.by_hand,
        "until": it.ends_at, "reason": it.reason, "person": it.person_id,
    });
    let mut entry = entry(it, action, &detail, act);
    if let (Some(regulation), Some(version), Some(number)) =
        (&it.regulation, it.regulation_version, &it.article)
    {
        let (regulation, number) = (regulation.clone(), number.clone());
        entry = entry.citing(&Article { regulation, version, number });
    }
    Ok(xingtan_audit::record(tx, &entry)?)
}

/// Closes a case: nothing more is to be done.
///
/// # Errors
/// [`Stop::Field`] where something is open.
pub fn close(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, act: &Act) -> Result<(), Stop> {
    let mut it = open(tx, id, actor, DECIDE)?;
    allowed(tx, &it, Part::Investigate, actor.person)?;
    if it.state() != State::Decided {
        return Err(refused("conduct-close-undecided"));
    }
    if store::appeals(tx, id)?.iter().any(|own| own.state == "open") {
        return Err(refused("conduct-close-appeal"));
    }
    it.state = State::Closed.code().to_owned();
    it.closed_at = Some(act.deed.now);
    keep(tx, &mut it)?;
    step(tx, &it, "closed", "", act)?;
    trail(tx, &it, "conduct.closed", &json!({}), act)
}

/// Somebody says that they are not to act in a case.
///
/// # Errors
/// [`Stop::Field`] where they had said so.
pub fn recuse(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, reason: &str, act: &Act) -> Result<(), Stop> {
    let it = open(tx, id, actor, READ)?;
    if it.state() == State::Closed {
        return Err(refused("conduct-unfit-state"));
    }
    let own = Recusal {
        person_id: actor.person,
        person_name: actor.name.clone(),
        objected: false,
        reason: reason.to_owned(),
        at: act.deed.now,
    };
    stand_aside(tx, it, &own, "recused", act)
}

/// Keeps who stands aside; where it was the investigator, another one takes over.
pub(super) fn stand_aside(
    tx: &mut Tx<'_>,
    mut it: Case,
    who: &Recusal,
    did: &str,
    act: &Act,
) -> Result<(), Stop> {
    if !store::recuse(tx, it.id, who)? {
        return Err(refused("conduct-recused-already"));
    }
    if it.investigator_id == Some(who.person_id) && !it.state().is_settled() {
        (it.investigator_id, it.investigator_name) = (None, None);
        keep(tx, &mut it)?;
        notices::reported(tx, &it, act)?;
    }
    step(tx, &it, did, &who.reason, act)?;
    let detail = json!({ "person": who.person_id, "objected": who.objected, "reason": who.reason });
    trail(tx, &it, "conduct.recused", &detail, act)
}

/// What becomes of an appeal.
#[derive(Clone, Debug)]
pub enum Answer {
    /// 维持: the decision stands.
    Upheld(String),
    /// 变更: another decision takes its place.
    Changed(Verdict),
    /// 撤销: nothing of it stands.
    Overturned(String),
}

/// Decides the open appeal.
///
/// # Errors
/// [`Stop::Field`] where one may not, or nothing is open.
pub fn decide_appeal(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    answer: &Answer,
    act: &Act,
) -> Result<(), Stop> {
    let mut it = open(tx, id, actor, DECIDE)?;
    let appeals = store::appeals(tx, id)?;
    let Some(open) = appeals.iter().find(|own| own.state == "open") else {
        return Err(refused("conduct-appeal-none"));
    };
    allowed(tx, &it, Part::DecideAppeal, actor.person)?;
    let person = match it.person_id {
        Some(id) => accounts::person(tx, id)?.ok_or(Fault::NotFound)?,
        None => return Err(Fault::NotFound.into()),
    };
    let now = act.deed.now;
    let (state, reason) = match answer {
        Answer::Upheld(reason) => ("upheld", reason),
        Answer::Overturned(reason) => {
            fall(tx, &mut it, &person, reason, act)?;
            ("overturned", reason)
        }
        Answer::Changed(verdict) => {
            if matches!(verdict.outcome, Outcome::Dismissed | Outcome::Confirmed) {
                return Err(Stop::Field("outcome", Msg::new("conduct-appeal-change")));
            }
            fits(verdict)?;
            fall(tx, &mut it, &person, &verdict.reason, act)?;
            // What took its place stands now; from here on it is the decision.
            it.overturned_at = None;
            settle(tx, &mut it, verdict, Some(&person), act)?;
            it.decided_at = Some(now);
            keep(tx, &mut it)?;
            ("changed", &verdict.reason)
        }
    };
    store::decide_appeal(tx, open.id, (state, reason), (actor.person, &actor.name), now)?;
    step(tx, &it, state, reason, act)?;
    record_decision(tx, &it, "conduct.appeal-decided", act)?;
    notices::appeal_decided(tx, &it, state, reason, act)?;
    Ok(())
}

/// What was decided falls: the fact is taken back, the account gets back what the case took.
fn fall(tx: &mut Tx<'_>, it: &mut Case, person: &Person, reason: &str, act: &Act) -> Result<(), Stop> {
    it.overturned_at = Some(act.deed.now);
    keep(tx, it)?;
    if it.outcome() == Some(Outcome::Confirmed) {
        facts::take_back(tx, it, person, reason, &act.deed.ids, act.deed.now)?;
    }
    it.hindered = governance::hold_falls(tx, &act.hand(), person, it.id, reason)?;
    keep(tx, it)
}
