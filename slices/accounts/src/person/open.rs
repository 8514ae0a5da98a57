//! Opening an account: the one way by which people come in, used by the form, the import, approvals and the demo.

use super::{
    Deed,
    events::{Opened, PERSON_OPENED},
    keys::NameKeys,
};
use crate::{grant, organisation::store::Node, slip};
use serde_json::json;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};

/// A mobile number, sealed for its row (`accounts_person.mobile_sealed`) before the unit of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mobile {
    /// The sealed number.
    pub sealed: Vec<u8>,
    /// As shown.
    pub masked: String,
}

/// An account to be opened. Names are checked and trimmed by the caller.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Its id.
    pub id: Uuid,
    /// The sign-in name.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// The position.
    pub position: Option<Uuid>,
    /// 工号.
    pub staff_number: Option<String>,
    /// The mailbox.
    pub mail: Option<String>,
    /// The mobile number.
    pub mobile: Option<Mobile>,
    /// Roles, granted on the person's unit.
    pub roles: Vec<Role>,
    /// By what the person first signs in.
    pub credential: slip::Credential,
}

/// How many ids [`open`] takes of a [`Deed`]: one per role, an audit entry, an event.
pub fn ids_needed(roles: usize) -> usize {
    roles + 2
}

/// Opens an account in a unit: the row, its credential, its roles, an audit entry, an event. The caller has checked
/// the right and the seats.
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where the user name or the staff number is taken.
pub fn open(tx: &mut Tx<'_>, deed: &Deed<'_>, new: &NewPerson, unit: &Node) -> Result<()> {
    let keys = NameKeys::of(&new.name, &new.user_name, new.staff_number.as_deref());
    tx.exec(
        "INSERT INTO accounts_person
             (id, user_name, user_key, name, name_key, search_keys, unit_id, unit_path, position_id, staff_number,
              mail, mobile_sealed, mobile_masked, state, created_at, created_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'active', $14, $15, 1)",
        params![
            new.id,
            new.user_name,
            new.user_name.to_lowercase(),
            new.name,
            keys.sort,
            keys.search,
            unit.id,
            unit.path,
            new.position,
            new.staff_number,
            new.mail,
            new.mobile.as_ref().map(|mobile| mobile.sealed.as_slice()),
            new.mobile.as_ref().map(|mobile| mobile.masked.as_str()),
            deed.now(),
            deed.person()
        ],
    )?;
    slip::store::first_credential(tx, new.id, &new.credential, deed.now())?;
    for role in &new.roles {
        grant::store::insert(tx, deed.id()?, new.id, *role, unit.id, deed.now(), deed.person())?;
    }
    let roles: Vec<&str> = new.roles.iter().map(|role| role.code()).collect();
    let entry =
        deed.entry("accounts.person-opened")?.on("person", new.id, new.name.as_str()).within(&unit.path);
    let after = json!({
        "user_name": new.user_name, "unit": unit.id, "position": new.position,
        "staff_number": new.staff_number, "roles": roles,
    });
    xingtan_audit::record(tx, &entry.after(&after))?;
    let event = deed.event(PERSON_OPENED, new.id)?;
    xingtan_events::publish(tx, &event.with(&Opened { unit: unit.id, position: new.position })?)
}
