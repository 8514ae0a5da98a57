//! Every route asked by everybody: the answers are recorded, secrets are looked for in each, and whoever is refused
//! must have changed nothing.

mod posts;

use crate::{
    ask::{self, By},
    city::{Asker, City, World},
    objects,
    routes::{self, Route},
    secrets, words,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

/// A page asked for the file that takes its list along.
const FILE: &str = "as-xlsx";
/// An address or form that makes a PDF. The process of the tests cannot set one: whoever may have it gets 409 here.
const PDF: &str = "as-pdf";
/// Worlds that are asked side by side.
const WORLDS: usize = 3;

/// Refusals that leave a trace by intention: failed sign-ins and proofs are counted.
pub const TRACED: [&str; 4] = ["/sign-in", "/account/proof", "/account/password", "/account/second-factor"];

/// One request of each asker: the line of the table.
#[derive(Clone, Debug)]
struct Case {
    route: Route,
    place: &'static str,
    body: &'static str,
}

impl Case {
    fn line(&self) -> String {
        format!("{} {} {} {}", self.route.path, self.route.method, self.place, self.body)
            .trim_end()
            .to_owned()
    }
}

#[derive(Default)]
struct Found {
    lines: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    faults: BTreeSet<String>,
    /// Lists that somebody got as a file; what never answers with one is a page like without asking for it.
    files: BTreeSet<String>,
}

pub async fn document(world: &World) -> serde_json::Value {
    let answer = ask::get(&world.router, "/api/v1/openapi.json", By::Nobody).await;
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_route_answers_everybody_as_recorded() {
    let (city, world) = City::build(None).await;
    let routes = routes::all(&document(&world).await);
    assert!(routes.len() > 150, "{}", routes.len());
    city.keep(world).await;
    let mut cases = Vec::new();
    for route in routes {
        for body in bodies(&route) {
            for place in ["-", "own", "open", "near", "far", "peer"] {
                cases.push(Case { route: route.clone(), place, body });
            }
        }
    }
    let (city, found) = (Arc::new(city), Arc::new(Mutex::new(Found::default())));
    let cases = Arc::new(Mutex::new(cases));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..WORLDS {
        let (city, cases, found) = (city.clone(), cases.clone(), found.clone());
        workers.spawn(async move {
            let world = city.open().await;
            loop {
                let Some(case) = cases.lock().unwrap().pop() else { return };
                asked(&city, &world, &case, &found).await;
            }
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended.unwrap();
    }
    let found = found.lock().unwrap();
    let mut text = String::from(
        "# How every address answers everybody. Columns: address, method, what it is about, body; then status and who.\n\
         # own: one's own. open: a published course. near: in the department of near-*, manager and contact.\n\
         # far: in a unit of another subsidiary. peer: of somebody of the same role there. Recorded by GATE_RECORD=1.\n\
         # as-pdf: who may have the PDF is answered 409 here, where no document is set.\n",
    );
    for (line, outcomes) in &found.lines {
        let is_file = line.ends_with(FILE) || line.ends_with(PDF);
        if is_file && !found.files.contains(line) {
            continue;
        }
        let outcomes: Vec<String> =
            outcomes.iter().map(|(how, who)| format!("{how}: {}", who.join(" "))).collect();
        text.push_str(&format!("{line} | {}\n", outcomes.join(" | ")));
    }
    crate::recorded("app/tests/gate/table.txt", &text);
    assert!(found.faults.is_empty(), "{}", found.faults.iter().cloned().collect::<Vec<_>>().join("\n"));
}

/// How a route is asked: a page also for the file that takes its list along.
fn bodies(route: &Route) -> &'static [&'static str] {
    match route.method {
        "GET" if route.path.ends_with("/{format}") => &["", PDF],
        "POST" if route.path.starts_with("/people/slips/") => &["empty", "full", PDF],
        "GET" if route.path.starts_with("/api/") || route.path.contains('{') => &[""],
        "GET" => &["", FILE],
        "DELETE" => &["empty"],
        _ => &["empty", "full"],
    }
}

async fn asked(city: &City, world: &World, case: &Case, found: &Mutex<Found>) {
    let mut before = None;
    world.again(city).await;
    for asker in &city.askers {
        let uris = city.objects.fill(&case.route.path, asker);
        let Some((_, uri)) = uris.iter().find(|(place, _)| *place == case.place) else {
            // A form without an id in its address names the far unit in its fields.
            let named = case.body == "full" && case.place == "far" && uris.len() == 1 && uris[0].0 == "-";
            if !named {
                continue;
            }
            one(city, world, case, asker, &uris[0].1, &mut before, found).await;
            continue;
        };
        one(city, world, case, asker, uri, &mut before, found).await;
    }
}

async fn one(
    city: &City,
    world: &World,
    case: &Case,
    asker: &Asker,
    uri: &str,
    before: &mut Option<Vec<(String, i64)>>,
    found: &Mutex<Found>,
) {
    let route = &case.route;
    let post = route.method != "GET";
    if post && before.is_none() {
        *before = Some(world.rows().await);
    }
    let answer = sent(city, world, route, (case.place, case.body), asker, uri).await;
    let mut faults = Vec::new();
    let name = format!("{} as {} ({uri})", case.line(), asker.name);
    if answer.status.is_server_error() && uri != "/readyz" {
        faults.push(format!("{name}: {}", answer.status));
    }
    if asker.far_is_hidden
        && let Some(text) = secrets::found(&answer.body)
    {
        faults.push(format!("{name}: {} shows a secret: {text}", answer.status));
    }
    // A visitor is refused by being led to the door; others are led there by what they did.
    // Whoever holds the code of a measure appeals without signing in.
    let by_code = route.path.starts_with("/appeals/");
    let led_away = asker.cookie.is_empty() && answer.status.is_redirection() && !by_code;
    let refused = answer.status.is_client_error() || led_away;
    if post && refused {
        let after = world.rows().await;
        let traced = TRACED.iter().any(|begin| route.path.starts_with(begin));
        if !traced && before.as_ref().is_some_and(|rows| *rows != after) {
            let changed = after.iter().filter(|row| !before.as_ref().unwrap().contains(row));
            faults.push(format!(
                "{name}: {} and yet changed {:?}",
                answer.status,
                changed.collect::<Vec<_>>()
            ));
        }
        *before = Some(after);
    } else if post {
        world.again(city).await;
        *before = None;
    }
    let mut found = found.lock().unwrap();
    found.faults.extend(faults);
    let is_set = case.body == PDF && answer.status == http::StatusCode::CONFLICT;
    if is_set || case.body == FILE && answer.body.starts_with(b"PK") {
        found.files.insert(case.line());
    }
    let outcomes = found.lines.entry(case.line()).or_default();
    let who = outcomes.entry(answer.outcome()).or_default();
    who.push(asker.name.clone());
}

/// Asks a route as somebody, with nothing in its fields or with what a well-meaning person might write.
pub async fn sent(
    city: &City,
    world: &World,
    route: &Route,
    (place, body): (&'static str, &'static str),
    asker: &Asker,
    uri: &str,
) -> ask::Answer {
    let fields = if body == "full" { words::plausible(&route.path, place, &city.objects) } else { vec![] };
    let by = asker.by(&route.path);
    let asked_for = match body {
        FILE => format!("{uri}?as=xlsx"),
        PDF => uri.replace("/xlsx", "/pdf"),
        _ => uri.to_owned(),
    };
    let fields = if body == PDF { vec![("as".to_owned(), "pdf".to_owned())] } else { fields };
    match (route.method, body) {
        ("POST", "full") if route.path.starts_with("/api/") && takes_files(&route.path) => {
            let fields: Vec<_> = fields.into_iter().filter(|(name, _)| replaces(&route.path, name)).collect();
            let file = match route.path.starts_with("/api/v1/imports/") {
                true => ("gate.csv", "姓名,用户名,单位\n新人,gate-new,车队\n"),
                false => ("gate.md", "# 一\n\n二"),
            };
            ask::upload(&world.router, uri, by, &fields, (file.0, file.1.as_bytes())).await
        }
        (method, "full") if route.path.starts_with("/api/") || route.path.ends_with("/attention") => {
            let json = posts::plausible(method, &route.path, place, &city.objects).unwrap_or_else(|| {
                serde_json::Map::from_iter(fields.into_iter().map(|(a, b)| (a, b.into()))).into()
            });
            ask::send(&world.router, method, uri, by, "application/json", json.to_string().into_bytes()).await
        }
        ("POST", "full") if route.path.ends_with("/pictures") => {
            let file = ("picture", "gate.png", &*objects::png());
            ask::upload_as(&world.router, uri, by, &fields, file).await
        }
        ("POST", "full") if takes_files(&route.path) => {
            ask::upload(
                &world.router,
                uri,
                by,
                &fields,
                ("gate.csv", "姓名,用户名\n新人,gate-new\n".as_bytes()),
            )
            .await
        }
        ("POST", _) => ask::post(&world.router, uri, by, &fields).await,
        (method, _) => ask::send(&world.router, method, &asked_for, by, "", Vec::new()).await,
    }
}

/// Forms that carry files.
pub fn takes_files(path: &str) -> bool {
    let api = path.starts_with("/api/")
        && ["/files", "/file", "/imports/people"].iter().any(|last| path.ends_with(last));
    api || path == "/people/import"
        || path.ends_with("/edit/files")
        || path.ends_with("/edit/lessons/{lesson}")
}

/// A file in the place of another says which count of changes was read; a new one says nothing besides.
fn replaces(path: &str, field: &str) -> bool {
    path.ends_with("/file") && field == "version"
}
