//! Conduct: reports, case files, and accounts that look shared (GOV-3, GOV-7, ACC-8).
//!
//! A case goes from report over investigation and hearing to a decision, each by another person. What confirmed sharing
//! and illegal content lead to is governance's: the case tells it a fact.

pub mod case;
pub mod referral;
pub mod suspicion;
mod words;
mod work;

pub use case::facts::FACTS;
pub use work::{api_routes, jobs, notices, permissions, places, routes, schedules, waiting};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("conduct", "0001_conduct", "0002_responsible")
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("conduct", "conduct-case", "conduct-suspicion")
}
