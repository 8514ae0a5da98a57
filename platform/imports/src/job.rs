//! The job that takes the rows of a run in, chunk by chunk.

use crate::{
    Chunk, Counts, Decision, Importer, Made, Refusal, RunInfo, RunState, SourceRow, rules,
    store::{self, Payload, Run},
    upload,
};
use std::sync::Arc;
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, Hold, JobError, JobRun, Kinds};
use xingtan_keys::{KeyRing, Place};

/// Lets the program carry out an import.
pub fn on<I: Importer>(kinds: &mut Kinds, importer: I, keys: KeyRing) {
    let importer = Arc::new(importer);
    kinds.on(importer.kind().job, move |job| take_in(job, importer.clone(), keys.clone()));
}

async fn take_in<I: Importer>(job: JobRun, importer: Arc<I>, keys: KeyRing) -> Result<Done, JobError> {
    let Payload { run } = job.read()?;
    let run = job.db.read(move |tx| store::run(tx, run)).await?;
    let run = run.ok_or_else(|| JobError::Never("the run is gone".into()))?;
    if run.state() != RunState::Running {
        return Ok(Done::new());
    }
    let first: i64 = job.left_off()?.unwrap_or(0);
    for number in first..run.chunks {
        let id = run.id;
        let Some(sealed) = job.db.read(move |tx| store::chunk(tx, id, number)).await? else { continue };
        let planned = plan(&job, &importer, &keys, &run, number, sealed).await?;
        let (importer, run) = (importer.clone(), run.clone());
        job.step(move |tx, hold| chunk(tx, hold, &*importer, &run, number, &planned)).await?;
    }
    let entry = job.ids.next();
    let ended = run.clone();
    job.step(move |tx, hold| {
        let links = importer.links(tx, &RunInfo::of(&ended, hold.now()))?;
        Ok(store::end(tx, &ended, &links, entry, hold.now())?)
    })
    .await?;
    Ok(Done::new())
}

/// Rows of a chunk with their plans, and the cells of each as the report may have to keep them, sealed.
struct Planned<P> {
    rows: Vec<(SourceRow, Result<P, Vec<Refusal>>)>,
    sealed: Vec<Vec<u8>>,
}

async fn plan<I: Importer>(
    job: &JobRun,
    importer: &Arc<I>,
    keys: &KeyRing,
    run: &Run,
    number: i64,
    sealed: Vec<u8>,
) -> Result<Planned<I::Plan>, JobError> {
    let info = RunInfo::of(run, job.clock.now());
    let (keys, id) = (keys.clone(), run.id);
    let opened = tokio::task::spawn_blocking({
        let keys = keys.clone();
        move || upload::unseal(&keys, id, number, &sealed).map_err(JobError::Never)
    });
    let rows = Arc::new(opened.await??);
    let look = {
        let (importer, info, rows) = (importer.clone(), info.clone(), rows.clone());
        job.db.read(move |tx| importer.look(tx, &info, &rows)).await?
    };
    let importer = importer.clone();
    let planned = tokio::task::spawn_blocking(move || {
        let rows = Arc::unwrap_or_clone(rows);
        let sealed = rows.iter().map(|row| seal_row(&keys, importer.kind(), id, row)).collect();
        let plan = |row: SourceRow| {
            let plan = importer.plan(&info, &look, &row);
            (row, plan)
        };
        Planned { rows: on_all_cores(rows, plan), sealed }
    });
    Ok(planned.await?)
}

/// Does `work` on all items, in their order, on as many threads as there are cores: planning may hash passwords.
pub(crate) fn on_all_cores<T: Send, U: Send>(items: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let share = items.len().div_ceil(cores).max(1);
    let mut items = items.into_iter();
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        loop {
            let part: Vec<T> = items.by_ref().take(share).collect();
            if part.is_empty() {
                break;
            }
            threads.push(scope.spawn(|| part.into_iter().map(&work).collect::<Vec<U>>()));
        }
        let joined = threads.into_iter().map(|thread| match thread.join() {
            Ok(part) => part,
            // A panic of one row is that of the job: it is tried again and noted.
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.flatten().collect()
    })
}

pub(crate) fn seal_row(keys: &KeyRing, kind: &crate::ImportKind, run: Uuid, row: &SourceRow) -> Vec<u8> {
    let json = serde_json::to_vec(&rules::kept(kind, row)).unwrap_or_default();
    keys.seal(Place { table: "imports_row", column: "sealed", row: run }, &json)
}

/// One chunk, in one unit of work.
fn chunk<I: Importer>(
    tx: &mut Tx<'_>,
    hold: &Hold,
    importer: &I,
    run: &Run,
    number: i64,
    planned: &Planned<I::Plan>,
) -> Result<(), JobError> {
    let info = RunInfo::of(run, hold.now());
    let mut counts = Counts::default();
    let rows: &Chunk<I::Plan> = &planned.rows;
    let mut known = importer.known(tx, &info, rows)?;
    if let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) {
        store::forget_foretold(tx, run.id, Some((first.number, last.number)))?;
    }
    for ((row, plan), sealed) in rows.iter().zip(&planned.sealed) {
        match one(tx, importer, &info, &mut known, row, plan)? {
            Ok(Some(Made::New)) => counts.made += 1,
            Ok(Some(Made::Changed)) => counts.changed += 1,
            Ok(None) => counts.unchanged += 1,
            Err(faults) => {
                counts.refused += 1;
                store::add_refused(tx, run.id, importer.kind(), row, &faults, sealed, false)?;
            }
        }
    }
    let (done, total) = store::count(tx, run.id, counts)?;
    store::drop_chunk(tx, run.id, number)?;
    hold.progress(tx, done, total)?;
    hold.checkpoint(tx, &(number + 1))
}

/// What becomes of a row: a fault that the whole file told comes before those that the row itself tells.
pub(crate) fn decided<I: Importer>(
    importer: &I,
    run: &RunInfo,
    known: &mut I::Known,
    row: &SourceRow,
    plan: &Result<I::Plan, Vec<Refusal>>,
) -> Decision<I::Write> {
    let decision = match plan {
        Ok(plan) => importer.decide(run, known, plan),
        Err(faults) => Decision::Refuse(faults.clone()),
    };
    match (&row.refusal, decision) {
        (None, decision) => decision,
        (Some(ahead), Decision::Refuse(faults)) if faults.contains(ahead) => Decision::Refuse(faults),
        (Some(ahead), Decision::Refuse(faults)) => {
            Decision::Refuse(std::iter::once(ahead.clone()).chain(faults).collect())
        }
        (Some(ahead), _) => Decision::Refuse(vec![ahead.clone()]),
    }
}

/// One row: what it made, or why it was refused. Errs only with what stops the chunk as a whole.
fn one<I: Importer>(
    tx: &mut Tx<'_>,
    importer: &I,
    run: &RunInfo,
    known: &mut I::Known,
    row: &SourceRow,
    plan: &Result<I::Plan, Vec<Refusal>>,
) -> xingtan_db::Result<Result<Option<Made>, Vec<Refusal>>> {
    match (decided(importer, run, known, row, plan), plan) {
        (Decision::Unchanged, _) => Ok(Ok(None)),
        (Decision::Refuse(faults), _) => Ok(Err(faults)),
        (Decision::Write(..), Err(faults)) => Ok(Err(faults.clone())),
        (Decision::Write(write, made), Ok(plan)) => {
            match tx.savepoint(|tx| importer.write(tx, run, known, plan, write)) {
                Ok(()) => Ok(Ok(Some(made))),
                Err(Error::Unique(_) | Error::ForeignKey(_) | Error::Check(_) | Error::NotFound) => {
                    Ok(Err(vec![Refusal::whole(Msg::new("imports-refused-conflict"))]))
                }
                Err(other) => Err(other),
            }
        }
    }
}
