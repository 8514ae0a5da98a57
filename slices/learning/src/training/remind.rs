//! A notice two weeks before the training of a role runs out: once for each role and completion (ACC-14).

use super::{Training, rules};
use crate::notification::{notices, to};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::Until;

/// So long before its end it is said.
pub const AHEAD: Span = Span::of_days(14);
/// Enrolments of one unit of work.
pub const CHUNK: i64 = 200;

row! {
    #[derive(Clone, Debug)]
    struct Ending {
        id: Uuid,
        person_id: Uuid,
        passed_at: Timestamp,
    }
}

/// The trainings that run out at some time.
///
/// # Errors
/// Those of the database.
pub fn ending(tx: &mut Tx<'_>) -> Result<Vec<Training>> {
    let stored = xingtan_settings::stored(tx, super::TRAINING.key)?;
    let all: Vec<Training> = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    Ok(all.into_iter().filter(|it| it.months > 0).collect())
}

/// Tells at most [`CHUNK`] people that their training of one role runs out; of how many it is settled now. What ran
/// out while no node ran is not made up for: the start page says it.
///
/// # Errors
/// Those of the database.
pub fn say(tx: &mut Tx<'_>, training: &Training, ids: &Ids, now: Timestamp) -> Result<usize> {
    let zone = xingtan_settings::institution(tx)?.map(|(it, _)| it.zone).unwrap_or_default();
    let first = rules::running_after(now, training.months, &zone);
    let last = rules::running_after(now + AHEAD, training.months, &zone);
    let kind = format!("training-{}", training.role);
    // The deadline of a reminder of this kind is the completion whose time runs out.
    let found: Vec<Ending> = tx.all(
        "SELECT e.id, e.person_id, COALESCE(e.completed_at, e.completed_before) AS passed_at
         FROM learning_enrolment e
         WHERE e.course_id = $1 AND e.withdrawn_at IS NULL
           AND COALESCE(e.completed_at, e.completed_before) >= $2
           AND COALESCE(e.completed_at, e.completed_before) < $3
           AND NOT EXISTS (SELECT 1 FROM learning_reminder r
                           WHERE r.enrolment_id = e.id AND r.kind = $4
                             AND r.due_at = COALESCE(e.completed_at, e.completed_before))
         ORDER BY e.id
         LIMIT $5",
        params![training.course, first, last, kind, CHUNK],
    )?;
    for it in &found {
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, $2, $3, $4)",
            params![it.id, kind, it.passed_at, now],
        )?;
    }
    let Some(course) = catalog::course(tx, training.course)? else { return Ok(found.len()) };
    let held: HashMap<_, _> = match found.is_empty() {
        true => HashMap::new(),
        false => accounts::roles_of(tx, &found.iter().map(|it| it.person_id).collect::<Vec<_>>())?,
    };
    let holds = |it: &&Ending| {
        held.get(&it.person_id).is_some_and(|roles| roles.iter().any(|role| role.code() == training.role))
    };
    let told: Vec<&Ending> = found.iter().filter(holds).collect();
    let recipients = to::recipients(tx, &told.iter().map(|it| it.person_id).collect::<Vec<_>>())?;
    for it in told {
        let Some(recipient) = recipients.get(&it.person_id) else { continue };
        let kind = if training.gates { notices::TRAINING_ENDS_GATE } else { notices::TRAINING_ENDS };
        let end = zone.months_after(it.passed_at, training.months);
        let notice = notices::notice(ids.next(), kind, recipient, now)
            .with("title", &course.title)
            .with("day", Until(end))
            .link(format!("/courses/{}", training.course));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(found.len())
}
