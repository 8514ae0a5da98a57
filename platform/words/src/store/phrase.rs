//! Exceptions as kept: phrases in which a word is innocent.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// An exception.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Phrase {
        /// Its id.
        pub id: Uuid,
        /// The phrase.
        pub phrase: String,
        /// A note.
        pub note: String,
        /// The hit whose appeal made it.
        pub hit_id: Option<Uuid>,
        /// Who added it.
        pub added_by: Uuid,
        /// The name.
        pub added_name: String,
        /// When.
        pub added_at: Timestamp,
    }
}

impl Keyed for Phrase {
    fn order(&self, _: &str) -> Order {
        self.added_at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How exceptions may be sorted.
pub const PHRASE_SORTS: &[Sort] = &[Sort { name: "added", column: "p.added_at" }];

const COLUMNS: &str = "p.id, p.phrase, p.note, p.hit_id, p.added_by, p.added_name, p.added_at";

/// Exceptions, found by words.
pub fn select_phrases(query: &str) -> Select {
    Select::new(COLUMNS, "words_phrase p", "p.id").search("lower(p.phrase || ' ' || p.note)", query)
}

/// One exception.
pub fn phrase(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Phrase>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM words_phrase p WHERE p.id = $1"), params![id])
}

/// All phrases, to judge by.
pub fn phrases(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.all("SELECT phrase FROM words_phrase ORDER BY id", params![])
}

/// Keeps an exception. False where it is one already.
pub fn add_phrase(tx: &mut Tx<'_>, it: &Phrase) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO words_phrase (id, phrase, phrase_key, note, hit_id, added_by, added_name, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (phrase_key) DO NOTHING",
        params![
            it.id,
            it.phrase,
            crate::key(&it.phrase),
            it.note,
            it.hit_id,
            it.added_by,
            it.added_name,
            it.added_at
        ],
    )?;
    Ok(added == 1)
}

/// Takes an exception back. False where it is gone.
pub fn drop_phrase(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    Ok(tx.exec("DELETE FROM words_phrase WHERE id = $1", params![id])? == 1)
}
