//! Who is told of suspicions.

use super::{HREF, store::Suspicion};
use crate::case::{act::Act, notices::send};
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_db::{Result, Tx};
use xingtan_notify::NoticeKind;

/// Accounts look shared.
pub const FOUND: NoticeKind = NoticeKind::duty("conduct.suspicion");
/// One is asked how an account came to be used so.
pub const ASKED: NoticeKind = NoticeKind::duty("conduct.suspicion-asked");

/// All of them.
pub const ALL: &[NoticeKind] = &[FOUND, ASKED];

/// Tells whoever answers for security.
pub(super) fn found(tx: &mut Tx<'_>, count: i64, act: &Act) -> Result<()> {
    let security = accounts::all_holders(tx, Role::Security)?;
    send(tx, act, &security, FOUND, |notice| notice.with("count", count).link(HREF))
}

/// Tells the owner of the account.
pub(super) fn asked(tx: &mut Tx<'_>, it: &Suspicion, act: &Act) -> Result<()> {
    send(tx, act, &[it.person_id], ASKED, |notice| {
        notice.with("words", it.answer.as_str()).link(format!("/account/sharing/{}", it.id))
    })
}
