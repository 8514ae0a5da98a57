//! `/certificates/issued`: the certificates of one's subtree.

use super::{
    READ, WRITE,
    rules::State,
    store::{self, Certificate},
};
use crate::export;
use askama::Template;
use axum::{extract::State as Of, response::Response};
use xingtan_clock::Span;
use xingtan_documents::Cell;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

/// The address of the list.
pub const HREF: &str = "/certificates/issued";

#[derive(Template)]
#[template(path = "certificate/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    rows: Vec<(Certificate, State)>,
    states: Vec<(String, String)>,
    exports: (String, String),
    may_write: bool,
    may_design: bool,
}

/// `GET /certificates/issued`: the newest first, searched by number, name and course.
pub async fn list(Of(app): Of<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HREF.to_owned(), store::SORTS, &["state"], 50).or_descending();
    if form.has("as") {
        return exported(&app, &who, form.value("as"), list).await;
    }
    let (scope, now, asked) = (who.actor.scope(READ), who.now, list.clone());
    let mut found = app
        .db()
        .read(move |tx| {
            let select = store::select().within("e.unit_path", &scope);
            let select = store::in_state(select, asked.filter("state"), now);
            Ok::<_, Fault>(asked.page::<Certificate>(tx, select.search("c.search_keys", &asked.query))?)
        })
        .await?;
    let rows = std::mem::take(&mut found.rows);
    let states = [State::Valid, State::Expired, State::Revoked];
    html(&ListPage {
        page: Page::new(&who, who.l.t("learning-certificates-issued")),
        list: found.listed(&list),
        rows: rows.into_iter().map(|it| (it.clone(), it.state(&now))).collect(),
        states: states.iter().map(|it| (it.code().to_owned(), who.l.t(it.key()))).collect(),
        exports: (list.href("as", "xlsx"), list.href("as", "csv")),
        may_write: who.actor.may(WRITE),
        may_design: who.actor.may_whole(WRITE),
    })
}

const HEADINGS: &[&str] = &[
    "learning-certificate-number",
    "learning-head-name",
    "learning-head-number",
    "learning-head-unit",
    "learning-head-course",
    "learning-completed-at",
    "learning-certificate-issued-on",
    "learning-certificate-until-head",
    "learning-head-state",
];

async fn exported(app: &App, who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let (scope, now) = (who.actor.scope(READ), who.now);
    let rows = app
        .db()
        .read(move |tx| {
            let mut found: Vec<Certificate> = Vec::new();
            let mut rest = Some(list.from_start());
            while let Some(list) = rest.take().filter(|_| found.len() < crate::enrolment::list::MOST) {
                let select = store::select().within("e.unit_path", &scope);
                let select = store::in_state(select, list.filter("state"), now);
                rest = list.chunk(tx, select.search("c.search_keys", &list.query), 500, &mut found)?;
            }
            Ok::<_, Fault>(found)
        })
        .await?;
    let zone = who.l.zone();
    let cells = |it: &Certificate| {
        vec![
            Cell::text(&it.number),
            Cell::text(&it.person_name),
            Cell::text(&it.person_number),
            Cell::text(&it.unit_name),
            Cell::text(&it.course_title),
            Cell::moment(it.completed_at, zone),
            Cell::moment(it.issued_at, zone),
            it.expires_at.map_or_else(|| Cell::text(""), |end| Cell::moment(end - Span::of_seconds(1), zone)),
            Cell::text(who.l.t(it.state(&now).key())),
        ]
    };
    let rows: Vec<_> = rows.iter().map(cells).collect();
    export::answer(who, format, &who.l.t("learning-certificates-issued"), HEADINGS, &rows)
}
