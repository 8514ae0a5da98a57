//! Every manipulation of the trail is noticed and named (GOV-9).

use super::{Trail, trails};
use crate::{
    Fault, Head, Part,
    content::{GENESIS, Hash, link},
};
use xingtan_clock::Span;
use xingtan_db::params;
use xingtan_keys::KeyRing;

/// An entry by its number, as SQL writes it.
fn entry(sequence: i64) -> String {
    format!("(SELECT entry FROM audit_chain WHERE sequence = {sequence})")
}

#[tokio::test]
async fn a_sound_trail_has_no_fault() {
    for trail in trails().await {
        trail.sealed(25, 4).await;
        trail.write(99).await;
        let report = trail.report().await;
        assert_eq!(report.faults, [], "{:?}", trail.db);
        assert_eq!((report.entries, report.from, report.to, report.unsealed), (25, 1, 25, 1));
        // At least: on PostgreSQL transactions of other tests may cut a batch in two.
        assert!(report.heads >= 7 && report.heads == report.kept_heads, "{:?}: {report:?}", trail.db);
        assert!(report.is_sound() && report.late.is_empty());
    }
}

#[tokio::test]
async fn a_changed_entry_is_named() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let id = trail.entry(4).await;
        for (set, undo) in [
            ("action = 'test.other'", "action = 'test.thing-changed'"),
            ("result = 'refused'", "result = 'done'"),
            ("node_path = NULL", "node_path = '/1/5/'"),
            ("acting_role = 'admin'", "acting_role = 'center'"),
        ] {
            trail.intrude(&format!("UPDATE audit_entry SET {set} WHERE id = {}", entry(4))).await;
            assert_eq!(trail.faults().await, [Fault::Changed { sequence: 4, entry: id }], "{:?}", trail.db);
            trail.intrude(&format!("UPDATE audit_entry SET {undo} WHERE id = {}", entry(4))).await;
        }
        assert_eq!(trail.faults().await, [], "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_changed_payload_is_named_with_its_part() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let (a, b) = (trail.entry(2).await, trail.entry(7).await);
        trail
            .intrude(&format!(
                "UPDATE audit_payload SET actor_name = '别人' WHERE entry = {};
                 UPDATE audit_payload SET value_after = '0' WHERE entry = {}",
                entry(2),
                entry(7)
            ))
            .await;
        let changed = |sequence, entry, part| Fault::ChangedPayload { sequence, entry, part };
        let wanted = [changed(2, a, Part::Actor), changed(7, b, Part::Subject)];
        assert_eq!(trail.faults().await, wanted, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_removed_payload_is_named_also_when_it_is_passed_off_as_erased() {
    for trail in trails().await {
        trail.sealed(6, 3).await;
        let (a, b) = (trail.entry(2).await, trail.entry(5).await);
        trail
            .intrude(&format!(
                "DELETE FROM audit_payload WHERE entry = {};
                 UPDATE audit_payload SET subject_salt = NULL, subject_name = NULL, subject_erased = entry
                 WHERE entry = {}",
                entry(2),
                entry(5)
            ))
            .await;
        let gone = |part| Fault::RemovedPayload { sequence: 2, entry: a, part };
        let wanted = [
            gone(Part::Actor),
            gone(Part::Subject),
            Fault::ErasedWithoutDecision { sequence: 5, entry: b, erasure: b },
        ];
        assert_eq!(trail.faults().await, wanted, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let id = trail.entry(5).await;
        trail
            .intrude(&format!(
                "DELETE FROM audit_payload WHERE entry = {0}; DELETE FROM audit_entry WHERE id = {0}",
                entry(5)
            ))
            .await;
        assert_eq!(trail.faults().await, [Fault::Removed { sequence: 5, entry: id }], "{:?}", trail.db);
    }
}

/// Takes an entry out with all its traces in the database.
fn take_out(sequence: i64) -> String {
    format!(
        "DELETE FROM audit_payload WHERE entry = {0};
         DELETE FROM audit_entry WHERE id = {0};
         DELETE FROM audit_chain WHERE sequence = {sequence};",
        entry(sequence)
    )
}

#[tokio::test]
async fn removed_places_are_named_also_when_the_rest_was_renumbered() {
    for trail in trails().await {
        // A head at every place: none of them may be taken for a recomputed chain.
        trail.sealed(12, 1).await;
        trail.intrude(&(take_out(6) + &take_out(7))).await;
        assert_eq!(trail.faults().await, [Fault::RemovedPlaces { from: 6, to: 7 }], "{:?}", trail.db);
        for n in 8..=12 {
            trail.intrude(&format!("UPDATE audit_chain SET sequence = {} WHERE sequence = {n}", n - 2)).await;
        }
        assert_eq!(
            trail.faults().await,
            [Fault::RemovedPlaces { from: 6, to: 7 }, Fault::CutTail { found: 10, signed: 12 }],
            "{:?}",
            trail.db
        );
    }
}

/// Writes an entry past the program, like entry `like` and with its payload, under a new id.
async fn slip_in(trail: &Trail, like: i64) -> xingtan_clock::Uuid {
    let (like, id) = (trail.entry(like).await, trail.ids.next());
    let columns =
        "at, actor, acting_role, action, subject_kind, subject, node_path, result, citing, actor_hash,
                   subject_hash";
    let payload =
        "actor_salt, actor_name, address, device, subject_salt, subject_name, value_before, value_after,
                   detail";
    // CASE tells PostgreSQL the type of the parameter.
    let entry = format!(
        "INSERT INTO audit_entry (id, {columns})
         SELECT CASE WHEN TRUE THEN $1 ELSE id END, {columns} FROM audit_entry WHERE id = $2"
    );
    let values = format!(
        "INSERT INTO audit_payload (entry, {payload})
         SELECT CASE WHEN TRUE THEN $1 ELSE entry END, {payload} FROM audit_payload WHERE entry = $2"
    );
    trail
        .db
        .write(move |tx| {
            tx.exec(&entry, params![id, like])?;
            tx.exec(&values, params![id, like])
        })
        .await
        .unwrap();
    id
}

#[tokio::test]
async fn an_inserted_entry_is_named() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let id = slip_in(&trail, 3).await;
        assert_eq!(trail.faults().await, [Fault::Inserted { entry: id }], "{:?}", trail.db);
    }
}

async fn digest_of(trail: &Trail, sequence: i64) -> (Hash, Hash) {
    let (digest, chained): (Vec<u8>, Vec<u8>) = trail
        .db
        .read(move |tx| {
            tx.one("SELECT digest, chained FROM audit_chain WHERE sequence = $1", params![sequence])
        })
        .await
        .unwrap();
    (digest.try_into().unwrap(), chained.try_into().unwrap())
}

/// The digest of an entry as it stands, whether chained or not.
async fn digest_now(trail: &Trail, id: xingtan_clock::Uuid) -> Hash {
    let row: crate::seal::EntryRow = trail
        .db
        .read(move |tx| {
            tx.one(
                "SELECT id, at, actor, acting_role, action, subject_kind, subject, node_path, result, citing,
                        actor_hash, subject_hash
                 FROM audit_entry WHERE id = $1",
                params![id],
            )
        })
        .await
        .unwrap();
    row.digest()
}

async fn chain(trail: &Trail, sequence: i64, id: xingtan_clock::Uuid, digest: Hash, chained: Hash) {
    trail
        .db
        .write(move |tx| {
            tx.exec(
                "INSERT INTO audit_chain (sequence, entry, digest, chained) VALUES ($1, $2, $3, $4)",
                params![sequence, id, digest, chained],
            )
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn an_entry_put_into_the_chain_is_named() {
    for trail in trails().await {
        trail.sealed(12, 1).await;
        let id = slip_in(&trail, 3).await;
        for n in (6..=12).rev() {
            trail.intrude(&format!("UPDATE audit_chain SET sequence = {} WHERE sequence = {n}", n + 1)).await;
        }
        let digest = digest_now(&trail, id).await;
        let before = digest_of(&trail, 5).await.1;
        chain(&trail, 6, id, digest, link(6, &before, &digest)).await;
        assert_eq!(
            trail.faults().await,
            [Fault::InsertedPlaces { from: 6, to: 6 }, Fault::UnsignedTail { from: 13, to: 13 }],
            "{:?}",
            trail.db
        );
    }
}

#[tokio::test]
async fn an_entry_put_at_the_end_is_named_for_want_of_a_signature() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let id = slip_in(&trail, 3).await;
        let digest = digest_now(&trail, id).await;
        let before = digest_of(&trail, 9).await.1;
        chain(&trail, 10, id, digest, link(10, &before, &digest)).await;
        assert_eq!(trail.faults().await, [Fault::UnsignedTail { from: 10, to: 10 }], "{:?}", trail.db);
    }
}

#[tokio::test]
async fn places_that_were_exchanged_are_named() {
    for trail in trails().await {
        trail.sealed(12, 1).await;
        trail
            .intrude(
                "UPDATE audit_chain SET sequence = -1 WHERE sequence = 3;
                 UPDATE audit_chain SET sequence = 3 WHERE sequence = 8;
                 UPDATE audit_chain SET sequence = 8 WHERE sequence = -1",
            )
            .await;
        let mut faults = trail.faults().await;
        faults.sort_by_key(|fault| format!("{fault:?}"));
        let wanted =
            [Fault::Reordered { sequence: 3, sealed_as: 8 }, Fault::Reordered { sequence: 8, sealed_as: 3 }];
        assert_eq!(faults, wanted, "{:?}", trail.db);
    }
}

#[tokio::test]
async fn entries_that_were_exchanged_are_named() {
    for trail in trails().await {
        trail.sealed(9, 3).await;
        let (a, b) = (trail.entry(2).await, trail.entry(6).await);
        let ((da, ca), (db, cb)) = (digest_of(&trail, 2).await, digest_of(&trail, 6).await);
        trail.intrude("DELETE FROM audit_chain WHERE sequence IN (2, 6)").await;
        chain(&trail, 2, b, da, ca).await;
        chain(&trail, 6, a, db, cb).await;
        let wanted =
            [Fault::Reordered { sequence: 2, sealed_as: 6 }, Fault::Reordered { sequence: 6, sealed_as: 2 }];
        assert_eq!(trail.faults().await, wanted, "{:?}", trail.db);
    }
}

fn cut_after(sequence: i64) -> String {
    format!(
        "DELETE FROM audit_payload WHERE entry IN (SELECT entry FROM audit_chain WHERE sequence > {sequence});
         DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_chain WHERE sequence > {sequence});
         DELETE FROM audit_chain WHERE sequence > {sequence};
         DELETE FROM audit_head WHERE sequence > {sequence};"
    )
}

#[tokio::test]
async fn a_cut_tail_is_noticed_by_the_heads_kept_outside_the_database() {
    for trail in trails().await {
        trail.sealed(12, 3).await;
        trail.intrude(&cut_after(6)).await;
        let cut = Fault::CutTail { found: 6, signed: 12 };
        assert_eq!(trail.faults().await, [cut], "{:?}", trail.db);
        // What is written and sealed afterwards does not cover it up.
        trail.sealed(9, 3).await;
        let faults = trail.faults().await;
        assert!(
            matches!(faults[..], [Fault::Recomputed { sequence: 7..=9, .. }]),
            "{:?}: {faults:?}",
            trail.db
        );
    }
}

#[tokio::test]
async fn a_lost_file_of_kept_heads_is_named() {
    for trail in trails().await {
        trail.sealed(3, 3).await;
        std::fs::remove_file(trail.kept.path()).unwrap();
        assert_eq!(trail.faults().await, [Fault::KeptHeadsMissing], "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_changed_file_of_kept_heads_is_named() {
    for trail in trails().await {
        trail.sealed(6, 3).await;
        let text = std::fs::read_to_string(trail.kept.path()).unwrap();
        let line = text.lines().count();
        std::fs::write(trail.kept.path(), text.replace("\"sequence\":6", "\"sequence\":5")).unwrap();
        assert_eq!(trail.faults().await, [Fault::KeptHeadsChanged { line, lines: 1 }], "{:?}", trail.db);
    }
}

/// Changes entry 4 and computes the whole chain again from there.
async fn recompute(trail: &Trail) {
    trail.intrude(&format!("UPDATE audit_entry SET result = 'refused' WHERE id = {}", entry(4))).await;
    let mut before = GENESIS;
    for sequence in 1..=12 {
        let digest = digest_now(trail, trail.entry(sequence).await).await;
        let chained = link(sequence, &before, &digest);
        trail
            .db
            .write(move |tx| {
                tx.exec(
                    "UPDATE audit_chain SET digest = $2, chained = $3 WHERE sequence = $1",
                    params![sequence, digest, chained],
                )?;
                tx.exec(
                    "UPDATE audit_head SET chained = $2 WHERE sequence = $1 AND sequence >= 4",
                    params![sequence, chained],
                )
            })
            .await
            .unwrap();
        before = chained;
    }
}

#[tokio::test]
async fn a_recomputed_chain_is_noticed_by_signatures_and_kept_heads() {
    for trail in trails().await {
        trail.sealed(12, 3).await;
        recompute(&trail).await;
        let faults = trail.faults().await;
        let named = matches!(
            faults[..],
            [
                Fault::Recomputed { sequence: 4..=6, heads: 3.. },
                Fault::ForgedHeads { sequence: 4..=6, heads: 3.. }
            ]
        );
        assert!(named, "{:?}: {faults:?}", trail.db);
    }
}

#[tokio::test]
async fn a_chain_recomputed_and_signed_with_another_key_is_noticed() {
    for trail in trails().await {
        trail.sealed(12, 3).await;
        recompute(&trail).await;
        let (intruder, at) = (KeyRing::in_memory(), trail.clock.now());
        for sequence in 4..=12 {
            let head = Head::sign(&intruder, sequence, &digest_of(&trail, sequence).await.1, at);
            let set = "UPDATE audit_head SET sealed_at = $2, signature = $3 WHERE sequence = $1";
            trail.db.write(move |tx| tx.exec(set, params![sequence, at, head.signature])).await.unwrap();
        }
        let faults = trail.faults().await;
        let named = matches!(
            faults[..],
            [
                Fault::Recomputed { sequence: 4..=6, heads: 3.. },
                Fault::ForgedHeads { sequence: 4..=6, heads: 3.. }
            ]
        );
        assert!(named, "{:?}: {faults:?}", trail.db);
    }
}

#[tokio::test]
async fn an_entry_that_tells_of_a_moment_long_sealed_is_shown_as_late() {
    for trail in trails().await {
        trail.sealed(3, 3).await;
        let then = trail.clock.now();
        trail.clock.turn(Span::of_hours(5));
        trail.sealed(3, 3).await;
        let (id, who) = (trail.ids.next(), trail.who());
        trail
            .db
            .write(move |tx| crate::record(tx, &crate::Entry::new(id, then, "test.back-dated", &who)))
            .await
            .unwrap();
        trail.seal().await;
        let report = trail.report().await;
        assert!(report.is_sound(), "{:?}", trail.db);
        let late: Vec<i64> = report.late.iter().map(|late| late.sequence).collect();
        assert_eq!(late, [7], "{:?}", trail.db);
    }
}

#[tokio::test]
async fn a_founding_that_tells_of_earlier_times_is_no_complaint() {
    for trail in trails().await {
        let long_ago = trail.clock.now() - Span::of_days(100);
        for _ in 0..3 {
            let (id, who) = (trail.ids.next(), trail.who());
            trail
                .db
                .write(move |tx| crate::record(tx, &crate::Entry::new(id, long_ago, "test.of-a-demo", &who)))
                .await
                .unwrap();
            trail.seal().await;
            trail.clock.turn(Span::of_minutes(1));
        }
        let report = trail.report().await;
        assert!(report.is_sound() && report.late.is_empty(), "{:?}", trail.db);
    }
}
