//! What people see of needs.

use super::{
    COLLECT, DECIDE, MERGE, READ, rules,
    rules::State as Stands,
    store::{self, COLLECTION_SORTS, Collection, Need, Planned, SORTS},
};
use crate::offline::day;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_db::Error;
use xingtan_documents::Cell;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_learning::api::file_of_rows;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

const HERE: &str = "/needs";
const OWN: &str = "/needs/own";
/// Rows of one export.
const MOST: usize = 20_000;

struct Line {
    id: Uuid,
    topic: String,
    kind: String,
    who: String,
    unit: String,
    by: String,
    stated: String,
    tone: &'static str,
    state: String,
    /// Whether it can be merged still.
    open: bool,
}

fn line(l: &Locale, it: &Need, units: &HashMap<String, String>) -> Line {
    Line {
        id: it.id,
        topic: it.topic.clone(),
        kind: l.t(&format!("planning-need-kind-{}", it.kind)),
        who: if it.people > 1 {
            l.t2("planning-need-people", "name", &it.person_name, "count", it.people)
        } else {
            it.person_name.clone()
        },
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        by: it.by_day.as_ref().map(|by| day(l, by)).unwrap_or_default(),
        stated: l.short_date_time(it.stated_at),
        tone: it.state().tone(),
        state: l.t(&format!("planning-need-{}", it.state)),
        open: it.state() == Stands::Stated,
    }
}

fn states(l: &Locale) -> Vec<(String, String)> {
    let state = |it: &Stands| (it.code().to_owned(), l.t(&format!("planning-need-{}", it.code())));
    Stands::ALL.iter().map(state).collect()
}

fn kinds(l: &Locale) -> Vec<(String, String)> {
    rules::KINDS.iter().map(|it| ((*it).to_owned(), l.t(&format!("planning-need-kind-{it}")))).collect()
}

#[derive(Template)]
#[template(path = "need/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<Line>,
    states: Vec<(String, String)>,
    exports: (String, String),
    may_merge: bool,
    may_collect: bool,
}

/// `GET /needs`: the needs of one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, SORTS, &["state"], 50).or_descending();
    let scope = who.actor.scope(READ);
    if form.has("as") {
        return file(&who, form.value("as"), list).await;
    }
    let asked = list.clone();
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Need>(tx, store::select(&scope, &asked.query, asked.filter("state")))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    html(&ListPage {
        page: Page::new(&who, who.l.t("planning-needs")),
        lines: found.rows.iter().map(|it| line(&who.l, it, &units)).collect(),
        states: states(&who.l),
        exports: crate::exports(&list),
        list: found.listed(&list),
        may_merge: who.actor.may(MERGE),
        may_collect: who.actor.may(COLLECT),
    })
}

const HEADINGS: &[&str] = &[
    "planning-need-topic",
    "planning-need-kind",
    "planning-need-by-whom",
    "planning-need-count",
    "planning-need-unit",
    "planning-need-by-day",
    "planning-need-why",
    "planning-need-state",
    "planning-need-answer",
];

async fn file(who: &SignedIn, format: &str, list: List) -> Result<Response, Fault> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut rest = Some(list.from_start());
    while let Some(list) = rest.take().filter(|_| rows.len() < MOST) {
        let scope = who.actor.scope(READ);
        let read = who.app.db().read(move |tx| {
            let mut found: Vec<Need> = Vec::new();
            let select = store::select(&scope, &list.query, list.filter("state"));
            let next = list.chunk(tx, select, 500, &mut found)?;
            let units = accounts::trails(tx, found.iter().map(|it| it.unit_path.as_str()))?;
            Ok::<_, Error>((found, units, next))
        });
        let (found, units, next) = read.await?;
        rows.extend(found.into_iter().map(|it| {
            vec![
                Cell::text(&it.topic),
                Cell::text(who.l.t(&format!("planning-need-kind-{}", it.kind))),
                Cell::text(&it.person_name),
                Cell::Number(it.people),
                Cell::text(units.get(&it.unit_path).cloned().unwrap_or_default()),
                it.by_day.as_ref().and_then(|by| by.parse().ok()).map_or(Cell::Empty, Cell::Day),
                Cell::text(&it.why),
                Cell::text(who.l.t(&format!("planning-need-{}", it.state))),
                Cell::text(&it.answer),
            ]
        }));
        rest = next;
    }
    file_of_rows(who, format, &who.l.t("planning-needs"), HEADINGS, &rows)
}

#[derive(Template)]
#[template(path = "need/own.html")]
struct OwnPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<Line>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    running: Vec<Collection>,
    today: String,
}

/// `GET /needs/own`: what one stated oneself, and a form for more.
pub async fn own(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    show_own(&who, Form::fresh(app.id()).with("kind", "course"), &asked).await
}

pub(super) async fn show_own(who: &SignedIn, form: Form, asked: &Form) -> Result<Response, Fault> {
    let list = List::read(asked, OWN, SORTS, &["state"], 50).or_descending();
    let (actor, of, now) = (who.actor.clone(), list.clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let select = store::select_own(actor.person, &of.query, of.filter("state"));
        Ok::<_, Error>((of.page::<Need>(tx, select)?, store::running(tx, &actor.unit_path, now)?))
    });
    let (found, running) = read.await?;
    let view = OwnPage {
        page: Page::new(who, who.l.t("planning-needs-own")),
        lines: found.rows.iter().map(|it| line(&who.l, it, &HashMap::new())).collect(),
        kinds: kinds(&who.l),
        states: states(&who.l),
        list: found.listed(&list),
        running,
        today: who.l.zone().date(who.now).to_string(),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "need/merge.html")]
struct MergePage {
    page: Page,
    form: Form,
    chosen: Vec<Line>,
    kinds: Vec<(String, String)>,
    today: String,
}

/// `GET /needs/merge?need=…`: the needs that were ticked, and what they become together.
pub async fn merge(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(MERGE)?;
    let pairs = asked.values("need").iter().map(|id| ("need".to_owned(), id.clone()));
    let key = ("form_key".to_owned(), app.id().to_string());
    let mut form = Form::of_pairs(pairs.chain([key])).in_language(&who.l);
    if let Some(first) = form.values("need").first().and_then(|id| id.parse::<Uuid>().ok()) {
        let actor = who.actor.clone();
        let read = who.app.db().read(move |tx| {
            Ok::<_, Error>(store::one(tx, first)?.filter(|it| actor.may_at(MERGE, &it.unit_path)))
        });
        if let Some(it) = read.await? {
            form = form.with("topic", it.topic).with("why", it.why).with("kind", it.kind);
            form = form.with("by_day", it.by_day.unwrap_or_default());
        }
    }
    // Nothing was sent yet: that too few were ticked is told, and is no refusal.
    html(&merging(&who, form).await?)
}

pub(super) async fn show_merge(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let view = merging(who, form).await?;
    shown(&view.form, &view)
}

async fn merging(who: &SignedIn, mut form: Form) -> Result<MergePage, Fault> {
    let ids: Vec<Uuid> =
        form.values("need").iter().filter_map(|id| id.parse().ok()).take(rules::MOST).collect();
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let mut chosen = Vec::new();
        for id in ids {
            chosen.extend(store::one(tx, id)?.filter(|it| actor.may_at(MERGE, &it.unit_path)));
        }
        let units = accounts::trails(tx, chosen.iter().map(|it: &Need| it.unit_path.as_str()))?;
        Ok::<_, Error>((chosen, units))
    });
    let (chosen, units) = read.await?;
    if chosen.len() < 2 {
        form.refuse("", xingtan_i18n::Msg::new("planning-need-choose").with("most", rules::MOST));
    }
    Ok(MergePage {
        page: Page::new(who, who.l.t("planning-needs-merge")).crumb(HERE, who.l.t("planning-needs")),
        chosen: chosen.iter().map(|it| line(&who.l, it, &units)).collect(),
        kinds: kinds(&who.l),
        today: who.l.zone().date(who.now).to_string(),
        form,
    })
}

#[derive(Template)]
#[template(path = "need/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: Line,
    it: Need,
    behind: Vec<Line>,
    planned: Option<Planned>,
    quarters: Vec<(String, String)>,
    may_forward: bool,
    may_accept: bool,
    may_decline: bool,
    may_withdraw: bool,
    reads_plan: bool,
}

/// `GET /needs/ID`: to who stated it, and to who reads the needs of the unit.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id()).with("responsible", &who.actor.name);
    show_one(&who, id, form).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let readable = |it: &Need| it.person_id == actor.person || actor.may_at(READ, &it.unit_path);
        let it = store::one(tx, id)?.filter(readable).ok_or(Fault::NotFound)?;
        // What became of a need is what became of the one that it is part of.
        let whole = match it.merged_into {
            Some(into) => store::one(tx, into)?,
            None => None,
        };
        let behind = if actor.may_at(READ, &it.unit_path) { store::behind(tx, id)? } else { Vec::new() };
        let planned = store::planned_of(tx, whole.as_ref().map_or(id, |it| it.id))?;
        let paths = behind.iter().chain([&it]).map(|it| it.unit_path.as_str());
        let units = accounts::trails(tx, paths)?;
        Ok::<_, Fault>((it, whole, behind, planned, units))
    });
    let (it, whole, behind, planned, units) = read.await?;
    let l = &who.l;
    let own = it.person_id == who.actor.person;
    let at = |permission| who.actor.may_at(permission, &it.unit_path);
    let (reads, stated, forwarded) =
        (at(READ), it.state() == Stands::Stated, it.state() == Stands::Forwarded);
    let page = Page::new(who, it.topic.clone());
    let mut row = line(l, &it, &units);
    if let Some(whole) = &whole {
        row.tone = whole.state().tone();
        row.state = l.t1("planning-need-as-part", "state", l.t(&format!("planning-need-{}", whole.state)));
    }
    let quarter = |it: String| (it.clone(), it);
    let view = OnePage {
        page: if reads {
            page.crumb(HERE, l.t("planning-needs"))
        } else {
            page.crumb(OWN, l.t("planning-needs-own"))
        },
        row,
        behind: behind.iter().map(|it| line(l, it, &units)).collect(),
        quarters: rules::quarters(l.zone().date(who.now)).into_iter().map(quarter).collect(),
        may_forward: stated && at(MERGE),
        may_accept: forwarded && at(DECIDE),
        may_decline: (stated && at(MERGE)) || (forwarded && at(DECIDE)),
        may_withdraw: own && stated && behind.is_empty(),
        reads_plan: reads,
        planned,
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}

struct CollectionLine {
    it: Collection,
    until: String,
    running: bool,
}

#[derive(Template)]
#[template(path = "need/collections.html")]
struct CollectionsPage {
    page: Page,
    form: Form,
    list: Listed,
    lines: Vec<CollectionLine>,
    units: Vec<(String, String)>,
    today: String,
}

/// `GET /needs/collections`: the rounds of one's subtree, and a form for another.
pub async fn collections(State(app): State<App>, who: SignedIn, asked: Form) -> Result<Response, Fault> {
    who.must(COLLECT)?;
    show_collections(&who, Form::fresh(app.id()), &asked).await
}

pub(super) async fn show_collections(who: &SignedIn, form: Form, asked: &Form) -> Result<Response, Fault> {
    let list = List::read(asked, "/needs/collections", COLLECTION_SORTS, &[], 50).or_descending();
    let (scope, of) = (who.actor.scope(COLLECT), list.clone());
    let read = who.app.db().read(move |tx| {
        let found = of.page::<Collection>(tx, store::select_collections(&scope, &of.query))?;
        Ok::<_, Error>((found, crate::units(tx, &scope)?))
    });
    let (found, units) = read.await?;
    let row = |it: &Collection| CollectionLine {
        until: who.l.until(it.ends_at),
        running: it.ends_at > who.now,
        it: it.clone(),
    };
    let view = CollectionsPage {
        page: Page::new(who, who.l.t("planning-collections")).crumb(HERE, who.l.t("planning-needs")),
        lines: found.rows.iter().map(row).collect(),
        list: found.listed(&list),
        units,
        today: who.l.zone().date(who.now).to_string(),
        form: form.clone(),
    };
    shown(&form, &view)
}
