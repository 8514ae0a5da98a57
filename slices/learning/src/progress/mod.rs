//! Who studies a course, and where each stands: for those who teach it, and for those who answer for a subtree
//! (INS-1, INS-7).

pub mod page;

use crate::department::READ;
use xingtan_auth::{Actor, Scope};
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// Whose progress in a course the actor may see: who teaches it sees all its learners, everybody else those of the
/// subtrees in which `progress.read` holds. Empty: nobody's. Two statements at most, none for plain learners.
///
/// # Errors
/// Those of the database.
pub fn visible(tx: &mut Tx<'_>, actor: &Actor, course: Uuid) -> Result<Scope> {
    if actor.may(catalog::COURSES_WRITE) && catalog::teaches(tx, course, actor.person)? {
        return Ok(Scope::of(vec!["/".into()]));
    }
    Ok(actor.scope(READ))
}
