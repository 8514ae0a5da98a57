//! Writing, changing and removing notes.

use super::{BODY, LATEST_MS, MOST_PER_LESSON, change, page, store};
use crate::study::page::lesson_href;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_catalog::Act;
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
            let beside = change::beside(tx, act.person, (course, lesson), act.at)?;
            if !is_good || FormKey::enter(key, tx, Some(act.person), &own, act.at)? != Once::First {
                return Ok(Added::Kept);
            }
            let note = change::add(tx, &beside, id, (at_ms, &body), act.at)?;
            Ok::<_, Fault>(note.map_or(Added::Enough, |_| Added::Kept))
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
            change::remove(tx, act.person, id, act.at)?;
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go("/notes", "pine", &Msg::new("learning-note-removed")))
}
