//! Assignments for programs.

use super::{
    READ, WRITE,
    action::{create_assignment, end_now, extend_to, too_early},
    page::readable,
    rules::State as Stands,
    store::{self, Assignment, Counts, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_auth::Scope;
use xingtan_catalog::{
    Act,
    api::{self as catalog, CourseState},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Moment, Post, Seen, collection},
};

/// A course asked of people, with a deadline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssignmentJson {
    /// Its id.
    pub id: Uuid,
    /// The course.
    pub course: Uuid,
    /// The course's title when it was assigned.
    pub title: String,
    /// Path of the node beyond whose subtree it reaches nobody.
    pub node_path: String,
    /// Where it stands.
    pub state: AssignmentStateJson,
    /// From when the course may be studied, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// Until when it is to be finished, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// What the assigned are told.
    pub note: String,
    /// Who assigned it.
    pub created_by: Uuid,
    /// When it was assigned, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// How many people it has reached. Right after it was made this grows, as a job carries it to them.
    pub reached: i64,
    /// How many of them completed the course.
    pub done: i64,
    /// How many of them are over the deadline.
    pub overdue: i64,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AssignmentStateJson {
    /// It opens later.
    Planned,
    /// It runs.
    Running,
    /// Its deadline is over.
    Over,
    /// Somebody ended it.
    Ended,
}

impl AssignmentJson {
    fn of(it: Assignment, counts: Counts, now: Timestamp) -> Self {
        AssignmentJson {
            state: match it.state(&now) {
                Stands::Planned => AssignmentStateJson::Planned,
                Stands::Running => AssignmentStateJson::Running,
                Stands::Over => AssignmentStateJson::Over,
                Stands::Ended => AssignmentStateJson::Ended,
            },
            id: it.id,
            course: it.course_id,
            title: it.title,
            node_path: it.node_path,
            opens_at: it.opens_at,
            due_at: it.due_at,
            note: it.note,
            created_by: it.created_by,
            created_at: it.created_at,
            reached: counts.reached,
            done: counts.done,
            overdue: counts.overdue,
            version: it.version,
        }
    }
}

/// Which assignments.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssignmentsQuery {
    /// Only of this course.
    course: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Assignments
///
/// Those of the subtrees where the permission holds, the newest first.
#[utoipa::path(
    get, path = "/api/v1/assignments", tag = "learning", operation_id = "assignments", params(AssignmentsQuery),
    security(("token" = ["assignments.read"])),
    responses((status = 200, description = "A page of assignments.", body = Collection<AssignmentJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<AssignmentsQuery>,
) -> Result<Json<Collection<AssignmentJson>>, Fault> {
    caller.must(READ)?;
    let pairs = [("course", asked.course.map(|id| id.to_string()))];
    let sorts = (&SORTS[..1], By::Moment);
    let list =
        collection("/api/v1/assignments", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let (scope, now) = (caller.actor.scope(READ), caller.now);
    let read = app.db().read(move |tx| {
        let mut select = store::select().within("a.node_path", &scope);
        if let Some(course) = asked.course {
            select = select.when("a.course_id = {}", course);
        }
        let page = list.page::<Assignment>(tx, select)?;
        let ids: Vec<Uuid> = page.rows.iter().map(|it| it.id).collect();
        let counts = store::counts(tx, &ids, now)?;
        let own = |it: &Assignment| counts.get(&it.id).copied().unwrap_or_default();
        Ok::<_, Fault>(Collection::of(page, |it| {
            let counts = own(&it);
            AssignmentJson::of(it, counts, now)
        }))
    });
    Ok(Json(read.await?))
}

/// An assignment
#[utoipa::path(
    get, path = "/api/v1/assignments/{id}", tag = "learning", operation_id = "assignment",
    params(("id" = Uuid, Path, description = "The assignment.")), security(("token" = ["assignments.read"])),
    responses((status = 200, description = "The assignment.", body = AssignmentJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<AssignmentJson>, Fault> {
    caller.must(READ)?;
    let (scope, now) = (caller.actor.scope(READ), caller.now);
    let read = app.db().read(move |tx| {
        let it = store::get(tx, id)?.filter(|it| scope.covers(&it.node_path)).ok_or(Fault::NotFound)?;
        let counts = store::counts(tx, &[id], now)?.remove(&id).unwrap_or_default();
        Ok::<_, Fault>(AssignmentJson::of(it, counts, now))
    });
    Ok(Json(read.await?))
}

/// A course to be assigned. Whoever is meant by one of the targets is assigned, also those who come to be meant later.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignJson {
    /// The published course.
    course: Uuid,
    /// It reaches nobody beyond the subtree of this node.
    node: Uuid,
    /// Holders of these positions.
    #[serde(default)]
    #[schema(max_items = 200)]
    positions: Vec<Uuid>,
    /// People of these units and of those below them.
    #[serde(default)]
    #[schema(max_items = 200)]
    units: Vec<Uuid>,
    /// Members of these cohorts.
    #[serde(default)]
    #[schema(max_items = 200)]
    cohorts: Vec<Uuid>,
    /// These people.
    #[serde(default)]
    #[schema(max_items = 200)]
    persons: Vec<Uuid>,
    /// From when the course may be studied, RFC 3339; at once unless given.
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<Moment>,
    /// Until when it is to be finished, RFC 3339; later than now and than the opening.
    #[schema(value_type = String, format = DateTime)]
    due_at: Moment,
    /// What the assigned are told.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// Most targets of one kind, most characters of a note.
const TARGETS: usize = 200;
const NOTE: usize = 500;

impl AssignJson {
    fn wrong(&self, opens_at: Timestamp, now: Timestamp) -> Vec<(String, Msg)> {
        let mut wrong = Vec::new();
        let mut refuse = |field: &str, msg: Msg| wrong.push((field.to_owned(), msg));
        let lists = [
            ("positions", &self.positions),
            ("units", &self.units),
            ("cohorts", &self.cohorts),
            ("persons", &self.persons),
        ];
        for (field, ids) in lists {
            if ids.len() > TARGETS {
                refuse(field, Msg::new("learning-assignment-many").with("max", TARGETS as i64));
            }
        }
        if lists.iter().all(|(_, ids)| ids.is_empty()) {
            refuse("persons", Msg::new("learning-assignment-nobody"));
        }
        if self.due_at.0 <= now || self.due_at.0 <= opens_at {
            refuse("due_at", Msg::new("learning-assignment-due-early"));
        }
        let count = self.note.chars().count();
        if count > NOTE || self.note.contains('\0') {
            refuse("note", Msg::new("web-form-too-long").with("max", NOTE as i64).with("now", count as i64));
        }
        wrong
    }
}

/// Assign a course
///
/// With `Idempotency-Key` the same post is carried out once. A job carries the assignment to the people it means.
#[utoipa::path(
    post, path = "/api/v1/assignments", tag = "learning", operation_id = "assign", request_body = AssignJson,
    security(("token" = ["assignments.write"])),
    responses((status = 201, description = "The course is assigned.", body = AssignmentJson,
               headers(("location" = String, description = "Where the assignment is to be found."))))
)]
pub async fn assign(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AssignJson>,
) -> Result<Response, Fault> {
    caller.must(WRITE)?;
    let opens_at = body.opens_at.map_or(caller.now, |Moment(at)| at.max(caller.now));
    let wrong = body.wrong(opens_at, caller.now);
    if !wrong.is_empty() {
        return Err(Fault::Invalid(wrong));
    }
    let (id, job, act) = (app.id(), app.id(), Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        let node = accounts::node(tx, body.node)?.filter(|node| act.actor.may_at(WRITE, &node.path));
        let node = node.ok_or_else(|| choice("node"))?;
        let course = catalog::course(tx, body.course)?.filter(|it| it.state == CourseState::Published);
        let course = course.ok_or_else(|| choice("course"))?;
        let targets = targets(tx, &body, &act.actor.scope(WRITE))?;
        if !means_anybody(tx, &targets, &node.path)? {
            return Err(Fault::Invalid(vec![("persons".to_owned(), Msg::new("learning-assignment-empty"))]));
        }
        let it = Assignment {
            id,
            course_id: course.id,
            title: course.title,
            node_path: node.path,
            opens_at,
            due_at: body.due_at.0,
            note: body.note.clone(),
            created_by: act.person,
            created_at: act.at,
            ended_at: None,
            version: 1,
        };
        create_assignment(tx, &it, &targets, job, &act)?;
        let body = AssignmentJson::of(it, Counts::default(), act.at);
        Ok(Answer::made(format!("/api/v1/assignments/{id}"), body))
    };
    repeat.once(&caller, None, unit).await
}

/// A later deadline.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Until when it is to be finished, RFC 3339; later than before.
    #[schema(value_type = String, format = DateTime)]
    due_at: Moment,
}

fn stale() -> Fault {
    Fault::Conflict(Msg::new("web-fault-stale"))
}

fn as_it_is(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: Uuid,
    now: Timestamp,
) -> Result<Answer<AssignmentJson>, Fault> {
    let it = readable(tx, scope, id)?;
    let counts = store::counts(tx, &[id], now)?.remove(&id).unwrap_or_default();
    Ok(Answer::done(AssignmentJson::of(it, counts, now)))
}

/// Extend the deadline of an assignment
///
/// A job carries the new deadline to those whom the assignment has reached. With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/assignments/{id}/deadline", tag = "learning", operation_id = "extend_assignment",
    params(("id" = Uuid, Path, description = "The assignment.")), request_body = ExtendJson,
    security(("token" = ["assignments.write"])),
    responses((status = 200, description = "The deadline is moved.", body = AssignmentJson))
)]
pub async fn extend(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ExtendJson>,
) -> Result<Response, Fault> {
    caller.must(WRITE)?;
    let (scope, act, job) = (caller.actor.scope(WRITE), Act::of(&caller), app.id());
    let unit = move |tx: &mut Tx<'_>| {
        let it = readable(tx, &scope, id)?;
        if let Some((_, msg)) = too_early(&it, body.due_at.0) {
            return Err(Fault::Invalid(vec![("due_at".to_owned(), msg)]));
        }
        if !extend_to(tx, &it, body.version.0, body.due_at.0, job, &act)? {
            return Err(stale());
        }
        as_it_is(tx, &scope, id, act.at)
    };
    repeat.once(&caller, None, unit).await
}

/// The end of an assignment.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
}

/// End an assignment
///
/// It reaches nobody any more: what was begun stays as an elective, what was not begun is withdrawn. With
/// `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/assignments/{id}/end", tag = "learning", operation_id = "end_assignment",
    params(("id" = Uuid, Path, description = "The assignment.")), request_body = EndJson,
    security(("token" = ["assignments.write"])),
    responses((status = 200, description = "The assignment has ended.", body = AssignmentJson))
)]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<EndJson>,
) -> Result<Response, Fault> {
    caller.must(WRITE)?;
    let (scope, act, job) = (caller.actor.scope(WRITE), Act::of(&caller), app.id());
    let unit = move |tx: &mut Tx<'_>| {
        let it = readable(tx, &scope, id)?;
        if !end_now(tx, &it, body.version.0, job, &act)? {
            return Err(stale());
        }
        as_it_is(tx, &scope, id, act.at)
    };
    repeat.once(&caller, None, unit).await
}

/// The targets, all of which have to be there and within what the caller may assign to.
fn targets(tx: &mut Tx<'_>, body: &AssignJson, scope: &Scope) -> Result<Targets, Fault> {
    for id in &body.positions {
        accounts::position(tx, *id)?.ok_or_else(|| choice("positions"))?;
    }
    for id in &body.units {
        accounts::node(tx, *id)?.filter(|it| scope.covers(&it.path)).ok_or_else(|| choice("units"))?;
    }
    for id in &body.cohorts {
        let cohort = accounts::cohort(tx, *id)?.filter(|it| scope.covers(&it.node_path));
        cohort.ok_or_else(|| choice("cohorts"))?;
    }
    let mut persons = body.persons.clone();
    persons.sort_unstable();
    persons.dedup();
    let people = accounts::people(tx, &persons)?;
    if people.iter().filter(|it| scope.covers(&it.unit_path)).count() != persons.len() {
        return Err(choice("persons"));
    }
    Ok(Targets {
        positions: body.positions.clone(),
        nodes: body.units.clone(),
        cohorts: body.cohorts.clone(),
        persons,
    })
}

/// A field that names nothing one may choose.
pub(crate) fn choice(field: &str) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), Msg::new("web-form-choice"))])
}

/// Whether any present person of the subtree is meant now.
fn means_anybody(tx: &mut Tx<'_>, targets: &Targets, path: &str) -> Result<bool, Fault> {
    let mut after = None;
    loop {
        let some = accounts::matching(tx, targets, after, 500)?;
        if accounts::people(tx, &some)?.iter().any(|it| it.unit_path.starts_with(path)) {
            return Ok(true);
        }
        after = some.last().copied();
        if some.len() < 500 {
            return Ok(false);
        }
    }
}
