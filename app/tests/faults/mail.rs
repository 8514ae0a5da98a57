//! A mail server that refuses, hangs, and at last takes what it is given: pages notice nothing, no mail is lost.

use crate::{
    http::Client,
    site::{PASSWORD, Program, Site, open_account, root_unit},
};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{Duration, Instant},
};

/// Asks for the outbox until it shows all of these words.
fn outbox(admin: &mut Client, path: &str, words: &[&str]) -> String {
    let until = Instant::now() + Duration::from_secs(100);
    loop {
        let began = Instant::now();
        let page = admin.get(path).unwrap();
        assert_eq!(page.status, 200);
        assert!(began.elapsed() < Duration::from_secs(2), "pages do not wait for the mail server");
        if words.iter().all(|word| page.body.contains(word)) {
            return page.body;
        }
        assert!(Instant::now() < until, "{path} does not show {words:?}: {}", page.body);
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Puts all mails of the outbox back into the queue, as an administrator would.
fn send_again(admin: &mut Client) {
    let list = admin.get("/system/mails").unwrap().body;
    let ids = list.split("/system/mails/").skip(1).filter_map(|rest| rest.split('"').next());
    for id in ids.filter(|id| id.len() == 36) {
        let form = admin.get(&format!("/system/mails/{id}")).unwrap();
        let key = form.field("form_key").unwrap_or_default().to_owned();
        let path = format!("/system/mails/{id}/requeue");
        assert_eq!(admin.post_form(&path, &[("form_key", &key)]).unwrap().status, 303);
    }
}

fn ask_for_link(program: &Program, user: &str) {
    let began = Instant::now();
    let asked = program.visitor().post_form("/sign-in/forgotten", &[("who", user)]).unwrap();
    assert_eq!(asked.status, 303, "{}", asked.body);
    assert!(began.elapsed() < Duration::from_secs(2), "nobody waits for the mail server");
}

/// Speaks just enough of the protocol to take mails; tells their texts.
fn take_mails(listener: TcpListener) -> mpsc::Receiver<String> {
    let (told, mails) = mpsc::channel();
    let serve = move |stream: TcpStream| -> std::io::Result<()> {
        let (mut lines, mut out) = (BufReader::new(stream.try_clone()?).lines(), stream);
        out.write_all(b"220 qinghe.example\r\n")?;
        while let Some(line) = lines.next().transpose()? {
            let word = line.get(..4).unwrap_or_default().to_uppercase();
            if word == "DATA" {
                out.write_all(b"354 go on\r\n")?;
                let mut text = String::new();
                while let Some(line) = lines.next().transpose()? {
                    if line == "." {
                        break;
                    }
                    text.push_str(&line);
                    text.push('\n');
                }
                let _heard = told.send(text);
            }
            out.write_all(if word == "QUIT" { b"221 bye\r\n" } else { b"250 ok\r\n" })?;
        }
        Ok(())
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever leaves in the middle leaves.
            let _ended = serve(stream);
        }
    });
    mails
}

#[test]
fn a_mail_server_that_refuses_or_hangs_keeps_no_page_waiting_and_loses_no_mail() {
    let site = Site::sqlite();
    let token = site.set_up();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let smtp = format!("smtp+plain://{address}");
    let variables = [("XINGTAN_SMTP", smtp.as_str()), ("XINGTAN_MAIL_FROM", "learn@qinghe.example")];

    // Nobody listens.
    drop(listener);
    let program = site.serve_with(&variables);
    let mut api = program.with_token(&token);
    let unit = root_unit(&mut api);
    assert_eq!(open_account(&mut api, &unit, "lin").unwrap().status, 201);
    let mut admin = program.visitor();
    admin.sign_in("gao", PASSWORD);
    ask_for_link(&program, "lin");
    outbox(&mut admin, "/system/mails?state=queued", &["lin@qinghe.example", "onnect"]);

    // It accepts and says nothing.
    let listener = TcpListener::bind(address).unwrap();
    send_again(&mut admin);
    outbox(&mut admin, "/system/mails?state=queued", &["lin@qinghe.example", "no answer within"]);

    // It works; nothing has to be started again.
    let mails = take_mails(listener);
    send_again(&mut admin);
    let mail = mails.recv_timeout(Duration::from_secs(100)).unwrap();
    assert!(mail.contains("lin@qinghe.example"), "{mail}");
    outbox(&mut admin, "/system/mails?state=sent", &["lin@qinghe.example"]);
    assert!(mails.recv_timeout(Duration::from_secs(2)).is_err(), "it goes out once");
    program.stop();
    site.is_sound();
}
