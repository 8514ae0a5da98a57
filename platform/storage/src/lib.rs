//! Files: bytes in a folder or bucket, rows with hash and owner in the database, claims by what uses them
//! (CRS-4; DESIGN, rulings, "Files").
//!
//! Bytes are put first, outside the unit of work ([`Store::put`], durable when it returns); the unit then keeps them
//! as a file ([`file::keep`]) and claims it. What is never kept, or no longer claimed, is swept after a day.
//!
//! **Invariants.** A row's bytes exist: they are durable before the row is written, and deleted only when no row
//! points to them. Bytes never change under their id. The media type is found by content.

mod error;
pub mod file;
mod incoming;
mod local;
mod media;
mod pieces;
mod scan;
mod store;
mod sweep;

pub use error::{StoreError, Unscanned};
pub use incoming::{Incoming, Policy, Stored};
pub use media::{AUDIO_TYPES, Media, VIDEO_TYPES, sniff};
pub use scan::{NoScanner, Scanner};
pub use store::{ByteStream, Bytes, Store};
pub use sweep::{SweepError, Swept, sweep};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("storage", "0001_files")
}

/// The texts of this crate.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("storage")
}
