//! The trail for programs.

use crate::pages::{AUDIT_READ, is_whole};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_audit::{Filter, Found, Position, search};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{After, Asked, Caller, Limit, Moment, Words},
};

/// An entry of the trail. What was erased by a decision is absent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryJson {
    /// Its id.
    pub id: Uuid,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who; none for the program and for somebody who did not sign in.
    pub actor: Option<Uuid>,
    /// The name at that time.
    pub actor_name: Option<String>,
    /// Code of the role in which the person acted; `system` for the program.
    pub role: String,
    /// What was done, such as `accounts.person-opened`.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To whom or what.
    pub subject: Option<Uuid>,
    /// The name at that time.
    pub subject_name: Option<String>,
    /// Path of the organisation node it belongs to.
    pub node_path: Option<String>,
    /// `done` or `refused`.
    pub result: String,
    /// By which article: `regulation@version#number`.
    pub citing: Option<String>,
    /// What it was before: any JSON.
    pub before: Option<serde_json::Value>,
    /// What it was then: any JSON.
    pub after: Option<serde_json::Value>,
    /// Anything else: any JSON.
    pub detail: Option<serde_json::Value>,
    /// From which network address.
    pub address: Option<String>,
    /// With which device.
    pub device: Option<String>,
    /// Number in the chain; none while not yet sealed.
    pub sequence: Option<i64>,
}

impl From<Found> for EntryJson {
    fn from(it: Found) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        EntryJson {
            id: it.id,
            at: it.at,
            actor: it.actor,
            actor_name: it.actor_name,
            role: it.acting_role,
            action: it.action,
            subject_kind: it.subject_kind,
            subject: it.subject,
            subject_name: it.subject_name,
            node_path: it.node_path,
            result: it.result,
            citing: it.citing,
            before: json(it.value_before),
            after: json(it.value_after),
            detail: json(it.detail),
            address: it.address,
            device: it.device,
            sequence: it.sequence,
        }
    }
}

/// One page of the trail. There is no total: the trail is not counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntriesJson {
    /// The entries of this page.
    pub items: Vec<EntryJson>,
    /// Address of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    pub next: Option<String>,
}

/// How an act ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResultJson {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

/// Which entries. All that is given must hold.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntriesQuery {
    /// Words in names, values and detail.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Done by this person.
    actor: Option<Uuid>,
    /// Action that begins with this: a whole action, or a slice's name with its dot.
    #[param(value_type = Option<String>, max_length = 200)]
    action: Option<Words>,
    /// Done to this person or thing.
    subject: Option<Uuid>,
    /// How it ended.
    #[param(inline)]
    result: Option<ResultJson>,
    /// Not before this moment, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Before this moment, RFC 3339.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<After>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

impl EntriesQuery {
    fn next(&self, last: Position) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let result = self.result.map(|result| if result == ResultJson::Done { "done" } else { "refused" });
        let pairs = [
            ("q", self.q.as_ref().map(|words| words.0.clone())),
            ("actor", self.actor.map(|id| id.to_string())),
            ("action", self.action.as_ref().map(|words| words.0.clone())),
            ("subject", self.subject.map(|id| id.to_string())),
            ("result", result.map(str::to_owned)),
            ("from", self.from.map(|from| from.0.to_string())),
            ("to", self.to.map(|to| to.0.to_string())),
            ("limit", self.limit.map(|limit| limit.0.to_string())),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        query.append_pair("at", &After { at: last.at, id: last.id }.to_string());
        format!("/api/v1/audit/entries?{}", query.finish())
    }
}

/// Entries of the trail
///
/// The newest first. Who may read the trail on the root sees all of it, else only what belongs to the own subtrees.
#[utoipa::path(
    get, path = "/api/v1/audit/entries", tag = "audit", operation_id = "audit_entries", params(EntriesQuery),
    security(("token" = ["audit.read"])),
    responses((status = 200, description = "A page of entries.", body = EntriesJson))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<EntriesQuery>,
) -> Result<Json<EntriesJson>, Fault> {
    caller.must(AUDIT_READ)?;
    let scope = caller.actor.scope(AUDIT_READ);
    let words = |words: &Option<Words>| words.as_ref().map(|it| it.0.clone()).filter(|it| !it.is_empty());
    let filter = Filter {
        actor: asked.actor,
        action: words(&asked.action),
        subject: asked.subject,
        subject_kind: None,
        refused: asked.result.map(|result| result == ResultJson::Refused),
        from: asked.from.map(|from| from.0),
        to: asked.to.map(|to| to.0),
        text: words(&asked.q),
        scope: (!is_whole(&scope)).then_some(scope),
    };
    let (limit, after) =
        (asked.limit.unwrap_or_default().0, asked.at.map(|After { at, id }| Position { at, id }));
    let mut found = app.db().read(move |tx| search(tx, &filter, after, limit + 1)).await?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or_default());
    let next = found.last().filter(|_| more).map(|last| asked.next(last.position()));
    Ok(Json(EntriesJson { items: found.into_iter().map(EntryJson::from).collect(), next }))
}
