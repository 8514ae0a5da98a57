//! What the learners of a demo make of their courses: ratings of those who got far enough, an answer of the teacher, and
//! a remark that a course is out of date. The rules hold for them as for all.

use super::{
    Demo,
    courses::DemoCourse,
    honours::{actor, actor_of},
    people::{People, mix},
    plan,
};
use serde::Deserialize;
use std::error::Error;
use xingtan_auth::Role;
use xingtan_clock::Span;
use xingtan_evaluation::api::{self as evaluation, Marks, Terms};
use xingtan_governance::api::Stop;
use xingtan_web::Fault;

/// So many learners rate.
const RATERS: usize = 24;

#[derive(Deserialize)]
struct Words {
    rating: Vec<Rating>,
    flag: Flag,
}

#[derive(Clone, Deserialize)]
struct Rating {
    marks: [i64; 3],
    comment: String,
}

#[derive(Deserialize)]
struct Flag {
    reason: String,
}

/// Rates and remarks.
pub async fn fill(demo: &Demo<'_>, people: &People, courses: &[DemoCourse]) -> Result<(), Box<dyn Error>> {
    let app = demo.running.app();
    let words: Words = toml::from_str(&plan::text("evaluation.toml")?)?;
    let terms = Terms::of(app.settings());
    let job = demo.ids.next();
    let now = demo.now;
    app.db().write(move |tx| evaluation::look_soon(tx, job, now)).await?;
    demo.running.settle().await?;
    let rated: Vec<&DemoCourse> = courses.iter().filter(|it| it.published && it.required).collect();
    for (n, person) in people.learners.iter().take(RATERS).enumerate() {
        let then = demo.now - Span::of_hours(n as i64 + 2);
        let (learner, deed) = actor_of(demo, (*person, Role::Learner), then).await?;
        for (c, course) in rated.iter().enumerate() {
            let pick = mix(demo.seed, 2_000_000 + n as u64 * 64 + c as u64) as usize % words.rating.len();
            let it = words.rating[pick].clone();
            let [content, teaching, usefulness] = it.marks;
            let marks = Marks { content, teaching, usefulness };
            let course = course.id;
            let (learner, deed) = (learner.clone(), deed.clone());
            let unit = app.db().write(move |tx| {
                evaluation::rate(tx, course, marks, &it.comment, terms, (&learner, &deed)).map(drop)
            });
            match unit.await {
                // Who has not got far enough does not rate.
                Ok(()) | Err(Stop::Field(..) | Stop::Fault(Fault::NotFound)) => {}
                Err(other) => return Err(format!("demo data: ratings: {other:?}").into()),
            }
        }
    }
    let Some(course) = rated.first().map(|it| it.id) else { return Ok(()) };
    let (learner, deed) = actor(demo, people, ("learner", Role::Learner), now - Span::of_hours(1)).await?;
    let id = demo.ids.next();
    let unit = app.db().write(move |tx| {
        evaluation::flag(tx, (id, course), None, &words.flag.reason, (&learner, &deed)).map(drop)
    });
    match unit.await {
        Ok(()) | Err(Stop::Fault(Fault::NotFound)) => Ok(()),
        Err(other) => Err(format!("demo data: remarks: {other:?}").into()),
    }
}
