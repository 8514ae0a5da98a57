//! What programs get of people and the organisation, below `/api/v1` (OPS-7).

use crate::{cohort, organisation, person, position};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;
use xingtan_clock::Uuid;
use xingtan_web::{
    Fault,
    json::{ApiRouter, Caller},
};

/// The addresses of this slice with their documentation.
pub fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(me))
        .routes(routes!(person::json::list, person::json::open::open))
        .routes(routes!(person::json::one))
        .routes(routes!(organisation::json::list))
        .routes(routes!(position::json::list))
        .routes(routes!(cohort::json::list))
}

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
