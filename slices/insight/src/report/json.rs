//! Reports for programs.

use super::{
    READ,
    store::{self, Narrow, Report, SORTS},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, Words, collection},
};

/// How a unit learned in a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthlyReportJson {
    /// Its id.
    pub id: Uuid,
    /// The month, such as `2026-10`.
    pub month: String,
    /// The organisation node.
    pub unit: Uuid,
    /// Its name then, with those above it.
    pub name: String,
    /// Whether it is that of the whole, which the training centre gets.
    pub whole: bool,
    /// People.
    pub people: i64,
    /// Required courses unfinished at the end of the month.
    pub required_open: i64,
    /// Those finished in it.
    pub required_done: i64,
    /// Those overdue at its end.
    pub required_overdue: i64,
    /// People below the monthly minimum.
    pub below_minimum: i64,
    /// Warnings of the month.
    pub warnings: i64,
    /// Suspensions of the month.
    pub suspensions: i64,
    /// Credits, in hundredths.
    pub credits: i64,
    /// Training hours booked online, in seconds.
    pub online_seconds: i64,
    /// Training hours held offline, in seconds.
    pub offline_seconds: i64,
    /// People who are behind.
    pub laggards: i64,
    /// The regulation by which it was made.
    pub regulation: String,
    /// The number of its version.
    pub regulation_version: i64,
    /// The number of the article.
    pub article: String,
    /// When it was made, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub made_at: Option<Timestamp>,
}

impl From<Report> for MonthlyReportJson {
    fn from(it: Report) -> Self {
        MonthlyReportJson {
            id: it.id,
            month: it.month,
            unit: it.unit_id,
            name: it.unit,
            whole: it.whole,
            people: it.people,
            required_open: it.required_open,
            required_done: it.required_done,
            required_overdue: it.required_overdue,
            below_minimum: it.below_minimum,
            warnings: it.warnings,
            suspensions: it.suspensions,
            credits: it.credits,
            online_seconds: it.online_seconds,
            offline_seconds: it.offline_seconds,
            laggards: it.laggards,
            regulation: it.regulation,
            regulation_version: it.regulation_version,
            article: it.article,
            made_at: it.made_at,
        }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthlyReportsQuery {
    /// Only of this month, such as `2026-10`.
    #[param(value_type = Option<String>)]
    month: Option<Words>,
    /// Only of this unit.
    unit: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Monthly reports
///
/// Those of the caller's units, in order of their months. Reading them by a program does not mark them opened.
#[utoipa::path(
    get, path = "/api/v1/monthly-reports", tag = "insight", operation_id = "monthly_reports",
    params(MonthlyReportsQuery), security(("token" = ["insight.reports"])),
    responses((status = 200, description = "A page of them.", body = Collection<MonthlyReportJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<MonthlyReportsQuery>,
) -> Result<Json<Collection<MonthlyReportJson>>, Fault> {
    caller.must(READ)?;
    let month = asked.month.map(|Words(month)| month);
    let pairs = [("month", month.clone()), ("unit", asked.unit.map(|id| id.to_string()))];
    let sorts = (&SORTS[..1], By::Text);
    let list = collection("/api/v1/monthly-reports", sorts, &pairs, asked.limit, asked.at.as_ref())?;
    let scope = caller.actor.scope(READ);
    let narrow = Narrow { month: month.unwrap_or_default(), unit: asked.unit, ..Narrow::default() };
    let read = app.db().read(move |tx| list.page::<Report>(tx, store::select(&scope, &narrow)));
    Ok(Json(Collection::of(read.await?, MonthlyReportJson::from)))
}
