//! Work that outlives a request: jobs in the database, claimed by workers under a lease, resumable and fenced; and
//! a schedule that orders jobs by the clock.
//!
//! A job is ordered by [`enqueue`] in the caller's transaction. A [`Worker`] claims it, renews its lease while it
//! runs and gives it a fencing number. All that the job writes through its [`JobRun`] is refused once another worker
//! has taken the job over, so work cut into [steps](JobRun::step) happens exactly once even when a node dies.

mod job;
mod kinds;
mod list;
mod rules;
mod run;
mod schedule;
mod store;
mod worker;

pub use job::{Enqueued, Job, JobKind, State, enqueue};
pub use kinds::{Done, JobError, Kinds};
pub use list::{
    COLUMNS, Filter, JobRow, ScheduleRow, TABLE, cancel, count_by_state, get, kinds_kept, list, payload,
    purge, reprioritise, retry, schedules,
};
pub use rules::backoff;
pub use run::{Hold, JobRun};
pub use schedule::{BadCron, Schedule, Scheduled, Schedules, next_after};
pub use worker::{Options, Worker};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("jobs", "0001_jobs")
}

/// The texts of this crate: names of states.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("jobs")
}
