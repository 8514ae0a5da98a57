//! Who is told of prizes.

use super::store::Prize;
use xingtan_accounts::api as accounts;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_notify::{Notice, NoticeKind, send};

/// A prize was handed over: the winner confirms it.
pub const HANDED: NoticeKind = NoticeKind::optional("honours.prize-handed");

/// Asks the winner for the receipt.
pub(super) fn handed(tx: &mut Tx<'_>, it: &Prize, deed: &Deed) -> Result<()> {
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(deed.ids.next(), HANDED, to, deed.now)
            .with("what", &it.what)
            .link(format!("/prizes/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}
