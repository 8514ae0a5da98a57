//! accounts

pub mod api;
mod cohort;
mod grant;
mod organisation;
mod person;
mod position;
mod slip;

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("accounts", "0001_accounts")
}
