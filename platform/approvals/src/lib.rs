//! Requests that others have to agree to, in steps: by holders of a permission or role on a node, or by a person or
//! their deputy, within a time.
//!
//! A slice declares an [`ApprovalKind`], calls [`ask`] in its unit of work, and [`decide`] from its page, acting on
//! the [`Outcome`] in the same unit; or it listens to the [`events`] when the common page decides. Nobody decides on
//! their own request unless the kind allows it. What runs over its time is told once, by [`OVERDUE`].

mod act;
mod deputy;
pub mod events;
mod overdue;
mod read;
mod request;
pub mod rules;
mod store;

pub use act::{Act, ActIds};
pub use deputy::{DeputyRow, deputies, end_deputy, set_deputy};
pub use overdue::{OVERDUE, escalate, overdue_schedule};
pub use read::{
    DecisionRow, OpenRow, Position, RequestRow, StepRow, Whole, by_subject, count_open_for, get, open_for,
};
pub use request::{ApprovalKind, By, Request, Step, ask, decide, hand_in_again, withdraw};
pub use rules::{Outcome, Refusal, State, Verdict};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("approvals", "0001_approvals")
}

/// The texts of this crate: names of states and verdicts, and why somebody may not decide.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("approvals")
}
