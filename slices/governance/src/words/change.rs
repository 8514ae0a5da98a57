//! What changes lists and hits: each function is a unit of work, with its entry in the trail.

use super::{
    MANAGE, READ, notices,
    rules::{self, Fits},
};
use crate::saving::{Deed, Stop};
use serde_json::json;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::Fault;
use xingtan_words::{
    Action, Excepts, Place, excepts,
    store::{self, Decision, Entry, Hit, Phrase},
};

fn stale() -> Stop {
    Stop::Field("", Msg::new("web-fault-stale"))
}

/// The lists changed, by so many words more.
fn touch(tx: &mut Tx<'_>, more: i64, deed: &Deed) -> Result<(), Stop> {
    Ok(store::touch(tx, deed.ids.next(), more, deed.now)?)
}

fn record(
    tx: &mut Tx<'_>,
    action: &'static str,
    on: (&'static str, Uuid, &str),
    detail: &serde_json::Value,
    deed: &Deed,
) -> Result<(), Stop> {
    Ok(xingtan_audit::record(tx, &deed.entry(action, on).detail(detail))?)
}

/// A new category.
///
/// # Errors
/// [`Stop::Field`] where one has the name.
pub fn add_category(tx: &mut Tx<'_>, id: Uuid, name: &str, action: Action, deed: &Deed) -> Result<(), Stop> {
    if !store::add_category(tx, id, name, action, deed.now)? {
        return Err(Stop::Field("name", Msg::new("governance-words-category-taken")));
    }
    touch(tx, 0, deed)?;
    record(
        tx,
        "words.category-added",
        ("words-category", id, name),
        &json!({ "action": action.code() }),
        deed,
    )
}

/// A category is written anew, from the version that was shown.
///
/// # Errors
/// [`Stop::Field`] where one has the name or it was changed meanwhile; [`Fault::NotFound`].
pub fn save_category(
    tx: &mut Tx<'_>,
    id: Uuid,
    seen: i64,
    (name, action, active): (&str, Action, bool),
    deed: &Deed,
) -> Result<(), Stop> {
    let before = store::category(tx, id)?.ok_or(Fault::NotFound)?;
    if before.version != seen {
        return Err(stale());
    }
    if !store::change_category(tx, id, seen, (name, action, active), deed.now)? {
        return Err(Stop::Field("name", Msg::new("governance-words-category-taken")));
    }
    touch(tx, 0, deed)?;
    let detail = json!({
        "before": { "name": before.name, "action": before.action, "active": before.active },
        "after": { "name": name, "action": action.code(), "active": active },
    });
    record(tx, "words.category-changed", ("words-category", id, name), &detail, deed)
}

/// A category that holds no word is taken away.
///
/// # Errors
/// [`Stop::Field`] where it holds words; [`Fault::NotFound`].
pub fn drop_category(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let before = store::category(tx, id)?.ok_or(Fault::NotFound)?;
    if !store::drop_category(tx, id)? {
        return Err(Stop::Field("", Msg::new("governance-words-category-used")));
    }
    touch(tx, 0, deed)?;
    record(tx, "words.category-removed", ("words-category", id, &before.name), &json!({}), deed)
}

fn room(tx: &mut Tx<'_>, field: &'static str, more: i64, by_sound: i64) -> Result<(), Stop> {
    match rules::fits(store::room(tx)?, more, by_sound) {
        Fits::Yes => Ok(()),
        Fits::Full => {
            Err(Stop::Field(field, Msg::new("governance-words-full").with("most", xingtan_words::MOST)))
        }
        Fits::FullBySound => Err(Stop::Field(
            field,
            Msg::new("governance-words-full-pinyin").with("most", xingtan_words::MOST_BY_SOUND),
        )),
    }
}

/// What is to be listed.
#[derive(Clone, Debug)]
pub struct Words {
    /// Into which category.
    pub category: Uuid,
    /// The words, as [`rules::lines`] reads them.
    pub words: Vec<String>,
    /// Whether their pinyin counts too.
    pub pinyin: bool,
    /// A note.
    pub note: String,
}

/// Lists words: all of them or, where one is listed, none. The ids of the words.
///
/// # Errors
/// [`Stop::Field`] where a word is listed, the lists are full, or there is no such category.
pub fn add(tx: &mut Tx<'_>, new: &Words, deed: &Deed) -> Result<Vec<Uuid>, Stop> {
    let unknown = || Stop::Field("category", Msg::new("web-form-choose"));
    let category = store::category(tx, new.category)?.ok_or_else(unknown)?;
    let many = new.words.len() as i64;
    room(tx, "words", many, if new.pinyin { many } else { 0 })?;
    let keys: Vec<String> = new.words.iter().map(|word| xingtan_words::key(word)).collect();
    let known = store::by_keys(tx, &keys)?;
    if let Some(it) = keys.iter().find_map(|key| known.get(key)) {
        let msg = Msg::new("governance-word-listed").with("word", &it.word).with("category", &it.category);
        return Err(Stop::Field("words", msg));
    }
    let mut ids = Vec::with_capacity(new.words.len());
    for word in &new.words {
        let id = deed.ids.next();
        if !store::add_entry(tx, id, category.id, (word, new.pinyin, &new.note), deed.now)? {
            return Err(stale());
        }
        ids.push(id);
    }
    touch(tx, many, deed)?;
    let detail = json!({ "words": new.words, "category": category.name, "pinyin": new.pinyin });
    let on = ("words-category", category.id, category.name.as_str());
    record(tx, "words.added", on, &detail, deed)?;
    Ok(ids)
}

/// A word is written anew, from the version that was shown.
///
/// # Errors
/// [`Stop::Field`] where the word is listed elsewhere or was changed meanwhile; [`Fault::NotFound`].
pub fn save(
    tx: &mut Tx<'_>,
    id: Uuid,
    seen: i64,
    category: Uuid,
    (word, pinyin, note): (&str, bool, &str),
    deed: &Deed,
) -> Result<(), Stop> {
    let before = store::entry(tx, id)?.ok_or(Fault::NotFound)?;
    let unknown = || Stop::Field("category", Msg::new("web-form-choose"));
    let category = store::category(tx, category)?.ok_or_else(unknown)?;
    if before.version != seen {
        return Err(stale());
    }
    room(tx, "pinyin", 0, i64::from(pinyin && !before.pinyin))?;
    let keys = [xingtan_words::key(word)];
    if let Some(it) = store::by_keys(tx, &keys)?.values().find(|it| it.id != id) {
        let msg = Msg::new("governance-word-listed").with("word", &it.word).with("category", &it.category);
        return Err(Stop::Field("word", msg));
    }
    if !store::change_entry(tx, id, seen, category.id, (word, pinyin, note), deed.now)? {
        return Err(stale());
    }
    touch(tx, 0, deed)?;
    let told = |word: &str, category: &str, pinyin: bool| json!({ "word": word, "category": category, "pinyin": pinyin });
    let detail = json!({
        "before": told(&before.word, &before.category, before.pinyin),
        "after": told(word, &category.name, pinyin),
    });
    record(tx, "words.changed", ("words-entry", id, word), &detail, deed)
}

/// A word is taken off the list.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn remove(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let Entry { word, category, .. } = store::entry(tx, id)?.ok_or(Fault::NotFound)?;
    if !store::drop_entry(tx, id)? {
        return Err(Fault::NotFound.into());
    }
    touch(tx, -1, deed)?;
    record(tx, "words.removed", ("words-entry", id, &word), &json!({ "category": category }), deed)
}

/// A phrase in which words are innocent.
///
/// # Errors
/// [`Stop::Field`] where it is one already, nothing can be looked for, or the lists are full.
pub fn add_exception(
    tx: &mut Tx<'_>,
    (phrase, note): (&str, &str),
    hit: Option<Uuid>,
    by: &str,
    deed: &Deed,
) -> Result<Uuid, Stop> {
    let phrase = rules::word(phrase).map_err(|unfit| Stop::Field("phrase", Msg::new(unfit.key())))?;
    room(tx, "phrase", 1, 0)?;
    let it = Phrase {
        id: deed.ids.next(),
        phrase,
        note: note.to_owned(),
        hit_id: hit,
        added_by: deed.person,
        added_name: by.to_owned(),
        added_at: deed.now,
    };
    if !store::add_phrase(tx, &it)? {
        return Err(Stop::Field("phrase", Msg::new("governance-words-exception-taken")));
    }
    touch(tx, 0, deed)?;
    record(
        tx,
        "words.exception-added",
        ("words-exception", it.id, &it.phrase),
        &json!({ "hit": hit }),
        deed,
    )?;
    Ok(it.id)
}

/// An exception is taken back: words in it are found again.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn drop_exception(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let it = store::phrase(tx, id)?.ok_or(Fault::NotFound)?;
    if !store::drop_phrase(tx, id)? {
        return Err(Fault::NotFound.into());
    }
    touch(tx, 0, deed)?;
    record(tx, "words.exception-removed", ("words-exception", id, &it.phrase), &json!({}), deed)
}

/// A hit that this actor may read: its author, and whoever reads those of the unit. Comments on courses bear no names
/// (CRS-9): what was found in one is for who keeps the lists alone.
pub fn readable(it: &Hit, actor: &Actor) -> bool {
    let named = it.place != Place::Comment.code() || actor.may_whole(MANAGE);
    it.person_id == actor.person || (named && actor.may_at(READ, &it.unit_path))
}

/// What a phrase is to the word of a hit, as a refusal.
fn fit(phrase: &str, word: &str) -> Result<(), Stop> {
    let key = match excepts(phrase, word) {
        Excepts::Good => return Ok(()),
        Excepts::Unfit => "governance-words-phrase-unfit",
        Excepts::Word => "governance-words-phrase-word",
        Excepts::Without => "governance-words-phrase-without",
    };
    Err(Stop::Field("phrase", Msg::new(key).with("word", word)))
}

/// The author of a text says that a hit is wrong.
///
/// # Errors
/// [`Fault::NotFound`] for what is somebody else's; [`Stop::Field`] where it was said before.
pub fn appeal(tx: &mut Tx<'_>, id: Uuid, reason: &str, actor: &Actor, deed: &Deed) -> Result<(), Stop> {
    let it = store::hit(tx, id)?.ok_or(Fault::NotFound)?;
    match rules::appeal(&it.appeal, it.person_id, actor.person) {
        rules::Appeal::Goes => {}
        rules::Appeal::NotTheirs => return Err(Fault::NotFound.into()),
        rules::Appeal::Before => return Err(Stop::Field("", Msg::new("governance-words-appealed"))),
    }
    if !store::appeal(tx, id, (reason, &it.phrase), deed.now)? {
        return Err(Stop::Field("", Msg::new("governance-words-appealed")));
    }
    notices::appealed(tx, &it, deed)?;
    let entry = deed.entry("words.appealed", ("words-hit", id, &it.word)).within(&it.unit_path);
    Ok(xingtan_audit::record(tx, &entry.detail(&json!({ "reason": reason, "place": it.place })))?)
}

/// What the centre says to an appeal.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The word was found rightly.
    Uphold,
    /// From now on it is innocent in this phrase.
    Except(String),
}

/// The centre decides over an appeal.
///
/// # Errors
/// [`Fault::NotFound`] where the actor may not; [`Stop::Field`] where it is their own or none waits, or the phrase is
/// none.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    (verdict, answer): (&Verdict, &str),
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = store::hit(tx, id)?.filter(|_| actor.may_whole(MANAGE)).ok_or(Fault::NotFound)?;
    match rules::decide(&it.appeal, it.person_id, actor.person) {
        rules::Decide::Goes => {}
        rules::Decide::Own => return Err(Stop::Field("", Msg::new("governance-words-own-appeal"))),
        rules::Decide::Over => return Err(Stop::Field("", Msg::new("governance-words-decided"))),
    }
    let phrase = match verdict {
        Verdict::Uphold => it.phrase.as_str(),
        Verdict::Except(phrase) => {
            fit(phrase, &it.word)?;
            match add_exception(tx, (phrase, answer), Some(id), &actor.name, deed) {
                // Another appeal made it: this one is answered by it, too.
                Err(Stop::Field("phrase", _)) if excepted(tx, phrase)? => {}
                made => drop(made?),
            }
            phrase
        }
    };
    let excepted = matches!(verdict, Verdict::Except(_));
    let decision = Decision { excepted, phrase, answer, by: actor.person, name: &actor.name };
    if !store::decide(tx, id, &decision, deed.now)? {
        return Err(Stop::Field("", Msg::new("governance-words-decided")));
    }
    notices::decided(tx, &it, excepted, deed)?;
    let entry = deed.entry("words.appeal-decided", ("words-hit", id, &it.word)).within(&it.unit_path);
    let detail = json!({ "excepted": excepted, "phrase": phrase, "answer": answer });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}

fn excepted(tx: &mut Tx<'_>, phrase: &str) -> Result<bool, Stop> {
    let key = xingtan_words::key(phrase);
    Ok(store::phrases(tx)?.iter().any(|it| xingtan_words::key(it) == key))
}
