//! People for programs: lists, one person, opening an account, and what an administrator does to one.

pub mod edit;
pub mod import;
pub mod open;
pub mod reset;
pub mod state;
pub mod transfer;

use super::{
    READ, reach,
    rules::Shown,
    store::{self, PEOPLE_SORTS, PeopleFilter, Person},
};
use crate::{
    grant::rules::Power,
    json::{NamedJson, fits},
    officer,
    organisation::store as organisation,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_auth::Permission;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Form, SignedIn, Text,
    json::{Asked, By, Caller, Collection, Cursor, Limit, Words, collection},
};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonJson {
    /// Its id.
    pub id: Uuid,
    /// The sign-in name.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// The unit.
    pub unit: NamedJson,
    /// The position.
    pub position: Option<NamedJson>,
    /// The staff number.
    pub staff_number: Option<String>,
    /// The state of the account.
    pub state: StateJson,
    /// Counts its changes: a change that names it is made only while it is still this one.
    pub version: i64,
}

/// What an account is shown as; a suspension that has run out is lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateJson {
    /// In use.
    Active,
    /// In use; the first or a reset password has to be changed.
    MustChange,
    /// After too many failures, for some minutes.
    Locked,
    /// Until a date.
    Suspended,
    /// By an administrator, or because the person left.
    Frozen,
    /// For good.
    Closed,
    /// Reopened only on application.
    Revoked,
}

const STATES: [(StateJson, Shown); 7] = [
    (StateJson::Active, Shown::Active),
    (StateJson::MustChange, Shown::MustChange),
    (StateJson::Locked, Shown::Locked),
    (StateJson::Suspended, Shown::Suspended),
    (StateJson::Frozen, Shown::Frozen),
    (StateJson::Closed, Shown::Closed),
    (StateJson::Revoked, Shown::Revoked),
];

impl From<Shown> for StateJson {
    fn from(shown: Shown) -> Self {
        STATES.iter().find(|(_, it)| *it == shown).map_or(StateJson::Frozen, |(state, _)| *state)
    }
}

impl From<StateJson> for Shown {
    fn from(state: StateJson) -> Self {
        STATES.iter().find(|(it, _)| *it == state).map_or(Shown::Frozen, |(_, shown)| *shown)
    }
}

impl PersonJson {
    /// A person whose account is shown as this.
    pub fn of(it: Person, shown: Shown) -> Self {
        PersonJson {
            state: shown.into(),
            version: it.version,
            id: it.id,
            user_name: it.user_name,
            name: it.name,
            unit: NamedJson { id: it.unit_id, name: it.unit_name },
            position: it.position_id.zip(it.position_name).map(|(id, name)| NamedJson { id, name }),
            staff_number: it.staff_number,
        }
    }
}

/// Which people.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Words, each of which occurs in name, pinyin, initials, user name or staff number.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only people of this unit and those below it.
    unit: Option<Uuid>,
    /// Only people of this position.
    position: Option<Uuid>,
    /// Only accounts in this state; without it all.
    #[param(inline)]
    state: Option<StateJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// People
///
/// Those of the subtrees where the permission holds, by name (pinyin).
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people", operation_id = "people", params(PeopleQuery),
    security(("token" = ["people.read"])),
    responses((status = 200, description = "A page of people.", body = Collection<PersonJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<PeopleQuery>,
) -> Result<Json<Collection<PersonJson>>, Fault> {
    caller.must(READ)?;
    let (state, now) = (asked.state.map(Shown::from), caller.now);
    let pairs = [
        ("q", asked.q.map(|words| words.0)),
        ("unit", asked.unit.map(|id| id.to_string())),
        ("position", asked.position.map(|id| id.to_string())),
        ("state", state.map(|state| state.code().to_owned())),
    ];
    let sorts = (&PEOPLE_SORTS[..1], By::Text);
    let list = collection("/api/v1/people", sorts, &pairs, asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| {
        let unit_path = match asked.unit {
            // A unit that is not there has nobody.
            Some(id) => Some(organisation::node(tx, id)?.map_or_else(|| "/-/".to_owned(), |node| node.path)),
            None => None,
        };
        let filter = PeopleFilter {
            scope: scope.clone(),
            query: list.query.clone(),
            unit_path,
            position: asked.position,
            shown: state.map(|state| (state, now)),
            absent: true,
            ..PeopleFilter::default()
        };
        let page = store::people_list(tx, &list, &filter)?;
        let ids: Vec<Uuid> = page.rows.iter().map(|person| person.id).collect();
        Ok::<_, Fault>((store::shown_of(tx, &ids, now)?, page))
    });
    let (shown, page) = read.await?;
    let json = |person: Person| {
        let shown = shown.get(&person.id).copied().unwrap_or(Shown::Frozen);
        PersonJson::of(person, shown)
    };
    Ok(Json(Collection::of(page, json)))
}

/// A person
///
/// Oneself, or somebody of the subtrees where the permission holds.
#[utoipa::path(
    get, path = "/api/v1/people/{id}", tag = "people", operation_id = "person",
    params(("id" = Uuid, Path, description = "The person.")),
    security(("token" = ["people.read"])),
    responses((status = 200, description = "The person.", body = PersonJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<PersonJson>, Fault> {
    let now = caller.now;
    let (shown, person) = app.db().read(move |tx| found(tx, id, now)).await?;
    if person.id != caller.actor.person {
        caller.must_at(READ, &person.unit_path)?;
    }
    Ok(Json(PersonJson::of(person, shown)))
}

fn found(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(Shown, Person), Fault> {
    let person = store::person(tx, id)?.ok_or(Fault::NotFound)?;
    Ok((store::shown_of(tx, &[id], now)?.remove(&id).unwrap_or(Shown::Frozen), person))
}

/// The person as kept now, for the answer of a write.
fn now_is(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<PersonJson, Fault> {
    let (shown, person) = found(tx, id, now)?;
    Ok(PersonJson::of(person, shown))
}

/// Refuses, before anything is read, who may do none of these anywhere and not ask for it either.
fn may_try(caller: &Caller, permissions: &[Permission]) -> Result<(), Fault> {
    let may = permissions.iter().any(|it| caller.actor.may(*it)) || caller.actor.may(officer::ASK);
    if may { Ok(()) } else { Err(Fault::forbidden()) }
}

/// Whom an act is about, by the rule of the page's form: true where another of the three has to agree.
fn meant(tx: &mut Tx<'_>, who: &SignedIn, permission: Permission, id: Uuid) -> Result<(Person, bool), Fault> {
    if !officer::asks_for(tx, who, id)? {
        who.must(permission)?;
    }
    reach::asked_about(tx, who, permission, Power::Keep, id)
}

/// Why, where it is told only if another of the three has to agree.
fn reason_for_consent(reason: &str) -> Result<String, Fault> {
    let mut form = Form::default().with("reason", reason);
    let reason = form.text("reason", Text::optional(500));
    fits(&form, &[]).map(|()| reason)
}

/// Notes what is wrong with a field.
fn told<T>(wrong: &mut Vec<(String, Msg)>, field: &str, checked: Result<T, Msg>) -> Option<T> {
    checked.map_err(|msg| wrong.push((field.to_owned(), msg))).ok()
}
