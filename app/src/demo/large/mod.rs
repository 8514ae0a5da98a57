//! The large demo (`--records`): besides the small one, any number of learners with any number of progress records, for
//! load tests (DESIGN, fixed points: one million learners).
//!
//! Units of work are larger here than the 50 ms of a folder that is served: nobody waits for anything yet. They stay
//! well below the time-out of a unit.

mod block;
mod share;

use super::{Demo, courses::DemoCourse, people::People, plan, plan::CountedPlan};
use crate::wiring;
use block::{Block, Ground, PER_UNIT};
use serde_json::json;
use std::{error::Error, ops::Range, sync::Arc};
use xingtan_accounts::api::{self as accounts, NewNode, Node};
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Span, Uuid};
use xingtan_db::Error as DbError;
use xingtan_learning::api::{self as learning, PastCourse};

/// Generated learners of the small demo, whose past was made report by report; the others are made here.
pub const SMALL: u64 = 100;

/// Learners of one block.
const BLOCK: u64 = 10_000;
/// Learners opened by one unit of work.
const PEOPLE_AT_ONCE: usize = 2_000;
/// Enrolments, with all that belongs to them, kept by one unit of work.
const PAST_AT_ONCE: usize = 2_000;
/// Lower units below one upper unit.
const UNITS_BELOW: u64 = 50;

/// The most records that so many learners can have: one for each lesson of the courses that all may study.
///
/// # Errors
/// Where the plans of the courses cannot be read.
pub fn most_records(learners: u64) -> Result<u64, Box<dyn Error>> {
    let open = plan::courses()?
        .into_iter()
        .filter(|(_, it)| it.state == "published" && (it.required || is_for_learners(&it.role_course_of)));
    let lessons = |(_, course): (String, plan::CoursePlan)| {
        course.lesson.iter().filter(|lesson| lesson.kind != "section").count() as u64
    };
    Ok(learners.saturating_sub(SMALL) * open.map(lessons).sum::<u64>())
}

fn is_for_learners(roles: &[String]) -> bool {
    roles.is_empty() || roles.iter().any(|role| role == "learner")
}

/// Makes so many learners, those of the small demo among them, with so many records.
pub async fn fill(
    demo: &Demo<'_>,
    people: &People,
    courses: &[DemoCourse],
    (learners, records): (u64, u64),
) -> Result<(), Box<dyn Error>> {
    let learners = learners.saturating_sub(SMALL);
    let ground = Arc::new(Ground {
        seed: demo.seed,
        ids: demo.ids.clone(),
        now: demo.now,
        cast: people.cast.clone(),
        units: units(demo, people, learners).await?,
        courses: past_courses(demo, people, courses).await?,
        before: SMALL,
        learners,
        records,
    });
    if records > ground.most() * learners {
        return Err("demo data: more records than lessons to hold them".into());
    }
    let mut made = 0;
    let mut next = Some(make(ground.clone(), 0..BLOCK.min(learners)));
    let mut upto = BLOCK.min(learners);
    while let Some(block) = next.take() {
        let block = block.await?;
        if upto < learners {
            // The next block is made while this one is written.
            let range = upto..(upto + BLOCK).min(learners);
            upto = range.end;
            next = Some(make(ground.clone(), range));
        }
        keep(demo, people, Arc::new(block), (&mut made, records)).await?;
    }
    if made != records {
        return Err(format!("demo data: {made} records were made instead of {records}").into());
    }
    told(demo, people, learners, records).await
}

fn make(ground: Arc<Ground>, numbers: Range<u64>) -> tokio::task::JoinHandle<Block> {
    tokio::task::spawn_blocking(move || ground.block(numbers))
}

async fn keep(
    demo: &Demo<'_>,
    people: &People,
    block: Arc<Block>,
    (made, records): (&mut u64, u64),
) -> Result<(), Box<dyn Error>> {
    let db = demo.running.app().db();
    for some in ranges(block.learners.len(), PEOPLE_AT_ONCE) {
        let (block, hash) = (block.clone(), people.hash.clone());
        db.write(move |tx| accounts::open_learners(tx, &hash, &block.learners[some.clone()])).await?;
    }
    for some in ranges(block.past.len(), PAST_AT_ONCE) {
        *made += block.past[some.clone()].iter().map(learning::PastEnrolment::lessons).sum::<u64>();
        let block = block.clone();
        db.write(move |tx| learning::keep_past(tx, &block.past[some.clone()])).await?;
        (demo.progress)("records", *made, records);
    }
    Ok(())
}

fn ranges(length: usize, step: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(step).map(move |from| from..(from + step).min(length))
}

/// The units of the learners: each lower one holds [`PER_UNIT`].
async fn units(
    demo: &Demo<'_>,
    people: &People,
    learners: u64,
) -> Result<Vec<(Uuid, Arc<str>)>, Box<dyn Error>> {
    let lower = learners.div_ceil(PER_UNIT);
    let mut all = Vec::new();
    for upper in 0..lower.div_ceil(UNITS_BELOW) {
        let below = (lower - upper * UNITS_BELOW).min(UNITS_BELOW);
        let above = counted(demo, &demo.plan.large.upper, people.root.id, upper)?;
        let mut nodes = Vec::new();
        for n in 0..below {
            nodes.push(counted(demo, &demo.plan.large.lower, above.id, upper * UNITS_BELOW + n)?);
        }
        let at = demo.now - Span::of_days(120);
        let made: Vec<Node> = demo
            .running
            .app()
            .db()
            .write(move |tx| {
                accounts::add_node(tx, &above, at)?;
                nodes.iter().map(|node| accounts::add_node(tx, node, at)).collect::<Result<_, DbError>>()
            })
            .await?;
        all.extend(made.into_iter().map(|node| (node.id, Arc::from(node.path))));
        (demo.progress)("units", all.len() as u64, lower);
    }
    Ok(all)
}

fn counted(demo: &Demo<'_>, plan: &CountedPlan, parent: Uuid, n: u64) -> Result<NewNode, Box<dyn Error>> {
    let number = (n + 1).to_string();
    Ok(NewNode {
        id: demo.ids.next(),
        parent: Some(parent),
        kind: plan.kind.parse().map_err(|_| format!("demo data: kind {}", plan.kind))?,
        name: plan.name.replace("{n}", &number),
        code: Some(plan.code.replace("{n}", &number)),
        seat_quota: None,
    })
}

/// The courses that all may study, the required ones first, with the assignment that requires them: the one that
/// reached a learner of the small demo.
async fn past_courses(
    demo: &Demo<'_>,
    people: &People,
    courses: &[DemoCourse],
) -> Result<Vec<PastCourse>, Box<dyn Error>> {
    let (learner, _) = people.named.get("learner").ok_or("demo data: nobody is learner")?;
    let (learner, kinds) = (*learner, wiring::lesson_kinds());
    let mut asked: Vec<(Uuid, bool)> = courses
        .iter()
        .filter(|it| it.published && (it.required || is_for_learners(&it.roles)))
        .map(|it| (it.id, it.required))
        .collect();
    asked.sort_by_key(|(_, required)| !required);
    let unit = demo.running.app().db().read(move |tx| {
        let mut found = Vec::new();
        for (course, required) in asked {
            let own = learning::studied(tx, &kinds, learner, course)?.filter(|_| required);
            let assignment = match own.and_then(|it| it.enrolment.assignment_id) {
                Some(id) => learning::assignment(tx, id)?,
                None => None,
            };
            found.extend(PastCourse::read(tx, &kinds, course, assignment)?);
        }
        Ok::<_, DbError>(found)
    });
    Ok(unit.await?)
}

/// One entry for all: what a program made up for a load test is no trail of what people did.
async fn told(demo: &Demo<'_>, people: &People, learners: u64, records: u64) -> Result<(), Box<dyn Error>> {
    let entry = Entry::new(demo.ids.next(), demo.now, "app.demo-filled", &Who::program())
        .within(&people.root.path)
        .after(&json!({ "learners": learners, "records": records, "seed": demo.seed }));
    demo.running.app().db().write(move |tx| xingtan_audit::record(tx, &entry)).await?;
    Ok(())
}
