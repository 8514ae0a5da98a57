//! The own ledger by year, and the own learner file.

use super::{
    offline::{Offline, OfflinePart},
    pdf,
};
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
    months: Vec<(String, Month)>,
    rows: Vec<(Credit, String)>,
    offline: Vec<OfflinePart>,
    offline_sum: i64,
}

/// What a month brought.
#[derive(Clone, Copy, Debug, Default)]
struct Month {
    courses: i64,
    credits: i64,
    online: i64,
    offline: i64,
}

/// The bookings of a year with the titles of their courses.
pub struct Ledger {
    /// The year.
    pub year: i16,
    /// Newest first.
    pub rows: Vec<(Credit, String)>,
    /// Their sums.
    pub sums: Sums,
    /// Training held without the platform, the newest first.
    pub offline: Vec<OfflinePart>,
}

impl Ledger {
    /// The hours of training held without the platform, in seconds.
    pub fn offline_sum(&self) -> i64 {
        self.offline.iter().map(|it| it.seconds).sum()
    }
}

async fn read(app: &App, who: &SignedIn, form: &Form, above: Offline) -> Result<Ledger, Fault> {
    let zone = who.l.zone();
    let this = zone.date(who.now).year();
    let year = form.value("year").parse().ok().filter(|year| (1900..=this).contains(year)).unwrap_or(this);
    let first = |year| Date::new(year, 1, 1).map(|day| zone.start_of(day)).unwrap_or(who.now);
    let (from, to, person) = (first(year), first(year + 1), who.actor.person);
    let days = Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok());
    app.db()
        .read(move |tx| {
            let rows = ledger::of_person(tx, person, from, to)?;
            let ids: Vec<Uuid> = rows.iter().map(|it| it.course_id).collect();
            let titles: HashMap<Uuid, String> =
                catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect();
            let title = |it: &Credit| titles.get(&it.course_id).cloned().unwrap_or_default();
            let sums = ledger::sums(tx, person, from, to)?;
            let offline = match days {
                Some(days) => above.of(tx, person, days)?,
                None => Vec::new(),
            };
            let rows = rows.into_iter().map(|it| (it.clone(), title(&it))).collect();
            Ok(Ledger { year, rows, sums, offline })
        })
        .await
}

/// `GET /record`: credits and training hours of a year, online and offline, by month and one by one.
pub async fn record(
    State(app): State<App>,
    above: Offline,
    who: SignedIn,
    form: Form,
) -> Result<Response, Fault> {
    let found = read(&app, &who, &form, above).await?;
    let zone = who.l.zone();
    let mut months: BTreeMap<Date, Month> = BTreeMap::new();
    for (it, _) in &found.rows {
        let month = months.entry(zone.date(it.at).first_of_month()).or_default();
        month.courses += if it.reverses.is_none() { 1 } else { -1 };
        month.credits += it.credits;
        month.online += it.hours_seconds;
    }
    for it in &found.offline {
        months.entry(it.day.first_of_month()).or_default().offline += it.seconds;
    }
    let this = zone.date(who.now).year();
    html(&RecordPage {
        page: Page::new(&who, who.l.t("learning-record")),
        year: found.year,
        years: (0..YEARS).map(|back| this - back).collect(),
        sums: found.sums,
        months: months.into_iter().rev().map(|(day, it)| (who.l.month(day), it)).collect(),
        offline_sum: found.offline_sum(),
        rows: found.rows,
        offline: found.offline,
    })
}

/// `GET /record/export/{format}`: the year's ledger as a file.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    above: Offline,
    form: Form,
) -> Result<Response, Fault> {
    let found = read(&app, &who, &form, above).await?;
    if format == "pdf" {
        return pdf::statement(&app, &who, found).await;
    }
    let headings = [
        "learning-head-date",
        "learning-head-course",
        "learning-kind",
        "learning-credits-name",
        "learning-head-minutes",
        "learning-record-source",
        "learning-head-reason",
    ];
    let kind = |it: &Credit| who.l.t(if it.required { "learning-required" } else { "learning-elective" });
    let booked = found.rows.iter().map(|(it, title)| {
        vec![
            Cell::moment(it.at, who.l.zone()),
            Cell::text(title),
            Cell::text(kind(it)),
            Cell::Hundredths(it.credits),
            Cell::Number(it.hours_seconds / 60),
            Cell::text(who.l.t("learning-record-online")),
            it.reason.clone().into(),
        ]
    });
    let held = found.offline.iter().map(|it| {
        vec![
            Cell::Day(it.day),
            Cell::text(&it.topic),
            Cell::Empty,
            Cell::Empty,
            Cell::Number(it.seconds / 60),
            Cell::text(who.l.t1("learning-record-by", "name", &it.by)),
            Cell::Empty,
        ]
    });
    let rows: Vec<Vec<Cell>> = booked.chain(held).collect();
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
