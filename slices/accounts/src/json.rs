//! What programs get of people and the organisation, below `/api/v1` (OPS-7).

use crate::{
    account, body, cohort, grant, imports, inspection, opening, organisation, people::saving::Stop, person,
    position, real_name, start,
};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{
    Fault, Form,
    json::{ApiRouter, Caller, sound},
};

/// The addresses of this slice with their documentation.
pub fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(me))
        .routes(routes!(inspection::json::list))
        .routes(routes!(person::json::list, person::json::open::open))
        .routes(routes!(person::json::one, person::json::edit::edit))
        .routes(routes!(person::json::state::change))
        .routes(routes!(person::json::transfer::transfer))
        .routes(routes!(person::json::reset::reset))
        .merge(organisation())
        .merge(roles())
        .merge(rest())
}

/// Nodes, positions, cohorts.
fn organisation() -> ApiRouter {
    use cohort::json as cohorts;
    use organisation::json as nodes;
    use position::json as positions;
    ApiRouter::new()
        .routes(routes!(nodes::list, nodes::write::add))
        .routes(routes!(nodes::one, nodes::write::edit, nodes::write::delete))
        .routes(routes!(nodes::write::place))
        .routes(routes!(nodes::write::restore))
        .routes(routes!(positions::list, positions::write::add))
        .routes(routes!(positions::write::one, positions::write::rename, positions::write::delete))
        .routes(routes!(positions::write::restore))
        .routes(routes!(cohorts::list, cohorts::write::add))
        .routes(routes!(cohorts::one, cohorts::write::edit, cohorts::write::delete))
        .routes(routes!(cohorts::write::restore))
        .routes(routes!(cohorts::members::list, cohorts::members::add))
        .routes(routes!(cohorts::members::remove))
}

/// Roles, bodies, requests for accounts.
fn roles() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(grant::json::list, grant::json::give))
        .routes(routes!(grant::json::end))
        .routes(routes!(body::json::list))
        .routes(routes!(body::json::members))
        .routes(routes!(opening::json::list, opening::json::write::ask))
        .routes(routes!(opening::json::one))
        .routes(routes!(opening::json::write::decide))
        .routes(routes!(opening::json::write::withdraw))
}

/// Own sessions, the log of sign-ins, imports.
fn rest() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(account::json::sessions))
        .routes(routes!(account::json::end))
        .routes(routes!(account::json::sign_ins))
        .routes(routes!(start::json::sign_ins))
        .routes(routes!(person::json::import::upload))
        .routes(routes!(imports::json::one, imports::json::discard))
        .routes(routes!(imports::json::rows))
        .routes(routes!(imports::json::start))
        .routes(routes!(real_name::json::own, real_name::json::state))
        .routes(routes!(real_name::json::list))
        .routes(routes!(real_name::json::one))
        .routes(routes!(real_name::json::decide))
}

/// What a form would say beside a field, or of itself.
pub fn refused(stop: Stop) -> Fault {
    match stop {
        Stop::Field("", msg) => Fault::Conflict(msg),
        Stop::Field(field, msg) => invalid(field, msg),
        Stop::Fault(fault) => fault,
        Stop::Db(error) => error.into(),
    }
}

/// Refuses a body of which the form's rules found something wrong; `names` are the form's and the body's.
///
/// # Errors
/// [`Fault::Invalid`].
pub fn fits(form: &Form, names: &[(&str, &str)]) -> Result<(), Fault> {
    sound(form, |field| own(field, names))
}

fn own(field: &str, names: &[(&str, &str)]) -> String {
    let known = names.iter().find(|(form, _)| *form == field);
    known.map_or(field, |(_, body)| *body).to_owned()
}

/// The same fault with the fields called as a body calls them: the form's name, the body's name.
pub fn renamed(fault: Fault, names: &[(&str, &str)]) -> Fault {
    let Fault::Invalid(wrong) = fault else { return fault };
    Fault::Invalid(wrong.into_iter().map(|(field, msg)| (own(&field, names), msg)).collect())
}

/// A field names what is not there, or not one's own.
pub fn choice(field: &str) -> Fault {
    invalid(field, Msg::new("web-form-choice"))
}

/// One field is wrong.
pub fn invalid(field: &str, msg: Msg) -> Fault {
    Fault::Invalid(vec![(field.to_owned(), msg)])
}

/// A query that asks for nothing.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Something by id, with the name people know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedJson {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// The owner of the token, and what the token may do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeJson {
    /// The person.
    pub id: Uuid,
    /// The sign-in name.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// The person's unit.
    pub unit: NamedJson,
    /// Roles, each on a node for its whole subtree.
    pub roles: Vec<RoleJson>,
    /// What the token may do at most: names of permissions, their first parts (`people`), or `all`.
    pub scopes: Vec<String>,
}

/// A role on a node of the organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleJson {
    /// Code of the role, such as `learner`.
    pub role: String,
    /// The node for whose subtree it holds.
    pub node: Uuid,
}

/// The owner of the token
#[utoipa::path(
    get, path = "/api/v1/me", tag = "people", operation_id = "me", security(("token" = [])),
    responses((status = 200, description = "The owner of the token.", body = MeJson))
)]
pub async fn me(caller: Caller) -> Result<Json<MeJson>, Fault> {
    let actor = caller.actor();
    Ok(Json(MeJson {
        id: actor.person,
        user_name: actor.user_name.clone(),
        name: actor.name.clone(),
        unit: NamedJson { id: actor.unit, name: actor.unit_name.clone() },
        roles: actor
            .grants
            .iter()
            .map(|it| RoleJson { role: it.role.code().to_owned(), node: it.node })
            .collect(),
        scopes: actor.token_scopes.clone().unwrap_or_default(),
    }))
}
