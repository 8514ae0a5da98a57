//! Stated names and documents as kept: sealed, with keyed codes by which equal ones are found.

use super::rules::State;
use crate::person::lists;
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Sort};

row! {
    /// What somebody stated, with whose it is.
    #[derive(Clone, Debug)]
    pub struct RealName {
        /// The person.
        pub person_id: Uuid,
        /// The sign-in name.
        pub user_name: String,
        /// The account's name.
        pub name: String,
        /// Path of the unit.
        pub unit_path: String,
        /// The account's date of birth.
        pub born_on: Option<String>,
        /// Counts what was stated and decided.
        pub version: i64,
        /// Code of a [`State`].
        pub state: String,
        /// Code of a document.
        pub document: String,
        /// The stated name with stars.
        pub name_masked: String,
        /// The number with stars.
        pub number_masked: String,
        /// Keyed code of the number.
        pub number_mac: String,
        /// Keyed code of the stated name as it is compared.
        pub name_mac: String,
        /// Keyed code of the date of birth in the number.
        pub born_mac: Option<String>,
        /// When it was stated.
        pub stated_at: Timestamp,
        /// When it was decided.
        pub decided_at: Option<Timestamp>,
        /// By whom; none by the program.
        pub decided_by: Option<Uuid>,
        /// Why it was rejected.
        pub reason: String,
    }

    /// Something that became of it.
    #[derive(Clone, Debug)]
    pub struct Step {
        /// stated, verified, rejected, withdrawn, erased.
        pub act: String,
        /// Code of the document.
        pub document: String,
        /// Why.
        pub reason: String,
        /// Who did it; none: the program.
        pub by_person: Option<Uuid>,
        /// When.
        pub at: Timestamp,
    }

    /// Another account with the same number.
    #[derive(Clone, Debug)]
    pub struct Same {
        /// The account asked about.
        pub person_id: Uuid,
        /// The other.
        pub other_id: Uuid,
        /// Its name.
        pub other_name: String,
        /// Path of its unit.
        pub other_path: String,
    }

    /// What is sealed.
    pub struct Sealed {
        /// The stated name.
        pub name_sealed: Vec<u8>,
        /// The number.
        pub number_sealed: Vec<u8>,
    }
}

impl RealName {
    /// The state as kept; a word of a later version of the program counts as pending.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Pending)
    }
}

impl Keyed for RealName {
    fn order(&self, _: &str) -> Order {
        Order::from(self.stated_at)
    }
    fn id(&self) -> Uuid {
        self.person_id
    }
}

/// Columns of [`RealName`].
pub const COLUMNS: &str = "r.person_id, p.user_name, p.name, p.unit_path, p.born_on, r.version, r.state, r.document,
    r.name_masked, r.number_masked, r.number_mac, r.name_mac, r.born_mac, r.stated_at, r.decided_at, r.decided_by,
    r.reason";
/// Where they stand.
pub const FROM: &str = "accounts_real_name r JOIN accounts_person p ON p.id = r.person_id";
/// How the list may be sorted.
pub const SORTS: &[Sort] = &[Sort { name: "at", column: "r.stated_at" }];

/// What a person stated.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<RealName>> {
    tx.opt(
        "SELECT r.person_id, p.user_name, p.name, p.unit_path, p.born_on, r.version, r.state, r.document,
                r.name_masked, r.number_masked, r.number_mac, r.name_mac, r.born_mac, r.stated_at, r.decided_at,
                r.decided_by, r.reason
         FROM accounts_real_name r JOIN accounts_person p ON p.id = r.person_id
         WHERE r.person_id = $1",
        params![person],
    )
}

/// Where a person's statement stands; none where nothing is stated.
pub fn state_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<State>> {
    let found: Option<(String,)> =
        tx.opt("SELECT state FROM accounts_real_name WHERE person_id = $1", params![person])?;
    Ok(found.map(|(state,)| state.parse().unwrap_or(State::Pending)))
}

/// What is sealed of a person's statement.
pub fn sealed(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<Sealed>> {
    tx.opt("SELECT name_sealed, number_sealed FROM accounts_real_name WHERE person_id = $1", params![person])
}

/// Under which of these codes a number is kept already: one that was kept before a key was changed stays findable.
pub fn known_mac(tx: &mut Tx<'_>, macs: &[String]) -> Result<Option<String>> {
    let found: Vec<(String,)> = lists::by_texts(tx, macs, |n| {
        format!("SELECT number_mac FROM accounts_real_name WHERE number_mac IN ({}) LIMIT 1", list(1, n))
    })?;
    Ok(found.into_iter().next().map(|(mac,)| mac))
}

/// Other accounts with the same numbers as these people. One statement per 512 people.
pub fn same(tx: &mut Tx<'_>, people: &[Uuid]) -> Result<HashMap<Uuid, Vec<Same>>> {
    let found: Vec<Same> = lists::by_ids(tx, &lists::distinct(people), |n| {
        format!(
            "SELECT r.person_id, p.id AS other_id, p.name AS other_name, p.unit_path AS other_path
             FROM accounts_real_name r
             JOIN accounts_real_name o ON o.number_mac = r.number_mac AND o.person_id <> r.person_id
             JOIN accounts_person p ON p.id = o.person_id
             WHERE r.person_id IN ({}) ORDER BY p.name_key, p.id",
            list(1, n)
        )
    })?;
    let mut same: HashMap<Uuid, Vec<Same>> = HashMap::new();
    for one in found {
        same.entry(one.person_id).or_default().push(one);
    }
    Ok(same)
}

/// The version that comes after all that ever was stated and decided of a person: also what was withdrawn counts, so
/// that a page that was opened before decides nothing that was stated after it.
pub fn next_version(tx: &mut Tx<'_>, person: Uuid) -> Result<i64> {
    let last: i64 = tx.one(
        "SELECT COALESCE(max(version), 0) FROM accounts_real_name_step WHERE person_id = $1",
        params![person],
    )?;
    Ok(last + 1)
}

/// What is kept of a statement.
#[derive(Clone)]
pub struct New<'a> {
    /// Whose.
    pub person: Uuid,
    /// Its version.
    pub version: i64,
    /// Code of the document.
    pub document: &'a str,
    /// The stated name, sealed and with stars.
    pub name: (&'a [u8], &'a str),
    /// The number, sealed and with stars.
    pub number: (&'a [u8], &'a str),
    /// Keyed codes of number, name and date of birth.
    pub macs: (&'a str, &'a str, Option<&'a str>),
    /// Version of the consent.
    pub consent: i64,
    /// When.
    pub at: Timestamp,
}

/// Keeps a statement in place of whatever was stated before; it is pending.
pub fn keep(tx: &mut Tx<'_>, new: &New<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_real_name
             (person_id, version, state, document, name_sealed, name_masked, number_sealed, number_masked, number_mac,
              name_mac, born_mac, consent, stated_at, decided_at, decided_by, reason)
         VALUES ($1, $2, 'pending', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, '')
         ON CONFLICT (person_id) DO UPDATE
         SET version = excluded.version, state = excluded.state, document = excluded.document,
             name_sealed = excluded.name_sealed, name_masked = excluded.name_masked,
             number_sealed = excluded.number_sealed, number_masked = excluded.number_masked,
             number_mac = excluded.number_mac, name_mac = excluded.name_mac, born_mac = excluded.born_mac,
             consent = excluded.consent, stated_at = excluded.stated_at, decided_at = NULL, decided_by = NULL,
             reason = ''",
        params![
            new.person,
            new.version,
            new.document,
            new.name.0,
            new.name.1,
            new.number.0,
            new.number.1,
            new.macs.0,
            new.macs.1,
            new.macs.2,
            new.consent,
            new.at
        ],
    )?;
    Ok(())
}

/// Keeps a decision on the version that was looked at; false where it is another by now.
pub fn decide(
    tx: &mut Tx<'_>,
    person: Uuid,
    (seen, version): (i64, i64),
    state: State,
    reason: &str,
    (by, at): (Option<Uuid>, Timestamp),
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE accounts_real_name
         SET state = $4, version = $3, reason = $5, decided_by = $6, decided_at = $7
         WHERE person_id = $1 AND version = $2",
        params![person, seen, version, state.code(), reason, by, at],
    )?;
    Ok(changed > 0)
}

/// Forgets what a person stated; false where there was nothing.
pub fn erase(tx: &mut Tx<'_>, person: Uuid) -> Result<bool> {
    Ok(tx.exec("DELETE FROM accounts_real_name WHERE person_id = $1", params![person])? > 0)
}

/// A step of the history.
#[derive(Clone, Debug)]
pub struct NewStep<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The version that it made.
    pub version: i64,
    /// What happened.
    pub act: &'a str,
    /// Code of the document.
    pub document: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Who did it.
    pub by: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

/// Adds a step to the history.
pub fn step(tx: &mut Tx<'_>, new: &NewStep<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_real_name_step (id, person_id, version, act, document, reason, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, new.person, new.version, new.act, new.document, new.reason, new.by, new.at],
    )?;
    Ok(())
}

/// The latest steps of a person's history, the latest first.
pub fn steps(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Step>> {
    tx.all(
        "SELECT act, document, reason, by_person, at FROM accounts_real_name_step
         WHERE person_id = $1 ORDER BY version DESC, at DESC LIMIT 50",
        params![person],
    )
}
