//! What people see of reports: the list, and one with its figures, those who are behind, and who has opened it.

use super::{
    READ, RECEIPTS,
    store::{self, LAGGARD_SORTS, Laggard, Narrow, Receipt, Report, SORTS},
};
use crate::exports;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_i18n::{Locale, Msg};
use xingtan_planning::api::Month;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export, html};

/// Where reports are.
pub const HERE: &str = "/monthly-reports";
const FILTERS: &[&str] = &["month", "unit", "state"];
/// Rows of one read for a file.
const CHUNK: i64 = 500;

/// A month in words.
pub fn month(l: &Locale, text: &str) -> String {
    Month::read(text).map_or_else(|| text.to_owned(), |it| l.month(it.first()))
}

/// What a list asks for.
fn narrow(who: &SignedIn, list: &List) -> Narrow {
    Narrow {
        query: list.query.clone(),
        month: list.filter("month").to_owned(),
        unit: list.filter("unit").parse().ok(),
        unopened: list.filter("state") == "unopened",
        by: (!who.actor.may(RECEIPTS)).then_some(who.actor.person),
    }
}

struct Line {
    it: Report,
    month: String,
}

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    months: Vec<(String, String)>,
    units: Vec<(String, String)>,
    states: Vec<(String, String)>,
    receipts: bool,
    exports: (String, String),
}

/// `GET /monthly-reports`: those of one's subtrees, the newest first.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, SORTS, FILTERS, 50).or_descending();
    let (scope, asked) = (who.actor.scope(READ), narrow(&who, &list));
    if form.has("as") {
        return file(&who, form.value("as"), list, asked).await;
    }
    let own = list.clone();
    let read = who.app.db().read(move |tx| {
        let found = own.page::<Report>(tx, store::select(&scope, &asked))?;
        Ok::<_, Fault>((found, store::choices(tx, &scope)?))
    });
    let (mut found, (months, units)) = read.await?;
    let rows = std::mem::take(&mut found.rows);
    html(&ListPage {
        page: Page::new(&who, who.l.t("insight-reports")),
        lines: rows.into_iter().map(|it| Line { month: month(&who.l, &it.month), it }).collect(),
        months: months.into_iter().map(|it| (it.clone(), month(&who.l, &it))).collect(),
        units: units.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        states: vec![("unopened".to_owned(), who.l.t("insight-report-unopened"))],
        receipts: who.actor.may(RECEIPTS),
        exports: exports(&list),
        list: found.listed(&list),
    })
}

const HEADINGS: &[&str] = &[
    "insight-report-month",
    "insight-report-unit",
    "insight-report-people",
    "insight-report-open",
    "insight-report-done",
    "insight-report-overdue",
    "insight-report-below",
    "insight-report-warnings",
    "insight-report-suspensions",
    "insight-report-credits",
    "insight-report-online",
    "insight-report-offline",
    "insight-report-laggards",
    "insight-report-recipients",
    "insight-report-opened",
];

/// Seconds as hundredths of hours.
pub(super) fn hours(seconds: i64) -> i64 {
    seconds / 36
}

async fn file(who: &SignedIn, format: &str, list: List, asked: Narrow) -> Result<Response, Fault> {
    let (mut rows, mut rest) = (Vec::new(), Some(list.from_start()));
    while let Some(list) = rest.take() {
        let (scope, asked) = (who.actor.scope(READ), asked.clone());
        let read = who.app.db().read(move |tx| {
            let mut some: Vec<Report> = Vec::new();
            let next = list.chunk(tx, store::select(&scope, &asked), CHUNK, &mut some)?;
            Ok::<_, Fault>((some, next))
        });
        let (some, next) = read.await?;
        rows.extend(some.iter().map(|it| {
            vec![
                Cell::text(&it.month),
                Cell::text(&it.unit),
                Cell::Number(it.people),
                Cell::Number(it.required_open),
                Cell::Number(it.required_done),
                Cell::Number(it.required_overdue),
                Cell::Number(it.below_minimum),
                Cell::Number(it.warnings),
                Cell::Number(it.suspensions),
                Cell::Hundredths(it.credits),
                Cell::Hundredths(hours(it.online_seconds)),
                Cell::Hundredths(hours(it.offline_seconds)),
                Cell::Number(it.laggards),
                Cell::Number(it.recipients),
                Cell::Number(it.opened),
            ]
        }));
        rest = next;
    }
    export::answer(who, format, &who.l.t("insight-reports"), HEADINGS, &rows)
}

/// The article by which a report was made.
pub(super) fn cited(l: &Locale, it: &Report) -> String {
    let cited = Msg::new("governance-cited")
        .with("regulation", it.regulation.as_str())
        .with("version", it.regulation_version)
        .with("number", it.article.as_str());
    l.msg(&cited)
}

struct Opened {
    it: Receipt,
    role: String,
    told: String,
    opened: String,
}

#[derive(Template)]
#[template(path = "report/one.html")]
struct OnePage {
    page: Page,
    here: String,
    it: Report,
    cited: String,
    made: String,
    online: String,
    offline: String,
    list: Listed,
    lines: Vec<Laggard>,
    reasons: Vec<(String, String)>,
    receipts: Option<Vec<Opened>>,
    exports: (String, String),
}

/// `GET /monthly-reports/ID`: one report. That a recipient opens it is kept.
pub async fn one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(READ)?;
    let here = format!("{HERE}/{id}");
    let list = List::read(&form, here.clone(), LAGGARD_SORTS, &["why"], 50).or_descending();
    let (actor, asked, takes) = (who.actor.clone(), list.clone(), form.has("as"));
    let read = who.app.db().read(move |tx| {
        let it = store::one(tx, id)?.filter(|it| actor.may_at(READ, &it.unit_path)).ok_or(Fault::NotFound)?;
        let select = store::laggards(id, &asked.query, asked.filter("why"));
        let found = asked.page::<Laggard>(tx, select)?;
        Ok::<_, Fault>((it, found, store::receipts(tx, id)?))
    });
    let (it, mut found, mut receipts) = read.await?;
    let l = &who.l;
    let title = l.t2("insight-report-title", "unit", &it.unit, "month", month(l, &it.month));
    if takes {
        return laggards_file(&who, form.value("as"), &title, id, list).await;
    }
    let own = receipts.iter_mut().find(|own| own.person_id == who.actor.person && own.opened_at.is_none());
    if let Some(own) = own {
        let (person, now) = (who.actor.person, who.now);
        who.app.db().write(move |tx| store::open(tx, id, person, now)).await?;
        own.opened_at = Some(now);
    }
    let opened = |it: Receipt| Opened {
        role: l.t(&format!("insight-receipt-{}", it.as_role)),
        told: it.told_at.map(|at| l.date_time(at)).unwrap_or_default(),
        opened: it.opened_at.map(|at| l.date_time(at)).unwrap_or_default(),
        it,
    };
    let lines = std::mem::take(&mut found.rows);
    html(&OnePage {
        page: Page::new(&who, title).crumb(HERE, l.t("insight-reports")),
        cited: cited(l, &it),
        made: it.made_at.map(|at| l.date_time(at)).unwrap_or_default(),
        online: l.credits(hours(it.online_seconds)),
        offline: l.credits(hours(it.offline_seconds)),
        reasons: ["overdue", "below"]
            .map(|why| (why.to_owned(), l.t(&format!("insight-why-{why}"))))
            .to_vec(),
        receipts: who
            .actor
            .may_at(RECEIPTS, &it.unit_path)
            .then(|| receipts.into_iter().map(opened).collect()),
        exports: exports(&list),
        list: found.listed(&list),
        lines,
        here,
        it,
    })
}

const LAGGARD_HEADINGS: &[&str] = &[
    "insight-laggard-name",
    "insight-report-unit",
    "insight-report-overdue",
    "insight-report-open",
    "insight-report-done",
    "insight-laggard-below",
];

pub(super) async fn laggards_file(
    who: &SignedIn,
    format: &str,
    title: &str,
    id: Uuid,
    list: List,
) -> Result<Response, Fault> {
    let (mut rows, mut rest) = (Vec::new(), Some(list.from_start()));
    let below = who.l.t("insight-laggard-is-below");
    while let Some(list) = rest.take() {
        let read = who.app.db().read(move |tx| {
            let mut some: Vec<Laggard> = Vec::new();
            let select = store::laggards(id, &list.query, list.filter("why"));
            let next = list.chunk(tx, select, CHUNK, &mut some)?;
            Ok::<_, Fault>((some, next))
        });
        let (some, next) = read.await?;
        rows.extend(some.iter().map(|it| {
            vec![
                Cell::text(&it.name),
                Cell::text(&it.unit),
                Cell::Number(it.overdue),
                Cell::Number(it.open),
                Cell::Number(it.done),
                if it.below_minimum { Cell::text(&below) } else { Cell::Empty },
            ]
        }));
        rest = next;
    }
    export::answer(who, format, title, LAGGARD_HEADINGS, &rows)
}
