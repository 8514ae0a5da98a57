//! The quiz of a lesson, as a learner meets it. Questions, attempts and marks belong to assessment; what a pass means
//! for the course is settled here, in the same unit of work.

use crate::study::change::{self, Studied};
use std::collections::BTreeSet;
use xingtan_assessment::api::{
    self as assessment, Answer, Attempt, Graded, Paper, Quiz, Sheet, Started, Submitted, attempts_left,
};
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Plain;
use xingtan_web::{Fault, Form};

use crate::enrolment::store::Enrolment;

/// What the lesson page shows of its quiz.
#[derive(Clone, Debug)]
pub struct QuizView {
    /// Its rules.
    pub quiz: Quiz,
    /// Number of questions.
    pub count: usize,
    /// Attempts left; none when there is no bound.
    pub left: Option<i64>,
    /// The open attempt to be answered.
    pub open: Option<Paper>,
    /// The last attempt that was handed in.
    pub last: Option<Paper>,
    /// Whether it was to be handed in with questions left open, so that it is asked first.
    pub asks: bool,
}

impl QuizView {
    /// Whether another attempt may be begun.
    pub fn may_begin(&self) -> bool {
        self.open.is_none() && self.left != Some(0) && self.count > 0
    }

    /// The numbers of the questions of the open attempt that have no answer.
    pub fn unanswered(&self) -> Vec<String> {
        let sheets = self.open.iter().flat_map(|paper| &paper.sheets);
        sheets.filter(|sheet| sheet.given.is_empty()).map(|sheet| sheet.number.to_string()).collect()
    }

    /// These numbers in words.
    pub fn unanswered_words(&self, l: &xingtan_i18n::Locale) -> String {
        self.unanswered().join(&l.t("learning-quiz-and"))
    }

    /// The result of the last attempt.
    pub fn graded(&self) -> Option<Graded> {
        self.last.as_ref().and_then(|paper| paper.attempt.graded())
    }

    /// When the open attempt ends.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.open.as_ref().and_then(|paper| paper.attempt.ends_at)
    }
}

/// Fluent key of how a question is answered.
pub fn kind_key(sheet: &Sheet) -> &'static str {
    use xingtan_assessment::api::QuestionKind as Kind;
    match sheet.kind {
        Kind::Single => "learning-quiz-single",
        Kind::Multiple => "learning-quiz-multiple",
        Kind::TrueFalse => "learning-quiz-true-false",
    }
}

/// Whether a question takes several answers.
pub fn takes_several(sheet: &Sheet) -> bool {
    sheet.kind == xingtan_assessment::api::QuestionKind::Multiple
}

/// Reads the quiz of a lesson for the learner of an enrolment.
pub fn view(tx: &mut Tx<'_>, studied: &Studied, at: usize, act: &Act) -> Result<Option<QuizView>, Fault> {
    let Some(id) = studied.lessons[at].lesson.quiz_id else { return Ok(None) };
    let Some(quiz) = assessment::quiz(tx, id)? else { return Ok(None) };
    let own = own_attempts(tx, id, &studied.enrolment)?;
    let paper = |tx: &mut Tx<'_>, attempt: Option<&Attempt>| match attempt {
        Some(attempt) => assessment::paper(tx, attempt.id, act.person),
        None => Ok(None),
    };
    let open = paper(tx, own.iter().find(|it| it.submitted_at.is_none()))?;
    let last = paper(tx, own.iter().find(|it| it.submitted_at.is_some()))?;
    let count = assessment::questions(tx, id)?.len();
    let left = attempts_left(quiz.attempts_allowed, own.len() as i64);
    Ok(Some(QuizView { quiz, count, left, open, last, asks: false }))
}

/// The attempts of an enrolment, the newest first.
pub(crate) fn own_attempts(
    tx: &mut Tx<'_>,
    quiz: Uuid,
    enrolment: &Enrolment,
) -> Result<Vec<Attempt>, Fault> {
    let mut own = assessment::attempts(tx, quiz, enrolment.person_id)?;
    own.retain(|attempt| attempt.context_id == enrolment.sitting());
    Ok(own)
}

/// The quiz of a lesson of the version that is studied.
pub(crate) fn quiz_of(tx: &mut Tx<'_>, enrolment: &Enrolment, lesson: Uuid) -> Result<Uuid, Fault> {
    let (lesson, _) = catalog::lesson(tx, enrolment.version_id, lesson)?.ok_or(Fault::NotFound)?;
    lesson.quiz_id.ok_or(Fault::NotFound)
}

/// Begins an attempt, or goes on with the open one.
pub fn begin(tx: &mut Tx<'_>, enrolment: &Enrolment, lesson: Uuid, act: &Act) -> Result<Started, Fault> {
    let quiz = quiz_of(tx, enrolment, lesson)?;
    Ok(assessment::start_attempt(tx, quiz, act.person, enrolment.sitting(), &act.ids, act.at)?)
}

/// What came of handing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// It was marked now; the lesson's page tells the result.
    Marked,
    /// It was marked before; nothing changed.
    Before,
    /// Questions have no answer: the answers given are kept, and it is asked whether to hand in all the same.
    Unanswered,
}

/// Hundredths of points as people write them.
pub fn points(hundredths: impl Plain<i64>) -> String {
    let hundredths = hundredths.plain();
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}").trim_end_matches('0').to_owned(),
    }
}

/// Takes all answers of the form, hands the attempt in, and settles what follows for lesson and course. Where questions
/// have no answer it is asked first, unless the form says `anyway` or the time is up.
pub fn hand_in(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    enrolment: Enrolment,
    lesson: Uuid,
    form: &Form,
    act: &Act,
) -> Result<HandedIn, Fault> {
    let quiz_id = quiz_of(tx, &enrolment, lesson)?;
    let attempt: Uuid = form.value("attempt").parse().map_err(|_| Fault::NotFound)?;
    let own = own_attempts(tx, quiz_id, &enrolment)?;
    let found = own.iter().find(|it| it.id == attempt).ok_or(Fault::NotFound)?;
    if found.submitted_at.is_none() {
        let mut unanswered = false;
        for question in assessment::questions(tx, quiz_id)? {
            let given: Answer =
                form.values(&format!("q-{}", question.id)).iter().cloned().collect::<BTreeSet<_>>();
            unanswered |= given.is_empty();
            assessment::save_answer(tx, attempt, act.person, question.id, &given, act.at.micros(), act.at)?;
        }
        let over = found.ends_at.is_some_and(|at| at <= act.at);
        if unanswered && !over && !form.ticked("anyway") {
            return Ok(HandedIn::Unanswered);
        }
    }
    let graded = match assessment::submit(tx, attempt, act.person, &act.who, &act.ids, act.at)? {
        Submitted::Graded(graded) => graded,
        Submitted::Before(_) => return Ok(HandedIn::Before),
        Submitted::Unknown => return Err(Fault::NotFound),
    };
    let result = (graded.score, graded.max, graded.passed);
    change::marked(tx, kinds, enrolment, lesson, result, act)?;
    Ok(HandedIn::Marked)
}

/// The sign of an option: A, B, C…
pub fn letter(index: &usize) -> char {
    char::from(b'A' + (*index).min(25) as u8)
}

/// The options of a marked question: id, sanitised words, whether right, whether chosen.
pub fn marked_options(sheet: &Sheet, l: &xingtan_i18n::Locale) -> Vec<(String, String, bool, bool)> {
    let right = |id: &str| sheet.right.as_ref().is_some_and(|right| right.contains(id));
    let line = |id: &str, words: String| (id.to_owned(), words, right(id), sheet.given.contains(id));
    if sheet.options.is_empty() {
        return vec![line("true", l.t("learning-quiz-true")), line("false", l.t("learning-quiz-false"))];
    }
    sheet.options.iter().map(|option| line(&option.id, option.html.clone())).collect()
}

#[cfg(test)]
#[path = "quiz_test.rs"]
mod tests;
