//! What people see of prizes.

use super::{
    REGISTER, change,
    store::{self, Prize, SORTS, STATES},
};
use crate::{
    file::table,
    period::words,
    ranking::{page::on, store as rankings},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export::hrefs_of, html};

/// Where the register is.
pub const HERE: &str = "/prizes";

/// A prize as lists show it.
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// The winner's name.
    pub name: String,
    /// What it is for.
    pub ranked: String,
    /// What it is.
    pub what: String,
    /// What it is worth; empty where it is not said.
    pub value: String,
    /// The tone of its badge.
    pub tone: &'static str,
    /// Where it stands.
    pub state: String,
}

/// A prize as lists show it.
pub fn line(l: &Locale, it: &Prize) -> Line {
    let period = it.period.parse().map_or_else(|_| it.period.clone(), |own| l.msg(&words(own)));
    Line {
        id: it.id,
        name: it.person_name.clone(),
        ranked: l.t2("honours-prize-for", "period", period, "rank", it.rank),
        what: it.what.clone(),
        value: value(l, it),
        tone: match it.state.as_str() {
            "received" => "pine",
            "handed" => "slate",
            "promised" => "ochre",
            _ => "",
        },
        state: l.t(&format!("honours-prize-{}", it.state)),
    }
}

fn value(l: &Locale, it: &Prize) -> String {
    let yuan =
        |cents: i64| l.t1("honours-prize-yuan", "value", format!("{}.{:02}", cents / 100, cents % 100));
    it.value_cents.map(yuan).unwrap_or_default()
}

fn states(l: &Locale) -> Vec<(String, String)> {
    STATES.iter().map(|it| ((*it).to_owned(), l.t(&format!("honours-prize-{it}")))).collect()
}

#[derive(Template)]
#[template(path = "prize/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
}

/// `GET /prizes`.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(REGISTER)?;
    let list = List::read(&form, HERE, SORTS, &["state"], 50).or_descending();
    let scope = who.actor.scope(REGISTER);
    if form.has("as") {
        return file(&who, &form, list).await;
    }
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        asked
            .page::<Prize>(tx, store::select(&scope, &asked.query, asked.filter("state")))
            .map_err(Fault::from)
    });
    let found = read.await?;
    html(&ListPage {
        page: Page::new(&who, who.l.t("honours-prizes")),
        lines: found.rows.iter().map(|it| line(&who.l, it)).collect(),
        states: states(&who.l),
        exports: hrefs_of(HERE, &list, &["state"]),
        list: found.listed(&list),
    })
}

async fn file(who: &SignedIn, form: &Form, list: List) -> Result<Response, Fault> {
    let keys = ["name", "prize-for", "what", "value", "state", "handed", "handed-by", "received"];
    let mut file = table(who, form, &who.l.t("honours-prizes"), "honours-column", &keys)?;
    let (l, mut rest) = (&who.l, Some(list.from_start()));
    while let Some(list) = rest.take() {
        let scope = who.actor.scope(REGISTER);
        let read = who.app.db().read(move |tx| {
            let mut rows: Vec<Prize> = Vec::new();
            let select = store::select(&scope, &list.query, list.filter("state"));
            let next = list.chunk(tx, select, 1000, &mut rows)?;
            Ok::<_, Fault>((rows, next))
        });
        let (rows, next) = read.await?;
        for it in rows {
            let shown = line(l, &it);
            file.row(&[
                Cell::text(shown.name),
                Cell::text(shown.ranked),
                Cell::text(shown.what),
                it.value_cents.map_or(Cell::Empty, Cell::Hundredths),
                Cell::text(shown.state),
                Cell::text(it.handed_at.map(|at| l.date(at)).unwrap_or_default()),
                Cell::text(it.handed_name.unwrap_or_default()),
                Cell::text(on(l, it.received_at)),
            ])?;
        }
        rest = next;
    }
    file.answer()
}

#[derive(Template)]
#[template(path = "prize/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    place: rankings::Place,
}

/// `GET /prizes/new?place=ID`.
pub async fn new(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(REGISTER)?;
    let Ok(place) = asked.value("place").parse::<Uuid>() else { return Err(Fault::NotFound) };
    show_new(&who, place, Form::fresh(app.id())).await
}

pub(super) async fn show_new(who: &SignedIn, place: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let place = who.app.db().read(move |tx| change::place(tx, place, &actor)).await?;
    let view = NewPage {
        page: Page::new(who, who.l.t("honours-prize-register")).crumb(HERE, who.l.t("honours-prizes")),
        form: form.clone(),
        place,
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "prize/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    it: Prize,
    row: Line,
    handed: String,
    received: String,
    may_hand: bool,
    may_receive: bool,
}

/// `GET /prizes/ID`: to who keeps the register, and to the winner.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id()).with("by", &who.actor.name).with("day", who.l.zone().date(who.now));
    show_one(&who, id, form).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who
        .app
        .db()
        .read(move |tx| store::one(tx, id)?.filter(|it| change::readable(it, &actor)).ok_or(Fault::NotFound));
    let it = read.await?;
    let keeps = who.actor.may_at(REGISTER, &it.unit_path);
    let page = Page::new(who, who.l.t("honours-prize"));
    let view = OnePage {
        page: if keeps {
            page.crumb(HERE, who.l.t("honours-prizes"))
        } else {
            page.crumb("/commendations/own", who.l.t("honours-own"))
        },
        row: line(&who.l, &it),
        handed: it.handed_at.map(|at| who.l.date(at)).unwrap_or_default(),
        received: on(&who.l, it.received_at),
        may_hand: keeps && it.state == "promised",
        may_receive: it.person_id == who.actor.person && it.state == "handed",
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}
