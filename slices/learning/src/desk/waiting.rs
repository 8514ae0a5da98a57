//! What waits for a person, each number leading to the list it counts.

use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_catalog::api as catalog;
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
    pub(crate) fn waiting(self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
        let mut all = Vec::new();
        for waiter in self.0 {
            all.extend(waiter(tx, actor)?);
        }
        Ok(all)
    }
}

/// What waits for an actor, by the permissions: requests for accounts, real names, tickets, imports, courses to
/// publish.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    let found = accounts::waiting(tx, actor)?;
    let courses = catalog::count_to_publish(tx, actor)?;
    let lists = [
        ("learning-waiting-openings", "/people/openings?state=open", found.openings),
        ("learning-waiting-courses", "/courses?state=to-publish", courses),
        ("learning-waiting-tickets", "/people/tickets?state=open", found.tickets),
        ("learning-waiting-real-names", "/real-names?state=pending", found.real_names),
        ("learning-waiting-imports", "/imports?state=waiting", found.imports),
    ];
    let waits = |(name, href, count): (_, _, Option<i64>)| Some(Waits { name, href, count: count? });
    Ok(lists.into_iter().filter_map(waits).collect())
}
