//! The index in the database. The two engines differ here and nowhere else in this crate.

use crate::{Document, Query};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Engine, Param, Result, ToParam as _, Tx, list, params, row};

row! {
    /// Something that was found.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Hit {
        /// Its kind.
        pub kind: String,
        /// Its id.
        pub id: Uuid,
        /// How well it fits; greater is better. Comparable within one query on one engine only.
        pub rank: f64,
    }
}

/// Puts a document into the index, in place of what stood there under its kind and id.
pub fn index(tx: &mut Tx<'_>, document: &Document) -> Result<()> {
    let Document { kind, id, lang, title, body } = document;
    match tx.engine() {
        Engine::Sqlite => {
            remove(tx, kind, *id)?;
            let number: i64 = tx.one(
                "INSERT INTO search_document (kind, id, lang) VALUES ($1, $2, $3) RETURNING number",
                params![*kind, id, lang.tag()],
            )?;
            tx.exec(
                "INSERT INTO search_words (rowid, title, body) VALUES ($1, $2, $3)",
                params![number, title.join(" "), body.join(" ")],
            )?;
        }
        Engine::Postgres => {
            tx.exec(
                "INSERT INTO search_document (kind, id, lang, words)
                 VALUES ($1, $2, $3, CAST(CAST($4 AS text) AS tsvector))
                 ON CONFLICT (kind, id) DO UPDATE SET lang = excluded.lang, words = excluded.words",
                params![*kind, id, lang.tag(), tsvector(title, body)],
            )?;
        }
    }
    Ok(())
}

/// Takes a document out of the index; one that is not there is as good as taken out.
pub fn remove(tx: &mut Tx<'_>, kind: &str, id: Uuid) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        tx.exec(
            "DELETE FROM search_words
             WHERE rowid = (SELECT number FROM search_document WHERE kind = $1 AND id = $2)",
            params![kind, id],
        )?;
    }
    tx.exec("DELETE FROM search_document WHERE kind = $1 AND id = $2", params![kind, id])?;
    Ok(())
}

/// Empties the index: after a restore, which leaves it as it was, before the owners put everything in again.
pub fn clear(tx: &mut Tx<'_>) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        // A command of FTS5, written as an insert.
        tx.exec("INSERT INTO search_words (search_words) VALUES ('delete-all')", params![])?;
    }
    tx.exec("DELETE FROM search_document", params![])?;
    Ok(())
}

/// Whether nothing is in the index: after a restore the owners put everything in again.
pub fn is_empty(tx: &mut Tx<'_>) -> Result<bool> {
    let any: Option<i64> = tx.opt("SELECT CAST(1 AS bigint) FROM search_document LIMIT 1", params![])?;
    Ok(any.is_none())
}

/// What fits a query best among some kinds, at most `limit`, after the last hit of the page before. Says nothing of
/// who may see it: the caller does.
pub fn find(
    tx: &mut Tx<'_>,
    kinds: &[&str],
    query: &Query,
    limit: i64,
    after: Option<&Hit>,
) -> Result<Vec<Hit>> {
    if query.is_empty() || kinds.is_empty() {
        return Ok(Vec::new());
    }
    let condition = match tx.engine() {
        Engine::Sqlite => query.fts5(),
        Engine::Postgres => query.tsquery(),
    };
    let mut given: Vec<Param<'_>> = vec![condition.to_param(), limit.to_param()];
    given.extend(kinds.iter().map(|kind| kind.to_param()));
    let kinds = list(3, kinds.len());
    let hits = match tx.engine() {
        // Titles weigh five times as much as bodies; bm25 is better the smaller it is.
        Engine::Sqlite => format!(
            "SELECT d.kind AS kind, d.id AS id, -bm25(search_words, 5.0, 1.0) AS rank
             FROM search_words
             JOIN search_document d ON d.number = search_words.rowid
             WHERE search_words MATCH $1 AND d.kind IN ({kinds})"
        ),
        // 1: divided by the logarithm of the length.
        Engine::Postgres => format!(
            "SELECT d.kind AS kind, d.id AS id, CAST(ts_rank(d.words, q, 1) AS double precision) AS rank
             FROM search_document d, CAST(CAST($1 AS text) AS tsquery) q
             WHERE d.words @@ q AND d.kind IN ({kinds})"
        ),
    };
    let mut page = "";
    if let Some(after) = after {
        page = "WHERE rank < $LAST OR (rank = $LAST AND id > $ID)";
        given.extend([after.rank.to_param(), after.id.to_param()]);
    }
    let page =
        page.replace("$LAST", &format!("${}", given.len() - 1)).replace("$ID", &format!("${}", given.len()));
    // Materialised: FTS5 gives ranks only where it is asked directly.
    let sql = format!(
        "WITH hit AS MATERIALIZED ({hits})
         SELECT kind, id, rank FROM hit {page}
         ORDER BY rank DESC, id
         LIMIT $2"
    );
    tx.all(&sql, &given)
}

/// The text form of a tsvector: words with their places, titles weighing A. Words hold letters and digits only, so
/// nothing needs quoting.
fn tsvector(title: &[String], body: &[String]) -> String {
    /// PostgreSQL keeps places up to this and at most 255 of them a word.
    const LAST: usize = 16_383;
    const MOST: usize = 255;
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let titled = title.iter().map(|word| (word, "A"));
    let all = titled.chain(body.iter().map(|word| (word, "")));
    for (place, (word, weight)) in all.enumerate() {
        let places = places.entry(word).or_default();
        if places.len() < MOST {
            places.push(format!("{}{weight}", (place + 1).min(LAST)));
        }
    }
    let words: Vec<String> =
        places.iter().map(|(word, places)| format!("{word}:{}", places.join(","))).collect();
    words.join(" ")
}
