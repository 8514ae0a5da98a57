//! The page on which a quiz is written: its rules, its questions in their order.

use super::{
    rules::{MOST_QUESTIONS, QuestionKind, ReviewRule},
    store::{self, Question, Quiz},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_auth::Actor;
use xingtan_catalog::{
    Changed,
    api::{self as catalog, Course, Lesson},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// A quiz on the desk of one of its authors.
pub(crate) struct Desk {
    pub course: Course,
    pub lesson: Lesson,
    pub quiz: Quiz,
    pub questions: Vec<Question>,
}

/// The quiz of a lesson of an open draft, for those who may write it.
pub(crate) fn desk(tx: &mut Tx<'_>, actor: &Actor, course: Uuid, key: Uuid) -> Result<Desk, Fault> {
    let (course, lesson, quiz) = open_quiz(tx, actor, course, key)?;
    let quiz = store::quiz(tx, quiz)?.ok_or(Fault::NotFound)?;
    let questions = store::questions(tx, quiz.id)?;
    Ok(Desk { course, lesson, quiz, questions })
}

/// Course, lesson and quiz where the actor may change them now; every form that writes asks this in its unit.
pub(crate) fn open_quiz(
    tx: &mut Tx<'_>,
    actor: &Actor,
    course: Uuid,
    key: Uuid,
) -> Result<(Course, Lesson, Uuid), Fault> {
    let course = catalog::writable(tx, actor, course)?;
    match catalog::draft_lesson(tx, &course, key)? {
        Changed::Done(lesson) => {
            let quiz = lesson.quiz_id.ok_or(Fault::NotFound)?;
            Ok((course, lesson, quiz))
        }
        Changed::Gone => Err(Fault::NotFound),
        Changed::Frozen | Changed::Stale => Err(frozen()),
    }
}

/// The sentence for what was submitted or published.
pub(crate) fn frozen() -> Fault {
    Fault::Conflict(Msg::new("assessment-fault-frozen"))
}

/// The address of a quiz's desk.
pub(crate) fn quiz_href(course: Uuid, key: Uuid) -> String {
    format!("/courses/{course}/edit/lessons/{key}/quiz")
}

/// Hundredths of points without needless zeros.
pub(crate) fn points(l: &Locale, hundredths: i64) -> String {
    l.credits(hundredths)
}

/// The words of a kind of question.
pub(crate) fn kind_words(l: &Locale, kind: QuestionKind) -> String {
    l.t(&format!("assessment-kind-{}", kind.code()))
}

struct Row {
    id: Uuid,
    href: String,
    number: usize,
    kind: String,
    points: String,
    html: String,
    first: bool,
    last: bool,
}

#[derive(Template)]
#[template(path = "quiz/edit.html")]
struct EditTemplate {
    page: Page,
    f: Form,
    base: String,
    lesson_href: String,
    preview: String,
    rows: Vec<Row>,
    total: String,
    kinds: Vec<(String, String)>,
    reviews: Vec<(String, String)>,
    full: bool,
}

pub(crate) fn filled(app: &App, who: &SignedIn, quiz: &Quiz) -> Form {
    let form = Form::fresh(app.id())
        .in_language(&who.l)
        .with("version", quiz.version)
        .with("pass_percent", quiz.pass_percent)
        .with("attempts", quiz.attempts_allowed)
        .with("minutes", quiz.time_limit_seconds.map(|it| (it / 60).to_string()).unwrap_or_default())
        .with("review", quiz.review.code());
    let form = if quiz.shuffle { form.with("shuffle", "yes") } else { form };
    if quiz.partial { form.with("partial", "yes") } else { form }
}

/// The page with a form, fresh or as typed.
pub(crate) fn show(
    app: &App,
    who: &SignedIn,
    desk: Desk,
    f: Option<Form>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let l = &who.l;
    let Desk { course, lesson, quiz, questions } = desk;
    let base = quiz_href(course.id, lesson.lesson_key);
    let count = questions.len();
    let row = |(i, it): (usize, &Question)| Row {
        id: it.id,
        href: format!("{base}/questions/{}", it.id),
        number: i + 1,
        kind: kind_words(l, it.kind),
        points: points(l, it.points),
        html: it.body_html.clone(),
        first: i == 0,
        last: i + 1 == count,
    };
    let lesson_href = format!("/courses/{}/edit/lessons/{}", course.id, lesson.lesson_key);
    let page = html(&EditTemplate {
        page: Page::new(who, l.t1("assessment-quiz-title", "title", &lesson.title))
            .crumb("/courses", l.t("assessment-courses"))
            .crumb(format!("/courses/{}/edit", course.id), course.title.clone())
            .crumb(lesson_href.clone(), lesson.title.clone()),
        f: f.unwrap_or_else(|| filled(app, who, &quiz)),
        rows: questions.iter().enumerate().map(row).collect(),
        total: points(l, questions.iter().map(|it| it.points).sum()),
        kinds: QuestionKind::ALL
            .iter()
            .map(|kind| (format!("{base}/questions/new?kind={}", kind.code()), kind_words(l, *kind)))
            .collect(),
        reviews: ReviewRule::ALL
            .iter()
            .map(|it| (it.code().to_owned(), l.t(&format!("assessment-review-{}", it.code()))))
            .collect(),
        preview: format!("/courses/{}/preview/{}/quiz", course.id, lesson.lesson_key),
        full: count >= MOST_QUESTIONS,
        lesson_href,
        base,
    })?;
    Ok((status, page).into_response())
}

/// `GET /courses/{course}/edit/lessons/{lesson}/quiz`.
pub async fn edit(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| desk(tx, &actor, course, key)).await?;
    show(&app, &who, desk, None, StatusCode::OK)
}
