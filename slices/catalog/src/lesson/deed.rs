//! What page and API do with the lessons of a draft, as one. A refusal is a fault, so that the unit is undone.

use super::{
    change::{self, Moved, NewLesson, Written},
    rules::Move,
    upload::{Taken, mark_used},
};
use crate::{
    Act, Changed, access,
    course::{
        edit::made,
        page::frozen,
        rules::{LONGEST_TEXT, LONGEST_TITLE, MOST_LESSONS, MOST_MINUTES},
    },
    kinds::{Content, LessonKind, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Text};

/// What is typed of a lesson.
pub(crate) struct Typed {
    /// Title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Markdown.
    pub text: String,
}

/// Reads what was typed of a lesson; a heading takes no time and is asked of nobody.
pub(crate) fn read(form: &mut Form, kind: Option<LessonKind>) -> Typed {
    let heading = kind.is_some_and(|kind| kind.content == Content::Title);
    Typed {
        title: form.text("title", Text::required(LONGEST_TITLE)),
        minutes: if heading { 0 } else { form.int("minutes", 0..=MOST_MINUTES) },
        required: !heading && form.ticked("required"),
        text: form.text("text", Text::optional(LONGEST_TEXT).lines()),
    }
}

/// Adds a lesson to the draft; answers its key.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    new: &NewLesson,
    act: &Act,
) -> Result<Uuid, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    match change::add_lesson(tx, kinds, &it, new, act)? {
        Changed::Done(key) => Ok(key),
        Changed::Stale => Err(Fault::Conflict(Msg::new("catalog-fault-full").with("most", MOST_LESSONS))),
        Changed::Frozen => Err(frozen()),
        Changed::Gone => Err(Fault::NotFound),
    }
}

/// Adds a lesson for each file, in their order.
pub(crate) fn add_all(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    taken: &[Taken],
    act: &Act,
) -> Result<(), Fault> {
    access::writable(tx, &act.actor, course)?;
    for it in taken {
        let new = it.lesson(tx, kinds, act)?;
        add(tx, kinds, course, &new, act)?;
        mark_used(tx, it.upload, act)?;
    }
    Ok(())
}

/// Saves a lesson, unless somebody changed it since the count `seen`.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    course: Uuid,
    key: Uuid,
    seen: i64,
    written: &Written,
    act: &Act,
) -> Result<i64, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    made(change::save_lesson(tx, &it, key, seen, written, act)?)
}

/// Moves a lesson with all below it; answers the tree's new count.
pub(crate) fn move_to(
    tx: &mut Tx<'_>,
    course: Uuid,
    key: Uuid,
    to: (Option<Uuid>, usize),
    seen: Option<i64>,
    act: &Act,
) -> Result<i64, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    match change::move_lesson(tx, &it, key, to, seen, act)? {
        Moved::To(count) => Ok(count),
        Moved::Refused(Move::TooDeep) => Err(Fault::Conflict(Msg::new("catalog-fault-too-deep"))),
        Moved::Refused(Move::IntoItself) => Err(Fault::Conflict(Msg::new("catalog-fault-into-itself"))),
        Moved::Refused(_) => Err(Fault::NotFound),
        Moved::Stale => Err(Fault::Conflict(Msg::new("web-fault-stale"))),
        Moved::Frozen => Err(frozen()),
    }
}

/// Takes a lesson out of the draft with all below it; answers how many went.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    key: Uuid,
    act: &Act,
) -> Result<usize, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    made(change::remove_lesson(tx, kinds, &it, key, act)?)
}
