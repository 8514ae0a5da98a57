//! Courses for programs: here the published ones, as every member of the institution sees them. What is drafted or
//! judged is for its authors, reviewers and publishers (`desk`, `way`).

pub mod desk;
pub mod way;

use super::store::{Course, SORTS};
use crate::{
    api::{PublishedCourse, published_courses, published_tree},
    lesson::{rules::Placed, store::Lesson},
    picture::store::{self as pictures, Picture},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, Words, collection},
};

/// How demanding a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LevelJson {
    /// For beginners.
    Basic,
    /// For those who know the basics.
    Intermediate,
    /// For the experienced.
    Advanced,
}

impl LevelJson {
    pub(crate) fn code(self) -> &'static str {
        match self {
            LevelJson::Basic => "basic",
            LevelJson::Intermediate => "intermediate",
            LevelJson::Advanced => "advanced",
        }
    }
}

/// A published course.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CourseJson {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// `basic`, `intermediate` or `advanced`.
    pub level: String,
    /// Its category.
    pub category: Option<Uuid>,
    /// Who teaches it.
    pub lecturer: String,
    /// Credits, in hundredths: 150 are 1.5 credits.
    pub credits: i64,
    /// Training hours: stated minutes of all lessons.
    pub minutes: i64,
    /// Number of lessons.
    pub lessons: i64,
    /// The unit that offers it.
    pub unit: Uuid,
    /// When the version in force was published, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
}

impl From<Course> for CourseJson {
    fn from(it: Course) -> Self {
        CourseJson {
            id: it.id,
            title: it.title,
            summary: it.summary,
            level: it.level,
            category: it.category_id,
            lecturer: it.lecturer_name,
            credits: it.credits,
            minutes: it.minutes,
            lessons: it.lessons,
            unit: it.unit_id,
            published_at: it.published_at,
        }
    }
}

/// A published course with its facts and lessons.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CourseDetailJson {
    /// What lists say of it.
    #[serde(flatten)]
    pub course: CourseJson,
    /// Number of the version in force; the first is 1.
    pub version: i64,
    /// Introduction, Markdown.
    pub introduction: String,
    /// Objectives, Markdown.
    pub objectives: String,
    /// Syllabus, Markdown.
    pub syllabus: String,
    /// How learners are examined, Markdown.
    pub criteria: String,
    /// Its lessons, each before what stands below it.
    pub tree: Vec<LessonJson>,
}

/// A lesson. What it teaches is to be read on its page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LessonJson {
    /// The same in all versions of the course.
    pub key: Uuid,
    /// `2.1.3`: where it stands in the tree.
    pub number: String,
    /// 0 for the outermost level.
    #[schema(minimum = 0)]
    pub depth: i32,
    /// `section`, `page`, `pdf`, `video`, `audio`, `download`, `quiz` or a kind of a later version.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Stated minutes.
    pub minutes: i64,
    /// Whether the course is complete only with it.
    pub required: bool,
    /// Its file.
    pub file: Option<FileJson>,
    /// The pictures that its text shows.
    pub pictures: Vec<PictureJson>,
}

/// A picture.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PictureJson {
    /// Its id; the same bytes are one picture of a course.
    pub id: Uuid,
    /// What it shows, for whom does not see it.
    pub description: String,
    /// Its size in bytes.
    pub size: i64,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
}

impl From<Picture> for PictureJson {
    fn from(it: Picture) -> Self {
        PictureJson {
            id: it.id,
            description: it.description,
            size: it.size,
            width: it.width,
            height: it.height,
        }
    }
}

/// A file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileJson {
    /// Its name as uploaded.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
}

impl From<Placed<Lesson>> for LessonJson {
    fn from(it: Placed<Lesson>) -> Self {
        LessonJson {
            key: it.lesson.lesson_key,
            number: it.number,
            depth: i32::try_from(it.depth).unwrap_or(i32::MAX),
            kind: it.lesson.kind,
            title: it.lesson.title,
            minutes: it.lesson.minutes,
            required: it.lesson.required,
            file: it.lesson.file_name.zip(it.lesson.file_size).map(|(name, size)| FileJson { name, size }),
            pictures: Vec::new(),
        }
    }
}

impl From<PublishedCourse> for CourseDetailJson {
    fn from(it: PublishedCourse) -> Self {
        CourseDetailJson {
            course: it.course.into(),
            version: it.version.number,
            introduction: it.version.introduction_md,
            objectives: it.version.objectives_md,
            syllabus: it.version.syllabus_md,
            criteria: it.version.criteria_md,
            tree: it.lessons.into_iter().map(LessonJson::from).collect(),
        }
    }
}

/// Which courses.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoursesQuery {
    /// Words, each of which occurs in title, pinyin, initials, summary or author.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only courses of this category and those below it.
    category: Option<Uuid>,
    /// Only courses of this level.
    #[param(inline)]
    level: Option<LevelJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Published courses
///
/// The catalogue as every member of the institution sees it, what changed last first.
#[utoipa::path(
    get, path = "/api/v1/courses", tag = "courses", operation_id = "courses", params(CoursesQuery),
    security(("token" = [])),
    responses((status = 200, description = "A page of courses.", body = Collection<CourseJson>))
)]
pub async fn list(
    State(app): State<App>,
    _caller: Caller,
    Asked(asked): Asked<CoursesQuery>,
) -> Result<Json<Collection<CourseJson>>, Fault> {
    let pairs = [
        ("q", asked.q.map(|words| words.0)),
        ("category", asked.category.map(|id| id.to_string())),
        ("level", asked.level.map(|level| level.code().to_owned())),
    ];
    let sorts = (&SORTS[..1], By::Moment);
    let list = collection("/api/v1/courses", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let page = app.db().read(move |tx| published_courses(tx, &list)).await?;
    Ok(Json(Collection::of(page, CourseJson::from)))
}

/// A published course
///
/// With its facts and the tree of its lessons.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}", tag = "courses", operation_id = "course",
    params(("id" = Uuid, Path, description = "The course.")), security(("token" = [])),
    responses((status = 200, description = "The course.", body = CourseDetailJson))
)]
pub async fn one(
    State(app): State<App>,
    _caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<CourseDetailJson>, Fault> {
    let (found, mut shown) = app
        .db()
        .read(move |tx| {
            let found = published_tree(tx, id)?.ok_or(Fault::NotFound)?;
            let shown = pictures::of_version(tx, found.version.id)?;
            Ok::<_, Fault>((found, shown))
        })
        .await?;
    let mut course = CourseDetailJson::from(found);
    for lesson in &mut course.tree {
        let own = shown.remove(&lesson.key).unwrap_or_default();
        lesson.pictures = own.into_iter().map(PictureJson::from).collect();
    }
    Ok(Json(course))
}
