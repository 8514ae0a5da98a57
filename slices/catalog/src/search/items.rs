//! Items of the library as what can be found. The library lies below and says who sees which; it knows nothing of this
//! page.

use super::{Finder, Form, Leads};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_library::api as library;
use xingtan_search::Found;

const FORMS: &[Form] =
    &[Form { key: "library", label: "catalog-search-library", icon: "folder", forms: &[library::FORM] }];

/// Items of the library.
pub const ITEMS: Finder =
    Finder { kinds: &[library::ITEM], reach: library::reach, forms: FORMS, entered: nothing, leads };

/// Nobody has to enter anything: whoever sees an item opens it.
fn nothing(_: &mut Tx<'_>, _: Uuid, _: &[Uuid]) -> Result<Vec<Uuid>> {
    Ok(Vec::new())
}

fn leads(found: &Found, _: bool) -> Leads {
    let state = match (found.open, found.circle.as_str()) {
        (true, _) => None,
        (false, library::ENDED_CIRCLE) => Some("catalog-search-ended"),
        (false, _) => Some("catalog-state-draft"),
    };
    Leads { there: format!("/library/{}", found.id), above: None, state }
}
