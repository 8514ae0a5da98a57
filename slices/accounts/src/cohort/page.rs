//! What a person sees of cohorts.

use super::{
    MANAGE, READ, members,
    rules::Rule,
    store::{self, Cohort},
};
use crate::{
    organisation::{page::options, store as organisation},
    people::saving::shown,
    person::store::{PEOPLE_SORTS, PeopleFilter, Person, people_list},
    position::store as position,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, export, html};

/// A cohort of the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The cohort.
    pub cohort: Cohort,
    /// Names down to its node.
    pub trail: String,
    /// Present members.
    pub count: i64,
}

#[derive(Template)]
#[template(path = "cohort/list.html")]
struct ListPage {
    page: Page,
    query: String,
    exports: (String, String),
    rows: Vec<Row>,
    total: usize,
    may_manage: bool,
}

/// `GET /cohorts`: those of the own subtree, found by name, pinyin or initials.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let (scope, query) = (who.actor.scope(READ), form.value("q").trim().chars().take(80).collect::<String>());
    let read = app.db().read(move |tx| {
        let mut cohorts = store::cohorts(tx)?;
        cohorts.retain(|cohort| scope.covers(&cohort.node_path));
        let trails = organisation::trails(tx, cohorts.iter().map(|cohort| cohort.node_path.as_str()))?;
        Ok::<_, Fault>((cohorts, trails, members::counts(tx)?))
    });
    let (cohorts, trails, counts) = read.await?;
    let (total, words) = (cohorts.len(), query.to_lowercase());
    let fits = |cohort: &Cohort| {
        let keys = xingtan_search::name_keys(&cohort.name).search_keys;
        words.split_whitespace().all(|word| keys.contains(word))
    };
    let row = |cohort: Cohort| Row {
        trail: trails.get(&cohort.node_path).cloned().unwrap_or_default(),
        count: counts.get(&cohort.id).copied().unwrap_or(0),
        cohort,
    };
    let rows: Vec<Row> = cohorts.into_iter().filter(fits).map(row).collect();
    if form.has("as") {
        let headings = ["accounts-cohort-name", "accounts-people-unit", "accounts-cohort-count"];
        let mut file = export::file(&who, form.value("as"), &who.l.t("accounts-cohorts-title"), &headings)?;
        for row in rows {
            file.row(&[row.cohort.name.into(), row.trail.into(), row.count.into()])?;
        }
        return file.answer();
    }
    html(&ListPage {
        page: Page::new(&who, who.l.t("accounts-cohorts-title")),
        exports: export::hrefs("/cohorts", &[("q", &query)]),
        may_manage: who.actor.may(MANAGE),
        query,
        rows,
        total,
    })
}

/// What the form of a cohort offers.
#[derive(Clone, Debug)]
struct Offers {
    nodes: Vec<(String, String)>,
    positions: Vec<(String, String)>,
}

async fn offers(who: &SignedIn) -> Result<Offers, Fault> {
    let scope = who.actor.scope(MANAGE);
    let read = who.app.db().read(move |tx| Ok::<_, Fault>((options(tx, &scope)?, position::positions(tx)?)));
    let (nodes, positions) = read.await?;
    Ok(Offers {
        nodes: nodes.into_iter().map(|(_, id, name)| (id, name)).collect(),
        positions: positions.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
    })
}

#[derive(Template)]
#[template(path = "cohort/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    offers: Offers,
    kinds: Vec<(String, String)>,
}

/// `GET /cohorts/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(MANAGE)?;
    show_new(&who, Form::fresh(app.id()).with("kind", "fixed")).await
}

/// The form for a new cohort.
///
/// # Errors
/// Those of the database.
pub async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let kind = |code: &str| (code.to_owned(), who.l.t(&format!("accounts-cohort-kind-{code}")));
    let view = NewPage {
        page: Page::new(who, who.l.t("accounts-cohort-new"))
            .crumb("/cohorts", who.l.t("accounts-cohorts-title")),
        offers: offers(who).await?,
        kinds: vec![kind("fixed"), kind("dynamic")],
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "cohort/one.html")]
struct OnePage {
    page: Page,
    cohort: Cohort,
    trail: String,
    rule: Option<(Vec<String>, Vec<String>)>,
    list: Listed,
    people: Vec<(Person, String)>,
    edit: Form,
    add: Form,
    offers: Offers,
    may_manage: bool,
}

/// `GET /cohorts/ID`: its members, and what may be done with it.
pub async fn one(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    show(&who, id, form, None, None).await
}

/// The page of a cohort with forms as they were filled in; `asked` is the list's query.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone or not the visitor's to know.
pub async fn show(
    who: &SignedIn,
    id: Uuid,
    asked: Form,
    edit: Option<Form>,
    add: Option<Form>,
) -> Result<Response, Fault> {
    let (actor, base) = (who.actor.clone(), format!("/cohorts/{id}"));
    let list = List::read(&asked, base, PEOPLE_SORTS, &[], 50);
    let wanted = list.clone();
    let read = who.app.db().read(move |tx| {
        let cohort = store::cohort(tx, id)?.filter(|cohort| actor.may_at(READ, &cohort.node_path));
        let cohort = cohort.ok_or(Fault::NotFound)?;
        let filter = PeopleFilter {
            scope: actor.scope(READ),
            query: wanted.query.clone(),
            cohort: Some(id),
            absent: true,
            ..PeopleFilter::default()
        };
        let page = people_list(tx, &wanted, &filter)?;
        let paths =
            page.rows.iter().map(|person| person.unit_path.as_str()).chain([cohort.node_path.as_str()]);
        let trails = organisation::trails(tx, paths)?;
        let rule = Rule::of(cohort.rule.as_deref());
        let named = match &rule {
            Some(rule) => Some(rule_names(tx, rule)?),
            None => None,
        };
        Ok::<_, Fault>((cohort, page, trails, rule, named))
    });
    let (cohort, page, trails, rule, named) = read.await?;
    let trail = |path: &str| trails.get(path).cloned().unwrap_or_default();
    let may_manage = who.actor.may_at(MANAGE, &cohort.node_path);
    let wrong = [&edit, &add].into_iter().flatten().find(|form| !form.ok()).cloned().unwrap_or_default();
    let fresh = || {
        let rule = rule.clone().unwrap_or_default();
        let form = Form::fresh(who.app.id()).with("name", &cohort.name);
        let form = rule.nodes.iter().fold(form, |form, id| form.with("nodes", id));
        rule.positions.iter().fold(form, |form, id| form.with("positions", id))
    };
    let view = OnePage {
        page: Page::new(who, cohort.name.clone()).crumb("/cohorts", who.l.t("accounts-cohorts-title")),
        trail: trail(&cohort.node_path),
        list: page.listed(&list),
        people: page.rows.into_iter().map(|person| (person.clone(), trail(&person.unit_path))).collect(),
        edit: edit.unwrap_or_else(fresh),
        add: add.unwrap_or_else(|| Form::fresh(who.app.id())),
        offers: if may_manage {
            offers(who).await?
        } else {
            Offers { nodes: Vec::new(), positions: Vec::new() }
        },
        rule: named,
        may_manage,
        cohort,
    };
    shown(&wrong, &view)
}

fn rule_names(tx: &mut xingtan_db::Tx<'_>, rule: &Rule) -> xingtan_db::Result<(Vec<String>, Vec<String>)> {
    let mut paths = Vec::new();
    for node in &rule.nodes {
        paths.extend(organisation::node(tx, *node)?.map(|node| node.path));
    }
    let trails = organisation::trails(tx, paths.iter().map(String::as_str))?;
    let names: HashMap<Uuid, String> =
        position::positions(tx)?.into_iter().map(|position| (position.id, position.name)).collect();
    let mut nodes: Vec<String> = trails.into_values().collect();
    nodes.sort();
    Ok((nodes, rule.positions.iter().filter_map(|id| names.get(id).cloned()).collect()))
}

#[derive(Template)]
#[template(path = "cohort/delete.html")]
struct DeletePage {
    page: Page,
    cohort: Cohort,
    count: i64,
    form: Form,
}

/// `GET /cohorts/ID/delete`: names what is lost and asks once.
pub async fn delete(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let read = app.db().read(move |tx| {
        let cohort = store::cohort(tx, id)?.ok_or(Fault::NotFound)?;
        Ok::<_, Fault>((cohort, members::counts(tx)?.get(&id).copied().unwrap_or(0)))
    });
    let (cohort, count) = read.await?;
    who.must_at(MANAGE, &cohort.node_path)?;
    html(&DeletePage {
        page: Page::new(&who, who.l.t1("accounts-cohort-delete-title", "name", &cohort.name))
            .crumb("/cohorts", who.l.t("accounts-cohorts-title"))
            .crumb(format!("/cohorts/{id}"), cohort.name.clone()),
        form: Form::fresh(app.id()),
        cohort,
        count,
    })
}
