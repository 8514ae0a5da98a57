//! What the forms of take-downs and complaints do.

use super::{
    change::{self, Why},
    page,
    rules::{Cause, Limit},
};
use crate::{
    item::page as items,
    job::{COMPLAINT_HOURS, INFRINGEMENT_DAYS, INFRINGEMENTS},
    permissions::JUDGE,
    users::Users,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The longest reason or answer.
pub(crate) const REASON: usize = 1000;

/// From how many infringements on somebody may not share, as it is set.
pub(crate) fn limit(app: &App) -> Limit {
    let settings = app.settings();
    Limit { count: settings.int(&INFRINGEMENTS), within: Span::of_days(settings.int(&INFRINGEMENT_DAYS)) }
}

/// `POST /library/ID/removal`.
pub async fn take_down(
    State(app): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let version = form.int("version", 1..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    if form.ok() {
        let infringing = form.ticked("infringing");
        let why = Why { reason, infringing, complaint: None, limit: limit(&app) };
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::take_down(tx, (id, version), &why, users, &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-taken-down"), unit).await? {
            return Ok(answer);
        }
    }
    items::show_one(&who, id, users, form).await
}

/// `POST /library/ID/restoration`.
pub async fn restore(
    State(_): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let version = form.int("version", 1..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::restore(tx, (id, version), &reason, users, &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-restored"), unit).await? {
            return Ok(answer);
        }
    }
    items::show_one(&who, id, users, form).await
}

/// `POST /library/ID/complaint`.
pub async fn complain(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let cause = form.choice::<Cause>("cause");
    let reason = form.text("reason", Text::required(REASON).lines());
    if let (Some(cause), true) = (cause, form.ok()) {
        let due = Span::of_hours(app.settings().int(&COMPLAINT_HOURS));
        let (own, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let unit =
            move |tx: &mut Tx<'_>| change::complain(tx, (own, id), (cause, &reason), due, &actor, &deed);
        let to = format!("/library/{id}");
        if let Some(answer) = save(&who, &mut form, &to, Msg::new("library-was-complained"), unit).await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, id, form).await
}

/// `POST /library/complaints/ID`.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(JUDGE)?;
    let version = form.int("version", 1..=i64::MAX);
    let reason = form.text("answer", Text::required(REASON).lines());
    let upheld = match form.value("decision") {
        "uphold" => true,
        "reject" => false,
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            false
        }
    };
    if form.ok() {
        let infringing = upheld && form.ticked("infringing");
        let why = Why { reason, infringing, complaint: Some(id), limit: limit(&app) };
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit =
            move |tx: &mut Tx<'_>| change::decide(tx, (id, version), upheld, &why, users, &actor, &deed);
        let told = Msg::new("library-was-decided");
        if let Some(answer) = save(&who, &mut form, page::HERE, told, unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /library/blocks/ID/lifting`.
pub async fn lift(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(JUDGE)?;
    let version = form.int("version", 1..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed) = (who.actor.clone(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::lift(tx, (id, version), &reason, &actor, &deed);
        let told = Msg::new("library-was-lifted");
        if let Some(answer) = save(&who, &mut form, page::HERE, told, unit).await? {
            return Ok(answer);
        }
    }
    page::show_list(&who, form).await
}
