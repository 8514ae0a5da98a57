//! What the tests of this slice share: its tables, its pages, a course and those who take it.
#![allow(
    unfulfilled_lint_expectations,
    reason = "the house also serves tests outside crates, where unwrap is linted"
)]

#[path = "../../catalog/tests/house/mod.rs"]
pub(crate) mod house;

use house::{House, Person, Slice};
use std::sync::Arc;
use xingtan_accounts::api::{Node, testkit};
use xingtan_auth::{Actor, Permissions, Role};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Db, Migrations, Result, Tx, params};
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
        crate::migrations(),
    ]
}

/// The pages of this slice.
fn slice() -> Slice {
    Slice {
        routes: crate::routes(LessonKinds::standard()),
        permissions: vec![crate::PERMISSIONS, xingtan_catalog::permissions()],
        places: vec![crate::PLACES],
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

/// A department with a published course of its teacher.
pub(crate) struct City {
    pub(crate) house: House,
    pub(crate) db: Db,
    pub(crate) unit: Node,
    pub(crate) course: Uuid,
    pub(crate) version: Uuid,
    pub(crate) teacher: (Uuid, Person),
    pub(crate) centre: Person,
}

impl City {
    pub(crate) async fn new(db: Db) -> City {
        let house = House::new(db.clone(), slice()).await;
        let (ids, now) = (house.ids.clone(), house.clock.now());
        let unit = db.write(move |tx| testkit::node(tx, &ids, now, "A", None)).await.unwrap();
        let (course, version) = (house.ids.next(), house.ids.next());
        let teacher = visitor(&house, &db, "teacher", &unit, &[Role::Teacher]).await;
        let (_, centre) = visitor(&house, &db, "centre", &unit, &[Role::Centre]).await;
        let (author, path, id) = (teacher.0, unit.path.clone(), unit.id);
        db.write(move |tx| {
            tx.exec(
                "INSERT INTO catalog_course (id, title, title_key, search_keys, summary, level, lecturer_name, credits,
                        minutes, lessons, author_id, author_name, unit_id, unit_path, state, published_version_id,
                        published_at, created_at, updated_at, version)
                 VALUES ($1, '安全生产', 'an quan', 'an quan', '', 'basic', '', 100, 10, 1, $2, 'teacher', $3, $4,
                         'published', $5, $6, $6, $6, 1)",
                params![course, author, id, path, version, now],
            )
        })
        .await
        .unwrap();
        City { house, db, unit, course, version, teacher, centre }
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.db.write(f).await.unwrap()
    }

    /// Somebody with an account and roles on the unit, signed in.
    pub(crate) async fn visitor(&self, name: &'static str, roles: &'static [Role]) -> (Uuid, Person) {
        visitor(&self.house, &self.db, name, &self.unit, roles).await
    }

    /// A learner who has done so many of four lessons.
    pub(crate) async fn learner(&self, name: &'static str, done: i64) -> (Uuid, Person) {
        let (person, signed_in) = self.visitor(name, &[Role::Learner]).await;
        let (id, now, course, version) =
            (self.house.ids.next(), self.house.clock.now(), self.course, self.version);
        let (path, completed) = (self.unit.path.clone(), (done == 4).then_some(now));
        self.write(move |tx| {
            tx.exec(
                "INSERT INTO learning_enrolment (id, course_id, person_id, unit_path, name_key, source, required,
                        opens_at, enrolled_at, version_id, lessons_total, lessons_done, study_seconds, completed_at)
                 VALUES ($1, $2, $3, $4, 'x', 'chosen', FALSE, $5, $5, $6, 4, $7, 60, $8)",
                params![id, course, person, path, now, version, done, completed],
            )
        })
        .await;
        (person, signed_in)
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.write(move |tx| tx.one::<(i64,)>(sql, &[]).map(|(n,)| n)).await
    }

    pub(crate) fn turn(&self, days: i64) {
        self.house.clock.turn(Span::of_days(days));
    }
}

async fn visitor(
    house: &House,
    db: &Db,
    name: &'static str,
    unit: &Node,
    roles: &'static [Role],
) -> (Uuid, Person) {
    let (ids, now, node) = (house.ids.clone(), house.clock.now(), unit.clone());
    let id = db.write(move |tx| testkit::person(tx, &ids, now, name, &node, roles)).await.unwrap();
    let grants: Vec<(Role, &str)> = roles.iter().map(|role| (*role, unit.path.as_str())).collect();
    (id, house.person_of(id, name, &grants, Lang::ZhCn))
}

/// Somebody without any role.
pub(crate) fn actor(city: &City) -> Actor {
    Actor {
        person: city.house.ids.next(),
        user_name: "guest".into(),
        name: "guest".into(),
        unit: Uuid::nil(),
        unit_name: String::new(),
        unit_path: city.unit.path.clone(),
        session: None,
        proved_at: city.house.clock.now(),
        acting: Role::Learner,
        grants: Vec::new(),
        token_scopes: None,
        permissions: Arc::new(Permissions::gather(&[crate::PERMISSIONS])),
    }
}
