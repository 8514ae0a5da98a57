//! The databases and people that these tests begin with.

use xingtan_accounts::api::{self, Node, testkit};
use xingtan_auth::Role;
use xingtan_clock::{Clock, Ids, Timestamp, Uuid};
use xingtan_db::Db;
use xingtan_testkit::TestDb;

/// Fresh databases of both engines with all tables that the people part touches.
pub async fn databases() -> Vec<TestDb> {
    xingtan_testkit::databases(&[
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_imports::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
    ])
    .await
}

/// A group with two subsidiaries, a department in each, and an administrator, a centre, a manager, a contact.
pub struct City {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub root: Node,
    pub north: Node,
    pub north_lab: Node,
    pub south_yard: Node,
    pub center: Uuid,
    pub manager: Uuid,
    pub contact: Uuid,
}

impl City {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn learner(&self, user_name: &str, unit: &Node) -> Uuid {
        testkit::person_in(&self.db, &self.ids, self.now(), user_name, unit, &[Role::Learner]).await.unwrap()
    }
}

pub async fn city(db: &TestDb) -> City {
    let db = db.handle();
    let clock = xingtan_testkit::clock();
    let ids = xingtan_testkit::ids(&clock);
    let (made, now) = (ids.clone(), clock.now());
    let nodes = db
        .write(move |tx| {
            let north = testkit::node(tx, &made, now, "North", None)?;
            let north_lab = testkit::node(tx, &made, now, "Lab", Some(&north))?;
            let south = testkit::node(tx, &made, now, "South", None)?;
            let south_yard = testkit::node(tx, &made, now, "Yard", Some(&south))?;
            let root = api::root(tx)?.unwrap();
            Ok::<_, xingtan_db::Error>((root, north, north_lab, south_yard))
        })
        .await
        .unwrap();
    let (root, north, north_lab, south_yard) = nodes;
    let of = async |name: &str, unit: &Node, role| {
        testkit::person_in(&db, &ids, clock.now(), name, unit, &[role]).await.unwrap()
    };
    City {
        center: of("center", &root, Role::Centre).await,
        manager: of("manager", &north, Role::Manager).await,
        contact: of("contact", &north_lab, Role::Contact).await,
        db: db.clone(),
        clock: clock.clone(),
        ids: ids.clone(),
        root,
        north,
        north_lab,
        south_yard,
    }
}
