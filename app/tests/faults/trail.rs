//! Somebody changes the trail from outside: the verification finds it and the audit administrators are told.

use crate::{site::Site, upgrade};
use rusqlite::Connection;
use std::time::{Duration, Instant};

#[test]
fn a_verification_that_finds_something_tells_the_audit_administrators() {
    let site = Site::sqlite();
    upgrade::unpack(&site, &upgrade::kept().pop().unwrap());
    let tamper = Connection::open(site.data.join("xingtan.db")).unwrap();
    let sql =
        "UPDATE audit_entry SET action = 'nothing.happened' WHERE id = (SELECT min(id) FROM audit_entry)";
    assert_eq!(tamper.execute(sql, []).unwrap(), 1);
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
