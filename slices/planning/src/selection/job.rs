//! Announcing and closing a round happen in chunks, each a unit of work that may be broken off anywhere.

use super::{notices, rules::State, store};
use xingtan_accounts::api::{self as accounts, Targets};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Lets lapse what nobody decided over, and tells everybody who chose.
pub const CLOSE: JobKind = JobKind::new("planning.close-selection");

/// Tells the people of a unit that they can choose.
pub const ANNOUNCE: JobKind = JobKind::new("planning.announce-selection");

/// Choices, or people, of one unit of work.
const CHUNK: i64 = 100;

/// Orders [`CLOSE`].
///
/// # Errors
/// Those of the database.
pub(super) fn later(tx: &mut Tx<'_>, id: Uuid, round: Uuid, by: Uuid, now: Timestamp) -> Result<()> {
    let job = Job::new(id, CLOSE, now).with(&round)?;
    xingtan_jobs::enqueue(tx, &job.by(by))?;
    Ok(())
}

/// Carries out [`CLOSE`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    let round: Uuid = run.read()?;
    let mut after: Option<Uuid> = run.left_off()?;
    loop {
        let (ids, from) = (run.ids.clone(), after);
        let last = run
            .step(move |tx, hold| {
                let Some(it) = store::round(tx, round)? else { return Ok(None) };
                let choices = store::of_round(tx, round, from, CHUNK)?;
                for mut choice in choices.iter().cloned() {
                    let state = choice.state();
                    if matches!(state, State::Chosen | State::Waiting)
                        && store::step(tx, choice.id, (state, State::Lapsed))?
                    {
                        choice.state = State::Lapsed.code().to_owned();
                    }
                    if choice.state() != State::Left {
                        notices::closed(tx, &choice, &it.title, &ids, hold.now())?;
                    }
                }
                let last = choices.last().map(|choice| choice.id);
                if let Some(last) = last {
                    hold.checkpoint(tx, &last)?;
                }
                Ok(last)
            })
            .await?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(Done::new()),
        }
    }
}

/// Orders [`ANNOUNCE`] where nobody was told of the round yet.
///
/// # Errors
/// Those of the database.
pub(super) fn announce_once(tx: &mut Tx<'_>, id: Uuid, round: Uuid, by: Uuid, now: Timestamp) -> Result<()> {
    if store::announce(tx, round, now)? {
        let job = Job::new(id, ANNOUNCE, now).with(&round)?;
        xingtan_jobs::enqueue(tx, &job.by(by))?;
    }
    Ok(())
}

/// Carries out [`ANNOUNCE`]; it ends where the round has closed meanwhile.
///
/// # Errors
/// As for any job.
pub async fn announce(run: JobRun) -> std::result::Result<Done, JobError> {
    let round: Uuid = run.read()?;
    let mut after: Option<Uuid> = run.left_off()?;
    loop {
        let (ids, from) = (run.ids.clone(), after);
        let last = run
            .step(move |tx, hold| {
                let running = store::round(tx, round)?.filter(|it| it.runs(hold.now()));
                let Some(it) = running else { return Ok(None) };
                let Some(node) = accounts::node_by_path(tx, &it.unit_path)? else { return Ok(None) };
                let targets = Targets { nodes: vec![node.id], ..Targets::default() };
                let people = accounts::matching(tx, &targets, from, CHUNK)?;
                notices::opened(tx, &people, &it, &ids, hold.now())?;
                let last = people.last().copied();
                if let Some(last) = last {
                    hold.checkpoint(tx, &last)?;
                }
                Ok(last)
            })
            .await?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(Done::new()),
        }
    }
}
