//! An institution in a test: pages asked through the router, by people with roles.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "each test file uses its own share")]

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    middleware::from_fn_with_state,
};
use http::{Method, Request, StatusCode, header};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tower::ServiceExt as _;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Migrations, Result, Tx};
use xingtan_i18n::{Lang, Resource, Texts};
use xingtan_jobs::{Job, Kinds, Options, Schedules, Worker};
use xingtan_keys::{KeyRing, Token};
use xingtan_library::api::{LIBRARY_UPLOAD, MANAGE, Named, User, Users};
use xingtan_settings::Settings;
use xingtan_storage::Store;
use xingtan_web::{App, Identify, Identity, Parts, Places, Standing, WebConfig};

/// What uses items in these tests: no course is known here.
pub const USERS: Users = Users(&[User { kind: "test-thing", named, offer: None, permission: MANAGE }]);

fn named(_: &mut Tx<'_>, things: &[Uuid]) -> Result<Vec<Named>> {
    let thing =
        |id: &Uuid| Named {
            label: "消防课".into(), href: format!("/things/{id}"), responsible: Vec::new()
        };
    Ok(things.iter().map(thing).collect())
}

/// The tables that the pages need.
pub fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_notify::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_search::migrations(),
        xingtan_web::migrations(),
        xingtan_media::migrations(),
        xingtan_uploads::migrations(),
        xingtan_words::migrations(),
        xingtan_accounts::migrations(),
        xingtan_library::migrations(),
    ]
}

fn texts() -> Vec<Resource> {
    [
        xingtan_i18n::texts(),
        xingtan_web::texts(),
        xingtan_media::texts(),
        xingtan_storage::texts(),
        xingtan_uploads::texts(),
        xingtan_words::texts(),
        xingtan_library::texts(),
    ]
    .concat()
}

#[derive(Default)]
struct Door(Mutex<HashMap<String, Identity>>);

impl Identify for Door {
    fn by_session(&self, _: &mut Tx<'_>, hash: &str, _: Timestamp) -> Result<Option<Identity>> {
        Ok(self.0.lock().unwrap().get(hash).cloned())
    }
    fn by_token(&self, _: &mut Tx<'_>, hash: &str, _: Timestamp) -> Result<Option<Identity>> {
        let found = self.0.lock().unwrap().get(hash).cloned();
        Ok(found.map(|it| {
            let scopes = Some(vec!["all".to_owned()]);
            Identity { actor: Arc::new(Actor { token_scopes: scopes, ..(*it.actor).clone() }), ..it }
        }))
    }
    fn seen(&self, _: &mut Tx<'_>, _: Uuid, _: Timestamp) -> Result<()> {
        Ok(())
    }
    fn is_set_up(&self, _: &mut Tx<'_>) -> Result<bool> {
        Ok(true)
    }
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Person {
    pub id: Uuid,
    cookie: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where a redirect leads.
    #[track_caller]
    pub fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The body of an answer to a program.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
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

    /// The value of the first hidden field of a name.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&mark).unwrap_or_else(|| panic!("no {name} in\n{}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

/// The program with one slice, its clock and its people.
pub struct House {
    pub app: App,
    pub clock: Clock,
    pub ids: Ids,
    door: Arc<Door>,
    router: Router,
    _folder: tempfile::TempDir,
}

impl House {
    pub async fn new(db: Db) -> Self {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let folder = tempfile::tempdir().unwrap();
        let door = Arc::new(Door::default());
        let app = App::new(Parts {
            clock: clock.clone(),
            ids: ids.clone(),
            keys: KeyRing::in_memory(),
            texts: Texts::build(&texts()),
            settings: Settings::open(db.clone()).await.unwrap(),
            storage: Store::folder(folder.path(), ids.clone()).unwrap(),
            permissions: Arc::new(Permissions::gather(&[xingtan_library::permissions()])),
            places: Places::gather(&[xingtan_library::PLACES]),
            identify: door.clone(),
            bell: Arc::new(|| {}),
            config: WebConfig { max_upload: 20 << 20, ..WebConfig::default() },
            db,
        });
        let (api, _) = xingtan_library::api_routes().split_for_parts();
        let purposes = [LIBRARY_UPLOAD];
        let uploads = xingtan_uploads::Uploads::open(folder.path().join("uploads"), &purposes).unwrap();
        let router = xingtan_library::routes()
            .merge(api)
            .layer((Extension(uploads), Extension(USERS)))
            .layer(from_fn_with_state(app.clone(), xingtan_web::problems))
            .layer(from_fn_with_state(app.clone(), xingtan_web::guard))
            .with_state(app.clone());
        House { app, clock, ids, door, router, _folder: folder }
    }

    /// Somebody with roles on nodes, in the unit `/1/5/`.
    pub fn person(&self, name: &str, roles: &[(Role, &str)]) -> Person {
        self.person_speaking(name, roles, Lang::ZhCn)
    }

    pub fn person_speaking(&self, name: &str, roles: &[(Role, &str)], lang: Lang) -> Person {
        self.person_of(self.ids.next(), name, roles, lang)
    }

    /// Somebody who is there already, by their id.
    pub fn person_of(&self, id: Uuid, name: &str, roles: &[(Role, &str)], lang: Lang) -> Person {
        let token = Token::new();
        let actor = Actor {
            person: id,
            user_name: name.to_owned(),
            name: name.to_owned(),
            unit: self.ids.next(),
            unit_name: "质检科".into(),
            unit_path: roles.first().map_or("/1/5/", |(_, path)| *path).into(),
            session: None,
            proved_at: self.clock.now(),
            acting: roles.first().map_or(Role::Learner, |(role, _)| *role),
            grants: roles
                .iter()
                .map(|(role, path)| Grant { role: *role, node: self.ids.next(), path: (*path).into() })
                .collect(),
            token_scopes: None,
            permissions: self.app.permissions().clone(),
        };
        let identity = Identity {
            actor: Arc::new(actor),
            standing: Standing::Full,
            lang: Some(lang),
            theme: None,
            preferences: Default::default(),
            unread: 0,
            seen_at: self.clock.now(),
            token: None,
        };
        self.door.0.lock().unwrap().insert(token.hash(), identity);
        Person { id, cookie: format!("xt_session={}", token.reveal()) }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        self.clock.turn(Span::of_seconds(1));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::COOKIE, &who.cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// Asks as a program does, with a token for all; `sent` none: GET.
    pub async fn api(&self, who: &Person, path: &str, sent: Option<serde_json::Value>, key: &str) -> Answer {
        let token = who.cookie.trim_start_matches("xt_session=");
        let mut request =
            Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        let body = match sent {
            Some(sent) => {
                request = request.method(Method::POST).header(header::CONTENT_TYPE, "application/json");
                Body::from(sent.to_string())
            }
            None => Body::empty(),
        };
        self.ask(request.body(body).unwrap()).await
    }

    pub async fn post(&self, who: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, &who.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

impl House {
    /// Sends a form with a file, as a browser does.
    pub async fn upload(
        &self,
        who: &Person,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head =
            format!("--b\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{}\"\r\n\r\n", file.0);
        body.extend(head.bytes());
        body.extend(file.1);
        body.extend(b"\r\n--b--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, &who.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Carries out what the clock has ordered.
    pub async fn work(&self) {
        let id = self.ids.next();
        let now = self.clock.now();
        let order = move |tx: &mut Tx<'_>| {
            xingtan_jobs::enqueue(tx, &Job::new(id, xingtan_jobs::JobKind::new("library.ending"), now))
                .map(drop)
        };
        self.app.db().write(order).await.unwrap();
        let mut kinds = Kinds::new();
        xingtan_library::jobs(&self.app, &mut kinds, USERS);
        let (db, clock, ids) = (self.app.db().clone(), self.clock.clone(), self.ids.clone());
        let schedules = Schedules::new(Default::default);
        let worker = Worker::new(db, clock, ids, kinds, schedules, Options::default());
        worker.drain().await.unwrap();
    }

    /// Asks without being signed in.
    pub async fn visit(&self, path: &str) -> Answer {
        self.ask(Request::builder().uri(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form without being signed in.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(&Person { id: Uuid::nil(), cookie: String::new() }, path, fields).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}
