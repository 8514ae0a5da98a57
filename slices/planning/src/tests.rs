//! What the tests of this slice share: its tables, and its pages in a house of people.
#![allow(
    unfulfilled_lint_expectations,
    reason = "the house also serves tests outside crates, where unwrap is linted"
)]

#[path = "../../catalog/tests/house/mod.rs"]
pub(crate) mod house;

use house::{House, Slice};
use xingtan_accounts::api::{Node, testkit};
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Db, Migrations};

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
        xingtan_accounts::migrations(),
        xingtan_governance::migrations(),
        xingtan_catalog::migrations(),
        xingtan_assessment::migrations(),
        xingtan_learning::migrations(),
        crate::migrations(),
    ]
}

/// The pages of this slice.
pub(crate) fn slice() -> Slice {
    let all = [crate::permissions(), xingtan_learning::permissions().to_vec()].concat();
    Slice {
        routes: crate::routes(xingtan_catalog::api::LessonKinds::standard()),
        permissions: vec![Box::leak(all.into_boxed_slice())],
        places: vec![Box::leak(crate::places().into_boxed_slice())],
        texts: [
            house::texts(),
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
