//! Somebody changes the trail from outside: the verification finds it and the audit administrators are told.

use crate::{site::Site, upgrade};
use rusqlite::Connection;
use std::time::{Duration, Instant};

/// The first of January 2100 in microseconds: a schedule that is not due while a test runs.
const NEVER: i64 = 4_102_444_800_000_000;

#[test]
fn a_verification_that_finds_something_tells_the_audit_administrators() {
    let site = Site::sqlite();
    upgrade::unpack(&site, &upgrade::kept().pop().unwrap());
    let tamper = Connection::open(site.data.join("xingtan.db")).unwrap();
    let sql =
        "UPDATE audit_entry SET action = 'nothing.happened' WHERE id = (SELECT min(id) FROM audit_entry)";
    assert_eq!(tamper.execute(sql, []).unwrap(), 1);
    // The kept folder's nightly verification may be due by now: it would run first and hide the button.
    tamper.execute("UPDATE jobs_schedule SET next_at = ?1", [NEVER]).unwrap();
    drop(tamper);
    let program = site.serve();
    let mut audit = program.visitor();
    audit.sign_in("audit", "xingtan-demo");
    let key = audit.get("/audit").unwrap().field("form_key").unwrap().to_owned();
    assert_eq!(audit.post_form("/audit/verify", &[("form_key", &key)]).unwrap().status, 303);
    let until = Instant::now() + Duration::from_secs(30);
    while !audit.get("/notifications").unwrap().body.contains("校验审计轨迹时发现 1 处问题") {
        assert!(Instant::now() < until, "nobody is told");
        std::thread::sleep(Duration::from_millis(200));
    }
    program.stop();
}

#[test]
fn nights_without_a_verification_are_told_to_the_audit_administrators() {
    let site = Site::sqlite();
    upgrade::unpack(&site, &upgrade::kept().pop().unwrap());
    // As if nobody had verified for a month: of all schedules only housekeeping is due.
    let tables = Connection::open(site.data.join("xingtan.db")).unwrap();
    tables.execute("UPDATE jobs_schedule SET next_at = ?1", [NEVER]).unwrap();
    let due = "UPDATE jobs_schedule SET next_at = created.at FROM
        (SELECT min(created_at) AS at FROM settings_institution) AS created WHERE name = 'app.housekeeping'";
    tables.execute("UPDATE settings_institution SET created_at = created_at - 2592000000000", []).unwrap();
    assert_eq!(tables.execute(due, []).unwrap(), 1);
    tables.execute("DELETE FROM jobs_job WHERE kind = 'app.verification'", []).unwrap();
    drop(tables);
    let program = site.serve();
    let mut audit = program.visitor();
    audit.sign_in("audit", "xingtan-demo");
    let until = Instant::now() + Duration::from_secs(30);
    while !audit.get("/notifications").unwrap().body.contains("审计轨迹已有 2 天没有校验") {
        assert!(Instant::now() < until, "nobody is told");
        std::thread::sleep(Duration::from_millis(200));
    }
    program.stop();
}

#[test]
fn the_trail_of_a_demo_is_whole_and_nothing_in_it_came_late() {
    let site = Site::sqlite();
    let made = site.run(&["demo", "--learners", "5"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // It tells of months; all that is sealed with the founding.
    let program = site.serve();
    program.stop();
    let verified = site.well(&["audit", "verify", "--json"]);
    assert_eq!(verified["sound"], true, "{verified}");
    assert!(verified["report"]["entries"].as_i64().is_some_and(|entries| entries > 100), "{verified}");
    assert_eq!(verified["report"]["late"], serde_json::json!([]), "{verified}");
}
