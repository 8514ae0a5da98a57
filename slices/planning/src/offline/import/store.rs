//! What files said of the register, as kept.

use super::rules::Row;
use crate::offline::{rules::MOST, store::Attendee};
use std::collections::HashSet;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list, params, row};

/// Notes what a file says of an entry.
pub fn name(tx: &mut Tx<'_>, offline: Uuid, import_key: &str) -> Result<()> {
    tx.exec("UPDATE planning_offline SET import_key = $2 WHERE id = $1", params![offline, import_key])?;
    Ok(())
}

/// Notes that a row was taken in.
pub fn took(tx: &mut Tx<'_>, row_key: &str, offline: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO planning_offline_row (row_key, offline_id) VALUES ($1, $2)",
        params![row_key, offline],
    )?;
    Ok(())
}

/// One more takes part, where the entry still says what the file said and has room. False where it does not.
pub fn join(tx: &mut Tx<'_>, offline: Uuid, row: &Row, person: &Attendee) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE planning_offline SET people = people + 1, version = version + 1
         WHERE id = $1 AND withdrawn_at IS NULL AND import_key IS NOT NULL AND people < $2",
        params![offline, MOST as i64],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO planning_offline_person
             (offline_id, person_id, person_name, user_name, unit_path, day, seconds, held)
         VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)",
        params![
            offline,
            person.person_id,
            person.person_name,
            person.user_name,
            person.unit_path,
            row.day,
            row.seconds
        ],
    )?;
    Ok(true)
}

/// Which of these rows were taken in before. One statement.
pub fn taken(tx: &mut Tx<'_>, row_keys: &[String]) -> Result<HashSet<String>> {
    if row_keys.is_empty() {
        return Ok(HashSet::new());
    }
    let sql =
        format!("SELECT row_key FROM planning_offline_row WHERE row_key IN ({})", list(1, row_keys.len()));
    let given: Vec<_> = row_keys.iter().map(|key| xingtan_db::Param::Text(key)).collect();
    Ok(tx.all::<String>(&sql, &given)?.into_iter().collect())
}

row! {
    /// An entry that rows may join.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Open {
        /// The entry.
        pub id: Uuid,
        /// What a file says of it.
        pub import_key: String,
        /// How many took part.
        pub people: i64,
    }
}

/// The entries that rows with these keys may join, the oldest first. One statement.
pub fn open(tx: &mut Tx<'_>, import_keys: &[String]) -> Result<Vec<Open>> {
    if import_keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, import_key, people FROM planning_offline
         WHERE withdrawn_at IS NULL AND import_key IN ({}) ORDER BY id",
        list(1, import_keys.len())
    );
    let given: Vec<_> = import_keys.iter().map(|key| xingtan_db::Param::Text(key)).collect();
    tx.all(&sql, &given)
}

row! {
    /// Somebody's part in an entry that stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Part {
        /// Who.
        pub person_id: Uuid,
        /// The day.
        pub day: String,
        /// What it was about.
        pub topic: String,
        /// Where.
        pub place: String,
        /// How long, in seconds.
        pub seconds: i64,
    }
}

/// In what these people took part on the days from the first to the last. One statement.
pub fn parts(tx: &mut Tx<'_>, persons: &[Uuid], (from, to): (&str, &str)) -> Result<Vec<Part>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.person_id, p.day, o.topic, o.place, p.seconds
         FROM planning_offline_person p JOIN planning_offline o ON o.id = p.offline_id
         WHERE p.held AND p.day >= $1 AND p.day <= $2 AND p.person_id IN ({})",
        list(3, persons.len())
    );
    let mut given = vec![xingtan_db::Param::Text(from), xingtan_db::Param::Text(to)];
    given.extend(persons.iter().copied().map(xingtan_db::Param::Uuid));
    tx.all(&sql, &given)
}
