//! Who belongs to a cohort, and how that changes.

use super::{rules::Rule, store::Cohort};
use crate::{
    organisation::store as organisation,
    person::{
        Deed, Prepared,
        events::{COHORT_CHANGED, CohortChanged},
        lists,
        store::{PRESENT, any_of},
    },
};
use serde::{Deserialize, Serialize};
use xingtan_audit::Who;
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list, params};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};
use xingtan_web::Select;

/// Most members that come or go with one event.
pub const AT_ONCE: usize = 500;

/// How many present members each cohort has.
pub fn counts(tx: &mut Tx<'_>) -> Result<std::collections::HashMap<Uuid, i64>> {
    let found: Vec<(Uuid, i64)> = tx.all(
        "SELECT m.cohort_id, count(*) FROM accounts_cohort_member m
         JOIN accounts_person p ON p.id = m.person_id
         WHERE p.left_at IS NULL AND p.state IN ('active', 'suspended')
         GROUP BY m.cohort_id",
        params![],
    )?;
    Ok(found.into_iter().collect())
}

/// Takes people in (at most [`AT_ONCE`]); those who belong already are left out. Answers how many came.
///
/// # Errors
/// Those of the database.
pub fn add(tx: &mut Tx<'_>, deed: &Deed<'_>, cohort: Uuid, people: &[Uuid]) -> Result<usize> {
    let there: Vec<Uuid> = members_among(tx, cohort, people)?;
    let added: Vec<Uuid> =
        lists::distinct(people).into_iter().filter(|person| !there.contains(person)).collect();
    for person in &added {
        tx.exec(
            "INSERT INTO accounts_cohort_member (cohort_id, person_id, since) VALUES ($1, $2, $3)",
            params![cohort, person, deed.now()],
        )?;
    }
    tell(tx, deed, cohort, CohortChanged { added: added.clone(), removed: Vec::new() })?;
    Ok(added.len())
}

/// Takes people out (at most [`AT_ONCE`]); answers how many went.
///
/// # Errors
/// Those of the database.
pub fn remove(tx: &mut Tx<'_>, deed: &Deed<'_>, cohort: Uuid, people: &[Uuid]) -> Result<usize> {
    let removed: Vec<Uuid> = members_among(tx, cohort, people)?;
    for person in &removed {
        tx.exec(
            "DELETE FROM accounts_cohort_member WHERE cohort_id = $1 AND person_id = $2",
            params![cohort, person],
        )?;
    }
    tell(tx, deed, cohort, CohortChanged { added: Vec::new(), removed: removed.clone() })?;
    Ok(removed.len())
}

fn members_among(tx: &mut Tx<'_>, cohort: Uuid, people: &[Uuid]) -> Result<Vec<Uuid>> {
    let held: Vec<(Uuid, Uuid)> = lists::by_ids(tx, &lists::distinct(people), |n| {
        format!("SELECT cohort_id, person_id FROM accounts_cohort_member WHERE person_id IN ({})", list(1, n))
    })?;
    Ok(held.into_iter().filter(|(of, _)| *of == cohort).map(|(_, person)| person).collect())
}

fn tell(tx: &mut Tx<'_>, deed: &Deed<'_>, cohort: Uuid, changed: CohortChanged) -> Result<()> {
    if changed.added.is_empty() && changed.removed.is_empty() {
        return Ok(());
    }
    let name: Option<String> = tx.opt("SELECT name FROM accounts_cohort WHERE id = $1", params![cohort])?;
    let name = name.unwrap_or_default();
    let entry = deed.entry("accounts.cohort-changed")?.on("cohort", cohort, name).detail(&changed);
    xingtan_audit::record(tx, &entry)?;
    xingtan_events::publish(tx, &deed.event(COHORT_CHANGED, cohort)?.with(&changed)?)
}

/// Present people whom the rule takes in and who are no members yet, at most [`AT_ONCE`].
fn missing(tx: &mut Tx<'_>, cohort: &Cohort, rule: &Rule) -> Result<Vec<Uuid>> {
    let no_member = "NOT EXISTS (SELECT 1 FROM accounts_cohort_member m
                                 WHERE m.person_id = p.id AND m.cohort_id = {})";
    meant(tx, cohort, rule)?.when(no_member, cohort.id).rows(tx, &limit())
}

/// Members whom the rule does not take in, at most [`AT_ONCE`].
fn surplus(tx: &mut Tx<'_>, cohort: &Cohort, rule: &Rule) -> Result<Vec<Uuid>> {
    let paths = paths(tx, cohort, rule)?;
    let ranges = Scope::of(paths).ranges();
    let (condition, values) = outside(&ranges, &rule.positions);
    Select::new("p.id", "accounts_cohort_member m JOIN accounts_person p ON p.id = m.person_id", "p.id")
        .when("m.cohort_id = {}", cohort.id)
        .when_all(&condition, values)
        .rows(tx, &limit())
}

fn limit() -> String {
    format!("ORDER BY p.id LIMIT {AT_ONCE}")
}

fn meant(tx: &mut Tx<'_>, cohort: &Cohort, rule: &Rule) -> Result<Select> {
    let paths = paths(tx, cohort, rule)?;
    let select = Select::new("p.id", "accounts_person p", "p.id")
        .always(PRESENT)
        .within("p.unit_path", &Scope::of(paths));
    Ok(if rule.positions.is_empty() { select } else { any_of(select, "p.position_id", &rule.positions) })
}

/// The rule's units that still live, never beyond the cohort's own node.
fn paths(tx: &mut Tx<'_>, cohort: &Cohort, rule: &Rule) -> Result<Vec<String>> {
    if rule.nodes.is_empty() {
        return Ok(vec![cohort.node_path.clone()]);
    }
    let mut paths = Vec::new();
    for node in &rule.nodes {
        paths.extend(organisation::node(tx, *node)?.map(|node| node.path));
    }
    paths.retain(|path| path.starts_with(&cohort.node_path));
    Ok(paths)
}

/// The condition "not taken in": absent, or outside every unit, or without any of the positions.
fn outside(ranges: &[(String, String)], positions: &[Uuid]) -> (String, Vec<xingtan_web::Value>) {
    let mut any = vec![format!("NOT ({PRESENT})")];
    let mut values = Vec::new();
    if ranges.is_empty() {
        any.push("1 = 1".to_owned());
    } else {
        let inside = vec!["(p.unit_path >= {} AND p.unit_path < {})"; ranges.len()].join(" OR ");
        any.push(format!("NOT ({inside})"));
        for (low, high) in ranges {
            values.extend([low.as_str().into(), high.as_str().into()]);
        }
    }
    if !positions.is_empty() {
        let marks = vec!["{}"; positions.len()].join(", ");
        any.push(format!("p.position_id IS NULL OR p.position_id NOT IN ({marks})"));
        values.extend(positions.iter().map(|id| (*id).into()));
    }
    (format!("({})", any.join(" OR ")), values)
}

/// Brings the members of dynamic cohorts in line with their rules.
pub const REFRESH: JobKind = JobKind::new("accounts.refresh-cohorts");

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Payload {
    /// This one alone; none: all.
    #[serde(default)]
    cohort: Option<Uuid>,
}

/// Orders the refresh of one cohort in the caller's transaction.
///
/// # Errors
/// Those of the database.
pub fn order_refresh(tx: &mut Tx<'_>, deed: &Deed<'_>, cohort: Uuid) -> Result<()> {
    let job = Job::new(deed.id()?, REFRESH, deed.now()).with(&Payload { cohort: Some(cohort) })?;
    xingtan_jobs::enqueue(tx, &job.single(cohort.to_string()).priority(5).by(deed.person()))?;
    Ok(())
}

/// Carries out [`REFRESH`]: asks what is left to do, so it may be broken off anywhere.
///
/// # Errors
/// As for any job.
pub async fn refresh_job(run: JobRun) -> std::result::Result<Done, JobError> {
    let Payload { cohort } = run.read()?;
    let all = run.db.read(super::store::cohorts).await?;
    for cohort in all.into_iter().filter(|one| cohort.is_none_or(|wanted| wanted == one.id)) {
        let Some(rule) = Rule::of(cohort.rule.as_deref()) else { continue };
        loop {
            let (asked, by) = (cohort.clone(), rule.clone());
            let (come, go) = run
                .db
                .read(move |tx| {
                    Ok::<_, xingtan_db::Error>((missing(tx, &asked, &by)?, surplus(tx, &asked, &by)?))
                })
                .await?;
            if come.is_empty() && go.is_empty() {
                break;
            }
            let (act, id) = (Prepared::new(Who::program(), run.clock.now(), &run.ids, 4), cohort.id);
            run.step(move |tx, _| {
                let deed = act.begin();
                add(tx, &deed, id, &come)?;
                remove(tx, &deed, id, &go)?;
                Ok(())
            })
            .await?;
        }
    }
    Ok(Done::new())
}
