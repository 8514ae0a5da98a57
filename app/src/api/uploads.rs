//! Uploads for programs: what of theirs waits. Bytes go to the address of each by tus, with the same token.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_uploads::{Open, Uploads};
use xingtan_web::{
    App, Fault,
    json::{ApiRouter, Caller, Collection},
};

/// The addresses of uploads.
pub fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// An upload that nothing has taken yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UploadJson {
    /// Its id, by which a post takes it.
    pub id: Uuid,
    /// Where its bytes go, by tus 1.0.0.
    #[schema(format = "uri-reference")]
    pub href: String,
    /// The file's name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Bytes it will have.
    pub size: i64,
    /// Bytes that have come.
    #[schema(minimum = 0)]
    pub received: u64,
    /// Whether it is whole.
    pub finished: bool,
    /// When it was opened, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it goes, unless more bytes come, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

impl From<Open> for UploadJson {
    fn from(it: Open) -> Self {
        UploadJson {
            href: it.href(),
            finished: it.is_whole(),
            id: it.id,
            name: it.name,
            purpose: it.purpose,
            size: it.size,
            received: it.received,
            created_at: it.created_at,
            expires_at: it.expires_at,
        }
    }
}

/// Uploads
///
/// Those of the token's owner that are unfinished or that nothing has taken yet, for purposes within the token's scope;
/// the newest first. An upload is opened by `POST /uploads` and sent by `PATCH` to its address, as tus 1.0.0 says, with
/// this token.
#[utoipa::path(
    get, path = "/api/v1/uploads", tag = "authoring", operation_id = "uploads", security(("token" = [])),
    responses((status = 200, description = "The uploads.", body = Collection<UploadJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Extension(uploads): Extension<Uploads>,
) -> Result<Json<Collection<UploadJson>>, Fault> {
    let open = uploads.open_of(&app, &caller, "").await?;
    Ok(Json(Collection::whole(open.into_iter().map(UploadJson::from).collect())))
}

/// An upload
///
/// How much of it has come.
#[utoipa::path(
    get, path = "/api/v1/uploads/{id}", tag = "authoring", operation_id = "upload",
    params(("id" = Uuid, Path, description = "The upload.")), security(("token" = [])),
    responses((status = 200, description = "The upload.", body = UploadJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Extension(uploads): Extension<Uploads>,
    Path(id): Path<Uuid>,
) -> Result<Json<UploadJson>, Fault> {
    Ok(Json(uploads.open_one(&app, &caller, id).await?.into()))
}
