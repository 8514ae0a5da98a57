//! What a lesson of kind quiz asks of this slice (see `LessonHooks` of the catalogue).

use super::{
    change,
    rules::QuestionKind,
    store::{self, Question},
};
use std::fmt::Write as _;
use xingtan_catalog::{Act, api::LessonHooks};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;

/// Looks after lessons of kind quiz.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuizLessons;

impl LessonHooks for QuizLessons {
    fn create(&self, tx: &mut Tx<'_>, title: &str, act: &Act) -> Result<Uuid> {
        change::create_quiz(tx, title, act)
    }

    fn copy(&self, tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Result<Uuid> {
        change::copy_quiz(tx, id, act)
    }

    fn missing(&self, tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<(Uuid, Msg)>> {
        let empty = store::without_questions(tx, ids)?;
        Ok(empty.into_iter().map(|id| (id, Msg::new("assessment-missing-questions"))).collect())
    }

    fn freeze(&self, tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<()> {
        store::freeze(tx, id, at)
    }

    fn remove(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
        store::drop_quiz(tx, id)
    }

    fn describe(&self, tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
        let questions = store::questions_of(tx, ids)?;
        let quizzes = store::quizzes(tx, ids)?;
        let told = |quiz: store::Quiz| {
            let mut text = format!("{} % · {}×\n", quiz.pass_percent, quiz.attempts_allowed);
            let own = questions.iter().filter(|it| it.quiz_id == quiz.id);
            for (i, question) in own.enumerate() {
                describe(&mut text, i + 1, question);
            }
            (quiz.id, text)
        };
        Ok(quizzes.into_iter().map(told).collect())
    }

    fn editor(&self, course: Uuid, lesson_key: Uuid) -> String {
        format!("/courses/{course}/edit/lessons/{lesson_key}/quiz")
    }

    fn preview(&self, course: Uuid, version: Uuid, lesson_key: Uuid) -> String {
        format!("/courses/{course}/preview/{lesson_key}/quiz?version={version}")
    }
}

/// A question as lines: marks, no words of ours, since two versions are compared in either language.
fn describe(text: &mut String, number: usize, question: &Question) {
    // Writing into a String does not fail.
    let _ = writeln!(text, "{number}. {}", question.body_md.trim());
    for option in &question.options {
        let mark = if question.answer.contains(&option.id) { '☑' } else { '☐' };
        let _ = writeln!(text, "   {mark} {}", option.md.trim());
    }
    if question.kind == QuestionKind::TrueFalse {
        let mark = if question.answer.contains(super::rules::TRUE) { '✓' } else { '✗' };
        let _ = writeln!(text, "   {mark}");
    }
    if !question.explanation_md.is_empty() {
        let _ = writeln!(text, "   {}", question.explanation_md.trim());
    }
}
