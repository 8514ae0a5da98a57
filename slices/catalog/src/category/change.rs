//! Adding, renaming and moving categories.

use super::{
    rules::{Place, place},
    store::{self, Category},
};
use crate::{Act, undo::Undo};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_search::sort_key;
use xingtan_web::{Fault, Text};

/// The name of a category.
pub(crate) const NAME: Text = Text::required(60);

/// A field and what is wrong with it; without a field, somebody was quicker.
pub(crate) type Refusal = (&'static str, Msg);

/// Why a category cannot stand there, as a field and a sentence.
pub(crate) fn refusal(place: &Place) -> Option<Refusal> {
    match place {
        Place::There => None,
        Place::Unknown => Some(("parent", Msg::new("web-form-choice"))),
        Place::IntoItself => Some(("parent", Msg::new("catalog-fault-into-itself"))),
        Place::TooDeep => Some(("parent", Msg::new("catalog-fault-category-deep"))),
        Place::Taken => Some(("name", Msg::new("catalog-fault-category-taken"))),
    }
}

/// Adds a category at the end of its level.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    parent_id: Option<Uuid>,
    name: &str,
    act: &Act,
) -> Result<Category, Undo<Refusal>> {
    let all = store::all(tx)?;
    if let Some(refusal) = refusal(&place(&all, None, parent_id, name)) {
        return Err(Undo::Refused(refusal));
    }
    let last = all.iter().filter(|it| it.parent_id == parent_id).map(|it| it.place).max();
    let category =
        Category { id, parent_id, name: name.to_owned(), place: last.map_or(0, |it| it + 1), version: 1 };
    store::add(tx, &category, &sort_key(name), act.at)?;
    record(tx, &act.entry("catalog.category-added").on("category", id, name))?;
    Ok(category)
}

/// Renames and moves a category, unless somebody changed it since the count `seen`.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    (id, seen): (Uuid, i64),
    parent_id: Option<Uuid>,
    name: &str,
    act: &Act,
) -> Result<Category, Undo<Refusal>> {
    let all = store::all(tx)?;
    let before = all.iter().find(|it| it.id == id).ok_or(Fault::NotFound)?;
    if let Some(refusal) = refusal(&place(&all, Some(id), parent_id, name)) {
        return Err(Undo::Refused(refusal));
    }
    let after = Category { parent_id, name: name.to_owned(), ..before.clone() };
    if !store::save(tx, &after, &sort_key(name), seen)? {
        return Err(Undo::Refused(("", Msg::new("web-fault-stale"))));
    }
    let told = |it: &Category| (it.name.clone(), it.parent_id);
    record(
        tx,
        &act.entry("catalog.category-saved").on("category", id, name).change(&told(before), &told(&after)),
    )?;
    Ok(Category { version: seen + 1, ..after })
}
