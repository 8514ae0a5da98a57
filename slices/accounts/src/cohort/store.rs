//! Cohorts (群组) as kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

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

/// The living cohort of this id.
pub fn cohort(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Cohort>> {
    tx.opt(cohort_sql!("WHERE c.id = $1 AND c.deleted_at IS NULL"), params![id])
}
