//! The PostgreSQL of the tests as a second place to measure on, with its CPU counted.

use super::program::{Result, process_cpu};
use xingtan_testkit::TestDb;

/// A fresh, empty database of the tests' server.
pub struct Postgres {
    address: String,
    /// Drops the database at the end.
    _database: TestDb,
}

impl Postgres {
    /// None where PostgreSQL is not installed.
    pub async fn new() -> Option<Postgres> {
        let database = xingtan_testkit::postgres(&[]).await?;
        Some(Postgres { address: database.address(), _database: database })
    }

    /// `postgres://…`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Seconds of CPU of all processes of PostgreSQL on this machine so far; besides the measured one none should run.
    ///
    /// # Errors
    /// Where /proc can't be read.
    pub fn cpu(&self) -> Result<f64> {
        let mut seconds = 0.0;
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
                continue;
            };
            let name = std::fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            if name.trim() == "postgres" {
                // A process may end between being listed and being asked.
                seconds += process_cpu(id).unwrap_or(0.0);
            }
        }
        Ok(seconds)
    }
}
