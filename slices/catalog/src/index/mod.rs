//! What of the catalogue is found by full text (CRS-2): courses and lessons with their texts, the words of their
//! documents and subtitles; published ones for everybody, drafts for those who write or judge them.
//!
//! A course whose count of changes is not the one that the index knows is made anew by a job (`make`), which changes
//! order and which the clock orders as well. What is published anew, withdrawn or taken down is hidden in the unit that
//! does so: nothing old is found while the job is on its way. What is published stays found while its authors write the
//! next version: only the draft is made anew then. What lies in the bin of a draft, in the history of a text or set
//! aside in it is in no version, and so in no index. Questions of quizzes are never in the index.

mod document;
mod make;
pub(crate) mod store;
mod text;

pub use document::reading;
pub(crate) use make::jobs;
pub use make::{DUE, INDEX, REINDEX};
pub(crate) use store::forget_with_file;

use crate::{Act, course::store::Course};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Job, enqueue};

/// The kind of a course in the index; its id is the course's.
pub const COURSE: &str = "catalog-course";
/// The kind of a lesson in the index; its id is the lesson's key, its subject the course.
pub const LESSON: &str = "catalog-lesson";

/// What everybody sees of a course changes with this unit: it is hidden until the job has made it anew.
pub(crate) fn follow(tx: &mut Tx<'_>, course: Uuid, act: &Act) -> Result<()> {
    xingtan_search::hide(tx, course)?;
    order(tx, act.ids.next(), act.at)
}

/// A course is rated otherwise: it is made anew where that makes a difference to what comes first.
pub(crate) fn liked(tx: &mut Tx<'_>, course: &Course, (sum, count): (i64, i64)) -> Result<()> {
    if text::liked(course.rating_sum, course.rating_count) == text::liked(sum, count) {
        return Ok(());
    }
    store::forget(tx, course.id)
}

/// Orders the job that makes anew what changed. One at a time: two would put in the same passages twice.
fn order(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    enqueue(tx, &Job::new(id, INDEX, now).single("all"))?;
    Ok(())
}

/// Who writes a course changed: whoever does no more does not find its drafts.
pub(crate) fn readers(tx: &mut Tx<'_>, course: Uuid, author: Uuid) -> Result<()> {
    let mut people: Vec<Uuid> =
        crate::course::store::authors(tx, course)?.into_iter().map(|(person, _)| person).collect();
    people.push(author);
    xingtan_search::set_readers(tx, course, &people)
}
