//! ACC-1: people from Excel and CSV through the pages.

use crate::{
    place::{Place, location, part, places, upload},
    town::{Browser, PASSWORD},
};
use xingtan_clock::Uuid;

/// 500 people, of whom five rows are faulty: an unknown unit, a user name taken, a mailbox, two units (two rows).
fn file() -> String {
    let mut text = String::from("姓名,用户名,工号,单位,岗位,邮箱,手机\n");
    for n in 1..=500 {
        let (name, user, unit, mail) = match n {
            15 => ("曹山".to_owned(), "u0015".to_owned(), "装备质检部", String::new()),
            22 => ("贺兰舟".to_owned(), "wen.yian".to_owned(), "ZB", String::new()),
            40 => (format!("人员{n}"), format!("u{n:04}"), "ZB", "nobody".to_owned()),
            77 => ("两处".to_owned(), "u0077".to_owned(), "ZB", String::new()),
            88 => ("两处".to_owned(), "U0077".to_owned(), "WL", String::new()),
            _ => (format!("人员{n}"), format!("u{n:04}"), "青禾装备/质量部", format!("u{n}@example.com")),
        };
        text.push_str(&format!("{name},{user},N{n:04},{unit},检验员,{mail},1380000{n:04}\n"));
    }
    text
}

async fn look(
    place: &Place,
    browser: &Browser<'_>,
    name: &str,
    bytes: &[u8],
    options: &[(&str, &str)],
) -> String {
    location(&upload(&place.town, browser, "/people/import", (name, bytes), options).await)
}

async fn import(
    place: &Place,
    browser: &mut Browser<'_>,
    name: &str,
    bytes: &[u8],
    options: &[(&str, &str)],
) -> String {
    let run = look(place, browser, name, bytes, options).await;
    browser.post(&format!("{run}/start"), &[]).await.leads_to(&run);
    place.town.jobs().await;
    run
}

async fn people(place: &Place) -> i64 {
    place.town.rows::<(i64,)>("SELECT count(*) FROM accounts_person").await[0].0
}

#[tokio::test]
async fn good_rows_go_in_faulty_ones_are_told_and_a_second_run_changes_nothing() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        center.get("/people/import").await.is(200).has("姓名").has("下载模板");
        assert!(center.get("/people/import/template").await.is(200).body.starts_with("PK"));
        let before = people(&place).await;
        let options = [("create_positions", "yes")];
        let run = look(&place, &center, "入职名单.csv", file().as_bytes(), &options).await;
        let page = center.get(&run).await.is(200).has("文件共 500 行").has("其中 2 行互相矛盾").has("人员1");
        let page = page.lacks("13800000001").has("不会导入的行").has("导入 495 行");
        page.has("没有这个单位，是否「青禾装备 / 质量部」？").has("邮箱格式不对").has("同一个人在第 89 行");
        assert_eq!(people(&place).await, before, "nothing goes in before the start");
        assert!(center.get(&format!("{run}/errors.xlsx")).await.is(200).body.starts_with("PK"));
        center.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        center.get(&run).await.is(200).has("auto-refresh").has("正在导入");
        part(&place.town, &center, &format!("{run}/state")).await.is(200).lacks("data-done");
        place.town.jobs().await;
        part(&place.town, &center, &format!("{run}/state")).await.is(200).has("data-done=\"reload\"");
        let page = center.get(&run).await.is(200).has("新增 495").has("有误 5").has("打印 495 张密码条");
        page.has("没有这个单位，是否「青禾装备 / 质量部」？")
            .has("已被在册人员使用；同名的人请换一个，如 wen.yian2")
            .has("邮箱格式不对")
            .has("同一个人在第 89 行属于另一个单位")
            .has("同一个人在第 78 行属于另一个单位")
            .has("单位「装备质检部」");
        assert_eq!(people(&place).await, before + 495);
        assert!(center.get(&format!("{run}/errors.xlsx")).await.is(200).body.starts_with("PK"));
        center.get("/imports").await.is(200).has("入职名单.csv").has("5 行有误");

        let audit = "SELECT count(*) FROM audit_entry";
        let trail = place.town.rows::<(i64,)>(audit).await[0].0;
        let again = import(&place, &mut center, "入职名单.csv", file().as_bytes(), &options).await;
        center.get(&again).await.is(200).has("新增 0，更新 0，没有变化 495，有误 5").lacks("张密码条");
        assert_eq!(people(&place).await, before + 495);
        assert_eq!(
            place.town.rows::<(i64,)>(audit).await[0].0,
            trail + 2,
            "the start and the end of the run"
        );

        // Printed slips let people in.
        let batch = format!("/people/slips/{}", run.rsplit('/').next().unwrap());
        let printed = center.post(&batch, &[]).await.is(200).has("取下一批（还有 195 张）");
        let (user, rest) = (printed.between("<dd>u", "</dd>"), printed.body.split("<dd>u").nth(1).unwrap());
        let password = rest.split("<dd class=\"secret\">").nth(1).unwrap().split("</dd>").next().unwrap();
        place.town.browser().sign_in(&format!("u{user}"), password).await.is(303);
    }
}

#[tokio::test]
async fn a_changed_row_updates_and_a_move_needs_to_be_meant() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let head = "Name,User name,Unit,Roles,E-mail\n";
        let file = |row: &str| format!("{head}{row}\n");
        let first = file("林书岚,lin.shulan,ZB,讲师、学员,lin@example.com");
        import(&place, &mut center, "a.csv", first.as_bytes(), &[]).await;
        let changed = file("林书岚,LIN.shulan,ZB,,shulan@example.com");
        let run = import(&place, &mut center, "a.csv", changed.as_bytes(), &[]).await;
        center.get(&run).await.is(200).has("新增 0，更新 1");
        let elsewhere = file("林书岚,lin.shulan,WL,,");
        let run = import(&place, &mut center, "a.csv", elsewhere.as_bytes(), &[]).await;
        center.get(&run).await.is(200).has("这个人现在属于「青禾装备」");
        let run = import(&place, &mut center, "a.csv", elsewhere.as_bytes(), &[("transfer", "yes")]).await;
        center.get(&run).await.is(200).has("更新 1");
        let kept: Vec<(String, Uuid)> =
            place.town.rows("SELECT mail, unit_id FROM accounts_person WHERE user_key = 'lin.shulan'").await;
        assert_eq!(kept, [("shulan@example.com".to_owned(), place.south.id)]);
        let roles: Vec<(String,)> = place
            .town
            .rows(
                "SELECT g.role FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
                   WHERE p.user_key = 'lin.shulan' AND g.ended_at IS NULL",
            )
            .await;
        assert_eq!(roles, [("learner".to_owned(),)], "the teacher's role for the old unit ended");
        let unknown = file("丁禾,ding.he,ZB,皇帝,");
        let run = import(&place, &mut center, "a.csv", unknown.as_bytes(), &[]).await;
        center.get(&run).await.is(200).has("没有「皇帝」这个角色");
    }
}

#[tokio::test]
async fn the_preview_tells_all_faults_of_a_row_and_adds_missing_positions_by_one_button() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let file = "姓名,用户名,单位,岗位,邮箱,手机,密码\n甲一,a1,ZB,巡检员,,,\n乙二,a2,WL,巡检员,,,\n丙三,a3,ZB,内审员,,,\n\
                    丁四,a4,装备质检部,巡检员,nobody,123,kurz\n戊五,a5,ZB,,,,\n";
        let run = look(&place, &center, "p.csv", file.as_bytes(), &[]).await;
        let page =
            center.get(&run).await.is(200).has("导入 1 行").has("有 3 行只差 2 个岗位：巡检员、内审员");
        let page = page.has("添加这 2 个岗位并导入").has("邮箱格式不对").has("没有这个单位").has("密码太短");
        page.has("<strong>手机");
        // The row with several faults is mended by no option.
        let form = |key: &str| [("form_key", key.to_owned()), ("option", "create_positions".to_owned())];
        let key = center.get(&run).await.field("form_key");
        let fields = form(&key);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        center.post(&format!("{run}/start"), &fields).await.leads_to(&run);
        place.town.jobs().await;
        center.get(&run).await.is(200).has("新增 4，更新 0，没有变化 0，有误 1");
        // In the report of a run without passwords the same button takes in what is left.
        let file = "姓名,用户名,单位,岗位\n己六,a6,ZB,安全员\n庚七,a7,ZB,\n";
        let run = import(&place, &mut center, "q.csv", file.as_bytes(), &[]).await;
        let page = center.get(&run).await.is(200).has("新增 1").has("添加这 1 个岗位并导入");
        let key = page.field("form_key");
        let again = [("form_key", key.as_str()), ("option", "create_positions")];
        let new = location(&center.post(&format!("{run}/again"), &again).await);
        assert_ne!(new, run);
        place.town.jobs().await;
        center.get(&new).await.is(200).has("新增 1，更新 0");
        center.post(&format!("{run}/again"), &again).await.leads_to(&new);
        let wrong = [("option", "anything")];
        center.post(&format!("{run}/again"), &wrong).await.is(400);
        let made: Vec<i64> =
            place.town.rows("SELECT count(*) FROM accounts_position WHERE name = '安全员'").await;
        assert_eq!(made, [1]);
    }
}

#[tokio::test]
async fn seats_that_earlier_rows_take_are_foretold() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let south = format!("/organisation/{}", place.south.id);
        let form = [
            ("name", "青禾物流"),
            ("kind", "subsidiary"),
            ("code", "WL"),
            ("seat_quota", "1200"),
            ("version", "1"),
        ];
        center.post(&south, &form).await.leads_to(&south);
        let mut text = String::from("姓名,用户名,单位\n");
        (0..1_300).for_each(|n| text.push_str(&format!("P{n},u{n},WL\n")));
        let run = look(&place, &center, "seats.csv", text.as_bytes(), &[]).await;
        let page = center.get(&run).await.is(200).has("席位已满");
        let told = page.between("将新增", "</dl>");
        center.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        place.town.jobs().await;
        let made: Vec<(i64,)> = place.town.rows("SELECT made FROM imports_run").await;
        let said = format!("{},{:03}", made[0].0 / 1000, made[0].0 % 1000);
        assert!(made[0].0 < 1_300 && told.contains(&said), "{said} is not in {told}");
    }
}

#[tokio::test]
async fn a_given_password_is_hashed_before_the_account_is_open_and_stays_nowhere() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let file = format!("姓名,用户名,单位,密码\n孟怀瑾,meng,ZB,{PASSWORD}\n白露,bai,ZB,short\n");
        let run = look(&place, &center, "p.csv", file.as_bytes(), &[]).await;
        center.get(&run).await.is(200).lacks(PASSWORD);
        let chunks: Vec<(Vec<u8>,)> = place.town.rows("SELECT sealed FROM imports_chunk").await;
        assert!(!String::from_utf8_lossy(&chunks[0].0).contains(PASSWORD));
        center.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        place.town.jobs().await;
        center.get(&run).await.is(200).has("密码太短，至少要 10 个字符").lacks("short");
        let mut meng = place.town.browser();
        meng.sign_in("meng", PASSWORD).await.is(303);
        meng.get("/account").await.leads_to("/account/password");
    }
}

#[tokio::test]
async fn a_manager_imports_into_the_own_subtree_within_the_seats() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let north = format!("/organisation/{}", place.north.id);
        let form = [
            ("name", "青禾装备"),
            ("kind", "subsidiary"),
            ("code", "ZB"),
            ("seat_quota", "5"),
            ("version", "1"),
        ];
        center.post(&north, &form).await.leads_to(&north);
        let mut manager = place.town.signed_in("manager").await;
        let file = "姓名,用户名,单位,角色\n甲一,a1,质量部,\n乙二,a2,质量部,\n丙三,a3,质量部,\n丁四,a4,WL,\n\
                    戊五,a5,质量部,培训中心\n曹山,cao.shan,质量部,\n";
        let run = import(&place, &mut manager, "m.csv", file.as_bytes(), &[]).await;
        let page = manager.get(&run).await.is(200).has("新增 2").has("「青禾装备」的席位已满");
        page.has("这个单位不在您负责的范围内")
            .has("您不能在这个单位授予角色")
            .has("不在您负责的范围内。请由培训中心办理");
        // The run is the manager's own; others below do not see it, the centre does.
        center.get(&run).await.is(200);
        let mut contact = place.town.signed_in("contact").await;
        contact.get(&run).await.is(404);
        contact.get("/people/import").await.is(403);
        center.post(&format!("{run}/start"), &[]).await.is(403);
    }
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why_and_what_to_do() {
    for place in places().await {
        let center = place.town.signed_in("center").await;
        let send = async |name: &str, bytes: &[u8]| {
            upload(&place.town, &center, "/people/import", (name, bytes), &[]).await
        };
        send("a.xlsx", b"PK\x03\x04broken").await.is(422).has("文件已损坏");
        send("a.pdf", b"%PDF-1.7").await.is(422).has("不是可以导入的表格");
        send("a.csv", "姓名,用户名\n甲,a\n".as_bytes()).await.is(422).has("缺少：单位");
        send("a.csv", "姓名,单位,部门\n甲,a,b\n".as_bytes()).await.is(422).has("是同一个意思");
        send("", b"").await.is(422).has("请选择要导入的文件");
        // An encrypted workbook is a container of the old format.
        let mut container = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        container.resize(2048, 0);
        send("a.xlsx", &container).await.is(422);
        let (gb, ..) = encoding_rs::GB18030.encode("姓名,用户名,单位\n朱镕,zhu.rong,青禾物流\n");
        let mut center = place.town.signed_in("center").await;
        let run = import(&place, &mut center, "gb.csv", &gb, &[]).await;
        center.get(&run).await.is(200).has("新增 1");
        let name: Vec<(String,)> =
            place.town.rows("SELECT name FROM accounts_person WHERE user_key = 'zhu.rong'").await;
        assert_eq!(name, [("朱镕".to_owned(),)]);
        let run = look(&place, &center, "gb.csv", &gb, &[]).await;
        center.post(&format!("{run}/discard"), &[]).await.leads_to("/people/import");
        center.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        center.get(&run).await.is(200).has("已放弃");
    }
}

/// Run by hand: `cargo test --release -p xingtan-accounts --test people -- --ignored --nocapture fifty`.
#[tokio::test]
#[ignore = "a figure, not a check"]
async fn fifty_thousand_people_come_in() {
    for place in places().await {
        let mut center = place.town.signed_in("center").await;
        let mut text = String::from("姓名,用户名,单位\n");
        (0..50_000).for_each(|n| text.push_str(&format!("P{n},u{n},ZB\n")));
        let started = std::time::Instant::now();
        let run = look(&place, &center, "large.csv", text.as_bytes(), &[]).await;
        let read = started.elapsed();
        center.post(&format!("{run}/start"), &[]).await.leads_to(&run);
        place.town.jobs().await;
        let engine = place.town.engine();
        println!("{engine:?}: read and kept in {read:?}, taken in after {:?}", started.elapsed());
        center.get(&run).await.is(200).has("新增 50,000");
        center.get("/people").await.is(200).has("50,0");
        center.get("/people?q=u4999&sort=-login").await.is(200).has("u4999");
    }
}
