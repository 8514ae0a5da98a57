//! The calendar for programs.

use super::page::{YEARS, calendar};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_calendar::{WeekKind, Why};
use xingtan_clock::Date;
use xingtan_web::{
    App, Fault,
    json::{Caller, Collection},
};

/// A day of the calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalendarDayJson {
    /// `2026-10-01`.
    pub date: String,
    /// `big` or `small`.
    pub week: &'static str,
    /// Whether it is worked, by the institution's own hours.
    pub works: bool,
    /// `holiday` or `workday` where the day is named.
    pub kind: Option<&'static str>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Where that is written.
    pub source: Option<String>,
}

/// The days of a year
///
/// By the institution's own hours: which are worked, which are holidays or worked in exchange, big and small weeks.
#[utoipa::path(
    get, path = "/api/v1/calendar/{year}", tag = "governance", operation_id = "calendar_year",
    params(("year" = i32, Path, description = "2000 to 2100.")),
    security(("token" = [])),
    responses((status = 200, description = "The days in order.", body = Collection<CalendarDayJson>))
)]
pub async fn year(
    State(app): State<App>,
    _: Caller,
    Path(year): Path<i16>,
) -> Result<Json<Collection<CalendarDayJson>>, Fault> {
    let first = Date::new(year, 1, 1).ok().filter(|_| YEARS.contains(&year)).ok_or(Fault::NotFound)?;
    let calendar = calendar(&app).await?;
    let roster = calendar.roster();
    let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok());
    let day = |date: Date| {
        let day = roster.day(date);
        let (kind, named) = match day.why {
            Why::Holiday(named) => (Some("holiday"), Some(named)),
            Why::Swapped(named) => (Some("workday"), Some(named)),
            _ => (None, None),
        };
        CalendarDayJson {
            date: date.to_string(),
            week: if day.week == WeekKind::Big { "big" } else { "small" },
            works: day.works,
            name: named.map(|it| it.name.clone()),
            source: named.map(|it| it.source.clone()),
            kind,
        }
    };
    Ok(Json(Collection::whole(dates.take_while(|date| date.year() == year).map(day).collect())))
}
