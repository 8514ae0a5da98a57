//! `xingtan demo`: a deterministic institution with fictitious people, real courses about this very program, and a
//! past of study, so that every page has something true to show (DESIGN, fixed points).

mod courses;
mod people;
mod plan;
mod study;

pub use plan::screen;

use crate::{command::reindex::Order, running::Running};
use plan::Plan;
use std::error::Error;
use xingtan_clock::{Clock, Ids, Span, Timestamp};
use xingtan_i18n::{Kind, Lang};
use xingtan_settings::Institution;

/// The password of every demo person.
pub const PASSWORD: &str = "xingtan-demo";

/// Told about each step, with how much of it is done.
pub type Progress<'a> = &'a (dyn Fn(&str, u64, u64) + Sync);

/// What the steps share.
struct Demo<'a> {
    running: &'a Running,
    plan: Plan,
    ids: Ids,
    seed: u64,
    learners: u64,
    /// Now; the past lies before it.
    now: Timestamp,
    progress: Progress<'a>,
}

/// Fills an empty data folder. The same kind, number and seed make the same people, courses and progress; dates lie
/// relative to the day it is made.
///
/// # Errors
/// When the folder holds an institution already, and those of the database.
pub async fn fill(
    running: &Running,
    kind: Kind,
    learners: u64,
    seed: u64,
    progress: Progress<'_>,
) -> Result<(), Box<dyn Error>> {
    let app = running.app();
    if app.institution().created_at.is_some() {
        return Err("this data folder holds an institution already; choose an empty folder".into());
    }
    let plan = Plan::of(kind)?;
    let now = app.clock().now();
    let institution = Institution {
        name: plan.name.clone(),
        kind,
        lang: Lang::ZhCn,
        demo: true,
        created_at: Some(now),
        ..Institution::default()
    };
    let made = institution.clone();
    app.db()
        .write(move |tx| xingtan_settings::create_institution(tx, &made, now - Span::of_days(120)))
        .await?;
    app.settings().refresh().await?;
    let ids = Ids::seeded(Clock::System, seed);
    let demo = Demo { running, plan, ids, seed, learners, now, progress };
    let people = people::fill(&demo).await?;
    let courses = courses::fill(&demo, &people).await?;
    study::fill(&demo, &people, &courses).await?;
    let order = Order::new(app.ids(), now);
    app.db().write(move |tx| order.give(tx)).await?;
    running.settle().await?;
    Ok(())
}
