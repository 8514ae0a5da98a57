//! Killed at random moments under load: what was acknowledged is there, and nothing is half done.

use crate::{
    load::Load,
    site::{Site, open_account, root_unit},
};
use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    time::{Duration, Instant},
};
use xingtan_db::params;

const WRITERS: usize = 6;

/// Kills the program so often; each time it starts again, whatever it had not answered is asked for again.
async fn killed_under_load(site: &Site, kills: u64) {
    let token = site.set_up();
    let chance = RandomState::new();
    let began = Instant::now();
    let (mut acknowledged, mut unanswered, mut repeated) = (Vec::new(), Vec::<String>::new(), 0);
    let mut unit = String::new();
    for round in 0..kills {
        let program = site.serve();
        let mut client = program.with_token(&token);
        if unit.is_empty() {
            unit = root_unit(&mut client);
        }
        for user in unanswered.drain(..) {
            // It was kept whole or not at all: either way the same key leads to one account.
            let again = open_account(&mut client, &unit, &user).unwrap();
            assert_eq!(again.status, 201, "{user}: {}", again.body);
            acknowledged.push((user, again.json()["person"]["id"].as_str().unwrap().to_owned()));
            repeated += 1;
        }
        let load = Load::start(&client, program.address, &unit, WRITERS, &format!("k{round}"));
        std::thread::sleep(Duration::from_millis(20 + chance.hash_one(round) % 280));
        program.kill();
        let told = load.told();
        assert!(told.strange.is_empty(), "{}: {:?}", site.engine(), told.strange);
        acknowledged.extend(told.acknowledged);
        unanswered.extend(told.unanswered);
    }
    let (program, (user, id)) = (site.serve(), acknowledged.last().unwrap());
    let answer = program.with_token(&token).get(&format!("/api/v1/people/{id}")).unwrap();
    assert_eq!(answer.json()["user_name"], *user);
    program.stop();
    nothing_is_lost(site, &acknowledged, &unanswered).await;
    site.is_sound();
    println!(
        "{}: {kills} kills in {:.0?}, {} writes acknowledged and kept, {repeated} asked for again",
        site.engine(),
        began.elapsed(),
        acknowledged.len()
    );
}

/// Every acknowledged account is there once, with its initial password, its entry and its slip; others only where
/// their answer was lost.
async fn nothing_is_lost(site: &Site, acknowledged: &[(String, String)], unanswered: &[String]) {
    let db = site.db().await;
    let found: Vec<(String, i64, i64, i64)> = db
        .read(|tx| {
            tx.all(
                "SELECT p.user_name,
                        (SELECT count(*) FROM accounts_credential c WHERE c.person_id = p.id),
                        (SELECT count(*) FROM audit_entry e WHERE e.subject = p.id),
                        (SELECT count(*) FROM accounts_slip s WHERE s.person_id = p.id)
                 FROM accounts_person p WHERE p.user_name <> 'gao'",
                params![],
            )
        })
        .await
        .unwrap();
    db.close().await;
    let expected = found.first().map(|row| (row.1, row.2, row.3));
    assert!(expected.is_some_and(|(credential, entries, _)| credential == 1 && entries >= 1), "{expected:?}");
    for (user, credential, entries, slips) in &found {
        assert_eq!(Some((*credential, *entries, *slips)), expected, "{user} is half done");
    }
    let users: HashSet<&str> = found.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(users.len(), found.len());
    for (user, _) in acknowledged {
        assert!(users.contains(user.as_str()), "{}: {user} was acknowledged and is lost", site.engine());
    }
    let strangers = found.len() - acknowledged.len();
    assert!(strangers <= unanswered.len(), "{strangers} accounts that nobody asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_fifty_times_under_load_it_keeps_whatever_it_acknowledged() {
    killed_under_load(&Site::sqlite(), 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_ten_times_beside_postgresql_it_keeps_whatever_it_acknowledged() {
    if let Some(site) = Site::postgres().await {
        killed_under_load(&site, 10).await;
    }
}
