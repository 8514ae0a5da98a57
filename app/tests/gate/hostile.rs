//! What no input can do: nothing an address or a body holds is answered with a fault of the program, and what is
//! shown again is shown escaped.

use crate::{
    ask::{self, Answer, By},
    city::{Asker, City, World},
    routes::{self, Route},
    table,
};
use std::collections::BTreeSet;

/// One parameter of an address or field of a form, filled with what nobody expects.
pub const VALUES: [&str; 13] = [
    "",
    "\0",
    "<script>alert(1)</script>",
    "'; DROP TABLE accounts_person; --",
    "\" OR 1=1 --",
    "\u{202e}txet\u{200b}\u{feff}\u{1f9d1}\u{200d}\u{1f393}e\u{301}",
    "-1",
    "-9223372036854775808",
    "99999999999999999999999999",
    "NaN",
    "00000000-0000-7000-8000-000000000000",
    "../../etc/passwd",
    "9999-99-99",
];

pub const SCRIPT: &str = "<script>alert(1)</script>";
const MEBIBYTE: usize = 1 << 20;
const FORM: &str = "application/x-www-form-urlencoded";

/// Whoever gets furthest: the rules of a form are asked only behind the door.
pub fn furthest(path: &str) -> &'static [&'static str] {
    match path {
        _ if path.starts_with("/sign-in") || path.starts_with("/setup") => &["visitor"],
        _ if path.starts_with("/system") => &["admin"],
        _ if path.starts_with("/audit") => &["audit"],
        _ if path.starts_with("/security") || path.contains("/roles") => &["security"],
        _ if path.starts_with("/reviews") => &["reviewer"],
        _ if path.starts_with("/courses/{course}/lessons") => &["learner"],
        _ if path.starts_with("/courses/categories") => &["center"],
        _ if path.starts_with("/courses") => &["teacher", "near-teacher"],
        _ if path.starts_with("/record") || path.starts_with("/today") => &["learner"],
        _ => &["center"],
    }
}

struct Attack<'a> {
    world: &'a World,
    city: &'a City,
    faults: BTreeSet<String>,
}

impl Attack<'_> {
    fn asker(&self, name: &str) -> &Asker {
        self.city.askers.iter().find(|asker| asker.name == name).unwrap()
    }

    fn askers(&self, path: &str) -> Vec<&Asker> {
        furthest(path).iter().map(|name| self.asker(name)).collect()
    }

    fn see(&mut self, what: &str, answer: &Answer) {
        if answer.status.is_server_error() {
            self.faults.insert(format!("{what}: {}", answer.status));
        }
        let kind = answer.header(http::header::CONTENT_TYPE);
        if kind.starts_with("text/html") && answer.text().contains(SCRIPT) {
            self.faults.insert(format!("{what}: a script is shown unescaped"));
        }
        if answer.status.is_client_error() && answer.body.is_empty() {
            self.faults.insert(format!("{what}: {} without a word", answer.status));
        }
    }

    fn expect(&mut self, what: &str, answer: &Answer, statuses: &[u16]) {
        self.see(what, answer);
        if !statuses.contains(&answer.status.as_u16()) {
            self.faults.insert(format!("{what}: {} instead of {statuses:?}", answer.status));
        }
    }

    /// Every page with every parameter that lists know.
    async fn pages(&mut self, routes: &[Route]) {
        let id = "00000000-0000-0000-0000-000000000000";
        let cursor = |order: &str, before: i64| {
            use base64::Engine as _;
            let json = format!(r#"{{"order":{order},"id":"{id}","back":true,"before":{before}}}"#);
            base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(json)
        };
        let cursors = [
            cursor(r#"{"Text":"a"}"#, 0),
            cursor(r#"{"Text":"\u0000"}"#, 0),
            cursor(r#"{"Int":-1}"#, i64::MAX),
            cursor(r#"{"Time":9223372036854775807}"#, i64::MIN),
            cursor(r#"{"Time":0}"#, 5),
            "!!!".to_owned(),
        ];
        for route in routes.iter().filter(|route| route.method == "GET") {
            let askers: Vec<Asker> = self.askers(&route.path).into_iter().cloned().collect();
            for asker in askers {
                for (place, uri) in self.city.objects.fill(&route.path, &asker) {
                    if !["-", "near", "open"].contains(&place) || uri == "/readyz" {
                        continue;
                    }
                    let mut queries: Vec<String> = cursors.iter().map(|at| format!("at={at}")).collect();
                    queries.extend(
                        [
                            "sort=unheard&size=-1&limit=99999999999999999999&page=0",
                            "q=%00%ff%25_%27&sort=-%00",
                            "after=9223372036854775807.00000000-0000-0000-0000-000000000000",
                            "after=-9223372036854775808_00000000-0000-0000-0000-000000000000",
                            "before=9223372036854775807_00000000-0000-0000-0000-000000000000",
                            "after=-9223372036854775808",
                        ]
                        .map(str::to_owned),
                    );
                    for value in VALUES {
                        let pairs = route.fields.iter().map(|name| (name.as_str(), value));
                        let pairs = pairs.chain([("q", value), ("sort", value), ("at", value)]);
                        queries.push(
                            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish(),
                        );
                    }
                    for query in queries {
                        let at = format!("{uri}?{query}");
                        let answer = ask::get(&self.world.router, &at, asker.by(&route.path)).await;
                        self.see(&format!("GET {at}"), &answer);
                    }
                }
            }
        }
    }

    /// What has nothing to do with a form's fields.
    async fn bodies(&mut self) {
        let centre = self.asker("center").cookie.clone();
        let (router, by) = (&self.world.router.clone(), By::Cookie(&centre));
        let answer = ask::send(router, "POST", "/positions", by, FORM, vec![b'a'; 3 * MEBIBYTE]).await;
        self.expect("a form of 3 MiB", &answer, &[413]);
        let answer = ask::send(router, "POST", "/positions", by, "application/json", b"{}".to_vec()).await;
        self.expect("JSON to a form", &answer, &[415]);
        assert!(answer.text().contains("请用页面上的表单提交"), "{}", answer.text());
        let answer =
            ask::upload(router, "/people/import", by, &[], ("x.csv", &vec![b'a'; 9 * MEBIBYTE])).await;
        self.expect("a file of 9 MiB", &answer, &[413]);
        let answer = ask::post(router, "/people/import", by, &[]).await;
        self.expect("a form without a file to an upload", &answer, &[415]);
        for (method, uri) in
            [("PUT", "/people"), ("DELETE", "/people"), ("PATCH", "/sign-in"), ("POST", "/today")]
        {
            let answer = ask::send(router, method, uri, by, "", Vec::new()).await;
            self.expect(&format!("{method} {uri}"), &answer, &[405]);
        }
        for uri in ["/people/x", "/people/%00", "/people/%ff", "/courses/../x", "/nothing", "/api/v1/nothing"]
        {
            let answer = ask::get(router, uri, by).await;
            self.expect(&format!("GET {uri}"), &answer, &[400, 404]);
        }
    }

    /// The same key acts once; another's key is not one's own.
    async fn repeated(&mut self) {
        let centre = self.asker("center").cookie.clone();
        let (router, by) = (&self.world.router.clone(), By::Cookie(&centre));
        let fields = |name: &str| {
            let key = "01900000-0000-7000-8000-000000000001";
            [("form_key", key), ("name", name)].map(|(a, b)| (a.to_owned(), b.to_owned()))
        };
        let first = ask::post(router, "/positions", by, &fields("重复岗位")).await;
        let second = ask::post(router, "/positions", by, &fields("重复岗位")).await;
        self.expect("a post", &first, &[303]);
        self.expect("the same post again", &second, &[303]);
        let db = self.world.running.app().db();
        let read = db.read(|tx| {
            tx.one::<(i64,)>("SELECT count(*) AS n FROM accounts_position WHERE name = '重复岗位'", &[])
        });
        assert_eq!(read.await.unwrap().0, 1, "a repeated post acted twice");
    }
}

async fn attack(database: Option<String>) {
    let (city, world) = City::build(database).await;
    let routes = routes::all(&table::document(&world).await);
    let mut attack = Attack { world: &world, city: &city, faults: BTreeSet::new() };
    attack.bodies().await;
    attack.repeated().await;
    attack.pages(&routes).await;
    let faults: Vec<String> = attack.faults.into_iter().map(|it| it.chars().take(300).collect()).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_breaks_the_program_on_sqlite() {
    attack(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_breaks_the_program_on_postgresql() {
    let Some(db) = xingtan_testkit::postgres(&[]).await else { return };
    attack(Some(db.address())).await;
}
