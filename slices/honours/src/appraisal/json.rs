//! The figures of a year for programs.

use super::{
    EXPORT,
    store::{Figures, figures},
};
use crate::period::{Length, Period};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use xingtan_accounts::api::{self as accounts, PEOPLE_SORTS, PeopleFilter};
use xingtan_audit::Entry;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A place in a frozen ranking.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RankJson {
    /// `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
    pub period: String,
    /// The rank.
    pub rank: i64,
}

/// The figures of one person in a year. What follows of them people decide.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresJson {
    /// Whose.
    pub person: Uuid,
    /// The user name.
    pub user: String,
    /// The name.
    pub name: String,
    /// The unit, from the top.
    pub unit: String,
    /// Months for which the person was judged by a rule of the monthly minimum.
    pub months_judged: i64,
    /// Those of them that were missed: `2026-03`.
    pub months_missed: Vec<String>,
    /// Credits, in hundredths.
    pub credits: i64,
    /// Training hours, in seconds.
    pub hours_seconds: i64,
    /// Places in frozen rankings.
    pub ranks: Vec<RankJson>,
    /// Commendations published in the year.
    pub commendations: i64,
    /// Measures of the year that stand, by `warning`, `suspension` and `revocation`.
    pub measures: BTreeMap<String, i64>,
}

impl From<Figures> for FiguresJson {
    fn from(it: Figures) -> Self {
        let rank = |(period, rank): (Period, i64)| RankJson { period: period.to_string(), rank };
        FiguresJson {
            person: it.person.id,
            user: it.person.user_name,
            name: it.person.name,
            unit: it.unit,
            months_judged: it.months_judged,
            months_missed: it.months_missed,
            credits: it.credits,
            hours_seconds: it.hours_seconds,
            ranks: it.ranks.into_iter().map(rank).collect(),
            commendations: it.commendations,
            measures: it.measures,
        }
    }
}

/// Of which year, and which people.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppraisalQuery {
    /// The year: `2026`; the running one unless given.
    year: Option<String>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// The figures of a year for appraisal
///
/// Of the people of the subtrees where the permission holds, by name (pinyin). Every page taken along is an entry of the
/// trail.
#[utoipa::path(
    get, path = "/api/v1/appraisal", tag = "honours", operation_id = "appraisal", params(AppraisalQuery),
    security(("token" = ["honours.appraise"])),
    responses((status = 200, description = "A page of them.", body = Collection<FiguresJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<AppraisalQuery>,
) -> Result<Json<Collection<FiguresJson>>, Fault> {
    caller.must(EXPORT)?;
    let year = match asked.year.as_deref().map(str::parse::<Period>) {
        None => Period::of(Length::Year, caller.l.zone().date(caller.now)),
        Some(Ok(year)) if year.length == Length::Year => year,
        Some(_) => return Err(Fault::Invalid(vec![("year".to_owned(), Msg::new("web-form-choice"))])),
    };
    let sorts = (&PEOPLE_SORTS[..1], By::Text);
    let filters = [("year", asked.year)];
    let list = collection("/api/v1/appraisal", sorts, &filters, asked.limit, asked.at.as_ref())?;
    let filter = PeopleFilter { scope: caller.actor.scope(EXPORT), ..PeopleFilter::default() };
    let (zone, now) = (caller.l.zone().clone(), caller.now);
    let read = app.db().read(move |tx| {
        let mut found = accounts::people_list(tx, &list, &filter)?;
        let people = std::mem::take(&mut found.rows);
        Ok::<_, Fault>((figures(tx, people, year, &zone, now)?, found))
    });
    let (rows, found) = read.await?;
    let entry = Entry::new(app.id(), now, "honours.appraisal-exported", &caller.who())
        .on("appraisal", caller.actor.person, year.to_string())
        .within(&caller.actor.unit_path)
        .detail(&serde_json::json!({ "year": year.to_string(), "people": rows.len(), "format": "json" }));
    app.db().write(move |tx| xingtan_audit::record(tx, &entry)).await?;
    let items = rows.into_iter().map(FiguresJson::from).collect();
    Ok(Json(Collection { items, total: found.total, beyond: found.beyond, next: found.next }))
}
