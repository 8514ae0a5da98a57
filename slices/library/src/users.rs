//! Who uses items: slices above say what their subjects are called and who answers for them, so that a refusal can name
//! them and a take-down is told. The program gathers them (`app/wiring.rs`).

use crate::item::store;
use std::collections::BTreeMap;
use xingtan_auth::Permission;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// A subject that uses an item, as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub label: String,
    /// Where it is shown.
    pub href: String,
    /// Who answers for it.
    pub responsible: Vec<Uuid>,
}

/// A kind of subjects.
#[derive(Clone, Copy, Debug)]
pub struct User {
    /// The kind, as [`crate::api::used`] was given it.
    pub kind: &'static str,
    /// Their names; subjects of one thing (the versions of a course) are named once. Statements do not grow with their
    /// number.
    pub named: fn(&mut Tx<'_>, &[Uuid]) -> Result<Vec<Named>>,
    /// Fluent key of the button that uses an item so, and the end of its address below the item's.
    pub offer: Option<(&'static str, &'static str)>,
    /// Who is offered that.
    pub permission: Permission,
}

/// All kinds of subjects.
#[derive(Clone, Copy, Debug, Default)]
pub struct Users(pub &'static [User]);

impl Users {
    /// Where an item is used.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(self, tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<Named>> {
        let mut by_kind: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
        for (kind, subject) in store::uses(tx, item)? {
            by_kind.entry(kind).or_default().push(subject);
        }
        let mut all = Vec::new();
        for (kind, subjects) in by_kind {
            if let Some(user) = self.0.iter().find(|user| user.kind == kind) {
                all.extend((user.named)(tx, &subjects)?);
            }
        }
        Ok(all)
    }
}
