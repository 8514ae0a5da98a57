//! `/sign-in/reset/TOKEN`: a new password by the link that was sent to the mailbox.

use super::{arrival::Arrival, enter, log::Outcome};
use crate::{
    credential::{
        change::{self, By},
        store::{self as credentials, Known},
    },
    parameters,
    person::rules::State,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode};
use xingtan_db::{Result as DbResult, Tx};
use xingtan_i18n::Msg;
use xingtan_keys::Token;
use xingtan_web::{Fault, Form, Page, Visit, html};

#[derive(Template)]
#[template(path = "session/reset.html")]
struct ResetPage {
    page: Page,
    f: Form,
    token: String,
    user: String,
    rules: Vec<(String, String)>,
    remarks: Vec<String>,
}

fn show(visit: &Visit, token: &Token, known: &Known, f: Form) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let policy = parameters::policy(visit.app.settings());
    let page = ResetPage {
        page: Page::new(visit, visit.l.t("accounts-reset-link-title")),
        token: token.reveal().to_owned(),
        user: known.user_name.clone(),
        rules: change::rules(&visit.l, &policy),
        remarks: change::remarks(&visit.l, &policy),
        f: f.in_language(&visit.l),
    };
    Ok((status, html(&page)?).into_response())
}

fn spent() -> Fault {
    Fault::Gone(Msg::new("accounts-reset-gone"))
}

/// The account of a link, while the link is good and the account in use.
fn owner(tx: &mut Tx<'_>, hash: &str, now: xingtan_clock::Timestamp) -> DbResult<Option<Known>> {
    let Some(link) = credentials::reset_link(tx, hash, now)? else { return Ok(None) };
    Ok(credentials::of(tx, link.person_id)?.filter(|known| known.account().in_force(now) == State::Active))
}

/// GET.
pub async fn page(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let token = Token::parse(&token).ok_or_else(spent)?;
    let (hash, now) = (token.hash(), visit.now);
    let known = visit.app.db().read(move |tx| owner(tx, &hash, now)).await?.ok_or_else(spent)?;
    show(&visit, &token, &known, Form::default())
}

/// POST: fields `password`, `again`.
pub async fn set(
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    mut form: Form,
) -> Result<Response, Fault> {
    let token = Token::parse(&token).ok_or_else(spent)?;
    let app = &visit.app;
    let policy = parameters::policy(app.settings());
    let (hash, now, count) = (token.hash(), visit.now, policy.history);
    let looked_up = app.db().read(move |tx| {
        let Some(known) = owner(tx, &hash, now)? else { return Ok(None) };
        let history = credentials::history(tx, known.person, count)?;
        Ok::<_, xingtan_db::Error>(Some((known, history)))
    });
    let (known, history) = looked_up.await?.ok_or_else(spent)?;
    let own = change::own_words(app.settings(), &known.name, &known.user_name);
    let typed = change::read(&mut form, &policy, &[&known.user_name, &known.name], &own);
    form.forget(&["password", "again"]);
    let hashed =
        if form.ok() { change::hash(&mut form, &typed, &known, history, &policy).await? } else { None };
    let Some(hashed) = hashed else { return show(&visit, &token, &known, form) };
    let (arrival, _) = Arrival::of(&visit, &headers, &known.user_name, false);
    let (link, settings) = (token.hash(), app.settings().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let Some(known) = owner(tx, &link, now)? else { return Ok(false) };
        let deed = arrival.prepared.begin();
        change::set(tx, &deed, &known, &hashed, By::Link, &settings)?;
        enter::note(tx, &arrival, &deed, &known, Outcome::Reset, &[])?;
        Ok::<_, xingtan_db::Error>(true)
    };
    if !app.db().write(unit).await? {
        return Err(spent());
    }
    app.ring();
    Ok(visit.go("/sign-in", "pine", &Msg::new("accounts-reset-done")))
}
