//! The organisation for programs: reading it, and in `json/write.rs` changing it.

pub mod write;

use super::{
    READ,
    store::{self, Node, PATHS},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A node of the organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NodeJson {
    /// Its id.
    pub id: Uuid,
    /// The node above; none for the root.
    pub parent: Option<Uuid>,
    /// `/1/5/23/`: numbers from the root down to itself. It is the prefix of every path below, and changes when the
    /// node goes elsewhere.
    pub path: String,
    /// `group`, `school`, `institution`, `subsidiary`, `campus`, `branch`, `department`, `grade`, `class`, `team`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The code by which files name it.
    pub code: Option<String>,
    /// How many people its subtree may hold; none: any number.
    pub seat_quota: Option<i64>,
    /// Counts its changes: a change that names it is made only while it is still this one.
    pub version: i64,
}

impl From<Node> for NodeJson {
    fn from(it: Node) -> Self {
        NodeJson {
            id: it.id,
            parent: it.parent_id,
            path: it.path,
            kind: it.kind,
            name: it.name,
            code: it.code,
            seat_quota: it.seat_quota,
            version: it.version,
        }
    }
}

/// Which nodes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NodesQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Nodes of the organisation
///
/// Those of the subtrees where the permission holds, each before what lies below it.
#[utoipa::path(
    get, path = "/api/v1/nodes", tag = "organisation", operation_id = "nodes", params(NodesQuery),
    security(("token" = ["organisation.read"])),
    responses((status = 200, description = "A page of nodes.", body = Collection<NodeJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<NodesQuery>,
) -> Result<Json<Collection<NodeJson>>, Fault> {
    caller.must(READ)?;
    let list = collection("/api/v1/nodes", (PATHS, By::Text), &[], asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let page = app.db().read(move |tx| store::node_list(tx, &list, &scope)).await?;
    Ok(Json(Collection::of(page, NodeJson::from)))
}

/// A node of the organisation
#[utoipa::path(
    get, path = "/api/v1/nodes/{id}", tag = "organisation", operation_id = "node",
    params(("id" = Uuid, Path, description = "The node.")), security(("token" = ["organisation.read"])),
    responses((status = 200, description = "The node.", body = NodeJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<NodeJson>, Fault> {
    caller.must(READ)?;
    let node = app.db().read(move |tx| store::node(tx, id)).await?.ok_or(Fault::NotFound)?;
    caller.must_at(READ, &node.path)?;
    Ok(Json(node.into()))
}
