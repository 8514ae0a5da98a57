//! What was found, and what its authors say to it.

use crate::{Found, Place, Said};
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A word that was found in somebody's text.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Hit {
        /// Its id.
        pub id: Uuid,
        /// Where: a code of [`crate::Place`].
        pub place: String,
        /// What the text belongs to.
        pub subject_id: Option<Uuid>,
        /// The author.
        pub person_id: Uuid,
        /// The name.
        pub person_name: String,
        /// The unit.
        pub unit_path: String,
        /// The word's id; the word may be gone.
        pub entry_id: Uuid,
        /// The word as it was listed.
        pub word: String,
        /// The category's name as it was.
        pub category: String,
        /// What was done: a code of [`crate::Action`].
        pub action: String,
        /// The text around it, masked.
        pub excerpt: String,
        /// The phrase in which it stands, to be excepted.
        pub phrase: String,
        /// How often it was met.
        pub times: i64,
        /// When it was met last.
        pub at: Timestamp,
        /// `none`, `asked`, `upheld`, `excepted`.
        pub appeal: String,
        /// Why its author says that it is wrong.
        pub reason: String,
        /// When.
        pub appealed_at: Option<Timestamp>,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// The name.
        pub decided_name: String,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// In which words.
        pub answer: String,
    }
}

impl Keyed for Hit {
    fn order(&self, _: &str) -> Order {
        self.at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How hits may be sorted.
pub const HIT_SORTS: &[Sort] = &[Sort { name: "at", column: "h.at" }];

const COLUMNS: &str =
    "h.id, h.place, h.subject_id, h.person_id, h.person_name, h.unit_path, h.entry_id, h.word,
    h.category, h.action, h.excerpt, h.phrase, h.times, h.at, h.appeal, h.reason, h.appealed_at, h.decided_by,
    h.decided_name, h.decided_at, h.answer";

fn narrowed(select: Select, query: &str, filters: [(&'static str, &str); 3]) -> Select {
    let select = select
        .search("lower(h.person_name || ' ' || h.word || ' ' || h.category || ' ' || h.excerpt)", query);
    filters
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(select, |select, (column, value)| select.when(column, value))
}

/// The hits of subtrees, found by words; empty filters are for all.
pub fn select_hits(
    scope: &Scope,
    query: &str,
    (place, action, appeal): (&str, &str, &str),
    comments: bool,
) -> Select {
    let mut all = Select::new(COLUMNS, "words_hit h", "h.id").within("h.unit_path", scope);
    if !comments {
        all = all.when("h.place <> {}", Place::Comment.code());
    }
    narrowed(all, query, [("h.place = {}", place), ("h.action = {}", action), ("h.appeal = {}", appeal)])
}

/// One's own.
pub fn select_own(person: Uuid, query: &str, appeal: &str) -> Select {
    let own = Select::new(COLUMNS, "words_hit h", "h.id").when("h.person_id = {}", person);
    narrowed(own, query, [("h.appeal = {}", appeal), ("", ""), ("", "")])
}

/// One hit.
pub fn hit(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Hit>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM words_hit h WHERE h.id = $1"), params![id])
}

/// How many appeals of subtrees wait; the centre decides over all of them.
pub fn count_asked(tx: &mut Tx<'_>, scope: &Scope) -> Result<i64> {
    select_hits(scope, "", ("", "", "asked"), true).count(tx)
}

/// A hit to be kept.
#[derive(Clone, Debug)]
pub struct NewHit<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose text, and where.
    pub said: &'a Said<'a>,
    /// What was found.
    pub found: &'a Found,
    /// The text around it, masked.
    pub excerpt: String,
    /// The phrase in which it stands.
    pub phrase: String,
    /// When.
    pub now: Timestamp,
}

/// Keeps a hit. The same word by the same author in the same thing only counts: of a course that is submitted again, of a
/// name that is typed again.
pub fn note(tx: &mut Tx<'_>, it: &NewHit<'_>) -> Result<()> {
    let (said, found) = (it.said, &it.found.listed);
    let of = said.subject.map_or_else(|| it.phrase.clone(), |id| id.to_string());
    let said_key = format!("{}|{}|{}|{of}", said.place.code(), said.person, found.entry);
    tx.exec(
        "INSERT INTO words_hit (id, said_key, place, subject_id, person_id, person_name, unit_path, entry_id, word,
             category_id, category, action, excerpt, phrase, times, at, appeal, reason, decided_name, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, 'none', '', '', '')
         ON CONFLICT (said_key) DO UPDATE SET times = words_hit.times + 1, at = excluded.at,
             action = excluded.action, excerpt = excluded.excerpt",
        params![
            it.id,
            said_key,
            said.place.code(),
            said.subject,
            said.person,
            said.name,
            said.unit_path,
            found.entry,
            found.word,
            found.category,
            found.category_name,
            found.action.code(),
            it.excerpt,
            it.phrase,
            it.now
        ],
    )?;
    Ok(())
}

/// Its author says that it is wrong. False where that was said.
pub fn appeal(tx: &mut Tx<'_>, id: Uuid, (reason, phrase): (&str, &str), now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE words_hit SET appeal = 'asked', reason = $2, phrase = $3, appealed_at = $4
         WHERE id = $1 AND appeal = 'none'",
        params![id, reason, phrase, now],
    )?;
    Ok(changed == 1)
}

/// What was decided over an appeal.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// Whether an exception was made.
    pub excepted: bool,
    /// The phrase that is excepted.
    pub phrase: &'a str,
    /// In which words.
    pub answer: &'a str,
    /// Who decided.
    pub by: Uuid,
    /// The name.
    pub name: &'a str,
}

/// Keeps what was decided over an appeal that waits. False where none waits.
pub fn decide(tx: &mut Tx<'_>, id: Uuid, it: &Decision<'_>, now: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE words_hit SET appeal = $2, phrase = $3, answer = $4, decided_by = $5, decided_name = $6,
                decided_at = $7
         WHERE id = $1 AND appeal = 'asked'",
        params![
            id,
            if it.excepted { "excepted" } else { "upheld" },
            it.phrase,
            it.answer,
            it.by,
            it.name,
            now
        ],
    )?;
    Ok(changed == 1)
}
