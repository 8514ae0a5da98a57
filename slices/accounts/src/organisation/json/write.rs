//! Changing the organisation by a program: the rules are those of the forms (`action.rs`).

use super::NodeJson;
use crate::{
    json::{fits, refused, renamed},
    organisation::{
        MANAGE, QUOTA,
        action::{added, deleted, edited, moved, read_edit, read_new, restored},
        change::Move,
        store,
    },
    people::saving::prepare,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault, Form,
    json::{Answer, Asked, Caller, Post, Repeat, given},
};

/// Names of the form's fields and of the body's.
const NAMES: &[(&str, &str)] = &[("child_name", "name"), ("child_kind", "kind"), ("child_code", "code")];

/// A node to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddNodeJson {
    /// The node above.
    parent: Uuid,
    /// Its name.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// What it is; which kinds there are follows from the kind of the institution.
    kind: String,
    /// The code by which files name it; unique, without `/`, `,` and `;`.
    #[schema(max_length = 40)]
    code: Option<String>,
}

/// Add a node
///
/// Below another one, as the last there.
#[utoipa::path(
    post, path = "/api/v1/nodes", tag = "organisation", operation_id = "add_node", request_body = AddNodeJson,
    security(("token" = ["organisation.manage"])),
    responses((status = 201, description = "The node is there.", body = NodeJson,
               headers(("location" = String, description = "Where the node is to be found."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AddNodeJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let mut form = Form::default()
        .with("child_name", &body.name)
        .with("child_kind", &body.kind)
        .with("child_code", body.code.unwrap_or_default());
    let new = read_new(&mut form, &caller, app.id(), body.parent);
    xingtan_words::screen_names(&caller, &mut form, &[("child_name", "")]).await?;
    fits(&form, NAMES)?;
    let (signed, act) = (caller.clone(), prepare(&caller, 1));
    let unit = move |tx: &mut Tx<'_>| {
        let node = added(tx, &signed, &act, &new).map_err(|stop| match refused(stop) {
            Fault::NotFound => crate::json::choice("parent"),
            fault => renamed(fault, NAMES),
        })?;
        Ok(Answer::made(format!("/api/v1/nodes/{}", node.id), NodeJson::from(node)))
    };
    repeat.once(&caller, None, unit).await
}

/// What is to be changed of a node; what is not named stays, `null` takes away.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditNodeJson {
    /// Its name.
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    /// What it is.
    kind: Option<String>,
    /// The code by which files name it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 40)]
    code: Option<Option<String>>,
    /// How many people its subtree may hold; takes the permission `organisation.quota` there.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 10_000_000)]
    seat_quota: Option<Option<i64>>,
    /// The version that was read; without it whatever is kept now is changed.
    version: Option<i64>,
}

/// Change a node
///
/// Name, kind, code, seats. Where it stands is changed by `place`.
#[utoipa::path(
    patch, path = "/api/v1/nodes/{id}", tag = "organisation", operation_id = "edit_node",
    params(("id" = Uuid, Path, description = "The node.")), request_body = EditNodeJson,
    security(("token" = ["organisation.manage"])),
    responses((status = 200, description = "The node as changed.", body = NodeJson))
)]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<EditNodeJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    if body.name.is_none() && body.kind.is_none() && body.code.is_none() && body.seat_quota.is_none() {
        return Err(Fault::Bad(Msg::new("accounts-api-nothing")));
    }
    let before = app.db().read(move |tx| store::node(tx, id)).await?.ok_or(Fault::NotFound)?;
    caller.must_at(MANAGE, &before.path)?;
    if body.seat_quota.is_some() && !caller.actor.may_at(QUOTA, &before.path) {
        return Err(Fault::forbidden());
    }
    let quota = body.seat_quota.unwrap_or(before.seat_quota);
    let mut form = Form::default()
        .with("name", body.name.as_ref().unwrap_or(&before.name))
        .with("kind", body.kind.as_ref().unwrap_or(&before.kind))
        .with("code", body.code.unwrap_or_else(|| before.code.clone()).unwrap_or_default())
        .with("seat_quota", quota.map(|it| it.to_string()).unwrap_or_default())
        .with("version", body.version.unwrap_or(before.version));
    let edit = read_edit(&mut form, &caller, &before);
    xingtan_words::screen_names(&caller, &mut form, &[("name", &before.name)]).await?;
    fits(&form, &[])?;
    let (signed, act) = (caller.clone(), prepare(&caller, 1));
    let unit = move |tx: &mut Tx<'_>| {
        edited(tx, &signed, &act, id, &edit).map_err(refused)?;
        now_is(tx, id)
    };
    repeat.once(&caller, None, unit).await
}

fn now_is(tx: &mut Tx<'_>, id: Uuid) -> Result<Answer<NodeJson>, Fault> {
    Ok(Answer::done(store::node(tx, id)?.ok_or(Fault::NotFound)?.into()))
}

/// Where a node goes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceNodeJson {
    /// Below this node.
    parent: Uuid,
    /// At this place among its siblings, from 0; last unless given.
    #[schema(minimum = 0, maximum = 100_000)]
    position: Option<u32>,
}

/// Move a node
///
/// Below another one, or to another place among its siblings; its subtree and its people go with it.
#[utoipa::path(
    post, path = "/api/v1/nodes/{id}/place", tag = "organisation", operation_id = "place_node",
    params(("id" = Uuid, Path, description = "The node.")), request_body = PlaceNodeJson,
    security(("token" = ["organisation.manage"])),
    responses((status = 200, description = "The node in its new place.", body = NodeJson))
)]
pub async fn place(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<PlaceNodeJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (to, position) = (body.parent, body.position.and_then(|it| usize::try_from(it).ok()));
    let (signed, act) = (caller.clone(), prepare(&caller, 3));
    let unit = move |tx: &mut Tx<'_>| {
        let there = store::node(tx, to)?.filter(|node| signed.actor.may_at(MANAGE, &node.path));
        there.ok_or_else(|| crate::json::choice("parent"))?;
        let wanted = Move { node: id, to, position, tree_version: store::tree_version(tx)? };
        moved(tx, &signed, &act, &wanted).map_err(|stop| renamed(refused(stop), &[("to", "parent")]))?;
        now_is(tx, id)
    };
    repeat.once(&caller, None, unit).await
}

/// Which version of a node.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    /// The version that was read; without it whatever is kept now goes.
    version: Option<i64>,
}

/// Delete a node
///
/// An empty one goes into the bin, where it can be taken out for 30 days.
#[utoipa::path(
    delete, path = "/api/v1/nodes/{id}", tag = "organisation", operation_id = "delete_node",
    params(("id" = Uuid, Path, description = "The node."), VersionQuery),
    security(("token" = ["organisation.manage"])),
    responses((status = 200, description = "The node as it was.", body = NodeJson))
)]
pub async fn delete(
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(asked): Asked<VersionQuery>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (signed, act, version) = (caller.clone(), prepare(&caller, 1), asked.version);
    let unit = move |tx: &mut Tx<'_>| {
        let node = deleted(tx, &signed, &act, id, version).map_err(refused)?;
        Ok(Answer::done(NodeJson::from(node)))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a node out of the bin
///
/// Back to where it was.
#[utoipa::path(
    post, path = "/api/v1/nodes/{id}/restore", tag = "organisation", operation_id = "restore_node",
    params(("id" = Uuid, Path, description = "The node.")), security(("token" = ["organisation.manage"])),
    responses((status = 200, description = "The node.", body = NodeJson))
)]
pub async fn restore(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let (signed, act) = (caller.clone(), prepare(&caller, 1));
    let unit = move |tx: &mut Tx<'_>| {
        restored(tx, &signed, &act, id).map_err(refused)?;
        now_is(tx, id)
    };
    repeat.once(&caller, None, unit).await
}
