//! Courses and lessons as what can be found.

use super::{Entered, Finder, Form, Leads, rules};
use crate::{
    index::{COURSE, LESSON},
    permissions::{COURSES_PUBLISH, COURSES_READ, COURSES_WRITE, REVIEWS_DECIDE},
};
use xingtan_auth::{Actor, Scope};
use xingtan_search::{Found, Reach};

const FORMS: &[Form] = &[
    Form { key: "course", label: "catalog-search-courses", icon: "book", forms: &["course"] },
    Form {
        key: "text",
        label: "catalog-search-texts",
        icon: "edit",
        forms: &["page", "section", "download"],
    },
    Form { key: "document", label: "catalog-search-documents", icon: "file", forms: &["pdf"] },
    Form { key: "film", label: "catalog-search-films", icon: "play", forms: &["video", "audio"] },
    Form { key: "quiz", label: "catalog-search-quizzes", icon: "check", forms: &["quiz"] },
];

/// Courses and lessons; `entered` tells which courses somebody studies.
pub const fn finder(entered: Entered) -> Finder {
    Finder { kinds: &[COURSE, LESSON], reach, forms: FORMS, entered, leads }
}

/// Everybody sees what is published; drafts are seen by those who read, judge or publish courses of a subtree, and by
/// their authors: the same as on the desk (`access`).
fn reach(actor: &Actor) -> Reach {
    let paths = [COURSES_READ, COURSES_PUBLISH, REVIEWS_DECIDE]
        .iter()
        .flat_map(|permission| actor.scope(*permission).paths().to_vec())
        .collect();
    Reach {
        kinds: vec![COURSE, LESSON],
        open: true,
        circles: Vec::new(),
        ranges: Scope::of(paths).ranges(),
        person: actor.may(COURSES_WRITE).then_some(actor.person),
    }
}

fn leads(found: &Found, entered: bool) -> Leads {
    let (course, lesson) = (found.subject, found.id);
    let (course_href, is_course) = if found.open {
        (format!("/courses/{course}"), found.kind == COURSE)
    } else {
        (format!("/courses/{course}/edit"), found.kind == COURSE)
    };
    let state = (!found.open).then_some("catalog-state-draft");
    if is_course {
        return Leads { there: course_href, above: None, state };
    }
    let there = match (found.open, entered) {
        (true, true) => format!("{course_href}/lessons/{lesson}{}", rules::Place::of(&found.place).tail()),
        // Whoever does not study the course enrols on its page first.
        (true, false) => course_href.clone(),
        (false, _) => {
            format!("/courses/{course}/preview/{lesson}{}", rules::Place::of(&found.place).tail())
        }
    };
    Leads { there, above: Some(course_href), state }
}
