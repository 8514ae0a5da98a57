//! What waits for a person, each number leading to the list it counts.

use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_catalog::api as catalog;
pub use xingtan_catalog::api::{Waiter, Waiters, Waits};
use xingtan_db::{Result, Tx};

/// What waits for an actor, by the permissions: requests for accounts, real names, tickets, imports, courses to
/// publish.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    let found = accounts::waiting(tx, actor)?;
    let courses = catalog::count_to_publish(tx, actor)?;
    let words = xingtan_governance::api::words_waiting(tx, actor)?;
    let lists = [
        ("learning-waiting-openings", "/people/openings?state=open", found.openings),
        ("learning-waiting-courses", "/courses?state=to-publish", courses),
        ("learning-waiting-tickets", "/people/tickets?state=open", found.tickets),
        ("learning-waiting-real-names", "/real-names?state=pending", found.real_names),
        ("learning-waiting-imports", "/imports?state=waiting", found.imports),
        ("learning-waiting-words", "/words/hits?appeal=asked", words),
    ];
    let waits = |(name, href, count): (_, _, Option<i64>)| Some(Waits { name, href, count: count? });
    Ok(lists.into_iter().filter_map(waits).collect())
}
