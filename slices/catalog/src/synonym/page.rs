//! The list of groups and one of them.

use super::change::list as words_of;
use crate::permissions::SYNONYMS_MANAGE;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_search::synonyms;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Groups of a page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "synonym/list.html")]
struct ListTemplate {
    page: Page,
    f: Form,
    query: String,
    rows: Vec<(Uuid, String)>,
    next: Option<String>,
    is_first: bool,
}

/// The page with a form, fresh or as typed.
pub(crate) async fn show(
    app: &App,
    who: &SignedIn,
    (query, after): (String, Option<Uuid>),
    f: Form,
) -> Result<Response, Fault> {
    let typed = query.clone();
    let mut found = app.db().read(move |tx| synonyms::all(tx, &typed, after, PAGE + 1)).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let (ok, l) = (f.ok(), &who.l);
    let next = found.last().filter(|_| more).map(|last| {
        let pairs = [("q", query.clone()), ("after", last.id.to_string())];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("/search/synonyms?{query}")
    });
    let joined = |it: &synonyms::Synonyms| words_of(it).join(&l.t("catalog-synonyms-equal"));
    let page = html(&ListTemplate {
        page: Page::new(who, l.t("catalog-synonyms")).crumb("/search", l.t("catalog-search")),
        f,
        rows: found.iter().map(|it| (it.id, joined(it))).collect(),
        next,
        is_first: after.is_none(),
        query,
    })?;
    Ok(if ok { page } else { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() })
}

/// `GET /search/synonyms`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must_whole(SYNONYMS_MANAGE)?;
    let query: String = form.value("q").trim().chars().filter(|c| *c != '\0').take(200).collect();
    let after = form.value("after").parse().ok();
    show(&app, &who, (query, after), Form::fresh(app.id()).in_language(&who.l)).await
}

#[derive(Template)]
#[template(path = "synonym/edit.html")]
struct EditTemplate {
    page: Page,
    f: Form,
    id: Uuid,
}

/// The page of one group with a form, fresh or as typed.
pub(crate) async fn show_one(
    app: &App,
    who: &SignedIn,
    id: Uuid,
    f: Option<Form>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let found = app.db().read(move |tx| synonyms::get(tx, id)).await?.ok_or(Fault::NotFound)?;
    let f = f.unwrap_or_else(|| {
        let fresh = Form::fresh(app.id()).in_language(&who.l);
        fresh.with("words", &found.shown).with("version", found.version)
    });
    let l = &who.l;
    let title = words_of(&found).first().cloned().unwrap_or_default();
    let page = Page::new(who, title)
        .crumb("/search", l.t("catalog-search"))
        .crumb("/search/synonyms", l.t("catalog-synonyms"));
    Ok((status, html(&EditTemplate { page, f, id })?).into_response())
}

/// `GET /search/synonyms/{synonyms}`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(SYNONYMS_MANAGE)?;
    show_one(&app, &who, id, None, StatusCode::OK).await
}
