//! What page and API ask of the index, as one.

use super::Finders;
use crate::category::{rules::below, store as categories};
use std::collections::BTreeSet;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_search::{self as index, Answer, Ask, Query, Typed, synonyms};

/// What somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What they typed, whatever it is.
    pub text: String,
    /// Key of a form; all where it is empty.
    pub form: String,
    /// A category, with those below it.
    pub category: Option<Uuid>,
    /// Key of a level; any where it is empty.
    pub level: String,
    /// A language; any where it is empty.
    pub lang: String,
    /// Only drafts.
    pub drafts: bool,
}

/// What was found for it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The question, to mark what was asked for.
    pub query: Query,
    /// What answers it.
    pub answer: Answer,
    /// Subjects of it that the asker entered.
    pub entered: BTreeSet<Uuid>,
    /// What they may have meant, where nothing answers: something that they may see has these words.
    pub meant: Option<String>,
    /// Words that were asked for as well, since they mean the same.
    pub synonyms: Vec<String>,
}

/// Other words that are tried where nothing answers.
const TRIED: usize = 3;

/// Answers a question of what the actor may see. A bounded number of statements, whatever is found.
pub fn answer(
    tx: &mut Tx<'_>,
    finders: Finders,
    actor: &Actor,
    asked: &Asked,
    now: Timestamp,
) -> Result<Given> {
    let typed = Typed::new(&asked.text);
    let same = synonyms::of_typed(tx, &typed)?;
    let query = typed.query(&same);
    let ask = of(tx, finders, actor, asked)?;
    let answer = index::find(tx, &query, &ask, now)?;
    let mut meant = None;
    if answer.hits.is_empty() || answer.some {
        for other in index::meant(tx, &query)?.into_iter().take(TRIED) {
            let found = index::find(tx, &Query::parse(&format!("{other} ")), &ask, now)?;
            if !found.some && found.hits.iter().any(|hit| names(&hit.best.title, &other, &asked.text)) {
                meant = Some(other);
                break;
            }
        }
    }
    let mut entered = BTreeSet::new();
    for finder in finders.0 {
        let subjects: BTreeSet<Uuid> = answer
            .hits
            .iter()
            .filter(|hit| hit.best.open && finder.kinds.contains(&hit.best.kind.as_str()))
            .map(|hit| hit.best.subject)
            .collect();
        if !subjects.is_empty() {
            let subjects: Vec<Uuid> = subjects.into_iter().collect();
            entered.extend((finder.entered)(tx, actor.person, &subjects)?);
        }
    }
    Ok(Given {
        query,
        answer,
        entered,
        meant,
        synonyms: same.into_iter().flat_map(|(_, words)| words).collect(),
    })
}

/// Whether a title that the asker sees has the words which they did not type themselves. Words of titles that are hidden
/// from them may stand apart in what they see: together they would tell the title.
fn names(title: &str, other: &str, typed: &str) -> bool {
    let (title, typed) = (index::key(title), index::key(typed));
    other.split(' ').map(index::key).all(|word| typed.contains(&word) || title.contains(&word))
}

/// Titles that answer what is being typed, of what the actor may see.
pub fn suggestions(
    tx: &mut Tx<'_>,
    finders: Finders,
    actor: &Actor,
    text: &str,
    now: Timestamp,
) -> Result<Vec<String>> {
    /// Titles at once: what one sees without scrolling.
    const MOST: usize = 8;
    let ask = of(tx, finders, actor, &Asked::default())?;
    index::titles(tx, &Query::parse(text), &ask, now, MOST)
}

fn of(tx: &mut Tx<'_>, finders: Finders, actor: &Actor, asked: &Asked) -> Result<Ask> {
    let topics = match asked.category {
        Some(category) => below(&categories::all(tx)?, category).into_iter().collect(),
        None => Vec::new(),
    };
    let forms = finders.forms().into_iter().filter(|it| it.key == asked.form).flat_map(|it| it.forms);
    Ok(Ask {
        reach: finders.0.iter().map(|finder| (finder.reach)(actor)).collect(),
        forms: forms.map(|it| (*it).to_owned()).collect(),
        topics,
        level: asked.level.clone(),
        lang: asked.lang.clone(),
        drafts: asked.drafts,
    })
}
