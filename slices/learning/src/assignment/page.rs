//! What one sees of assignments.

use super::{
    READ, WRITE, people,
    rules::State as Stands,
    store::{self, Assignment, Counts},
};
use crate::enrolment::list::{self, Line};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use std::collections::HashMap;
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_auth::Scope;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "assignment/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    rows: Vec<(Assignment, Counts)>,
    states: Vec<(String, String)>,
    exports: (String, String),
    may_write: bool,
    now: Timestamp,
}

/// `GET /assignments`: all assignments of the own subtree, the newest first.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "/assignments", store::SORTS, &["state"], 50).or_descending();
    if form.has("as") {
        return super::export::list(&who, form.value("as"), list).await;
    }
    let (scope, now, asked) = (who.actor.scope(READ), who.now, list.clone());
    let (found, counts) = app
        .db()
        .read(move |tx| {
            let select = store::select().within("a.node_path", &scope);
            let select = titled(narrow(select, asked.filter("state"), now), &asked.query);
            let found = asked.page::<Assignment>(tx, select)?;
            let ids: Vec<Uuid> = found.rows.iter().map(|it| it.id).collect();
            let counts = store::counts(tx, &ids, now)?;
            Ok::<_, Fault>((found, counts))
        })
        .await?;
    let states = [Stands::Planned, Stands::Running, Stands::Over, Stands::Ended];
    let codes = ["planned", "running", "over", "ended"];
    html(&ListPage {
        list: found.listed(&list),
        rows: with_counts(found.rows, &counts),
        states: codes.iter().zip(states).map(|(code, it)| ((*code).to_owned(), who.l.t(it.key()))).collect(),
        may_write: who.actor.may(WRITE),
        now,
        exports: super::export::hrefs(&list),
        page: Page::new(&who, who.l.t("learning-assignments")),
    })
}

fn with_counts(rows: Vec<Assignment>, counts: &HashMap<Uuid, Counts>) -> Vec<(Assignment, Counts)> {
    rows.into_iter().map(|it| (it.clone(), counts.get(&it.id).copied().unwrap_or_default())).collect()
}

/// Titles are few and searched as they are written.
pub(super) fn titled(select: xingtan_web::Select, query: &str) -> xingtan_web::Select {
    select.search("lower(a.title)", query)
}

pub(super) fn narrow(select: xingtan_web::Select, state: &str, now: Timestamp) -> xingtan_web::Select {
    match state {
        "planned" => select.when("a.ended_at IS NULL AND a.opens_at > {}", now),
        "running" => select.when_all(
            "a.ended_at IS NULL AND a.opens_at <= {} AND a.due_at > {}",
            vec![now.into(), now.into()],
        ),
        "over" => select.when("a.ended_at IS NULL AND a.due_at <= {}", now),
        "ended" => select.always("a.ended_at IS NOT NULL"),
        _ => select,
    }
}

/// What may be chosen in the form of a new assignment.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Published courses.
    pub courses: Vec<(String, String)>,
    /// The subtrees for which one may assign.
    pub scopes: Vec<(String, String)>,
    /// Positions.
    pub positions: Vec<(String, String)>,
    /// Units of the own subtrees.
    pub nodes: Vec<(String, String)>,
    /// Cohorts of the own subtrees.
    pub cohorts: Vec<(String, String)>,
}

/// Reads what may be chosen: nine statements.
pub fn choices(tx: &mut Tx<'_>, scope: &Scope) -> xingtan_db::Result<Choices> {
    let all = List::read(&Form::default().with("sort", "title"), "", catalog::SORTS, &[], 500);
    let courses = catalog::published_courses(tx, &all)?.rows;
    let mut nodes = Vec::new();
    for path in scope.paths() {
        nodes.extend(accounts::subtree(tx, path)?);
    }
    let trails = accounts::trails(tx, nodes.iter().map(|node| node.path.as_str()))?;
    let named = |node: &accounts::Node| trails.get(&node.path).cloned().unwrap_or_else(|| node.name.clone());
    let tops = nodes.iter().filter(|node| scope.paths().contains(&node.path));
    Ok(Choices {
        courses: courses.into_iter().map(|it| (it.id.to_string(), it.title)).collect(),
        scopes: tops.map(|node| (node.path.clone(), named(node))).collect(),
        positions: accounts::positions(tx)?.into_iter().map(|it| (it.id.to_string(), it.name)).collect(),
        nodes: nodes.iter().map(|node| (node.id.to_string(), named(node))).collect(),
        cohorts: accounts::cohorts(tx)?
            .into_iter()
            .filter(|it| scope.covers(&it.node_path))
            .map(|it| (it.id.to_string(), it.name))
            .collect(),
    })
}

#[derive(Template)]
#[template(path = "assignment/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    choices: Choices,
    count: Option<i64>,
    today: String,
}

/// `GET /assignments/new`, with `?course=ID` that course chosen.
pub async fn new(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(WRITE)?;
    let scope = who.actor.scope(WRITE);
    let choices = app.db().read(move |tx| choices(tx, &scope)).await?;
    let mut form = Form::fresh(app.id()).with("course", asked.value("course"));
    if let Some((path, _)) = choices.scopes.first() {
        form = form.with("scope", path);
    }
    shown(&who, form, choices, None)
}

/// The form of a new assignment, with the number of people once it is known; 422 where something is wrong.
///
/// # Errors
/// Where the template does not render.
pub fn shown(who: &SignedIn, form: Form, choices: Choices, count: Option<i64>) -> Result<Response, Fault> {
    let status = if form.ok() { http::StatusCode::OK } else { http::StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&NewPage {
        page: Page::new(who, who.l.t("learning-assignment-new"))
            .crumb("/assignments", who.l.t("learning-assignments")),
        today: who.l.zone().date(who.now).to_string(),
        form,
        choices,
        count,
    })?;
    Ok((status, page).into_response())
}

/// An assignment that one may see.
///
/// # Errors
/// [`Fault::NotFound`] where there is none, or it is not the reader's to know.
pub fn readable(tx: &mut Tx<'_>, scope: &Scope, id: Uuid) -> Result<Assignment, Fault> {
    store::get(tx, id)?.filter(|it| scope.covers(&it.node_path)).ok_or(Fault::NotFound)
}

#[derive(Template)]
#[template(path = "assignment/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Assignment,
    counts: Counts,
    list: Listed,
    rows: Vec<Line>,
    states: Vec<(String, String)>,
    targets: Vec<(String, String)>,
    by: String,
    place: String,
    may_write: bool,
    now: Timestamp,
}

/// `GET /assignments/{id}`: how far it is, and whom it reached.
pub async fn one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    asked: Form,
) -> Result<Response, Fault> {
    show(&who, id, &asked, None).await
}

/// The page of an assignment, with a form that was filled in wrongly.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone or not the reader's to know.
pub async fn show(who: &SignedIn, id: Uuid, asked: &Form, wrong: Option<Form>) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(asked, format!("/assignments/{id}"), list::BY_NAME, people::FILTERS, 50);
    let (scope, now, wanted) = (who.actor.scope(READ), who.now, list.clone());
    let (it, counts, found, rows, targets, by, place) = who
        .app
        .db()
        .read(move |tx| {
            let it = readable(tx, &scope, id)?;
            let counts = store::counts(tx, &[id], now)?.remove(&id).unwrap_or_default();
            let select = people::select(tx, &it, &wanted, &scope, now)?;
            let mut found = wanted.page(tx, select)?;
            let rows = list::lines(tx, std::mem::take(&mut found.rows), now)?;
            let targets = store::targets(tx, id)?;
            let targets = target_names(tx, &targets)?;
            let by = accounts::names(tx, &[it.created_by])?.remove(&it.created_by).unwrap_or_default();
            let place =
                accounts::trails(tx, [it.node_path.as_str()])?.remove(&it.node_path).unwrap_or_default();
            Ok::<_, Fault>((it, counts, found, rows, targets, by, place))
        })
        .await?;
    let status = if wrong.is_some() { http::StatusCode::UNPROCESSABLE_ENTITY } else { http::StatusCode::OK };
    let states = ["open", "overdue", "not-begun", "begun", "done"];
    let page = html(&OnePage {
        form: wrong.unwrap_or_else(|| {
            Form::fresh(who.app.id())
                .with("version", it.version)
                .with("due", who.l.zone().date(it.due_at - xingtan_clock::Span::of_seconds(1)))
        }),
        may_write: who.actor.may_at(WRITE, &it.node_path) && it.ended_at.is_none(),
        page: Page::new(who, it.title.clone()).crumb("/assignments", who.l.t("learning-assignments")),
        states: states
            .iter()
            .map(|it| ((*it).to_owned(), who.l.t(&format!("learning-filter-{it}"))))
            .collect(),
        targets: targets.into_iter().map(|(key, names)| (who.l.t(key), names)).collect(),
        list: found.listed(&list),
        counts,
        rows,
        by,
        place,
        now,
        it,
    })?;
    Ok((status, page).into_response())
}

/// Whom it is meant for, in words: the kind's Fluent key and names.
fn target_names(tx: &mut Tx<'_>, targets: &Targets) -> xingtan_db::Result<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    if !targets.positions.is_empty() {
        let all = accounts::positions(tx)?;
        let names = all.into_iter().filter(|it| targets.positions.contains(&it.id)).map(|it| it.name);
        found.push(("learning-target-positions", names.collect::<Vec<_>>().join("、")));
    }
    if !targets.nodes.is_empty() {
        let all = accounts::nodes(tx)?;
        let names = all.into_iter().filter(|it| targets.nodes.contains(&it.id)).map(|it| it.name);
        found.push(("learning-target-nodes", names.collect::<Vec<_>>().join("、")));
    }
    if !targets.cohorts.is_empty() {
        let all = accounts::cohorts(tx)?;
        let names = all.into_iter().filter(|it| targets.cohorts.contains(&it.id)).map(|it| it.name);
        found.push(("learning-target-cohorts", names.collect::<Vec<_>>().join("、")));
    }
    if !targets.persons.is_empty() {
        let few: Vec<Uuid> = targets.persons.iter().copied().take(50).collect();
        let names: Vec<String> = accounts::people(tx, &few)?.into_iter().map(|it| it.name).collect();
        let rest = if targets.persons.len() > few.len() { "…" } else { "" };
        found.push(("learning-target-persons", format!("{}{rest}", names.join("、"))));
    }
    Ok(found)
}

#[derive(Template)]
#[template(path = "assignment/end.html")]
struct EndPage {
    page: Page,
    form: Form,
    it: Assignment,
    counts: Counts,
}

/// `GET /assignments/{id}/end`: names what is lost and asks once.
pub async fn end(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (scope, now) = (who.actor.scope(WRITE), who.now);
    let (it, counts) = app
        .db()
        .read(move |tx| {
            let it = readable(tx, &scope, id)?;
            let counts = store::counts(tx, &[id], now)?.remove(&id).unwrap_or_default();
            Ok::<_, Fault>((it, counts))
        })
        .await?;
    html(&EndPage {
        page: Page::new(&who, who.l.t1("learning-assignment-end-title", "title", &it.title))
            .crumb("/assignments", who.l.t("learning-assignments"))
            .crumb(format!("/assignments/{id}"), it.title.clone()),
        form: Form::fresh(app.id()).with("version", it.version),
        it,
        counts,
    })
}
