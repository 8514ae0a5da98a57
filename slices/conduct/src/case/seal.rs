//! 封存: a package of everything that a case holds, with a manifest of hashes. It is kept, its own hash stands in the
//! trail, and it is never changed.

use super::{
    act::Act,
    evidence::CLAIMER,
    store::{self, Appeal, Case, Evidence, Package, Step},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::io::{Cursor, Write as _};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};
use xingtan_storage::{
    Policy, StoreError, Stored,
    file::{self, Claimer},
};
use xingtan_web::{App, Fault};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Most pieces of evidence of a case.
pub const MOST_ITEMS: usize = 100;
/// The largest file of evidence.
pub const MOST_BYTES: u64 = 20 << 20;
/// The largest package.
const MOST_PACKED: u64 = 400 << 20;

/// Seals the evidence of a case.
pub const SEAL: JobKind = JobKind::new("conduct.seal");

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Order {
    case: Uuid,
}

/// Orders that a case is sealed.
///
/// # Errors
/// Those of the database.
pub fn order(id: Uuid, case: Uuid, now: Timestamp) -> Result<Job> {
    Job::new(id, SEAL, now).once(format!("conduct.seal:{case}")).with(&Order { case })
}

/// Carries [`SEAL`] out.
///
/// # Errors
/// As for any job.
pub async fn run(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    let order: Order = run.read()?;
    let act = Act::program(&app, &run.ids, run.clock.now());
    let Some(held) = run.db.read(move |tx| read(tx, order.case)).await? else { return Ok(Done::new()) };
    let (held, stored) = packed(&app, held).await.map_err(|fault| JobError::Again(format!("{fault:?}")))?;
    run.step(move |tx, _| Ok(keep(tx, &held, &stored, &act)?)).await?;
    Ok(Done::new())
}

/// What a case holds at a moment.
pub struct Held {
    it: Case,
    steps: Vec<Step>,
    evidence: Vec<Evidence>,
    appeals: Vec<Appeal>,
    files: Vec<file::FileRow>,
}

impl Held {
    /// The case.
    pub fn case(&self) -> &Case {
        &self.it
    }
}

/// Reads what a case holds.
///
/// # Errors
/// Those of the database.
pub fn read(tx: &mut Tx<'_>, case: Uuid) -> Result<Option<Held>> {
    let Some(it) = store::get(tx, case)? else { return Ok(None) };
    let (steps, evidence) = (store::steps(tx, case)?, store::evidence(tx, case)?);
    let appeals = store::appeals(tx, case)?;
    let claimed = file::claimed_by(tx, Claimer { kind: CLAIMER, id: case })?;
    let wanted: Vec<Uuid> = evidence.iter().filter_map(|own| own.file_id).collect();
    let files = claimed.into_iter().filter(|row| wanted.contains(&row.id)).collect();
    Ok(Some(Held { it, steps, evidence, appeals, files }))
}

/// Makes the package, outside any unit of work.
///
/// # Errors
/// [`Fault::Broken`] where a file cannot be read, [`Fault::Full`] where there is no room.
pub async fn packed(app: &App, held: Held) -> std::result::Result<(Held, Stored), Fault> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a case could not be sealed");
        Fault::Broken
    };
    let mut parts = Vec::new();
    for row in &held.files {
        let bytes = app.storage().read(row, MOST_BYTES).await.map_err(|error| broken(&error))?;
        if xingtan_keys::hash_of(&bytes) != row.sha256 {
            return Err(broken(&"a file does not have the hash that it was kept with"));
        }
        parts.push((row.id, bytes));
    }
    let work = tokio::task::spawn_blocking(move || {
        let bytes = package(&held, &parts);
        (held, bytes)
    });
    let (held, bytes) = work.await.map_err(|error| broken(&error))?;
    let bytes = bytes.map_err(|error| broken(&error))?;
    match app.storage().put(&bytes, &Policy::any(MOST_PACKED)).await {
        Ok(stored) => Ok((held, stored)),
        Err(StoreError::Full) => Err(Fault::Full),
        Err(error) => Err(broken(&error)),
    }
}

/// The bytes of a package: the same held make the same bytes.
fn package(held: &Held, files: &[(Uuid, impl AsRef<[u8]>)]) -> zip::result::ZipResult<Vec<u8>> {
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut manifest = Vec::new();
    let mut add = |zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]| {
        zip.start_file(name, plain)?;
        zip.write_all(bytes)?;
        manifest.push(json!({ "name": name, "sha256": xingtan_keys::hash_of(bytes), "bytes": bytes.len() }));
        zip::result::ZipResult::Ok(())
    };
    let case = serde_json::to_vec_pretty(&told(held)).unwrap_or_default();
    add(&mut zip, "case.json", &case)?;
    for (n, own) in held.evidence.iter().enumerate() {
        match own.file_id.and_then(|id| files.iter().find(|(row, _)| *row == id)) {
            Some((_, bytes)) => {
                add(&mut zip, &format!("evidence/{:03}-{}", n + 1, own.name), bytes.as_ref())?
            }
            None => {
                let record =
                    json!({ "name": own.name, "href": own.href, "held": own.held, "note": own.note });
                let bytes = serde_json::to_vec_pretty(&record).unwrap_or_default();
                add(&mut zip, &format!("evidence/{:03}.json", n + 1), &bytes)?;
            }
        }
    }
    let manifest = serde_json::to_vec_pretty(&json!({ "case": held.it.numbered(), "parts": manifest }));
    zip.start_file("manifest.json", plain)?;
    zip.write_all(&manifest.unwrap_or_default())?;
    Ok(zip.finish()?.into_inner())
}

/// The case in the words that are kept.
fn told(held: &Held) -> serde_json::Value {
    let it = &held.it;
    json!({
        "number": it.numbered(), "kind": it.kind, "state": it.state, "person": it.person_id,
        "person_name": it.person_name, "about": it.about, "words": it.words, "reported_at": it.reported_at,
        "reporter": it.reporter_id, "reporter_name": it.reporter_name, "investigator": it.investigator_id,
        "investigator_name": it.investigator_name, "heard_until": it.heard_until, "statement": it.statement,
        "stated_at": it.stated_at, "outcome": it.outcome, "days": it.days, "by_hand": it.by_hand,
        "regulation": it.regulation, "regulation_version": it.regulation_version, "article": it.article,
        "reason": it.reason, "decider": it.decider_id, "decider_name": it.decider_name,
        "decided_at": it.decided_at, "ends_at": it.ends_at,
        "steps": held.steps.iter().map(|own| json!({
            "at": own.at, "act": own.act, "by": own.by_person, "name": own.by_name, "words": own.words,
        })).collect::<Vec<_>>(),
        "evidence": held.evidence.iter().map(|own| json!({
            "name": own.name, "kind": own.kind, "note": own.note, "sha256": own.sha256, "bytes": own.size,
            "href": own.href, "added_by": own.added_name, "added_at": own.added_at,
        })).collect::<Vec<_>>(),
        "appeals": held.appeals.iter().map(|own| json!({
            "at": own.at, "body": own.body, "state": own.state, "decided_by": own.decided_by,
            "decided_at": own.decided_at, "reason": own.reason,
        })).collect::<Vec<_>>(),
    })
}

/// Keeps a package, with its hash in the trail.
///
/// # Errors
/// Those of the database.
pub fn keep(tx: &mut Tx<'_>, held: &Held, stored: &Stored, act: &Act) -> Result<Package> {
    let (it, now) = (&held.it, act.deed.now);
    let name = format!("{}.zip", it.numbered());
    let row = file::keep(tx, stored, &name, act.person(), now)?;
    file::claim(tx, row.id, Claimer { kind: CLAIMER, id: it.id }, now)?;
    let package = Package {
        id: act.deed.ids.next(),
        file_id: row.id,
        sha256: row.sha256,
        size: row.size,
        items: i64::try_from(held.evidence.len()).unwrap_or(i64::MAX),
        made_name: act.name.clone(),
        made_at: now,
    };
    store::add_package(tx, it.id, act.person(), &package)?;
    let step = Step {
        id: act.deed.ids.next(),
        at: now,
        act: "sealed".to_owned(),
        by_person: act.person(),
        by_name: act.name.clone(),
        words: package.sha256.clone(),
    };
    store::note(tx, it.id, &step)?;
    let detail = json!({ "package": package.id, "sha256": package.sha256, "items": package.items });
    xingtan_audit::record(tx, &super::change::entry(it, "conduct.sealed", &detail, act))?;
    Ok(package)
}
