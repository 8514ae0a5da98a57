//! The index in the database. The two engines differ here and nowhere else in this crate.

use crate::{
    Passage, Query, Thing,
    names::sounds,
    rank::{Facts, one_slip, score},
};
use std::collections::{BTreeMap, HashMap};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Engine, Param, Result, ToParam as _, Tx, list, params, row};

row! {
    /// A passage that was found.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Found {
        /// Its number in the index; later ones are greater.
        pub number: i64,
        /// The kind of its thing.
        pub kind: String,
        /// The id of its thing.
        pub id: Uuid,
        /// What the thing is shown with.
        pub subject: Uuid,
        /// Whether everybody who may search for its kind sees it.
        pub open: bool,
        /// Whose it is, where it is not everybody's.
        pub circle: String,
        /// The form of the thing.
        pub form: String,
        /// The topic under which it stands.
        pub topic: Option<Uuid>,
        /// How hard it is.
        pub level: String,
        /// How much it is liked.
        pub weight: i64,
        /// Since when it is as it is.
        pub fresh_at: Timestamp,
        /// Where in the thing it stands.
        pub place: String,
        /// The title of the thing.
        pub title: String,
        /// What it stands in.
        pub above: String,
        /// The heading under which it stands.
        pub heading: String,
        /// Its text.
        pub body: String,
    }
}

/// Of some kinds, what somebody may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The kinds.
    pub kinds: Vec<&'static str>,
    /// Whether what is open to everybody is theirs to see.
    pub open: bool,
    /// What they see of what is for circles of people.
    pub circles: Vec<Circle>,
    /// Ranges of paths, from and up to, in which what is not open is theirs to see, of any circle.
    pub ranges: Vec<(String, String)>,
    /// Who they are: they see what they are a reader of.
    pub person: Option<Uuid>,
}

/// What somebody sees of what is for a circle of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circle {
    /// The key of the circle.
    pub key: &'static str,
    /// Whether it is about what is open, or about what is not.
    pub open: bool,
    /// Paths at which it is theirs to see.
    pub paths: Vec<String>,
    /// Ranges of paths, from and up to, in which it is theirs to see.
    pub ranges: Vec<(String, String)>,
}

/// Who sees the passages of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// As of a [`Thing`].
    pub open: bool,
    /// As of a [`Thing`].
    pub circle: &'static str,
    /// As of a [`Thing`].
    pub path: &'a str,
    /// As of a [`Thing`].
    pub fresh_at: Timestamp,
}

/// What is asked of the index.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// What the asker may see; nothing else is looked at, counted or suggested.
    pub reach: Vec<Reach>,
    /// Only these forms; all where there are none.
    pub forms: Vec<String>,
    /// Only under these topics; all where there are none.
    pub topics: Vec<Uuid>,
    /// Only of this level; any where it is empty.
    pub level: String,
    /// Only in this language; any where it is empty.
    pub lang: String,
    /// Only what is not open.
    pub drafts: bool,
}

/// A thing that was found, with its best passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The best of its passages.
    pub best: Found,
    /// How many other passages of it were found.
    pub others: usize,
    /// How well it answers.
    pub score: i64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Whether more passages have the words than were judged: then the newest of them were.
    pub beyond: bool,
    /// Whether nothing has all the words, and these have some.
    pub some: bool,
}

/// Passages that are judged: of titles, and of all.
const MOST_TITLES: i64 = 150;
const MOST_JUDGED: i64 = 300;
/// On PostgreSQL the newest of so many are judged: its index of words knows no order.
const MOST_LOOKED_AT: i64 = 2_000;

/// Puts passages into the index. Whoever replaces a subject takes out what there was of it first.
pub fn add(tx: &mut Tx<'_>, passages: &[Passage]) -> Result<()> {
    for it in passages {
        let Thing {
            kind,
            id,
            subject,
            open,
            circle,
            path,
            lang,
            form,
            topic,
            level,
            weight,
            fresh_at,
            title,
            above,
        } = &it.thing;
        let tag = lang.tag();
        let row = params![
            *kind,
            id,
            it.part,
            subject,
            *open,
            *circle,
            path,
            tag,
            form,
            *topic,
            level,
            *weight,
            *fresh_at,
            it.piece.place,
            title,
            above,
            it.piece.heading,
            it.piece.text
        ];
        match tx.engine() {
            Engine::Sqlite => {
                let number: i64 = tx.one(
                    "INSERT INTO search_passage (kind, id, part, subject, open, circle, path, lang, form, topic, level,
                            weight, fresh_at, place, title, above, heading, body)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                     RETURNING number",
                    row,
                )?;
                tx.exec(
                    "INSERT INTO search_words (rowid, title, heading, body, above) VALUES ($1, $2, $3, $4, $5)",
                    params![
                        number,
                        it.title.join(" "),
                        it.heading.join(" "),
                        it.body.join(" "),
                        it.above.join(" ")
                    ],
                )?;
            }
            Engine::Postgres => {
                let (titles, all) =
                    (tsvector(&[&it.title]), tsvector(&[&it.title, &it.heading, &it.body, &it.above]));
                let mut row: Vec<Param<'_>> = row.to_vec();
                row.extend([titles.to_param(), all.to_param()]);
                tx.exec(
                    "INSERT INTO search_passage (kind, id, part, subject, open, circle, path, lang, form, topic, level,
                            weight, fresh_at, place, title, above, heading, body, title_words, words)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                             CAST(CAST($19 AS text) AS tsvector), CAST(CAST($20 AS text) AS tsvector))",
                    &row,
                )?;
            }
        }
        for (word, sound) in &it.known {
            tx.exec(
                "INSERT INTO search_word (word, sound) VALUES ($1, $2) ON CONFLICT (word) DO NOTHING",
                params![word, sound],
            )?;
        }
    }
    Ok(())
}

/// Takes at most `limit` passages of a subject out of the index, open ones or those that are not; answers how many it
/// took.
pub fn take_out(tx: &mut Tx<'_>, subject: Uuid, open: bool, limit: i64) -> Result<u64> {
    if tx.engine() == Engine::Sqlite {
        tx.exec(
            "DELETE FROM search_words
             WHERE rowid IN (SELECT number FROM search_passage WHERE subject = $1 AND open = $2
                             ORDER BY number LIMIT $3)",
            params![subject, open, limit],
        )?;
    }
    tx.exec(
        "DELETE FROM search_passage
         WHERE number IN (SELECT p.number FROM search_passage p WHERE p.subject = $1 AND p.open = $2
                          ORDER BY p.number LIMIT $3)",
        params![subject, open, limit],
    )
}

/// Nobody sees what is open of a subject from now on, until [`show`]. One row, however many passages there are.
pub fn hide(tx: &mut Tx<'_>, subject: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO search_hidden (subject) VALUES ($1) ON CONFLICT (subject) DO NOTHING",
        params![subject],
    )?;
    Ok(())
}

/// Other people see a subject from now on; what it says stays as it was cut. One statement.
pub fn stand(tx: &mut Tx<'_>, subject: Uuid, standing: Standing<'_>) -> Result<()> {
    let Standing { open, circle, path, fresh_at } = standing;
    tx.exec(
        "UPDATE search_passage SET open = $2, circle = $3, path = $4, fresh_at = $5 WHERE subject = $1",
        params![subject, open, circle, path, fresh_at],
    )?;
    Ok(())
}

/// What is open of a subject is seen again.
pub fn show(tx: &mut Tx<'_>, subject: Uuid) -> Result<()> {
    tx.exec("DELETE FROM search_hidden WHERE subject = $1", params![subject])?;
    Ok(())
}

/// These people, and nobody else by name, see what is not open of a subject.
pub fn set_readers(tx: &mut Tx<'_>, subject: Uuid, people: &[Uuid]) -> Result<()> {
    tx.exec("DELETE FROM search_reader WHERE subject = $1", params![subject])?;
    for person in people {
        tx.exec(
            "INSERT INTO search_reader (subject, person) VALUES ($1, $2) ON CONFLICT (subject, person) DO NOTHING",
            params![subject, person],
        )?;
    }
    Ok(())
}

/// Empties the index: after a restore, which leaves it as it was, before the owners put everything in again.
pub fn clear(tx: &mut Tx<'_>) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        // A command of FTS5, written as an insert.
        tx.exec("INSERT INTO search_words (search_words) VALUES ('delete-all')", params![])?;
    }
    tx.exec("DELETE FROM search_passage", params![])?;
    tx.exec("DELETE FROM search_reader", params![])?;
    tx.exec("DELETE FROM search_hidden", params![])?;
    tx.exec("DELETE FROM search_word", params![])?;
    Ok(())
}

/// Whether nothing is in the index: after a restore the owners put everything in again.
pub fn is_empty(tx: &mut Tx<'_>) -> Result<bool> {
    let any: Option<i64> = tx.opt("SELECT CAST(1 AS bigint) FROM search_passage LIMIT 1", params![])?;
    Ok(any.is_none())
}

/// What answers a question best, of what the asker may see. At most three statements, however large the index is: of
/// titles, of everything, and, where nothing has all the words, of what has some.
pub fn find(tx: &mut Tx<'_>, query: &Query, ask: &Ask, now: Timestamp) -> Result<Answer> {
    if query.is_empty() || ask.reach.iter().all(|it| it.kinds.is_empty()) {
        return Ok(Answer::default());
    }
    let mut found = passages(tx, query, ask, In::Titles)?;
    let all = passages(tx, query, ask, In::All)?;
    let beyond = all.len() as i64 == MOST_JUDGED;
    found.extend(all);
    let some = found.is_empty() && query.terms() > 1;
    if some {
        found = passages(tx, query, ask, In::Some)?;
    }
    Ok(Answer { some: some && !found.is_empty(), beyond, hits: judged(query, found, now) })
}

/// Titles that answer what is being typed, best first, each once. One statement.
pub fn titles(tx: &mut Tx<'_>, query: &Query, ask: &Ask, now: Timestamp, most: usize) -> Result<Vec<String>> {
    if query.is_empty() || ask.reach.iter().all(|it| it.kinds.is_empty()) {
        return Ok(Vec::new());
    }
    let found = passages(tx, query, ask, In::Titles)?;
    let mut titles: Vec<String> = Vec::new();
    for hit in judged(query, found, now) {
        if titles.len() < most && !titles.contains(&hit.best.title) {
            titles.push(hit.best.title);
        }
    }
    Ok(titles)
}

/// The things that have all words of a question, of what the asker may see: the newest `most` of them. For
/// lists that are sorted by something else. One statement.
pub fn having(tx: &mut Tx<'_>, query: &Query, ask: &Ask, most: i64) -> Result<Vec<Uuid>> {
    if query.is_empty() || ask.reach.iter().all(|it| it.kinds.is_empty()) {
        return Ok(Vec::new());
    }
    let engine = tx.engine();
    let condition = match engine {
        Engine::Sqlite => query.fts5(true),
        Engine::Postgres => query.tsquery(true),
    };
    let mut given: Vec<Param<'_>> = vec![condition.to_param(), most.to_param()];
    let seen = seen(ask, &mut given);
    let sql = match engine {
        Engine::Sqlite => format!(
            "SELECT p.id
             FROM search_words
             CROSS JOIN search_passage p ON p.number = search_words.rowid
             WHERE search_words MATCH $1 AND {seen}
             GROUP BY p.id
             ORDER BY max(p.number) DESC
             LIMIT $2"
        ),
        Engine::Postgres => format!(
            "WITH hit AS MATERIALIZED (
                 SELECT p.id, p.number FROM search_passage p
                 WHERE p.words @@ CAST(CAST($1 AS text) AS tsquery) AND {seen}
             )
             SELECT id FROM hit GROUP BY id ORDER BY max(number) DESC LIMIT $2"
        ),
    };
    tx.all(&sql, &given)
}

/// Other words that somebody may have meant: what sounds the same, or differs by one slip. Whether anything that the
/// asker may see has them is for the caller to ask. At most three statements.
pub fn meant(tx: &mut Tx<'_>, query: &Query) -> Result<Vec<String>> {
    let whole = query.whole.as_str();
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    let mut meant: Vec<String> = tx.all(
        "SELECT word FROM search_word WHERE sound = $1 AND word <> $2 ORDER BY word LIMIT 5",
        params![sounds(whole), whole],
    )?;
    // One spelled word that nothing has: those that begin alike are few enough to compare.
    let spelled: Vec<&String> =
        query.terms.iter().flat_map(|it| it.groups.first()).flat_map(|it| &it.words).collect();
    if meant.is_empty() && spelled.len() <= 4 && whole.is_ascii() {
        for (nth, word) in spelled.iter().enumerate().filter(|(_, word)| word.len() >= 4).take(2) {
            let first: String = word.chars().take(1).collect();
            let like: Vec<String> = tx.all(
                "SELECT word FROM search_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 2000",
                params![first, format!("{first}\u{10ffff}")],
            )?;
            if like.iter().any(|it| it == *word) {
                continue;
            }
            for other in like.iter().filter(|other| one_slip(word, other)).take(3) {
                let mut words: Vec<&str> = spelled.iter().map(|it| it.as_str()).collect();
                words[nth] = other;
                meant.push(words.join(" "));
            }
        }
    }
    Ok(meant)
}

/// Where words are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Titles,
    All,
    Some,
}

fn passages(tx: &mut Tx<'_>, query: &Query, ask: &Ask, within: In) -> Result<Vec<Found>> {
    let engine = tx.engine();
    let condition = match (engine, within) {
        (Engine::Sqlite, In::Titles) => format!("{{title}} : ({})", query.fts5(true)),
        (Engine::Sqlite, In::All) => query.fts5(true),
        (Engine::Sqlite, In::Some) => query.fts5(false),
        (Engine::Postgres, In::Some) => query.tsquery(false),
        (Engine::Postgres, _) => query.tsquery(true),
    };
    let limit = if within == In::Titles { MOST_TITLES } else { MOST_JUDGED };
    let mut given: Vec<Param<'_>> = vec![condition.to_param(), limit.to_param()];
    let seen = seen(ask, &mut given);
    const COLUMNS: &str = "p.number AS number, p.kind AS kind, p.id AS id, p.subject AS subject, p.open AS open, \
        p.circle AS circle, \
        p.form AS form, p.topic AS topic, p.level AS level, p.weight AS weight, p.fresh_at AS fresh_at, \
        p.place AS place, p.title AS title, p.above AS above, p.heading AS heading, p.body AS body";
    let sql = match (engine, within) {
        // The words are asked first, newest before older ones; CROSS keeps it so.
        (Engine::Sqlite, _) => format!(
            "SELECT {COLUMNS}
             FROM search_words
             CROSS JOIN search_passage p ON p.number = search_words.rowid
             WHERE search_words MATCH $1 AND {seen}
             ORDER BY search_words.rowid DESC
             LIMIT $2"
        ),
        // The newest of the first thousands that have the words: a plan that is made once for all questions would read
        // the whole table backward for the newest of all (docs/adr/0030-search.md).
        (Engine::Postgres, _) => format!(
            "WITH hit AS MATERIALIZED (
                 SELECT p.number FROM search_passage p
                 WHERE p.{column} @@ CAST(CAST($1 AS text) AS tsquery) AND {seen}
                 LIMIT {MOST_LOOKED_AT}
             ), newest AS MATERIALIZED (
                 SELECT number FROM hit ORDER BY number DESC LIMIT $2
             )
             SELECT {COLUMNS}
             FROM newest
             JOIN search_passage p ON p.number = newest.number
             ORDER BY p.number DESC",
            column = if within == In::Titles { "title_words" } else { "words" },
        ),
    };
    tx.all(&sql, &given)
}

/// The condition of what the asker may see and asked for. Part of the statement, so that nothing else is ever read.
fn seen<'a>(ask: &'a Ask, given: &mut Vec<Param<'a>>) -> String {
    let mut reaches: Vec<String> = Vec::new();
    for reach in ask.reach.iter().filter(|it| !it.kinds.is_empty()) {
        let first = given.len() + 1;
        given.extend(reach.kinds.iter().map(|kind| kind.to_param()));
        let kinds = list(first, reach.kinds.len());
        let mut ways: Vec<String> = Vec::new();
        if reach.open {
            ways.push("(p.open = true AND p.circle = '')".to_owned());
        }
        for circle in &reach.circles {
            given.push(circle.key.to_param());
            let key = given.len();
            let mut places: Vec<String> = Vec::new();
            if !circle.paths.is_empty() {
                let first = given.len() + 1;
                given.extend(circle.paths.iter().map(|path| path.to_param()));
                places.push(format!("p.path IN ({})", list(first, circle.paths.len())));
            }
            places.extend(circle.ranges.iter().map(|range| within(range, given)));
            if places.is_empty() {
                given.pop();
                continue;
            }
            let open = if circle.open { "true" } else { "false" };
            ways.push(format!("(p.open = {open} AND p.circle = ${key} AND ({}))", places.join(" OR ")));
        }
        ways.extend(
            reach.ranges.iter().map(|range| format!("(p.open = false AND {})", within(range, given))),
        );
        if let Some(person) = &reach.person {
            given.push(person.to_param());
            ways.push(format!(
                "EXISTS (SELECT 1 FROM search_reader r WHERE r.subject = p.subject AND r.person = ${})",
                given.len()
            ));
        }
        if ways.is_empty() {
            // No value without its place in the statement.
            given.truncate(first - 1);
        } else {
            reaches.push(format!("(p.kind IN ({kinds}) AND ({}))", ways.join(" OR ")));
        }
    }
    let mut all =
        vec![if reaches.is_empty() { "1 = 0".to_owned() } else { format!("({})", reaches.join(" OR ")) }];
    // What is open is hidden from everybody while it is made anew, from its readers as well.
    all.push(if ask.drafts {
        "p.open = false".to_owned()
    } else {
        "(p.open = false OR NOT EXISTS (SELECT 1 FROM search_hidden h WHERE h.subject = p.subject))"
            .to_owned()
    });
    if !ask.forms.is_empty() {
        let first = given.len() + 1;
        given.extend(ask.forms.iter().map(|it| it.to_param()));
        all.push(format!("p.form IN ({})", list(first, ask.forms.len())));
    }
    if !ask.topics.is_empty() {
        let first = given.len() + 1;
        given.extend(ask.topics.iter().map(|it| it.to_param()));
        all.push(format!("p.topic IN ({})", list(first, ask.topics.len())));
    }
    for (column, value) in [("p.level", &ask.level), ("p.lang", &ask.lang)] {
        if !value.is_empty() {
            given.push(value.to_param());
            all.push(format!("{column} = ${}", given.len()));
        }
    }
    all.join(" AND ")
}

/// The condition that a path lies in a range.
fn within<'a>((low, high): &'a (String, String), given: &mut Vec<Param<'a>>) -> String {
    given.extend([low.to_param(), high.to_param()]);
    let at = given.len();
    format!("(p.path >= ${} AND p.path < ${at})", at - 1)
}

/// Things by their best passage, best first. What is open counts for a thing that is found open and otherwise.
fn judged(query: &Query, found: Vec<Found>, now: Timestamp) -> Vec<Hit> {
    let mut hits: HashMap<(String, Uuid), Hit> = HashMap::new();
    let mut numbers: Vec<i64> = Vec::new();
    for it in found {
        if numbers.contains(&it.number) {
            continue;
        }
        numbers.push(it.number);
        let facts = Facts {
            title: &it.title,
            above: &it.above,
            heading: &it.heading,
            body: &it.body,
            fresh_at: it.fresh_at,
            weight: it.weight,
            is_subject: it.id == it.subject,
        };
        let own = score(query, &facts, now);
        let place = (it.kind.clone(), it.id);
        match hits.get_mut(&place) {
            None => {
                hits.insert(place, Hit { best: it, others: 0, score: own });
            }
            Some(hit) if (it.open, own) > (hit.best.open, hit.score) => {
                let others = if it.open == hit.best.open { hit.others + 1 } else { 0 };
                *hit = Hit { best: it, others, score: own };
            }
            Some(hit) if it.open == hit.best.open => hit.others += 1,
            Some(_) => {}
        }
    }
    let mut hits: Vec<Hit> = hits.into_values().collect();
    for hit in &mut hits {
        hit.score += hit.others.min(5) as i64 * 8;
    }
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(b.best.number.cmp(&a.best.number)));
    hits
}

/// The text form of a tsvector: words without places, since what is found is judged by its text. Words hold letters and
/// digits only, so nothing needs quoting.
fn tsvector(fields: &[&Vec<String>]) -> String {
    let mut words: BTreeMap<&str, ()> = BTreeMap::new();
    for word in fields.iter().flat_map(|field| field.iter()) {
        words.insert(word, ());
    }
    words.into_keys().collect::<Vec<_>>().join(" ")
}
