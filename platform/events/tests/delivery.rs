//! From publishing to the subscriber, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Db, Migrations, Step, Tx, params};
use xingtan_events::{
    Dispatcher, Event, Failure, MAX_ATTEMPTS, Options, Subscriptions, overview, parked, publish, purge,
    retry, skip,
};

/// A listener's own table.
fn tables() -> Vec<Migrations> {
    const TEXT: &str =
        "CREATE TABLE heard (id uuid NOT NULL PRIMARY KEY, subject uuid NOT NULL, sequence bigint NOT NULL);";
    let step = Step { name: "0001_heard", sqlite: TEXT, postgres: TEXT };
    let heard = Migrations { owner: "heard", steps: vec![step], derived: &[] };
    vec![xingtan_events::migrations(), heard]
}

fn clock_and_ids() -> (Clock, Ids) {
    let clock = xingtan_testkit::clock();
    (clock.clone(), Ids::new(clock))
}

async fn say(db: &Db, event: Event) {
    db.write(move |tx| publish(tx, &event)).await.unwrap();
}

fn hear(tx: &mut Tx<'_>, id: Uuid, subject: Uuid, sequence: i64) -> xingtan_db::Result<u64> {
    tx.exec("INSERT INTO heard (id, subject, sequence) VALUES ($1, $2, $3)", params![id, subject, sequence])
}

async fn heard(db: &Db) -> Vec<(Uuid, i64)> {
    db.read(|tx| tx.all("SELECT subject, sequence FROM heard ORDER BY subject, sequence", params![]))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_was_published_reaches_its_subscribers_once_and_in_order() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let (a, b) = (ids.next(), ids.next());
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut subscriptions = Subscriptions::new();
        let seen = order.clone();
        subscriptions
            .on("test.said", "test.listener", move |tx, event, moment| {
                hear(tx, moment.id(), event.subject, event.sequence)?;
                seen.lock().unwrap().push((event.subject, event.sequence));
                Ok(())
            })
            .on("test.other", "test.listener", |_, _, _| Err(Failure::new("not published")));
        for subject in [a, b, a, a, b] {
            say(&db, Event::new(ids.next(), "test.said", 1, subject, clock.now())).await;
        }
        say(&db, Event::new(ids.next(), "test.unheard", 1, a, clock.now())).await;
        let dispatcher = Dispatcher::new(db.handle(), clock.clone(), subscriptions, Options::default());
        dispatcher.drain().await.unwrap();
        dispatcher.drain().await.unwrap();

        let mut wanted = vec![(a, 1), (a, 2), (a, 3), (b, 1), (b, 2)];
        wanted.sort();
        assert_eq!(heard(&db).await, wanted, "{db:?}");
        let order = order.lock().unwrap();
        for subject in [a, b] {
            let sequence: Vec<i64> = order.iter().filter(|(of, _)| *of == subject).map(|(_, n)| *n).collect();
            assert!(sequence.is_sorted(), "{db:?}: {sequence:?}");
        }
    }
}

#[tokio::test]
async fn a_handler_that_fails_keeps_nothing_and_is_tried_again_after_a_wait() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let subject = ids.next();
        let broken = Arc::new(AtomicBool::new(true));
        let mut subscriptions = Subscriptions::new();
        let fails = broken.clone();
        subscriptions.on("test.said", "test.listener", move |tx, event, moment| {
            hear(tx, moment.id(), event.subject, event.sequence)?;
            if fails.load(Ordering::SeqCst) { Err(Failure::new("out of paper")) } else { Ok(()) }
        });
        for _ in 0..2 {
            say(&db, Event::new(ids.next(), "test.said", 1, subject, clock.now())).await;
        }
        let dispatcher = Dispatcher::new(db.handle(), clock.clone(), subscriptions, Options::default());
        dispatcher.drain().await.unwrap();
        assert_eq!(heard(&db).await, vec![], "{db:?}: what a failed handler wrote is undone");
        broken.store(false, Ordering::SeqCst);
        dispatcher.drain().await.unwrap();
        assert_eq!(heard(&db).await, vec![], "{db:?}: it waits");
        clock.turn(Span::of_seconds(2));
        dispatcher.drain().await.unwrap();
        assert_eq!(heard(&db).await, vec![(subject, 1), (subject, 2)], "{db:?}");
    }
}

#[tokio::test]
async fn a_hopeless_delivery_is_parked_holds_back_its_subject_only_and_goes_on_by_a_persons_word() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let (bad, good) = (ids.next(), ids.next());
        let tries = Arc::new(AtomicUsize::new(0));
        let mut subscriptions = Subscriptions::new();
        let count = tries.clone();
        subscriptions.on("test.said", "test.listener", move |tx, event, moment| {
            if event.subject == bad && event.sequence == 1 {
                count.fetch_add(1, Ordering::SeqCst);
                return Err(Failure::new("never"));
            }
            hear(tx, moment.id(), event.subject, event.sequence)?;
            Ok(())
        });
        let first = ids.next();
        say(&db, Event::new(first, "test.said", 1, bad, clock.now())).await;
        say(&db, Event::new(ids.next(), "test.said", 1, bad, clock.now())).await;
        say(&db, Event::new(ids.next(), "test.said", 1, good, clock.now())).await;
        let dispatcher = Dispatcher::new(db.handle(), clock.clone(), subscriptions, Options::default());
        for _ in 0..20 {
            dispatcher.drain().await.unwrap();
            clock.turn(Span::of_minutes(11));
        }
        assert_eq!(tries.load(Ordering::SeqCst) as i64, MAX_ATTEMPTS, "{db:?}");
        assert_eq!(heard(&db).await, vec![(good, 1)], "{db:?}");
        let rows = db.read(|tx| parked(tx, None, 10)).await.unwrap();
        assert_eq!(rows.len(), 1, "{db:?}");
        assert_eq!((rows[0].event, rows[0].error.as_deref()), (first, Some("never")), "{db:?}");
        assert_eq!(db.read(overview).await.unwrap().waiting, 1, "{db:?}");

        let now = clock.now();
        assert!(db.write(move |tx| retry(tx, "test.listener", first, now)).await.unwrap());
        dispatcher.drain().await.unwrap();
        assert_eq!(tries.load(Ordering::SeqCst) as i64, MAX_ATTEMPTS + 1, "{db:?}");
        for _ in 0..20 {
            clock.turn(Span::of_minutes(11));
            dispatcher.drain().await.unwrap();
        }
        assert!(db.write(move |tx| skip(tx, "test.listener", first, now)).await.unwrap());
        dispatcher.drain().await.unwrap();
        assert_eq!(heard(&db).await.len(), 2, "{db:?}: what stood behind goes on");
    }
}

#[tokio::test]
async fn two_nodes_share_the_work_and_no_effect_happens_twice() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let runs = Arc::new(AtomicUsize::new(0));
        let node = |handle: Db| {
            let mut subscriptions = Subscriptions::new();
            let runs = runs.clone();
            subscriptions.on("test.said", "test.listener", move |tx, event, _| {
                runs.fetch_add(1, Ordering::SeqCst);
                // The event's own id: a second delivery would break the primary key.
                hear(tx, event.id, event.subject, event.sequence)?;
                Ok(())
            });
            Dispatcher::new(handle, clock.clone(), subscriptions, Options { batch: 3, ..Options::default() })
        };
        let subjects: Vec<Uuid> = (0..10).map(|_| ids.next()).collect();
        for i in 0..100 {
            say(&db, Event::new(ids.next(), "test.said", 1, subjects[i % 10], clock.now())).await;
        }
        let (one, two) = (node(db.handle()), node(db.again().await));
        let (a, b) = tokio::join!(one.drain(), two.drain());
        a.unwrap();
        b.unwrap();
        one.drain().await.unwrap();
        assert_eq!(heard(&db).await.len(), 100, "{db:?}");
        let over = db.read(overview).await.unwrap();
        assert_eq!((over.fresh, over.waiting, over.parked), (0, 0, 0), "{db:?}");
    }
}

#[tokio::test]
async fn an_older_node_leaves_events_for_a_subscriber_that_only_the_newer_one_knows() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let mut newer = Subscriptions::new();
        newer.on("test.said", "test.newcomer", |tx, event, moment| {
            hear(tx, moment.id(), event.subject, event.sequence)?;
            Ok(())
        });
        let newer = Dispatcher::new(db.handle(), clock.clone(), newer, Options::default());
        newer.announce().await.unwrap();
        say(&db, Event::new(ids.next(), "test.said", 1, ids.next(), clock.now())).await;
        let mut older = Subscriptions::new();
        older.on("test.said", "test.listener", |_, _, _| Ok(()));
        let older = Dispatcher::new(db.handle(), clock.clone(), older, Options::default());
        older.drain().await.unwrap();
        assert_eq!(heard(&db).await.len(), 0, "{db:?}");
        newer.drain().await.unwrap();
        assert_eq!(heard(&db).await.len(), 1, "{db:?}");
    }
}

#[tokio::test]
async fn an_event_of_a_unit_that_failed_was_never_published() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let (subject, at) = (ids.next(), clock.now());
        let (lost, kept) = (ids.next(), ids.next());
        let failed: xingtan_db::Result<()> = db
            .write(move |tx| {
                publish(tx, &Event::new(lost, "test.said", 1, subject, at))?;
                Err(xingtan_db::Error::NotFound)
            })
            .await;
        assert!(failed.is_err());
        say(&db, Event::new(kept, "test.said", 1, subject, at)).await;
        let rows: Vec<(Uuid, i64)> =
            db.read(|tx| tx.all("SELECT id, sequence FROM events_event", params![])).await.unwrap();
        assert_eq!(rows, vec![(kept, 1)], "{db:?}");
    }
}

#[tokio::test]
async fn events_that_all_have_had_are_purged_and_their_sequence_goes_on() {
    for db in xingtan_testkit::databases(&tables()).await {
        let (clock, ids) = clock_and_ids();
        let subject = ids.next();
        let mut subscriptions = Subscriptions::new();
        subscriptions.on("test.said", "test.listener", |_, event, _| {
            if event.sequence == 2 { Err(Failure::new("not yet")) } else { Ok(()) }
        });
        for _ in 0..2 {
            say(&db, Event::new(ids.next(), "test.said", 1, subject, clock.now())).await;
        }
        let dispatcher = Dispatcher::new(db.handle(), clock.clone(), subscriptions, Options::default());
        dispatcher.drain().await.unwrap();
        clock.turn(Span::of_days(40));
        let now = clock.now();
        assert_eq!(db.write(move |tx| purge(tx, now, 10)).await.unwrap(), 1, "{db:?}: the second one waits");
        say(&db, Event::new(ids.next(), "test.said", 1, subject, now)).await;
        let last: i64 =
            db.read(|tx| tx.one("SELECT max(sequence) FROM events_event", params![])).await.unwrap();
        assert_eq!(last, 3, "{db:?}");
    }
}

#[tokio::test]
async fn the_loop_wakes_by_its_bell_and_ends_when_told() {
    let db = xingtan_testkit::sqlite(&tables()).await;
    let (clock, ids) = clock_and_ids();
    let mut subscriptions = Subscriptions::new();
    subscriptions.on("test.said", "test.listener", |tx, event, moment| {
        hear(tx, moment.id(), event.subject, event.sequence)?;
        Ok(())
    });
    let options = Options { poll: std::time::Duration::from_secs(3600), ..Options::default() };
    let dispatcher = Dispatcher::new(db.handle(), clock.clone(), subscriptions, options);
    let (tell, stop) = tokio::sync::watch::channel(false);
    let bell = dispatcher.wake();
    let running = tokio::spawn(dispatcher.run(stop));
    say(&db, Event::new(ids.next(), "test.said", 1, ids.next(), clock.now())).await;
    bell.notify_one();
    while heard(&db).await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    tell.send(true).unwrap();
    running.await.unwrap();
}
