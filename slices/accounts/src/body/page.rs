//! What a person sees of bodies.

use super::{
    MANAGE, READ,
    store::{self, Body, Member},
};
use crate::people::saving::shown;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_documents::Cell;
use xingtan_web::{App, Fault, Form, Page, SignedIn, export, html};

#[derive(Template)]
#[template(path = "body/list.html")]
struct ListPage {
    page: Page,
    query: String,
    exports: (String, String),
    rows: Vec<Body>,
    total: usize,
    now: Timestamp,
    may_manage: bool,
}

impl ListPage {
    fn kind(&self, body: &Body) -> String {
        self.page.l.t(&format!("accounts-body-kind-{}", body.kind))
    }

    fn ended(&self, body: &Body) -> bool {
        body.term_to.is_some_and(|end| end <= self.now)
    }
}

/// `GET /bodies`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let query = form.value("q").trim().chars().take(80).collect::<String>();
    let bodies = app.db().read(store::bodies).await?;
    let (total, words) = (bodies.len(), query.to_lowercase());
    let fits = |body: &Body| {
        let keys = xingtan_search::name_keys(&body.name).search_keys;
        words.split_whitespace().all(|word| keys.contains(word))
    };
    let rows: Vec<Body> = bodies.into_iter().filter(fits).collect();
    let title = who.l.t("accounts-bodies-title");
    if form.has("as") {
        let headings =
            ["accounts-body-name", "accounts-body-from", "accounts-body-to", "accounts-body-members"];
        let mut file = export::file(&who, form.value("as"), &title, &headings)?;
        for row in rows {
            let day = |at: Timestamp| Cell::Day(who.l.zone().date(at));
            let to = row.term_to.map_or(Cell::Empty, day);
            file.row(&[row.name.into(), day(row.term_from), to, row.members.into()])?;
        }
        return file.answer();
    }
    html(&ListPage {
        page: Page::new(&who, title),
        exports: export::hrefs("/bodies", &[("q", &query)]),
        may_manage: who.actor.may_whole(MANAGE),
        now: who.now,
        query,
        rows,
        total,
    })
}

fn kinds(who: &SignedIn) -> Vec<(String, String)> {
    store::KINDS
        .iter()
        .map(|kind| ((*kind).to_owned(), who.l.t(&format!("accounts-body-kind-{kind}"))))
        .collect()
}

#[derive(Template)]
#[template(path = "body/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    kinds: Vec<(String, String)>,
}

/// `GET /bodies/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show_new(&who, Form::fresh(app.id()).with("term_from", who.l.zone().date(who.now)))
}

/// The form for a new body.
///
/// # Errors
/// Where the page does not render.
pub fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let view = NewPage {
        page: Page::new(who, who.l.t("accounts-body-new")).crumb("/bodies", who.l.t("accounts-bodies-title")),
        kinds: kinds(who),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "body/one.html")]
struct OnePage {
    page: Page,
    body: Body,
    kind: String,
    term: String,
    members: Vec<Member>,
    edit: Form,
    add: Form,
    kinds: Vec<(String, String)>,
    may_manage: bool,
}

/// `GET /bodies/ID`.
pub async fn one(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, None, None).await
}

/// The page of a body with forms as they were filled in.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone.
pub async fn show(
    who: &SignedIn,
    id: Uuid,
    edit: Option<Form>,
    add: Option<Form>,
) -> Result<Response, Fault> {
    who.must(READ)?;
    let read = who.app.db().read(move |tx| {
        let body = store::body(tx, id)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((body, store::members(tx, id)?))
    });
    let (body, members) = read.await?;
    let wrong = [&edit, &add].into_iter().flatten().find(|form| !form.ok()).cloned().unwrap_or_default();
    let day = |at: Timestamp| who.l.date(at);
    let fresh = || {
        let form = Form::fresh(who.app.id())
            .with("name", &body.name)
            .with("kind", &body.kind)
            .with("powers", &body.powers)
            .with("term_from", who.l.zone().date(body.term_from));
        match body.term_to {
            // The term is kept as the moment it ends: 24:00 of its last day.
            Some(end) => form.with("term_to", who.l.zone().date(end - xingtan_clock::Span::of_seconds(1))),
            None => form,
        }
    };
    let view = OnePage {
        page: Page::new(who, body.name.clone()).crumb("/bodies", who.l.t("accounts-bodies-title")),
        kind: who.l.t(&format!("accounts-body-kind-{}", body.kind)),
        term: match body.term_to {
            Some(end) => {
                let last = day(end - xingtan_clock::Span::of_seconds(1));
                who.l.t2("accounts-body-term", "from", day(body.term_from), "to", last)
            }
            None => who.l.t1("accounts-body-term-open", "from", day(body.term_from)),
        },
        edit: edit.unwrap_or_else(fresh),
        add: add.unwrap_or_else(|| Form::fresh(who.app.id())),
        kinds: kinds(who),
        may_manage: who.actor.may_whole(MANAGE),
        members,
        body,
    };
    shown(&wrong, &view)
}
