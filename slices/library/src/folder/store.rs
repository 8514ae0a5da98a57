//! Folders as rows.

use crate::permissions::{MANAGE, READ, USE};
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A folder.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Folder {
        /// Its id.
        pub id: Uuid,
        /// What it lies in; none at the top.
        pub parent_id: Option<Uuid>,
        /// Its name.
        pub name: String,
        /// By which it is sorted.
        pub name_key: String,
        /// The unit it belongs to.
        pub unit_path: String,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Folder {
    /// Whether somebody may put items into it: who uploads in its unit, in one above, or in one below.
    pub fn takes(&self, actor: &Actor) -> bool {
        let own = actor.may(USE) && actor.unit_path.starts_with(&self.unit_path);
        own || actor.may_at(USE, &self.unit_path)
    }

    /// Whether somebody may rename, move and remove it.
    pub fn is_kept_by(&self, actor: &Actor) -> bool {
        actor.may_at(MANAGE, &self.unit_path)
    }

    /// Whether somebody sees that it is there.
    pub fn is_seen(&self, actor: &Actor) -> bool {
        actor.unit_path.starts_with(&self.unit_path)
            || [MANAGE, READ, USE].iter().any(|it| actor.may_at(*it, &self.unit_path))
    }
}

/// All folders, by name. One statement; there are at most [`super::rules::MOST`].
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Folder>> {
    tx.all(
        "SELECT id, parent_id, name, name_key, unit_path, version FROM library_folder ORDER BY name_key, id",
        params![],
    )
}

/// One folder.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Folder>> {
    tx.opt(
        "SELECT id, parent_id, name, name_key, unit_path, version FROM library_folder WHERE id = $1",
        params![id],
    )
}

/// Adds a folder.
pub fn add(tx: &mut Tx<'_>, it: &Folder, by: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO library_folder (id, parent_id, name, name_key, unit_path, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        params![it.id, it.parent_id, it.name, it.name_key, it.unit_path, at, by],
    )?;
    Ok(())
}

/// Keeps name and place of a folder, unless somebody changed it since `it.version`.
pub fn save(tx: &mut Tx<'_>, it: &Folder) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_folder SET parent_id = $3, name = $4, name_key = $5, version = version + 1
         WHERE id = $1 AND version = $2",
        params![it.id, it.version, it.parent_id, it.name, it.name_key],
    )?;
    Ok(changed > 0)
}

/// Whether anything lies in a folder.
pub fn is_full(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT CAST(1 AS bigint) FROM library_folder WHERE parent_id = $1
         UNION ALL
         SELECT CAST(1 AS bigint) FROM library_item WHERE folder_id = $1 AND state <> 'deleted'
         LIMIT 1",
        params![id],
    )?;
    Ok(found.is_some())
}

/// Removes an empty folder.
pub fn remove(tx: &mut Tx<'_>, id: Uuid, version: i64) -> Result<bool> {
    // What was deleted may have lain in it.
    tx.exec(
        "UPDATE library_item SET folder_id = NULL WHERE folder_id = $1 AND state = 'deleted'",
        params![id],
    )?;
    Ok(tx.exec("DELETE FROM library_folder WHERE id = $1 AND version = $2", params![id, version])? > 0)
}
