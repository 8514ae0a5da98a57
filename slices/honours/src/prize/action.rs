//! What the forms of prizes do.

use super::{REGISTER, change, page};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The most that a prize is worth, in fen.
pub(super) const MOST: i64 = 100_000_000;
/// The longest word for what it is.
pub(super) const WHAT: usize = 200;
/// The longest name of who hands it over.
pub(super) const BY: usize = 100;
/// The longest reason.
pub(super) const REASON: usize = 500;

/// `POST /prizes`.
pub async fn register(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(REGISTER)?;
    let Ok(place) = form.value("place").parse::<Uuid>() else { return Err(Fault::NotFound) };
    let what = form.text("what", Text::required(WHAT));
    let value = match form.value("value").trim().is_empty() {
        true => None,
        false => Some(form.hundredths("value", 0..=MOST)),
    };
    if form.ok() {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let told = Msg::new("honours-prize-was-registered");
        let to = format!("/prizes/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::register(tx, id, place, (&what, value), &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, place, form).await
}

/// `POST /prizes/ID/handover`.
pub async fn hand(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(REGISTER)?;
    let version = form.int("version", 0..=i64::MAX);
    let by = form.text("by", Text::required(BY));
    let day = form.date("day").unwrap_or_else(|| who.l.zone().date(who.now));
    let at = who.l.zone().start_of(day);
    if at > who.now {
        form.refuse("day", Msg::new("honours-prize-later"));
    }
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new("honours-prize-was-handed");
        let to = format!("/prizes/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::hand(tx, (id, version), (&by, at), &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /prizes/ID/receipt`.
pub async fn receive(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let deed = Deed::of(&who);
    let told = Msg::new("honours-prize-was-received");
    let to = format!("/prizes/{id}");
    let done = save(&who, &mut form, &to, told, move |tx| change::receive(tx, id, &deed));
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}

/// `POST /prizes/ID/cancellation`.
pub async fn cancel(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(REGISTER)?;
    let version = form.int("version", 0..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new("honours-prize-was-cancelled");
        let to = format!("/prizes/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::cancel(tx, (id, version), &reason, &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}
