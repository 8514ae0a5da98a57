//! Commendations from nomination to withdrawal, on both engines.

use super::{
    change::{self, Nomination},
    rules::{State, Whom},
    store,
};
use crate::ranking::tests::tables;
use std::sync::Arc;
use xingtan_accounts::api::{Node, testkit};
use xingtan_audit::Who;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Clock, Ids, Uuid};
use xingtan_db::{Db, Error, Tx};
use xingtan_governance::api::{Deed, Stop};

struct House {
    db: Db,
    clock: Clock,
    ids: Ids,
    near: Node,
    learner: Uuid,
    contact: Actor,
    manager: Actor,
}

fn actor(person: Uuid, role: Role, path: &str, clock: &Clock) -> Actor {
    Actor {
        person,
        user_name: role.code().into(),
        name: role.code().into(),
        unit: Uuid::nil(),
        unit_name: String::new(),
        unit_path: path.into(),
        session: None,
        proved_at: clock.now(),
        acting: role,
        grants: vec![Grant { role, node: Uuid::nil(), path: path.into() }],
        token_scopes: None,
        permissions: Arc::new(Permissions::gather(&[crate::PERMISSIONS])),
    }
}

impl House {
    async fn new(db: &Db) -> House {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let (maker, now) = (ids.clone(), clock.now());
        let (near, learner, contact, manager) = db
            .write(move |tx| {
                let near = testkit::node(tx, &maker, now, "A", None)?;
                let far = testkit::node(tx, &maker, now, "B", None)?;
                let learner = testkit::person(tx, &maker, now, "learner", &near, &[Role::Learner])?;
                testkit::person(tx, &maker, now, "second", &near, &[Role::Learner])?;
                testkit::person(tx, &maker, now, "stranger", &far, &[Role::Learner])?;
                let contact = testkit::person(tx, &maker, now, "contact", &near, &[Role::Contact])?;
                let manager = testkit::person(tx, &maker, now, "manager", &near, &[Role::Manager])?;
                Ok::<_, Error>((near, learner, contact, manager))
            })
            .await
            .unwrap();
        House {
            db: db.clone(),
            contact: actor(contact, Role::Contact, &near.path, &clock),
            manager: actor(manager, Role::Manager, &near.path, &clock),
            clock,
            ids,
            near,
            learner,
        }
    }

    fn deed(&self, actor: &Actor) -> Deed {
        Deed { person: actor.person, who: Who::actor(actor), now: self.clock.now(), ids: self.ids.clone() }
    }

    async fn nominate(&self, who: &Actor, whom: Whom, users: &[&str]) -> Result<Uuid, Stop> {
        let (id, actor, deed) = (self.ids.next(), who.clone(), self.deed(who));
        let asked = Nomination {
            whom,
            users: users.iter().map(|it| (*it).to_owned()).collect(),
            label: "代表队".into(),
            unit: Some(self.near.id),
            title: "学习标兵".into(),
            reason: "坚持学习".into(),
            article: String::new(),
        };
        self.db.write(move |tx| change::nominate(tx, id, &asked, &actor, &deed).map(|it| it.id)).await
    }

    async fn decide(&self, who: &Actor, at: (Uuid, i64), publishes: bool) -> Result<(), Stop> {
        let (actor, deed) = (who.clone(), self.deed(who));
        self.db.write(move |tx| change::decide(tx, at, publishes, "好", &actor, &deed)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.db.write(f).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.read(move |tx| tx.one::<(i64,)>(sql, &[]).map(|(n,)| n)).await
    }
}

fn field(stop: Result<impl Sized, Stop>) -> (&'static str, String) {
    match stop {
        Err(Stop::Field(name, msg)) => (name, msg.key().to_owned()),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was kept"),
    }
}

#[tokio::test]
async fn another_person_publishes_once_and_what_is_withdrawn_is_told() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db).await;
        let id = house.nominate(&house.manager, Whom::Person, &["learner"]).await.unwrap();
        let own = house.decide(&house.manager, (id, 1), true).await;
        assert_eq!(field(own), ("", "honours-commendation-nominator".to_owned()));
        let refused = house.decide(&house.contact, (id, 1), true).await;
        assert!(matches!(refused, Err(Stop::Fault(_))), "a contact does not decide");
        let centre = actor(house.ids.next(), Role::Centre, "/1/", &house.clock);
        let stale = house.decide(&centre, (id, 7), true).await;
        assert_eq!(field(stale), ("", "honours-commendation-over".to_owned()));
        house.decide(&centre, (id, 1), true).await.unwrap();
        let again = house.decide(&centre, (id, 2), false).await;
        assert_eq!(field(again), ("", "honours-commendation-over".to_owned()));
        let learner = house.learner;
        assert_eq!(house.read(move |tx| store::of_person(tx, learner)).await.len(), 1);
        let (deed, actor) = (house.deed(&centre), centre.clone());
        db.write(move |tx| change::withdraw(tx, (id, 2), "有误", &actor, &deed)).await.unwrap();
        assert!(house.read(move |tx| store::of_person(tx, learner)).await.is_empty());
        let it = house.read(move |tx| store::one(tx, id)).await.unwrap();
        assert_eq!((it.state(), it.answer.as_str()), (State::Withdrawn, "有误"));
        let told = "SELECT count(*) FROM notify_notice WHERE kind IN
             ('honours.commended', 'honours.commendation-withdrawn', 'honours.nomination-decided')";
        assert_eq!(house.count(told).await, 3);
        assert_eq!(house.count("SELECT count(*) FROM audit_entry WHERE action LIKE 'honours.%'").await, 3);
    }
}

#[tokio::test]
async fn groups_and_units_lie_within_the_subtree_of_who_nominates() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db).await;
        let contact = &house.contact;
        let stranger = house.nominate(contact, Whom::Group, &["learner", "stranger"]).await;
        assert_eq!(field(stranger), ("people", "honours-commendation-nobody".to_owned()));
        let alone = house.nominate(contact, Whom::Group, &["learner", "LEARNER"]).await;
        assert_eq!(field(alone), ("people", "honours-commendation-several".to_owned()));
        let two = house.nominate(contact, Whom::Person, &["learner", "second"]).await;
        assert_eq!(field(two), ("people", "honours-commendation-one".to_owned()));
        let group = house.nominate(contact, Whom::Group, &["second", "learner", "second"]).await.unwrap();
        let (it, people) =
            house.read(move |tx| Ok((store::one(tx, group)?.unwrap(), store::commended(tx, group)?))).await;
        assert_eq!((it.label.as_str(), &it.unit_path), ("代表队", &house.near.path));
        assert_eq!(people.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["second", "learner"]);
        let unit = house.nominate(contact, Whom::Unit, &[]).await.unwrap();
        house.decide(&house.manager, (unit, 1), true).await.unwrap();
        let elsewhere = actor(house.ids.next(), Role::Contact, "/1/99/", &house.clock);
        let unit = house.nominate(&elsewhere, Whom::Unit, &[]).await;
        assert_eq!(field(unit), ("unit", "web-form-choice".to_owned()));
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'honours.commended'";
        assert_eq!(house.count(told).await, 1, "the contact of the unit");
    }
}

#[tokio::test]
async fn nobody_decides_about_a_group_of_which_they_are() {
    for db in xingtan_testkit::databases(&tables()).await {
        let house = House::new(&db).await;
        let id = house.nominate(&house.contact, Whom::Group, &["learner", "manager"]).await.unwrap();
        let own = house.decide(&house.manager, (id, 1), true).await;
        assert_eq!(field(own), ("", "honours-commendation-own".to_owned()));
    }
}
