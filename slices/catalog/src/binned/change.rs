//! Lessons go into the bin of their version, come back, or go for good.

use super::store;
use crate::{
    Act,
    changed::Changed,
    course::{rules::MOST_LESSONS, store::Course},
    file,
    kinds::{DOWNLOAD, LessonKinds},
    lesson::{
        change::{note, open_draft},
        rules,
        store::{self as lessons, Lesson},
    },
    medium::change as medium,
    office::change as office,
    picture::store as pictures,
};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// What comes of putting lessons back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// So many are there again.
    Done(usize),
    /// The course has as many lessons as it may.
    Full,
}

/// Puts back what was taken out together: below what it stood below, if that is still there, else at the end of the
/// outermost level.
///
/// # Errors
/// Those of the database.
pub fn restore(tx: &mut Tx<'_>, course: &Course, batch: Uuid, act: &Act) -> Result<Changed<Back>> {
    let version = match open_draft(tx, course)? {
        Changed::Done(version) => version,
        Changed::Stale => return Ok(Changed::Stale),
        Changed::Frozen => return Ok(Changed::Frozen),
        Changed::Gone => return Ok(Changed::Gone),
    };
    let all = store::lessons(tx, version.id, batch)?;
    let Some(chosen) = all.iter().find(|it| it.lesson_key == batch).cloned() else {
        return Ok(Changed::Gone);
    };
    let there = rules::tree(lessons::of_version(tx, version.id)?);
    if there.len() + all.len() > MOST_LESSONS {
        return Ok(Changed::Done(Back::Full));
    }
    let below = rules::tree(all.clone()).iter().map(|it| it.depth).max().unwrap_or(0);
    let parent = chosen.parent_key.filter(|key| {
        let over = there.iter().find(|it| it.lesson.lesson_key == *key);
        over.is_some_and(|it| it.depth + 1 + below < rules::DEEPEST)
    });
    let place = if parent == chosen.parent_key {
        lessons::make_room(tx, version.id, parent, chosen.place)?;
        chosen.place
    } else {
        let last = there.iter().filter(|it| it.lesson.parent_key.is_none()).map(|it| it.lesson.place).max();
        last.map_or(0, |place| place + 1)
    };
    for it in &all {
        let (parent, place) = if it.id == chosen.id { (parent, place) } else { (it.parent_key, it.place) };
        if !store::take(tx, it.id, parent, place)? {
            return Err(xingtan_db::Error::Conflict);
        }
        let Some(file_id) = it.file_id else { continue };
        // What became of its file meanwhile is said to lessons in the tree alone.
        medium::attach(tx, &it.kind, file_id, act)?;
        if it.kind == DOWNLOAD.key && xingtan_media::office::of_file(tx, file_id)?.is_some() {
            office::order(tx, file_id, act)?;
        }
    }
    note(tx, course, &version, act, "catalog.lesson-restored", &chosen.title)?;
    Ok(Changed::Done(Back::Done(all.len())))
}

/// Empties the bin of a version that is published, given up or purged.
///
/// # Errors
/// Those of the database.
pub(crate) fn empty(tx: &mut Tx<'_>, kinds: &LessonKinds, version: Uuid, act: &Act) -> Result<()> {
    for lesson in store::of_version(tx, version)? {
        end(tx, kinds, &lesson, act)?;
    }
    Ok(())
}

/// A lesson goes for good, with what it claims.
pub(crate) fn end(tx: &mut Tx<'_>, kinds: &LessonKinds, lesson: &Lesson, act: &Act) -> Result<()> {
    if let Some(file_id) = lesson.file_id {
        file::release(tx, file_id, lesson.id, act)?;
    }
    pictures::drop_uses(tx, lesson.id)?;
    store::forget(tx, lesson.id)?;
    if let (Some(id), Some(hooks)) = (lesson.quiz_id, kinds.hooks(&lesson.kind)) {
        hooks.remove(tx, id)?;
    }
    Ok(())
}
