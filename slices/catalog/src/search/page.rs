//! The page that searches, and what it suggests while one types.

use super::{
    Finders,
    ask::{self, Asked, Given},
    rules::{PAGE, Place, clock, window},
};
use crate::view;
use askama::Template;
use axum::{Extension, Json, extract::State, response::Response};
use serde::Serialize;
use xingtan_i18n::Locale;
use xingtan_search::{
    Hit,
    rank::{Shown, marked},
};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Characters of a passage that are shown.
const PASSAGE: usize = 140;
/// Characters of what is typed that are looked at.
const TYPED: usize = 200;
/// The address of the page.
pub const HREF: &str = "/search";

struct Line {
    href: String,
    icon: &'static str,
    form: String,
    title: Shown,
    above: Option<(String, String)>,
    place: String,
    passage: Shown,
    others: usize,
    /// What is said of it where it is not open.
    state: String,
}

#[derive(Template)]
#[template(path = "search/page.html")]
struct SearchTemplate {
    page: Page,
    asked: Asked,
    category: String,
    lines: Vec<Line>,
    all: usize,
    beyond: bool,
    some: bool,
    from: usize,
    to: usize,
    long: bool,
    signs: bool,
    meant: Option<(String, String)>,
    synonyms: String,
    suggestions: Vec<String>,
    forms: Vec<(String, String, bool)>,
    categories: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    languages: Vec<(String, String)>,
    narrowed: bool,
    may_drafts: bool,
    may_synonyms: bool,
    whole_href: String,
    previous: Option<String>,
    next: Option<String>,
}

impl SearchTemplate {
    fn titled(&self, title: &str) -> String {
        href(&self.asked, "q", title)
    }
}

/// What a form asks; what no filter knows is left aside, so that an old bookmark still opens.
fn asked(form: &Form) -> Asked {
    let clean = |name: &str| form.value(name).trim().chars().take(TYPED).collect::<String>();
    let lang = clean("lang");
    Asked {
        // What ends with a space is not typed any further.
        text: form.value("q").chars().take(TYPED).collect(),
        form: clean("kind"),
        category: form.value("category").parse().ok(),
        level: clean("level"),
        lang: if ["zh-CN", "en"].contains(&lang.as_str()) { lang } else { String::new() },
        drafts: form.value("drafts") == "yes",
    }
}

/// The address of a search with one thing changed.
fn href(asked: &Asked, name: &str, value: &str) -> String {
    let category = asked.category.map(|id| id.to_string()).unwrap_or_default();
    let pairs = [
        ("q", asked.text.as_str()),
        ("kind", &asked.form),
        ("category", &category),
        ("level", &asked.level),
        ("lang", &asked.lang),
        ("drafts", if asked.drafts { "yes" } else { "" }),
        ("page", ""),
    ];
    let own = pairs.into_iter().map(|(it, was)| (it, if it == name { value } else { was }));
    let kept: Vec<(&str, &str)> = own.filter(|(_, value)| !value.is_empty()).collect();
    if kept.is_empty() {
        return HREF.to_owned();
    }
    format!("{HREF}?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish())
}

/// `GET /search`.
pub async fn search(
    State(app): State<App>,
    who: SignedIn,
    Extension(finders): Extension<Finders>,
    form: Form,
) -> Result<Response, Fault> {
    let asked = asked(&form);
    let (actor, now, own) = (who.actor.clone(), who.now, asked.clone());
    let (given, suggestions, categories) = app
        .db()
        .read(move |tx| {
            let given = ask::answer(tx, finders, &actor, &own, now)?;
            let suggestions = if given.answer.hits.is_empty() || given.answer.some {
                ask::suggestions(tx, finders, &actor, &own.text, now)?
            } else {
                Vec::new()
            };
            Ok::<_, Fault>((given, suggestions, crate::category::store::choices(tx)?))
        })
        .await?;
    let l = &who.l;
    let all = given.answer.hits.len();
    let number = form.value("page").parse().unwrap_or(1);
    let (number, from, to) = window(number, all);
    let lines = given.answer.hits[from..to].iter().map(|hit| line(l, finders, &given, hit)).collect();
    let turned = |page: usize| href(&asked, "page", &page.to_string());
    let may_drafts = who.actor.may(crate::permissions::COURSES_WRITE)
        || finders.0.iter().any(|it| !(it.reach)(&who.actor).ranges.is_empty());
    let forms = std::iter::once(("", "catalog-search-all"))
        .chain(finders.forms().into_iter().map(|it| (it.key, it.label)))
        .map(|(key, label)| (href(&asked, "kind", key), l.t(label), asked.form == key))
        .collect();
    html(&SearchTemplate {
        page: Page::new(&who, l.t("catalog-search")),
        category: asked.category.map(|id| id.to_string()).unwrap_or_default(),
        lines,
        all,
        beyond: given.answer.beyond,
        some: given.answer.some,
        from: from + 1,
        to,
        long: form.value("q").chars().count() > TYPED,
        signs: !asked.text.trim().is_empty() && given.query.is_empty(),
        meant: given.meant.as_ref().map(|words| (href(&asked, "q", words), words.clone())),
        synonyms: given.synonyms.join(&l.t("catalog-search-comma")),
        suggestions: suggestions.into_iter().filter(|title| title.trim() != asked.text.trim()).collect(),
        forms,
        categories,
        levels: view::levels(l),
        languages: ["zh-CN", "en"]
            .map(|tag| (tag.to_owned(), l.t(&format!("catalog-search-lang-{tag}"))))
            .into(),
        narrowed: !asked.form.is_empty()
            || asked.category.is_some()
            || !asked.level.is_empty()
            || !asked.lang.is_empty()
            || asked.drafts,
        may_drafts,
        may_synonyms: who.actor.may_whole(crate::permissions::SYNONYMS_MANAGE),
        whole_href: href(&Asked { text: asked.text.clone(), ..Asked::default() }, "", ""),
        previous: (number > 1).then(|| turned(number - 1)),
        next: (number * PAGE < all).then(|| turned(number + 1)),
        asked,
    })
}

fn line(l: &Locale, finders: Finders, given: &Given, hit: &Hit) -> Line {
    let it = &hit.best;
    let finder = finders.of(&it.kind);
    let leads = finder.map(|finder| (finder.leads)(it, given.entered.contains(&it.subject)));
    let (href, above, state) = leads.map(|leads| (leads.there, leads.above, leads.state)).unwrap_or_default();
    let form = finders.forms().into_iter().find(|form| form.forms.contains(&it.form.as_str()));
    let place = match Place::of(&it.place) {
        Place::Page(page) => l.t1("catalog-search-page", "page", i64::from(page)),
        Place::Moment(at) => l.t1("catalog-search-moment", "at", clock(at)),
        Place::Whole | Place::Heading(_) => it.heading.clone(),
    };
    Line {
        href,
        icon: form.map_or("file", |form| form.icon),
        form: form.map(|form| l.t(form.label)).unwrap_or_default(),
        title: marked(&given.query, &it.title, usize::MAX / 2),
        above: above.map(|href| (href, it.above.clone())),
        place,
        passage: marked(&given.query, &it.body, PASSAGE),
        others: hit.others,
        state: state.map(|key| l.t(key)).unwrap_or_default(),
    }
}

/// Titles that begin so.
#[derive(Serialize)]
pub struct Suggestions {
    suggestions: Vec<String>,
}

/// `GET /search/suggestions`: for the field, while one types.
pub async fn suggestions(
    State(app): State<App>,
    who: SignedIn,
    Extension(finders): Extension<Finders>,
    form: Form,
) -> Result<Json<Suggestions>, Fault> {
    let text: String = form.value("q").chars().take(TYPED).collect();
    let (actor, now) = (who.actor.clone(), who.now);
    let suggestions =
        app.db().read(move |tx| Ok::<_, Fault>(ask::suggestions(tx, finders, &actor, &text, now)?)).await?;
    Ok(Json(Suggestions { suggestions }))
}
