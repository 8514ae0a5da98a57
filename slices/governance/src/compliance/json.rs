//! Compliance for programs.

use super::{
    ToldFacts,
    overview::{Line, overview},
};
use crate::regulation::OVERSEE;
use axum::{Extension, Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_clock::Uuid;
use xingtan_web::{
    App, Fault,
    json::{Caller, Collection},
};

/// A rule of an article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComplianceRuleJson {
    /// What it is from version to version.
    pub key: Uuid,
    /// Its kind.
    pub kind: &'static str,
    /// What it says, in the caller's language.
    pub says: String,
    /// Measures made this month; null where it decides nothing about people.
    pub fired: Option<i64>,
    /// Measures that wait for confirmation, and open appeals.
    pub open: Option<i64>,
}

/// An article in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComplianceArticleJson {
    /// Its regulation.
    pub regulation: Uuid,
    /// The version that governs.
    pub version: Uuid,
    /// Its number.
    pub article: String,
    /// Its heading.
    pub title: String,
    /// `enforced`, `late`, `by-hand` or `not-bound`.
    pub standing: &'static str,
    /// Its rules.
    pub rules: Vec<ComplianceRuleJson>,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
    /// The names of the tests that prove its rules.
    pub proofs: Vec<&'static str>,
}

impl From<Line> for ComplianceArticleJson {
    fn from(it: Line) -> Self {
        let rule = |it: super::overview::Clause| ComplianceRuleJson {
            key: it.key,
            kind: it.kind,
            says: it.says,
            fired: it.count.map(|count| count.0),
            open: it.count.map(|count| count.1),
        };
        ComplianceArticleJson {
            regulation: it.regulation,
            version: it.version,
            article: it.cited,
            title: it.title,
            standing: it.standing.code(),
            rules: it.clauses.into_iter().map(rule).collect(),
            by_hand: it.by_hand,
            proofs: it.proofs,
        }
    }
}

/// Every article in force
///
/// Where it stands, by which rules, how often they fired this month.
#[utoipa::path(
    get, path = "/api/v1/compliance", tag = "governance", operation_id = "compliance",
    security(("token" = [])),
    responses((status = 200, description = "The articles in order.", body = Collection<ComplianceArticleJson>))
)]
pub async fn list(
    State(app): State<App>,
    Extension(told): Extension<ToldFacts>,
    caller: Caller,
) -> Result<Json<Collection<ComplianceArticleJson>>, Fault> {
    caller.must_whole(OVERSEE)?;
    let (l, now) = (caller.l.clone(), caller.now);
    let all = app.db().read(move |tx| overview(tx, &l, told, now)).await?;
    Ok(Json(Collection::whole(all.lines.into_iter().map(ComplianceArticleJson::from).collect())))
}
