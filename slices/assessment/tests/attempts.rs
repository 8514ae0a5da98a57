//! Quizzes from their making to a graded attempt, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;
use xingtan_assessment::api::*;
use xingtan_audit::Who;
use xingtan_catalog::{
    Act, Changed,
    api::{self as catalog, Facts, LessonKinds, NewCourse, NewLesson, QUIZ},
};
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Db, Error, Migrations, Tx};
use xingtan_testkit::databases;

fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_search::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
    ]
}

struct Hall {
    db: Db,
    clock: Clock,
    ids: Ids,
    kinds: LessonKinds,
    teacher: Uuid,
    learner: Uuid,
    context: Uuid,
}

fn answer(ids: &[&str]) -> Answer {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

impl Hall {
    fn new(db: Db) -> Self {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let kinds = LessonKinds::standard().with(QUIZ, Arc::new(QuizLessons));
        let (teacher, learner, context) = (ids.next(), ids.next(), ids.next());
        Hall { db, clock, ids, kinds, teacher, learner, context }
    }

    fn act(&self) -> Act {
        Act::for_person(self.teacher, "林书岚", self.clock.now(), self.ids.clone())
    }

    async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.db.write(unit).await.unwrap()
    }

    /// A course whose one lesson is a quiz of three questions; answers course, lesson and quiz.
    async fn quiz(&self, rules: impl Fn(&mut Quiz) + Send + Sync + 'static) -> (Uuid, Uuid, Uuid) {
        let (act, kinds) = (self.act(), self.kinds.clone());
        self.write(move |tx| {
            let facts = Facts { title: "安全生产".into(), level: "basic".into(), ..Facts::default() };
            let new = NewCourse { facts, unit_id: act.ids.next(), unit_path: "/1/".into() };
            let id = catalog::create_course(tx, &new, &act)?;
            let course = catalog::course(tx, id)?.unwrap();
            let lesson = NewLesson::of(QUIZ, "小测");
            let key = catalog::add_lesson(tx, &kinds, &course, &lesson, &act)?.done().unwrap();
            let Changed::Done(lesson) = catalog::draft_lesson(tx, &course, key)? else { panic!("no draft") };
            let quiz_id = lesson.quiz_id.unwrap();
            let at = At { course: &course, lesson: &lesson, quiz: quiz_id };
            let two = [("a", "断电"), ("b", "不断电"), ("c", "挂牌")];
            for draft in [
                Draft::of(QuestionKind::Single, "检修前？", &two, &["a"], 100, "先断电"),
                Draft::of(QuestionKind::Multiple, "检修前要？", &two, &["a", "c"], 200, ""),
                Draft::of(QuestionKind::TrueFalse, "可以不戴手套。", &[], &["false"], 100, ""),
            ] {
                assert!(add_question(tx, at, &draft, &act)?.is_done());
            }
            let mut it = quiz(tx, quiz_id)?.unwrap();
            rules(&mut it);
            assert!(save_quiz(tx, at, 1, &it, &act)?.is_done());
            Ok((id, key, quiz_id))
        })
        .await
    }

    async fn start(&self, quiz: Uuid) -> Started {
        let (learner, context, ids, now) = (self.learner, self.context, self.ids.clone(), self.clock.now());
        self.write(move |tx| start_attempt(tx, quiz, learner, context, &ids, now)).await
    }

    async fn open(&self, quiz: Uuid) -> Attempt {
        match self.start(quiz).await {
            Started::Open(attempt) => attempt,
            other => panic!("{other:?}"),
        }
    }

    async fn paper(&self, attempt: Uuid) -> Paper {
        let learner = self.learner;
        self.write(move |tx| Ok(paper(tx, attempt, learner)?.unwrap())).await
    }

    async fn save(&self, attempt: Uuid, question: Uuid, choice: Answer, sequence: i64) -> Saved {
        let (learner, now) = (self.learner, self.clock.now());
        self.write(move |tx| save_answer(tx, attempt, learner, question, &choice, sequence, now)).await
    }

    async fn submit(&self, attempt: Uuid) -> Submitted {
        let (learner, ids, now) = (self.learner, self.ids.clone(), self.clock.now());
        self.write(move |tx| submit(tx, attempt, learner, &Who::program(), &ids, now)).await
    }

    /// Answers all questions of an attempt rightly.
    async fn answer_all(&self, attempt: Uuid) {
        for sheet in self.paper(attempt).await.sheets {
            let choice = match sheet.kind {
                QuestionKind::Single => answer(&["a"]),
                QuestionKind::Multiple => answer(&["a", "c"]),
                QuestionKind::TrueFalse => answer(&["false"]),
            };
            assert!(matches!(self.save(attempt, sheet.id, choice, 1).await, Saved::Kept { sequence: 1, .. }));
        }
    }
}

#[tokio::test]
async fn an_attempt_is_graded_once_and_says_so_again() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall.quiz(|_| {}).await;
        let attempt = hall.open(quiz).await;
        assert_eq!(hall.open(quiz).await.id, attempt.id, "an open attempt goes on");
        assert!(hall.paper(attempt.id).await.sheets.iter().all(|sheet| sheet.right.is_none()));
        hall.answer_all(attempt.id).await;
        let full = Graded { score: 400, max: 400, passed: true };
        assert_eq!(hall.submit(attempt.id).await, Submitted::Graded(full));
        assert_eq!(hall.submit(attempt.id).await, Submitted::Before(full));
        let paper = hall.paper(attempt.id).await;
        assert!(paper.shown && paper.sheets.iter().all(|sheet| sheet.earned == Some(sheet.points)));
        let question = paper.sheets[0].id;
        assert_eq!(hall.save(attempt.id, question, answer(&["a"]), 9).await, Saved::Over);
    }
}

#[tokio::test]
async fn an_older_answer_that_comes_late_changes_nothing() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall.quiz(|_| {}).await;
        let attempt = hall.open(quiz).await.id;
        let sheets = hall.paper(attempt).await.sheets;
        let single = sheets.iter().find(|sheet| sheet.kind == QuestionKind::Single).unwrap().id;
        hall.save(attempt, single, answer(&["a"]), 5).await;
        let late = hall.save(attempt, single, answer(&["b"]), 4).await;
        assert!(matches!(late, Saved::Kept { sequence: 5, .. }), "{late:?}");
        let again = hall.save(attempt, single, answer(&["a"]), 5).await;
        assert!(matches!(again, Saved::Kept { sequence: 5, .. }), "{again:?}");
        let kept = hall.paper(attempt).await.sheets.into_iter().find(|sheet| sheet.id == single).unwrap();
        assert_eq!(kept.given, answer(&["a"]));
    }
}

#[tokio::test]
async fn what_was_never_asked_is_not_kept() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall.quiz(|_| {}).await;
        let (_, _, other) = hall.quiz(|_| {}).await;
        let (attempt, foreign) = (hall.open(quiz).await.id, hall.open(other).await.id);
        let sheets = hall.paper(attempt).await.sheets;
        let single = sheets.iter().find(|sheet| sheet.kind == QuestionKind::Single).unwrap().id;
        assert_eq!(hall.save(attempt, single, answer(&["z"]), 1).await, Saved::Unknown);
        assert_eq!(hall.save(attempt, single, answer(&["a", "b"]), 1).await, Saved::Unknown);
        assert_eq!(hall.save(foreign, single, answer(&["a"]), 1).await, Saved::Unknown);
        let (stranger, now) = (hall.teacher, hall.clock.now());
        let theirs = hall.write(move |tx| {
            Ok((
                save_answer(tx, attempt, stranger, single, &answer(&["a"]), 1, now)?,
                paper(tx, attempt, stranger)?.is_none(),
            ))
        });
        assert_eq!(theirs.await, (Saved::Unknown, true));
    }
}

#[tokio::test]
async fn attempts_run_out() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall
            .quiz(|it| {
                it.attempts_allowed = 2;
                it.review = ReviewRule::Passed;
            })
            .await;
        let first = hall.open(quiz).await;
        assert_eq!(
            hall.submit(first.id).await,
            Submitted::Graded(Graded { score: 0, max: 400, passed: false })
        );
        assert!(!hall.paper(first.id).await.shown, "not passed, and one attempt left");
        let second = hall.open(quiz).await;
        assert_eq!(second.number, 2);
        hall.submit(second.id).await;
        assert!(hall.paper(second.id).await.shown, "no attempt left");
        assert_eq!(hall.start(quiz).await, Started::NoneLeft);
    }
}

#[tokio::test]
async fn when_the_time_is_up_what_was_saved_counts() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall.quiz(|it| it.time_limit_seconds = Some(600)).await;
        let attempt = hall.open(quiz).await;
        hall.answer_all(attempt.id).await;
        hall.clock.turn(Span::of_seconds(611));
        let question = hall.paper(attempt.id).await.sheets[0].id;
        assert_eq!(hall.save(attempt.id, question, answer(&[]), 9).await, Saved::Over);
        let (ids, now) = (hall.ids.clone(), hall.clock.now());
        assert_eq!(hall.write(move |tx| close_due(tx, &ids, now, 10)).await, 1);
        let (ids, now) = (hall.ids.clone(), hall.clock.now());
        assert_eq!(hall.write(move |tx| close_due(tx, &ids, now, 10)).await, 0);
        let closed = hall.paper(attempt.id).await.attempt;
        assert_eq!(closed.closed_by.as_deref(), Some("time"));
        assert_eq!(closed.submitted_at, attempt.ends_at);
        assert!(closed.passed.unwrap());
        assert_eq!(hall.open(quiz).await.number, 2);
    }
}

#[tokio::test]
async fn beginning_after_an_expired_attempt_grades_it_first() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall
            .quiz(|it| {
                it.time_limit_seconds = Some(600);
                it.attempts_allowed = 1;
            })
            .await;
        let attempt = hall.open(quiz).await;
        hall.clock.turn(Span::of_seconds(700));
        assert_eq!(hall.start(quiz).await, Started::NoneLeft);
        assert!(hall.paper(attempt.id).await.attempt.submitted_at.is_some());
    }
}

#[tokio::test]
async fn the_order_of_a_paper_stays_as_it_was() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (_, _, quiz) = hall.quiz(|_| {}).await;
        let attempt = hall.open(quiz).await.id;
        assert_eq!(hall.paper(attempt).await, hall.paper(attempt).await);
    }
}

#[tokio::test]
async fn a_frozen_quiz_changes_no_more_and_its_copy_does() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle());
        let (course_id, key, quiz_id) = hall.quiz(|_| {}).await;
        let act = hall.act();
        let (frozen, copied) = hall
            .write(move |tx| {
                let course = catalog::course(tx, course_id)?.unwrap();
                let Changed::Done(lesson) = catalog::draft_lesson(tx, &course, key)? else {
                    panic!("no draft")
                };
                let draft = Draft::of(QuestionKind::TrueFalse, "题", &[], &["true"], 100, "");
                freeze(tx, quiz_id, act.at)?;
                let frozen =
                    add_question(tx, At { course: &course, lesson: &lesson, quiz: quiz_id }, &draft, &act)?;
                let copy = copy_quiz(tx, quiz_id, &act)?;
                let added =
                    add_question(tx, At { course: &course, lesson: &lesson, quiz: copy }, &draft, &act)?;
                assert!(added.is_done());
                Ok((frozen, (questions(tx, copy)?.len(), questions(tx, quiz_id)?.len())))
            })
            .await;
        assert_eq!(frozen, Changed::Frozen);
        assert_eq!(copied, (4, 3));
    }
}
