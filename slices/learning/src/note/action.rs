//! Writing, changing and removing notes.

use super::{BODY, LATEST_MS, MOST_PER_LESSON, page, store};
use crate::{
    enrolment::{access::studying, store as enrolments},
    study::{page::lesson_href, store as study},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_catalog::{Act, api as catalog};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// What became of a new note.
enum Added {
    /// It is kept, or was before: the form came twice.
    Kept,
    /// There are enough beside this lesson.
    Enough,
}

/// `POST /courses/{course}/lessons/{lesson}/notes`: a new note. `at` is the moment of the medium in milliseconds, if
/// it is about one. What was refused is asked for again on a page of its own, with what was written.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path((course, lesson)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let body = form.text("body", BODY);
    let at_ms = form.value("at").trim().parse().ok().filter(|ms| (0..=LATEST_MS).contains(ms));
    let to = format!("{}#notes", lesson_href(course, lesson));
    let (act, key, id, own) = (Act::of(&who), form.key(), app.id(), to.clone());
    let is_good = form.ok();
    let added = app
        .db()
        .write(move |tx| {
            let enrolment = studying(tx, act.person, course, act.at)?;
            let (found, _) = catalog::lesson(tx, enrolment.version_id, lesson)?.ok_or(Fault::NotFound)?;
            if !is_good || FormKey::enter(key, tx, Some(act.person), &own, act.at)? != Once::First {
                return Ok(Added::Kept);
            }
            let before = store::count(tx, act.person, lesson)?;
            if before >= MOST_PER_LESSON {
                return Ok(Added::Enough);
            }
            let note = store::Note {
                id,
                person_id: act.person,
                course_id: course,
                lesson_key: lesson,
                lesson_title: found.title,
                at_ms,
                body: body.clone(),
                created_at: act.at,
                updated_at: act.at,
                version: 1,
            };
            store::add(tx, &note)?;
            study::open(tx, enrolment.id, lesson, act.at)?;
            study::count_notes(tx, enrolment.id, lesson, before + 1)?;
            Ok::<_, Fault>(Added::Kept)
        })
        .await?;
    if let Added::Enough = added {
        form.refuse("body", Msg::new("learning-note-enough").with("most", MOST_PER_LESSON));
    }
    if form.ok() {
        return Ok(Redirect::to(&to).into_response());
    }
    page::form(&who, form, page::Of::New { course, lesson }, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /notes/{note}`: other words.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (body, seen) = (form.text("body", BODY), form.int("version", 1..=i64::MAX));
    let (act, is_good) = (Act::of(&who), form.ok());
    let (note, saved) = app
        .db()
        .write(move |tx| {
            let note = store::get(tx, act.person, id)?.ok_or(Fault::NotFound)?;
            let saved = is_good && store::save(tx, &note, seen, &body, act.at)?;
            Ok::<_, Fault>((note, saved))
        })
        .await?;
    if saved {
        let to = format!("{}#notes", lesson_href(note.course_id, note.lesson_key));
        return Ok(who.go(&to, "pine", &Msg::new("learning-note-saved")));
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.ok() {
        // Somebody else is oneself on another device: its words are not lost.
        form.refuse("", Msg::new("web-fault-stale"));
        form = form.with("version", note.version);
        status = StatusCode::CONFLICT;
    }
    page::form(&who, form, page::Of::Old(note), status)
}

/// `POST /notes/{note}/deletion`: removes it. Twice is as good as once.
pub async fn remove(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let act = Act::of(&who);
    app.db()
        .write(move |tx| {
            let Some(note) = store::get(tx, act.person, id)? else { return Ok(()) };
            store::remove(tx, act.person, id, act.at)?;
            if let Some(enrolment) = enrolments::of(tx, act.person, note.course_id)? {
                let left = store::count(tx, act.person, note.lesson_key)?;
                study::count_notes(tx, enrolment.id, note.lesson_key, left)?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go("/notes", "pine", &Msg::new("learning-note-removed")))
}
