//! The lists of courses: what narrows them.

use crate::{
    category::{rules::below, store as categories},
    permissions::{COURSES_READ, COURSES_WRITE},
};
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_web::{List, Select, Value};

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
    Ok(match list.filter("state") {
        // The bin has a list of its own.
        "bin" => select.always("c.deleted_at IS NOT NULL"),
        "" => select.always("c.deleted_at IS NULL"),
        // A further version of a published course is under way.
        "changed" => select.always(
            "c.deleted_at IS NULL AND c.draft_version_id IS NOT NULL AND c.published_version_id IS NOT NULL",
        ),
        "to-publish" => to_publish(select),
        state => select.always("c.deleted_at IS NULL").when("c.state = {}", state),
    })
}

/// Only courses with a version that a reviewer approved and that waits for its publication, the first or a further
/// one.
pub fn to_publish(select: Select) -> Select {
    select.always(
        "c.deleted_at IS NULL AND c.draft_version_id IN
             (SELECT v.id FROM catalog_version v WHERE v.state = 'approved')",
    )
}

/// Only what the actor sees: the courses of the subtrees whose courses one reads, and one's own. With `whose` as
/// `mine` one's own alone.
pub fn seen(actor: &Actor, whose: &str, select: Select) -> Select {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    if actor.may(COURSES_WRITE) || whose == "mine" {
        conditions.push(
            "c.author_id = {} OR c.id IN (SELECT a.course_id FROM catalog_author a WHERE a.person_id = {})"
                .to_owned(),
        );
        values.extend([actor.person.into(), actor.person.into()]);
    }
    if whose != "mine" {
        for (low, high) in actor.scope(COURSES_READ).ranges() {
            conditions.push("(c.unit_path >= {} AND c.unit_path < {})".to_owned());
            values.extend([low.into(), high.into()]);
        }
    }
    if conditions.is_empty() {
        return select.always("1 = 0");
    }
    select.when_all(&format!("({})", conditions.join(" OR ")), values)
}

/// Only courses that a person authors.
pub fn own(select: Select, person: Uuid) -> Select {
    select.when_all(
        "(c.author_id = {} OR c.id IN (SELECT a.course_id FROM catalog_author a WHERE a.person_id = {}))",
        vec![person.into(), person.into()],
    )
}
