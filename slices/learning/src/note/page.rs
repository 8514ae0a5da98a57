//! One's own notes: all of them, one of them, and those beside a lesson.

use super::{moment, store};
use crate::{export, study::page::lesson_href};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::HashMap;
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_documents::Cell;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

const HREF: &str = "/notes";
/// Notes of one export; whoever has more narrows the list.
const MOST_EXPORTED: usize = 5_000;

/// A note with what it is about.
pub struct Line {
    /// The note.
    pub note: store::Note,
    /// The course's title.
    pub course: String,
    /// The moment in words.
    pub moment: Option<String>,
    /// Where it leads.
    pub href: String,
}

impl Line {
    /// A note on the page of its own lesson.
    pub fn of(note: store::Note) -> Line {
        let at = note.at_ms.map(|ms| format!("?at={ms}")).unwrap_or_default();
        let href = format!("{}{at}", lesson_href(note.course_id, note.lesson_key));
        Line { moment: note.at_ms.map(moment), note, course: String::new(), href }
    }
}

/// Adds the titles of the courses: one statement, however many notes there are.
fn lines(tx: &mut Tx<'_>, notes: Vec<store::Note>) -> Result<Vec<Line>> {
    let mut ids: Vec<Uuid> = notes.iter().map(|it| it.course_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let courses: HashMap<Uuid, String> =
        catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect();
    let line = |note: store::Note| {
        let course = courses.get(&note.course_id).cloned().unwrap_or_default();
        Line { course, ..Line::of(note) }
    };
    Ok(notes.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "note/list.html")]
struct NotesPage {
    page: Page,
    list: Listed,
    rows: Vec<Line>,
    exports: (String, String),
}

/// `GET /notes`: all of one's own, the newest first, searched by their words.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> std::result::Result<Response, Fault> {
    let list = List::read(&form, HREF.to_owned(), store::SORTS, &[], 30).or_descending();
    let (person, asked) = (who.actor.person, list.clone());
    let (found, rows) = app
        .db()
        .read(move |tx| {
            let mut found = asked.page(tx, store::select(person).search("n.search_keys", &asked.query))?;
            let rows = lines(tx, std::mem::take(&mut found.rows))?;
            Ok::<_, Fault>((found, rows))
        })
        .await?;
    let export = |format: &str| list.href("", "").replacen(HREF, &format!("{HREF}/export/{format}"), 1);
    html(&NotesPage {
        page: Page::new(&who, who.l.t("learning-notes")),
        exports: (export("xlsx"), export("csv")),
        list: found.listed(&list),
        rows,
    })
}

/// `GET /notes/export/{format}`: the same as a file.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let list = List::read(&form, HREF.to_owned(), store::SORTS, &[], 30).or_descending();
    let person = who.actor.person;
    let rows = app
        .db()
        .read(move |tx| {
            let mut notes = Vec::new();
            let mut next = Some(list.from_start());
            while let Some(list) = next.take().filter(|_| notes.len() < MOST_EXPORTED) {
                let select = store::select(person).search("n.search_keys", &list.query);
                next = list.chunk(tx, select, 500, &mut notes)?;
            }
            Ok::<_, Fault>(lines(tx, notes)?)
        })
        .await?;
    let headings = [
        "learning-head-course",
        "learning-head-lesson",
        "learning-note-moment",
        "learning-note",
        "learning-head-date",
    ];
    let cells = |line: &Line| {
        vec![
            Cell::text(&line.course),
            Cell::text(&line.note.lesson_title),
            line.moment.clone().into(),
            Cell::text(&line.note.body),
            Cell::moment(line.note.updated_at, who.l.zone()),
        ]
    };
    let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
    export::answer(&who, &format, &who.l.t("learning-notes"), &headings, &rows)
}

/// Which note a form is about.
pub enum Of {
    /// A new one, beside a lesson.
    New {
        /// The course.
        course: Uuid,
        /// The lesson.
        lesson: Uuid,
    },
    /// One that is there.
    Old(store::Note),
}

#[derive(Template)]
#[template(path = "note/edit.html")]
struct NotePage {
    page: Page,
    f: Form,
    action: String,
    back: String,
    moment: Option<String>,
    removal: Option<String>,
}

/// The page on which a note is written or changed.
pub fn form(who: &SignedIn, form: Form, of: Of, status: StatusCode) -> std::result::Result<Response, Fault> {
    let (title, action, lesson, at, removal) = match of {
        Of::New { course, lesson } => {
            let at = form.value("at").trim().parse().ok();
            let href = lesson_href(course, lesson);
            ("learning-note-new", format!("{href}/notes"), href, at, None)
        }
        Of::Old(note) => {
            let lesson = lesson_href(note.course_id, note.lesson_key);
            let href = format!("{HREF}/{}", note.id);
            ("learning-note-edit", href.clone(), lesson, note.at_ms, Some(format!("{href}/deletion")))
        }
    };
    let page = NotePage {
        page: Page::new(who, who.l.t(title)).crumb(HREF, who.l.t("learning-notes")),
        f: form.in_language(&who.l),
        action,
        back: format!("{lesson}#notes"),
        moment: at.map(moment),
        removal,
    };
    Ok((status, html(&page)?).into_response())
}

async fn own(app: &App, who: &SignedIn, id: Uuid) -> std::result::Result<store::Note, Fault> {
    let person = who.actor.person;
    app.db().read(move |tx| store::get(tx, person, id)).await?.ok_or(Fault::NotFound)
}

/// `GET /notes/{note}`: a note to be changed.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> std::result::Result<Response, Fault> {
    let note = own(&app, &who, id).await?;
    let fresh = Form::fresh(app.id()).with("body", &note.body).with("version", note.version);
    form(&who, fresh, Of::Old(note), StatusCode::OK)
}

#[derive(Template)]
#[template(path = "note/deletion.html")]
struct DeletionPage {
    page: Page,
    f: Form,
    body: String,
    action: String,
    back: String,
}

/// `GET /notes/{note}/deletion`: asks once.
pub async fn deletion(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> std::result::Result<Response, Fault> {
    let note = own(&app, &who, id).await?;
    html(&DeletionPage {
        page: Page::new(&who, who.l.t("learning-note-remove")).crumb(HREF, who.l.t("learning-notes")),
        f: Form::fresh(app.id()),
        action: format!("{HREF}/{id}/deletion"),
        back: format!("{HREF}/{id}"),
        body: note.body,
    })
}
