//! The register of prizes for programs.

use super::{
    REGISTER, action, change,
    store::{self, Prize, SORTS, STATES},
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Text,
    json::{
        Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, Repeat, Seen, collection, fields, sound,
    },
};

/// A prize.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PrizeJson {
    /// Its id.
    pub id: Uuid,
    /// The place of a ranking that it is for.
    pub place: Uuid,
    /// The ranking.
    pub ranking: Uuid,
    /// Its period: `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
    pub period: String,
    /// The rank.
    pub rank: i64,
    /// Whose.
    pub person: Uuid,
    /// The name of that person.
    pub name: String,
    /// What it is.
    pub what: String,
    /// What it is worth, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_cents: Option<i64>,
    /// `promised`, `handed`, `received` or `cancelled`.
    pub state: String,
    /// When it was registered, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Timestamp,
    /// When it was handed over, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub handed_at: Option<Timestamp>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_by: Option<String>,
    /// When the winner confirmed the receipt, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Timestamp>,
    /// Why it was cancelled; may be empty.
    pub reason: String,
    /// Counts its changes; who hands it over or cancels it names the one that was read.
    pub version: i64,
}

impl From<Prize> for PrizeJson {
    fn from(it: Prize) -> Self {
        PrizeJson {
            id: it.id,
            place: it.place_id,
            ranking: it.ranking_id,
            period: it.period,
            rank: it.rank,
            person: it.person_id,
            name: it.person_name,
            what: it.what,
            value_cents: it.value_cents,
            state: it.state,
            registered_at: it.registered_at,
            handed_at: it.handed_at,
            handed_by: it.handed_name,
            received_at: it.received_at,
            reason: it.reason,
            version: it.version,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PrizesQuery {
    /// Only those in this state: `promised`, `handed`, `received` or `cancelled`.
    state: Option<String>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// The register of prizes
///
/// Of the subtrees where the permission holds, in the order in which they were registered.
#[utoipa::path(
    get, path = "/api/v1/prizes", tag = "honours", operation_id = "prizes", params(PrizesQuery),
    security(("token" = ["honours.prizes"])),
    responses((status = 200, description = "A page of them.", body = Collection<PrizeJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<PrizesQuery>,
) -> Result<Json<Collection<PrizeJson>>, Fault> {
    caller.must(REGISTER)?;
    let state = asked.state.unwrap_or_default();
    if !state.is_empty() && !STATES.contains(&state.as_str()) {
        return Err(Fault::Invalid(vec![("state".to_owned(), Msg::new("web-form-choice"))]));
    }
    let filters = [("state", Some(state.clone()).filter(|it| !it.is_empty()))];
    let list = collection("/api/v1/prizes", (SORTS, By::Moment), &filters, asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(REGISTER);
    let read = app.db().read(move |tx| list.page::<Prize>(tx, store::select(&scope, "", &state)));
    Ok(Json(Collection::of(read.await?, PrizeJson::from)))
}

/// A prize
///
/// To who keeps the register, and to the winner.
#[utoipa::path(
    get, path = "/api/v1/prizes/{id}", tag = "honours", operation_id = "prize",
    params(("id" = Uuid, Path, description = "The prize.")), security(("token" = [])),
    responses((status = 200, description = "The prize.", body = PrizeJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<PrizeJson>, Fault> {
    let actor = caller.actor.clone();
    let read = app
        .db()
        .read(move |tx| store::one(tx, id)?.filter(|it| change::readable(it, &actor)).ok_or(Fault::NotFound));
    Ok(Json(read.await?.into()))
}

/// A prize to be registered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterJson {
    /// The place of a frozen ranking.
    place: Uuid,
    /// What it is.
    #[schema(min_length = 1, max_length = 200)]
    what: String,
    /// What it is worth, in fen.
    #[schema(minimum = 0, maximum = 100_000_000)]
    value_cents: Option<i64>,
}

/// Register a prize
///
/// For a place of a frozen ranking. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/prizes", tag = "honours", operation_id = "register_prize",
    request_body = RegisterJson, security(("token" = ["honours.prizes"])),
    responses((status = 201, description = "It is registered.", body = PrizeJson,
               headers(("location" = String, description = "Where it is to be found."))))
)]
pub async fn register(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<RegisterJson>,
) -> Result<Response, Fault> {
    caller.must(REGISTER)?;
    let mut form = fields([("what", Some(body.what))]);
    let what = form.text("what", Text::required(action::WHAT));
    if body.value_cents.is_some_and(|cents| !(0..=action::MOST).contains(&cents)) {
        form.refuse("value_cents", Msg::new("web-form-range").with("from", 0).with("to", action::MOST));
    }
    sound(&form, str::to_owned)?;
    let (id, actor, deed) = (app.id(), caller.actor.clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        change::register(tx, id, body.place, (&what, body.value_cents), &actor, &deed)?;
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        Ok(Answer::made(format!("/api/v1/prizes/{id}"), PrizeJson::from(it)))
    };
    repeat.once(&caller, None, unit).await
}

/// That a prize was handed over.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandJson {
    /// The count of changes that was read; where it has gone on, nothing is changed.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// By whom.
    #[schema(min_length = 1, max_length = 100)]
    by: String,
    /// On which day, in the institution's zone; today unless given.
    #[schema(value_type = Option<String>, format = Date)]
    day: Option<Date>,
}

/// Hand a prize over
///
/// The winner is told. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/prizes/{id}/handover", tag = "honours", operation_id = "hand_prize",
    params(("id" = Uuid, Path, description = "The prize.")), request_body = HandJson,
    security(("token" = ["honours.prizes"])),
    responses((status = 200, description = "It waits for the receipt.", body = PrizeJson))
)]
pub async fn hand(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<HandJson>,
) -> Result<Response, Fault> {
    caller.must(REGISTER)?;
    let mut form = fields([("by", Some(body.by))]);
    let by = form.text("by", Text::required(action::BY));
    let zone = caller.l.zone();
    let at = zone.start_of(body.day.unwrap_or_else(|| zone.date(caller.now)));
    if at > caller.now {
        form.refuse("day", Msg::new("honours-prize-later"));
    }
    sound(&form, str::to_owned)?;
    let (actor, seen) = (caller.actor.clone(), body.version.0);
    let hand = move |tx: &mut Tx<'_>, deed: &Deed| change::hand(tx, (id, seen), (&by, at), &actor, deed);
    changed(&caller, repeat, id, hand).await
}

/// Confirm the receipt of a prize
///
/// By the winner. Needs a token for `all`. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/prizes/{id}/receipt", tag = "honours", operation_id = "receive_prize",
    params(("id" = Uuid, Path, description = "The prize.")), security(("token" = ["all"])),
    responses((status = 200, description = "It is confirmed.", body = PrizeJson))
)]
pub async fn receive(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    changed(&caller, repeat, id, move |tx, deed| change::receive(tx, id, deed)).await
}

/// That a prize will not be given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelJson {
    /// The count of changes that was read; where it has gone on, nothing is changed.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Cancel a prize
///
/// Before it was handed over. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/prizes/{id}/cancellation", tag = "honours", operation_id = "cancel_prize",
    params(("id" = Uuid, Path, description = "The prize.")), request_body = CancelJson,
    security(("token" = ["honours.prizes"])),
    responses((status = 200, description = "It will not be given.", body = PrizeJson))
)]
pub async fn cancel(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<CancelJson>,
) -> Result<Response, Fault> {
    caller.must(REGISTER)?;
    let mut form = fields([("reason", Some(body.reason))]);
    let reason = form.text("reason", Text::required(action::REASON).lines());
    sound(&form, str::to_owned)?;
    let (actor, seen) = (caller.actor.clone(), body.version.0);
    let cancel = move |tx: &mut Tx<'_>, deed: &Deed| change::cancel(tx, (id, seen), &reason, &actor, deed);
    changed(&caller, repeat, id, cancel).await
}

/// Carries a change of a prize out in one unit; the prize as it is then.
async fn changed(
    caller: &Caller,
    repeat: Repeat,
    id: Uuid,
    change: impl Fn(&mut Tx<'_>, &Deed) -> Result<(), Stop> + Send + 'static,
) -> Result<Response, Fault> {
    let deed = Deed::of(caller);
    let unit = move |tx: &mut Tx<'_>| {
        change(tx, &deed)?;
        Ok(Answer::done(PrizeJson::from(store::one(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    repeat.once(caller, None, unit).await
}
