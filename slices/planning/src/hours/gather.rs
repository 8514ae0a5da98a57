//! The hours of a month, gathered from the ledger of learning and the register of offline training.

use super::{RULE, rules, share::store as shares};
use crate::{month::Month, offline::store as offline};
use std::collections::{BTreeMap, HashMap};
use xingtan_accounts::api::{self as accounts, Node, NodeKind};
use xingtan_auth::Scope;
use xingtan_clock::{Span, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{self as governance, Cited, Rule};
use xingtan_learning::api as learning;

/// The hours of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// The node.
    pub node: Uuid,
    /// Its path.
    pub path: String,
    /// Its name, with those above it.
    pub name: String,
    /// People who are there today.
    pub people: i64,
    /// Booked online in that month, in seconds; a month of corrections may be negative.
    pub online: i64,
    /// Held offline, in seconds.
    pub offline: i64,
    /// Of the online ones, those that count, in seconds.
    pub counted: i64,
    /// The greatest share of online hours, in percent; none where nothing limits it.
    pub limit: Option<i64>,
    /// Whether a wider share was approved.
    pub widened: bool,
}

impl Department {
    /// All that count, in seconds.
    pub fn total(&self) -> i64 {
        self.counted + self.offline
    }

    /// The share of the online hours in it, in percent.
    pub fn share(&self) -> i64 {
        rules::share(self.counted, self.offline)
    }
}

/// The hours of a month.
#[derive(Clone, Debug)]
pub struct Hours {
    /// By department, in the order of the organisation.
    pub departments: Vec<Department>,
    /// The article that limits the share, where there is one.
    pub cited: Option<Cited>,
}

/// Adds up the hours of a month for the departments of a scope. A handful of statements, however many departments.
///
/// # Errors
/// Those of the database.
pub fn gather(tx: &mut Tx<'_>, scope: &Scope, month: Month, zone: &Zone, now: Timestamp) -> Result<Hours> {
    let (from, to) = month.span(zone);
    let at = (to - Span::of_seconds(1)).min(now);
    let rules_in_force = governance::rules_in_force(tx, RULE, at)?;
    let approved = shares::standing(tx, &month.to_string())?;
    let mut nodes: Vec<Node> = Vec::new();
    let mut people: HashMap<Uuid, i64> = HashMap::new();
    for path in scope.paths() {
        // A role that is granted everywhere begins above the root.
        let path = if path == "/" { accounts::root(tx)?.map(|it| it.path) } else { Some(path.clone()) };
        let Some(path) = path else { continue };
        nodes.extend(accounts::subtree(tx, &path)?);
        people.extend(accounts::seats_by_unit(tx, &path)?);
    }
    let names = accounts::trails(tx, nodes.iter().map(|it| it.path.as_str()))?;
    let booked = learning::hours_by_unit(tx, scope, from, to)?;
    let held = offline::by_unit(tx, scope, &month.first().to_string(), &month.last().to_string())?;

    let by_path: BTreeMap<&str, &Node> = nodes.iter().map(|it| (it.path.as_str(), it)).collect();
    let mut sums: HashMap<Uuid, (i64, i64, i64)> = HashMap::new();
    for node in &nodes {
        if let Some(count) = people.get(&node.id) {
            add(&mut sums, &by_path, &node.path, (*count, 0, 0));
        }
    }
    for it in &booked {
        add(&mut sums, &by_path, &it.unit_path, (0, it.hours_seconds, 0));
    }
    for (path, seconds) in &held {
        add(&mut sums, &by_path, path, (0, 0, *seconds));
    }
    let mut departments = Vec::new();
    for node in &nodes {
        let Some((people, online, offline)) = sums.remove(&node.id) else { continue };
        let rule = nearest(&rules_in_force, &node.path);
        let widened = approved.iter().filter(|(path, _)| node.path.starts_with(path.as_str()));
        let widened = widened.map(|(_, percent)| *percent).max();
        let limit = rule
            .map(|it| rules::percent(it.params.int("percent"), it.params.int("percent_approved"), widened));
        departments.push(Department {
            node: node.id,
            path: node.path.clone(),
            name: names.get(&node.path).cloned().unwrap_or_else(|| node.name.clone()),
            people,
            online,
            offline,
            counted: rules::counted(online, offline, limit.unwrap_or(100)),
            limit,
            widened: widened.is_some() && limit > rule.map(|it| it.params.int("percent")),
        });
    }
    // The article is told once; where several limit different units, that of the first.
    let cited = departments.iter().find_map(|it| nearest(&rules_in_force, &it.path));
    let cited = match cited {
        Some(rule) => Some(rule.cited(tx)?),
        None => None,
    };
    Ok(Hours { departments, cited })
}

/// The rule that limits the share of a unit: the one with the narrowest scope.
pub(super) fn nearest<'a>(rules: &'a [Rule], path: &str) -> Option<&'a Rule> {
    rules.iter().filter(|rule| rule.concerns(path, &[])).max_by_key(|rule| rule.scope_path.len())
}

/// Adds what a unit has to its department: the nearest node of that kind above it, as far as one sees; the unit itself
/// where there is none. Hours of a unit that is gone go to the nearest one above that is still there.
fn add(
    sums: &mut HashMap<Uuid, (i64, i64, i64)>,
    by_path: &BTreeMap<&str, &Node>,
    path: &str,
    (people, online, offline): (i64, i64, i64),
) {
    let ends = path.match_indices('/').skip(1).map(|(at, _)| &path[..=at]);
    let mut way: Vec<&Node> = ends.filter_map(|path| by_path.get(path).copied()).collect();
    way.reverse();
    let department = way.iter().find(|it| it.kind == NodeKind::Department.code()).or(way.first());
    if let Some(node) = department {
        let sum = sums.entry(node.id).or_default();
        *sum = (sum.0 + people, sum.1 + online, sum.2 + offline);
    }
}
