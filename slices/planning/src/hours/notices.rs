//! Who is told of applications for a wider share.

use super::share::store::Share;
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};

/// A department asks for a wider share: the training centre decides.
pub const ASKED: NoticeKind = NoticeKind::duty("planning.share-asked");
/// It was decided: to who asked.
pub const DECIDED: NoticeKind = NoticeKind::optional("planning.share-decided");

/// All of them.
pub const ALL: &[NoticeKind] = &[ASKED, DECIDED];

/// People who are told at once.
const MOST: usize = 20;

/// Tells the training centre.
pub(super) fn asked(tx: &mut Tx<'_>, it: &Share, deed: &Deed) -> Result<()> {
    let centre = accounts::holders(tx, Role::Centre, &it.unit_path)?;
    let others: Vec<Uuid> = centre.into_iter().filter(|person| *person != it.asked_by).take(MOST).collect();
    for to in accounts::recipients(tx, &others)? {
        let notice = Notice::new(deed.ids.next(), ASKED, to, deed.now)
            .with("unit", &it.unit_name)
            .with("percent", it.percent)
            .with("reason", &it.reason)
            .link(format!("/hours/shares/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Tells who asked.
pub(super) fn decided(tx: &mut Tx<'_>, it: &Share, by: &str, deed: &Deed) -> Result<()> {
    for to in accounts::recipients(tx, &[it.asked_by])? {
        let notice = Notice::new(deed.ids.next(), DECIDED, to, deed.now)
            .with("unit", &it.unit_name)
            .with("who", by)
            .with("state", Msg::of(format!("planning-share-{}", it.state)))
            .link(format!("/hours/shares/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}
