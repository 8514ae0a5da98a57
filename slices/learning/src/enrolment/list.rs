//! Lists of enrolments with the names that belong to them: two statements more, however long the list is.

use super::{
    state::State,
    store::{COLUMNS, Enrolment},
};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_web::{Keyed, Order, Select, Sort};

/// How lists of required courses are sorted: what is required has a deadline.
pub const BY_DEADLINE: &[Sort] = &[
    Sort { name: "due", column: "e.due_at" },
    Sort { name: "name", column: "e.name_key" },
    Sort { name: "unit", column: "e.unit_path" },
    Sort { name: "done", column: "e.lessons_done" },
];

/// How lists are sorted in which not everything has a deadline.
pub const BY_NAME: &[Sort] = &[
    Sort { name: "name", column: "e.name_key" },
    Sort { name: "unit", column: "e.unit_path" },
    Sort { name: "done", column: "e.lessons_done" },
];

impl Keyed for Enrolment {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "due" => Order::Time(self.due_at.map_or(0, Timestamp::micros)),
            "unit" => self.unit_path.as_str().into(),
            "done" => self.lessons_done.into(),
            _ => self.name_key.as_str().into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All living enrolments, to be narrowed.
pub fn select() -> Select {
    Select::new(COLUMNS, "learning_enrolment e", "e.id").always("e.withdrawn_at IS NULL")
}

/// The living required ones.
pub fn required() -> Select {
    select().always("e.required AND e.due_at IS NOT NULL")
}

/// An enrolment with the names that belong to it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The enrolment.
    pub e: Enrolment,
    /// The learner's name.
    pub name: String,
    /// 工号 or user name.
    pub number: String,
    /// The name of the unit.
    pub unit: String,
    /// The course's title.
    pub course: String,
    /// Where the learner stands.
    pub state: State,
}

/// Adds names to enrolments.
pub fn lines(tx: &mut Tx<'_>, rows: Vec<Enrolment>, now: Timestamp) -> Result<Vec<Line>> {
    let persons: Vec<Uuid> = rows.iter().map(|it| it.person_id).collect();
    let mut courses: Vec<Uuid> = rows.iter().map(|it| it.course_id).collect();
    courses.sort_unstable();
    courses.dedup();
    let people: HashMap<Uuid, accounts::Person> =
        accounts::people(tx, &persons)?.into_iter().map(|it| (it.id, it)).collect();
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it.title)).collect();
    let line = |e: Enrolment| {
        let person = people.get(&e.person_id);
        Line {
            name: person.map(|it| it.name.clone()).unwrap_or_default(),
            number: person.map_or_else(String::new, |it| {
                it.staff_number.clone().unwrap_or_else(|| it.user_name.clone())
            }),
            unit: person.map(|it| it.unit_name.clone()).unwrap_or_default(),
            course: titles.get(&e.course_id).cloned().unwrap_or_default(),
            state: State::of(&e, now),
            e,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The headings of an export of lines, as Fluent keys.
pub const HEADINGS: &[&str] = &[
    "learning-head-name",
    "learning-head-number",
    "learning-head-unit",
    "learning-head-course",
    "learning-head-state",
    "learning-head-percent",
    "learning-head-lessons",
    "learning-head-study",
    "learning-head-due",
    "learning-head-last",
    "learning-head-completed",
];

/// One row of it.
pub fn cells(l: &Locale, it: &Line) -> Vec<Cell> {
    let moment = |at: Option<Timestamp>| at.map_or(Cell::Empty, |at| Cell::moment(at, l.zone()));
    vec![
        Cell::text(&it.name),
        Cell::text(&it.number),
        Cell::text(&it.unit),
        Cell::text(&it.course),
        Cell::text(l.t(it.state.key())),
        Cell::Number(it.e.percent()),
        Cell::text(format!("{}/{}", it.e.lessons_done, it.e.lessons_total)),
        Cell::Number(it.e.study_seconds / 60),
        moment(it.e.due_at),
        moment(it.e.last_at),
        moment(it.e.completed_at),
    ]
}

/// Most rows of one export.
pub const MOST: usize = 50_000;

/// All rows of a list for an export, at most [`MOST`], in the order of the list.
pub fn all(tx: &mut Tx<'_>, list: &xingtan_web::List, select: &Select, now: Timestamp) -> Result<Vec<Line>> {
    let mut rows: Vec<Enrolment> = Vec::new();
    let mut at = Some(list.clone().from_start());
    while let Some(list) = at.filter(|_| rows.len() < MOST) {
        at = list.chunk(tx, select.clone(), 500, &mut rows)?;
    }
    let mut found = Vec::with_capacity(rows.len());
    for some in rows.chunks(500) {
        found.extend(lines(tx, some.to_vec(), now)?);
    }
    Ok(found)
}

xingtan_db::row! {
    /// Figures of a list of enrolments.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Figures {
        /// People.
        pub people: i64,
        /// Enrolments.
        pub all: i64,
        /// Of these, complete.
        pub done: i64,
        /// Of these, over their deadline.
        pub overdue: i64,
    }
}

impl Figures {
    /// Complete ones in percent, rounded down.
    pub fn percent(&self) -> i64 {
        if self.all == 0 { 0 } else { self.done * 100 / self.all }
    }
}
