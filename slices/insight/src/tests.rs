//! What the tests of this slice share: its tables, its pages, and a regulation in force.
#![allow(
    unfulfilled_lint_expectations,
    reason = "the house also serves tests outside crates, where unwrap is linted"
)]

#[path = "../../catalog/tests/house/mod.rs"]
pub(crate) mod house;

use house::{House, Slice};
use xingtan_accounts::api::{Node, testkit};
use xingtan_auth::Role;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Migrations, Result, Tx};
use xingtan_governance::{kind, regulation::store as regulations};
use xingtan_i18n::Lang;

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
        xingtan_planning::migrations(),
        crate::migrations(),
    ]
}

/// The pages of this slice.
fn slice() -> Slice {
    Slice {
        routes: crate::routes(),
        permissions: vec![crate::PERMISSIONS],
        places: vec![crate::PLACES],
        texts: [
            house::texts(),
            xingtan_accounts::texts(),
            xingtan_governance::texts(),
            xingtan_learning::texts(),
            xingtan_planning::texts(),
            crate::texts(),
        ]
        .concat(),
    }
}

/// An institution of two departments below its root, in which a regulation has held for a long time.
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

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.db.write(f).await.unwrap()
    }

    /// Somebody with an account and roles on their unit.
    pub(crate) async fn person(&self, name: &'static str, unit: &Node, roles: &'static [Role]) -> Uuid {
        let now = self.house.clock.now();
        testkit::person_in(&self.db, &self.house.ids, now, name, unit, roles).await.unwrap()
    }

    /// The same, signed in.
    pub(crate) async fn visitor(
        &self,
        name: &'static str,
        unit: &Node,
        roles: &'static [Role],
        lang: Lang,
    ) -> (Uuid, house::Person) {
        let id = self.person(name, unit, roles).await;
        let grants: Vec<(Role, &str)> = roles.iter().map(|role| (*role, unit.path.as_str())).collect();
        (id, self.house.person_of(id, name, &grants, lang))
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.write(move |tx| tx.one::<(i64,)>(sql, &[]).map(|(n,)| n)).await
    }
}

/// A regulation in force since a moment whose articles have a control each; the last control.
pub(crate) fn regulation(tx: &mut Tx<'_>, ids: &Ids, since: Timestamp, codes: &[&str]) -> Result<Uuid> {
    let (regulation, version) = (ids.next(), ids.next());
    let it = regulations::Regulation {
        id: regulation,
        title: "学习管理办法".into(),
        interpreted_by: "培训中心".into(),
        created_at: since,
    };
    regulations::add_regulation(tx, &it, None)?;
    let it = regulations::Version {
        id: version,
        regulation_id: regulation,
        number: 1,
        lang: "zh-CN".into(),
        note: String::new(),
        state: "draft".into(),
        in_force_from: None,
        drafted_by: None,
        drafted_at: since,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    };
    regulations::add_version(tx, &it)?;
    let mut control = Uuid::nil();
    for (place, code) in codes.iter().enumerate() {
        let article = regulations::Article {
            id: ids.next(),
            version_id: version,
            place: place as i64,
            number: format!("3.1.{}", place + 1),
            title: (*code).into(),
            body: "……".into(),
            by_hand: None,
        };
        regulations::add_article(tx, &article)?;
        let kind = kind::of(code).unwrap();
        control = ids.next();
        let it = regulations::Control {
            id: control,
            control_key: control,
            version_id: version,
            article_id: article.id,
            kind: (*code).into(),
            params: kind::params::Params::defaults(kind.params()).json(),
            scope_path: String::new(),
            scope_role: None,
        };
        regulations::add_control(tx, &it)?;
    }
    regulations::approve(tx, version, since, None, since)?;
    Ok(control)
}
