//! What waits for a person, each number leading to the list it counts: slices above tell the start pages below them.

use xingtan_auth::Actor;
use xingtan_db::{Result, Tx};

/// Something that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// Fluent key of its name.
    pub name: &'static str,
    /// The list.
    pub href: &'static str,
    /// How many.
    pub count: i64,
}

/// What waits for an actor in a slice above, by that slice's permissions.
pub type Waiter = fn(&mut Tx<'_>, &Actor) -> Result<Vec<Waits>>;

/// What the slices above tell the start pages; the program lays it over the routes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waiters(pub &'static [Waiter]);

impl Waiters {
    /// What waits in the slices above.
    ///
    /// # Errors
    /// Those of the database.
    pub fn waiting(self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
        let mut all = Vec::new();
        for waiter in self.0 {
            all.extend(waiter(tx, actor)?);
        }
        Ok(all)
    }
}
