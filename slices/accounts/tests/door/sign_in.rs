//! ACC-5, ACC-7, ACC-9: getting in, and not getting in.

use crate::town::{Given, PASSWORD, Town};
use xingtan_clock::Span;

#[tokio::test]
async fn the_right_password_leads_to_where_one_wanted_to_go() {
    for town in Town::all().await {
        let mut browser = town.browser();
        browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        browser.get("/sign-in?next=%2Faccount").await.is(200).has("name=\"next\" value=\"/account\"");
        let form = [("user", "LIN "), ("password", PASSWORD), ("next", "/account")];
        let answer = browser.post("/sign-in", &form).await.leads_to("/account");
        let cookies: Vec<&str> =
            answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(cookies.iter().any(|c| c.starts_with("xt_session=xt_")
            && c.contains("HttpOnly")
            && c.contains("SameSite=Lax")
            && !c.contains("Max-Age")));
        assert!(cookies.iter().any(|c| c.starts_with("xt_device=xt_") && c.contains("Max-Age")));
        browser.get("/account").await.is(200).has("Nlin").has("Qinghe Academy");
        browser.get("/sign-in").await.leads_to("/");
        assert_eq!(town.outcomes().await, ["done"]);
        let trail: Vec<(String, Option<String>)> =
            town.rows("SELECT action, node_path FROM audit_entry WHERE action = 'accounts.signed-in'").await;
        assert_eq!(trail, [("accounts.signed-in".to_owned(), Some("/1/".to_owned()))]);
        browser.post("/sign-out", &[]).await.leads_to("/sign-in");
        browser.get("/sign-in").await.is(200).has("已退出登录。");
        browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    }
}

#[tokio::test]
async fn a_session_that_is_kept_lasts_seven_days_and_another_ends_when_idle() {
    for town in Town::all().await {
        let mut kept = town.browser();
        let form = [("user", "lin"), ("password", PASSWORD), ("remember", "yes")];
        let answer = kept.post("/sign-in", &form).await.leads_to("/");
        assert!(format!("{:?}", answer.headers).contains("Max-Age=604800"));
        let mut short = town.signed_in("lin").await;
        town.turn(Span::of_minutes(119));
        short.get("/account").await.is(200);
        town.turn(Span::of_minutes(121));
        short.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        short.get("/sign-in").await.is(200).has("较长时间没有操作");
        town.turn(Span::of_days(1));
        kept.get("/account").await.is(200);
        town.turn(Span::of_days(6));
        kept.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    }
}

#[tokio::test]
async fn the_fifth_wrong_password_locks_and_nobody_learns_whether_a_user_exists() {
    for town in Town::all().await {
        let mut browser = town.browser();
        for left in [4, 3, 2, 1] {
            let text = format!("密码不对。还可以试 {left} 次，之后账号锁定 15 分钟。");
            for user in ["lin", "nobody"] {
                browser.sign_in(user, "wrong").await.is(422).has(&text).lacks("value=\"wrong\"");
            }
        }
        for user in ["lin", "nobody"] {
            browser.sign_in(user, "wrong").await.is(422).has("账号锁定到 09:15");
            browser
                .sign_in(user, PASSWORD)
                .await
                .is(422)
                .has("账号锁定到 09:15，在这之前密码正确也不能在这里登录");
        }
        assert_eq!(town.mails().await, ["accounts.locked"]);
        town.turn(Span::of_minutes(15));
        browser.sign_in("nobody", PASSWORD).await.is(422).has("还可以试 4 次");
        browser.sign_in("lin", PASSWORD).await.leads_to("/");
        let refused: Vec<(i64,)> = town
            .rows("SELECT count(*) FROM audit_entry WHERE action = 'accounts.sign-in-refused' AND result = 'refused'")
            .await;
        assert_eq!(refused, [(13,)]);
    }
}

#[tokio::test]
async fn strangers_lock_out_strangers_and_not_the_owner_on_a_device_of_her_own() {
    for town in Town::all().await {
        let mut own = town.signed_in("lin").await;
        own.post("/sign-out", &[]).await;
        let mut elsewhere = town.browser();
        for _ in 0..5 {
            elsewhere.sign_in("lin", "wrong").await.is(422);
        }
        elsewhere.sign_in("lin", PASSWORD).await.is(422).has("账号锁定到").has("登录求助");
        own.sign_in("lin", PASSWORD).await.leads_to("/");
        own.get("/account").await.is(200);
        elsewhere.sign_in("lin", PASSWORD).await.is(422).has("账号锁定到");
        let told: Vec<Option<String>> =
            town.rows("SELECT unusual FROM accounts_sign_in WHERE outcome = 'done' ORDER BY at DESC").await;
        assert_eq!(told[0].as_deref(), Some("failures"), "she is told what was tried");
        // Somebody else's device is a stranger here.
        let mut he = town.signed_in("he").await;
        he.post("/sign-out", &[]).await;
        he.sign_in("lin", PASSWORD).await.is(422).has("账号锁定到");
        town.turn(Span::of_minutes(15));
        elsewhere.sign_in("lin", PASSWORD).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_device_of_ones_own_has_its_own_count_and_locks_for_itself() {
    for town in Town::all().await {
        let mut own = town.signed_in("lin").await;
        own.post("/sign-out", &[]).await;
        for left in [4, 3, 2, 1] {
            own.sign_in("lin", "wrong").await.is(422).has(&format!("在这台设备上还可以试 {left} 次"));
        }
        own.sign_in("lin", "wrong").await.is(422).has("在这台设备上已连续输错多次");
        own.sign_in("lin", PASSWORD).await.is(422).has("密码正确也不能在这台设备上登录");
        assert_eq!(town.mails().await, ["accounts.device-locked"]);
        let outcomes = town.outcomes().await;
        assert_eq!(outcomes[5..], ["device-locking", "device-locked"]);
        // Elsewhere nothing was counted, and nobody is shown as locked.
        town.browser().sign_in("lin", "wrong").await.is(422).has("还可以试 4 次");
        let mut elsewhere = town.signed_in("lin").await;
        elsewhere.get("/account").await.is(200);
        let locked: Vec<i64> =
            town.rows("SELECT count(*) FROM accounts_credential WHERE locked_until IS NOT NULL").await;
        assert_eq!(locked, [0]);
        town.turn(Span::of_minutes(15));
        own.sign_in("lin", PASSWORD).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_forged_an_old_and_a_fourth_device_are_strangers() {
    for town in Town::all().await {
        let mut devices = Vec::new();
        for _ in 0..4 {
            let mut device = town.signed_in("lin").await;
            device.post("/sign-out", &[]).await;
            devices.push(device);
        }
        let mut forged = town.browser();
        forged.cookies.insert("xt_device".into(), format!("xt_{}", "a".repeat(43)));
        for _ in 0..5 {
            forged.sign_in("lin", "wrong").await.is(422).lacks("在这台设备上还可以").lacks("在这台设备上已");
        }
        devices[0].sign_in("lin", PASSWORD).await.is(422).has("账号锁定到");
        let mut fourth = devices.pop().unwrap();
        fourth.sign_in("lin", PASSWORD).await.leads_to("/");
        // A password that is new makes strangers of the devices that have not signed in with it.
        let new = "walnut-Harbour-63";
        let key = fourth.get("/account/password").await.is(200).field("form_key");
        let form = [("form_key", key.as_str()), ("current", PASSWORD), ("password", new), ("again", new)];
        fourth.post("/account/password", &form).await.leads_to("/account");
        fourth.post("/sign-out", &[]).await;
        for _ in 0..5 {
            forged.sign_in("lin", "wrong").await.is(422);
        }
        devices[2].sign_in("lin", new).await.is(422).has("账号锁定到");
        fourth.sign_in("lin", new).await.leads_to("/");
    }
}

#[tokio::test]
async fn who_is_inside_proves_the_password_although_strangers_locked_the_account() {
    for town in Town::all().await {
        let mut own = town.signed_in("lin").await;
        let mut elsewhere = town.browser();
        for _ in 0..5 {
            elsewhere.sign_in("lin", "wrong").await.is(422);
        }
        town.turn(Span::of_minutes(11));
        own.post("/account/proof", &[("password", PASSWORD), ("next", "/account")])
            .await
            .leads_to("/account");
        for left in [4, 3, 2, 1] {
            own.post("/account/proof", &[("password", "wrong")])
                .await
                .is(422)
                .has(&format!("还可以试 {left} 次"));
        }
        own.post("/account/proof", &[("password", "wrong")]).await.leads_to("/sign-in");
        own.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    }
}

#[tokio::test]
async fn an_address_from_which_too_many_failures_come_has_to_wait() {
    for town in Town::all().await {
        let mut browser = town.browser();
        for n in 0..30 {
            browser.sign_in(&format!("guess{n}"), "wrong").await.is(422);
        }
        let answer = browser.sign_in("lin", PASSWORD).await.is(429).has("请 570 秒后再试");
        assert_eq!(answer.headers["retry-after"], "570");
        browser.sign_in("lin", PASSWORD).await.is(429);
        let outcomes = town.outcomes().await;
        assert_eq!(
            outcomes.iter().filter(|outcome| *outcome == "throttled").count(),
            1,
            "noted once a minute"
        );
        town.turn(Span::of_minutes(10));
        browser.sign_in("lin", PASSWORD).await.leads_to("/");
    }
}

#[tokio::test]
async fn a_suspended_account_says_until_when_and_by_which_article_and_restores_itself() {
    for town in Town::all().await {
        let lin = town.people["lin"];
        let mut inside = town.signed_in("lin").await;
        town.run(
            "UPDATE accounts_person SET state = 'suspended', state_until = $2 WHERE id = $1",
            &[Given::Id(lin), Given::Time(town.now() + Span::of_days(7))],
        )
        .await;
        town.run(
            "INSERT INTO accounts_state_change (id, person_id, state_before, state_after, at, reason, article)
             VALUES ($1, $2, 'active', 'suspended', $3, 'lent', 'academy@1#7')",
            &[Given::Id(town.ids.next()), Given::Id(lin), Given::Time(town.now())],
        )
        .await;
        inside.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        let mut browser = town.browser();
        browser.sign_in("lin", "wrong").await.is(422).has("密码不对").lacks("暂停");
        browser
            .sign_in("lin", PASSWORD)
            .await
            .is(422)
            .has("暂停使用到 2026 年 3 月 9 日 09:00")
            .has("依据：academy@1#7。");
        town.turn(Span::of_days(7));
        browser.sign_in("lin", PASSWORD).await.leads_to("/");
        for (state, text) in [("frozen", "已被冻结"), ("closed", "已经注销"), ("revoked", "资格已被取消")]
        {
            town.run(
                "UPDATE accounts_person SET state = $2, state_until = NULL WHERE id = $1",
                &[Given::Id(lin), Given::Text(state.into())],
            )
            .await;
            town.browser().sign_in("lin", PASSWORD).await.is(422).has(text);
        }
        assert_eq!(
            town.outcomes().await,
            ["done", "wrong", "suspended", "done", "frozen", "closed", "revoked"]
        );
    }
}

#[tokio::test]
async fn a_first_password_has_to_be_changed_before_anything_else() {
    for town in Town::all().await {
        let first = town.first_password("lin").await;
        let mut browser = town.browser();
        browser.sign_in("lin", &first.to_uppercase()).await.leads_to("/");
        browser.get("/account").await.leads_to("/account/password");
        browser.get("/account/sessions").await.leads_to("/account/password");
        let page = browser.get("/account/password").await.is(200).lacks("name=\"current\"");
        let key = page.field("form_key");
        for (password, again, text) in [
            ("short", "short", "密码太短"),
            ("Nlin-is-a-name-7", "Nlin-is-a-name-7", "姓名或用户名"),
            ("password1234", "password1234", "很常见"),
            ("walnut-Harbour-63", "walnut-Harbour-64", "两次输入的新密码不一样"),
        ] {
            let form = [("form_key", key.as_str()), ("password", password), ("again", again)];
            browser.post("/account/password", &form).await.is(422).has(text).lacks(password);
        }
        let form =
            [("form_key", key.as_str()), ("password", "walnut-Harbour-63"), ("again", "walnut-Harbour-63")];
        browser.post("/account/password", &form).await.leads_to("/");
        browser.get("/account").await.is(200);
        let mut other = town.browser();
        other.sign_in("lin", &first).await.is(422).has("密码不对");
        other.sign_in("lin", "walnut-Harbour-63").await.leads_to("/");
    }
}

#[tokio::test]
async fn a_first_password_expires_after_fourteen_days() {
    for town in Town::all().await {
        let first = town.first_password("lin").await;
        town.turn(Span::of_days(14));
        let mut browser = town.browser();
        browser.sign_in("lin", &first).await.is(422).has("初始密码超过 14 天没有使用");
        assert_eq!(town.outcomes().await, ["initial-expired"]);
    }
}

#[tokio::test]
async fn a_password_that_is_too_old_has_to_be_changed_with_the_present_one() {
    for town in Town::all().await {
        town.turn(Span::of_days(180));
        let mut browser = town.signed_in("lin").await;
        browser.get("/account").await.leads_to("/account/password");
        town.turn(Span::of_minutes(11));
        let key = browser.get("/account/password").await.is(200).has("name=\"current\"").field("form_key");
        let new = "walnut-Harbour-63";
        let form = [("form_key", key.as_str()), ("current", "wrong"), ("password", new), ("again", new)];
        browser.post("/account/password", &form).await.is(422).has("还可以试 4 次");
        let same =
            [("form_key", key.as_str()), ("current", PASSWORD), ("password", PASSWORD), ("again", PASSWORD)];
        browser.post("/account/password", &same).await.is(422).has("最近用过");
        let form = [("form_key", key.as_str()), ("current", PASSWORD), ("password", new), ("again", new)];
        browser.post("/account/password", &form).await.leads_to("/");
        browser.get("/account").await.is(200);
    }
}

#[tokio::test]
async fn a_new_device_is_told_of_and_a_known_one_is_not() {
    for town in Town::all().await {
        let mut first = town.signed_in("lin").await;
        first.post("/sign-out", &[]).await;
        first.sign_in("lin", PASSWORD).await.leads_to("/");
        assert!(town.mails().await.is_empty(), "the first device and a known one are not unusual");
        let mut second = town.browser();
        second.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605".to_owned();
        second.sign_in("lin", PASSWORD).await.leads_to("/");
        assert_eq!(town.mails().await, ["accounts.new-device"]);
        let notice: Vec<(String, Option<String>)> =
            town.rows("SELECT message, link FROM notify_notice").await;
        assert!(notice[0].0.contains("Safari·iPhone") && notice[0].1.as_deref() == Some("/account/sessions"));
        let unusual: Vec<Option<String>> =
            town.rows("SELECT unusual FROM accounts_sign_in ORDER BY at, id").await;
        assert_eq!(unusual, [None, None, Some("device".to_owned())]);
    }
}

#[tokio::test]
async fn more_sessions_than_the_role_allows_end_the_oldest_and_it_is_told() {
    for town in Town::all().await {
        let mut oldest = town.signed_in("lin").await;
        for n in 0..5 {
            town.turn(Span::of_seconds(1));
            let mut browser = town.signed_in("lin").await;
            if n == 4 {
                browser.get("/account").await.is(200).has("最早登录的 1 处已退出");
            }
        }
        oldest.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        oldest.get("/sign-in").await.is(200).has("同时登录的设备超过了允许的数目");
    }
}

#[tokio::test]
async fn demo_people_enter_by_one_click_only_in_a_demo() {
    for town in Town::all().await {
        let mut browser = town.browser();
        browser.get("/sign-in").await.is(200).lacks("/sign-in/demo");
        browser.post("/sign-in/demo", &[("person", "admin")]).await.is(404);
    }
    for town in Town::demos().await {
        let mut browser = town.browser();
        browser
            .get("/sign-in")
            .await
            .is(200)
            .has("在学的人")
            .has("Nlearner")
            .has("平台三员")
            .lacks("value=\"teacher\"");
        browser.post("/sign-in/demo", &[("person", "lin")]).await.is(404);
        browser.post("/sign-in/demo", &[("person", "teacher")]).await.is(404);
        for _ in 0..7 {
            let mut browser = town.browser();
            browser.post("/sign-in/demo", &[("person", "learner")]).await.leads_to("/");
            browser.get("/account").await.is(200).has("Nlearner");
        }
        assert!(town.mails().await.is_empty(), "whoever looks at a demo is not unusual");
        let open: Vec<i64> = town.rows("SELECT count(*) FROM accounts_session WHERE ended_at IS NULL").await;
        assert_eq!(open, [7], "visitors of a demo do not end one another's sessions");
    }
}

#[tokio::test]
async fn requests_of_other_sites_and_addresses_elsewhere_are_refused() {
    for town in Town::all().await {
        let mut evil = town.browser();
        evil.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
        evil.sign_in("lin", PASSWORD).await.is(403);
        evil.headers = vec![("origin", "https://evil.example".to_owned())];
        evil.sign_in("lin", PASSWORD).await.is(403);
        for next in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
            let mut browser = town.browser();
            let form = [("user", "lin"), ("password", PASSWORD), ("next", next)];
            browser.post("/sign-in", &form).await.leads_to("/");
        }
    }
}

#[tokio::test]
async fn hostile_input_is_refused_and_never_breaks() {
    for town in Town::all().await {
        let mut browser = town.browser();
        browser.sign_in("lin", &"x".repeat(10 << 20)).await.is(413);
        browser.sign_in("lin", &"密".repeat(1000)).await.is(422);
        browser.sign_in(&"u".repeat(5000), "x").await.is(422);
        browser.sign_in("", "").await.is(422).has("请填写这一项");
        browser.sign_in("lin\0' OR 1=1 --", "\0\u{202e}").await.is(422);
        browser.post("/sign-in/demo", &[("person", "\u{0}admin")]).await.is(404);
        browser.cookies.insert("xt_session".into(), "xt_short".into());
        browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        browser.cookies.insert("xt_session".into(), format!("xt_{}", "a".repeat(43)));
        browser.cookies.insert("xt_device".into(), "';--".into());
        browser.get("/sign-in").await.is(200);
        browser.get("/sign-in/reset/nonsense").await.is(410);
        browser.get("/sign-in/nonsense").await.is(404);
        browser.sign_in("lin", PASSWORD).await.leads_to("/");
        browser.post("/account/sessions/not-an-id/end", &[]).await.is(400);
        browser.post("/account/role", &[("role", "emperor")]).await.is(400);
    }
}
