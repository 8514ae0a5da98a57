//! Two programs on one database: SQLite belongs to one, on PostgreSQL they share the work.

use crate::{
    site::{PASSWORD, Site},
    start::refused,
};
use std::time::{Duration, Instant};
use xingtan_db::params;

#[test]
fn a_second_program_on_one_sqlite_folder_is_refused_and_the_first_goes_on() {
    let site = Site::sqlite();
    let token = site.set_up();
    let program = site.serve();
    let (code, said) = refused(site.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("xingtan.db") && said.contains("already"), "{said}");
    // Commands work beside it.
    assert_eq!(site.well(&["audit", "verify", "--json"])["sound"], true);
    assert_eq!(program.with_token(&token).get("/api/v1/me").unwrap().status, 200);
    // A killed program leaves no lock behind, and a stopped one neither.
    program.kill();
    site.serve().stop();
    site.serve().stop();
}

/// How many people the list holds.
const PEOPLE: i64 = 2000;

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_another_program_ends_what_a_killed_one_began() {
    let Some(site) = Site::postgres().await else { return };
    site.set_up();
    let (first, db) = (site.serve(), site.db().await);
    let mut admin = first.visitor();
    admin.sign_in("gao", PASSWORD);
    let mut list = String::from("姓名,用户名,单位\n");
    for n in 0..PEOPLE {
        list.push_str(&format!("林一,p{n:05},Qinghe\n"));
    }
    let kept = admin.post_file("/people/import", &[], "file", list.as_bytes()).unwrap();
    assert_eq!(kept.status, 303, "{}", kept.body);
    let run = kept.header("location").unwrap().to_owned();
    let key = admin.get(&run).unwrap().field("form_key").unwrap().to_owned();
    let started = admin.post_form(&format!("{run}/start"), &[("form_key", &key)]).unwrap();
    assert_eq!(started.status, 303, "{}", started.body);
    let count = async || -> i64 {
        let sql = "SELECT count(*) FROM accounts_person WHERE user_name LIKE 'p%'";
        db.read(move |tx| tx.one(sql, params![])).await.unwrap()
    };
    let until = Instant::now() + Duration::from_secs(60);
    while count().await == 0 {
        assert!(Instant::now() < until, "the import does not begin");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let second = site.serve();
    first.kill();
    let before = count().await;
    assert!(before < PEOPLE, "the first was killed in the middle");
    let mut admin = admin.at(second.address);
    let state = async || -> (String, i64) {
        let sql = "SELECT state, attempts FROM jobs_job WHERE kind = 'accounts.people-import'";
        db.read(move |tx| tx.one(sql, params![])).await.unwrap()
    };
    let until = Instant::now() + Duration::from_secs(120);
    while state().await.0 != "done" {
        assert!(Instant::now() < until, "nobody goes on: {:?}", state().await);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(admin.get(&run).unwrap().status, 200);
    let (people, entries): (i64, i64) = db
        .read(|tx| {
            tx.one(
                "SELECT (SELECT count(DISTINCT user_name) FROM accounts_person WHERE user_name LIKE 'p%'),
                        (SELECT count(*) FROM audit_entry e JOIN accounts_person p ON p.id = e.subject
                         WHERE p.user_name LIKE 'p%')",
                params![],
            )
        })
        .await
        .unwrap();
    assert_eq!((people, entries), (PEOPLE, PEOPLE), "nothing lost, nothing twice");
    second.stop();
    db.close().await;
    site.is_sound();
    println!("{before} of {PEOPLE} were there when the first program was killed");
}
