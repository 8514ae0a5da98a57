//! What follows by itself: jobs that are killed at each step, and listeners, on both engines.

use crate::{
    selection::{
        job,
        rules::State,
        store::{self, Choice, Round},
    },
    tests::{City, tables},
};
use xingtan_accounts::api::{self as accounts, Prepared, transfer_ids};
use xingtan_audit::Who;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Span, Uuid};
use xingtan_db::params;
use xingtan_events::{Dispatcher, Event, Subscriptions};
use xingtan_i18n::Lang;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds, Options, Schedules, Worker};
use xingtan_learning::api::{COURSE_COMPLETED, COURSE_REOPENED, CourseCompleted, CourseReopened};
use xingtan_testkit::{Life, databases};

/// A round that runs for everybody, with one elective.
async fn round(city: &City) -> (Uuid, Uuid, Uuid) {
    let root = city.db.read(accounts::root).await.unwrap().unwrap();
    let (ids, now) = (city.house.ids.clone(), city.house.clock.now());
    let (id, elective, course) = (ids.next(), ids.next(), ids.next());
    let it = Round {
        id,
        title: "春季选课".into(),
        unit_path: root.path,
        unit_name: root.name,
        most: 2,
        ends_at: now + Span::of_days(3),
        due_at: now + Span::of_days(20),
        opened_name: "周文谦".into(),
        opened_at: now,
        closed_at: None,
    };
    let write = city.db.write(move |tx| {
        store::add_round(tx, &it)?;
        store::offer(tx, elective, id, (course, "摄影"), 10)
    });
    write.await.unwrap();
    (id, elective, course)
}

/// Somebody chose, and nobody decided.
async fn choose(city: &City, (round, elective, course): (Uuid, Uuid, Uuid), people: &[Uuid]) {
    for some in people.chunks(100) {
        let (some, ids, now, path) =
            (some.to_vec(), city.house.ids.clone(), city.house.clock.now(), city.a.path.clone());
        let write = city.db.write(move |tx| {
            for person in &some {
                let choice = Choice {
                    id: ids.next(),
                    round_id: round,
                    elective_id: elective,
                    course_id: course,
                    title: "摄影".into(),
                    person_id: *person,
                    person_name: "人员".into(),
                    unit_path: path.clone(),
                    rank: 1,
                    state: State::Chosen.code().into(),
                    chosen_at: now,
                    due_at: now + Span::of_days(20),
                    decided_by: None,
                    decided_name: None,
                    decided_at: None,
                    answer: String::new(),
                    done_at: None,
                };
                store::add(tx, &choice)?;
            }
            Ok::<_, xingtan_db::Error>(())
        });
        write.await.unwrap();
    }
}

/// Notices of a kind, and to how many people they went.
async fn notices(city: &City, kind: &'static str) -> (i64, i64) {
    let read = city.db.read(move |tx| {
        tx.one::<(i64, i64)>(
            "SELECT count(*), count(DISTINCT person) FROM notify_notice WHERE kind = $1",
            params![kind],
        )
    });
    read.await.unwrap()
}

/// Carries one job out until it ends or has taken so many steps, then its lease runs out; whether it ended. A job is
/// ordered here with as many attempts as it takes to die at each of its steps.
async fn live<F>(
    city: &City,
    kind: JobKind,
    steps: usize,
    work: impl Fn(JobRun) -> F + Send + Sync + 'static,
) -> bool
where
    F: Future<Output = std::result::Result<Done, JobError>> + Send + 'static,
{
    let (life, mut kinds) = (Life::of(steps), Kinds::new());
    let own = life.clone();
    kinds.on(kind, move |run| own.live(work(run)));
    let (db, clock, ids) = (city.db.clone(), city.house.clock.clone(), city.house.ids.clone());
    let worker = Worker::new(db, clock, ids, kinds, Schedules::default(), Options::default());
    let ended = tokio::select! {
        done = worker.drain() => { done.unwrap(); true }
        () = life.over() => false,
    };
    city.house.clock.turn(Span::of_seconds(kind.lease.seconds() + 1));
    ended
}

/// Lets the job that was just ordered die after each of its first four steps, then go on a step farther every four times
/// until it ends; how often it died.
async fn killed_at_each_step<F>(
    city: &City,
    kind: JobKind,
    work: impl Fn(JobRun) -> F + Clone + Send + Sync + 'static,
) -> usize
where
    F: Future<Output = std::result::Result<Done, JobError>> + Send + 'static,
{
    let often = city.db.write(move |tx| {
        let sql = "UPDATE jobs_job SET max_attempts = 10000 WHERE kind = $1 AND state = 'waiting'";
        tx.exec(sql, params![kind.name])
    });
    assert_eq!(often.await.unwrap(), 1, "one job waits");
    let mut deaths = 0;
    while !live(city, kind, 1 + deaths / 4, work.clone()).await {
        deaths += 1;
        assert!(deaths < 100, "it comes no further");
    }
    city.jobs().await;
    let read = city.db.read(move |tx| {
        tx.all::<(String,)>("SELECT state FROM jobs_job WHERE kind = $1", params![kind.name])
    });
    assert_eq!(read.await.unwrap(), [("done".to_owned(),)], "it stands as done, after {deaths} deaths");
    deaths
}

#[tokio::test]
async fn closing_a_round_that_dies_at_each_step_lets_lapse_what_waits_and_tells_everybody_once() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let people = city.many(&city.a.clone(), 250).await;
        let of = round(&city).await;
        choose(&city, of, &people).await;
        let (round, id, now) = (of.0, city.house.ids.next(), city.house.clock.now());
        let by = people[0];
        let closed = city.db.write(move |tx| {
            assert!(store::close_round(tx, round, now)?);
            job::later(tx, id, round, by, now)
        });
        closed.await.unwrap();
        assert!(killed_at_each_step(&city, job::CLOSE, job::run).await >= 4);
        assert_eq!(notices(&city, "planning.selection-closed").await, (250, 250));
        let choices = city.db.read(move |tx| store::of_round(tx, round, None, 1000)).await.unwrap();
        assert_eq!(choices.len(), 250);
        assert!(choices.iter().all(|it| it.state() == State::Lapsed));
    }
}

#[tokio::test]
async fn the_people_of_a_round_are_told_once_though_the_job_dies_at_each_step_and_more_is_offered() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let people = city.many(&city.a.clone(), 250).await;
        let (round, ..) = round(&city).await;
        let announce = async || {
            let (id, now, by) = (city.house.ids.next(), city.house.clock.now(), people[0]);
            let ordered = city.db.write(move |tx| job::announce_once(tx, id, round, by, now));
            ordered.await.unwrap();
        };
        announce().await;
        assert!(killed_at_each_step(&city, job::ANNOUNCE, job::announce).await >= 4);
        announce().await;
        city.jobs().await;
        assert_eq!(notices(&city, "planning.selection-opened").await, (250, 250));
    }
}

#[tokio::test]
async fn choices_follow_their_courses_and_their_people() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (one, _) = city.holder("one", &city.a.clone(), Role::Learner).await;
        let of = round(&city).await;
        choose(&city, of, &[one]).await;
        let choice = async || city.db.read(move |tx| store::of_person(tx, one)).await.unwrap().remove(0);
        let id = choice().await.id;
        let step = (State::Chosen, State::Approved);
        assert!(city.db.write(move |tx| store::step(tx, id, step)).await.unwrap());
        let settle = async || {
            let mut all = Subscriptions::new();
            crate::subscriptions(&mut all);
            let dispatcher =
                Dispatcher::new(city.db.clone(), city.house.clock.clone(), all, Default::default());
            dispatcher.drain().await.unwrap();
        };
        let late = async || {
            let now = city.house.clock.now();
            let all = Scope::of(vec!["/".into()]);
            city.db.read(move |tx| store::select_late(&all, "", now).count(tx)).await.unwrap()
        };
        city.house.clock.turn(Span::of_days(21));
        assert_eq!(late().await, 1);

        let (enrolment, course) = (city.house.ids.next(), of.2);
        let publish = async |id: Uuid, kind: &'static str| {
            let now = city.house.clock.now();
            let told = city.db.write(move |tx| {
                let event = Event::new(id, kind, 1, one, now);
                let event = if kind == COURSE_COMPLETED {
                    let (title, required) = ("摄影".to_owned(), false);
                    event.with(&CourseCompleted {
                        enrolment,
                        course,
                        title,
                        credits: 0,
                        hours_seconds: 0,
                        required,
                    })?
                } else {
                    event.with(&CourseReopened { enrolment, course })?
                };
                xingtan_events::publish(tx, &event).map(drop)
            });
            told.await.unwrap();
        };
        publish(city.house.ids.next(), COURSE_COMPLETED).await;
        settle().await;
        assert_eq!((late().await, choice().await.done_at.is_some()), (0, true));
        publish(city.house.ids.next(), COURSE_REOPENED).await;
        settle().await;
        settle().await;
        assert_eq!((late().await, choice().await.done_at), (1, None));

        let deed = Prepared::new(Who::program(), city.house.clock.now(), &city.house.ids, transfer_ids(12));
        let b = city.b.clone();
        let moved = city.db.write(move |tx| {
            let person = accounts::person(tx, one)?.unwrap();
            accounts::transfer(tx, &deed.begin(), &person, &b, None, "", Lang::ZhCn)
        });
        moved.await.unwrap().unwrap();
        settle().await;
        assert_eq!(choice().await.unit_path, city.b.path);
    }
}
