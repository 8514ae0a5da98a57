//! Answers to players. Whoever calls this has asked session and grant before.

use crate::{
    Item, Rendition, State,
    chapter::{self, Chapter},
    playlist::{self, Variant},
    store,
    track::{self, Track},
};
use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, header};
use std::collections::HashMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_storage::file::{self, FileRow};
use xingtan_web::{
    App, Fault,
    download::{self, Wanted},
};

/// The name of the list of renditions below the address of a medium.
pub const MASTER: &str = "master.m3u8";
/// The name of the still picture.
pub const POSTER: &str = "poster.jpg";

/// Everything that players ask for of one medium. Callers may keep it for up to 60 seconds.
#[derive(Clone, Debug)]
pub struct Medium {
    /// The medium.
    pub item: Item,
    /// Its renditions, smallest first.
    pub renditions: Vec<Rendition>,
    /// Its subtitles.
    pub tracks: Vec<Track>,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
    files: HashMap<Uuid, FileRow>,
}

/// The medium of a file; none unless it can be played. Five statements.
///
/// # Errors
/// Those of the database.
pub fn medium(tx: &mut Tx<'_>, file_id: Uuid) -> Result<Option<Medium>> {
    let Some(item) = store::of_file(tx, file_id)?.filter(|item| item.state() == State::Ready) else {
        return Ok(None);
    };
    let renditions = store::renditions(tx, item.id)?;
    let files = file::claimed_by(tx, store::claimer(item.id))?.into_iter().map(|row| (row.id, row)).collect();
    let tracks = track::of_file(tx, file_id)?;
    let chapters = chapter::of_file(tx, file_id)?.chapters;
    Ok(Some(Medium { item, renditions, tracks, chapters, files }))
}

impl Medium {
    /// The rendition that a device takes along, the smallest, and how many bytes it has; none where there is none.
    pub fn smallest(&self) -> Option<(&Rendition, i64)> {
        let fits = |it: &&Rendition| !self.item.has_video || it.width.is_some();
        let rendition = self.renditions.iter().find(fits)?;
        Some((rendition, self.files.get(&rendition.file_id)?.size))
    }
}

/// Answers what a player asks for below the address of a medium: `master.m3u8`, `NAME.m3u8`, `NAME.mp4`,
/// `poster.jpg`, `TRACK.vtt`.
/// `base` is that address without a last slash; `tail` is put after every address in a playlist (`?version=…`, or
/// empty).
///
/// # Errors
/// [`Fault::NotFound`] for any other name, [`Fault::Broken`] where storage fails.
pub async fn answer(
    app: &App,
    medium: &Medium,
    name: &str,
    (base, tail): (&str, &str),
    headers: &HeaderMap,
) -> std::result::Result<Response, Fault> {
    if name == MASTER {
        return Ok(playlist(&medium.renditions, base, tail));
    }
    if name == POSTER {
        let row = medium.item.poster_file_id.and_then(|id| medium.files.get(&id));
        return part(app, row.ok_or(Fault::NotFound)?, "image/jpeg", headers).await;
    }
    let (stem, ending) = name.rsplit_once('.').ok_or(Fault::NotFound)?;
    if ending == "vtt" {
        let track = medium.tracks.iter().find(|it| it.id.to_string() == stem).ok_or(Fault::NotFound)?;
        return Ok(text("text/vtt; charset=utf-8", track.vtt.clone()));
    }
    let rendition = medium.renditions.iter().find(|it| it.name == stem).ok_or(Fault::NotFound)?;
    match ending {
        "m3u8" => media_playlist(rendition, base, tail),
        "mp4" => {
            let row = medium.files.get(&rendition.file_id).ok_or(Fault::NotFound)?;
            let kind = if rendition.width.is_some() { "video/mp4" } else { "audio/mp4" };
            part(app, row, kind, headers).await
        }
        _ => Err(Fault::NotFound),
    }
}

/// The list of renditions, the middle one first: players begin with it until they have measured the line.
pub fn playlist(renditions: &[Rendition], base: &str, tail: &str) -> Response {
    let mut variants: Vec<Variant<'_>> = renditions
        .iter()
        .map(|it| Variant {
            bandwidth: it.bandwidth,
            average: it.average_bandwidth,
            size: it.width.zip(it.height),
            codecs: &it.codecs,
            address: format!("{base}/{}.m3u8{tail}", it.name),
        })
        .collect();
    if variants.len() > 1 {
        let middle = variants.remove((variants.len() - 1) / 2);
        variants.insert(0, middle);
    }
    text(LIST, playlist::master(&variants))
}

/// The parts of one rendition.
///
/// # Errors
/// [`Fault::Broken`] where the kept playlist cannot be read.
pub fn media_playlist(rendition: &Rendition, base: &str, tail: &str) -> std::result::Result<Response, Fault> {
    let parts = playlist::read(&rendition.playlist).ok_or(Fault::Broken)?;
    Ok(text(LIST, parts.write(&format!("{base}/{}.mp4{tail}", rendition.name))))
}

const LIST: &str = "application/vnd.apple.mpegurl";

fn text(media_type: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60")),
    ];
    (headers, text).into_response()
}

/// A file of a medium, or the range of it that is asked for.
///
/// # Errors
/// [`Fault::Broken`] where storage fails.
pub async fn part(
    app: &App,
    row: &FileRow,
    media_type: &str,
    headers: &HeaderMap,
) -> std::result::Result<Response, Fault> {
    let size = row.size.max(0) as u64;
    let wanted = download::wanted(headers, size);
    let bytes = match &wanted {
        Wanted::Whole => app.storage().open(row).await,
        Wanted::Part(part) => app.storage().open_range(row, part.clone()).await,
        Wanted::Outside => {
            return Ok(download::file(&row.name, media_type, true, size, &wanted, Body::empty()));
        }
    };
    let bytes = bytes.map_err(|error| {
        tracing::error!(%error, file = %row.id, "a file of a medium could not be opened");
        Fault::Broken
    })?;
    Ok(download::file(&row.name, media_type, true, size, &wanted, Body::from_stream(bytes)))
}
