//! Migrations: texts of SQL that each crate brings along, applied in order, forward only.

use crate::{Engine, Error, Result, Tx, alone, params, session::Session};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use xingtan_clock::Timestamp;

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

/// Applies what is missing. See [`Db::migrate`](crate::Db::migrate).
pub(crate) fn apply(session: &mut dyn Session, now: Timestamp, all: &[Migrations]) -> Result<Vec<String>> {
    let engine = session.engine();
    check_names(all)?;
    if engine == Engine::Postgres {
        // Held until this connection ends: a second process that starts at once waits here.
        let mut tx = Tx::new(session, None);
        tx.one::<i64>("SELECT 1::bigint FROM pg_advisory_lock($1)", params![LOCK])?;
    }
    alone::transaction(session, |session| session.script(TABLE))?;
    let before = applied(&mut Tx::new(session, None))?;
    check_order(all, &before)?;
    let mut done = Vec::new();
    for (owner, step) in all.iter().flat_map(|m| m.steps.iter().map(|step| (m.owner, step))) {
        let checksum = checksum(step.text(engine));
        if let Some(was) = before.get(&(owner.to_owned(), step.name.to_owned())) {
            unchanged(owner, step, was, &checksum)?;
        } else if alone::transaction(session, |session| one(session, owner, step, &checksum, now))? {
            tracing::info!(owner, step = step.name, "migration");
            done.push(format!("{owner}/{}", step.name));
        }
    }
    Ok(done)
}

/// The steps of `all` that were not applied, as `owner/step`.
pub(crate) fn pending(tx: &mut Tx<'_>, all: &[Migrations]) -> Result<Vec<String>> {
    let before = applied(tx)?;
    let steps =
        all.iter().flat_map(|of| of.steps.iter().map(|step| (of.owner.to_owned(), step.name.to_owned())));
    Ok(steps
        .filter(|step| !before.contains_key(step))
        .map(|(owner, step)| format!("{owner}/{step}"))
        .collect())
}

const LOCK: i64 = 0x7869_6e67_7461_6e01;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS db_migration (
    owner text NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (owner, name)
)";

type Applied = HashMap<(String, String), String>;

fn applied(tx: &mut Tx<'_>) -> Result<Applied> {
    let rows: Vec<(String, String, String)> =
        tx.all("SELECT owner, name, checksum FROM db_migration", params![])?;
    Ok(rows.into_iter().map(|(owner, name, checksum)| ((owner, name), checksum)).collect())
}

/// Applies one step; false where another process has done so in the meantime.
fn one(session: &mut dyn Session, owner: &str, step: &Step, checksum: &str, now: Timestamp) -> Result<bool> {
    let engine = session.engine();
    let was: Option<String> = Tx::new(session, None)
        .opt("SELECT checksum FROM db_migration WHERE owner = $1 AND name = $2", params![owner, step.name])?;
    if let Some(was) = was {
        return unchanged(owner, step, &was, checksum).map(|()| false);
    }
    session.script(step.text(engine)).map_err(|error| refused(owner, step, error))?;
    let mut tx = Tx::new(session, None);
    if engine == Engine::Sqlite {
        // Foreign keys are off on this connection, so that tables can be rebuilt; they must hold in the end.
        let broken: Option<String> =
            tx.opt("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", params![])?;
        if let Some(table) = broken {
            return Err(refused(owner, step, Error::ForeignKey(table)));
        }
    }
    tx.exec(
        "INSERT INTO db_migration (owner, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        params![owner, step.name, checksum, now],
    )?;
    Ok(true)
}

fn unchanged(owner: &str, step: &Step, was: &str, is: &str) -> Result<()> {
    if was == is {
        return Ok(());
    }
    Err(Error::other(
        "migration",
        format_args!("{owner}/{} has another text than when it was applied", step.name),
    ))
}

fn refused(owner: &str, step: &Step, error: Error) -> Error {
    match error {
        Error::Full | Error::Busy | Error::Closed => error,
        other => Error::other("migration", format_args!("{owner}/{}: {other}", step.name)),
    }
}

/// Each owner once, its steps in the order of their names, each once.
fn check_names(all: &[Migrations]) -> Result<()> {
    let mut owners = std::collections::HashSet::new();
    for migrations in all {
        if !owners.insert(migrations.owner) {
            return Err(Error::other("migration", format_args!("{} brings steps twice", migrations.owner)));
        }
        if !migrations.steps.is_sorted_by(|a, b| a.name < b.name) {
            let words = format_args!("the steps of {} are not in the order of their names", migrations.owner);
            return Err(Error::other("migration", words));
        }
    }
    Ok(())
}

/// Forward only: a step that was not applied may not stand before one that was.
fn check_order(all: &[Migrations], before: &Applied) -> Result<()> {
    for migrations in all {
        let is_applied = |step: &Step| before.contains_key(&(migrations.owner.into(), step.name.into()));
        let first_new = migrations.steps.iter().position(|step| !is_applied(step));
        let last_old = migrations.steps.iter().rposition(is_applied);
        if let (Some(new), Some(old)) = (first_new, last_old)
            && new < old
        {
            let (new, old) = (migrations.steps[new].name, migrations.steps[old].name);
            let words = format_args!("{}/{new} is new and stands before {old}", migrations.owner);
            return Err(Error::other("migration", words));
        }
    }
    Ok(())
}

/// SHA-256 of the text, in which the two ways to end a line count as one.
fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
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
