//! The history grows with every save, in its unit of work.

use super::{
    rules::{self, Keep, Latest},
    store::{self, Revision},
};
use crate::{Act, lesson::store::Lesson, version::store::Version};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// A text with its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words<'a> {
    pub title: &'a str,
    pub body_md: &'a str,
}

impl Words<'_> {
    fn are(self, it: &Revision) -> bool {
        it.title == self.title && it.body_md == self.body_md
    }
}

/// Notes that the text of a lesson becomes `after`; what stood there `before` is in the history then, too, whoever
/// wrote it. Answers whether a revision begins with it.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    version: &Version,
    lesson: &Lesson,
    (before, after): (Words<'_>, Words<'_>),
    act: &Act,
) -> Result<bool> {
    let latest = store::latest(tx, version.course_id, lesson.lesson_key, false)?;
    let known = latest.as_ref().is_some_and(|it| before.are(it));
    if !known && before != after && !(before.body_md.is_empty() && latest.is_none()) {
        let then = lesson.updated_at;
        add(tx, version, lesson, before, (lesson.updated_by, then, false), act)?;
    }
    let seen = latest.filter(|_| known);
    let rule = seen.map(|it| Latest {
        id: it.id,
        person: it.person_id,
        began_at: it.began_at,
        saved_at: it.saved_at,
        same: before == after,
    });
    match rules::keep(rule, act.person, act.at, act.keeping) {
        Keep::Same => Ok(false),
        Keep::Begin if before == after => Ok(false),
        Keep::GoOn(id) => store::go_on(tx, id, after.title, after.body_md, act.at).map(|()| false),
        Keep::Begin => {
            add(tx, version, lesson, after, (act.person, act.at, false), act)?;
            Ok(true)
        }
    }
}

/// Keeps a text that could not be saved, because somebody else had saved before. It is in force nowhere.
pub(crate) fn set_aside(
    tx: &mut Tx<'_>,
    version: &Version,
    lesson: &Lesson,
    words: Words<'_>,
    act: &Act,
) -> Result<()> {
    let latest = store::latest(tx, version.course_id, lesson.lesson_key, true)?;
    let rule = latest.map(|it| Latest {
        id: it.id,
        person: it.person_id,
        began_at: it.began_at,
        saved_at: it.saved_at,
        same: it.person_id == act.person && words.are(&it),
    });
    match rules::keep(rule, act.person, act.at, act.keeping) {
        Keep::Same => Ok(()),
        Keep::GoOn(id) => store::go_on(tx, id, words.title, words.body_md, act.at),
        Keep::Begin => add(tx, version, lesson, words, (act.person, act.at, true), act),
    }
}

fn add(
    tx: &mut Tx<'_>,
    version: &Version,
    lesson: &Lesson,
    words: Words<'_>,
    (person_id, at, aside): (Uuid, Timestamp, bool),
    act: &Act,
) -> Result<()> {
    let revision = Revision {
        id: act.ids.next(),
        course_id: version.course_id,
        lesson_key: lesson.lesson_key,
        number: 0,
        version_number: version.number,
        title: words.title.to_owned(),
        body_md: words.body_md.to_owned(),
        aside,
        began_at: at,
        saved_at: at,
        person_id,
    };
    store::add(tx, &revision, act.keeping.most)
}
