//! ACC-5: forgotten passwords and help tickets.

use crate::town::{PASSWORD, Town};
use xingtan_clock::Span;

#[tokio::test]
async fn a_link_by_mail_sets_a_new_password_once() {
    for town in Town::all().await {
        let mut inside = town.signed_in("lin").await;
        let mut browser = town.browser();
        for who in ["nobody", "he", "lin@EXAMPLE.org"] {
            browser.post("/sign-in/forgotten", &[("who", who)]).await.leads_to("/sign-in/forgotten?sent=yes");
        }
        browser.get("/sign-in/forgotten?sent=yes").await.is(200).has("如果这个账号登记了邮箱");
        assert_eq!(town.mails().await, ["accounts.reset-link"], "only who has a mailbox gets a link");
        let links: Vec<Option<String>> = town.rows("SELECT link FROM notify_mail").await;
        let link = links[0].clone().unwrap();
        browser.get(&link).await.is(200).has("lin");
        let new = [("password", "walnut-Harbour-63"), ("again", "walnut-Harbour-63")];
        browser.post(&link, &[("password", PASSWORD), ("again", PASSWORD)]).await.is(422).has("最近用过");
        browser.post(&link, &new).await.leads_to("/sign-in");
        browser.post(&link, &new).await.is(410);
        browser.get(&link).await.is(410).has("有效 30 分钟");
        inside.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        inside.get("/sign-in").await.is(200).has("账号的密码已更改");
        browser.sign_in("lin", "walnut-Harbour-63").await.leads_to("/");
        assert_eq!(town.outcomes().await, ["done", "forgotten", "forgotten", "forgotten", "reset", "done"]);
    }
}

#[tokio::test]
async fn without_a_mail_server_no_link_is_promised() {
    for town in Town::without_mail().await {
        let mut browser = town.browser();
        for path in ["/sign-in/forgotten", "/sign-in/forgotten?sent=yes"] {
            let page =
                browser.get(path).await.is(200).has("没有配置邮件服务器").has("href=\"/sign-in/ticket\"");
            page.lacks("链接已经发出").lacks("name=\"who\"");
        }
        browser.post("/sign-in/forgotten", &[("who", "lin")]).await.leads_to("/sign-in/forgotten");
        assert!(town.mails().await.is_empty());
        for _ in 0..5 {
            browser.sign_in("lin", "wrong").await.is(422);
        }
        browser.sign_in("lin", PASSWORD).await.is(422).has("请提交“登录求助”").lacks("忘记密码”重设");
    }
}

#[tokio::test]
async fn a_link_ends_after_half_an_hour_and_few_are_sent() {
    for town in Town::all().await {
        let mut browser = town.browser();
        for _ in 0..5 {
            browser
                .post("/sign-in/forgotten", &[("who", "lin")])
                .await
                .leads_to("/sign-in/forgotten?sent=yes");
        }
        browser.post("/sign-in/forgotten", &[("who", "he")]).await.is(429);
        assert_eq!(town.mails().await.len(), 3, "three within an hour to one person");
        let links: Vec<Option<String>> = town.rows("SELECT link FROM notify_mail").await;
        town.turn(Span::of_minutes(30));
        browser.get(links[0].as_ref().unwrap()).await.is(410);
        town.turn(Span::of_minutes(31));
        browser.post("/sign-in/forgotten", &[("who", "lin")]).await.leads_to("/sign-in/forgotten?sent=yes");
        assert_eq!(town.mails().await.len(), 4);
    }
}

#[tokio::test]
async fn a_ticket_reaches_the_responsible_administrator_whose_answer_opens_the_account() {
    for town in Town::all().await {
        let mut outside = town.browser();
        let page = outside.get("/sign-in/ticket").await.is(200);
        let key = page.field("form_key");
        outside
            .post("/sign-in/ticket", &[("form_key", &key), ("user", "lin")])
            .await
            .is(422)
            .has("请填写这一项");
        let form = [
            ("form_key", key.as_str()),
            ("user", "lin"),
            ("name", "Lin"),
            ("contact", "13800000000"),
            ("message", "I lost my phone\nand my password"),
        ];
        outside.post("/sign-in/ticket", &form).await.leads_to("/sign-in/ticket");
        outside.get("/sign-in/ticket").await.is(200).has("编号 1001");
        outside.post("/sign-in/ticket", &form).await.leads_to("/sign-in/ticket");
        let told: Vec<(String,)> = town
            .rows("SELECT p.user_name FROM notify_notice n JOIN accounts_person p ON p.id = n.person")
            .await;
        assert_eq!(told, [("center".to_owned(),)]);
        let ids: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_ticket").await;
        assert_eq!(ids.len(), 1, "sent twice, kept once");
        let ticket = format!("/people/tickets/{}", ids[0]);
        let mut learner = town.signed_in("he").await;
        learner.get("/people/tickets").await.is(403);
        learner.get(&ticket).await.is(404);
        learner.post(&format!("{ticket}/answer"), &[("answer", "x"), ("reset", "yes")]).await.is(404);
        let mut centre = town.signed_in("center").await;
        centre.get("/people/tickets").await.is(200).has("1001").has("待答复");
        centre.get("/people/tickets?q=nothing").await.is(200).lacks("1001");
        centre.get("/people/tickets?as=csv&state=open").await.is(200).has("1001,\"Lin\",\"lin\"");
        let key =
            centre.get(&ticket).await.is(200).has("I lost my phone").has("name=\"reset\"").field("form_key");
        let answer = [("form_key", key.as_str()), ("answer", "called back"), ("reset", "yes")];
        let done = centre.post(&format!("{ticket}/answer"), &answer).await.is(200).has("新的初始密码");
        let password = done.between("aria-label=\"新的初始密码\">", "</output>");
        centre.post(&format!("{ticket}/answer"), &answer).await.leads_to(&ticket);
        centre.get(&ticket).await.is(200).has("called back").lacks(&password);
        let sealed: Vec<i64> =
            town.rows("SELECT count(*) FROM accounts_credential WHERE initial_sealed IS NOT NULL").await;
        assert_eq!(sealed, [0], "what was shown is not kept");
        outside.sign_in("lin", PASSWORD).await.is(422);
        outside.sign_in("lin", &password).await.leads_to("/");
        outside.get("/account").await.leads_to("/account/password");
    }
}

#[tokio::test]
async fn nobody_resets_the_password_of_an_administrator_through_a_ticket() {
    for town in Town::all().await {
        let mut outside = town.browser();
        for (user, name) in [("security", "Shi"), ("nobody", "Nobody")] {
            let form = [("user", user), ("name", name), ("contact", "1"), ("message", "m")];
            outside.post("/sign-in/ticket", &form).await.leads_to("/sign-in/ticket");
        }
        let ids: Vec<xingtan_clock::Uuid> = town.rows("SELECT id FROM accounts_ticket ORDER BY number").await;
        let mut centre = town.signed_in("center").await;
        for id in ids {
            centre.get(&format!("/people/tickets/{id}")).await.is(200).lacks("name=\"reset\"");
            let form = [("answer", "x"), ("reset", "yes")];
            centre.post(&format!("/people/tickets/{id}/answer"), &form).await.is(403);
        }
        for _ in 0..3 {
            let form = [("user", "x"), ("name", "n"), ("contact", "c"), ("message", "m")];
            outside.post("/sign-in/ticket", &form).await.leads_to("/sign-in/ticket");
        }
        let form = [("user", "x"), ("name", "n"), ("contact", "c"), ("message", "m")];
        outside.post("/sign-in/ticket", &form).await.is(429);
    }
}
