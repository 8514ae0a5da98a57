//! The list of words, and one of them.

use super::{MANAGE, READ};
use crate::saving::shown;
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, export, html};
use xingtan_words::store::{self, Category, ENTRY_SORTS, Entry};

/// The pages of sensitive words, above each of them; the second says whether it is the one shown.
pub(super) fn tabs(who: &SignedIn, here: &str) -> Vec<(&'static str, String, bool)> {
    let all = [
        ("/words", "governance-words-list"),
        ("/words/categories", "governance-words-categories"),
        ("/words/exceptions", "governance-words-exceptions"),
        ("/words/trial", "governance-words-trial"),
        ("/words/hits", "governance-words-hits"),
    ];
    all.map(|(href, key)| (href, who.l.t(key), href == here)).into()
}

/// Categories as choices of a form, each with what is done.
pub(super) fn choices(l: &Locale, all: &[Category]) -> Vec<(String, String)> {
    let action = |it: &Category| l.t(&format!("words-action-{}", it.action));
    all.iter().map(|it| (it.id.to_string(), format!("{} · {}", it.name, action(it)))).collect()
}

struct Line {
    it: Entry,
    tone: &'static str,
    action: String,
}

#[derive(Template)]
#[template(path = "words/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    categories: Vec<(String, String)>,
    exports: (String, String),
    may_change: bool,
}

/// `GET /words`.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "/words", ENTRY_SORTS, &["category"], 50);
    let category = Uuid::parse_str(list.filter("category")).ok();
    if form.has("as") {
        return file(&who, &form, list, category).await;
    }
    let of = list.clone();
    let read = who.app.db().read(move |tx| {
        let found = of.page::<Entry>(tx, store::select_entries(&of.query, category))?;
        Ok::<_, Error>((found, store::categories(tx)?))
    });
    let (found, categories) = read.await?;
    let l = &who.l;
    let line = |it: &Entry| Line {
        tone: it.action.parse::<xingtan_words::Action>().map_or("", xingtan_words::Action::tone),
        action: l.t(&format!("words-action-{}", it.action)),
        it: it.clone(),
    };
    html(&ListPage {
        page: Page::new(&who, l.t("governance-words")),
        tabs: tabs(&who, "/words"),
        lines: found.rows.iter().map(line).collect(),
        categories: choices(l, &categories),
        exports: export::hrefs_of("/words", &list, &["category"]),
        may_change: who.actor.may_whole(MANAGE),
        list: found.listed(&list),
    })
}

/// The list as a file, in the columns of the import: it can be taken elsewhere.
async fn file(who: &SignedIn, form: &Form, list: List, category: Option<Uuid>) -> Result<Response, Fault> {
    let l = &who.l;
    let column = |key: &str| {
        let names = l.t(&format!("governance-words-import-column-{key}"));
        Heading::new(names.split('|').next().unwrap_or_default().to_owned())
    };
    let headings = ["word", "category", "pinyin", "note"].map(column).into();
    let mut file = export::headed(who, form.value("as"), &l.t("governance-words"), headings)?;
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take() {
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Entry> = Vec::new();
            let next = list.chunk(tx, store::select_entries(&list.query, category), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            let pinyin = l.t(if it.pinyin { "governance-words-yes" } else { "governance-words-no" });
            file.row(&[it.word, it.category, pinyin, it.note].map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "words/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    categories: Vec<(String, String)>,
}

/// `GET /words/new`.
pub async fn new(who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show_new(&who, Form::fresh(who.app.id()).with("category", asked.value("category"))).await
}

pub(super) async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let categories = who.app.db().read(store::categories).await?;
    let view = NewPage {
        page: Page::new(who, who.l.t("governance-words-add")).crumb("/words", who.l.t("governance-words")),
        categories: choices(&who.l, &categories),
        form: form.clone().in_language(&who.l),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "words/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Entry,
    categories: Vec<(String, String)>,
}

/// `GET /words/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show_one(&who, id, None).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let read = who.app.db().read(move |tx| {
        Ok::<_, Fault>((store::entry(tx, id)?.ok_or(Fault::NotFound)?, store::categories(tx)?))
    });
    let (it, categories) = read.await?;
    let form = form.unwrap_or_else(|| {
        let fresh = Form::fresh(who.app.id())
            .with("word", &it.word)
            .with("category", it.category_id)
            .with("note", &it.note)
            .with("version", it.version);
        if it.pinyin { fresh.with("pinyin", "yes") } else { fresh }
    });
    let view = OnePage {
        page: Page::new(who, it.word.clone()).crumb("/words", who.l.t("governance-words")),
        categories: choices(&who.l, &categories),
        form: form.clone().in_language(&who.l),
        it,
    };
    shown(&form, &view)
}
