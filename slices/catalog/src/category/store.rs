//! How categories are kept. There are few: they are read whole.

use super::rules;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A category.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Category {
        /// Id.
        pub id: Uuid,
        /// The category it stands below.
        pub parent_id: Option<Uuid>,
        /// Name.
        pub name: String,
        /// Place among its siblings.
        pub place: i64,
        /// Counts changes.
        pub version: i64,
    }
}

/// All categories, siblings in their order.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Category>> {
    tx.all(
        "SELECT id, parent_id, name, place, version FROM catalog_category
         WHERE deleted_at IS NULL
         ORDER BY place, name_key, id",
        &[],
    )
}

/// Categories as pairs of id and name in tree order, names indented by ideographic spaces.
pub fn choices(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    let branches = rules::tree(&all(tx)?);
    let indented = |it: rules::Branch| {
        (it.category.id.to_string(), format!("{}{}", "\u{3000}".repeat(it.depth), it.category.name))
    };
    Ok(branches.into_iter().map(indented).collect())
}

/// Keeps a new category.
pub fn add(tx: &mut Tx<'_>, it: &Category, name_key: &str, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO catalog_category (id, parent_id, name, name_key, place, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, it.parent_id, it.name, name_key, it.place, at, it.version],
    )?;
    Ok(())
}

/// Renames or moves a category if nobody changed it since `seen`; answers whether it did.
pub fn save(tx: &mut Tx<'_>, it: &Category, name_key: &str, seen: i64) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE catalog_category
         SET parent_id = $3, name = $4, name_key = $5, place = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        params![it.id, seen, it.parent_id, it.name, name_key, it.place],
    )?;
    Ok(saved == 1)
}

/// Deletes a category softly.
pub fn delete(tx: &mut Tx<'_>, id: Uuid, by: Uuid, at: Timestamp) -> Result<bool> {
    let gone = tx.exec(
        "UPDATE catalog_category SET deleted_at = $2, deleted_by = $3, version = version + 1
         WHERE id = $1 AND deleted_at IS NULL",
        params![id, at, by],
    )?;
    Ok(gone == 1)
}

/// How many courses stand in each category.
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, i64)>> {
    tx.all(
        "SELECT category_id, count(*) FROM catalog_course
         WHERE category_id IS NOT NULL AND deleted_at IS NULL
         GROUP BY category_id",
        &[],
    )
}
