//! Sealing: order, leases, heads, retention.

use super::{Trail, trails};
use crate::{Entry, RETENTION_FLOOR, Sealer, Who, purge_some, record, unsealed};
use std::time::Duration;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Source, params};

#[tokio::test]
async fn an_entry_of_a_unit_that_failed_is_not_in_the_trail() {
    for trail in trails().await {
        let entry = Entry::new(trail.ids.next(), trail.clock.now(), "test.failed", &Who::program());
        let failed: xingtan_db::Result<()> = trail
            .db
            .write(move |tx| {
                record(tx, &entry)?;
                Err(xingtan_db::Error::NotFound)
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(trail.db.read(unsealed).await.unwrap(), 0, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_value_without_a_json_form_is_an_error_and_not_an_empty_entry() {
    let trail = trails().await.remove(0);
    let odd: std::collections::BTreeMap<(u8, u8), u8> = [((1, 2), 3)].into();
    let entry = Entry::new(trail.ids.next(), trail.clock.now(), "test.odd", &Who::program()).after(&odd);
    let written = trail.db.write(move |tx| record(tx, &entry)).await;
    assert!(matches!(written, Err(xingtan_db::Error::Decode(_))));
}

#[tokio::test]
async fn many_writers_and_two_sealers_make_one_chain() {
    for trail in trails().await {
        let other = Sealer::new(
            trail.db.again().await,
            trail.clock.clone(),
            trail.keys.clone(),
            crate::KeptHeads::in_data_folder(&trail._folder.path().join("other")),
            trail.ids.next(),
        );
        let writing = async {
            for _ in 0..10 {
                let all = (0..8).map(|n| trail.write(n));
                futures_join(all).await;
            }
        };
        let sealing = async {
            for _ in 0..40 {
                let _ = tokio::join!(trail.sealer.seal(), other.seal());
                trail.clock.turn(Span::of_seconds(1));
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::join!(writing, sealing);
        // The lease of the other one may hold for some seconds.
        trail.clock.turn(Span::of_seconds(11));
        trail.seal().await;
        let report = trail.report().await;
        assert!(report.is_sound(), "{:?}: {:?}", trail.db, report.faults);
        assert_eq!(report.entries, 80, "{:?}", trail.db);
        // Both nodes keep all heads, whichever of them sealed.
        other.seal().await.unwrap();
        let kept = |kept: &crate::KeptHeads| std::fs::read_to_string(kept.path()).unwrap();
        let theirs = crate::KeptHeads::in_data_folder(&trail._folder.path().join("other"));
        assert_eq!(kept(&trail.kept), kept(&theirs), "{:?}", trail.db);
    }
}

/// Runs futures side by side; tests need no crate for it.
async fn futures_join<F: Future>(all: impl Iterator<Item = F>) {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    std::future::poll_fn(|cx| {
        all.retain_mut(|one| one.as_mut().poll(cx).is_pending());
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

#[tokio::test]
async fn the_sealer_seals_within_a_second_and_once_more_when_it_stops() {
    for trail in trails().await {
        let (tell, stop) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(trail.sealer.clone().run(stop));
        trail.write(1).await;
        let begun = std::time::Instant::now();
        while trail.db.read(unsealed).await.unwrap() > 0 {
            assert!(begun.elapsed() < Duration::from_secs(20), "{:?}: not sealed", trail.db);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        trail.write(2).await;
        tell.send(true).unwrap();
        running.await.unwrap();
        trail.seal().await;
        assert_eq!(trail.report().await.entries, 2, "{:?}", trail.db);
    }
}

/// On PostgreSQL an entry of a transaction that began earlier may appear after later ones.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sealed_above_the_oldest_running_transaction() {
    let Some(db) = xingtan_testkit::postgres(&[crate::migrations()]).await else { return };
    let trail = Trail::new(db);
    let slow = trail.db.again().await;
    let (begun, wait_begun) = std::sync::mpsc::channel();
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let entry = Entry::new(trail.ids.next(), trail.clock.now(), "test.slow", &Who::program());
    let holding = tokio::spawn(async move {
        slow.write(move |tx| {
            record(tx, &entry)?;
            let _ = begun.send(());
            let _ = wait.lock().unwrap().recv_timeout(Duration::from_secs(5));
            Ok::<_, xingtan_db::Error>(())
        })
        .await
    });
    tokio::task::spawn_blocking(move || wait_begun.recv().unwrap()).await.unwrap();
    let quick = trail.write(1).await;
    assert_eq!(trail.sealer.seal().await.unwrap(), 0, "the quick one waits for the slow one");
    go_on.send(()).unwrap();
    holding.await.unwrap().unwrap();
    trail.seal().await;
    assert_eq!(trail.entry(2).await, quick, "in the order of their transactions");
}

#[tokio::test]
async fn entries_are_kept_for_180_days_and_verification_begins_at_the_signed_cut() {
    for trail in trails().await {
        trail.sealed(10, 5).await;
        let now = trail.clock.now();
        let purge = |before, now| trail.db.write(move |tx| purge_some(tx, before, now, 3));
        assert_eq!(purge(now, now).await.unwrap(), 0, "{:?}: too young", trail.db);
        trail.clock.turn(RETENTION_FLOOR);
        trail.sealed(5, 5).await;
        trail.clock.turn(Span::of_days(1));
        let now = trail.clock.now();
        let mut gone = 0;
        loop {
            match purge(now, now).await.unwrap() {
                0 => break,
                n => gone += n,
            }
            assert!(trail.report().await.is_sound(), "{:?}: in the middle of a purge", trail.db);
        }
        assert_eq!(gone, 10, "{:?}", trail.db);
        trail.sealed(2, 2).await;
        let report = trail.report().await;
        assert_eq!((report.faults, report.from, report.to), (vec![], 11, 17), "{:?}", trail.db);
        trail.intrude("UPDATE audit_anchor SET sealed_at = sealed_at, sequence = 9").await;
        assert!(!trail.report().await.is_sound(), "{:?}", trail.db);
    }
}

#[tokio::test]
async fn after_a_restore_the_heads_kept_before_are_no_fault() {
    for trail in trails().await {
        trail.sealed(6, 3).await;
        // The database of a backup: it ends at 3.
        trail
            .intrude(
                "DELETE FROM audit_chain WHERE sequence > 3; DELETE FROM audit_head WHERE sequence > 3;
                 DELETE FROM audit_payload WHERE entry NOT IN (SELECT entry FROM audit_chain);
                 DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_chain)",
            )
            .await;
        assert!(!trail.report().await.is_sound(), "{:?}", trail.db);
        trail.kept.restored(&trail.keys, 3, trail.clock.now()).unwrap();
        assert_eq!(trail.faults().await, [], "{:?}", trail.db);
        trail.sealed(6, 3).await;
        assert_eq!(trail.faults().await, [], "{:?}", trail.db);
        trail.intrude("DELETE FROM audit_head WHERE sequence > 6").await;
        assert!(!trail.report().await.is_sound(), "{:?}: a cut after the restore is noticed", trail.db);
    }
}

#[tokio::test]
async fn a_long_trail_is_verified_in_chunks() {
    for trail in trails().await {
        let who = trail.who();
        for batch in 0..25 {
            let entries: Vec<Entry> = (0..100)
                .map(|n| {
                    Entry::new(trail.ids.next(), trail.clock.now(), "test.bulk", &who).on(
                        "thing",
                        Uuid::from_u128(batch * 100 + n),
                        "x",
                    )
                })
                .collect();
            trail.db.write(move |tx| entries.iter().try_for_each(|entry| record(tx, entry))).await.unwrap();
            if let Source::File(_) = trail.db.source() {
                trail.seal().await;
            }
        }
        trail.seal().await;
        let mut steps = Vec::new();
        let report = crate::verify(&trail.db, &trail.keys, &trail.kept, trail.clock.now(), |done, of| {
            steps.push((done, of))
        })
        .await
        .unwrap();
        assert!(report.is_sound(), "{:?}: {:?}", trail.db, report.faults);
        assert_eq!(steps, [(1000, 2500), (2000, 2500), (2500, 2500)], "{:?}", trail.db);
        let count: i64 =
            trail.db.read(|tx| tx.one("SELECT count(*) FROM audit_head", params![])).await.unwrap();
        assert_eq!(report.heads as i64, count, "{:?}", trail.db);
    }
}
