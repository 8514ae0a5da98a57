//! Versions begin as copies, carry facts, are published and withdrawn.

use super::{
    rules::{self, Publish},
    store::{self, Version},
};
use crate::{
    Act,
    api::{COURSE_PUBLISHED, COURSE_TAKEN_DOWN, COURSE_WITHDRAWN, PublishedEvent, WithdrawnEvent},
    changed::Changed,
    course::{
        rules::Keys,
        store::{self as courses, Course, Standing},
    },
    file, index,
    kinds::LessonKinds,
    lesson::store::{self as lessons, Body},
    picture::{change as pictures, store as picture_store},
    review::{change as reviews_change, store as reviews},
    states::{CourseState, VersionState},
};
use xingtan_approvals::{self as approvals, Outcome, Verdict};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result, Tx};
use xingtan_events::{Event, publish as announce};

/// What a version says of the course, besides its lessons. Made outside units of work, since texts are rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Title.
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// Key of its level ([`LEVELS`](crate::api::LEVELS)).
    pub level: String,
    /// Category.
    pub category_id: Option<Uuid>,
    /// Who teaches it, when that is a person of this institution.
    pub lecturer_id: Option<Uuid>,
    /// Who teaches it.
    pub lecturer_name: String,
    /// 学分, in hundredths.
    pub credits: i64,
    /// Whether videos and audio are watched in order the first time.
    pub in_order: bool,
    /// 课程介绍.
    pub introduction: Body,
    /// 学习目标.
    pub objectives: Body,
    /// 学习大纲.
    pub syllabus: Body,
    /// 考核标准.
    pub criteria: Body,
}

impl Facts {
    /// A draft with these facts.
    pub(crate) fn version(&self, id: Uuid, course_id: Uuid, number: i64, act: &Act) -> Version {
        Version {
            id,
            course_id,
            number,
            state: VersionState::Draft,
            title: self.title.clone(),
            summary: self.summary.clone(),
            level: self.level.clone(),
            category_id: self.category_id,
            lecturer_id: self.lecturer_id,
            lecturer_name: self.lecturer_name.clone(),
            credits: self.credits,
            in_order: self.in_order,
            introduction_md: self.introduction.body_md.clone(),
            introduction_html: self.introduction.body_html.clone(),
            objectives_md: self.objectives.body_md.clone(),
            objectives_html: self.objectives.body_html.clone(),
            syllabus_md: self.syllabus.body_md.clone(),
            syllabus_html: self.syllabus.body_html.clone(),
            criteria_md: self.criteria.body_md.clone(),
            criteria_html: self.criteria.body_html.clone(),
            created_at: act.at,
            created_by: act.person,
            updated_at: act.at,
            frozen_at: None,
            returned_at: None,
            published_at: None,
            published_by: None,
            retired_at: None,
            version: 1,
        }
    }
}

/// Saves the facts of a draft, unless somebody changed them since the version count `seen`.
///
/// # Errors
/// Those of the database.
pub fn save_facts(
    tx: &mut Tx<'_>,
    course: &Course,
    version: Uuid,
    seen: i64,
    facts: &Facts,
    act: &Act,
) -> Result<Changed<()>> {
    let Some(before) = store::get(tx, version)?.filter(|it| it.course_id == course.id) else {
        return Ok(Changed::Gone);
    };
    if before.state != VersionState::Draft {
        return Ok(Changed::Frozen);
    }
    let after = facts.version(version, course.id, before.number, act);
    if !store::save_facts(tx, seen, &after)? {
        return Ok(Changed::Stale);
    }
    pictures::facts_show(tx, &after)?;
    store::add_editor(tx, version, act.person, act.at)?;
    show_draft(tx, course, &after, act)?;
    record(
        tx,
        &act.entry("catalog.facts-saved")
            .on("course", course.id, &facts.title)
            .within(&course.unit_path)
            .change(&rules::told(&before), &rules::told(&after)),
    )?;
    Ok(Changed::Done(()))
}

/// While nothing was published, lists show the draft.
fn show_draft(tx: &mut Tx<'_>, course: &Course, version: &Version, act: &Act) -> Result<()> {
    if course.published_version_id.is_some() {
        return courses::touch(tx, course.id, act.at);
    }
    show(tx, course, version, act)
}

fn show(tx: &mut Tx<'_>, course: &Course, version: &Version, act: &Act) -> Result<()> {
    let keys = Keys::of(&version.title, &version.summary, &[&course.author_name, &version.lecturer_name]);
    let sums = lessons::sums(tx, version.id)?;
    courses::show(tx, version, &keys, sums, act.at)
}

/// What comes of beginning a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is there, a copy of the latest one.
    New(Uuid),
    /// One is open already.
    Open(Uuid),
}

/// Begins a new version of a published or withdrawn course as a copy of the latest (CRS-6: learners keep the
/// published one meanwhile).
///
/// # Errors
/// Those of the database; `NotFound` for a course without any version.
pub fn begin_version(tx: &mut Tx<'_>, kinds: &LessonKinds, course: &Course, act: &Act) -> Result<Begun> {
    if let Some(open) = course.draft_version_id {
        return Ok(Begun::Open(open));
    }
    let all = store::of_course(tx, course.id)?;
    let latest = all.first().ok_or(Error::NotFound)?;
    let copy = Version {
        id: act.ids.next(),
        number: latest.number + 1,
        state: VersionState::Draft,
        created_at: act.at,
        created_by: act.person,
        updated_at: act.at,
        frozen_at: None,
        returned_at: None,
        published_at: None,
        published_by: None,
        retired_at: None,
        version: 1,
        ..latest.clone()
    };
    store::add(tx, &copy)?;
    pictures::facts_show(tx, &copy)?;
    let mut bodies = lessons::bodies(tx, latest.id)?;
    for lesson in lessons::of_version(tx, latest.id)? {
        let body = bodies.remove(&lesson.lesson_key).unwrap_or_default();
        let quiz_id = match (lesson.quiz_id, kinds.hooks(&lesson.kind)) {
            (Some(id), Some(hooks)) => Some(hooks.copy(tx, id, act)?),
            _ => None,
        };
        let own = lessons::Lesson { id: act.ids.next(), version_id: copy.id, quiz_id, version: 1, ..lesson };
        lessons::add(tx, &own, &body)?;
        pictures::lesson_shows(tx, course.id, (copy.id, own.id), &body)?;
        if let Some(file_id) = own.file_id {
            file::claim(tx, file_id, own.id, act)?;
        }
    }
    let standing =
        Standing { state: course.state, published: course.published_version_id, draft: Some(copy.id) };
    courses::stand(tx, course.id, &standing, act.at)?;
    record(
        tx,
        &act.entry("catalog.version-begun")
            .on("course", course.id, &course.title)
            .within(&course.unit_path)
            .after(&copy.number),
    )?;
    Ok(Begun::New(copy.id))
}

/// Gives up the draft of a course that was published before; answers whether there was one to give up.
///
/// # Errors
/// Those of the database.
pub fn discard_version(tx: &mut Tx<'_>, kinds: &LessonKinds, course: &Course, act: &Act) -> Result<bool> {
    let Some(draft) = course.draft_version_id else { return Ok(false) };
    let Some(version) = store::get(tx, draft)? else { return Ok(false) };
    if version.state != VersionState::Draft || version.number == 1 || reviews::any(tx, draft)? {
        return Ok(false);
    }
    for lesson in lessons::of_version(tx, draft)? {
        if let Some(file_id) = lesson.file_id {
            file::release(tx, file_id, lesson.id, act)?;
        }
        if let (Some(id), Some(hooks)) = (lesson.quiz_id, kinds.hooks(&lesson.kind)) {
            hooks.remove(tx, id)?;
        }
    }
    leftovers(tx, kinds, draft, act)?;
    picture_store::drop_uses_of_version(tx, draft)?;
    if !store::drop_draft(tx, draft)? {
        return Ok(false);
    }
    let standing = Standing { state: course.state, published: course.published_version_id, draft: None };
    courses::stand(tx, course.id, &standing, act.at)?;
    record(
        tx,
        &act.entry("catalog.version-discarded")
            .on("course", course.id, &course.title)
            .within(&course.unit_path)
            .before(&version.number),
    )?;
    Ok(true)
}

/// Publishes the approved version of a course: it is frozen, replaces the one before and is announced. The only way
/// to publish; what is refused leaves nothing changed.
///
/// # Errors
/// Those of the database.
pub fn publish(tx: &mut Tx<'_>, kinds: &LessonKinds, course: &Course, act: &Act) -> Result<Publish> {
    let Some(version) = course.draft_version_id.map(|id| store::get(tx, id)).transpose()?.flatten() else {
        return Ok(Publish::NotApproved);
    };
    let editors = store::editors(tx, version.id)?;
    let reviewers = reviews::approvers(tx, version.id)?;
    let verdict = rules::publish(version.state, course.author_id, &editors, &reviewers, act.person);
    if verdict != Publish::Go {
        return Ok(verdict);
    }
    if let Some(latest) = reviews::latest_of(tx, version.id)?
        && let Some(approval) = reviews::approval_of(tx, latest.id)?
        && let Outcome::Not(_) = approvals::decide(
            tx,
            approval,
            latest.step + 1,
            Verdict::Approve,
            "",
            &act.actor,
            &act.approval(),
        )?
    {
        return Ok(Publish::NotApproved);
    }
    store::retire_published(tx, course.id, act.at)?;
    if !store::step(tx, version.id, VersionState::Approved, VersionState::Published, act.at)? {
        return Err(Error::Conflict);
    }
    store::freeze(tx, version.id, act.person, act.at)?;
    leftovers(tx, kinds, version.id, act)?;
    for lesson in lessons::of_version(tx, version.id)? {
        if let (Some(id), Some(hooks)) = (lesson.quiz_id, kinds.hooks(&lesson.kind)) {
            hooks.freeze(tx, id, act.at)?;
        }
    }
    let standing = Standing { state: CourseState::Published, published: Some(version.id), draft: None };
    courses::stand(tx, course.id, &standing, act.at)?;
    courses::set_responsible(tx, course.id, reviewers.last().copied(), act.person, act.at)?;
    show(tx, course, &version, act)?;
    index::follow(tx, course.id, act)?;
    record(
        tx,
        &act.entry("catalog.course-published")
            .on("course", course.id, &version.title)
            .within(&course.unit_path)
            .after(&version.number),
    )?;
    let payload = PublishedEvent {
        version_id: version.id,
        number: version.number,
        replaces: course.published_version_id,
    };
    announce(
        tx,
        &Event::new(act.ids.next(), COURSE_PUBLISHED, 1, course.id, act.at).by(act.person).with(&payload)?,
    )?;
    Ok(Publish::Go)
}

/// What belongs to a draft alone goes with it: its bin, and who has its lessons open.
pub(crate) fn leftovers(tx: &mut Tx<'_>, kinds: &LessonKinds, version: Uuid, act: &Act) -> Result<()> {
    crate::binned::change::empty(tx, kinds, version, act)?;
    crate::sitting::store::drop_version(tx, version)
}

/// Withdraws a published course with a reason; nobody new gets in. Answers whether it was published.
///
/// # Errors
/// Those of the database.
pub fn withdraw(tx: &mut Tx<'_>, course: &Course, reason: &str, act: &Act) -> Result<bool> {
    let (CourseState::Published, Some(published)) = (course.state, course.published_version_id) else {
        return Ok(false);
    };
    let told = ("catalog.course-withdrawn", [COURSE_WITHDRAWN].as_slice());
    leave(tx, (course, published), reason, told, act)?;
    Ok(true)
}

/// Takes a published or withdrawn course from everybody at once: nobody opens it, and it comes back by a reviewed version
/// alone. What is under review, or approved, goes back to its author, since it was judged before. Answers whether there
/// was something to take down.
///
/// # Errors
/// Those of the database.
pub fn take_down(tx: &mut Tx<'_>, course: &Course, reason: &str, act: &Act) -> Result<bool> {
    let Some(published) = course.published_version_id.filter(|_| course.taken_down_at.is_none()) else {
        return Ok(false);
    };
    reviews_change::recall(tx, course, act)?;
    courses::set_taken_down(tx, course.id, act.at)?;
    let told = ("catalog.course-taken-down", [COURSE_WITHDRAWN, COURSE_TAKEN_DOWN].as_slice());
    leave(tx, (course, published), reason, told, act)?;
    Ok(true)
}

/// A course leaves the catalogue with its published version: its rows, the trail's entry of this action, these events.
fn leave(
    tx: &mut Tx<'_>,
    (course, published): (&Course, Uuid),
    reason: &str,
    (action, events): (&'static str, &[&'static str]),
    act: &Act,
) -> Result<()> {
    let standing = Standing {
        state: CourseState::Withdrawn,
        published: Some(published),
        draft: course.draft_version_id,
    };
    courses::stand(tx, course.id, &standing, act.at)?;
    courses::set_withdrawn(tx, course.id, act.person, reason, act.at)?;
    index::follow(tx, course.id, act)?;
    let entry = act.entry(action).on("course", course.id, &course.title).within(&course.unit_path);
    record(tx, &entry.detail(&reason))?;
    let payload = WithdrawnEvent { version_id: published };
    for kind in events.iter().copied() {
        let event = Event::new(act.ids.next(), kind, 1, course.id, act.at).by(act.person);
        announce(tx, &event.with(&payload)?)?;
    }
    Ok(())
}

/// Takes a withdrawn course up again, with the version that was in force: it was reviewed and did not change.
///
/// # Errors
/// Those of the database.
pub fn reinstate(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<bool> {
    let (CourseState::Withdrawn, Some(published)) = (course.state, course.published_version_id) else {
        return Ok(false);
    };
    if course.taken_down_at.is_some() {
        return Ok(false);
    }
    let Some(version) = store::get(tx, published)? else { return Ok(false) };
    let standing = Standing {
        state: CourseState::Published,
        published: Some(published),
        draft: course.draft_version_id,
    };
    courses::stand(tx, course.id, &standing, act.at)?;
    courses::set_responsible(tx, course.id, course.reviewer_id, act.person, act.at)?;
    index::follow(tx, course.id, act)?;
    record(
        tx,
        &act.entry("catalog.course-reinstated")
            .on("course", course.id, &course.title)
            .within(&course.unit_path),
    )?;
    let payload = PublishedEvent { version_id: published, number: version.number, replaces: None };
    announce(
        tx,
        &Event::new(act.ids.next(), COURSE_PUBLISHED, 1, course.id, act.at).by(act.person).with(&payload)?,
    )?;
    Ok(true)
}
