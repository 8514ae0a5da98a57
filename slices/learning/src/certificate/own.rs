//! `/certificates`: one's own.

use super::{rules::State, store};
use askama::Template;
use axum::{extract::State as Of, response::Response};
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// A certificate of one's own in the list.
pub struct Line {
    /// The certificate.
    pub it: store::Certificate,
    /// Whether it holds.
    pub state: State,
}

#[derive(Template)]
#[template(path = "certificate/own.html")]
struct OwnPage {
    page: Page,
    rows: Vec<Line>,
}

/// `GET /certificates`: all of one's own, the newest first.
pub async fn list(Of(app): Of<App>, who: SignedIn) -> Result<Response, Fault> {
    let person = who.actor.person;
    let found = app.db().read(move |tx| store::of_person(tx, person)).await?;
    let line = |it: store::Certificate| Line { state: it.state(&who.now), it };
    html(&OwnPage {
        page: Page::new(&who, who.l.t("learning-certificates")),
        rows: found.into_iter().map(line).collect(),
    })
}
