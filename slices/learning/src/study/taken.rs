//! Lessons that are taken along and studied without a line (OPS-8): a page of its own that needs nothing from the
//! server, and its files. What is studied in it is reported later, under an [`Opening`] of its own kind.

use super::{
    care::{self, Heed},
    change::Studied,
    media::{Grants, granted},
    opening::{Opening, TAKEN_FOR},
    page::{Film, lesson_href},
    store,
};
use crate::enrolment::access::{studying, studying_in};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use serde_json::json;
use xingtan_catalog::{
    Act,
    api::{self as catalog, Body, Completion, Course, Lesson, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_library::api as library;
use xingtan_media::serve;
use xingtan_storage::file;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Visit, html};

/// The name of a document among the files of a lesson.
const DOCUMENT: &str = "document.pdf";

/// Whether lessons that are completed so can be taken along: what is read or played. Quizzes need the line.
pub fn can_be(completion: Completion) -> bool {
    matches!(completion, Completion::Read | Completion::Paged | Completion::Watched)
}

/// Addresses of lessons as a page hands them to `take-along`; empty for none.
pub fn list(hrefs: &[String]) -> String {
    if hrefs.is_empty() { String::new() } else { json!(hrefs).to_string() }
}

/// The lessons of a course that can be taken along, as [`list`].
pub fn of_course(studied: &Studied) -> String {
    let lessons = studied.lessons.iter().zip(&studied.facts);
    let fits = lessons.filter(|(placed, facts)| {
        // A film that was not processed has no length yet.
        can_be(facts.completion)
            && (facts.completion != Completion::Watched || placed.lesson.duration_ms.is_some())
    });
    list(&fits.map(|(_, facts)| lesson_href(studied.enrolment.course_id, facts.key)).collect::<Vec<_>>())
}

#[derive(Template)]
#[template(path = "study/taken.html")]
struct TakenPage {
    page: Page,
    course: Course,
    lesson: Lesson,
    number: String,
    body: Body,
    token: String,
    href: String,
    stamp: Uuid,
    until: Timestamp,
    files: String,
    document: String,
    film: Option<Film>,
    /// Who looks, where what came from the library demands it; empty where not.
    mark: String,
}

/// `GET /courses/{course}/lessons/{lesson}/taken`: the lesson as it is kept on a device. It says nothing of the person
/// and holds all that studying without a line takes; the files it names are fetched along with it.
pub async fn page(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course_id, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    let person = act.person;
    let heed = Heed::of(&app);
    let l = who.l.clone();
    let read = move |tx: &mut xingtan_db::Tx<'_>| {
        let (enrolment, course) = studying_in(tx, act.person, course_id, act.at)?;
        // Its learning session begins now: not while a minor has to rest.
        let guarded = heed.guards(tx, &act.actor, act.at)?;
        let (advice, _) = heed.advice(tx, act.person, guarded, act.at)?;
        care::refuse(&l, advice, act.at)?;
        let studied = Studied::read(tx, &kinds, enrolment)?;
        let at = studied.position(key).filter(|at| can_be(studied.facts[*at].completion));
        let at = at.ok_or(Fault::NotFound)?;
        let body = catalog::lesson_body(tx, studied.enrolment.version_id, key)?;
        let played = match (studied.facts[at].completion, studied.lessons[at].lesson.file_id) {
            (Completion::Watched, file) => {
                let medium = serve::medium(tx, file.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)?;
                let watched = store::watched(tx, studied.enrolment.id, key)?.unwrap_or_default();
                let in_order = studied.facts[at].viewed.is_none()
                    && catalog::in_order(tx, studied.enrolment.version_id)?;
                Some((medium, (watched, in_order)))
            }
            _ => None,
        };
        let file = studied.lessons[at].lesson.file_id.filter(|_| played.is_some());
        let mark = file.map(|file| library::demanded(tx, file, &act.actor)).transpose()?.flatten();
        Ok::<_, Fault>((course, studied, at, body, (played, mark)))
    };
    let (course, studied, at, body, (played, mark)) = app.db().read(read).await?;
    let placed = &studied.lessons[at];
    let lesson = placed.lesson.clone();
    let href = lesson_href(course_id, key);
    let base = format!("{href}/taken");
    let (mut files, mut document) = (Vec::new(), String::new());
    let film = match &played {
        Some((medium, watched)) => {
            let (rendition, size) = medium.smallest().ok_or(Fault::NotFound)?;
            let playlist = format!("{}.m3u8", rendition.name);
            let film = Film::at(&base, &playlist, medium, &lesson, watched.clone(), "");
            files.push(json!({ "href": film.src, "size": rendition.playlist.len() }));
            files.push(json!({ "href": format!("{base}/{}.mp4", rendition.name), "size": size }));
            files.extend(
                film.tracks
                    .iter()
                    .zip(&medium.tracks)
                    .map(|((src, ..), track)| json!({ "href": src, "size": track.vtt.len() })),
            );
            if !film.poster.is_empty() {
                files.push(json!({ "href": film.poster, "size": 0 }));
            }
            Some(film)
        }
        None => {
            if studied.facts[at].completion == Completion::Paged {
                document = format!("{base}/{DOCUMENT}");
                files.push(json!({ "href": document, "size": lesson.file_size.unwrap_or_default() }));
            }
            None
        }
    };
    let taken = Some(film.as_ref().map_or(0, |_| lesson.duration_ms.unwrap_or_default()));
    let opening = Opening { id: app.id(), person, course: course_id, lesson: key, at: who.now, taken };
    html(&TakenPage {
        page: nobodys(&who, lesson.title.clone()).crumb("/offline", who.l.t("learning-offline")),
        number: placed.number.clone(),
        token: opening.token(app.keys()),
        stamp: studied.enrolment.version_id,
        until: who.now + TAKEN_FOR,
        files: json!(files).to_string(),
        course,
        lesson,
        body,
        href,
        document,
        film,
        mark: mark.map(|words| words.to_string()).unwrap_or_default(),
    })
}

/// `GET /courses/{course}/lessons/{lesson}/taken/{file}`: the files of that page. Each request is of somebody who may
/// study the lesson now.
pub async fn part(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Extension(grants): Extension<Grants>,
    Path((course, lesson, name)): Path<(Uuid, Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let act = Act::of(&who);
    if name != DOCUMENT {
        let medium = granted(&app, &act, kinds, &grants, (course, lesson)).await?;
        let base = format!("{}/taken", lesson_href(course, lesson));
        return serve::answer(&app, &medium, &name, (&base, ""), &headers).await;
    }
    let read = move |tx: &mut xingtan_db::Tx<'_>| {
        let enrolment = studying(tx, act.person, course, act.at)?;
        let (lesson, _) = catalog::lesson(tx, enrolment.version_id, lesson)?.ok_or(Fault::NotFound)?;
        let is_document = kinds.get(&lesson.kind).is_some_and(|kind| kind.completion == Completion::Paged);
        let id = lesson.file_id.filter(|_| is_document).ok_or(Fault::NotFound)?;
        let file = file::find(tx, id)?.ok_or(Fault::NotFound)?;
        let words = library::demanded(tx, file.id, &act.actor)?;
        Ok::<_, Fault>(library::Marked { file, words })
    };
    let row = app.db().read(read).await?;
    library::give(&app, &row, &["application/pdf"], &headers).await
}

#[derive(Template)]
#[template(path = "study/offline.html")]
struct ShelfPage {
    page: Page,
    shell: bool,
}

/// `GET /offline`: the lessons that this device took along, and what waits to be sent. Which they are only the device
/// knows. With `?shell` it is what the device shows instead of any page while there is no line: it is kept there, so
/// that it says nothing of anybody.
pub async fn shelf(visit: Visit, asked: Form) -> Result<Response, Fault> {
    let shell = asked.has("shell");
    let key = if shell { "learning-offline-none" } else { "learning-offline" };
    let title = visit.l.t(key);
    let page = if shell { nobodys(&visit, title) } else { Page::new(&visit, title) };
    html(&ShelfPage { page, shell })
}

/// A page without menus and names: it stays readable on the device.
fn nobodys(visit: &Visit, title: String) -> Page {
    Page::new(&Visit { identity: None, flash: None, ..visit.clone() }, title)
}

#[cfg(test)]
mod tests;
