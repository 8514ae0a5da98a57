//! The video or audio of a lesson, for those who study it: playlists, parts, poster (CRS-4, LRN-1).
//!
//! A player asks for dozens of parts. Each request is of somebody signed in; whether they study the course is read
//! from the database once in half a minute.

use crate::enrolment::access::studying;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use xingtan_catalog::{
    Act,
    api::{self as catalog, Completion, LessonKinds},
};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_media::serve::{self, Medium};
use xingtan_web::{App, Fault, Pageless};

/// How long a grant holds without asking again; RULINGS, files: at most a minute.
const GOOD_FOR: Span = Span::of_seconds(30);
/// Grants that are kept; past it those that hold no longer are dropped.
const MOST: usize = 4_096;

/// Who, which course, which lesson.
type Key = (Uuid, Uuid, Uuid);

/// A medium, and until when it may be played without asking again.
type Grant = (Arc<Medium>, Timestamp);

/// Who may play what at the moment. Cheap to clone.
#[derive(Clone, Default)]
pub struct Grants(Arc<Mutex<HashMap<Key, Grant>>>);

impl Grants {
    fn get(&self, key: &Key, now: Timestamp) -> Option<Arc<Medium>> {
        let grants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        grants.get(key).filter(|(_, until)| now < *until).map(|(medium, _)| medium.clone())
    }

    fn keep(&self, key: Key, medium: Arc<Medium>, now: Timestamp) {
        let mut grants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if grants.len() >= MOST {
            grants.retain(|_, (_, until)| now < *until);
        }
        // Thousands who play at once: the database is asked more often, memory stays bounded.
        if grants.len() >= MOST {
            grants.clear();
        }
        grants.insert(key, (medium, now + GOOD_FOR));
    }
}

/// `GET /courses/{course}/lessons/{lesson}/media/{file}`: what a player asks for. Ranges are answered.
pub async fn media(
    State(app): State<App>,
    Pageless(who): Pageless,
    Extension(kinds): Extension<LessonKinds>,
    Extension(grants): Extension<Grants>,
    Path((course, lesson, name)): Path<(Uuid, Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let medium = granted(&app, &Act::of(&who), kinds, &grants, (course, lesson)).await?;
    let base = format!("{}/media", super::page::lesson_href(course, lesson));
    serve::answer(&app, &medium, &name, (&base, ""), &headers).await
}

/// The medium of a lesson, for somebody who may study it now; asked anew every half minute.
///
/// # Errors
/// As [`studying`]; [`Fault::NotFound`] where there is nothing to play.
pub(super) async fn granted(
    app: &App,
    act: &Act,
    kinds: LessonKinds,
    grants: &Grants,
    (course, lesson): (Uuid, Uuid),
) -> Result<Arc<Medium>, Fault> {
    let (person, now) = (act.person, act.at);
    let key = (person, course, lesson);
    if let Some(medium) = grants.get(&key, now) {
        return Ok(medium);
    }
    let read = move |tx: &mut xingtan_db::Tx<'_>| {
        let enrolment = studying(tx, person, course, now)?;
        let (lesson, _) = catalog::lesson(tx, enrolment.version_id, lesson)?.ok_or(Fault::NotFound)?;
        let file = lesson.file_id.filter(|_| is_played(&kinds, &lesson.kind));
        serve::medium(tx, file.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)
    };
    let medium = Arc::new(app.db().read(read).await?);
    grants.keep(key, medium.clone(), now);
    Ok(medium)
}

/// Whether lessons of this kind are played.
pub fn is_played(kinds: &LessonKinds, kind: &str) -> bool {
    kinds.get(kind).is_some_and(|kind| kind.completion == Completion::Watched)
}
