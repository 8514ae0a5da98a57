//! Whom a notice goes to.

use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Lang;
use xingtan_notify::Recipient;

/// The recipients of these ids. What accounts tells of people holds no mail address: such notices stand on the page,
/// where they are written in the reader's language.
///
/// # Errors
/// Those of the database.
pub fn recipients(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<HashMap<Uuid, Recipient>> {
    let names = accounts::names(tx, persons)?;
    let recipient = |person, name| Recipient { person: Some(person), name, mail: None, lang: Lang::ZhCn };
    Ok(names.into_iter().map(|(person, name)| (person, recipient(person, name))).collect())
}
