//! Assignments and studying from end to end, on both engines, with the real jobs and events.

use super::{Hand, on_person_changed};
use crate::assignment::{
    action::create_assignment,
    job::expand_later,
    remind,
    rules::{Remark, Rhythm},
    store::{self, Assignment},
};
use crate::{
    credit::store as ledger,
    enrolment::store::{self as enrolments, Enrolment},
    study::{
        care::Heed,
        change::{Reported, Seen, begin, report_by_token},
        opening::Opening,
        store::{self as study, NewAttention},
    },
    work,
};
use xingtan_accounts::api::{self as accounts, Node, Targets, testkit};
use xingtan_auth::{Role, Scope};
use xingtan_catalog::{
    Act,
    api::{self as catalog, Body, Facts, LessonKinds, NewCourse, NewLesson, PAGE},
};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Error, Migrations, Tx, params};
use xingtan_events::{Dispatcher, Subscriptions};
use xingtan_jobs::{Kinds, Schedules, Worker};
use xingtan_testkit::databases;

pub(crate) fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_calendar::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_search::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        crate::migrations(),
    ]
}

pub(crate) struct School {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) kinds: LessonKinds,
    pub(crate) a: Node,
    pub(crate) b: Node,
    pub(crate) teacher: Uuid,
    pub(crate) course: Uuid,
    pub(crate) lesson: Uuid,
}

impl School {
    pub(crate) async fn new(db: Db) -> School {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let kinds = LessonKinds::standard();
        let (own, now) = (ids.clone(), clock.now());
        let made = db.write(move |tx| {
            let a = testkit::node(tx, &own, now, "A", None)?;
            let b = testkit::node(tx, &own, now, "B", None)?;
            let teacher = testkit::person(tx, &own, now, "teacher", &b, &[Role::Teacher])?;
            Ok::<_, Error>((a, b, teacher))
        });
        let (a, b, teacher) = made.await.unwrap();
        let mut school =
            School { db, clock, ids, kinds, a, b, teacher, course: Uuid::nil(), lesson: Uuid::nil() };
        (school.course, school.lesson) = school.publish().await;
        school
    }

    pub(crate) fn act(&self, person: Uuid) -> Act {
        Act::for_person(person, "林书岚", self.clock.now(), self.ids.clone())
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.db.write(unit).await.unwrap()
    }

    /// A published course of one page of three stated minutes: 60 seconds of attention are asked for.
    async fn publish(&self) -> (Uuid, Uuid) {
        let by: Vec<Act> = [self.teacher, self.ids.next(), self.ids.next()].map(|it| self.act(it)).into();
        let kinds = self.kinds.clone();
        let category = self.ids.next();
        self.write(move |tx| {
            tx.exec(
                "INSERT INTO catalog_category (id, name, name_key, place, created_at, version)
                 VALUES ($1, '安全', 'an quan', 0, $2, 1)",
                params![category, by[0].at],
            )?;
            let facts = Facts {
                title: "安全生产".into(),
                summary: "每年一次".into(),
                level: "basic".into(),
                category_id: Some(category),
                lecturer_name: "林书岚".into(),
                credits: 150,
                introduction: Body::of("介绍"),
                objectives: Body::of("目标"),
                syllabus: Body::of("大纲"),
                criteria: Body::of("标准"),
                ..Facts::default()
            };
            let new = NewCourse { facts, unit_id: category, unit_path: "/1/".into() };
            let id = catalog::create_course(tx, &new, &by[0])?;
            let course = |tx: &mut Tx<'_>| Ok::<_, Error>(catalog::course(tx, id)?.unwrap());
            let mut lesson = NewLesson::of(PAGE, "第一讲");
            lesson.body = Body::of("先断电，再检修。");
            lesson.minutes = 3;
            let draft = course(tx)?;
            let key = catalog::add_lesson(tx, &kinds, &draft, &lesson, &by[0])?.done().unwrap();
            // One that may be left out counts for nobody's training hours.
            let draft = course(tx)?;
            let more = NewLesson { minutes: 40, required: false, title: "选读".into(), ..lesson.clone() };
            catalog::add_lesson(tx, &kinds, &draft, &more, &by[0])?.done().unwrap();
            assert_eq!(course(tx)?.minutes, 3);
            let draft = course(tx)?;
            assert_eq!(catalog::submit(tx, &kinds, &draft, "请审核", &by[0])?, catalog::Submit::Go);
            let submitted = course(tx)?;
            catalog::approve(tx, &submitted, &by[1])?;
            let approved = course(tx)?;
            catalog::publish(tx, &kinds, &approved, &by[2])?;
            assert!(catalog::published_tree(tx, id)?.is_some());
            Ok((id, key))
        })
        .await
    }

    pub(crate) async fn person(&self, name: &'static str, node: &Node, roles: &[Role]) -> Uuid {
        testkit::person_in(&self.db, &self.ids, self.clock.now(), name, node, roles).await.unwrap()
    }

    pub(crate) async fn assign(&self, targets: Targets, days: i64) -> Assignment {
        let (act, job) = (self.act(self.teacher), self.ids.next());
        let it = Assignment {
            id: self.ids.next(),
            course_id: self.course,
            title: "安全生产".into(),
            node_path: "/".into(),
            opens_at: act.at,
            due_at: act.at + Span::of_days(days),
            note: String::new(),
            created_by: act.person,
            created_at: act.at,
            ended_at: None,
            version: 1,
        };
        let kept = it.clone();
        self.write(move |tx| create_assignment(tx, &kept, &targets, job, &act)).await;
        self.settle().await;
        it
    }

    async fn end(&self, it: &Assignment) {
        let (act, id, job) = (self.act(self.teacher), it.id, self.ids.next());
        self.write(move |tx| {
            assert!(store::end(tx, id, 1, act.person, act.at)?);
            expand_later(tx, job, id, act.person, act.at)
        })
        .await;
        self.settle().await;
    }

    /// Lets events and jobs come to rest.
    pub(crate) async fn settle(&self) {
        let mut all = Subscriptions::new();
        crate::assignment::follow::listen(&mut all, &self.kinds);
        crate::enrolment::taken_down::listen(&mut all);
        all.on(
            crate::events::COURSE_COMPLETED,
            "learning.tell-completion",
            crate::notification::notices::completed,
        );
        all.on(
            crate::events::COURSE_COMPLETED,
            "learning.certificate",
            crate::certificate::change::completed,
        );
        let dispatcher = Dispatcher::new(self.db.clone(), self.clock.clone(), all, Default::default());
        let mut kinds = Kinds::new();
        work::carry_out(&mut kinds, self.kinds.clone());
        let schedules = Schedules::new(xingtan_clock::Zone::default);
        let worker = Worker::new(
            self.db.clone(),
            self.clock.clone(),
            self.ids.clone(),
            kinds,
            schedules,
            Default::default(),
        );
        dispatcher.drain().await.unwrap();
        worker.drain().await.unwrap();
    }

    pub(crate) async fn enrolment(&self, person: Uuid) -> Option<Enrolment> {
        let course = self.course;
        let found = self.write(move |tx| enrolments::of(tx, person, course)).await;
        found.filter(|it| it.withdrawn_at.is_none())
    }

    pub(crate) async fn due(&self, person: Uuid) -> Option<Timestamp> {
        self.enrolment(person).await.and_then(|it| it.due_at)
    }

    pub(crate) async fn unread(&self, person: Uuid) -> i64 {
        self.write(move |tx| xingtan_notify::unread(tx, person)).await
    }

    /// Opens the lesson on a device; its token.
    pub(crate) async fn open(&self, person: Uuid, token: &'static str) {
        let (id, enrolment, lesson, now) =
            (self.ids.next(), self.enrolment(person).await.unwrap().id, self.lesson, self.clock.now());
        self.write(move |tx| {
            study::open(tx, enrolment, lesson, now)?;
            let new = NewAttention {
                id,
                token_hash: token,
                person,
                session: id,
                enrolment,
                lesson,
                taken: false,
                opened: now,
                check_due: None,
                guarded: false,
                used_before: 0,
            };
            study::begin(tx, &new)
        })
        .await;
    }

    /// Studies the course to its end; events and jobs come to rest.
    pub(crate) async fn complete(&self, person: Uuid, token: &'static str) {
        self.open(person, token).await;
        for sequence in 1..=4 {
            self.clock.turn(Span::of_seconds(20));
            self.report(person, token, sequence, 20).await;
        }
        assert!(self.enrolment(person).await.unwrap().completed_at.is_some());
        self.settle().await;
    }

    pub(crate) async fn report(
        &self,
        person: Uuid,
        token: &'static str,
        sequence: i64,
        seconds: i64,
    ) -> Reported {
        let (act, kinds) = (self.act(person), self.kinds.clone());
        self.write(move |tx| {
            report_by_token(
                tx,
                (&kinds, &Heed::nothing()),
                token,
                &Seen::attention(sequence, Span::of_seconds(seconds)),
                &act,
            )
        })
        .await
    }
}

pub(crate) fn nodes(node: &Node) -> Targets {
    Targets { nodes: vec![node.id], ..Targets::default() }
}

#[tokio::test]
async fn an_assignment_reaches_the_union_once_and_those_who_come_later() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let first = school.person("first", &a, &[Role::Learner]).await;
        let named = school.person("named", &b, &[Role::Learner]).await;
        let other = school.person("other", &b, &[Role::Learner]).await;
        let it = school.assign(Targets { persons: vec![named, first], ..nodes(&a) }, 30).await;
        for person in [first, named] {
            assert_eq!(school.due(person).await, Some(it.due_at));
            assert_eq!(school.unread(person).await, 1);
        }
        assert_eq!(school.enrolment(other).await, None);

        let (again, job, by, now) = (it.id, school.ids.next(), school.teacher, school.clock.now());
        school.write(move |tx| expand_later(tx, job, again, by, now)).await;
        school.settle().await;
        assert_eq!(school.unread(first).await, 1, "nobody is told twice");

        let late = school.person("late", &a, &[Role::Learner]).await;
        school.settle().await;
        assert_eq!(school.due(late).await, Some(it.due_at));
        let counts = school.write(move |tx| store::counts(tx, &[again], now)).await;
        assert_eq!((counts[&it.id].reached, counts[&it.id].done, counts[&it.id].overdue), (3, 0, 0));
    }
}

#[tokio::test]
async fn the_earliest_deadline_counts_and_ending_gives_it_back() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let begun = school.person("begun", &a, &[Role::Learner]).await;
        let fresh = school.person("fresh", &a, &[Role::Learner]).await;
        let later = school.assign(nodes(&a), 30).await;
        let sooner = school.assign(nodes(&a), 10).await;
        assert_eq!(school.due(fresh).await, Some(sooner.due_at));
        school.end(&sooner).await;
        assert_eq!(school.due(fresh).await, Some(later.due_at));
        school.open(begun, "one").await;
        school.clock.turn(Span::of_seconds(20));
        school.report(begun, "one", 1, 20).await;
        school.end(&later).await;
        assert_eq!(school.enrolment(fresh).await, None, "what was not begun goes");
        let stays = school.enrolment(begun).await.unwrap();
        assert!(!stays.required && stays.due_at.is_none() && stays.study_seconds == 20);
    }
}

#[tokio::test]
async fn pages_opened_ahead_share_the_time_between_them() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("ahead", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        // Three pages fetched in one moment; nothing counts before a report says that one is in sight.
        let (course, lesson, at) = (school.course, school.lesson, school.clock.now());
        let openings = ["one", "two", "old"].map(|token| {
            (token, Opening { id: school.ids.next(), person: learner, course, lesson, at, taken: None })
        });
        let begin = async |(token, opening): (&'static str, Opening)| {
            let (kinds, act) = (school.kinds.clone(), school.act(learner));
            school
                .write(move |tx| {
                    Ok::<_, Error>(
                        begin(tx, (&kinds, &Heed::nothing()), &opening, token, (opening.id, 0), &act)
                            .unwrap()
                            .runs(),
                    )
                })
                .await
        };
        school.clock.turn(Span::of_seconds(25));
        assert!(begin(openings[0]).await);
        assert!(begin(openings[0]).await, "once only");
        let studied = |it: Reported| match it {
            Reported::Counted { studied, .. } => studied,
            other => panic!("{other:?}"),
        };
        assert_eq!(studied(school.report(learner, "one", 1, 25).await), 25, "since the page was made");
        school.clock.turn(Span::of_seconds(5));
        assert!(begin(openings[1]).await);
        assert_eq!(
            studied(school.report(learner, "two", 1, 30).await),
            30,
            "what counted for the other does not count again"
        );
        assert_eq!(school.report(learner, "one", 2, 30).await, Reported::Ended("other-lesson".into()));
        school.clock.turn(Span::of_hours(13));
        assert!(!begin(openings[2]).await, "a page that lay open since yesterday begins nothing");
    }
}

#[tokio::test]
async fn a_course_is_completed_by_real_time_and_booked_once() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let (learner, thief) = (
            school.person("learner", &a, &[Role::Learner]).await,
            school.person("thief", &a, &[Role::Learner]).await,
        );
        school.assign(nodes(&a), 30).await;
        school.open(learner, "laptop").await;
        assert_eq!(school.report(thief, "laptop", 1, 30).await, Reported::Unknown, "a foreign token");
        assert_eq!(school.report(learner, "guessed", 1, 30).await, Reported::Unknown, "a forged token");
        let studied = |it: Reported| match it {
            Reported::Counted { studied, .. } => studied,
            other => panic!("{other:?}"),
        };
        assert_eq!(studied(school.report(learner, "laptop", 1, 3_600).await), 0, "no time has passed");
        school.clock.turn(Span::of_minutes(5));
        assert_eq!(
            studied(school.report(learner, "laptop", 2, 3_600).await),
            30,
            "one claim counts half a minute"
        );
        assert_eq!(studied(school.report(learner, "laptop", 2, 3_600).await), 30, "a replay counts nothing");
        school.open(learner, "phone").await;
        for _ in ["what it saw before counts", "a replay counts nothing"] {
            assert_eq!(school.report(learner, "laptop", 3, 10).await, Reported::Ended("other-lesson".into()));
        }
        school.clock.turn(Span::of_seconds(30));
        let (one, two) =
            tokio::join!(school.report(learner, "phone", 1, 20), school.report(learner, "phone", 1, 20));
        for reported in [one, two] {
            let Reported::Counted { studied, needed, done, complete, watched, .. } = reported else {
                panic!()
            };
            assert_eq!((studied, needed, done, complete, watched), (60, 60, true, true, None));
        }
        let (from, to) = (Timestamp::from_micros(0), school.clock.now() + Span::of_days(1));
        let booked = school.write(move |tx| ledger::of_person(tx, learner, from, to)).await;
        assert_eq!(booked.len(), 1);
        assert_eq!((booked[0].credits, booked[0].hours_seconds, booked[0].required), (150, 180, true));
        school.settle().await;
        assert_eq!(school.unread(learner).await, 2, "assigned and completed");
    }
}

#[tokio::test]
async fn deadlines_are_spoken_of_once_to_learners() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        school.assign(Targets { persons: vec![learner], ..Targets::default() }, 3).await;
        let say = async |remark: Remark, before: i64| {
            let rhythm = Rhythm { before, ..RHYTHM };
            let (ids, now) = (school.ids.clone(), school.clock.now());
            school.write(move |tx| remind::say(tx, remark, rhythm, &ids, now)).await
        };
        assert_eq!(say(Remark::Ahead, 2).await, 0, "not yet");
        assert_eq!((say(Remark::Ahead, 3).await, say(Remark::Ahead, 5).await), (1, 0));
        assert_eq!(say(Remark::OneDay, 3).await, 0);
        school.clock.turn(Span::of_days(2));
        assert_eq!(say(Remark::OneDay, 0).await, 0, "nobody is reminded");
        assert_eq!((say(Remark::OneDay, 3).await, say(Remark::OneDay, 3).await), (1, 0));
        assert_eq!(school.unread(learner).await, 3);
    }
}

const RHYTHM: Rhythm = Rhythm { before: 3, every: 7, contact: true };

#[tokio::test]
async fn laggards_are_reminded_by_the_rhythm_and_their_contact_once_a_day_of_all_together() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let one = school.person("one", &a, &[Role::Learner]).await;
        let two = school.person("two", &a, &[Role::Learner]).await;
        let contact = school.person("contact", &a, &[Role::Contact]).await;
        let far = school.person("far", &b, &[Role::Contact]).await;
        school.assign(Targets { persons: vec![one, two], ..Targets::default() }, 3).await;
        let urge = async |rhythm: Rhythm| {
            let (ids, now) = (school.ids.clone(), school.clock.now());
            school.write(move |tx| remind::urge(tx, rhythm, &ids, now)).await
        };
        let tell = async |person, unit: &Node, rhythm: Rhythm| {
            let (ids, now, scope) =
                (school.ids.clone(), school.clock.now(), Scope::of(vec![unit.path.clone()]));
            school.write(move |tx| remind::tell_contact(tx, person, &scope, rhythm, &ids, now)).await
        };
        let silent = Rhythm { every: 0, contact: false, ..RHYTHM };
        assert_eq!(urge(RHYTHM).await, 0, "nobody is behind");
        assert!(!tell(contact, &a, RHYTHM).await);
        school.clock.turn(Span::of_days(4));
        assert_eq!(urge(silent).await, 0);
        assert_eq!((urge(RHYTHM).await, urge(RHYTHM).await), (2, 0));
        assert!(!tell(contact, &a, silent).await);
        assert!(tell(contact, &a, RHYTHM).await);
        assert!(!tell(contact, &a, RHYTHM).await, "once a day");
        assert!(!tell(far, &b, RHYTHM).await, "of one's own units alone");
        school.clock.turn(Span::of_days(3));
        assert_eq!(urge(RHYTHM).await, 0, "the rhythm is a week");
        assert!(!tell(contact, &a, RHYTHM).await, "there is nothing new");
        school.clock.turn(Span::of_days(4));
        assert_eq!((urge(RHYTHM).await, urge(RHYTHM).await), (2, 0));
        assert!(tell(contact, &a, RHYTHM).await);
        assert_eq!((school.unread(one).await, school.unread(two).await), (3, 3), "assigned, reminded twice");
        assert_eq!((school.unread(contact).await, school.unread(far).await), (2, 0));
        school.clock.turn(Span::of_days(100));
        assert_eq!(urge(RHYTHM).await, 0, "at some time it is the reports that name them");
    }
}

#[tokio::test]
async fn what_was_not_begun_goes_with_a_move_to_where_it_is_not_assigned() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let (a, b) = (school.a.clone(), school.b.clone());
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        school.assign(nodes(&a), 30).await;
        assert!(school.enrolment(learner).await.is_some());
        // Moved by hand to where nothing is assigned; the job finds out.
        let to = b.clone();
        let (kinds, ids, now) = (school.kinds.clone(), school.ids.clone(), school.clock.now());
        school
            .write(move |tx| {
                tx.exec(
                    "UPDATE accounts_person SET unit_id = $2, unit_path = $3 WHERE id = $1",
                    params![learner, to.id, to.path],
                )?;
                let hand = Hand { kinds: &kinds, ids: &|| ids.next(), now };
                on_person_changed(tx, &hand, learner)
            })
            .await;
        assert_eq!(school.enrolment(learner).await, None);
        assert!(school.write(move |tx| accounts::person(tx, learner)).await.is_some());
    }
}

#[tokio::test]
async fn who_is_assigned_a_course_gets_a_mail_in_the_own_language() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        let other = school.person("other", &a, &[Role::Learner]).await;
        school
            .write(move |tx| {
                tx.exec(
                    "UPDATE accounts_person SET mail = 'learner@example.invalid', lang = 'en' WHERE id = $1",
                    params![learner],
                )
            })
            .await;
        school.assign(Targets { persons: vec![learner, other], ..Targets::default() }, 3).await;
        let mails: Vec<(String, String, String)> =
            school.write(|tx| tx.all("SELECT address, lang, kind FROM notify_mail", params![])).await;
        let told = ("learner@example.invalid".to_owned(), "en".to_owned(), "learning.assigned".to_owned());
        assert_eq!(mails, [told], "who gave no address is told on the page alone");
        assert_eq!((school.unread(learner).await, school.unread(other).await), (1, 1));
    }
}
