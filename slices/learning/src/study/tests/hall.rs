//! The school of the tests behind its real addresses: people with sessions on devices, a clock that can be turned.

use crate::{
    assignment::change::tests::{School, nodes},
    enrolment::store as enrolments,
    study::{change::Studied, opening::Opening, store, watched::Ranges},
};
use axum::{Router, body::Body, middleware::from_fn_with_state};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tower::ServiceExt as _;
use xingtan_auth::{Actor, Grant, Permissions, Role};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Db, Error, Migrations, Result, Tx, params};
use xingtan_governance::regulation::store::{self as regulation, Article, Control, Regulation, Version};
use xingtan_i18n::{Lang, Texts};
use xingtan_keys::{KeyRing, Token};
use xingtan_settings::Settings;
use xingtan_storage::Store;
use xingtan_web::{App, Identify, Identity, Parts, Places, Standing, WebConfig};

#[derive(Default)]
struct Door(Mutex<HashMap<String, Identity>>);

impl Door {
    fn find(&self, hash: &str) -> Option<Identity> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }
}

impl Identify for Door {
    fn by_session(&self, _: &mut Tx<'_>, hash: &str, _: Timestamp) -> Result<Option<Identity>> {
        Ok(self.find(hash).filter(|it| it.token.is_none()))
    }
    fn by_token(&self, _: &mut Tx<'_>, hash: &str, _: Timestamp) -> Result<Option<Identity>> {
        Ok(self.find(hash).filter(|it| it.token.is_some()))
    }
    fn seen(&self, _: &mut Tx<'_>, _: Uuid, _: Timestamp) -> Result<()> {
        Ok(())
    }
    fn is_set_up(&self, _: &mut Tx<'_>) -> Result<bool> {
        Ok(true)
    }
}

/// Somebody signed in on a device, or by a program.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) person: Uuid,
    secret: String,
    program: bool,
}

/// A lesson that a device has open.
pub(crate) struct Seat<'a> {
    hall: &'a Hall,
    pub(crate) device: Device,
    pub(crate) token: String,
    sequence: i64,
}

/// The tables of the school, and those of media, which pages of lessons look at.
pub(crate) fn tables() -> Vec<Migrations> {
    let mut all = crate::assignment::change::tests::tables();
    let own = all.pop();
    all.extend([xingtan_uploads::migrations(), xingtan_media::migrations()]);
    all.extend(own);
    all
}

/// The school with a video of a length as its lesson.
pub(crate) struct Hall {
    pub(crate) school: School,
    pub(crate) app: App,
    router: Router,
    door: Arc<Door>,
    _folder: tempfile::TempDir,
}

impl Hall {
    pub(crate) async fn new(db: Db, length_ms: i64) -> Hall {
        let school = School::new(db.clone()).await;
        let folder = tempfile::tempdir().unwrap();
        let door = Arc::new(Door::default());
        let texts = [xingtan_i18n::texts(), xingtan_web::texts(), crate::texts()].concat();
        let app = App::new(Parts {
            clock: school.clock.clone(),
            ids: school.ids.clone(),
            keys: KeyRing::in_memory(),
            texts: Texts::build(&texts),
            settings: Settings::open(db.clone()).await.unwrap(),
            storage: Store::folder(folder.path(), school.ids.clone()).unwrap(),
            permissions: Arc::new(Permissions::gather(&[
                crate::permissions(),
                xingtan_catalog::permissions(),
            ])),
            places: Places::gather(&[]),
            identify: door.clone(),
            bell: Arc::new(|| {}),
            config: WebConfig::default(),
            db,
        });
        let (api, _) = crate::api_routes(school.kinds.clone()).split_for_parts();
        let router = crate::routes(school.kinds.clone())
            .merge(api)
            .layer(from_fn_with_state(app.clone(), xingtan_web::problems))
            .layer(from_fn_with_state(app.clone(), xingtan_web::guard))
            .with_state(app.clone());
        let lesson = school.lesson;
        if length_ms > 0 {
            school
                .write(move |tx| {
                    tx.exec(
                        "UPDATE catalog_lesson SET kind = 'video', duration_ms = $2 WHERE lesson_key = $1",
                        params![lesson, length_ms],
                    )
                })
                .await;
        }
        Hall { school, app, router, door, _folder: folder }
    }

    /// Sets a parameter.
    pub(crate) async fn set(&self, setting: &'static xingtan_settings::Setting, value: &'static str) {
        let (id, now) = (self.app.id(), self.school.clock.now());
        let set = move |tx: &mut Tx<'_>| xingtan_settings::set(tx, id, setting, value, None, now);
        assert_eq!(self.school.write(set).await, Ok(()));
        self.app.settings().refresh().await.unwrap();
    }

    /// A learner of the school's first unit, who is to take the course.
    pub(crate) async fn learner(&self, name: &'static str) -> Device {
        let a = self.school.a.clone();
        let person = self.school.person(name, &a, &[Role::Learner]).await;
        if self.school.enrolment(person).await.is_none() {
            self.school.assign(nodes(&a), 30).await;
        }
        self.device(person, &[(Role::Learner, &a.path)])
    }

    /// Another device on which a person signs in.
    pub(crate) fn device(&self, person: Uuid, roles: &[(Role, &str)]) -> Device {
        self.signed_in(person, roles, false)
    }

    /// A program with a token for all that its owner may.
    pub(crate) fn program(&self, person: Uuid, roles: &[(Role, &str)]) -> Device {
        self.signed_in(person, roles, true)
    }

    fn signed_in(&self, person: Uuid, roles: &[(Role, &str)], program: bool) -> Device {
        let (secret, a) = (Token::new(), &self.school.a);
        let id = self.school.ids.next();
        let actor = Actor {
            person,
            user_name: "somebody".into(),
            name: "Somebody".into(),
            unit: a.id,
            unit_name: a.name.clone(),
            unit_path: a.path.clone(),
            session: (!program).then_some(id),
            proved_at: self.school.clock.now(),
            acting: roles.first().map_or(Role::Learner, |(role, _)| *role),
            grants: roles
                .iter()
                .map(|(role, path)| Grant { role: *role, node: a.id, path: (*path).to_owned() })
                .collect(),
            token_scopes: program.then(|| vec!["all".into()]),
            permissions: self.app.permissions().clone(),
        };
        let identity = Identity {
            actor: Arc::new(actor),
            standing: Standing::Full,
            lang: Some(Lang::En),
            theme: None,
            preferences: Default::default(),
            unread: 0,
            seen_at: self.school.clock.now(),
            token: program.then_some(id),
        };
        self.door.0.lock().unwrap_or_else(PoisonError::into_inner).insert(secret.hash(), identity);
        Device { person, secret: secret.reveal().to_owned(), program }
    }

    /// A regulation in force from now on, with this rule in its article 12.
    pub(crate) async fn rule(&self, kind: &'static str, params: String) {
        let now = self.school.clock.now();
        let [regulation, version, article, control] = [0; 4].map(|_| self.app.id());
        self.school
            .write(move |tx| {
                let title = "网络学院管理办法".to_owned();
                let it =
                    Regulation { id: regulation, title, interpreted_by: "院办".into(), created_at: now };
                regulation::add_regulation(tx, &it, None)?;
                let it = Version {
                    id: version,
                    regulation_id: regulation,
                    number: 1,
                    lang: "zh-CN".into(),
                    note: String::new(),
                    state: "approved".into(),
                    in_force_from: Some(now),
                    drafted_by: None,
                    drafted_at: now,
                    submitted_by: None,
                    submitted_at: None,
                    decided_by: None,
                    decided_at: Some(now),
                    reason: None,
                    version: 1,
                };
                regulation::add_version(tx, &it)?;
                let it = Article {
                    id: article,
                    version_id: version,
                    place: 1,
                    number: "12".into(),
                    title: "学习时段".into(),
                    body: String::new(),
                    by_hand: None,
                };
                regulation::add_article(tx, &it)?;
                let it = Control {
                    id: control,
                    control_key: control,
                    version_id: version,
                    article_id: article,
                    kind: kind.into(),
                    params: params.clone(),
                    scope_path: "/".into(),
                    scope_role: None,
                };
                regulation::add_control(tx, &it)?;
                Ok::<_, Error>(())
            })
            .await;
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.school.clock.turn(Span::of_seconds(seconds));
    }

    async fn ask(
        &self,
        device: &Device,
        request: http::request::Builder,
        body: String,
    ) -> (StatusCode, String) {
        let request = match device.program {
            true => request.header(header::AUTHORIZATION, format!("Bearer {}", device.secret)),
            false => request.header(header::COOKIE, format!("xt_session={}", device.secret)),
        };
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 16 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A page, or what a program reads.
    pub(crate) async fn get(&self, device: &Device, path: &str) -> String {
        let (status, body) = self.ask(device, Request::builder().uri(path), String::new()).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// A page, whatever its status.
    pub(crate) async fn look(&self, device: &Device, path: &str) -> (u16, String) {
        let (status, body) = self.ask(device, Request::builder().uri(path), String::new()).await;
        (status.as_u16(), body)
    }

    /// Sends JSON; the status and what was answered.
    pub(crate) async fn post(&self, device: &Device, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        let (status, answer) = self.ask(device, request, body.to_string()).await;
        (status.as_u16(), serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    /// Sends a form, empty or as it is written; the status and the page that was answered.
    pub(crate) async fn submit(&self, device: &Device, path: &str, body: &str) -> (u16, String) {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, answer) = self.ask(device, request, body.to_owned()).await;
        (status.as_u16(), answer)
    }

    pub(crate) fn lesson_path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.school.course, self.school.lesson)
    }

    /// What the server signs when a person opens the lesson's page.
    pub(crate) fn opening(&self, person: Uuid, lesson: Uuid) -> Opening {
        let (course, at) = (self.school.course, self.school.clock.now());
        Opening { id: self.app.id(), person, course, lesson, at, taken: None }
    }

    /// Opens the lesson on a device: from then on it reports.
    pub(crate) async fn seat(&self, device: &Device) -> Seat<'_> {
        let token = self.opening(device.person, self.school.lesson).token(self.app.keys());
        let mut seat = Seat { hall: self, device: device.clone(), token, sequence: 0 };
        let (status, answer) = seat.tell(0, &[]).await;
        assert_eq!(status, 200, "{answer}");
        seat
    }

    /// What the server knows of a person's lesson.
    pub(crate) async fn studied(&self, person: Uuid) -> Studied {
        let (course, kinds) = (self.school.course, self.school.kinds.clone());
        self.school
            .write(move |tx| {
                let enrolment = enrolments::of(tx, person, course)?.unwrap();
                Studied::read(tx, &kinds, enrolment)
            })
            .await
    }

    /// What a person is known to have watched, in milliseconds.
    pub(crate) async fn watched(&self, person: Uuid) -> i64 {
        self.ranges(person).await.total()
    }

    pub(crate) async fn ranges(&self, person: Uuid) -> Ranges {
        let (course, lesson) = (self.school.course, self.school.lesson);
        let row = self.school.write(move |tx| {
            let enrolment = enrolments::of(tx, person, course)?.unwrap();
            store::watched(tx, enrolment.id, lesson)
        });
        row.await.map_or_else(Ranges::default, |row| Ranges::from_json(&row.watched))
    }

    /// What the job does every five minutes with sessions of which nothing was heard.
    pub(crate) async fn end_silent(&self) {
        let now = self.school.clock.now();
        self.school.write(move |tx| store::end_silent(tx, now - crate::study::rules::SILENCE, now)).await;
    }
}

impl Seat<'_> {
    /// The next report: seconds of attention, and what was played.
    pub(crate) async fn tell(&mut self, seconds: i64, played: &[(i64, i64)]) -> (u16, Value) {
        self.sequence += 1;
        self.tell_as(self.sequence, seconds, played).await
    }

    /// A report of any number.
    pub(crate) async fn tell_as(&self, sequence: i64, seconds: i64, played: &[(i64, i64)]) -> (u16, Value) {
        let report = self.report(sequence, seconds, played);
        self.send(&report).await
    }

    pub(crate) fn report(&self, sequence: i64, seconds: i64, played: &[(i64, i64)]) -> Value {
        let position = played.last().map(|(_, to)| *to);
        json!({ "token": self.token, "seq": sequence, "seconds": seconds, "played": played, "position": position })
    }

    pub(crate) async fn send(&self, report: &Value) -> (u16, Value) {
        self.hall.post(&self.device, &format!("{}/attention", self.hall.lesson_path()), report).await
    }

    /// The number of the last report.
    pub(crate) fn sequence(&self) -> i64 {
        self.sequence
    }
}
