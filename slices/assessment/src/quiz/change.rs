//! Making, copying and writing quizzes.

use super::{
    rules::{Answer, Choice, MOST_QUESTIONS, QuestionKind, ReviewRule},
    store::{self, Question, Quiz},
};
use xingtan_audit::{Entry, record};
use xingtan_catalog::{
    Act, Changed,
    api::{Course, Lesson, touch_lesson},
};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// A quiz as it begins: 60 of 100 suffice, as often as one likes, in another order each time; the right answers are told
/// once one has passed.
///
/// # Errors
/// Those of the database.
pub fn create_quiz(tx: &mut Tx<'_>, title: &str, act: &Act) -> Result<Uuid> {
    let quiz = Quiz {
        id: act.ids.next(),
        title: title.to_owned(),
        pass_percent: 60,
        attempts_allowed: 0,
        shuffle: true,
        partial: false,
        time_limit_seconds: None,
        review: ReviewRule::Passed,
        frozen_at: None,
        version: 1,
    };
    store::add_quiz(tx, &quiz, act.at)?;
    Ok(quiz.id)
}

/// Copies a quiz with its questions for a new version of its course; answers the copy's id.
///
/// # Errors
/// Those of the database; `NotFound` for an unknown quiz.
pub fn copy_quiz(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Result<Uuid> {
    let from = store::quiz(tx, id)?.ok_or(xingtan_db::Error::NotFound)?;
    let copy = Quiz { id: act.ids.next(), frozen_at: None, version: 1, ..from };
    store::add_quiz(tx, &copy, act.at)?;
    for question in store::questions(tx, id)? {
        let own = Question { id: act.ids.next(), quiz_id: copy.id, version: 1, ..question };
        store::add_question(tx, &own, act.at)?;
    }
    Ok(copy.id)
}

/// A question as its author wrote it. Made outside units of work, since texts are rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// How it is answered.
    pub kind: QuestionKind,
    /// Markdown.
    pub body_md: String,
    /// Sanitised.
    pub body_html: String,
    /// What one chooses from.
    pub options: Vec<Choice>,
    /// What is right.
    pub answer: Answer,
    /// What it is worth, in hundredths.
    pub points: i64,
    /// Why, in Markdown.
    pub explanation_md: String,
    /// Sanitised.
    pub explanation_html: String,
}

impl Draft {
    /// Renders what an author wrote; `options` are pairs of id and Markdown.
    pub fn of(
        kind: QuestionKind,
        body: &str,
        options: &[(&str, &str)],
        right: &[&str],
        points: i64,
        explanation: &str,
    ) -> Self {
        let html = |md: &str| xingtan_markdown::render(md).into_string();
        let choice = |(id, md): &(&str, &str)| Choice { id: (*id).into(), md: (*md).into(), html: html(md) };
        Draft {
            kind,
            body_md: body.to_owned(),
            body_html: html(body),
            options: if kind == QuestionKind::TrueFalse {
                Vec::new()
            } else {
                options.iter().map(choice).collect()
            },
            answer: right.iter().map(|id| (*id).to_owned()).collect(),
            points,
            explanation_md: explanation.to_owned(),
            explanation_html: html(explanation),
        }
    }

    fn question(&self, id: Uuid, quiz_id: Uuid, place: i64, version: i64) -> Question {
        Question {
            id,
            quiz_id,
            place,
            kind: self.kind,
            body_md: self.body_md.clone(),
            body_html: self.body_html.clone(),
            options: self.options.clone(),
            answer: self.answer.clone(),
            points: self.points,
            explanation_md: self.explanation_md.clone(),
            explanation_html: self.explanation_html.clone(),
            version,
        }
    }
}

/// Where a quiz stands: the lesson of a draft. Only the catalogue gives one out, after asking whether the version
/// may be changed ([`xingtan_catalog::api::draft_lesson`]).
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// The course.
    pub course: &'a Course,
    /// The lesson of its draft.
    pub lesson: &'a Lesson,
    /// The quiz.
    pub quiz: Uuid,
}

/// Adds a question at the end; `Stale` when there are as many as there may be.
///
/// # Errors
/// Those of the database.
pub fn add_question(tx: &mut Tx<'_>, at: At<'_>, draft: &Draft, act: &Act) -> Result<Changed<Uuid>> {
    let all = store::questions(tx, at.quiz)?;
    if all.len() >= MOST_QUESTIONS {
        return Ok(Changed::Stale);
    }
    let place = all.last().map_or(0, |last| last.place + 1);
    let question = draft.question(act.ids.next(), at.quiz, place, 1);
    if !store::add_question(tx, &question, act.at)? {
        return Ok(Changed::Frozen);
    }
    note(tx, at, act, "assessment.question-added")?;
    Ok(Changed::Done(question.id))
}

/// Saves a question, unless somebody changed it since its version count `seen`.
///
/// # Errors
/// Those of the database.
pub fn save_question(
    tx: &mut Tx<'_>,
    at: At<'_>,
    id: Uuid,
    seen: i64,
    draft: &Draft,
    act: &Act,
) -> Result<Changed<()>> {
    let Some(before) = store::question(tx, at.quiz, id)? else { return Ok(Changed::Gone) };
    let question = draft.question(id, at.quiz, before.place, seen);
    if !store::save_question(tx, &question, seen, act.at)? {
        return Ok(if before.version == seen { Changed::Frozen } else { Changed::Stale });
    }
    note(tx, at, act, "assessment.question-saved")?;
    Ok(Changed::Done(()))
}

/// Moves a question to `position`, from 0.
///
/// # Errors
/// Those of the database.
pub fn move_question(
    tx: &mut Tx<'_>,
    at: At<'_>,
    id: Uuid,
    position: usize,
    act: &Act,
) -> Result<Changed<()>> {
    let mut all = store::questions(tx, at.quiz)?;
    let Some(from) = all.iter().position(|it| it.id == id) else { return Ok(Changed::Gone) };
    let moved = all.remove(from);
    all.insert(position.min(all.len()), moved);
    for (i, question) in all.iter().enumerate().filter(|(i, it)| it.place != *i as i64) {
        store::place(tx, at.quiz, question.id, i as i64)?;
    }
    note(tx, at, act, "assessment.question-moved")?;
    Ok(Changed::Done(()))
}

/// Removes a question.
///
/// # Errors
/// Those of the database.
pub fn remove_question(tx: &mut Tx<'_>, at: At<'_>, id: Uuid, act: &Act) -> Result<Changed<()>> {
    if store::question(tx, at.quiz, id)?.is_none() {
        return Ok(Changed::Gone);
    }
    if !store::remove_question(tx, at.quiz, id)? {
        return Ok(Changed::Frozen);
    }
    note(tx, at, act, "assessment.question-removed")?;
    Ok(Changed::Done(()))
}

/// Saves the rules of a quiz, unless somebody changed them since the version count `seen`.
///
/// # Errors
/// Those of the database.
pub fn save_quiz(tx: &mut Tx<'_>, at: At<'_>, seen: i64, quiz: &Quiz, act: &Act) -> Result<Changed<()>> {
    let Some(before) = store::quiz(tx, at.quiz)? else { return Ok(Changed::Gone) };
    if before.frozen_at.is_some() {
        return Ok(Changed::Frozen);
    }
    if !store::save_quiz(tx, &Quiz { id: at.quiz, ..quiz.clone() }, seen)? {
        return Ok(Changed::Stale);
    }
    note(tx, at, act, "assessment.quiz-saved")?;
    Ok(Changed::Done(()))
}

fn note(tx: &mut Tx<'_>, at: At<'_>, act: &Act, action: &'static str) -> Result<()> {
    touch_lesson(tx, at.course, at.lesson, act)?;
    record(
        tx,
        &Entry::new(act.ids.next(), act.at, action, &act.who)
            .on("course", at.course.id, &at.course.title)
            .within(&at.course.unit_path)
            .detail(&at.lesson.title),
    )
}
