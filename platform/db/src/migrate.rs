//! Migrations: texts of SQL that each crate brings along, applied in order, forward only.

use crate::Engine;

/// One step, with its text for each engine.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// File name without ending, such as `0001_entries`.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL; mostly the same.
    pub postgres: &'static str,
}

impl Step {
    /// The text for `engine`.
    pub fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// All steps of one crate. Made by [`migrations!`](crate::migrations).
#[derive(Clone, Debug)]
pub struct Migrations {
    /// The crate's prefix, which all its tables carry.
    pub owner: &'static str,
    /// Steps in order; a released step never changes.
    pub steps: Vec<Step>,
    /// Tables that can be made anew from others (search indexes) and are therefore not part of backups.
    pub derived: &'static [&'static str],
}

impl Migrations {
    /// Names the tables that backups leave out because their owner makes them anew.
    pub fn derived(self, tables: &'static [&'static str]) -> Self {
        Migrations { derived: tables, ..self }
    }
}

/// The steps of a crate from the files in its `migrations/` folder. `"0001_x"` is `0001_x.sql` for both engines;
/// `"0002_y" per engine` is `0002_y.sqlite.sql` and `0002_y.postgres.sql`.
///
/// ```ignore
/// pub fn migrations() -> xingtan_db::Migrations {
///     xingtan_db::migrations!("search", "0001_documents", "0002_index" per engine)
/// }
/// ```
#[macro_export]
macro_rules! migrations {
    ($owner:literal $(, $name:literal $($per:ident $engine:ident)?)* $(,)?) => {
        $crate::Migrations {
            owner: $owner,
            steps: vec![$($crate::migration_step!($name $($per $engine)?)),*],
            derived: &[],
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration_step {
    ($name:literal) => {
        $crate::Step {
            name: $name,
            sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
            postgres: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
        }
    };
    ($name:literal per engine) => {
        $crate::Step {
            name: $name,
            sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sqlite.sql")),
            postgres: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/migrations/",
                $name,
                ".postgres.sql"
            )),
        }
    };
}
