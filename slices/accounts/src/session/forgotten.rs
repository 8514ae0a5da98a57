//! `/sign-in/forgotten`: a one-time link by mail. Whoever asks learns nothing about whether an account exists. Where no
//! mail server is configured, nothing is promised: the page says who resets passwords and leads to the help ticket.

use super::{
    arrival::Arrival,
    enter,
    log::{self, Outcome},
};
use crate::{
    credential::store::{self as credentials, Known},
    grant, notices,
    person::rules::State,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{HeaderMap, StatusCode};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Result as DbResult, Tx};
use xingtan_i18n::Msg;
use xingtan_keys::Token;
use xingtan_web::{Fault, Form, Page, Text, Visit, html};

/// A link is good for so long.
pub const GOOD_FOR: Span = Span::of_minutes(30);

/// So many links may be asked for from one address within ten minutes …
const FROM_ADDRESS: i64 = 5;
/// … and so many are sent to one person within an hour.
const TO_PERSON: i64 = 3;

/// At most so many accounts share a mailbox that gets links.
const SHARED: usize = 5;

#[derive(Template)]
#[template(path = "session/forgotten.html")]
struct ForgottenPage {
    page: Page,
    f: Form,
    sent: bool,
    /// Whether mails are sent.
    mail: bool,
}

fn show(visit: &Visit, f: Form, sent: bool) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page::new(visit, visit.l.t("accounts-forgotten-title"));
    let mail = visit.app.config().mail;
    let view = ForgottenPage { page, f: f.in_language(&visit.l), sent: sent && mail, mail };
    Ok((status, html(&view)?).into_response())
}

/// GET.
pub async fn page(visit: Visit, form: Form) -> Result<Response, Fault> {
    show(&visit, Form::default(), form.ticked("sent"))
}

/// POST: field `who`, a user name or a mailbox.
pub async fn send_link(visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Fault> {
    let asked = form.text("who", Text::required(200)).to_lowercase();
    let app = &visit.app;
    if !form.ok() {
        if !app.config().mail {
            // The page has no field to say it at.
            form.refuse("", Msg::new("web-fault-form"));
        }
        return show(&visit, form, false);
    }
    if !app.config().mail {
        return Ok(Redirect::to("/sign-in/forgotten").into_response());
    }
    let (arrival, _) = Arrival::of(&visit, &headers, &asked, false);
    let links: Vec<(Uuid, Token)> = (0..SHARED).map(|_| (app.id(), Token::new())).collect();
    let unit = move |tx: &mut Tx<'_>| links_for(tx, &arrival, &asked, &links);
    let welcome = app.db().write(unit).await?;
    app.ring();
    if !welcome {
        return Err(Fault::TooMany { after: super::sign_in::WINDOW.seconds() });
    }
    Ok(Redirect::to("/sign-in/forgotten?sent=yes").into_response())
}

/// Sends links to the accounts that were meant; false where too many were asked for from this address.
fn links_for(tx: &mut Tx<'_>, arrival: &Arrival, asked: &str, links: &[(Uuid, Token)]) -> DbResult<bool> {
    let deed = arrival.prepared.begin();
    let now = deed.now();
    let before = log::count_from(tx, arrival.ip, Outcome::Forgotten, now - super::sign_in::WINDOW)?;
    if before >= FROM_ADDRESS {
        return Ok(false);
    }
    let meant = match credentials::by_user(tx, asked)? {
        Some(known) => vec![known],
        None if asked.contains('@') => credentials::by_mail(tx, asked)?,
        None => Vec::new(),
    };
    match meant.first() {
        Some(known) => enter::note(tx, arrival, &deed, known, Outcome::Forgotten, &[])?,
        None => enter::unknown(tx, arrival, &deed, asked, Outcome::Forgotten)?,
    }
    for (known, (id, token)) in meant.iter().zip(links) {
        let has_mail = known.mail.as_deref().is_some_and(|mail| mail.contains('@'));
        let in_use = known.account().in_force(now) == State::Active;
        // A link's age is told by its end: what ends later than this was made within the last hour.
        let recent = credentials::resets_since(tx, known.person, now + GOOD_FOR - Span::of_hours(1))?;
        // Mails go by a way that the system administrator keeps: it must not lead into the other two offices.
        let held = grant::change::held(tx, known.person)?;
        let watches = held.iter().any(|grant| matches!(grant.role, Role::Security | Role::Audit));
        if has_mail && in_use && !watches && recent < TO_PERSON {
            send(tx, arrival, &deed, known, *id, token)?;
        }
    }
    Ok(true)
}

fn send(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &crate::person::Deed<'_>,
    known: &Known,
    id: Uuid,
    token: &Token,
) -> DbResult<()> {
    credentials::add_reset(tx, id, known.person, &token.hash(), deed.now() + GOOD_FOR)?;
    notices::to(tx, deed, known, notices::RESET_LINK, &arrival.settings, |notice| {
        notice
            .with("user", known.user_name.as_str())
            .with("minutes", GOOD_FOR.minutes())
            .link(format!("/sign-in/reset/{}", token.reveal()))
    })
}
