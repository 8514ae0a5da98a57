//! Hours for programs.

use super::{Department, READ, of_month};
use crate::month::Month;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Asked, Caller, Words},
};

/// The training hours of a department in a month, in seconds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DepartmentHoursJson {
    /// The organisation node.
    pub unit: Uuid,
    /// Its name, with those above it.
    pub name: String,
    /// People who are there today.
    pub people: i64,
    /// Booked online; negative where more was corrected than booked.
    pub online: i64,
    /// Held offline.
    pub offline: i64,
    /// Of the online ones, those that count.
    pub counted: i64,
    /// Offline and counted online hours.
    pub total: i64,
    /// The greatest share of online hours in percent; absent where no article limits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl From<Department> for DepartmentHoursJson {
    fn from(it: Department) -> Self {
        DepartmentHoursJson {
            total: it.total(),
            unit: it.node,
            name: it.name,
            people: it.people,
            online: it.online,
            offline: it.offline,
            counted: it.counted,
            limit: it.limit,
        }
    }
}

/// The training hours of a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HoursJson {
    /// The month, such as `2026-11`.
    pub month: String,
    /// By department.
    pub departments: Vec<DepartmentHoursJson>,
}

/// Which month.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HoursQuery {
    /// The month, such as `2026-11`; this month unless given.
    #[param(value_type = Option<String>)]
    month: Option<Words>,
}

/// Training hours of a month
///
/// By the departments of the caller's units: booked online, held offline, and what counts of the online ones.
#[utoipa::path(
    get, path = "/api/v1/hours", tag = "planning", operation_id = "hours",
    params(HoursQuery), security(("token" = [])),
    responses((status = 200, description = "The hours.", body = HoursJson))
)]
pub async fn hours(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<HoursQuery>,
) -> Result<Json<HoursJson>, Fault> {
    caller.must(READ)?;
    let zone = app.institution().zone.clone();
    let month = match &asked.month {
        None => Month::of(zone.date(caller.now)),
        Some(Words(text)) => Month::read(text)
            .ok_or_else(|| Fault::Invalid(vec![("month".to_owned(), Msg::new("planning-month-wrong"))]))?,
    };
    let (scope, now) = (caller.actor.scope(READ), caller.now);
    let found =
        app.db().read(move |tx| of_month(tx, &scope, month, &zone, now)).await.map_err(Fault::from)?;
    let departments = found.departments.into_iter().map(DepartmentHoursJson::from).collect();
    Ok(Json(HoursJson { month: month.to_string(), departments }))
}
