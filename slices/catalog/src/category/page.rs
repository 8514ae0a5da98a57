//! The tree of categories and one of them.

use super::{
    rules::{Branch, DEEPEST, tree},
    store,
};
use crate::permissions::CATEGORIES_MANAGE;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

struct Line {
    id: Uuid,
    name: String,
    courses: i64,
    opens: bool,
    closes: usize,
    first: bool,
}

#[derive(Template)]
#[template(path = "category/list.html")]
struct ListTemplate {
    page: Page,
    f: Form,
    lines: Vec<Line>,
    tail: usize,
    parents: Vec<(String, String)>,
}

/// Categories below which another may stand, as choices of a form.
fn parents(branches: &[Branch]) -> Vec<(String, String)> {
    branches
        .iter()
        .filter(|it| it.depth + 1 < DEEPEST)
        .map(|it| {
            (it.category.id.to_string(), format!("{}{}", "\u{3000}".repeat(it.depth), it.category.name))
        })
        .collect()
}

/// The page with a form, fresh or as typed.
pub(crate) async fn show(app: &App, who: &SignedIn, f: Form) -> Result<Response, Fault> {
    let (all, counts) = app.db().read(|tx| Ok::<_, Fault>((store::all(tx)?, store::counts(tx)?))).await?;
    let counts: BTreeMap<Uuid, i64> = counts.into_iter().collect();
    let branches = tree(&all);
    let mut before = 0;
    let lines = branches
        .iter()
        .enumerate()
        .map(|(i, it)| {
            let (opens, closes) = (it.depth > before, before.saturating_sub(it.depth));
            before = it.depth;
            Line {
                id: it.category.id,
                name: it.category.name.clone(),
                courses: counts.get(&it.category.id).copied().unwrap_or_default(),
                opens,
                closes,
                first: i == 0,
            }
        })
        .collect();
    let (ok, l) = (f.ok(), &who.l);
    let page = html(&ListTemplate {
        page: Page::new(who, l.t("catalog-categories")).crumb("/courses", l.t("catalog-courses")),
        f,
        lines,
        tail: before,
        parents: parents(&branches),
    })?;
    Ok(if ok { page } else { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() })
}

/// `GET /courses/categories`.
pub async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    show(&app, &who, Form::fresh(app.id()).in_language(&who.l)).await
}

#[derive(Template)]
#[template(path = "category/edit.html")]
struct EditTemplate {
    page: Page,
    f: Form,
    category: store::Category,
    parents: Vec<(String, String)>,
    courses: i64,
    can_delete: bool,
}

/// The page of one category with a form, fresh or as typed.
pub(crate) async fn show_one(
    app: &App,
    who: &SignedIn,
    id: Uuid,
    f: Option<Form>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let (all, counts) = app.db().read(|tx| Ok::<_, Fault>((store::all(tx)?, store::counts(tx)?))).await?;
    let category = all.iter().find(|it| it.id == id).cloned().ok_or(Fault::NotFound)?;
    let branches = tree(&all);
    let inside = super::rules::below(&all, id);
    let outside: Vec<Branch> =
        branches.iter().filter(|it| !inside.contains(&it.category.id)).cloned().collect();
    let courses = counts.iter().find(|(it, _)| *it == id).map_or(0, |(_, n)| *n);
    let f = f.unwrap_or_else(|| {
        Form::fresh(app.id())
            .in_language(&who.l)
            .with("name", &category.name)
            .with("parent", category.parent_id.map(|id| id.to_string()).unwrap_or_default())
            .with("version", category.version)
    });
    let l = &who.l;
    let page = html(&EditTemplate {
        page: Page::new(who, category.name.clone())
            .crumb("/courses", l.t("catalog-courses"))
            .crumb("/courses/categories", l.t("catalog-categories")),
        f,
        parents: parents(&outside),
        courses,
        can_delete: courses == 0 && inside.len() == 1,
        category,
    })?;
    Ok((status, page).into_response())
}

/// `GET /courses/categories/{category}`.
pub async fn category(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    show_one(&app, &who, id, None, StatusCode::OK).await
}
