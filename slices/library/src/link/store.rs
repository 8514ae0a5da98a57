//! Links as rows.

use super::rules::Facts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A partner's link.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Link {
        /// Its id.
        pub id: Uuid,
        /// The item.
        pub item_id: Uuid,
        /// Who the partner is.
        pub partner: String,
        /// Whether the item may be taken along by it.
        pub download: bool,
        /// When it ends.
        pub ends_at: Timestamp,
        /// How often it may be opened.
        pub most_openings: i64,
        /// How often it was.
        pub openings: i64,
        /// Who made it.
        pub created_name: String,
        /// When.
        pub created_at: Timestamp,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
        /// By whom.
        pub revoked_name: Option<String>,
    }
}

impl Link {
    /// What the rule asks.
    pub fn facts(&self, shared: bool) -> Facts {
        Facts {
            ends_at: self.ends_at,
            revoked_at: self.revoked_at,
            openings: self.openings,
            most: self.most_openings,
            shared,
        }
    }
}

/// One link.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Link>> {
    tx.opt(
        "SELECT id, item_id, partner, download, ends_at, most_openings, openings, created_name, created_at, revoked_at,
             revoked_name
         FROM library_link WHERE id = $1",
        params![id],
    )
}

/// The links of an item, the latest first.
pub fn of_item(tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<Link>> {
    tx.all(
        "SELECT id, item_id, partner, download, ends_at, most_openings, openings, created_name, created_at, revoked_at,
             revoked_name
         FROM library_link WHERE item_id = $1
         ORDER BY created_at DESC, id DESC
         LIMIT 100",
        params![item],
    )
}

/// Keeps a link.
pub fn add(tx: &mut Tx<'_>, it: &Link, by: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO library_link
            (id, item_id, partner, download, ends_at, most_openings, openings, created_by, created_name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)",
        params![
            it.id, it.item_id, it.partner, it.download, it.ends_at, it.most_openings, by, it.created_name,
            it.created_at
        ],
    )?;
    Ok(())
}

/// Counts an opening, as long as there are any left.
pub fn open(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_link SET openings = openings + 1
         WHERE id = $1 AND revoked_at IS NULL AND openings < most_openings",
        params![id],
    )?;
    Ok(changed > 0)
}

/// Revokes a link; false where it was revoked before.
pub fn revoke(tx: &mut Tx<'_>, id: Uuid, name: &str, at: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_link SET revoked_at = $2, revoked_name = $3 WHERE id = $1 AND revoked_at IS NULL",
        params![id, at, name],
    )?;
    Ok(changed > 0)
}
