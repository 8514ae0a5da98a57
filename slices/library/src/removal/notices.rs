//! Who is told of complaints, take-downs and rights that end.

use super::{
    rules::Stands,
    store::{Block, Complaint},
};
use crate::{item::store::Item, users::Users};
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};

/// Somebody complained: to the centre.
pub const COMPLAINED: NoticeKind = NoticeKind::duty("library.complained");
/// One's complaint was decided.
pub const DECIDED: NoticeKind = NoticeKind::optional("library.complaint-decided");
/// One's item was taken down, or one that a course of one's uses.
pub const TAKEN_DOWN: NoticeKind = NoticeKind::duty("library.taken-down");
/// It was restored.
pub const RESTORED: NoticeKind = NoticeKind::duty("library.restored");
/// The right to one's item ends soon.
pub const ENDING: NoticeKind = NoticeKind::duty("library.ending");
/// It has ended.
pub const EXPIRED: NoticeKind = NoticeKind::duty("library.expired");
/// One may not share any more; to the centre as well.
pub const SHARING_ENDED: NoticeKind = NoticeKind::duty("library.sharing-ended");
/// One may share again.
pub const LIFTED: NoticeKind = NoticeKind::duty("library.sharing-lifted");

/// All of them.
pub const ALL: &[NoticeKind] =
    &[COMPLAINED, DECIDED, TAKEN_DOWN, RESTORED, ENDING, EXPIRED, SHARING_ENDED, LIFTED];

/// People who are told at once.
const MOST: usize = 40;

fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    mut people: Vec<Uuid>,
    deed: &Deed,
    fill: impl Fn(Notice) -> Notice,
) -> Result<()> {
    people.sort_unstable();
    people.dedup();
    people.retain(|person| *person != deed.person);
    people.truncate(MOST);
    for to in accounts::recipients(tx, &people)? {
        send(tx, &fill(Notice::new(deed.ids.next(), kind, to, deed.now)))?;
    }
    Ok(())
}

/// The owner, and who answers for what uses the item.
fn concerned(tx: &mut Tx<'_>, it: &Item, users: Users) -> Result<Vec<Uuid>> {
    let used = users.of(tx, it.id)?;
    Ok(used.into_iter().flat_map(|it| it.responsible).chain([it.owner_id]).collect())
}

fn centre(tx: &mut Tx<'_>) -> Result<Vec<Uuid>> {
    accounts::all_holders(tx, Role::Centre)
}

pub(super) fn complained(tx: &mut Tx<'_>, it: &Complaint, deed: &Deed) -> Result<()> {
    let to = centre(tx)?;
    tell(tx, COMPLAINED, to, deed, |notice| {
        notice
            .with("title", &it.item_title)
            .with("due", it.due_at)
            .link(format!("/library/complaints/{}", it.id))
    })
}

pub(super) fn decided(
    tx: &mut Tx<'_>,
    it: &Complaint,
    state: Stands,
    answer: &str,
    deed: &Deed,
) -> Result<()> {
    tell(tx, DECIDED, vec![it.by_person], deed, |notice| {
        let state = Msg::of(format!("library-complaint-{}", state.code()));
        notice.with("title", &it.item_title).with("state", state).with("answer", answer)
    })
}

pub(super) fn taken_down(tx: &mut Tx<'_>, it: &Item, reason: &str, users: Users, deed: &Deed) -> Result<()> {
    let to = concerned(tx, it, users)?;
    tell(tx, TAKEN_DOWN, to, deed, |notice| {
        notice.with("title", &it.title).with("reason", reason).link(it.href())
    })
}

pub(super) fn restored(tx: &mut Tx<'_>, it: &Item, reason: &str, users: Users, deed: &Deed) -> Result<()> {
    let to = concerned(tx, it, users)?;
    tell(tx, RESTORED, to, deed, |notice| {
        notice.with("title", &it.title).with("reason", reason).link(it.href())
    })
}

pub(super) fn ending(tx: &mut Tx<'_>, it: &Item, deed: &Deed) -> Result<()> {
    let Some(at) = it.ends_at else { return Ok(()) };
    tell(tx, ENDING, vec![it.owner_id], deed, |notice| {
        notice.with("title", &it.title).with("at", at).link(it.href())
    })
}

pub(super) fn expired(tx: &mut Tx<'_>, it: &Item, users: Users, deed: &Deed) -> Result<()> {
    let to = concerned(tx, it, users)?;
    tell(tx, EXPIRED, to, deed, |notice| notice.with("title", &it.title).link(it.href()))
}

pub(super) fn ended(tx: &mut Tx<'_>, it: &Item, count: i64, deed: &Deed) -> Result<()> {
    let to: Vec<Uuid> = centre(tx)?.into_iter().chain([it.owner_id]).collect();
    tell(tx, SHARING_ENDED, to, deed, |notice| {
        notice.with("name", &it.owner_name).with("count", count).link("/library/complaints")
    })
}

pub(super) fn lifted(tx: &mut Tx<'_>, it: &Block, reason: &str, deed: &Deed) -> Result<()> {
    tell(tx, LIFTED, vec![it.person_id], deed, |notice| notice.with("reason", reason).link("/library"))
}
