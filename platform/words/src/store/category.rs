//! Categories as kept.

use crate::Action;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A category, with how many words it holds.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Category {
        /// Its id.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// What is done about its words: a code of [`Action`].
        pub action: String,
        /// Whether its words are looked for.
        pub active: bool,
        /// When it changed.
        pub changed_at: Timestamp,
        /// How often it was written.
        pub version: i64,
        /// Its words.
        pub entries: i64,
    }
}

impl Category {
    /// What is done about its words.
    pub fn action(&self) -> Action {
        self.action.parse().unwrap_or(Action::Hold)
    }
}

/// The name as names are compared.
fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// All categories by name. They are few: an institution has some tens.
pub fn categories(tx: &mut Tx<'_>) -> Result<Vec<Category>> {
    tx.all(
        "SELECT c.id, c.name, c.action, c.active, c.changed_at, c.version,
                (SELECT count(*) FROM words_entry e WHERE e.category_id = c.id) AS entries
         FROM words_category c ORDER BY c.name_key, c.id",
        params![],
    )
}

/// One category.
pub fn category(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Category>> {
    tx.opt(
        "SELECT c.id, c.name, c.action, c.active, c.changed_at, c.version,
                (SELECT count(*) FROM words_entry e WHERE e.category_id = c.id) AS entries
         FROM words_category c WHERE c.id = $1",
        params![id],
    )
}

/// Keeps a category. False where one has the name.
pub fn add_category(tx: &mut Tx<'_>, id: Uuid, name: &str, action: Action, now: Timestamp) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO words_category (id, name, name_key, action, active, changed_at, version)
         VALUES ($1, $2, $3, $4, TRUE, $5, 1) ON CONFLICT (name_key) DO NOTHING",
        params![id, name, name_key(name), action.code(), now],
    )?;
    Ok(added == 1)
}

/// Writes a category that is still at this version. False where it is not, or another has the name.
pub fn change_category(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: i64,
    (name, action, active): (&str, Action, bool),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE words_category SET name = $3, name_key = $4, action = $5, active = $6, changed_at = $7,
                version = version + 1
         WHERE id = $1 AND version = $2
           AND NOT EXISTS (SELECT 1 FROM words_category o WHERE o.name_key = $4 AND o.id <> $1)",
        params![id, version, name, name_key(name), action.code(), active, now],
    )?;
    Ok(changed == 1)
}

/// Takes an empty category away. False where it holds words.
pub fn drop_category(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let gone = tx.exec(
        "DELETE FROM words_category
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM words_entry e WHERE e.category_id = $1)",
        params![id],
    )?;
    Ok(gone == 1)
}
