//! What the forms of study permissions do.

use super::{DECIDE, change, page};
use crate::saving::{Deed, save};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_calendar::{Minute, Stretch};
use xingtan_clock::{Time, Uuid, Zone};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The longest reason or answer.
pub(super) const REASON: usize = 500;

/// Date and times of a form; where the end is not after the beginning it lies on the next day.
fn hours(form: &mut Form, zone: &Zone) -> Option<Stretch> {
    let date = form.date("date");
    let mut minute = |name: &str| -> Option<Minute> {
        let read = form.value(name).parse().ok();
        if read.is_none() {
            form.refuse(name, Msg::new("governance-permission-time"));
        }
        read
    };
    let (from, to, date) = (minute("from")?, minute("to")?, date?);
    let ends = if to <= from { date.tomorrow().ok()? } else { date };
    let moment = |date, minute: Minute| {
        let (hour, rest) = (minute.minutes() / 60, minute.minutes() % 60);
        match Time::new(i8::try_from(hour).unwrap_or(24), i8::try_from(rest).unwrap_or(0), 0, 0) {
            Ok(time) => zone.at(date, time),
            Err(_) => zone.end_of(date),
        }
    };
    Some(Stretch { from: moment(date, from), to: moment(ends, to) })
}

/// `POST /study-permissions`.
pub async fn ask(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let asked = hours(&mut form, &app.institution().zone);
    let reason = form.text("reason", Text::required(REASON).lines());
    if let (true, Some(hours)) = (form.ok(), asked) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let told = Msg::new("governance-permission-sent");
        let done = save(&who, &mut form, "/study-permissions", told, move |tx| {
            change::ask(tx, id, &actor, hours, &reason, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_own(&who, form, &Form::default()).await
}

/// `POST /study-permissions/grant`.
pub async fn grant(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let asked = hours(&mut form, &app.institution().zone);
    let user = form.text("user", Text::required(100));
    let reason = form.text("reason", Text::required(REASON).lines());
    if let (true, Some(hours)) = (form.ok(), asked) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let told = Msg::new("governance-permission-given");
        let done = save(&who, &mut form, "/study-permissions/requests", told, move |tx| {
            change::grant(tx, id, &actor, &user, hours, &reason, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_grant(&who, form)
}

/// `POST /study-permissions/ID/decision`.
pub async fn decide(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let grants = form.value("decision") == "grant";
    if !grants && form.value("decision") != "refuse" {
        form.refuse("", Msg::new("web-form-choice"));
    }
    // A refusal says why.
    let answer =
        form.text("answer", if grants { Text::optional(REASON) } else { Text::required(REASON) }.lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let told = Msg::new(if grants {
            "governance-permission-was-granted"
        } else {
            "governance-permission-was-refused"
        });
        let done = save(&who, &mut form, "/study-permissions/requests", told, move |tx| {
            change::decide(tx, id, &actor, grants, &answer, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /study-permissions/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let deed = Deed::of(&who);
    let told = Msg::new("governance-permission-was-withdrawn");
    let done = save(&who, &mut form, "/study-permissions", told, move |tx| change::withdraw(tx, id, &deed));
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}
