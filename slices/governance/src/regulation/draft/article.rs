//! The form of an article of a draft.

use super::{
    super::{
        page::{Desk, HREF},
        shown::{ShownControl, control},
        store::Article,
    },
    page::desk,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "regulation/article.html")]
struct ArticlePage {
    page: Page,
    form: Form,
    article: Option<Article>,
    controls: Vec<ShownControl>,
    href: String,
    action: String,
}

/// An article of a desk.
///
/// # Errors
/// [`Fault::NotFound`] where it is not there.
pub fn article(desk: &Desk, id: Uuid) -> Result<&Article, Fault> {
    desk.articles.iter().find(|it| it.id == id).ok_or(Fault::NotFound)
}

/// `GET /regulations/{id}/versions/{version}/articles/new`.
pub async fn new(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, at).await?;
    let form = Form::fresh(app.id()).with("version", desk.version.version);
    shown(&who, &desk, None, form, StatusCode::OK)
}

/// `GET /regulations/{id}/versions/{version}/articles/{article}`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, (id, version)).await?;
    let it = article(&desk, own)?;
    let form = Form::fresh(app.id())
        .with("number", &it.number)
        .with("title", &it.title)
        .with("body", &it.body)
        .with("by_hand", it.by_hand.as_deref().unwrap_or_default())
        .with("version", desk.version.version);
    shown(&who, &desk, Some(own), form, StatusCode::OK)
}

/// The form with what was typed; without an article that of a new one.
///
/// # Errors
/// [`Fault::NotFound`] where the article is not there.
pub fn shown(
    who: &SignedIn,
    desk: &Desk,
    own: Option<Uuid>,
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let article = own.map(|id| article(desk, id)).transpose()?.cloned();
    let title = match &article {
        Some(it) => who.l.t1("governance-article-number", "number", it.number.as_str()),
        None => who.l.t("governance-article-new"),
    };
    let controls = desk.controls.iter().filter(|it| Some(it.article_id) == own);
    let href = desk.href();
    let page = html(&ArticlePage {
        page: Page::new(who, title)
            .crumb(HREF, who.l.t("governance-regulations"))
            .crumb(href.clone(), desk.regulation.title.clone()),
        form: form.in_language(&who.l),
        controls: controls.map(|it| control(&who.l, it, &desk.trails)).collect(),
        action: own.map_or_else(|| format!("{href}/articles"), |id| format!("{href}/articles/{id}")),
        article,
        href,
    })?;
    Ok((status, page).into_response())
}

#[derive(Template)]
#[template(path = "regulation/removal.html")]
struct RemovalPage {
    page: Page,
    form: Form,
    what: String,
    line: String,
    lost: Vec<String>,
    action: String,
    back: String,
}

/// The question before something of a draft is taken away, or (`at` empty) the draft itself: what, and what goes with it.
///
/// # Errors
/// When the page does not render.
pub fn removal(
    who: &SignedIn,
    desk: &Desk,
    (what, lost): (String, Vec<String>),
    at: &str,
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let href = desk.href();
    let (line, back) = match at {
        "" => ("governance-discard-line", href.clone()),
        at => ("governance-remove-line", format!("{href}/{at}")),
    };
    let page = html(&RemovalPage {
        page: Page::new(who, what.clone())
            .crumb(HREF, who.l.t("governance-regulations"))
            .crumb(href.clone(), desk.regulation.title.clone()),
        form: form.in_language(&who.l),
        what,
        line: who.l.t(line),
        lost,
        action: format!("{back}/deletion"),
        back,
    })?;
    Ok((status, page).into_response())
}

/// `GET /regulations/{id}/versions/{version}/articles/{article}/deletion`.
pub async fn deletion(
    State(app): State<App>,
    who: SignedIn,
    Path((id, version, own)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, (id, version)).await?;
    let form = Form::fresh(app.id()).with("version", desk.version.version);
    shown_deletion(&who, &desk, own, form, StatusCode::OK)
}

/// The question with what went wrong.
///
/// # Errors
/// [`Fault::NotFound`] where the article is not there.
pub fn shown_deletion(
    who: &SignedIn,
    desk: &Desk,
    own: Uuid,
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let it = article(desk, own)?;
    let controls = desk.controls.iter().filter(|control| control.article_id == own);
    let lost = controls.map(|it| control(&who.l, it, &desk.trails).says).collect();
    let what =
        who.l.t2("governance-article-remove", "number", it.number.as_str(), "title", it.title.as_str());
    removal(who, desk, (what, lost), &format!("articles/{own}"), form, status)
}

/// `GET /regulations/{id}/versions/{version}/deletion`: asks whether the whole draft is to be thrown away.
pub async fn discarding(
    State(app): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let desk = desk(&who, at).await?;
    if desk.version.submitted_at.is_some() {
        return Err(Fault::NotFound);
    }
    let form = Form::fresh(app.id()).with("version", desk.version.version);
    shown_discarding(&who, &desk, form, StatusCode::OK)
}

/// The question with what went wrong.
///
/// # Errors
/// When the page does not render.
pub fn shown_discarding(
    who: &SignedIn,
    desk: &Desk,
    form: Form,
    status: StatusCode,
) -> Result<Response, Fault> {
    let named = |number: &str, title: &str| {
        format!("{} {title}", who.l.t1("governance-article-number", "number", number))
    };
    let lost = desk.articles.iter().map(|it| named(&it.number, &it.title)).collect();
    let (title, number) = (desk.regulation.title.as_str(), desk.version.number);
    let what = who.l.t2("governance-discard", "title", title, "number", number);
    removal(who, desk, (what, lost), "", form, status)
}
