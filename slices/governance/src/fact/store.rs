//! How facts are kept. Telling one twice changes nothing; what changes a person's facts marks the person to be judged.

use super::{Fact, FactKind};
use std::collections::BTreeMap;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

/// A fact as its source tells it.
#[derive(Clone, Debug)]
pub struct NewFact<'a> {
    /// Its id.
    pub id: Uuid,
    /// Of which kind.
    pub kind: FactKind,
    /// Of whom.
    pub person: Uuid,
    /// What it is about.
    pub subject: Uuid,
    /// What to call that on pages: a course's title, a case's number.
    pub label: &'a str,
    /// When it happened.
    pub happened_at: Timestamp,
    /// The slice that tells it.
    pub source: &'static str,
}

/// What came of telling a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is known already.
    Known,
    /// It is new; what may follow of it the next night finds.
    New,
    /// It is new, and its person is marked to be judged at once.
    Marked,
}

/// Of courses that open and are completed nothing follows before their month is over.
fn waits(fact: &NewFact<'_>, now: Timestamp) -> bool {
    let monthly = [super::REQUIRED_OPENED, super::REQUIRED_ENDED, super::REQUIRED_DONE];
    monthly.contains(&fact.kind) && fact.happened_at + Span::of_days(1) > now
}

/// Records a fact as known at `now`. One that holds already stays as it is.
///
/// # Errors
/// Those of the database.
pub fn record(tx: &mut Tx<'_>, fact: &NewFact<'_>, now: Timestamp) -> Result<Told> {
    let added = tx.exec(
        "INSERT INTO governance_fact (id, kind, person_id, subject_id, label, happened_at, known_at, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        params![
            fact.id,
            fact.kind.0,
            fact.person,
            fact.subject,
            fact.label,
            fact.happened_at,
            now,
            fact.source
        ],
    )?;
    match added {
        0 => return Ok(Told::Known),
        _ if waits(fact, now) => return Ok(Told::New),
        _ => mark(tx, fact.person, now)?,
    }
    Ok(Told::Marked)
}

/// Somebody found a fact to be so.
///
/// # Errors
/// Those of the database.
pub fn found_by(tx: &mut Tx<'_>, fact: Uuid, person: Uuid) -> Result<()> {
    tx.exec("UPDATE governance_fact SET told_by = $2 WHERE id = $1", params![fact, person])?;
    Ok(())
}

/// Who found some facts to be so; none of those that the program told.
pub fn finders(tx: &mut Tx<'_>, facts: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for some in facts.chunks(512) {
        let sql = format!(
            "SELECT told_by FROM governance_fact WHERE told_by IS NOT NULL AND id IN ({})",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        found.extend(tx.all::<Uuid>(&sql, &given)?);
    }
    Ok(found)
}

/// Takes back what was told of a subject and does not hold any more; how many facts that were.
///
/// # Errors
/// Those of the database.
pub fn take_back(
    tx: &mut Tx<'_>,
    (person, kind, subject): (Uuid, FactKind, Uuid),
    happened_at: Option<Timestamp>,
    reason: &str,
    now: Timestamp,
) -> Result<u64> {
    let gone = tx.exec(
        "UPDATE governance_fact SET gone_at = $4, gone_reason = $5
         WHERE person_id = $1 AND kind = $2 AND subject_id = $3 AND gone_at IS NULL
           AND happened_at = COALESCE($6, happened_at)",
        params![person, kind.0, subject, now, reason, happened_at],
    )?;
    if gone > 0 {
        mark(tx, person, now)?;
    }
    Ok(gone)
}

/// Finds one fact not to be so.
///
/// # Errors
/// Those of the database.
pub fn refute(tx: &mut Tx<'_>, id: Uuid, person: Uuid, reason: &str, now: Timestamp) -> Result<bool> {
    let gone = tx.exec(
        "UPDATE governance_fact SET gone_at = $3, gone_reason = $4
         WHERE id = $1 AND person_id = $2 AND gone_at IS NULL",
        params![id, person, now, reason],
    )?;
    if gone > 0 {
        mark(tx, person, now)?;
    }
    Ok(gone > 0)
}

/// Marks a person to be judged.
///
/// # Errors
/// Those of the database.
pub fn mark(tx: &mut Tx<'_>, person: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO governance_stale (person_id, since) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET since = excluded.since",
        params![person, now],
    )?;
    Ok(())
}

/// The next people who are marked, in the order of their ids.
pub fn marked(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM governance_stale WHERE person_id > $1 ORDER BY person_id LIMIT $2",
        params![after, limit],
    )
}

/// A person was judged at a moment; a mark set since stays.
pub fn judged(tx: &mut Tx<'_>, person: Uuid, at: Timestamp) -> Result<()> {
    tx.exec("DELETE FROM governance_stale WHERE person_id = $1 AND since <= $2", params![person, at])?;
    Ok(())
}

/// The next people of whom anything is known, in the order of their ids.
pub fn people(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT person_id FROM governance_fact WHERE person_id > $1 GROUP BY person_id ORDER BY person_id LIMIT $2",
        params![after, limit],
    )
}

row! {
    struct Row {
        id: Uuid,
        kind: String,
        person_id: Uuid,
        subject_id: Uuid,
        happened_at: Timestamp,
        known_at: Timestamp,
        gone_at: Option<Timestamp>,
    }
}

/// All facts of some people, by person, in the order in which they happened; those that were taken back too.
pub fn of(tx: &mut Tx<'_>, persons: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Fact>>> {
    let mut found: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
    for some in persons.chunks(512) {
        let sql = format!(
            "SELECT id, kind, person_id, subject_id, happened_at, known_at, gone_at
             FROM governance_fact WHERE person_id IN ({}) ORDER BY person_id, happened_at, id",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        tx.each::<Row>(&sql, &given, |row| {
            // A kind that this version of the program does not know is nobody's ground.
            if let Some(kind) = FactKind::of(&row.kind) {
                found.entry(row.person_id).or_default().push(Fact {
                    id: row.id,
                    kind,
                    person: row.person_id,
                    subject: row.subject_id,
                    happened_at: row.happened_at,
                    known_at: row.known_at,
                    gone_at: row.gone_at,
                });
            }
            Ok(())
        })?;
    }
    Ok(found)
}

row! {
    /// A fact as a page shows it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shown {
        /// Its id.
        pub id: Uuid,
        /// Its kind.
        pub kind: String,
        /// What it is about.
        pub subject_id: Uuid,
        /// What that is called.
        pub label: String,
        /// When it happened.
        pub happened_at: Timestamp,
        /// When it became known.
        pub known_at: Timestamp,
        /// Who told it.
        pub source: String,
        /// When it was found not to be so.
        pub gone_at: Option<Timestamp>,
        /// And why.
        pub gone_reason: Option<String>,
    }
}

/// Some facts by their ids, in the order in which they happened.
pub fn shown(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<Vec<Shown>> {
    let mut all = Vec::new();
    for some in ids.chunks(512) {
        let sql = format!(
            "SELECT id, kind, subject_id, label, happened_at, known_at, source, gone_at, gone_reason
             FROM governance_fact WHERE id IN ({}) ORDER BY happened_at, id",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        all.extend(tx.all::<Shown>(&sql, &given)?);
    }
    all.sort_by_key(|it| (it.happened_at, it.id));
    Ok(all)
}
