//! An attempt as its person sees it: questions in their order, answers given, and what was right where the rule
//! shows it.

use super::store::{self, Attempt, Given};
use crate::quiz::{
    rules::{Answer, Choice, FALSE, QuestionKind, ReviewRule, TRUE, attempts_left, order},
    store::{self as quizzes, Question, Quiz},
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// A question on a paper. What is right stands in it only where the person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The question's id.
    pub id: Uuid,
    /// 1 for the first of the paper.
    pub number: usize,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Sanitised.
    pub body_html: String,
    /// What one chooses from, in this attempt's order; none for right or wrong.
    pub options: Vec<Choice>,
    /// What it is worth, in hundredths.
    pub points: i64,
    /// What was chosen.
    pub given: Answer,
    /// The last sequence that was kept.
    pub sequence: i64,
    /// What it earned, once graded and shown.
    pub earned: Option<i64>,
    /// What is right, once shown.
    pub right: Option<Answer>,
    /// Why, once shown; sanitised.
    pub explanation_html: String,
}

/// An attempt with its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The quiz's rules.
    pub quiz: Quiz,
    /// The attempt.
    pub attempt: Attempt,
    /// Its questions in this attempt's order.
    pub sheets: Vec<Sheet>,
    /// Whether what was right is shown.
    pub shown: bool,
}

/// The paper of an attempt, for its person only. Four statements.
///
/// # Errors
/// Those of the database.
pub fn paper(tx: &mut Tx<'_>, attempt: Uuid, person: Uuid) -> Result<Option<Paper>> {
    let Some(attempt) = store::get(tx, attempt)?.filter(|it| it.person_id == person) else { return Ok(None) };
    let Some(quiz) = quizzes::quiz(tx, attempt.quiz_id)? else { return Ok(None) };
    let used = store::of_person(tx, quiz.id, person)?
        .iter()
        .filter(|it| it.context_id == attempt.context_id)
        .count() as i64;
    let shown = shows(&quiz, &attempt, used);
    let questions = quizzes::questions(tx, quiz.id)?;
    let given = store::answers(tx, attempt.id)?;
    Ok(Some(Paper { sheets: sheets(&quiz, questions, &given, attempt.seed, shown), quiz, attempt, shown }))
}

/// The paper that a seed gives, without answers: the author's and reviewer's preview.
pub fn preview(quiz: &Quiz, questions: Vec<Question>, seed: i64) -> Vec<Sheet> {
    sheets(quiz, questions, &[], seed, true)
}

/// Whether the person sees what was right.
fn shows(quiz: &Quiz, attempt: &Attempt, used: i64) -> bool {
    let Some(graded) = attempt.graded() else { return false };
    match quiz.review {
        ReviewRule::Never => false,
        ReviewRule::Submitted => true,
        ReviewRule::Passed => graded.passed || attempts_left(quiz.attempts_allowed, used) == Some(0),
    }
}

fn sheets(quiz: &Quiz, questions: Vec<Question>, given: &[Given], seed: i64, shown: bool) -> Vec<Sheet> {
    let given: BTreeMap<Uuid, &Given> = given.iter().map(|it| (it.question_id, it)).collect();
    let mut questions: Vec<Option<Question>> = questions.into_iter().map(Some).collect();
    let count = questions.len();
    let places = if quiz.shuffle { order(seed, 0, count) } else { (0..count).collect() };
    places
        .into_iter()
        .enumerate()
        .filter_map(|(i, place)| {
            let question = questions.get_mut(place)?.take()?;
            let answer = given.get(&question.id);
            // The salt is the question's place in the quiz, not on the paper: it stays when others are added behind.
            let options = shuffled(&question, quiz.shuffle, seed, place as u64 + 1);
            Some(Sheet {
                id: question.id,
                number: i + 1,
                kind: question.kind,
                body_html: question.body_html,
                options,
                points: question.points,
                given: answer.map(|it| it.answer.clone()).unwrap_or_default(),
                sequence: answer.map_or(0, |it| it.sequence),
                earned: if shown { answer.and_then(|it| it.points).or(Some(0)) } else { None },
                right: shown.then_some(question.answer),
                explanation_html: if shown { question.explanation_html } else { String::new() },
            })
        })
        .collect()
}

fn shuffled(question: &Question, shuffle: bool, seed: i64, salt: u64) -> Vec<Choice> {
    if !shuffle {
        return question.options.clone();
    }
    order(seed, salt, question.options.len()).into_iter().map(|i| question.options[i].clone()).collect()
}

/// The ids one may choose for right or wrong, in this order.
pub const TRUE_FALSE: [&str; 2] = [TRUE, FALSE];
