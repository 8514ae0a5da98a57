//! An institution in a test: pages asked through the router, by people with roles. Shared by the slices above.
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
use xingtan_auth::{Actor, Grant, PermissionDef, Permissions, Role};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Migrations, Result, Tx};
use xingtan_i18n::{Lang, Resource, Texts};
use xingtan_keys::{KeyRing, Token};
use xingtan_settings::Settings;
use xingtan_storage::Store;
use xingtan_web::{App, Identify, Identity, Parts, Place, Places, Standing, WebConfig};

/// The tables below the catalogue, and its own.
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
        xingtan_words::migrations(),
        xingtan_uploads::migrations(),
        xingtan_media::migrations(),
        xingtan_accounts::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
    ]
}

/// The texts of the platform and the catalogue.
pub fn texts() -> Vec<Resource> {
    [
        xingtan_i18n::texts(),
        xingtan_web::texts(),
        xingtan_words::texts(),
        xingtan_media::texts(),
        xingtan_storage::texts(),
        xingtan_uploads::texts(),
        xingtan_documents::texts(),
        xingtan_approvals::texts(),
        xingtan_catalog::texts(),
    ]
    .concat()
}

/// What a slice brings.
pub struct Slice {
    pub routes: Router<App>,
    pub permissions: Vec<&'static [PermissionDef]>,
    pub places: Vec<&'static [Place]>,
    pub texts: Vec<Resource>,
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
    cookie: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    #[track_caller]
    pub fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap()
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
    pub async fn new(db: Db, slice: Slice) -> Self {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let folder = tempfile::tempdir().unwrap();
        let door = Arc::new(Door::default());
        let app = App::new(Parts {
            clock: clock.clone(),
            ids: ids.clone(),
            keys: KeyRing::in_memory(),
            texts: Texts::build(&slice.texts),
            settings: Settings::open(db.clone()).await.unwrap(),
            storage: Store::folder(folder.path(), ids.clone()).unwrap(),
            permissions: Arc::new(Permissions::gather(&slice.permissions)),
            places: Places::gather(&slice.places),
            identify: door.clone(),
            bell: Arc::new(|| {}),
            config: WebConfig { max_upload: 20 << 20, ..WebConfig::default() },
            db,
        });
        let purposes = [xingtan_catalog::api::LESSON_UPLOAD];
        let uploads = xingtan_uploads::Uploads::open(folder.path().join("uploads"), &purposes).unwrap();
        let router = slice
            .routes
            .merge(xingtan_uploads::routes())
            .layer(Extension(uploads))
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
            unit_path: "/1/5/".into(),
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
        }
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answer {
        self.get_with(who, path, &[]).await
    }

    pub async fn get_with(&self, who: &Person, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path).header(header::COOKIE, &who.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::empty()).unwrap()).await
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

    /// A file uploaded piece by piece; its id, for hidden fields.
    pub async fn uploaded(&self, who: &Person, name: &str, bytes: &[u8]) -> String {
        use base64::{Engine as _, prelude::BASE64_STANDARD};
        let about = [("filename", name), ("purpose", "lesson")];
        let about = about.map(|(key, value)| format!("{key} {}", BASE64_STANDARD.encode(value))).join(",");
        let size = bytes.len().to_string();
        let opening = [("upload-length", size.as_str()), ("upload-metadata", about.as_str())];
        let opened = self.send_bytes(who, "POST", "/uploads", &opening, b"").await.is(201);
        let address = opened.headers[header::LOCATION].to_str().unwrap().to_owned();
        let kind = ("content-type", "application/offset+octet-stream");
        for (at, piece) in bytes.chunks(7).enumerate() {
            let offset = (at * 7).to_string();
            let headers = [kind, ("upload-offset", offset.as_str())];
            self.send_bytes(who, "PATCH", &address, &headers, piece).await.is(204);
        }
        address.rsplit('/').next().unwrap().to_owned()
    }

    async fn send_bytes(
        &self,
        who: &Person,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        bytes: &[u8],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &who.cookie)
            .header("tus-resumable", "1.0.0");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    /// A form with files: field, name, bytes.
    pub async fn upload(
        &self,
        who: &Person,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body: Vec<u8> = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in files {
            body.extend(
                format!(
                    "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     content-type: application/octet-stream\r\n\r\n"
                )
                .bytes(),
            );
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, &who.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A PDF as short as one can be.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
