//! The lists of courses: what narrows them.

use crate::category::{rules::below, store as categories};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_web::{List, Select};

/// Narrows a list by its query and its filters `state`, `category` (with those below it) and `level`.
pub fn narrowed(tx: &mut Tx<'_>, list: &List, select: Select) -> Result<Select> {
    let mut select = select.search("c.search_keys", &list.query);
    if let Ok(category) = list.filter("category").parse::<Uuid>() {
        let ids = below(&categories::all(tx)?, category);
        let condition = format!("c.category_id IN ({})", vec!["{}"; ids.len()].join(", "));
        select = select.when_all(&condition, ids.into_iter().map(Into::into).collect());
    }
    if !list.filter("level").is_empty() {
        select = select.when("c.level = {}", list.filter("level"));
    }
    match list.filter("state") {
        "" => {}
        // A further version of a published course is under way.
        "changing" => {
            select = select.always("c.draft_version_id IS NOT NULL AND c.published_version_id IS NOT NULL")
        }
        state => select = select.when("c.state = {}", state),
    }
    Ok(select)
}

/// Only courses that a person authors.
pub fn own(select: Select, person: Uuid) -> Select {
    select.when_all(
        "(c.author_id = {} OR c.id IN (SELECT a.course_id FROM catalog_author a WHERE a.person_id = {}))",
        vec![person.into(), person.into()],
    )
}
