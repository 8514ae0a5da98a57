//! The program with nothing but uploads, and a form that takes them.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "each test file uses its own share")]

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{Path, State},
    middleware::from_fn_with_state,
    response::{IntoResponse as _, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{Method, Request, StatusCode, header};
use std::{
    collections::HashMap,
    path::{Path as FilePath, PathBuf},
    sync::{Arc, Mutex},
};
use tower::ServiceExt as _;
use xingtan_auth::{Actor, Grant, Permission, PermissionDef, Permissions, Role};
use xingtan_clock::{Clock, Ids, Timestamp, Uuid};
use xingtan_db::{Db, Migrations, Result, Tx};
use xingtan_i18n::{Lang, Msg, Texts};
use xingtan_keys::{KeyRing, Token};
use xingtan_settings::Settings;
use xingtan_storage::{Policy, Store, file};
use xingtan_uploads::{Purpose, Uploads};
use xingtan_web::{App, Fault, Identify, Identity, Parts, Places, SignedIn, Standing, WebConfig};

const WRITE: Permission = Permission("courses.write");
const PERMISSIONS: &[PermissionDef] = &[PermissionDef { permission: WRITE, roles: &[Role::Teacher] }];
/// What uploads are for here.
pub const PURPOSES: &[Purpose] = &[Purpose::new("lesson", WRITE)];

pub fn tables() -> Vec<Migrations> {
    vec![
        xingtan_settings::migrations(),
        xingtan_jobs::migrations(),
        xingtan_storage::migrations(),
        xingtan_web::migrations(),
        xingtan_uploads::migrations(),
    ]
}

#[derive(Default)]
struct Door(Mutex<HashMap<String, Identity>>);

impl Identify for Door {
    fn by_session(&self, _: &mut Tx<'_>, hash: &str, _: Timestamp) -> Result<Option<Identity>> {
        Ok(self.0.lock().unwrap().get(hash).cloned())
    }
    fn by_token(&self, _: &mut Tx<'_>, _: &str, _: Timestamp) -> Result<Option<Identity>> {
        Ok(None)
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
    pub cookie: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let body = String::from_utf8_lossy(&self.body);
        assert!(body.contains(text), "{text} is missing in {body}");
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    pub fn offset(&self) -> u64 {
        self.header("upload-offset").parse().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

pub struct House {
    pub app: App,
    pub db: Db,
    pub clock: Clock,
    pub uploads: Uploads,
    pub router: Router,
    folder: PathBuf,
    door: Arc<Door>,
}

impl House {
    /// Over a data folder.
    pub async fn new(db: Db, folder: &FilePath) -> Self {
        House::with(db, folder, |uploads| uploads).await
    }

    pub async fn with(db: Db, folder: &FilePath, change: impl FnOnce(Uploads) -> Uploads) -> Self {
        let clock = xingtan_testkit::clock();
        // From real chance: a second house over the same data must not make the same ids.
        let ids = Ids::new(clock.clone());
        let door = Arc::new(Door::default());
        let texts =
            [xingtan_i18n::texts(), xingtan_web::texts(), xingtan_storage::texts(), xingtan_uploads::texts()];
        let app = App::new(Parts {
            clock: clock.clone(),
            ids: ids.clone(),
            keys: KeyRing::in_memory(),
            texts: Texts::build(&texts.concat()),
            settings: Settings::open(db.clone()).await.unwrap(),
            storage: Store::folder(folder.join("files"), ids).unwrap(),
            permissions: Arc::new(Permissions::gather(&[PERMISSIONS])),
            places: Places::gather(&[]),
            identify: door.clone(),
            bell: Arc::new(|| {}),
            config: WebConfig { max_upload: 1 << 20, ..WebConfig::default() },
            db: db.clone(),
        });
        let uploads = change(Uploads::open(folder.join("uploads"), PURPOSES).unwrap());
        let router = xingtan_uploads::routes()
            .route("/form/{upload}", post(form))
            .layer(Extension(uploads.clone()))
            .layer(from_fn_with_state(app.clone(), xingtan_web::problems))
            .layer(from_fn_with_state(app.clone(), xingtan_web::guard))
            .with_state(app.clone());
        House { app, db, clock, uploads, router, folder: folder.to_owned(), door }
    }

    pub fn teacher(&self) -> Person {
        self.person(Role::Teacher, Lang::ZhCn)
    }

    pub fn person(&self, role: Role, lang: Lang) -> Person {
        let (id, token) = (self.app.id(), Token::new());
        let person = Person { id, cookie: format!("xt_session={}", token.reveal()) };
        let actor = Actor {
            person: id,
            user_name: "a".to_owned(),
            name: "林".to_owned(),
            unit: Uuid::nil(),
            unit_name: String::new(),
            unit_path: "/1/".to_owned(),
            session: None,
            proved_at: self.clock.now(),
            acting: role,
            grants: vec![Grant { role, node: Uuid::nil(), path: "/1/".to_owned() }],
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
        person
    }

    /// The same person in another house.
    pub fn knows(&self, other: &House) {
        let known = other.door.0.lock().unwrap().clone();
        self.door.0.lock().unwrap().extend(known);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn ask(
        &self,
        who: &Person,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = Request::builder().method(method).uri(address).header(header::COOKIE, &who.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Opens an upload; its address.
    pub async fn open(&self, who: &Person, name: &str, size: usize) -> String {
        self.create(who, name, "", size).await.is(201).header("location").to_owned()
    }

    pub async fn create(&self, who: &Person, name: &str, mark: &str, size: usize) -> Answer {
        let (size, about) = (size.to_string(), about(name, "lesson", mark));
        let headers = [V1, ("upload-length", size.as_str()), ("upload-metadata", about.as_str())];
        self.ask(who, "POST", "/uploads", &headers, Body::empty()).await
    }

    pub async fn head(&self, who: &Person, address: &str) -> Answer {
        self.ask(who, "HEAD", address, &[V1], Body::empty()).await
    }

    pub async fn patch(&self, who: &Person, address: &str, offset: u64, body: impl Into<Body>) -> Answer {
        let offset = offset.to_string();
        let headers = [V1, BYTES, ("upload-offset", offset.as_str())];
        self.ask(who, "PATCH", address, &headers, body).await
    }

    pub async fn form(&self, who: &Person, address: &str) -> Answer {
        let id = address.trim_start_matches("/uploads/");
        self.ask(who, "POST", &format!("/form/{id}"), &[], Body::empty()).await
    }

    /// Names in the uploads' folder.
    pub fn on_disk(&self) -> usize {
        std::fs::read_dir(self.folder.join("uploads")).unwrap().count()
    }
}

/// The header of every request.
pub const V1: (&str, &str) = ("tus-resumable", "1.0.0");
/// The media type of a PATCH.
pub const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// The metadata of an upload.
pub fn about(name: &str, purpose: &str, mark: &str) -> String {
    let pairs = [("filename", name), ("purpose", purpose), ("mark", mark)];
    pairs.map(|(key, value)| format!("{key} {}", BASE64_STANDARD.encode(value))).join(",")
}

/// What a form does: takes the upload, keeps the file, answers with its content.
async fn form(
    State(app): State<App>,
    Extension(uploads): Extension<Uploads>,
    who: SignedIn,
    Path(upload): Path<Uuid>,
) -> std::result::Result<Response, Fault> {
    let policy = Policy::any(64 << 20);
    let given = uploads.take(&app, &who, upload, "lesson", &policy).await.map_err(Fault::Bad)?;
    let (person, now) = (who.actor.person, who.now);
    let row = app
        .db()
        .write(move |tx| {
            if !xingtan_uploads::used(tx, given.upload, person, now)? {
                return Err(Fault::Conflict(Msg::new("uploads-take-used")));
            }
            Ok(file::keep(tx, &given.stored, &given.name, Some(person), now)?)
        })
        .await?;
    uploads.forget(vec![upload]).await;
    let bytes = app.storage().read(&row, 64 << 20).await.map_err(|error| Fault::Bad(error.msg()))?;
    Ok(([(header::CONTENT_TYPE, row.media_type)], bytes).into_response())
}
