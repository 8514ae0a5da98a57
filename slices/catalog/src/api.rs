//! What other slices may use of the catalogue. All functions take the caller's transaction.

use crate::{lesson, version};
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_web::{List, ListPage};

pub use crate::{
    access::{Access, publishable, readable, writable},
    act::Act,
    category::store::{Category, add as add_category},
    changed::Changed,
    course::{
        change::{NewCourse, create_course},
        store::{Course, SORTS},
    },
    kinds::{
        AUDIO, Completion, Content, DOWNLOAD, LessonHooks, LessonKind, LessonKinds, PAGE, PDF, QUIZ, SECTION,
        VIDEO,
    },
    lesson::{
        change::{
            LessonFile, NewLesson, Written, add_lesson, draft_lesson, remove_lesson, save_lesson,
            touch_lesson,
        },
        library::LESSON_USES,
        rules::{Placed, stated_minutes},
        store::{Body, Lesson},
        upload::LESSON_UPLOAD,
    },
    medium::change::medium_ready,
    notices::review_overdue,
    office::change::office_ready,
    permissions::{COURSES_PUBLISH, COURSES_TAKE_DOWN, COURSES_WRITE},
    picture::{
        change::{Added, NewPicture, add_picture},
        rules::{MEDIA_TYPES as PICTURE_MEDIA_TYPES, Sizes, href as picture_href, look as look_at_picture},
        store::{Picture, is_in as picture_in, sizes as picture_sizes},
    },
    review::{
        change::{RELEASE, approve, submit},
        lists::CHECKS,
        responsible::{Named, Responsible, responsible, responsible_at},
        rules::{Decide, Stage, Submit},
        stages::{DEPARTMENT, DEPARTMENT_HOURS, LISTS_NEEDED, PUBLICATION_HOURS, REVIEW_HOURS, Stages},
    },
    revision::rules::{Keeping, REVISIONS, SITTING},
    search::{Entered, Finder, Finders, Form as FoundForm, ITEMS, Leads, finder},
    states::{CourseState, VersionState},
    version::{
        change::{Begun, Facts, begin_version, publish, save_facts, take_down, withdraw},
        rules::Publish,
        store::Version,
    },
    waiting::{Waiter, Waiters, Waits},
};

/// A version of a course was published. Subject: the course. Payload: [`PublishedEvent`].
pub const COURSE_PUBLISHED: &str = "catalog.course_published";
/// A course was withdrawn. Subject: the course. Payload: [`WithdrawnEvent`].
pub const COURSE_WITHDRAWN: &str = "catalog.course_withdrawn";

/// A course was taken from everybody at once. Subject: the course. Payload: [`WithdrawnEvent`]. [`COURSE_WITHDRAWN`] is
/// told as well.
pub const COURSE_TAKEN_DOWN: &str = "catalog.course_taken_down";

/// Payload of [`COURSE_PUBLISHED`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PublishedEvent {
    /// The version now in force.
    pub version_id: Uuid,
    /// Its number.
    pub number: i64,
    /// The version it replaces.
    pub replaces: Option<Uuid>,
}

/// Payload of [`COURSE_WITHDRAWN`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WithdrawnEvent {
    /// The version that was in force.
    pub version_id: Uuid,
}

/// A published course with its lessons.
#[derive(Clone, Debug)]
pub struct PublishedCourse {
    /// The course.
    pub course: Course,
    /// The version in force, with introduction, objectives, syllabus and criteria.
    pub version: Version,
    /// Its lessons in tree order.
    pub lessons: Vec<Placed<Lesson>>,
}

/// One course; none when it does not exist or was deleted.
pub fn course(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Course>> {
    crate::course::store::get(tx, id)
}

/// Notes how a course is rated (CRS-9): the sum of the ratings that count, in hundredths of a star (a rating of 4⅓ stars
/// adds 433), and their number. Told by the slice above that keeps ratings; [`Course::rating`] is their mean. Idempotent.
pub fn rated(tx: &mut Tx<'_>, course: Uuid, sum: i64, count: i64) -> Result<()> {
    let before = crate::course::store::get_any(tx, course)?;
    crate::course::store::set_rating(tx, course, sum, count)?;
    match before {
        Some(it) => crate::index::liked(tx, &it, (sum, count)),
        None => Ok(()),
    }
}

/// Whether a person is among the authors of a course. Two statements.
pub fn teaches(tx: &mut Tx<'_>, course: Uuid, person: Uuid) -> Result<bool> {
    let Some(found) = crate::course::store::get(tx, course)? else { return Ok(false) };
    let authors = crate::course::store::authors(tx, course)?;
    Ok(found.author_id == person || authors.iter().any(|(author, _)| *author == person))
}

/// How many courses wait for the actor to publish them (`/courses?state=to-publish`); none where publishing is not
/// theirs. One statement.
pub fn count_to_publish(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<i64>> {
    if !actor.may(COURSES_PUBLISH) {
        return Ok(None);
    }
    let select = crate::course::list::to_publish(crate::course::store::select_any());
    select.within("c.unit_path", &actor.scope(COURSES_PUBLISH)).count(tx).map(Some)
}

/// Several courses by id, in no particular order; unknown ones are left out. One statement.
pub fn courses(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Course>> {
    crate::course::store::several(tx, ids)
}

/// The published courses after an id, by id, at most `limit`: for work that goes through all of them. One statement.
///
/// # Errors
/// Those of the database.
pub fn published_after(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Course>> {
    crate::course::store::published_after(tx, after, limit)
}

/// What learners study of a course; none when nothing is published or it was withdrawn. Three statements.
pub fn published_tree(tx: &mut Tx<'_>, course: Uuid) -> Result<Option<PublishedCourse>> {
    let Some(course) = crate::course::store::get(tx, course)? else { return Ok(None) };
    let (CourseState::Published, Some(id)) = (course.state, course.published_version_id) else {
        return Ok(None);
    };
    let Some(version) = version::store::get(tx, id)? else { return Ok(None) };
    let lessons = version_tree(tx, id)?;
    Ok(Some(PublishedCourse { course, version, lessons }))
}

/// A version with its facts.
pub fn version(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Version>> {
    version::store::get(tx, id)
}

/// The lessons of a version in tree order; empty for an unknown version. One statement.
pub fn version_tree(tx: &mut Tx<'_>, version: Uuid) -> Result<Vec<Placed<Lesson>>> {
    Ok(lesson::rules::tree(lesson::store::of_version(tx, version)?))
}

/// One lesson of a version with its text.
pub fn lesson(tx: &mut Tx<'_>, version: Uuid, lesson_key: Uuid) -> Result<Option<(Lesson, Body)>> {
    let Some(found) = lesson::store::get(tx, version, lesson_key)? else { return Ok(None) };
    let body = lesson::store::body(tx, version, lesson_key)?;
    Ok(Some((found, body)))
}

/// One lesson of a version, without its text. One statement, however many lessons there are.
pub fn lesson_facts(tx: &mut Tx<'_>, version: Uuid, lesson_key: Uuid) -> Result<Option<Lesson>> {
    lesson::store::get(tx, version, lesson_key)
}

/// Whether videos and audio of a version are watched in order the first time. One statement.
pub fn in_order(tx: &mut Tx<'_>, version: Uuid) -> Result<bool> {
    version::store::in_order(tx, version)
}

/// The text of one lesson of a version, which must have it.
pub fn lesson_body(tx: &mut Tx<'_>, version: Uuid, lesson_key: Uuid) -> Result<Body> {
    lesson::store::body(tx, version, lesson_key)
}

/// A picture of a course that was not deleted.
pub fn picture(tx: &mut Tx<'_>, course: Uuid, id: Uuid) -> Result<Option<Picture>> {
    if crate::course::store::get(tx, course)?.is_none() {
        return Ok(None);
    }
    crate::picture::store::get(tx, course, id)
}

/// Whether the facts of a published course show a picture: then everybody sees it who sees the catalogue.
pub fn picture_in_catalogue(tx: &mut Tx<'_>, picture: &Picture) -> Result<bool> {
    let Some(course) = crate::course::store::get(tx, picture.course_id)? else { return Ok(false) };
    match (course.state, course.published_version_id) {
        (CourseState::Published, Some(version)) => {
            crate::picture::store::is_in_facts(tx, picture.id, version)
        }
        _ => Ok(false),
    }
}

/// A page of the published courses, as the catalogue for learners lists them: searched by the list's query, and by
/// its filters `category` (with the categories below it) and `level`.
pub fn published_courses(tx: &mut Tx<'_>, list: &List) -> Result<ListPage<Course>> {
    let select = crate::course::list::narrowed(tx, list, crate::course::store::select())?;
    list.page(tx, select.always("c.state = 'published'"))
}

/// Categories as pairs of id and name, in tree order, names indented by ideographic spaces: for choices in forms.
pub fn category_choices(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    crate::category::store::choices(tx)
}

/// Keys of the levels of courses with the Fluent keys of their names.
pub const LEVELS: &[(&str, &str)] = &[
    ("basic", "catalog-level-basic"),
    ("intermediate", "catalog-level-intermediate"),
    ("advanced", "catalog-level-advanced"),
];
