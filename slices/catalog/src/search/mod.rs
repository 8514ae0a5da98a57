//! 搜索: everything that can be found, by one address (CRS-2).
//!
//! What can be found plugs in as a [`Finder`]: which kinds of things it has in the index, what of them an actor may see,
//! and where a found passage leads. The program registers the finders of its slices; this slice brings courses, and the items
//! of the library below it.

pub mod ask;
mod courses;
mod items;
pub mod json;
pub mod page;
mod rules;

pub use courses::finder;
pub use items::ITEMS;

use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_search::{Found, Reach};

/// Something of which passages can be found.
#[derive(Clone, Copy, Debug)]
pub struct Finder {
    /// The kinds that its owner puts into the index.
    pub kinds: &'static [&'static str],
    /// What of them somebody may see; part of the statement that searches.
    pub reach: fn(&Actor) -> Reach,
    /// The forms by which people narrow what is found.
    pub forms: &'static [Form],
    /// Of some subjects those that the person entered, so that what is within opens for them. One statement at most.
    pub entered: Entered,
    /// Where a passage leads, and where what it stands in does; `true` for those who entered its subject.
    pub leads: fn(&Found, bool) -> Leads,
}

/// Of some subjects those that a person entered.
pub type Entered = fn(&mut Tx<'_>, Uuid, &[Uuid]) -> Result<Vec<Uuid>>;

/// A form by which people narrow what is found.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// In the address.
    pub key: &'static str,
    /// Fluent key of its name.
    pub label: &'static str,
    /// Icon without `i-`.
    pub icon: &'static str,
    /// What is of this form in the index.
    pub forms: &'static [&'static str],
}

/// Where a found passage leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    /// To the passage, or as near as the person may go.
    pub there: String,
    /// To what it stands in; none where it stands in nothing.
    pub above: Option<String>,
    /// Fluent key of what is said of it where it is not open to those who search: a draft.
    pub state: Option<&'static str>,
}

/// All finders of the program, as an extension of its router.
#[derive(Clone, Copy, Debug)]
pub struct Finders(pub &'static [Finder]);

impl Finders {
    fn of(self, kind: &str) -> Option<&'static Finder> {
        self.0.iter().find(|it| it.kinds.contains(&kind))
    }

    /// All forms, each once.
    fn forms(self) -> Vec<Form> {
        self.0.iter().flat_map(|it| it.forms).copied().collect()
    }
}
