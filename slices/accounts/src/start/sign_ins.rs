//! `/security/sign-ins`: the log of sign-ins of the own subtree.

use super::SIGN_INS;
use crate::{
    account::Line,
    parameters,
    session::{
        log::{Outcome, SORTS, TryRow, Wanted},
        place::Places,
    },
};
use askama::Template;
use axum::response::Response;
use xingtan_clock::{Date, Uuid};
use xingtan_db::Error;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, export, html};

const HERE: &str = "/security/sign-ins";
const FILTERS: &[&str] = &["outcome", "unusual", "from", "to"];

struct Row {
    name: String,
    user: String,
    person: Option<Uuid>,
    line: Line,
}

#[derive(Template)]
#[template(path = "start/sign_ins.html")]
struct SignInsPage {
    page: Page,
    list: Listed,
    rows: Vec<Row>,
    outcomes: Vec<(String, String)>,
    exports: (String, String),
    days: i64,
}

fn wanted(who: &SignedIn, list: &List) -> Wanted {
    let zone = who.l.zone();
    let day = |name: &str| list.filter(name).parse::<Date>().ok();
    Wanted {
        scope: who.actor.scope(SIGN_INS),
        query: list.query.clone(),
        outcome: Outcome::of(list.filter("outcome")),
        unusual: !list.filter("unusual").is_empty(),
        from: day("from").map(|day| zone.start_of(day)),
        to: day("to").map(|day| zone.end_of(day)),
    }
}

/// GET; `?as=xlsx` or `csv` takes the list along.
pub async fn page(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(SIGN_INS)?;
    let list = List::read(&form, HERE, SORTS, FILTERS, 50).or_descending();
    let wanted = wanted(&who, &list);
    if form.has("as") {
        return take_along(&who, &form, list, wanted).await;
    }
    let asked = list.clone();
    let found = who.app.db().read(move |tx| asked.page::<TryRow>(tx, wanted.select())).await?;
    let places = Places::of(who.app.settings());
    let rows = found.rows.iter().map(|row| Row {
        name: row.name.clone().unwrap_or_default(),
        user: row.user_key.clone(),
        person: row.person_id,
        line: Line::of(row, &who.l, &places),
    });
    let outcomes = Outcome::ALL.map(|outcome| (outcome.code().to_owned(), who.l.t(&outcome.key())));
    let narrowed = FILTERS.iter().map(|name| (*name, list.filter(name))).chain([("q", list.query.as_str())]);
    let page = SignInsPage {
        page: Page::new(&who, who.l.t("accounts-security-sign-ins"))
            .crumb("/security", who.l.t("accounts-security-title")),
        rows: rows.collect(),
        outcomes: outcomes.to_vec(),
        exports: export::hrefs(HERE, &narrowed.collect::<Vec<_>>()),
        days: who.app.settings().int(&parameters::KEEP_DAYS),
        list: found.listed(&list),
    };
    html(&page)
}

async fn take_along(who: &SignedIn, form: &Form, list: List, wanted: Wanted) -> Result<Response, Fault> {
    let headings = [
        "accounts-log-at",
        "accounts-name",
        "accounts-user-name",
        "accounts-log-outcome",
        "accounts-log-unusual",
        "accounts-log-device",
        "accounts-log-ip",
    ];
    let mut file = export::file(who, form.value("as"), &who.l.t("accounts-security-sign-ins"), &headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let wanted = wanted.clone();
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<TryRow> = Vec::new();
            let next = list.chunk(tx, wanted.select(), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for row in rows {
            let line = Line::of(&row, &who.l, &Places::of(who.app.settings()));
            file.row(&[
                xingtan_documents::Cell::moment(row.at, who.l.zone()),
                row.name.unwrap_or_default().into(),
                row.user_key.into(),
                line.outcome.into(),
                line.unusual.join(" ").into(),
                line.device.into(),
                line.ip.into(),
            ])?;
        }
        rest = next;
    }
    file.answer()
}
