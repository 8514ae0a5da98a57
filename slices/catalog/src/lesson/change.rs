//! Adding, writing, moving and taking out lessons of a draft.

use super::{
    rules::{self, Move},
    store::{self, Body, Edit, Lesson},
};
use crate::{
    Act,
    binned::store as bin,
    changed::Changed,
    course::{
        rules::MOST_LESSONS,
        store::{self as courses, Course},
    },
    file,
    kinds::{DOWNLOAD, LessonKind, LessonKinds},
    medium::change as medium,
    office::change as office,
    picture::change as pictures,
    revision::change::{self as revisions, Words},
    states::VersionState,
    version::store::{self as versions, Version},
};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// A file kept in storage, for a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFile {
    /// Its id in storage.
    pub id: Uuid,
    /// Its name as uploaded.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
}

/// A lesson to be added.
#[derive(Clone, Debug)]
pub struct NewLesson {
    /// Its kind.
    pub kind: LessonKind,
    /// Title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Key of the lesson above it.
    pub parent: Option<Uuid>,
    /// Key of the lesson behind which it goes, whatever `parent` says; at the end of its level without.
    pub after: Option<Uuid>,
    /// Its text.
    pub body: Body,
    /// Its file.
    pub file: Option<LessonFile>,
}

impl NewLesson {
    /// A required lesson at the end of the outermost level, with the kind's minutes.
    pub fn of(kind: LessonKind, title: impl Into<String>) -> Self {
        NewLesson {
            kind,
            title: title.into(),
            minutes: kind.minutes,
            required: kind.completion != crate::kinds::Completion::Nothing,
            parent: None,
            after: None,
            body: Body::default(),
            file: None,
        }
    }
}

/// The version of a course that may be changed.
///
/// # Errors
/// Those of the database.
pub fn open_draft(tx: &mut Tx<'_>, course: &Course) -> Result<Changed<Version>> {
    let Some(id) = course.draft_version_id else { return Ok(Changed::Frozen) };
    Ok(match versions::get(tx, id)? {
        Some(version) if version.state == VersionState::Draft => Changed::Done(version),
        Some(_) => Changed::Frozen,
        None => Changed::Gone,
    })
}

macro_rules! draft {
    ($tx:expr, $course:expr) => {
        match open_draft($tx, $course)? {
            Changed::Done(version) => version,
            Changed::Stale => return Ok(Changed::Stale),
            Changed::Frozen => return Ok(Changed::Frozen),
            Changed::Gone => return Ok(Changed::Gone),
        }
    };
}

/// Adds a lesson at the end of its level; answers its key. `Gone` when the lesson above it is, `Stale` when the
/// course has as many lessons as it may or the level lies too deep.
///
/// # Errors
/// Those of the database.
pub fn add_lesson(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: &Course,
    new: &NewLesson,
    act: &Act,
) -> Result<Changed<Uuid>> {
    let version = draft!(tx, course);
    let all = rules::tree(store::of_version(tx, version.id)?);
    if all.len() >= MOST_LESSONS {
        return Ok(Changed::Stale);
    }
    let before = new.after.and_then(|key| all.iter().find(|it| it.lesson.lesson_key == key));
    let parent_key = match (new.after, before) {
        (Some(_), None) => return Ok(Changed::Gone),
        (_, Some(before)) => before.lesson.parent_key,
        _ => new.parent,
    };
    if let (None, Some(parent)) = (before, new.parent) {
        match all.iter().find(|it| it.lesson.lesson_key == parent) {
            None => return Ok(Changed::Gone),
            Some(it) if it.depth + 1 >= rules::DEEPEST => return Ok(Changed::Stale),
            Some(_) => {}
        }
    }
    let last = all.iter().filter(|it| it.lesson.parent_key == parent_key).map(|it| it.lesson.place).max();
    let place = match before {
        Some(before) => before.lesson.place + 1,
        None => last.map_or(0, |place| place + 1),
    };
    if before.is_some() {
        store::make_room(tx, version.id, parent_key, place)?;
    }
    let quiz_id = kinds.hooks(new.kind.key).map(|hooks| hooks.create(tx, &new.title, act)).transpose()?;
    let lesson = Lesson {
        id: act.ids.next(),
        version_id: version.id,
        lesson_key: act.ids.next(),
        parent_key,
        place,
        kind: new.kind.key.to_owned(),
        title: new.title.clone(),
        minutes: new.minutes,
        required: new.required,
        file_id: new.file.as_ref().map(|file| file.id),
        file_name: new.file.as_ref().map(|file| file.name.clone()),
        file_size: new.file.as_ref().map(|file| file.size),
        duration_ms: None,
        quiz_id,
        updated_at: act.at,
        updated_by: act.person,
        version: 1,
    };
    if !store::add(tx, &lesson, &new.body)? {
        return Ok(Changed::Frozen);
    }
    if let Some(file_id) = lesson.file_id {
        file::claim(tx, file_id, lesson.id, act)?;
        medium::attach(tx, &lesson.kind, file_id, act)?;
        if lesson.kind == DOWNLOAD.key {
            office::order(tx, file_id, act)?;
        }
    }
    pictures::lesson_shows(tx, course.id, (version.id, lesson.id), &new.body)?;
    note(tx, course, &version, act, "catalog.lesson-added", &lesson.title)?;
    Ok(Changed::Done(lesson.lesson_key))
}

/// What an author wrote in a lesson.
#[derive(Clone, Debug)]
pub struct Written {
    /// Title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Its text.
    pub body: Body,
    /// A file in place of the one before.
    pub file: Option<LessonFile>,
}

/// Saves a lesson, unless somebody changed it since its version count `seen`; answers the new count. What stood there
/// before is in the history of its text.
///
/// # Errors
/// Those of the database.
pub fn save_lesson(
    tx: &mut Tx<'_>,
    course: &Course,
    key: Uuid,
    seen: i64,
    written: &Written,
    act: &Act,
) -> Result<Changed<i64>> {
    keep_lesson(tx, course, key, seen, written, Told::Always, act)
}

/// Whether a save is told to the trail: what is saved by itself is told once a sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Each time.
    Always,
    /// With the first of a sitting.
    OnceASitting,
}

/// The same; `told` says when the trail hears of it.
pub(crate) fn keep_lesson(
    tx: &mut Tx<'_>,
    course: &Course,
    key: Uuid,
    seen: i64,
    written: &Written,
    told: Told,
    act: &Act,
) -> Result<Changed<i64>> {
    let version = draft!(tx, course);
    let Some(lesson) = store::get(tx, version.id, key)? else { return Ok(Changed::Gone) };
    let stood = store::body(tx, version.id, key)?;
    let edit = Edit {
        title: written.title.clone(),
        minutes: written.minutes,
        required: written.required,
        body: written.body.clone(),
        by: act.person,
        at: act.at,
    };
    if !store::save(tx, lesson.id, seen, &edit)? {
        return Ok(Changed::Stale);
    }
    let before = Words { title: &lesson.title, body_md: &stood.body_md };
    let after = Words { title: &written.title, body_md: &written.body.body_md };
    let begins = revisions::note(tx, &version, &lesson, (before, after), act)?;
    pictures::lesson_shows(tx, course.id, (version.id, lesson.id), &written.body)?;
    let mut count = seen + 1;
    if let Some(new) = &written.file {
        store::set_file(tx, lesson.id, (new.id, &new.name, new.size), act.person, act.at)?;
        file::claim(tx, new.id, lesson.id, act)?;
        medium::attach(tx, &lesson.kind, new.id, act)?;
        office::replaced(tx, &lesson, new.id, act)?;
        if let Some(old) = lesson.file_id.filter(|old| *old != new.id) {
            file::release(tx, old, lesson.id, act)?;
        }
        count += 1;
    }
    follow(tx, course, &version, act)?;
    if told == Told::Always || begins {
        tell(tx, course, act, "catalog.lesson-saved", &written.title)?;
    }
    Ok(Changed::Done(count))
}

/// Gives a lesson another title, where it still has the title `was`; answers its new count.
///
/// # Errors
/// Those of the database.
pub(crate) fn rename_lesson(
    tx: &mut Tx<'_>,
    course: &Course,
    key: Uuid,
    (was, title): (&str, &str),
    act: &Act,
) -> Result<Changed<i64>> {
    let version = draft!(tx, course);
    let Some(lesson) = store::get(tx, version.id, key)? else { return Ok(Changed::Gone) };
    let text = store::body(tx, version.id, key)?.body_md;
    let Some(count) = store::rename(tx, lesson.id, (was, title), act.person, act.at)? else {
        return Ok(Changed::Stale);
    };
    let (before, after) = (Words { title: was, body_md: &text }, Words { title, body_md: &text });
    revisions::note(tx, &version, &lesson, (before, after), act)?;
    follow(tx, course, &version, act)?;
    tell(tx, course, act, "catalog.lesson-saved", title)?;
    Ok(Changed::Done(count))
}

/// A text that came too late is kept in the history, set aside.
///
/// # Errors
/// Those of the database.
pub(crate) fn set_aside(
    tx: &mut Tx<'_>,
    course: &Course,
    key: Uuid,
    written: &Written,
    act: &Act,
) -> Result<Changed<Lesson>> {
    let version = draft!(tx, course);
    let Some(lesson) = store::get(tx, version.id, key)? else { return Ok(Changed::Gone) };
    let words = Words { title: &written.title, body_md: &written.body.body_md };
    revisions::set_aside(tx, &version, &lesson, words, act)?;
    versions::add_editor(tx, version.id, act.person, act.at)?;
    Ok(Changed::Done(lesson))
}

/// What comes of moving a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It was moved; the tree's new version count.
    To(i64),
    /// It cannot go there.
    Refused(Move),
    /// The tree was changed meanwhile.
    Stale,
    /// The version is no draft.
    Frozen,
}

/// Moves a lesson with all below it, unless the tree was changed since its version count `seen`.
///
/// # Errors
/// Those of the database.
pub fn move_lesson(
    tx: &mut Tx<'_>,
    course: &Course,
    key: Uuid,
    to: (Option<Uuid>, usize),
    seen: Option<i64>,
    act: &Act,
) -> Result<Moved> {
    let Changed::Done(version) = open_draft(tx, course)? else { return Ok(Moved::Frozen) };
    let seats = match rules::move_to(store::of_version(tx, version.id)?, key, to.0, to.1) {
        Move::To(seats) => seats,
        refused => return Ok(Moved::Refused(refused)),
    };
    let Some(count) = versions::touch(tx, version.id, seen, act.at)? else { return Ok(Moved::Stale) };
    for seat in &seats {
        store::seat(tx, version.id, seat)?;
    }
    versions::add_editor(tx, version.id, act.person, act.at)?;
    courses::touch(tx, course.id, act.at)?;
    record(
        tx,
        &act.entry("catalog.lesson-moved").on("course", course.id, &course.title).within(&course.unit_path),
    )?;
    Ok(Moved::To(count))
}

/// Takes a lesson out of a draft with all below it into the bin; answers how many went. Published versions keep theirs.
///
/// # Errors
/// Those of the database.
pub fn remove_lesson(tx: &mut Tx<'_>, course: &Course, key: Uuid, act: &Act) -> Result<Changed<usize>> {
    let version = draft!(tx, course);
    let all = rules::tree(store::of_version(tx, version.id)?);
    let Some(at) = all.iter().position(|it| it.lesson.lesson_key == key) else { return Ok(Changed::Gone) };
    let below = all[at + 1..].iter().take_while(|it| it.depth > all[at].depth).count();
    for it in &all[at..=at + below] {
        let id = it.lesson.id;
        if !bin::put(tx, id, key, act.person, act.at)? || !store::remove(tx, id)? {
            return Err(xingtan_db::Error::Conflict);
        }
    }
    note(tx, course, &version, act, "catalog.lesson-removed", &all[at].lesson.title)?;
    Ok(Changed::Done(below + 1))
}

/// The lesson of a course's draft, for a slice that edits what the lesson is about: `Frozen` when the version was
/// submitted or published.
///
/// # Errors
/// Those of the database.
pub fn draft_lesson(tx: &mut Tx<'_>, course: &Course, key: Uuid) -> Result<Changed<Lesson>> {
    let version = draft!(tx, course);
    Ok(match store::get(tx, version.id, key)? {
        Some(lesson) => Changed::Done(lesson),
        None => Changed::Gone,
    })
}

/// Notes that somebody changed what a lesson of a draft is about: they neither review nor publish the version.
///
/// # Errors
/// Those of the database.
pub fn touch_lesson(tx: &mut Tx<'_>, course: &Course, lesson: &Lesson, act: &Act) -> Result<()> {
    versions::add_editor(tx, lesson.version_id, act.person, act.at)?;
    courses::touch(tx, course.id, act.at)
}

/// What follows every change of the tree of a draft: its count, the sums that lists show, who wrote, the trail.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    course: &Course,
    version: &Version,
    act: &Act,
    action: &'static str,
    title: &str,
) -> Result<()> {
    versions::touch(tx, version.id, None, act.at)?;
    follow(tx, course, version, act)?;
    tell(tx, course, act, action, title)
}

/// What follows every change of a lesson. The tree's count stays: whoever orders it meanwhile is not in the way.
fn follow(tx: &mut Tx<'_>, course: &Course, version: &Version, act: &Act) -> Result<()> {
    versions::noticed(tx, version.id, act.at)?;
    versions::add_editor(tx, version.id, act.person, act.at)?;
    let sums = store::sums(tx, version.id)?;
    courses::set_sums(tx, course.id, sums, act.at)?;
    if course.published_version_id.is_some() {
        courses::touch(tx, course.id, act.at)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, course: &Course, act: &Act, action: &'static str, title: &str) -> Result<()> {
    record(
        tx,
        &act.entry(action).on("course", course.id, &course.title).within(&course.unit_path).detail(&title),
    )
}
