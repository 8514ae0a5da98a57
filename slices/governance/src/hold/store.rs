//! What holds accounts, as kept.

use super::rules::Weight;
use xingtan_accounts::api::Citing;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// Something that takes access away.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Hold {
        /// The measure or the case.
        pub subject_id: Uuid,
        /// From whom.
        pub person_id: Uuid,
        /// Whether it revokes the account; otherwise it suspends it.
        pub revokes: bool,
        /// Since when.
        pub since: Timestamp,
        /// When it ends by itself.
        pub ends_at: Option<Timestamp>,
        /// The regulation by which it was decided.
        pub regulation: Option<String>,
        /// Its version.
        pub regulation_version: Option<i64>,
        /// The article.
        pub article: Option<String>,
        /// Where its person contests it, signed in or not.
        pub contest: String,
    }
}

impl Hold {
    /// What the rules know of it.
    pub fn weight(&self) -> Weight {
        Weight { revokes: self.revokes, since: self.since, ends: self.ends_at }
    }

    /// The article, for the history of the account.
    pub fn citing(&self) -> Citing {
        match (&self.regulation, self.regulation_version, &self.article) {
            (Some(regulation), Some(version), Some(number)) => {
                Citing::Article { regulation: regulation.clone(), version, number: number.clone() }
            }
            _ => Citing::Nothing,
        }
    }
}

/// Keeps one, in place of what was kept of its subject; what is over of its person goes.
pub fn add(tx: &mut Tx<'_>, it: &Hold) -> Result<()> {
    tx.exec(
        "DELETE FROM governance_hold WHERE subject_id = $1 OR (person_id = $2 AND ends_at <= $3)",
        params![it.subject_id, it.person_id, it.since],
    )?;
    tx.exec(
        "INSERT INTO governance_hold (subject_id, person_id, revokes, since, ends_at, regulation, regulation_version,
                article, contest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            it.subject_id,
            it.person_id,
            it.revokes,
            it.since,
            it.ends_at,
            it.regulation,
            it.regulation_version,
            it.article,
            it.contest
        ],
    )?;
    Ok(())
}

/// It does not hold any more.
pub fn remove(tx: &mut Tx<'_>, subject: Uuid) -> Result<()> {
    tx.exec("DELETE FROM governance_hold WHERE subject_id = $1", params![subject])?;
    Ok(())
}

/// All that is kept of somebody, the oldest first.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Hold>> {
    tx.all(
        "SELECT subject_id, person_id, revokes, since, ends_at, regulation, regulation_version, article, contest
         FROM governance_hold WHERE person_id = $1 ORDER BY since, subject_id",
        params![person],
    )
}
