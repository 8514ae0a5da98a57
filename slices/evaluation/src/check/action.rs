//! What the forms of checks do.

use super::{
    change::{self, Dates},
    page,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_catalog::{Act, api::LessonKinds};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};
use xingtan_words::{Place, screen_open_texts};

/// The longest note or reason.
pub(super) const WORDS: usize = 500;

/// The end of the day that was asked for.
pub(super) fn day(form: &mut Form, field: &str, who: &SignedIn) -> Option<Timestamp> {
    form.date(field).map(|day| who.l.zone().end_of(day))
}

/// The day that has to be named where another date is set.
pub(super) fn wanted(form: &mut Form, who: &SignedIn) -> Option<Timestamp> {
    let until = day(form, "new_date", who);
    if until.is_none() && form.ok() {
        form.refuse("new_date", Msg::new("web-form-required"));
    }
    until
}

/// `POST /course-checks/ID/confirmation`.
pub async fn confirm(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    screen_open_texts(&who, &mut form, Place::Remark, &["note"]).await?;
    let version = form.int("version", 0..=i64::MAX);
    let note = form.text("note", Text::required(WORDS).lines());
    let until = day(&mut form, "review_by", &who);
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let dates = Dates::of(app.settings(), who.l.zone(), who.now);
        let (to, told) = (page::here(id), Msg::new("evaluation-was-confirmed"));
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::confirm(tx, (id, version), &note, until, dates, (&actor, &deed))
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form, true).await
}

/// `POST /course-checks/ID/date`.
pub async fn date(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(super::CHECK)?;
    let version = form.int("version", 0..=i64::MAX);
    let until = wanted(&mut form, &who);
    if let Some(until) = until.filter(|_| form.ok()) {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let dates = Dates::of(app.settings(), who.l.zone(), who.now);
        let (to, told) = (page::here(id), Msg::new("evaluation-was-dated"));
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::set_date(tx, (id, version), until, dates, (&actor, &deed))
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form, true).await
}

/// `POST /course-checks/ID/change`: a new version of the course.
pub async fn begin(
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (act, deed) = (Act::of(&who), Deed::of(&who));
    let (to, told) = (format!("/courses/{id}/edit"), Msg::new("evaluation-was-begun"));
    let done = save(&who, &mut form, &to, told, move |tx| change::begin(tx, &kinds, id, &act, &deed));
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form, true).await,
    }
}

/// `POST /courses/{course}/flags`.
pub async fn flag(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    screen_open_texts(&who, &mut form, Place::Remark, &["reason"]).await?;
    let lesson = form.optional_id("lesson");
    let reason = form.text("reason", Text::required(WORDS).lines());
    if form.ok() {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let (to, told) = (format!("/courses/{course}/flags"), Msg::new("evaluation-was-flagged"));
        let done = save(&who, &mut form, &to, told, move |tx| {
            change::flag(tx, (id, course), lesson, &reason, (&actor, &deed)).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_flags(&who, course, form).await
}
