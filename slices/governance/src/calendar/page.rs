//! `/calendar`: a year, month by month.

use super::MANAGE;
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_calendar::{Calendar, DayKind, NamedDay, Roster, WeekKind, Why, hours_words, notice_of};
use xingtan_clock::{Date, Weekday};
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, Page, SignedIn, export, html};

/// The years that the pages show.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

struct DayCell {
    date: Date,
    /// `holiday`, `workday`, `works` or `rest`.
    state: &'static str,
    /// 休 or 班, where the day is named.
    mark: String,
    /// What a reader is told of it.
    words: String,
    today: bool,
}

struct WeekRow {
    big: bool,
    cells: Vec<Option<DayCell>>,
}

struct Month {
    name: String,
    first: Date,
    weeks: Vec<WeekRow>,
}

/// A named day in the list.
struct Line {
    date: Date,
    weekday: String,
    tone: &'static str,
    kind: String,
    name: String,
    source: String,
}

#[derive(Template)]
#[template(path = "calendar/year.html")]
struct YearPage {
    page: Page,
    year: i16,
    previous: Option<i16>,
    next: Option<i16>,
    months: Vec<Month>,
    lines: Vec<Line>,
    weekdays: Vec<String>,
    hours: Vec<String>,
    anchor: Date,
    shifts: Vec<(String, Vec<String>)>,
    /// No arrangement is known for the year.
    unknown: bool,
    may_manage: bool,
}

/// `GET /calendar?year=2026`; `&as=xlsx` or `csv` takes the year's named days along, as the import reads them.
pub async fn year(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let today = who.l.zone().date(who.now);
    let year = form.value("year").parse().ok().filter(|year| YEARS.contains(year)).unwrap_or(today.year());
    let calendar = super::page::calendar(&app).await?;
    let roster = calendar.roster();
    let named: Vec<(Date, &NamedDay)> =
        calendar.named_in(year).filter(|(_, day)| day.kind != DayKind::Ordinary).collect();
    if form.has("as") {
        return file(&who, form.value("as"), year, &named);
    }
    let l = &who.l;
    let words = |slots: &[xingtan_calendar::Slot]| -> Vec<String> {
        hours_words(l, slots, "\n").lines().map(str::to_owned).collect()
    };
    let months = (1..=12).filter_map(|n| month(l, &roster, Date::new(year, n, 1).ok()?, today)).collect();
    html(&YearPage {
        page: Page::new(&who, l.t1("governance-calendar-of", "year", year.to_string())),
        previous: Some(year - 1).filter(|year| YEARS.contains(year)),
        next: Some(year + 1).filter(|year| YEARS.contains(year)),
        lines: named.iter().map(|(date, day)| line(l, *date, day)).collect(),
        weekdays: (1..=7).map(|n| l.t(&format!("governance-calendar-weekday-{n}"))).collect(),
        hours: words(&calendar.own_hours().slots),
        anchor: calendar.anchor(),
        shifts: calendar.shifts().iter().map(|shift| (shift.name.clone(), words(&shift.slots))).collect(),
        unknown: named.is_empty() && notice_of(year).is_none(),
        may_manage: who.actor.may_whole(MANAGE),
        months,
        year,
    })
}

/// The calendar as it stands.
///
/// # Errors
/// Those of the database.
pub(super) async fn calendar(app: &App) -> Result<std::sync::Arc<Calendar>, Fault> {
    let (calendars, zone) = (app.calendars().clone(), app.institution().zone.clone());
    Ok(app.db().read(move |tx| calendars.load(tx, &zone)).await?)
}

fn month(l: &Locale, roster: &Roster<'_>, first: Date, today: Date) -> Option<Month> {
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).ok()?;
    let mut cells: Vec<Option<DayCell>> = (0..lead).map(|_| None).collect();
    let mut date = first;
    while date.month() == first.month() {
        cells.push(Some(cell(l, roster, date, today)));
        date = date.tomorrow().ok()?;
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(None);
    }
    let mut weeks = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let week: Vec<Option<DayCell>> = cells.by_ref().take(7).collect();
        let some = week.iter().flatten().next().map_or(first, |cell| cell.date);
        weeks.push(WeekRow { big: roster.calendar().week(some) == WeekKind::Big, cells: week });
    }
    Some(Month { name: l.month(first), first, weeks })
}

fn cell(l: &Locale, roster: &Roster<'_>, date: Date, today: Date) -> DayCell {
    let day = roster.day(date);
    let (state, mark, words) = match day.why {
        Why::Holiday(named) => ("holiday", l.t("governance-calendar-mark-holiday"), named.name.clone()),
        Why::Swapped(named) => ("workday", l.t("governance-calendar-mark-workday"), named.name.clone()),
        _ if day.works => ("works", String::new(), l.t("governance-calendar-works")),
        _ => ("rest", String::new(), l.t("governance-calendar-rests")),
    };
    DayCell { date, state, mark, words, today: date == today }
}

fn line(l: &Locale, date: Date, day: &NamedDay) -> Line {
    let follows = |weekday: Weekday| {
        let name = l.t(&format!("calendar-weekday-{}", weekday.to_monday_one_offset()));
        l.t1("governance-calendar-follows", "weekday", name)
    };
    let kind = l.t(&format!("governance-calendar-kind-{}", day.kind.code()));
    Line {
        date,
        weekday: l.t(&format!("calendar-weekday-{}", date.weekday().to_monday_one_offset())),
        tone: if day.kind == DayKind::Holiday { "pine" } else { "ochre" },
        kind: day.like.map_or(kind.clone(), |like| format!("{kind} {}", follows(like))),
        name: day.name.clone(),
        source: day.source.clone(),
    }
}

/// The headers of a year's file; the import reads them in both languages.
pub(super) const COLUMNS: [&str; 4] = [
    "governance-calendar-column-date",
    "governance-calendar-column-kind",
    "governance-calendar-column-name",
    "governance-calendar-column-like",
];

fn file(who: &SignedIn, format: &str, year: i16, named: &[(Date, &NamedDay)]) -> Result<Response, Fault> {
    let l = &who.l;
    let name = l.t1("governance-calendar-of", "year", year.to_string());
    let mut file = export::file(who, format, &name, &COLUMNS)?;
    for (date, day) in named {
        let like = day.like.map(|like| l.t(&format!("calendar-weekday-{}", like.to_monday_one_offset())));
        let kind = l.t(&format!("governance-calendar-kind-{}", day.kind.code()));
        let cells = [date.to_string(), kind, day.name.clone(), like.unwrap_or_default()];
        file.row(&cells.map(Cell::text))?;
    }
    file.answer()
}
