//! An entry, built in one short expression.

use serde::Serialize;
use std::fmt;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};

/// Who acts, in which role, from where. Made once per request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The person; none for the program itself and for somebody who did not sign in.
    pub person: Option<Uuid>,
    /// The name at that time.
    pub name: String,
    /// Code of the role in which the person acts; `system` for the program.
    pub role: String,
    /// Network address.
    pub address: Option<String>,
    /// Device, as the browser calls itself.
    pub device: Option<String>,
}

impl Who {
    /// A signed-in person.
    pub fn actor(actor: &Actor) -> Self {
        Who {
            person: Some(actor.person),
            name: actor.name.clone(),
            role: actor.acting.code().to_owned(),
            address: None,
            device: None,
        }
    }

    /// Somebody who did not sign in; `name` is what was typed, if anything.
    pub fn guest(name: impl Into<String>) -> Self {
        Who { name: name.into(), role: "guest".into(), ..Who::default() }
    }

    /// The program by itself: jobs, schedules, commands.
    pub fn program() -> Self {
        Who { role: "system".into(), ..Who::default() }
    }

    /// From this network address and device.
    #[must_use]
    pub fn at(mut self, address: Option<String>, device: Option<String>) -> Self {
        self.address = address;
        self.device = device;
        self
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    #[default]
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Refused => "refused",
        }
    }
}

/// An article of a version of a regulation: the ground of a decision (GOV-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Code of the regulation.
    pub regulation: String,
    /// Its version.
    pub version: i64,
    /// The article's number.
    pub number: String,
}

impl fmt::Display for Article {
    /// `regulation@version#number`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}#{}", self.regulation, self.version, self.number)
    }
}

/// What is written into the trail: who did what to whom, before, after, where, with which result (GOV-9).
///
/// ```
/// # use xingtan_audit::{Entry, Who};
/// # use xingtan_clock::{Clock, Ids};
/// # let clock = Clock::System; let ids = Ids::new(clock.clone()); let (person, who) = (ids.next(), Who::program());
/// let entry = Entry::new(ids.next(), clock.now(), "accounts.person-frozen", &who)
///     .on("person", person, "林书岚")
///     .change(&"active", &"frozen")
///     .within("/1/5/");
/// ```
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) action: &'static str,
    pub(crate) who: Who,
    pub(crate) subject_kind: &'static str,
    pub(crate) subject: Option<Uuid>,
    pub(crate) subject_name: Option<String>,
    pub(crate) node_path: Option<String>,
    pub(crate) result: Outcome,
    pub(crate) citing: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) detail: Option<String>,
    /// Why a value could not be written as JSON; [`record`](crate::record) errs with it.
    pub(crate) unwritable: Option<String>,
}

impl Entry {
    /// `action` is `slice.noun-verb`, in the past, such as `accounts.person-frozen`; its Fluent key is
    /// `accounts-audit-person-frozen`.
    pub fn new(id: Uuid, at: Timestamp, action: &'static str, who: &Who) -> Self {
        Entry {
            id,
            at,
            action,
            who: who.clone(),
            subject_kind: "",
            subject: None,
            subject_name: None,
            node_path: None,
            result: Outcome::Done,
            citing: None,
            before: None,
            after: None,
            detail: None,
            unwritable: None,
        }
    }

    /// Whom or what it was done to: kind (`person`, `course`), id, and the name at that time.
    #[must_use]
    pub fn on(
        mut self,
        kind: &'static str,
        subject: impl Into<Option<Uuid>>,
        name: impl Into<String>,
    ) -> Self {
        self.subject_kind = kind;
        self.subject = subject.into();
        self.subject_name = Some(name.into());
        self
    }

    /// The organisation node it belongs to: who reads the trail of a subtree finds it there.
    #[must_use]
    pub fn within(mut self, node_path: impl Into<String>) -> Self {
        self.node_path = Some(node_path.into());
        self
    }

    /// What it was before.
    #[must_use]
    pub fn before(mut self, value: &impl Serialize) -> Self {
        self.before = self.json(value);
        self
    }

    /// What it is now.
    #[must_use]
    pub fn after(mut self, value: &impl Serialize) -> Self {
        self.after = self.json(value);
        self
    }

    /// What it was before and is now.
    #[must_use]
    pub fn change(self, before: &impl Serialize, after: &impl Serialize) -> Self {
        self.before(before).after(after)
    }

    /// Anything else worth knowing. Never passwords, tokens or codes.
    #[must_use]
    pub fn detail(mut self, value: &impl Serialize) -> Self {
        self.detail = self.json(value);
        self
    }

    /// The article by which it was decided.
    #[must_use]
    pub fn citing(mut self, article: &Article) -> Self {
        self.citing = Some(article.to_string());
        self
    }

    /// It was asked for and refused.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.result = Outcome::Refused;
        self
    }

    fn json(&mut self, value: &impl Serialize) -> Option<String> {
        match serde_json::to_string(value) {
            Ok(text) => Some(text),
            Err(error) => {
                self.unwritable = Some(format!("{}: {error}", self.action));
                None
            }
        }
    }
}
