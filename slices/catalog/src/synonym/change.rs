//! Adding, changing and removing groups of words.

use crate::{Act, undo::Undo};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_search::synonyms::{self, LONGEST_SYNONYM, MOST_SYNONYMS, Synonyms, Unfit};
use xingtan_web::{Fault, Text};

/// What a form takes: as many words as a group may have, each with its separator.
pub(crate) const WORDS: Text = Text::required(MOST_SYNONYMS * (LONGEST_SYNONYM + 3)).lines();

/// A field and what is wrong with it; without a field, somebody was quicker.
pub(crate) type Refusal = (&'static str, Msg);

/// The words of a group as they were typed, or what is wrong with them.
pub(crate) fn words(text: &str) -> Result<Vec<String>, Msg> {
    synonyms::group(text).map_err(|unfit| match unfit {
        Unfit::Few => Msg::new("catalog-synonyms-few"),
        Unfit::Many => Msg::new("catalog-synonyms-many").with("most", MOST_SYNONYMS),
        Unfit::Word(word) => {
            Msg::new("catalog-synonyms-word").with("word", word).with("longest", LONGEST_SYNONYM)
        }
    })
}

fn free(tx: &mut Tx<'_>, id: Uuid, words: &[String]) -> Result<(), Undo<Refusal>> {
    match synonyms::taken(tx, id, words)? {
        None => Ok(()),
        Some(word) => Err(Undo::Refused(("words", Msg::new("catalog-synonyms-taken").with("word", word)))),
    }
}

/// Adds a group.
pub(crate) fn add(tx: &mut Tx<'_>, id: Uuid, words: &[String], act: &Act) -> Result<(), Undo<Refusal>> {
    free(tx, id, words)?;
    synonyms::keep(tx, id, words, act.at)?;
    record(tx, &act.entry("catalog.synonyms-added").on("synonyms", id, &words[0]).after(&words))?;
    Ok(())
}

/// Changes a group, unless somebody changed it since the count `seen`.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    (id, seen): (Uuid, i64),
    words: &[String],
    act: &Act,
) -> Result<(), Undo<Refusal>> {
    let before = synonyms::get(tx, id)?.ok_or(Fault::NotFound)?;
    free(tx, id, words)?;
    if !synonyms::change(tx, id, seen, words, act.at)? {
        return Err(Undo::Refused(("", Msg::new("web-fault-stale"))));
    }
    let entry = act.entry("catalog.synonyms-saved").on("synonyms", id, &words[0]);
    record(tx, &entry.change(&list(&before), &words.to_vec()))?;
    Ok(())
}

/// Removes a group.
pub(crate) fn remove(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Result<(), Fault> {
    let before = synonyms::get(tx, id)?.ok_or(Fault::NotFound)?;
    synonyms::drop(tx, id)?;
    let words = list(&before);
    let first = words.first().cloned().unwrap_or_default();
    record(tx, &act.entry("catalog.synonyms-removed").on("synonyms", id, &first).before(&words))?;
    Ok(())
}

/// The words of a group.
pub(crate) fn list(group: &Synonyms) -> Vec<String> {
    group.shown.lines().map(str::to_owned).collect()
}
