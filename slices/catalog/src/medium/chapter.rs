//! Chapters of a lesson's film or sound, written by its author (CRS-1).

use super::track::{note, within};
use crate::{
    course::{
        action::{desk_href, done},
        edit::Desk,
    },
    lesson::{action::lesson_href, page::open_lesson},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_media::chapter::{self, Kept, MOST, MOST_TEXT};
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text, html};

#[derive(Template)]
#[template(path = "medium/chapters.html")]
struct ChaptersPage {
    page: Page,
    f: Form,
    action: String,
    back: String,
    length: String,
    theirs: Option<String>,
}

/// What there is of a lesson on the desk: how long its medium plays, and its chapters. None before it was processed:
/// nobody knows yet where it ends.
fn of_desk(desk: &Desk) -> Result<(i64, &Kept), Fault> {
    let medium = desk.medium.as_ref().ok_or(Fault::NotFound)?;
    let length = medium.item.as_ref().and_then(|item| item.duration_ms).ok_or(Fault::NotFound)?;
    Ok((length, &medium.chapters))
}

fn show(
    who: &SignedIn,
    desk: &Desk,
    at: usize,
    (f, theirs): (Form, Option<String>),
) -> Result<Response, Fault> {
    let lesson = &desk.lessons[at].lesson;
    let back = lesson_href(desk.course.id, lesson.lesson_key);
    html(&ChaptersPage {
        page: Page::new(who, who.l.t("catalog-chapters"))
            .crumb(desk_href(desk.course.id), desk.version.title.clone())
            .crumb(back.clone(), lesson.title.clone()),
        action: format!("{back}/chapters"),
        back,
        length: chapter::clock(of_desk(desk)?.0),
        f,
        theirs,
    })
}

/// `GET /courses/{course}/edit/lessons/{lesson}/chapters`: the chapters as lines.
pub async fn page(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let (_, kept) = of_desk(&desk)?;
    let form = Form::fresh(app.id())
        .in_language(&who.l)
        .with("version", kept.version)
        .with("chapters", chapter::write(&kept.chapters));
    show(&who, &desk, at, (form, None))
}

/// `POST /courses/{course}/edit/lessons/{lesson}/chapters`: no line leaves none.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let (length, _) = of_desk(&desk)?;
    let text = form.text("chapters", Text::optional(MOST_TEXT).lines());
    let seen = form.int("version", 0..=i64::MAX);
    let read = chapter::read(&text, length);
    if let Err(wrong) = &read {
        form.refuse("chapters", wrong.msg());
    }
    let (Ok(chapters), true) = (read, form.ok()) else {
        let page = show(&who, &desk, at, (form, None))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let saved = within(&app, &who, form.key(), (course, key), move |tx, it, lesson, act| {
        let file_id = lesson.file_id.ok_or(Fault::NotFound)?;
        if chapter::of_file(tx, file_id)?.chapters == chapters {
            return Ok(());
        }
        if !chapter::keep(tx, file_id, seen, &chapters, act.at)? {
            return Err(Fault::Conflict(Msg::new("web-fault-stale")));
        }
        note(tx, it, lesson, act, "catalog.chapters-kept", "")
    });
    match saved.await {
        Ok(once) => Ok(done(&who, once, &lesson_href(course, key), "catalog-chapters-kept")),
        Err(fault) if crate::course::edit::is_stale(&fault) => {
            // Theirs beside what was typed, which is saved over it when sent again.
            let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
            let (_, now) = of_desk(&desk)?;
            let pairs = [
                ("form_key".to_owned(), Form::fresh(app.id()).key_text()),
                ("version".to_owned(), now.version.to_string()),
                ("chapters".to_owned(), text),
            ];
            let mut form = Form::of_pairs(pairs).in_language(&who.l);
            form.refuse("", Msg::new("web-fault-stale"));
            let theirs = chapter::write(&now.chapters);
            let page = show(&who, &desk, at, (form, Some(theirs)))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(fault) => Err(fault),
    }
}

/// How many chapters there may be, for the hint of the page.
impl ChaptersPage {
    fn most(&self) -> usize {
        MOST
    }
}
