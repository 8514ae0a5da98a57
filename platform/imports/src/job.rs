//! The job that takes the rows of a run in, chunk by chunk.

use crate::{
    Chunk, Counts, Decision, Importer, Made, Refusal, RunInfo, RunState, SourceRow, rules,
    store::{self, Payload, Run},
    upload,
};
use std::sync::Arc;
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
        let links = importer.links(tx, &info(&ended, hold.now()))?;
        Ok(store::end(tx, &ended, &links, entry, hold.now())?)
    })
    .await?;
    Ok(Done::new())
}

fn info(run: &Run, now: xingtan_clock::Timestamp) -> RunInfo {
    RunInfo {
        id: run.id,
        asked_by: run.asked_by,
        asked_name: run.asked_name.clone(),
        options: run.options.clone(),
        now,
    }
}

/// Rows of a chunk with their plans, and the cells of each as the report may have to keep them, sealed.
struct Planned<P> {
    rows: Vec<(SourceRow, Result<P, Refusal>)>,
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
    let (importer, keys, run, now) = (importer.clone(), keys.clone(), run.clone(), job.clock.now());
    let planned = tokio::task::spawn_blocking(move || {
        let info = info(&run, now);
        let rows = upload::unseal(&keys, run.id, number, &sealed).map_err(JobError::Never)?;
        let sealed = rows.iter().map(|row| seal_row(&keys, importer.kind(), &run, row)).collect();
        let plan = |row: SourceRow| {
            let plan = match &row.refusal {
                Some(refusal) => Err(refusal.clone()),
                None => importer.plan(&info, &row),
            };
            (row, plan)
        };
        Ok::<_, JobError>(Planned { rows: rows.into_iter().map(plan).collect(), sealed })
    });
    planned.await?
}

fn seal_row(keys: &KeyRing, kind: &crate::ImportKind, run: &Run, row: &SourceRow) -> Vec<u8> {
    let json = serde_json::to_vec(&rules::kept(kind, row)).unwrap_or_default();
    keys.seal(Place { table: "imports_row", column: "sealed", row: run.id }, &json)
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
    let info = info(run, hold.now());
    let mut counts = Counts::default();
    let rows: &Chunk<I::Plan> = &planned.rows;
    let mut known = importer.known(tx, &info, rows)?;
    for ((row, plan), sealed) in rows.iter().zip(&planned.sealed) {
        match one(tx, importer, &info, &mut known, plan)? {
            Ok(Some(Made::New)) => counts.made += 1,
            Ok(Some(Made::Changed)) => counts.changed += 1,
            Ok(None) => counts.unchanged += 1,
            Err(refusal) => {
                counts.refused += 1;
                store::add_refused(tx, run.id, importer.kind(), row, &refusal, sealed)?;
            }
        }
    }
    let (done, total) = store::count(tx, run.id, counts)?;
    store::drop_chunk(tx, run.id, number)?;
    hold.progress(tx, done, total)?;
    hold.checkpoint(tx, &(number + 1))
}

/// One row: what it made, or why it was refused. Errs only with what stops the chunk as a whole.
fn one<I: Importer>(
    tx: &mut Tx<'_>,
    importer: &I,
    run: &RunInfo,
    known: &mut I::Known,
    plan: &Result<I::Plan, Refusal>,
) -> xingtan_db::Result<Result<Option<Made>, Refusal>> {
    let plan = match plan {
        Ok(plan) => plan,
        Err(refusal) => return Ok(Err(refusal.clone())),
    };
    match importer.decide(run, known, plan) {
        Decision::Unchanged => Ok(Ok(None)),
        Decision::Refuse(refusal) => Ok(Err(refusal)),
        Decision::Write(write, made) => {
            match tx.savepoint(|tx| importer.write(tx, run, known, plan, write)) {
                Ok(()) => Ok(Ok(Some(made))),
                Err(Error::Unique(_) | Error::ForeignKey(_) | Error::Check(_) | Error::NotFound) => {
                    Ok(Err(Refusal::whole(Msg::new("imports-refused-conflict"))))
                }
                Err(other) => Err(other),
            }
        }
    }
}
