//! The page of one question.

use super::{
    edit::{Desk, desk, kind_words, quiz_href},
    rules::{MOST_OPTIONS, QuestionKind, TRUE},
    store::Question,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_catalog::api::{Course, Lesson};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// The ids of options, in the order of their fields.
pub(crate) const OPTION_IDS: [&str; MOST_OPTIONS] = ["a", "b", "c", "d", "e", "f", "g", "h"];

struct OptionField {
    id: &'static str,
    letter: String,
    name: String,
    needed: bool,
}

#[derive(Template)]
#[template(path = "quiz/question.html")]
struct QuestionTemplate {
    page: Page,
    f: Form,
    action: String,
    back: String,
    delete: Option<String>,
    kind: &'static str,
    several: bool,
    is_true_false: bool,
    options: Vec<OptionField>,
    truths: Vec<(String, String)>,
    theirs: Option<Question>,
}

/// Where a question's form goes and what it is about.
pub(crate) struct About<'a> {
    pub course: &'a Course,
    pub lesson: &'a Lesson,
    pub kind: QuestionKind,
    /// The question; none for a new one.
    pub id: Option<Uuid>,
}

/// The page with a form, fresh or as typed; with what somebody else saved meanwhile.
pub(crate) fn show(
    who: &SignedIn,
    about: &About<'_>,
    f: Form,
    theirs: Option<Question>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let l = &who.l;
    let back = quiz_href(about.course.id, about.lesson.lesson_key);
    let action = match about.id {
        Some(id) => format!("{back}/questions/{id}"),
        None => format!("{back}/questions"),
    };
    let title = if about.id.is_some() { "assessment-question-edit" } else { "assessment-question-new" };
    let page = html(&QuestionTemplate {
        page: Page::new(who, l.t1(title, "kind", kind_words(l, about.kind)))
            .crumb(format!("/courses/{}/edit", about.course.id), about.course.title.clone())
            .crumb(back.clone(), l.t1("assessment-quiz-title", "title", &about.lesson.title)),
        f,
        delete: about.id.map(|_| format!("{action}/deletion")),
        action,
        back,
        kind: about.kind.code(),
        several: about.kind == QuestionKind::Multiple,
        is_true_false: about.kind == QuestionKind::TrueFalse,
        options: OPTION_IDS
            .iter()
            .enumerate()
            .map(|(i, id)| OptionField {
                id,
                letter: id.to_uppercase(),
                name: format!("option-{id}"),
                needed: i < 2,
            })
            .collect(),
        truths: ["true", "false"].map(|it| (it.to_owned(), l.t(&format!("assessment-{it}")))).into(),
        theirs,
    })?;
    Ok((status, page).into_response())
}

/// The form of a question as it is kept.
pub(crate) fn filled(app: &App, who: &SignedIn, it: &Question) -> Form {
    let mut form = Form::fresh(app.id())
        .in_language(&who.l)
        .with("kind", it.kind.code())
        .with("version", it.version)
        .with("body", &it.body_md)
        .with("points", format!("{}.{:02}", it.points / 100, it.points % 100))
        .with("explanation", &it.explanation_md);
    for option in &it.options {
        form = form.with(&format!("option-{}", option.id), &option.md);
    }
    for right in &it.answer {
        form = form.with("right", right);
    }
    form
}

/// `GET …/quiz/questions/new?kind=…`.
pub async fn new(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let kind = QuestionKind::from_code(form.value("kind")).unwrap_or(QuestionKind::Single);
    let actor = who.actor.clone();
    let Desk { course, lesson, .. } = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let mut f = Form::fresh(app.id()).in_language(&who.l).with("points", "1").with("kind", kind.code());
    if kind == QuestionKind::TrueFalse {
        f = f.with("right", TRUE);
    }
    show(&who, &About { course: &course, lesson: &lesson, kind, id: None }, f, None, StatusCode::OK)
}

/// `GET …/quiz/questions/{question}`.
pub async fn question(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let it = desk.questions.iter().find(|it| it.id == id).ok_or(Fault::NotFound)?;
    let about = About { course: &desk.course, lesson: &desk.lesson, kind: it.kind, id: Some(id) };
    show(&who, &about, filled(&app, &who, it), None, StatusCode::OK)
}

#[derive(Template)]
#[template(path = "quiz/deletion.html")]
struct DeletionTemplate {
    page: Page,
    f: Form,
    action: String,
    back: String,
    html: String,
}

/// `GET …/quiz/questions/{question}/deletion`: asks once.
pub async fn ask_deletion(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, id)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    let it = desk.questions.iter().find(|it| it.id == id).ok_or(Fault::NotFound)?;
    let back = quiz_href(course, key);
    html(&DeletionTemplate {
        page: Page::new(&who, who.l.t("assessment-remove-question"))
            .crumb(back.clone(), who.l.t1("assessment-quiz-title", "title", &desk.lesson.title)),
        f: Form::fresh(app.id()),
        action: format!("{back}/questions/{id}/deletion"),
        back: format!("{back}/questions/{id}"),
        html: it.body_html.clone(),
    })
}
