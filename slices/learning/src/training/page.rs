//! Which role has which course.

use super::{GATED, MANAGE, MOST_MONTHS, Training, all};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::HashMap;
use xingtan_auth::Role;
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Form, List, Page, SignedIn, html};

/// The address of the list.
pub const HREF: &str = "/role-training";

/// A role with its course.
struct Line {
    code: &'static str,
    name: String,
    course: Option<(Uuid, String)>,
    gates: bool,
    months: i64,
}

#[derive(Template)]
#[template(path = "training/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Line>,
}

/// `GET /role-training`: all roles.
pub async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let trainings = all(app.settings());
    let ids: Vec<Uuid> = trainings.iter().map(|it| it.course).collect();
    let titles: HashMap<Uuid, String> = app
        .db()
        .read(move |tx| {
            Ok::<_, Fault>(catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect())
        })
        .await?;
    let line = |role: &Role| {
        let own = trainings.iter().find(|it| it.role == role.code());
        Line {
            code: role.code(),
            name: role_name(&who, *role),
            course: own.and_then(|it| Some((it.course, titles.get(&it.course)?.clone()))),
            gates: own.is_some_and(|it| it.gates),
            months: own.map_or(0, |it| it.months),
        }
    };
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-training-title")),
        rows: Role::ALL.iter().map(line).collect(),
    })
}

/// The name of a role.
pub fn role_name(who: &SignedIn, role: Role) -> String {
    who.l.t(&format!("web-role-{}", role.code()))
}

/// Courses that can be chosen.
pub fn choices(tx: &mut Tx<'_>) -> xingtan_db::Result<Vec<(String, String)>> {
    let all = List::read(&Form::default().with("sort", "title"), "", catalog::SORTS, &[], 500);
    let courses = catalog::published_courses(tx, &all)?.rows;
    Ok(courses.into_iter().map(|it| (it.id.to_string(), it.title)).collect())
}

#[derive(Template)]
#[template(path = "training/edit.html")]
struct EditPage {
    page: Page,
    form: Form,
    code: &'static str,
    courses: Vec<(String, String)>,
    may_gate: bool,
    most: i64,
}

/// A role of an address.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub fn role(code: &str) -> Result<Role, Fault> {
    code.parse().map_err(|_| Fault::NotFound)
}

/// `GET /role-training/{role}`: the form of one.
pub async fn one(State(app): State<App>, who: SignedIn, Path(code): Path<String>) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let role = role(&code)?;
    let own: Option<Training> = all(app.settings()).into_iter().find(|it| it.role == role.code());
    let form = Form::fresh(app.id())
        .with("course", own.as_ref().map(|it| it.course.to_string()).unwrap_or_default())
        .with("gates", if own.as_ref().is_some_and(|it| it.gates) { "yes" } else { "" })
        .with("months", own.as_ref().map_or(12, |it| it.months))
        .with("seen", app.settings().text(&super::TRAINING));
    shown(&who, role, form).await
}

/// The form with what was typed.
///
/// # Errors
/// Those of the database.
pub async fn shown(who: &SignedIn, role: Role, form: Form) -> Result<Response, Fault> {
    let courses = who.app.db().read(choices).await?;
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&EditPage {
        page: Page::new(who, who.l.t1("learning-training-of", "role", role_name(who, role)))
            .crumb(HREF, who.l.t("learning-training-title")),
        form: form.in_language(&who.l),
        code: role.code(),
        courses,
        may_gate: GATED.contains(&role),
        most: MOST_MONTHS,
    })?;
    Ok((status, page).into_response())
}
