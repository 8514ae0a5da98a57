//! Claims of lessons on their files; the library is told where one of its own is used.

use crate::Act;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_library::api as library;
use xingtan_storage::file::{self, Claimer};

/// The kind of claimer in storage: a lesson of a version, by its id there.
pub(crate) const LESSON: &str = "catalog-lesson";

/// A lesson needs a file.
pub(crate) fn claim(tx: &mut Tx<'_>, file_id: Uuid, lesson: Uuid, act: &Act) -> Result<()> {
    file::claim(tx, file_id, Claimer { kind: LESSON, id: lesson }, act.at)?;
    library::used(tx, file_id, (LESSON, lesson), Some(act.person), act.at)
}

/// A lesson needs a file no more; other versions may still.
pub(crate) fn release(tx: &mut Tx<'_>, file_id: Uuid, lesson: Uuid, act: &Act) -> Result<()> {
    file::release(tx, file_id, Claimer { kind: LESSON, id: lesson }, act.at)?;
    library::unused(tx, (LESSON, lesson))
}

/// A lesson needs another file in place of one.
pub(crate) fn moved(tx: &mut Tx<'_>, (old, new): (Uuid, Uuid), lesson: Uuid, at: Timestamp) -> Result<()> {
    let by = Claimer { kind: LESSON, id: lesson };
    file::claim(tx, new, by, at)?;
    file::release(tx, old, by, at)
}
