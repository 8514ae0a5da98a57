//! What the forms of the register do.

use super::{
    KEEP,
    change::{self, Told},
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

/// The longest reason.
pub(super) const REASON: usize = 500;

/// Fields that others read.
const TEXTS: &[&str] = &["topic", "place", "trainer", "remarks"];

/// What the form says; none where something is wrong with it.
pub(super) fn told(form: &mut Form) -> Option<Told> {
    let topic = form.text("topic", Text::required(200));
    let kind = form.choice::<rules::Kind>("kind");
    let day = form.date("day");
    if day.is_none() {
        form.refuse("day", Msg::new("web-form-required"));
    }
    let place = form.text("place", Text::required(200));
    let minutes = form.int("minutes", 1..=rules::LONGEST.seconds() / 60);
    let trainer = form.text("trainer", Text::required(100));
    let remarks = form.text("remarks", Text::optional(REASON).lines());
    let people = rules::names(&form.text("people", Text::required(rules::MOST * 80).lines()));
    if people.len() > rules::MOST {
        form.refuse("people", Msg::new("planning-offline-many").with("most", rules::MOST));
    }
    let (day, kind) = day.zip(kind).filter(|_| form.ok())?;
    Some(Told { topic, kind, day, place, seconds: minutes * 60, trainer, remarks, people })
}

/// `POST /offline-trainings`.
pub async fn create(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(KEEP)?;
    screen_texts(&who, &mut form, Place::Remark, TEXTS).await?;
    if let Some(told) = told(&mut form) {
        let (id, actor, deed, today) =
            (app.id(), who.actor.clone(), Deed::of(&who), who.l.zone().date(who.now));
        let done =
            save(&who, &mut form, "/offline-trainings", Msg::new("planning-offline-kept"), move |tx| {
                change::keep(tx, id, &actor, &told, today, &deed).map(drop)
            });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form)
}

/// `POST /offline-trainings/ID`.
pub async fn correct(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(KEEP)?;
    let seen = form.int("version", 1..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    screen_texts(&who, &mut form, Place::Remark, TEXTS).await?;
    if let Some(told) = told(&mut form) {
        let (actor, deed, today) = (who.actor.clone(), Deed::of(&who), who.l.zone().date(who.now));
        let there = format!("/offline-trainings/{id}");
        let done = save(&who, &mut form, &there, Msg::new("planning-offline-corrected"), move |tx| {
            change::correct(tx, (id, seen), &actor, &told, &reason, today, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, Some(form)).await
}

/// `POST /offline-trainings/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(KEEP)?;
    let reason = form.text("withdrawal", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let there = format!("/offline-trainings/{id}");
        let done = save(&who, &mut form, &there, Msg::new("planning-offline-withdrawn"), move |tx| {
            change::withdraw(tx, id, &actor, &reason, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, Some(form)).await
}
