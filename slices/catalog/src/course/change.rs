//! Beginning a course, and its bin.

use super::{rules::Keys, store};
use crate::{
    Act, notices,
    states::CourseState,
    version::{change::Facts, store as versions},
};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};

/// What a course begins with.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// Title, category and the texts that are there from the start.
    pub facts: Facts,
    /// The unit that offers it.
    pub unit_id: Uuid,
    /// Path of that unit.
    pub unit_path: String,
}

/// Begins a course whose author is the actor; answers its id.
///
/// # Errors
/// Those of the database.
pub fn create_course(tx: &mut Tx<'_>, new: &NewCourse, act: &Act) -> Result<Uuid> {
    let id = act.ids.next();
    create_course_as(tx, id, new, act)?;
    Ok(id)
}

/// The same with an id drawn outside the unit: the form that begins a course leads there.
///
/// # Errors
/// Those of the database.
pub fn create_course_as(tx: &mut Tx<'_>, id: Uuid, new: &NewCourse, act: &Act) -> Result<()> {
    let version_id = act.ids.next();
    let facts = &new.facts;
    let keys = Keys::of(&facts.title, &facts.summary, &[&act.name, &facts.lecturer_name]);
    let course = store::Course {
        id,
        title: facts.title.clone(),
        title_key: keys.title.clone(),
        summary: facts.summary.clone(),
        level: facts.level.clone(),
        category_id: facts.category_id,
        lecturer_id: facts.lecturer_id,
        lecturer_name: facts.lecturer_name.clone(),
        credits: facts.credits,
        minutes: 0,
        lessons: 0,
        author_id: act.person,
        author_name: act.name.clone(),
        reviewer_id: None,
        publisher_id: None,
        unit_id: new.unit_id,
        unit_path: new.unit_path.clone(),
        state: CourseState::Draft,
        published_version_id: None,
        draft_version_id: Some(version_id),
        published_at: None,
        withdrawn_at: None,
        withdrawn_reason: None,
        taken_down_at: None,
        rating_sum: 0,
        rating_count: 0,
        created_at: act.at,
        updated_at: act.at,
        version: 1,
    };
    store::add(tx, &course, &keys.search)?;
    versions::add(tx, &facts.version(version_id, id, 1, act))?;
    versions::add_editor(tx, version_id, act.person, act.at)?;
    record(tx, &act.entry("catalog.course-created").on("course", id, &facts.title).within(&new.unit_path))?;
    if facts.category_id.is_none() && store::is_first_without_categories(tx, id)? {
        notices::category_needed(tx, &course, act)?;
    }
    Ok(())
}

/// Puts a course that was never published into the bin; answers whether it could go there.
pub fn delete_course(tx: &mut Tx<'_>, course: &store::Course, act: &Act) -> Result<bool> {
    if course.published_version_id.is_some() || course.state != CourseState::Draft {
        return Ok(false);
    }
    store::delete(tx, course.id, act.person, act.at)?;
    record(
        tx,
        &act.entry("catalog.course-deleted").on("course", course.id, &course.title).within(&course.unit_path),
    )?;
    Ok(true)
}

/// Takes a course out of the bin; answers whether it lay there.
///
/// # Errors
/// Those of the database.
pub fn restore_course(tx: &mut Tx<'_>, course: &store::Course, act: &Act) -> Result<bool> {
    if !store::undelete(tx, course.id, act.at)? {
        return Ok(false);
    }
    record(
        tx,
        &act.entry("catalog.course-restored")
            .on("course", course.id, &course.title)
            .within(&course.unit_path),
    )?;
    Ok(true)
}

/// Lets a person write a course, too.
///
/// # Errors
/// Those of the database.
pub fn add_author(
    tx: &mut Tx<'_>,
    course: &store::Course,
    person: Uuid,
    name: &str,
    act: &Act,
) -> Result<()> {
    store::add_author(tx, course.id, person, name, act.at)?;
    crate::index::readers(tx, course.id, course.author_id)?;
    record(
        tx,
        &act.entry("catalog.author-added")
            .on("course", course.id, &course.title)
            .within(&course.unit_path)
            .after(&serde_json::json!({ "person": person, "name": name })),
    )
}

/// A person writes a course no more; answers whether they did.
///
/// # Errors
/// Those of the database.
pub fn remove_author(tx: &mut Tx<'_>, course: &store::Course, person: Uuid, act: &Act) -> Result<bool> {
    if !store::remove_author(tx, course.id, person)? {
        return Ok(false);
    }
    crate::index::readers(tx, course.id, course.author_id)?;
    record(
        tx,
        &act.entry("catalog.author-removed")
            .on("course", course.id, &course.title)
            .within(&course.unit_path)
            .before(&person),
    )?;
    Ok(true)
}
