//! Needs from stating to the plan, on both engines.

use super::{
    rules::State,
    store::{self, Need},
};
use crate::tests::{City, house::Person, tables};
use xingtan_auth::{Role, Scope};
use xingtan_clock::Uuid;
use xingtan_db::{Error, params};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

async fn all(city: &City) -> Vec<Need> {
    let read = city.db.read(|tx| {
        xingtan_web::Select::new(
            "n.id, n.person_id, n.person_name, n.unit_path, n.topic, n.why, n.by_day, n.kind, n.state,
             n.merged_into, n.people, n.stated_at, n.decided_name, n.decided_at, n.answer",
            "planning_need n",
            "n.id",
        )
        .rows::<Need>(tx, "ORDER BY n.stated_at, n.id")
    });
    read.await.unwrap()
}

async fn told(city: &City, person: Uuid) -> i64 {
    city.db.read(move |tx| xingtan_notify::unread(tx, person)).await.unwrap()
}

async fn state(city: &City, who: &Person, topic: &str) {
    let fields = [("topic", topic), ("why", "总是跳闸"), ("kind", "offline"), ("by_day", "2027-01-31")];
    assert_eq!(city.house.post(who, "/needs/own", &fields).await.to(), "/needs/own");
}

#[tokio::test]
async fn needs_are_merged_forwarded_and_planned_and_everybody_behind_them_is_told() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (contact_id, contact) = city.person("contact", &a, &[(Role::Contact, &a.path)]).await;
        let (_, far) = city.person("far", &b, &[(Role::Contact, &b.path)]).await;
        let (_, centre) = city.person("centre", &b, &[(Role::Centre, "/1/")]).await;
        let (one, learner) = city.person("one", &a, &[(Role::Learner, &a.path)]).await;
        let (two, other) = city.person("two", &a, &[(Role::Learner, &a.path)]).await;
        // The house signs everybody in at one unit: theirs is the department here.
        let path = a.path.clone();
        for (who, topic) in [(&learner, "配电柜检修"), (&other, "电工复训"), (&learner, "英语")] {
            state(&city, who, topic).await;
        }
        city.db
            .write(move |tx| {
                tx.exec("UPDATE planning_need SET unit_path = $1", params![path])?;
                Ok::<_, Error>(())
            })
            .await
            .unwrap();
        for wrong in [("topic", ""), ("why", " "), ("kind", "x"), ("by_day", "nonsense")] {
            let good = [("topic", "a"), ("why", "b"), ("kind", "course"), ("by_day", "")];
            let fields = good.map(|(name, value)| if name == wrong.0 { wrong } else { (name, value) });
            house.post(&learner, "/needs/own", &fields).await.is(422).lacks("planning-");
        }
        let needs = all(&city).await;
        let ids: Vec<String> = needs.iter().map(|it| it.id.to_string()).collect();
        house.get(&learner, "/needs").await.is(403);
        house
            .get(&learner, "/needs/own")
            .await
            .is(200)
            .has("配电柜检修")
            .lacks("电工复训")
            .lacks("planning-");
        house.get(&far, "/needs").await.is(200).lacks("配电柜检修");
        house.get(&far, &format!("/needs/{}", ids[0])).await.is(404);
        house.get(&other, &format!("/needs/{}", ids[0])).await.is(404);
        house.get(&contact, "/needs").await.is(200).has("配电柜检修").lacks("planning-");

        let merge = [("need", ids[0].as_str()), ("need", &ids[1])];
        house.get(&contact, "/needs/merge").await.is(200).lacks("planning-");
        let address = format!("/needs/merge?need={}&need={}", ids[0], ids[1]);
        house.get(&contact, &address).await.is(200).has("电工复训").lacks("planning-");
        let fields =
            [&merge[..], &[("topic", "电气检修"), ("why", "跳闸"), ("kind", "offline"), ("by_day", "")]]
                .concat();
        house.post(&far, "/needs/merge", &fields).await.is(404);
        house.post(&contact, "/needs/merge", &fields[1..]).await.is(422);
        let whole = house.post(&contact, "/needs/merge", &fields).await.to().to_owned();
        house.post(&contact, "/needs/merge", &fields).await.is(422).lacks("planning-");
        house.get(&contact, &whole).await.is(200).has("配电柜检修").has("电工复训").lacks("planning-");

        house.post(&centre, &format!("{whole}/decision"), &[("decision", "accept")]).await.is(422);
        house.post(&far, &format!("{whole}/forwarding"), &[]).await.is(404);
        house.post(&contact, &format!("{whole}/forwarding"), &[]).await.is(303);
        house.post(&contact, &format!("{whole}/forwarding"), &[]).await.is(422);
        let accept =
            [("decision", "accept"), ("quarter", "2026-Q4"), ("responsible", "周文谦"), ("answer", "")];
        house.post(&contact, &format!("{whole}/decision"), &accept).await.is(404);
        house.post(&centre, &format!("{whole}/decision"), &accept[..1]).await.is(422).lacks("planning-");
        house.post(&centre, &format!("{whole}/decision"), &accept).await.is(303);
        house.post(&centre, &format!("{whole}/decision"), &accept).await.is(422).lacks("planning-");
        assert_eq!((told(&city, one).await, told(&city, two).await), (2, 2), "forwarded, accepted");
        assert!(told(&city, contact_id).await >= 1);
        let english = house.person_speaking("en", &[(Role::Centre, "/1/"), (Role::Contact, "/1/")], Lang::En);
        house.get(&learner, &format!("/needs/{}", ids[0])).await.is(200).has("2026-Q4").lacks("/plan/");
        house.get(&centre, "/plan?year=2026").await.is(200).has("电气检修").lacks("planning-");
        let plan = house.get(&english, "/plan").await.is(200).lacks("planning-");
        let row = plan.body.split("/plan/").find_map(|rest| rest.get(..36)?.parse::<Uuid>().ok()).unwrap();
        let row = format!("/plan/{row}");
        for page in
            ["/needs", "/needs/own", "/needs/collections", &whole, &row, "/needs?as=csv", "/plan?as=csv"]
        {
            house.get(&english, page).await.is(200).lacks("planning-");
        }
        let keep = [
            ("topic", "电气"),
            ("quarter", "2027-Q1"),
            ("responsible", "周"),
            ("course", ""),
            ("version", "1"),
        ];
        house.post(&contact, &row, &keep).await.is(403);
        house.post(&centre, &row, &keep).await.is(303);
        house.post(&centre, &row, &keep).await.is(422).lacks("planning-");
        let unknown = Uuid::from_u128(7).to_string();
        let linked = keep.map(|(name, value)| match name {
            "course" => (name, unknown.as_str()),
            "version" => (name, "2"),
            _ => (name, value),
        });
        house.post(&centre, &row, &linked).await.is(422);

        let third = format!("/needs/{}", ids[2]);
        house.post(&contact, &format!("{third}/decision"), &[("decision", "decline")]).await.is(422);
        house.post(&other, &format!("{third}/withdrawal"), &[]).await.is(404);
        house.post(&learner, &format!("{third}/withdrawal"), &[]).await.is(303);
        let no = [("decision", "decline"), ("answer", "x")];
        house.post(&contact, &format!("{third}/decision"), &no).await.is(404);

        let counted =
            city.db.read(|tx| store::count(tx, &Scope::of(vec!["/1/".into()]), State::Merged)).await;
        assert_eq!(counted.unwrap(), 2);
        let unit = a.id.to_string();
        let round = [("title", "2027 年度"), ("unit", unit.as_str()), ("until", "2999-01-01")];
        for wrong in [("until", "2001-01-01"), ("unit", &b.id.to_string()), ("title", "")] {
            let fields = round.map(|(name, value)| if name == wrong.0 { wrong } else { (name, value) });
            house.post(&contact, "/needs/collections", &fields).await.is(422).lacks("planning-");
        }
        let round = round.map(|(name, value)| (name, if name == "until" { "2099-01-01" } else { value }));
        house.post(&contact, "/needs/collections", &round).await.is(303);
        house.get(&contact, "/needs/collections").await.is(200).has("2027 年度").lacks("planning-");
        let path = a.path.clone();
        let now = house.clock.now();
        let running = city.db.read(move |tx| store::running(tx, &format!("{path}9/"), now)).await.unwrap();
        assert_eq!(running.len(), 1, "a unit below is asked as well");
    }
}
