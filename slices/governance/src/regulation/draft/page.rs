//! The desk of a draft, its heading, and how a regulation is begun.

use super::super::{
    DRAFT, OVERSEE,
    page::{Desk, HREF, html_lang},
    rules::Stage,
    shown::ShownArticle,
};
use crate::pack;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Lang;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text, html};

/// Most characters of an article's text.
pub const BODY: usize = 20_000;

#[derive(Template)]
#[template(path = "regulation/draft.html")]
struct DraftPage {
    page: Page,
    form: Form,
    lang: &'static str,
    articles: Vec<ShownArticle>,
    changes: Option<(i64, Vec<String>)>,
    tomorrow: String,
    may_replay: bool,
    href: String,
    it: Desk,
}

/// The desk of a draft with the form by which it is submitted.
///
/// # Errors
/// When the page does not render.
pub fn writing(who: &SignedIn, desk: Desk, form: Form, status: StatusCode) -> Result<Response, Fault> {
    let today = who.l.zone().date(who.now);
    let page = html(&DraftPage {
        page: Page::new(who, desk.regulation.title.clone()).crumb(HREF, who.l.t("governance-regulations")),
        form: form.in_language(&who.l),
        lang: html_lang(&desk.version.lang),
        articles: desk.shown(who),
        changes: desk.changes(who),
        tomorrow: today.tomorrow().unwrap_or(today).to_string(),
        may_replay: who.actor.may_whole(OVERSEE),
        href: desk.href(),
        it: desk,
    })?;
    Ok((status, page).into_response())
}

/// Reads a draft that somebody writes.
///
/// # Errors
/// [`Fault::Forbidden`] without the permission, [`Fault::NotFound`] where it is no draft.
pub async fn desk(who: &SignedIn, (id, version): (Uuid, Uuid)) -> Result<Desk, Fault> {
    who.must_whole(DRAFT)?;
    let now = who.now;
    let desk = who.app.db().read(move |tx| Desk::read(tx, id, Some(version), true, now)).await?;
    if desk.stage == Stage::Draft { Ok(desk) } else { Err(Fault::NotFound) }
}

#[derive(Template)]
#[template(path = "regulation/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    packs: Vec<(String, String)>,
    languages: Vec<(String, String)>,
}

/// `GET /regulations/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    let form = Form::fresh(app.id()).with("lang", who.l.lang().tag());
    shown_new(&who, form, StatusCode::OK)
}

/// The form by which a regulation is begun.
///
/// # Errors
/// [`Fault::Forbidden`] without the permission.
pub fn shown_new(who: &SignedIn, form: Form, status: StatusCode) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let packs = pack::ALL.iter().map(|code| (code.to_string(), who.l.t(&format!("governance-pack-{code}"))));
    let language = |lang: Lang| (lang.tag().to_owned(), who.l.t(&format!("governance-lang-{}", lang.tag())));
    let page = html(&NewPage {
        page: Page::new(who, who.l.t("governance-regulation-new"))
            .crumb(HREF, who.l.t("governance-regulations")),
        packs: packs.collect(),
        languages: Lang::ALL.into_iter().map(language).collect(),
        form: form.in_language(&who.l),
    })?;
    Ok((status, page).into_response())
}

#[derive(Template)]
#[template(path = "regulation/facts.html")]
struct FactsPage {
    page: Page,
    form: Form,
    known: bool,
    href: String,
}

/// `GET /regulations/{id}/versions/{version}/facts`.
pub async fn facts(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, at).await?;
    let form = Form::fresh(app.id())
        .with("title", &desk.regulation.title)
        .with("interpreted_by", &desk.regulation.interpreted_by)
        .with("note", &desk.version.note)
        .with("version", desk.version.version);
    shown_facts(&who, &desk, form, StatusCode::OK)
}

/// The form of a draft's heading and note.
///
/// # Errors
/// When the page does not render.
pub fn shown_facts(who: &SignedIn, desk: &Desk, form: Form, status: StatusCode) -> Result<Response, Fault> {
    let page = html(&FactsPage {
        page: Page::new(who, who.l.t("governance-draft-facts"))
            .crumb(HREF, who.l.t("governance-regulations"))
            .crumb(desk.href(), desk.regulation.title.clone()),
        form: form.in_language(&who.l),
        known: desk.is_known(),
        href: desk.href(),
    })?;
    Ok((status, page).into_response())
}

/// `POST /regulations/preview`: Markdown as it will be shown.
pub async fn preview(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let text = form.text("text", Text::optional(BODY).lines());
    if !form.ok() {
        return Err(Fault::TooLarge);
    }
    Ok(Html(xingtan_markdown::render(&text).into_string()).into_response())
}
