//! Whether the last second factor has to stay, because a role of its owner asks for one (ACC-7).

use crate::{grant::store::roles_of, parameters, passkey::store as passkeys};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_settings::Settings;

/// A second factor that is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// The authenticator.
    Authenticator,
    /// A passkey.
    Passkey(Uuid),
}

/// Whether it is the last that opens the account, and a role that its owner holds keeps it. A passkey that was stopped
/// opens nothing: it may go at any time, and stands in for no other.
///
/// # Errors
/// Those of the database.
pub fn must_stay(
    tx: &mut Tx<'_>,
    settings: &Settings,
    person: Uuid,
    authenticator: bool,
    going: Going,
) -> Result<bool> {
    let kept = passkeys::of(tx, person)?;
    let stopped = |id: Uuid| kept.iter().any(|it| it.id == id && it.stopped_at.is_some());
    let another = kept.iter().any(|it| it.stopped_at.is_none() && going != Going::Passkey(it.id));
    let last = match going {
        Going::Authenticator => authenticator && !another,
        Going::Passkey(id) => !authenticator && !another && !stopped(id),
    };
    if !last {
        return Ok(false);
    }
    let roles = roles_of(tx, &[person])?.remove(&person).unwrap_or_default();
    Ok(parameters::keeps_second_factor(settings, &roles))
}
