//! What the forms of rounds do.

use super::{
    APPROVE, OPEN,
    change::{self, Opening},
    job, page, rules, store,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_governance::api::{Deed, save, save_in_turn};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The longest reason.
const REASON: usize = 500;

/// The end of a day of the form, which must be given.
fn end(who: &SignedIn, form: &mut Form, name: &str) -> Option<Timestamp> {
    let day: Option<Date> = form.date(name);
    if day.is_none() {
        form.refuse(name, Msg::new("web-form-required"));
    }
    day.map(|day| who.l.zone().end_of(day))
}

/// `POST /selections`.
pub async fn open(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(OPEN)?;
    let title = form.text("title", Text::required(200));
    let unit = form.id("unit");
    let most = form.int("most", 1..=rules::MOST);
    let (ends_at, due_at) = (end(&who, &mut form, "until"), end(&who, &mut form, "due"));
    if let (true, Some(unit), Some(ends_at), Some(due_at)) = (form.ok(), unit, ends_at, due_at) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let opening = Opening { title, unit, most, ends_at, due_at };
        let there = format!("/selections/{id}");
        let done = save(&who, &mut form, &there, Msg::new("planning-selection-opened"), move |tx| {
            change::open(tx, id, &actor, &opening, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form).await
}

/// `POST /selections/ID/electives`.
pub async fn offer(
    State(app): State<App>,
    who: SignedIn,
    Path(round): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(OPEN)?;
    let course = form.id("course");
    let places = form.int("places", 1..=rules::PLACES);
    if let (true, Some(course)) = (form.ok(), course) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let there = format!("/selections/{round}");
        let done = save(&who, &mut form, &there, Msg::new("planning-elective-offered"), move |tx| {
            change::offer(tx, (id, round), &actor, (course, places), &deed)?;
            // What is offered later needs no second notice: the round's page lists it.
            Ok(job::announce_once(tx, deed.ids.next(), round, actor.person, deed.now)?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, round, form).await
}

/// `POST /selections/ID/choices`: one's own ranking; the field of each elective is named by its id.
pub async fn choose(
    State(_): State<App>,
    who: SignedIn,
    Path(round): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let named: Vec<(Uuid, String)> = form
        .names()
        .filter_map(|name| Some((name.parse::<Uuid>().ok()?, form.value(name).trim().to_owned())))
        .filter(|(_, rank)| !rank.is_empty())
        .take(rules::ELECTIVES + 1)
        .collect();
    // A rank that is no number is a place that does not exist.
    let ranks: Vec<(Uuid, i64)> =
        named.into_iter().map(|(id, rank)| (id, rank.parse().unwrap_or(0))).collect();
    let (actor, deed) = (who.actor.clone(), Deed::of(&who));
    let told = Msg::new("planning-electives-chosen");
    let done = save(&who, &mut form, "/selections/own", told, move |tx| {
        change::choose(tx, round, &actor, &ranks, &deed)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_own(&who, form).await,
    }
}

/// The elective by whose turns a choice is changed.
async fn turn(who: &SignedIn, id: Uuid) -> Result<String, Fault> {
    let found = who.app.db().read(move |tx| store::one(tx, id)).await.map_err(Fault::from)?;
    Ok(format!("planning.elective.{}", found.ok_or(Fault::NotFound)?.elective_id))
}

/// `POST /selections/choices/ID/decision`.
pub async fn decide(
    State(_): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(APPROVE)?;
    let turn = turn(&who, id).await?;
    let approves = form.value("decision") == "approve";
    if !approves && form.value("decision") != "refuse" {
        form.refuse("", Msg::new("web-form-choice"));
    }
    // A refusal says why.
    let rule = if approves { Text::optional(REASON) } else { Text::required(REASON) };
    let answer = form.text("answer", rule.lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let there = "/selections/choices?state=chosen";
        let told =
            Msg::new(if approves { "planning-choice-was-approved" } else { "planning-choice-was-refused" });
        let done = save_in_turn(&who, &mut form, &turn, there, told, move |tx| {
            change::decide(tx, &kinds, id, &actor, approves, &answer, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_choice(&who, id, form).await
}

/// `POST /selections/choices/ID/leaving`.
pub async fn leave(
    State(_): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let turn = turn(&who, id).await?;
    let deed = Deed::of(&who);
    let told = Msg::new("planning-choice-was-left");
    let done = save_in_turn(&who, &mut form, &turn, "/selections/own", told, move |tx| {
        change::leave(tx, &kinds, id, &deed)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_choice(&who, id, form).await,
    }
}

/// `POST /selections/ID/closing`.
pub async fn close(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(OPEN)?;
    let (job, actor, deed, there) =
        (app.id(), who.actor.clone(), Deed::of(&who), format!("/selections/{id}"));
    let told = Msg::new("planning-selection-was-closed");
    let done = save(&who, &mut form, &there, told, move |tx| change::close(tx, (id, job), &actor, &deed));
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}
