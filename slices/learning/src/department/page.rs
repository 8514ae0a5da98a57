//! People × required courses of a subtree.

use super::{READ, figures};
use crate::{
    desk::waiting::{Waiters, Waits, waiting},
    enrolment::{
        list::{self, BY_DEADLINE, Figures, Line},
        state::narrow,
    },
    export,
    record::offline::{MonthHours, Offline},
    sets,
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_accounts::api::Seats;
use xingtan_auth::{Role, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_web::{App, Fault, Form, List, Listed, Page, Select, SignedIn, html};

/// The start page of heads of training.
const SUBSIDIARY: &str = "/subsidiary";

const FILTERS: &[&str] = &["state", "course"];
const STATES: &[&str] = &["open", "overdue", "not-begun", "begun", "done"];

/// The required courses of a scope, as the list asks for them. Without a state the unfinished ones: laggards first.
fn select(tx: &mut Tx<'_>, list: &List, scope: &Scope, now: Timestamp) -> Result<Select> {
    let word = if list.filter("state").is_empty() { "open" } else { list.filter("state") };
    let select = narrow(of_course(list::required().within("e.unit_path", scope), list), word, now);
    sets::searched(tx, select, "e.person_id", scope, &list.query)
}

fn of_course(select: Select, list: &List) -> Select {
    match list.filter("course").parse::<Uuid>() {
        Ok(course) => select.when("e.course_id = {}", course),
        Err(_) => select,
    }
}

/// Seats in words: used of bought.
fn seats_text(page: &Page, it: &Seats) -> String {
    match it.quota {
        Some(quota) => page.l.t2("learning-seats-of", "taken", it.taken, "quota", quota),
        None => page.l.t1("learning-seats-free", "taken", it.taken),
    }
}

/// Seats used in percent, for the meter; a quota that was lowered below use shows full.
fn seats_percent(it: &Seats) -> i64 {
    match it.quota {
        Some(quota) if quota > 0 => (it.taken * 100 / quota).min(100),
        _ => 100,
    }
}

#[derive(Template)]
#[template(path = "department/list.html")]
struct DepartmentPage {
    page: Page,
    line: String,
    base: String,
    list: Listed,
    figures: Figures,
    as_of: Option<Timestamp>,
    rows: Vec<Line>,
    states: Vec<(String, String)>,
    courses: Vec<(String, String)>,
    exports: (String, String),
    waiting: Vec<Waits>,
    seats: Vec<Seats>,
    hours: Option<MonthHours>,
}

/// What the page is called: it is a contact's own department; others look at how far people are.
pub(crate) fn title(who: &SignedIn) -> String {
    let own = who.actor.acting == Role::Contact;
    who.l.t(if own { "learning-department" } else { "learning-progress" })
}

/// `GET /department`: the training contact's start page.
pub async fn department(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<Waiters>>,
    offline: Offline,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let (title, above) = (title(&who), above.map(|it| it.0).unwrap_or_default());
    show(&app, &who, &form, "/department", (title, above, offline)).await
}

/// `GET /subsidiary`: the same for the head of training of a subsidiary, after what waits and the seats (ACC-2).
pub async fn subsidiary(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<Waiters>>,
    offline: Offline,
    form: Form,
) -> std::result::Result<Response, Fault> {
    let (title, above) = (who.l.t("learning-subsidiary"), above.map(|it| it.0).unwrap_or_default());
    show(&app, &who, &form, SUBSIDIARY, (title, above, offline)).await
}

async fn show(
    app: &App,
    who: &SignedIn,
    form: &Form,
    base: &'static str,
    (title, above, offline): (String, Waiters, Offline),
) -> std::result::Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(form, base, BY_DEADLINE, FILTERS, 50);
    let (scope, now, asked) = (who.actor.scope(READ), who.now, list.clone());
    let (actor, own) = (who.actor.clone(), base == SUBSIDIARY);
    let starts = own || who.actor.acting == Role::Contact;
    let figures = figures::required(app, &scope, list.filter("course").parse().ok()).await?;
    let courses = figures::courses(app, &scope).await?;
    let zone = who.l.zone().clone();
    let (found, rows, names, waiting, seats, hours) = app
        .db()
        .read(move |tx| {
            let select = select(tx, &asked, &scope, now)?;
            let mut found = asked.page(tx, select)?;
            let rows = list::lines(tx, std::mem::take(&mut found.rows), now)?;
            let names = xingtan_accounts::api::trails(tx, scope.paths().iter().map(String::as_str))?;
            let (mut waiting, seats) = if own {
                (waiting(tx, &actor)?, xingtan_accounts::api::seats(tx, &scope)?)
            } else {
                (Vec::new(), Vec::new())
            };
            let mut hours = None;
            if starts {
                waiting.extend(above.waiting(tx, &actor)?);
                hours = offline.hours(tx, &actor, &zone, now)?;
            }
            Ok::<_, Fault>((found, rows, names, waiting, seats, hours))
        })
        .await?;
    let mut names: Vec<String> = names.into_values().collect();
    names.sort();
    let export = |format: &str| list.href("", "").replacen(base, &format!("/department/export/{format}"), 1);
    html(&DepartmentPage {
        page: Page::new(who, title),
        line: names.join("、"),
        base: base.to_owned(),
        exports: (export("xlsx"), export("csv")),
        states: STATES
            .iter()
            .map(|it| ((*it).to_owned(), who.l.t(&format!("learning-filter-{it}"))))
            .collect(),
        list: found.listed(&list),
        figures: figures.value,
        as_of: figures.as_of,
        rows,
        courses,
        waiting,
        seats,
        hours,
    })
}

/// `GET /department/export/{format}`: the page's list as a file, with the page's numbers.
pub async fn export(
    State(app): State<App>,
    who: SignedIn,
    Path(format): Path<String>,
    form: Form,
) -> std::result::Result<Response, Fault> {
    who.must(READ)?;
    let list = List::read(&form, "", BY_DEADLINE, FILTERS, 50);
    let (scope, now) = (who.actor.scope(READ), who.now);
    let lines = app
        .db()
        .read(move |tx| {
            let select = select(tx, &list, &scope, now)?;
            list::all(tx, &list, &select, now)
        })
        .await?;
    let rows: Vec<_> = lines.iter().map(|line| list::cells(&who.l, line)).collect();
    export::answer(&who, &format, &who.l.t("learning-department-file"), list::HEADINGS, &rows)
}
