//! A person's page of notices.

use crate::{Position, letter};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam, Tx, params, row};
use xingtan_i18n::Locale;

row! {
    /// A notice as the page shows it.
    #[derive(Clone, Debug)]
    pub struct NoticeRow {
        /// Its id.
        pub id: Uuid,
        /// Name of its kind.
        pub kind: String,
        /// Whether it concerns a duty.
        pub duty: bool,
        /// Key and values as JSON; see [`NoticeRow::title`].
        pub message: String,
        /// Where it leads: a path of this site.
        pub link: Option<String>,
        /// When it came.
        pub at: Timestamp,
        /// When it was read.
        pub read_at: Option<Timestamp>,
    }
}

impl NoticeRow {
    /// What it says, in the reader's language.
    pub fn title(&self, locale: &Locale) -> String {
        letter::title(&self.message, locale)
    }

    /// The text below, in paragraphs; none where the kind has no more to say.
    pub fn paragraphs(&self, locale: &Locale) -> Vec<String> {
        letter::paragraphs(&self.message, locale)
    }

    /// Where a next page begins.
    pub fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// How many notices a person has not read.
///
/// # Errors
/// Those of the database.
pub fn unread(tx: &mut Tx<'_>, person: Uuid) -> Result<i64> {
    tx.one("SELECT count(*) FROM notify_notice WHERE person = $1 AND read_at IS NULL", params![person])
}

/// Up to `limit` notices of a person, the newest first, after the one that ended the page before.
///
/// # Errors
/// Those of the database.
pub fn notices(
    tx: &mut Tx<'_>,
    person: Uuid,
    unread_only: bool,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<NoticeRow>> {
    let mut sql =
        "SELECT id, kind, duty, message, link, at, read_at FROM notify_notice WHERE person = $1".to_owned();
    let mut given: Vec<Param<'_>> = vec![person.to_param(), limit.to_param()];
    if unread_only {
        sql.push_str(" AND read_at IS NULL");
    }
    if let Some(position) = &after {
        given.extend([position.at.to_param(), position.id.to_param()]);
        sql.push_str(" AND (at, id) < ($3, $4)");
    }
    sql.push_str(" ORDER BY at DESC, id DESC LIMIT $2");
    tx.all(&sql, &given)
}

/// Marks a notice of this person read; where it leads, if it leads anywhere. None where there is no such notice.
///
/// # Errors
/// Those of the database.
pub fn mark_read(tx: &mut Tx<'_>, person: Uuid, id: Uuid, now: Timestamp) -> Result<Option<Option<String>>> {
    let link: Option<(Option<String>,)> = tx.opt(
        "UPDATE notify_notice SET read_at = coalesce(read_at, $3) WHERE id = $1 AND person = $2 RETURNING link",
        params![id, person, now],
    )?;
    Ok(link.map(|(link,)| link))
}

/// Marks all notices of this person read that came until `until`; answers how many there were.
///
/// # Errors
/// Those of the database.
pub fn mark_all_read(tx: &mut Tx<'_>, person: Uuid, until: Timestamp, now: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE notify_notice SET read_at = $3 WHERE person = $1 AND read_at IS NULL AND at <= $2",
        params![person, until, now],
    )
}

/// Removes everything that was sent to a person, and their choices (GOV-10).
///
/// # Errors
/// Those of the database.
pub fn forget(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    tx.exec("DELETE FROM notify_notice WHERE person = $1", params![person])?;
    tx.exec("DELETE FROM notify_mail WHERE person = $1", params![person])?;
    tx.exec("DELETE FROM notify_preference WHERE person = $1", params![person])?;
    Ok(())
}
