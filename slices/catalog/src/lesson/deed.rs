//! What page and API do with the lessons of a draft, as one. A refusal is a fault, so that the unit is undone.

use super::{
    change::{self, Moved, NewLesson, Told, Written},
    copy::{self, Copied},
    rules::Move,
    upload::{Taken, mark_used},
};
use crate::{
    Act, Changed, access,
    binned::change::{self as bin, Back},
    course::{
        edit::made,
        page::frozen,
        rules::{LONGEST_TEXT, LONGEST_TITLE, MOST_LESSONS, MOST_MINUTES},
    },
    kinds::{Content, LessonKind, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid};
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
        Changed::Stale => Err(full()),
        Changed::Frozen => Err(frozen()),
        Changed::Gone => Err(Fault::NotFound),
    }
}

/// Adds a lesson for each file below `parent`, in their order.
pub(crate) fn add_all(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    parent: Option<Uuid>,
    taken: &[Taken],
    act: &Act,
) -> Result<(), Fault> {
    access::writable(tx, &act.actor, course)?;
    for it in taken {
        let new = NewLesson { parent, ..it.lesson(tx, kinds, act)? };
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

/// What becomes of a text that is saved by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Autosaved {
    /// It is saved; the lesson's new count.
    As(i64),
    /// Somebody had saved before: it is in the history, set aside.
    Aside {
        /// Who.
        by: Uuid,
        /// When.
        at: Timestamp,
    },
}

/// Saves what is being typed, unless somebody changed the lesson since the count `seen`: then it is set aside.
pub(crate) fn autosave(
    tx: &mut Tx<'_>,
    course: Uuid,
    key: Uuid,
    seen: i64,
    written: &Written,
    act: &Act,
) -> Result<Autosaved, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    match change::keep_lesson(tx, &it, key, seen, written, Told::OnceASitting, act)? {
        Changed::Stale => {
            let theirs = made(change::set_aside(tx, &it, key, written, act)?)?;
            Ok(Autosaved::Aside { by: theirs.updated_by, at: theirs.updated_at })
        }
        other => made(other).map(Autosaved::As),
    }
}

/// Keeps a text in the history that could not be saved.
pub(crate) fn set_aside(
    tx: &mut Tx<'_>,
    course: Uuid,
    key: Uuid,
    written: &Written,
    act: &Act,
) -> Result<(), Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    made(change::set_aside(tx, &it, key, written, act)?).map(drop)
}

/// Gives a lesson another title, where it still has the title `was`; answers its new count.
pub(crate) fn rename(
    tx: &mut Tx<'_>,
    course: Uuid,
    key: Uuid,
    titles: (&str, &str),
    act: &Act,
) -> Result<i64, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    made(change::rename_lesson(tx, &it, key, titles, act)?)
}

/// Copies a lesson with all below it behind itself; answers the key of the copy. `title` makes its title of the old one.
pub(crate) fn copy(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: Uuid,
    key: Uuid,
    title: &dyn Fn(&str) -> String,
    act: &Act,
) -> Result<(Uuid, usize), Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    let version = made(change::open_draft(tx, &it)?)?;
    let own = super::store::get(tx, version.id, key)?.ok_or(Fault::NotFound)?;
    match made(copy::copy_lesson(tx, kinds, &it, key, &title(&own.title), act)?)? {
        Copied::As(key, count) => Ok((key, count)),
        Copied::Full => Err(full()),
    }
}

fn full() -> Fault {
    Fault::Conflict(Msg::new("catalog-fault-full").with("most", MOST_LESSONS))
}

/// Takes a lesson out of the draft with all below it into the bin; answers how many went.
pub(crate) fn remove(tx: &mut Tx<'_>, course: Uuid, key: Uuid, act: &Act) -> Result<usize, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    made(change::remove_lesson(tx, &it, key, act)?)
}

/// Puts back what was taken out with a lesson; answers how many are there again.
pub(crate) fn put_back(tx: &mut Tx<'_>, course: Uuid, key: Uuid, act: &Act) -> Result<usize, Fault> {
    let it = access::writable(tx, &act.actor, course)?;
    match made(bin::restore(tx, &it, key, act)?)? {
        Back::Done(count) => Ok(count),
        Back::Full => Err(full()),
    }
}
