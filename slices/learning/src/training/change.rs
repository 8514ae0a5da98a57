//! Bringing people into the courses of their roles, and letting them take one anew.

use super::{Training, store};
use crate::{
    correction::{
        rules::has_counted,
        store::{self as corrections, Correction},
    },
    enrolment::{change as enrolling, store as enrolments},
    notification::{notices, to},
    study::change::Studied,
};
use xingtan_accounts::api as accounts;
use xingtan_audit::Entry;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_events::Subscriptions;

/// Brings people who hold a role into its course and tells them; who is in it already is left alone. At most a few
/// hundred at a time.
///
/// # Errors
/// Those of the database.
pub fn bring(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    training: &Training,
    persons: &[Uuid],
    ids: &dyn Fn() -> Uuid,
    now: Timestamp,
) -> Result<()> {
    let Some(tree) = catalog::published_tree(tx, training.course)? else { return Ok(()) };
    for person in accounts::people(tx, persons)? {
        match enrolments::of(tx, person.id, training.course)? {
            Some(old) if old.withdrawn_at.is_some() => enrolments::revive(tx, old.id)?,
            Some(_) => continue,
            None => {
                let who = (person.id, person.unit_path.clone(), person.name_key.clone());
                enrolments::add(tx, &enrolling::fresh(kinds, &tree, ids(), who, now))?;
            }
        }
        if let Some(recipient) = to::recipients(tx, &[person.id])?.get(&person.id) {
            let kind = if training.gates { notices::TRAINING_GATE } else { notices::TRAINING };
            let notice = notices::notice(ids(), kind, recipient, now)
                .with("title", &tree.course.title)
                .link(format!("/courses/{}", training.course));
            xingtan_notify::send(tx, &notice)?;
        }
    }
    Ok(())
}

/// Who is given a role comes into its course.
pub fn listen(all: &mut Subscriptions, kinds: &LessonKinds) {
    let kinds = kinds.clone();
    all.on(accounts::ROLE_CHANGED, "learning.role-training", move |tx, event, moment| {
        let changed: accounts::RoleChanged = event.read()?;
        let trainings: Vec<Training> = xingtan_settings::stored(tx, super::TRAINING.key)?
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        for training in trainings.iter().filter(|it| changed.held && it.role == changed.role) {
            bring(tx, &kinds, training, &[event.subject], &|| moment.id(), moment.at)?;
        }
        Ok(())
    });
}

/// Lets a learner take a completed course anew: what was done of it stays on record, its credits stay booked, and its
/// completion opens the role until its time is over.
///
/// # Errors
/// Those of the database.
pub fn renew(tx: &mut Tx<'_>, studied: &Studied, why: &str, act: &Act) -> Result<()> {
    let enrolment = &studied.enrolment;
    let mut held = Vec::new();
    for (placed, facts) in studied.lessons.iter().zip(&studied.facts).filter(|(_, facts)| has_counted(facts))
    {
        held.push(corrections::held(
            tx,
            enrolment.id,
            &placed.lesson.title,
            facts,
            studied.rows.get(&facts.key),
        )?);
        corrections::clear(tx, enrolment.id, facts.key, act.at)?;
    }
    store::renew(tx, enrolment.id)?;
    let kept = Correction {
        id: act.ids.next(),
        enrolment_id: enrolment.id,
        person_id: enrolment.person_id,
        course_id: enrolment.course_id,
        lessons: serde_json::to_string(&held).unwrap_or_else(|_| "[]".to_owned()),
        reopened: false,
        reversed_id: None,
        certificate_id: None,
        reason: why.to_owned(),
        by_person: act.person,
        at: act.at,
    };
    corrections::add(tx, &kept)?;
    let entry = Entry::new(act.ids.next(), act.at, "learning.training-renewed", &act.who)
        .on("course", enrolment.course_id, "")
        .within(&enrolment.unit_path);
    xingtan_audit::record(tx, &entry)
}
