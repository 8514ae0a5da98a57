//! A town with subsidiaries and people in them, and browsers that upload.

use crate::town::{Answer, Browser, Given, PASSWORD, Town};
use axum::body::{Body, to_bytes};
use http::{Request, header};
use std::sync::LazyLock;
use tower::ServiceExt as _;
use xingtan_accounts::api::{self, Credential, NewNode, NewPerson, Node, NodeKind, Prepared};
use xingtan_audit::Who;
use xingtan_auth::{Role, password};
use xingtan_clock::Uuid;

static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD).unwrap());

/// Two subsidiaries; the northern one with a department, a manager, a contact and two learners.
pub struct Place {
    pub town: Town,
    pub root: Node,
    pub north: Node,
    pub lab: Node,
    pub south: Node,
    pub manager: Uuid,
    pub contact: Uuid,
    pub wen: Uuid,
    pub cao: Uuid,
}

/// One place per engine.
pub async fn places() -> Vec<Place> {
    let mut places = Vec::new();
    for town in Town::all().await {
        places.push(settle(town).await);
    }
    places
}

async fn settle(town: Town) -> Place {
    let (ids, now) = (town.ids.clone(), town.now());
    let nodes = town
        .write(move |tx| {
            let root = api::root(tx)?.unwrap();
            let mut add = |parent: Uuid, kind, name: &str, code: Option<&str>| {
                let new = NewNode {
                    id: ids.next(),
                    parent: Some(parent),
                    kind,
                    name: name.into(),
                    code: code.map(Into::into),
                    seat_quota: None,
                };
                api::add_node(tx, &new, now)
            };
            let north = add(root.id, NodeKind::Subsidiary, "青禾装备", Some("ZB"))?;
            let lab = add(north.id, NodeKind::Department, "质量部", None)?;
            let south = add(root.id, NodeKind::Subsidiary, "青禾物流", Some("WL"))?;
            Ok::<_, xingtan_db::Error>((root, north, lab, south))
        })
        .await
        .unwrap();
    let (root, north, lab, south) = nodes;
    let manager = person(&town, "manager", "周予安", &north, Role::Manager).await;
    let contact = person(&town, "contact", "罗亦可", &lab, Role::Contact).await;
    let wen = person(&town, "wen.yian", "温以安", &lab, Role::Learner).await;
    let cao = person(&town, "cao.shan", "曹山", &south, Role::Learner).await;
    let place = Place { town, root, north, lab, south, manager, contact, wen, cao };
    place.alone(true).await;
    place
}

impl Place {
    /// Whether heads of training open accounts themselves; most stories are about something else.
    pub async fn alone(&self, may: bool) {
        let (id, now) = (self.town.ids.next(), self.town.now());
        let value = if may { "true" } else { "false" };
        let direct = xingtan_accounts::settings().into_iter().find(|it| it.key == "accounts.openings.direct");
        let direct = direct.unwrap();
        let set = move |tx: &mut xingtan_db::Tx<'_>| xingtan_settings::set(tx, id, direct, value, None, now);
        self.town.write(set).await.unwrap().unwrap();
        self.town.app.settings().refresh().await.unwrap();
    }
}

/// Opens an account with the password of everybody.
pub async fn person(town: &Town, user: &str, name: &str, unit: &Node, role: Role) -> Uuid {
    let new = NewPerson {
        id: town.ids.next(),
        user_name: user.into(),
        name: name.into(),
        position: None,
        staff_number: None,
        mail: None,
        mobile: None,
        roles: vec![role],
        credential: Credential::Kept(HASH.clone()),
    };
    let (id, unit) = (new.id, unit.clone());
    let act = Prepared::new(Who::program(), town.now(), &town.ids, api::ids_needed(1));
    town.write(move |tx| api::open_person(tx, &act.begin(), &new, &unit)).await.unwrap();
    for agreement in ["terms", "privacy"] {
        let given = [Given::Id(id), Given::Text(agreement.into()), Given::Time(town.now())];
        let sql = "INSERT INTO accounts_consent (person_id, agreement, version, at) VALUES ($1, $2, 1, $3)";
        town.run(sql, &given).await;
    }
    id
}

/// Uploads a file with a form.
pub async fn upload(
    town: &Town,
    browser: &Browser<'_>,
    path: &str,
    file: (&str, &[u8]),
    fields: &[(&str, &str)],
) -> Answer {
    const MARK: &str = "----mark";
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in fields {
        let part = format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.as_bytes());
    }
    let head = format!(
        "--{MARK}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        file.0
    );
    body.extend(head.as_bytes());
    body.extend(file.1);
    body.extend(format!("\r\n--{MARK}--\r\n").as_bytes());
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header(header::HOST, "localhost:8080")
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={MARK}"))
        .body(Body::from(body))
        .unwrap();
    ask(town, request).await
}

/// A part of a page, as a script fetches it.
pub async fn part(town: &Town, browser: &Browser<'_>, path: &str) -> Answer {
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder().uri(path).header(header::COOKIE, cookies.join("; "));
    ask(town, request.body(Body::empty()).unwrap()).await
}

async fn ask(town: &Town, request: Request<Body>) -> Answer {
    let (parts, body) = town.router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 64 << 20).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// The address that an answer leads to.
#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    answer.headers[header::LOCATION].to_str().unwrap().to_owned()
}
