//! Measures that nobody confirmed in time: they are not carried out by themselves; those who are to confirm are told once
//! (DESIGN, rulings: within 48 hours).

use super::{
    change::Hand,
    cited::cited,
    notices,
    store::{COLUMNS, Decision},
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_db::{Result, Tx, params};

/// Measures of one unit of work.
pub const CHUNK: usize = 20;

/// Tells of measures whose time for confirmation is over; how many there were, at most [`CHUNK`].
///
/// # Errors
/// Those of the database.
pub fn remind(tx: &mut Tx<'_>, hand: &Hand<'_>) -> Result<usize> {
    let sql = format!(
        "SELECT {COLUMNS} FROM governance_decision d
         WHERE d.state = 'proposed' AND d.confirm_by <= $1 AND d.reminded_at IS NULL
         ORDER BY d.confirm_by, d.id LIMIT $2"
    );
    let due: Vec<Decision> = tx.all(&sql, params![hand.now, CHUNK as i64])?;
    for it in &due {
        tx.exec("UPDATE governance_decision SET reminded_at = $2 WHERE id = $1", params![it.id, hand.now])?;
        let (Some(person), cited) = (accounts::person(tx, it.person_id)?, cited(tx, it.control_id)?) else {
            continue;
        };
        let mut centre = accounts::holders(tx, Role::Centre, &person.unit_path)?;
        centre.retain(|id| *id != person.id);
        notices::send(tx, &|| hand.ids.next(), hand.now, &centre, notices::CONFIRM_OVERDUE, |notice| {
            let notice = notices::about(notice, it, &cited).with("name", person.name.as_str());
            notice.with("until", it.confirm_by.unwrap_or(hand.now))
        })?;
    }
    Ok(due.len())
}
