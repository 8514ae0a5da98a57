//! A quiz as its author and reviewers see it: one paper with what is right.

use super::{
    edit::{kind_words, points},
    rules::{FALSE, QuestionKind, TRUE},
    store,
};
use crate::attempt::paper::{self, Sheet};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

struct Choice {
    letter: String,
    html: String,
    right: bool,
}

struct Shown {
    number: usize,
    kind: String,
    points: String,
    html: String,
    choices: Vec<Choice>,
    explanation: String,
}

#[derive(Template)]
#[template(path = "quiz/preview.html")]
struct PreviewTemplate {
    page: Page,
    sheets: Vec<Shown>,
    facts: Vec<(String, String)>,
    back: String,
    edit: Option<String>,
}

/// `GET /courses/{course}/preview/{lesson}/quiz`: of the version on the desk, or of `version`.
pub async fn preview(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let asked: Option<Uuid> = form.value("version").parse().ok();
    let actor = who.actor.clone();
    let (course, lesson, quiz, questions, open) = app
        .db()
        .read(move |tx| {
            let (course, access) = catalog::readable(tx, &actor, course)?;
            let version = asked.or(course.draft_version_id).or(course.published_version_id);
            let version = version.map(|id| catalog::version(tx, id)).transpose()?.flatten();
            let version = version.filter(|it| it.course_id == course.id).ok_or(Fault::NotFound)?;
            let (lesson, _) = catalog::lesson(tx, version.id, key)?.ok_or(Fault::NotFound)?;
            let quiz = lesson.quiz_id.map(|id| store::quiz(tx, id)).transpose()?.flatten();
            let quiz = quiz.ok_or(Fault::NotFound)?;
            let questions = store::questions(tx, quiz.id)?;
            let open = access.write && version.state == catalog::VersionState::Draft;
            Ok::<_, Fault>((course, lesson, quiz, questions, open))
        })
        .await?;
    let l = &who.l;
    let mut facts = vec![
        (l.t("assessment-field-pass"), format!("{} %", quiz.pass_percent)),
        (
            l.t("assessment-field-attempts"),
            match quiz.attempts_allowed {
                0 => l.t("assessment-unlimited"),
                n => l.number(n),
            },
        ),
        (l.t("assessment-field-review"), l.t(&format!("assessment-review-{}", quiz.review.code()))),
    ];
    if let Some(seconds) = quiz.time_limit_seconds {
        facts.push((l.t("assessment-field-minutes"), l.minutes(seconds)));
    }
    // The author's own order: what a reviewer speaks of has the same number for the author.
    let in_order = store::Quiz { shuffle: false, ..quiz };
    let sheets = paper::preview(&in_order, questions, 0);
    let query = asked.map(|id| format!("?version={id}")).unwrap_or_default();
    let back = format!("/courses/{}/preview/{}{query}", course.id, lesson.lesson_key);
    html(&PreviewTemplate {
        page: Page::new(&who, l.t1("assessment-preview-title", "title", &lesson.title))
            .crumb(format!("/courses/{}/edit", course.id), course.title.clone())
            .crumb(back.clone(), lesson.title.clone()),
        sheets: sheets.into_iter().map(|sheet| shown(l, sheet)).collect(),
        facts,
        back,
        edit: open.then(|| super::edit::quiz_href(course.id, lesson.lesson_key)),
    })
}

fn shown(l: &Locale, sheet: Sheet) -> Shown {
    let right = sheet.right.unwrap_or_default();
    let choices = match sheet.kind {
        QuestionKind::TrueFalse => [TRUE, FALSE]
            .into_iter()
            .map(|id| Choice {
                letter: String::new(),
                html: l.t(&format!("assessment-{id}")),
                right: right.contains(id),
            })
            .collect(),
        _ => sheet
            .options
            .into_iter()
            .map(|it| Choice { letter: it.id.to_uppercase(), right: right.contains(&it.id), html: it.html })
            .collect(),
    };
    Shown {
        number: sheet.number,
        kind: kind_words(l, sheet.kind),
        points: points(l, sheet.points),
        html: sheet.body_html,
        choices,
        explanation: sheet.explanation_html,
    }
}
