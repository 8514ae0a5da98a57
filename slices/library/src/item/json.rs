//! The library for programs.

use super::{
    action::{read_declaration, read_edit, read_tags},
    change::{self, New},
    page::narrowing,
    rules::{Audience, has_macros},
    store::{self, Item, Narrow, SORTS},
    upload::{MOST_SENT, title_of},
};
use crate::{
    index,
    link::{action as links, change as link_change},
    permissions::{MANAGE, USE},
    removal::{
        action::{REASON, limit},
        change::{self as removal, Why},
    },
    users::Users,
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::Deed;
use xingtan_i18n::Msg;
use xingtan_search::Typed;
use xingtan_storage::Policy;
use xingtan_web::{
    App, Fault, Form, Text,
    json::{
        Answer, Asked, By, Caller, Collection, Cursor, Limit, Post, PostFiles, Seen, Words, collection,
        fields, sound,
    },
};

/// An item of the library.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LibraryItemJson {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// `pdf`, `picture`, `video`, `audio`, `text`, `office` or `other`.
    pub kind: String,
    /// The folder it lies in; absent at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<Uuid>,
    /// The file's name.
    pub file_name: String,
    /// Its size in bytes.
    pub file_size: i64,
    /// What it is, by its content.
    pub media_type: String,
    /// Whether an office document carries macros.
    pub macros: bool,
    /// Whose it is.
    pub owner: Uuid,
    /// Their name.
    pub owner_name: String,
    /// `draft`, `shared`, `expired` or `down`.
    pub state: String,
    /// `authors`, `learners` or `everybody`.
    pub audience: String,
    /// Whether it may be taken along.
    pub download: bool,
    /// Whether who looks stands on it.
    pub watermark: bool,
    /// `own`, `licensed` or `public`; empty before the right was declared.
    pub basis: String,
    /// When the declared right ends, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// When it was last changed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
    /// How often it was looked at.
    pub previews: i64,
    /// How often it was taken along.
    pub downloads: i64,
    /// In how many places it is used.
    pub uses: i64,
    /// Counts its changes; a change names the one it was made about.
    pub version: i64,
}

fn told(it: Item, tags: Vec<String>) -> LibraryItemJson {
    LibraryItemJson {
        id: it.id,
        title: it.title,
        description: it.description,
        tags,
        kind: it.kind,
        folder: it.folder_id,
        file_name: it.file_name,
        file_size: it.file_size,
        media_type: it.media_type,
        macros: it.macros,
        owner: it.owner_id,
        owner_name: it.owner_name,
        state: it.state,
        audience: it.audience,
        download: it.download,
        watermark: it.watermark,
        basis: it.basis,
        ends_at: it.ends_at,
        changed_at: it.changed_at,
        previews: it.previews,
        downloads: it.downloads,
        uses: it.uses,
        version: it.version,
    }
}

fn again(tx: &mut Tx<'_>, id: Uuid) -> Result<LibraryItemJson, Fault> {
    let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let tags = store::tags(tx, id)?;
    Ok(told(it, tags))
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LibraryQuery {
    /// Words of title, tags, description or file name.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Items of the library
///
/// Those that the token's owner sees, in the order of their last change.
#[utoipa::path(
    get, path = "/api/v1/library", tag = "library", operation_id = "library_items",
    params(LibraryQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<LibraryItemJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<LibraryQuery>,
) -> Result<Json<Collection<LibraryItemJson>>, Fault> {
    let words = asked.q.map(|it| it.0).unwrap_or_default();
    let filters = [("q", Some(words.clone()).filter(|it| !it.is_empty()))];
    let sorts = (SORTS, By::Moment);
    let list = collection("/api/v1/library", sorts, &filters, asked.limit, asked.at.as_ref())?;
    let typed = Some(Typed::new(&words)).filter(|_| !words.is_empty());
    let actor = caller.actor().clone();
    let read = app.db().read(move |tx| {
        let narrow =
            Narrow { found: narrowing(&list, typed.as_ref(), &actor, tx)?.found, ..Narrow::default() };
        let page = list.page::<Item>(tx, store::seen(&actor, &narrow))?;
        let ids: Vec<Uuid> = page.rows.iter().map(|it| it.id).collect();
        let tags = store::tags_of(tx, &ids)?;
        Ok::<_, Fault>((page, tags))
    });
    let (page, tags) = read.await?;
    let of = |id: Uuid| tags.iter().filter(|(item, _)| *item == id).map(|(_, tag)| tag.clone()).collect();
    Ok(Json(Collection::of(page, |it| {
        let tags = of(it.id);
        told(it, tags)
    })))
}

/// One item
#[utoipa::path(
    get, path = "/api/v1/library/{id}", tag = "library", operation_id = "library_item",
    params(("id" = Uuid, Path, description = "The item.")), security(("token" = [])),
    responses((status = 200, description = "The item.", body = LibraryItemJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<LibraryItemJson>, Fault> {
    let actor = caller.actor().clone();
    let read = app.db().read(move |tx| {
        change::seen(tx, id, &actor)?;
        again(tx, id)
    });
    Ok(Json(read.await?))
}

/// A file with what is written about it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form, which is read field by field")]
pub struct LibraryUpload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Its title; the file's name unless given.
    #[schema(max_length = 120)]
    title: Option<String>,
    /// What it is about.
    description: Option<String>,
    /// Tags with commas between them.
    tags: Option<String>,
    /// The folder.
    folder: Option<Uuid>,
    /// `yes`: it may be taken along.
    download: Option<String>,
    /// `yes`: who looks stands on it.
    watermark: Option<String>,
}

/// Upload an item
///
/// It begins as a draft. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/library", tag = "library", operation_id = "upload_library_item",
    request_body(content = LibraryUpload, content_type = "multipart/form-data"),
    security(("token" = ["library.use"])),
    responses((status = 201, description = "It is a draft.", body = LibraryItemJson,
               headers(("location" = String, description = "Where it is to be found."))))
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    PostFiles { upload, repeat }: PostFiles,
) -> Result<Response, Fault> {
    caller.must(USE)?;
    let given = upload.file("file").cloned();
    let mut form: Form = upload.form;
    let title = form.text("title", Text::optional(super::upload::TITLE));
    let description = form.text("description", Text::optional(2000).lines());
    let tags = read_tags(&mut form);
    let folder = form.optional_id("folder");
    let (download, watermark) = (form.ticked("download"), form.ticked("watermark"));
    if given.is_none() {
        form.refuse("file", Msg::new("library-no-files"));
    }
    sound(&form, str::to_owned)?;
    let file = given.ok_or(Fault::NotFound)?;
    let stored = app.storage().put(&file.bytes, &Policy { most: MOST_SENT, accept: &[] }).await;
    let stored = stored.map_err(|error| Fault::Invalid(vec![("file".to_owned(), error.msg())]))?;
    let title = if title.is_empty() { title_of(&file.name) } else { title };
    let (media_type, bytes) = (stored.media.media_type, file.bytes.clone());
    let office = xingtan_media::office::ending(media_type, &file.name).is_some();
    let macros =
        office && tokio::task::spawn_blocking(move || has_macros(media_type, &bytes)).await.unwrap_or(true);
    let id = app.id();
    let new = New {
        id,
        cut: index::words(id, (&title, &description), &tags, &file.name),
        title,
        description,
        tags,
        folder,
        download,
        watermark,
        stored,
        name: file.name,
        macros,
    };
    let (actor, deed) = (caller.actor().clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        change::upload(tx, &new, &actor, &deed)?;
        Ok(Answer::made(format!("/api/v1/library/{id}"), again(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

fn yes(ticked: bool) -> Option<String> {
    Some(if ticked { "yes" } else { "" }.to_owned())
}

/// What is written about an item.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryEditJson {
    /// The count of changes that was read.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Its title.
    title: String,
    /// What it is about.
    description: Option<String>,
    /// Its tags.
    tags: Option<Vec<String>>,
    /// The folder; the top unless given.
    folder: Option<Uuid>,
    /// Whether it may be taken along.
    download: bool,
    /// Whether who looks stands on it.
    watermark: bool,
}

/// Change what is written about an item
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    put, path = "/api/v1/library/{id}", tag = "library", operation_id = "edit_library_item",
    params(("id" = Uuid, Path, description = "The item.")),
    request_body = LibraryEditJson, security(("token" = ["library.use"])),
    responses((status = 200, description = "It is changed.", body = LibraryItemJson))
)]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<LibraryEditJson>,
) -> Result<Response, Fault> {
    caller.must(USE)?;
    let actor = caller.actor().clone();
    let it = app.db().read(move |tx| change::kept(tx, id, &actor)).await?;
    let mut form = fields([
        ("title", Some(body.title)),
        ("description", body.description),
        ("tags", body.tags.map(|tags| tags.join("\n"))),
        ("folder", body.folder.map(|id| id.to_string())),
        ("download", yes(body.download)),
        ("watermark", yes(body.watermark)),
    ]);
    let asked = read_edit(&mut form, id, &it.file_name);
    sound(&form, str::to_owned)?;
    let (actor, deed, seen) = (caller.actor().clone(), Deed::of(&caller), body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        change::edit(tx, (id, seen), &asked, &actor, &deed)?;
        Ok(Answer::done(again(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// A declaration of the right to share.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryDeclarationJson {
    /// The count of changes that was read.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// `own`, `licensed` or `public`.
    basis: String,
    /// Where it comes from; not needed for own works.
    source: Option<String>,
    /// Who holds the rights; needed where it is licensed.
    holder: Option<String>,
    /// Under which licence; needed where it is licensed.
    licence: Option<String>,
    /// The last day of the right, as `2027-12-31`; without end unless given.
    valid_until: Option<String>,
}

/// Declare the right to share an item
///
/// Whoever declares answers for it. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/library/{id}/declaration", tag = "library", operation_id = "declare_library_item",
    params(("id" = Uuid, Path, description = "The item.")),
    request_body = LibraryDeclarationJson, security(("token" = ["library.use"])),
    responses((status = 200, description = "It is declared.", body = LibraryItemJson))
)]
pub async fn declare(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<LibraryDeclarationJson>,
) -> Result<Response, Fault> {
    caller.must(USE)?;
    let mut form = fields([
        ("basis", Some(body.basis)),
        ("source", body.source),
        ("holder", body.holder),
        ("licence", body.licence),
        ("valid_until", body.valid_until),
        ("true", yes(true)),
    ]);
    let asked = read_declaration(&mut form, &app.institution().zone);
    sound(&form, str::to_owned)?;
    let asked = asked.ok_or(Fault::NotFound)?;
    let (actor, deed, seen) = (caller.actor().clone(), Deed::of(&caller), body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        change::declare(tx, (id, seen), &asked, &actor, &deed)?;
        Ok(Answer::done(again(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// With whom an item is shared.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibrarySharingJson {
    /// The count of changes that was read.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// `authors`, `learners` or `everybody`.
    audience: String,
}

/// Share an item
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/library/{id}/sharing", tag = "library", operation_id = "share_library_item",
    params(("id" = Uuid, Path, description = "The item.")),
    request_body = LibrarySharingJson, security(("token" = ["library.use"])),
    responses((status = 200, description = "It is shared.", body = LibraryItemJson))
)]
pub async fn share(
    State(_app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<LibrarySharingJson>,
) -> Result<Response, Fault> {
    caller.must(USE)?;
    let mut form = fields([("audience", Some(body.audience))]);
    let audience = form.choice::<Audience>("audience");
    sound(&form, str::to_owned)?;
    let audience = audience.ok_or(Fault::NotFound)?;
    let (actor, deed, seen) = (caller.actor().clone(), Deed::of(&caller), body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        change::share(tx, (id, seen), audience, &actor, &deed)?;
        Ok(Answer::done(again(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Why an item is taken down.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryRemovalJson {
    /// The count of changes that was read.
    #[schema(value_type = i64, minimum = 1)]
    version: Seen,
    /// Why.
    reason: String,
    /// Whether it counts as an infringement of its owner.
    infringing: Option<bool>,
}

/// Take an item down
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/library/{id}/removal", tag = "library", operation_id = "take_library_item_down",
    params(("id" = Uuid, Path, description = "The item.")),
    request_body = LibraryRemovalJson, security(("token" = ["library.use"])),
    responses((status = 200, description = "It is down.", body = LibraryItemJson))
)]
pub async fn take_down(
    State(app): State<App>,
    caller: Caller,
    Extension(users): Extension<Users>,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<LibraryRemovalJson>,
) -> Result<Response, Fault> {
    caller.must(USE)?;
    let mut form = fields([("reason", Some(body.reason))]);
    let reason = form.text("reason", Text::required(REASON).lines());
    sound(&form, str::to_owned)?;
    let infringing = body.infringing.unwrap_or(false);
    let why = Why { reason, infringing, complaint: None, limit: limit(&app) };
    let (actor, deed, seen) = (caller.actor().clone(), Deed::of(&caller), body.version.0);
    let unit = move |tx: &mut Tx<'_>| {
        removal::take_down(tx, (id, seen), &why, users, &actor, &deed)?;
        Ok(Answer::done(again(tx, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// A link for a partner.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryLinkJson {
    /// Who the partner is.
    partner: String,
    /// For how many days it opens.
    days: i64,
    /// How often it may be opened.
    openings: i64,
    /// Whether the item may be taken along by it.
    download: Option<bool>,
}

/// A link that was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LibraryLinkMadeJson {
    /// Its id.
    pub id: Uuid,
    /// Where the partner opens it, below this program's address.
    pub address: String,
    /// When it ends, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: Timestamp,
}

/// Make a link for a partner
///
/// Whoever has the address sees the item without an account. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/library/{id}/links", tag = "library", operation_id = "link_library_item",
    params(("id" = Uuid, Path, description = "The item.")),
    request_body = LibraryLinkJson, security(("token" = ["library.manage"])),
    responses((status = 201, description = "The link.", body = LibraryLinkMadeJson,
               headers(("location" = String, description = "Where it opens."))))
)]
pub async fn link(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<LibraryLinkJson>,
) -> Result<Response, Fault> {
    caller.must(MANAGE)?;
    let mut form = fields([
        ("partner", Some(body.partner)),
        ("days", Some(body.days.to_string())),
        ("openings", Some(body.openings.to_string())),
        ("download", yes(body.download.unwrap_or(false))),
    ]);
    let link = links::read(&mut form, app.id(), id, &caller);
    sound(&form, str::to_owned)?;
    let (actor, deed, keys) = (caller.actor().clone(), Deed::of(&caller), app.keys().clone());
    let unit = move |tx: &mut Tx<'_>| {
        link_change::add(tx, &link, &actor, &deed)?;
        let address = format!("/shared/{}", link_change::token(&keys, link.id));
        let made = LibraryLinkMadeJson { id: link.id, address: address.clone(), ends_at: link.ends_at };
        Ok(Answer::made(address, made))
    };
    repeat.once(&caller, None, unit).await
}
