//! What the program may use of honours besides its pages: making a demo's commendations and prizes, and having periods
//! frozen and the standing of the running ones worked out at once.

use crate::ranking::{INTERIM, freeze::FREEZE, store as rankings};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::Job;

pub use crate::{
    prize::change::{hand as hand_prize, receive as receive_prize, register as register_prize},
    ranking::{store::Place, today},
};

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

/// Orders that the periods that are over are frozen now, not in the night.
///
/// # Errors
/// Those of the database.
pub fn freezing_soon(tx: &mut Tx<'_>, job: Uuid, now: Timestamp) -> Result<()> {
    xingtan_jobs::enqueue(tx, &Job::new(job, FREEZE, now).single(FREEZE.name))?;
    Ok(())
}

/// The places of what was frozen since a moment, the best of the latest period first.
///
/// # Errors
/// Those of the database.
pub fn frozen_places(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Place>> {
    let mut frozen = rankings::frozen_since(tx, since)?;
    frozen.sort_by_key(|it| std::cmp::Reverse((it.to_at, it.id)));
    let mut all = Vec::new();
    for it in frozen {
        all.extend(rankings::places(tx, it.id)?);
    }
    Ok(all)
}
