//! The register from files, through the router and the job, on both engines.

use crate::tests::{City, house::Person, tables};
use std::fmt::Write as _;
use xingtan_auth::Role;
use xingtan_clock::Zone;
use xingtan_db::params;
use xingtan_testkit::databases;

const HEAD: &str = "主题,日期,类型,单位,人员,学时,地点,讲师,备注\n";

async fn look(city: &City, who: &Person, file: &str) -> String {
    let files = [("file", "线下培训.csv", file.as_bytes())];
    let answer = city.house.upload(who, "/offline-trainings/import", &[], &files).await;
    answer.to().to_owned()
}

async fn import(city: &City, who: &Person, file: &str) -> String {
    let run = look(city, who, file).await;
    city.house.post(who, &format!("{run}/start"), &[]).await.is(303);
    city.jobs().await;
    run
}

/// Entries that stand, who took part in them, seconds in all.
async fn kept(city: &City) -> (i64, i64, i64) {
    let read = city.db.read(|tx| {
        tx.one::<(i64, i64, i64)>(
            "SELECT count(DISTINCT offline_id), count(*), CAST(coalesce(sum(seconds), 0) AS bigint)
             FROM planning_offline_person WHERE held",
            params![],
        )
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_file_of_three_thousand_rows_goes_in_once() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let a = city.a.clone();
        let (_, contact) = city.holder("contact", &a, Role::Contact).await;
        city.many(&a, 250).await;
        let today = Zone::default().date(city.house.clock.now()).to_string();
        let mut file = String::from(HEAD);
        for training in 0..12 {
            for n in 0..250 {
                // Half of them are named by number.
                let who = if n % 2 == 0 { format!("p{n:04}") } else { format!("QH{n:04}") };
                writeln!(file, "安全培训{training},{today},内部培训,,{who},1.5,礼堂,周文谦,").unwrap();
            }
        }
        city.house
            .get(&contact, "/offline-trainings/import")
            .await
            .is(200)
            .has("参加的人的用户名")
            .lacks("planning-");
        let template = "/offline-trainings/import/template";
        assert!(city.house.get(&contact, template).await.is(200).body.starts_with("PK"));
        let run = look(&city, &contact, &file).await;
        city.house.get(&contact, &run).await.is(200).has("文件共 3,000 行").lacks("planning-");
        assert_eq!(kept(&city).await, (0, 0, 0), "nothing goes in before the start");
        city.house.post(&contact, &format!("{run}/start"), &[]).await.is(303);
        city.jobs().await;
        city.house.get(&contact, &run).await.is(200).has("新增 3,000").has("有误 0");
        // An entry holds a hundred people: three for each training.
        let all = (36, 3000, 3000 * 5400);
        assert_eq!(kept(&city).await, all);
        let again = import(&city, &contact, &file).await;
        city.house.get(&contact, &again).await.is(200).has("没有变化 3,000").has("新增 0");
        assert_eq!(kept(&city).await, all);
    }
}

#[tokio::test]
async fn faults_are_told_at_row_and_column_and_nobody_reaches_beyond_their_units() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (_, contact) = city.holder("contact", &a, Role::Contact).await;
        let (_, learner) = city.holder("one", &a, Role::Learner).await;
        city.holder("two", &a, Role::Learner).await;
        city.holder("far", &b, Role::Learner).await;
        let today = Zone::default().date(city.house.clock.now()).to_string();
        city.house.get(&learner, "/offline-trainings/import").await.is(403);
        let files = [("file", "x.csv", HEAD.as_bytes())];
        city.house.upload(&learner, "/offline-trainings/import", &[], &files).await.is(403);
        city.house.upload(&contact, "/offline-trainings/import", &[], &[]).await.is(422).lacks("planning-");
        city.house.upload(&contact, "/offline-trainings/import", &[], &files).await.is(422);

        let file = format!(
            "{HEAD}演练,{today},实操演练,A,one,1.5,东门,周文谦,带队\n\
             演练,{today},实操演练,A,two,1.5,东门,周文谦,\n\
             演练,{today},实操演练,,far,1.5,东门,周文谦,\n\
             演练,{today},实操演练,B,,1.5,东门,周文谦,\n\
             演练,昨天,太空,,one,17,东门,周文谦,\n\
             演练,{today},实操演练,,,1.5,东门,周文谦,\n\
             演练,{today},实操演练,A,one,1.5,东门,周文谦,又一次\n\
             例会,{today},,A,,2,会议室,罗亦可,\n"
        );
        let run = import(&city, &contact, &file).await;
        city.house
            .get(&contact, &run)
            .await
            .is(200)
            .has("新增 3")
            .has("有误 5")
            .has("人员「far」")
            .has("您负责的单位里没有人用这个用户名或")
            .has("单位「B」")
            .has("日期「昨天」")
            .has("类型「太空」")
            .has("学时「17」")
            .has("没有写人员，也没有写单位")
            .has("与第 2 行内容相同")
            .lacks("planning-");
        // Two of the drill, and all three of the unit at the meeting.
        assert_eq!(kept(&city).await, (2, 5, 2 * 5400 + 3 * 7200));
        city.house.get(&learner, "/offline-trainings/own").await.is(200).has("演练").has("例会");
        city.house.get(&learner, &run).await.is(404);

        // The unit gains somebody, the drill is withdrawn: the same file changes nothing all the same.
        city.holder("three", &a, Role::Learner).await;
        let id: Vec<xingtan_clock::Uuid> = city
            .db
            .read(|tx| tx.all("SELECT id FROM planning_offline WHERE topic = '演练'", params![]))
            .await
            .unwrap();
        let gone = format!("/offline-trainings/{}/withdrawal", id[0]);
        city.house.post(&contact, &gone, &[("withdrawal", "未举办")]).await.is(303);
        let again = import(&city, &contact, &file).await;
        city.house.get(&contact, &again).await.is(200).has("没有变化 3").has("新增 0");
        assert_eq!(kept(&city).await, (1, 3, 3 * 7200));
    }
}

#[tokio::test]
async fn what_was_entered_by_hand_is_not_entered_again() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (_, contact) = city.holder("contact", &city.a.clone(), Role::Contact).await;
        let today = Zone::default().date(city.house.clock.now()).to_string();
        let key = city.house.get(&contact, "/offline-trainings/new").await.is(200).field("form_key");
        let form = [
            ("form_key", key.as_str()),
            ("topic", "演练"),
            ("kind", "practice"),
            ("day", &today),
            ("place", "东门"),
            ("minutes", "90"),
            ("trainer", "周文谦"),
            ("people", "contact"),
        ];
        city.house.post(&contact, "/offline-trainings", &form).await.is(303);
        let file = format!("{HEAD}演练,{today},实操演练,,CONTACT,1.5,东门,另一位讲师,\n");
        let run = import(&city, &contact, &file).await;
        city.house.get(&contact, &run).await.is(200).has("没有变化 1");
        assert_eq!(kept(&city).await, (1, 1, 5400));
    }
}
