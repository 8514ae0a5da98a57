//! What the forms of needs do.

use super::{
    COLLECT, DECIDE, MERGE,
    change::{self, Wish},
    page, rules,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::{Place, screen_texts};

/// The longest reason or answer.
pub(super) const REASON: usize = 500;
const OWN: &str = "/needs/own";

/// What the form says of a need.
fn wish(form: &mut Form) -> Wish {
    let topic = form.text("topic", Text::required(200));
    let why = form.text("why", Text::required(REASON).lines());
    let by_day = form.date("by_day").map(|day| day.to_string());
    let kind = form.value("kind").to_owned();
    if !rules::KINDS.contains(&kind.as_str()) {
        form.refuse("kind", Msg::new("web-form-choice"));
    }
    Wish { topic, why, by_day, kind }
}

/// `POST /needs/own`.
pub async fn state(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    screen_texts(&who, &mut form, Place::Need, &["topic", "why"]).await?;
    let wish = wish(&mut form);
    if form.ok() {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let done = save(&who, &mut form, OWN, Msg::new("planning-need-sent"), move |tx| {
            change::state(tx, id, &actor, &wish, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_own(&who, form, &Form::default()).await
}

/// `POST /needs/merge`.
pub async fn merge(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(MERGE)?;
    let mut chosen = form.ids("need");
    chosen.sort_unstable();
    chosen.dedup();
    if form.ok() && !(2..=rules::MOST).contains(&chosen.len()) {
        form.refuse("", Msg::new("planning-need-choose").with("most", rules::MOST));
    }
    screen_texts(&who, &mut form, Place::Need, &["topic", "why"]).await?;
    let wish = wish(&mut form);
    if form.ok() {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let there = format!("/needs/{id}");
        let done = save(&who, &mut form, &there, Msg::new("planning-needs-merged"), move |tx| {
            change::merge(tx, id, &actor, &chosen, &wish, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_merge(&who, form).await
}

/// `POST /needs/ID/forwarding`.
pub async fn forward(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(MERGE)?;
    let (actor, deed, there) = (who.actor.clone(), Deed::of(&who), format!("/needs/{id}"));
    let done = save(&who, &mut form, &there, Msg::new("planning-need-was-forwarded"), move |tx| {
        change::forward(tx, id, &actor, &deed)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}

/// `POST /needs/ID/decision`.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    if !who.actor.may(MERGE) {
        who.must(DECIDE)?;
    }
    let there = format!("/needs/{id}");
    let (actor, deed, row) = (who.actor.clone(), Deed::of(&who), app.id());
    let done = match form.value("decision") {
        "accept" => {
            let answer = form.text("answer", Text::optional(REASON).lines());
            let responsible = form.text("responsible", Text::required(100));
            let quarter = rules::quarter(form.value("quarter"));
            if quarter.is_none() {
                form.refuse("quarter", Msg::new("web-form-choice"));
            }
            let Some(quarter) = quarter.filter(|_| form.ok()) else {
                return page::show_one(&who, id, form).await;
            };
            let told = Msg::new("planning-need-was-accepted");
            save(&who, &mut form, &there, told, move |tx| {
                change::accept(tx, (id, row), &actor, (&quarter, &responsible), &answer, &deed)
            })
            .await?
        }
        "decline" => {
            let why = form.text("answer", Text::required(REASON).lines());
            if !form.ok() {
                return page::show_one(&who, id, form).await;
            }
            let told = Msg::new("planning-need-was-declined");
            save(&who, &mut form, &there, told, move |tx| change::decline(tx, id, &actor, &why, &deed))
                .await?
        }
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            None
        }
    };
    match done {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}

/// `POST /needs/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (actor, deed) = (who.actor.clone(), Deed::of(&who));
    let done = save(&who, &mut form, OWN, Msg::new("planning-need-was-withdrawn"), move |tx| {
        change::withdraw(tx, id, &actor, &deed)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}

/// `POST /needs/collections`.
pub async fn collect(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(COLLECT)?;
    let unit = form.id("unit");
    let title = form.text("title", Text::required(200));
    let until = form.date("until");
    if until.is_none() {
        form.refuse("until", Msg::new("web-form-required"));
    }
    if let (true, Some(unit), Some(until)) = (form.ok(), unit, until) {
        let ends_at = who.l.zone().end_of(until);
        let (id, job, actor, deed) = (app.id(), app.id(), who.actor.clone(), Deed::of(&who));
        let told = Msg::new("planning-collection-opened");
        let done = save(&who, &mut form, "/needs/collections", told, move |tx| {
            change::collect(tx, (id, job), &actor, (unit, &title, ends_at), &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_collections(&who, form, &Form::default()).await
}
