//! A medium that was processed before, taken in with what was made of it: no ffmpeg is asked again.

use crate::{
    Item, Kind, Rendition, encode, playlist,
    rules::{self, Found, Picture},
    store,
};
use serde::{Deserialize, Serialize};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_storage::{Stored, file};

/// What was made of a medium, without its bytes: the file of each rendition and the still picture lie beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Length of what is played, in milliseconds.
    pub duration_ms: i64,
    /// Pixels as shown; none for sound.
    pub size: Option<(i64, i64)>,
    /// Whether there is sound.
    pub has_audio: bool,
    /// Whether there is a still picture.
    pub has_poster: bool,
    /// The renditions, smallest first.
    pub renditions: Vec<Made>,
}

/// One rendition of a [`Sheet`]; the fields are those of [`Rendition`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// `720p` and so on.
    pub name: String,
    /// Bits per second of the densest part.
    pub bandwidth: i64,
    /// Bits per second on average.
    pub average_bandwidth: i64,
    /// Pixels; none for sound.
    pub size: Option<(i64, i64)>,
    /// As RFC 6381 names them.
    pub codecs: String,
    /// Its playlist.
    pub playlist: String,
}

impl Sheet {
    /// What was made of a medium; none before it is ready.
    pub fn of(item: &Item, renditions: &[Rendition]) -> Option<Sheet> {
        let made = |it: &Rendition| Made {
            name: it.name.clone(),
            bandwidth: it.bandwidth,
            average_bandwidth: it.average_bandwidth,
            size: it.width.zip(it.height),
            codecs: it.codecs.clone(),
            playlist: it.playlist.clone(),
        };
        Some(Sheet {
            duration_ms: item.duration_ms?,
            size: item.width.zip(item.height),
            has_audio: item.has_audio,
            has_poster: item.poster_file_id.is_some(),
            renditions: renditions.iter().map(made).collect(),
        })
    }
}

/// Takes a medium in with what was made of it: `renditions` and `poster` are put into storage already, the renditions
/// in the order of the sheet. Whoever listens to [`READY`](crate::READY) is told. A file that has a medium keeps it.
///
/// # Errors
/// [`Error::NotFound`] where sheet and files do not fit together; those of the database.
pub fn adopt(
    tx: &mut Tx<'_>,
    file_id: Uuid,
    (sheet, renditions, poster): (&Sheet, &[Stored], Option<&Stored>),
    ids: &Ids,
    now: Timestamp,
) -> Result<Item> {
    if let Some(there) = store::of_file(tx, file_id)? {
        return Ok(there);
    }
    let fits = |made: &Made, stored: &Stored| {
        playlist::read(&made.playlist).is_some_and(|parts| parts.lie_within(stored.size.cast_unsigned()))
    };
    if sheet.renditions.is_empty()
        || sheet.renditions.len() != renditions.len()
        || !sheet.renditions.iter().zip(renditions).all(|(made, stored)| fits(made, stored))
    {
        return Err(Error::NotFound);
    }
    let kind = if sheet.size.is_some() { Kind::Video } else { Kind::Audio };
    let item = store::insert(tx, (ids.next(), file_id), kind, ids.next(), now)?;
    store::found(tx, item.id, sheet.size, sheet.has_audio, now)?;
    for (made, stored) in sheet.renditions.iter().zip(renditions) {
        let kept = file::keep(tx, stored, &format!("{}.mp4", made.name), None, now)?;
        let row = Rendition {
            id: ids.next(),
            item_id: item.id,
            name: made.name.clone(),
            file_id: kept.id,
            bandwidth: made.bandwidth,
            average_bandwidth: made.average_bandwidth,
            width: made.size.map(|it| it.0),
            height: made.size.map(|it| it.1),
            codecs: made.codecs.clone(),
            playlist: made.playlist.clone(),
        };
        store::add_rendition(tx, &row, now)?;
    }
    let poster = match poster {
        Some(stored) => Some(file::keep(tx, stored, "poster.jpg", None, now)?.id),
        None => None,
    };
    store::ready(tx, &item, sheet.duration_ms, poster, ids.next(), now)?;
    store::of_file(tx, file_id)?.ok_or(Error::NotFound)
}

/// The orders that ffmpeg gets for a film of 1920 × 1080, as one text: where it changes, what was made before is no
/// longer what would be made now.
#[must_use]
pub fn recipe() -> String {
    let picture = Picture { stream: 0, width: 1920, height: 1080, rate: 25.0, duration_ms: None };
    let found = Found { duration_ms: Some(60_000), picture: Some(picture), sound: Some(1) };
    let rungs = rules::ladder(1920, 1080);
    let mut lines: Vec<String> =
        rungs.iter().map(|rung| encode::rendition(&found, rung, 1).join(" ")).collect();
    lines.extend(encode::poster(&found, rules::poster_ms(60_000)).map(|words| words.join(" ")));
    lines.join("\n")
}
