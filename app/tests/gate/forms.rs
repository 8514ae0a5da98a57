//! What no form can do: whatever stands in its fields, nothing is answered with a fault of the program, nothing is
//! shown unescaped, whatever is refused is refused in words and whole, and whoever saves over a change of somebody
//! else is told.

use crate::{
    ask::{self, Answer},
    city::{Asker, City, World},
    hostile::{SCRIPT, VALUES, furthest},
    routes::{self, Route},
    table::{self, TRACED},
    words,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

/// Worlds that are attacked side by side.
const WORLDS: usize = 2;
/// These end the session that the other forms need.
const LAST: [&str; 4] = ["/sign-out", "/account/sessions/not-me", "/setup", "/setup/done"];
/// So many Chinese characters are a mebibyte once they are encoded.
const LONG: usize = (1 << 20) / 9;

type Fields = Vec<(String, String)>;

struct Attack<'a> {
    city: &'a City,
    world: &'a World,
    faults: BTreeSet<String>,
    before: Vec<(String, i64)>,
}

impl Attack<'_> {
    async fn form(&mut self, route: &Route, asker: &Asker, place: &'static str, uri: &str) {
        self.world.again(self.city).await;
        self.before = self.world.rows().await;
        let known = words::plausible(&route.path, place, &self.city.objects);
        let valid: Fields = known.into_iter().filter(|(name, _)| route.fields.contains(name)).collect();
        let all = |value: &str| -> Fields {
            route.fields.iter().map(|name| (name.clone(), value.to_owned())).collect()
        };
        for value in VALUES {
            self.send(route, asker, uri, &all(value), &format!("all={value:?}")).await;
        }
        let share = "长".repeat(LONG / route.fields.len().max(1));
        self.send(route, asker, uri, &all(&share), "a mebibyte in all").await;
        let twice = [valid.clone(), valid.clone()].concat();
        self.send(route, asker, uri, &twice, "every field twice").await;
        let other = |name: &String, value: String| -> Fields {
            let kept = valid.iter().filter(|(own, _)| own != name).cloned();
            kept.chain([(name.clone(), value)]).collect()
        };
        // Each field alone, so that what the others hold lets it get as far as it can.
        for (n, name) in route.fields.iter().enumerate() {
            for turn in 0..2 {
                let value = VALUES[(n + turn * 5) % VALUES.len()];
                self.send(route, asker, uri, &other(name, value.to_owned()), &format!("{name}={value:?}"))
                    .await;
            }
            let long = "长".repeat(LONG / 100);
            self.send(route, asker, uri, &other(name, long), &format!("{name} too long")).await;
        }
        if let Some(name) = route.fields.first() {
            self.send(route, asker, uri, &other(name, "长".repeat(LONG)), &format!("{name}=1 MiB")).await;
        }
        let by = asker.by(&route.path);
        let broken = b"name=%ff%fe&x=\xff\xfe&=&&%".to_vec();
        let kind = "application/x-www-form-urlencoded";
        let answer = ask::send(&self.world.router, "POST", uri, by, kind, broken).await;
        self.see(route, &format!("POST {uri} broken UTF-8"), &answer).await;
        let answer =
            ask::send(&self.world.router, "POST", uri, by, "multipart/form-data", b"--".to_vec()).await;
        self.see(route, &format!("POST {uri} multipart without boundary"), &answer).await;
    }

    async fn send(&mut self, route: &Route, asker: &Asker, uri: &str, fields: &Fields, what: &str) {
        let (router, by) = (&self.world.router, asker.by(&route.path));
        let answer = match table::takes_files(&route.path) {
            true => ask::upload(router, uri, by, fields, ("x.csv", b"\0\xff,\"")).await,
            false => ask::post(router, uri, by, fields).await,
        };
        self.see(route, &format!("POST {uri} {what}"), &answer).await;
    }

    async fn see(&mut self, route: &Route, what: &str, answer: &Answer) {
        let status = answer.status;
        let mut fault = |words: &str| self.faults.insert(format!("{what}: {status} {words}"));
        let text = answer.text();
        let is_page = answer.header(http::header::CONTENT_TYPE).starts_with("text/html");
        if status.is_server_error() {
            fault("");
        }
        if is_page && text.contains(SCRIPT) {
            fault("a script is shown unescaped");
        }
        if status.is_client_error() {
            match is_page {
                true if status.as_u16() == 422 => {
                    let said = said(&text);
                    if said.is_empty() || !said.iter().all(|words| is_chinese(words)) {
                        fault(&format!("does not say what is wrong: {said:?}"));
                    }
                }
                _ if !is_chinese(&text) => _ = fault("without a word in the asker's language"),
                _ => {}
            }
            let after = self.world.rows().await;
            if !TRACED.iter().any(|begin| route.path.starts_with(begin)) && self.before != after {
                let changed: Vec<_> = after.iter().filter(|row| !self.before.contains(row)).collect();
                self.faults.insert(format!("{what}: {status} and yet changed {changed:?}"));
            }
            self.before = after;
        } else {
            self.world.again(self.city).await;
            self.before = self.world.rows().await;
        }
    }
}

/// What a page that was refused says: beside its fields and above its form.
fn said(page: &str) -> Vec<String> {
    let beside = page.split("<p class=\"error\"").skip(1).filter_map(|rest| rest.split("</p>").next());
    let above = page.split("data-tone=\"cinnabar\"").skip(1).filter_map(|rest| rest.split("</div>").next());
    let words =
        |text: &str| text.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, it)| it).collect();
    beside.chain(above).map(words).collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_form_breaks_the_program_or_is_half_done() {
    let (city, world) = City::build(None).await;
    let routes = routes::all(&table::document(&world).await);
    city.keep(world).await;
    let mut cases = Vec::new();
    for route in routes.into_iter().filter(|it| it.method == "POST" && !it.path.starts_with("/api/")) {
        if LAST.contains(&&*route.path) {
            continue;
        }
        for name in furthest(&route.path) {
            let asker = city.askers.iter().find(|asker| asker.name == *name).unwrap();
            let places = city.objects.fill(&route.path, asker);
            let place = places.into_iter().find(|(place, _)| ["-", "near", "open"].contains(place));
            cases.extend(place.map(|(place, uri)| (route.clone(), asker.clone(), place, uri)));
        }
    }
    assert!(cases.len() > 100, "{}", cases.len());
    let (city, cases) = (Arc::new(city), Arc::new(Mutex::new(cases)));
    let found = Arc::new(Mutex::new(BTreeSet::new()));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..WORLDS {
        let (city, cases, found) = (city.clone(), cases.clone(), found.clone());
        workers.spawn(async move {
            let world = city.open().await;
            loop {
                let Some((route, asker, place, uri)) = cases.lock().unwrap().pop() else { return };
                let (faults, before) = (BTreeSet::new(), Vec::new());
                let mut attack = Attack { city: &city, world: &world, faults, before };
                attack.form(&route, &asker, place, &uri).await;
                found.lock().unwrap().extend(attack.faults);
            }
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended.unwrap();
    }
    let found: Vec<String> = found.lock().unwrap().iter().map(|it| it.chars().take(300).collect()).collect();
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}
