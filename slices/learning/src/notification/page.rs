//! The page of one's notices and of what one wants to hear, and the list of all places.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_i18n::Msg;
use xingtan_notify::{self as notify, NoticeKinds, NoticeRow, Position, Preference};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Notices of one page.
const SIZE: i64 = 30;

#[derive(Template)]
#[template(path = "notification/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<NoticeRow>,
    unread_only: bool,
    unread: i64,
    next: Option<String>,
    choices: Vec<(String, String, Preference)>,
    now: Timestamp,
}

/// The optional kinds of the slices below and of this one.
fn kinds() -> NoticeKinds {
    NoticeKinds::gather(&[&xingtan_accounts::notices(), xingtan_catalog::notices(), super::notices::ALL])
}

/// `GET /notifications`: the newest first; `?show=unread` the unread ones.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let unread_only = form.is("show", "unread");
    let after = position(form.value("after"));
    let person = who.actor.person;
    let (mut rows, unread, choices) = app
        .db()
        .read(move |tx| {
            let rows = notify::notices(tx, person, unread_only, after, SIZE + 1)?;
            let mut choices = Vec::new();
            for kind in kinds().optional() {
                choices.push((kind.name, kind.name_key(), notify::preference(tx, person, kind)?));
            }
            Ok::<_, Fault>((rows, notify::unread(tx, person)?, choices))
        })
        .await?;
    let more = rows.len() as i64 > SIZE;
    rows.truncate(SIZE as usize);
    let show = if unread_only { "show=unread&" } else { "" };
    let next = rows.last().filter(|_| more).map(|row| {
        let at = row.position();
        format!("/notifications?{show}after={}_{}", at.at.micros(), at.id)
    });
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-notifications")),
        choices: choices.into_iter().map(|(name, key, it)| (name.to_owned(), who.l.t(&key), it)).collect(),
        rows,
        unread_only,
        unread,
        next,
        now: who.now,
    })
}

fn position(text: &str) -> Option<Position> {
    let (at, id) = text.split_once('_')?;
    Some(Position { at: xingtan_web::moment(at)?, id: id.parse().ok()? })
}

/// `POST /notifications/{id}`: marks one read and leads to what it is about.
pub async fn open(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (person, now) = (who.actor.person, who.now);
    let link =
        app.db().write(move |tx| notify::mark_read(tx, person, id, now)).await?.ok_or(Fault::NotFound)?;
    let own = |link: &String| link.starts_with('/') && !link.starts_with("//");
    Ok(Redirect::to(link.filter(own).as_deref().unwrap_or("/notifications")).into_response())
}

/// `POST /notifications/read`: marks read what the page showed.
pub async fn read_all(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let (person, now) = (who.actor.person, who.now);
    let until = xingtan_web::moment(form.value("until")).unwrap_or(now).min(now);
    let count = app.db().write(move |tx| notify::mark_all_read(tx, person, until, now)).await?;
    Ok(who.go("/notifications", "pine", &Msg::new("learning-notifications-done").with("count", count as i64)))
}

/// `GET /notifications/preferences`: leads to where they stand, for whoever kept the address.
pub async fn preferences(_: SignedIn) -> Redirect {
    Redirect::to("/notifications#choices")
}

/// `POST /notifications/preferences`: which optional notices come, and how.
pub async fn prefer(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    app.db()
        .write(move |tx| {
            for kind in kinds().optional() {
                let choice =
                    Preference { page: form.is("page", kind.name), mail: form.is("mail", kind.name) };
                notify::set_preference(tx, person, kind, choice)?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go("/notifications", "pine", &Msg::new("learning-preferences-saved")))
}

#[derive(Template)]
#[template(path = "menu.html")]
struct MenuPage {
    page: Page,
}

/// `GET /menu`: all places of one's role.
pub async fn menu(who: SignedIn) -> Result<Response, Fault> {
    html(&MenuPage { page: Page::new(&who, who.l.t("web-menu-all")) })
}
