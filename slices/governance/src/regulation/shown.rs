//! Articles and controls as they are read: text as HTML, rules as sentences.

use super::{
    compare::{name, sentence},
    store::{Article, Control},
};
use std::collections::HashMap;
use xingtan_clock::Uuid;
use xingtan_i18n::Locale;
use xingtan_markdown::Html;

/// An article on a page.
pub struct ShownArticle {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub body: Html,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
    /// The rules bound to it.
    pub controls: Vec<ShownControl>,
}

/// A rule on a page.
pub struct ShownControl {
    /// Its id.
    pub id: Uuid,
    /// The name of its kind.
    pub name: String,
    /// What it says.
    pub says: String,
    /// Whom it concerns; empty: everybody.
    pub whom: String,
}

/// Articles with their controls; `trails`: the names of units by path.
pub fn articles(
    l: &Locale,
    articles: &[Article],
    controls: &[Control],
    trails: &HashMap<String, String>,
) -> Vec<ShownArticle> {
    let shown = |it: &Article| ShownArticle {
        id: it.id,
        number: it.number.clone(),
        title: it.title.clone(),
        body: xingtan_markdown::render(&it.body),
        by_hand: it.by_hand.clone(),
        controls: controls
            .iter()
            .filter(|own| own.article_id == it.id)
            .map(|own| control(l, own, trails))
            .collect(),
    };
    articles.iter().map(shown).collect()
}

/// A control in words.
pub fn control(l: &Locale, it: &Control, trails: &HashMap<String, String>) -> ShownControl {
    let unit = (!it.scope_path.is_empty())
        .then(|| trails.get(&it.scope_path).cloned().unwrap_or_else(|| l.t("governance-scope-gone")));
    let role = it.scope_role.as_ref().map(|role| l.t(&format!("web-role-{role}")));
    let whom: Vec<String> = [unit, role].into_iter().flatten().collect();
    ShownControl {
        id: it.id,
        name: l.msg(&name(it)),
        says: l.msg(&sentence(it)),
        whom: whom.join(&l.t("web-dot")),
    }
}
