//! What people chose for optional kinds.

use crate::{NoticeKind, rules::Channels};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};

/// The channels of one kind for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference {
    /// On the page.
    pub page: bool,
    /// By mail.
    pub mail: bool,
}

/// What holds for a person and a kind: the choice, or the kind's default; for a duty always its channels.
///
/// # Errors
/// Those of the database.
pub fn preference(tx: &mut Tx<'_>, person: Uuid, kind: &NoticeKind) -> Result<Preference> {
    let chosen = if kind.duty { None } else { chosen(tx, person, kind.name)? };
    let channels = chosen.unwrap_or(Channels { page: kind.page, mail: kind.mail });
    Ok(Preference { page: channels.page, mail: channels.mail })
}

/// Keeps a choice; false for a duty, of which nobody chooses.
///
/// # Errors
/// Those of the database.
pub fn set_preference(tx: &mut Tx<'_>, person: Uuid, kind: &NoticeKind, choice: Preference) -> Result<bool> {
    if kind.duty {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO notify_preference (person, kind, page, mail) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person, kind) DO UPDATE SET page = excluded.page, mail = excluded.mail",
        params![person, kind.name, choice.page, choice.mail],
    )?;
    Ok(true)
}

pub(crate) fn chosen(tx: &mut Tx<'_>, person: Uuid, kind: &str) -> Result<Option<Channels>> {
    let row: Option<(bool, bool)> = tx.opt(
        "SELECT page, mail FROM notify_preference WHERE person = $1 AND kind = $2",
        params![person, kind],
    )?;
    Ok(row.map(|(page, mail)| Channels { page, mail }))
}
