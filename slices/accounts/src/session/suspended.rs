//! Suspensions: which article they rest on, and that they restore themselves (ACC-5).

use crate::person::{
    Deed,
    citing::Citing,
    events::{PERSON_STATE_CHANGED, StateChanged},
    history::{self, Line},
    rules::State,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// What the last change cites by which a person's account was taken out of use.
///
/// # Errors
/// Those of the database.
pub fn article(tx: &mut Tx<'_>, person: Uuid) -> Result<Citing> {
    type Columns = (Option<String>, Option<i64>, Option<String>, Option<String>);
    let found: Option<Columns> = tx.opt(
        "SELECT regulation, version, article, uncited FROM accounts_state_change
         WHERE person_id = $1 AND state_after IN ('suspended', 'frozen', 'closed', 'revoked')
         ORDER BY at DESC, id DESC LIMIT 1",
        params![person],
    )?;
    let kept = |(regulation, version, article, uncited)| Citing::kept(regulation, version, article, uncited);
    Ok(found.map(kept).unwrap_or_default())
}

row! {
    /// A suspension that has run out and is not yet written off.
    #[derive(Clone, Debug)]
    pub struct Over {
        /// Whose.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// The unit's path.
        pub unit_path: String,
        /// When it ended.
        pub until: Timestamp,
    }
}

/// Up to `limit` suspensions that have run out.
///
/// # Errors
/// Those of the database.
pub fn over(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<Over>> {
    tx.all(
        "SELECT id, name, unit_path, state_until AS until FROM accounts_person
         WHERE state = 'suspended' AND state_until <= $1 ORDER BY state_until, id LIMIT $2",
        params![now, limit],
    )
}

/// Writes down that an account is in use again: it has been so since its suspension ended. Takes three ids.
///
/// # Errors
/// Those of the database.
pub fn restore(tx: &mut Tx<'_>, deed: &Deed<'_>, over: &Over, reason: &str) -> Result<()> {
    let changed = tx.exec(
        "UPDATE accounts_person SET state = 'active', state_until = NULL, version = version + 1
         WHERE id = $1 AND state = 'suspended' AND state_until <= $2",
        params![over.id, deed.now()],
    )?;
    if changed == 0 {
        return Ok(());
    }
    let citing = article(tx, over.id)?;
    let line = Line {
        person: over.id,
        act: "suspension-over",
        before: State::Suspended.code(),
        after: State::Active.code(),
        until: None,
        reason,
        citing: &citing,
    };
    history::note_at(tx, deed, over.until, None, &line)?;
    let entry = deed
        .entry("accounts.person-restored")?
        .on("person", over.id, over.name.as_str())
        .within(over.unit_path.as_str())
        .change(&State::Suspended.code(), &State::Active.code());
    xingtan_audit::record(tx, &citing.cite(entry))?;
    let change = StateChanged {
        from: State::Suspended.code().to_owned(),
        to: State::Active.code().to_owned(),
        until: None,
    };
    xingtan_events::publish(tx, &deed.event(PERSON_STATE_CHANGED, over.id)?.with(&change)?)
}
