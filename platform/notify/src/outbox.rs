//! The queue of mails, and what an administrator sees of it.

use crate::{
    MAIL,
    rules::{self, After},
};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Param, Result, ToParam, Tx, params, row};
use xingtan_jobs::{Job, enqueue};

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailState {
    /// It waits to be sent.
    Queued,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Failed,
    /// No mail server is configured; it can be read and sent later.
    Kept,
}

impl MailState {
    /// All states.
    pub const ALL: [MailState; 4] = [MailState::Queued, MailState::Sent, MailState::Failed, MailState::Kept];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            MailState::Queued => "queued",
            MailState::Sent => "sent",
            MailState::Failed => "failed",
            MailState::Kept => "kept",
        }
    }

    /// The state of a word.
    pub fn of(code: &str) -> Option<MailState> {
        MailState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("notify-state-{}", self.code())
    }
}

/// The row that ended a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its moment.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

row! {
    /// A mail as the outbox shows it.
    #[derive(Clone, Debug)]
    pub struct MailRow {
        /// Its id.
        pub id: Uuid,
        /// To whom, if they have an account.
        pub person: Option<Uuid>,
        /// Name of its kind.
        pub kind: String,
        /// Name of the recipient.
        pub name: String,
        /// Address of the recipient.
        pub address: String,
        /// Tag of its language.
        pub lang: String,
        /// Key and values as JSON; see [`MailRow::title`].
        pub message: String,
        /// Where it leads: a path of this site.
        pub link: Option<String>,
        /// When it was queued.
        pub at: Timestamp,
        /// Code of its [`MailState`].
        pub state: String,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next.
        pub next_at: Timestamp,
        /// What the mail server said last; none while an attempt is under way.
        pub error: Option<String>,
        /// When it was sent, given up or kept.
        pub ended_at: Option<Timestamp>,
    }

    /// A mail that this node is to send.
    #[derive(Clone, Debug)]
    pub(crate) struct Queued {
        pub id: Uuid,
        pub kind: String,
        pub name: String,
        pub address: String,
        pub lang: String,
        pub message: String,
        pub link: Option<String>,
        pub attempts: i64,
    }
}

impl MailRow {
    /// Where the mail stands. A word of a later version of the program counts as queued.
    pub fn state(&self) -> MailState {
        MailState::of(&self.state).unwrap_or(MailState::Queued)
    }

    /// Its subject line, in the given language.
    pub fn title(&self, locale: &xingtan_i18n::Locale) -> String {
        crate::letter::title(&self.message, locale)
    }

    /// The text below, in paragraphs.
    pub fn paragraphs(&self, locale: &xingtan_i18n::Locale) -> Vec<String> {
        crate::letter::paragraphs(&self.message, locale)
    }

    /// Whether [`requeue`] would send it again.
    pub fn may_requeue(&self) -> bool {
        match self.state() {
            MailState::Failed | MailState::Kept => true,
            MailState::Queued => self.error.is_some(),
            MailState::Sent => false,
        }
    }

    /// Where a next page begins.
    pub fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// The table that a page of mails reads, and the columns of a [`MailRow`].
pub const TABLE: &str = "notify_mail";
/// See [`TABLE`].
pub const COLUMNS: &str =
    "id, person, kind, name, address, lang, message, link, at, state, attempts, next_at, error, ended_at";

/// Up to `limit` mails, the newest first, after the one that ended the page before.
///
/// # Errors
/// Those of the database.
pub fn mails(
    tx: &mut Tx<'_>,
    state: Option<MailState>,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<MailRow>> {
    let mut sql = format!("SELECT {COLUMNS} FROM notify_mail WHERE TRUE");
    let mut given: Vec<Param<'_>> = vec![limit.to_param()];
    let state = state.map(MailState::code);
    if let Some(state) = &state {
        given.push(state.to_param());
        sql.push_str(&format!(" AND state = ${}", given.len()));
    }
    if let Some(position) = &after {
        given.extend([position.at.to_param(), position.id.to_param()]);
        sql.push_str(&format!(" AND (at, id) < (${}, ${})", given.len() - 1, given.len()));
    }
    sql.push_str(" ORDER BY at DESC, id DESC LIMIT $1");
    tx.all(&sql, &given)
}

/// One mail; none where there is no such mail.
///
/// # Errors
/// Those of the database.
pub fn mail(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<MailRow>> {
    let sql = format!("SELECT {COLUMNS} FROM notify_mail WHERE id = $1");
    tx.opt(&sql, params![id])
}

/// How many mails stand where; states without mails are left out.
///
/// # Errors
/// Those of the database.
pub fn count_by_state(tx: &mut Tx<'_>) -> Result<Vec<(MailState, i64)>> {
    let counts: Vec<(String, i64)> =
        tx.all("SELECT state, count(*) FROM notify_mail GROUP BY state ORDER BY state", params![])?;
    Ok(counts.into_iter().filter_map(|(code, n)| Some((MailState::of(&code)?, n))).collect())
}

/// Queues a failed or kept mail again, or one that waits for its next attempt, and orders the job that sends it, with
/// the id `job`; false where the mail is none of these. It goes out within a minute.
///
/// # Errors
/// Those of the database.
pub fn requeue(tx: &mut Tx<'_>, id: Uuid, job: Uuid, now: Timestamp) -> Result<bool> {
    // A queued mail on its way has no error yet: sent anew meanwhile it would go out twice.
    let changed = tx.exec(
        "UPDATE notify_mail SET state = 'queued', attempts = 0, next_at = $2, error = NULL, ended_at = NULL
         WHERE id = $1 AND (state IN ('failed', 'kept') OR (state = 'queued' AND error IS NOT NULL))",
        params![id, now],
    )?;
    if changed == 1 {
        enqueue(tx, &Job::new(job, MAIL, now).single("outbox").priority(10))?;
    }
    Ok(changed == 1)
}

/// Removes up to `limit` mails that ended before `before` and read notices from before then; answers how many rows.
/// The caller repeats it until 0, a unit each.
///
/// # Errors
/// Those of the database.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    let mails = tx.exec(
        "DELETE FROM notify_mail WHERE id IN (
             SELECT id FROM notify_mail WHERE at < $1 AND state <> 'queued' ORDER BY at LIMIT $2)",
        params![before, limit],
    )?;
    let notices = tx.exec(
        "DELETE FROM notify_notice WHERE id IN (
             SELECT id FROM notify_notice WHERE at < $1 AND read_at IS NOT NULL ORDER BY at LIMIT $2)",
        params![before, limit],
    )?;
    Ok(mails + notices)
}

/// Takes up to `limit` due mails until `now` plus `lease`; after that another node may take them.
pub(crate) fn claim(tx: &mut Tx<'_>, now: Timestamp, lease: Span, limit: i64) -> Result<Vec<Queued>> {
    tx.all(CLAIM, params![now, now + lease, limit])
}

const CLAIM: &str = "UPDATE notify_mail SET attempts = attempts + 1, next_at = $2, error = NULL
     WHERE state = 'queued' AND next_at <= $1
       AND id IN (
           SELECT id FROM notify_mail WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT $3)
     RETURNING id, kind, name, address, lang, message, link, attempts";

/// Keeps up to `limit` due mails: no mail server is configured.
pub(crate) fn keep(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(KEEP, params![now, limit])
}

const KEEP: &str = "UPDATE notify_mail SET state = 'kept', ended_at = $1
     WHERE id IN (
         SELECT id FROM notify_mail WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT $2)";

/// Notes that the mail server took it.
pub(crate) fn sent(tx: &mut Tx<'_>, mail: &Queued, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE notify_mail SET state = 'sent', ended_at = $3, error = NULL
         WHERE id = $1 AND attempts = $2 AND state = 'queued'",
        params![mail.id, mail.attempts, now],
    )?;
    Ok(())
}

/// Notes that it was not taken.
pub(crate) fn refused(
    tx: &mut Tx<'_>,
    mail: &Queued,
    error: &str,
    permanent: bool,
    now: Timestamp,
) -> Result<()> {
    let (state, next_at, ended_at) = match rules::after(mail.attempts, permanent) {
        After::Again(wait) => (MailState::Queued, now + wait, None),
        After::Failed => (MailState::Failed, now, Some(now)),
    };
    tx.exec(
        "UPDATE notify_mail SET state = $3, next_at = $4, error = $5, ended_at = $6
         WHERE id = $1 AND attempts = $2 AND state = 'queued'",
        params![mail.id, mail.attempts, state.code(), next_at, error, ended_at],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CLAIM, KEEP};
    use xingtan_clock::Timestamp;
    use xingtan_db::params;

    /// Sorted first, every handful of mails would cost as much as the whole queue is long.
    #[tokio::test]
    async fn sqlite_takes_mails_in_the_order_of_their_index() {
        let db = xingtan_testkit::sqlite(&[crate::migrations()]).await;
        for (text, values) in [(CLAIM, 3), (KEEP, 2)] {
            let sql = format!("EXPLAIN QUERY PLAN {text}");
            let now = Timestamp::from_seconds(0);
            let plan: Vec<(i64, i64, i64, String)> = db
                .read(move |tx| match values {
                    3 => tx.all(&sql, params![now, now, 4_i64]),
                    _ => tx.all(&sql, params![now, 4_i64]),
                })
                .await
                .unwrap();
            let lines: Vec<&str> = plan.iter().map(|line| line.3.as_str()).collect();
            assert!(lines.iter().any(|line| line.contains("notify_mail_turn")), "{lines:?}");
            assert!(!lines.iter().any(|line| line.contains("ORDER BY")), "{lines:?}");
        }
    }
}
