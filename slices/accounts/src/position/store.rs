//! Positions as kept.

use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, List, ListPage, Order, Select, Sort};

row! {
    /// A living position (岗位).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Position {
        /// Its id.
        pub id: Uuid,
        /// Its name; unique.
        pub name: String,
        /// Sorts names by pinyin.
        pub name_key: String,
    }
}

/// All living positions, sorted by name.
pub fn positions(tx: &mut Tx<'_>) -> Result<Vec<Position>> {
    tx.all(
        "SELECT id, name, name_key FROM accounts_position WHERE deleted_at IS NULL ORDER BY name_key, id",
        params![],
    )
}

/// How positions are sorted for programs.
pub const NAMES: &[Sort] = &[Sort { name: "name", column: "o.name_key" }];

impl Keyed for Position {
    fn order(&self, _: &str) -> Order {
        self.name_key.as_str().into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A page of the living positions.
pub fn position_list(tx: &mut Tx<'_>, list: &List) -> Result<ListPage<Position>> {
    let select = Select::new("o.id, o.name, o.name_key", "accounts_position o", "o.id");
    list.page(tx, select.always("o.deleted_at IS NULL"))
}

/// The living position of this id.
pub fn position(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Position>> {
    tx.opt(
        "SELECT id, name, name_key FROM accounts_position WHERE id = $1 AND deleted_at IS NULL",
        params![id],
    )
}

/// The living position of this name.
pub fn position_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Position>> {
    tx.opt(
        "SELECT id, name, name_key FROM accounts_position WHERE name = $1 AND deleted_at IS NULL",
        params![name],
    )
}

/// How many present people hold each position.
pub fn counts(tx: &mut Tx<'_>) -> Result<HashMap<Uuid, i64>> {
    let found: Vec<(Uuid, i64)> = tx.all(
        "SELECT position_id, count(*) FROM accounts_person
         WHERE position_id IS NOT NULL AND left_at IS NULL AND state IN ('active', 'suspended')
         GROUP BY position_id",
        params![],
    )?;
    Ok(found.into_iter().collect())
}

/// Adds a position.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name is taken.
pub fn add(tx: &mut Tx<'_>, id: Uuid, name: &str, name_key: &str, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_position (id, name, name_key, created_at) VALUES ($1, $2, $3, $4)",
        params![id, name, name_key, now],
    )?;
    Ok(())
}

/// Gives a position another name; false where it is gone.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name is taken.
pub fn rename(tx: &mut Tx<'_>, id: Uuid, name: &str, name_key: &str) -> Result<bool> {
    let renamed = tx.exec(
        "UPDATE accounts_position SET name = $2, name_key = $3 WHERE id = $1 AND deleted_at IS NULL",
        params![id, name, name_key],
    )?;
    Ok(renamed == 1)
}

/// How many people who have not left hold a position.
pub fn holders(tx: &mut Tx<'_>, id: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM accounts_person WHERE position_id = $1 AND left_at IS NULL", params![id])
}

/// Puts a position into the bin; false where it is there already.
pub fn delete(tx: &mut Tx<'_>, id: Uuid, now: Timestamp, by: Option<Uuid>) -> Result<bool> {
    let deleted = tx.exec(
        "UPDATE accounts_position SET deleted_at = $2, deleted_by = $3 WHERE id = $1 AND deleted_at IS NULL",
        params![id, now, by],
    )?;
    Ok(deleted == 1)
}

/// Takes a position out of the bin; its name, or none where it is not there.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the name was given away meanwhile.
pub fn restore(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<String>> {
    tx.opt(
        "UPDATE accounts_position SET deleted_at = NULL, deleted_by = NULL
         WHERE id = $1 AND deleted_at IS NOT NULL RETURNING name",
        params![id],
    )
}
