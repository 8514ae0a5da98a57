//! What administrators' acts tell people.

use crate::person::{Deed, lists};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list};
use xingtan_i18n::Lang;
use xingtan_notify::{Notice, NoticeKind, Recipient};

/// User name and first password, by mail alone.
pub const CREDENTIALS: NoticeKind = NoticeKind::duty("accounts.credentials").mail_only();
/// The account was suspended, frozen, restored and the like.
pub const STATE_CHANGED: NoticeKind = NoticeKind::duty("accounts.state-changed");
/// A role was granted.
pub const ROLE_GRANTED: NoticeKind = NoticeKind::duty("accounts.role-granted");
/// A role was ended.
pub const ROLE_ENDED: NoticeKind = NoticeKind::duty("accounts.role-ended");
/// A person came into the unit: to its contacts and the centre (ACC-6).
pub const HANDOVER: NoticeKind = NoticeKind::duty("accounts.handover");
/// A person went to another unit: to the person.
pub const TRANSFERRED: NoticeKind = NoticeKind::duty("accounts.transferred");
/// A unit asks for accounts: to the centre.
pub const OPENING_ASKED: NoticeKind = NoticeKind::optional("accounts.opening-asked");
/// A request for an account was decided: to who asked.
pub const OPENING_DECIDED: NoticeKind = NoticeKind::optional("accounts.opening-decided");

/// A lock was lifted by hand.
pub const UNLOCKED: NoticeKind = NoticeKind::duty("accounts.unlocked");
/// The password was reset by an administrator (ACC-9).
pub const PASSWORD_RESET: NoticeKind = NoticeKind::duty("accounts.password-reset");
/// The second factor was ended by an administrator.
pub const SECOND_FACTOR_ENDED: NoticeKind = NoticeKind::duty("accounts.second-factor-ended");
/// Something is to be done to one of the three administrators: to all three and to whom it concerns (ACC-10).
pub const OFFICER_ASKED: NoticeKind = NoticeKind::duty("accounts.officer-asked");
/// It was decided.
pub const OFFICER_DECIDED: NoticeKind = NoticeKind::duty("accounts.officer-decided");

/// A stated real name was verified (ACC-4): to whose it is.
pub const REAL_NAME_VERIFIED: NoticeKind = NoticeKind::duty("accounts.real-name-verified");
/// It was rejected.
pub const REAL_NAME_REJECTED: NoticeKind = NoticeKind::duty("accounts.real-name-rejected");

/// All of them.
pub const ALL: &[NoticeKind] = &[
    CREDENTIALS,
    STATE_CHANGED,
    ROLE_GRANTED,
    ROLE_ENDED,
    HANDOVER,
    TRANSFERRED,
    OPENING_ASKED,
    OPENING_DECIDED,
    UNLOCKED,
    PASSWORD_RESET,
    SECOND_FACTOR_ENDED,
    OFFICER_ASKED,
    OFFICER_DECIDED,
    REAL_NAME_VERIFIED,
    REAL_NAME_REJECTED,
];

/// These people as recipients; `lang` for those who chose no language.
///
/// # Errors
/// Those of the database.
pub fn recipients(tx: &mut Tx<'_>, people: &[Uuid], lang: Lang) -> Result<Vec<Recipient>> {
    type Row = (Uuid, String, Option<String>, Option<String>);
    let found: Vec<Row> = lists::by_ids(tx, &lists::distinct(people), |n| {
        format!("SELECT id, name, mail, lang FROM accounts_person WHERE id IN ({}) ORDER BY id", list(1, n))
    })?;
    let recipient = |(person, name, mail, own): Row| Recipient {
        person: Some(person),
        name,
        mail,
        lang: own.and_then(|tag| tag.parse().ok()).unwrap_or(lang),
    };
    Ok(found.into_iter().map(recipient).collect())
}

/// These people as recipients: name, mail address and language, which for those who chose none is the
/// institution's. Unknown ids are left out. Whether somebody wants mails of an optional kind,
/// [`xingtan_notify::send`] asks itself.
///
/// # Errors
/// Those of the database.
pub fn recipients_of(tx: &mut Tx<'_>, people: &[Uuid]) -> Result<Vec<Recipient>> {
    let institution = xingtan_settings::institution(tx)?;
    recipients(tx, people, institution.map(|(it, _)| it.lang).unwrap_or_default())
}

/// Sends a notice to people; takes one id of the deed for each.
///
/// # Errors
/// Those of the database.
pub fn send(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    people: &[Uuid],
    kind: NoticeKind,
    lang: Lang,
    fill: impl Fn(Notice) -> Notice,
) -> Result<()> {
    for recipient in recipients(tx, people, lang)? {
        xingtan_notify::send(tx, &fill(Notice::new(deed.id()?, kind, recipient, deed.now())))?;
    }
    Ok(())
}
