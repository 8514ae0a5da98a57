//! Many accounts at once, for institutions that are made and not run: the large demo. Whatever `open` keeps of an
//! account is kept, by statements of many rows.

use super::keys::NameKeys;
use std::sync::Arc;
use xingtan_auth::Role;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam as _, Tx};

/// A learner whose account is opened among many.
#[derive(Clone, Debug)]
pub struct ManyLearner {
    /// The person.
    pub id: Uuid,
    /// The sign-in name, checked by the caller.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// By what the person is found and sorted.
    pub keys: NameKeys,
    /// 工号.
    pub staff_number: String,
    /// The unit.
    pub unit: Uuid,
    /// Its path.
    pub unit_path: Arc<str>,
    /// The position.
    pub position: Option<Uuid>,
    /// Id of the learner's role on the unit.
    pub grant: Uuid,
    /// When the account was opened.
    pub at: Timestamp,
}

/// Opens accounts of learners, all with the password of one hash, which they need not change.
///
/// No event and no audit entry for each: nobody listens to a past that is made in one go, and whoever makes it
/// writes one entry for the whole. So this is for demo institutions only; people come in by
/// [`open_person`](super::open::open).
///
/// # Errors
/// [`Error::Unique`](xingtan_db::Error::Unique) where a user name or a staff number is taken.
pub fn open_learners(tx: &mut Tx<'_>, hash: &str, learners: &[ManyLearner]) -> Result<()> {
    tx.insert_all(
        "accounts_person (id, user_name, user_key, name, name_key, search_keys, unit_id, unit_path, position_id,
                          staff_number, state, created_at, version)",
        learners,
        |it| {
            [
                it.id.to_param(),
                it.user_name.to_param(),
                // Generated names are small letters already.
                it.user_name.to_param(),
                it.name.to_param(),
                it.keys.sort.to_param(),
                it.keys.search.to_param(),
                it.unit.to_param(),
                Param::Text(&it.unit_path),
                it.position.to_param(),
                it.staff_number.to_param(),
                Param::Text("active"),
                it.at.to_param(),
                Param::Int(1),
            ]
        },
    )?;
    tx.insert_all(
        "accounts_credential (person_id, password_hash, must_change, changed_at, failures)",
        learners,
        |it| [it.id.to_param(), Param::Text(hash), Param::Bool(false), it.at.to_param(), Param::Int(0)],
    )?;
    tx.insert_all("accounts_grant (id, person_id, role, node_id, granted_at)", learners, |it| {
        [
            it.grant.to_param(),
            it.id.to_param(),
            Param::Text(Role::Learner.code()),
            it.unit.to_param(),
            it.at.to_param(),
        ]
    })
}
