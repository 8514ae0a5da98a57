//! What compliance counts.

use crate::regulation::store::{Article, Control};
use std::collections::{BTreeSet, HashMap};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

row! {
    /// What a control did.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Counts {
        /// The control, from version to version.
        pub control_key: Uuid,
        /// Measures made in the period.
        pub fired: i64,
        /// Measures that wait for confirmation.
        pub open: i64,
    }
}

/// What each control did since `from`, and what waits.
pub fn counts(tx: &mut Tx<'_>, from: Timestamp) -> Result<HashMap<Uuid, Counts>> {
    let rows: Vec<Counts> = tx.all(
        "SELECT control_key,
                CAST(sum(CASE WHEN made_at >= $1 THEN 1 ELSE 0 END) AS bigint) AS fired,
                CAST(sum(CASE WHEN state = 'proposed' THEN 1 ELSE 0 END) AS bigint) AS open
         FROM governance_decision
         WHERE made_at >= $1 OR state = 'proposed'
         GROUP BY control_key",
        params![from],
    )?;
    Ok(rows.into_iter().map(|it| (it.control_key, it)).collect())
}

/// Open appeals by control.
pub fn appeals(tx: &mut Tx<'_>) -> Result<HashMap<Uuid, i64>> {
    let rows: Vec<(Uuid, i64)> = tx.all(
        "SELECT d.control_key, count(*) FROM governance_appeal a
         JOIN governance_decision d ON d.id = a.decision_id
         WHERE a.state = 'open' GROUP BY d.control_key",
        params![],
    )?;
    Ok(rows.into_iter().collect())
}

/// As of when everybody was judged last, wholly.
pub fn judged(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    tx.opt(
        "SELECT as_of FROM governance_run WHERE ended_at IS NOT NULL ORDER BY as_of DESC LIMIT 1",
        params![],
    )
}

/// The articles of some versions in their order.
pub fn articles(tx: &mut Tx<'_>, versions: &[Uuid]) -> Result<Vec<Article>> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, version_id, place, number, title, body, by_hand FROM governance_article
         WHERE version_id IN ({}) ORDER BY place, id",
        list(1, versions.len())
    );
    let given: Vec<_> = versions.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &given)
}

/// The controls of some versions.
pub fn controls(tx: &mut Tx<'_>, versions: &[Uuid]) -> Result<Vec<Control>> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, control_key, version_id, article_id, kind, params, scope_path, scope_role FROM governance_control
         WHERE version_id IN ({}) ORDER BY kind, id",
        list(1, versions.len())
    );
    let given: Vec<_> = versions.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &given)
}

/// The prescribed settings that hold: key and value.
pub fn prescribed(tx: &mut Tx<'_>) -> Result<BTreeSet<(String, String)>> {
    Ok(xingtan_settings::bound(tx)?.into_iter().map(|it| (it.key, it.value)).collect())
}
