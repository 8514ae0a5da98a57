//! What slices above may ask of the library. All functions take the caller's transaction; no course is known here.

use crate::item::store;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

pub use crate::{
    folder::change::add as add_folder,
    index::{Cut, ENDED as ENDED_CIRCLE, FORM, ITEM, reach, words},
    item::{
        change::{
            Declared, ENDED, Edit, New, SHARED, declare, delete, edit, is_usable, office_ready, share, upload,
        },
        rules::{Audience, Basis, Kind, State, has_macros},
        store::{Item, get as item, tags},
        upload::LIBRARY_UPLOAD,
    },
    job::{BEFORE, COMPLAINT_HOURS, INFRINGEMENT_DAYS, INFRINGEMENTS},
    link::store::Link,
    mark::{MARKABLE, Marked, Unmarked, Words, give, mark, of_person as words_of},
    permissions::{MANAGE, USE},
    users::{Named, User, Users},
};

/// A subject of the slice above uses the file of an item from now on; a file that is none of the library's is left
/// alone. To be called with the claim on the file.
///
/// # Errors
/// Those of the database.
pub fn used(
    tx: &mut Tx<'_>,
    file: Uuid,
    subject: (&str, Uuid),
    by: Option<Uuid>,
    at: Timestamp,
) -> Result<()> {
    match store::of_file(tx, file)? {
        Some(item) => store::used(tx, item.id, subject, by, at),
        None => Ok(()),
    }
}

/// A subject uses no item any more. To be called when its claim is released.
///
/// # Errors
/// Those of the database.
pub fn unused(tx: &mut Tx<'_>, subject: (&str, Uuid)) -> Result<()> {
    store::unused(tx, subject)
}

/// The words that must stand on a file when somebody looks at it; none where the file is not the library's, or no mark
/// is demanded. At most two statements.
///
/// # Errors
/// Those of the database.
pub fn demanded(tx: &mut Tx<'_>, file: Uuid, actor: &Actor) -> Result<Option<Words>> {
    match store::of_file(tx, file)? {
        Some(item) if item.watermark => words_of(tx, actor).map(Some),
        _ => Ok(None),
    }
}

/// An item that somebody may use in what they make.
///
/// # Errors
/// Those of the database.
pub fn usable(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Option<Item>> {
    Ok(store::get(tx, id)?.filter(|it| is_usable(it, actor)))
}
