//! What the catalogue does by the clock: courses and lessons leave the bin after 30 days.

use crate::{
    Act, course::store as courses, file, kinds::LessonKinds, lesson::store as lessons,
    picture::change as pictures, version::store as versions,
};
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds, Schedule};
use xingtan_web::App;

/// Empties the bin.
pub const PURGE: JobKind = JobKind::new("catalog.purge");

/// Days that a deleted course lies in the bin (DESIGN, rulings, "Deletion").
pub(crate) const BIN_DAYS: i64 = 30;
/// Courses that one unit purges.
const CHUNK: i64 = 5;
/// Lessons of drafts that one unit purges.
const MOST_BINNED: i64 = 50;

/// Adds this slice's kinds of jobs.
pub fn jobs(app: &App, kinds: &mut Kinds, lessons: LessonKinds) {
    let own = app.clone();
    kinds.on(PURGE, move |run| purge_all(own.clone(), lessons.clone(), run));
    crate::index::jobs(kinds);
}

/// What this slice orders by the clock.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { name: "catalog.purge", cron: "40 3 * * *", kind: PURGE },
    Schedule { name: "catalog.index-due", cron: "*/2 * * * *", kind: crate::index::DUE },
];

async fn purge_all(app: App, kinds: LessonKinds, _run: JobRun) -> std::result::Result<Done, JobError> {
    let mut purged = 0usize;
    loop {
        let (kinds, ids, now) = (kinds.clone(), app.ids().clone(), app.clock().now());
        let count = app.db().write(move |tx| purge(tx, &kinds, &ids, now)).await?;
        if count == 0 {
            return Done::with(&purged);
        }
        purged += count;
    }
}

/// Removes some courses and some lessons of drafts whose days in the bin are over, with all that hangs on them; answers
/// how many. Only courses that were never published get into the bin.
///
/// # Errors
/// Those of the database.
pub fn purge(tx: &mut Tx<'_>, kinds: &LessonKinds, ids: &Ids, now: Timestamp) -> Result<usize> {
    let over: Vec<Uuid> = courses::over(tx, now - Span::of_days(BIN_DAYS), CHUNK)?;
    // Nobody acts: the days are over.
    let act = Act::for_person(Uuid::nil(), "", now, ids.clone());
    for course in &over {
        for version in versions::of_course(tx, *course)? {
            for lesson in lessons::of_version(tx, version.id)? {
                if let Some(file_id) = lesson.file_id {
                    file::release(tx, file_id, lesson.id, &act)?;
                }
                if let (Some(id), Some(hooks)) = (lesson.quiz_id, kinds.hooks(&lesson.kind)) {
                    hooks.remove(tx, id)?;
                }
            }
            crate::version::change::leftovers(tx, kinds, version.id, &act)?;
        }
        pictures::purge(tx, *course, &act)?;
        courses::purge(tx, *course)?;
    }
    let lessons = crate::binned::store::over(tx, now - Span::of_days(BIN_DAYS), MOST_BINNED)?;
    for lesson in &lessons {
        crate::binned::change::end(tx, kinds, lesson, &act)?;
    }
    Ok(over.len() + lessons.len())
}
