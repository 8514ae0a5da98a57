//! Relays from sending to receipts, on both engines.

use super::{
    job::{self, Told},
    store,
};
use crate::tests::{City, tables};
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// The job that carries a relay to its addressees, cut off after so many steps.
async fn carry(city: &City, relay: Uuid, most: usize) {
    let mut after = None;
    for _ in 0..most {
        let (ids, now) = (city.house.ids.clone(), city.house.clock.now());
        after = city.write(move |tx| job::reach(tx, relay, after, &ids, now)).await;
        if after.is_none() {
            return;
        }
    }
}

/// The job that reminds, or tells of a withdrawal.
async fn tell(city: &City, relay: Uuid, told: Told) {
    let mut after = None;
    loop {
        let (ids, now) = (city.house.ids.clone(), city.house.clock.now());
        after = city.write(move |tx| job::tell_some(tx, (relay, told), after, &ids, now)).await;
        if after.is_none() {
            return;
        }
    }
}

async fn unread(city: &City, person: Uuid) -> i64 {
    city.db.read(move |tx| xingtan_notify::unread(tx, person)).await.unwrap()
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(own, was)| (*own, if *own == name { value } else { *was })).collect()
}

#[tokio::test]
async fn what_is_passed_on_is_read_confirmed_spoken_of_again_and_withdrawn() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (contact_id, contact) = city.visitor("contact", &a, &[Role::Contact], Lang::ZhCn).await;
        let (_, other) = city.visitor("other", &b, &[Role::Contact], Lang::ZhCn).await;
        let (one_id, one) = city.visitor("one", &a, &[Role::Learner], Lang::En).await;
        let (two_id, two) = city.visitor("two", &a, &[Role::Learner], Lang::ZhCn).await;
        let (far_id, far) = city.visitor("far", &b, &[Role::Learner], Lang::ZhCn).await;
        let (unit, foreign) = (a.id.to_string(), b.id.to_string());
        let fields = [
            ("kind", "selection"),
            ("title", "春季选课"),
            ("body", "请在**月底前**选课。<script>x</script>"),
            ("link", "/selections/own"),
            ("until", "2099-01-31"),
            ("confirm", "yes"),
            ("scope", ""),
            ("nodes", unit.as_str()),
            ("persons", "one"),
        ];
        let house = &city.house;
        house.get(&one, "/relays").await.is(403);
        house.get(&one, "/relays/new").await.is(403);
        house.post(&one, "/relays", &fields).await.is(403);
        house.get(&contact, "/relays/new").await.is(200).has("转达给谁").lacks("insight-");
        for (name, value) in [
            ("kind", "x"),
            ("title", ""),
            ("body", " "),
            ("link", "https://elsewhere.example/"),
            ("link", "//elsewhere.example/"),
            ("until", "2001-01-01"),
            ("nodes", foreign.as_str()),
            ("persons", "far"),
            ("persons", "nobody"),
            ("scope", b.path.as_str()),
        ] {
            let wrong = with(&fields, name, value);
            let again = house.post(&contact, "/relays", &wrong).await.is(422).lacks("insight-");
            assert!(name == "body" || again.body.contains("月底前"), "what was typed stays");
        }
        let none: Vec<_> =
            fields.into_iter().filter(|(name, _)| !["nodes", "persons"].contains(name)).collect();
        house.post(&contact, "/relays", &none).await.is(422).lacks("insight-");
        let to = house.post(&contact, "/relays", &fields).await.to().to_owned();
        let id: Uuid = to.rsplit('/').next().unwrap().parse().unwrap();
        carry(&city, id, usize::MAX).await;
        carry(&city, id, usize::MAX).await;
        assert_eq!(city.count("SELECT count(*) FROM insight_addressee").await, 3, "nobody twice");
        assert_eq!((unread(&city, one_id).await, unread(&city, contact_id).await), (1, 1));
        assert_eq!(unread(&city, far_id).await, 0);

        house.get(&other, "/relays").await.is(200).lacks("春季选课");
        house.get(&other, &to).await.is(404);
        house.get(&far, &to).await.is(404);
        house.post(&far, &format!("{to}/confirmation"), &[]).await.is(404);
        house.get(&one, "/relays/own?state=open").await.is(200).has("春季选课").lacks("insight-");
        let shown = house.get(&one, &to).await.is(200).has("<strong>").has("I have taken note");
        let shown = shown.has("/selections/own").lacks("<script>x").lacks("insight-");
        assert!(!shown.body.contains("Receipts"), "receipts are the sender's");
        house.get(&one, &format!("{to}?as=csv")).await.is(403);
        for _ in ["once", "again"] {
            house.post(&one, &format!("{to}/confirmation"), &[]).await.is(303);
        }
        house.get(&one, &to).await.is(200).lacks("I have taken note");
        house.get(&one, "/relays/own?state=open").await.is(200).lacks("春季选课");
        house.get(&two, &to).await.is(200);
        let counts = async || {
            let it = city.db.read(move |tx| store::one(tx, id)).await.unwrap().unwrap();
            (it.people, it.read, it.confirmed, it.version)
        };
        assert_eq!(counts().await, (3, 2, 1, 1));
        let open = format!("{to}?state=open");
        house.get(&contact, &open).await.is(200).has("two").has("提醒 2 人").lacks(">one<").lacks("insight-");
        assert_eq!(counts().await.1, 3, "the sender is an addressee too, and has read it now");
        house.get(&contact, &format!("{to}?as=csv&state=open")).await.is(200).has("two").lacks("one");
        house.get(&contact, "/relays?state=open").await.is(200).has("春季选课").lacks("insight-");

        let remind = format!("{to}/reminder");
        house.post(&other, &remind, &[("version", "1")]).await.is(404);
        house.post(&contact, &remind, &[("version", "9")]).await.is(422).lacks("insight-");
        house.post(&contact, &remind, &[("version", "1")]).await.is(303);
        house.post(&contact, &remind, &[("version", "2")]).await.is(422).has("明天").lacks("insight-");
        tell(&city, id, Told::Reminded).await;
        assert_eq!((unread(&city, one_id).await, unread(&city, two_id).await), (1, 2));
        house.clock.turn(Span::of_days(1));
        house.post(&contact, &remind, &[("version", "2")]).await.is(303);

        let withdraw = format!("{to}/withdrawal");
        house.post(&other, &withdraw, &[("version", "3"), ("reason", "x")]).await.is(404);
        house.post(&contact, &withdraw, &[("version", "3"), ("reason", "")]).await.is(422).lacks("insight-");
        house.post(&contact, &withdraw, &[("version", "1"), ("reason", "x")]).await.is(422);
        house.post(&contact, &withdraw, &[("version", "3"), ("reason", "时间改了")]).await.is(303);
        tell(&city, id, Told::Withdrawn).await;
        assert_eq!(unread(&city, one_id).await, 2);
        house.get(&two, &to).await.is(200).has("时间改了").lacks("我已知悉").lacks("insight-");
        house.post(&two, &format!("{to}/confirmation"), &[]).await.is(422).lacks("insight-");
        house.post(&contact, &remind, &[("version", "4")]).await.is(422).lacks("insight-");
        for page in ["/relays?as=csv", "/relays?as=xlsx", "/relays/own?as=csv", "/relays?kind=test&q=x"] {
            house.get(&contact, page).await.is(200).lacks("insight-");
        }
        let entries = "SELECT count(*) FROM audit_entry WHERE action LIKE 'insight.relay%'";
        assert_eq!(city.count(entries).await, 4, "sent, reminded twice, withdrawn");
    }
}

#[tokio::test]
async fn many_addressees_are_told_in_chunks_that_may_be_broken_off_anywhere() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let a = city.a.clone();
        let (_, contact) = city.visitor("contact", &a, &[Role::Contact], Lang::ZhCn).await;
        let (ids, now, unit) = (city.house.ids.clone(), city.house.clock.now(), a.clone());
        city.write(move |tx| {
            for n in 0..(2 * job::CHUNK) {
                let name = format!("p{n}");
                xingtan_accounts::api::testkit::person(tx, &ids, now, &name, &unit, &[Role::Learner])?;
            }
            Ok(())
        })
        .await;
        let unit = a.id.to_string();
        let fields =
            [("kind", "test"), ("title", "考试"), ("body", "x"), ("scope", ""), ("nodes", unit.as_str())];
        let to = city.house.post(&contact, "/relays", &fields).await.to().to_owned();
        let id: Uuid = to.rsplit('/').next().unwrap().parse().unwrap();
        for most in [1, 2, usize::MAX, usize::MAX] {
            carry(&city, id, most).await;
        }
        let people = 2 * job::CHUNK + 1;
        assert_eq!(city.count("SELECT count(*) FROM insight_addressee").await, people);
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'insight.relayed'";
        assert_eq!(city.count(told).await, people);
        let sent = "SELECT count(*) FROM insight_relay WHERE state = 'sent'";
        assert_eq!(city.count(sent).await, 1);
        city.house.get(&contact, &to).await.is(200).has("201").lacks("insight-");
    }
}
