//! Correcting, within the caller's unit of work.

use super::{
    rules::{Judged, judge},
    store::{self, Correction},
};
use crate::{
    certificate::{change as certificates, store as certificate_store},
    credit::store as ledger,
    events::{COURSE_REOPENED, CourseReopened},
    facts,
    notification::{notices, to},
    study::change::Studied,
};
use xingtan_audit::Entry;
use xingtan_catalog::Act;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_events::{Event, publish};

/// Takes back what was counted of some lessons of a course; none where nothing was counted of them.
///
/// # Errors
/// Those of the database.
pub fn correct(
    tx: &mut Tx<'_>,
    studied: &Studied,
    chosen: &[Uuid],
    title: &str,
    reason: &str,
    act: &Act,
) -> Result<Option<Correction>> {
    let Judged::Clear { lessons, done, complete } = judge(&studied.facts, chosen) else { return Ok(None) };
    let enrolment = &studied.enrolment;
    let mut held = Vec::new();
    for key in &lessons {
        let placed = studied.lessons.iter().zip(&studied.facts).find(|(_, facts)| facts.key == *key);
        if let Some((placed, facts)) = placed {
            held.push(store::held(tx, enrolment.id, &placed.lesson.title, facts, studied.rows.get(key))?);
        }
        store::clear(tx, enrolment.id, *key, act.at)?;
    }
    let seconds: i64 = held.iter().map(|it| it.study_seconds).sum();
    store::recount(tx, enrolment.id, done, seconds, complete)?;
    // The lessons hold what was done since the course was begun anew; what was completed before rests on what a
    // renewal has put on record, and stands.
    let withdrawn_completion = enrolment.completed_at.filter(|_| !complete);
    let reopened = withdrawn_completion.is_some();
    let (mut reversed, mut withdrawn) = (None, None);
    if let Some(completed_at) = withdrawn_completion {
        // What the regulation was told of the completion before stands as well.
        if enrolment.completed_before.is_none() {
            facts::undone(tx, &|| act.ids.next(), enrolment, reason, act.at)?;
        }
        let since = enrolment.completed_before;
        reversed = ledger::reverse(tx, (enrolment.id, since), act.ids.next(), reason, act.at)?;
        if let Some(certificate) = certificate_store::holding(tx, enrolment.id, completed_at)? {
            let hand = certificates::Hand { who: act.who.clone(), now: act.at, ids: &|| act.ids.next() };
            certificates::revoke(tx, &hand, &certificate, &enrolment.unit_path, reason)?;
            withdrawn = Some(certificate.id);
        }
        let told = CourseReopened { enrolment: enrolment.id, course: enrolment.course_id };
        let event = Event::new(act.ids.next(), COURSE_REOPENED, 1, enrolment.person_id, act.at);
        publish(tx, &event.by(act.person).with(&told)?)?;
    }
    let correction = Correction {
        id: act.ids.next(),
        enrolment_id: enrolment.id,
        person_id: enrolment.person_id,
        course_id: enrolment.course_id,
        lessons: serde_json::to_string(&held).unwrap_or_else(|_| "[]".to_owned()),
        reopened,
        reversed_id: reversed,
        certificate_id: withdrawn,
        reason: reason.to_owned(),
        by_person: act.person,
        at: act.at,
    };
    store::add(tx, &correction)?;
    let entry = Entry::new(act.ids.next(), act.at, "learning.progress-corrected", &act.who)
        .on("person", enrolment.person_id, "")
        .detail(&serde_json::json!({ "course": title, "lessons": correction.titles(), "reason": reason, "reopened": reopened }))
        .within(&enrolment.unit_path);
    xingtan_audit::record(tx, &entry)?;
    if let Some(recipient) = to::recipients(tx, &[enrolment.person_id])?.get(&enrolment.person_id) {
        let notice = notices::notice(act.ids.next(), notices::CORRECTED, recipient, act.at)
            .with("title", title)
            .with("lessons", correction.titles())
            .with("reason", reason)
            .link(format!("/courses/{}", enrolment.course_id));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(Some(correction))
}
