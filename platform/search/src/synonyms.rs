//! Words that mean the same to those who search, kept by people and applied when something is asked (CRS-2).

use crate::query::{Typed, key};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};

row! {
    /// Words that mean the same.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Synonyms {
        /// Id.
        pub id: Uuid,
        /// The words, one a line.
        pub shown: String,
        /// Sorts by pinyin.
        pub shown_key: String,
        /// When they changed last.
        pub updated_at: Timestamp,
        /// Counts changes.
        pub version: i64,
    }
}

/// Words of a group at most, and characters of a word.
pub const MOST_SYNONYMS: usize = 20;
/// Characters of one word.
pub const LONGEST_SYNONYM: usize = 40;

/// Why words cannot be a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer than two different words.
    Few,
    /// More than [`MOST_SYNONYMS`].
    Many,
    /// This one is longer than [`LONGEST_SYNONYM`], or has no letter or digit.
    Word(String),
}

/// The words of a group as somebody typed them, one a line or separated by signs of equality or commas; none twice.
///
/// # Errors
/// Why they cannot be a group.
pub fn group(text: &str) -> std::result::Result<Vec<String>, Unfit> {
    let mut words: Vec<String> = Vec::new();
    let split = |c: char| matches!(c, '\n' | '\r' | '=' | '＝' | ',' | '，' | '、' | ';' | '；');
    for word in text.split(split).map(str::trim).filter(|word| !word.is_empty()) {
        if key(word).is_empty()
            || word.chars().count() > LONGEST_SYNONYM
            || word.chars().any(char::is_control)
        {
            return Err(Unfit::Word(word.chars().take(LONGEST_SYNONYM).collect()));
        }
        if words.iter().all(|it| key(it) != key(word)) {
            words.push(word.to_owned());
        }
    }
    match words.len() {
        0 | 1 => Err(Unfit::Few),
        n if n > MOST_SYNONYMS => Err(Unfit::Many),
        _ => Ok(words),
    }
}

/// A group by id.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Synonyms>> {
    tx.opt("SELECT id, shown, shown_key, updated_at, version FROM search_synonyms WHERE id = $1", params![id])
}

/// Groups whose words hold what was typed, by pinyin, after the group `after`: at most `limit`.
pub fn all(tx: &mut Tx<'_>, typed: &str, after: Option<Uuid>, limit: i64) -> Result<Vec<Synonyms>> {
    let like = typed.to_lowercase().trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = format!("%{like}%");
    match after {
        None => tx.all(
            "SELECT id, shown, shown_key, updated_at, version FROM search_synonyms
             WHERE search_keys LIKE $1 ESCAPE '\\'
             ORDER BY shown_key, id LIMIT $2",
            params![like, limit],
        ),
        Some(after) => tx.all(
            "SELECT s.id, s.shown, s.shown_key, s.updated_at, s.version
             FROM search_synonyms s
             JOIN search_synonyms a ON a.id = $3
             WHERE s.search_keys LIKE $1 ESCAPE '\\' AND (s.shown_key, s.id) > (a.shown_key, a.id)
             ORDER BY s.shown_key, s.id LIMIT $2",
            params![like, limit, after],
        ),
    }
}

/// The first of these words that stands in another group already.
pub fn taken(tx: &mut Tx<'_>, id: Uuid, words: &[String]) -> Result<Option<String>> {
    let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
    let mut given = vec![id.to_param()];
    given.extend(keys.iter().map(|it| it.to_param()));
    let sql = format!(
        "SELECT word FROM search_synonym WHERE synonyms_id <> $1 AND word_key IN ({}) ORDER BY word_key LIMIT 1",
        list(2, keys.len())
    );
    tx.opt(&sql, &given)
}

/// Keeps a new group.
pub fn keep(tx: &mut Tx<'_>, id: Uuid, words: &[String], now: Timestamp) -> Result<()> {
    let (shown, shown_key, keys) = columns(words);
    tx.exec(
        "INSERT INTO search_synonyms (id, shown, shown_key, search_keys, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, 1)",
        params![id, shown, shown_key, keys, now],
    )?;
    add_words(tx, id, words)
}

/// Changes a group, unless somebody changed it since the count `seen`; answers whether it did.
pub fn change(tx: &mut Tx<'_>, id: Uuid, seen: i64, words: &[String], now: Timestamp) -> Result<bool> {
    let (shown, shown_key, keys) = columns(words);
    let changed = tx.exec(
        "UPDATE search_synonyms
         SET shown = $3, shown_key = $4, search_keys = $5, updated_at = $6, version = version + 1
         WHERE id = $1 AND version = $2",
        params![id, seen, shown, shown_key, keys, now],
    )?;
    if changed == 1 {
        tx.exec("DELETE FROM search_synonym WHERE synonyms_id = $1", params![id])?;
        add_words(tx, id, words)?;
    }
    Ok(changed == 1)
}

/// Removes a group; answers whether it was there.
pub fn drop(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    tx.exec("DELETE FROM search_synonym WHERE synonyms_id = $1", params![id])?;
    Ok(tx.exec("DELETE FROM search_synonyms WHERE id = $1", params![id])? == 1)
}

/// For what was typed: each key with the words that mean the same. One statement, however long the list is.
pub fn of_typed(tx: &mut Tx<'_>, typed: &Typed) -> Result<Vec<(String, Vec<String>)>> {
    let keys = typed.keys();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let given: Vec<_> = keys.iter().map(|it| it.to_param()).collect();
    let sql = format!(
        "SELECT t.word_key, o.word
         FROM search_synonym t
         JOIN search_synonym o ON o.synonyms_id = t.synonyms_id AND o.word_key <> t.word_key
         WHERE t.word_key IN ({})
         ORDER BY t.word_key, o.word_key",
        list(1, keys.len())
    );
    let rows: Vec<(String, String)> = tx.all(&sql, &given)?;
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for (key, word) in rows {
        match found.last_mut().filter(|(it, _)| *it == key) {
            Some((_, words)) => words.push(word),
            None => found.push((key, vec![word])),
        }
    }
    Ok(found)
}

fn columns(words: &[String]) -> (String, String, String) {
    let keys: Vec<String> = words.iter().map(|word| crate::name_keys(word).search_keys).collect();
    (words.join("\n"), crate::sort_key(&words[0]), keys.join(" "))
}

fn add_words(tx: &mut Tx<'_>, id: Uuid, words: &[String]) -> Result<()> {
    for word in words {
        tx.exec(
            "INSERT INTO search_synonym (word_key, synonyms_id, word) VALUES ($1, $2, $3)",
            params![key(word), id, word],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_group_is_typed_in_many_ways() {
        let words = ["安全生产", "生产安全", "HSE"].map(str::to_owned).to_vec();
        for text in ["安全生产 = 生产安全 = HSE", "安全生产\n生产安全\nHSE\n", "安全生产，生产安全、HSE；hse"]
        {
            assert_eq!(group(text), Ok(words.clone()), "{text}");
        }
        assert_eq!(group("安全"), Err(Unfit::Few));
        assert_eq!(group("安全 = 安 全"), Err(Unfit::Few));
        assert_eq!(group("安全 = ！！"), Err(Unfit::Word("！！".to_owned())));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_a_group_has_different_words_that_can_be_found(text in ".{0,200}") {
            if let Ok(words) = group(&text) {
                let mut keys: Vec<String> = words.iter().map(|word| key(word)).collect();
                keys.sort();
                keys.dedup();
                prop_assert_eq!(keys.len(), words.len());
                prop_assert!(keys.iter().all(|it| !it.is_empty()) && words.len() <= MOST_SYNONYMS);
            }
        }
    }
}
