//! Whom something is meant for: positions, units, cohorts and persons, of which the union counts (CRS-3).

use super::{lists, store::PRESENT};
use crate::organisation::store as organisation;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use xingtan_auth::{Role, Scope};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list, params, row};
use xingtan_web::{Select, Value};

/// Whom something is meant for; whoever is in any of them is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Holders of these positions.
    #[serde(default)]
    pub positions: Vec<Uuid>,
    /// People of these units and of all below them.
    #[serde(default)]
    pub nodes: Vec<Uuid>,
    /// Members of these cohorts.
    #[serde(default)]
    pub cohorts: Vec<Uuid>,
    /// These people.
    #[serde(default)]
    pub persons: Vec<Uuid>,
}

impl Targets {
    /// Whether nobody is meant.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
            && self.nodes.is_empty()
            && self.cohorts.is_empty()
            && self.persons.is_empty()
    }

    /// Whether a person is meant.
    pub fn hold(&self, person: &Memberships) -> bool {
        let both = |a: &[Uuid], b: &[Uuid]| a.iter().any(|id| b.contains(id));
        self.persons.contains(&person.person)
            || person.position.is_some_and(|position| self.positions.contains(&position))
            || both(&self.nodes, &person.nodes)
            || both(&self.cohorts, &person.cohorts)
    }
}

/// By what a person can be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memberships {
    /// The person.
    pub person: Uuid,
    /// The position held.
    pub position: Option<Uuid>,
    /// The unit and all nodes above it, the root first.
    pub nodes: Vec<Uuid>,
    /// The cohorts.
    pub cohorts: Vec<Uuid>,
}

/// The next at most `limit` people who are meant and present (neither left nor frozen, closed or revoked), in the
/// order of their ids, those after `after`. Walk with the last id until a chunk comes back short.
///
/// Few are found by their units and sorted; where a subtree has more than `FEW`, sorting all of it for each chunk
/// would cost more than passing over the others, so people are walked through in the order of their ids.
pub fn matching(tx: &mut Tx<'_>, targets: &Targets, after: Option<Uuid>, limit: i64) -> Result<Vec<Uuid>> {
    matching_by(tx, targets, after, limit, FEW)
}

/// People of a subtree up to whom sorting them is cheaper.
const FEW: i64 = 10_000;

fn matching_by(
    tx: &mut Tx<'_>,
    targets: &Targets,
    after: Option<Uuid>,
    limit: i64,
    few: i64,
) -> Result<Vec<Uuid>> {
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let paths = paths(tx, &targets.nodes)?;
    let mut any: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut one_of = |condition: &str, ids: &[Uuid]| {
        if !ids.is_empty() {
            any.push(condition.replace("[ids]", &vec!["{}"; ids.len()].join(", ")));
            values.extend(ids.iter().copied().map(Value::Id));
        }
    };
    one_of("p.position_id IN ([ids])", &targets.positions);
    one_of("p.id IN ([ids])", &targets.persons);
    one_of(
        "EXISTS (SELECT 1 FROM accounts_cohort_member m WHERE m.person_id = p.id AND m.cohort_id IN ([ids]))",
        &targets.cohorts,
    );
    for (low, high) in Scope::of(paths).ranges() {
        // Within a call the column is no way into an index.
        any.push(match is_large(tx, &low, &high, few)? {
            true => "(COALESCE(p.unit_path, '') >= {} AND COALESCE(p.unit_path, '') < {})".to_owned(),
            false => "(p.unit_path >= {} AND p.unit_path < {})".to_owned(),
        });
        values.extend([Value::Text(low), Value::Text(high)]);
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    Select::new("p.id", "accounts_person p", "p.id")
        .always(PRESENT)
        .when_all(&format!("({})", any.join(" OR ")), values)
        .when("p.id > {}", after.unwrap_or(Uuid::nil()))
        .rows(tx, &format!("ORDER BY p.id LIMIT {}", limit.clamp(1, 10_000)))
}

/// Whether more than `few` people belong to a range of units; counted no further.
fn is_large(tx: &mut Tx<'_>, low: &str, high: &str, few: i64) -> Result<bool> {
    let found: i64 = tx.one(
        "SELECT count(*) FROM (SELECT 1 AS one FROM accounts_person WHERE unit_path >= $1 AND unit_path < $2 LIMIT $3) f",
        params![low, high, few + 1],
    )?;
    Ok(found > few)
}

fn paths(tx: &mut Tx<'_>, nodes: &[Uuid]) -> Result<Vec<String>> {
    lists::by_ids(tx, nodes, |n| {
        format!("SELECT path FROM accounts_node WHERE deleted_at IS NULL AND id IN ({})", list(1, n))
    })
}

/// By what this person can be meant; none where there is no such person. Three statements.
pub fn memberships(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<Memberships>> {
    Ok(memberships_of(tx, &[person])?.pop())
}

/// The same of several people; those who do not exist are left out. Three statements per 512 people.
pub fn memberships_of(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<Vec<Memberships>> {
    let people: Vec<(Uuid, Option<Uuid>, String)> = lists::by_ids(tx, persons, |n| {
        format!("SELECT id, position_id, unit_path FROM accounts_person WHERE id IN ({})", list(1, n))
    })?;
    let mut steps: Vec<String> =
        people.iter().flat_map(|(_, _, path)| organisation::prefixes(path)).collect();
    steps.sort_unstable();
    steps.dedup();
    let nodes: HashMap<String, Uuid> = lists::by_texts::<(String, Uuid), _>(tx, &steps, |n| {
        format!("SELECT path, id FROM accounts_node WHERE path IN ({})", list(1, n))
    })?
    .into_iter()
    .collect();
    let mut cohorts: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let members: Vec<(Uuid, Uuid)> = lists::by_ids(tx, persons, |n| {
        format!(
            "SELECT m.person_id, m.cohort_id FROM accounts_cohort_member m
             JOIN accounts_cohort c ON c.id = m.cohort_id AND c.deleted_at IS NULL
             WHERE m.person_id IN ({})",
            list(1, n)
        )
    })?;
    for (person, cohort) in members {
        cohorts.entry(person).or_default().push(cohort);
    }
    Ok(people
        .into_iter()
        .map(|(person, position, path)| Memberships {
            person,
            position,
            nodes: organisation::prefixes(&path).iter().filter_map(|step| nodes.get(step).copied()).collect(),
            cohorts: cohorts.remove(&person).unwrap_or_default(),
        })
        .collect())
}

/// Which of these targets mean a person: the inverse of [`matching`].
pub fn matches(tx: &mut Tx<'_>, person: Uuid, targets: &[(Uuid, Targets)]) -> Result<Vec<Uuid>> {
    let Some(held) = memberships(tx, person)? else { return Ok(Vec::new()) };
    Ok(targets.iter().filter(|(_, targets)| targets.hold(&held)).map(|(id, _)| *id).collect())
}

/// The training contacts (培训联系人) of a unit: the holders on the nearest node upward that has any.
pub fn contacts_of(tx: &mut Tx<'_>, unit_path: &str) -> Result<Vec<Uuid>> {
    let found = grants_above(tx, Role::Contact, unit_path)?;
    let nearest = found.iter().map(|(path, _)| path.len()).max();
    Ok(found.into_iter().filter(|(path, _)| Some(path.len()) == nearest).map(|(_, person)| person).collect())
}

/// Who holds a role on the node of this path: granted there or anywhere above. Present people only.
pub fn holders(tx: &mut Tx<'_>, role: Role, path: &str) -> Result<Vec<Uuid>> {
    let mut people: Vec<Uuid> = grants_above(tx, role, path)?.into_iter().map(|(_, person)| person).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// The holders of a role anywhere. Present people only.
pub fn all_holders(tx: &mut Tx<'_>, role: Role) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT DISTINCT g.person_id FROM accounts_grant g
         JOIN accounts_person p ON p.id = g.person_id
         WHERE g.role = $1 AND g.ended_at IS NULL
           AND p.left_at IS NULL AND p.state IN ('active', 'suspended')
         ORDER BY g.person_id",
        params![role.code()],
    )
}

row! {
    /// Who holds a role where.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Held {
        /// The node on which it was granted.
        pub node_id: Uuid,
        /// Its path.
        pub path: String,
        /// Who.
        pub person_id: Uuid,
    }
}

/// Every node on which a role is granted, with its holders, in the order of the tree. Present people only.
pub fn held_where(tx: &mut Tx<'_>, role: Role) -> Result<Vec<Held>> {
    Select::new(
        "DISTINCT n.id AS node_id, n.path, g.person_id",
        "accounts_grant g
         JOIN accounts_node n ON n.id = g.node_id AND n.deleted_at IS NULL
         JOIN accounts_person p ON p.id = g.person_id",
        "g.id",
    )
    .when("g.role = {}", role.code())
    .always("g.ended_at IS NULL")
    .always(PRESENT)
    .rows(tx, "ORDER BY n.path, g.person_id")
}

fn grants_above(tx: &mut Tx<'_>, role: Role, path: &str) -> Result<Vec<(String, Uuid)>> {
    let steps = organisation::prefixes(path);
    let marks = vec!["{}"; steps.len()].join(", ");
    Select::new(
        "n.path, g.person_id",
        "accounts_grant g
         JOIN accounts_node n ON n.id = g.node_id AND n.deleted_at IS NULL
         JOIN accounts_person p ON p.id = g.person_id",
        "g.id",
    )
    .when("g.role = {}", role.code())
    .always("g.ended_at IS NULL")
    .always(PRESENT)
    .when_all(&format!("n.path IN ({marks})"), steps.into_iter().map(Value::Text).collect())
    .rows(tx, "ORDER BY n.path, p.name_key, p.id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_u128(u128::from(n))
    }

    proptest! {
        /// The union counts: adding a target never loses anybody.
        #[test]
        fn more_targets_never_mean_fewer_people(
            few in prop::collection::vec(0u8..6, 0..4), more in prop::collection::vec(0u8..6, 0..4),
            position in prop::option::of(0u8..6), nodes in prop::collection::vec(0u8..6, 0..4),
        ) {
            let person = Memberships {
                person: id(9), position: position.map(id),
                nodes: nodes.iter().copied().map(id).collect(), cohorts: vec![id(1)],
            };
            let small = Targets { positions: few.iter().copied().map(id).collect(), ..Targets::default() };
            let large = Targets { nodes: more.iter().copied().map(id).collect(), ..small.clone() };
            prop_assert!(!small.hold(&person) || large.hold(&person));
            prop_assert_eq!(small.hold(&person), position.is_some_and(|held| few.contains(&held)));
        }
    }
}
