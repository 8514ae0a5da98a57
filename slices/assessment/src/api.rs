//! What other slices may use of assessment. All functions take the caller's transaction.

use crate::{attempt, quiz as quizzes};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

pub use crate::{
    attempt::{
        change::{
            ATTEMPT_GRADED, GradedEvent, Saved, Started, Submitted, close_due, save_answer, start_attempt,
            submit,
        },
        paper::{Paper, Sheet, TRUE_FALSE, paper},
        store::{Attempt, PastAttempt, keep_past_attempts},
    },
    quiz::{
        change::{At, Draft, add_question, copy_quiz, create_quiz, save_quiz},
        hooks::QuizLessons,
        rules::{Answer, Choice, FALSE, Graded, QuestionKind, ReviewRule, TRUE, attempts_left},
        store::{Question, Quiz},
    },
};

/// A quiz with its rules.
pub fn quiz(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Quiz>> {
    quizzes::store::quiz(tx, id)
}

/// The questions of a quiz with what is right, in the author's order.
pub fn questions(tx: &mut Tx<'_>, quiz: Uuid) -> Result<Vec<Question>> {
    quizzes::store::questions(tx, quiz)
}

/// Freezes a quiz: nothing of it changes any more.
pub fn freeze(tx: &mut Tx<'_>, quiz: Uuid, at: Timestamp) -> Result<()> {
    quizzes::store::freeze(tx, quiz, at)
}

/// The attempts of a person at a quiz, for all purposes, the newest first.
pub fn attempts(tx: &mut Tx<'_>, quiz: Uuid, person: Uuid) -> Result<Vec<Attempt>> {
    attempt::store::of_person(tx, quiz, person)
}

/// One attempt; whose it is, the caller checks.
pub fn attempt(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Attempt>> {
    attempt::store::get(tx, id)
}

/// The best result of a person at a quiz, the earlier of equal ones.
pub fn best(tx: &mut Tx<'_>, quiz: Uuid, person: Uuid) -> Result<Option<Graded>> {
    let graded: Vec<Graded> = attempts(tx, quiz, person)?.iter().filter_map(Attempt::graded).collect();
    Ok(graded.into_iter().max_by_key(|it| (it.passed, it.percent(), it.score)))
}
