//! What was passed on to oneself.

use super::{
    page::{day, moment},
    store::{self, RECEIVED_SORTS, Received},
};
use crate::exports;
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export, html};

/// Where it is.
pub const HERE: &str = "/relays/own";
/// Rows of one read for a file.
const CHUNK: i64 = 500;

struct Line {
    it: Received,
    kind: String,
    told: String,
    until: String,
    tone: &'static str,
    state: String,
}

/// What the addressee still has to do, or has done.
fn state(it: &Received) -> (&'static str, &'static str) {
    match () {
        () if it.state == "withdrawn" => ("slate", "insight-relay-withdrawn"),
        () if it.confirmed_at.is_some() => ("pine", "insight-receipt-confirmed"),
        () if it.confirm => ("ochre", "insight-relay-to-confirm"),
        () if it.read_at.is_some() => ("pine", "insight-receipt-read"),
        () => ("ochre", "insight-relay-to-read"),
    }
}

fn line(l: &Locale, it: Received) -> Line {
    let (tone, state) = state(&it);
    Line {
        kind: l.t(&format!("insight-about-{}", it.kind)),
        told: l.date_time(it.told_at),
        until: day(l, &it.until_day),
        tone,
        state: l.t(state),
        it,
    }
}

#[derive(Template)]
#[template(path = "relay/own.html")]
struct OwnPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /relays/own`, the newest first.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&form, HERE, RECEIVED_SORTS, &["state"], 50).or_descending();
    if form.has("as") {
        return file(&who, form.value("as"), list).await;
    }
    let (person, asked) = (who.actor.person, list.clone());
    let read = who.app.db().read(move |tx| {
        let select = store::received(person, &asked.query, asked.filter("state") == "open");
        asked.page::<Received>(tx, select).map_err(Fault::from)
    });
    let mut found = read.await?;
    let rows = std::mem::take(&mut found.rows);
    html(&OwnPage {
        page: Page::new(&who, who.l.t("insight-relays-own")),
        lines: rows.into_iter().map(|it| line(&who.l, it)).collect(),
        states: vec![("open".to_owned(), who.l.t("insight-relay-mine-open"))],
        exports: exports(&list),
        list: found.listed(&list),
    })
}

const HEADINGS: &[&str] = &[
    "insight-relay-title",
    "insight-relay-kind",
    "insight-relay-sender",
    "insight-told-at",
    "insight-relay-until",
    "insight-relay-state",
    "insight-read-at",
    "insight-confirmed-at",
];

async fn file(who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let (mut rows, mut rest) = (Vec::new(), Some(list.from_start()));
    let person = who.actor.person;
    while let Some(list) = rest.take() {
        let read = who.app.db().read(move |tx| {
            let mut some: Vec<Received> = Vec::new();
            let select = store::received(person, &list.query, list.filter("state") == "open");
            let next = list.chunk(tx, select, CHUNK, &mut some)?;
            Ok::<_, Fault>((some, next))
        });
        let (some, next) = read.await?;
        rows.extend(some.into_iter().map(|it| {
            let (read, confirmed) = (moment(&who.l, it.read_at), moment(&who.l, it.confirmed_at));
            let shown = line(&who.l, it);
            [
                shown.it.title,
                shown.kind,
                shown.it.sender_name,
                shown.told,
                shown.it.until_day,
                shown.state,
                read,
                confirmed,
            ]
            .map(Cell::text)
            .to_vec()
        }));
        rest = next;
    }
    export::answer(who, format, &who.l.t("insight-relays-own"), HEADINGS, &rows)
}
