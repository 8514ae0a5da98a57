//! What a run will do, told before its start: the same plans and decisions as in the job, and nothing is written but
//! what is told.

use crate::{
    Chunk, Counts, Decision, Importer, Made, Refusal, Run, RunInfo, RunState, SourceRow,
    job::{decided, on_all_cores, seal_row},
    store, upload,
};
use std::sync::Arc;
use xingtan_clock::Timestamp;
use xingtan_db::{Db, Error, Result};
use xingtan_keys::KeyRing;

/// Chunks that are looked at together: fewer looks at the database than the job has, which writes between two.
const TOGETHER: i64 = 10;

/// Refused rows that one unit of work keeps.
const KEPT_AT_ONCE: usize = 200;

/// Foretells a run that waits: how many rows will be new, changed, unchanged, refused, and each refused row with all its
/// faults. It may be asked again, when what the file speaks of has changed meanwhile; a run that does not wait is left
/// alone. 50,000 rows take about a second of work.
///
/// # Errors
/// Those of the database.
pub async fn foretell<I: Importer>(
    db: &Db,
    keys: &KeyRing,
    importer: &Arc<I>,
    run: &Run,
    now: Timestamp,
) -> Result<Counts> {
    let mut counts = Counts::default();
    if run.state() != RunState::Waiting {
        return Ok(counts);
    }
    let info = RunInfo { foretelling: true, ..RunInfo::of(run, now) };
    let mut before: Option<I::Known> = None;
    let mut first = 0;
    while first < run.chunks {
        let look = Look { db, keys, importer, info: &info };
        let (more, refused, known) = look.at(first, run.chunks, before.take()).await?;
        before = Some(known);
        counts = counts.and(more);
        look.keep(first == 0, refused).await?;
        first += TOGETHER;
    }
    let (id, text) = (run.id, serde_json::to_string(&counts).map_err(|e| Error::Decode(e.to_string()))?);
    db.write(move |tx| store::set_foretold(tx, id, &text)).await?;
    Ok(counts)
}

/// A refused row with its faults.
type Faulty = (SourceRow, Vec<Refusal>);

/// One look at some chunks.
struct Look<'a, I> {
    db: &'a Db,
    keys: &'a KeyRing,
    importer: &'a Arc<I>,
    info: &'a RunInfo,
}

impl<I: Importer> Look<'_, I> {
    /// What becomes of the rows of the chunks from `first` on; `before`: what was known of the rows before them.
    async fn at(
        &self,
        first: i64,
        chunks: i64,
        before: Option<I::Known>,
    ) -> Result<(Counts, Vec<Faulty>, I::Known)> {
        let mut sealed = Vec::new();
        for number in first..(first + TOGETHER).min(chunks) {
            let run = self.info.id;
            sealed.push((number, self.db.read(move |tx| store::chunk(tx, run, number)).await?));
        }
        let (keys, run) = (self.keys.clone(), self.info.id);
        let rows = blocking(move || {
            let mut rows = Vec::new();
            for (number, sealed) in sealed.iter().filter_map(|(n, sealed)| Some((n, sealed.as_ref()?))) {
                rows.extend(upload::unseal(&keys, run, *number, sealed).map_err(Error::Decode)?);
            }
            Ok::<_, Error>(rows)
        });
        let rows = Arc::new(rows.await??);
        let (importer, info, looked) = (self.importer.clone(), self.info.clone(), rows.clone());
        let look = self.db.read(move |tx| importer.look(tx, &info, &looked)).await?;
        let (importer, info) = (self.importer.clone(), self.info.clone());
        let plans = blocking(move || {
            let plan = |row: SourceRow| {
                let plan = importer.plan(&info, &look, &row);
                (row, plan)
            };
            on_all_cores(Arc::unwrap_or_clone(rows), plan)
        });
        let plans = Arc::new(plans.await?);
        let (importer, info, planned) = (self.importer.clone(), self.info.clone(), plans.clone());
        let known = self.db.read(move |tx| importer.known(tx, &info, &planned)).await?;
        let (importer, info) = (self.importer.clone(), self.info.clone());
        blocking(move || {
            let mut known = known;
            if let Some(before) = &before {
                importer.follow(&mut known, before);
            }
            let (counts, refused) = decide(&*importer, &info, &mut known, &plans);
            (counts, refused, known)
        })
        .await
    }

    /// Keeps the refused rows; at the `beginning` those of an earlier telling go.
    async fn keep(&self, beginning: bool, refused: Vec<Faulty>) -> Result<()> {
        let run = self.info.id;
        if beginning {
            self.db.write(move |tx| store::forget_foretold(tx, run, None)).await?;
        }
        for several in refused.chunks(KEPT_AT_ONCE) {
            let (importer, keys, several) = (self.importer.clone(), self.keys.clone(), several.to_vec());
            let sealed = blocking(move || {
                let seal = |(row, faults): Faulty| {
                    let sealed = seal_row(&keys, importer.kind(), run, &row);
                    (row, faults, sealed)
                };
                several.into_iter().map(seal).collect::<Vec<_>>()
            });
            let (kind, sealed) = (self.importer.kind(), sealed.await?);
            self.db
                .write(move |tx| {
                    for (row, faults, sealed) in &sealed {
                        store::add_refused(tx, run, kind, row, faults, sealed, true)?;
                    }
                    Ok::<_, Error>(())
                })
                .await?;
        }
        Ok(())
    }
}

fn decide<I: Importer>(
    importer: &I,
    info: &RunInfo,
    known: &mut I::Known,
    plans: &Chunk<I::Plan>,
) -> (Counts, Vec<Faulty>) {
    let (mut counts, mut refused) = (Counts::default(), Vec::new());
    for (row, plan) in plans {
        match decided(importer, info, known, row, plan) {
            Decision::Write(_, Made::New) => counts.made += 1,
            Decision::Write(_, Made::Changed) => counts.changed += 1,
            Decision::Unchanged => counts.unchanged += 1,
            Decision::Refuse(faults) => {
                counts.refused += 1;
                refused.push((row.clone(), faults));
            }
        }
    }
    (counts, refused)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Panic(error.to_string()))
}
