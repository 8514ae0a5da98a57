//! The job that verifies the trail: every night, and when the audit administrator asks (GOV-9).

use super::Site;
use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use xingtan_audit::KeptHeads;
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_web::App;

/// The kind of the job.
pub const VERIFICATION: JobKind = JobKind::new("app.verification").attempts(2).lease(Span::of_minutes(2));

/// What a verification found, as kept with its job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verified {
    /// When it began.
    pub at: Timestamp,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many entries were read.
    pub entries: u64,
    /// Number of the last one.
    pub to: i64,
    /// Signed heads compared.
    pub heads: u64,
    /// Heads kept outside the database compared.
    pub kept_heads: u64,
    /// The faults, as sentences.
    pub faults: Vec<Msg>,
    /// How many more there are.
    pub more: u64,
}

/// Lets the program verify.
pub fn jobs(app: &App, site: &Site, kinds: &mut Kinds) {
    let (app, site) = (app.clone(), site.clone());
    kinds.on(VERIFICATION, move |run| verify(run, app.clone(), site.clone()));
}

async fn verify(run: JobRun, app: App, site: Site) -> Result<Done, JobError> {
    let at = run.clock.now();
    let kept = KeptHeads::in_data_folder(&site.config().data);
    let read: Arc<[AtomicI64; 2]> = Arc::default();
    let heard = read.clone();
    let mut work = tokio::spawn(async move {
        let progress = move |done: u64, total: u64| {
            heard[0].store(done as i64, Ordering::Relaxed);
            heard[1].store(total as i64, Ordering::Relaxed);
        };
        xingtan_audit::verify(app.db(), app.keys(), &kept, at, progress).await
    });
    let report = loop {
        tokio::select! {
            ended = &mut work => break ended??,
            () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {
                let (done, total) = (read[0].load(Ordering::Relaxed), read[1].load(Ordering::Relaxed));
                if let Err(error) = run.progress(done, total).await {
                    work.abort();
                    return Err(error);
                }
            }
        }
    };
    if !report.is_sound() {
        tracing::error!(faults = report.faults.len() as u64 + report.more, "the audit trail has faults");
    }
    Done::with(&Verified {
        at,
        sound: report.is_sound(),
        entries: report.entries,
        to: report.to,
        heads: report.heads,
        kept_heads: report.kept_heads,
        faults: report.faults.iter().map(xingtan_audit::Fault::msg).collect(),
        more: report.more,
    })
}
