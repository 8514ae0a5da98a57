//! What is done with needs: each function is a unit of work, with its entry and its notices.

use super::{
    COLLECT, DECIDE, MERGE, job, notices,
    rules::{self, State, Step},
    store::{self, Collection, Need, Planned},
};
use crate::offline::rules::above;
use xingtan_accounts::api as accounts;
use xingtan_auth::{Actor, Permission, Role};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// What a form or a program says of a need.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What about.
    pub topic: String,
    /// Why.
    pub why: String,
    /// By when, as `2026-11-22`.
    pub by_day: Option<String>,
    /// One of [`rules::KINDS`].
    pub kind: String,
}

fn need(id: Uuid, actor: &Actor, unit_path: String, wish: &Wish, people: i64, now: Timestamp) -> Need {
    Need {
        id,
        person_id: actor.person,
        person_name: actor.name.clone(),
        unit_path,
        topic: wish.topic.clone(),
        why: wish.why.clone(),
        by_day: wish.by_day.clone(),
        kind: wish.kind.clone(),
        state: State::Stated.code().to_owned(),
        merged_into: None,
        people,
        stated_at: now,
        decided_name: None,
        decided_at: None,
        answer: String::new(),
    }
}

/// Somebody states a need of their own unit.
///
/// # Errors
/// Those of the database.
pub fn state(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, wish: &Wish, deed: &Deed) -> Result<Need, Stop> {
    let it = need(id, actor, actor.unit_path.clone(), wish, 1, deed.now);
    store::add(tx, &it)?;
    let contacts = accounts::contacts_of(tx, &it.unit_path)?;
    notices::waits(tx, notices::STATED, contacts, &it, deed)?;
    record(tx, "planning.need-stated", &it, "", deed)?;
    Ok(it)
}

/// The contact makes one need of several; those behind it stay as they were stated.
///
/// # Errors
/// [`Fault::NotFound`] where one is not of the contact's subtree; [`Stop::Field`] where one moved on meanwhile or they
/// belong to no unit of the contact's in common.
pub fn merge(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    chosen: &[Uuid],
    wish: &Wish,
    deed: &Deed,
) -> Result<Need, Stop> {
    let mut merged = Vec::new();
    for one in chosen {
        merged.push(within(tx, *one, actor, MERGE)?);
    }
    let unit = above(merged.iter().map(|it| it.unit_path.as_str())).filter(|path| actor.may_at(MERGE, path));
    let unit = unit.ok_or_else(|| Stop::Field("", Msg::new("planning-need-apart")))?;
    let people = merged.iter().map(|it| it.people).sum();
    let it = need(id, actor, unit, wish, people, deed.now);
    store::add(tx, &it)?;
    for one in &merged {
        let stands = rules::after(one.state(), Step::Merge).is_some();
        if !stands || !store::merge(tx, one.id, id, &actor.name, deed.now)? {
            return Err(Stop::Field("", Msg::new("planning-need-over")));
        }
    }
    record(tx, "planning.needs-merged", &it, "", deed)?;
    Ok(it)
}

/// The contact hands a need to the training centre.
///
/// # Errors
/// As `decide`.
pub fn forward(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = within(tx, id, actor, MERGE)?;
    let it = step(tx, it, Step::Forward, "", &actor.name, deed)?;
    let centre = accounts::holders(tx, Role::Centre, &it.unit_path)?;
    notices::waits(tx, notices::FORWARDED, centre, &it, deed)?;
    tell(tx, &it, &actor.name, deed)?;
    record(tx, "planning.need-forwarded", &it, "", deed)
}

/// A need is declined: by the contact where it was stated, by the training centre where it was forwarded.
///
/// # Errors
/// [`Fault::NotFound`] where it is not theirs to decide; [`Stop::Field`] where it moved on meanwhile.
pub fn decline(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, why: &str, deed: &Deed) -> Result<(), Stop> {
    let found = store::one(tx, id)?.ok_or(Fault::NotFound)?;
    let by = if found.state() == State::Stated { MERGE } else { DECIDE };
    let it = within(tx, id, actor, by)?;
    let it = step(tx, it, Step::Decline, why, &actor.name, deed)?;
    tell(tx, &it, &actor.name, deed)?;
    record(tx, "planning.need-declined", &it, why, deed)
}

/// The training centre takes a need into the plan.
///
/// # Errors
/// As [`decline`].
pub fn accept(
    tx: &mut Tx<'_>,
    (id, row): (Uuid, Uuid),
    actor: &Actor,
    (quarter, responsible): (&str, &str),
    answer: &str,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = within(tx, id, actor, DECIDE)?;
    let it = step(tx, it, Step::Accept, answer, &actor.name, deed)?;
    let planned = Planned {
        id: row,
        need_id: Some(id),
        unit_path: it.unit_path.clone(),
        topic: it.topic.clone(),
        kind: it.kind.clone(),
        quarter: quarter.to_owned(),
        responsible: responsible.to_owned(),
        course_id: None,
        version: 1,
    };
    store::add_planned(tx, &planned)?;
    tell(tx, &it, &actor.name, deed)?;
    record(tx, "planning.need-accepted", &it, answer, deed)
}

/// Whoever stated a need takes it back.
///
/// # Errors
/// [`Fault::NotFound`] for what is somebody else's; [`Stop::Field`] where it moved on.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = store::one(tx, id)?.filter(|it| it.person_id == actor.person).ok_or(Fault::NotFound)?;
    if !store::behind(tx, id)?.is_empty() {
        return Err(Stop::Field("", Msg::new("planning-need-has-others")));
    }
    let it = step(tx, it, Step::Withdraw, "", &actor.name, deed)?;
    record(tx, "planning.need-withdrawn", &it, "", deed)
}

/// A unit is asked what it needs, until a moment.
///
/// # Errors
/// [`Stop::Field`] where the unit is not one's own to ask.
pub fn collect(
    tx: &mut Tx<'_>,
    (id, job): (Uuid, Uuid),
    actor: &Actor,
    (unit, title, ends_at): (Uuid, &str, Timestamp),
    deed: &Deed,
) -> Result<(), Stop> {
    let foreign = || Stop::Field("unit", Msg::new("web-form-choice"));
    let node = accounts::node(tx, unit)?.filter(|it| actor.may_at(COLLECT, &it.path)).ok_or_else(foreign)?;
    if ends_at <= deed.now {
        return Err(Stop::Field("until", Msg::new("planning-collection-past")));
    }
    let it = Collection {
        id,
        unit_path: node.path,
        unit_name: node.name,
        title: title.to_owned(),
        ends_at,
        opened_name: actor.name.clone(),
        opened_at: deed.now,
    };
    store::add_collection(tx, &it)?;
    job::later(tx, job, (id, node.id), actor.person, deed.now)?;
    let entry = deed.entry("planning.needs-asked", ("collection", id, title)).within(&it.unit_path);
    Ok(xingtan_audit::record(tx, &entry)?)
}

fn within(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, may: Permission) -> Result<Need, Stop> {
    Ok(store::one(tx, id)?.filter(|it| actor.may_at(may, &it.unit_path)).ok_or(Fault::NotFound)?)
}

fn step(
    tx: &mut Tx<'_>,
    mut it: Need,
    step: Step,
    answer: &str,
    by: &str,
    deed: &Deed,
) -> Result<Need, Stop> {
    let over = || Stop::Field("", Msg::new("planning-need-over"));
    let to = rules::after(it.state(), step).ok_or_else(over)?;
    if !store::step(tx, it.id, (it.state(), to), answer, by, deed.now)? {
        return Err(over());
    }
    it.state = to.code().to_owned();
    Ok(it)
}

fn tell(tx: &mut Tx<'_>, it: &Need, by: &str, deed: &Deed) -> Result<(), Stop> {
    let behind = store::behind(tx, it.id)?;
    Ok(notices::moved(tx, it, &behind, by, deed)?)
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Need, reason: &str, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("need", it.id, &it.topic)).within(&it.unit_path);
    let detail = serde_json::json!({ "kind": it.kind, "people": it.people, "reason": reason });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}
