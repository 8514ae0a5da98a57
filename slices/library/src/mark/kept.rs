//! Marked files as answers: made outside of units, few at a time, within a time, and kept shortly for one person, since
//! readers of PDF ask for a file in many pieces.

use super::{MARKABLE, Unmarked, Words, mark};
use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_i18n::Msg;
use xingtan_storage::file::FileRow;
use xingtan_web::{
    App, Fault,
    download::{self, Wanted, kept, wanted},
};

/// So many are marked at once; others wait.
const AT_ONCE: usize = 2;
/// How long one waits for its turn and its mark.
const TIME: Duration = Duration::from_secs(25);
/// The largest file that is read to be marked, in bytes.
const MOST: usize = 64 << 20;
/// So long a marked file is kept for who looks at it.
const FRESH: Span = Span::of_seconds(120);
/// Bytes kept in all.
const MOST_KEPT: usize = 96 << 20;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// Marked files by content and words, with when they were made.
type Shelf = HashMap<(Uuid, String), (Bytes, Timestamp)>;
static SHELF: LazyLock<Mutex<Shelf>> = LazyLock::new(Mutex::default);

/// A file with the mark that it is served with, if any.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The file.
    pub file: FileRow,
    /// The words on it; none where no mark is demanded.
    pub words: Option<Words>,
}

/// The bytes of a file with a mark on it.
///
/// # Errors
/// See [`Unmarked`]; where storage fails it is broken.
async fn marked(app: &App, row: &FileRow, words: &Words) -> Result<Bytes, Unmarked> {
    if !MARKABLE.contains(&row.media_type.as_str()) {
        return Err(Unmarked::Kind);
    }
    if row.size > MOST as i64 {
        return Err(Unmarked::TooLarge);
    }
    let (key, now) = ((row.content_id, words.to_string()), app.clock().now());
    if let Some((bytes, at)) = SHELF.lock().unwrap_or_else(PoisonError::into_inner).get(&key)
        && now - *at < FRESH
    {
        return Ok(bytes.clone());
    }
    let make = async {
        let turn = TURNS.acquire().await.map_err(|_| Unmarked::Busy)?;
        let bytes = app.storage().read(row, MOST as u64).await.map_err(|error| {
            tracing::error!(%error, file = %row.id, "a file to be marked could not be read");
            Unmarked::Broken
        })?;
        let (kind, words) = (row.media_type.clone(), words.to_string());
        // The turn ends with the work, also where nobody waits for it any more.
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            mark(&bytes, &kind, &words)
        });
        // A library that panics on a hostile file is a broken file.
        work.await.unwrap_or(Err(Unmarked::Broken))
    };
    let bytes = Bytes::from(timeout(TIME, make).await.unwrap_or(Err(Unmarked::Busy))?);
    let mut shelf = SHELF.lock().unwrap_or_else(PoisonError::into_inner);
    shelf.retain(|_, (_, at)| now - *at < FRESH);
    if shelf.values().map(|(bytes, _)| bytes.len()).sum::<usize>() + bytes.len() <= MOST_KEPT {
        shelf.insert(key, (bytes.clone(), now));
    }
    Ok(bytes)
}

/// Answers with a file, marked where that is demanded; the browser shows the media types of `shown`.
///
/// # Errors
/// [`Fault::Conflict`] with the reason where a mark is demanded and cannot be made: nothing is served then.
pub async fn give(
    app: &App,
    it: &Marked,
    shown: &[&'static str],
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let Some(words) = &it.words else { return kept(app, &it.file, shown, headers).await };
    let bytes = marked(app, &it.file, words).await.map_err(|why| match why {
        Unmarked::Busy => Fault::Busy,
        why => Fault::Conflict(Msg::new(why.key())),
    })?;
    let kind = shown.iter().find(|kind| **kind == it.file.media_type);
    let size = bytes.len() as u64;
    let wanted = wanted(headers, size);
    let body = match &wanted {
        Wanted::Whole => Body::from(bytes),
        Wanted::Part(part) => Body::from(bytes.slice(part.start as usize..part.end as usize)),
        Wanted::Outside => Body::empty(),
    };
    let media_type = kind.unwrap_or(&"application/octet-stream");
    let mut answer = download::file(&it.file.name, media_type, kind.is_some(), size, &wanted, body);
    // What bears somebody's name is kept by nobody.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}
