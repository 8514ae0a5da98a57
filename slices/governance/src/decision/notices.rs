//! What is told about measures.

use super::{cited::Cited, store::Decision};
use crate::kind::measure::Measure;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_notify::{Notice, NoticeKind};

/// A warning: once, with one mail.
pub const WARNED: NoticeKind = NoticeKind::duty("governance.warned");
/// A measure that takes access away was made; accounts tells of the state itself.
pub const MEASURE: NoticeKind = NoticeKind::duty("governance.measure");
/// Somebody is to confirm a measure.
pub const CONFIRM: NoticeKind = NoticeKind::duty("governance.confirm");
/// Nobody confirmed a measure in time.
pub const CONFIRM_OVERDUE: NoticeKind = NoticeKind::duty("governance.confirm-overdue");
/// A measure was withdrawn.
pub const WITHDRAWN: NoticeKind = NoticeKind::duty("governance.withdrawn");
/// Somebody took a measure back by hand.
pub const ANNULLED: NoticeKind = NoticeKind::duty("governance.annulled");
/// An appeal waits for somebody.
pub const APPEALED: NoticeKind = NoticeKind::duty("governance.appealed");
/// An appeal was decided.
pub const APPEAL_DECIDED: NoticeKind = NoticeKind::duty("governance.appeal-decided");

/// Somebody applies for an account that was revoked.
pub const REOPENING_ASKED: NoticeKind = NoticeKind::duty("governance.reopening-asked");
/// Such an application was decided.
pub const REOPENING_DECIDED: NoticeKind = NoticeKind::duty("governance.reopening-decided");

/// All of them.
pub const ALL: &[NoticeKind] = &[
    WARNED,
    MEASURE,
    CONFIRM,
    CONFIRM_OVERDUE,
    WITHDRAWN,
    ANNULLED,
    APPEALED,
    APPEAL_DECIDED,
    REOPENING_ASKED,
    REOPENING_DECIDED,
];

/// Where a decision is shown to those who may see it.
pub fn href(decision: Uuid) -> String {
    format!("/measures/{decision}")
}

/// Where its person sees and appeals, signed in or not.
pub fn own_href(it: &Decision) -> String {
    format!("/appeals/{}", it.appeal_code)
}

/// Tells some people of a decision.
///
/// # Errors
/// Those of the database.
pub fn send(
    tx: &mut Tx<'_>,
    ids: &dyn Fn() -> Uuid,
    now: Timestamp,
    people: &[Uuid],
    kind: NoticeKind,
    fill: impl Fn(Notice) -> Notice,
) -> Result<()> {
    for recipient in accounts::recipients(tx, people)? {
        xingtan_notify::send(tx, &fill(Notice::new(ids(), kind, recipient, now)))?;
    }
    Ok(())
}

/// What every notice of a decision holds.
pub fn about(notice: Notice, it: &Decision, cited: &Cited) -> Notice {
    notice
        .with("measure", Msg::of(format!("governance-measure-{}", it.measure())))
        .with("article", cited.msg())
        .with("says", cited.says())
        .with("period", it.period.as_str())
        .link(href(it.id))
}

/// Which notice tells a person of a measure that stands.
pub const fn of(measure: Measure) -> NoticeKind {
    if measure.takes_access() { MEASURE } else { WARNED }
}
