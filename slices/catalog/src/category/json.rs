//! Categories for programs.

use super::{
    change::{self, NAME, Refusal},
    store::{self, Category},
};
use crate::{Act, permissions::CATEGORIES_MANAGE, undo::Undo};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{
    App, Fault,
    json::{Answer, Caller, Collection, Post, Seen, fields, sound},
};

/// A category of courses.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryJson {
    /// Its id.
    pub id: Uuid,
    /// The category above it.
    pub parent: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

impl From<Category> for CategoryJson {
    fn from(it: Category) -> Self {
        CategoryJson { id: it.id, parent: it.parent_id, name: it.name, version: it.version }
    }
}

/// Categories
///
/// All of them, siblings in their order: what the catalogue offers everybody to choose from.
#[utoipa::path(
    get, path = "/api/v1/categories", tag = "courses", operation_id = "categories", security(("token" = [])),
    responses((status = 200, description = "The categories.", body = Collection<CategoryJson>))
)]
pub async fn list(State(app): State<App>, _caller: Caller) -> Result<Json<Collection<CategoryJson>>, Fault> {
    let all = app.db().read(store::all).await?;
    Ok(Json(Collection::whole(all.into_iter().map(CategoryJson::from).collect())))
}

/// A category to be added at the end of its level.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCategoryJson {
    /// Its name; another one of the same level has another.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The category above it; none for the outermost level.
    parent: Option<Uuid>,
}

fn name(given: String) -> Result<String, Fault> {
    let mut form = fields([("name", Some(given))]);
    let name = form.text("name", NAME);
    sound(&form, str::to_owned)?;
    Ok(name)
}

fn refused(undo: Undo<Refusal>) -> Fault {
    match undo {
        Undo::Fault(fault) => fault,
        Undo::Refused(("", msg)) => Fault::Conflict(msg),
        Undo::Refused((field, msg)) => Fault::Invalid(vec![(field.to_owned(), msg)]),
    }
}

/// Add a category
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/categories", tag = "courses", operation_id = "add_category",
    request_body = AddCategoryJson, security(("token" = ["categories.manage"])),
    responses((status = 201, description = "The category is there.", body = CategoryJson,
               headers(("location" = String, description = "The categories."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AddCategoryJson>,
) -> Result<Response, Fault> {
    caller.must_whole(CATEGORIES_MANAGE)?;
    let (name, act, id) = (name(body.name)?, Act::of(&caller), app.id());
    xingtan_words::check_names(&caller, &[("name", &name, "")]).await?;
    let unit = move |tx: &mut Tx<'_>| {
        let made = change::add(tx, id, body.parent, &name, &act).map_err(refused)?;
        Ok(Answer::made("/api/v1/categories".to_owned(), CategoryJson::from(made)))
    };
    repeat.once(&caller, None, unit).await
}

/// A category's name and place.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveCategoryJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Its name.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The category above it; none for the outermost level.
    parent: Option<Uuid>,
}

/// Rename or move a category
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/categories/{id}", tag = "courses", operation_id = "save_category",
    params(("id" = Uuid, Path, description = "The category.")), request_body = SaveCategoryJson,
    security(("token" = ["categories.manage"])),
    responses((status = 200, description = "The category is changed.", body = CategoryJson))
)]
pub async fn save(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<SaveCategoryJson>,
) -> Result<Response, Fault> {
    caller.must_whole(CATEGORIES_MANAGE)?;
    let (name, act) = (name(body.name)?, Act::of(&caller));
    let before = super::action::named(&caller, id).await?;
    xingtan_words::check_names(&caller, &[("name", &name, &before)]).await?;
    let unit = move |tx: &mut Tx<'_>| {
        let seen = (id, body.version.0);
        let saved = change::save(tx, seen, body.parent, &name, &act).map_err(refused)?;
        Ok(Answer::done(CategoryJson::from(saved)))
    };
    repeat.once(&caller, None, unit).await
}
