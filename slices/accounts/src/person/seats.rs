//! Seats: how many people a subtree may hold (ACC-2).

use super::store::seats_taken;
use crate::organisation::{rules::full, store as organisation};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;

/// The key by which writes that take seats wait for one another.
pub const QUEUE: &str = "accounts-seats";

/// Why `more` people find no room in the unit of this path, if so: the node whose quota would not do.
///
/// # Errors
/// Those of the database.
pub fn lacking(tx: &mut Tx<'_>, path: &str, more: i64) -> Result<Option<Msg>> {
    let mut way = Vec::new();
    for node in organisation::way(tx, path)?.into_iter().filter(|node| node.seat_quota.is_some()) {
        let taken = seats_taken(tx, &node.path)?;
        way.push((node, taken));
    }
    let found = full(way.iter().map(|(node, taken)| (node, *taken)), more);
    Ok(found.map(|(node, taken)| told(&node.name, node.seat_quota.unwrap_or(0), taken)))
}

/// What to tell of a node whose seats are taken.
pub fn told(name: &str, quota: i64, taken: i64) -> Msg {
    Msg::new("accounts-seats-full").with("node", name).with("quota", quota).with("taken", taken)
}
