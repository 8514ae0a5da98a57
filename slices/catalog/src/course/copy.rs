//! A course once more, for whoever wrote it: facts, tree, texts, pictures and files (CRS-1).

use super::{
    change::{NewCourse, create_course_as},
    store as courses,
};
use crate::{
    Act, file,
    kinds::LessonKinds,
    lesson::store::{self as lessons, Body, Lesson},
    picture::{
        change::{self as pictures, PICTURE},
        rules::href,
        store::{self as picture_store, Picture},
    },
    version::{change::Facts, store::Version},
};
use std::collections::BTreeMap;
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Result, Tx};
use xingtan_storage::file::{Claimer, claim};

/// Where a copy goes, and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The unit that offers it.
    pub unit_id: Uuid,
    /// Path of that unit.
    pub unit_path: String,
}

/// Copies a version of a course into a course of its own: a draft whose author is the actor, with nothing of the reviews
/// and learners of the first. Files are shared by claim; lessons have keys, and pictures addresses, of their own.
pub(crate) fn copy_course(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    from: &Version,
    to: &Copy,
    act: &Act,
) -> Result<()> {
    let all = picture_store::of_course(tx, from.course_id)?;
    let copies: Vec<(Uuid, Picture)> = all
        .into_iter()
        .map(|it| {
            (
                it.id,
                Picture {
                    id: act.ids.next(),
                    course_id: to.id,
                    added_at: act.at,
                    added_by: act.person,
                    ..it
                },
            )
        })
        .collect();
    let moved = Moved {
        folder: format!("/courses/{}/pictures/", from.course_id),
        addresses: copies
            .iter()
            .map(|(old, new)| (href(from.course_id, *old), href(to.id, new.id)))
            .collect(),
    };
    let facts = Facts {
        title: to.title.clone(),
        summary: from.summary.clone(),
        level: from.level.clone(),
        category_id: from.category_id,
        lecturer_id: from.lecturer_id,
        lecturer_name: from.lecturer_name.clone(),
        credits: from.credits,
        in_order: from.in_order,
        introduction: moved.body(&from.introduction_md, &from.introduction_html),
        objectives: moved.body(&from.objectives_md, &from.objectives_html),
        syllabus: moved.body(&from.syllabus_md, &from.syllabus_html),
        criteria: moved.body(&from.criteria_md, &from.criteria_html),
    };
    let new = NewCourse { facts, unit_id: to.unit_id, unit_path: to.unit_path.clone() };
    create_course_as(tx, to.id, &new, act)?;
    for (_, picture) in &copies {
        claim(tx, picture.file_id, Claimer { kind: PICTURE, id: picture.id }, act.at)?;
        picture_store::add(tx, picture)?;
    }
    let course = courses::get(tx, to.id)?.ok_or(Error::NotFound)?;
    let version_id = course.draft_version_id.ok_or(Error::NotFound)?;
    let version = crate::version::store::get(tx, version_id)?.ok_or(Error::NotFound)?;
    pictures::facts_show(tx, &version)?;
    let olds = lessons::of_version(tx, from.id)?;
    let keys: BTreeMap<Uuid, Uuid> = olds.iter().map(|it| (it.lesson_key, act.ids.next())).collect();
    let mut bodies = lessons::bodies(tx, from.id)?;
    for old in olds {
        let quiz_id = match (old.quiz_id, kinds.hooks(&old.kind)) {
            (Some(id), Some(hooks)) => Some(hooks.copy(tx, id, act)?),
            _ => None,
        };
        let body = bodies.remove(&old.lesson_key).unwrap_or_default();
        let body = moved.body(&body.body_md, &body.body_html);
        let own = Lesson {
            id: act.ids.next(),
            version_id,
            lesson_key: keys.get(&old.lesson_key).copied().unwrap_or_else(|| act.ids.next()),
            parent_key: old.parent_key.and_then(|parent| keys.get(&parent).copied()),
            quiz_id,
            updated_at: act.at,
            updated_by: act.person,
            version: 1,
            ..old
        };
        lessons::add(tx, &own, &body)?;
        pictures::lesson_shows(tx, to.id, (version_id, own.id), &body)?;
        if let Some(file_id) = own.file_id {
            file::claim(tx, file_id, own.id, act)?;
        }
    }
    let sums = lessons::sums(tx, version_id)?;
    courses::set_sums(tx, to.id, sums, act.at)?;
    let entry = act.entry("catalog.course-copied").on("course", to.id, &to.title).within(&to.unit_path);
    record(tx, &entry.detail(&from.title))
}

/// Pictures whose address is another one in the copy.
struct Moved {
    /// What all old addresses begin with.
    folder: String,
    addresses: Vec<(String, String)>,
}

impl Moved {
    fn body(&self, md: &str, html: &str) -> Body {
        let text = |text: &str| {
            if !text.contains(&self.folder) {
                return text.to_owned();
            }
            self.addresses.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
        };
        Body { body_md: text(md), body_html: text(html) }
    }
}
