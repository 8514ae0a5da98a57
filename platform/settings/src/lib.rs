//! The institution and its parameters in force.
//!
//! A crate declares its parameters as constants ([`Setting`], [`Feature`]); the program gathers them. What is in
//! force is read from memory ([`Settings`]); a change is written in the caller's transaction and seen by this node
//! after [`Settings::refresh`], by other nodes within seconds.

mod bound;
mod declared;
mod institution;
mod snapshot;
mod store;

pub use bound::{Bound, bind, bound};
pub use declared::{Declared, Default, Feature, Setting, Shape, Wrong};
pub use institution::Institution;
pub use snapshot::Settings;
pub use store::{
    Change, changes, create_institution, institution, reset, set, set_feature, set_seen, stored,
    update_institution,
};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("settings", "0001_settings", "0002_bound")
}

/// The texts of this crate: what is wrong with a value.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("settings")
}
