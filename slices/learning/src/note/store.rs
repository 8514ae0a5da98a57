//! How notes are kept. Every statement names the person: a note of somebody else does not exist.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A note.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Note {
        /// Its id.
        pub id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The course.
        pub course_id: Uuid,
        /// The lesson.
        pub lesson_key: Uuid,
        /// The lesson's title when the note was written.
        pub lesson_title: String,
        /// The moment of the medium that it is about, in milliseconds.
        pub at_ms: Option<i64>,
        /// The text.
        pub body: String,
        /// When it was written.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Counts changes; a form says which one it saw.
        pub version: i64,
    }
}

const COLUMNS: &str = "n.id, n.person_id, n.course_id, n.lesson_key, n.lesson_title, n.at_ms, n.body, n.created_at, n.updated_at, n.version";

/// How the list of notes is sorted: the newest first.
pub const SORTS: &[Sort] = &[Sort { name: "updated", column: "n.updated_at" }];

impl Keyed for Note {
    fn order(&self, _sort: &str) -> Order {
        Order::Time(self.updated_at.micros())
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// All living notes of a person, to be narrowed.
pub fn select(person: Uuid) -> Select {
    Select::new(COLUMNS, "learning_note n", "n.id")
        .always("n.deleted_at IS NULL")
        .when("n.person_id = {}", person)
}

/// The notes beside a lesson, by the moments they are about; those about none come last.
pub fn of_lesson(tx: &mut Tx<'_>, person: Uuid, lesson: Uuid) -> Result<Vec<Note>> {
    tx.all(
        "SELECT id, person_id, course_id, lesson_key, lesson_title, at_ms, body, created_at, updated_at, version
         FROM learning_note
         WHERE person_id = $1 AND lesson_key = $2 AND deleted_at IS NULL
         ORDER BY COALESCE(at_ms, 9000000000000), created_at, id",
        params![person, lesson],
    )
}

/// How many notes a person has beside a lesson.
pub fn count(tx: &mut Tx<'_>, person: Uuid, lesson: Uuid) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM learning_note WHERE person_id = $1 AND lesson_key = $2 AND deleted_at IS NULL",
        params![person, lesson],
    )
}

/// One note of a person.
pub fn get(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<Option<Note>> {
    tx.opt(
        "SELECT id, person_id, course_id, lesson_key, lesson_title, at_ms, body, created_at, updated_at, version
         FROM learning_note
         WHERE id = $1 AND person_id = $2 AND deleted_at IS NULL",
        params![id, person],
    )
}

/// What a note is found by.
fn words(lesson: &str, body: &str) -> String {
    format!("{lesson} {body}").to_lowercase()
}

/// Keeps a new note.
pub fn add(tx: &mut Tx<'_>, note: &Note) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_note (id, person_id, course_id, lesson_key, lesson_title, at_ms, body, search_keys,
                created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            note.id,
            note.person_id,
            note.course_id,
            note.lesson_key,
            note.lesson_title,
            note.at_ms,
            note.body,
            words(&note.lesson_title, &note.body),
            note.created_at,
            note.updated_at,
            note.version
        ],
    )?;
    Ok(())
}

/// Saves a note unless it was changed since `seen`; answers whether it did.
pub fn save(tx: &mut Tx<'_>, note: &Note, seen: i64, body: &str, at: Timestamp) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE learning_note SET body = $4, search_keys = $5, updated_at = $6, version = version + 1
         WHERE id = $1 AND person_id = $2 AND version = $3 AND deleted_at IS NULL",
        params![note.id, note.person_id, seen, body, words(&note.lesson_title, body), at],
    )?;
    Ok(saved == 1)
}

/// Removes a note; twice is as good as once.
pub fn remove(tx: &mut Tx<'_>, person: Uuid, id: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_note SET deleted_at = $3 WHERE id = $1 AND person_id = $2 AND deleted_at IS NULL",
        params![id, person, at],
    )?;
    Ok(())
}
