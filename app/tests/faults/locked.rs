//! Another program holds the database: who writes waits a while and is told so, who reads notices nothing.

use crate::site::{PASSWORD, Site, open_account, root_unit};
use rusqlite::Connection;
use std::time::{Duration, Instant};

#[test]
fn while_another_program_holds_the_database_writes_wait_then_say_so_and_work_again_after() {
    let site = Site::sqlite();
    let token = site.set_up();
    let program = site.serve();
    let mut api = program.with_token(&token);
    let mut person = program.visitor();
    person.sign_in("gao", PASSWORD);
    let unit = root_unit(&mut api);

    let other = Connection::open(site.data.join("xingtan.db")).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let refused = open_account(&mut api, &unit, "locked").unwrap();
    let waited = began.elapsed();
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(waited >= Duration::from_secs(2), "it waits for a while: {waited:?}");
    assert!(waited < Duration::from_secs(15), "it does not wait for ever: {waited:?}");
    assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    let page = person.post_form("/positions", &[("name", "调度员")]).unwrap();
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.header("retry-after").is_some());
    assert!(page.body.contains("请稍等片刻") && page.body.contains("没有改动任何内容"), "{}", page.body);
    for page in ["/people", "/positions", "/readyz"] {
        let began = Instant::now();
        assert_eq!(person.get(page).unwrap().status, 200, "{page}");
        assert!(began.elapsed() < Duration::from_secs(2), "{page}: reads do not wait");
    }

    // A lock that ends in time is not noticed at all.
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        other.execute_batch("ROLLBACK").unwrap();
    });
    let answer = open_account(&mut api, &unit, "locked").unwrap();
    release.join().unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(person.post_form("/positions", &[("name", "调度员")]).unwrap().status, 303);
    program.stop();
    site.is_sound();
}
