//! What the program may use of honours besides its pages: making a demo's commendations, and having the standing of the
//! running periods worked out at once.

use crate::ranking::INTERIM;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::Job;

pub use crate::commendation::{
    change::{Nomination, decide, nominate},
    rules::Whom,
};

/// Orders that the standing of the running periods is worked out now, not at the next hour.
///
/// # Errors
/// Those of the database.
pub fn standing_soon(tx: &mut Tx<'_>, job: Uuid, now: Timestamp) -> Result<()> {
    xingtan_jobs::enqueue(tx, &Job::new(job, INTERIM, now).single(INTERIM.name))?;
    Ok(())
}
