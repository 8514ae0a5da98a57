//! Erasure of personal values.

use super::{Trail, trails};
use crate::{Erased, Erasure, Fault, begin_erasure, erase_some, get};
use xingtan_clock::Uuid;
use xingtan_db::params;

async fn erase(trail: &Trail, person: Uuid, as_actor: bool, as_subject: bool) -> u64 {
    let erasure = Erasure {
        id: trail.ids.next(),
        decision: "2026-17".into(),
        person,
        as_actor,
        as_subject,
        at: trail.clock.now(),
    };
    let (id, entry, who) = (erasure.id, trail.ids.next(), trail.who());
    trail.db.write(move |tx| begin_erasure(tx, &erasure, entry, &who)).await.unwrap();
    let mut erased = 0;
    loop {
        match trail.db.write(move |tx| erase_some(tx, id, 2)).await.unwrap() {
            0 => return erased,
            n => erased += n,
        }
    }
}

#[tokio::test]
async fn erased_values_are_gone_and_verification_names_the_decision() {
    for trail in trails().await {
        trail.sealed(5, 5).await;
        let entry = trail.entry(3).await;
        assert_eq!(erase(&trail, Uuid::from_u128(3), false, true).await, 1, "{:?}", trail.db);
        trail.seal().await;
        let report = trail.report().await;
        assert_eq!(report.faults, [], "{:?}", trail.db);
        assert_eq!(report.erased, [Erased { decision: "2026-17".into(), payloads: 1 }], "{:?}", trail.db);
        let found = trail.db.read(move |tx| get(tx, entry)).await.unwrap().unwrap();
        assert_eq!((found.subject_name, found.value_before, found.detail), (None, None, None));
        assert_eq!(found.actor_name.as_deref(), Some("周敏"), "{:?}: the actor is another person", trail.db);
        let text: i64 = trail
            .db
            .read(|tx| {
                tx.one("SELECT count(*) FROM audit_payload WHERE subject_name LIKE '%物件 3%'", params![])
            })
            .await
            .unwrap();
        assert_eq!(text, 0, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn what_somebody_did_keeps_its_entry_without_name_address_and_device() {
    for trail in trails().await {
        trail.sealed(5, 5).await;
        // The entry of the erasure itself is the sixth by the same person.
        assert_eq!(erase(&trail, trail.person, true, false).await, 6, "{:?}", trail.db);
        trail.seal().await;
        assert_eq!(trail.faults().await, [], "{:?}", trail.db);
        let entry = trail.entry(1).await;
        let found = trail.db.read(move |tx| get(tx, entry)).await.unwrap().unwrap();
        assert_eq!((found.actor_name, found.address, found.device), (None, None, None));
        assert_eq!(found.actor, Some(trail.person));
    }
}

#[tokio::test]
async fn an_erasure_whose_entry_is_gone_counts_for_nothing() {
    for trail in trails().await {
        trail.sealed(3, 3).await;
        let entry = trail.entry(2).await;
        erase(&trail, Uuid::from_u128(2), false, true).await;
        trail.seal().await;
        trail
            .intrude("UPDATE audit_entry SET action = 'test.other' WHERE action = 'audit.payload-erased'")
            .await;
        let faults = trail.faults().await;
        let named = faults
            .iter()
            .any(|f| matches!(f, Fault::ErasedWithoutDecision { sequence: 2, entry: e, .. } if *e == entry));
        assert!(named, "{:?}: {faults:?}", trail.db);
    }
}
