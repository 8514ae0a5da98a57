//! The job that verifies the trail: every night, and when the audit administrator asks (GOV-9).

use super::Site;
use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use xingtan_audit::KeptHeads;
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, Filter, JobError, JobKind, JobRun, Kinds, State as JobState};
use xingtan_notify::{Notice, NoticeKind, send};
use xingtan_web::App;

/// The kind of the job.
pub const VERIFICATION: JobKind = JobKind::new("app.verification").attempts(2).lease(Span::of_minutes(2));

/// A verification has found something.
pub const FAULTY: NoticeKind = NoticeKind::duty("app.trail-faulty");
/// No verification has ended for days.
pub const MISSED: NoticeKind = NoticeKind::duty("app.trail-unverified");

/// It runs every night; one that has not ended well for so long is missing.
const NIGHTS: Span = Span::of_days(2);
/// Audit administrators who are told.
const MOST: usize = 50;

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
    let own = app.clone();
    let mut work = tokio::spawn(async move {
        let app = own;
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
        let faults = report.faults.len() as u64 + report.more;
        tracing::error!(faults, "the audit trail has faults");
        tell(&run, &app, FAULTY, i64::try_from(faults).unwrap_or(i64::MAX)).await?;
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

/// Tells the audit administrators when no verification has ended well for some nights.
pub async fn missed(run: &JobRun, app: &App) -> Result<(), JobError> {
    let since = run.clock.now() - NIGHTS;
    if app.institution().created_at.is_none_or(|created| created > since) {
        return Ok(());
    }
    let done =
        Filter { state: Some(JobState::Done), kind: Some(VERIFICATION.name.to_owned()), ..Filter::default() };
    let newest = app.db().read(move |tx| xingtan_jobs::list(tx, &done, None, 1)).await?.pop();
    let ended = newest.and_then(|row| row.ended_at);
    if ended.is_some_and(|at| at > since) {
        return Ok(());
    }
    tell(run, app, MISSED, NIGHTS.seconds() / Span::of_days(1).seconds()).await
}

/// Tells the audit administrators; what exactly was found stands on the page of the trail.
async fn tell(run: &JobRun, app: &App, kind: NoticeKind, count: i64) -> Result<(), JobError> {
    let (now, ids) = (run.clock.now(), (0..MOST).map(|_| run.ids.next()).collect::<Vec<Uuid>>());
    run.step(move |tx, _| {
        let people = xingtan_accounts::api::all_holders(tx, Role::Audit)?;
        for (to, id) in xingtan_accounts::api::recipients(tx, &people)?.into_iter().zip(&ids) {
            send(tx, &Notice::new(*id, kind, to, now).with("count", count).link("/audit"))?;
        }
        Ok(())
    })
    .await?;
    app.ring();
    Ok(())
}
