//! The own ledger by year, and the own learner file.

use super::pdf;
use crate::{
    credit::store::{self as ledger, Credit, Sums},
    enrolment::{
        list::{self, Line},
        store as enrolments,
    },
    export,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::{BTreeMap, HashMap};
use xingtan_catalog::api as catalog;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_documents::Cell;
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Years to choose from, the current one first.
const YEARS: i16 = 5;

#[derive(Template)]
#[template(path = "record/page.html")]
struct RecordPage {
    page: Page,
    year: i16,
    years: Vec<i16>,
    sums: Sums,
    months: Vec<(String, i64, i64, i64)>,
    rows: Vec<(Credit, String)>,
}

/// The bookings of a year with the titles of their courses.
pub struct Ledger {
    /// The year.
    pub year: i16,
    /// Newest first.
    pub rows: Vec<(Credit, String)>,
    /// Their sums.
    pub sums: Sums,
}

async fn read(app: &App, who: &SignedIn, form: &Form) -> Result<Ledger, Fault> {
    let zone = who.l.zone();
    let this = zone.date(who.now).year();
    let year = form.value("year").parse().ok().filter(|year| (1900..=this).contains(year)).unwrap_or(this);
    let first = |year| Date::new(year, 1, 1).map(|day| zone.start_of(day)).unwrap_or(who.now);
    let (from, to, person) = (first(year), first(year + 1), who.actor.person);
    app.db()
        .read(move |tx| {
            let rows = ledger::of_person(tx, person, from, to)?;
            let ids: Vec<Uuid> = rows.iter().map(|it| it.course_id).collect();
            let titles: HashMap<Uuid, String> =
                catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect();
            let title = |it: &Credit| titles.get(&it.course_id).cloned().unwrap_or_default();
            let sums = ledger::sums(tx, person, from, to)?;
            Ok(Ledger { year, rows: rows.into_iter().map(|it| (it.clone(), title(&it))).collect(), sums })
        })
        .await
}

/// `GET /record`: credits and training hours of a year, by month and one by one.
pub async fn record(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let found = read(&app, &who, &form).await?;
    let zone = who.l.zone();
    let mut months: BTreeMap<Date, (i64, i64, i64)> = BTreeMap::new();
    for (it, _) in &found.rows {
        let month = months.entry(zone.date(it.at).first_of_month()).or_default();
        month.0 += if it.reverses.is_none() { 1 } else { -1 };
        month.1 += it.credits;
        month.2 += it.hours_seconds;
    }
    let this = zone.date(who.now).year();
    html(&RecordPage {
        page: Page::new(&who, who.l.t("learning-record")),
        year: found.year,
        years: (0..YEARS).map(|back| this - back).collect(),
        sums: found.sums,
        months: months.into_iter().rev().map(|(day, it)| (who.l.month(day), it.0, it.1, it.2)).collect(),
        rows: found.rows,
    })
}

/// `GET /record/export/{format}`: the year's ledger as a file.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let found = read(&app, &who, &form).await?;
    if format == "pdf" {
        return pdf::statement(&app, &who, found).await;
    }
    let headings = [
        "learning-head-date",
        "learning-head-course",
        "learning-kind",
        "learning-credits-name",
        "learning-head-minutes",
        "learning-head-reason",
    ];
    let kind = |it: &Credit| who.l.t(if it.required { "learning-required" } else { "learning-elective" });
    let rows: Vec<Vec<Cell>> = found
        .rows
        .iter()
        .map(|(it, title)| {
            vec![
                Cell::moment(it.at, who.l.zone()),
                Cell::text(title),
                Cell::text(kind(it)),
                Cell::Hundredths(it.credits),
                Cell::Number(it.hours_seconds / 60),
                it.reason.clone().into(),
            ]
        })
        .collect();
    export::answer(&who, &format, &who.l.t("learning-record"), &headings, &rows)
}

#[derive(Template)]
#[template(path = "record/file.html")]
struct FilePage {
    page: Page,
    sums: Sums,
    rows: Vec<Line>,
}

async fn file_lines(app: &App, who: &SignedIn) -> Result<(Vec<Line>, Sums), Fault> {
    let (person, now) = (who.actor.person, who.now);
    app.db()
        .read(move |tx| {
            let rows = enrolments::of_person(tx, person, crate::enrolment::own::MOST)?;
            let sums = ledger::sums(tx, person, Timestamp::from_micros(0), now)?;
            Ok((list::lines(tx, rows, now)?, sums))
        })
        .await
}

/// `GET /record/file`: all that was studied, with dates, duration and result.
pub async fn file(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    let (rows, sums) = file_lines(&app, &who).await?;
    html(&FilePage {
        page: Page::new(&who, who.l.t("learning-file")).crumb("/record", who.l.t("learning-record")),
        sums,
        rows,
    })
}

/// `GET /record/file/{format}`: the same as a file.
pub async fn file_export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
) -> Result<Response, Fault> {
    let (lines, sums) = file_lines(&app, &who).await?;
    if format == "pdf" {
        return pdf::file(&app, &who, &lines, &sums).await;
    }
    let rows: Vec<_> = lines.iter().map(|line| list::cells(&who.l, line)).collect();
    export::answer(&who, &format, &who.l.t("learning-file"), list::HEADINGS, &rows)
}
