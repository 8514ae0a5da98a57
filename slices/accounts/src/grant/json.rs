//! Roles for programs: who holds what where, giving and ending.

use super::{
    END, GIVE, READ,
    action::{END_IDS, GIVE_IDS, ended, given},
    store::{self, Granted, TIMES},
};
use crate::{
    json::{NamedJson, choice, fits, refused},
    officer::{
        self, Asked as Wish,
        json::{AskedJson, Ready, Told},
    },
    people::saving::prepare,
    person::reach,
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::{IntoParams, ToSchema};
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault, Form, Text,
    json::{Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, collection},
};

/// A role that somebody holds on a node, for its whole subtree.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GrantJson {
    /// Its id.
    pub id: Uuid,
    /// Who holds it.
    pub person: NamedJson,
    /// Code of the role, such as `learner`.
    pub role: String,
    /// The node.
    pub node: NamedJson,
    /// Since when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Timestamp,
    /// Who gave it; none: the program.
    pub granted_by: Option<Uuid>,
}

impl From<Granted> for GrantJson {
    fn from(it: Granted) -> Self {
        GrantJson {
            id: it.id,
            person: NamedJson { id: it.person_id, name: it.name },
            role: it.role,
            node: NamedJson { id: it.node_id, name: it.node_name },
            granted_at: it.granted_at,
            granted_by: it.granted_by,
        }
    }
}

/// A role by its code.
#[derive(Clone, Copy, Debug)]
pub struct RoleCode(Role);

impl<'de> Deserialize<'de> for RoleCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map(RoleCode).map_err(D::Error::custom)
    }
}

/// Which roles.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GrantsQuery {
    /// Only those of this person.
    person: Option<Uuid>,
    /// Only those on this very node.
    node: Option<Uuid>,
    /// Only this role, by its code.
    #[param(value_type = Option<String>)]
    role: Option<RoleCode>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Who holds which role where
///
/// Of people of the subtrees where the permission holds, the latest first.
#[utoipa::path(
    get, path = "/api/v1/grants", tag = "roles", operation_id = "grants", params(GrantsQuery),
    security(("token" = ["roles.read"])),
    responses((status = 200, description = "A page of roles.", body = Collection<GrantJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<GrantsQuery>,
) -> Result<Json<Collection<GrantJson>>, Fault> {
    caller.must(READ)?;
    let role = asked.role.map(|RoleCode(role)| role.code());
    let pairs = [
        ("person", asked.person.map(|id| id.to_string())),
        ("node", asked.node.map(|id| id.to_string())),
        ("role", role.map(str::to_owned)),
    ];
    let sorts = (TIMES, By::Moment);
    let list = collection("/api/v1/grants", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let scope = caller.actor.scope(READ);
    let read = app.db().read(move |tx| {
        let mut select = store::granted(&scope);
        if let Some(person) = asked.person {
            select = select.when("g.person_id = {}", person);
        }
        if let Some(node) = asked.node {
            select = select.when("g.node_id = {}", node);
        }
        if let Some(role) = role {
            select = select.when("g.role = {}", role);
        }
        list.page::<Granted>(tx, select)
    });
    Ok(Json(Collection::of(read.await?, GrantJson::from)))
}

/// A role to be given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveJson {
    /// To whom.
    person: Uuid,
    /// Code of the role.
    role: String,
    /// The node for whose subtree it holds.
    node: Uuid,
    /// Why; needed for one of the three administrators' roles.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// Give a role
///
/// Which ones and where follows from one's own. A role of the three administrators becomes a request (202), unless it
/// fills a vacant office while nobody could agree.
#[utoipa::path(
    post, path = "/api/v1/grants", tag = "roles", operation_id = "give_role", request_body = GiveJson,
    security(("token" = ["roles.give", "roles.read"])),
    responses((status = 201, description = "The person holds the role.", body = GrantJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn give(caller: Caller, Post { body, repeat }: Post<GiveJson>) -> Result<Response, Fault> {
    if !caller.actor.may(officer::ASK) {
        caller.must(GIVE)?;
    }
    caller.must(READ)?;
    let mut form = Form::default().with("role", &body.role).with("reason", &body.reason);
    let (role, reason) = (form.choice::<Role>("role"), form.text("reason", Text::optional(500)));
    fits(&form, &[])?;
    let role = role.ok_or_else(|| choice("role"))?;
    let ready = Ready::draw(&caller, &reason);
    let (signed, act) = (caller.clone(), prepare(&caller, GIVE_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let person = reach::seen(tx, &signed, READ, body.person).map_err(elsewhere)?;
        if role.is_administrator() {
            let wish = Wish::Give { role: role.code().to_owned(), node: body.node };
            if let Some(answer) = ready.ask(tx, &signed, &person, &wish)? {
                return Ok(answer);
            }
        } else {
            signed.must(GIVE)?;
            given(tx, &signed, &act, &person, role, body.node).map_err(refused)?;
        }
        let mut held = store::grants_of(tx, person.id)?.into_iter();
        let held =
            held.find(|it| it.node_id == body.node && it.role() == Some(role)).ok_or(Fault::NotFound)?;
        let made = store::living(tx, held.id)?.ok_or(Fault::NotFound)?;
        let location = format!("/api/v1/grants?person={}", person.id);
        Ok(Answer::made(location, Told::Done(GrantJson::from(made))))
    };
    repeat.once(&caller, None, unit).await
}

fn elsewhere(fault: Fault) -> Fault {
    if matches!(fault, Fault::NotFound) { choice("person") } else { fault }
}

/// How a role ends.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndGrantJson {
    /// Why; needed for one of the three administrators' roles.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// End a role
///
/// It can be given again at once. A role of the three administrators ends by a request (202).
#[utoipa::path(
    post, path = "/api/v1/grants/{id}/end", tag = "roles", operation_id = "end_role",
    params(("id" = Uuid, Path, description = "The role that somebody holds.")), request_body = EndGrantJson,
    security(("token" = ["roles.end", "roles.read"])),
    responses((status = 200, description = "The role as it was.", body = GrantJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn end(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<EndGrantJson>,
) -> Result<Response, Fault> {
    if !caller.actor.may(officer::ASK) {
        caller.must(END)?;
    }
    caller.must(READ)?;
    let mut form = Form::default().with("reason", &body.reason);
    let reason = form.text("reason", Text::optional(500));
    fits(&form, &[])?;
    let ready = Ready::draw(&caller, &reason);
    let (signed, act) = (caller.clone(), prepare(&caller, END_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        let held = store::living(tx, id)?.ok_or(Fault::NotFound)?;
        let person = reach::seen(tx, &signed, READ, held.person_id)?;
        if held.role.parse().is_ok_and(Role::is_administrator) {
            let wish = Wish::End { role: held.role.clone(), grant: id };
            if let Some(answer) = ready.ask(tx, &signed, &person, &wish)? {
                return Ok(answer);
            }
            return Err(Fault::forbidden());
        }
        signed.must(END)?;
        ended(tx, &signed, &act, &person, id).map_err(refused)?;
        Ok(Told::done(GrantJson::from(held)))
    };
    repeat.once(&caller, None, unit).await
}
