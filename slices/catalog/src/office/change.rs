//! What follows for lessons when an office document is attached and when it has become a PDF.

use crate::{
    Act,
    course::store as courses,
    file as claims,
    kinds::{DOWNLOAD, PDF},
    lesson::{
        rules::Placed,
        store::{self, Lesson},
    },
};
use std::collections::HashSet;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;
use xingtan_media::{
    State,
    office::{self, Item},
};
use xingtan_storage::file;

/// Orders that the file of a lesson becomes a PDF, where it is an office document; whether it is one. One that was
/// turned before is shown at once.
///
/// # Errors
/// Those of the database.
pub(crate) fn order(tx: &mut Tx<'_>, file_id: Uuid, act: &Act) -> Result<bool> {
    let Some(row) = file::find(tx, file_id)? else { return Ok(false) };
    let Some(ending) = office::ending(&row.media_type, &row.name) else { return Ok(false) };
    let item = office::order(tx, file_id, ending, Some(act.person), &act.ids, act.at)?;
    if let (State::Ready, Some(pdf)) = (item.state(), item.pdf_file_id) {
        office_ready(tx, file_id, pdf, act.at)?;
    }
    Ok(true)
}

/// A lesson got another file than `old`: one that shows a PDF, or would if it could, shows that of the new one as soon
/// as there is one. Somebody who wants a document taken along adds a download.
///
/// # Errors
/// Those of the database.
pub(crate) fn replaced(tx: &mut Tx<'_>, lesson: &Lesson, new: Uuid, act: &Act) -> Result<()> {
    let shows = lesson.kind == PDF.key;
    let would = match lesson.file_id.filter(|_| lesson.kind == DOWNLOAD.key) {
        Some(old) => office::of_file(tx, old)?.is_some(),
        None => false,
    };
    if !shows && !would {
        return Ok(());
    }
    let is_pdf = file::find(tx, new)?.is_some_and(|row| row.media_type == "application/pdf");
    store::set_kind(tx, lesson.id, if is_pdf { PDF.key } else { DOWNLOAD.key })?;
    if !is_pdf {
        order(tx, new, act)?;
    }
    Ok(())
}

/// A document has become a PDF: the downloads of drafts with this file show it from now on. Versions that were
/// submitted stay as they were judged.
///
/// # Errors
/// Those of the database.
pub fn office_ready(tx: &mut Tx<'_>, file_id: Uuid, pdf: Uuid, at: Timestamp) -> Result<()> {
    let Some(row) = file::find(tx, pdf)? else { return Ok(()) };
    for lesson in store::draft_downloads(tx, file_id)? {
        store::show_pdf(tx, lesson, (row.id, &row.name, row.size), (DOWNLOAD.minutes, PDF.minutes))?;
        claims::moved(tx, (file_id, pdf), lesson, at)?;
    }
    for (course, version) in store::drafts_with_file(tx, pdf)? {
        let sums = store::sums(tx, version)?;
        courses::set_sums(tx, course, sums, at)?;
    }
    Ok(())
}

/// Lessons whose document is on its way to a PDF: the course waits for it, so that nobody judges something else than
/// learners get. One statement, none where there is no download.
///
/// # Errors
/// Those of the database.
pub(crate) fn missing(tx: &mut Tx<'_>, lessons: &[Placed<Lesson>]) -> Result<Vec<(Uuid, Msg)>> {
    let taken = lessons.iter().map(|it| &it.lesson).filter(|it| it.kind == DOWNLOAD.key);
    let taken: Vec<(Uuid, Uuid)> = taken.filter_map(|it| Some((it.lesson_key, it.file_id?))).collect();
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let files: Vec<Uuid> = taken.iter().map(|it| it.1).collect();
    let open: HashSet<Uuid> =
        office::of_files(tx, &files)?.into_iter().filter(is_open).map(|item| item.file_id).collect();
    let waits = taken.into_iter().filter(|(_, file_id)| open.contains(file_id));
    Ok(waits.map(|(key, _)| (key, Msg::new("catalog-office-not-ready"))).collect())
}

fn is_open(item: &Item) -> bool {
    item.state() != State::Failed
}
