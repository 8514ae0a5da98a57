//! The security administrator's pages.

use crate::town::{PASSWORD, Town};

#[tokio::test]
async fn the_security_administrator_sees_what_is_unusual_and_nobody_else_does() {
    for town in Town::all().await {
        town.signed_in("lin").await;
        town.signed_in("lin").await;
        let mut guess = town.browser();
        for _ in 0..5 {
            guess.sign_in("he", "wrong").await.is(422);
        }
        guess.sign_in("nobody", "wrong").await.is(422);
        let mut security = town.signed_in("security").await;
        security.get("/security").await.is(200).has("Nlin").has("新设备").has("Nhe").has("锁定到");
        security.get("/security/sign-ins").await.is(200).has("没有这个用户").has("密码不对，账号锁定");
        security.get("/security/sign-ins?unusual=yes").await.is(200).has("Nlin").lacks("Nhe");
        security.get("/security/sign-ins?outcome=locking").await.is(200).has("Nhe").lacks("Nlin");
        security.get("/security/sign-ins?q=NOBODY").await.is(200).has("nobody").lacks("Nhe");
        security.get("/security/sign-ins?from=2026-03-02&to=2026-03-02").await.is(200).has("Nhe");
        security.get("/security/sign-ins?from=2026-03-03").await.is(200).lacks("Nhe");
        security.get("/security/sign-ins?sort=user").await.is(200);
        security.get("/security/sign-ins?sort=-ip").await.is(200);
        security.get("/security/sign-ins?as=csv&q=nobody").await.is(200).has("nobody").lacks("Nhe");
        security.get("/security/sign-ins?as=xlsx").await.is(200);
        security.get("/security/sessions").await.is(200).has("2 处登录").has("这台设备");
        security.get("/security/sessions?several=yes").await.is(200).has("Nlin").lacks("Nsecurity</");
        security.get("/security/sessions?as=csv").await.is(200).has("\"Nlin\",\"lin\"");
        for user in ["lin", "admin", "center", "tang"] {
            let mut other = town.signed_in(user).await;
            for path in ["/security", "/security/sign-ins", "/security/sessions", "/security/policy"] {
                other.get(path).await.is(403);
            }
            other.post("/security/policy", &[]).await.is(403);
        }
    }
}

#[tokio::test]
async fn the_security_administrator_ends_a_session() {
    for town in Town::all().await {
        let mut lin = town.signed_in("lin").await;
        let id: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_session").await;
        let path = format!("/security/sessions/{}/end", id[0]);
        let mut he = town.signed_in("he").await;
        he.post(&path, &[]).await.is(404);
        lin.get("/account").await.is(200);
        let mut security = town.signed_in("security").await;
        security.post(&path, &[]).await.leads_to("/security/sessions");
        lin.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        lin.get("/sign-in").await.is(200).has("安全管理员结束了这里的登录");
    }
}

/// The parameters of the policy whose field holds a number.
fn plain_settings() -> impl Iterator<Item = &'static xingtan_settings::Setting> {
    let all = xingtan_accounts::settings().into_iter();
    all.filter(|setting| matches!(setting.shape, xingtan_settings::Shape::Int { .. }))
}

#[tokio::test]
async fn the_policy_holds_as_soon_as_it_is_saved() {
    for town in Town::all().await {
        let mut security = town.signed_in("security").await;
        let page = security.get("/security/policy").await.is(200).has("最短长度").has("还没有改过");
        let mut form: Vec<(String, String)> = vec![("form_key".into(), page.field("form_key"))];
        for setting in plain_settings() {
            if page.body.contains(&format!("name=\"{}\"", setting.key)) {
                form.push((setting.key.into(), page.field_value(setting.key)));
            }
        }
        let set = |form: &mut Vec<(String, String)>, key: &str, value: &str| {
            form.iter_mut().find(|(name, _)| name == key).unwrap().1 = value.to_owned();
        };
        fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
        }
        set(&mut form, "accounts.lockout.failures", "2");
        security.post("/security/policy", &pairs(&form)).await.is(422).has("请填 3 到 20 之间的整数");
        set(&mut form, "accounts.lockout.failures", "3");
        security.post("/security/policy", &pairs(&form)).await.leads_to("/security/policy");
        security.get("/security/policy").await.is(200).has("新的安全策略已生效").has("Nsecurity");
        let mut browser = town.browser();
        browser.get("/sign-in").await.is(200).lacks("name=\"remember\"");
        browser.sign_in("lin", "wrong").await.is(422).has("还可以试 2 次");
        browser.sign_in("lin", PASSWORD).await.leads_to("/");
        let trail: Vec<(i64,)> =
            town.rows("SELECT count(*) FROM audit_entry WHERE action = 'accounts.policy-changed'").await;
        assert_eq!(trail, [(1,)]);
    }
}

#[tokio::test]
async fn networks_by_name_stand_in_log_sessions_and_notices_and_own_words_are_refused() {
    for town in Town::all().await {
        let mut security = town.signed_in("security").await;
        let page = security.get("/security/policy").await.is(200).has("本机构的网络");
        let mut form: Vec<(String, String)> = Vec::new();
        for setting in plain_settings() {
            form.push((setting.key.into(), page.field_value(setting.key)));
        }
        form.push(("accounts.password.forbidden".into(), "qinghe 绿禾".into()));
        form.push(("accounts.networks".into(), "总部大楼 = 127.0.0.0/8\r\n分部 = 10.1.2.3/16".into()));
        let post = |form: &[(String, String)]| form.to_vec();
        let wrong = post(&form);
        let pairs: Vec<(&str, &str)> = wrong.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        security.post("/security/policy", &pairs).await.is(422).has("第 2 行");
        form.last_mut().unwrap().1 = "总部大楼 = 0.0.0.0/0\r\n".into();
        let right = post(&form);
        let pairs: Vec<(&str, &str)> = right.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        security.post("/security/policy", &pairs).await.leads_to("/security/policy");
        town.signed_in("lin").await;
        security.get("/security/sign-ins").await.is(200).has("总部大楼 (");
        security.get("/security/sessions").await.is(200).has("总部大楼 (");
        let mut lin = town.signed_in("lin").await;
        lin.get("/account/sessions").await.is(200).has("总部大楼 (");
        lin.get("/account/sign-ins").await.is(200).has("总部大楼 (");
        for common in ["5201314woaini", "qinghe2026!!", "绿禾20261234!!", "Nlin19880101", "zhangwei123456"]
        {
            let form = [("current", PASSWORD), ("password", common), ("again", common)];
            lin.post("/account/password", &form).await.is(422);
        }
        let form = [("current", PASSWORD), ("password", "5201314woaini"), ("again", "5201314woaini")];
        lin.post("/account/password", &form).await.is(422).has("常见的组合");
    }
}

#[tokio::test]
async fn after_many_failures_a_right_password_is_told_to_the_person() {
    for town in Town::all().await {
        for _ in 0..4 {
            town.browser().sign_in("lin", "wrong").await.is(422);
        }
        let mut lin = town.signed_in("lin").await;
        lin.get("/account/sign-ins").await.is(200).has("多次失败");
        let told: Vec<(String, Option<String>)> =
            town.rows("SELECT kind, link FROM notify_notice WHERE kind = 'accounts.many-failures'").await;
        assert_eq!(told, [("accounts.many-failures".to_owned(), Some("/account/sessions".to_owned()))]);
        assert!(town.mails().await.contains(&"accounts.many-failures".to_owned()));
        for _ in 0..5 {
            town.browser().sign_in("lin", "wrong").await.is(422);
        }
        let link: Vec<Option<String>> =
            town.rows("SELECT link FROM notify_notice WHERE kind = 'accounts.locked'").await;
        assert_eq!(link, [Some("/sign-in/forgotten".to_owned())], "a locked person can go there");
    }
}
