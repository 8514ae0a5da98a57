//! A backup while others write: it restores to one moment, with everything that was acknowledged before it began.

use crate::{
    load::Load,
    site::{Site, root_unit},
};
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};
use xingtan_clock::Timestamp;
use xingtan_db::{Db, params};
use xingtan_search::{Ask, Query, Reach};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_restores_to_one_moment() {
    for site in Site::both().await {
        let token = site.set_up();
        let program = site.serve();
        let mut client = program.with_token(&token);
        let unit = root_unit(&mut client);
        let before = Load::start(&client, program.address, &unit, 4, "before");
        while before.written() < 40 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let before = before.end();
        assert!(before.strange.is_empty(), "{:?}", before.strange);
        let during = Load::start(&client, program.address, &unit, 4, "during");
        let folder = site.folder.path().join("backups");
        let files: Vec<String> = (0..3)
            .map(|_| {
                let made = site.well(&["backup", folder.to_str().unwrap(), "--json"]);
                made["file"].as_str().unwrap().to_owned()
            })
            .collect();
        let during = during.end();
        assert!(during.strange.is_empty(), "{:?}", during.strange);
        assert!(during.acknowledged.len() > 10, "there was a load: {}", during.acknowledged.len());
        program.stop();
        for file in &files {
            let other = Site::sqlite();
            let restored = other.well(&["restore", file, "--json"]);
            assert!(restored["trail"]["faults"].as_array().unwrap().is_empty(), "{restored}");
            other.is_sound();
            let db = other.db().await;
            let (users, torn) = db
                .read(|tx| {
                    let users: Vec<String> = tx.all("SELECT user_name FROM accounts_person", params![])?;
                    // Whatever a unit keeps is in the backup together: account, password, entry.
                    let torn: i64 = tx.one(
                        "SELECT count(*) FROM accounts_person p
                         WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.subject = p.id)
                            OR NOT EXISTS (SELECT 1 FROM accounts_credential c WHERE c.person_id = p.id)",
                        params![],
                    )?;
                    Ok::<_, xingtan_db::Error>((users, torn))
                })
                .await
                .unwrap();
            db.close().await;
            let users: HashSet<String> = users.into_iter().collect();
            assert_eq!(torn, 0, "{file}");
            assert!(before.acknowledged.iter().all(|(user, _)| users.contains(user)), "{file}");
            // The restored institution answers.
            let program = other.serve();
            let people = program.with_token(&token).get("/api/v1/people").unwrap();
            assert_eq!(people.status, 200, "{}", people.body);
            program.stop();
        }
    }
}

/// How much can be found, and what a word of a demo course finds.
async fn findable(db: &Db) -> (i64, usize) {
    let read = db.read(|tx| {
        let count: i64 = tx.one("SELECT count(*) FROM search_passage", params![])?;
        let courses = Reach { kinds: vec!["catalog-course"], open: true, ..Reach::default() };
        let ask = Ask { reach: vec![courses], ..Ask::default() };
        let found = xingtan_search::find(tx, &Query::parse("安全"), &ask, Timestamp::from_micros(0))?;
        Ok::<_, xingtan_db::Error>((count, found.hits.len()))
    });
    read.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_and_by_command_everything_can_be_found_again() {
    let site = Site::sqlite();
    let made = site.run(&["demo", "--learners", "5"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(site.run(&["reindex"]).status.success());
    let db = site.db().await;
    let before = findable(&db).await;
    db.close().await;
    assert!(before.0 > 3 && before.1 > 0, "{before:?}");
    let folder = site.folder.path().join("backups");
    let made = site.well(&["backup", folder.to_str().unwrap(), "--json"]);
    let file = made["file"].as_str().unwrap();
    for other in Site::both().await {
        other.well(&["restore", file, "--json"]);
        // The index is no part of a backup: the restored program makes it when it runs.
        let program = other.serve();
        let db = other.db().await;
        let until = Instant::now() + Duration::from_secs(30);
        while findable(&db).await != before {
            assert!(Instant::now() < until, "{}: {:?} of {before:?}", other.engine(), findable(&db).await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        program.stop();
        // An index that lost something is made anew by hand.
        db.write(xingtan_search::clear).await.unwrap();
        assert_eq!(findable(&db).await, (0, 0), "{}", other.engine());
        db.close().await;
        assert!(other.run(&["reindex"]).status.success());
        let db = other.db().await;
        assert_eq!(findable(&db).await, before, "{}", other.engine());
        db.close().await;
    }
}
