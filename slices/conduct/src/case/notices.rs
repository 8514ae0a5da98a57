//! Who is told of cases.

use super::{act::Act, store::Case};
use xingtan_accounts::api as accounts;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind};

/// Somebody reported something: it is to be taken up within a day.
pub const REPORTED: NoticeKind = NoticeKind::duty("conduct.reported");
/// One is heard.
pub const HEARING: NoticeKind = NoticeKind::duty("conduct.hearing");
/// Whoever was heard has stated their view.
pub const STATED: NoticeKind = NoticeKind::duty("conduct.stated").page_only();
/// One's case was decided.
pub const DECIDED: NoticeKind = NoticeKind::duty("conduct.decided");
/// What one reported was looked at.
pub const ANSWERED: NoticeKind = NoticeKind::optional("conduct.answered");
/// An appeal waits.
pub const APPEALED: NoticeKind = NoticeKind::duty("conduct.appealed");
/// One's appeal was decided.
pub const APPEAL_DECIDED: NoticeKind = NoticeKind::duty("conduct.appeal-decided");

/// All of them.
pub const ALL: &[NoticeKind] = &[REPORTED, HEARING, STATED, DECIDED, ANSWERED, APPEALED, APPEAL_DECIDED];

/// People who are told at once.
const MOST: usize = 20;

/// Tells some people.
pub(crate) fn send(
    tx: &mut Tx<'_>,
    act: &Act,
    people: &[Uuid],
    kind: NoticeKind,
    fill: impl Fn(Notice) -> Notice,
) -> Result<()> {
    for to in accounts::recipients(tx, people)? {
        let notice = Notice::new(act.deed.ids.next(), kind, to, act.deed.now);
        xingtan_notify::send(tx, &fill(notice))?;
    }
    Ok(())
}

/// Holders of a role for a unit, without the person concerned and whoever acts.
fn holders(tx: &mut Tx<'_>, role: Role, it: &Case, act: &Act) -> Result<Vec<Uuid>> {
    let mut found = accounts::holders(tx, role, &it.unit_path)?;
    found.retain(|id| Some(*id) != it.person_id && Some(*id) != act.person());
    found.truncate(MOST);
    Ok(found)
}

fn about(notice: Notice, it: &Case) -> Notice {
    notice.with("number", it.numbered()).with("kind", Msg::of(format!("conduct-kind-{}", it.kind)))
}

/// Tells the centre.
pub(super) fn reported(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    let centre = holders(tx, Role::Centre, it, act)?;
    send(tx, act, &centre, REPORTED, |notice| about(notice, it).with("until", it.due_at).link(it.href()))
}

/// Tells whoever is heard.
pub(super) fn hearing(tx: &mut Tx<'_>, it: &Case, person: Uuid, act: &Act) -> Result<()> {
    let until = it.heard_until.unwrap_or(act.deed.now);
    send(tx, act, &[person], HEARING, |notice| about(notice, it).with("until", until).link(it.own_href()))
}

/// Tells whoever investigates.
pub(super) fn stated(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    let investigator: Vec<Uuid> = it.investigator_id.into_iter().collect();
    send(tx, act, &investigator, STATED, |notice| about(notice, it).link(it.href()))
}

/// Tells the person concerned, where they had been told of the case, and whoever reported it.
pub(super) fn decided(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    if let Some(person) = it.person_id.filter(|_| super::concerned::told(it)) {
        send(tx, act, &[person], DECIDED, |notice| {
            let outcome = Msg::of(format!("conduct-outcome-{}", it.outcome.as_deref().unwrap_or_default()));
            about(notice, it).with("outcome", outcome).link(it.own_href())
        })?;
    }
    let reporter: Vec<Uuid> = it.reporter_id.into_iter().collect();
    send(tx, act, &reporter, ANSWERED, |notice| about(notice, it).link("/reports-of-content/new"))
}

/// Tells the centre.
pub(super) fn appealed(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    let mut centre = holders(tx, Role::Centre, it, act)?;
    centre.retain(|id| Some(*id) != it.decider_id && Some(*id) != it.investigator_id);
    send(tx, act, &centre, APPEALED, |notice| about(notice, it).link(it.href()))
}

/// Tells the person concerned.
pub(super) fn appeal_decided(tx: &mut Tx<'_>, it: &Case, state: &str, reason: &str, act: &Act) -> Result<()> {
    let person: Vec<Uuid> = it.person_id.into_iter().collect();
    send(tx, act, &person, APPEAL_DECIDED, |notice| {
        let verdict = Msg::of(format!("conduct-appeal-{state}"));
        about(notice, it).with("verdict", verdict).with("reason", reason).link(it.own_href())
    })
}
