//! What a backup says of itself: readable without the passphrase, sealed against changes with it.

use serde::{Deserialize, Serialize};
use xingtan_clock::Timestamp;
use xingtan_db::Engine;

/// The format that is written, and the newest one that is read.
pub const FORMAT: u32 = 1;
/// Names of the parts.
pub const MANIFEST: &str = "manifest.json";
/// The manifest's seal.
pub const SEAL: &str = "manifest.seal";
/// The wrapped keys.
pub const KEYS: &str = "keys";
/// The rows of the database.
pub const ROWS: &str = "database";
/// What the names of files begin with.
pub const FILES: &str = "files/";

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Number of the format.
    pub xingtan_backup: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// The engine it was taken from; it can be restored to either.
    pub engine: String,
    /// Name of the institution.
    pub institution: String,
    /// As of when.
    pub made_at: Timestamp,
    /// Makes the keys of this backup its own.
    pub salt: String,
    /// How many rows each table has.
    pub tables: Vec<(String, u64)>,
    /// How many rows there are in all.
    pub rows: u64,
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its size as it lies in the backup, in bytes.
    pub size: u64,
    /// SHA-256 as it lies in the backup.
    pub sha256: String,
    /// SHA-256 of a file's own bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

impl Manifest {
    /// How many files it holds.
    pub fn files(&self) -> usize {
        self.parts.iter().filter(|part| part.name.starts_with(FILES)).count()
    }

    /// The size of all parts in bytes.
    pub fn size(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }

    /// What the keys of its parts are derived for.
    pub fn purpose(&self) -> String {
        format!("backup {}", self.salt)
    }
}

/// The word for an engine.
pub fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}
