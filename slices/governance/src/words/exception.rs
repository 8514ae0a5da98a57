//! Exceptions: phrases in which words are innocent. Pages and forms.

use super::{
    MANAGE, READ,
    action::{NOTE, changed},
    change,
    page::tabs,
};
use crate::saving::{Deed, shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_documents::{Cell, Heading};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, List, Listed, Page, SignedIn, Text, export};
use xingtan_words::store::{self, PHRASE_SORTS, Phrase};

/// The phrase; how long it may be the rule says.
pub(super) const PHRASE: Text = Text::required(200);
const HREF: &str = "/words/exceptions";

#[derive(Template)]
#[template(path = "words/exceptions.html")]
struct ListPage {
    page: Page,
    form: Form,
    list: Listed,
    tabs: Vec<(&'static str, String, bool)>,
    lines: Vec<Phrase>,
    exports: (String, String),
    may_change: bool,
}

/// `GET /words/exceptions`.
pub async fn list(who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    if form.has("as") {
        return file(&who, &form).await;
    }
    show(&who, Form::fresh(who.app.id()), &form).await
}

async fn show(who: &SignedIn, form: Form, asked: &Form) -> Result<Response, Fault> {
    let list = List::read(asked, HREF, PHRASE_SORTS, &[], 50).or_descending();
    let of = list.clone();
    let found = who.app.db().read(move |tx| of.page::<Phrase>(tx, store::select_phrases(&of.query))).await?;
    let l = &who.l;
    let view = ListPage {
        page: Page::new(who, l.t("governance-words-exceptions")).crumb("/words", l.t("governance-words")),
        tabs: tabs(who, HREF),
        exports: export::hrefs_of(HREF, &list, &[]),
        may_change: who.actor.may_whole(MANAGE),
        list: found.listed(&list),
        lines: found.rows,
        form: form.clone().in_language(l),
    };
    shown(&form, &view)
}

async fn file(who: &SignedIn, form: &Form) -> Result<Response, Fault> {
    let l = &who.l;
    let keys = ["phrase", "note", "added-by", "added-at"];
    let headings = keys.map(|key| Heading::new(l.t(&format!("governance-words-column-{key}")))).into();
    let name = l.t("governance-words-exceptions");
    let mut file = export::headed(who, form.value("as"), &name, headings)?;
    let mut rest = Some(List::read(form, HREF, PHRASE_SORTS, &[], 50).or_descending().from_start());
    while let Some(list) = rest.take() {
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Phrase> = Vec::new();
            let next = list.chunk(tx, store::select_phrases(&list.query), 1000, &mut rows)?;
            Ok::<_, Error>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            file.row(&[it.phrase, it.note, it.added_name, l.date_time(it.added_at)].map(Cell::text))?;
        }
        rest = next;
    }
    file.answer()
}

/// `POST /words/exceptions`.
pub async fn add(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (phrase, note) = (form.text("phrase", PHRASE), form.text("note", NOTE));
    if form.ok() {
        let (deed, name) = (Deed::of(&who), who.actor.name.clone());
        let unit =
            move |tx: &mut Tx<'_>| change::add_exception(tx, (&phrase, &note), None, &name, &deed).map(drop);
        if let Some(answer) =
            changed(&who, &mut form, HREF, "governance-words-exception-was-added", unit).await?
        {
            return Ok(answer);
        }
    }
    show(&who, form, &Form::default()).await
}

/// `POST /words/exceptions/ID/removal`.
pub async fn remove(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let deed = Deed::of(&who);
    let unit = move |tx: &mut Tx<'_>| change::drop_exception(tx, id, &deed);
    match changed(&who, &mut form, HREF, "governance-words-exception-was-removed", unit).await? {
        Some(answer) => Ok(answer),
        None => Err(Fault::Conflict(Msg::new("web-fault-stale"))),
    }
}
