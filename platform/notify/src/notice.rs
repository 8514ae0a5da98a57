//! Sending a notice, in the unit of work of what it tells of.

use crate::{MAIL, NoticeKind, preference, rules};
use serde_json::to_string;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params};
use xingtan_i18n::{Arg, Lang, Msg};
use xingtan_jobs::{Job, enqueue};

/// Who gets it, as the caller knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The person; none for somebody without an account.
    pub person: Option<Uuid>,
    /// The name for the greeting; may be empty.
    pub name: String,
    /// The mail address, if there is one.
    pub mail: Option<String>,
    /// The language of the mail.
    pub lang: Lang,
}

/// A notice to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    pub(crate) id: Uuid,
    pub(crate) kind: NoticeKind,
    pub(crate) to: Recipient,
    pub(crate) message: Msg,
    pub(crate) link: Option<String>,
    pub(crate) at: Timestamp,
}

impl Notice {
    /// A notice without values. The id serves for the page, the mail and its job.
    pub fn new(id: Uuid, kind: NoticeKind, to: Recipient, now: Timestamp) -> Self {
        Notice { id, kind, to, message: kind.title(), link: None, at: now }
    }

    /// With a value for its texts. Passwords and codes only in kinds that go by mail alone; they are then readable
    /// in the outbox until they are purged.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Self {
        self.message = self.message.with(name, value);
        self
    }

    /// Where it leads: a path of this site, such as `/courses/ID`.
    #[must_use]
    pub fn link(mut self, path: impl Into<String>) -> Self {
        self.link = Some(path.into());
        self
    }
}

/// By which ways a notice went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// It stands on the page.
    pub page: bool,
    /// It is in the queue of mails.
    pub mail: bool,
}

/// Puts a notice on the person's page and its mail into the queue, as kind and preferences say. Rings no bell: the
/// job that sends mails is ordered with it.
///
/// # Errors
/// Those of the database.
pub fn send(tx: &mut Tx<'_>, notice: &Notice) -> Result<Sent> {
    let to = &notice.to;
    let chosen = match to.person {
        Some(person) if !notice.kind.duty => preference::chosen(tx, person, notice.kind.name)?,
        _ => None,
    };
    let address = to.mail.as_deref().map(str::trim).filter(|mail| !mail.is_empty());
    let channels = rules::channels(&notice.kind, chosen, to.person.is_some(), address.is_some());
    let message = to_string(&notice.message).map_err(|e| Error::Decode(e.to_string()))?;
    if channels.page {
        tx.exec(
            "INSERT INTO notify_notice (id, person, kind, duty, message, link, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                notice.id,
                to.person,
                notice.kind.name,
                notice.kind.duty,
                message,
                notice.link,
                notice.at
            ],
        )?;
    }
    if channels.mail {
        tx.exec(
            "INSERT INTO notify_mail (id, person, kind, name, address, lang, message, link, at, state, next_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $9)",
            params![
                notice.id,
                to.person,
                notice.kind.name,
                to.name,
                address,
                to.lang.tag(),
                message,
                notice.link,
                notice.at
            ],
        )?;
        enqueue(tx, &Job::new(notice.id, MAIL, notice.at).single("outbox").priority(10))?;
    }
    Ok(Sent { page: channels.page, mail: channels.mail })
}
