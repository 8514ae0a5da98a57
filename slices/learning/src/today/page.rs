//! What is to be done, by deadline; the required courses; the month so far. Three statements.

use super::lines::{TodayLine, TodayTellers};
use crate::{
    credit::store::{self as ledger, Sums},
    enrolment::{
        own::{Own, own},
        real_name::{self, Wanting},
        state::State as Stands,
    },
    training::{
        self,
        waits::{Waits, waiting},
    },
};
use askama::Template;
use axum::{Extension, extract::State, response::Response};
use std::collections::HashMap;
use xingtan_accounts::api as accounts;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Fault, Page, SignedIn, html};

/// Most tasks and courses shown.
const TASKS: usize = 3;
const COURSES: usize = 8;

#[derive(Template)]
#[template(path = "today/page.html")]
struct TodayPage {
    page: Page,
    day: String,
    weekday: String,
    date: String,
    tasks: Vec<Own>,
    waiting: usize,
    rows: Vec<Own>,
    required: usize,
    month_due: i64,
    month_done: i64,
    sums: Sums,
    now: Timestamp,
    trainings: Vec<Waits>,
    lines: Vec<TodayLine>,
    /// The real name is wanting (ACC-4).
    wanting: Option<Wanting>,
}

impl TodayPage {
    fn month_percent(&self) -> i64 {
        if self.month_due == 0 { 0 } else { self.month_done * 100 / self.month_due }
    }
}

/// `GET /today`.
pub async fn today(
    State(app): State<App>,
    who: SignedIn,
    above: Option<Extension<TodayTellers>>,
) -> Result<Response, Fault> {
    let (above, actor, l) = (above.map(|it| it.0).unwrap_or_default(), who.actor.clone(), who.l.clone());
    let (person, now, zone) = (who.actor.person, who.now, who.l.zone());
    let day = zone.date(now);
    let (from, to) = zone.month_of(day);
    let trainings = training::all(app.settings());
    let courses: Vec<Uuid> = trainings.iter().map(|it| it.course).collect();
    let (all, sums, roles, passed, lines, wanting) = app
        .db()
        .read(move |tx| {
            let sums = ledger::sums(tx, person, from, to)?;
            // Where no role has a course, nothing is asked.
            let (roles, passed) = match courses.is_empty() {
                true => (Vec::new(), HashMap::new()),
                false => {
                    let grants = accounts::grants_of(tx, person)?;
                    let roles = grants.into_iter().map(|it| it.role).collect();
                    (roles, training::store::passed(tx, person, &courses)?)
                }
            };
            let lines = above.lines(tx, &actor, now, &l)?;
            let wanting = real_name::of(tx, &actor, now)?;
            Ok::<_, Fault>((own(tx, person, now)?, sums, roles, passed, lines, wanting))
        })
        .await?;
    let waits = |it: &&Own| {
        !matches!(it.state, Stands::Done | Stands::NotOpen) && (it.e.required || it.e.last_at.is_some())
    };
    let in_month = |it: &&Own| it.e.required && it.e.due_at.is_some_and(|due| from < due && due <= to);
    let hour = zone.local(now).hour();
    let greeting = match hour {
        5..=11 => "learning-greeting-morning",
        12..=17 => "learning-greeting-afternoon",
        _ => "learning-greeting-evening",
    };
    html(&TodayPage {
        page: Page::new(&who, who.l.t1(greeting, "name", &who.actor.name)),
        day: who.l.day(day),
        weekday: who.l.weekday(day),
        date: day.to_string(),
        tasks: all.iter().filter(waits).take(TASKS).cloned().collect(),
        waiting: all.iter().filter(waits).count(),
        rows: all.iter().filter(|it| it.e.required).take(COURSES).cloned().collect(),
        required: all.iter().filter(|it| it.e.required).count(),
        month_due: all.iter().filter(in_month).count() as i64,
        month_done: all.iter().filter(in_month).filter(|it| it.e.completed_at.is_some()).count() as i64,
        sums,
        now,
        trainings: waiting(&who, &trainings, &roles, &passed),
        lines,
        wanting,
    })
}
