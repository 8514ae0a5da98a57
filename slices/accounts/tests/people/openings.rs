//! ACC-1: units report whom they want trained, the centre approves.

use crate::place::{location, places, upload};
use xingtan_clock::Uuid;

#[tokio::test]
async fn what_a_unit_asks_for_and_the_centre_approves_is_an_account() {
    for place in places().await {
        let mut contact = place.town.signed_in("contact").await;
        contact.get("/people/openings/new").await.is(200).has("质量部").lacks("青禾物流");
        let lab = place.lab.id.to_string();
        let form = |user: &'static str, mail: &'static str| {
            [
                ("name", "唐以宁"),
                ("user_name", user),
                ("unit", lab.as_str()),
                ("mail", mail),
                ("reason", "新员工"),
            ]
        };
        contact.post("/people/openings", &form("WEN.yian", "")).await.is(422).has("已经有人使用");
        let slip = location(&contact.post("/people/openings", &form("tang.yining", "")).await);
        let mail = location(&contact.post("/people/openings", &form("tang2", "tang@example.com")).await);
        let none = location(&contact.post("/people/openings", &form("tang3", "")).await);
        contact.get(&slip).await.is(200).has("待审批").has("撤回申报").lacks("name=\"verdict\"");
        contact.post(&format!("{slip}/decision"), &[("verdict", "approve"), ("step", "0")]).await.is(403);

        let mut center = place.town.signed_in("center").await;
        center.get("/people/openings?state=open").await.is(200).has("tang.yining").has("罗亦可");
        center.get(&slip).await.is(200).has("新员工").has("name=\"verdict\"");
        let decide = format!("{slip}/decision");
        center.post(&decide, &[("verdict", "refuse"), ("step", "0")]).await.is(422);
        let slips = location(&center.post(&decide, &[("verdict", "approve"), ("step", "0")]).await);
        let printed = center.post(&slips, &[]).await.is(200).has("tang.yining");
        let password = printed.between("<dd class=\"secret\">", "</dd>");
        center.post(&decide, &[("verdict", "approve"), ("step", "0")]).await.is(422);
        center
            .post(&format!("{mail}/decision"), &[("verdict", "approve"), ("step", "0")])
            .await
            .leads_to(&mail);
        let no = [("verdict", "refuse"), ("reason", "名额不足"), ("step", "0")];
        center.post(&format!("{none}/decision"), &no).await.leads_to(&none);

        let opened: Vec<(String, String)> = place
            .town
            .rows("SELECT user_name, unit_path FROM accounts_person WHERE user_key IN ('tang.yining', 'tang2', 'tang3') ORDER BY user_key")
            .await;
        let users: Vec<&str> = opened.iter().map(|(user, _)| user.as_str()).collect();
        assert_eq!(users, ["tang.yining", "tang2"]);
        assert!(opened.iter().all(|(_, path)| *path == place.lab.path));
        place.town.browser().sign_in("tang.yining", &password).await.is(303);
        let mails: Vec<(String, String)> = place
            .town
            .rows("SELECT kind, address FROM notify_mail WHERE kind = 'accounts.credentials'")
            .await;
        assert_eq!(mails, [("accounts.credentials".to_owned(), "tang@example.com".to_owned())]);
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'accounts.opening-decided'";
        assert_eq!(place.town.rows::<(i64,)>(told).await, [(3,)]);
        contact.get(&none).await.is(200).has("名额不足").has("未批准");
        let states: Vec<(String, Option<Uuid>)> =
            place.town.rows("SELECT state, person_id FROM accounts_opening ORDER BY user_name").await;
        assert_eq!(
            states.iter().filter(|(state, person)| state == "approved" && person.is_some()).count(),
            2
        );
        let mut manager = place.town.signed_in("cao.shan").await;
        manager.get("/people/openings").await.is(403);
    }
}

#[tokio::test]
async fn a_subsidiary_asks_for_accounts_unless_the_institution_lets_it_open_them() {
    for place in places().await {
        place.alone(false).await;
        let mut manager = place.town.signed_in("manager").await;
        manager.get("/people/new").await.leads_to("/people/openings/new");
        let lab = place.lab.id.to_string();
        let form = [
            ("name", "唐以宁"),
            ("user_name", "tang.yining"),
            ("unit", lab.as_str()),
            ("roles", "learner"),
            ("delivery", "slip"),
        ];
        manager.post("/people", &form).await.is(403).has("请在“账号申报”中申报");
        let csv = "姓名,用户名,单位\n唐以宁,tang.yining,质量部\n温以安,wen.yian,质量部\n";
        let file = ("people.csv", csv.as_bytes());
        let run = location(&upload(&place.town, &manager, "/people/import", file, &[]).await);
        manager.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        place.town.jobs().await;
        manager.get(&run).await.is(200).has("新账号由培训中心开通").has("有误 1").has("没有变化 1");
        let ask =
            [("name", "唐以宁"), ("user_name", "tang.yining"), ("unit", lab.as_str()), ("reason", "新员工")];
        let asked = location(&manager.post("/people/openings", &ask).await);
        let mut center = place.town.signed_in("center").await;
        let approve = [("verdict", "approve"), ("step", "0")];
        center.post(&format!("{asked}/decision"), &approve).await.is(303);
        center.get("/people/new").await.is(200);
        place.alone(true).await;
        manager.get("/people/new").await.is(200);
    }
}
