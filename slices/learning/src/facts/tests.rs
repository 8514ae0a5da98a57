//! What the regulation is told, on both engines.

use super::missed;
use crate::assignment::{
    change::tests::{School, nodes, tables},
    job::expand_later,
    store,
};
use xingtan_accounts::api::{self as accounts, Act as StateAct, Citing, Prepared, Reason, STATE_IDS};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::params;
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

/// Kinds of the facts about somebody that hold, in the order in which they happened.
async fn facts(school: &School, person: Uuid) -> Vec<String> {
    school
        .write(move |tx| {
            tx.all(
                "SELECT kind FROM governance_fact WHERE person_id = $1 AND gone_at IS NULL ORDER BY happened_at, id",
                params![person],
            )
        })
        .await
}

async fn look(school: &School) {
    let (ids, now) = (school.ids.clone(), school.clock.now());
    let from = (Timestamp::from_seconds(0), Uuid::nil());
    school.write(move |tx| missed::chunk(tx, from, &ids, now)).await;
}

async fn set(school: &School, person: Uuid, act: StateAct) {
    let prepared = Prepared::new(Who::program(), school.clock.now(), &school.ids, STATE_IDS);
    school
        .write(move |tx| {
            let known = accounts::person(tx, person)?.unwrap();
            let reason = Reason { text: "违规".into(), citing: Citing::Nothing };
            Ok(accounts::set_state(tx, &prepared.begin(), &known, act, &reason, Lang::ZhCn)?.unwrap())
        })
        .await;
    school.settle().await;
}

#[tokio::test]
async fn what_is_open_done_and_missed_is_told_once_each() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let (diligent, late) = (
            school.person("diligent", &a, &[Role::Learner]).await,
            school.person("late", &a, &[Role::Learner]).await,
        );
        school.assign(nodes(&a), 10).await;
        school.complete(diligent, "one").await;
        school.clock.turn(Span::of_days(11));
        for _ in 0..2 {
            look(&school).await;
        }
        assert_eq!(facts(&school, diligent).await, ["required-opened", "required-done"]);
        assert_eq!(facts(&school, late).await, ["required-opened", "task-missed"]);
        school.complete(late, "two").await;
        assert_eq!(
            facts(&school, late).await,
            ["required-opened", "task-missed", "required-done"],
            "done late is missed"
        );
    }
}

#[tokio::test]
async fn a_deadline_that_is_moved_after_it_passed_takes_the_miss_back() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        let it = school.assign(nodes(&a), 10).await;
        school.clock.turn(Span::of_days(11));
        look(&school).await;
        assert_eq!(facts(&school, learner).await, ["required-opened", "task-missed"]);
        let (to, job, by, now) =
            (it.due_at + Span::of_days(20), school.ids.next(), school.teacher, school.clock.now());
        school
            .write(move |tx| {
                assert!(store::extend(tx, it.id, it.version, to)?);
                expand_later(tx, job, it.id, by, now)
            })
            .await;
        school.settle().await;
        assert_eq!(facts(&school, learner).await, ["required-opened"]);
        school.clock.turn(Span::of_days(20));
        look(&school).await;
        assert_eq!(facts(&school, learner).await, ["required-opened", "task-missed"]);
    }
}

#[tokio::test]
async fn deadlines_stand_still_while_an_account_is_suspended() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle()).await;
        let a = school.a.clone();
        let learner = school.person("learner", &a, &[Role::Learner]).await;
        let it = school.assign(nodes(&a), 10).await;
        school.clock.turn(Span::of_days(5));
        let until = school.clock.now() + Span::of_days(30);
        set(&school, learner, StateAct::Suspend(until)).await;
        assert_eq!(school.due(learner).await, Some(it.due_at + Span::of_days(30)));
        school.clock.turn(Span::of_days(20));
        look(&school).await;
        assert_eq!(facts(&school, learner).await, ["required-opened"]);
        // Given back early: the clock goes on from there.
        set(&school, learner, StateAct::Restore).await;
        assert_eq!(school.due(learner).await, Some(it.due_at + Span::of_days(20)));
        school.clock.turn(Span::of_days(6));
        look(&school).await;
        assert_eq!(facts(&school, learner).await, ["required-opened", "task-missed"]);
    }
}
