//! The files of an item. Every request asks who looks, and what stands on the file then.

use super::{
    change::seen,
    rules::{Kind, PICTURES, Take, take},
    store::{self, Item, Opening},
};
use crate::mark::{MARKABLE, Marked, Words, give, of_person};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_media::serve::{answer, medium};
use xingtan_storage::file::{self, FileRow};
use xingtan_web::{App, Fault, SignedIn};

/// What browsers show of an item.
pub(crate) const SHOWN: [&str; 5] = ["application/pdf", PICTURES[0], PICTURES[1], PICTURES[2], PICTURES[3]];

/// The file that is shown of an item; none where nothing of it is.
pub(crate) fn shown(tx: &mut Tx<'_>, it: &Item) -> Result<Option<FileRow>, Fault> {
    let id = match it.kind() {
        Kind::Pdf | Kind::Picture => Some(it.file_id),
        Kind::Office => it.shown_file_id,
        _ => None,
    };
    Ok(id.map(|id| file::find(tx, id)).transpose()?.flatten())
}

/// The file that is taken of an item.
///
/// # Errors
/// [`Fault::Forbidden`] where it may not be taken, [`Fault::Conflict`] where a mark is demanded that it cannot bear.
pub(crate) fn taken(tx: &mut Tx<'_>, it: &Item, words: Words) -> Result<Marked, Fault> {
    let markable = MARKABLE.contains(&it.media_type.as_str());
    let (id, marked) = match take(it.kind(), it.download, it.watermark, markable, it.shown_file_id.is_some())
    {
        Take::AsItIs => (it.file_id, false),
        Take::Marked => (it.file_id, true),
        Take::PdfMarked => (it.shown_file_id.unwrap_or(it.file_id), true),
        Take::NotAllowed => return Err(Fault::Forbidden(Msg::new("library-no-download"))),
        Take::Unmarkable => return Err(Fault::Conflict(Msg::new("library-unmarked-kind"))),
    };
    let file = file::find(tx, id)?.ok_or(Fault::NotFound)?;
    Ok(Marked { file, words: marked.then_some(words) })
}

/// `GET /library/ID/file`: what the page shows.
pub async fn file(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = move |tx: &mut Tx<'_>| {
        let it = seen(tx, id, &actor)?;
        let file = shown(tx, &it)?.ok_or(Fault::NotFound)?;
        let words = if it.watermark { Some(of_person(tx, &actor)?) } else { None };
        Ok::<_, Fault>(Marked { file, words })
    };
    let it = app.db().read(read).await?;
    give(&app, &it, &SHOWN, &headers).await
}

/// `GET /library/ID/download`: to be taken along, where that is allowed; noted in the log.
pub async fn download(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (actor, opening, now) = (who.actor.clone(), app.id(), who.now);
    let read = {
        let actor = actor.clone();
        move |tx: &mut Tx<'_>| {
            let it = seen(tx, id, &actor)?;
            let words = of_person(tx, &actor)?;
            taken(tx, &it, words)
        }
    };
    let it = app.db().read(read).await?;
    let answer = give(&app, &it, &[], &headers).await?;
    // Only what was given is noted, and of a file that is fetched in pieces the beginning.
    if !headers.contains_key(http::header::RANGE) {
        let note = move |tx: &mut Tx<'_>| {
            store::taken(tx, id)?;
            store::opened(
                tx,
                &Opening {
                    id: opening,
                    item_id: id,
                    what: "download".to_owned(),
                    person_id: Some(actor.person),
                    link_id: None,
                    name: actor.name.clone(),
                    at: now,
                },
            )
        };
        app.db().write(note).await?;
    }
    Ok(answer)
}

/// `GET /library/ID/media/FILE`: what a player asks for.
pub async fn media(
    State(app): State<App>,
    who: SignedIn,
    Path((id, name)): Path<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = move |tx: &mut Tx<'_>| {
        let it = seen(tx, id, &actor)?;
        medium(tx, it.file_id)?.ok_or(Fault::NotFound)
    };
    let found = app.db().read(read).await?;
    answer(&app, &found, &name, (&format!("/library/{id}/media"), ""), &headers).await
}
