//! What assigning changes: enrolments follow the assignments that reach a person.

use super::{
    rules::{self, Held, Reach, Settle},
    store::{self, Assignment},
};
use crate::{
    enrolment::{change as enrolling, store as enrolments},
    facts,
    notification::{notices, to},
};
use std::collections::{BTreeSet, HashMap};
use xingtan_accounts::api as accounts;
use xingtan_catalog::api::{self as catalog, LessonKinds};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Until;

/// What a chunk of assigning needs: kinds of lessons, ids and the moment.
pub struct Hand<'a> {
    /// The kinds of lessons.
    pub kinds: &'a LessonKinds,
    /// Makes ids.
    pub ids: &'a dyn Fn() -> Uuid,
    /// Now.
    pub now: Timestamp,
}

/// Reaches people: notes it and settles their enrolments. People outside the assignment's subtree are left out.
/// Returns how many were newly enrolled or newly required to study.
pub fn reach(tx: &mut Tx<'_>, hand: &Hand<'_>, assignment: &Assignment, persons: &[Uuid]) -> Result<usize> {
    let inside = inside(tx, assignment, persons)?;
    for person in &inside {
        store::reach(tx, assignment.id, *person, hand.now)?;
    }
    settle(tx, hand, assignment.course_id, &inside)
}

/// Those of the people who belong to the assignment's subtree.
pub fn inside(tx: &mut Tx<'_>, assignment: &Assignment, persons: &[Uuid]) -> Result<Vec<Uuid>> {
    let people = accounts::people(tx, persons)?;
    Ok(people
        .into_iter()
        .filter(|it| it.unit_path.starts_with(&assignment.node_path))
        .map(|it| it.id)
        .collect())
}

/// Makes the enrolments of these people in a course what the living assignments ask for. Settling twice changes
/// nothing. Who is newly meant is told. Ten statements and those of the changes; at most 200 people at a time.
pub fn settle(tx: &mut Tx<'_>, hand: &Hand<'_>, course: Uuid, persons: &[Uuid]) -> Result<usize> {
    let reaches = store::reaches(tx, course, persons)?;
    let held = store::held(tx, course, persons)?;
    let pauses = accounts::pauses(tx, persons)?;
    let title = catalog::course(tx, course)?.map(|it| it.title).unwrap_or_default();
    let mut fresh: Vec<(Uuid, Reach)> = Vec::new();
    let mut told: Vec<(Uuid, Reach)> = Vec::new();
    for person in persons {
        let own = held.get(person);
        let terms = rules::terms(reaches.get(person).map_or(&[], Vec::as_slice)).map(|terms| Reach {
            due_at: rules::stopped(terms, pauses.get(person).map_or(&[], Vec::as_slice), hand.now),
            ..terms
        });
        match rules::settle(terms, own.map(as_held).as_ref()) {
            Settle::Nothing => {}
            Settle::Add(terms) => fresh.push((*person, terms)),
            Settle::Require(terms) => {
                let Some(own) = own else { continue };
                enrolments::require(tx, own.id, terms.assignment, terms.opens_at, terms.due_at)?;
                // Another assignment of the course, with a later deadline, does not undo what was missed of this one.
                let moved = own.assignment_id == Some(terms.assignment) && terms.due_at > hand.now;
                if moved && own.due_at.is_some_and(|due| due <= hand.now) {
                    facts::not_missed(tx, hand.ids, own, "deadline-moved", hand.now)?;
                }
                if (!own.required || own.withdrawn_at.is_some()) && own.completed_at.is_none() {
                    told.push((*person, terms));
                    facts::missed::before_one_came(tx, own.id, terms.due_at, hand.now)?;
                    let from = terms.opens_at.max(hand.now);
                    facts::opened(tx, hand.ids, (*person, own.id), &title, from, hand.now)?;
                }
            }
            Settle::Release => {
                let Some(own) = own else { continue };
                enrolments::release(tx, own.id)?;
                facts::ended(tx, hand.ids, own, &title, hand.now)?;
            }
            Settle::Withdraw => {
                let Some(own) = own else { continue };
                enrolments::withdraw(tx, own.id, "assignment-ended", hand.now)?;
                facts::ended(tx, hand.ids, own, &title, hand.now)?;
            }
        }
    }
    told.extend(enrol(tx, hand, course, &fresh)?);
    tell(tx, hand, course, &told)?;
    Ok(told.len())
}

fn as_held(own: &enrolments::Enrolment) -> Held {
    let terms = own.assignment_id.zip(own.due_at).filter(|_| own.required);
    Held {
        terms: terms.map(|(assignment, due_at)| Reach { assignment, opens_at: own.opens_at, due_at }),
        begun: own.last_at.is_some(),
        completed: own.completed_at.is_some(),
        withdrawn: own.withdrawn_at.is_some(),
    }
}

/// Enrols people who have no enrolment yet; nobody when the course is not published.
fn enrol(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    course: Uuid,
    fresh: &[(Uuid, Reach)],
) -> Result<Vec<(Uuid, Reach)>> {
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    let Some(tree) = catalog::published_tree(tx, course)? else { return Ok(Vec::new()) };
    let ids: Vec<Uuid> = fresh.iter().map(|(person, _)| *person).collect();
    let people: HashMap<Uuid, accounts::Person> =
        accounts::people(tx, &ids)?.into_iter().map(|it| (it.id, it)).collect();
    let lessons_total = enrolling::counting(hand.kinds, &tree);
    let mut enrolled = Vec::new();
    for (id, terms) in fresh {
        let Some(person) = people.get(id) else { continue };
        let enrolment = enrolments::Enrolment {
            id: (hand.ids)(),
            course_id: course,
            person_id: *id,
            unit_path: person.unit_path.clone(),
            name_key: person.name_key.clone(),
            source: "assigned".to_owned(),
            required: true,
            assignment_id: Some(terms.assignment),
            opens_at: terms.opens_at,
            due_at: Some(terms.due_at),
            enrolled_at: hand.now,
            version_id: tree.version.id,
            lessons_total,
            lessons_done: 0,
            study_seconds: 0,
            last_lesson_key: None,
            last_at: None,
            completed_at: None,
            withdrawn_at: None,
            round: 0,
            completed_before: None,
        };
        enrolments::add(tx, &enrolment)?;
        facts::missed::before_one_came(tx, enrolment.id, terms.due_at, hand.now)?;
        let from = terms.opens_at.max(hand.now);
        facts::opened(tx, hand.ids, (*id, enrolment.id), &tree.course.title, from, hand.now)?;
        enrolled.push((*id, *terms));
    }
    Ok(enrolled)
}

fn tell(tx: &mut Tx<'_>, hand: &Hand<'_>, course: Uuid, told: &[(Uuid, Reach)]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let Some(found) = catalog::course(tx, course)? else { return Ok(()) };
    let ids: Vec<Uuid> = told.iter().map(|(person, _)| *person).collect();
    let recipients = to::recipients(tx, &ids)?;
    for (person, terms) in told {
        let Some(recipient) = recipients.get(person) else { continue };
        let notice = notices::notice((hand.ids)(), notices::ASSIGNED, recipient, hand.now)
            .with("title", &found.title)
            .with("due", Until(terms.due_at))
            .link(format!("/courses/{course}"));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}

/// A person came, moved, got another position or cohort, or left: the assignments that mean the person now are
/// compared with those that reached the person before. A dozen statements and those of the changes.
pub fn on_person_changed(tx: &mut Tx<'_>, hand: &Hand<'_>, person: Uuid) -> Result<()> {
    let Some(known) = accounts::person(tx, person)? else { return Ok(()) };
    enrolments::follow(tx, person, &known.unit_path, &known.name_key)?;
    let Some(account) = accounts::account(tx, person)? else { return Ok(()) };
    if account.left {
        for own in enrolments::of_person(tx, person, i64::MAX)? {
            if own.withdrawn_at.is_none() {
                facts::ended(tx, hand.ids, &own, "", hand.now)?;
            }
        }
        return enrolments::withdraw_all(tx, person, "left", hand.now);
    }
    let Some(held) = accounts::memberships(tx, person)? else { return Ok(()) };
    let mut names = held.nodes.clone();
    names.extend(held.position);
    names.extend(&held.cohorts);
    names.push(person);
    let mut meaning = store::meaning(tx, &names)?;
    meaning.retain(|it| known.unit_path.starts_with(&it.node_path));
    let before = store::reaching(tx, person)?;
    let mut courses: BTreeSet<Uuid> = BTreeSet::new();
    for assignment in &meaning {
        if !before.iter().any(|(id, _)| *id == assignment.id) {
            store::reach(tx, assignment.id, person, hand.now)?;
            courses.insert(assignment.course_id);
        }
    }
    // Deadlines stand still while an account is out of use: whatever reaches the person is counted anew.
    if !accounts::pauses(tx, &[person])?.is_empty() {
        courses.extend(before.iter().map(|(_, course)| *course));
    }
    for (assignment, course) in before {
        if !meaning.iter().any(|it| it.id == assignment) {
            store::leave(tx, assignment, person)?;
            courses.insert(course);
        }
    }
    for course in courses {
        settle(tx, hand, course, &[person])?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "tests.rs"]
pub(crate) mod tests;
