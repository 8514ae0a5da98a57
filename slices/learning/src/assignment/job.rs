//! Assigning to many people happens in chunks, each a unit of its own that may be broken off anywhere.

use super::{
    change::{Hand, on_person_changed, reach, settle},
    store,
};
use serde::{Deserialize, Serialize};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_jobs::{Done, Hold, Job, JobError, JobKind, JobRun};

/// Carries an assignment to the people it means, and settles those it reached before.
pub const EXPAND: JobKind = JobKind::new("learning.assignment");
/// Settles people whose unit, position or cohorts changed.
pub const PEOPLE: JobKind = JobKind::new("learning.people");

/// People of one unit of work.
const CHUNK: i64 = 200;
/// People of one unit of work where each is looked at by itself.
const FEW: i64 = 20;

/// Payload of [`EXPAND`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Expand {
    /// The assignment.
    pub assignment: Uuid,
}

/// Orders [`EXPAND`].
///
/// # Errors
/// Those of the database.
pub fn expand_later(
    tx: &mut Tx<'_>,
    id: Uuid,
    assignment: Uuid,
    by: Uuid,
    now: Timestamp,
) -> xingtan_db::Result<()> {
    let job = Job::new(id, EXPAND, now).with(&Expand { assignment })?;
    xingtan_jobs::enqueue(tx, &job.priority(10).by(by))?;
    Ok(())
}

/// Where a run is: first whom the assignment means now, then whom it reached before.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Place {
    settling: bool,
    after: Option<Uuid>,
    seen: i64,
}

/// Carries out [`EXPAND`].
///
/// # Errors
/// As for any job.
pub async fn expand(run: JobRun, kinds: LessonKinds) -> Result<Done, JobError> {
    let Expand { assignment } = run.read()?;
    let mut place: Place = run.left_off()?.unwrap_or_default();
    loop {
        let (kinds, ids) = (kinds.clone(), run.ids.clone());
        match run.step(move |tx, hold| chunk(tx, hold, &kinds, &ids, assignment, place)).await? {
            Some(next) => place = next,
            None => return Ok(Done::new()),
        }
    }
}

fn chunk(
    tx: &mut Tx<'_>,
    hold: &Hold,
    kinds: &LessonKinds,
    ids: &Ids,
    assignment: Uuid,
    place: Place,
) -> Result<Option<Place>, JobError> {
    let Some(found) = store::get(tx, assignment)? else { return Ok(None) };
    let hand = Hand { kinds, ids: &|| ids.next(), now: hold.now() };
    let persons = match (place.settling, found.ended_at) {
        (true, _) => store::reached(tx, assignment, place.after.unwrap_or(Uuid::nil()), CHUNK)?,
        (false, Some(_)) => Vec::new(),
        (false, None) => {
            let targets = store::targets(tx, assignment)?;
            accounts::matching(tx, &targets, place.after, CHUNK)?
        }
    };
    if place.settling {
        settle(tx, &hand, found.course_id, &persons)?;
    } else {
        reach(tx, &hand, &found, &persons)?;
    }
    let seen = place.seen + persons.len() as i64;
    let next = match (persons.len() as i64 == CHUNK, place.settling) {
        (true, settling) => Some(Place { settling, after: persons.last().copied(), seen }),
        (false, false) => Some(Place { settling: true, after: None, seen }),
        (false, true) => None,
    };
    hold.progress(tx, seen, 0)?;
    if let Some(next) = next {
        hold.checkpoint(tx, &next)?;
    }
    Ok(next)
}

/// Payload of [`PEOPLE`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct People {
    /// These people.
    #[serde(default)]
    pub persons: Vec<Uuid>,
    /// And all below this node.
    #[serde(default)]
    pub node: Option<Uuid>,
}

/// Carries out [`PEOPLE`].
///
/// # Errors
/// As for any job.
pub async fn people(run: JobRun, kinds: LessonKinds) -> Result<Done, JobError> {
    let asked: People = run.read()?;
    let nodes = asked.node.into_iter().collect();
    let targets = Targets { nodes, persons: asked.persons.clone(), ..Targets::default() };
    let absent = asked.persons;
    let mut after: Option<Uuid> = run.left_off()?;
    if after.is_none() {
        // Those who left or are frozen are not among the present, whom the walk below finds.
        settle_some(&run, &kinds, absent, None).await?;
    }
    loop {
        let (targets, from) = (targets.clone(), after);
        let found = run.step(move |tx, _| Ok(accounts::matching(tx, &targets, from, FEW)?)).await?;
        let Some(last) = found.last().copied() else { return Ok(Done::new()) };
        settle_some(&run, &kinds, found, Some(last)).await?;
        after = Some(last);
    }
}

async fn settle_some(
    run: &JobRun,
    kinds: &LessonKinds,
    persons: Vec<Uuid>,
    last: Option<Uuid>,
) -> Result<(), JobError> {
    for some in persons.chunks(FEW as usize) {
        let (some, kinds, ids) = (some.to_vec(), kinds.clone(), run.ids.clone());
        run.step(move |tx, hold| {
            let hand = Hand { kinds: &kinds, ids: &|| ids.next(), now: hold.now() };
            for person in &some {
                on_person_changed(tx, &hand, *person)?;
            }
            last.map_or(Ok(()), |last| hold.checkpoint(tx, &last))
        })
        .await?;
    }
    Ok(())
}
