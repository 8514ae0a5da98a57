//! Telling many people happens in chunks, each a unit of work that may be broken off anywhere.

use super::{
    notices,
    rules::State,
    store::{self, Relay},
};
use serde::{Deserialize, Serialize};
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Carries a relay to those for whom it is.
pub const SEND: JobKind = JobKind::new("insight.relay");
/// Reminds its addressees, or tells them that it was withdrawn.
pub const TELL: JobKind = JobKind::new("insight.relay-tell");

/// People of one unit of work.
pub const CHUNK: i64 = 100;

/// Payload of [`SEND`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Sending {
    relay: Uuid,
}

/// What addressees are told after they got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Those who have not answered are reminded.
    Reminded,
    /// It was withdrawn.
    Withdrawn,
}

/// Payload of [`TELL`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Telling {
    relay: Uuid,
    told: Told,
}

/// Orders [`SEND`].
///
/// # Errors
/// Those of the database.
pub fn send_later(tx: &mut Tx<'_>, id: Uuid, relay: Uuid, by: Uuid, now: Timestamp) -> Result<()> {
    let job = Job::new(id, SEND, now).with(&Sending { relay })?;
    xingtan_jobs::enqueue(tx, &job.priority(5).by(by))?;
    Ok(())
}

/// Orders [`TELL`].
///
/// # Errors
/// Those of the database.
pub fn tell_later(
    tx: &mut Tx<'_>,
    (id, relay): (Uuid, Uuid),
    told: Told,
    by: Uuid,
    now: Timestamp,
) -> Result<()> {
    let job = Job::new(id, TELL, now).with(&Telling { relay, told })?;
    xingtan_jobs::enqueue(tx, &job.priority(5).by(by))?;
    Ok(())
}

/// Carries out [`SEND`].
///
/// # Errors
/// As for any job.
pub async fn send(run: JobRun) -> std::result::Result<Done, JobError> {
    let Sending { relay } = run.read()?;
    let mut after: Option<Uuid> = run.left_off()?;
    loop {
        let (ids, from) = (run.ids.clone(), after);
        let last = run.step(move |tx, hold| {
            let last = reach(tx, relay, from, &ids, hold.now())?;
            if let Some(last) = last {
                hold.checkpoint(tx, &last)?;
            }
            Ok(last)
        });
        match last.await? {
            Some(last) => after = Some(last),
            None => return Ok(Done::new()),
        }
    }
}

/// Carries a relay to the next chunk of those for whom it is; the last of them, none where all were reached.
///
/// # Errors
/// Those of the database.
pub fn reach(
    tx: &mut Tx<'_>,
    relay: Uuid,
    after: Option<Uuid>,
    ids: &Ids,
    now: Timestamp,
) -> Result<Option<Uuid>> {
    let Some(it) = store::one(tx, relay)?.filter(|it| it.state() == State::Sending) else { return Ok(None) };
    let persons = accounts::matching(tx, &it.targets(), after, CHUNK)?;
    let mut people: Vec<Person> = accounts::people(tx, &persons)?;
    people.retain(|own| own.unit_path.starts_with(&it.scope_path));
    let units = accounts::trails(tx, people.iter().map(|own| own.unit_path.as_str()))?;
    let rows: Vec<(Uuid, &Person, String)> = people
        .iter()
        .map(|own| (ids.next(), own, units.get(&own.unit_path).cloned().unwrap_or_default()))
        .collect();
    let added = store::address(tx, relay, &rows, now)?;
    notices::send(tx, notices::RELAYED, &it, &added, ids, now)?;
    if persons.is_empty() {
        store::sent(tx, relay)?;
    }
    Ok(persons.last().copied())
}

/// Carries out [`TELL`].
///
/// # Errors
/// As for any job.
pub async fn tell(run: JobRun) -> std::result::Result<Done, JobError> {
    let Telling { relay, told } = run.read()?;
    let mut after: Option<Uuid> = run.left_off()?;
    loop {
        let (ids, from) = (run.ids.clone(), after);
        let last = run.step(move |tx, hold| {
            let last = tell_some(tx, (relay, told), from, &ids, hold.now())?;
            if let Some(last) = last {
                hold.checkpoint(tx, &last)?;
            }
            Ok(last)
        });
        match last.await? {
            Some(last) => after = Some(last),
            None => return Ok(Done::new()),
        }
    }
}

/// Tells the next chunk of addressees; the last of them, none where all were told.
///
/// # Errors
/// Those of the database.
pub fn tell_some(
    tx: &mut Tx<'_>,
    (relay, told): (Uuid, Told),
    after: Option<Uuid>,
    ids: &Ids,
    now: Timestamp,
) -> Result<Option<Uuid>> {
    let holds = |it: &Relay| told == Told::Withdrawn || it.state() == State::Sent;
    let Some(it) = store::one(tx, relay)?.filter(holds) else { return Ok(None) };
    let some = store::next(tx, &it, told == Told::Reminded, after, CHUNK)?;
    let kind = match told {
        Told::Reminded => notices::REMINDED,
        Told::Withdrawn => notices::WITHDRAWN,
    };
    if told == Told::Reminded {
        store::reminded(tx, &some, now)?;
    }
    let persons: Vec<Uuid> = some.iter().map(|own| own.person_id).collect();
    notices::send(tx, kind, &it, &persons, ids, now)?;
    Ok(some.last().map(|own| own.id))
}
