//! Remarks around a deadline: to the learner three days and one day before it, to the training contact after it.
//! Each once for each deadline, and so the end of a role's training (`training/remind.rs`); what came due while no node ran is not made up for.

use super::rules::Remark;
use crate::{
    notification::{notices, to},
    training::remind as trainings,
};
use std::collections::{BTreeMap, HashMap};
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_i18n::Until;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};

/// Reminds.
pub const REMIND: JobKind = JobKind::new("learning.remind");
/// Every hour at a quarter past.
pub const SCHEDULE: Schedule = Schedule { name: "learning.remind", cron: "15 * * * *", kind: REMIND };

/// Enrolments of one unit of work.
const CHUNK: i64 = 200;

row! {
    /// An enrolment whose deadline is near or over.
    #[derive(Clone, Debug)]
    struct Near {
        id: Uuid,
        course_id: Uuid,
        person_id: Uuid,
        unit_path: String,
        due_at: Timestamp,
    }
}

/// Carries out [`REMIND`].
///
/// # Errors
/// As for any job.
pub async fn remind(run: JobRun) -> std::result::Result<Done, JobError> {
    for remark in Remark::ALL {
        loop {
            let ids = run.ids.clone();
            let said = run.step(move |tx, hold| Ok(say(tx, remark, &ids, hold.now())?));
            if said.await? < CHUNK as usize {
                break;
            }
        }
    }
    for training in run.step(|tx, _| Ok(trainings::ending(tx)?)).await? {
        loop {
            let (ids, training) = (run.ids.clone(), training.clone());
            let said = run.step(move |tx, hold| Ok(trainings::say(tx, &training, &ids, hold.now())?));
            if said.await? < trainings::CHUNK as usize {
                break;
            }
        }
    }
    Ok(Done::new())
}

/// Says one kind of remark to at most [`CHUNK`] people; how many.
///
/// # Errors
/// Those of the database.
pub fn say(tx: &mut Tx<'_>, remark: Remark, ids: &Ids, now: Timestamp) -> Result<usize> {
    let near = near(tx, remark, now)?;
    for it in &near {
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, $2, $3, $4)",
            params![it.id, remark.code(), it.due_at, now],
        )?;
    }
    let courses: Vec<Uuid> = near.iter().map(|it| it.course_id).collect();
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it.title)).collect();
    match remark {
        Remark::Overdue => tell_contacts(tx, &near, &titles, ids, now)?,
        _ => tell_learners(tx, &near, &titles, ids, now)?,
    }
    Ok(near.len())
}

fn near(tx: &mut Tx<'_>, remark: Remark, now: Timestamp) -> Result<Vec<Near>> {
    let (from, to) = remark.window(now);
    tx.all(
        "SELECT e.id, e.course_id, e.person_id, e.unit_path, e.due_at
         FROM learning_enrolment e
         WHERE e.due_at > $1 AND e.due_at <= $2 AND e.completed_at IS NULL AND e.withdrawn_at IS NULL
           AND e.opens_at <= $3
           AND NOT EXISTS (SELECT 1 FROM learning_reminder r
                           WHERE r.enrolment_id = e.id AND r.kind = $4 AND r.due_at = e.due_at)
         ORDER BY e.due_at, e.id
         LIMIT $5",
        params![from, to, now, remark.code(), CHUNK],
    )
}

fn tell_learners(
    tx: &mut Tx<'_>,
    near: &[Near],
    titles: &HashMap<Uuid, String>,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let persons: Vec<Uuid> = near.iter().map(|it| it.person_id).collect();
    let recipients = to::recipients(tx, &persons)?;
    for it in near {
        let (Some(title), Some(recipient)) = (titles.get(&it.course_id), recipients.get(&it.person_id))
        else {
            continue;
        };
        let notice = notices::notice(ids.next(), notices::DUE_SOON, recipient, now)
            .with("title", title)
            .with("due", Until(it.due_at))
            .link(format!("/courses/{}", it.course_id));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}

/// One notice for each contact and course of a chunk, with the number of people.
fn tell_contacts(
    tx: &mut Tx<'_>,
    near: &[Near],
    titles: &HashMap<Uuid, String>,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let mut by_unit: BTreeMap<&str, BTreeMap<Uuid, i64>> = BTreeMap::new();
    for it in near {
        *by_unit.entry(&it.unit_path).or_default().entry(it.course_id).or_default() += 1;
    }
    let mut by_contact: BTreeMap<(Uuid, Uuid), i64> = BTreeMap::new();
    for (unit, courses) in by_unit {
        for contact in accounts::contacts_of(tx, unit)? {
            for (course, count) in &courses {
                *by_contact.entry((contact, *course)).or_default() += count;
            }
        }
    }
    let contacts: Vec<Uuid> = by_contact.keys().map(|(contact, _)| *contact).collect();
    let recipients = to::recipients(tx, &contacts)?;
    for ((contact, course), count) in by_contact {
        let (Some(title), Some(recipient)) = (titles.get(&course), recipients.get(&contact)) else {
            continue;
        };
        let notice = notices::notice(ids.next(), notices::OVERDUE, recipient, now)
            .with("title", title)
            .with("count", count)
            .link(format!("/department?state=overdue&course={course}"));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}
