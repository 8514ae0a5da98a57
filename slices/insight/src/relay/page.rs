//! What people see of relays: the list, the form, and one with its receipts.

use super::{
    RELAY,
    rules::{About, State as Stands},
    store::{self, Addressee, NAME_SORTS, Relay, SORTS},
};
use crate::exports;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_markdown::Html;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export, html};

/// Where relays are.
pub const HERE: &str = "/relays";
/// Rows of one read for a file.
const CHUNK: i64 = 500;

/// What relays may be about, in words.
pub(super) fn kinds(l: &Locale) -> Vec<(String, String)> {
    About::ALL.iter().map(|it| (it.code().to_owned(), l.t(&format!("insight-about-{}", it.code())))).collect()
}

/// The moment in words where there is one.
pub(super) fn moment(l: &Locale, at: Option<Timestamp>) -> String {
    at.map(|at| l.date_time(at)).unwrap_or_default()
}

/// A day in words where there is one.
pub(super) fn day(l: &Locale, day: &str) -> String {
    day.parse().map(|day: xingtan_clock::Date| l.day(day)).unwrap_or_default()
}

struct Line {
    it: Relay,
    kind: String,
    sent: String,
    tone: &'static str,
    state: String,
}

fn line(l: &Locale, it: Relay) -> Line {
    Line {
        kind: l.t(&format!("insight-about-{}", it.kind)),
        sent: l.date_time(it.sent_at),
        tone: it.state().tone(),
        state: l.t(&format!("insight-relay-{}", it.state())),
        it,
    }
}

#[derive(Template)]
#[template(path = "relay/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /relays`: what was passed on in one's subtrees, the newest first.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(RELAY)?;
    let list = List::read(&form, HERE, SORTS, &["kind", "state"], 50).or_descending();
    if form.has("as") {
        return file(&who, form.value("as"), list).await;
    }
    let (scope, asked) = (who.actor.scope(RELAY), list.clone());
    let read = who.app.db().read(move |tx| {
        let select = store::select(&scope, &asked.query, asked.filter("kind"), asked.filter("state"));
        asked.page::<Relay>(tx, select).map_err(Fault::from)
    });
    let mut found = read.await?;
    let rows = std::mem::take(&mut found.rows);
    let open = ("open".to_owned(), who.l.t("insight-relay-open"));
    let states = Stands::ALL.iter().map(|it| (it.code().to_owned(), who.l.t(&format!("insight-relay-{it}"))));
    html(&ListPage {
        page: Page::new(&who, who.l.t("insight-relays")),
        lines: rows.into_iter().map(|it| line(&who.l, it)).collect(),
        kinds: kinds(&who.l),
        states: std::iter::once(open).chain(states).collect(),
        exports: exports(&list),
        list: found.listed(&list),
    })
}

const HEADINGS: &[&str] = &[
    "insight-relay-title",
    "insight-relay-kind",
    "insight-relay-scope",
    "insight-relay-sender",
    "insight-relay-sent-at",
    "insight-relay-until",
    "insight-relay-people",
    "insight-relay-read",
    "insight-relay-confirmed",
    "insight-relay-state",
];

async fn file(who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let (mut rows, mut rest) = (Vec::new(), Some(list.from_start()));
    while let Some(list) = rest.take() {
        let scope = who.actor.scope(RELAY);
        let read = who.app.db().read(move |tx| {
            let mut some: Vec<Relay> = Vec::new();
            let select = store::select(&scope, &list.query, list.filter("kind"), list.filter("state"));
            let next = list.chunk(tx, select, CHUNK, &mut some)?;
            Ok::<_, Fault>((some, next))
        });
        let (some, next) = read.await?;
        rows.extend(some.into_iter().map(|it| {
            let shown = line(&who.l, it);
            vec![
                Cell::text(&shown.it.title),
                Cell::text(&shown.kind),
                Cell::text(&shown.it.scope_name),
                Cell::text(&shown.it.sender_name),
                Cell::text(&shown.sent),
                Cell::text(&shown.it.until_day),
                Cell::Number(shown.it.people),
                Cell::Number(shown.it.read),
                Cell::Number(shown.it.confirmed),
                Cell::text(&shown.state),
            ]
        }));
        rest = next;
    }
    export::answer(who, format, &who.l.t("insight-relays"), HEADINGS, &rows)
}

/// What may be chosen in the form.
#[derive(Clone, Debug, Default)]
struct Choices {
    scopes: Vec<(String, String)>,
    positions: Vec<(String, String)>,
    nodes: Vec<(String, String)>,
    cohorts: Vec<(String, String)>,
}

/// The most units that the form offers.
const UNITS: usize = 500;

fn choices(tx: &mut Tx<'_>, scope: &Scope) -> xingtan_db::Result<Choices> {
    let mut nodes = Vec::new();
    for path in scope.paths() {
        // A role that is granted everywhere begins above the root.
        match path.as_str() {
            "/" => nodes.extend(accounts::nodes(tx)?),
            path => nodes.extend(accounts::subtree(tx, path)?),
        }
    }
    nodes.truncate(UNITS);
    let trails = accounts::trails(tx, nodes.iter().map(|it| it.path.as_str()))?;
    let named = |it: &accounts::Node| trails.get(&it.path).cloned().unwrap_or_else(|| it.name.clone());
    let tops = nodes.iter().filter(|it| scope.paths().contains(&it.path));
    Ok(Choices {
        scopes: tops.map(|it| (it.path.clone(), named(it))).collect(),
        positions: accounts::positions(tx)?.into_iter().map(|it| (it.id.to_string(), it.name)).collect(),
        nodes: nodes.iter().map(|it| (it.id.to_string(), named(it))).collect(),
        cohorts: accounts::cohorts(tx)?
            .into_iter()
            .filter(|it| scope.covers(&it.node_path))
            .map(|it| (it.id.to_string(), it.name))
            .collect(),
    })
}

#[derive(Template)]
#[template(path = "relay/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    kinds: Vec<(String, String)>,
    choices: Choices,
    today: String,
}

/// `GET /relays/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(RELAY)?;
    let form = Form::fresh(app.id()).with("kind", About::Course.code()).with("confirm", "yes");
    show_new(&who, form).await
}

pub(super) async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let scope = who.actor.scope(RELAY);
    let read = who.app.db().read(move |tx| choices(tx, &scope).map_err(Fault::from));
    let view = NewPage {
        page: Page::new(who, who.l.t("insight-relay-new")).crumb(HERE, who.l.t("insight-relays")),
        kinds: kinds(&who.l),
        choices: read.await?,
        today: who.l.zone().date(who.now).to_string(),
        form: form.clone(),
    };
    shown(&form, &view)
}

struct Receipt {
    it: Addressee,
    told: String,
    read: String,
    confirmed: String,
}

fn receipt(l: &Locale, it: Addressee) -> Receipt {
    Receipt {
        told: l.date_time(it.told_at),
        read: moment(l, it.read_at),
        confirmed: moment(l, it.confirmed_at),
        it,
    }
}

#[derive(Template)]
#[template(path = "relay/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    here: String,
    row: Line,
    body: Html,
    until: String,
    withdrawn: String,
    reminded: String,
    /// What the reader, as an addressee, has done.
    own: Option<Receipt>,
    /// Receipts, where the reader answers for the people.
    insider: bool,
    list: Listed,
    lines: Vec<Receipt>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /relays/ID`: what it says, to its addressees; its receipts, to who answers for them. That an addressee reads it
/// is kept.
pub async fn one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    if form.has("as") {
        return receipts_file(&who, id, &form).await;
    }
    let (person, now) = (who.actor.person, who.now);
    let read = who.app.db().read(move |tx| store::receipt(tx, id, person));
    if read.await?.is_some_and(|own| own.read_at.is_none()) {
        who.app.db().write(move |tx| store::read(tx, id, person, now)).await?;
    }
    let key = who.app.id();
    show(&who, id, Form::fresh(key), &form).await
}

/// One with a form that was not carried out.
pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    show(who, id, form, &Form::default()).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form, asked: &Form) -> Result<Response, Fault> {
    let here = format!("{HERE}/{id}");
    let list = List::read(asked, here.clone(), NAME_SORTS, &["state"], 50);
    let (actor, own_list) = (who.actor.clone(), list.clone());
    let read = who.app.db().read(move |tx| {
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let own = store::receipt(tx, id, actor.person)?;
        let insider = actor.may_at(RELAY, &it.scope_path);
        if own.is_none() && !insider {
            return Err(Fault::NotFound);
        }
        let found = own_list
            .page::<Addressee>(tx, store::addressees(&it, &own_list.query, own_list.filter("state")))?;
        Ok((it, own, insider, found))
    });
    let (it, own, insider, mut found) = read.await?;
    let l = &who.l;
    let rows = std::mem::take(&mut found.rows);
    let states =
        ["open", "read", "confirmed"].into_iter().filter(|state| it.confirm || *state != "confirmed");
    let page = Page::new(who, it.title.clone());
    let view = OnePage {
        page: match insider {
            true => page.crumb(HERE, l.t("insight-relays")),
            false => page.crumb(super::own::HERE, l.t("insight-relays-own")),
        },
        body: xingtan_markdown::render(&it.body),
        until: day(l, &it.until_day),
        withdrawn: moment(l, it.withdrawn_at),
        reminded: moment(l, it.reminded_at),
        own: own.map(|own| receipt(l, own)),
        insider,
        lines: rows.into_iter().map(|it| receipt(l, it)).collect(),
        states: states.map(|it| (it.to_owned(), l.t(&format!("insight-receipt-{it}")))).collect(),
        exports: exports(&list),
        list: found.listed(&list),
        row: line(l, it),
        form: form.clone(),
        here,
    };
    shown(&form, &view)
}

const RECEIPT_HEADINGS: &[&str] = &[
    "insight-laggard-name",
    "insight-report-unit",
    "insight-told-at",
    "insight-read-at",
    "insight-confirmed-at",
    "insight-reminded-at",
];

async fn receipts_file(who: &SignedIn, id: Uuid, form: &Form) -> Result<Response, Fault> {
    who.must(RELAY)?;
    let list = List::read(form, "", NAME_SORTS, &["state"], 50);
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        store::one(tx, id)?.filter(|it| actor.may_at(RELAY, &it.scope_path)).ok_or(Fault::NotFound)
    });
    let relay = read.await?;
    let (mut rows, mut rest) = (Vec::new(), Some(list.from_start()));
    while let Some(list) = rest.take() {
        let own = relay.clone();
        let read = who.app.db().read(move |tx| {
            let mut some: Vec<Addressee> = Vec::new();
            let select = store::addressees(&own, &list.query, list.filter("state"));
            let next = list.chunk(tx, select, CHUNK, &mut some)?;
            Ok::<_, Fault>((some, next))
        });
        let (some, next) = read.await?;
        rows.extend(some.into_iter().map(|it| {
            let reminded = moment(&who.l, it.reminded_at);
            let shown = receipt(&who.l, it);
            [shown.it.name, shown.it.unit, shown.told, shown.read, shown.confirmed, reminded]
                .map(Cell::text)
                .to_vec()
        }));
        rest = next;
    }
    export::answer(who, form.value("as"), &relay.title, RECEIPT_HEADINGS, &rows)
}
