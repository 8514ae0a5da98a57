//! What the tests of this slice share: its tables, and its pages in a house of people.
#![allow(
    unfulfilled_lint_expectations,
    reason = "the house also serves tests outside crates, where unwrap is linted"
)]

#[path = "../../catalog/tests/house/mod.rs"]
pub(crate) mod house;

use house::{House, Slice};
use xingtan_accounts::api::{Credential, NewPerson, Node, Prepared, ids_needed, open_person, testkit};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Db, Migrations};
use xingtan_jobs::{Kinds, Options, Schedules, Worker};

/// The tables of this slice and of those below it.
pub(crate) fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_search::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        xingtan_learning::migrations(),
        crate::migrations(),
    ]
}

/// The pages of this slice.
pub(crate) fn slice() -> Slice {
    let all =
        [crate::permissions(), xingtan_learning::permissions().to_vec(), xingtan_accounts::permissions()];
    Slice {
        routes: crate::routes(xingtan_catalog::api::LessonKinds::standard())
            .merge(xingtan_accounts::routes())
            .merge(xingtan_learning::routes(xingtan_catalog::api::LessonKinds::standard()))
            .layer(axum::Extension(crate::OFFLINE))
            .layer(axum::Extension(xingtan_accounts::api::Imports(crate::IMPORTS))),
        permissions: vec![Box::leak(all.concat().into_boxed_slice())],
        places: vec![Box::leak(crate::places().into_boxed_slice())],
        texts: [
            house::texts(),
            xingtan_imports::texts(),
            xingtan_accounts::texts(),
            xingtan_governance::texts(),
            xingtan_learning::texts(),
            crate::texts(),
        ]
        .concat(),
    }
}

/// An institution of two departments below its root.
pub(crate) struct City {
    pub(crate) house: House,
    pub(crate) db: Db,
    pub(crate) a: Node,
    pub(crate) b: Node,
}

impl City {
    pub(crate) async fn new(db: Db) -> City {
        let house = House::new(db.clone(), slice()).await;
        let (ids, now) = (house.ids.clone(), house.clock.now());
        let made = db.write(move |tx| {
            Ok::<_, xingtan_db::Error>((
                testkit::node(tx, &ids, now, "A", None)?,
                testkit::node(tx, &ids, now, "B", None)?,
            ))
        });
        let (a, b) = made.await.unwrap();
        City { house, db, a, b }
    }

    /// Somebody who carries out what was ordered.
    pub(crate) fn worker(&self) -> Worker {
        let mut kinds = Kinds::new();
        crate::jobs(&self.house.app, &mut kinds);
        let (clock, ids) = (self.house.clock.clone(), self.house.ids.clone());
        Worker::new(self.db.clone(), clock, ids, kinds, Schedules::default(), Options::default())
    }

    /// Many people of one unit with user names `p0000`… and staff numbers `QH0000`…
    pub(crate) async fn many(&self, unit: &Node, count: usize) -> Vec<Uuid> {
        let mut all = Vec::new();
        for first in (0..count).step_by(100) {
            let (ids, now, unit) = (self.house.ids.clone(), self.house.clock.now(), unit.clone());
            let opened = self.db.write(move |tx| {
                let mut some = Vec::new();
                for n in first..(first + 100).min(count) {
                    let new = NewPerson {
                        id: ids.next(),
                        user_name: format!("p{n:04}"),
                        name: format!("人员{n}"),
                        position: None,
                        staff_number: Some(format!("QH{n:04}")),
                        mail: None,
                        mobile: None,
                        roles: vec![Role::Learner],
                        credential: Credential::Kept(String::new()),
                    };
                    let prepared = Prepared::new(Who::program(), now, &ids, ids_needed(1));
                    open_person(tx, &prepared.begin(), &new, &unit)?;
                    some.push(new.id);
                }
                Ok::<_, xingtan_db::Error>(some)
            });
            all.extend(opened.await.unwrap());
        }
        all
    }

    /// Runs what was ordered until nothing is left.
    pub(crate) async fn jobs(&self) {
        self.worker().drain().await.unwrap();
        let read = self.db.read(|tx| {
            tx.all::<(String, Option<String>)>(
                "SELECT kind, error FROM jobs_job WHERE state NOT IN ('done', 'waiting')",
                xingtan_db::params![],
            )
        });
        assert_eq!(read.await.unwrap(), []);
    }

    /// Somebody who holds a role on a unit also in the tables, signed in with it.
    pub(crate) async fn holder(&self, name: &str, unit: &Node, role: Role) -> (Uuid, house::Person) {
        let now = self.house.clock.now();
        let id = testkit::person_in(&self.db, &self.house.ids, now, name, unit, &[role]).await.unwrap();
        (id, self.house.person_of(id, name, &[(role, &unit.path)], xingtan_i18n::Lang::ZhCn))
    }

    /// Somebody with an account, signed in with roles on nodes.
    pub(crate) async fn person(
        &self,
        name: &str,
        unit: &Node,
        roles: &[(Role, &str)],
    ) -> (Uuid, house::Person) {
        let now = self.house.clock.now();
        let id = testkit::person_in(&self.db, &self.house.ids, now, name, unit, &[Role::Learner]);
        let id = id.await.unwrap();
        (id, self.house.person_of(id, name, roles, xingtan_i18n::Lang::ZhCn))
    }
}
