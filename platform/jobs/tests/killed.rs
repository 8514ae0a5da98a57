//! Two real processes on one database, of which one is killed in the middle of a job.

use std::{
    process::{Command, Stdio},
    time::Duration,
};
use xingtan_clock::{Clock, Ids, Span};
use xingtan_db::{Db, Migrations, Options as DbOptions, Source, Step, params};
use xingtan_jobs::{Done, Job, JobKind, Kinds, Options, Schedules, State, Worker, enqueue, get};

const TEXT: &str = "CREATE TABLE counted (n bigint NOT NULL, job uuid NOT NULL, fence bigint NOT NULL, PRIMARY KEY (job, n));";
const ADDRESS: &str = "XINGTAN_JOBS_TEST_DATABASE";
const STEPS: i64 = 40;
const KIND: JobKind = JobKind::new("test.count").lease(Span::of_seconds(2));

fn tables() -> Vec<Migrations> {
    let step = Step { name: "0001_counted", sqlite: TEXT, postgres: TEXT };
    vec![xingtan_jobs::migrations(), Migrations { owner: "counted", steps: vec![step], derived: &[] }]
}

fn worker(db: Db) -> Worker {
    let mut kinds = Kinds::new();
    kinds.on(KIND, |run| async move {
        let from: i64 = run.left_off()?.unwrap_or(0);
        for n in from + 1..=STEPS {
            let (id, fence) = (run.id, run.fence());
            run.step(move |tx, hold| {
                tx.exec("INSERT INTO counted (n, job, fence) VALUES ($1, $2, $3)", params![n, id, fence])?;
                hold.progress(tx, n, STEPS)?;
                hold.checkpoint(tx, &n)
            })
            .await?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(Done::new())
    });
    let options = Options { slots: 2, poll: Duration::from_millis(50), ..Options::default() };
    Worker::new(db, Clock::System, Ids::new(Clock::System), kinds, Schedules::default(), options)
}

/// What the second process runs: a worker until it is killed.
#[tokio::test]
#[ignore = "started by the test below as its second process"]
async fn second_process() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let source = if address.starts_with("postgres") {
        Source::Postgres(address)
    } else {
        Source::File(address.into())
    };
    let db = Db::open(source, DbOptions::default()).await.unwrap();
    let (_keep, stop) = tokio::sync::watch::channel(false);
    worker(db).run(stop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_one_of_two_processes_is_killed_its_jobs_go_on_and_every_step_happens_once() {
    // SQLite belongs to one process; several nodes share a PostgreSQL (OPS-5).
    let Some(db) = xingtan_testkit::postgres(&tables()).await else { return };
    let ids = Ids::new(Clock::System);
    let jobs: Vec<_> = (0..4).map(|_| ids.next()).collect();
    let now = Clock::System.now();
    for id in jobs.clone() {
        db.write(move |tx| enqueue(tx, &Job::new(id, KIND, now))).await.unwrap();
    }
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "second_process", "--ignored", "--nocapture"])
        .env(ADDRESS, db.address())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Killed as soon as it has done some steps of a job, and not all.
    let begun = "SELECT count(*) FROM counted";
    while db.read(move |tx| tx.one::<i64>(begun, params![])).await.unwrap() < 10 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    other.kill().unwrap();
    other.wait().unwrap();
    let before: i64 = db.read(move |tx| tx.one(begun, params![])).await.unwrap();
    assert!((10..STEPS * 2).contains(&before), "{before} steps before the kill");

    let (tell, stop) = tokio::sync::watch::channel(false);
    let survivor = tokio::spawn(worker(db.handle()).run(stop));
    for id in jobs.clone() {
        while db.read(move |tx| get(tx, id)).await.unwrap().state() != State::Done {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    tell.send(true).unwrap();
    survivor.await.unwrap();

    for id in jobs {
        let steps: Vec<(i64, i64)> = db
            .read(move |tx| tx.all("SELECT n, fence FROM counted WHERE job = $1 ORDER BY n", params![id]))
            .await
            .unwrap();
        let numbers: Vec<i64> = steps.iter().map(|(n, _)| *n).collect();
        assert_eq!(numbers, (1..=STEPS).collect::<Vec<_>>(), "nothing lost, nothing twice");
        assert!(steps.iter().map(|(_, fence)| *fence).is_sorted(), "a later worker has a higher number");
    }
    let taken_over: i64 =
        db.read(|tx| tx.one("SELECT count(*) FROM jobs_job WHERE fence > 1", params![])).await.unwrap();
    assert!(taken_over >= 1, "a job of the killed process was taken over");
}
