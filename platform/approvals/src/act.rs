//! What every act of this crate is given from outside its unit of work.

use xingtan_audit::Who;
use xingtan_clock::{Ids, Timestamp, Uuid};

/// Ids for one act, drawn outside the unit because it may run again.
#[derive(Clone, Copy, Debug)]
pub struct ActIds {
    pub(crate) row: Uuid,
    pub(crate) event: Uuid,
    pub(crate) audit: Uuid,
}

impl ActIds {
    /// Draws them.
    pub fn draw(ids: &Ids) -> Self {
        ActIds { row: ids.next(), event: ids.next(), audit: ids.next() }
    }

    /// The id of the row that the act makes: of the request for `ask`, of the decision for `decide`.
    pub fn row(&self) -> Uuid {
        self.row
    }
}

/// Who acts, when, with which ids.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// Who, for the trail.
    pub who: &'a Who,
    /// When.
    pub now: Timestamp,
    /// Ids for what the act writes.
    pub ids: ActIds,
}
