//! Keeps checks in step with the catalogue and says what is to be said: every hour, and when a course was published or
//! left the catalogue. It may be broken off anywhere; each course is one matter, and nothing is said twice.

use super::{
    MONTHS, REMIND, change, notices,
    rules::{self, Remark},
    store::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use xingtan_catalog::api::{self as catalog, Course, CourseState};
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_events::Subscriptions;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::Settings;

/// Looks at all courses.
pub const LOOK: JobKind = JobKind::new("evaluation.look");
/// Every hour at twenty-five past.
pub const SCHEDULE: Schedule = Schedule { name: "evaluation.look", cron: "25 * * * *", kind: LOOK };

/// Courses of one unit of work.
const CHUNK: i64 = 40;

/// How far it is: the courses of the catalogue, then the checks.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct At {
    checks: bool,
    after: Uuid,
}

/// What is set.
#[derive(Clone, Debug)]
pub struct Terms {
    /// So many months after publication a course is looked at anew.
    pub months: i64,
    /// So many days before the date it is said.
    pub days: i64,
    /// In which months are counted.
    pub zone: Zone,
}

/// Carries out [`LOOK`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let terms = Terms {
        months: settings.int(&MONTHS),
        days: settings.int(&REMIND),
        zone: settings.institution().zone.clone(),
    };
    let mut at: At = run.left_off()?.unwrap_or_default();
    loop {
        let (ids, terms) = (run.ids.clone(), terms.clone());
        let step = run.step(move |tx, hold| {
            let last = if at.checks {
                remind(tx, at.after, &terms, (&ids, hold.now()))?
            } else {
                follow(tx, at.after, &terms, (&ids, hold.now()))?
            };
            let next = match last {
                Some(after) => Some(At { after, ..at }),
                None if at.checks => None,
                None => Some(At { checks: true, after: Uuid::nil() }),
            };
            if let Some(next) = &next {
                hold.checkpoint(tx, next)?;
            }
            Ok(next)
        });
        match step.await? {
            Some(next) => at = next,
            None => return Ok(Done::new()),
        }
    }
}

/// Gives the next published courses their check; the last of them, none at the end.
///
/// # Errors
/// Those of the database.
pub fn follow(tx: &mut Tx<'_>, after: Uuid, terms: &Terms, by: (&Ids, Timestamp)) -> Result<Option<Uuid>> {
    let courses = catalog::published_after(tx, Some(after), CHUNK)?;
    for course in &courses {
        one(tx, course, terms, by)?;
    }
    Ok(courses.last().map(|it| it.id))
}

fn one(tx: &mut Tx<'_>, course: &Course, terms: &Terms, by: (&Ids, Timestamp)) -> Result<()> {
    let (Some(version), Some(published)) = (course.published_version_id, course.published_at) else {
        return Ok(());
    };
    let until = terms.zone.months_after(published, terms.months);
    match store::one(tx, course.id)? {
        None => store::add(tx, course, version, published, until),
        Some(it) if it.version_id != version || !it.live => {
            store::renew(tx, course.id, version, published, until)?;
            store::repeat(tx, course)?;
            close(tx, &it, "changed", published, by)
        }
        Some(it) => {
            // A draft that was discarded changes nothing any more.
            if it.begun_at.is_some() && course.draft_version_id.is_none() {
                store::give_up(tx, course.id)?;
            }
            let same = it.title == course.title
                && it.unit_path == course.unit_path
                && it.author_id == course.author_id
                && it.author_name == course.author_name;
            if same { Ok(()) } else { store::repeat(tx, course) }
        }
    }
}

/// Closes the remarks that were made before a moment, and tells who made them.
fn close(
    tx: &mut Tx<'_>,
    it: &Check,
    outcome: &str,
    before: Timestamp,
    (ids, now): (&Ids, Timestamp),
) -> Result<()> {
    let told = store::close(tx, it.course_id, (outcome, None, ""), before, now)?;
    notices::closed(tx, &told, it, (outcome, ""), (ids, now))
}

/// Says what is to be said of the next checks, and ends those of courses that left the catalogue; the last of them, none
/// at the end.
///
/// # Errors
/// Those of the database.
pub fn remind(
    tx: &mut Tx<'_>,
    after: Uuid,
    terms: &Terms,
    (ids, now): (&Ids, Timestamp),
) -> Result<Option<Uuid>> {
    let checks = store::after(tx, after, CHUNK)?;
    let courses: Vec<Uuid> = checks.iter().map(|it| it.course_id).collect();
    let known: HashMap<Uuid, Course> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it)).collect();
    for it in &checks {
        if known.get(&it.course_id).is_none_or(|course| course.state != CourseState::Published) {
            store::end(tx, it.course_id)?;
            close(tx, it, "ended", now, (ids, now))?;
            continue;
        }
        if let Some(remark) = rules::remark(&it.facts(), terms.days, now) {
            let past = remark == Remark::Past;
            store::told(tx, it.course_id, past, now)?;
            notices::remind(tx, past, it, (ids, now))?;
        }
    }
    Ok(checks.last().map(|it| it.course_id))
}

/// What is published or leaves the catalogue is looked at soon.
pub fn subscriptions(all: &mut Subscriptions) {
    for kind in [catalog::COURSE_PUBLISHED, catalog::COURSE_WITHDRAWN] {
        all.on(kind, "evaluation.look", |tx, _, moment| Ok(change::look_soon(tx, moment.id(), moment.at)?));
    }
}
