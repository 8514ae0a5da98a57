//! Pictures come, are shown by texts, and go.

use super::{
    format::Shape,
    rules::{self, MOST_PICTURES},
    store::{self, Picture},
};
use crate::{Act, course::store::Course, lesson::store::Body, version::store::Version};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_storage::{
    Stored,
    file::{self, Claimer},
};

/// The kind of claimer in storage: a picture, by its id.
pub(crate) const PICTURE: &str = "catalog-picture";

/// A picture whose bytes lie in storage and wait to be kept.
#[derive(Clone, Debug)]
pub struct NewPicture {
    /// Where they lie.
    pub stored: Stored,
    /// How large it is.
    pub shape: Shape,
    /// Its name as uploaded.
    pub name: String,
    /// What it shows.
    pub description: String,
}

/// What comes of adding a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there; the same bytes are the same picture of a course.
    As(Uuid),
    /// The course has as many as it may.
    Full,
}

/// Adds a picture to a course.
///
/// # Errors
/// Those of the database.
pub fn add_picture(tx: &mut Tx<'_>, course: &Course, new: &NewPicture, act: &Act) -> Result<Added> {
    if let Some(there) = store::by_hash(tx, course.id, &new.stored.sha256)? {
        return Ok(Added::As(there));
    }
    if store::count(tx, course.id)? >= MOST_PICTURES {
        return Ok(Added::Full);
    }
    let kept = file::keep(tx, &new.stored, &new.name, Some(act.person), act.at)?;
    let picture = Picture {
        id: act.ids.next(),
        course_id: course.id,
        file_id: kept.id,
        sha256: kept.sha256,
        size: kept.size,
        width: new.shape.width,
        height: new.shape.height,
        name: kept.name,
        description: new.description.clone(),
        added_at: act.at,
        added_by: act.person,
    };
    file::claim(tx, kept.id, Claimer { kind: PICTURE, id: picture.id }, act.at)?;
    store::add(tx, &picture)?;
    note(tx, course, &picture, "catalog.picture-added", act)?;
    Ok(Added::As(picture.id))
}

/// What comes of removing a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Done,
    /// A version shows it.
    Used,
    /// There is no such picture.
    Gone,
}

/// Removes a picture that no version shows: what was published stays as it was (CRS-6).
///
/// # Errors
/// Those of the database.
pub fn remove_picture(tx: &mut Tx<'_>, course: &Course, id: Uuid, act: &Act) -> Result<Removed> {
    let Some(picture) = store::get(tx, course.id, id)? else { return Ok(Removed::Gone) };
    if !store::remove(tx, id)? {
        return Ok(Removed::Used);
    }
    file::release(tx, picture.file_id, Claimer { kind: PICTURE, id }, act.at)?;
    note(tx, course, &picture, "catalog.picture-removed", act)?;
    Ok(Removed::Done)
}

fn note(tx: &mut Tx<'_>, course: &Course, picture: &Picture, action: &'static str, act: &Act) -> Result<()> {
    let entry = act.entry(action).on("course", course.id, &course.title).within(&course.unit_path);
    record(tx, &entry.detail(&picture.name))
}

/// Writes down which pictures a lesson shows.
pub(crate) fn lesson_shows(
    tx: &mut Tx<'_>,
    course: Uuid,
    (version, lesson): (Uuid, Uuid),
    body: &Body,
) -> Result<()> {
    let shown = rules::shown(course, [body.body_html.as_str()]);
    store::set_uses(tx, course, lesson, version, &shown)
}

/// Writes down which pictures the facts of a version show.
pub(crate) fn facts_show(tx: &mut Tx<'_>, version: &Version) -> Result<()> {
    let texts = [
        version.introduction_html.as_str(),
        &version.objectives_html,
        &version.syllabus_html,
        &version.criteria_html,
    ];
    store::set_uses(tx, version.course_id, version.id, version.id, &rules::shown(version.course_id, texts))
}

/// Takes all pictures of a course that leaves the bin.
pub(crate) fn purge(tx: &mut Tx<'_>, course: Uuid, act: &Act) -> Result<()> {
    for picture in store::of_course(tx, course)? {
        file::release(tx, picture.file_id, Claimer { kind: PICTURE, id: picture.id }, act.at)?;
    }
    store::purge(tx, course)
}
