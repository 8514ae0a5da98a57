//! 关注名单: electives that were approved, are due and are not done (LRN-9).

use super::{
    READ,
    store::{self, Choice, WATCH_SORTS},
};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_documents::Cell;
use xingtan_learning::api::file_of_rows;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

const HERE: &str = "/watch-list";
/// Rows of one export.
const MOST: usize = 20_000;

struct Line {
    person: Uuid,
    name: String,
    unit: String,
    course: Uuid,
    title: String,
    due: String,
    days: i64,
}

#[derive(Template)]
#[template(path = "selection/watch.html")]
struct WatchPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    exports: (String, String),
}

const HEADINGS: &[&str] = &[
    "planning-watch-who",
    "planning-watch-unit",
    "planning-watch-course",
    "planning-watch-due",
    "planning-watch-days",
];

/// `GET /watch-list`: of one's subtree, the longest overdue first.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, WATCH_SORTS, &[], 50);
    if form.has("as") {
        return file(&who, form.value("as"), list).await;
    }
    let (scope, asked, now) = (who.actor.scope(READ), list.clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Choice>(tx, store::select_late(&scope, &asked.query, now))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    let row = |it: &Choice| Line {
        person: it.person_id,
        name: it.person_name.clone(),
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        course: it.course_id,
        title: it.title.clone(),
        due: who.l.until(it.due_at),
        days: days(&who, it),
    };
    html(&WatchPage {
        page: Page::new(&who, who.l.t("planning-watch")),
        lines: found.rows.iter().map(row).collect(),
        exports: crate::exports(&list),
        list: found.listed(&list),
    })
}

/// Whole days since it was due.
fn days(who: &SignedIn, it: &Choice) -> i64 {
    (who.now - it.due_at).seconds().max(0) / 86_400
}

async fn file(who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take().filter(|_| rows.len() < MOST) {
        let (scope, now) = (who.actor.scope(READ), who.now);
        let read = who.app.db().read(move |tx| {
            let mut found: Vec<Choice> = Vec::new();
            let next = list.chunk(tx, store::select_late(&scope, &list.query, now), 500, &mut found)?;
            let units = accounts::trails(tx, found.iter().map(|it| it.unit_path.as_str()))?;
            Ok::<_, Error>((found, units, next))
        });
        let (found, units, next) = read.await?;
        rows.extend(found.iter().map(|it| {
            vec![
                Cell::text(&it.person_name),
                Cell::text(units.get(&it.unit_path).cloned().unwrap_or_default()),
                Cell::text(&it.title),
                Cell::moment(it.due_at, who.l.zone()),
                Cell::Number(days(who, it)),
            ]
        }));
        rest = next;
    }
    file_of_rows(who, format, &who.l.t("planning-watch"), HEADINGS, &rows)
}
