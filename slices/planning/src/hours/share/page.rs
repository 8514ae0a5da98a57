//! What people see of applications.

use super::{
    rules::State as Stands,
    store::{self, SORTS, Share},
};
use crate::{
    hours::{APPLY, DECIDE, READ},
    month::Month,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api::{self as accounts, NodeKind};
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_db::{Result as DbResult, Tx};
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

const HERE: &str = "/hours/shares";

struct Line {
    id: Uuid,
    unit: String,
    percent: i64,
    term: String,
    by: String,
    asked: String,
    tone: &'static str,
    state: String,
}

fn line(l: &Locale, it: &Share) -> Line {
    let month = |text: &str| Month::read(text).map_or_else(|| text.to_owned(), |it| l.month(it.first()));
    Line {
        id: it.id,
        unit: it.unit_name.clone(),
        percent: it.percent,
        term: l.t2("planning-share-term", "from", month(&it.from_month), "to", month(&it.to_month)),
        by: it.asked_name.clone(),
        asked: l.short_date_time(it.asked_at),
        tone: it.state().tone(),
        state: l.t(&format!("planning-share-{}", it.state)),
    }
}

#[derive(Template)]
#[template(path = "hours/shares.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    may_apply: bool,
}

/// `GET /hours/shares`: the applications of one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, SORTS, &["state"], 50).or_descending();
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let read = who
        .app
        .db()
        .read(move |tx| asked.page::<Share>(tx, store::select(&scope, &asked.query, asked.filter("state"))));
    let found = read.await.map_err(Fault::from)?;
    let state = |it: &Stands| (it.code().to_owned(), who.l.t(&format!("planning-share-{}", it.code())));
    html(&ListPage {
        page: Page::new(&who, who.l.t("planning-shares")).crumb("/hours", who.l.t("planning-hours-title")),
        lines: found.rows.iter().map(|it| line(&who.l, it)).collect(),
        states: Stands::ALL.iter().map(state).collect(),
        list: found.listed(&list),
        may_apply: who.actor.may(APPLY),
    })
}

#[derive(Template)]
#[template(path = "hours/share-new.html")]
struct NewPage {
    page: Page,
    form: Form,
    units: Vec<(String, String)>,
}

/// `GET /hours/shares/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(APPLY)?;
    let this = Month::of(who.l.zone().date(who.now));
    show_new(&who, Form::fresh(app.id()).with("from", this).with("to", this)).await
}

pub(super) async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let scope = who.actor.scope(APPLY);
    let units = who.app.db().read(move |tx| departments(tx, &scope)).await.map_err(Fault::from)?;
    let view = NewPage {
        page: Page::new(who, who.l.t("planning-share-new"))
            .crumb("/hours", who.l.t("planning-hours-title"))
            .crumb(HERE, who.l.t("planning-shares")),
        units,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// The departments of a scope, for a choice; where it holds none, the nodes it begins with.
fn departments(tx: &mut Tx<'_>, scope: &Scope) -> DbResult<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in scope.paths() {
        let nodes = accounts::subtree(tx, path)?;
        let inside = nodes.iter().filter(|it| it.kind == NodeKind::Department.code());
        let inside: Vec<_> = inside.map(|it| (it.id, it.path.clone())).collect();
        let first = nodes.first().map(|it| (it.id, it.path.clone()));
        found.extend(if inside.is_empty() { first.into_iter().collect() } else { inside });
    }
    let names = accounts::trails(tx, found.iter().map(|(_, path)| path.as_str()))?;
    let choice = |(id, path): (Uuid, String)| (id.to_string(), names.get(&path).cloned().unwrap_or_default());
    Ok(found.into_iter().map(choice).collect())
}

#[derive(Template)]
#[template(path = "hours/share.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: Line,
    it: Share,
    may_decide: bool,
    may_withdraw: bool,
}

/// `GET /hours/shares/ID`: to who asked, and to who reads the hours of the unit.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let readable = |it: &Share| it.asked_by == actor.person || actor.may_at(READ, &it.unit_path);
        store::one(tx, id)?.filter(readable).ok_or(Fault::NotFound)
    });
    let it = read.await?;
    let own = it.asked_by == who.actor.person;
    let waits = it.state() == Stands::Asked;
    let view = OnePage {
        page: Page::new(who, who.l.t("planning-share"))
            .crumb("/hours", who.l.t("planning-hours-title"))
            .crumb(HERE, who.l.t("planning-shares")),
        row: line(&who.l, &it),
        may_decide: waits && !own && who.actor.may_at(DECIDE, &it.unit_path),
        may_withdraw: own && waits,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}
