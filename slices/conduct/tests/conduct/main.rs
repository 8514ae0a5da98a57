//! Cases from report to appeal and accounts that look shared, through the router, on both engines (GOV-3, ACC-8).

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod cases;
mod house;
mod interplay;
mod sealing;
mod sharing;

use house::{House, Person, tables};
use xingtan_accounts::api::{self as accounts, Node, State, testkit};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid, Zone};
use xingtan_conduct::case::store::{self, Case};
use xingtan_governance::{
    decision::change::{Hand, judge},
    pack,
    regulation::{
        act::Act,
        change::{self as regulation, Heading},
        rulings, store as regulations,
    },
};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// A town with the academy's regulation in force, and the people who have to do with a case.
struct Town {
    house: House,
    unit: Node,
    centre: Person,
    second: Person,
    third: Person,
    audit: Person,
    security: Person,
    reporter: Person,
    learner: Person,
}

impl Town {
    async fn new(db: xingtan_db::Db) -> Town {
        let house = House::new(db).await;
        let (ids, now) = (house.ids.clone(), house.clock.now());
        let unit =
            house.app.db().write(move |tx| testkit::node(tx, &ids, now, "装配车间", None)).await.unwrap();
        let mut people = Vec::new();
        for (name, role) in [
            ("center", Role::Centre),
            ("second", Role::Centre),
            ("third", Role::Centre),
            ("audit", Role::Audit),
            ("security", Role::Security),
            ("reporter", Role::Learner),
            ("learner", Role::Learner),
        ] {
            let path = if role == Role::Learner { unit.path.as_str() } else { "/1/" };
            let id = testkit::person_in(house.app.db(), &house.ids, now, name, &unit, &[role]).await.unwrap();
            people.push(house.person_of(id, name, &[(role, path)], Lang::ZhCn));
        }
        let [centre, second, third, audit, security, reporter, learner] = people.try_into().ok().unwrap();
        let town = Town { house, unit, centre, second, third, audit, security, reporter, learner };
        town.regulation().await;
        town
    }

    async fn regulation(&self) {
        let (id, ids, now) = (self.house.ids.next(), self.house.ids.clone(), self.house.clock.now());
        let act =
            |who: &Person, days| Act::for_person(who.id, "center", now - Span::of_days(days), ids.clone());
        let (drafter, approver) = (act(&self.centre, 9), act(&self.second, 8));
        let from = Zone::default().start_of(Zone::default().date(now - Span::of_days(7)));
        let write = self.house.app.db().write(move |tx| {
            let empty = Heading { title: String::new(), interpreted_by: String::new() };
            let version = pack::load(tx, id, pack::ACADEMY, Lang::ZhCn, &empty, &drafter)
                .map_err(xingtan_web::Fault::from)?;
            let at = (id, version.id);
            regulation::submit(tx, at, version.version, from, &drafter).map_err(xingtan_web::Fault::from)?;
            regulation::decide(tx, at, version.version + 1, None, &approver)
                .map_err(xingtan_web::Fault::from)?;
            Ok::<_, xingtan_web::Fault>(())
        });
        write.await.unwrap();
    }

    /// Somebody reports the learner; the case.
    async fn reported(&self, kind: &str) -> Case {
        let fields =
            [("kind", kind), ("words", "把账号借给了同事。"), ("about", "/courses"), ("user", "learner")];
        self.house.post(&self.reporter, "/reports-of-content", &fields).await.is(303);
        self.last().await
    }

    /// The case that was reported last.
    async fn last(&self) -> Case {
        let read =
            self.house.app.db().read(|tx| {
                tx.opt::<(Uuid,)>("SELECT id FROM conduct_case ORDER BY number DESC LIMIT 1", &[])
            });
        self.case(read.await.unwrap().unwrap().0).await
    }

    async fn case(&self, id: Uuid) -> Case {
        self.house.app.db().read(move |tx| store::get(tx, id)).await.unwrap().unwrap()
    }

    /// Taken up by the centre, and the learner asked for their view.
    async fn heard(&self, case: &Case) -> Case {
        self.house.post(&self.centre, &format!("/cases/{}/investigation", case.id), &[]).await.is(303);
        let until = Zone::default().date(self.house.clock.now() + Span::of_days(3)).to_string();
        let fields = [("until", until.as_str())];
        self.house.post(&self.centre, &format!("/cases/{}/hearing", case.id), &fields).await.is(303);
        self.case(case.id).await
    }

    /// Judges the learner as governance's job does.
    async fn judged(&self) {
        let (ids, now, person) = (self.house.ids.clone(), self.house.clock.now(), self.learner.id);
        let write = self.house.app.db().write(move |tx| {
            let rulings = rulings::read(tx, now)?;
            let zone = Zone::default();
            let hand = Hand { who: Who::program(), ids: &ids, now, zone: &zone, lang: Lang::ZhCn };
            judge(tx, &hand, &rulings, &[person])
        });
        write.await.unwrap();
    }

    /// The learner's account in force, and until when.
    async fn account(&self) -> (State, Option<Timestamp>) {
        let (id, now) = (self.learner.id, self.house.clock.now());
        let read = self.house.app.db().read(move |tx| accounts::account(tx, id));
        let account = read.await.unwrap().unwrap();
        (account.in_force(now), account.until)
    }

    /// The article of this number, in force.
    async fn article(&self, number: &str) -> String {
        let (now, number) = (self.house.clock.now(), number.to_owned());
        let read = self.house.app.db().read(move |tx| xingtan_governance::api::articles_in_force(tx, now));
        read.await.unwrap().into_iter().find(|it| it.number == number).unwrap().id.to_string()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.house.app.db().read(move |tx| tx.one::<(i64,)>(sql, &[])).await.unwrap().0
    }
}

#[tokio::test]
async fn the_regulation_of_these_tests_is_in_force() {
    for db in databases(&tables()).await {
        let town = Town::new(db.handle()).await;
        assert_eq!(town.count("SELECT count(*) FROM governance_version WHERE state = 'approved'").await, 1);
        let versions = town.house.app.db().read(regulations::versions).await.unwrap();
        assert_eq!(versions.len(), 1);
        assert!(!town.unit.path.is_empty());
    }
}
