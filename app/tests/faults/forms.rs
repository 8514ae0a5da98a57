//! Two administrators at one form, a double click, the way back: nobody overwrites unawares, nothing happens twice.

use crate::site::{PASSWORD, Site, open_account, root_unit};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_change_one_person_the_second_sees_what_the_first_has_changed() {
    for site in Site::both().await {
        let token = site.set_up();
        let program = site.serve();
        let mut api = program.with_token(&token);
        let unit = root_unit(&mut api);
        let opened = open_account(&mut api, &unit, "lin").unwrap().json();
        let id = opened["person"]["id"].as_str().unwrap();
        let (edit, save) = (format!("/people/{id}/edit"), format!("/people/{id}"));
        let (mut first, mut second) = (program.visitor(), program.visitor());
        first.sign_in("gao", PASSWORD);
        second.sign_in("gao", PASSWORD);
        let (of_first, of_second) = (first.get(&edit).unwrap(), second.get(&edit).unwrap());
        let send = |page: &crate::http::Answer, name: &'static str, number: &'static str| {
            let field = |name: &str| page.field(name).unwrap().to_owned();
            [
                ("form_key", field("form_key")),
                ("version", field("version")),
                ("name", name.to_owned()),
                ("staff_number", number.to_owned()),
                ("mail", "lin@qinghe.example".to_owned()),
            ]
        };
        let post = |client: &mut crate::http::Client, fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post_form(&save, &fields).unwrap()
        };
        let quick = send(&of_first, "林一新", "");
        assert_eq!(post(&mut first, &quick).status, 303);

        // The second learns of it, keeps what was typed, and nothing is overwritten.
        let late = post(&mut second, &send(&of_second, "林一", "A-7"));
        assert_eq!(late.status, 422, "{}", late.body);
        for words in ["别人改动了这个人的资料", "林一新", "A-7"] {
            assert!(late.body.contains(words), "{words}: {}", late.body);
        }
        let now = first.get(&save).unwrap().body;
        assert!(now.contains("林一新") && !now.contains("A-7"));

        // Saving again is deliberate. A double click of it, or the way back and saving again, changes nothing more.
        let deliberate = send(&late, "林一新", "A-7");
        assert_eq!(post(&mut second, &deliberate).status, 303);
        let (twice, back) = (post(&mut second, &deliberate), post(&mut first, &quick));
        assert_eq!((twice.status, back.status), (303, 303));
        let now = first.get(&save).unwrap().body;
        assert!(now.contains("林一新") && now.contains("A-7"));
        program.stop();
        let db = site.db().await;
        let entries: i64 = db
            .read(|tx| {
                tx.one("SELECT count(*) FROM audit_entry WHERE action = 'accounts.person-edited'", &[])
            })
            .await
            .unwrap();
        db.close().await;
        assert_eq!(entries, 2, "{}: two changes were made, whatever was clicked", site.engine());
        site.is_sound();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_many_times_at_once_acts_once() {
    for site in Site::both().await {
        site.set_up();
        let program = site.serve();
        let mut admin = program.visitor();
        admin.sign_in("gao", PASSWORD);
        let key = admin.get("/positions").unwrap().field("form_key").unwrap().to_owned();
        let clicks: Vec<_> = (0..8)
            .map(|_| {
                let (mut client, key) = (admin.at(program.address), key.clone());
                std::thread::spawn(move || {
                    let fields = [("form_key", key.as_str()), ("name", "调度员")];
                    client.post_form("/positions", &fields).unwrap().status
                })
            })
            .collect();
        let statuses: Vec<u16> = clicks.into_iter().map(|click| click.join().unwrap()).collect();
        assert_eq!(statuses, [303; 8], "{}", site.engine());
        program.stop();
        let db = site.db().await;
        let made: i64 = db.read(|tx| tx.one("SELECT count(*) FROM accounts_position", &[])).await.unwrap();
        db.close().await;
        assert_eq!(made, 1, "{}", site.engine());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_as_large_as_was_configured_and_no_larger() {
    let site = Site::sqlite();
    site.set_up();
    let program = site.serve_with(&[("XINGTAN_MAX_UPLOAD_MIB", "4")]);
    let mut admin = program.visitor();
    admin.sign_in("gao", PASSWORD);
    // Far more than a form without files may hold.
    let mut list = String::from("姓名,用户名,单位\n");
    for n in 0..60_000 {
        list.push_str(&format!("林一二三四五六七八九十,person-{n:08},Qinghe\n"));
    }
    assert!(list.len() > 3 << 20 && list.len() < 4 << 20, "{}", list.len());
    let kept = admin.post_file("/people/import", &[], "file", list.as_bytes()).unwrap();
    assert_eq!(kept.status, 303, "{}", kept.body);
    let twice = [list.as_bytes(), list.as_bytes()].concat();
    // The program may close the line before all of it was sent.
    if let Ok(refused) = admin.post_file("/people/import", &[], "file", &twice) {
        assert_eq!(refused.status, 413, "{}", refused.body);
    }
    program.stop();
    site.is_sound();
}
