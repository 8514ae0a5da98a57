//! A course was taken from everybody at once: what is being studied of it ends, and whoever studies it is told, in
//! chunks, by a job (CRS-6).

use crate::{
    notification::{notices, to},
    study::store as study,
};
use serde::{Deserialize, Serialize};
use xingtan_catalog::api as catalog;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};
use xingtan_events::Subscriptions;
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Ends what the learners of a course are studying of it, and tells them.
pub const TELL: JobKind = JobKind::new("learning.taken-down");

/// Learners of one unit of work.
const CHUNK: i64 = 200;

/// Payload of [`TELL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Order {
    course: Uuid,
}

/// Orders [`TELL`] when a course is taken down.
pub fn listen(all: &mut Subscriptions) {
    all.on(catalog::COURSE_TAKEN_DOWN, "learning.taken-down", |tx, event, moment| {
        let job = Job::new(moment.id(), TELL, moment.at).with(&Order { course: event.subject })?;
        xingtan_jobs::enqueue(tx, &job)?;
        Ok(())
    });
}

/// Carries out [`TELL`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    let order: Order = run.read()?;
    let mut left: Option<Uuid> = run.left_off()?.unwrap_or_default();
    loop {
        let ids = run.ids.clone();
        let next = run
            .step(move |tx, hold| {
                let Some(course) = catalog::course(tx, order.course)? else { return Ok(None) };
                let some = studying(tx, order.course, left)?;
                let Some((last, _)) = some.last().copied() else { return Ok(None) };
                for (enrolment, _) in &some {
                    study::end_of(tx, *enrolment, hold.now())?;
                }
                let persons: Vec<Uuid> = some.into_iter().map(|(_, person)| person).collect();
                for recipient in to::recipients(tx, &persons)?.values() {
                    let notice = notices::notice(ids.next(), notices::TAKEN_DOWN, recipient, hold.now())
                        .with("title", &course.title)
                        .link(format!("/courses/{}", course.id));
                    xingtan_notify::send(tx, &notice)?;
                }
                hold.checkpoint(tx, &Some(last))?;
                Ok(Some(last))
            })
            .await?;
        match next {
            Some(last) => left = Some(last),
            None => return Ok(Done::new()),
        }
    }
}

/// Those who have not finished a course: enrolment and person, after an enrolment.
fn studying(tx: &mut Tx<'_>, course: Uuid, after: Option<Uuid>) -> Result<Vec<(Uuid, Uuid)>> {
    tx.all(
        "SELECT id, person_id FROM learning_enrolment
         WHERE course_id = $1 AND id > $2 AND withdrawn_at IS NULL AND completed_at IS NULL
         ORDER BY id
         LIMIT $3",
        params![course, after.unwrap_or(Uuid::nil()), CHUNK],
    )
}

#[cfg(test)]
mod tests {
    use crate::{
        assignment::change::tests::{School, nodes, tables},
        enrolment::access::studying,
        study::change::Reported,
    };
    use xingtan_auth::Role;
    use xingtan_catalog::api as catalog;
    use xingtan_testkit::databases;
    use xingtan_web::Fault;

    #[tokio::test]
    async fn whoever_studies_a_course_that_is_taken_down_is_told_and_shut_out_at_once() {
        for db in databases(&tables()).await {
            let school = School::new(db.handle()).await;
            let a = school.a.clone();
            let learner = school.person("learner", &a, &[Role::Learner]).await;
            let done = school.person("done", &a, &[Role::Learner]).await;
            school.assign(nodes(&a), 30).await;
            school.complete(done, "done").await;
            let course = school.course;
            let now = school.clock.now();
            let open = move |tx: &mut xingtan_db::Tx<'_>| match studying(tx, learner, course, now) {
                Ok(_) => Ok(true),
                Err(Fault::Forbidden(_)) => Ok(false),
                Err(_) => Err(xingtan_db::Error::NotFound),
            };
            assert!(school.write(open).await);
            school.open(learner, "running").await;
            let (before, other) = (school.unread(learner).await, school.unread(done).await);
            let act = school.act(school.teacher);
            school
                .write(move |tx| {
                    let it = catalog::course(tx, course)?.ok_or(xingtan_db::Error::NotFound)?;
                    assert!(catalog::take_down(tx, &it, "泄露客户资料", &act)?);
                    Ok(())
                })
                .await;
            assert!(!school.write(open).await);
            school.settle().await;
            school.settle().await;
            assert_eq!(school.unread(learner).await, before + 1);
            assert_eq!(school.unread(done).await, other);
            school.clock.turn(xingtan_clock::Span::of_seconds(20));
            let late = school.report(learner, "running", 1, 20).await;
            assert!(matches!(late, Reported::Ended(_)), "what was open counts no more: {late:?}");
        }
    }
}
