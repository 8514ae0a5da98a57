//! Enrolments for programs.

use super::{
    list::{self, BY_NAME, Line},
    state::{self, State as Stands},
    store::{self, Enrolment},
};
use crate::{department::READ, json::Whose, study::action::enrol_in};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_auth::Actor;
use xingtan_catalog::{Act, api::LessonKinds};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection},
};

/// One person in one course.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EnrolmentJson {
    /// Its id.
    pub id: Uuid,
    /// The learner.
    pub person: Uuid,
    /// The learner's name.
    pub person_name: String,
    /// The course.
    pub course: Uuid,
    /// The course's title.
    pub course_title: String,
    /// Whether an assignment asks for it.
    pub required: bool,
    /// Where the learner stands.
    pub state: StandsJson,
    /// From when it may be studied, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// Until when it is to be finished, UTC; none for an elective.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// When the learner was enrolled, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub enrolled_at: Timestamp,
    /// Lessons that count.
    pub lessons_total: i64,
    /// Of these, done.
    pub lessons_done: i64,
    /// Done lessons in percent, rounded down; 100 only when complete.
    #[schema(minimum = 0, maximum = 100)]
    pub percent: i64,
    /// Study time, in seconds of the server's clock.
    pub study_seconds: i64,
    /// When the learner studied last, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_at: Option<Timestamp>,
    /// When it was completed, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub completed_at: Option<Timestamp>,
}

/// Where a learner stands in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandsJson {
    /// It opens later.
    NotOpen,
    /// Nothing was studied yet.
    NotBegun,
    /// It is being studied.
    Begun,
    /// The deadline is over.
    Overdue,
    /// It is complete.
    Done,
}

impl From<Stands> for StandsJson {
    fn from(state: Stands) -> Self {
        match state {
            Stands::NotOpen => StandsJson::NotOpen,
            Stands::NotBegun => StandsJson::NotBegun,
            Stands::Begun => StandsJson::Begun,
            Stands::Overdue => StandsJson::Overdue,
            Stands::Done => StandsJson::Done,
        }
    }
}

impl From<Line> for EnrolmentJson {
    fn from(it: Line) -> Self {
        EnrolmentJson {
            percent: it.e.percent(),
            id: it.e.id,
            person: it.e.person_id,
            person_name: it.name,
            course: it.e.course_id,
            course_title: it.course,
            required: it.e.required,
            state: it.state.into(),
            opens_at: it.e.opens_at,
            due_at: it.e.due_at,
            enrolled_at: it.e.enrolled_at,
            lessons_total: it.e.lessons_total,
            lessons_done: it.e.lessons_done,
            study_seconds: it.e.study_seconds,
            last_at: it.e.last_at,
            completed_at: it.e.completed_at,
        }
    }
}

/// By what enrolments can be narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateFilter {
    /// Not complete.
    Open,
    /// Not complete, and the deadline is over.
    Overdue,
    /// Nothing was studied yet.
    NotBegun,
    /// Studied and not complete.
    Begun,
    /// Complete.
    Done,
}

impl StateFilter {
    fn word(self) -> &'static str {
        match self {
            StateFilter::Open => "open",
            StateFilter::Overdue => "overdue",
            StateFilter::NotBegun => "not-begun",
            StateFilter::Begun => "begun",
            StateFilter::Done => "done",
        }
    }
}

/// Which enrolments: one's own unless a person or a unit is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EnrolmentsQuery {
    /// Only of this person; of others where `progress.read` holds.
    person: Option<Uuid>,
    /// Of everybody of this unit and those below it, where `progress.read` holds.
    unit: Option<Uuid>,
    /// Only in this course.
    course: Option<Uuid>,
    /// Only in this state.
    #[param(inline)]
    state: Option<StateFilter>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Enrolments
///
/// Living ones, by the learner's name (pinyin).
#[utoipa::path(
    get, path = "/api/v1/enrolments", tag = "learning", operation_id = "enrolments", params(EnrolmentsQuery),
    security(("token" = []), ("token" = ["progress.read"])),
    responses((status = 200, description = "A page of enrolments.", body = Collection<EnrolmentJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<EnrolmentsQuery>,
) -> Result<Json<Collection<EnrolmentJson>>, Fault> {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    let word = asked.state.map(StateFilter::word);
    let pairs = [
        ("person", id(asked.person)),
        ("unit", id(asked.unit)),
        ("course", id(asked.course)),
        ("state", word.map(str::to_owned)),
    ];
    let sorts = (&BY_NAME[..1], By::Text);
    let list = collection("/api/v1/enrolments", sorts, &pairs, asked.limit, asked.at.as_ref())?;
    let (whose, now) = (Whose { person: asked.person, unit: asked.unit }, caller.now);
    let read = app.db().read(move |tx| {
        let select = list::select();
        let mut select = whose.narrow(tx, &caller, READ, select, ("e.person_id", "e.unit_path"))?;
        if let Some(course) = asked.course {
            select = select.when("e.course_id = {}", course);
        }
        if let Some(word) = word {
            select = state::narrow(select, word, now);
        }
        let page = list.page(tx, select)?;
        let lines = list::lines(tx, page.rows, now)?;
        let items = lines.into_iter().map(EnrolmentJson::from).collect();
        Ok::<_, Fault>(Collection { items, total: page.total, beyond: page.beyond, next: page.next })
    });
    Ok(Json(read.await?))
}

/// A living enrolment that the actor may know of: one's own, or of a subtree in which `progress.read` holds.
pub(crate) fn known(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Enrolment, Fault> {
    let found = store::get(tx, id)?.filter(|it| it.withdrawn_at.is_none());
    let seen = |it: &Enrolment| it.person_id == actor.person || actor.may_at(READ, &it.unit_path);
    found.filter(seen).ok_or(Fault::NotFound)
}

fn shown(tx: &mut Tx<'_>, enrolment: Enrolment, now: Timestamp) -> Result<EnrolmentJson, Fault> {
    let line = list::lines(tx, vec![enrolment], now)?.pop().ok_or(Fault::NotFound)?;
    Ok(line.into())
}

/// An enrolment
///
/// One's own, or of a subtree in which the permission holds.
#[utoipa::path(
    get, path = "/api/v1/enrolments/{id}", tag = "learning", operation_id = "enrolment",
    params(("id" = Uuid, Path, description = "The enrolment.")),
    security(("token" = []), ("token" = ["progress.read"])),
    responses((status = 200, description = "The enrolment.", body = EnrolmentJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<EnrolmentJson>, Fault> {
    let (actor, now) = (caller.actor().clone(), caller.now);
    let read = app.db().read(move |tx| {
        let enrolment = known(tx, &actor, id)?;
        shown(tx, enrolment, now)
    });
    Ok(Json(read.await?))
}

/// A course one chooses for oneself.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolJson {
    /// The published course.
    course: Uuid,
}

/// Choose an elective
///
/// For the owner of the token, whose scope has to be `all`. Where they study the course already, that enrolment is
/// answered. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/enrolments", tag = "learning", operation_id = "enrol", request_body = EnrolJson,
    security(("token" = ["all"])),
    responses((status = 201, description = "The course can be studied.", body = EnrolmentJson,
               headers(("location" = String, description = "Where the enrolment is to be found."))))
)]
pub async fn enrol(
    State(app): State<App>,
    caller: Caller,
    Extension(kinds): Extension<LessonKinds>,
    Post { body, repeat }: Post<EnrolJson>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let (act, id, unit_path) = (Act::of(&caller), app.id(), caller.actor.unit_path.clone());
    let unit = move |tx: &mut Tx<'_>| {
        enrol_in(tx, &kinds, body.course, id, &unit_path, &act).map_err(|fault| match fault {
            // A course that is not there stands in the body, not in the address.
            Fault::NotFound => crate::assignment::json::choice("course"),
            fault => fault,
        })?;
        let enrolment = store::of(tx, act.person, body.course)?.ok_or(Fault::NotFound)?;
        let there = format!("/api/v1/enrolments/{}", enrolment.id);
        Ok(Answer::made(there, shown(tx, enrolment, act.at)?))
    };
    repeat.once(&caller, None, unit).await
}
