//! Who is told of referrals.

use super::{HREF, store::Referral};
use crate::case::{act::Act, notices::send, store::Case};
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::NoticeKind;

/// A case was referred.
pub const REFERRED: NoticeKind = NoticeKind::duty("conduct.referred");
/// A referral was answered.
pub const ANSWERED: NoticeKind = NoticeKind::duty("conduct.referral-answered");

/// All of them.
pub const ALL: &[NoticeKind] = &[REFERRED, ANSWERED];

/// Tells whoever audits.
pub(super) fn referred(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    let mut audit = accounts::holders(tx, Role::Audit, &it.unit_path)?;
    audit.retain(|id| Some(*id) != it.person_id);
    send(tx, act, &audit, REFERRED, |notice| {
        notice
            .with("number", it.numbered())
            .with("kind", Msg::of(format!("conduct-kind-{}", it.kind)))
            .link(HREF)
    })
}

/// Tells who investigates and who decided.
pub(super) fn answered(tx: &mut Tx<'_>, it: &Referral, case: &Case, state: &str, act: &Act) -> Result<()> {
    let mut people: Vec<Uuid> = case.investigator_id.into_iter().chain(case.decider_id).collect();
    people.dedup();
    send(tx, act, &people, ANSWERED, |notice| {
        let state = Msg::of(format!("conduct-referral-{state}"));
        notice.with("number", it.numbered()).with("state", state).link(case.href())
    })
}
