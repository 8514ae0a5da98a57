//! OPS-1: the wizard.

use crate::town::{Answer, Browser, PASSWORD, Town};
use xingtan_accounts::setup::setup_code;

const FIRST: [(&str, &str); 4] =
    [("step", "institution"), ("kind", "school"), ("name", "Qinghe School"), ("zone", "Asia/Shanghai")];

/// The code on the console.
async fn console(town: &Town) -> String {
    setup_code(&town.app).await.unwrap().unwrap()
}

async fn to_the_end(browser: &mut Browser<'_>, code: &str) -> Answer {
    let second = [
        &[("step", "others"), ("code", code)][..],
        &FIRST[1..],
        &[("center_user", "zhou"), ("center_name", "Zhou"), ("audit_user", "ji"), ("audit_name", "Ji")],
    ]
    .concat();
    browser.post("/setup", &second).await.is(200).has("您的姓名").has("name=\"center_user\" value=\"zhou\"");
    let third = [
        &[("step", "own")][..],
        &second[1..],
        &[
            ("user", "gao"),
            ("own_name", "Gao"),
            ("password", PASSWORD),
            ("again", PASSWORD),
            ("agree", "yes"),
        ],
    ]
    .concat();
    browser.post("/setup", &third).await
}

#[tokio::test]
async fn the_wizard_leads_from_nothing_to_an_institution_with_its_first_people() {
    for town in Town::empty().await {
        let mut browser = town.browser();
        let code = console(&town).await;
        let own = ("code", code.as_str());
        browser
            .get(&format!("/setup?code={code}"))
            .await
            .is(200)
            .has("机构类型")
            .has(&format!("value=\"{code}\""));
        let wrong = [("step", "institution"), own, ("kind", "castle"), ("name", ""), ("zone", "Mars")];
        browser.post("/setup", &wrong).await.is(422).has("没有这个时区").has("请填写这一项");
        let first = [&FIRST[..], &[own]].concat();
        browser.post("/setup", &first).await.is(200).has("三员分立").has("value=\"Qinghe School\"");
        let back = [&[("step", "others"), ("back", "yes")][..], &FIRST[1..]].concat();
        browser.post("/setup", &back).await.is(200).has("机构类型").has("value=\"Qinghe School\"");
        let half = [&[("step", "others"), own][..], &FIRST[1..], &[("audit_name", "Ji")]].concat();
        browser.post("/setup", &half).await.is(422).has("请填写这一项");
        to_the_end(&mut browser, &code).await.leads_to("/setup/done");
        let slips = browser.get("/setup/done").await.is(200).has("Zhou").has("Ji").has("初始密码");
        let first = slips.between("<dd class=\"secret\">", "</dd>");
        browser.get("/account").await.is(200).has("Gao").has("系统管理员·Qinghe School");
        let key = slips.field("form_key");
        browser.post("/setup/done", &[("form_key", &key)]).await.leads_to("/");
        browser.get("/setup/done").await.leads_to("/");
        let mut zhou = town.browser();
        zhou.sign_in("zhou", &first).await.leads_to("/");
        zhou.get("/account").await.leads_to("/account/password");
        browser.get("/setup").await.leads_to("/");
        town.browser().post("/setup", &FIRST).await.leads_to("/sign-in");
        assert_eq!(setup_code(&town.app).await.unwrap(), None);
        let roles: Vec<(String, String)> = town
            .rows(
                "SELECT p.user_name, g.role FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
                 ORDER BY p.user_name",
            )
            .await;
        let expected = [("gao", "admin"), ("ji", "audit"), ("zhou", "center")];
        assert_eq!(roles, expected.map(|(user, role)| (user.to_owned(), role.to_owned())));
    }
}

#[tokio::test]
async fn every_visitor_needs_the_code_of_the_console() {
    for town in Town::empty().await {
        let mut browser = town.browser();
        // A proxy on the same machine asks like somebody at the machine, whatever it says of itself.
        browser.headers = vec![("host", "127.0.0.1:8080".to_owned())];
        browser.get("/setup").await.is(200).has("name=\"code\"");
        browser.post("/setup", &FIRST).await.is(422).has("设置码不对");
        to_the_end_refused(&mut browser).await;
        let code = console(&town).await;
        let with = [&FIRST[..], &[("code", code.as_str())]].concat();
        browser.post("/setup", &with).await.is(200).has("三员分立").has(&code);
    }
}

async fn to_the_end_refused(browser: &mut Browser<'_>) {
    let all = [
        ("step", "own"),
        ("kind", "school"),
        ("name", "Q"),
        ("zone", "Asia/Shanghai"),
        ("center_user", "zhou"),
        ("center_name", "Zhou"),
        ("user", "gao"),
        ("own_name", "Gao"),
        ("password", PASSWORD),
        ("again", PASSWORD),
        ("agree", "yes"),
    ];
    browser.post("/setup", &all).await.is(422).has("设置码不对").has("机构类型");
}

#[tokio::test]
async fn of_two_visitors_at_once_one_sets_up() {
    for town in Town::empty().await {
        let (mut one, mut two, code) = (town.browser(), town.browser(), console(&town).await);
        let (first, second) = tokio::join!(to_the_end(&mut one, &code), to_the_end(&mut two, &code));
        let mut places: Vec<&str> =
            [&first, &second].iter().map(|answer| answer.headers["location"].to_str().unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, ["/setup/done", "/sign-in"]);
        assert_eq!(town.rows::<i64>("SELECT count(*) FROM accounts_person").await, [3]);
    }
}
