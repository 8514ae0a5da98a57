//! The tree beside what is written: every lesson with its state, at a glance (CRS-1).

use super::{
    edit::{Desk, Line, kind_choices, lines, parent_choices},
    rules::Missing,
};
use crate::{
    kinds::LessonKinds,
    medium::change as medium,
    office::change as office,
    review::{
        change::missing_of,
        store::{self as reviews, Remark},
    },
    states::VersionState,
};
use std::collections::{BTreeMap, BTreeSet};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form};

/// What the template `course/pane.html` shows.
pub(crate) struct Pane {
    pub course: Uuid,
    /// The tree's count of changes.
    pub version: i64,
    pub is_open: bool,
    pub may_write: bool,
    pub lines: Vec<Line>,
    pub tail: usize,
    /// The lesson that is written, and what it is called.
    pub current: Option<(Uuid, String)>,
    pub kinds: Vec<(String, String)>,
    pub parents: Vec<(String, String)>,
    /// The fields of "add a lesson".
    pub f: Form,
    // Said of many lines, and asked of the texts once.
    pub lacks: String,
    pub busy: String,
    pub optional: String,
}

impl Pane {
    /// The tree of a course on the desk, beside the lesson at `current` or beside the course itself.
    pub fn new(
        l: &Locale,
        kinds: &LessonKinds,
        desk: &Desk,
        marks: &Marks,
        current: Option<usize>,
        f: Form,
    ) -> Self {
        let (id, is_open) = (desk.course.id, desk.is_open());
        let current = current.map(|at| &desk.lessons[at].lesson);
        let way = if is_open { "edit/lessons" } else { "preview" };
        let (lines, tail) =
            lines(l, kinds, &desk.lessons, marks, current.map(|it| it.lesson_key), |lesson| {
                format!("/courses/{id}/{way}/{}", lesson.lesson_key)
            });
        Pane {
            course: id,
            version: desk.version.version,
            is_open,
            may_write: desk.access.write,
            lines,
            tail,
            current: current.map(|it| (it.lesson_key, it.title.clone())),
            kinds: kind_choices(l, kinds),
            parents: parent_choices(&desk.lessons),
            f,
            lacks: l.t("catalog-lacks"),
            busy: l.t("catalog-busy"),
            optional: l.t("catalog-optional"),
        }
    }
}

/// What is said of the lessons of a version, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Something is missing before the course can be submitted.
    pub lacking: BTreeSet<Uuid>,
    /// Its file is being processed.
    pub busy: BTreeSet<Uuid>,
    /// How many remarks the last review made on it.
    pub remarks: BTreeMap<Uuid, usize>,
}

impl Marks {
    /// Those of a version whose draft lacks `missing`.
    pub fn of(tx: &mut Tx<'_>, desk: &Desk, missing: &[Missing], remarks: &[Remark]) -> Result<Self, Fault> {
        let mut marks = Marks::default();
        marks.lacking.extend(missing.iter().filter_map(|it| it.lesson));
        let waiting =
            medium::missing(tx, &desk.lessons)?.into_iter().chain(office::missing(tx, &desk.lessons)?);
        for (key, what) in waiting {
            if ["catalog-medium-not-ready", "catalog-office-not-ready"].contains(&what.key()) {
                marks.busy.insert(key);
                marks.lacking.remove(&key);
            }
        }
        for key in remarks.iter().filter_map(|it| it.lesson_key) {
            *marks.remarks.entry(key).or_default() += 1;
        }
        Ok(marks)
    }

    /// Those of the version on the desk.
    pub fn read(tx: &mut Tx<'_>, kinds: &LessonKinds, desk: &Desk) -> Result<Self, Fault> {
        let draft = desk.version.state == VersionState::Draft;
        let missing = if draft { missing_of(tx, kinds, &desk.version)? } else { Vec::new() };
        let remarks = match reviews::latest_of(tx, desk.version.id)? {
            Some(review) => reviews::remarks(tx, review.id)?,
            None => Vec::new(),
        };
        Marks::of(tx, desk, &missing, &remarks)
    }
}
