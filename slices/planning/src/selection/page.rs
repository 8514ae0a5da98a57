//! What people see of rounds and choices.

use super::{
    APPROVE, OPEN, READ, rules,
    rules::State as Stands,
    store::{self, Choice, Elective, ROUND_SORTS, Round, SORTS},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Error;
use xingtan_governance::api::shown;
use xingtan_i18n::Locale;
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

const HERE: &str = "/selections";

struct RoundLine {
    id: Uuid,
    title: String,
    unit: String,
    ends: String,
    due: String,
    tone: &'static str,
    state: String,
}

fn round_line(l: &Locale, it: &Round, now: Timestamp) -> RoundLine {
    let (tone, state) = match () {
        () if it.closed_at.is_some() => ("", "planning-selection-state-closed"),
        () if it.runs(now) => ("pine", "planning-selection-state-runs"),
        () => ("ochre", "planning-selection-state-deciding"),
    };
    RoundLine {
        id: it.id,
        title: it.title.clone(),
        unit: it.unit_name.clone(),
        ends: l.until(it.ends_at),
        due: l.until(it.due_at),
        tone,
        state: l.t(state),
    }
}

#[derive(Template)]
#[template(path = "selection/list.html")]
struct ListPage {
    page: Page,
    list: Listed,
    lines: Vec<RoundLine>,
    may_open: bool,
}

/// `GET /selections`: the rounds that concern one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, HERE, ROUND_SORTS, &[], 50).or_descending();
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let read =
        who.app.db().read(move |tx| asked.page::<Round>(tx, store::select_rounds(&scope, &asked.query)));
    let found = read.await.map_err(Fault::from)?;
    html(&ListPage {
        page: Page::new(&who, who.l.t("planning-selections")),
        lines: found.rows.iter().map(|it| round_line(&who.l, it, who.now)).collect(),
        list: found.listed(&list),
        may_open: who.actor.may(OPEN),
    })
}

#[derive(Template)]
#[template(path = "selection/new.html")]
struct NewPage {
    page: Page,
    form: Form,
    units: Vec<(String, String)>,
    today: String,
}

/// `GET /selections/new`.
pub async fn new(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must(OPEN)?;
    show_new(&who, Form::fresh(app.id()).with("most", 2)).await
}

pub(super) async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let scope = who.actor.scope(OPEN);
    let units = who.app.db().read(move |tx| crate::units(tx, &scope)).await.map_err(Fault::from)?;
    let view = NewPage {
        page: Page::new(who, who.l.t("planning-selection-new")).crumb(HERE, who.l.t("planning-selections")),
        units,
        today: who.l.zone().date(who.now).to_string(),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "selection/one.html")]
struct OnePage {
    page: Page,
    form: Form,
    row: RoundLine,
    most: i64,
    electives: Vec<Elective>,
    courses: Vec<(String, String)>,
    may_change: bool,
}

/// `GET /selections/ID`: what a round offers and how many chose it; the centre offers more and closes it.
pub async fn one(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_one(&who, id, Form::fresh(app.id()).with("places", 20)).await
}

pub(super) async fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let scope = who.actor.scope(READ);
    let may_change = who.actor.may(OPEN);
    let read = who.app.db().read(move |tx| {
        let concerns = |it: &Round| {
            scope.covers(&it.unit_path) || scope.paths().iter().any(|path| path.starts_with(&it.unit_path))
        };
        let it = store::round(tx, id)?.filter(concerns).ok_or(Fault::NotFound)?;
        let electives = store::electives(tx, &[id])?;
        let list = List::read(&Form::default(), "", catalog::SORTS, &[], 500);
        let courses = if may_change { catalog::published_courses(tx, &list)?.rows } else { Vec::new() };
        Ok::<_, Fault>((it, electives, courses))
    });
    let (it, electives, courses) = read.await?;
    let view = OnePage {
        page: Page::new(who, it.title.clone()).crumb(HERE, who.l.t("planning-selections")),
        row: round_line(&who.l, &it, who.now),
        most: it.most,
        electives,
        courses: courses.into_iter().map(|it| (it.id.to_string(), it.title)).collect(),
        may_change: it.closed_at.is_none() && who.actor.may_at(OPEN, &it.unit_path),
        form: form.clone(),
    };
    shown(&form, &view)
}

struct Offered {
    it: Elective,
    free: i64,
    rank: String,
    /// What was decided over it, or is on the way.
    held: bool,
}

struct Running {
    row: RoundLine,
    most: i64,
    ranks: Vec<(String, String)>,
    electives: Vec<Offered>,
}

struct ChoiceLine {
    id: Uuid,
    course: Uuid,
    title: String,
    name: String,
    unit: String,
    rank: i64,
    chosen: String,
    due: String,
    tone: &'static str,
    state: String,
}

fn choice_line(l: &Locale, it: &Choice, units: &HashMap<String, String>, now: Timestamp) -> ChoiceLine {
    let (tone, state) = match () {
        () if it.is_late(now) => ("cinnabar", l.t("planning-choice-late")),
        () if it.state() == Stands::Approved && it.done_at.is_some() => ("pine", l.t("planning-choice-done")),
        () => (it.state().tone(), l.t(&format!("planning-choice-{}", it.state))),
    };
    ChoiceLine {
        id: it.id,
        course: it.course_id,
        title: it.title.clone(),
        name: it.person_name.clone(),
        unit: units.get(&it.unit_path).cloned().unwrap_or_default(),
        rank: it.rank,
        chosen: l.short_date_time(it.chosen_at),
        due: l.until(it.due_at),
        tone,
        state,
    }
}

#[derive(Template)]
#[template(path = "selection/own.html")]
struct OwnPage {
    page: Page,
    form: Form,
    running: Vec<Running>,
    lines: Vec<ChoiceLine>,
}

/// `GET /selections/own`: the rounds in which one may choose, and what one chose.
pub async fn own(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    show_own(&who, Form::fresh(app.id())).await
}

pub(super) async fn show_own(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let (actor, now) = (who.actor.clone(), who.now);
    let read = who.app.db().read(move |tx| {
        let rounds = store::running(tx, &actor.unit_path, now)?;
        let ids: Vec<Uuid> = rounds.iter().map(|it| it.id).collect();
        Ok::<_, Error>((rounds, store::electives(tx, &ids)?, store::of_person(tx, actor.person)?))
    });
    let (rounds, electives, own) = read.await?;
    let offered = |it: &Elective| {
        let mine = own.iter().find(|choice| choice.elective_id == it.id && choice.state() != Stands::Left);
        let typed = form.value(&it.id.to_string());
        let rank = mine.map(|choice| choice.rank.to_string()).unwrap_or_default();
        Offered {
            it: it.clone(),
            free: (it.places - it.taken).max(0),
            rank: if typed.is_empty() { rank } else { typed.to_owned() },
            held: mine.is_some_and(|choice| choice.state() != Stands::Chosen),
        }
    };
    let running = |round: &Round| Running {
        row: round_line(&who.l, round, who.now),
        most: round.most,
        ranks: (1..=round.most)
            .map(|rank| (rank.to_string(), who.l.t1("planning-choice-rank-n", "rank", rank)))
            .collect(),
        electives: electives.iter().filter(|it| it.round_id == round.id).map(offered).collect(),
    };
    let view = OwnPage {
        page: Page::new(who, who.l.t("planning-selections-own")),
        running: rounds.iter().map(running).collect(),
        lines: own.iter().map(|it| choice_line(&who.l, it, &HashMap::new(), who.now)).collect(),
        form: form.clone(),
    };
    shown(&form, &view)
}

#[derive(Template)]
#[template(path = "selection/choices.html")]
struct ChoicesPage {
    page: Page,
    list: Listed,
    lines: Vec<ChoiceLine>,
    states: Vec<(String, String)>,
}

/// `GET /selections/choices`: what the people of one's subtree chose.
pub async fn choices(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "/selections/choices", SORTS, &["state"], 50);
    let (scope, asked) = (who.actor.scope(READ), list.clone());
    let read = who.app.db().read(move |tx| {
        let found = asked.page::<Choice>(tx, store::select(&scope, &asked.query, asked.filter("state")))?;
        let units = accounts::trails(tx, found.rows.iter().map(|it| it.unit_path.as_str()))?;
        Ok::<_, Error>((found, units))
    });
    let (found, units) = read.await?;
    let state = |it: &Stands| (it.code().to_owned(), who.l.t(&format!("planning-choice-{}", it.code())));
    html(&ChoicesPage {
        page: Page::new(&who, who.l.t("planning-choices")).crumb(HERE, who.l.t("planning-selections")),
        lines: found.rows.iter().map(|it| choice_line(&who.l, it, &units, who.now)).collect(),
        states: Stands::ALL.iter().map(state).collect(),
        list: found.listed(&list),
    })
}

#[derive(Template)]
#[template(path = "selection/choice.html")]
struct ChoicePage {
    page: Page,
    form: Form,
    row: ChoiceLine,
    it: Choice,
    elective: Option<Elective>,
    may_decide: bool,
    may_leave: bool,
}

/// `GET /selections/choices/ID`: to who chose, and to who reads the choices of the unit.
pub async fn choice(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show_choice(&who, id, Form::fresh(app.id())).await
}

pub(super) async fn show_choice(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let readable = |it: &Choice| it.person_id == actor.person || actor.may_at(READ, &it.unit_path);
        let it = store::one(tx, id)?.filter(readable).ok_or(Fault::NotFound)?;
        let units = accounts::trails(tx, [it.unit_path.as_str()])?;
        let elective = store::elective(tx, it.elective_id)?;
        Ok::<_, Fault>((it, units, elective))
    });
    let (it, units, elective) = read.await?;
    let own = it.person_id == who.actor.person;
    let open = matches!(it.state(), Stands::Chosen | Stands::Waiting | Stands::Approved);
    let page = Page::new(who, it.title.clone());
    let view = ChoicePage {
        page: if own {
            page.crumb("/selections/own", who.l.t("planning-selections-own"))
        } else {
            page.crumb(HERE, who.l.t("planning-selections"))
                .crumb("/selections/choices", who.l.t("planning-choices"))
        },
        row: choice_line(&who.l, &it, &units, who.now),
        elective,
        may_decide: rules::decide(it.state(), it.person_id, who.actor.person) == rules::Decide::Keep
            && who.actor.may_at(APPROVE, &it.unit_path),
        may_leave: own && open && it.done_at.is_none(),
        form: form.clone(),
        it,
    };
    shown(&form, &view)
}
