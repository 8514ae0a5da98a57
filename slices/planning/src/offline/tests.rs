//! The register through the router, on both engines.

use super::store;
use crate::tests::{City, tables};
use xingtan_auth::{Role, Scope};
use xingtan_db::Error;
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

#[tokio::test]
async fn training_is_entered_corrected_and_withdrawn_with_what_it_said_before() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (_, contact) = city.person("contact", &a, &[(Role::Contact, &a.path)]).await;
        let (_, far) = city.person("far", &b, &[(Role::Contact, &b.path)]).await;
        let (one, learner) = city.person("one", &a, &[(Role::Learner, &a.path)]).await;
        let (_, other) = city.person("two", &a, &[(Role::Learner, &a.path)]).await;
        let today = xingtan_clock::Zone::default().date(house.clock.now()).to_string();
        let month = today[..7].to_owned();

        house.get(&learner, "/offline-trainings").await.is(403);
        house.get(&learner, "/offline-trainings/new").await.is(403);
        let key =
            house.get(&contact, "/offline-trainings/new").await.is(200).lacks("planning-").field("form_key");
        let good = [
            ("form_key", key.as_str()),
            ("topic", "高压作业"),
            ("kind", "practice"),
            ("day", &today),
            ("place", "三号车间"),
            ("minutes", "90"),
            ("trainer", "周文谦"),
            ("people", "one, ONE"),
        ];
        for (field, wrong) in [
            ("topic", " "),
            ("kind", "anything"),
            ("day", "2999-01-01"),
            ("day", "2001-01-01"),
            ("day", ""),
            ("minutes", "0"),
            ("minutes", "9999999999999999999999"),
            ("people", "far"),
            ("people", ",,"),
        ] {
            let fields = good.map(|(name, value)| (name, if name == field { wrong } else { value }));
            house.post(&contact, "/offline-trainings", &fields).await.is(422).lacks("planning-offline-");
        }
        house.post(&learner, "/offline-trainings", &good).await.is(403);
        for _ in ["once", "a second click"] {
            assert_eq!(house.post(&contact, "/offline-trainings", &good).await.to(), "/offline-trainings");
        }
        let list = house.get(&contact, "/offline-trainings").await.is(200).has("高压作业").lacks("planning-");
        assert_eq!(list.body.matches("高压作业").count(), 1);
        let id = list
            .body
            .split("/offline-trainings/")
            .find_map(|rest| rest.get(..36)?.parse::<xingtan_clock::Uuid>().ok());
        let there = format!("/offline-trainings/{}", id.unwrap());
        house.get(&far, "/offline-trainings").await.is(200).lacks("高压作业");
        house.get(&far, &there).await.is(404);
        house.get(&other, &there).await.is(404);
        house.get(&learner, &there).await.is(200).has("高压作业").lacks("version");
        house.get(&learner, "/offline-trainings/own").await.is(200).has("高压作业").lacks("planning-");
        // Beside the online hours, with who entered it; and the sum on the contact's start page.
        let record = house.get(&learner, "/record").await.is(200).has("高压作业").has("1 小时 30 分钟");
        record.has("线下培训，contact登记").has(&format!("href=\"{there}\"")).lacks("learning-record");
        house.get(&learner, "/record/export/csv").await.is(200).has("高压作业").has("contact登记");
        house.get(&other, "/record").await.is(200).lacks("高压作业");
        house.get(&contact, "/department").await.is(200).has("本月培训学时").has("1 小时 30 分钟");
        house.get(&contact, "/offline-trainings?as=csv").await.is(200).has("\"高压作业\",");
        house
            .get(&contact, &format!("/offline-trainings?month={month}&q=%E9%AB%98"))
            .await
            .is(200)
            .has("高压");
        house.get(&contact, "/offline-trainings?month=2001-01").await.is(200).lacks("高压作业");
        let english = house.person_speaking("centre", &[(Role::Centre, "/")], Lang::En);
        for page in ["/offline-trainings", "/offline-trainings/new", "/offline-trainings/own", &there] {
            house.get(&english, page).await.is(200).lacks("planning-offline-");
        }

        let sum = async |day: String| {
            let (path, last) = (a.path.clone(), format!("{}-31", &day[..7]));
            let first = format!("{}-01", &day[..7]);
            let read = city.db.read(move |tx| {
                let units = store::by_unit(tx, &Scope::of(vec![path.clone()]), &first, &last)?;
                let whole = Scope::of(vec![path]);
                let people = store::by_person(tx, &[one], &whole, (&first, &last))?;
                Ok::<_, Error>((units.first().map(|it| it.1), people.get(&one).copied()))
            });
            read.await.unwrap()
        };
        assert_eq!(sum(today.clone()).await, (Some(5400), Some(5400)));

        // Two people correct at once: the second is told.
        let correct = |minutes: &'static str, people: &'static str| {
            [
                ("topic", "高压作业"),
                ("kind", "external"),
                ("day", "DAY"),
                ("place", "三号车间"),
                ("minutes", minutes),
                ("trainer", "周文谦"),
                ("people", people),
                ("version", "1"),
                ("reason", "漏了一个人"),
            ]
        };
        let today_too = today.clone();
        let filled = |fields: [(&'static str, &'static str); 9]| {
            fields.map(|(name, value)| {
                (name, if value == "DAY" { today_too.clone() } else { value.to_owned() })
            })
        };
        let fields = filled(correct("60", "one two"));
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        house.post(&far, &there, &fields).await.is(404);
        assert_eq!(house.post(&contact, &there, &fields).await.to(), there);
        house.post(&contact, &there, &fields).await.is(422).lacks("planning-");
        house.get(&contact, &there).await.is(200).has("漏了一个人").has("1 小时 30 分钟").lacks("planning-");
        assert_eq!(sum(today.clone()).await, (Some(7200), Some(3600)));

        let gone = format!("{there}/withdrawal");
        house.post(&contact, &gone, &[("withdrawal", " ")]).await.is(422);
        house.post(&contact, &gone, &[("withdrawal", "重复登记")]).await.is(303);
        house.post(&contact, &gone, &[("withdrawal", "再来一次")]).await.is(422);
        assert_eq!(sum(today.clone()).await, (None, None));
        house.get(&learner, &there).await.is(404);
        house.get(&contact, "/offline-trainings?state=withdrawn").await.is(200).has("高压作业");
    }
}
