//! Hours of a month and the wider share, on both engines.

use super::of_month;
use crate::{
    month::Month,
    offline::store as offline,
    tests::{City, tables},
};
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Error, Tx, params};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// A regulation in force whose one article limits the share.
fn regulate(tx: &mut Tx<'_>, ids: &xingtan_clock::Ids, from: Timestamp) -> Result<(), Error> {
    use xingtan_governance::regulation::store::{self, Article, Control, Regulation, Version};
    let (regulation, version, article) = (ids.next(), ids.next(), ids.next());
    let it = Regulation {
        id: regulation,
        title: "学习管理办法".into(),
        interpreted_by: "培训中心".into(),
        created_at: from,
    };
    store::add_regulation(tx, &it, None)?;
    let it = Version {
        id: version,
        regulation_id: regulation,
        number: 1,
        lang: "zh-CN".into(),
        note: String::new(),
        state: "draft".into(),
        in_force_from: None,
        drafted_by: None,
        drafted_at: from,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    };
    store::add_version(tx, &it)?;
    let it = Article {
        id: article,
        version_id: version,
        place: 0,
        number: "7.1.4".into(),
        title: "比例".into(),
        body: "……".into(),
        by_hand: None,
    };
    store::add_article(tx, &it)?;
    let it = Control {
        id: ids.next(),
        control_key: ids.next(),
        version_id: version,
        article_id: article,
        kind: super::RULE.into(),
        params: r#"{"percent":"30","percent_approved":"50"}"#.into(),
        scope_path: String::new(),
        scope_role: None,
    };
    store::add_control(tx, &it)?;
    store::approve(tx, version, from, None, from)
}

#[tokio::test]
async fn online_hours_count_up_to_the_share_and_further_where_it_was_approved() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (contact_id, contact) = city.person("contact", &a, &[(Role::Contact, &a.path)]).await;
        let (_, far) = city.person("far", &b, &[(Role::Contact, &b.path)]).await;
        let (one, learner) = city.person("one", &a, &[(Role::Learner, &a.path)]).await;
        let root = "/1/";
        let (_, centre) = city.person("centre", &b, &[(Role::Centre, root)]).await;
        let zone = Zone::default();
        let today = zone.date(house.clock.now());
        let month = Month::of(today);
        let (ids, now, path) = (house.ids.clone(), house.clock.now(), a.path.clone());
        city.db
            .write(move |tx| {
                let enrolment = ids.next();
                tx.exec(
                    "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required,
                            opens_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds)
                     VALUES ($1, $1, $2, $3, 'one', 'chosen', FALSE, $4, $4, $1, 1, 1, 0)",
                    params![enrolment, one, path, now],
                )?;
                tx.exec(
                    "INSERT INTO learning_credit (id, person_id, unit_path, course_id, enrolment_id, credits,
                            hours_seconds, required, source, at, round)
                     VALUES ($1, $2, $3, $1, $1, 0, 36000, FALSE, 'course', $4, 0)",
                    params![enrolment, one, path, now],
                )?;
                let it = offline::Training {
                    id: ids.next(),
                    topic: "班前会".into(),
                    kind: "internal".into(),
                    day: today.to_string(),
                    place: "车间".into(),
                    seconds: 25_200,
                    trainer: "周".into(),
                    remarks: String::new(),
                    unit_path: path.clone(),
                    people: 1,
                    kept_by: one,
                    kept_name: "one".into(),
                    kept_at: now,
                    withdrawn_at: None,
                    version: 1,
                };
                let person = offline::Attendee {
                    person_id: one,
                    person_name: "one".into(),
                    user_name: "one".into(),
                    unit_path: path.clone(),
                };
                offline::add(tx, &it, &[person])
            })
            .await
            .unwrap();
        let counted = async || {
            let (zone, now) = (zone.clone(), house.clock.now());
            let read = city.db.read(move |tx| of_month(tx, &Scope::of(vec![root.into()]), month, &zone, now));
            let hours = read.await.unwrap();
            let it = hours.departments.iter().find(|it| it.name == "A").unwrap().clone();
            assert_eq!((it.online, it.offline, it.people), (36_000, 25_200, 2));
            (it.counted, it.limit, it.widened, hours.cited.map(|it| it.number))
        };
        assert_eq!(counted().await, (36_000, None, false, None), "nothing limits it");
        house.get(&contact, "/hours").await.is(200).lacks("planning-hours-").lacks(">B<");
        let wish = |percent: &'static str, unit: Uuid| {
            let this = month.to_string();
            vec![
                ("unit", unit.to_string()),
                ("percent", percent.to_owned()),
                ("from", this.clone()),
                ("to", this),
                ("reason", "常年出差".to_owned()),
            ]
        };
        let post = async |percent: &'static str, unit: Uuid| {
            let fields = wish(percent, unit);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            house.post(&contact, "/hours/shares", &fields).await
        };
        post("50", a.id).await.is(422).lacks("planning-");

        let ids = house.ids.clone();
        city.db.write(move |tx| regulate(tx, &ids, now)).await.unwrap();
        assert_eq!(counted().await, (10_800, Some(30), false, Some("7.1.4".to_owned())));
        house.get(&contact, "/hours").await.is(200).has("7.1.4").lacks("planning-");
        house.get(&contact, "/hours?as=csv").await.is(200).has(",2,10.00,7.00,3.00,10.00,30,30,5.00");
        house.get(&contact, &format!("/hours/units/{}", a.id)).await.is(200).has("one").lacks("planning-");
        house.get(&far, &format!("/hours/units/{}", a.id)).await.is(404);
        house.get(&learner, "/hours").await.is(403);

        for (percent, unit) in [("30", a.id), ("51", a.id), ("0", a.id), ("x", a.id), ("50", b.id)] {
            post(percent, unit).await.is(422).lacks("planning-");
        }
        house.get(&contact, "/hours/shares/new").await.is(200).has(&a.id.to_string()).lacks("planning-");
        assert_eq!(post("50", a.id).await.to(), "/hours/shares");
        let list = house.get(&centre, "/hours/shares?state=asked").await.is(200).lacks("planning-");
        let id =
            list.body.split("/hours/shares/").find_map(|rest| rest.get(..36)?.parse::<Uuid>().ok()).unwrap();
        let there = format!("/hours/shares/{id}");
        house.get(&far, &there).await.is(404);
        house.get(&centre, &there).await.is(200).has("常年出差").lacks("planning-");
        assert_eq!(counted().await.0, 10_800, "asking widens nothing");
        let decision = format!("{there}/decision");
        house.post(&contact, &decision, &[("decision", "approve")]).await.is(403);
        // Who asked cannot decide, whatever they are besides.
        let both = house.person_of(contact_id, "contact", &[(Role::Centre, root)], Lang::En);
        house.post(&both, &decision, &[("decision", "approve")]).await.is(422).lacks("planning-");
        house.post(&centre, &decision, &[("decision", "refuse")]).await.is(422);
        house.post(&centre, &decision, &[("decision", "approve")]).await.is(303);
        house.post(&centre, &decision, &[("decision", "refuse"), ("answer", "x")]).await.is(422);
        assert_eq!(counted().await, (25_200, Some(50), true, Some("7.1.4".to_owned())));
        house.post(&contact, &format!("{there}/withdrawal"), &[]).await.is(422);
        house.get(&both, &there).await.is(200).lacks("planning-");
        house.get(&both, "/hours").await.is(200).lacks("planning-");
    }
}
