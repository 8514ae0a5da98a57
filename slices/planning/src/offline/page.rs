//! What people see of the register.

use super::{
    KEEP, READ,
    proof::store::{self as proofs, Proof},
    rules::Kind,
    store::{self, Attendee, SORTS, Said, Training},
};
use crate::month::Month;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api as accounts;
use xingtan_clock::{Date, Timestamp, Uuid};
use xingtan_db::Error;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_learning::api::file_of_rows;
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, html};

/// Rows of one export.
const MOST: usize = 20_000;
const HERE: &str = "/offline-trainings";
const OWN: &str = "/offline-trainings/own";

struct Line {
    id: Uuid,
    topic: String,
    kind: String,
    day: String,
    place: String,
    span: String,
    trainer: String,
    unit: String,
    people: String,
}

fn line(l: &Locale, it: &Training, unit: Option<&String>) -> Line {
    Line {
        id: it.id,
        topic: it.topic.clone(),
        kind: kind(l, &it.kind),
        day: day(l, &it.day),
        place: it.place.clone(),
        span: l.span(it.seconds),
        trainer: it.trainer.clone(),
        unit: unit.cloned().unwrap_or_default(),
        people: l.number(it.people),
    }
}

/// A kept kind in words; nothing where it is not known.
fn kind(l: &Locale, kept: &str) -> String {
    kept.parse::<Kind>().map_or_else(|()| String::new(), |kind| l.t(&kind.key()))
}

/// The kinds, for a choice.
fn kinds(l: &Locale) -> Vec<(&'static str, String)> {
    Kind::ALL.iter().map(|kind| (kind.code(), l.t(&kind.key()))).collect()
}

/// A kept day in words.
pub(crate) fn day(l: &Locale, kept: &str) -> String {
    kept.parse::<Date>().map_or_else(|_| kept.to_owned(), |day| l.day(day))
}

#[derive(Template)]
#[template(path = "offline/list.html")]
struct ListPage {
    page: Page,
    here: &'static str,
    own: bool,
    line: String,
    none: String,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
    may_keep: bool,
}

/// `GET /offline-trainings`: the register of one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let scope = who.actor.scope(READ);
    let select = move |list: &List| {
        store::select(&scope, &list.query, month(list), list.filter("state") == "withdrawn")
    };
    show(&who, &form, HERE, select).await
}

/// `GET /offline-trainings/own`: where one took part oneself.
pub async fn own(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    show(&who, &form, OWN, move |list: &List| store::select_own(person, &list.query, month(list))).await
}

/// The month asked for; what is no month narrows nothing.
fn month(list: &List) -> &str {
    let asked = list.filter("month");
    if Month::read(asked).is_some() { asked } else { "" }
}

async fn show(
    who: &SignedIn,
    form: &Form,
    here: &'static str,
    select: impl Fn(&List) -> Select + Send + Sync + Clone + 'static,
) -> Result<Response, Fault> {
    let list = List::read(form, here, SORTS, &["month", "state"], 50).or_descending();
    if form.has("as") {
        return file(who, form, list, select).await;
    }
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Training>(tx, select(&asked))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    let own = here == OWN;
    let (title, line_key, none) = if own {
        ("planning-offline-own", "planning-offline-own-line", "planning-offline-own-none")
    } else {
        ("planning-offline-title", "planning-offline-line", "planning-offline-none")
    };
    html(&ListPage {
        page: Page::new(who, who.l.t(title)),
        here,
        own,
        line: who.l.t(line_key),
        none: who.l.t(none),
        lines: found.rows.iter().map(|it| line(&who.l, it, units.get(&it.unit_path))).collect(),
        states: vec![("withdrawn".to_owned(), who.l.t("planning-offline-state-withdrawn"))],
        exports: crate::exports(&list),
        list: found.listed(&list),
        may_keep: !own && who.actor.may(KEEP),
    })
}

const HEADINGS: &[&str] = &[
    "planning-offline-topic",
    "planning-offline-kind",
    "planning-offline-day",
    "planning-offline-minutes",
    "planning-offline-place",
    "planning-offline-trainer",
    "planning-offline-unit",
    "planning-offline-count",
    "planning-offline-remarks",
];

async fn file(
    who: &SignedIn,
    form: &Form,
    list: List,
    select: impl Fn(&List) -> Select + Send + Sync + Clone + 'static,
) -> Result<Response, Fault> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take().filter(|_| rows.len() < MOST) {
        let select = select.clone();
        let read = who.app.db().read(move |tx| {
            let mut found: Vec<Training> = Vec::new();
            let next = list.chunk(tx, select(&list), 500, &mut found)?;
            let units = accounts::trails(tx, found.iter().map(|it| it.unit_path.as_str()))?;
            Ok::<_, Error>((found, units, next))
        });
        let (found, units, next) = read.await?;
        rows.extend(found.iter().map(|it| {
            vec![
                Cell::text(&it.topic),
                Cell::text(kind(&who.l, &it.kind)),
                it.day.parse().map_or_else(|_| Cell::text(&it.day), Cell::Day),
                Cell::Number(it.seconds / 60),
                Cell::text(&it.place),
                Cell::text(&it.trainer),
                Cell::text(units.get(&it.unit_path).cloned().unwrap_or_default()),
                Cell::Number(it.people),
                Cell::text(&it.remarks),
            ]
        }));
        rest = next;
    }
    file_of_rows(who, form.value("as"), &who.l.t("planning-offline-title"), HEADINGS, &rows)
}

#[derive(Template)]
#[template(path = "offline/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    today: String,
    kinds: Vec<(&'static str, String)>,
}

/// `GET /offline-trainings/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(KEEP)?;
    show_new(&who, Form::fresh(app.id()).with("day", who.l.zone().date(who.now)))
}

pub(super) fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let view = NewPage {
        page: Page::new(who, who.l.t("planning-offline-new")).crumb(HERE, who.l.t("planning-offline-title")),
        form: form.clone(),
        today: who.l.zone().date(who.now).to_string(),
        kinds: kinds(&who.l),
    };
    shown(&form, &view)
}

struct ChangeLine {
    at: Timestamp,
    by: String,
    reason: String,
    said: Said,
    day: String,
    span: String,
    people: String,
}

#[derive(Template)]
#[template(path = "offline/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: Line,
    it: Training,
    attendees: Vec<Attendee>,
    changes: Vec<ChangeLine>,
    proofs: Vec<Proof>,
    may_keep: bool,
    today: String,
    kinds: Vec<(&'static str, String)>,
}

/// `GET /offline-trainings/ID`: an entry, who took part, what was corrected; whoever keeps it corrects it here.
pub async fn one(State(_): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, None).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Option<Form>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = store::one(tx, id)?.ok_or(Fault::NotFound)?;
        let mut attendees = store::attendees(tx, id)?;
        let all = actor.may_at(READ, &it.unit_path);
        let own = attendees.iter().any(|at| at.person_id == actor.person);
        if !all {
            // Who took part sees the training and not the others.
            if !own || it.withdrawn_at.is_some() {
                return Err(Fault::NotFound);
            }
            attendees.retain(|at| at.person_id == actor.person);
        }
        let changes = if all { store::changes(tx, id)? } else { Vec::new() };
        let units = accounts::trails(tx, [it.unit_path.as_str()])?;
        Ok::<_, Fault>((it, attendees, changes, units, all, proofs::of(tx, id)?))
    });
    let (it, attendees, changes, units, all, proofs) = read.await?;
    let may_keep = who.actor.may_at(KEEP, &it.unit_path) && it.withdrawn_at.is_none();
    let form = form.unwrap_or_else(|| Form::fresh(who.app.id()));
    // A form that is about something else of the page leaves the fields of the entry as they are.
    let form = if form.has("topic") {
        form
    } else {
        let names: Vec<&str> = attendees.iter().map(|at| at.user_name.as_str()).collect();
        form.with("topic", &it.topic)
            .with("kind", &it.kind)
            .with("day", &it.day)
            .with("place", &it.place)
            .with("minutes", it.seconds / 60)
            .with("trainer", &it.trainer)
            .with("remarks", &it.remarks)
            .with("people", names.join("\n"))
            .with("version", it.version)
    };
    let (base, title) = if all { (HERE, "planning-offline-title") } else { (OWN, "planning-offline-own") };
    let change = |change: store::Change| {
        let said = change.before();
        ChangeLine {
            at: change.at,
            by: change.by_name,
            reason: change.reason,
            day: day(&who.l, &said.day),
            span: who.l.span(said.seconds),
            people: said.people.join(&who.l.t("planning-and")),
            said,
        }
    };
    let view = OnePage {
        page: Page::new(who, it.topic.clone()).crumb(base, who.l.t(title)),
        row: line(&who.l, &it, units.get(&it.unit_path)),
        attendees,
        changes: changes.into_iter().map(change).collect(),
        proofs,
        may_keep,
        today: who.l.zone().date(who.now).to_string(),
        kinds: kinds(&who.l),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}
