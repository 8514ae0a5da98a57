//! Two programs on one SQLite database: it belongs to one of them.

use crate::{site::Site, start::refused};

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
