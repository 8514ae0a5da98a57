//! 漏学: an assignment that was unfinished at its deadline, told once for each deadline (DESIGN, rulings). Finishing it
//! later does not undo it; nothing is missed while an account is out of use, for its deadlines stand still.

use super::tell;
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_governance::api::TASK_MISSED;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};

/// Tells of tasks that were missed.
pub const MISSED: JobKind = JobKind::new("learning.missed");
/// Every five minutes.
pub const SCHEDULE: Schedule = Schedule { name: "learning.missed", cron: "*/5 * * * *", kind: MISSED };

/// Enrolments of one unit of work.
const CHUNK: i64 = 200;

/// What fell due longer ago than a node may have been down is not looked for.
const BACK: Span = Span::of_days(120);

row! {
    /// An enrolment that was unfinished at its deadline.
    #[derive(Clone, Debug)]
    struct Late {
        id: Uuid,
        course_id: Uuid,
        person_id: Uuid,
        due_at: Timestamp,
    }
}

/// Carries out [`MISSED`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    super::before::once(&run).await?;
    let mut after = (run.clock.now() - BACK, Uuid::nil());
    loop {
        let ids = run.ids.clone();
        match run.step(move |tx, hold| Ok(chunk(tx, after, &ids, hold.now())?)).await? {
            Some(next) => after = next,
            None => return Ok(Done::new()),
        }
    }
}

/// A deadline is 24:00 of its day, which is 0:00 of the next: what is missed counts in the month of the day.
pub const fn last_second(due: Timestamp) -> Timestamp {
    Timestamp::from_micros(due.micros() - 1_000_000)
}

/// A deadline that had passed before it concerned somebody is nobody's miss.
///
/// # Errors
/// Those of the database.
pub fn before_one_came(tx: &mut Tx<'_>, enrolment: Uuid, due_at: Timestamp, now: Timestamp) -> Result<()> {
    if due_at <= now {
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, 'missed', $2, $3)
             ON CONFLICT DO NOTHING",
            params![enrolment, due_at, now],
        )?;
    }
    Ok(())
}

/// Tells of the next ones; where to go on, if there may be more.
///
/// # Errors
/// Those of the database.
pub fn chunk(
    tx: &mut Tx<'_>,
    (due, id): (Timestamp, Uuid),
    ids: &Ids,
    now: Timestamp,
) -> Result<Option<(Timestamp, Uuid)>> {
    let late: Vec<Late> = tx.all(
        "SELECT e.id, e.course_id, e.person_id, e.due_at
         FROM learning_enrolment e
         WHERE (e.due_at > $1 OR (e.due_at = $1 AND e.id > $2)) AND e.due_at <= $3
           AND e.required AND e.withdrawn_at IS NULL AND (e.completed_at IS NULL OR e.completed_at > e.due_at)
           AND NOT EXISTS (SELECT 1 FROM learning_reminder r
                           WHERE r.enrolment_id = e.id AND r.kind = 'missed' AND r.due_at = e.due_at)
         ORDER BY e.due_at, e.id
         LIMIT $4",
        params![due, id, now, CHUNK],
    )?;
    let Some(last) = late.last().map(|it| (it.due_at, it.id)) else { return Ok(None) };
    let more = late.len() as i64 == CHUNK;
    let persons: Vec<Uuid> = late.iter().map(|it| it.person_id).collect();
    let courses: Vec<Uuid> = late.iter().map(|it| it.course_id).collect();
    let pauses = accounts::pauses(tx, &persons)?;
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it.title)).collect();
    for it in late {
        let pauses = pauses.get(&it.person_id).map_or(&[][..], Vec::as_slice);
        if pauses.iter().any(|(from, to)| *from < it.due_at && it.due_at < *to) {
            continue;
        }
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, 'missed', $2, $3)",
            params![it.id, it.due_at, now],
        )?;
        let title = titles.get(&it.course_id).map_or("", String::as_str);
        tell(tx, &|| ids.next(), (TASK_MISSED, it.person_id, it.id), title, last_second(it.due_at), now)?;
    }
    Ok(more.then_some(last))
}
