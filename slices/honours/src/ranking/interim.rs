//! How things stand in the running periods: worked out every hour, never final.

use super::{
    freeze::{newest_of_each_scope, scope},
    gather::{self, Order},
};
use crate::period::{Length, Period};
use serde::{Deserialize, Serialize};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_governance::api::{
    self as governance,
    ranking::{TOP, rank, steps},
};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::Settings;

/// Works it out.
pub const INTERIM: JobKind = JobKind::new("honours.interim");
/// Every hour, at five past.
pub const HOURLY: Schedule = Schedule { name: "honours.interim", cron: "5 * * * *", kind: INTERIM };
/// Most places that are kept; when nearly everybody has the same credits the list says that there are more.
const MOST: usize = 200;

/// A place so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoFar {
    /// Whose.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// From 1; equal credits share it.
    pub rank: i64,
    /// 学分, in hundredths.
    pub credits: i64,
}

row! {
    struct Row {
        scope_path: String,
        scope_role: String,
        span: String,
        period: String,
        control_id: Uuid,
        as_of: Timestamp,
        people: i64,
        eligible: i64,
        places: String,
        steps: String,
    }
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interim {
    /// Of the people below this node; empty: of everybody.
    pub scope_path: String,
    /// And only of those who hold this role; empty: of everybody.
    pub scope_role: String,
    /// Of which period.
    pub period: Period,
    /// By which control.
    pub control: Uuid,
    /// As of when.
    pub as_of: Timestamp,
    /// People with credits.
    pub people: i64,
    /// Of them those who pass the gate so far.
    pub eligible: i64,
    /// The places so far, at most 200.
    pub places: Vec<SoFar>,
    /// How many eligible people have each sum of credits, the highest first.
    pub steps: Vec<(i64, i64)>,
}

/// How things stand in the running periods of one length, as of the last hour.
///
/// # Errors
/// Those of the database.
pub fn standing(tx: &mut Tx<'_>, length: Length) -> Result<Vec<Interim>> {
    let rows: Vec<Row> = tx.all(
        "SELECT i.scope_path, i.scope_role, i.span, i.period, i.control_id, i.as_of, i.people, i.eligible, i.places,
                i.steps
         FROM honours_interim i WHERE i.span = $1 ORDER BY i.scope_path, i.scope_role",
        params![length.code()],
    )?;
    let read = |row: Row| {
        Some(Interim {
            scope_path: row.scope_path,
            scope_role: row.scope_role,
            period: row.period.parse().ok().filter(|own: &Period| own.length.code() == row.span)?,
            control: row.control_id,
            as_of: row.as_of,
            people: row.people,
            eligible: row.eligible,
            places: serde_json::from_str(&row.places).ok()?,
            steps: serde_json::from_str(&row.steps).ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps how things stand in the running periods of one length, in place of what was kept before.
///
/// # Errors
/// Those of the database; [`JobError::Never`] where it cannot be written down.
fn keep(tx: &mut Tx<'_>, length: Length, all: &[Interim]) -> std::result::Result<(), JobError> {
    tx.exec("DELETE FROM honours_interim WHERE span = $1", params![length.code()])?;
    for it in all {
        tx.exec(
            "INSERT INTO honours_interim
                 (scope_path, scope_role, span, period, control_id, as_of, people, eligible, places, steps)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![
                it.scope_path,
                it.scope_role,
                length.code(),
                it.period.to_string(),
                it.control,
                it.as_of,
                it.people,
                it.eligible,
                serde_json::to_string(&it.places)?,
                serde_json::to_string(&it.steps)?
            ],
        )?;
    }
    Ok(())
}

/// Carries out [`INTERIM`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let (zone, now) = (settings.institution().zone.clone(), run.clock.now());
    for length in Length::ALL {
        let period = Period::of(length, zone.date(now));
        let Some(span) = period.bounds(&zone) else { continue };
        let rules = run.db.read(move |tx| governance::rules_in_force(tx, length.rule(), now)).await?;
        let mut all = Vec::new();
        for rule in newest_of_each_scope(rules) {
            let (scope_path, scope_role) = scope(&rule);
            let (control, top) = (rule.control, rule.params.int(TOP.name));
            let order = Order { rule, months: period.months(), span, as_of: now };
            let candidates = gather::everybody(&run.db, &order).await?;
            let mut placed = rank(&candidates, top);
            placed.truncate(MOST);
            let ids = run.ids.clone();
            let places = run.db.read(move |tx| gather::places(tx, &placed, &order, &ids)).await?;
            let mut places: Vec<_> = places.into_iter().collect();
            places
                .sort_by(|a, b| (a.rank, &a.name_key, a.person_id).cmp(&(b.rank, &b.name_key, b.person_id)));
            all.push(Interim {
                scope_path,
                scope_role,
                period,
                control,
                as_of: now,
                people: candidates.iter().filter(|it| it.credits > 0).count() as i64,
                eligible: candidates.iter().filter(|it| it.eligible()).count() as i64,
                steps: steps(&candidates),
                places: places
                    .into_iter()
                    .map(|it| SoFar {
                        person: it.person_id,
                        name: it.name,
                        unit: it.unit,
                        rank: it.rank,
                        credits: it.credits,
                    })
                    .collect(),
            });
        }
        run.step(move |tx, _| keep(tx, length, &all)).await?;
    }
    Ok(Done::new())
}
