//! The test field: what would be found in a text, and what would follow. Nothing is kept.

use super::{READ, page::tabs};
use crate::saving::shown;
use askama::Template;
use axum::response::Response;
use xingtan_web::{Fault, Form, Page, SignedIn, Text};
use xingtan_words::{Hit, Lists, in_force, mask};

/// A text to be tried; a form takes no more.
pub(super) const TEXT: Text = Text::required(20_000).lines();

/// A word that was found, as it is shown.
pub(super) struct Line {
    /// What stands in the text.
    pub(super) found: String,
    /// Where, in characters from 1.
    pub(super) at: usize,
    /// The word as it is listed.
    pub(super) word: String,
    /// Its category.
    pub(super) category: String,
    /// What is done: a code.
    pub(super) action: &'static str,
    /// The tone of its badge.
    pub(super) tone: &'static str,
    /// What is done, in words.
    pub(super) named: String,
}

/// What a text is judged to be.
pub(super) struct Tried {
    /// A code of an action; `clean` where nothing was found.
    pub(super) outcome: &'static str,
    /// The text with all words masked.
    pub(super) masked: String,
    pub(super) lines: Vec<Line>,
}

/// Judges a text as all texts are judged. `named`: what is done, in words.
pub(super) fn tried(lists: &Lists, text: &str, named: impl Fn(&str) -> String) -> Tried {
    let judged = lists.judge(text);
    let (mut at, mut chars) = (0, 1);
    let line = |it: &xingtan_words::Found| {
        chars += text.get(at..it.from).unwrap_or_default().chars().count();
        at = it.from;
        Line {
            found: text.get(it.from..it.to).unwrap_or_default().to_owned(),
            at: chars,
            word: it.listed.word.clone(),
            category: it.listed.category_name.clone(),
            action: it.listed.action.code(),
            tone: it.listed.action.tone(),
            named: named(it.listed.action.code()),
        }
    };
    let lines = judged.found().iter().map(line).collect();
    let hits: Vec<Hit> = judged.found().iter().map(|it| Hit { from: it.from, to: it.to, word: 0 }).collect();
    Tried { outcome: judged.action().map_or("clean", |it| it.code()), masked: mask(text, &hits), lines }
}

#[derive(Template)]
#[template(path = "words/trial.html")]
struct TrialPage {
    page: Page,
    form: Form,
    tabs: Vec<(&'static str, String, bool)>,
    tried: Option<(Tried, String)>,
}

fn show(who: &SignedIn, form: Form, tried: Option<Tried>) -> Result<Response, Fault> {
    let l = &who.l;
    let outcome = |it: Tried| {
        let says = l.t(&format!("governance-words-outcome-{}", it.outcome));
        (it, says)
    };
    let view = TrialPage {
        page: Page::new(who, l.t("governance-words-trial")).crumb("/words", l.t("governance-words")),
        tabs: tabs(who, "/words/trial"),
        tried: tried.map(outcome),
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

/// `GET /words/trial`.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    who.must(READ)?;
    show(&who, Form::fresh(who.app.id()), None)
}

/// `POST /words/trial`.
pub async fn run(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let text = form.text("text", TEXT);
    if !form.ok() {
        return show(&who, form, None);
    }
    let lists = who.app.db().read(in_force).await?;
    let found = tried(&lists, &text, |code| who.l.t(&format!("words-action-{code}")));
    show(&who, form, Some(found))
}
