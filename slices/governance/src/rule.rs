//! Rules that others consult when they act, or that a schedule carries out: which of them are in force, and for whom.

use crate::{
    decision::cited::{Cited, cited},
    kind::{self, params::Params},
};
use xingtan_auth::{Actor, Role};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// A control of the version that governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The control.
    pub control: Uuid,
    /// The version that it stands in.
    pub version: Uuid,
    /// Its parameters.
    pub params: Params,
    /// Whom it concerns: people below this node; empty: everybody.
    pub scope_path: String,
    /// And only those who hold this role; none: everybody.
    pub scope_role: Option<Role>,
    /// Since when its version governs.
    pub since: Timestamp,
}

impl Rule {
    /// Regulation, version and article, to be told to whom it concerns.
    ///
    /// # Errors
    /// Those of the database.
    pub fn cited(&self, tx: &mut Tx<'_>) -> Result<Cited> {
        cited(tx, self.control)
    }

    /// Whether it concerns somebody of this unit with these roles.
    pub fn concerns(&self, unit_path: &str, roles: &[Role]) -> bool {
        unit_path.starts_with(&self.scope_path) && self.scope_role.is_none_or(|role| roles.contains(&role))
    }
}

row! {
    struct Row {
        id: Uuid,
        kind: String,
        version_id: Uuid,
        params: String,
        scope_path: String,
        scope_role: Option<String>,
        since: Timestamp,
    }
}

/// Kinds that the page of a lesson asks for one after the other: where the first is read, so is the second.
const TOGETHER: [&str; 2] = [kind::real_name_gate::CODE, kind::learning_window::CODE];

/// The rules of [`TOGETHER`] at a moment, as a unit has read them.
#[derive(Clone)]
struct Together(Timestamp, Vec<(String, Rule)>);

/// The controls of a kind in the versions that govern at a moment, oldest first. At most one statement, which costs some
/// microseconds where none is in force. None for a kind this program does not know.
///
/// # Errors
/// Those of the database.
pub fn rules_in_force(tx: &mut Tx<'_>, code: &str, at: Timestamp) -> Result<Vec<Rule>> {
    let own = |all: Vec<(String, Rule)>| -> Vec<Rule> {
        all.into_iter().filter(|(kind, _)| kind == code).map(|(_, rule)| rule).collect()
    };
    if TOGETHER.contains(&code) {
        let Together(then, all) = tx.kept(|tx| Ok(Together(at, read(tx, TOGETHER, at)?)))?;
        if then == at {
            return Ok(own(all));
        }
    }
    if kind::of(code).is_none() {
        return Ok(Vec::new());
    }
    Ok(own(read(tx, [code, code], at)?))
}

/// The controls of these kinds that govern at a moment, each with its kind, oldest first. One statement.
fn read(tx: &mut Tx<'_>, codes: [&str; 2], at: Timestamp) -> Result<Vec<(String, Rule)>> {
    let rows: Vec<Row> = tx.all(
        "SELECT c.id, c.kind, c.version_id, c.params, c.scope_path, c.scope_role,
                COALESCE(v.in_force_from, v.drafted_at) AS since
         FROM governance_control c JOIN governance_version v ON v.id = c.version_id
         WHERE c.kind IN ($1, $3) AND v.state = 'approved' AND COALESCE(v.in_force_from, v.drafted_at) <= $2
           AND NOT EXISTS (
               SELECT 1 FROM governance_version n
               WHERE n.regulation_id = v.regulation_id AND n.state = 'approved'
                 AND COALESCE(n.in_force_from, n.drafted_at) <= $2
                 AND (COALESCE(n.in_force_from, n.drafted_at) > COALESCE(v.in_force_from, v.drafted_at)
                      OR (COALESCE(n.in_force_from, n.drafted_at) = COALESCE(v.in_force_from, v.drafted_at)
                          AND n.number > v.number)))
         ORDER BY c.id",
        params![codes[0], at, codes[1]],
    )?;
    let rule = |row: Row| {
        // A role that this program does not know concerns nobody.
        let scope_role = row.scope_role.map(|role| role.parse()).transpose().ok()?;
        let params = Params::kept(kind::of(&row.kind)?.params(), &row.params);
        let Row { id: control, kind, version_id: version, scope_path, since, .. } = row;
        Some((kind, Rule { control, version, params, scope_path, scope_role, since }))
    };
    Ok(rows.into_iter().filter_map(rule).collect())
}

/// The rule of a kind that concerns somebody at a moment; of several the one with the narrowest scope.
///
/// # Errors
/// Those of the database.
pub fn rule_for(
    tx: &mut Tx<'_>,
    code: &str,
    unit_path: &str,
    roles: &[Role],
    at: Timestamp,
) -> Result<Option<Rule>> {
    let rules = rules_in_force(tx, code, at)?;
    let concerned = rules.into_iter().filter(|rule| rule.concerns(unit_path, roles));
    Ok(concerned.max_by_key(|rule| rule.scope_path.len()))
}

/// The rule of a kind that concerns who is signed in.
///
/// # Errors
/// Those of the database.
pub fn rule_of(tx: &mut Tx<'_>, code: &str, actor: &Actor, at: Timestamp) -> Result<Option<Rule>> {
    let roles: Vec<Role> = actor.grants.iter().map(|grant| grant.role).collect();
    rule_for(tx, code, &actor.unit_path, &roles, at)
}

/// Keeps that the scheduled work of a kind was done wholly, as of a moment. `/compliance` says that a rule is late where
/// it was not done in time.
///
/// # Errors
/// Those of the database.
pub fn carried_out(tx: &mut Tx<'_>, code: &'static str, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_carried (kind, carried_at) VALUES ($1, $2)
         ON CONFLICT (kind) DO UPDATE SET carried_at = excluded.carried_at
         WHERE governance_carried.carried_at < excluded.carried_at",
        params![code, at],
    )?;
    Ok(())
}

/// When the scheduled work of each kind was last done.
///
/// # Errors
/// Those of the database.
pub(crate) fn carried(tx: &mut Tx<'_>) -> Result<std::collections::HashMap<String, Timestamp>> {
    let rows: Vec<(String, Timestamp)> =
        tx.all("SELECT kind, carried_at FROM governance_carried", params![])?;
    Ok(rows.into_iter().collect())
}
