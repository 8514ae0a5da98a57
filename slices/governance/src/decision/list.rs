//! `/measures`: the measures of one's subtree, filtered, sorted, as a page and as a file.

use super::{
    READ, cited,
    page::{period, state_key, tone},
    rules::State as DecisionState,
    store::{self, Decision},
};
use crate::kind::measure::Measure;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, export::answer, html};

/// The address of the list.
pub const HREF: &str = "/measures";

struct Line {
    it: Decision,
    name: String,
    unit: String,
    kind: String,
    period: String,
    state: String,
    tone: &'static str,
}

/// What was asked for of the list.
fn asked(form: &Form) -> List {
    List::read(form, HREF.to_owned(), store::SORTS, &["state", "measure", "rule"], 50).or_descending()
}

/// The measures of a scope, as filtered. A rule that is no id finds nothing.
fn select(asked: &List, scope: &Scope) -> Select {
    let mut select = store::select().within("d.unit_path", scope);
    for (name, column) in [("state", "d.state = {}"), ("measure", "d.measure = {}")] {
        if !asked.filter(name).is_empty() {
            select = select.when(column, asked.filter(name));
        }
    }
    if !asked.filter("rule").is_empty() {
        select = select.when("d.control_key = {}", asked.filter("rule").parse().unwrap_or(Uuid::nil()));
    }
    select
}

/// Decisions in words; two statements.
fn lines(tx: &mut Tx<'_>, l: &Locale, now: Timestamp, found: Vec<Decision>) -> Result<Vec<Line>> {
    let persons: Vec<Uuid> = found.iter().map(|it| it.person_id).collect();
    let mut controls: Vec<Uuid> = found.iter().map(|it| it.control_id).collect();
    controls.sort_unstable();
    controls.dedup();
    let people: HashMap<Uuid, Person> =
        accounts::people(tx, &persons)?.into_iter().map(|it| (it.id, it)).collect();
    let kinds = cited::kinds(tx, &controls)?;
    let line = |it: Decision| {
        let person = people.get(&it.person_id);
        let kind = kinds.get(&it.control_id).map_or("unknown", String::as_str);
        Line {
            name: person.map(|it| it.name.clone()).unwrap_or_default(),
            unit: person.map(|it| it.unit_name.clone()).unwrap_or_default(),
            kind: l.t(&format!("governance-kind-{kind}")),
            period: period(l, &it.period),
            state: l.t(&state_key(&it, &now)),
            tone: tone(it.state()),
            it,
        }
    };
    Ok(found.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "measure/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    exports: (String, String),
    /// Only what one rule decided: its key; empty: all.
    rule: String,
    rows: Vec<Line>,
    states: Vec<(String, String)>,
    measures: Vec<(String, String)>,
}

/// `GET /measures`: the measures of one's subtree, the newest first.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> std::result::Result<Response, Fault> {
    who.must(READ)?;
    let list = asked(&form);
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let (l, now) = (who.l.clone(), who.now);
    let (found, rows) = app
        .db()
        .read(move |tx| {
            let mut found = asked.page::<Decision>(tx, select(&asked, &scope))?;
            let rows = lines(tx, &l, now, std::mem::take(&mut found.rows))?;
            Ok::<_, Fault>((found, rows))
        })
        .await?;
    let export = |format: &str| list.href("", "").replacen(HREF, &format!("{HREF}/export/{format}"), 1);
    let words = |prefix: &str, codes: &[&str]| {
        codes
            .iter()
            .map(|code| ((*code).to_owned(), who.l.t(&format!("governance-{prefix}-{code}"))))
            .collect()
    };
    html(&ListPage {
        page: Page::new(&who, who.l.t("governance-measures")),
        exports: (export("xlsx"), export("csv")),
        rule: list.filter("rule").to_owned(),
        list: found.listed(&list),
        rows,
        states: words("state", &DecisionState::ALL.map(DecisionState::code)),
        measures: words("measure", &Measure::ALL.map(Measure::code)),
    })
}

/// Most measures that one file holds.
const MOST_EXPORTED: usize = 100_000;

const HEADINGS: &[&str] = &[
    "governance-head-name",
    "governance-head-unit",
    "governance-head-measure",
    "governance-head-rule",
    "governance-head-period",
    "governance-head-made",
    "governance-head-until",
    "governance-head-state",
];

/// `GET /measures/export/{format}`: the list as it is filtered and sorted, as Excel or CSV.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    who.must(READ)?;
    let list = asked(&form);
    let (scope, l, now) = (who.actor.scope(READ), who.l.clone(), who.now);
    let rows = app
        .db()
        .read(move |tx| {
            let mut found = Vec::new();
            let mut next = Some(list.from_start());
            while let Some(list) = next.take().filter(|_| found.len() < MOST_EXPORTED) {
                next = list.chunk(tx, select(&list, &scope), 500, &mut found)?;
            }
            let mut rows = Vec::with_capacity(found.len());
            for some in found.chunks(500) {
                rows.extend(lines(tx, &l, now, some.to_vec())?);
            }
            Ok::<_, Fault>(rows)
        })
        .await?;
    let cells = |line: &Line| {
        vec![
            Cell::text(&line.name),
            Cell::text(&line.unit),
            Cell::text(who.l.t(&format!("governance-measure-{}", line.it.measure()))),
            Cell::text(&line.kind),
            Cell::text(&line.period),
            Cell::moment(line.it.made_at, who.l.zone()),
            Cell::text(line.it.ends_at.map(|end| who.l.until(end)).unwrap_or_default()),
            Cell::text(&line.state),
        ]
    };
    let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
    answer(&who, &format, &who.l.t("governance-measures"), HEADINGS, &rows)
}
