//! Facts: what happened to a person, told by the slice that knows, judged by rules that do not know it.
//!
//! A fact has a moment at which it happened and one at which it became known. It is never changed: what turns out
//! otherwise is superseded by another fact, or taken back.

pub mod store;

use xingtan_clock::{Timestamp, Uuid};

/// A kind of fact. Rules name the kinds they read; the slices above record them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactKind(pub &'static str);

/// A required course became open to a person. Its subject is the enrolment.
pub const REQUIRED_OPENED: FactKind = FactKind("required-opened");
/// A required course is a person's no more, without having been completed. Its subject is the enrolment.
pub const REQUIRED_ENDED: FactKind = FactKind("required-ended");
/// A required course was completed. Its subject is the enrolment.
pub const REQUIRED_DONE: FactKind = FactKind("required-done");
/// An assignment was unfinished at its deadline (漏学). Its subject is the enrolment.
pub const TASK_MISSED: FactKind = FactKind("task-missed");
/// Sharing of an account was confirmed. Its subject is the case.
pub const ACCOUNT_SHARED: FactKind = FactKind("account-shared");
/// Illegal content was confirmed. Its subject is the case.
pub const CONTENT_ILLEGAL: FactKind = FactKind("content-illegal");
/// An account that had been revoked was reopened on application: counting begins anew.
pub const REOPENED: FactKind = FactKind("reopened");

/// All kinds, so that what is kept finds its constant again.
pub const ALL: &[FactKind] =
    &[REQUIRED_OPENED, REQUIRED_ENDED, REQUIRED_DONE, TASK_MISSED, ACCOUNT_SHARED, CONTENT_ILLEGAL, REOPENED];

impl FactKind {
    /// The kind of a kept word.
    pub fn of(code: &str) -> Option<FactKind> {
        ALL.iter().copied().find(|it| it.0 == code)
    }
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Of which kind.
    pub kind: FactKind,
    /// Of whom.
    pub person: Uuid,
    /// What it is about, in the words of its source: an enrolment, a case.
    pub subject: Uuid,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it became known here.
    pub known_at: Timestamp,
    /// When it was found not to be so, and superseded.
    pub gone_at: Option<Timestamp>,
}

impl Fact {
    /// Whether it was known and held at a moment.
    pub fn holds_at(&self, moment: Timestamp) -> bool {
        self.known_at <= moment && self.gone_at.is_none_or(|gone| gone > moment)
    }
}
