//! What follows for lessons when a medium is attached and when it is ready.

use super::rules;
use crate::{
    Act,
    course::store as courses,
    kinds::{AUDIO, LessonKind, VIDEO},
    lesson::{
        rules::Placed,
        store::{self, Lesson},
    },
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_media::{Item, State};

/// A lesson got a file: where it is to be played, its processing is ordered; one that was processed before gives the
/// lesson its length at once.
///
/// # Errors
/// Those of the database.
pub(crate) fn attach(tx: &mut Tx<'_>, kind: &str, file_id: Uuid, act: &Act) -> Result<()> {
    let Some(played) = rules::played_as(kind) else { return Ok(()) };
    let item = xingtan_media::order(tx, file_id, played, Some(act.person), &act.ids, act.at)?;
    if let (State::Ready, Some(duration_ms)) = (item.state(), item.duration_ms) {
        lengthen(tx, file_id, duration_ms)?;
    }
    Ok(())
}

/// A medium is ready: the lessons of drafts with this file get its length, and its minutes where their author had left
/// the kind's own. Versions that were submitted have their length already.
///
/// # Errors
/// Those of the database.
pub fn medium_ready(tx: &mut Tx<'_>, file_id: Uuid, duration_ms: i64, at: Timestamp) -> Result<()> {
    lengthen(tx, file_id, duration_ms)?;
    for (course, version) in store::drafts_with_file(tx, file_id)? {
        let sums = store::sums(tx, version)?;
        courses::set_sums(tx, course, sums, at)?;
    }
    Ok(())
}

fn lengthen(tx: &mut Tx<'_>, file_id: Uuid, duration_ms: i64) -> Result<()> {
    for LessonKind { key, minutes, .. } in [VIDEO, AUDIO] {
        store::set_duration(tx, (file_id, key), duration_ms, (minutes, rules::minutes(duration_ms)))?;
    }
    Ok(())
}

/// What is missing of lessons until they can be played. One statement, none where nothing is to be played.
///
/// # Errors
/// Those of the database.
pub(crate) fn missing(tx: &mut Tx<'_>, lessons: &[Placed<Lesson>]) -> Result<Vec<(Uuid, Msg)>> {
    let open = lessons.iter().map(|it| &it.lesson).filter(|it| rules::lacks(it, None).is_some());
    let open: Vec<&Lesson> = open.collect();
    let files: Vec<Uuid> = open.iter().filter_map(|it| it.file_id).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let items: HashMap<Uuid, Item> =
        xingtan_media::of_files(tx, &files)?.into_iter().map(|item| (item.file_id, item)).collect();
    let lacks = open.into_iter().filter_map(|it| {
        let item = it.file_id.and_then(|id| items.get(&id));
        Some((it.lesson_key, rules::lacks(it, item)?))
    });
    Ok(lacks.collect())
}
