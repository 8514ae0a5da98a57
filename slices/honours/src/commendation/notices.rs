//! Who is told of commendations.

use super::store::Commendation;
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_governance::api::Deed;
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind, send};

/// A nomination waits for a decision.
pub const NOMINATED: NoticeKind = NoticeKind::duty("honours.nominated");
/// One is commended.
pub const COMMENDED: NoticeKind = NoticeKind::optional("honours.commended");
/// A nomination was decided: to who nominated.
pub const DECIDED: NoticeKind = NoticeKind::optional("honours.nomination-decided");
/// A commendation of one's own was withdrawn.
pub const WITHDRAWN: NoticeKind = NoticeKind::duty("honours.commendation-withdrawn");

/// People who are told at once.
const MOST: usize = 20;

fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    persons: &[Uuid],
    it: &Commendation,
    answer: &str,
    deed: &Deed,
) -> Result<()> {
    for to in accounts::recipients(tx, persons)? {
        let notice = Notice::new(deed.ids.next(), kind, to, deed.now)
            .with("who", &it.label)
            .with("title", &it.title)
            .with("state", Msg::of(format!("honours-commendation-{}", it.state)))
            .with("answer", answer)
            .link(format!("/commendations/{}", it.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Asks those who may decide.
pub(super) fn nominated(tx: &mut Tx<'_>, it: &Commendation, deed: &Deed) -> Result<()> {
    let mut deciders = accounts::holders(tx, Role::Manager, &it.unit_path)?;
    deciders.extend(accounts::holders(tx, Role::Centre, &it.unit_path)?);
    deciders.sort_unstable();
    deciders.dedup();
    deciders.retain(|person| *person != it.nominated_by);
    deciders.truncate(MOST);
    tell(tx, NOMINATED, &deciders, it, "", deed)
}

/// Tells the commended, the contacts of a commended unit, and who nominated.
pub(super) fn decided(
    tx: &mut Tx<'_>,
    it: &Commendation,
    commended: &[Uuid],
    answer: &str,
    deed: &Deed,
) -> Result<()> {
    if it.state == "published" {
        let told = match commended.is_empty() {
            true => accounts::contacts_of(tx, &it.unit_path)?,
            false => commended.to_vec(),
        };
        tell(tx, COMMENDED, &told, it, answer, deed)?;
    }
    tell(tx, DECIDED, &[it.nominated_by], it, answer, deed)
}

/// Tells the commended that it does not hold any more.
pub(super) fn withdrawn(
    tx: &mut Tx<'_>,
    it: &Commendation,
    commended: &[Uuid],
    answer: &str,
    deed: &Deed,
) -> Result<()> {
    tell(tx, WITHDRAWN, commended, it, answer, deed)
}
