//! What uploads are for. Slices declare their purposes, the program gathers them (`app/wiring.rs`).

use xingtan_auth::Permission;
use xingtan_settings::{Default, Setting, Settings, Shape};

/// The greatest size of an upload in MiB.
pub const LARGEST: Setting = Setting {
    key: "uploads.largest",
    shape: Shape::Int { min: 1, max: 1_048_576, unit: "uploads-unit-mib" },
    default: Default::Same("4096"),
};

/// What an upload is for.
#[derive(Clone, Copy, Debug)]
pub struct Purpose {
    /// Its key, as browsers name it in `Upload-Metadata`.
    pub key: &'static str,
    /// What one must be able to do to open such an upload.
    pub permission: Permission,
}

impl Purpose {
    /// A purpose with who may begin such an upload.
    pub const fn new(key: &'static str, permission: Permission) -> Self {
        Purpose { key, permission }
    }

    /// The greatest size in bytes.
    pub fn most(&self, settings: &Settings) -> u64 {
        u64::try_from(settings.int(&LARGEST)).unwrap_or_default() << 20
    }
}
