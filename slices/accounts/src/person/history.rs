//! The history of an account: every change of what it is shown as, with who, when, why and by which article (ACC-5).

use super::{Deed, citing::Citing, rules::Shown};
use crate::credential::store::Known;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// A change.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Whose account.
    pub person: Uuid,
    /// What led to it, as `accounts-state-act-` names it.
    pub act: &'static str,
    /// Code of what it was shown as.
    pub before: &'a str,
    /// Code of what it is shown as.
    pub after: &'a str,
    /// When that ends by itself.
    pub until: Option<Timestamp>,
    /// Why, in words; empty where the program acts by itself.
    pub reason: &'a str,
    /// By which article.
    pub citing: &'a Citing,
}

/// Writes a line; takes one id of the deed.
///
/// # Errors
/// Those of the database.
pub fn note(tx: &mut Tx<'_>, deed: &Deed<'_>, line: &Line<'_>) -> Result<()> {
    note_at(tx, deed, deed.now(), deed.person(), line)
}

/// As [`note`], of another moment or person than the deed's.
///
/// # Errors
/// Those of the database.
pub fn note_at(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    at: Timestamp,
    by: Option<Uuid>,
    line: &Line<'_>,
) -> Result<()> {
    let (regulation, version, article, uncited) = line.citing.columns();
    tx.exec(
        "INSERT INTO accounts_state_change
             (id, person_id, act, state_before, state_after, until, at, by_person, reason, regulation, version, article,
              uncited)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            deed.id()?,
            line.person,
            line.act,
            line.before,
            line.after,
            line.until,
            at,
            by,
            line.reason,
            regulation,
            version,
            article,
            uncited
        ],
    )?;
    Ok(())
}

row! {
    /// A line as kept.
    #[derive(Clone, Debug)]
    pub struct Row {
        /// What led to it; none in lines of an earlier version of the program.
        pub act: Option<String>,
        /// Code of what it was shown as.
        pub state_before: String,
        /// Code of what it was shown as from then on.
        pub state_after: String,
        /// When that ended by itself.
        pub until: Option<Timestamp>,
        /// When.
        pub at: Timestamp,
        /// By whom; none: by the program.
        pub by_person: Option<Uuid>,
        /// Why.
        pub reason: String,
        /// Title of the regulation.
        pub regulation: Option<String>,
        /// Its version.
        pub version: Option<i64>,
        /// The article.
        pub article: Option<String>,
        /// Why none is cited.
        pub uncited: Option<String>,
    }
}

impl Row {
    /// By which article.
    pub fn citing(&self) -> Citing {
        Citing::kept(self.regulation.clone(), self.version, self.article.clone(), self.uncited.clone())
    }
}

/// The latest hundred lines of an account, the newest first.
///
/// # Errors
/// Those of the database.
pub fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Row>> {
    tx.all(
        "SELECT act, state_before, state_after, until, at, by_person, reason, regulation, version, article, uncited
         FROM accounts_state_change WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT 100",
        params![person],
    )
}

/// What an account is shown as.
pub fn shown(known: &Known, now: Timestamp) -> Shown {
    super::list::shown(&known.state, known.state_until, known.must_change, known.locked_until, now)
}

/// What it is shown as once it is no longer locked and its password is right.
const fn behind_lock(must_change: bool) -> Shown {
    if must_change { Shown::MustChange } else { Shown::Active }
}

/// An account in use was locked by failures; takes one id.
///
/// # Errors
/// Those of the database.
pub fn locked(tx: &mut Tx<'_>, deed: &Deed<'_>, known: &Known, until: Timestamp) -> Result<()> {
    let before = shown(known, deed.now());
    if !matches!(before, Shown::Active | Shown::MustChange) {
        return Ok(());
    }
    let citing = Citing::policy(tx, "lockout")?;
    let line = Line {
        person: known.person,
        act: "lock",
        before: before.code(),
        after: Shown::Locked.code(),
        until: Some(until),
        reason: "",
        citing: &citing,
    };
    note_at(tx, deed, deed.now(), None, &line)
}

/// A lock ran out at `until`; takes one id.
///
/// # Errors
/// Those of the database.
pub fn lock_over(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: Uuid,
    must_change: bool,
    until: Timestamp,
) -> Result<()> {
    let citing = Citing::policy(tx, "lockout")?;
    let line = Line {
        person,
        act: "lock-over",
        before: Shown::Locked.code(),
        after: behind_lock(must_change).code(),
        until: None,
        reason: "",
        citing: &citing,
    };
    note_at(tx, deed, until, None, &line)
}

/// The password of an account in use was changed or has to be; takes one id, where something changes.
///
/// # Errors
/// Those of the database.
pub fn password(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    known: &Known,
    act: &'static str,
    after: Shown,
    reason: &str,
) -> Result<()> {
    let before = shown(known, deed.now());
    let in_use = matches!(before, Shown::Active | Shown::MustChange | Shown::Locked);
    if !in_use || (before == after && act != "reset") {
        return Ok(());
    }
    // The owner at the door is not yet somebody signed in.
    let by = deed.person().or((act != "reset").then_some(known.person));
    let line = Line {
        person: known.person,
        act,
        before: before.code(),
        after: after.code(),
        until: None,
        reason,
        citing: &Citing::Nothing,
    };
    note_at(tx, deed, deed.now(), by, &line)
}

row! {
    /// A lock that has run out and is not yet written off.
    #[derive(Clone, Debug)]
    pub struct Over {
        /// Whose.
        pub person_id: Uuid,
        /// Whether the password has to be changed.
        pub must_change: bool,
        /// When it ran out.
        pub locked_until: Timestamp,
    }
}

/// Up to `limit` locks that have run out.
///
/// # Errors
/// Those of the database.
pub fn locks_over(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<Over>> {
    tx.all(
        "SELECT person_id, must_change, locked_until FROM accounts_credential
         WHERE locked_until IS NOT NULL AND locked_until <= $1 ORDER BY locked_until, person_id LIMIT $2",
        params![now, limit],
    )
}
