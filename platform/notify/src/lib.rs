//! Notices to people: on the page, and by mail (COM-3).
//!
//! A slice declares its [`NoticeKind`]s and calls [`send`] in its unit of work. What a notice says is kept as a key
//! with values and written in the reader's language when it is read or sent. Mails are queued in the same
//! transaction and sent by a job; a mail server that hangs or refuses neither blocks nor loses anything. Without a
//! mail server mails are kept and can be read in the outbox.

mod kind;
mod letter;
mod mailer;
mod notice;
mod outbox;
mod page;
mod preference;
mod rules;

pub use kind::{NoticeKind, NoticeKinds};
pub use letter::{Letter, LetterError};
pub use mailer::{MAIL, Mailer, Password, Smtp, Tls};
pub use notice::{Notice, Recipient, Sent, send};
pub use outbox::{COLUMNS, MailRow, MailState, Position, TABLE, count_by_state, mail, mails, purge, requeue};
pub use page::{NoticeRow, forget, mark_all_read, mark_read, notices, unread};
pub use preference::{Preference, preference, set_preference};
pub use rules::backoff;

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("notify", "0001_notify", "0002_turn")
}

/// The texts of this crate: what stands around a mail, names of states, and the job's name.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("notify")
}
