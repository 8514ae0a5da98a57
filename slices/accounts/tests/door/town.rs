//! A small institution with people, a clock to turn, jobs to run, and browsers that keep cookies.

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
};
use http::{HeaderMap, Request, StatusCode, header};
use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, LazyLock},
};
use tower::ServiceExt as _;
use xingtan_accounts::{
    Sessions,
    api::{self as accounts, Contest, Contests, Credential, Delivery, Initial, NewPerson, Prepared},
    setup::{NewInstitution, create_institution, ids_needed},
};
use xingtan_audit::Who;
use xingtan_auth::{Permissions, Role, password};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, FromRow, Param};
use xingtan_i18n::{Kind, Texts};
use xingtan_jobs::{Kinds, Schedules, Worker};
use xingtan_keys::KeyRing;
use xingtan_settings::{Institution, Settings};
use xingtan_storage::Store;
use xingtan_testkit::TestDb;
use xingtan_web::{App, Parts, Places, WebConfig};

/// The password of everybody who has one.
pub const PASSWORD: &str = "cedar-Lantern-48-river";
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD).unwrap());

/// Where suspended people contest it in these stories.
const CONTESTS: &[Contest] =
    &[|tx, person, _| Ok(accounts::account(tx, person)?.and(Some("/contested".to_owned())))];

/// Everybody with a password, and the role on the root.
const PEOPLE: [(&str, Role); 6] = [
    ("admin", Role::Admin),
    ("center", Role::Centre),
    ("security", Role::Security),
    ("lin", Role::Learner),
    ("he", Role::Learner),
    ("tang", Role::Teacher),
];

pub fn migrations() -> Vec<xingtan_db::Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_imports::migrations(),
        xingtan_web::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
    ]
}

fn texts() -> Texts {
    Texts::build(
        &[
            xingtan_i18n::texts(),
            xingtan_settings::texts(),
            xingtan_notify::texts(),
            xingtan_documents::texts(),
            xingtan_web::texts(),
            xingtan_words::texts(),
            xingtan_accounts::texts(),
        ]
        .concat(),
    )
}

pub struct Town {
    pub app: App,
    pub clock: Clock,
    pub ids: Ids,
    pub people: BTreeMap<String, Uuid>,
    pub router: Router,
    db: TestDb,
    _folder: tempfile::TempDir,
}

impl Deref for Town {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Town {
    /// One empty town per engine, before the wizard.
    pub async fn empty() -> Vec<Town> {
        let mut towns = Vec::new();
        for db in xingtan_testkit::databases(&migrations()).await {
            towns.push(Town::over(db, true).await);
        }
        towns
    }

    /// As [`all`](Town::all), without a mail server.
    pub async fn without_mail() -> Vec<Town> {
        let mut towns = Vec::new();
        for db in xingtan_testkit::databases(&migrations()).await {
            let mut town = Town::over(db, false).await;
            town.settle(false).await;
            towns.push(town);
        }
        towns
    }

    /// One town per engine, with its people.
    pub async fn all() -> Vec<Town> {
        Town::with(false).await
    }

    /// As [`all`](Town::all); the institution is a demo.
    pub async fn demos() -> Vec<Town> {
        Town::with(true).await
    }

    async fn with(demo: bool) -> Vec<Town> {
        let mut towns = Town::empty().await;
        for town in &mut towns {
            town.settle(demo).await;
        }
        towns
    }

    async fn over(db: TestDb, mail: bool) -> Town {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let folder = tempfile::tempdir().unwrap();
        let permissions = Arc::new(Permissions::gather(&[&xingtan_accounts::permissions()]));
        let settings = Settings::open(db.handle()).await.unwrap();
        let app = App::new(Parts {
            db: db.handle(),
            clock: clock.clone(),
            ids: ids.clone(),
            keys: KeyRing::in_memory(),
            texts: texts(),
            identify: Arc::new(Sessions::new(permissions.clone(), settings.clone())),
            settings,
            storage: Store::folder(folder.path(), ids.clone()).unwrap(),
            permissions,
            places: Places::gather(&[&xingtan_accounts::places()]),
            bell: Arc::new(|| {}),
            config: WebConfig { max_upload: 1 << 20, mail, ..WebConfig::default() },
        });
        let router = xingtan_accounts::routes()
            .merge(Router::<App>::from(xingtan_accounts::api_routes()))
            .fallback(async || StatusCode::NOT_FOUND)
            .layer(Extension(Contests(CONTESTS)))
            .layer(from_fn_with_state(app.clone(), xingtan_web::problems))
            .layer(DefaultBodyLimit::max(2 << 20))
            .layer(from_fn_with_state(app.clone(), xingtan_web::guard))
            .with_state(app.clone());
        Town { app, clock, ids, people: BTreeMap::new(), router, db, _folder: folder }
    }

    async fn settle(&mut self, demo: bool) {
        let person = |user: &str, role, credential| NewPerson {
            id: self.ids.next(),
            user_name: user.to_owned(),
            name: format!("N{user}"),
            position: None,
            staff_number: None,
            mail: (user == "lin").then(|| "Lin@example.org".to_owned()),
            mobile: None,
            roles: vec![role],
            credential,
        };
        let mut people: Vec<NewPerson> =
            PEOPLE.iter().map(|(user, role)| person(user, *role, Credential::Kept(HASH.clone()))).collect();
        if demo {
            people.push(person("learner", Role::Learner, Credential::Kept(HASH.clone())));
        }
        let institution = Institution {
            name: "Qinghe Academy".to_owned(),
            kind: Kind::Academy,
            demo,
            ..Institution::default()
        };
        let new = NewInstitution { institution, root: self.ids.next(), people };
        self.people = new.people.iter().map(|person| (person.user_name.clone(), person.id)).collect();
        let prepared = Prepared::new(Who::program(), self.clock.now(), &self.ids, ids_needed(&new));
        self.db.write(move |tx| create_institution(tx, &prepared.begin(), &new).map(|_| ())).await.unwrap();
        self.app.settings().refresh().await.unwrap();
        if !demo {
            // Everybody has agreed, so that other stories need not tell of it.
            for id in self.people.values() {
                for agreement in ["terms", "privacy"] {
                    self.run(
                        "INSERT INTO accounts_consent (person_id, agreement, version, at) VALUES ($1, $2, 1, $3)",
                        &[Given::Id(*id), Given::Text(agreement.into()), Given::Time(self.clock.now())],
                    )
                    .await;
                }
            }
        }
    }

    /// Gives a person a generated first password and returns it.
    pub async fn first_password(&self, user: &str) -> String {
        let id = self.people[user];
        let initial = Initial::generate(self.app.keys(), id, Delivery::Slip, self.clock.now());
        let place = xingtan_keys::Place { table: "accounts_credential", column: "initial_sealed", row: id };
        let password =
            self.app.keys().unseal_text(place, initial.sealed.as_ref().unwrap()).unwrap().to_string();
        self.run(
            "UPDATE accounts_credential SET password_hash = NULL, initial_mac = $2, initial_expires_at = $3,
                    must_change = $4 WHERE person_id = $1",
            &[
                Given::Id(id),
                Given::Bytes(initial.mac.clone()),
                Given::Time(initial.expires_at),
                Given::Bool(true),
            ],
        )
        .await;
        password
    }

    pub fn turn(&self, span: Span) {
        self.clock.turn(span);
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Carries out a statement.
    pub async fn run(&self, sql: &'static str, given: &[Given]) -> u64 {
        let given = given.to_vec();
        let unit = move |tx: &mut xingtan_db::Tx<'_>| {
            let params: Vec<Param<'_>> = given.iter().map(Given::param).collect();
            tx.exec(sql, &params)
        };
        self.db.write(unit).await.unwrap()
    }

    /// The rows of a statement.
    pub async fn rows<R: FromRow + Send + 'static>(&self, sql: &'static str) -> Vec<R> {
        self.db.read(move |tx| tx.all(sql, &[])).await.unwrap()
    }

    /// Outcomes of the log of sign-ins, in their order where a second lies between them.
    pub async fn outcomes(&self) -> Vec<String> {
        self.rows("SELECT outcome FROM accounts_sign_in ORDER BY at, id").await
    }

    /// Kinds of mails that were queued, in their order.
    pub async fn mails(&self) -> Vec<String> {
        self.rows("SELECT kind FROM notify_mail ORDER BY at, id").await
    }

    /// Runs what the clock orders until nothing is left.
    pub async fn jobs(&self) {
        let mut kinds = Kinds::new();
        xingtan_accounts::jobs(&self.app, &mut kinds);
        let mut schedules = Schedules::default();
        for schedule in xingtan_accounts::schedules() {
            schedules.add(schedule).unwrap();
        }
        let options = xingtan_jobs::Options::default();
        let worker =
            Worker::new(self.db.handle(), self.clock.clone(), self.ids.clone(), kinds, schedules, options);
        worker.drain().await.unwrap();
        let failed: Vec<(String, Option<String>)> =
            self.rows("SELECT kind, error FROM jobs_job WHERE state <> 'done' AND state <> 'waiting'").await;
        assert_eq!(failed, []);
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser<'_> {
        Browser {
            town: self,
            cookies: BTreeMap::new(),
            agent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0".to_owned(),
            headers: Vec::new(),
            host: "localhost:8080",
        }
    }

    /// A browser in which a person has signed in.
    pub async fn signed_in(&self, user: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.sign_in(user, PASSWORD).await.leads_to("/");
        browser
    }
}

/// A value for a statement.
#[derive(Clone)]
pub enum Given {
    Id(Uuid),
    Text(String),
    Time(Timestamp),
    Bool(bool),
    Bytes(Vec<u8>),
}

impl Given {
    fn param(&self) -> Param<'_> {
        match self {
            Given::Id(id) => Param::Uuid(*id),
            Given::Text(text) => Param::Text(text),
            Given::Time(at) => Param::Time(*at),
            Given::Bool(yes) => Param::Bool(*yes),
            Given::Bytes(bytes) => Param::Bytes(bytes),
        }
    }
}

/// A browser: it keeps cookies and sends what browsers send.
#[derive(Clone)]
pub struct Browser<'a> {
    town: &'a Town,
    pub cookies: BTreeMap<String, String>,
    pub agent: String,
    pub headers: Vec<(&'static str, String)>,
    /// By which address it reaches the town.
    pub host: &'static str,
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request("GET", path).body(Body::empty()).unwrap();
        let answer = self.ask(request).await;
        if answer.status == StatusCode::OK && answer.is_page() {
            answer.says_all();
        }
        answer
    }

    /// A second passes before each post, so that what is kept has an order.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.town.turn(Span::of_seconds(1));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request =
            self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn sign_in(&mut self, user: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("user", user), ("password", password)]).await
    }

    fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host)
            .header(header::USER_AGENT, &self.agent)
            .header(header::COOKIE, cookies.join("; "));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    async fn ask(&mut self, request: Request<Body>) -> Answer {
        let response = self.town.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(line.to_str().unwrap().to_owned()).unwrap();
            let ends = cookie.max_age().is_some_and(|age| age.is_zero());
            if ends {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What the program answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    #[track_caller]
    pub fn leads_to(self, location: &str) -> Self {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        assert_eq!(self.headers[header::LOCATION].to_str().unwrap(), location);
        self
    }

    #[track_caller]
    pub fn has(self, text: &str) -> Self {
        assert!(self.body.contains(text), "{text} is missing in\n{}", self.body);
        self
    }

    #[track_caller]
    pub fn lacks(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "{text} is in\n{}", self.body);
        self
    }

    pub fn is_page(&self) -> bool {
        self.headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
    }

    /// No text of the page is a bare key, and there is exactly one heading of the first rank.
    #[track_caller]
    pub fn says_all(&self) {
        let main =
            self.body.split("<main").nth(1).unwrap_or_default().split("</main>").next().unwrap_or_default();
        for mark in ["accounts-", "setting-", "web-role", "i18n-", "settings-unit"] {
            let begins = |at: usize| matches!(main[..at].chars().next_back(), Some('>' | '"' | '·' | ' '));
            let keys = main.match_indices(mark).filter(|(at, _)| begins(*at));
            let found: Vec<&str> =
                keys.map(|(at, _)| main[at..].split(['<', '"', ' ']).next().unwrap()).collect();
            assert!(found.is_empty(), "texts without words: {found:?}");
        }
        assert_eq!(self.body.matches("<h1").count(), 1, "{}", self.body);
    }

    /// The value of the first hidden field of a name.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&mark).unwrap_or_else(|| panic!("no {name} in\n{}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    /// The value of a visible field.
    #[track_caller]
    pub fn field_value(&self, name: &str) -> String {
        let (_, rest) =
            self.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
        rest.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
    }

    /// What stands between two pieces of the page.
    #[track_caller]
    pub fn between(&self, from: &str, to: &str) -> String {
        let (_, rest) = self.body.split_once(from).unwrap_or_else(|| panic!("no {from} in\n{}", self.body));
        rest.split(to).next().unwrap().to_owned()
    }
}
