//! What people see of hours.

use super::{APPLY, Department, READ, of_month, rules};
use crate::{month::Month, offline::store as offline};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api::{self as accounts, PEOPLE_SORTS, PeopleFilter, Person};
use xingtan_auth::Scope;
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_i18n::Locale;
use xingtan_learning::api::{self as learning, file_of_rows};
use xingtan_web::{App, Fault, Form, List, Listed, Page, SignedIn, html};

struct Line {
    node: Uuid,
    name: String,
    people: String,
    online: String,
    offline: String,
    counted: String,
    total: String,
    each: String,
    share: i64,
    limit: String,
    capped: bool,
}

fn line(l: &Locale, it: &Department) -> Line {
    let hours = |seconds: i64| l.credits(rules::hundredths(seconds));
    Line {
        node: it.node,
        name: it.name.clone(),
        people: l.number(it.people),
        online: hours(it.online),
        offline: hours(it.offline),
        counted: hours(it.counted),
        total: hours(it.total()),
        each: l.credits(rules::each(it.total(), it.people)),
        share: it.share(),
        limit: match it.limit {
            Some(percent) if it.widened => l.t1("planning-hours-limit-widened", "percent", percent),
            Some(percent) => l.t1("planning-hours-limit-usual", "percent", percent),
            None => l.t("planning-hours-limit-none"),
        },
        capped: it.counted < it.online,
    }
}

/// The month of an address; this month where none is named.
fn month(who: &SignedIn, form: &Form) -> Month {
    let this = Month::of(who.l.zone().date(who.now));
    Month::read(form.value("month")).filter(|month| *month <= this).unwrap_or(this)
}

struct Turn {
    month: String,
    name: String,
    before: String,
    after: Option<String>,
}

impl Turn {
    fn of(who: &SignedIn, month: Month) -> Turn {
        let this = Month::of(who.l.zone().date(who.now));
        Turn {
            month: month.to_string(),
            name: who.l.month(month.first()),
            before: month.before().to_string(),
            after: (month < this).then(|| month.after().to_string()),
        }
    }
}

#[derive(Template)]
#[template(path = "hours/list.html")]
struct ListPage {
    page: Page,
    turn: Turn,
    lines: Vec<Line>,
    sum: Line,
    cited: Option<(String, String)>,
    exports: (String, String),
    may_apply: bool,
}

/// `GET /hours`: the departments of one's subtree.
pub async fn list(State(_): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    who.must(READ)?;
    let month = month(&who, &form);
    let (scope, zone, now) = (who.actor.scope(READ), who.l.zone().clone(), who.now);
    let hours =
        who.app.db().read(move |tx| of_month(tx, &scope, month, &zone, now)).await.map_err(Fault::from)?;
    if form.has("as") {
        return file(&who, form.value("as"), month, &hours.departments);
    }
    let sum = |of: fn(&Department) -> i64| hours.departments.iter().map(of).sum::<i64>();
    let all = Department {
        node: Uuid::nil(),
        path: String::new(),
        name: who.l.t("planning-hours-sum"),
        people: sum(|it| it.people),
        online: sum(|it| it.online),
        offline: sum(|it| it.offline),
        counted: sum(|it| it.counted),
        limit: None,
        widened: false,
    };
    html(&ListPage {
        page: Page::new(&who, who.l.t("planning-hours-title")),
        turn: Turn::of(&who, month),
        lines: hours.departments.iter().map(|it| line(&who.l, it)).collect(),
        sum: line(&who.l, &all),
        cited: hours.cited.map(|it| (who.l.msg(&it.msg()), who.l.msg(&it.says()))),
        exports: (format!("/hours?month={month}&as=xlsx"), format!("/hours?month={month}&as=csv")),
        may_apply: who.actor.may(APPLY),
    })
}

const HEADINGS: &[&str] = &[
    "planning-hours-unit",
    "planning-month",
    "planning-hours-people",
    "planning-hours-online",
    "planning-hours-offline",
    "planning-hours-counted",
    "planning-hours-total",
    "planning-hours-share",
    "planning-hours-limit",
    "planning-hours-each",
];

fn file(who: &SignedIn, format: &str, month: Month, all: &[Department]) -> Result<Response, Fault> {
    let hours = |seconds: i64| Cell::Hundredths(rules::hundredths(seconds));
    let rows: Vec<Vec<Cell>> = all
        .iter()
        .map(|it| {
            vec![
                Cell::text(&it.name),
                Cell::text(month.to_string()),
                Cell::Number(it.people),
                hours(it.online),
                hours(it.offline),
                hours(it.counted),
                hours(it.total()),
                Cell::Number(it.share()),
                it.limit.map_or(Cell::Empty, Cell::Number),
                Cell::Hundredths(rules::each(it.total(), it.people)),
            ]
        })
        .collect();
    file_of_rows(who, format, &who.l.t1("planning-hours-file", "month", month.to_string()), HEADINGS, &rows)
}

struct PersonLine {
    id: Uuid,
    name: String,
    user: String,
    online: String,
    offline: String,
}

#[derive(Template)]
#[template(path = "hours/unit.html")]
struct UnitPage {
    page: Page,
    here: String,
    turn: Turn,
    of: Line,
    register: String,
    list: Listed,
    lines: Vec<PersonLine>,
}

/// `GET /hours/units/ID`: the people of a department, with what was booked and held for each.
pub async fn unit(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(READ)?;
    let month = month(&who, &form);
    let here = format!("/hours/units/{id}");
    let list = List::read(&form, here.clone(), PEOPLE_SORTS, &["month"], 50);
    let (actor, zone, now, asked) = (who.actor.clone(), who.l.zone().clone(), who.now, list.clone());
    let read = who.app.db().read(move |tx| {
        let node =
            accounts::node(tx, id)?.filter(|it| actor.may_at(READ, &it.path)).ok_or(Fault::NotFound)?;
        let scope = Scope::of(vec![node.path.clone()]);
        let hours = of_month(tx, &scope, month, &zone, now)?;
        let of = hours.departments.into_iter().find(|it| it.node == id);
        let filter = PeopleFilter {
            scope: scope.clone(),
            query: asked.query.clone(),
            absent: true,
            ..PeopleFilter::default()
        };
        let people = accounts::people_list(tx, &asked, &filter)?;
        let ids: Vec<Uuid> = people.rows.iter().map(|it| it.id).collect();
        let (from, to) = month.span(&zone);
        let booked = learning::hours_of_people(tx, &ids, &scope, from, to)?;
        let days = (month.first().to_string(), month.last().to_string());
        let held = offline::by_person(tx, &ids, &scope, (&days.0, &days.1))?;
        Ok::<_, Fault>((node, of, people, booked, held))
    });
    let (node, of, people, booked, held) = read.await?;
    let hours = |seconds: Option<&i64>| who.l.credits(rules::hundredths(seconds.copied().unwrap_or(0)));
    let person = |it: &Person| PersonLine {
        id: it.id,
        name: it.name.clone(),
        user: it.user_name.clone(),
        online: hours(booked.get(&it.id)),
        offline: hours(held.get(&it.id)),
    };
    let empty = Department {
        node: id,
        path: node.path.clone(),
        name: node.name.clone(),
        people: 0,
        online: 0,
        offline: 0,
        counted: 0,
        limit: None,
        widened: false,
    };
    html(&UnitPage {
        page: Page::new(&who, node.name.clone())
            .crumb(format!("/hours?month={month}"), who.l.t("planning-hours-title")),
        here,
        register: format!("/offline-trainings?month={month}"),
        turn: Turn::of(&who, month),
        of: line(&who.l, of.as_ref().unwrap_or(&empty)),
        lines: people.rows.iter().map(person).collect(),
        list: people.listed(&list),
    })
}
