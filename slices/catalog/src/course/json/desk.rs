//! Courses on the desk of those who write, judge or publish them.

use super::LevelJson;
use crate::{
    Act,
    access::{self, Access},
    category::store as categories,
    course::{
        action::{begun, own_unit},
        change::{self, NewCourse},
        copy::Copy,
        deed, edit, facts,
        list::{narrowed, seen},
        page::must_see,
        store::{self, Course, SORTS},
    },
    json::{CourseStateJson, VersionStateJson, choice},
    kinds::LessonKinds,
    lesson::action::copy_title,
    permissions::COURSES_WRITE,
    picture::store as pictures,
    review::{
        change::missing_of,
        deed::because,
        json::FoundJson,
        precheck,
        responsible::{Named, Responsible, responsible},
        store as reviews,
    },
    states::VersionState,
    version::store::{self as versions, Head},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault,
    json::{
        Answer, Asked, By, Caller, Collection, Cursor, Limit, Nothing, Post, Seen, Words, collection,
        decimal, fields, sound,
    },
};

/// A course as those see it who write, judge or publish it. While nothing was published, its facts are those of the
/// draft.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeskCourseJson {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Where it stands.
    pub state: CourseStateJson,
    /// Its category.
    pub category: Option<Uuid>,
    /// Who answers for it as its author.
    pub author: Uuid,
    /// The author's name.
    pub author_name: String,
    /// The unit that offers it.
    pub unit: Uuid,
    /// Credits, in hundredths.
    pub credits: i64,
    /// Stated minutes of all lessons.
    pub minutes: i64,
    /// Number of lessons.
    pub lessons: i64,
    /// The version that learners study.
    pub published_version: Option<Uuid>,
    /// The version that is written, judged, or waits for its publication.
    pub draft: Option<HeadJson>,
    /// Why it was withdrawn.
    pub withdrawn_reason: Option<String>,
    /// When it was taken from everybody at once, UTC; then it comes back by a reviewed version alone.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub taken_down_at: Option<Timestamp>,
    /// When anything of it changed last, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A version under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeadJson {
    /// Its id.
    pub id: Uuid,
    /// Its number; the first is 1.
    pub number: i64,
    /// Where it stands.
    pub state: VersionStateJson,
    /// Whether it came back from a reviewer and was not submitted since.
    pub returned: bool,
    /// Counts changes of facts and tree: whoever changes them says which count they saw.
    pub version: i64,
}

impl From<Head> for HeadJson {
    fn from(it: Head) -> Self {
        HeadJson {
            id: it.id,
            number: it.number,
            state: it.state.into(),
            returned: it.returned_at.is_some(),
            version: it.version,
        }
    }
}

impl DeskCourseJson {
    pub(crate) fn of(it: Course, heads: &[Head]) -> Self {
        let draft = heads.iter().find(|head| Some(head.id) == it.draft_version_id);
        DeskCourseJson {
            id: it.id,
            title: it.title,
            summary: it.summary,
            state: it.state.into(),
            category: it.category_id,
            author: it.author_id,
            author_name: it.author_name,
            unit: it.unit_id,
            credits: it.credits,
            minutes: it.minutes,
            lessons: it.lessons,
            published_version: it.published_version_id,
            draft: draft.cloned().map(HeadJson::from),
            withdrawn_reason: it.withdrawn_reason,
            taken_down_at: it.taken_down_at,
            updated_at: it.updated_at,
        }
    }

    /// As it stands in this unit.
    pub(crate) fn read(tx: &mut Tx<'_>, id: Uuid) -> Result<Self, Fault> {
        let course = store::get_any(tx, id)?.ok_or(Fault::NotFound)?;
        let drafts: Vec<Uuid> = course.draft_version_id.into_iter().collect();
        let heads = versions::heads(tx, &drafts)?;
        Ok(DeskCourseJson::of(course, &heads))
    }
}

/// Which courses of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeskFilterJson {
    /// Never published and written.
    Draft,
    /// Never published and judged.
    InReview,
    /// Never published and approved.
    Approved,
    /// Studied.
    Published,
    /// Published, with a further version under way.
    Changed,
    /// Approved, waiting for its publication, the first or a further one.
    ToPublish,
    /// Taken back.
    Withdrawn,
    /// Deleted within the last 30 days.
    Bin,
}

impl DeskFilterJson {
    const fn word(self) -> &'static str {
        match self {
            DeskFilterJson::Draft => "draft",
            DeskFilterJson::InReview => "in-review",
            DeskFilterJson::Approved => "approved",
            DeskFilterJson::Published => "published",
            DeskFilterJson::Changed => "changed",
            DeskFilterJson::ToPublish => "to-publish",
            DeskFilterJson::Withdrawn => "withdrawn",
            DeskFilterJson::Bin => "bin",
        }
    }
}

/// Which courses of the desk.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeskQuery {
    /// Words, each of which occurs in title, pinyin, initials, summary or author.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only those that stand so.
    #[param(inline)]
    state: Option<DeskFilterJson>,
    /// Only courses of this category and those below it.
    category: Option<Uuid>,
    /// Only courses of this level.
    #[param(inline)]
    level: Option<LevelJson>,
    /// Only those of which one is an author.
    mine: Option<bool>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Courses one writes, judges or publishes
///
/// One's own, and those of the subtrees whose courses one reads, drafts included; what changed last first.
#[utoipa::path(
    get, path = "/api/v1/desk", tag = "authoring", operation_id = "desk", params(DeskQuery),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "A page of courses.", body = Collection<DeskCourseJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<DeskQuery>,
) -> Result<Json<Collection<DeskCourseJson>>, Fault> {
    must_see(&caller)?;
    let mine = asked.mine == Some(true);
    let pairs = [
        ("q", asked.q.map(|words| words.0)),
        ("state", asked.state.map(|state| state.word().to_owned())),
        ("category", asked.category.map(|id| id.to_string())),
        ("level", asked.level.map(|level| level.code().to_owned())),
        ("mine", mine.then(|| "true".to_owned())),
    ];
    let sorts = (&SORTS[..1], By::Moment);
    let list = collection("/api/v1/desk", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let actor = caller.actor().clone();
    let read = app.db().read(move |tx| {
        let whose = if mine { "mine" } else { "" };
        let select = narrowed(tx, &list, seen(&actor, whose, store::select_any()))?;
        let page = list.page::<Course>(tx, select)?;
        let drafts: Vec<Uuid> = page.rows.iter().filter_map(|it| it.draft_version_id).collect();
        let heads = versions::heads(tx, &drafts)?;
        Ok::<_, Fault>(Collection::of(page, |it| DeskCourseJson::of(it, &heads)))
    });
    Ok(Json(read.await?))
}

/// A course on the desk, and what one may do with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeskJson {
    /// The course.
    #[serde(flatten)]
    pub course: DeskCourseJson,
    /// The version on the desk: the one under way, or else the published one. `/courses/{id}/versions/{version}` gives
    /// its facts and lessons.
    pub version_on_desk: Uuid,
    /// Whether one may write drafts of it, submit and take back.
    pub may_write: bool,
    /// Whether one may publish, return and withdraw it.
    pub may_publish: bool,
    /// Whether one may judge its submissions.
    pub may_review: bool,
    /// What a draft lacks before it can be submitted, in the language of the token's owner.
    pub missing: Vec<MissingJson>,
    /// What machines found in the version on the desk.
    pub found: Vec<FoundJson>,
    /// Who answers for it.
    pub responsible: ResponsibleJson,
    /// Why the last submission was returned, where it was not submitted since.
    pub returned_because: Option<String>,
}

/// Somebody who answers for a course.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedJson {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
}

/// Who answers for the version of a course that is in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResponsibleJson {
    /// Its author.
    pub author: NamedJson,
    /// Who approved it, stage by stage; nobody before it was published.
    pub reviewers: Vec<NamedJson>,
    /// Who published it; nobody before.
    pub operator: Option<NamedJson>,
}

impl From<Responsible> for ResponsibleJson {
    fn from(it: Responsible) -> Self {
        let named = |it: Named| NamedJson { id: it.person, name: it.name };
        ResponsibleJson {
            author: named(it.author),
            reviewers: it.reviewers.into_iter().map(named).collect(),
            operator: it.operator.map(named),
        }
    }
}

/// Something that a draft lacks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MissingJson {
    /// What, as a sentence.
    pub what: String,
    /// The lesson it is about.
    pub lesson: Option<Uuid>,
}

/// A course on the desk
///
/// Where it stands, what one may do with it, what it lacks before it can be submitted.
#[utoipa::path(
    get, path = "/api/v1/courses/{id}/desk", tag = "authoring", operation_id = "course_desk",
    params(("id" = Uuid, Path, description = "The course.")),
    security(("token" = ["courses.read"]), ("token" = ["courses.write"])),
    responses((status = 200, description = "The course.", body = DeskJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
) -> Result<Json<DeskJson>, Fault> {
    must_see(&caller)?;
    let actor = caller.actor().clone();
    let (desk, heads, missing, found, responsible, returned_because) = app
        .db()
        .read(move |tx| {
            let desk = edit::desk(tx, &actor, id)?;
            let drafts: Vec<Uuid> = desk.course.draft_version_id.into_iter().collect();
            let heads = versions::heads(tx, &drafts)?;
            let draft = desk.version.state == VersionState::Draft;
            let missing = if draft { missing_of(tx, &kinds, &desk.version)? } else { Vec::new() };
            let review = reviews::latest_of(tx, desk.version.id)?;
            let remarks = review.as_ref().map(|it| reviews::remarks(tx, it.id)).transpose()?;
            let because = because(&desk.version, review.as_ref(), &remarks.unwrap_or_default());
            let found = precheck::findings(tx, &kinds, &desk.version, &desk.lessons)?;
            let responsible = responsible(tx, &desk.course)?;
            Ok::<_, Fault>((desk, heads, missing, found, responsible, because))
        })
        .await?;
    let Access { write, publish, review, .. } = desk.access;
    let missing = missing.into_iter();
    Ok(Json(DeskJson {
        version_on_desk: desk.version.id,
        may_write: write,
        may_publish: publish,
        may_review: review,
        missing: missing.map(|it| MissingJson { what: caller.l.msg(&it.what), lesson: it.lesson }).collect(),
        found: FoundJson::all(&caller, found),
        responsible: responsible.into(),
        returned_because,
        course: DeskCourseJson::of(desk.course, &heads),
    }))
}

/// A course to be begun.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginCourseJson {
    /// Its title.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// Its category.
    category: Option<Uuid>,
    /// Whether introduction, objectives, syllabus and criteria begin as an outline to be filled in.
    #[serde(default)]
    outline: bool,
}

/// Begin a course
///
/// A draft in one's own unit, whose author is the owner of the token. With `Idempotency-Key` the same post is carried
/// out once.
#[utoipa::path(
    post, path = "/api/v1/courses", tag = "authoring", operation_id = "begin_course",
    request_body = BeginCourseJson, security(("token" = ["courses.write"])),
    responses((status = 201, description = "The course is begun.", body = DeskCourseJson,
               headers(("location" = String, description = "The course on the desk."))))
)]
pub async fn begin(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<BeginCourseJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let mut form = fields([
        ("title", Some(body.title)),
        ("category", body.category.map(|id| id.to_string())),
        ("outline", Some(if body.outline { "outline" } else { "empty" }.to_owned())),
    ]);
    let facts = begun(&caller, &mut form);
    sound(&form, str::to_owned)?;
    let (unit_id, unit_path) = own_unit(&caller)?;
    let (id, act, new) = (app.id(), Act::of(&caller), NewCourse { facts, unit_id, unit_path });
    let unit = move |tx: &mut Tx<'_>| {
        known(tx, new.facts.category_id)?;
        change::create_course_as(tx, id, &new, &act)?;
        Ok(Answer::made(format!("/api/v1/courses/{id}/desk"), DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Duplicate a course
///
/// The version on the desk becomes a draft of the owner of the token, in their own unit, with files, pictures and what
/// lessons hold; reviews, learners and progress stay with the first. With `Idempotency-Key` the same post is carried out
/// once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/copy", tag = "authoring", operation_id = "copy_course",
    params(("id" = Uuid, Path, description = "The course.")), request_body = Nothing,
    security(("token" = ["courses.write"])),
    responses((status = 201, description = "The copy is there.", body = DeskCourseJson,
               headers(("location" = String, description = "The copy on the desk."))))
)]
pub async fn copy(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Path(from): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let (unit_id, unit_path) = own_unit(&caller)?;
    let (id, act, l) = (app.id(), Act::of(&caller), caller.l.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let course = access::writable(tx, &act.actor, from)?;
        let title = copy_title(&l, &course.title);
        let to = Copy { id, title, unit_id, unit_path: unit_path.clone() };
        deed::copy(tx, &kinds, from, &to, &act)?;
        Ok(Answer::made(format!("/api/v1/courses/{id}/desk"), DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// A category has to be there.
fn known(tx: &mut Tx<'_>, category: Option<Uuid>) -> Result<(), Fault> {
    match category {
        Some(id) if !categories::all(tx)?.iter().any(|it| it.id == id) => Err(choice("category")),
        _ => Ok(()),
    }
}

/// Facts of a draft. What is not given stays as it is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsJson {
    /// The count of changes that was read (`draft.version`); where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Its title.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// One or two sentences.
    #[schema(max_length = 200)]
    summary: Option<String>,
    /// How demanding it is.
    level: Option<LevelJson>,
    /// Its category.
    category: Option<Uuid>,
    /// Who teaches it.
    #[schema(max_length = 80)]
    lecturer: Option<String>,
    /// Credits, in hundredths.
    #[schema(minimum = 0, maximum = 10_000)]
    credits: Option<i64>,
    /// Whether videos and audio are watched in order the first time.
    in_order: Option<bool>,
    /// Introduction, Markdown.
    #[schema(max_length = 200_000)]
    introduction: Option<String>,
    /// Objectives, Markdown.
    #[schema(max_length = 200_000)]
    objectives: Option<String>,
    /// Syllabus, Markdown.
    #[schema(max_length = 200_000)]
    syllabus: Option<String>,
    /// How learners are examined, Markdown.
    #[schema(max_length = 200_000)]
    criteria: Option<String>,
}

/// Change the facts of a course
///
/// Of its draft: what was submitted or published is changed by nobody (409). With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/courses/{id}/facts", tag = "authoring", operation_id = "save_course_facts",
    params(("id" = Uuid, Path, description = "The course.")), request_body = FactsJson,
    security(("token" = ["courses.write"])),
    responses((status = 200, description = "The facts are changed.", body = DeskCourseJson))
)]
pub async fn save_facts(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<FactsJson>,
) -> Result<Response, Fault> {
    caller.must(COURSES_WRITE)?;
    let actor = caller.actor().clone();
    let (desk, sizes) = app
        .db()
        .read(move |tx| Ok::<_, Fault>((edit::desk(tx, &actor, id)?, pictures::sizes(tx, id)?)))
        .await?;
    if !desk.access.write {
        return Err(Fault::forbidden());
    }
    let now = &desk.version;
    let or = |given: Option<String>, now: &str| Some(given.unwrap_or_else(|| now.to_owned()));
    let level = body.level.map(|level| level.code().to_owned());
    let mut form = fields([
        ("title", or(body.title, &now.title)),
        ("summary", or(body.summary, &now.summary)),
        ("level", or(level, &now.level)),
        ("category", body.category.or(now.category_id).map(|id| id.to_string())),
        ("lecturer", or(body.lecturer, &now.lecturer_name)),
        ("credits", Some(decimal(body.credits.unwrap_or(now.credits)))),
        ("in_order", body.in_order.unwrap_or(now.in_order).then(|| "yes".to_owned())),
        ("introduction", or(body.introduction, &now.introduction_md)),
        ("objectives", or(body.objectives, &now.objectives_md)),
        ("syllabus", or(body.syllabus, &now.syllabus_md)),
        ("criteria", or(body.criteria, &now.criteria_md)),
    ]);
    let read = facts::read(&mut form, &desk);
    sound(&form, str::to_owned)?;
    let (facts, act, version, seen) =
        (facts::rendered(read, &sizes), Act::of(&caller), desk.version.id, body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        known(tx, facts.category_id)?;
        deed::save_facts(tx, id, version, seen, &facts, &act)?;
        Ok(Answer::done(DeskCourseJson::read(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}
