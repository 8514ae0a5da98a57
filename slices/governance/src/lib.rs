//! Governance: the institution's regulation, carried out (GOV-1, GOV-2, GOV-3).
//!
//! Slices above record facts (`api::record_fact`); rules of the versions in force judge them; what follows is a
//! decision that cites article and facts, carried out through the states of accounts.

pub mod api;
pub mod calendar;
pub mod compliance;
pub mod decision;
pub mod evaluation;
pub mod fact;
pub mod hold;
pub mod kind;
pub mod pack;
pub mod permission;
pub mod prescription;
pub mod regulation;
pub mod replay;
mod rule;
pub mod saving;
mod window;
pub mod words;
mod work;

pub use work::{api_routes, jobs, notices, permissions, places, routes, schedules};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!(
        "governance",
        "0001_governance",
        "0002_permission",
        "0003_carried",
        "0004_reminded",
        "0005_hold",
        "0006_told_by"
    )
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!(
        "governance",
        "governance-calendar",
        "governance-kind",
        "governance-regulation",
        "governance-measure",
        "governance-permission",
        "governance-words"
    )
}
