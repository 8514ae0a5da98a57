//! The start pages themselves.

use super::{
    DESK, SUPERVISION,
    first::{FirstStep, first_steps},
    waiting::{Waiters, Waits, waiting},
};
use crate::{
    assignment::store::{self as assignments, Assignment, Counts},
    department::figures,
    enrolment::{
        list::Figures,
        own::{Own, own},
    },
};
use askama::Template;
use axum::{Extension, extract::State, response::Response};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_auth::Scope;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, row};
use xingtan_web::{App, Fault, Form, List, Page, Select, SignedIn, html};

#[derive(Template)]
#[template(path = "desk/desk.html")]
struct DeskPage {
    page: Page,
    first: Vec<FirstStep>,
    waiting: Vec<Waits>,
    people: i64,
    courses: i64,
    figures: Figures,
    as_of: Option<Timestamp>,
    near: Vec<(Assignment, Counts)>,
    now: Timestamp,
}

/// `GET /desk`: the centre's start page.
pub async fn desk(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<Waiters>>,
) -> std::result::Result<Response, Fault> {
    who.must(DESK)?;
    let above = above.map(|it| it.0).unwrap_or_default();
    let (actor, scope, now) = (who.actor.clone(), who.actor.scope(DESK), who.now);
    let figures = figures::required(&app, &scope, None).await?;
    let people = registered(&app, &scope).await?;
    let near = near(&app, &scope).await?;
    let (first, waiting, courses) = app
        .db()
        .read(move |tx| {
            let one = List::read(&Form::default(), "", catalog::SORTS, &[], 1);
            Ok::<_, Fault>((
                first_steps(tx, &actor)?,
                [waiting(tx, &actor)?, above.waiting(tx, &actor)?].concat(),
                catalog::published_courses(tx, &one)?.total,
            ))
        })
        .await?;
    let title = who.l.t("learning-desk");
    html(&DeskPage {
        page: Page::new(&who, title),
        first,
        waiting,
        people,
        courses,
        figures: figures.value,
        as_of: figures.as_of,
        near,
        now,
    })
}

/// How many people are present in a scope.
async fn registered(app: &App, scope: &Scope) -> Result<i64> {
    let key = format!("learning.registered {}", scope.paths().join(" "));
    let scope = scope.clone();
    let count = move |tx: &mut Tx<'_>| {
        let people = accounts::count_people(tx, &scope)?;
        Ok((people, people))
    };
    Ok(app.figures(&key, count).await?.value)
}

/// Running assignments that are due within seven days or over and not done by all, the nearest first.
async fn near(app: &App, scope: &Scope) -> Result<Vec<(Assignment, Counts)>> {
    let key = format!("learning.near {}", scope.paths().join(" "));
    let (scope, now) = (scope.clone(), app.clock().now());
    let count = move |tx: &mut Tx<'_>| {
        let near = near_to(tx, &scope, now)?;
        let reached = near.iter().map(|(_, counts)| counts.reached).sum();
        Ok((near, reached))
    };
    Ok(app.figures(&key, count).await?.value)
}

fn near_to(tx: &mut Tx<'_>, scope: &Scope, now: Timestamp) -> Result<Vec<(Assignment, Counts)>> {
    let select = assignments::select().within("a.node_path", scope).always("a.ended_at IS NULL").when_all(
        "a.due_at <= {} AND a.due_at > {}",
        vec![(now + Span::of_days(7)).into(), (now - Span::of_days(60)).into()],
    );
    let rows: Vec<Assignment> = select.rows(tx, "ORDER BY a.due_at, a.id LIMIT 30")?;
    let ids: Vec<Uuid> = rows.iter().map(|it| it.id).collect();
    let counts: HashMap<Uuid, Counts> = assignments::counts(tx, &ids, now)?;
    let known = |it: Assignment| (it.clone(), counts.get(&it.id).copied().unwrap_or_default());
    Ok(rows.into_iter().map(known).filter(|(_, it)| it.done < it.reached || it.reached == 0).collect())
}

row! {
    /// How far a unit is with required courses.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Unit {
        unit_path: String,
        people: i64,
        courses: i64,
        done: i64,
    }
}

impl Unit {
    fn percent(&self) -> i64 {
        if self.courses == 0 { 0 } else { self.done * 100 / self.courses }
    }
}

#[derive(Template)]
#[template(path = "desk/supervision.html")]
struct SupervisionPage {
    page: Page,
    courses: i64,
    figures: Figures,
    as_of: Option<Timestamp>,
    units: Vec<(Unit, String)>,
}

/// `GET /supervision`: the supervisor's start page; it changes nothing.
pub async fn supervision(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.must(SUPERVISION)?;
    let scope = who.actor.scope(SUPERVISION);
    let figures = figures::required(&app, &scope, None).await?;
    let key = format!("learning.units {}", scope.paths().join(" "));
    let count = move |tx: &mut Tx<'_>| {
        let units = units(tx, &scope)?;
        let courses = units.iter().map(|(unit, _)| unit.courses).sum();
        Ok((units, courses))
    };
    let units = app.figures(&key, count).await?.value;
    let courses = app
        .db()
        .read(move |tx| {
            let one = List::read(&Form::default(), "", catalog::SORTS, &[], 1);
            Ok::<_, Fault>(catalog::published_courses(tx, &one)?.total)
        })
        .await?;
    let title = who.l.t("learning-supervision");
    html(&SupervisionPage {
        page: Page::new(&who, title),
        courses,
        figures: figures.value,
        as_of: figures.as_of,
        units,
    })
}

fn units(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(Unit, String)>> {
    let select = Select::new(
        "e.unit_path, count(DISTINCT e.person_id) AS people, count(*) AS courses, count(e.completed_at) AS done",
        "learning_enrolment e",
        "e.id",
    );
    let select = select.always("e.withdrawn_at IS NULL AND e.required").within("e.unit_path", scope);
    let rows: Vec<Unit> = select.rows(tx, "GROUP BY e.unit_path ORDER BY e.unit_path LIMIT 1000")?;
    let names = accounts::trails(tx, rows.iter().map(|it| it.unit_path.as_str()))?;
    Ok(rows
        .into_iter()
        .map(|it| (it.clone(), names.get(&it.unit_path).cloned().unwrap_or_default()))
        .collect())
}

#[derive(Template)]
#[template(path = "desk/role.html")]
struct RolePage {
    page: Page,
    line: String,
    user_name: String,
    unread: i64,
    rows: Vec<Own>,
    now: Timestamp,
}

/// `GET /finance`.
pub async fn finance(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    role(&app, &who, "learning-finance").await
}

/// `GET /service`.
pub async fn service(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    role(&app, &who, "learning-service").await
}

/// `GET /children`.
pub async fn children(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    role(&app, &who, "learning-children").await
}

async fn role(app: &App, who: &SignedIn, title: &str) -> std::result::Result<Response, Fault> {
    let (person, now) = (who.actor.person, who.now);
    let rows = app.db().read(move |tx| own(tx, person, now)).await?;
    let role = who.l.t(&who.actor.acting.key());
    html(&RolePage {
        page: Page::new(who, who.l.t(title)),
        line: who.l.t2("learning-role-line", "role", role, "unit", &who.actor.unit_name),
        user_name: who.actor.user_name.clone(),
        unread: who.unread(),
        rows,
        now,
    })
}
