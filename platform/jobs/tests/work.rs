//! Jobs from order to end, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Notify;
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Migrations, Step, params};
use xingtan_i18n::Msg;
use xingtan_jobs::{
    Done, Enqueued, Filter, Job, JobError, JobKind, JobRow, Kinds, Options, Schedules, State, Worker, cancel,
    count_by_state, enqueue, get, list, purge, retry,
};

const COUNT: JobKind = JobKind::new("test.count").attempts(3);

fn tables() -> Vec<Migrations> {
    const TEXT: &str = "CREATE TABLE counted (n bigint NOT NULL PRIMARY KEY, fence bigint NOT NULL);";
    let step = Step { name: "0001_counted", sqlite: TEXT, postgres: TEXT };
    vec![xingtan_jobs::migrations(), Migrations { owner: "counted", steps: vec![step], derived: &[] }]
}

fn clock_and_ids() -> (Clock, Ids) {
    let clock = xingtan_testkit::clock();
    (clock.clone(), Ids::new(clock))
}

fn worker(db: Db, clock: &Clock, ids: &Ids, kinds: Kinds) -> Worker {
    Worker::new(db, clock.clone(), ids.clone(), kinds, Schedules::default(), Options::default())
}

async fn order(db: &Db, job: Job) -> Enqueued {
    db.write(move |tx| enqueue(tx, &job)).await.unwrap()
}

async fn row(db: &Db, id: Uuid) -> JobRow {
    db.read(move |tx| get(tx, id)).await.unwrap()
}

async fn counted(db: &Db) -> Vec<(i64, i64)> {
    db.read(|tx| tx.all("SELECT n, fence FROM counted ORDER BY n", params![])).await.unwrap()
}

/// Counts to `until`, a step each, and waits at `gate` after each step when there is one.
fn counting(until: i64, gate: Option<Arc<(Notify, Notify)>>) -> Kinds {
    let mut kinds = Kinds::new();
    kinds.on(COUNT, move |run| {
        let gate = gate.clone();
        async move {
            let from: i64 = run.left_off()?.unwrap_or(0);
            for n in from + 1..=until {
                let fence = run.fence();
                run.step(move |tx, hold| {
                    tx.exec("INSERT INTO counted (n, fence) VALUES ($1, $2)", params![n, fence])?;
                    hold.progress(tx, n, until)?;
                    hold.checkpoint(tx, &n)
                })
                .await?;
                if let Some(gate) = &gate {
                    gate.0.notify_one();
                    gate.1.notified().await;
                }
            }
            run.say(Msg::new("test-counted").with("n", until)).await?;
            Done::with(&until)
        }
    });
    kinds
}

#[tokio::test]
async fn a_job_runs_to_its_end_with_progress_and_result() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now()).by(Uuid::from_u128(7))).await;
        assert_eq!(worker(db.handle(), &clock, &ids, counting(5, None)).drain().await.unwrap(), 1);
        let job = row(&db, id).await;
        assert_eq!(job.state(), State::Done, "{db:?}: {job:?}");
        assert_eq!((job.percent(), job.result.as_deref()), (Some(100), Some("5")));
        assert_eq!(job.said(), Some(Msg::new("test-counted").with("n", 5)));
        assert_eq!(job.title_key(), "test-job-count");
        assert_eq!(counted(&db).await.len(), 5);
    }
}

#[tokio::test]
async fn a_job_whose_worker_is_gone_goes_on_elsewhere_and_the_late_one_is_refused() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now())).await;
        let gate = Arc::new((Notify::new(), Notify::new()));
        let first = worker(db.handle(), &clock, &ids, counting(10, Some(gate.clone())));
        let first = tokio::spawn(async move { first.drain().await });
        for _ in 0..3 {
            gate.0.notified().await;
            if counted(&db).await.len() < 3 {
                gate.1.notify_one();
            }
        }
        // The first worker stands still after its third step, without a sign of life.
        let second = worker(db.again().await, &clock, &ids, counting(10, None));
        assert_eq!(second.drain().await.unwrap(), 0, "{db:?}: the lease holds");
        clock.turn(Span::of_seconds(31));
        assert_eq!(second.drain().await.unwrap(), 1, "{db:?}");
        let job = row(&db, id).await;
        assert_eq!((job.state(), job.fence, job.attempts), (State::Done, 2, 2), "{db:?}: {job:?}");
        // The first one wakes up, and its step is refused.
        gate.1.notify_one();
        first.await.unwrap().unwrap();
        let fences: Vec<i64> = counted(&db).await.into_iter().map(|(_, fence)| fence).collect();
        assert_eq!(fences, [1, 1, 1, 2, 2, 2, 2, 2, 2, 2], "{db:?}: every step once");
        assert_eq!(row(&db, id).await.state(), State::Done);
    }
}

#[tokio::test]
async fn an_error_is_tried_again_with_waits_until_the_attempts_are_used_up() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let begun = Arc::new(AtomicUsize::new(0));
        let mut kinds = Kinds::new();
        let count = begun.clone();
        kinds.on(COUNT, move |_| {
            let n = count.fetch_add(1, Ordering::SeqCst);
            async move {
                assert!(n != 1, "the second attempt panics");
                Err(JobError::Again("no paper".into()))
            }
        });
        let worker = worker(db.handle(), &clock, &ids, kinds);
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now())).await;
        for (wait, state) in [(15, State::Waiting), (60, State::Waiting), (0, State::Failed)] {
            assert_eq!(worker.drain().await.unwrap(), 1, "{db:?}");
            assert_eq!(worker.drain().await.unwrap(), 0, "{db:?}: it waits");
            let job = row(&db, id).await;
            assert_eq!(job.state(), state, "{db:?}");
            if state == State::Waiting {
                assert_eq!((job.run_at - clock.now()).seconds(), wait, "{db:?}");
            }
            clock.turn(Span::of_seconds(wait));
        }
        assert_eq!(row(&db, id).await.error.as_deref(), Some("no paper"));
        let now = clock.now();
        assert!(db.write(move |tx| retry(tx, id, now)).await.unwrap());
        worker.drain().await.unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 4);
    }
}

#[tokio::test]
async fn a_step_that_others_are_in_the_way_of_costs_no_attempt() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now())).await;
        let (mut kinds, tries) = (Kinds::new(), Arc::new(AtomicUsize::new(0)));
        let tried = tries.clone();
        kinds.on(COUNT, move |run| {
            let tries = tries.clone();
            async move {
                run.step(move |_, _| match tries.fetch_add(1, Ordering::SeqCst) {
                    0..2 => Err(xingtan_db::Error::Busy.into()),
                    _ => Ok(()),
                })
                .await?;
                Ok(Done::new())
            }
        });
        worker(db.handle(), &clock, &ids, kinds).drain().await.unwrap();
        let row = row(&db, id).await;
        assert_eq!((row.state(), row.attempts), (State::Done, 1), "{db:?}");
        assert_eq!(tried.load(Ordering::SeqCst), 3, "{db:?}");
    }
}

#[tokio::test]
async fn a_key_orders_once_ever_or_once_at_a_time() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let new = || Job::new(ids.next(), COUNT, clock.now());
        let once = order(&db, new().once("report 2026-03")).await;
        assert_eq!(order(&db, new().once("report 2026-03")).await, Enqueued::Already(once.id()));
        let single = order(&db, new().single("sweep")).await;
        assert_eq!(order(&db, new().single("sweep")).await, Enqueued::Already(single.id()));
        worker(db.handle(), &clock, &ids, counting(0, None)).drain().await.unwrap();
        assert_eq!(order(&db, new().once("report 2026-03")).await, Enqueued::Already(once.id()), "{db:?}");
        assert!(matches!(order(&db, new().single("sweep")).await, Enqueued::New(_)), "{db:?}");
    }
}

#[tokio::test]
async fn higher_priority_goes_first_and_nothing_before_its_time() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut kinds = Kinds::new();
        let log = seen.clone();
        kinds.on(COUNT, move |run| {
            let log = log.clone();
            async move {
                log.lock().unwrap().push(run.read::<String>()?);
                Ok(Done::new())
            }
        });
        let now = clock.now();
        for (name, priority, at) in [
            ("sweep", -10, now),
            ("usual", 0, now),
            ("mail", 10, now),
            ("later", 10, now + Span::of_hours(1)),
        ] {
            order(&db, Job::new(ids.next(), COUNT, now).with(&name).unwrap().priority(priority).at(at)).await;
        }
        let worker = worker(db.handle(), &clock, &ids, kinds);
        worker.drain().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), ["mail", "usual", "sweep"], "{db:?}");
        clock.turn(Span::of_hours(1));
        worker.drain().await.unwrap();
        assert_eq!(seen.lock().unwrap().last().map(String::as_str), Some("later"), "{db:?}");
    }
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let (waiting, running) = (ids.next(), ids.next());
        let now = clock.now();
        order(&db, Job::new(waiting, COUNT, now).at(now + Span::of_hours(1))).await;
        // A short lease, so that the heartbeat comes by within the test.
        order(&db, Job::new(running, JobKind::new("test.slow").lease(Span::of_seconds(1)), now)).await;
        assert!(db.write(move |tx| cancel(tx, waiting, now)).await.unwrap());
        assert_eq!(row(&db, waiting).await.state(), State::Cancelled, "{db:?}");
        let mut kinds = Kinds::new();
        kinds.on(JobKind::new("test.slow").lease(Span::of_seconds(1)), move |run| async move {
            let id = run.id;
            run.db.write(move |tx| cancel(tx, id, now)).await?;
            loop {
                run.progress(1, 2).await?;
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        });
        worker(db.handle(), &clock, &ids, kinds).drain().await.unwrap();
        assert_eq!(row(&db, running).await.state(), State::Cancelled, "{db:?}");
    }
}

#[tokio::test]
async fn a_stopping_program_puts_its_jobs_back_without_counting_the_attempt() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now())).await;
        let gate = Arc::new((Notify::new(), Notify::new()));
        let (tell, stop) = tokio::sync::watch::channel(false);
        let running =
            tokio::spawn(worker(db.handle(), &clock, &ids, counting(10, Some(gate.clone()))).run(stop));
        gate.0.notified().await;
        tell.send(true).unwrap();
        gate.1.notify_one();
        running.await.unwrap();
        let job = row(&db, id).await;
        assert_eq!((job.state(), job.attempts), (State::Waiting, 0), "{db:?}: {job:?}");
        let kept = counted(&db).await.len() as i64;
        worker(db.handle(), &clock, &ids, counting(10, None)).drain().await.unwrap();
        assert_eq!(row(&db, id).await.state(), State::Done);
        assert!((1..=2).contains(&kept) && counted(&db).await.len() == 10, "{db:?}: {kept} before the stop");
    }
}

#[tokio::test]
async fn a_job_that_takes_its_program_down_each_time_comes_to_an_end() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let id = ids.next();
        order(&db, Job::new(id, COUNT, clock.now())).await;
        for _ in 0..3 {
            let hanging = Arc::new((Notify::new(), Notify::new()));
            let gone = worker(db.handle(), &clock, &ids, counting(10, Some(hanging.clone())));
            let gone = tokio::spawn(async move { gone.drain().await });
            hanging.0.notified().await;
            gone.abort();
            clock.turn(Span::of_seconds(31));
        }
        assert_eq!(worker(db.handle(), &clock, &ids, counting(10, None)).drain().await.unwrap(), 0);
        assert_eq!(row(&db, id).await.state(), State::Failed, "{db:?}");
    }
}

#[tokio::test]
async fn two_workers_share_jobs_and_none_runs_twice() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        for n in 0..60_i64 {
            order(&db, Job::new(ids.next(), COUNT, clock.now()).with(&n).unwrap()).await;
        }
        let node = |db: Db| {
            let mut kinds = Kinds::new();
            kinds.on(COUNT, |run| async move {
                let n: i64 = run.read()?;
                run.step(move |tx, _| {
                    Ok(tx.exec("INSERT INTO counted (n, fence) VALUES ($1, 1)", params![n])?)
                })
                .await?;
                Ok(Done::new())
            });
            worker(db, &clock, &ids, kinds)
        };
        let (one, two) = (node(db.handle()), node(db.again().await));
        let (a, b) = tokio::join!(one.drain(), two.drain());
        assert_eq!(a.unwrap() + b.unwrap(), 60, "{db:?}");
        assert_eq!(counted(&db).await.len(), 60, "{db:?}");
    }
}

#[tokio::test]
async fn lists_are_paged_and_filtered_and_old_jobs_are_purged() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let me = ids.next();
        for n in 0..5 {
            clock.turn(Span::of_seconds(1));
            order(&db, Job::new(ids.next(), COUNT, clock.now()).by((n % 2 == 0).then_some(me))).await;
        }
        let page = |filter: Filter, after: Option<(Timestamp, Uuid)>| {
            let db = db.handle();
            async move { db.read(move |tx| list(tx, &filter, after, 2)).await.unwrap() }
        };
        let mine =
            Filter { asked_by: Some(me), state: Some(State::Waiting), kind: Some("test.count".into()) };
        let first = page(mine.clone(), None).await;
        let last = first.last().map(|job| (job.created_at, job.id));
        assert_eq!((first.len(), page(mine, last).await.len()), (2, 1), "{db:?}");
        worker(db.handle(), &clock, &ids, counting(0, None)).drain().await.unwrap();
        assert_eq!(db.read(count_by_state).await.unwrap(), [(State::Done, 5)], "{db:?}");
        clock.turn(Span::of_days(30));
        let now = clock.now();
        assert_eq!(db.write(move |tx| purge(tx, now, 3)).await.unwrap(), 3, "{db:?}");
    }
}
