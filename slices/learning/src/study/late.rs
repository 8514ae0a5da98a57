//! Reports of lessons that were taken along: judged by all of the person's time since then (OPS-8, docs/adr/0021).

use super::{
    opening::Opening,
    others::{self, OtherRow},
    rules::{self, Other},
    store::AttentionRow,
};
use crate::enrolment::access::studying;
use xingtan_catalog::{Act, api as catalog};
use xingtan_clock::Span;
use xingtan_db::{Result, Tx};
use xingtan_web::Fault;

/// Whether the medium of a lesson was replaced by one of another length since the lesson was taken along: what was
/// played of the former says nothing about the present one.
///
/// # Errors
/// As [`super::change::begin`]: what is reported later still takes somebody who may study the course now.
pub fn is_replaced(tx: &mut Tx<'_>, opening: &Opening, act: &Act) -> std::result::Result<bool, Fault> {
    let Some(length) = opening.taken else { return Ok(false) };
    let enrolment = studying(tx, opening.person, opening.course, act.at)?;
    let (lesson, _) = catalog::lesson(tx, enrolment.version_id, opening.lesson)?.ok_or(Fault::NotFound)?;
    Ok(lesson.duration_ms.unwrap_or_default() != length)
}

/// What the person studied elsewhere since a lesson was taken along: it is taken off its time, and brings its next
/// presence check nearer.
pub(super) fn meanwhile(tx: &mut Tx<'_>, session: &mut AttentionRow) -> Result<Vec<OtherRow>> {
    let found = others::of(tx, session.person_id, session.id, session.started_at)?;
    let charged: Vec<Other> = found
        .iter()
        .map(|it| Other { heard_at: it.last_at, stood_for: Span::of_seconds(it.charged()) })
        .collect();
    session.elsewhere_seconds = rules::elsewhere(session.started_at, &charged).seconds();
    let latest = found.iter().rev().find(|it| it.check_due.is_some() && it.last_at > session.last_at);
    if let Some((due, left)) = session.check_due.zip(latest.and_then(OtherRow::check_left)) {
        let sooner = due.min(session.stood_for() + left);
        if sooner < due {
            others::check_sooner(tx, session.id, sooner)?;
            session.check_due = Some(sooner);
        }
    }
    Ok(found)
}

/// What has just counted for a lesson taken along counts for no other session: what is running gives up what it has
/// not claimed of its own past, and goes on from now.
pub(super) fn charge(
    tx: &mut Tx<'_>,
    session: &AttentionRow,
    all: &[OtherRow],
    (seconds, credited_ms): (i64, i64),
    act: &Act,
) -> Result<()> {
    let (counted, credited) = (session.seconds + seconds, session.credited_ms + credited_ms);
    let added = AttentionRow { seconds: counted, credited_ms: credited, ..session.clone() }.charged()
        - session.charged();
    if added <= 0 {
        return Ok(());
    }
    others::charge(tx, session.person_id, session.id, session.started_at, added)?;
    for other in all.iter().filter(|it| it.is_running()) {
        let room = (act.at - other.started_at).seconds() - other.charged() - other.elsewhere_seconds;
        let given = added.min(room);
        if given > 0 {
            others::charge_one(tx, other.id, given)?;
        }
    }
    Ok(())
}
