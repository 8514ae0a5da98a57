//! What the forms of relays do.

use super::{
    RELAY,
    change::{self, NAMED, Wanted},
    page,
    rules::{About, inside},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api::Targets;
use xingtan_clock::{Date, Uuid};
use xingtan_governance::api::{Deed, save};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// The longest reason.
const REASON: usize = 500;

/// Reads what is to be passed on; what is wrong stands beside its field.
pub(super) fn read(form: &mut Form, today: Date) -> Option<Wanted> {
    let about = form.choice::<About>("kind");
    let title = form.text("title", Text::required(80));
    let body = form.text("body", Text::required(8_000).lines());
    let link = form.text("link", Text::optional(300));
    if !link.is_empty() && !inside(&link) {
        form.refuse("link", Msg::new("insight-relay-link-outside"));
    }
    let until = form.date("until");
    if until.is_some_and(|until| until < today) {
        form.refuse("until", Msg::new("insight-relay-until-past"));
    }
    let users: Vec<String> = form
        .text("persons", Text::optional(8_000).lines())
        .split([',', '，', '、', ';', '；', ' ', '\n', '\r', '\t', '\u{3000}'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if users.len() > NAMED {
        form.refuse("persons", Msg::new("insight-relay-many").with("max", NAMED as i64));
    }
    let targets = Targets {
        positions: form.ids("positions"),
        nodes: form.ids("nodes"),
        cohorts: form.ids("cohorts"),
        persons: Vec::new(),
    };
    if targets.is_empty() && users.is_empty() {
        form.refuse("", Msg::new("insight-relay-nobody"));
    }
    let scope = form.text("scope", Text::optional(400));
    let until_day = until.map(|day| day.to_string()).unwrap_or_default();
    let confirm = form.ticked("confirm");
    form.ok().then_some(Wanted {
        about: about?,
        title,
        body,
        link,
        until_day,
        confirm,
        scope,
        targets,
        users,
    })
}

/// `POST /relays`.
pub async fn send(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(RELAY)?;
    if let Some(wanted) = read(&mut form, who.l.zone().date(who.now)) {
        let (id, actor, deed) = (app.id(), who.actor.clone(), Deed::of(&who));
        let to = format!("/relays/{id}");
        let done = save(&who, &mut form, &to, Msg::new("insight-relay-was-sent"), move |tx| {
            change::send(tx, id, &wanted, &actor, &deed).map(drop)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form).await
}

/// `POST /relays/ID/confirmation`: as often as one likes.
pub async fn confirm(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (person, deed, to) = (who.actor.person, Deed::of(&who), format!("/relays/{id}"));
    let done = save(&who, &mut form, &to, Msg::new("insight-relay-was-confirmed"), move |tx| {
        change::confirm(tx, id, person, &deed)
    });
    match done.await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, form).await,
    }
}

/// `POST /relays/ID/reminder`.
pub async fn remind(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(RELAY)?;
    let version = form.int("version", 0..=i64::MAX);
    if form.ok() {
        let (actor, deed, zone) = (who.actor.clone(), Deed::of(&who), who.l.zone().clone());
        let to = format!("/relays/{id}");
        let done = save(&who, &mut form, &to, Msg::new("insight-relay-was-reminded"), move |tx| {
            change::remind(tx, (id, version), &actor, &zone, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}

/// `POST /relays/ID/withdrawal`.
pub async fn withdraw(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(RELAY)?;
    let version = form.int("version", 0..=i64::MAX);
    let reason = form.text("reason", Text::required(REASON).lines());
    if form.ok() {
        let (actor, deed, to) = (who.actor.clone(), Deed::of(&who), format!("/relays/{id}"));
        let done = save(&who, &mut form, &to, Msg::new("insight-relay-was-withdrawn"), move |tx| {
            change::withdraw(tx, (id, version), &reason, &actor, &deed)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, form).await
}
