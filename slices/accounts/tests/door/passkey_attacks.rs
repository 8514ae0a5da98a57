//! ACC-7: what is tried against passkeys, and comes to nothing.

use crate::{
    authenticator::{Challenge, Device, Key, add, sign_in, sign_in_with},
    town::{Answer, Browser, Given, PASSWORD, Town},
};
use xingtan_clock::Span;

async fn lins(town: &Town) -> (Browser<'_>, Key) {
    let mut lin = town.signed_in("lin").await;
    let (key, _) = add(&mut lin, 1, 10, "手机").await;
    (lin, key)
}

async fn bring(browser: &mut Browser<'_>, ticket: &str, answer: &str) -> Answer {
    browser.post("/sign-in/passkey", &[("ticket", ticket), ("answer", answer)]).await
}

/// Nobody is in.
async fn outside(browser: &mut Browser<'_>) {
    browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
}

#[tokio::test]
async fn an_answer_is_taken_once() {
    for town in Town::all().await {
        let (_, mut key) = lins(&town).await;
        let mut browser = town.browser();
        let asked = Challenge::of(&browser.get("/sign-in").await.is(200));
        let answer = Device::default().sign(&mut key, &asked);
        let door = browser.cookies["xt_door"].clone();
        bring(&mut browser, &asked.ticket, &answer).await.leads_to("/");
        let mut again = town.browser();
        again.cookies.insert("xt_door".into(), door.clone());
        bring(&mut again, &asked.ticket, &answer).await.is(422).has("已经用过");
        // Neither does a fresh answer to a challenge that was answered.
        let fresh = Device::default().sign(&mut key, &asked);
        bring(&mut again, &asked.ticket, &fresh).await.is(422).has("已经用过");
        outside(&mut again).await;
        // Many at once: one is let in.
        let asked = Challenge::of(&again.get("/sign-in").await.is(200));
        let answer = Device::default().sign(&mut key, &asked);
        let tries = (0..6).map(|_| {
            let (mut browser, ticket, answer) = (again.clone(), asked.ticket.clone(), answer.clone());
            async move { bring(&mut browser, &ticket, &answer).await.status.as_u16() }
        });
        let seen = futures(tries).await;
        assert_eq!(seen.iter().filter(|status| **status == 303).count(), 1, "{seen:?}");
    }
}

async fn futures<F: Future<Output = u16>>(all: impl Iterator<Item = F>) -> Vec<u16> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = vec![None; all.len()];
    std::future::poll_fn(move |cx| {
        for (one, done) in all.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(status) = one.as_mut().poll(cx)
            {
                *done = Some(status);
            }
        }
        match done.iter().copied().collect::<Option<Vec<u16>>>() {
            Some(all) => std::task::Poll::Ready(all),
            None => std::task::Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn a_challenge_is_good_for_five_minutes_and_for_the_browser_that_got_it() {
    for town in Town::all().await {
        let (_, mut key) = lins(&town).await;
        let mut browser = town.browser();
        let asked = Challenge::of(&browser.get("/sign-in").await.is(200));
        let answer = Device::default().sign(&mut key, &asked);
        // Taken along to another browser, with a cookie of its own or none.
        let mut foreign = town.browser();
        bring(&mut foreign, &asked.ticket, &answer).await.is(422).has("不是从这个页面发起");
        bring(&mut foreign, &asked.ticket, &answer).await.is(422).has("不是从这个页面发起");
        // Forged tickets, and answers that are none.
        let cut = &asked.ticket[..asked.ticket.len() - 2];
        for ticket in ["", "AAAA", cut, "%%%"] {
            bring(&mut browser, ticket, &answer).await.is(422).has("不是从这个页面发起");
        }
        for answer in ["", "{}", "[]", "null", &"x".repeat(100_000)] {
            bring(&mut browser, &asked.ticket, answer).await.is(422).has("不是从这个页面发起");
        }
        assert!(town.outcomes().await.iter().skip(1).all(|outcome| outcome == "wrong-passkey"));
        town.turn(Span::of_minutes(5));
        bring(&mut browser, &asked.ticket, &answer).await.is(422).has("超过 5 分钟");
        outside(&mut browser).await;
        // The next one on the same page works.
        town.turn(Span::of_minutes(10));
        sign_in(&mut browser, &mut key).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_challenge_for_one_thing_is_none_for_another() {
    for town in Town::all().await {
        let (mut lin, mut key) = lins(&town).await;
        let mut browser = town.browser();
        let door = Challenge::of(&browser.get("/sign-in").await.is(200));
        let new = Challenge::of(&lin.get("/account/passkeys/new").await.is(200));
        let answer = Device::default().sign(&mut key, &new);
        bring(&mut browser, &new.ticket, &answer).await.is(422).has("不是从这个页面发起");
        let mut pending = town.browser();
        pending.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        let answer = Device::default().sign(&mut key, &door);
        let form = [("ticket", door.ticket.as_str()), ("answer", &answer)];
        pending.post("/sign-in/second-factor/passkey", &form).await.is(422);
        pending.get("/account").await.leads_to("/sign-in/second-factor");
        let step = Challenge::of(&pending.get("/sign-in/second-factor").await.is(200));
        let answer = Device::default().sign(&mut key, &step);
        bring(&mut browser, &step.ticket, &answer).await.is(422).has("不是从这个页面发起");
        outside(&mut browser).await;
        // The second step of one session is none of another.
        let mut second = town.browser();
        second.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        let form = [("ticket", step.ticket.as_str()), ("answer", &answer)];
        second.post("/sign-in/second-factor/passkey", &form).await.is(422);
        second.get("/account").await.leads_to("/sign-in/second-factor");
        // Nor is a challenge to add one of the other session, or for another name.
        let (_, made) = Device::default().make(&new, 7, 1);
        let mut he = town.signed_in("he").await;
        let key = he.get("/account/passkeys/new").await.is(200).field("form_key");
        let form =
            [("form_key", key.as_str()), ("name", "x"), ("ticket", new.ticket.as_str()), ("answer", &made)];
        he.post("/account/passkeys", &form).await.is(422).has("不是从这个页面发起");
    }
}

#[tokio::test]
async fn what_was_signed_for_another_site_or_without_its_owner_proves_nothing_and_locks() {
    for town in Town::all().await {
        let (_, mut key) = lins(&town).await;
        let mut browser = town.browser();
        let bent = [
            Device { origin: "http://localhost.evil.example:8080".into(), ..Device::default() },
            Device { origin: "http://localhost:9999".into(), ..Device::default() },
            Device { host: "evil.example".into(), ..Device::default() },
            Device { verifies: false, ..Device::default() },
        ];
        for (left, device) in (1..=4).rev().zip(&bent) {
            sign_in_with(&mut browser, &mut key, device)
                .await
                .is(422)
                .has(&format!("通行密钥核对不上。还可以试 {left} 次"));
        }
        // A key that was made up answers for the one on record.
        let mut forged = Key { id: key.id.clone(), ..made_up() };
        sign_in(&mut browser, &mut forged).await.is(422).has("账号锁定到");
        sign_in(&mut browser, &mut key).await.is(422).has("账号锁定到");
        browser.sign_in("lin", PASSWORD).await.is(422).has("账号锁定到");
        outside(&mut browser).await;
        let outcomes = town.outcomes().await;
        let wrong = ["wrong-passkey"; 4].into_iter().chain(["locking-passkey", "locked", "locked"]);
        assert_eq!(outcomes[1..], wrong.collect::<Vec<_>>());
        assert!(town.mails().await.contains(&"accounts.locked".to_owned()));
        town.turn(Span::of_minutes(16));
        sign_in(&mut browser, &mut key).await.leads_to("/");
    }
}

fn made_up() -> Key {
    let asked = Challenge {
        options: serde_json::json!({ "user": { "id": "AA" }, "challenge": "AA" }),
        ticket: String::new(),
    };
    Device::default().make(&asked, 99, 50).0
}

#[tokio::test]
async fn a_key_opens_nobodys_account_but_its_owners() {
    for town in Town::all().await {
        let (_, mut key) = lins(&town).await;
        let mut he = town.signed_in("he").await;
        let (mut hes, _) = add(&mut he, 2, 1, "手机").await;
        // It signs with his key and says that it is hers; or with hers for him.
        let mut browser = town.browser();
        let mut mixed = Key { handle: key.handle.clone(), ..hes.clone() };
        sign_in(&mut browser, &mut mixed).await.is(422).has("核对不上");
        outside(&mut browser).await;
        // At her second step his key is none.
        let mut pending = town.browser();
        pending.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        let step = Challenge::of(&pending.get("/sign-in/second-factor").await.is(200));
        let answer = Device::default().sign(&mut hes, &step);
        let form = [("ticket", step.ticket.as_str()), ("answer", &answer)];
        pending.post("/sign-in/second-factor/passkey", &form).await.is(422).has("还可以试 4 次");
        pending.get("/account").await.leads_to("/sign-in/second-factor");
        // A key that was removed is nobody's.
        let mut unknown = made_up();
        sign_in(&mut browser, &mut unknown).await.is(422).has("没有登记在任何账号上");
        // Another's key cannot be added a second time.
        let (_, again) = add(&mut he, 1, 1, "偷来的").await;
        again.is(422).has("已经登记过");
        sign_in(&mut browser, &mut key).await.leads_to("/");
        browser.get("/account").await.is(200).has("Nlin");
    }
}

#[tokio::test]
async fn a_shut_account_stays_shut() {
    for town in Town::all().await {
        let (_, mut key) = lins(&town).await;
        for (state, said) in [("frozen", "冻结"), ("closed", "注销"), ("revoked", "取消")] {
            town.run(
                "UPDATE accounts_person SET state = $2 WHERE id = $1",
                &[Given::Id(town.people["lin"]), Given::Text(state.into())],
            )
            .await;
            let mut browser = town.browser();
            sign_in(&mut browser, &mut key).await.is(422).has(said);
            outside(&mut browser).await;
            assert_eq!(town.outcomes().await.last().unwrap(), state);
        }
        town.run(
            "UPDATE accounts_person SET state = 'suspended', state_until = $2 WHERE id = $1",
            &[Given::Id(town.people["lin"]), Given::Time(town.now() + Span::of_days(3))],
        )
        .await;
        // Whoever has proved to be the person is shown where to contest it, as with a password; nobody else is.
        let shut = sign_in(&mut town.browser(), &mut key).await.is(422).has("暂停");
        shut.has("href=\"/contested\"").has("提出申诉");
        let elsewhere = Device { origin: "http://localhost:9090".to_owned(), ..Device::default() };
        sign_in_with(&mut town.browser(), &mut key, &elsewhere).await.is(422).lacks("/contested");
        town.turn(Span::of_days(4));
        sign_in(&mut town.browser(), &mut key).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_counter_that_goes_back_stops_the_key_and_its_owner_is_told() {
    for town in Town::all().await {
        let (mut lin, mut key) = lins(&town).await;
        let mut clone = key.clone();
        sign_in(&mut town.browser(), &mut key).await.leads_to("/");
        sign_in(&mut town.browser(), &mut key).await.leads_to("/");
        // The copy is behind; and from then on neither opens anything, alone or after the password.
        let mut thief = town.browser();
        sign_in(&mut thief, &mut clone).await.is(422).has("签名计数倒退");
        outside(&mut thief).await;
        sign_in(&mut town.browser(), &mut key).await.is(422).has("签名计数倒退");
        let mut pending = town.browser();
        pending.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        pending.get("/sign-in/second-factor").await.is(200).has("已经停用").lacks("<passkey-ask");
        pending.get("/account").await.leads_to("/sign-in/second-factor");
        lin.get("/account/passkeys").await.is(200).has("已停用").has("签名计数倒退").lacks("恢复直接登录");
        let stopped: Vec<i64> =
            town.rows("SELECT count(*) FROM audit_entry WHERE action = 'accounts.passkey-stopped'").await;
        assert_eq!(stopped, [1]);
        assert!(town.mails().await.contains(&"accounts.passkey-stopped".to_owned()));
        assert!(town.outcomes().await.contains(&"passkey-refused".to_owned()));
        let ids: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_passkey").await;
        lin.post(&format!("/account/passkeys/{}/alone", ids[0]), &[]).await.leads_to("/account/passkeys");
        sign_in(&mut town.browser(), &mut key).await.is(422).has("签名计数倒退");
    }
}

#[tokio::test]
async fn addresses_with_too_many_failures_are_not_heard() {
    for town in Town::all().await {
        town.jobs().await;
        let (_, mut key) = lins(&town).await;
        let mut browser = town.browser();
        browser.get("/sign-in").await.is(200);
        for _ in 0..200 {
            if bring(&mut browser, "x", "x").await.status == 429 {
                break;
            }
        }
        sign_in(&mut browser, &mut key).await.is(429);
        town.turn(Span::of_minutes(11));
        sign_in(&mut browser, &mut key).await.leads_to("/");
        // What was answered is forgotten when it has expired.
        town.turn(Span::of_minutes(11));
        town.jobs().await;
        let spent: Vec<i64> = town.rows("SELECT count(*) FROM accounts_passkey_spent").await;
        assert_eq!(spent, [0]);
    }
}
