//! Whom a notice goes to.

use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_notify::Recipient;

/// The recipients of these ids with address and language, as accounts knows them: two statements per 512.
///
/// # Errors
/// Those of the database.
pub fn recipients(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<HashMap<Uuid, Recipient>> {
    let found = accounts::recipients(tx, persons)?;
    Ok(found.into_iter().filter_map(|it| Some((it.person?, it))).collect())
}
