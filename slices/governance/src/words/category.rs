//! Categories of sensitive words: pages and forms.

use super::{MANAGE, READ, action::changed, change, page::tabs};
use crate::saving::{Deed, shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{Fault, Form, Page, SignedIn, Text};
use xingtan_words::{
    Action,
    store::{self, Category},
};

/// The name of a category.
pub(super) const NAME: Text = Text::required(60);

struct Line {
    it: Category,
    action: String,
    state: String,
}

#[derive(Template)]
#[template(path = "words/categories.html")]
struct ListPage {
    page: Page,
    form: Form,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Line>,
    actions: Vec<(String, String)>,
    may_change: bool,
}

/// What may be done about words, as choices, each with what it means.
fn actions(l: &Locale) -> Vec<(String, String)> {
    let of = |it: Action| (it.code().to_owned(), l.t(&format!("governance-words-action-{}", it.code())));
    Action::ALL.map(of).into()
}

/// `GET /words/categories`.
pub async fn list(who: SignedIn) -> Result<Response, Fault> {
    who.must(READ)?;
    show(&who, Form::fresh(who.app.id())).await
}

async fn show(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let l = &who.l;
    let line = |it: Category| Line {
        action: l.t(&format!("words-action-{}", it.action)),
        state: l.t(if it.active { "governance-words-active" } else { "governance-words-resting" }),
        it,
    };
    let view = ListPage {
        page: Page::new(who, l.t("governance-words-categories")).crumb("/words", l.t("governance-words")),
        tabs: tabs(who, "/words/categories"),
        lines: who.app.db().read(store::categories).await?.into_iter().map(line).collect(),
        actions: actions(l),
        may_change: who.actor.may_whole(MANAGE),
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

/// `POST /words/categories`.
pub async fn add(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (name, action) = (form.text("name", NAME), form.choice::<Action>("action"));
    if let (true, Some(action)) = (form.ok(), action) {
        let (id, deed) = (who.app.id(), Deed::of(&who));
        let unit = move |tx: &mut Tx<'_>| change::add_category(tx, id, &name, action, &deed);
        let told = "governance-words-category-was-added";
        if let Some(answer) = changed(&who, &mut form, "/words/categories", told, unit).await? {
            return Ok(answer);
        }
    }
    show(&who, form).await
}

#[derive(Template)]
#[template(path = "words/category.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Category,
    actions: Vec<(String, String)>,
}

/// `GET /words/categories/ID`.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show_one(&who, id, None).await
}

async fn show_one(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let read = who.app.db().read(move |tx| store::category(tx, id)?.ok_or(Fault::NotFound));
    let it = read.await?;
    let form = form.unwrap_or_else(|| {
        let fresh = Form::fresh(who.app.id())
            .with("name", &it.name)
            .with("action", &it.action)
            .with("version", it.version);
        if it.active { fresh.with("active", "yes") } else { fresh }
    });
    let l = &who.l;
    let view = OnePage {
        page: Page::new(who, it.name.clone())
            .crumb("/words", l.t("governance-words"))
            .crumb("/words/categories", l.t("governance-words-categories")),
        actions: actions(l),
        form: form.clone().in_language(l),
        it,
    };
    shown(&form, &view)
}

/// `POST /words/categories/ID`.
pub async fn save(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (name, action) = (form.text("name", NAME), form.choice::<Action>("action"));
    let (active, seen) = (form.ticked("active"), form.int("version", 1..=i64::MAX));
    if let (true, Some(action)) = (form.ok(), action) {
        let deed = Deed::of(&who);
        let unit = move |tx: &mut Tx<'_>| change::save_category(tx, id, seen, (&name, action, active), &deed);
        let told = "governance-words-category-was-saved";
        if let Some(answer) = changed(&who, &mut form, "/words/categories", told, unit).await? {
            return Ok(answer);
        }
    }
    show_one(&who, id, Some(form)).await
}

/// `POST /words/categories/ID/removal`: only one that holds no word.
pub async fn remove(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let deed = Deed::of(&who);
    let unit = move |tx: &mut Tx<'_>| change::drop_category(tx, id, &deed);
    let told = "governance-words-category-was-removed";
    match changed(&who, &mut form, "/words/categories", told, unit).await? {
        Some(answer) => Ok(answer),
        None => {
            let msg = form.errors().next().map(|(_, msg)| msg.clone());
            Err(Fault::Conflict(msg.unwrap_or_else(|| Msg::new("web-fault-stale"))))
        }
    }
}
