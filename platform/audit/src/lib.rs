//! The trail of who did what (GOV-9): entries written in the transaction of what they tell of, chained, signed, and
//! verifiable.
//!
//! [`record`] stands in the unit of work. A [`Sealer`] chains entries within a second and signs the head of the
//! chain with a key outside the database; the heads are kept outside it too. [`verify`] reads everything again and
//! names what was changed, removed, inserted, reordered, cut off or recomputed. Personal values stand in payloads of
//! their own and can be [erased](Erasure) by a decision, which verification then names.

mod content;
mod entry;
mod erase;
mod error;
mod heads;
mod record;
mod retention;
mod seal;
mod search;
mod verify;

pub use entry::{Article, Entry, Outcome, Who};
pub use erase::{ERASED, Erasure, begin_erasure, erase_some};
pub use error::AuditError;
pub use heads::{Head, KeptHeads};
pub use record::record;
pub use retention::{PURGED, RETENTION_FLOOR, purge_some};
pub use seal::{Sealer, chain_length, requeue, unsealed};
pub use search::{Filter, Found, Position, get, search};
pub use verify::{Erased, Fault, Late, Part, Report, verify};

/// The tables of this crate. Which entries wait for the sealer follows from the chain ([`requeue`]), and the lease
/// belongs to a running node: backups hold neither.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("audit", "0001_audit" per engine).derived(&["audit_pending", "audit_lease"])
}

/// The texts of this crate: the names of faults.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("audit")
}

#[cfg(test)]
mod tests;
