//! Feeds as kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// A feed of somebody's dates.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Feed {
        /// Its id; the secret end of its address is made of it.
        pub id: Uuid,
        /// Whose dates it gives.
        pub person_id: Uuid,
        /// When it was made.
        pub made_at: Timestamp,
        /// When it was read last, to the hour.
        pub read_at: Option<Timestamp>,
    }
}

/// The feed of a person that holds.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<Feed>> {
    tx.opt(
        "SELECT id, person_id, made_at, read_at FROM learning_feed WHERE person_id = $1 AND ended_at IS NULL",
        params![person],
    )
}

/// The feed of this id, where it holds.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Feed>> {
    tx.opt(
        "SELECT id, person_id, made_at, read_at FROM learning_feed WHERE id = $1 AND ended_at IS NULL",
        params![id],
    )
}

/// Keeps a new feed.
pub fn add(tx: &mut Tx<'_>, id: Uuid, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_feed (id, person_id, made_at) VALUES ($1, $2, $3)",
        params![id, person, now],
    )?;
    Ok(())
}

/// Ends the feed of a person; answers whether there was one.
pub fn end(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<bool> {
    let ended = tx.exec(
        "UPDATE learning_feed SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL",
        params![person, now],
    )?;
    Ok(ended > 0)
}

/// Notes that a feed was read.
pub fn read(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec("UPDATE learning_feed SET read_at = $2 WHERE id = $1", params![id, now])?;
    Ok(())
}
