//! The job that makes reports: every hour it looks whether one is due, goes through the people of each unit a chunk a
//! step, and tells those to whom it goes. It may be broken off anywhere: how far a report is stands in the report itself.

use super::{gather, notices, rules, store};
use std::collections::BTreeMap;
use xingtan_accounts::api::{self as accounts, Node, Targets};
use xingtan_audit::{Entry, Who};
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{
    self as governance, Rule, carried_out,
    monthly_report::{CODE, due_at},
};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_planning::api::{self as planning, Month};
use xingtan_settings::Settings;

/// Makes reports.
pub const MAKE: JobKind = JobKind::new("insight.monthly");
/// Every hour, at twenty past: the hour of the rule is kept.
pub const HOURLY: Schedule = Schedule { name: "insight.monthly", cron: "20 * * * *", kind: MAKE };

/// People of one unit of work.
pub const CHUNK: i64 = 100;

/// The report of a unit that is to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// By which rule.
    pub rule: Rule,
    /// Of which month.
    pub month: Month,
    /// From when until when that is.
    pub span: (Timestamp, Timestamp),
    /// About which unit.
    pub node: Node,
    /// Whether it is the whole that the rule concerns.
    pub whole: bool,
}

/// The reports of the month before that are due and not made, and whether some wait until everybody is judged.
///
/// # Errors
/// Those of the database.
pub fn due(tx: &mut Tx<'_>, zone: &Zone, now: Timestamp) -> Result<(Vec<Order>, bool)> {
    let mut rules = governance::rules_in_force(tx, CODE, now)?;
    rules.retain(|rule| {
        let due = due_at(&rule.params, zone.date(now), zone);
        rule.since <= due && due <= now
    });
    if rules.is_empty() {
        return Ok((Vec::new(), false));
    }
    let month = Month::of(zone.date(now)).before();
    let orders = plan(tx, &rules, month, zone)?;
    let judged = governance::judged_as_of(tx)?;
    if !orders.is_empty() && judged.is_none_or(|judged| judged < month.span(zone).1) {
        return Ok((Vec::new(), true));
    }
    Ok((orders, false))
}

/// The reports that some rules ask for of a month, without those that are made: one of each unit that has a training
/// contact, and one of the whole that a rule concerns. The narrowest rule makes a unit's, of two alike the newest.
///
/// # Errors
/// Those of the database.
pub fn plan(tx: &mut Tx<'_>, rules: &[Rule], month: Month, zone: &Zone) -> Result<Vec<Order>> {
    let mut units: BTreeMap<String, bool> = BTreeMap::new();
    for it in accounts::held_where(tx, Role::Contact)? {
        units.entry(it.path).or_insert(false);
    }
    for rule in rules {
        let path = match rule.scope_path.as_str() {
            "" | "/" => accounts::root(tx)?.map(|it| it.path),
            path => Some(path.to_owned()),
        };
        if let Some(path) = path {
            units.insert(path, true);
        }
    }
    let made = store::made_units(tx, &month.to_string())?;
    let span = month.span(zone);
    let mut orders = Vec::new();
    for (path, whole) in units {
        let concerned = rules.iter().filter(|rule| path.starts_with(&rule.scope_path));
        let rule = concerned.max_by_key(|rule| (rule.scope_path.len(), rule.since, rule.control));
        let Some(node) = accounts::node_by_path(tx, &path)?.filter(|it| !made.contains(&it.id)) else {
            continue;
        };
        if let Some(rule) = rule {
            orders.push(Order { rule: rule.clone(), month, span, node, whole });
        }
    }
    Ok(orders)
}

/// One step towards a report: it is begun, the next of its people are added, or it is made. True when it is made.
///
/// # Errors
/// Those of the database.
pub fn carry(tx: &mut Tx<'_>, order: &Order, ids: &Ids, now: Timestamp) -> Result<bool> {
    let month = order.month.to_string();
    let Some(it) = store::of_unit(tx, &month, order.node.id)? else {
        let head = head(tx, order, ids.next(), now)?;
        store::begin(tx, &head)?;
        return Ok(false);
    };
    if it.made_at.is_some() {
        return Ok(true);
    }
    let targets = Targets { nodes: vec![order.node.id], ..Targets::default() };
    let persons = accounts::matching(tx, &targets, it.after_person, CHUNK)?;
    if let Some(last) = persons.last() {
        let people = gather::concerned(tx, &order.rule, &persons)?;
        let ids_of: Vec<Uuid> = people.iter().map(|it| it.id).collect();
        let facts = gather::facts(tx, &ids_of, &month, order.span, now)?;
        let laggards = gather::laggards(tx, &it, &people, &facts, ids)?;
        store::name(tx, &laggards)?;
        store::add(tx, it.id, &rules::sum(facts.values()), *last)?;
        return Ok(false);
    }
    seal(tx, order, &it, ids, now)?;
    Ok(true)
}

/// The head of a report.
fn head(tx: &mut Tx<'_>, order: &Order, id: Uuid, now: Timestamp) -> Result<store::Report> {
    let cited = order.rule.cited(tx)?;
    let names = accounts::trails(tx, [order.node.path.as_str()])?;
    Ok(store::Report {
        id,
        month: order.month.to_string(),
        unit_id: order.node.id,
        unit_path: order.node.path.clone(),
        unit: names.get(&order.node.path).cloned().unwrap_or_else(|| order.node.name.clone()),
        whole: order.whole,
        control_id: order.rule.control,
        regulation: cited.regulation,
        regulation_version: cited.version,
        article: cited.number,
        state: "gathering".to_owned(),
        after_person: None,
        people: 0,
        required_open: 0,
        required_done: 0,
        required_overdue: 0,
        below_minimum: 0,
        warnings: 0,
        suspensions: 0,
        credits: 0,
        online_seconds: 0,
        offline_seconds: 0,
        laggards: 0,
        begun_at: now,
        made_at: None,
        recipients: 0,
        opened: 0,
    })
}

/// Makes what is gathered, with those to whom it goes and its entry of the trail.
fn seal(tx: &mut Tx<'_>, order: &Order, it: &store::Report, ids: &Ids, now: Timestamp) -> Result<()> {
    let (first, last) = (order.month.first().to_string(), order.month.last().to_string());
    let held = planning::offline_hours(tx, &Scope::of(vec![it.unit_path.clone()]), &first, &last)?;
    if !store::seal(tx, it.id, held.iter().map(|(_, seconds)| seconds).sum(), now)? {
        return Ok(());
    }
    let contacts = accounts::held_where(tx, Role::Contact)?;
    let contacts = contacts.into_iter().filter(|own| own.node_id == it.unit_id).map(|own| own.person_id);
    address(tx, it.id, contacts.collect(), Role::Contact)?;
    if order.whole {
        let centre = accounts::holders(tx, Role::Centre, &it.unit_path)?;
        address(tx, it.id, centre, Role::Centre)?;
    }
    let entry = Entry::new(ids.next(), now, "insight.report-made", &Who::program())
        .on("monthly-report", it.id, &it.month)
        .within(&it.unit_path)
        .citing(&xingtan_audit::Article {
            regulation: it.regulation.clone(),
            version: it.regulation_version,
            number: it.article.clone(),
        })
        .detail(&serde_json::json!({ "unit": it.unit, "people": it.people, "laggards": it.laggards }));
    xingtan_audit::record(tx, &entry)
}

fn address(tx: &mut Tx<'_>, report: Uuid, persons: Vec<Uuid>, role: Role) -> Result<()> {
    let names = accounts::names(tx, &persons)?;
    let people: Vec<(Uuid, String)> =
        persons.into_iter().map(|id| (id, names.get(&id).cloned().unwrap_or_default())).collect();
    store::address(tx, report, &people, role.code())
}

/// Tells some of those to whom reports go; how many.
///
/// # Errors
/// Those of the database.
pub fn tell(tx: &mut Tx<'_>, ids: &Ids, now: Timestamp) -> Result<usize> {
    let told = store::untold(tx, CHUNK, now)?;
    notices::made(tx, &told, ids, now)?;
    Ok(told.len())
}

/// Carries out [`MAKE`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let (zone, now) = (settings.institution().zone.clone(), run.clock.now());
    let (orders, waits) = run.db.read(move |tx| due(tx, &zone, now)).await?;
    let made = orders.len();
    for order in orders {
        loop {
            let (order, ids) = (order.clone(), run.ids.clone());
            if run.step(move |tx, hold| Ok(carry(tx, &order, &ids, hold.now())?)).await? {
                break;
            }
        }
    }
    loop {
        let ids = run.ids.clone();
        if run.step(move |tx, hold| Ok(tell(tx, &ids, hold.now())?)).await? == 0 {
            break;
        }
    }
    if !waits {
        run.step(move |tx, _| Ok(carried_out(tx, CODE, now)?)).await?;
    }
    Done::with(&serde_json::json!({ "made": made }))
}
