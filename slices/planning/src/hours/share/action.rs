//! What the forms of applications do.

use super::{
    change::{self, Wish},
    page,
};
use crate::{
    hours::{APPLY, DECIDE},
    month::Month,
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
const REASON: usize = 500;
const HERE: &str = "/hours/shares";

fn month(form: &mut Form, name: &str) -> Option<Month> {
    let read = Month::read(form.value(name));
    if read.is_none() {
        form.refuse(name, Msg::new("planning-month-wrong"));
    }
    read
}

/// `POST /hours/shares`.
pub async fn ask(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(APPLY)?;
    let unit = form.id("unit");
    let percent = form.int("percent", 1..=100);
    let (from, to) = (month(&mut form, "from"), month(&mut form, "to"));
    let reason = form.text("reason", Text::required(REASON).lines());
    if let (true, Some(unit), Some(from), Some(to)) = (form.ok(), unit, from, to) {
        let (id, actor, deed, zone) = (app.id(), who.actor.clone(), Deed::of(&who), who.l.zone().clone());
        let wish = Wish { unit, percent, from, to, reason };
        let done = save(&who, &mut form, HERE, Msg::new("planning-share-sent"), move |tx| {
            change::ask(tx, id, &actor, &wish, &zone, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form).await
}

/// `POST /hours/shares/ID/decision`.
pub async fn decide(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let approves = form.value("decision") == "approve";
    if !approves && form.value("decision") != "refuse" {
        form.refuse("", Msg::new("web-form-choice"));
    }
    // A refusal says why.
    let rule = if approves { Text::optional(REASON) } else { Text::required(REASON) };
    let answer = form.text("answer", rule.lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told =
            Msg::new(if approves { "planning-share-was-approved" } else { "planning-share-was-refused" });
        let done = save(&who, &mut form, HERE, told, move |tx| {
            change::decide(tx, id, &actor, approves, &answer, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /hours/shares/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let deed = Deed::of(&who);
    let told = Msg::new("planning-share-was-withdrawn");
    let done = save(&who, &mut form, HERE, told, move |tx| change::withdraw(tx, id, &deed));
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}
