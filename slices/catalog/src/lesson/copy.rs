//! A lesson, or a chapter with all its lessons, once more beside itself.

use super::{
    change::{note, open_draft},
    rules,
    store::{self, Lesson},
};
use crate::{
    Act,
    changed::Changed,
    course::{rules::MOST_LESSONS, store::Course},
    file,
    kinds::LessonKinds,
    picture::change as pictures,
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// What comes of copying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The key of the copy, and how many lessons it is.
    As(Uuid, usize),
    /// The course would have more lessons than it may.
    Full,
}

/// Copies a lesson with all below it behind itself; the copy has the title `title`. Files and pictures are shared by
/// claim, what other slices keep of a lesson is copied by them.
///
/// # Errors
/// Those of the database.
pub fn copy_lesson(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: &Course,
    key: Uuid,
    title: &str,
    act: &Act,
) -> Result<Changed<Copied>> {
    let version = match open_draft(tx, course)? {
        Changed::Done(version) => version,
        Changed::Stale => return Ok(Changed::Stale),
        Changed::Frozen => return Ok(Changed::Frozen),
        Changed::Gone => return Ok(Changed::Gone),
    };
    let all = rules::tree(store::of_version(tx, version.id)?);
    let Some(at) = all.iter().position(|it| it.lesson.lesson_key == key) else { return Ok(Changed::Gone) };
    let below = all[at + 1..].iter().take_while(|it| it.depth > all[at].depth).count();
    if all.len() + below + 1 > MOST_LESSONS {
        return Ok(Changed::Done(Copied::Full));
    }
    let chosen = &all[at].lesson;
    store::make_room(tx, version.id, chosen.parent_key, chosen.place + 1)?;
    let mut keys: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let mut bodies = store::bodies(tx, version.id)?;
    for it in &all[at..=at + below] {
        let old = &it.lesson;
        let new_key = act.ids.next();
        keys.insert(old.lesson_key, new_key);
        let quiz_id = match (old.quiz_id, kinds.hooks(&old.kind)) {
            (Some(id), Some(hooks)) => Some(hooks.copy(tx, id, act)?),
            _ => None,
        };
        let is_chosen = old.lesson_key == key;
        let copy = Lesson {
            id: act.ids.next(),
            lesson_key: new_key,
            parent_key: match old.parent_key {
                parent if is_chosen => parent,
                parent => parent.map(|parent| keys.get(&parent).copied().unwrap_or(parent)),
            },
            place: if is_chosen { old.place + 1 } else { old.place },
            title: if is_chosen { title.to_owned() } else { old.title.clone() },
            quiz_id,
            updated_at: act.at,
            updated_by: act.person,
            version: 1,
            ..old.clone()
        };
        let body = bodies.remove(&old.lesson_key).unwrap_or_default();
        if !store::add(tx, &copy, &body)? {
            return Ok(Changed::Frozen);
        }
        pictures::lesson_shows(tx, course.id, (version.id, copy.id), &body)?;
        if let Some(file_id) = copy.file_id {
            file::claim(tx, file_id, copy.id, act)?;
        }
    }
    note(tx, course, &version, act, "catalog.lesson-copied", title)?;
    Ok(Changed::Done(Copied::As(keys[&key], below + 1)))
}
