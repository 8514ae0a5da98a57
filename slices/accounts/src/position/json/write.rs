//! Changing positions by a program: the rules are those of the forms (`action.rs`).

use crate::{
    json::{NamedJson, fits, refused},
    organisation::READ,
    people::saving::prepare,
    position::{
        MANAGE,
        action::{NAME, added, deleted, renamed, restored},
        store,
    },
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault, Form, Text,
    json::{Answer, Caller, Post, Repeat},
};

/// What a position is called.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PositionNameJson {
    /// Its name; unique.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

impl PositionNameJson {
    fn read(&self) -> Result<String, Fault> {
        let mut form = Form::default().with("name", &self.name);
        let name = form.text("name", Text::required(NAME));
        fits(&form, &[]).map(|()| name)
    }
}

/// Add a position
#[utoipa::path(
    post, path = "/api/v1/positions", tag = "organisation", operation_id = "add_position",
    request_body = PositionNameJson, security(("token" = ["positions.manage"])),
    responses((status = 201, description = "The position is there.", body = NamedJson))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<PositionNameJson>,
) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let (id, name, act) = (app.id(), body.read()?, prepare(&caller, 1));
    xingtan_words::check_names(&caller, &[("name", &name, "")]).await?;
    let unit = move |tx: &mut Tx<'_>| {
        added(tx, &act, id, &name).map_err(refused)?;
        Ok(Answer::made(format!("/api/v1/positions/{id}"), NamedJson { id, name: name.clone() }))
    };
    repeat.once(&caller, None, unit).await
}

/// A position
#[utoipa::path(
    get, path = "/api/v1/positions/{id}", tag = "organisation", operation_id = "position",
    params(("id" = Uuid, Path, description = "The position.")), security(("token" = ["organisation.read"])),
    responses((status = 200, description = "The position.", body = NamedJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<NamedJson>, Fault> {
    caller.must(READ)?;
    let position = app.db().read(move |tx| store::position(tx, id)).await?.ok_or(Fault::NotFound)?;
    Ok(Json(NamedJson { id, name: position.name }))
}

/// Rename a position
#[utoipa::path(
    patch, path = "/api/v1/positions/{id}", tag = "organisation", operation_id = "rename_position",
    params(("id" = Uuid, Path, description = "The position.")), request_body = PositionNameJson,
    security(("token" = ["positions.manage"])),
    responses((status = 200, description = "The position as changed.", body = NamedJson))
)]
pub async fn rename(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<PositionNameJson>,
) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let (name, act) = (body.read()?, prepare(&caller, 1));
    xingtan_words::check_names(&caller, &[("name", &name, "")]).await?;
    let unit = move |tx: &mut Tx<'_>| {
        renamed(tx, &act, id, &name).map_err(refused)?;
        Ok(Answer::done(NamedJson { id, name: name.clone() }))
    };
    repeat.once(&caller, None, unit).await
}

/// Delete a position
///
/// One that nobody holds goes into the bin, where it can be taken out for 30 days.
#[utoipa::path(
    delete, path = "/api/v1/positions/{id}", tag = "organisation", operation_id = "delete_position",
    params(("id" = Uuid, Path, description = "The position.")), security(("token" = ["positions.manage"])),
    responses((status = 200, description = "The position as it was.", body = NamedJson))
)]
pub async fn delete(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let act = prepare(&caller, 1);
    let unit = move |tx: &mut Tx<'_>| {
        Ok(Answer::done(NamedJson { id, name: deleted(tx, &act, id).map_err(refused)? }))
    };
    repeat.once(&caller, None, unit).await
}

/// Take a position out of the bin
#[utoipa::path(
    post, path = "/api/v1/positions/{id}/restore", tag = "organisation", operation_id = "restore_position",
    params(("id" = Uuid, Path, description = "The position.")), security(("token" = ["positions.manage"])),
    responses((status = 200, description = "The position.", body = NamedJson))
)]
pub async fn restore(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let act = prepare(&caller, 1);
    let unit = move |tx: &mut Tx<'_>| {
        Ok(Answer::done(NamedJson { id, name: restored(tx, &act, id).map_err(refused)? }))
    };
    repeat.once(&caller, None, unit).await
}
