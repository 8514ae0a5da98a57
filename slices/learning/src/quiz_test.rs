//! A quiz with questions left open is not handed in before it was asked (U11).

use super::*;
use crate::{
    assignment::change::tests::{School, tables},
    enrolment::change::fresh,
    enrolment::store as enrolments,
};
use std::sync::Arc;
use xingtan_assessment::api::{At, Draft, QuestionKind, QuizLessons, add_question};
use xingtan_auth::Role;
use xingtan_catalog::api::{Body, Facts, NewCourse, NewLesson, PublishedCourse, QUIZ};
use xingtan_db::Error;
use xingtan_testkit::databases;

struct Sitting {
    school: School,
    enrolment: Enrolment,
    lesson: Uuid,
    attempt: Uuid,
    questions: Vec<Uuid>,
}

impl Sitting {
    /// A learner who has begun a quiz of two questions.
    async fn begun(school: School) -> Sitting {
        let learner = school.person("learner", &school.a.clone(), &[Role::Learner]).await;
        let (teacher, act) = (school.act(school.teacher), school.act(learner));
        let kinds = school.kinds.clone().with(QUIZ, Arc::new(QuizLessons));
        let (unit, path) = (school.a.id, school.a.path.clone());
        let id = school.ids.next();
        let (enrolment, lesson, attempt, questions) = school
            .write(move |tx| {
                let facts = Facts { title: "Quiz".into(), level: "basic".into(), ..Facts::default() };
                let new = NewCourse { facts, unit_id: unit, unit_path: path.clone() };
                let course = catalog::create_course(tx, &new, &teacher)?;
                let draft = |tx: &mut Tx<'_>| Ok::<_, Error>(catalog::course(tx, course)?.unwrap());
                let begun = draft(tx)?;
                let mut lesson = NewLesson::of(QUIZ, "quiz");
                lesson.body = Body::of("quiz");
                let key = catalog::add_lesson(tx, &kinds, &begun, &lesson, &teacher)?.done().unwrap();
                let begun = draft(tx)?;
                let lesson = catalog::draft_lesson(tx, &begun, key)?.done().unwrap();
                let quiz = lesson.quiz_id.unwrap();
                for title in ["one", "two"] {
                    let question = Draft::of(
                        QuestionKind::Single,
                        title,
                        &[("a", "yes"), ("b", "no")],
                        &["a"],
                        100,
                        title,
                    );
                    let at = At { course: &draft(tx)?, lesson: &lesson, quiz };
                    add_question(tx, at, &question, &teacher)?;
                }
                let questions = assessment::questions(tx, quiz)?.iter().map(|it| it.id).collect::<Vec<_>>();
                let version = catalog::version(tx, begun.draft_version_id.unwrap())?.unwrap();
                let lessons = catalog::version_tree(tx, version.id)?;
                let tree = PublishedCourse { course: draft(tx)?, version, lessons };
                let whose = (learner, path.clone(), "learner".to_owned());
                let enrolment = fresh(&kinds, &tree, id, whose, act.at);
                enrolments::add(tx, &enrolment)?;
                begin(tx, &enrolment, key, &act).unwrap();
                let attempt = assessment::attempts(tx, quiz, learner)?[0].id;
                Ok((enrolment, key, attempt, questions))
            })
            .await;
        Sitting { school, enrolment, lesson, attempt, questions }
    }

    /// Hands in with answers by question, as the form sends them.
    async fn hand_in(&self, answers: &[(usize, &str)], anyway: bool) -> HandedIn {
        self.school.clock.turn(xingtan_clock::Span::of_seconds(1));
        let mut form = Form::default().with("attempt", self.attempt);
        for (at, given) in answers {
            form = form.with(&format!("q-{}", self.questions[*at]), given);
        }
        if anyway {
            form = form.with("anyway", "yes");
        }
        let kinds = self.school.kinds.clone().with(QUIZ, Arc::new(QuizLessons));
        let (enrolment, lesson) = (self.enrolment.clone(), self.lesson);
        let act = self.school.act(self.enrolment.person_id);
        let unit = move |tx: &mut Tx<'_>| hand_in(tx, &kinds, enrolment.clone(), lesson, &form, &act);
        self.school.db.write(unit).await.unwrap()
    }

    async fn given(&self) -> Vec<Vec<String>> {
        let (attempt, person) = (self.attempt, self.enrolment.person_id);
        let paper = self.school.write(move |tx| assessment::paper(tx, attempt, person)).await.unwrap();
        paper.sheets.into_iter().map(|sheet| sheet.given.into_iter().collect()).collect()
    }
}

#[tokio::test]
async fn a_quiz_with_open_questions_is_handed_in_only_when_it_was_meant() {
    for db in databases(&tables()).await {
        let sitting = Sitting::begun(School::new(db.handle()).await).await;
        assert_eq!(sitting.hand_in(&[], false).await, HandedIn::Unanswered);
        assert_eq!(sitting.hand_in(&[(0, "b")], false).await, HandedIn::Unanswered);
        // The order of the questions is each attempt's own.
        let mut given = sitting.given().await;
        given.sort();
        assert_eq!(given, [vec![], vec!["b".to_owned()]], "what was chosen is kept");
        // What is chosen the second time counts.
        assert_eq!(sitting.hand_in(&[(0, "a")], true).await, HandedIn::Marked);
        let attempt = sitting.attempt;
        let marked = sitting.school.write(move |tx| assessment::attempt(tx, attempt)).await.unwrap();
        assert_eq!(marked.graded().map(|it| (it.score, it.max)), Some((100, 200)));
        assert_eq!(sitting.hand_in(&[], false).await, HandedIn::Before);
    }
}

#[tokio::test]
async fn a_full_sheet_is_handed_in_at_once() {
    for db in databases(&tables()).await {
        let sitting = Sitting::begun(School::new(db.handle()).await).await;
        assert_eq!(sitting.hand_in(&[(0, "a"), (1, "b")], false).await, HandedIn::Marked);
    }
}
