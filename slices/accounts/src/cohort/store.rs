//! Cohorts (群组) as kept.

use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, List, ListPage, Order, Select, Sort};

row! {
    /// A living cohort.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Cohort {
        /// Its id.
        pub id: Uuid,
        /// Its name; unique.
        pub name: String,
        /// Sorts names by pinyin.
        pub name_key: String,
        /// The node whose administrators look after it.
        pub node_id: Uuid,
        /// Path of that node.
        pub node_path: String,
        /// The rule of a dynamic cohort as JSON; none: members are chosen by hand.
        pub rule: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

macro_rules! cohort_sql {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.name, c.name_key, c.node_id, n.path AS node_path, c.rule, c.created_at
             FROM accounts_cohort c JOIN accounts_node n ON n.id = c.node_id ",
            $tail
        )
    };
}

/// All living cohorts, sorted by name.
pub fn cohorts(tx: &mut Tx<'_>) -> Result<Vec<Cohort>> {
    tx.all(cohort_sql!("WHERE c.deleted_at IS NULL ORDER BY c.name_key, c.id"), params![])
}

/// How cohorts are sorted for programs.
pub const NAMES: &[Sort] = &[Sort { name: "name", column: "c.name_key" }];

impl Keyed for Cohort {
    fn order(&self, _: &str) -> Order {
        self.name_key.as_str().into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A page of the living cohorts of a scope.
pub fn cohort_list(tx: &mut Tx<'_>, list: &List, scope: &Scope) -> Result<ListPage<Cohort>> {
    let columns = "c.id, c.name, c.name_key, c.node_id, n.path AS node_path, c.rule, c.created_at";
    let from = "accounts_cohort c JOIN accounts_node n ON n.id = c.node_id";
    let select = Select::new(columns, from, "c.id").always("c.deleted_at IS NULL");
    list.page(tx, select.within("n.path", scope))
}

/// The living cohort of this id.
pub fn cohort(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Cohort>> {
    tx.opt(cohort_sql!("WHERE c.id = $1 AND c.deleted_at IS NULL"), params![id])
}

/// What a cohort is called, where it belongs, and by which rule.
#[derive(Clone, Debug)]
pub struct NewCohort {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The node whose administrators look after it.
    pub node: Uuid,
    /// The rule of a dynamic one, as JSON.
    pub rule: Option<String>,
}

/// Adds a cohort.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name is taken.
pub fn add(tx: &mut Tx<'_>, new: &NewCohort, now: Timestamp, by: Option<Uuid>) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_cohort (id, name, name_key, node_id, rule, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![new.id, new.name, xingtan_search::sort_key(&new.name), new.node, new.rule, now, by],
    )?;
    Ok(())
}

/// Gives a cohort another name and, where it is dynamic, another rule.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name is taken.
pub fn edit(tx: &mut Tx<'_>, id: Uuid, name: &str, rule: Option<&str>) -> Result<()> {
    tx.exec(
        "UPDATE accounts_cohort SET name = $2, name_key = $3, rule = $4 WHERE id = $1 AND deleted_at IS NULL",
        params![id, name, xingtan_search::sort_key(name), rule],
    )?;
    Ok(())
}

/// Puts a cohort into the bin; its members stay with it.
pub fn delete(tx: &mut Tx<'_>, id: Uuid, now: Timestamp, by: Option<Uuid>) -> Result<()> {
    tx.exec(
        "UPDATE accounts_cohort SET deleted_at = $2, deleted_by = $3 WHERE id = $1 AND deleted_at IS NULL",
        params![id, now, by],
    )?;
    Ok(())
}

/// A cohort of the bin: name and path of its node.
pub fn deleted(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<(String, String)>> {
    tx.opt(
        "SELECT c.name, n.path FROM accounts_cohort c JOIN accounts_node n ON n.id = c.node_id
         WHERE c.id = $1 AND c.deleted_at IS NOT NULL",
        params![id],
    )
}

/// Takes a cohort out of the bin.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name was given away meanwhile.
pub fn restore(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("UPDATE accounts_cohort SET deleted_at = NULL, deleted_by = NULL WHERE id = $1", params![id])?;
    Ok(())
}
