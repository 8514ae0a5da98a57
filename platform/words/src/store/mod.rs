//! Lists and hits as kept. Whoever changes a list calls [`touch`] in the same unit of work.

mod category;
mod entry;
mod hit;
mod phrase;

pub use category::{Category, add_category, categories, category, change_category, drop_category};
pub use entry::{
    ENTRY_SORTS, Entry, Room, add_entry, by_keys, change_entry, drop_entry, entry, room, select_entries,
};
pub use hit::{
    Decision, HIT_SORTS, Hit, NewHit, appeal, count_asked, decide, hit, note, select_hits, select_own,
};
pub use phrase::{PHRASE_SORTS, Phrase, add_phrase, drop_phrase, phrase, phrases, select_phrases};

use crate::Listed;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// What the lists in force are known by.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Revision {
        /// Of this database, for ever.
        pub family: Uuid,
        /// Of this state of the lists.
        pub token: Uuid,
        /// How often they changed.
        pub number: i64,
        /// How many words they hold, those of categories that rest too.
        pub entries: i64,
        /// When they changed last.
        pub changed_at: Timestamp,
    }
}

/// What the lists in force are known by; none before the first word.
pub fn revision(tx: &mut Tx<'_>) -> Result<Option<Revision>> {
    tx.opt("SELECT family, token, number, entries, changed_at FROM words_revision WHERE id = 1", params![])
}

/// Says that the lists changed, by so many words more: the next text is judged by them. `token` was never used before.
pub fn touch(tx: &mut Tx<'_>, token: Uuid, more: i64, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO words_revision (id, family, token, number, entries, changed_at)
         VALUES (1, $1, $1, 1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET token = excluded.token, number = words_revision.number + 1,
             entries = words_revision.entries + excluded.entries, changed_at = excluded.changed_at",
        params![token, more, now],
    )?;
    Ok(())
}

row! {
    /// A word in force.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Row {
        /// Its id.
        pub entry_id: Uuid,
        /// As listed.
        pub word: String,
        /// Whether its pinyin counts.
        pub pinyin: bool,
        /// The category.
        pub category_id: Uuid,
        /// Its name.
        pub category: String,
        /// What is done.
        pub action: String,
    }
}

impl Row {
    /// As texts are judged by it.
    pub(crate) fn listed(self) -> Option<Listed> {
        Some(Listed {
            entry: self.entry_id,
            word: self.word,
            pinyin: self.pinyin,
            category: self.category_id,
            category_name: self.category,
            action: self.action.parse().ok()?,
        })
    }
}

/// The next words in force after one of them.
pub(crate) fn chunk(tx: &mut Tx<'_>, after: Option<Uuid>, most: i64) -> Result<Vec<Row>> {
    tx.all(
        "SELECT e.id AS entry_id, e.word, e.pinyin, c.id AS category_id, c.name AS category, c.action
         FROM words_entry e JOIN words_category c ON c.id = e.category_id
         WHERE c.active AND e.id > $1 ORDER BY e.id LIMIT $2",
        params![after.unwrap_or(Uuid::nil()), most],
    )
}
