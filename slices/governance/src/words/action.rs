//! What the forms of words do.

use super::{
    MANAGE,
    change::{self, Words},
    page,
    rules::{self, Wrong},
};
use crate::saving::{Deed, Stop, save as once};
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

/// A note to a word or an exception.
pub(super) const NOTE: Text = Text::optional(200);
/// So much text one form takes: five hundred words and what stands around them.
pub(super) const TEXT: Text = Text::required(25_000).lines();

/// Carries a change of the lists out, and makes them ready on this node before it answers: it takes effect at once.
pub(super) async fn changed(
    who: &SignedIn,
    form: &mut Form,
    to: &str,
    told: &'static str,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
) -> Result<Option<Response>, Fault> {
    let answer = once(who, form, to, Msg::new(told), unit).await?;
    if answer.is_some() {
        ready(who).await;
    }
    Ok(answer)
}

/// Makes the lists ready on this node. Where that fails, the next look some seconds on does.
pub(super) async fn ready(who: &SignedIn) {
    if let Err(error) = xingtan_words::refresh(who.app.db()).await {
        tracing::warn!(%error, "the lists of sensitive words are made ready later");
    }
}

/// Reads what is to be listed: `category`, `words`, `pinyin`, `note`.
pub(super) fn read(form: &mut Form) -> Option<Words> {
    let category = form.id("category");
    let text = form.text("words", TEXT);
    let (pinyin, note) = (form.ticked("pinyin"), form.text("note", NOTE));
    if form.error("words").is_some() {
        return None;
    }
    let words = match rules::lines(&text) {
        Ok(words) => words,
        Err(wrong) => {
            form.refuse(
                "words",
                match wrong {
                    Wrong::Empty => Msg::new("web-form-required"),
                    Wrong::Many => Msg::new("governance-words-many").with("most", rules::LINES),
                    Wrong::Line(line, unfit) => Msg::new("governance-words-line-fault")
                        .with("line", line)
                        .with("why", Msg::new(unfit.key())),
                },
            );
            return None;
        }
    };
    form.ok().then_some(Words { category: category?, words, pinyin, note })
}

/// `POST /words/new`: lists one word a line.
pub async fn add(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    if let Some(new) = read(&mut form) {
        let deed = Deed::of(&who);
        let to = format!("/words?category={}", new.category);
        let unit = move |tx: &mut Tx<'_>| change::add(tx, &new, &deed).map(drop);
        if let Some(answer) = changed(&who, &mut form, &to, "governance-words-were-added", unit).await? {
            return Ok(answer);
        }
    }
    page::show_new(&who, form).await
}

/// `POST /words/ID`.
pub async fn save(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (category, seen) = (form.id("category"), form.int("version", 1..=i64::MAX));
    let typed = form.text("word", Text::required(200));
    let (pinyin, note) = (form.ticked("pinyin"), form.text("note", NOTE));
    let word = match rules::word(&typed) {
        Ok(word) => word,
        Err(unfit) => {
            form.refuse("word", Msg::new(unfit.key()));
            String::new()
        }
    };
    if let (true, Some(category)) = (form.ok(), category) {
        let deed = Deed::of(&who);
        let unit = move |tx: &mut Tx<'_>| change::save(tx, id, seen, category, (&word, pinyin, &note), &deed);
        if let Some(answer) = changed(&who, &mut form, "/words", "governance-word-was-saved", unit).await? {
            return Ok(answer);
        }
    }
    page::show_one(&who, id, Some(form)).await
}

/// `POST /words/ID/removal`.
pub async fn remove(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let deed = Deed::of(&who);
    let unit = move |tx: &mut Tx<'_>| change::remove(tx, id, &deed);
    match changed(&who, &mut form, "/words", "governance-word-was-removed", unit).await? {
        Some(answer) => Ok(answer),
        None => page::show_one(&who, id, Some(form)).await,
    }
}
