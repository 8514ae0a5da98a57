//! Rankings for programs.

use super::{
    page::{Whole, whole},
    store::{self, Ranking, SORTS},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{
    App, Fault,
    json::{Asked, By, Caller, Collection, Cursor, Limit, collection},
};

/// A frozen ranking by credits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RankingJson {
    /// Its id.
    pub id: Uuid,
    /// `month`, `quarter`, `half-year` or `year`.
    pub span: String,
    /// `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
    pub period: String,
    /// From when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// The first moment after it, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// The regulation by which it was made.
    pub regulation: String,
    /// The number of its version.
    pub regulation_version: i64,
    /// The number of the article.
    pub article: String,
    /// How many places; all who tie for the last one are in.
    pub top: i64,
    /// People with credits.
    pub people: i64,
    /// Of them those who met the required courses.
    pub eligible: i64,
    /// As of when corrections are in it, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// SHA-256 over its canonical lines.
    pub sha256: String,
}

impl From<Ranking> for RankingJson {
    fn from(it: Ranking) -> Self {
        RankingJson {
            id: it.id,
            span: it.span,
            period: it.period,
            from: it.from_at,
            until: it.to_at,
            regulation: it.regulation,
            regulation_version: it.regulation_version,
            article: it.article,
            top: it.top,
            people: it.people,
            eligible: it.eligible,
            as_of: it.as_of,
            sha256: it.sha256.unwrap_or_default(),
        }
    }
}

/// A place of a ranking.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RankedJson {
    /// The place; a prize is registered for it.
    pub id: Uuid,
    /// From 1; equal credits share it.
    pub rank: i64,
    /// Whose.
    pub person: Uuid,
    /// The name then.
    pub name: String,
    /// The unit then.
    pub unit: String,
    /// Credits, in hundredths.
    pub credits: i64,
    /// Training hours, in seconds.
    pub hours_seconds: i64,
    /// Bookings on which they rest.
    pub bookings: i64,
    /// SHA-256 over the lines of these bookings.
    pub bookings_sha256: String,
    /// The credits that stand after the latest correction; none where there was none.
    pub corrected_credits: Option<i64>,
    /// Whether the required courses still count as met.
    pub met: bool,
}

/// A ranking with its places.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WholeRankingJson {
    /// The ranking.
    pub ranking: RankingJson,
    /// The best first.
    pub places: Vec<RankedJson>,
}

impl From<Whole> for WholeRankingJson {
    fn from(it: Whole) -> Self {
        let Whole { ranking, places, errata } = it;
        let place = |own: store::Place| {
            let last = errata.get(&own.id).and_then(|all| all.last());
            RankedJson {
                corrected_credits: last.map(|last| last.credits),
                met: last.is_none_or(|last| last.met),
                id: own.id,
                rank: own.rank,
                person: own.person_id,
                name: own.name,
                unit: own.unit,
                credits: own.credits,
                hours_seconds: own.hours_seconds,
                bookings: own.bookings,
                bookings_sha256: own.bookings_sha256,
            }
        };
        WholeRankingJson { places: places.into_iter().map(place).collect(), ranking: ranking.into() }
    }
}

/// Which of them.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RankingsQuery {
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Frozen rankings by credits
///
/// In order of their periods' ends.
#[utoipa::path(
    get, path = "/api/v1/rankings", tag = "honours", operation_id = "rankings", params(RankingsQuery),
    security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<RankingJson>))
)]
pub async fn list(
    State(app): State<App>,
    _caller: Caller,
    Asked(asked): Asked<RankingsQuery>,
) -> Result<Json<Collection<RankingJson>>, Fault> {
    let list = collection("/api/v1/rankings", (SORTS, By::Moment), &[], asked.limit, asked.at.as_ref())?;
    let read = app.db().read(move |tx| list.page::<Ranking>(tx, store::select("", "")));
    Ok(Json(Collection::of(read.await?, RankingJson::from)))
}

/// A frozen ranking with its places
#[utoipa::path(
    get, path = "/api/v1/rankings/{id}", tag = "honours", operation_id = "ranking",
    params(("id" = Uuid, Path, description = "The ranking.")), security(("token" = [])),
    responses((status = 200, description = "The ranking.", body = WholeRankingJson))
)]
pub async fn one(
    State(app): State<App>,
    _caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<WholeRankingJson>, Fault> {
    let read = app.db().read(move |tx| whole(tx, id)?.ok_or(Fault::NotFound));
    Ok(Json(read.await?.into()))
}
