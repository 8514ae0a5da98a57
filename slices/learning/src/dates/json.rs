//! One's own dates for programs.

use super::{DateKind, DateTellers, Dated, DatesAsked, When, rules};
use axum::{Extension, Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Timestamp;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Asked, Caller},
};

/// What a date is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateKindJson {
    /// A course opens.
    Opens,
    /// A course is due.
    Due,
    /// Electives may be chosen until then.
    Choice,
    /// Training held without the platform.
    Training,
    /// A certificate ends.
    Expires,
    /// A course has to be looked at again by its author.
    Check,
}

impl From<DateKind> for DateKindJson {
    fn from(kind: DateKind) -> Self {
        match kind {
            DateKind::Opens => DateKindJson::Opens,
            DateKind::Due => DateKindJson::Due,
            DateKind::Choice => DateKindJson::Choice,
            DateKind::Training => DateKindJson::Training,
            DateKind::Expires => DateKindJson::Expires,
            DateKind::Check => DateKindJson::Check,
        }
    }
}

/// A date.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DateJson {
    /// Names it for ever; moved to another day it stays the same.
    pub uid: String,
    /// What it is about.
    pub kind: DateKindJson,
    /// What it is called.
    pub title: String,
    /// The day in the institution's time zone.
    pub day: String,
    /// The moment, UTC; none where it is the day as a whole.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// Where it leads.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
}

/// The dates of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DatesJson {
    /// The month.
    pub month: String,
    /// In their order.
    pub items: Vec<DateJson>,
}

/// Which month.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DatesQuery {
    /// The month, as `2026-11`; the present one unless given.
    #[param(min_length = 7, max_length = 7, pattern = r"^20\d\d-(0[1-9]|1[0-2])$")]
    month: Option<String>,
}

/// Dates
///
/// Of the owner of the token, whose scope has to be `all`: when courses open and are due, and what else has a day.
#[utoipa::path(
    get, path = "/api/v1/me/dates", tag = "learning", operation_id = "dates",
    params(DatesQuery), security(("token" = ["all"])),
    responses((status = 200, description = "The dates of a month.", body = DatesJson))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    above: Option<Extension<DateTellers>>,
    Asked(asked): Asked<DatesQuery>,
) -> Result<Json<DatesJson>, Fault> {
    caller.must_be_for_all()?;
    let above = above.map(|it| it.0).unwrap_or_default();
    let zone = app.institution().zone.clone();
    let today = zone.date(caller.now);
    let first = rules::month(asked.month.as_deref().unwrap_or_default(), today);
    if asked.month.as_ref().is_some_and(|text| *text != rules::written(first)) {
        return Err(Fault::Invalid(vec![("month".to_owned(), Msg::new("learning-dates-month-wrong"))]));
    }
    let of = DatesAsked {
        person: caller.actor.person,
        unit_path: caller.actor.unit_path.clone(),
        from: first,
        to: first.last_of_month(),
        zone: zone.clone(),
        now: caller.now,
    };
    let read = app.db().read(move |tx| above.all(tx, &of).map_err(Fault::from));
    let item = |it: Dated| DateJson {
        day: rules::day(&it.when, &zone).to_string(),
        at: match it.when {
            When::At(at) => Some(at),
            When::On(_) => None,
        },
        uid: it.uid,
        kind: it.kind.into(),
        title: it.title,
        href: it.href,
        done: it.done,
    };
    Ok(Json(DatesJson { month: rules::written(first), items: read.await?.into_iter().map(item).collect() }))
}
