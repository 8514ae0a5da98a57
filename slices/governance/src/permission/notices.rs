//! Who is told of study permissions.

use super::store::Asked;
use crate::saving::Deed;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};

/// Somebody asks: the contact decides.
pub const ASKED: NoticeKind = NoticeKind::duty("governance.permission-asked");
/// One's request was decided, or a permission was given.
pub const DECIDED: NoticeKind = NoticeKind::optional("governance.permission-decided");

/// All of them.
pub const ALL: &[NoticeKind] = &[ASKED, DECIDED];

/// People who are told at once.
const MOST: usize = 20;

/// Tells the contacts of the unit.
pub(super) fn asked(tx: &mut Tx<'_>, it: &Asked, deed: &Deed) -> Result<()> {
    let contacts = accounts::contacts_of(tx, &it.unit_path)?;
    let others: Vec<Uuid> =
        contacts.into_iter().filter(|person| *person != it.person_id).take(MOST).collect();
    for to in accounts::recipients(tx, &others)? {
        let notice = Notice::new(deed.ids.next(), ASKED, to, deed.now)
            .with("who", &it.person_name)
            .with("reason", &it.reason)
            .link(format!("/study-permissions/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells who may learn now, or may not.
pub(super) fn decided(tx: &mut Tx<'_>, it: &Asked, by: &str, deed: &Deed) -> Result<()> {
    for to in accounts::recipients(tx, &[it.person_id])? {
        let notice = Notice::new(deed.ids.next(), DECIDED, to, deed.now)
            .with("who", by)
            .with("state", Msg::of(format!("governance-permission-{}", it.state)))
            .link(format!("/study-permissions/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}
