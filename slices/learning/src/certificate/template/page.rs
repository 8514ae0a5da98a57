//! What one sees of templates.

use super::{
    form,
    store::{self, Template},
};
use crate::certificate::{WRITE, list::HREF as ISSUED, store as certificates, words};
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, download::kept, html};

/// The address of the list.
pub const HREF: &str = "/certificates/templates";

#[derive(askama::Template)]
#[template(path = "certificate/template/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    rows: Vec<(Template, i64)>,
}

/// `GET /certificates/templates`.
pub async fn list(Of(app): Of<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let list = List::read(&asked, HREF.to_owned(), store::SORTS, &[], 50).or_descending();
    let wanted = list.clone();
    let (mut found, counts) = app
        .db()
        .read(move |tx| {
            let found =
                wanted.page::<Template>(tx, store::select().search("t.search_keys", &wanted.query))?;
            let ids: Vec<Uuid> = found.rows.iter().map(|it| it.id).collect();
            let counts = certificates::counts(tx, &ids)?;
            Ok::<_, Fault>((found, counts))
        })
        .await?;
    let rows = std::mem::take(&mut found.rows);
    let count = |it: &Template| counts.get(&it.id).copied().unwrap_or(0);
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-templates"))
            .crumb(ISSUED, who.l.t("learning-certificates-issued")),
        list: found.listed(&list),
        rows: rows.into_iter().map(|it| (it.clone(), count(&it))).collect(),
    })
}

/// A course that brings certificates of the template.
pub struct Brings {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
}

#[derive(askama::Template)]
#[template(path = "certificate/template/edit.html")]
struct EditPage {
    page: Page,
    form: Form,
    action: String,
    it: Option<Template>,
    places: Vec<String>,
    languages: Vec<(String, String)>,
    layouts: Vec<(String, String)>,
    courses: Vec<Brings>,
    choices: Vec<(String, String)>,
}

fn offered(who: &SignedIn, keys: &[(&str, &str)]) -> Vec<(String, String)> {
    keys.iter().map(|(value, key)| ((*value).to_owned(), who.l.t(key))).collect()
}

/// The form of a new template, with what was typed.
///
/// # Errors
/// Where the template does not render.
pub fn shown_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    shown(who, form, HREF.to_owned(), None, Vec::new(), Vec::new())
}

fn shown(
    who: &SignedIn,
    form: Form,
    action: String,
    it: Option<Template>,
    courses: Vec<Brings>,
    choices: Vec<(String, String)>,
) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = it.as_ref().map_or_else(|| who.l.t("learning-template-new"), |it| it.name.clone());
    let page = html(&EditPage {
        page: Page::new(who, title)
            .crumb(ISSUED, who.l.t("learning-certificates-issued"))
            .crumb(HREF, who.l.t("learning-templates")),
        form: form.in_language(&who.l),
        action,
        it,
        places: words::names(&who.l),
        languages: offered(who, &[("zh-CN", "i18n-lang-zh-CN"), ("en", "i18n-lang-en")]),
        layouts: offered(
            who,
            &[("landscape", "learning-template-landscape"), ("portrait", "learning-template-portrait")],
        ),
        courses,
        choices,
    })?;
    Ok((status, page).into_response())
}

/// `GET /certificates/templates/new`.
pub async fn new(Of(app): Of<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let institution = app.settings().institution();
    shown_new(&who, form::fresh(app.id(), &who.l, &institution.name))
}

/// `GET /certificates/templates/{id}`.
pub async fn one(Of(_): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    show(&who, id, None).await
}

/// The page of a template, with a form that was filled in wrongly.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone.
pub async fn show(who: &SignedIn, id: Uuid, wrong: Option<Form>) -> Result<Response, Fault> {
    let (it, brings, all) = who
        .app
        .db()
        .read(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            let ids = store::courses(tx, id)?;
            let titles: HashMap<Uuid, String> =
                catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect();
            let brings =
                ids.into_iter().filter_map(|id| Some(Brings { id, title: titles.get(&id)?.clone() }));
            let list = List::read(&Form::default().with("sort", "title"), "", catalog::SORTS, &[], 500);
            let all = catalog::published_courses(tx, &list)?.rows;
            Ok::<_, Fault>((it, brings.collect::<Vec<_>>(), all))
        })
        .await?;
    let is_free = |id: &Uuid| brings.iter().all(|it| it.id != *id);
    let choices =
        all.into_iter().filter(|it| is_free(&it.id)).map(|it| (it.id.to_string(), it.title)).collect();
    let form = wrong.unwrap_or_else(|| form::of(who.app.id(), &it));
    shown(who, form, format!("{HREF}/{id}"), Some(it), brings, choices)
}

/// `GET /certificates/templates/{id}/pictures/{which}`: its `picture` or its `seal`.
pub async fn picture(
    Of(app): Of<App>,
    who: SignedIn,
    Path((id, which)): Path<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let file = app
        .db()
        .read(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            let file = match which.as_str() {
                "picture" => it.picture_file,
                "seal" => it.seal_file,
                _ => None,
            };
            xingtan_storage::file::find(tx, file.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)
        })
        .await?;
    kept(&app, &file, &["image/png", "image/jpeg"], &headers).await
}

#[derive(askama::Template)]
#[template(path = "certificate/template/deletion.html")]
struct DeletionPage {
    page: Page,
    form: Form,
    it: Template,
    issued: i64,
    courses: usize,
}

/// `GET /certificates/templates/{id}/deletion`: names what is lost and asks once.
pub async fn deletion(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(WRITE)?;
    let (it, issued, courses) = app
        .db()
        .read(move |tx| {
            let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
            let issued = certificates::counts(tx, &[id])?.remove(&id).unwrap_or(0);
            Ok::<_, Fault>((it, issued, store::courses(tx, id)?.len()))
        })
        .await?;
    html(&DeletionPage {
        page: Page::new(&who, who.l.t1("learning-template-remove-title", "name", &it.name))
            .crumb(HREF, who.l.t("learning-templates"))
            .crumb(format!("{HREF}/{id}"), it.name.clone()),
        form: Form::fresh(app.id()),
        it,
        issued,
        courses,
    })
}
