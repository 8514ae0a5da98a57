//! Words as kept.

use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Param, Result, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A listed word.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Entry {
        /// Its id.
        pub id: Uuid,
        /// Its category.
        pub category_id: Uuid,
        /// The name of that.
        pub category: String,
        /// What is done about it.
        pub action: String,
        /// Whether the category is looked for.
        pub active: bool,
        /// As listed.
        pub word: String,
        /// As compared.
        pub word_key: String,
        /// Whether its pinyin counts too.
        pub pinyin: bool,
        /// A note.
        pub note: String,
        /// When it was written.
        pub changed_at: Timestamp,
        /// How often it was written.
        pub version: i64,
    }
}

impl Keyed for Entry {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "changed" => self.changed_at.into(),
            _ => self.word_key.as_str().into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How words may be sorted.
pub const ENTRY_SORTS: &[Sort] =
    &[Sort { name: "word", column: "e.word_key" }, Sort { name: "changed", column: "e.changed_at" }];

const COLUMNS: &str =
    "e.id, e.category_id, c.name AS category, c.action, c.active, e.word, e.word_key, e.pinyin, e.note,
    e.changed_at, e.version";

/// Words, found by what they are or their note; of one category where it is given.
pub fn select_entries(query: &str, category: Option<Uuid>) -> Select {
    let all = Select::new(COLUMNS, "words_entry e JOIN words_category c ON c.id = e.category_id", "e.id")
        .search("lower(e.word || ' ' || e.word_key || ' ' || e.note)", query);
    match category {
        Some(category) => all.when("e.category_id = {}", category),
        None => all,
    }
}

/// One word.
pub fn entry(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Entry>> {
    tx.opt(
        &format!(
            "SELECT {COLUMNS} FROM words_entry e JOIN words_category c ON c.id = e.category_id WHERE e.id = $1"
        ),
        params![id],
    )
}

/// The words with these keys.
pub fn by_keys(tx: &mut Tx<'_>, keys: &[String]) -> Result<HashMap<String, Entry>> {
    let mut found = HashMap::new();
    for some in keys.chunks(500) {
        let sql = format!(
            "SELECT {COLUMNS} FROM words_entry e JOIN words_category c ON c.id = e.category_id
             WHERE e.word_key IN ({})",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|key| Param::Text(key)).collect();
        found.extend(tx.all::<Entry>(&sql, &given)?.into_iter().map(|it| (it.word_key.clone(), it)));
    }
    Ok(found)
}

/// Keeps a word. False where it is listed.
pub fn add_entry(
    tx: &mut Tx<'_>,
    id: Uuid,
    category: Uuid,
    (word, pinyin, note): (&str, bool, &str),
    now: Timestamp,
) -> Result<bool> {
    let added = tx.exec(
        "INSERT INTO words_entry (id, category_id, word, word_key, pinyin, note, changed_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (word_key) DO NOTHING",
        params![id, category, word, crate::key(word), pinyin, note, now],
    )?;
    Ok(added == 1)
}

/// Writes a word that is still at this version. False where it is not, or the word is listed elsewhere.
pub fn change_entry(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: i64,
    category: Uuid,
    (word, pinyin, note): (&str, bool, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE words_entry SET category_id = $3, word = $4, word_key = $5, pinyin = $6, note = $7, changed_at = $8,
                version = version + 1
         WHERE id = $1 AND version = $2
           AND NOT EXISTS (SELECT 1 FROM words_entry o WHERE o.word_key = $5 AND o.id <> $1)",
        params![id, version, category, word, crate::key(word), pinyin, note, now],
    )?;
    Ok(changed == 1)
}

/// Takes a word off the list. False where it is gone.
pub fn drop_entry(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    Ok(tx.exec("DELETE FROM words_entry WHERE id = $1", params![id])? == 1)
}

/// How much more the lists hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Words and exceptions.
    pub all: i64,
    /// Words whose pinyin counts.
    pub by_sound: i64,
}

/// How much more the lists hold.
pub fn room(tx: &mut Tx<'_>) -> Result<Room> {
    let (all, by_sound, phrases): (i64, i64, i64) = tx.one(
        "SELECT count(*), count(CASE WHEN pinyin THEN 1 END), (SELECT count(*) FROM words_phrase)
         FROM words_entry",
        params![],
    )?;
    Ok(Room { all: crate::MOST as i64 - all - phrases, by_sound: crate::MOST_BY_SOUND as i64 - by_sound })
}
