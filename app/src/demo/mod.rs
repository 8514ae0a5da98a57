//! `xingtan demo`: a deterministic institution with fictitious people, real courses about this very program, and a
//! past of study, so that every page has something true to show (DESIGN, fixed points).

mod cases;
mod courses;
mod evaluation;
mod films;
mod found;
mod honours;
mod insight;
mod large;
mod library;
mod offline;
mod people;
mod plan;
mod planning;
mod regulation;
mod study;
mod words;

pub use large::most_records;
pub use plan::screen;

use crate::{command::reindex::Order, running::Running};
use plan::Plan;
use std::{error::Error, path::Path};
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

/// How large a demo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Generated learners, besides the named people.
    pub learners: u64,
    /// Progress records of the generated learners beyond the first hundred, at most as many as their courses have
    /// lessons; none makes the small demo, in which everybody is made the way of a running institution.
    pub records: Option<u64>,
}

/// Fills an empty data folder with a small demo.
///
/// # Errors
/// As [`fill_sized`].
pub async fn fill(
    running: &Running,
    kind: Kind,
    learners: u64,
    seed: u64,
    progress: Progress<'_>,
) -> Result<(), Box<dyn Error>> {
    fill_sized(running, kind, Size { learners, records: None }, (seed, None), progress).await
}

/// Fills an empty data folder. The same kind, size and seed make the same people, courses and progress; dates lie
/// relative to the day it is made. `media` is a folder with films (see `scripts/demo-media`), which become lessons of the
/// role courses; what is made of them for players is kept there for the next time.
///
/// # Errors
/// When the folder holds an institution already, films cannot be read or processed, and those of the database.
pub async fn fill_sized(
    running: &Running,
    kind: Kind,
    size: Size,
    (seed, media): (u64, Option<&Path>),
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
    let learners = size.records.map_or(size.learners, |_| size.learners.min(large::SMALL));
    let demo = Demo { running, plan, ids, seed, learners, now, progress };
    let people = people::fill(&demo).await?;
    let shelf = films::fill(&demo, &people, media).await?;
    let courses = courses::fill(&demo, &people, &shelf).await?;
    library::fill(&demo, &people).await?;
    study::fill(&demo, &people, &courses).await?;
    regulation::fill(&demo, &people).await?;
    planning::fill(&demo, &people, &courses).await?;
    cases::fill(&demo, &people).await?;
    words::fill(&demo, &people).await?;
    honours::fill(&demo, &people).await?;
    evaluation::fill(&demo, &people, &courses).await?;
    if let Some(records) = size.records {
        large::fill(&demo, &people, &courses, (size.learners, records)).await?;
    }
    offline::fill(&demo, &people).await?;
    found::fill(&demo).await?;
    let order = Order::new(app.ids(), now);
    app.db().write(move |tx| order.give(tx)).await?;
    running.settle().await?;
    insight::fill(&demo, &people, size.records.is_some()).await?;
    running.settle().await?;
    Ok(())
}
