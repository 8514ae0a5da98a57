//! The demo institution with everybody who asks, and a unit whose secrets others must not see.

use crate::{
    ask::{self, By},
    objects::{self, Objects},
    secrets,
};
use axum::Router;
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::{path::Path, time::Duration};
use tempfile::TempDir;
use xingtan::{Config, DEMO_PASSWORD, Running};
use xingtan_accounts::{
    api::{self as accounts, Credential, NewNode, NewPerson, Node, NodeKind, Prepared, ids_needed},
    token::{self, NewToken},
};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Error, params};
use xingtan_i18n::Kind;
use xingtan_keys::Token;

/// Somebody who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// As the table calls them; `near-teacher` is a teacher of one department only.
    pub name: String,
    /// The session's cookie; empty for a visitor.
    pub cookie: String,
    /// A token for everything they may.
    pub token: String,
    /// Who they are.
    pub person: Uuid,
    /// Their unit.
    pub unit: Uuid,
    /// Somebody of the same role in the far unit.
    pub peer: Uuid,
    /// Whether the far unit lies outside of what they may see.
    pub far_is_hidden: bool,
}

impl Asker {
    /// As the address wants it: a token below `/api/`, else the cookie.
    pub fn by(&self, path: &str) -> By<'_> {
        match path.starts_with("/api/v1/") {
            _ if self.cookie.is_empty() => By::Nobody,
            true => By::Token(&self.token),
            false => By::Cookie(&self.cookie),
        }
    }
}

/// The database in the folder of a world.
const DATABASE: &str = "data/xingtan.db";

/// A running program.
pub struct World {
    folder: TempDir,
    pub running: Running,
    pub router: Router,
}

impl World {
    async fn over(folder: TempDir, database: Option<String>) -> World {
        let data = folder.path().join("data");
        let config = Config {
            data,
            database,
            metrics_token: Some("gate".to_owned()),
            max_upload_mib: 8,
            ..Config::default()
        };
        let running = Running::open(&config).await.unwrap();
        let router = xingtan::router(&running);
        World { folder, running, router }
    }

    /// Puts the kept database back under the running program: opening the program anew takes twenty times as long.
    pub async fn again(&self, city: &City) {
        let (kept, own) = (city.folder.path().join(DATABASE), self.folder.path().join(DATABASE));
        let copied = tokio::task::spawn_blocking(move || -> rusqlite::Result<()> {
            let kept = Connection::open_with_flags(kept, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let mut own = Connection::open(own)?;
            own.execute_batch("PRAGMA synchronous = OFF")?;
            let all = 1 << 20;
            Backup::new(&kept, &mut own)?.run_to_completion(all, Duration::from_millis(2), None)
        });
        copied.await.unwrap().unwrap();
        self.running.app().settings().refresh().await.unwrap();
    }

    /// How many rows each table holds; what a refused request must not change.
    pub async fn rows(&self) -> Vec<(String, i64)> {
        let db = self.running.app().db();
        let count = db.read(|tx| {
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
            let tables: Vec<(String,)> = tx.all(sql, &[])?;
            let own = tables.into_iter().map(|(name,)| name).filter(|name| !name.contains("_fts"));
            let parts: Vec<String> =
                own.map(|name| format!("SELECT '{name}' AS name, count(*) AS rows FROM {name}")).collect();
            tx.all::<(String, i64)>(&parts.join(" UNION ALL "), &[])
        });
        count.await.unwrap()
    }
}

/// Everything the tests ask about.
pub struct City {
    folder: TempDir,
    pub askers: Vec<Asker>,
    pub objects: Objects,
}

/// Demo people who ask, with whether the far unit is hidden from them.
const DEMO: [(&str, Role, bool); 13] = [
    ("admin", Role::Admin, false),
    ("security", Role::Security, false),
    ("audit", Role::Audit, false),
    ("center", Role::Centre, false),
    ("manager", Role::Manager, true),
    ("contact", Role::Contact, true),
    ("teacher", Role::Teacher, false),
    ("reviewer", Role::Reviewer, false),
    ("supervisor", Role::Supervisor, false),
    ("finance", Role::Finance, true),
    ("service", Role::Service, false),
    ("parent", Role::Guardian, true),
    ("learner", Role::Learner, true),
];

/// Roles that also somebody of one department alone holds.
const NEAR: [Role; 11] = [
    Role::Admin,
    Role::Security,
    Role::Audit,
    Role::Centre,
    Role::Supervisor,
    Role::Reviewer,
    Role::Teacher,
    Role::Assistant,
    Role::Homeroom,
    Role::Finance,
    Role::Service,
];

impl City {
    /// Builds the city; the world that comes with it is the one it was built in.
    pub async fn build(database: Option<String>) -> (City, World) {
        let memory = Path::new("/dev/shm");
        let folder = || if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap();
        let world = World::over(folder(), database).await;
        xingtan::fill_demo(&world.running, Kind::Academy, 4, 7, &|_, _, _| {}).await.unwrap();
        generous(&world).await;
        let near = node_of(&world, "learner").await;
        let far = far_unit(&world).await;
        let hash = tokio::task::spawn_blocking(|| xingtan_auth::password::hash(DEMO_PASSWORD))
            .await
            .unwrap()
            .unwrap();
        for role in Role::ALL {
            let (user, name) = (secrets::user(role.code()), secrets::name(role.code()));
            open(&world, &user, &name, *role, &far, &hash).await;
        }
        for role in NEAR {
            open(&world, &format!("near-{role}"), &format!("近{role}"), role, &near, &hash).await;
        }
        let mut askers = vec![visitor()];
        for (user, role, hidden) in DEMO {
            askers.push(asker(&world, user, user, role, hidden).await);
        }
        for role in NEAR {
            let user = format!("near-{role}");
            askers.push(asker(&world, &user, &user, role, true).await);
        }
        let objects = objects::make(&world, &near, &far).await;
        world.running.settle().await.unwrap();
        (City { folder: folder(), askers, objects }, world)
    }

    /// Keeps the world as it stands, to be opened as often as needed.
    pub async fn keep(&self, world: World) {
        world.running.close().await;
        copy(world.folder.path(), self.folder.path());
    }

    /// The kept world anew.
    pub async fn open(&self) -> World {
        let folder = TempDir::new_in(self.folder.path().parent().unwrap()).unwrap();
        copy(self.folder.path(), folder.path());
        World::over(folder, None).await
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

fn visitor() -> Asker {
    let nobody = Uuid::nil();
    Asker {
        name: "visitor".to_owned(),
        cookie: String::new(),
        token: String::new(),
        person: nobody,
        unit: nobody,
        peer: nobody,
        far_is_hidden: true,
    }
}

async fn node_of(world: &World, user: &'static str) -> Node {
    let db = world.running.app().db();
    let read = db.read(move |tx| {
        let person = accounts::person_by_user(tx, user)?.ok_or(Error::NotFound)?;
        accounts::node(tx, person.unit_id)?.ok_or(Error::NotFound)
    });
    read.await.unwrap()
}

/// One person here asks as often as thousands do: what is counted by the minute must not hide another answer.
async fn generous(world: &World) {
    limit(world, 1_000_000).await;
}

/// Lets everybody do what is counted so often a minute.
pub async fn limit(world: &World, per_minute: usize) {
    let app = world.running.app();
    let (institution, version) = app.db().read(xingtan_settings::institution).await.unwrap().unwrap();
    let mut fields = vec![
        ("name".to_owned(), institution.name.clone()),
        ("kind".to_owned(), institution.kind.to_string()),
        ("lang".to_owned(), institution.lang.tag().to_owned()),
        ("zone".to_owned(), institution.zone.name().to_owned()),
        ("version".to_owned(), version.to_string()),
    ];
    fields.extend(["audit", "work", "mail"].map(|it| (format!("app-{it}-keep-days"), "400".to_owned())));
    fields.extend(
        ["api", "export", "upload", "door"].map(|it| (format!("app-limit-{it}"), per_minute.to_string())),
    );
    fields.extend(
        [
            ("uploads-largest", "4096"),
            ("learning-presence-minutes", "0"),
            ("app-share-person", "0"),
            ("learning-rest-minutes", "45"),
            ("learning-remind-before", "3"),
            ("learning-remind-every", "7"),
            ("learning-remind-contact", "told"),
            ("catalog-review-department", "centre-alone"),
            ("catalog-review-lists", "lists-that-apply"),
            ("catalog-review-department-hours", "72"),
            ("catalog-review-hours", "120"),
            ("catalog-review-publication-hours", "72"),
            ("evaluation-rating-share", "50"),
            ("evaluation-rating-days", "30"),
            ("evaluation-rating-least", "3"),
            ("evaluation-check-months", "12"),
            ("evaluation-check-remind", "30"),
            ("library-complaint-hours", "72"),
            ("library-infringements", "3"),
            ("library-infringement-days", "365"),
            ("library-ending-days", "14"),
            ("catalog-revisions", "50"),
            ("catalog-revision-minutes", "15"),
            ("learning-minors", "off"),
            ("learning-minors-stretch", "30"),
            ("learning-minors-pause", "10"),
            ("learning-minors-closes", "21"),
            ("learning-minors-opens", "6"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned())),
    );
    let admin = sign_in(world, "admin").await;
    let answer = ask::post(&world.router, "/system/settings", By::Cookie(&admin), &fields).await;
    assert_eq!(answer.status.as_u16(), 303, "the limits stay: {}", answer.text());
}

/// A unit in another subsidiary than that of the near ones.
async fn far_unit(world: &World) -> Node {
    let app = world.running.app();
    let (id, now) = (app.id(), app.clock().now());
    let write = app.db().write(move |tx| {
        let above = accounts::node_by_code(tx, "WL")?.ok_or(Error::NotFound)?;
        let new = NewNode {
            id,
            parent: Some(above.id),
            kind: NodeKind::Department,
            name: secrets::name("车队"),
            code: Some(secrets::user("unit")),
            seat_quota: None,
        };
        accounts::add_node(tx, &new, now)
    });
    write.await.unwrap()
}

async fn open(world: &World, user: &str, name: &str, role: Role, unit: &Node, hash: &str) {
    let app = world.running.app();
    let new = NewPerson {
        id: app.id(),
        user_name: user.to_owned(),
        name: name.to_owned(),
        position: None,
        staff_number: Some(format!("{user}-staff")),
        mail: Some(format!("{user}@demo.invalid")),
        mobile: None,
        roles: vec![role],
        credential: Credential::Kept(hash.to_owned()),
    };
    let prepared = Prepared::new(Who::program(), app.clock().now(), app.ids(), ids_needed(1));
    let unit = unit.clone();
    app.db().write(move |tx| accounts::open_person(tx, &prepared.begin(), &new, &unit)).await.unwrap();
}

/// Signs somebody in; answers the session's cookie.
pub async fn sign_in(world: &World, user: &str) -> String {
    let fields = [("user", user), ("password", DEMO_PASSWORD)].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let answer = ask::post(&world.router, "/sign-in", By::Nobody, &fields).await;
    assert_eq!(answer.status.as_u16(), 303, "{user} cannot sign in: {}", answer.text());
    let cookies = answer.headers.get_all(http::header::SET_COOKIE).iter();
    let session = cookies.filter_map(|it| it.to_str().ok()?.strip_prefix("xt_session="));
    session.filter_map(|it| it.split(';').next()).next_back().unwrap().to_owned()
}

async fn asker(world: &World, user: &str, name: &str, role: Role, far_is_hidden: bool) -> Asker {
    let app = world.running.app();
    let cookie = sign_in(world, user).await;
    let (own, peer) = (user.to_owned(), secrets::user(role.code()));
    let secret = Token::new();
    let scopes = vec![token::Scope::read("all", app.permissions()).unwrap()];
    let (id, now, kept) = (app.id(), app.clock().now(), secret.clone());
    let prepared = Prepared::new(Who::program(), now, app.ids(), 1);
    let write = app.db().write(move |tx| {
        let person = accounts::person_by_user(tx, &own)?.ok_or(Error::NotFound)?;
        let peer = accounts::person_by_user(tx, &peer)?.ok_or(Error::NotFound)?;
        let new = NewToken {
            id,
            person: person.id,
            name: "gate".to_owned(),
            scopes: scopes.clone(),
            expires_at: None,
            secret: kept.clone(),
        };
        token::make(tx, &prepared.begin(), &new)?;
        // The proof of a sign-in lasts ten minutes; a slow machine may take longer than that.
        tx.exec(
            "UPDATE accounts_session SET proved_at = $1 WHERE person_id = $2",
            params![now + xingtan_clock::Span::of_hours(5), person.id],
        )?;
        Ok::<_, Error>((person.id, person.unit_id, peer.id))
    });
    let (person, unit, peer) = write.await.unwrap();
    let token = secret.reveal().to_owned();
    Asker { name: name.to_owned(), cookie, token, person, unit, peer, far_is_hidden }
}
