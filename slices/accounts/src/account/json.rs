//! One's own sessions and sign-ins for programs. Only a token for all its owner may gets to them.

use super::sessions::ended;
use crate::{
    json::Nothing,
    people::saving::prepare,
    session::{
        device,
        log::{TryRow, own_tries},
        place::Places,
        rules::Unusual,
        store::{self, SessionRow},
    },
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
use xingtan_web::{
    App, Fault, Sort,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Repeat, collection},
};

/// A session in a browser.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionJson {
    /// Its id.
    pub id: Uuid,
    /// On which device, in words.
    pub device: String,
    /// The network address.
    pub address: String,
    /// The institution's name for the network, where it has one.
    pub network: Option<String>,
    /// Since when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it was last seen, to the minute, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
    /// When it ends at the latest, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// Whether it outlives the browser.
    pub lasting: bool,
}

impl SessionJson {
    fn of(it: SessionRow, places: &Places) -> Self {
        SessionJson {
            id: it.id,
            device: device::named(&it.agent),
            network: network(places, &it.ip),
            address: it.ip,
            started_at: it.started_at,
            seen_at: it.seen_at,
            expires_at: it.expires_at,
            lasting: it.lasting,
        }
    }
}

fn network(places: &Places, address: &str) -> Option<String> {
    places.name(address.parse().ok()?).map(str::to_owned)
}

/// Own sessions
///
/// Where the owner of the token is signed in, the latest seen first; always whole. Tokens are no sessions.
#[utoipa::path(
    get, path = "/api/v1/me/sessions", tag = "people", operation_id = "own_sessions",
    security(("token" = ["all"])),
    responses((status = 200, description = "The open sessions.", body = Collection<SessionJson>))
)]
pub async fn sessions(
    State(app): State<App>,
    caller: Caller,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<Collection<SessionJson>>, Fault> {
    caller.must_be_for_all()?;
    let (person, now, places) = (caller.actor.person, caller.now, Places::of(app.settings()));
    let found = app.db().read(move |tx| store::list(tx, person, now)).await?;
    Ok(Json(Collection::whole(found.into_iter().map(|it| SessionJson::of(it, &places)).collect())))
}

/// End an own session
///
/// The browser there is signed out.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions/{id}", tag = "people", operation_id = "end_own_session",
    params(("id" = Uuid, Path, description = "The session.")), security(("token" = ["all"])),
    responses((status = 200, description = "The session as it was.", body = SessionJson))
)]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let (actor, prepared, now) = (caller.actor().clone(), prepare(&caller, 1), caller.now);
    let places = Places::of(app.settings());
    let unit = move |tx: &mut Tx<'_>| {
        let open = store::list(tx, actor.person, now)?.into_iter().find(|it| it.id == id);
        let open = open.ok_or(Fault::NotFound)?;
        if !ended(tx, &actor, &prepared, id)? {
            return Err(Fault::NotFound);
        }
        Ok(Answer::done(SessionJson::of(open, &places)))
    };
    repeat.once(&caller, None, unit).await
}

/// A try to sign in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignInJson {
    /// Its id.
    pub id: Uuid,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was typed as user name, in small letters.
    pub user_name: String,
    /// Whose account, where the name belongs to somebody.
    pub person: Option<Uuid>,
    /// How it ended: `done`, `second-factor`, `wrong`, `locking`, `locked`, `wrong-code`, `locking-code`,
    /// `wrong-passkey`, `locking-passkey`, `passkey-refused`,
    /// `initial-expired`, `suspended`, `frozen`, `closed`, `revoked`, `throttled`, `forgotten`, `reset`, `ticket`.
    pub outcome: String,
    /// What was unusual: `device`, `network`, `failures`.
    pub unusual: Vec<String>,
    /// On which device, in words.
    pub device: String,
    /// The network address.
    pub address: String,
    /// The institution's name for the network, where it has one.
    pub network: Option<String>,
}

impl SignInJson {
    /// Of a row of the log.
    pub fn of(it: TryRow, places: &Places) -> Self {
        let unusual = Unusual::read(it.unusual.as_deref());
        SignInJson {
            id: it.id,
            at: it.at,
            user_name: it.user_key,
            person: it.person_id,
            outcome: it.outcome,
            unusual: unusual.into_iter().map(|kind| kind.code().to_owned()).collect(),
            device: device::named(&it.agent),
            network: network(places, &it.ip),
            address: it.ip,
        }
    }
}

/// Which of one's own sign-ins.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OwnSignInsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

const TIMES: &[Sort] = &[Sort { name: "at", column: "s.at" }];

/// Own sign-ins
///
/// Tries to sign in to the account of the token's owner, the latest first.
#[utoipa::path(
    get, path = "/api/v1/me/sign-ins", tag = "people", operation_id = "own_sign_ins", params(OwnSignInsQuery),
    security(("token" = ["all"])),
    responses((status = 200, description = "A page of tries.", body = Collection<SignInJson>))
)]
pub async fn sign_ins(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<OwnSignInsQuery>,
) -> Result<Json<Collection<SignInJson>>, Fault> {
    caller.must_be_for_all()?;
    let sorts = (TIMES, By::Moment);
    let list = collection("/api/v1/me/sign-ins", sorts, &[], asked.limit, asked.at.as_ref())?.or_descending();
    let (person, places) = (caller.actor.person, Places::of(app.settings()));
    let found = app.db().read(move |tx| own_tries(tx, &list, person)).await?;
    Ok(Json(Collection::of(found, |it| SignInJson::of(it, &places))))
}
