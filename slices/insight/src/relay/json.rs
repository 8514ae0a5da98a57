//! Relays for programs.

use super::{
    RELAY, action, change,
    page::HERE,
    store::{self, Addressee, NAME_SORTS, Relay, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::Deed;
use xingtan_web::{
    App, Fault, Form,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection, sound},
};

/// Something that was passed on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RelayJson {
    /// Its id.
    pub id: Uuid,
    /// `course`, `selection`, `test` or `other`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What it says, in Markdown.
    pub text: String,
    /// An address of this site; may be empty.
    pub link: String,
    /// The last day of what it is about; may be empty.
    pub until: String,
    /// Whether the addressees are asked to confirm it.
    pub confirm: bool,
    /// Who sent it.
    pub sender: Uuid,
    /// `sending`, `sent` or `withdrawn`.
    pub state: String,
    /// When it was sent, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: Timestamp,
    /// Why it was withdrawn; empty where it was not.
    pub reason: String,
    /// How many people were told.
    pub people: i64,
    /// How many of them have read it.
    pub read: i64,
    /// How many of them have confirmed it.
    pub confirmed: i64,
    /// Counts its changes.
    pub version: i64,
}

impl From<Relay> for RelayJson {
    fn from(it: Relay) -> Self {
        RelayJson {
            id: it.id,
            kind: it.kind,
            title: it.title,
            text: it.body,
            link: it.link,
            until: it.until_day,
            confirm: it.confirm,
            sender: it.sender_id,
            state: it.state,
            sent_at: it.sent_at,
            reason: it.reason,
            people: it.people,
            read: it.read,
            confirmed: it.confirmed,
            version: it.version,
        }
    }
}

/// The receipt of an addressee.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RelayReceiptJson {
    /// Who.
    pub person: Uuid,
    /// The name then.
    pub name: String,
    /// The unit then.
    pub unit: String,
    /// When the person was told, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub told_at: Timestamp,
    /// When the person read it, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub read_at: Option<Timestamp>,
    /// When the person confirmed it, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub confirmed_at: Option<Timestamp>,
    /// When the person was reminded last, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reminded_at: Option<Timestamp>,
}

impl From<Addressee> for RelayReceiptJson {
    fn from(it: Addressee) -> Self {
        RelayReceiptJson {
            person: it.person_id,
            name: it.name,
            unit: it.unit,
            told_at: it.told_at,
            read_at: it.read_at,
            confirmed_at: it.confirmed_at,
            reminded_at: it.reminded_at,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RelaysQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Relays
///
/// What was passed on to people of the caller's units, in the order in which it was sent.
#[utoipa::path(
    get, path = "/api/v1/relays", tag = "insight", operation_id = "relays", params(RelaysQuery),
    security(("token" = ["insight.relay"])),
    responses((status = 200, description = "A page of them.", body = Collection<RelayJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<RelaysQuery>,
) -> Result<Json<Collection<RelayJson>>, Fault> {
    caller.must(RELAY)?;
    let list = collection("/api/v1/relays", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(RELAY);
    let read = app.db().read(move |tx| list.page::<Relay>(tx, store::select(&scope, "", "", "")));
    Ok(Json(Collection::of(read.await?, RelayJson::from)))
}

/// The receipts of a relay
///
/// One of each addressee, by name (pinyin).
#[utoipa::path(
    get, path = "/api/v1/relays/{id}/receipts", tag = "insight", operation_id = "relay_receipts",
    params(("id" = Uuid, Path, description = "The relay."), RelaysQuery),
    security(("token" = ["insight.relay"])),
    responses((status = 200, description = "A page of them.", body = Collection<RelayReceiptJson>))
)]
pub async fn receipts(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(asked): Asked<RelaysQuery>,
) -> Result<Json<Collection<RelayReceiptJson>>, Fault> {
    caller.must(RELAY)?;
    let here = format!("/api/v1{HERE}/{id}/receipts");
    let list = collection(here, (NAME_SORTS, By::Text), &[], asked.limit, asked.at.as_ref())?;
    let actor = caller.actor.clone();
    let read = app.db().read(move |tx| {
        let it =
            store::one(tx, id)?.filter(|it| actor.may_at(RELAY, &it.scope_path)).ok_or(Fault::NotFound)?;
        Ok::<_, Fault>(list.page::<Addressee>(tx, store::addressees(&it, "", ""))?)
    });
    Ok(Json(Collection::of(read.await?, RelayReceiptJson::from)))
}

/// Something to pass on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendRelayJson {
    /// `course`, `selection`, `test` or `other`.
    kind: String,
    /// What it is called.
    title: String,
    /// What it says, in Markdown.
    text: String,
    /// An address of this site, such as `/selections/own`.
    link: Option<String>,
    /// The last day of what it is about, such as `2026-11-30`.
    until: Option<String>,
    /// Whether the addressees are asked to confirm it.
    #[serde(default)]
    confirm: bool,
    /// The path of the node below which the addressees are; where the caller answers for one alone it may be left out.
    scope: Option<String>,
    /// Holders of these positions.
    #[serde(default)]
    positions: Vec<Uuid>,
    /// People of these units and of all below them.
    #[serde(default)]
    units: Vec<Uuid>,
    /// Members of these cohorts.
    #[serde(default)]
    cohorts: Vec<Uuid>,
    /// User names.
    #[serde(default)]
    people: Vec<String>,
}

/// The fields of the form in the words of programs.
fn word(name: &str) -> String {
    match name {
        "body" => "text",
        "nodes" => "units",
        "persons" => "people",
        other => other,
    }
    .to_owned()
}

/// Pass something on
///
/// Everybody who is meant at the time is told and has a receipt. With `Idempotency-Key` the same post is carried out
/// once.
#[utoipa::path(
    post, path = "/api/v1/relays", tag = "insight", operation_id = "send_relay",
    request_body = SendRelayJson, security(("token" = ["insight.relay"])),
    responses((status = 201, description = "It is being sent.", body = RelayJson,
               headers(("location" = String, description = "Where its receipts are to be found."))))
)]
pub async fn send(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<SendRelayJson>,
) -> Result<Response, Fault> {
    caller.must(RELAY)?;
    let mut pairs = vec![
        ("kind", body.kind),
        ("title", body.title),
        ("body", body.text),
        ("link", body.link.unwrap_or_default()),
        ("until", body.until.unwrap_or_default()),
        ("scope", body.scope.unwrap_or_default()),
        ("persons", body.people.join("\n")),
    ];
    if body.confirm {
        pairs.push(("confirm", "yes".to_owned()));
    }
    for (name, ids) in [("positions", &body.positions), ("nodes", &body.units), ("cohorts", &body.cohorts)] {
        pairs.extend(ids.iter().map(|id| (name, id.to_string())));
    }
    let mut form = Form::of_pairs(pairs.into_iter().map(|(name, value)| (name.to_owned(), value))).as_sent();
    let wanted = action::read(&mut form, app.institution().zone.date(caller.now));
    sound(&form, word)?;
    let wanted = wanted.ok_or(Fault::NotFound)?;
    let (id, actor, deed) = (app.id(), caller.actor.clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        let it = change::send(tx, id, &wanted, &actor, &deed)?;
        Ok(Answer::made(format!("/api/v1/relays/{id}/receipts"), RelayJson::from(it)))
    };
    let answer = repeat.once(&caller, None, unit).await?;
    app.ring();
    Ok(answer)
}
