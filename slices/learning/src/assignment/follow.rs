//! Assignments follow people: whoever comes, moves or gets another position or cohort gets what is assigned there.

use super::{
    change::{Hand, on_person_changed},
    job::{PEOPLE, People},
};
use xingtan_accounts::api::{
    COHORT_CHANGED, CohortChanged, NODE_MOVED, PERSON_LEFT, PERSON_MOVED, PERSON_OPENED,
    PERSON_POSITION_CHANGED, PERSON_STATE_CHANGED,
};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::{Span, Timestamp};
use xingtan_db::Tx;
use xingtan_events::{Failure, Moment, Subscriptions};
use xingtan_jobs::Job;

/// The name under which events are delivered here.
const NAME: &str = "learning.assignments-follow";

/// Listens to what happens to people and units. What concerns one person is done at once: an import brings tens of
/// thousands, and a job for each would cost ten commits. What may concern many is ordered as a job.
pub fn listen(all: &mut Subscriptions, kinds: &LessonKinds) {
    for kind in [PERSON_OPENED, PERSON_MOVED, PERSON_POSITION_CHANGED, PERSON_STATE_CHANGED, PERSON_LEFT] {
        let kinds = kinds.clone();
        all.on(kind, NAME, move |tx, event, moment| {
            // What the person has is frozen before anything follows: another subscriber might come too late.
            crate::handover::note::note(tx, event, moment)?;
            let hand = Hand { kinds: &kinds, ids: &|| moment.id(), now: moment.at };
            Ok(on_person_changed(tx, &hand, event.subject)?)
        });
    }
    all.on(COHORT_CHANGED, NAME, |tx, event, moment| {
        let changed: CohortChanged = event.read()?;
        let persons = [changed.added, changed.removed].concat();
        order(tx, People { persons, node: None }, moment, moment.at)
    });
    // The paths of the people below a moved node are mended by a job of accounts; this one comes after it.
    all.on(NODE_MOVED, NAME, |tx, event, moment| {
        let people = People { persons: Vec::new(), node: Some(event.subject) };
        order(tx, people, moment, moment.at + Span::of_minutes(1))
    });
}

fn order(tx: &mut Tx<'_>, people: People, moment: &Moment, at: Timestamp) -> Result<(), Failure> {
    let job = Job::new(moment.id(), PEOPLE, moment.at).with(&people)?;
    xingtan_jobs::enqueue(tx, &job.at(at).priority(5))?;
    Ok(())
}
