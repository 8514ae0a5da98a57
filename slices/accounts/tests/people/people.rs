//! ACC-1, ACC-2, ACC-5, ACC-6: people and their accounts through the pages.

use crate::{
    place::{Place, location, person, places},
    town::PASSWORD,
};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};

async fn new_person<'a>(place: &'a Place, user: &'a str) -> Vec<(&'a str, String)> {
    vec![
        ("name", "贺兰舟".to_owned()),
        ("user_name", user.to_owned()),
        ("unit", place.lab.id.to_string()),
        ("roles", "learner".to_owned()),
        ("delivery", "slip".to_owned()),
        ("mobile", "13800001234".to_owned()),
    ]
}

fn pairs<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn an_account_is_opened_printed_once_and_used() {
    for place in places().await {
        let mut manager = place.town.signed_in("manager").await;
        manager.get("/people/new").await.is(200).has("质量部").lacks("青禾物流").lacks("value=\"center\"");
        let fields = new_person(&place, "he.lanzhou").await;
        let slips = location(&manager.post("/people", &pairs(&fields)).await);
        assert!(slips.starts_with("/people/slips/"), "{slips}");
        manager.get(&slips).await.is(200).has("共 1 张，还有 1 张没有打印");
        // Programs of tests cannot set documents: a sheet that fails must not cost the slips.
        manager.post(&slips, &[("as", "pdf")]).await.is(409).has("没有生成 PDF");
        manager.get(&slips).await.is(200).has("还有 1 张没有打印");
        let printed = manager.post(&slips, &[]).await.is(200).has("he.lanzhou").has("贺兰舟");
        let password = printed.between("<dd class=\"secret\">", "</dd>");
        manager.post(&slips, &[]).await.is(410);
        manager.get(&slips).await.is(200).has("密码不再保存");
        let mut elsewhere = place.town.signed_in("contact").await;
        elsewhere.get(&slips).await.is(404);

        let mut he = place.town.browser();
        he.sign_in("he.lanzhou", &password.to_uppercase()).await.is(303);
        he.get("/account").await.leads_to("/account/password");
        let mut wrong = fields.clone();
        wrong[1].1 = "HE.lanzhou".to_owned();
        manager
            .post("/people", &pairs(&wrong))
            .await
            .is(422)
            .has("这个用户名已经有人使用")
            .has("value=\"HE.lanzhou\"");
        let kept: Vec<(String, Vec<u8>)> = place
            .town
            .rows("SELECT mobile_masked, mobile_sealed FROM accounts_person WHERE user_key = 'he.lanzhou'")
            .await;
        assert_eq!(kept[0].0, "138****1234");
        assert!(!String::from_utf8_lossy(&kept[0].1).contains("13800001234"));
        let count =
            "SELECT count(*) FROM audit_entry WHERE action = 'accounts.person-opened' AND actor IS NOT NULL";
        assert_eq!(place.town.rows::<(i64,)>(count).await, [(1,)]);
    }
}

#[tokio::test]
async fn the_list_finds_by_pinyin_filters_counts_and_is_taken_along() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let page = center.get("/people").await.is(200).has("温以安").has("曹山").has("青禾装备 / 质量部");
        assert!(page.body.contains("全部 <span>10</span>"), "{}", page.body);
        center.get("/people?q=wya").await.is(200).has("温以安").lacks("曹山");
        center.get("/people?q=caoshan").await.is(200).has("曹山").lacks("温以安");
        center.get(&format!("/people?unit={}", place.north.id)).await.is(200).has("温以安").lacks("曹山");
        center.get("/people?role=contact").await.is(200).has("罗亦可").lacks("曹山");
        center.get("/people?login=never&sort=-login").await.is(200).has("曹山").lacks(">Ncenter</a>");
        center.get("/people?state=frozen").await.is(200).has("没有符合条件的人");
        center.get("/people?q=nobody&state=nonsense&sort=x&at=x&unit=x").await.is(200);
        let csv = center.get("/people?as=csv&q=wya").await.is(200);
        assert!(
            csv.body.starts_with('\u{feff}') && csv.body.contains("温以安") && !csv.body.contains("曹山")
        );
        assert!(center.get("/people?as=xlsx").await.is(200).body.starts_with("PK"));
        let trail = "SELECT count(*) FROM audit_entry WHERE action = 'accounts.people-exported'";
        assert_eq!(place.town.rows::<(i64,)>(trail).await, [(2,)]);
        let mut lin = place.town.signed_in("lin").await;
        lin.get("/people").await.is(403);
    }
}

#[tokio::test]
async fn a_person_elsewhere_does_not_exist_and_a_stronger_one_is_left_alone() {
    for place in places().await {
        let mut manager = place.town.signed_in("manager").await;
        manager.get("/people").await.is(200).has("温以安").lacks("曹山");
        for rest in ["", "/edit", "/state", "/reset", "/transfer", "/roles", "/reveal"] {
            manager.get(&format!("/people/{}{rest}", place.cao)).await.is(404);
        }
        let cao = place.cao.to_string();
        manager.post(&format!("/people/{cao}/reset"), &[("delivery", "slip")]).await.is(404);
        manager
            .post(
                "/people/bulk/freeze",
                &[("person", &cao), ("reason", "x"), ("basis", "none"), ("because", "x")],
            )
            .await
            .is(404);
        manager.get(&format!("/people?unit={}", place.south.id)).await.is(200).lacks("曹山");
        // A manager of the same node is an equal, a centre above is stronger.
        let equal = person(&place.town, "manager2", "袁青", &place.north, Role::Manager).await;
        manager.get(&format!("/people/{equal}")).await.is(200).has("这个人的角色不低于您的");
        manager.get(&format!("/people/{equal}/edit")).await.is(403);
        manager.post(&format!("/people/{equal}/reset"), &[("delivery", "slip")]).await.is(403);
        manager.get(&format!("/people/{}/state", place.manager)).await.is(403).has("这是您自己的账号");
    }
}

#[tokio::test]
async fn two_administrators_who_edit_one_person_see_what_differs() {
    for place in places().await {
        let (mut one, mut two) = (place.town.signed_in("center").await, place.town.signed_in("admin").await);
        let wen = format!("/people/{}", place.wen);
        let key = one.get(&format!("{wen}/edit")).await.is(200).field("form_key");
        let other = two.get(&format!("{wen}/edit")).await.is(200).field("form_key");
        let form = |mail: &'static str, key: &str| {
            [
                ("name", "温以安".to_owned()),
                ("mail", mail.to_owned()),
                ("version", "1".into()),
                ("form_key", key.into()),
            ]
        };
        one.post(&wen, &pairs(&form("wen@example.com", &key))).await.leads_to(&wen);
        // The same again, as by a double click, does nothing more.
        one.post(&wen, &pairs(&form("wen@example.com", &key))).await.leads_to(&wen);
        let stale = two.post(&wen, &pairs(&form("yian@example.com", &other))).await.is(422);
        let stale =
            stale.has("别人改动了这个人的资料").has("wen@example.com").has("value=\"yian@example.com\"");
        assert_eq!(stale.field("version"), "2");
        let mut again = form("yian@example.com", &other);
        again[2].1 = "2".into();
        two.post(&wen, &pairs(&again)).await.leads_to(&wen);
        let mail: Vec<(String, i64)> =
            place.town.rows("SELECT mail, version FROM accounts_person WHERE user_key = 'wen.yian'").await;
        assert_eq!(mail, [("yian@example.com".to_owned(), 3)]);
        two.post(&wen, &[("name", ""), ("mail", "x"), ("version", "3")])
            .await
            .is(422)
            .has("邮箱格式不对")
            .has("请填写这一项");
    }
}

#[tokio::test]
async fn an_account_is_suspended_leaves_and_comes_back_with_history() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let mut wen = place.town.signed_in("wen.yian").await;
        let at = format!("/people/{}", place.wen);
        center.get(&format!("{at}/state?do=suspend")).await.is(200).has("暂停使用，到期自动恢复");
        let state = format!("{at}/state");
        center
            .post(
                &state,
                &[
                    ("do", "suspend"),
                    ("reason", "旷课"),
                    ("until", "2026-02-01"),
                    ("basis", "none"),
                    ("because", "x"),
                ],
            )
            .await
            .is(422)
            .has("将来的一天");
        center.post(&state, &[("do", "suspend"), ("until", "2026-03-10")]).await.is(422).has("请填写这一项");
        let bare = [("do", "suspend"), ("reason", "x"), ("until", "2026-03-10")];
        center.post(&state, &bare).await.is(422).has("引用条款");
        let form = [
            ("do", "suspend"),
            ("reason", "连续三次未完成"),
            ("until", "2026-03-10"),
            ("basis", "article"),
            ("regulation", "学习制度"),
            ("version", "2"),
            ("article", "第九条"),
        ];
        center.post(&state, &form).await.leads_to(&at);
        wen.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        wen.sign_in("wen.yian", PASSWORD).await.is(422).has("《学习制度》第 2 版 第九条");
        let cited = "SELECT citing FROM audit_entry WHERE action = 'accounts.person-state-changed'";
        let cited: Vec<Option<String>> = place.town.rows(cited).await;
        assert_eq!(cited, [Some("学习制度@2#第九条".to_owned())]);
        // What was cited last stands in the next form.
        center.get(&format!("/people/{}/state", place.cao)).await.is(200).has("value=\"第九条\"");
        center
            .get(&at)
            .await
            .is(200)
            .has("连续三次未完成")
            .has("《学习制度》第 2 版 第九条")
            .has("正常 → 暂停");
        center.get("/people?state=suspended").await.is(200).has("暂停至 3 月 10 日");
        place.town.turn(Span::of_days(9));
        let mut center = place.town.signed_in("center").await;
        wen.sign_in("wen.yian", PASSWORD).await.leads_to("/");

        center
            .post(&state, &[("do", "leave"), ("reason", "离职"), ("basis", "none"), ("because", "本人辞职")])
            .await
            .leads_to(&at);
        wen.get("/account").await.leads_to("/sign-in?next=%2Faccount");
        center.get(&at).await.is(200).has("已办理离职");
        center.get("/people").await.is(200).lacks("温以安");
        center.get("/people?state=left").await.is(200).has("温以安");
        // The user name stays reserved; the seat is free.
        let fields = new_person(&place, "wen.yian").await;
        center.post("/people", &pairs(&fields)).await.is(422).has("离开的人也保留用户名");
        center.post(&state, &[("do", "restore"), ("reason", "返岗")]).await.leads_to(&at);
        wen.sign_in("wen.yian", PASSWORD).await.leads_to("/");
        center
            .post(&state, &[("do", "close"), ("reason", "重复"), ("basis", "none"), ("because", "登记错误")])
            .await
            .leads_to(&at);
        center.get(&state).await.is(200).has("没有可以办理的事");
        center.post(&state, &[("do", "restore"), ("reason", "x")]).await.is(422).has("账号已注销");
        let events: Vec<(String,)> = place
            .town
            .rows("SELECT kind FROM events_event WHERE kind IN ('accounts.person-left', 'accounts.person-state-changed')")
            .await;
        assert_eq!(events.len(), 5);
        let told: Vec<(i64,)> =
            place.town.rows("SELECT count(*) FROM notify_notice WHERE kind = 'accounts.state-changed'").await;
        assert_eq!(told, [(4,)]);
        // A manager suspends and freezes, but closes nobody.
        let mut manager = place.town.signed_in("manager").await;
        let contact = format!("/people/{}/state", place.contact);
        manager
            .post(&contact, &[("do", "close"), ("reason", "x"), ("basis", "none"), ("because", "x")])
            .await
            .is(404);
        manager
            .post(&contact, &[("do", "freeze"), ("reason", "x"), ("basis", "none"), ("because", "x")])
            .await
            .is(303);
    }
}

#[tokio::test]
async fn a_transfer_takes_the_account_along_and_hands_over() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let contact = format!("/people/{}", place.contact);
        center.get(&format!("{contact}/transfer")).await.is(200).has("培训联系人·质量部");
        let south = place.south.id.to_string();
        let same = [("unit", place.lab.id.to_string()), ("reason", "x".to_owned())];
        center.post(&format!("{contact}/transfer"), &pairs(&same)).await.is(422).has("已经在这个单位");
        person(&place.town, "wl.contact", "丁禾", &place.south, Role::Contact).await;
        let form = [("unit", south.as_str()), ("reason", "轮岗")];
        center.post(&format!("{contact}/transfer"), &form).await.leads_to(&contact);
        let live: Vec<(String,)> = place
            .town
            .rows(
                "SELECT role FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
                   WHERE p.user_key = 'contact' AND g.ended_at IS NULL",
            )
            .await;
        assert_eq!(live, [], "the role for the old unit ended");
        let told: Vec<(Uuid,)> =
            place.town.rows("SELECT person FROM notify_notice WHERE kind = 'accounts.handover'").await;
        assert_eq!(told.len(), 1, "the new unit's contact; the centre acted itself");
        // Learners take their role along.
        let wen = format!("/people/{}", place.wen);
        center.post(&format!("{wen}/transfer"), &form).await.leads_to(&wen);
        let role: Vec<(String, Uuid)> = place
            .town
            .rows(
                "SELECT g.role, g.node_id FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
                   WHERE p.user_key = 'wen.yian' AND g.ended_at IS NULL",
            )
            .await;
        assert_eq!(role, [("learner".to_owned(), place.south.id)]);
        // Nobody moves people to units that are not theirs.
        let mut manager = place.town.signed_in("manager").await;
        let more = person(&place.town, "more", "苗春雨", &place.lab, Role::Learner).await;
        manager.post(&format!("/people/{more}/transfer"), &form).await.is(422).has("请从列出的选项中选择");
    }
}

#[tokio::test]
async fn a_full_unit_takes_nobody_until_a_seat_is_free() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let north = format!("/organisation/{}", place.north.id);
        let form = [
            ("name", "青禾装备"),
            ("kind", "subsidiary"),
            ("code", "ZB"),
            ("seat_quota", "3"),
            ("version", "1"),
        ];
        center.post(&north, &form).await.leads_to(&north);
        let mut manager = place.town.signed_in("manager").await;
        manager.get("/people").await.is(200).has("席位已用 3 / 3");
        let fields = new_person(&place, "new.one").await;
        manager.post("/people", &pairs(&fields)).await.is(422).has("席位已满").has("上限 3，已用 3");
        let state = format!("/people/{}/state", place.wen);
        manager
            .post(&state, &[("do", "leave"), ("reason", "离职"), ("basis", "none"), ("because", "本人辞职")])
            .await
            .is(303);
        manager.post("/people", &pairs(&fields)).await.is(303);
        manager.post(&state, &[("do", "restore"), ("reason", "返岗")]).await.is(422).has("席位已满");
        let north = place.lab.id.to_string();
        let into = [("unit", north.as_str()), ("reason", "x")];
        center.post(&format!("/people/{}/transfer", place.cao), &into).await.is(422).has("席位已满");
    }
}

#[tokio::test]
async fn acts_on_chosen_people_are_asked_once_and_done_for_all_or_none() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let (wen, cao, admin) =
            (place.wen.to_string(), place.cao.to_string(), place.town.people["admin"].to_string());
        center.post("/people/bulk", &[("do", "reset")]).await.leads_to("/people");
        center.post("/people/bulk", &[("do", "delete"), ("person", &wen)]).await.is(400);
        let ask =
            center.post("/people/bulk", &[("do", "reset"), ("person", &wen), ("person", &cao)]).await.is(200);
        ask.has("温以安").has("曹山").has("重置 2 人的密码").says_all();
        let slips = location(&center.post("/people/bulk/reset", &[("person", &wen), ("person", &cao)]).await);
        center.post(&slips, &[]).await.is(200).has("wen.yian").has("cao.shan");
        let none = [
            ("person", wen.as_str()),
            ("person", admin.as_str()),
            ("reason", "x"),
            ("basis", "none"),
            ("because", "x"),
        ];
        center.post("/people/bulk/freeze", &none).await.is(422).has("Nadmin");
        let frozen = "SELECT count(*) FROM accounts_person WHERE state = 'frozen'";
        assert_eq!(place.town.rows::<(i64,)>(frozen).await, [(0,)], "all or none");
        center
            .post(
                "/people/bulk/freeze",
                &[
                    ("person", &wen),
                    ("person", &cao),
                    ("reason", "清理"),
                    ("basis", "none"),
                    ("because", "未到岗"),
                ],
            )
            .await
            .leads_to("/people");
        assert_eq!(place.town.rows::<(i64,)>(frozen).await, [(2,)]);
        let lab = place.lab.id.to_string();
        let moved = [("person", cao.as_str()), ("unit", lab.as_str()), ("reason", "合并")];
        center.post("/people/bulk/move", &moved).await.leads_to("/people");
        center.get(&format!("/people/{cao}")).await.is(200).has("青禾装备 / 质量部");
    }
}

#[tokio::test]
async fn a_masked_number_is_shown_for_a_reason_that_is_kept() {
    for place in places().await {
        let mut manager = place.town.signed_in("manager").await;
        let fields = new_person(&place, "he.lanzhou").await;
        manager.post("/people", &pairs(&fields)).await.is(303);
        let he: Vec<(Uuid,)> =
            place.town.rows("SELECT id FROM accounts_person WHERE user_key = 'he.lanzhou'").await;
        let at = format!("/people/{}", he[0].0);
        manager.get(&at).await.is(200).has("138****1234").lacks("13800001234");
        manager.post(&format!("{at}/reveal"), &[("reason", " ")]).await.is(422).lacks("13800001234");
        manager.post(&format!("{at}/reveal"), &[("reason", "考场变更")]).await.is(200).has("13800001234");
        let read: Vec<(String, String)> =
            place.town.rows("SELECT field, reason FROM accounts_sensitive_read").await;
        assert_eq!(read, [("mobile".to_owned(), "考场变更".to_owned())]);
        // The security administrator and the person concerned see who looked.
        let mut security = place.town.signed_in("security").await;
        security.get("/security/reads").await.is(200).has("贺兰舟").has("周予安").has("考场变更").has("手机");
        security.get("/security/reads?q=nobody").await.is(200).lacks("贺兰舟");
        let taken = security.get("/security/reads?as=csv").await.is(200);
        assert!(taken.body.contains("考场变更"));
        manager.get("/security/reads").await.is(403);
        manager.get("/account/reads").await.is(200).lacks("考场变更");
        let mut contact = place.town.signed_in("contact").await;
        contact.get(&at).await.is(200).has("138****1234").lacks("/reveal");
        contact.get(&format!("{at}/reveal")).await.is(404);
    }
}
