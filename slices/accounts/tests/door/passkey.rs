//! ACC-7: passkeys, as their owners use them.

use crate::{
    authenticator::{Challenge, Device, add, sign_in},
    town::{Given, PASSWORD, Town},
};
use xingtan_accounts::{api::Prepared, rescue};
use xingtan_audit::Who;
use xingtan_auth::totp;
use xingtan_clock::{Span, Uuid};

async fn ids(town: &Town) -> Vec<Uuid> {
    town.rows("SELECT id FROM accounts_passkey ORDER BY added_at, id").await
}

async fn acts(town: &Town) -> Vec<String> {
    town.rows("SELECT action FROM audit_entry WHERE action LIKE 'accounts.passkey%' ORDER BY at, id").await
}

async fn told(town: &Town) -> Vec<String> {
    town.rows("SELECT kind FROM notify_notice WHERE kind LIKE 'accounts.passkey%' ORDER BY at, id").await
}

#[tokio::test]
async fn passkeys_are_added_named_and_removed_by_their_owner() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        lin.get("/account").await.is(200).has("通行密钥");
        lin.get("/account/passkeys").await.is(200).has("还没有通行密钥");
        let (_, done) = add(&mut lin, 1, 1, "办公室电脑").await;
        done.is(200).has("恢复码只在这里显示这一次");
        let (_, done) = add(&mut lin, 2, 0, "我的手机").await;
        done.leads_to("/account/passkeys");
        lin.get("/account/passkeys")
            .await
            .is(200)
            .has("办公室电脑")
            .has("我的手机")
            .has("可直接登录")
            .has("还剩 10 个");
        // The same key a second time is none.
        let (_, again) = add(&mut lin, 2, 0, "又一次").await;
        again.is(422).has("没有添加");
        let keys = ids(&town).await;
        let one = format!("/account/passkeys/{}", keys[0]);
        lin.get(&one).await.is(200).has("value=\"办公室电脑\"");
        lin.post(&one, &[("name", "")]).await.is(422);
        lin.post(&one, &[("name", "书房")]).await.leads_to("/account/passkeys");
        lin.get("/account/passkeys").await.is(200).has("书房").lacks("办公室电脑");
        // Nobody else's.
        let mut he = town.signed_in("he").await;
        he.get("/account/passkeys").await.is(200).lacks("书房");
        he.get(&one).await.is(404);
        he.post(&one, &[("name", "x")]).await.is(404);
        he.get(&format!("{one}/remove")).await.is(404);
        he.post(&format!("{one}/remove"), &[]).await.is(404);
        he.post(&format!("{one}/alone"), &[]).await.is(404);
        // Removing asks for the password, then once; the last one takes the recovery codes along.
        town.turn(Span::of_minutes(11));
        let ask = format!("/account/proof?next=%2Faccount%2Fpasskeys%2F{}%2Fremove", keys[0]);
        lin.post(&format!("{one}/remove"), &[]).await.leads_to(&ask);
        lin.get("/account/passkeys/new").await.leads_to("/account/proof?next=%2Faccount%2Fpasskeys%2Fnew");
        lin.post("/account/proof", &[("password", PASSWORD), ("next", &one)]).await.leads_to(&one);
        lin.get(&format!("{one}/remove")).await.is(200).has("要移除通行密钥“书房”吗").lacks("最后一个");
        lin.post(&format!("{one}/remove"), &[]).await.leads_to("/account/passkeys");
        let last = format!("/account/passkeys/{}/remove", keys[1]);
        lin.get(&last).await.is(200).has("最后一个第二步验证方式");
        lin.post(&last, &[]).await.leads_to("/account/passkeys");
        lin.get("/account/passkeys").await.is(200).has("只凭密码登录");
        let codes: Vec<Option<String>> = town
            .rows("SELECT recovery_hashes FROM accounts_credential WHERE recovery_hashes IS NOT NULL")
            .await;
        assert_eq!(codes, []);
        let acts = acts(&town).await;
        assert_eq!(
            acts,
            ["added", "added", "renamed", "removed", "removed"].map(|act| format!("accounts.passkey-{act}"))
        );
        assert_eq!(
            told(&town).await,
            ["added", "added", "removed", "removed"].map(|kind| format!("accounts.passkey-{kind}"))
        );
        assert!(town.mails().await.contains(&"accounts.passkey-added".to_owned()));
    }
}

#[tokio::test]
async fn an_administrator_keeps_the_last_second_factor() {
    for town in Town::all().await {
        let mut guard = town.signed_in("security").await;
        add(&mut guard, 1, 1, "机房").await.1.is(200);
        let one = format!("/account/passkeys/{}/remove", ids(&town).await[0]);
        guard.get(&one).await.is(200).has("您的角色要求保留").lacks("type=\"submit\">移除");
        guard.post(&one, &[]).await.leads_to("/account/passkeys");
        guard.get("/account/passkeys").await.is(200).has("您的角色要求保留");
        assert_eq!(ids(&town).await.len(), 1);
        // With another one it may go, and then the other stays.
        crate::account::switch_on(&town, &mut guard).await;
        guard.get("/account/second-factor").await.is(200).lacks("您的角色要求保留");
        guard.post(&one, &[]).await.leads_to("/account/passkeys");
        assert!(ids(&town).await.is_empty());
        guard.get("/account/second-factor").await.is(200).has("您的角色要求保留");
        guard.post("/account/second-factor/off", &[]).await.is(422).has("您的角色要求保留");
        // A key that was stopped stands in for nothing, and may go.
        let (_, _) = add(&mut guard, 3, 1, "备用").await;
        let stop = "UPDATE accounts_passkey SET stopped_at = $1";
        town.run(stop, &[Given::Time(town.now())]).await;
        guard.post("/account/second-factor/off", &[]).await.is(422);
        let stopped = format!("/account/passkeys/{}/remove", ids(&town).await[0]);
        guard.post(&stopped, &[]).await.leads_to("/account/passkeys");
        assert!(ids(&town).await.is_empty());
        // Where the institution does not ask for it, it is everybody's own business.
        let page = guard.get("/security/policy").await.is(200).has("三员必须保留");
        let kept = "name=\"accounts.second-factor.keep-officers\"";
        assert!(page.body.contains(kept));
    }
}

#[tokio::test]
async fn a_passkey_alone_counts_as_both_factors() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, _) = add(&mut lin, 1, 1, "手机").await;
        let mut phone = town.browser();
        phone.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605".to_owned();
        let asked = Challenge::of(&phone.get("/sign-in?next=%2Faccount").await.is(200));
        let answer = Device::default().sign(&mut key, &asked);
        let form = [
            ("ticket", asked.ticket.as_str()),
            ("answer", &answer),
            ("next", "/account"),
            ("remember", "yes"),
        ];
        let done = phone.post("/sign-in/passkey", &form).await.leads_to("/account");
        assert!(
            format!("{:?}", done.headers).contains("Max-Age=604800"),
            "stays signed in as with a password"
        );
        phone.get("/account").await.is(200).has("Nlin");
        // It is a proof, too: what is dangerous is open for ten minutes.
        phone.get("/account/passkeys/new").await.is(200);
        assert_eq!(town.outcomes().await, ["done", "done"]);
        let unusual: Vec<Option<String>> =
            town.rows("SELECT unusual FROM accounts_sign_in ORDER BY at DESC LIMIT 1").await;
        assert_eq!(unusual, [Some("device".to_owned())]);
        assert!(town.mails().await.contains(&"accounts.new-device".to_owned()));
        assert_eq!(acts(&town).await, ["accounts.passkey-added", "accounts.passkey-used"]);
        lin.get("/account/passkeys").await.is(200).lacks("未使用过");
        // A key without a counter is good any number of times.
        let (mut synced, _) = add(&mut lin, 2, 0, "同步").await;
        for _ in 0..6 {
            sign_in(&mut town.browser(), &mut synced).await.leads_to("/");
        }
        // The cap of sessions holds: the oldest ended.
        let open: Vec<i64> = town.rows("SELECT count(*) FROM accounts_session WHERE ended_at IS NULL").await;
        assert!(open[0] <= 5, "{open:?}");
    }
}

#[tokio::test]
async fn with_a_passkey_the_password_alone_does_not_open_the_pages() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, done) = add(&mut lin, 1, 1, "手机").await;
        let code = done.between("<p class=\"secret\">", "<");
        let mut other = town.browser();
        other.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        other.get("/account").await.leads_to("/sign-in/second-factor");
        other.get("/account/passkeys").await.leads_to("/sign-in/second-factor");
        let page = other.get("/sign-in/second-factor?next=%2Faccount").await.is(200).has("用通行密钥验证");
        let asked = Challenge::of(&page);
        assert_eq!(asked.options["allowCredentials"].as_array().unwrap().len(), 1);
        assert_eq!(asked.options["userVerification"], "required");
        let answer = Device::default().sign(&mut key, &asked);
        let form = [("ticket", asked.ticket.as_str()), ("answer", &answer), ("next", "/account")];
        other.post("/sign-in/second-factor/passkey", &form).await.leads_to("/account");
        other.get("/account").await.is(200);
        // A recovery code takes its place, once.
        let mut third = town.browser();
        third.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        third.get("/sign-in/second-factor").await.is(200).has("恢复码").lacks("每 30 秒");
        third.post("/sign-in/second-factor", &[("code", &code)]).await.leads_to("/");
        // Wherever the program is reached: a passkey that cannot be asked there still stands before the pages.
        let mut number = town.browser();
        number.host = "10.0.0.7:8080";
        number.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        number.get("/sign-in/second-factor").await.is(200).has("这里不能用通行密钥").lacks("<passkey-ask");
        number.get("/account").await.leads_to("/sign-in/second-factor");
    }
}

#[tokio::test]
async fn a_passkey_stands_beside_the_authenticator() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (secret, _) = crate::account::switch_on(&town, &mut lin).await;
        let (mut key, done) = add(&mut lin, 1, 1, "手机").await;
        done.leads_to("/account/passkeys");
        let mut other = town.browser();
        other.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        let page = other.get("/sign-in/second-factor").await.is(200).has("用通行密钥验证").has("每 30 秒");
        let asked = Challenge::of(&page);
        let answer = Device::default().sign(&mut key, &asked);
        other
            .post("/sign-in/second-factor/passkey", &[("ticket", &asked.ticket), ("answer", &answer)])
            .await
            .leads_to("/");
        let mut third = town.browser();
        third.sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        town.turn(Span::of_seconds(60));
        let code = totp::code(&secret, town.now() + Span::of_seconds(1)).unwrap();
        third.post("/sign-in/second-factor", &[("code", &code)]).await.leads_to("/");
        third.get("/account/second-factor").await.is(200).has("仍要用通行密钥或恢复码");
        third.post("/account/second-factor/off", &[]).await.leads_to("/account");
        town.browser().sign_in("lin", PASSWORD).await.leads_to("/sign-in/second-factor");
        third.get("/account/passkeys").await.is(200).has("还剩 10 个");
    }
}

#[tokio::test]
async fn after_the_password_was_reset_passkeys_need_it_until_their_owner_says_otherwise() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, _) = add(&mut lin, 1, 1, "手机").await;
        lin.post("/account/sessions/not-me", &[]).await.leads_to("/account/password");
        let mut thief = town.browser();
        sign_in(&mut thief, &mut key).await.is(422).has("要和密码一起用");
        thief.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        let form_key = lin.get("/account/password").await.is(200).field("form_key");
        let new = "walnut-Harbour-63";
        let form =
            [("form_key", form_key.as_str()), ("current", PASSWORD), ("password", new), ("again", new)];
        lin.post("/account/password", &form).await.leads_to("/");
        sign_in(&mut thief, &mut key).await.is(422).has("要和密码一起用");
        lin.get("/account/passkeys").await.is(200).has("须先输密码").has("恢复直接登录");
        let mut other = town.browser();
        other.sign_in("lin", new).await.leads_to("/sign-in/second-factor");
        let asked = Challenge::of(&other.get("/sign-in/second-factor").await.is(200));
        let answer = Device::default().sign(&mut key, &asked);
        let form = [("ticket", asked.ticket.as_str()), ("answer", &answer)];
        other.post("/sign-in/second-factor/passkey", &form).await.leads_to("/");
        let id = ids(&town).await[0];
        lin.post(&format!("/account/passkeys/{id}/alone"), &[]).await.leads_to("/account/passkeys");
        sign_in(&mut town.browser(), &mut key).await.leads_to("/");
        assert!(acts(&town).await.contains(&"accounts.passkey-alone".to_owned()));
    }
}

#[tokio::test]
async fn a_passkey_does_not_pass_by_a_password_that_has_to_be_changed_or_agreements() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, _) = add(&mut lin, 1, 1, "手机").await;
        town.run("DELETE FROM accounts_consent", &[]).await;
        let mut browser = town.browser();
        sign_in(&mut browser, &mut key).await.leads_to("/");
        browser.get("/account").await.leads_to("/account/consents");
        town.run(
            "UPDATE accounts_credential SET must_change = $2 WHERE person_id = $1",
            &[Given::Id(town.people["lin"]), Given::Bool(true)],
        )
        .await;
        let mut browser = town.browser();
        sign_in(&mut browser, &mut key).await.leads_to("/");
        browser.get("/account").await.leads_to("/account/password");
        browser.get("/account/passkeys").await.leads_to("/account/password");
        // A first password that expired unused shuts the account for the key as well.
        town.first_password("lin").await;
        town.turn(Span::of_days(15));
        sign_in(&mut town.browser(), &mut key).await.is(422).has("初始密码");
        assert_eq!(town.outcomes().await.last().unwrap(), "initial-expired");
    }
}

#[tokio::test]
async fn where_passkeys_do_not_work_the_pages_say_why() {
    for town in Town::all().await {
        for host in ["127.0.0.1:8080", "learn.example", "localhost.evil.example", "localhost:8080.evil"] {
            let mut browser = town.browser();
            browser.host = host;
            browser.get("/sign-in").await.is(200).has("XINGTAN_PUBLIC_URL").lacks("<passkey-ask");
            browser.sign_in("lin", PASSWORD).await.leads_to("/");
            browser.get("/account/passkeys").await.is(200).has("XINGTAN_PUBLIC_URL").lacks("/passkeys/new");
            browser.get("/account/passkeys/new").await.leads_to("/account/passkeys");
            browser.post("/account/passkeys", &[("name", "x")]).await.leads_to("/account/passkeys");
            browser.post("/sign-out", &[]).await;
            browser.post("/sign-in/passkey", &[("ticket", "x"), ("answer", "x")]).await.lacks("<passkey-ask");
        }
    }
}

#[tokio::test]
async fn whoever_ends_a_lost_second_factor_removes_the_passkeys_too() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, _) = add(&mut lin, 1, 1, "手机").await;
        let at = format!("/people/{}", town.people["lin"]);
        let mut security = town.signed_in("security").await;
        security.get(&at).await.is(200).has("通行密钥").has("1 个").has("停用两步验证");
        let to = format!("{at}/second-factor");
        security.get(&to).await.is(200).has("登记的 1 个通行密钥一并移除");
        security.post(&to, &[("reason", "当面核对工牌")]).await.leads_to(&at);
        sign_in(&mut town.browser(), &mut key).await.is(422).has("没有登记在任何账号上");
        town.browser().sign_in("lin", PASSWORD).await.leads_to("/");
        assert!(ids(&town).await.is_empty());
    }
}

#[tokio::test]
async fn whoever_owns_the_machine_sets_a_password_and_says_what_becomes_of_passkeys() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let (mut key, _) = add(&mut lin, 1, 1, "手机").await;
        let rescue = async |clear: bool| {
            let act = Prepared::new(Who::program(), town.now(), &town.ids, rescue::IDS);
            let (id, hash) = (town.people["lin"], xingtan_auth::password::hash("walnut-Harbour-63").unwrap());
            let unit =
                move |tx: &mut xingtan_db::Tx<'_>| rescue::reset_password(tx, &act.begin(), id, &hash, clear);
            town.write(unit).await.unwrap()
        };
        let done = rescue(false).await;
        assert!(!done.second_factor && done.passkeys == 1);
        sign_in(&mut town.browser(), &mut key).await.is(422).has("要和密码一起用");
        town.browser().sign_in("lin", "walnut-Harbour-63").await.leads_to("/sign-in/second-factor");
        let done = rescue(true).await;
        assert!(done.second_factor && done.passkeys == 0);
        assert!(ids(&town).await.is_empty());
        town.browser().sign_in("lin", "walnut-Harbour-63").await.leads_to("/");
    }
}
