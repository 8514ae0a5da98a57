//! What people see of complaints.

use super::{
    rules::{Cause, Stands},
    store::{self, Block, Complaint, SORTS},
};
use crate::{
    item::{
        change::seen,
        store::{self as items, Item},
    },
    permissions::JUDGE,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn};

/// Where complaints wait.
pub const HERE: &str = "/library/complaints";

struct Line {
    it: Complaint,
    kind: String,
    at: String,
    due: String,
    late: bool,
    tone: &'static str,
    state: String,
}

fn line(l: &Locale, it: Complaint, now: Timestamp) -> Line {
    let stands = it.stands();
    let late = stands == Stands::Open && it.due_at < now;
    Line {
        kind: l.t(&format!("library-cause-{}", it.kind)),
        at: l.date_time(it.at),
        due: l.date_time(it.due_at),
        tone: match stands {
            Stands::Open if late => "cinnabar",
            Stands::Open => "ochre",
            Stands::Upheld => "pine",
            Stands::Rejected => "",
        },
        state: l.t(&format!("library-complaint-{}", stands.code())),
        late,
        it,
    }
}

struct Blocked {
    it: Block,
    at: String,
    lifted: String,
}

#[derive(Template)]
#[template(path = "complaints.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    blocks: Vec<Blocked>,
    form: Form,
}

/// `GET /library/complaints`.
pub async fn list(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must_whole(JUDGE)?;
    let list = List::read(&asked, HERE, SORTS, &["state"], 50);
    show(&who, list, Form::fresh(app.id())).await
}

pub(super) async fn show_list(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let list = List::read(&Form::default(), HERE, SORTS, &["state"], 50);
    show(who, list, form).await
}

async fn show(who: &SignedIn, list: List, form: Form) -> Result<Response, Fault> {
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        let mut select = store::complaints().search("lower(c.item_title)", &asked.query);
        if !asked.filter("state").is_empty() {
            select = select.when("c.state = {}", asked.filter("state"));
        }
        Ok::<_, Fault>((asked.page::<Complaint>(tx, select)?, store::blocks(tx, 100)?))
    });
    let (found, blocks) = read.await?;
    let (l, now) = (&who.l, who.now);
    let blocked = |it: Block| Blocked {
        at: l.date_time(it.at),
        lifted: it.lifted_at.map_or_else(String::new, |at| {
            let name = it.lifted_name.clone().unwrap_or_default();
            l.t3(
                "library-lifted-line",
                "name",
                name,
                "at",
                at,
                "reason",
                it.lifted_reason.clone().unwrap_or_default(),
            )
        }),
        it,
    };
    let view = ListPage {
        page: Page::new(who, l.t("library-complaints")).crumb("/library", l.t("library-title")),
        list: found.listed(&list),
        states: Stands::ALL
            .iter()
            .map(|it| (it.code().to_owned(), l.t(&format!("library-complaint-{}", it.code()))))
            .collect(),
        lines: found.rows.into_iter().map(|it| line(l, it, now)).collect(),
        blocks: blocks.into_iter().map(blocked).collect(),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct OnePage {
    page: Page,
    line: Line,
    item: Option<Item>,
    open: bool,
    form: Form,
}

/// `GET /library/complaints/ID`.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    who.must_whole(JUDGE)?;
    let read = who.app.db().read(move |tx| {
        let it = store::complaint(tx, id)?.ok_or(Fault::NotFound)?;
        let item = items::get(tx, it.item_id)?;
        Ok::<_, Fault>((it, item))
    });
    let (it, item) = read.await?;
    let page = Page::new(who, it.item_title.clone())
        .crumb("/library", who.l.t("library-title"))
        .crumb(HERE, who.l.t("library-complaints"));
    let open = it.stands() == Stands::Open;
    let view = OnePage { page, line: line(&who.l, it, who.now), item, open, form: form.clone() };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "complain.html")]
struct NewPage {
    page: Page,
    it: Item,
    causes: Vec<(String, String)>,
    form: Form,
}

/// `GET /library/ID/complaint`.
pub async fn new(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_new(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_new(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let it = who.app.db().read(move |tx| seen(tx, id, &actor)).await?;
    let page = Page::new(who, who.l.t("library-complain"))
        .crumb("/library", who.l.t("library-title"))
        .crumb(it.href(), it.title.clone());
    let causes = Cause::ALL
        .iter()
        .map(|it| (it.code().to_owned(), who.l.t(&format!("library-cause-{}", it.code()))))
        .collect();
    shown(&form, &NewPage { page, it, causes, form: form.clone() })
}
