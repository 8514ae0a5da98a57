//! The page on which a lesson is written, and the page as its learners will see it.

use super::store::{Body, Lesson};
use crate::{
    confirm::{self, Question},
    course::{
        action::desk_href,
        edit::{Desk, Line, desk, desk_or, lines},
        page::frozen,
        pane::{Marks, Pane},
    },
    kinds::{Content, LessonKind, LessonKinds},
    medium::page::{Medium, Shown, base, shown},
    office::page::{self as office, Paper, PaperShown},
    review::store as reviews,
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// What somebody else saved of a lesson meanwhile.
pub(crate) struct Theirs {
    pub title: String,
    pub minutes: i64,
    pub text: String,
    pub who: String,
    pub at: xingtan_clock::Timestamp,
}

#[derive(Template)]
#[template(path = "lesson/edit.html")]
struct EditTemplate {
    page: Page,
    f: Form,
    course: Uuid,
    key: Uuid,
    kind: String,
    is_text: bool,
    is_file: bool,
    is_pdf: bool,
    is_heading: bool,
    accept: &'static str,
    most: u64,
    attached: Option<String>,
    file: Option<(String, String)>,
    medium: Option<Shown>,
    paper: Option<PaperShown>,
    pane: Pane,
    /// Remarks that the last review made on this lesson: who, and what they say.
    remarks: Vec<(String, String)>,
    theirs: Option<Theirs>,
    moves: Vec<(&'static str, &'static str, String)>,
}

/// The form of a lesson as it is kept.
pub(crate) fn filled(app: &App, who: &SignedIn, lesson: &Lesson, body: &Body) -> Form {
    let form = Form::fresh(app.id())
        .in_language(&who.l)
        .with("version", lesson.version)
        .with("title", &lesson.title)
        .with("minutes", lesson.minutes)
        .with("text", &body.body_md);
    if lesson.required { form.with("required", "yes") } else { form }
}

/// Shows the page of a lesson with a form, fresh or as typed.
pub(crate) async fn show(
    who: &SignedIn,
    kinds: &LessonKinds,
    desk: &Desk,
    at: usize,
    f: Form,
    theirs: Option<Theirs>,
) -> Result<Response, Fault> {
    let l = &who.l;
    let (known, own, key) = (kinds.clone(), desk.clone(), desk.lessons[at].lesson.lesson_key);
    let (marks, remarks) = who
        .app
        .db()
        .read(move |tx| {
            let marks = Marks::read(tx, &known, &own)?;
            let remarks = match marks.remarks.get(&key) {
                Some(_) => of_lesson(tx, own.version.id, key)?,
                None => Vec::new(),
            };
            Ok::<_, Fault>((marks, remarks))
        })
        .await?;
    let placed = &desk.lessons[at];
    let lesson = &placed.lesson;
    let id = desk.course.id;
    let kind = kinds.get(&lesson.kind);
    let content = kind.map(|kind| kind.content);
    let moves = [("up", "up"), ("down", "fold"), ("in", "next"), ("out", "back")];
    html(&EditTemplate {
        page: Page::new(who, format!("{} {}", placed.number, lesson.title))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(id), desk.version.title.clone()),
        f,
        course: id,
        key: lesson.lesson_key,
        kind: kind.map_or_else(String::new, |kind| l.t(kind.label)),
        is_text: content == Some(Content::Text),
        is_file: content == Some(Content::File),
        is_pdf: lesson.kind == crate::kinds::PDF.key,
        is_heading: content == Some(Content::Title),
        accept: crate::picture::rules::ACCEPT,
        most: super::upload::LESSON_UPLOAD.most(who.app.settings()),
        attached: kinds.hooks(&lesson.kind).map(|hooks| hooks.editor(id, lesson.lesson_key)),
        file: lesson.file_name.clone().map(|name| (name, l.bytes(lesson.file_size.unwrap_or_default()))),
        medium: desk.medium.as_ref().map(|medium| shown(l, medium, &base(id, lesson.lesson_key), "")),
        paper: desk.paper.as_ref().map(|paper| office::shown(l, paper)),
        pane: Pane::new(l, kinds, desk, &marks, Some(at), Form::fresh(who.app.id()).in_language(l)),
        remarks,
        theirs,
        moves: moves.map(|(word, icon)| (word, icon, l.t(&format!("catalog-move-{word}")))).into(),
    })
}

/// What the last review remarked on a lesson: who and when, and what they say.
fn of_lesson(tx: &mut Tx<'_>, version: Uuid, key: Uuid) -> Result<Vec<(String, String)>, Fault> {
    let Some(review) = reviews::latest_of(tx, version)? else { return Ok(Vec::new()) };
    let own = reviews::remarks(tx, review.id)?.into_iter().filter(|it| it.lesson_key == Some(key));
    Ok(own
        .map(|it| {
            let place = if it.place.is_empty() { String::new() } else { format!("{} ", it.place) };
            (it.person_name, format!("{place}{}", it.body))
        })
        .collect())
}

/// A lesson of a course's open draft, for those who may write it.
pub(crate) async fn open_lesson(
    app: &App,
    who: &SignedIn,
    course: Uuid,
    key: Uuid,
) -> Result<(Desk, usize, Body), Fault> {
    let actor = who.actor.clone();
    let (desk, at, body) = app
        .db()
        .read(move |tx| {
            let mut desk = desk(tx, &actor, course)?;
            let at = desk.at(key)?;
            let body = super::store::body(tx, desk.version.id, key)?;
            desk.medium = Medium::of(tx, &desk, at)?;
            desk.paper = Paper::of(tx, &desk, at)?;
            Ok::<_, Fault>((desk, at, body))
        })
        .await?;
    match (desk.access.write, desk.is_open()) {
        (true, true) => Ok((desk, at, body)),
        (true, false) => Err(frozen()),
        (false, _) => Err(Fault::forbidden()),
    }
}

/// `GET /courses/{course}/edit/lessons/{lesson}`.
pub async fn lesson(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, body) = open_lesson(&app, &who, course, key).await?;
    let f = filled(&app, &who, &desk.lessons[at].lesson, &body);
    show(&who, &kinds, &desk, at, f, None).await
}

/// The page again with what was typed and what is wrong with it.
pub(crate) async fn refused(
    who: &SignedIn,
    kinds: &LessonKinds,
    desk: &Desk,
    at: usize,
    f: Form,
) -> Result<Response, Fault> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(who, kinds, desk, at, f, None).await?).into_response())
}

/// `GET /courses/{course}/edit/lessons/{lesson}/deletion`.
pub async fn ask_deletion(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let l = &who.l;
    let placed = &desk.lessons[at];
    let below = desk.lessons[at + 1..].iter().take_while(|it| it.depth > placed.depth).count();
    let back = format!("/courses/{course}/edit/lessons/{key}");
    let page = Page::new(&who, l.t("catalog-remove-lesson"))
        .crumb(desk_href(course), desk.version.title.clone())
        .crumb(back.clone(), placed.lesson.title.clone());
    let question = Question {
        text: l.t2("catalog-remove-lesson-text", "title", &placed.lesson.title, "below", below),
        action: format!("{back}/deletion"),
        label: l.t("catalog-remove-lesson"),
        reason: None,
        back,
        danger: true,
    };
    confirm::ask(page, Form::fresh(app.id()).in_language(l), question)
}

#[derive(Template)]
#[template(path = "lesson/preview.html")]
struct PreviewTemplate {
    page: Page,
    title: String,
    number: String,
    kind: String,
    minutes: i64,
    version: i64,
    state: crate::view::Badge,
    body: Body,
    is_pdf: bool,
    is_download: bool,
    file_href: String,
    file: Option<(String, String)>,
    medium: Option<Shown>,
    attached: Option<String>,
    edit: Option<String>,
    lines: Vec<Line>,
    tail: usize,
    previous: (String, String),
    next: (String, String),
}

fn asked_version(form: &Form) -> Option<Uuid> {
    form.value("version").parse().ok()
}

fn preview_href(course: Uuid, key: Uuid, version: Option<Uuid>) -> String {
    let query = version.map(|id| format!("?version={id}")).unwrap_or_default();
    format!("/courses/{course}/preview/{key}{query}")
}

/// `GET /courses/{course}/preview`: leads to the first lesson that is one.
pub async fn preview_first(
    State(app): State<App>,
    who: SignedIn,
    Path(course): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let (actor, version) = (who.actor.clone(), asked_version(&form));
    let desk = app.db().read(move |tx| desk_or(tx, &actor, course, version)).await?;
    let is_lesson = |it: &&crate::lesson::rules::Placed<Lesson>| it.lesson.kind != crate::kinds::SECTION.key;
    let first = desk.lessons.iter().find(is_lesson).or(desk.lessons.first()).ok_or(Fault::NotFound)?;
    Ok(Redirect::to(&preview_href(course, first.lesson.lesson_key, version)).into_response())
}

/// `GET /courses/{course}/preview/{lesson}`: as learners will see it, of the version on the desk or of `version`.
pub async fn preview(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (actor, version) = (who.actor.clone(), asked_version(&form));
    let (desk, at, body) = app
        .db()
        .read(move |tx| {
            let mut desk = desk_or(tx, &actor, course, version)?;
            let at = desk.at(key)?;
            let body = super::store::body(tx, desk.version.id, key)?;
            desk.medium = Medium::of(tx, &desk, at)?;
            Ok::<_, Fault>((desk, at, body))
        })
        .await?;
    let l = &who.l;
    let placed = &desk.lessons[at];
    let lesson = &placed.lesson;
    let href = |lesson: &Lesson| preview_href(course, lesson.lesson_key, version);
    let (lines, tail) = lines(l, &kinds, &desk.lessons, &Marks::default(), Some(key), href);
    let neighbour = |at: Option<usize>| {
        let it = at.and_then(|at| desk.lessons.get(at));
        it.map(|it| (href(&it.lesson), it.lesson.title.clone())).unwrap_or_default()
    };
    let kind: Option<LessonKind> = kinds.get(&lesson.kind);
    html(&PreviewTemplate {
        page: Page::new(&who, lesson.title.clone())
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(course), desk.version.title.clone()),
        title: lesson.title.clone(),
        number: placed.number.clone(),
        kind: kind.map_or_else(String::new, |kind| l.t(kind.label)),
        minutes: lesson.minutes,
        version: desk.version.number,
        state: crate::view::version_badge(l, desk.version.state),
        body,
        is_pdf: lesson.kind == crate::kinds::PDF.key && lesson.file_id.is_some(),
        is_download: lesson.kind == crate::kinds::DOWNLOAD.key && lesson.file_id.is_some(),
        file_href: format!("/courses/{course}/edit/lessons/{key}/file?version={}", desk.version.id),
        file: lesson.file_name.clone().map(|name| (name, l.bytes(lesson.file_size.unwrap_or_default()))),
        medium: desk
            .medium
            .as_ref()
            .map(|medium| shown(l, medium, &base(course, key), &format!("?version={}", desk.version.id))),
        attached: kinds.hooks(&lesson.kind).map(|hooks| hooks.preview(course, desk.version.id, key)),
        edit: (desk.is_open()).then(|| format!("/courses/{course}/edit/lessons/{key}")),
        lines,
        tail,
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
    })
}
