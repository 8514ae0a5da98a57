//! ACC-7, ACC-9, GOV-10: what the owner of an account does.

use crate::town::{Browser, PASSWORD, Town};
use xingtan_auth::totp;
use xingtan_clock::Span;

async fn prove(browser: &mut Browser<'_>, next: &str) {
    let form = [("password", PASSWORD), ("next", next)];
    browser.post("/account/proof", &form).await.leads_to(next);
}

#[tokio::test]
async fn dangerous_acts_ask_for_the_password_again_after_ten_minutes() {
    for town in Town::all().await {
        let mut browser = town.signed_in("lin").await;
        browser.get("/account/second-factor").await.is(200);
        town.turn(Span::of_minutes(11));
        browser
            .get("/account/second-factor")
            .await
            .leads_to("/account/proof?next=%2Faccount%2Fsecond-factor");
        browser.get("/account/proof?next=%2Faccount%2Fsecond-factor").await.is(200).has("确认是您本人");
        browser.post("/account/proof", &[("password", "wrong")]).await.is(422).has("还可以试 4 次");
        prove(&mut browser, "/account/second-factor").await;
        browser.get("/account/second-factor").await.is(200);
        for left in [3, 2, 1] {
            browser
                .post("/account/proof", &[("password", "wrong")])
                .await
                .is(422)
                .has(&format!("还可以试 {left} 次"));
        }
        browser.post("/account/proof", &[("password", "wrong")]).await.leads_to("/sign-in");
        browser.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    }
}

/// Switches the second factor on: the secret and the recovery codes.
pub async fn switch_on(town: &Town, browser: &mut Browser<'_>) -> (Vec<u8>, Vec<String>) {
    let page = browser.get("/account/second-factor").await.is(200).has("<svg");
    let (key, pending) = (page.field("form_key"), page.field("pending"));
    let readable =
        page.between("<output class=\"copy-value\" aria-label=\"密钥\">", "</output>").replace(' ', "");
    let secret = unbase32(&readable);
    let wrong = [("form_key", key.as_str()), ("pending", pending.as_str()), ("code", "000000")];
    browser.post("/account/second-factor", &wrong).await.is(422).has("验证码不对").has(&pending);
    let code = totp::code(&secret, town.now()).unwrap();
    let form = [("form_key", key.as_str()), ("pending", pending.as_str()), ("code", code.as_str())];
    let done = browser.post("/account/second-factor", &form).await.is(200).has("恢复码只在这里显示这一次");
    let codes: Vec<String> = done
        .body
        .split("<p class=\"secret\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

fn unbase32(text: &str) -> Vec<u8> {
    let signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for sign in text.trim_end_matches('=').chars() {
        bits = (bits << 5) | u32::try_from(signs.find(sign).unwrap()).unwrap();
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_does_not_open_the_pages() {
    for town in Town::all().await {
        let mut browser = town.signed_in("lin").await;
        let (secret, codes) = switch_on(&town, &mut browser).await;
        town.turn(Span::of_minutes(1));
        let mut other = town.browser();
        let form = [("user", "lin"), ("password", PASSWORD), ("next", "/account")];
        other.post("/sign-in", &form).await.leads_to("/sign-in/second-factor?next=%2Faccount");
        other.get("/account").await.leads_to("/sign-in/second-factor");
        other.get("/account/password").await.leads_to("/sign-in/second-factor");
        other.get("/sign-in/second-factor?next=%2Faccount").await.is(200).has("Nlin");
        other.post("/sign-in/second-factor", &[("code", "123")]).await.is(422).has("还可以试 4 次");
        let code = totp::code(&secret, town.now()).unwrap();
        let give = [("code", code.as_str()), ("next", "/account")];
        other.post("/sign-in/second-factor", &give).await.leads_to("/account");
        other.get("/account").await.is(200).has("已开启");

        let mut third = town.browser();
        third.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        third.post("/sign-in/second-factor", &give).await.is(422).has("已经用过");
        third.post("/sign-in/second-factor", &[("code", &codes[0].to_uppercase())]).await.leads_to("/");
        third.get("/account/second-factor").await.is(200).has("还剩 9 个");

        let mut fourth = town.browser();
        fourth.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        fourth.post("/sign-in/second-factor", &[("code", &codes[0])]).await.is(422);
        // Signing in again does not give more tries at codes.
        fourth.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        fourth.post("/sign-in/second-factor", &[("code", "1")]).await.is(422).has("还可以试 3 次");
        fourth.post("/sign-in/second-factor", &[("code", "1")]).await.is(422);
        fourth.post("/sign-in/second-factor", &[("code", "1")]).await.is(422).has("还可以试 1 次");
        fourth.post("/sign-in/second-factor", &[("code", "1")]).await.leads_to("/sign-in");
        fourth.sign_in("lin", PASSWORD).await.is(422).has("账号锁定到");

        third.post("/account/second-factor/recovery", &[]).await.is(200).has("恢复码");
        third.post("/account/second-factor/off", &[]).await.leads_to("/account");
        town.turn(Span::of_minutes(16));
        town.signed_in("lin").await;
        let mails = town.mails().await;
        for kind in ["accounts.second-factor-on", "accounts.second-factor-off", "accounts.locked"] {
            assert!(mails.iter().any(|mail| mail == kind), "{kind} in {mails:?}");
        }
    }
}

#[tokio::test]
async fn this_was_not_me_ends_all_else_and_asks_for_a_new_password() {
    for town in Town::all().await {
        let mut thief = town.signed_in("lin").await;
        town.turn(Span::of_seconds(5));
        let mut browser = town.signed_in("lin").await;
        browser
            .get("/account/sessions")
            .await
            .is(200)
            .has("Firefox·Linux")
            .has("这台设备")
            .has("退出其他设备");
        browser.post("/account/sessions/not-me", &[]).await.leads_to("/account/password");
        thief.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        thief.get("/sign-in").await.is(200).has("有人冒用");
        browser.get("/account").await.leads_to("/account/password");
        let key = browser.get("/account/password").await.is(200).has("name=\"current\"").field("form_key");
        let new = "walnut-Harbour-63";
        let form = [("form_key", key.as_str()), ("current", PASSWORD), ("password", new), ("again", new)];
        browser.post("/account/password", &form).await.leads_to("/");
        browser.get("/account/sign-ins").await.is(200).has("登录成功");
    }
}

#[tokio::test]
async fn one_ends_ones_own_sessions_and_nobody_elses() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let mut phone = town.signed_in("lin").await;
        let mut he = town.signed_in("he").await;
        let ids: Vec<(xingtan_clock::Uuid, String)> = town
            .rows(
                "SELECT s.id, p.user_name FROM accounts_session s JOIN accounts_person p ON p.id = s.person_id
                 ORDER BY s.started_at, s.id",
            )
            .await;
        for (id, _) in &ids {
            he.post(&format!("/account/sessions/{id}/end"), &[]).await;
        }
        he.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        lin.get("/account").await.is(200);
        phone.get("/account").await.is(200);
        lin.post("/account/sessions/others/end", &[]).await.leads_to("/account/sessions");
        lin.get("/account/sessions").await.is(200).has("其他 1 处登录已退出");
        phone.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        phone.get("/sign-in").await.is(200).has("您在另一台设备上结束了这里的登录");
    }
}

#[tokio::test]
async fn a_role_is_switched_only_among_those_one_holds() {
    for town in Town::all().await {
        let root: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_node").await;
        town.run(
            "INSERT INTO accounts_grant (id, person_id, role, node_id, granted_at) VALUES ($1, $2, 'learner', $3, $4)",
            &[
                crate::town::Given::Id(town.ids.next()),
                crate::town::Given::Id(town.people["tang"]),
                crate::town::Given::Id(root[0]),
                crate::town::Given::Time(town.now()),
            ],
        )
        .await;
        let mut browser = town.signed_in("tang").await;
        browser.get("/account").await.is(200).has("讲师·Qinghe Academy").has("切换角色");
        browser.post("/account/role", &[("role", "learner")]).await.leads_to("/");
        browser.get("/account").await.is(200).has("学员·Qinghe Academy");
        browser.post("/account/role", &[("role", "admin")]).await.is(400);
        browser.get("/account").await.is(200).has("学员·Qinghe Academy");
        town.run("UPDATE accounts_grant SET ended_at = granted_at WHERE role = 'learner'", &[]).await;
        browser.get("/account").await.is(200).has("讲师·Qinghe Academy");
    }
}

#[tokio::test]
async fn a_token_acts_for_its_owner_until_it_is_revoked() {
    for town in Town::all().await {
        let mut browser = town.signed_in("security").await;
        let page =
            browser.get("/account/tokens").await.is(200).has("value=\"people\"").lacks("value=\"tickets\"");
        let key = page.field("form_key");
        let none = [("form_key", key.as_str()), ("name", "sync"), ("days", "90")];
        browser.post("/account/tokens", &none).await.is(422).has("请至少选择一项");
        let foreign = [("form_key", key.as_str()), ("name", "sync"), ("days", "90"), ("scope", "tickets")];
        browser.post("/account/tokens", &foreign).await.is(422);
        let form = [("form_key", key.as_str()), ("name", "sync"), ("days", "90"), ("scope", "people")];
        let made = browser.post("/account/tokens", &form).await.is(200).has("密钥只在这里显示这一次");
        let secret = made.between("aria-label=\"密钥\">", "</output>");
        assert!(secret.starts_with("xt_"));
        browser.post("/account/tokens", &form).await.leads_to("/account/tokens");
        browser.get("/account/tokens").await.is(200).lacks(&secret).has("未使用过");
        let mut program = town.browser();
        program.headers = vec![("authorization", format!("Bearer {secret}"))];
        program.get("/api/v1/people?state=locked").await.is(200);
        program.headers[0].1 = format!("Basic {}", base64(&format!("security:{secret}")));
        program.get("/api/v1/people").await.is(200).has("\"state\":\"active\"");
        // Pages are for people.
        program.get("/security").await.leads_to("/sign-in?next=%2Fsecurity");
        for path in ["/account", "/account/tokens", "/account/sessions"] {
            program.get(path).await.is(403);
        }
        program.post("/account/sessions/not-me", &[]).await.is(403);
        let used: Vec<Option<xingtan_clock::Timestamp>> =
            town.rows("SELECT last_used_at FROM accounts_token").await;
        assert_eq!(used.len(), 1);
        let id: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_token").await;
        let mut he = town.signed_in("he").await;
        he.post(&format!("/account/tokens/{}/revoke", id[0]), &[]).await.is(404);
        browser.post(&format!("/account/tokens/{}/revoke", id[0]), &[]).await.leads_to("/account/tokens");
        program.get("/api/v1/people").await.is(401);
        browser.get("/account/tokens").await.is(200).has("已作废");
    }
}

fn base64(text: &str) -> String {
    use ::base64::{Engine as _, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(text)
}

#[tokio::test]
async fn nothing_is_open_before_the_agreements_are_accepted_in_their_present_version() {
    for town in Town::all().await {
        town.run("DELETE FROM accounts_consent", &[]).await;
        let mut browser = town.signed_in("lin").await;
        browser.get("/account").await.leads_to("/account/consents");
        browser.get("/terms").await.is(200).has("账号由谁使用");
        browser.get("/privacy").await.is(200).has("您的权利").has("Qinghe Academy");
        let key = browser.get("/account/consents").await.is(200).has("账号由谁使用").field("form_key");
        let half = [("form_key", key.as_str()), ("terms", "yes")];
        browser.post("/account/consents", &half).await.is(422).has("请阅读后勾选");
        let both = [("form_key", key.as_str()), ("terms", "yes"), ("privacy", "yes")];
        browser.post("/account/consents", &both).await.leads_to("/");
        browser.get("/account/consents").await.is(200).has("第 1 版").has("撤回同意");
        browser.post("/account/consents/withdraw", &[]).await.leads_to("/account/consents");
        browser.get("/account").await.leads_to("/account/consents");
        let key = browser.get("/account/consents").await.is(200).field("form_key");
        let both = [("form_key", key.as_str()), ("terms", "yes"), ("privacy", "yes")];
        browser.post("/account/consents", &both).await.leads_to("/");
        browser.get("/account").await.is(200);
    }
}

#[tokio::test]
async fn language_and_theme_are_kept_with_the_person_and_at_the_door() {
    for town in Town::all().await {
        let mut browser = town.browser();
        browser.post("/preferences", &[("lang", "en"), ("back", "/sign-in")]).await.leads_to("/sign-in");
        browser.get("/sign-in").await.is(200).has("Forgotten password").has("<html lang=\"en\"");
        browser.post("/preferences", &[("lang", "xx")]).await.is(400);
        browser.post("/preferences", &[("theme", "pink")]).await.is(400);
        browser.post("/preferences", &[("lang", "en"), ("back", "//evil.example")]).await.leads_to("/");
        let mut lin = town.signed_in("lin").await;
        lin.post("/preferences?back=/account", &[("theme", "dark")]).await.leads_to("/account");
        lin.post("/preferences", &[("lang", "en"), ("back", "/account")]).await.leads_to("/account");
        let mut elsewhere = town.signed_in("lin").await;
        elsewhere.get("/account").await.is(200).has("data-theme=\"dark\"").has("My account");
        elsewhere.post("/preferences", &[("theme", ""), ("back", "/account")]).await.leads_to("/account");
        elsewhere.get("/account").await.is(200).lacks("data-theme");
    }
}
