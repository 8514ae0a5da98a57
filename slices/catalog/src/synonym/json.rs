//! Synonyms for programs.

use super::change::{self, list as words_of};
use crate::{Act, permissions::SYNONYMS_MANAGE, undo::Undo};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_search::synonyms::{self, Synonyms};
use xingtan_web::{
    App, Fault,
    json::{Answer, Caller, Collection, Nothing, Post, Seen},
};

/// Groups that an answer holds; more are not kept by hand.
const MOST: i64 = 5_000;

/// Words that mean the same to those who search.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SynonymsJson {
    /// Id of the group.
    pub id: Uuid,
    /// Its words.
    pub words: Vec<String>,
    /// Counts its changes: whoever changes it says which count they saw.
    pub version: i64,
}

impl From<Synonyms> for SynonymsJson {
    fn from(it: Synonyms) -> Self {
        SynonymsJson { id: it.id, words: words_of(&it), version: it.version }
    }
}

/// Synonyms
///
/// All groups of words that mean the same to those who search, by pinyin.
#[utoipa::path(
    get, path = "/api/v1/synonyms", tag = "courses", operation_id = "synonyms",
    security(("token" = ["synonyms.manage"])),
    responses((status = 200, description = "The groups.", body = Collection<SynonymsJson>))
)]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Collection<SynonymsJson>>, Fault> {
    caller.must_whole(SYNONYMS_MANAGE)?;
    let all = app.db().read(|tx| synonyms::all(tx, "", None, MOST)).await?;
    Ok(Json(Collection::whole(all.into_iter().map(SynonymsJson::from).collect())))
}

/// Words that mean the same.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddSynonymsJson {
    /// Two to twenty words; none of another group.
    words: Vec<String>,
}

fn read(words: &[String]) -> Result<Vec<String>, Fault> {
    let fault = |msg| Fault::Invalid(vec![("words".to_owned(), msg)]);
    change::words(&words.join("\n")).map_err(fault)
}

fn refused(undo: Undo<change::Refusal>) -> Fault {
    match undo {
        Undo::Fault(fault) => fault,
        Undo::Refused(("", msg)) => Fault::Conflict(msg),
        Undo::Refused((field, msg)) => Fault::Invalid(vec![(field.to_owned(), msg)]),
    }
}

fn told(tx: &mut Tx<'_>, id: Uuid) -> Result<SynonymsJson, Fault> {
    Ok(synonyms::get(tx, id)?.ok_or(Fault::NotFound)?.into())
}

/// Add synonyms
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/synonyms", tag = "courses", operation_id = "add_synonyms",
    request_body = AddSynonymsJson, security(("token" = ["synonyms.manage"])),
    responses((status = 201, description = "The group is there.", body = SynonymsJson,
               headers(("location" = String, description = "The groups."))))
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Post { body, repeat }: Post<AddSynonymsJson>,
) -> Result<Response, Fault> {
    caller.must_whole(SYNONYMS_MANAGE)?;
    let (words, act, id) = (read(&body.words)?, Act::of(&caller), app.id());
    let unit = move |tx: &mut Tx<'_>| {
        change::add(tx, id, &words, &act).map_err(refused)?;
        Ok(Answer::made("/api/v1/synonyms".to_owned(), told(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// The words of a group.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveSynonymsJson {
    /// The count of changes that was read; where it has gone on, the answer is 409.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Two to twenty words; none of another group.
    words: Vec<String>,
}

/// Change synonyms
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/synonyms/{id}", tag = "courses", operation_id = "save_synonyms",
    params(("id" = Uuid, Path, description = "The group.")), request_body = SaveSynonymsJson,
    security(("token" = ["synonyms.manage"])),
    responses((status = 200, description = "The group is changed.", body = SynonymsJson))
)]
pub async fn save(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<SaveSynonymsJson>,
) -> Result<Response, Fault> {
    caller.must_whole(SYNONYMS_MANAGE)?;
    let (words, act) = (read(&body.words)?, Act::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        change::save(tx, (id, body.version.0), &words, &act).map_err(refused)?;
        Ok(Answer::done(told(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// A group that was removed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RemovedSynonymsJson {
    /// Its id.
    pub id: Uuid,
}

/// Remove synonyms
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/synonyms/{id}/deletion", tag = "courses", operation_id = "remove_synonyms",
    params(("id" = Uuid, Path, description = "The group.")), request_body = Nothing,
    security(("token" = ["synonyms.manage"])),
    responses((status = 200, description = "The group is gone.", body = RemovedSynonymsJson))
)]
pub async fn remove(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must_whole(SYNONYMS_MANAGE)?;
    let act = Act::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        change::remove(tx, id, &act)?;
        Ok(Answer::done(RemovedSynonymsJson { id }))
    };
    repeat.once(&caller, None, unit).await
}
