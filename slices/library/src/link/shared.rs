//! What a partner sees, who has no account: a door that says what waits, an opening, its files.
//!
//! Looking at the door counts nothing: mail programs look at every address. Opening is a form; each opening has an
//! address of its own, under which the files are given for a while.

use super::{
    change::{self, logged, read},
    store::Link,
};
use crate::{
    item::{
        preview::{self, Preview},
        serve::{SHOWN, shown, taken},
        store::{self as items, Item},
    },
    mark::{Marked, give, of_partner},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_media::serve::{answer, medium};
use xingtan_web::{App, Fault, Page, Visit, html};

/// So long an opening gives its files.
const GOING: Span = Span::of_hours(4);

#[derive(Template)]
#[template(path = "partner.html")]
struct DoorPage {
    page: Page,
    token: String,
    partner: String,
    left: i64,
    ends: String,
}

/// Nobody keeps these pages, and no other site learns their address.
fn quiet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

fn link_of(app: &App, token: &str) -> Result<Uuid, Fault> {
    read(app.keys(), token).ok_or(Fault::NotFound)
}

/// `GET /shared/TOKEN`.
pub async fn door(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let (id, now) = (link_of(&app, &token)?, visit.now);
    let (link, item) = app.db().read(move |tx| change::look(tx, id, false, now)).await?;
    html(&DoorPage {
        page: Page::new(&visit, item.title),
        token,
        left: link.most_openings - link.openings,
        ends: visit.l.date_time(link.ends_at),
        partner: link.partner,
    })
    .map(quiet)
}

/// `POST /shared/TOKEN`: opens it once more.
pub async fn open(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let (id, opening, now) = (link_of(&app, &token)?, app.id(), visit.now);
    app.db().write(move |tx| change::open(tx, id, opening, now)).await?;
    Ok(quiet(Redirect::to(&format!("/shared/{token}/{opening}")).into_response()))
}

/// What an opening that goes on shows.
fn going(tx: &mut Tx<'_>, link: Uuid, opening: Uuid, now: Timestamp) -> Result<(Link, Item), Fault> {
    let fits =
        |it: &items::Opening| it.link_id == Some(link) && it.what == "partner-preview" && now - it.at < GOING;
    items::opening(tx, opening)?.filter(fits).ok_or(Fault::NotFound)?;
    change::look(tx, link, true, now)
}

#[derive(Template)]
#[template(path = "shared.html")]
struct SharedPage {
    page: Page,
    base: String,
    it: Item,
    preview: Preview,
    size: String,
    take: bool,
}

/// `GET /shared/TOKEN/OPENING`.
pub async fn look(
    State(app): State<App>,
    visit: Visit,
    Path((token, opening)): Path<(String, Uuid)>,
) -> Result<Response, Fault> {
    let (id, now) = (link_of(&app, &token)?, visit.now);
    let read = move |tx: &mut Tx<'_>| {
        let (link, it) = going(tx, id, opening, now)?;
        let found = preview::find(tx, &it)?;
        let take = link.download && taken(tx, &it, of_partner(&link.partner, link.id)).is_ok();
        Ok::<_, Fault>((link, it, found, take))
    };
    let (link, it, found, take) = app.db().read(read).await?;
    let base = format!("/shared/{token}/{opening}");
    let mark = it.watermark.then(|| of_partner(&link.partner, link.id).to_string());
    let preview = preview::make(&app, &visit.l, &it, found, &base, mark).await?;
    let page = Page::new(&visit, it.title.clone());
    let size = visit.l.bytes(it.file_size);
    html(&SharedPage { page, base, preview, size, take, it }).map(quiet)
}

/// `GET /shared/TOKEN/OPENING/file`.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((token, opening)): Path<(String, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (id, now) = (link_of(&app, &token)?, visit.now);
    let read = move |tx: &mut Tx<'_>| {
        let (link, it) = going(tx, id, opening, now)?;
        let file = shown(tx, &it)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>(Marked { file, words: it.watermark.then(|| of_partner(&link.partner, link.id)) })
    };
    let it = app.db().read(read).await?;
    give(&app, &it, &SHOWN, &headers).await.map(quiet)
}

/// `GET /shared/TOKEN/OPENING/download`.
pub async fn download(
    State(app): State<App>,
    visit: Visit,
    Path((token, opening)): Path<(String, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (id, now, entry) = (link_of(&app, &token)?, visit.now, app.id());
    let read = move |tx: &mut Tx<'_>| {
        let (link, it) = going(tx, id, opening, now)?;
        if !link.download {
            return Err(Fault::NotFound);
        }
        taken(tx, &it, of_partner(&link.partner, link.id))
    };
    let it = app.db().read(read).await?;
    let answer = give(&app, &it, &[], &headers).await?;
    if !headers.contains_key(header::RANGE) {
        let note = move |tx: &mut Tx<'_>| {
            let (link, it) = going(tx, id, opening, now)?;
            logged(tx, entry, "partner-download", &link, &it, now)
        };
        app.db().write(note).await?;
    }
    Ok(quiet(answer))
}

/// `GET /shared/TOKEN/OPENING/media/FILE`.
pub async fn media(
    State(app): State<App>,
    visit: Visit,
    Path((token, opening, name)): Path<(String, Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (id, now) = (link_of(&app, &token)?, visit.now);
    let read = move |tx: &mut Tx<'_>| {
        let (_, it) = going(tx, id, opening, now)?;
        medium(tx, it.file_id)?.ok_or(Fault::NotFound)
    };
    let found = app.db().read(read).await?;
    answer(&app, &found, &name, (&format!("/shared/{token}/{opening}/media"), ""), &headers).await
}
