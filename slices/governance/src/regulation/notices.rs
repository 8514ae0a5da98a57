//! What is told about versions.

use super::{
    APPROVE,
    act::Act,
    store::{Regulation, Version},
};
use std::collections::BTreeSet;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_notify::{Notice, NoticeKind, send};

/// A version waits for somebody's approval.
pub const SUBMITTED: NoticeKind = NoticeKind::duty("governance.version-submitted");
/// A version was approved.
pub const APPROVED: NoticeKind = NoticeKind::duty("governance.version-approved");
/// A version was sent back.
pub const RETURNED: NoticeKind = NoticeKind::duty("governance.version-returned");

/// All of them.
pub const ALL: [NoticeKind; 3] = [SUBMITTED, APPROVED, RETURNED];

/// Where a version is shown.
pub fn href(regulation: Uuid, version: Uuid) -> String {
    format!("/regulations/{regulation}/versions/{version}")
}

fn tell(
    tx: &mut Tx<'_>,
    kind: NoticeKind,
    (regulation, version): (&Regulation, &Version),
    people: &BTreeSet<Uuid>,
    reason: &str,
    act: &Act,
) -> Result<()> {
    let people: Vec<Uuid> = people.iter().copied().collect();
    for recipient in accounts::recipients(tx, &people)? {
        let notice = Notice::new(act.ids.next(), kind, recipient, act.at)
            .with("regulation", regulation.title.as_str())
            .with("version", version.number)
            .with("name", act.who.name.as_str())
            .with("reason", reason)
            .link(href(regulation.id, version.id));
        send(tx, &notice)?;
    }
    Ok(())
}

/// Those who may approve it learn that it waits, but for those who wrote it.
///
/// # Errors
/// Those of the database.
pub fn waits(tx: &mut Tx<'_>, regulation: &Regulation, version: &Version, act: &Act) -> Result<()> {
    let Some(root) = accounts::root(tx)? else { return Ok(()) };
    let roles = super::PERMISSIONS.iter().filter(|it| it.permission == APPROVE).flat_map(|it| it.roles);
    let mut people = BTreeSet::new();
    for role in roles {
        people.extend(accounts::holders(tx, *role, &root.path)?);
    }
    people.retain(|it| *it != act.person && Some(*it) != version.drafted_by);
    tell(tx, SUBMITTED, (regulation, version), &people, "", act)
}

/// Drafter and submitter learn what became of it.
///
/// # Errors
/// Those of the database.
pub fn decided(
    tx: &mut Tx<'_>,
    regulation: &Regulation,
    version: &Version,
    sent_back: Option<&str>,
    act: &Act,
) -> Result<()> {
    let people: BTreeSet<Uuid> = [version.drafted_by, version.submitted_by].into_iter().flatten().collect();
    let kind = if sent_back.is_some() { RETURNED } else { APPROVED };
    tell(tx, kind, (regulation, version), &people, sent_back.unwrap_or_default(), act)
}
