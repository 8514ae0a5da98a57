//! What the owner of a token is told.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_notify::{self as notify, NoticeRow, Position};
use xingtan_web::{
    App, Fault,
    json::{After, Answer, Asked, Caller, Limit, Moment, Nothing, Post},
};

/// A notice.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticeJson {
    /// Its id.
    pub id: Uuid,
    /// Name of its kind.
    pub kind: String,
    /// Whether it concerns a duty.
    pub duty: bool,
    /// What it says, in the language of the token's owner.
    pub title: String,
    /// The page it is about.
    #[schema(format = "uri-reference")]
    pub link: Option<String>,
    /// When it came, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// When it was read, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub read_at: Option<Timestamp>,
}

impl NoticeJson {
    fn of(l: &Locale, it: NoticeRow) -> Self {
        NoticeJson {
            title: it.title(l),
            id: it.id,
            kind: it.kind,
            duty: it.duty,
            link: it.link,
            at: it.at,
            read_at: it.read_at,
        }
    }
}

/// One page of notices.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoticesJson {
    /// The notices of this page.
    pub items: Vec<NoticeJson>,
    /// How many are unread in all.
    pub unread: i64,
    /// Address of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    pub next: Option<String>,
}

/// Which notices.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticesQuery {
    /// Only unread ones.
    #[serde(default)]
    unread: bool,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<After>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Notices
///
/// Of the owner of the token, whose scope has to be `all`; the newest first.
#[utoipa::path(
    get, path = "/api/v1/me/notifications", tag = "notifications", operation_id = "notifications",
    params(NoticesQuery), security(("token" = ["all"])),
    responses((status = 200, description = "A page of notices.", body = NoticesJson))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<NoticesQuery>,
) -> Result<Json<NoticesJson>, Fault> {
    caller.must_be_for_all()?;
    let (person, limit) = (caller.actor.person, asked.limit.unwrap_or_default().0);
    let after = asked.at.map(|After { at, id }| Position { at, id });
    let (mut rows, unread) = app
        .db()
        .read(move |tx| {
            let rows = notify::notices(tx, person, asked.unread, after, limit + 1)?;
            Ok::<_, Fault>((rows, notify::unread(tx, person)?))
        })
        .await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    let next = rows.last().filter(|_| more).map(|last| {
        let at = After { at: last.at, id: last.id };
        let unread = if asked.unread { "unread=true&" } else { "" };
        format!("/api/v1/me/notifications?{unread}limit={limit}&at={at}")
    });
    let items = rows.into_iter().map(|row| NoticeJson::of(&caller.l, row)).collect();
    Ok(Json(NoticesJson { items, unread, next }))
}

/// What is unread still.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct UnreadJson {
    /// How many are unread.
    pub unread: i64,
}

/// Mark a notice read
///
/// One of the owner of the token, whose scope has to be `all`.
#[utoipa::path(
    post, path = "/api/v1/me/notifications/{id}/read", tag = "notifications", operation_id = "read_notification",
    params(("id" = Uuid, Path, description = "The notice.")), request_body = Nothing,
    security(("token" = ["all"])),
    responses((status = 200, description = "It is read.", body = UnreadJson))
)]
pub async fn read(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { repeat, .. }: Post<Nothing>,
) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let (person, now) = (caller.actor.person, caller.now);
    let unit = move |tx: &mut Tx<'_>| {
        notify::mark_read(tx, person, id, now)?.ok_or(Fault::NotFound)?;
        Ok(Answer::done(UnreadJson { unread: notify::unread(tx, person)? }))
    };
    repeat.once(&caller, None, unit).await
}

/// Which notices were read.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAllJson {
    /// Those that came until then, RFC 3339; until now unless given.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Moment>,
}

/// Mark notices read
///
/// All of the owner of the token, whose scope has to be `all`, that came until a moment.
#[utoipa::path(
    post, path = "/api/v1/me/notifications/read", tag = "notifications", operation_id = "read_notifications",
    request_body = ReadAllJson, security(("token" = ["all"])),
    responses((status = 200, description = "They are read.", body = UnreadJson))
)]
pub async fn read_all(caller: Caller, Post { body, repeat }: Post<ReadAllJson>) -> Result<Response, Fault> {
    caller.must_be_for_all()?;
    let (person, now) = (caller.actor.person, caller.now);
    let until = body.until.map_or(now, |Moment(at)| at.min(now));
    let unit = move |tx: &mut Tx<'_>| {
        notify::mark_all_read(tx, person, until, now)?;
        Ok(Answer::done(UnreadJson { unread: notify::unread(tx, person)? }))
    };
    repeat.once(&caller, None, unit).await
}
