//! The lists in force, ready in the memory of this program.
//!
//! The database holds a token that every change renews, so that lists in memory are known to be those of the database
//! by one look at one row: a change takes effect with the next text, on every node.

use crate::{Judgement, Lists, Place, judging, store};
use std::sync::{Arc, Mutex};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Result, Tx};

/// A list of at most so many words is made ready where it is met, within the unit of work; it takes some milliseconds.
/// A larger one by [`refresh`], outside units; for the seconds until then the one before it holds.
const AT_ONCE: i64 = 5_000;
/// So many lists are kept: more than one only where one program knows several databases.
const KEPT: usize = 8;
/// Words read at a time.
const CHUNK: i64 = 5_000;

struct Ready {
    family: Uuid,
    token: Uuid,
    lists: Arc<Lists>,
}

/// Tokens are made anew for each change, so what they stand for is the same in whatever database.
static READY: Mutex<Vec<Ready>> = Mutex::new(Vec::new());

fn ready(fits: impl Fn(&Ready) -> bool) -> Option<Arc<Lists>> {
    let all = READY.lock().unwrap_or_else(|e| e.into_inner());
    all.iter().rev().find(|it| fits(it)).map(|it| it.lists.clone())
}

fn keep(family: Uuid, token: Uuid, lists: &Arc<Lists>) {
    let mut all = READY.lock().unwrap_or_else(|e| e.into_inner());
    all.retain(|it| it.family != family);
    if all.len() >= KEPT {
        all.remove(0);
    }
    all.push(Ready { family, token, lists: lists.clone() });
}

fn made(rows: Vec<store::Row>, phrases: &[String]) -> Arc<Lists> {
    let lists = Lists::new(rows.into_iter().filter_map(store::Row::listed).collect(), phrases);
    Arc::new(lists.unwrap_or_else(|error| {
        // Stores refuse it first.
        tracing::error!(%error, "the lists of sensitive words cannot be used");
        Lists::default()
    }))
}

/// The lists in force. One statement where they are ready.
///
/// # Errors
/// Those of the database.
pub fn in_force(tx: &mut Tx<'_>) -> Result<Arc<Lists>> {
    let Some(now) = store::revision(tx)? else { return Ok(Arc::default()) };
    if let Some(lists) = ready(|it| it.token == now.token) {
        return Ok(lists);
    }
    if now.entries > AT_ONCE
        && let Some(before) = ready(|it| it.family == now.family)
    {
        return Ok(before);
    }
    let rows = store::chunk(tx, None, i64::MAX)?;
    let lists = made(rows, &store::phrases(tx)?);
    keep(now.family, now.token, &lists);
    Ok(lists)
}

/// Makes the lists ready outside units of work, where they changed: after a change on this node, and every few seconds.
///
/// # Errors
/// Those of the database.
pub async fn refresh(db: &Db) -> Result<()> {
    let Some(now) = db.read(store::revision).await? else { return Ok(()) };
    if ready(|it| it.token == now.token).is_some() {
        return Ok(());
    }
    let mut rows: Vec<store::Row> = Vec::new();
    loop {
        let after = rows.last().map(|it| it.entry_id);
        let next = db.read(move |tx| store::chunk(tx, after, CHUNK)).await?;
        if next.is_empty() {
            break;
        }
        rows.extend(next);
    }
    let phrases = db.read(store::phrases).await?;
    // Changed while it was read: the next look, some seconds on, makes it ready.
    if db.read(store::revision).await?.is_none_or(|it| it.token != now.token) {
        return Ok(());
    }
    let lists = tokio::task::spawn_blocking(move || made(rows, &phrases)).await.unwrap_or_default();
    keep(now.family, now.token, &lists);
    Ok(())
}

/// Whose text it is, and where it stands.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// Where.
    pub place: Place,
    /// What it belongs to; none for what is not there yet.
    pub subject: Option<Uuid>,
    /// Its author.
    pub person: Uuid,
    /// The author's name.
    pub name: &'a str,
    /// The author's unit.
    pub unit_path: &'a str,
}

/// Judges a text by the lists in force, and notes what was found. A text that is blocked is an outcome, not an error: an
/// error would keep nothing of the unit, and so no note.
///
/// # Errors
/// Those of the database.
pub fn judge(tx: &mut Tx<'_>, text: &str, said: &Said<'_>, ids: &Ids, now: Timestamp) -> Result<Judgement> {
    let judged = in_force(tx)?.judge(text);
    note(tx, text, &judged, said, ids, now)?;
    Ok(judged)
}

/// Notes what was found in a text: each word once, however often it stands there. Of a text that holds more than a hundred
/// different words the first hundred are noted: they say enough of it.
///
/// # Errors
/// Those of the database.
pub fn note(
    tx: &mut Tx<'_>,
    text: &str,
    judged: &Judgement,
    said: &Said<'_>,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    const MOST: usize = 100;
    let mut seen = std::collections::BTreeSet::new();
    for it in judged.found().iter().filter(|it| seen.insert(it.listed.entry)).take(MOST) {
        let hit = store::NewHit {
            id: ids.next(),
            said,
            found: it,
            excerpt: judging::excerpt(text, judged.found(), it),
            phrase: judging::phrase(text, it),
            now,
        };
        store::note(tx, &hit)?;
    }
    Ok(())
}
