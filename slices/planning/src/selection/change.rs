//! What is done in rounds: each function is a unit of work, with its entry and its notices.

use super::{
    APPROVE, OPEN, job, notices,
    rules::{self, Chosen, Decide, Gets, State},
    store::{self, Choice, Elective, Round},
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_catalog::api::{self as catalog, LessonKinds};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_learning::api as learning;
use xingtan_web::Fault;

/// What a form says of a round.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What it is called.
    pub title: String,
    /// For whom.
    pub unit: Uuid,
    /// How many electives one may choose.
    pub most: i64,
    /// Until when one may choose.
    pub ends_at: Timestamp,
    /// Until when what was approved is to be finished.
    pub due_at: Timestamp,
}

/// The training centre opens a round; its electives come after.
///
/// # Errors
/// [`Stop::Field`] where the unit is not one's own or the days do not follow each other.
pub fn open(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, it: &Opening, deed: &Deed) -> Result<(), Stop> {
    let foreign = || Stop::Field("unit", Msg::new("web-form-choice"));
    let node =
        accounts::node(tx, it.unit)?.filter(|node| actor.may_at(OPEN, &node.path)).ok_or_else(foreign)?;
    if it.ends_at <= deed.now {
        return Err(Stop::Field("until", Msg::new("planning-selection-past")));
    }
    if it.due_at <= it.ends_at {
        return Err(Stop::Field("due", Msg::new("planning-selection-due")));
    }
    let round = Round {
        id,
        title: it.title.clone(),
        unit_path: node.path,
        unit_name: node.name,
        most: it.most,
        ends_at: it.ends_at,
        due_at: it.due_at,
        opened_name: actor.name.clone(),
        opened_at: deed.now,
        closed_at: None,
    };
    store::add_round(tx, &round)?;
    record_round(tx, "planning.selection-opened", &round, deed)
}

/// The training centre offers a course in a round, or changes its places.
///
/// # Errors
/// [`Stop::Field`] where the course is not published, the round is closed, or more places are taken than shall be left.
pub fn offer(
    tx: &mut Tx<'_>,
    (id, round): (Uuid, Uuid),
    actor: &Actor,
    (course, places): (Uuid, i64),
    deed: &Deed,
) -> Result<(), Stop> {
    let it = own_round(tx, round, actor)?;
    if it.closed_at.is_some() {
        return Err(Stop::Field("", Msg::new("planning-selection-closed")));
    }
    let unknown = || Stop::Field("course", Msg::new("web-form-choice"));
    let tree = catalog::published_tree(tx, course)?.ok_or_else(unknown)?;
    let all = store::electives(tx, &[round])?;
    let held = all.iter().find(|it| it.course_id == course);
    if held.is_none() && all.len() >= rules::ELECTIVES {
        return Err(Stop::Field(
            "course",
            Msg::new("planning-selection-many").with("most", rules::ELECTIVES),
        ));
    }
    if let Some(taken) = held.map(|it| it.taken).filter(|taken| *taken > places) {
        return Err(Stop::Field("places", Msg::new("planning-selection-taken").with("taken", taken)));
    }
    store::offer(tx, id, round, (course, &tree.course.title), places)?;
    record_round(tx, "planning.elective-offered", &it, deed)
}

/// Somebody chooses electives of a round and ranks them; what nobody decided over is replaced.
///
/// # Errors
/// [`Fault::NotFound`] where the round is not for them; [`Fault::Lacking`] where the real name is wanting for one of the
/// courses (ACC-4); [`Stop::Field`] where it does not run or the ranking is unclear.
pub fn choose(
    tx: &mut Tx<'_>,
    round: Uuid,
    actor: &Actor,
    ranks: &[(Uuid, i64)],
    deed: &Deed,
) -> Result<(), Stop> {
    let it = store::round(tx, round)?.filter(|it| actor.unit_path.starts_with(&it.unit_path));
    let it = it.ok_or(Fault::NotFound)?;
    let refused = |msg: Msg| Err(Stop::Field("", msg));
    if !it.runs(deed.now) {
        return refused(Msg::new("planning-selection-over"));
    }
    store::clear(tx, round, actor.person)?;
    let own = store::of_person(tx, actor.person)?;
    let held: Vec<&Choice> = own.iter().filter(|choice| choice.round_id == round).collect();
    // What was decided over stands; a form that was opened before names it again.
    let fresh: Vec<(Uuid, i64)> = ranks
        .iter()
        .filter(|(elective, _)| !held.iter().any(|choice| choice.elective_id == *elective))
        .copied()
        .collect();
    let counted =
        held.iter().filter(|choice| matches!(choice.state(), State::Approved | State::Waiting)).count();
    match rules::chosen(&fresh, counted, it.most) {
        Chosen::TooMany => return refused(Msg::new("planning-selection-too-many").with("most", it.most)),
        Chosen::Unclear => return refused(Msg::new("planning-selection-unclear")),
        Chosen::Fits => {}
    }
    let electives = store::electives(tx, &[round])?;
    for (elective, rank) in &fresh {
        let found = electives.iter().find(|it| it.id == *elective).ok_or(Fault::NotFound)?;
        learning::real_name_lets_in(tx, (actor.person, &actor.unit_path), found.course_id, deed.now)?;
        let choice = Choice {
            id: deed.ids.next(),
            round_id: round,
            elective_id: found.id,
            course_id: found.course_id,
            title: found.title.clone(),
            person_id: actor.person,
            person_name: actor.name.clone(),
            unit_path: actor.unit_path.clone(),
            rank: *rank,
            state: State::Chosen.code().to_owned(),
            chosen_at: deed.now,
            due_at: it.due_at,
            decided_by: None,
            decided_name: None,
            decided_at: None,
            answer: String::new(),
            done_at: None,
        };
        store::add(tx, &choice)?;
    }
    if !fresh.is_empty() {
        notices::chosen(tx, &actor.name, &actor.unit_path, &it, deed)?;
    }
    let entry = deed.entry("planning.electives-chosen", ("selection", it.id, &it.title));
    let detail = serde_json::json!({ "electives": fresh.len() });
    Ok(xingtan_audit::record(tx, &entry.within(&actor.unit_path).detail(&detail))?)
}

/// The contact decides over a choice. Where all places are taken an approval puts it on the waiting list. To be called
/// in turn by the elective.
///
/// # Errors
/// [`Fault::NotFound`] outside the contact's subtree; [`Stop::Field`] where it is one's own, was decided before, or the
/// round or the course is no more.
pub fn decide(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    id: Uuid,
    actor: &Actor,
    approves: bool,
    answer: &str,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it =
        store::one(tx, id)?.filter(|it| actor.may_at(APPROVE, &it.unit_path)).ok_or(Fault::NotFound)?;
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    match rules::decide(it.state(), it.person_id, actor.person) {
        Decide::Own => return refused("planning-choice-own"),
        Decide::Over => return refused("planning-choice-over"),
        Decide::Keep => {}
    }
    let round = store::round(tx, it.round_id)?.ok_or(Fault::NotFound)?;
    if round.closed_at.is_some() {
        return refused("planning-selection-closed");
    }
    let to = if approves { gets(&elective(tx, it.elective_id)?) } else { State::Refused };
    if !store::decide(tx, id, (State::Chosen, to), answer, (actor.person, &actor.name), deed.now)? {
        return refused("planning-choice-over");
    }
    it.state = to.code().to_owned();
    if to == State::Approved {
        enrol(tx, kinds, &it, deed)?;
    }
    notices::decided(tx, &it, deed)?;
    let action = if approves { "planning.elective-approved" } else { "planning.elective-refused" };
    record(tx, action, &it, deed)
}

/// Whoever chose gives a choice up; the first of the waiting list gets the place. To be called in turn by the elective.
///
/// # Errors
/// [`Fault::NotFound`] for what is somebody else's; [`Stop::Field`] where the course was begun or there is nothing to
/// give up.
pub fn leave(tx: &mut Tx<'_>, kinds: &LessonKinds, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let it = store::one(tx, id)?.filter(|it| it.person_id == deed.person).ok_or(Fault::NotFound)?;
    let state = it.state();
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    if !matches!(state, State::Chosen | State::Waiting | State::Approved) {
        return refused("planning-choice-over");
    }
    if state == State::Approved && !learning::leave_elective(tx, it.person_id, it.course_id, deed.now)? {
        return refused("planning-choice-begun");
    }
    if !store::step(tx, id, (state, State::Left))? {
        return refused("planning-choice-over");
    }
    record(tx, "planning.elective-left", &it, deed)?;
    if state == State::Approved {
        move_up(tx, kinds, it.elective_id, deed)?;
    }
    Ok(())
}

/// Gives a free place to the first of the waiting list.
fn move_up(tx: &mut Tx<'_>, kinds: &LessonKinds, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let free = elective(tx, id)?;
    if free.taken >= free.places {
        return Ok(());
    }
    let Some(mut next) = store::first_waiting(tx, id)? else { return Ok(()) };
    if next.due_at > deed.now && store::step(tx, next.id, (State::Waiting, State::Approved))? {
        next.state = State::Approved.code().to_owned();
        enrol(tx, kinds, &next, deed)?;
        notices::decided(tx, &next, deed)?;
        record(tx, "planning.elective-moved-up", &next, deed)?;
    }
    Ok(())
}

/// The training centre closes a round: nobody decides any more, and a job tells everybody how it ended for them.
///
/// # Errors
/// [`Fault::NotFound`] outside the subtree; [`Stop::Field`] where it was closed before.
pub fn close(tx: &mut Tx<'_>, (id, job): (Uuid, Uuid), actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = own_round(tx, id, actor)?;
    if !store::close_round(tx, id, deed.now)? {
        return Err(Stop::Field("", Msg::new("planning-selection-closed")));
    }
    job::later(tx, job, id, actor.person, deed.now)?;
    record_round(tx, "planning.selection-closed", &it, deed)
}

/// What an approval brings, as the elective stands.
fn gets(it: &Elective) -> State {
    match rules::gets(it.places, it.taken, it.waiting) {
        Gets::Place => State::Approved,
        Gets::Line => State::Waiting,
    }
}

/// Brings whoever has a place into the course, to be finished until the round says.
fn enrol(tx: &mut Tx<'_>, kinds: &LessonKinds, it: &Choice, deed: &Deed) -> Result<(), Stop> {
    let person = accounts::person(tx, it.person_id)?.ok_or(Fault::NotFound)?;
    let enrolled =
        learning::enrol_elective(tx, kinds, it.course_id, &person, it.due_at, deed.ids.next(), deed.now)?;
    let Some(enrolment) = enrolled else {
        return Err(Stop::Field("", Msg::new("planning-choice-withdrawn-course")));
    };
    if enrolment.completed_at.is_some() {
        store::done(tx, it.person_id, it.course_id, enrolment.completed_at)?;
    }
    Ok(())
}

fn elective(tx: &mut Tx<'_>, id: Uuid) -> Result<Elective, Stop> {
    Ok(store::elective(tx, id)?.ok_or(Fault::NotFound)?)
}

fn own_round(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Round, Stop> {
    Ok(store::round(tx, id)?.filter(|it| actor.may_at(OPEN, &it.unit_path)).ok_or(Fault::NotFound)?)
}

fn record_round(tx: &mut Tx<'_>, action: &'static str, it: &Round, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("selection", it.id, &it.title)).within(&it.unit_path);
    Ok(xingtan_audit::record(tx, &entry)?)
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Choice, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("person", it.person_id, &it.person_name)).within(&it.unit_path);
    let detail = serde_json::json!({ "course": it.title, "state": it.state });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}
