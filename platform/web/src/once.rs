//! A form acts once: a double click, a repeated submit or a reload answers the same and does nothing more.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params};

/// The key in a form's hidden field `form_key`, made when the form was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormKey(pub Uuid);

/// Whether a submission is the first with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// Go on.
    First,
    /// It was done before and led there.
    Before(String),
}

impl FormKey {
    /// Asks, inside the unit that acts, whether this key acted before, and notes where it leads. A form without
    /// a key (a program's post) always acts.
    pub fn enter(
        key: Option<FormKey>,
        tx: &mut Tx<'_>,
        person: Option<Uuid>,
        location: &str,
        now: Timestamp,
    ) -> Result<Once> {
        let Some(FormKey(own)) = key else { return Ok(Once::First) };
        if let Some(location) = FormKey::before(key, tx, person)? {
            return Ok(Once::Before(location));
        }
        tx.exec(
            "INSERT INTO web_submission (key, person_id, location, at) VALUES ($1, $2, $3, $4)",
            params![own, person, location, now],
        )?;
        Ok(Once::First)
    }

    /// Where this key led when it acted before, for what is done outside the unit; none when it did not.
    ///
    /// # Errors
    /// Those of the database.
    pub fn before(key: Option<FormKey>, tx: &mut Tx<'_>, person: Option<Uuid>) -> Result<Option<String>> {
        let Some(FormKey(key)) = key else { return Ok(None) };
        tx.opt(
            "SELECT location FROM web_submission
             WHERE key = $1 AND (person_id = $2 OR (person_id IS NULL AND $3))",
            params![key, person, person.is_none()],
        )
    }

    /// Forgets up to `limit` keys older than `before`, and as many of posts by API; called by the nightly job until
    /// nothing is left.
    ///
    /// # Errors
    /// Those of the database.
    pub fn sweep(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
        let posts = crate::json::sweep(tx, before, limit)?;
        let forms = tx.exec(
            "DELETE FROM web_submission
             WHERE key IN (SELECT key FROM web_submission WHERE at < $1 ORDER BY key LIMIT $2)",
            params![before, limit],
        )?;
        Ok(posts + forms)
    }
}
