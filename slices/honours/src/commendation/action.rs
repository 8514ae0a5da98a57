//! What the forms of commendations do.

use super::{
    APPROVE, NOMINATE,
    change::{self, Nomination},
    page,
    rules::Whom,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The longest reason or answer.
pub(super) const REASON: usize = 1000;

/// Reads a nomination; what is wrong stands beside its field.
pub(super) fn read(form: &mut Form) -> Option<Nomination> {
    let whom = form.choice::<Whom>("kind");
    let group = whom == Some(Whom::Group);
    let named = matches!(whom, Some(Whom::Person | Whom::Group));
    let label = form.text("label", if group { Text::required(60) } else { Text::optional(60) });
    let people = form.text("people", if named { Text::required(8000) } else { Text::optional(8000) }.lines());
    let unit = if whom == Some(Whom::Unit) { form.id("unit") } else { None };
    let title = form.text("title", Text::required(60));
    let reason = form.text("reason", Text::required(REASON).lines());
    let article = form.text("article", Text::optional(100));
    let users = people.split([',', '，', '、', ';', '；', '\n', '\r', ' ', '\u{3000}']);
    let users = users.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    form.ok().then_some(Nomination { whom: whom?, users, label, unit, title, reason, article })
}

/// `POST /commendations`.
pub async fn nominate(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(NOMINATE)?;
    if let Some(asked) = read(&mut form) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let told = Msg::new("honours-was-nominated");
        let to = format!("/commendations/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::nominate(tx, id, &asked, &actor, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form).await
}

/// `POST /commendations/ID/decision`.
pub async fn decide(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(APPROVE)?;
    let publishes = form.value("decision") == "publish";
    if !publishes && form.value("decision") != "decline" {
        form.refuse("", Msg::new("web-form-choice"));
    }
    let version = form.int("version", 0..=i64::MAX);
    // Declining says why.
    let rule = if publishes { Text::optional(REASON) } else { Text::required(REASON) };
    let answer = form.text("answer", rule.lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new(if publishes { "honours-was-published" } else { "honours-was-declined" });
        let to = format!("/commendations/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::decide(tx, (id, version), publishes, &answer, &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /commendations/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let version = form.int("version", 0..=i64::MAX);
    let reason = form.text("withdrawal_reason", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new("honours-was-withdrawn");
        let to = format!("/commendations/{id}");
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::withdraw(tx, (id, version), &reason, &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}
