//! What the door tells people of their accounts (ACC-9).

use crate::{credential::store::Known, demo, person::Deed};
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind, Recipient, send};
use xingtan_settings::Settings;

/// Signed in on a device that was never used before.
pub const NEW_DEVICE: NoticeKind = NoticeKind::duty("accounts.new-device");
/// Signed in from a network from which the person never came.
pub const NEW_NETWORK: NoticeKind = NoticeKind::duty("accounts.new-network");
/// Locked after many failures.
pub const LOCKED: NoticeKind = NoticeKind::duty("accounts.locked");
/// A device of the person's own was locked after many failures on it.
pub const DEVICE_LOCKED: NoticeKind = NoticeKind::duty("accounts.device-locked");
/// Signed in after many failures.
pub const MANY_FAILURES: NoticeKind = NoticeKind::duty("accounts.many-failures");
/// The password was changed.
pub const PASSWORD_CHANGED: NoticeKind = NoticeKind::duty("accounts.password-changed");
/// The link by which a password may be set anew.
pub const RESET_LINK: NoticeKind = NoticeKind::duty("accounts.reset-link").mail_only();
/// The password will have to be changed soon.
pub const PASSWORD_DUE: NoticeKind = NoticeKind::duty("accounts.password-due");
/// The second factor was switched on.
pub const SECOND_FACTOR_ON: NoticeKind = NoticeKind::duty("accounts.second-factor-on");
/// The second factor was switched off.
pub const SECOND_FACTOR_OFF: NoticeKind = NoticeKind::duty("accounts.second-factor-off");
/// A passkey was added.
pub const PASSKEY_ADDED: NoticeKind = NoticeKind::duty("accounts.passkey-added");
/// A passkey was removed.
pub const PASSKEY_REMOVED: NoticeKind = NoticeKind::duty("accounts.passkey-removed");
/// A passkey's counter went back, and it opens nothing any more.
pub const PASSKEY_STOPPED: NoticeKind = NoticeKind::duty("accounts.passkey-stopped");
/// A token for programs was made.
pub const TOKEN_MADE: NoticeKind = NoticeKind::duty("accounts.token-made").page_only();
/// All accounts were gone through, and some are to be looked at.
pub const INSPECTED: NoticeKind = NoticeKind::optional("accounts.inspected");
/// Somebody asks for help with signing in.
pub const TICKET: NoticeKind = NoticeKind::optional("accounts.ticket");

/// All of them.
pub const ALL: &[NoticeKind] = &[
    NEW_DEVICE,
    NEW_NETWORK,
    LOCKED,
    DEVICE_LOCKED,
    MANY_FAILURES,
    PASSWORD_CHANGED,
    RESET_LINK,
    PASSWORD_DUE,
    SECOND_FACTOR_ON,
    SECOND_FACTOR_OFF,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    PASSKEY_STOPPED,
    TOKEN_MADE,
    INSPECTED,
    TICKET,
];

/// Sends a notice to the owner of an account, with one id of the deed. The people of a demo are shared by everybody
/// who looks at it, and get none.
///
/// # Errors
/// Those of the database.
pub fn to(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    known: &Known,
    kind: NoticeKind,
    settings: &Settings,
    fill: impl FnOnce(Notice) -> Notice,
) -> Result<()> {
    let id = deed.id()?;
    let institution = settings.institution();
    if demo::is_shared(&institution, &known.user_name) {
        return Ok(());
    }
    let recipient = Recipient {
        person: Some(known.person),
        name: known.name.clone(),
        mail: known.mail.clone(),
        lang: known.lang().unwrap_or(institution.lang),
    };
    send(tx, &fill(Notice::new(id, kind, recipient, deed.now())))?;
    Ok(())
}
