//! Proof through the router, on both engines.

use crate::tests::{City, house, tables};
use xingtan_auth::Role;
use xingtan_clock::Zone;
use xingtan_db::params;
use xingtan_testkit::databases;

#[tokio::test]
async fn whoever_may_read_an_entry_takes_its_proof_and_the_trail_tells_of_it() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (a, b) = (city.a.clone(), city.b.clone());
        let (_, contact) = city.person("contact", &a, &[(Role::Contact, &a.path)]).await;
        let (_, far) = city.person("far", &b, &[(Role::Contact, &b.path)]).await;
        let (_, one) = city.person("one", &a, &[(Role::Learner, &a.path)]).await;
        let (_, two) = city.person("two", &a, &[(Role::Learner, &a.path)]).await;
        let today = Zone::default().date(house.clock.now()).to_string();
        let form = [
            ("topic", "高压作业"),
            ("kind", "practice"),
            ("day", &today),
            ("place", "三号车间"),
            ("minutes", "90"),
            ("trainer", "周文谦"),
            ("people", "one"),
        ];
        house.post(&contact, "/offline-trainings", &form).await.is(303);
        let id: Vec<xingtan_clock::Uuid> =
            city.db.read(|tx| tx.all("SELECT id FROM planning_offline", params![])).await.unwrap();
        let there = format!("/offline-trainings/{}", id[0]);
        let proofs = format!("{there}/proofs");

        let sheet = [("file", "签到表.pdf", house::PDF)];
        house.upload(&far, &proofs, &[], &sheet).await.is(404);
        house.upload(&one, &proofs, &[], &sheet).await.is(403);
        house.upload(&contact, &proofs, &[], &[]).await.is(422).has("高压作业").lacks("planning-");
        // What says that it is a picture and is none is told by its content.
        let page = [("file", "签到表.png", &b"<html><script>1</script></html>"[..])];
        house.upload(&contact, &proofs, &[], &page).await.is(422).lacks("planning-");
        let key = house.get(&contact, &there).await.is(200).has("佐证").field("form_key");
        for _ in ["once", "a second click"] {
            let fields = [("form_key", key.as_str())];
            assert_eq!(house.upload(&contact, &proofs, &fields, &sheet).await.to(), there);
        }
        let shown = house.get(&one, &there).await.is(200).has("签到表.pdf").lacks("planning-");
        assert_eq!(shown.body.matches("签到表.pdf").count(), 1);
        let at = shown.body.split(&format!("{proofs}/")).nth(1).unwrap()[..36].to_owned();
        let file = format!("{proofs}/{at}");
        assert!(house.get(&one, &file).await.is(200).body.starts_with("%PDF"));
        house.get(&contact, &file).await.is(200);
        house.get(&two, &file).await.is(404);
        house.get(&far, &file).await.is(404);
        house.get(&contact, &format!("{proofs}/{}", id[0])).await.is(404);

        house.post(&contact, &format!("{there}/withdrawal"), &[("withdrawal", "重复登记")]).await.is(303);
        house.get(&one, &file).await.is(404);
        house.get(&contact, &file).await.is(200);
        house.upload(&contact, &proofs, &[], &sheet).await.is(404);

        let trail = city.db.read(|tx| {
            tx.all::<(String, i64)>(
                "SELECT action, count(*) FROM audit_entry WHERE action LIKE 'planning.offline-proof%'
                 GROUP BY action ORDER BY action",
                params![],
            )
        });
        let told = [("planning.offline-proof-added", 1), ("planning.offline-proof-taken", 3)];
        assert_eq!(trail.await.unwrap(), told.map(|(action, count)| (action.to_owned(), count)));
    }
}
