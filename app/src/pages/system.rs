//! `/system`: how the system is.

use super::{SYSTEM_READ, Site, parameters, site::must_whole};
use crate::{
    command::doctor::{Finding, State as Look, checks},
    health,
};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_events::Overview;
use xingtan_jobs::State as JobState;
use xingtan_learning::api::FirstStep;
use xingtan_notify::MailState;
use xingtan_web::{App, Fault, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "system/start.html")]
struct StartPage {
    page: Page,
    first: Vec<FirstStep>,
    findings: Vec<Finding>,
    worst: Look,
    jobs: Vec<(JobState, i64)>,
    mails: Vec<(MailState, i64)>,
    events: Overview,
    files: i64,
    bytes: i64,
    free: Option<u64>,
    resident: Option<u64>,
    version: &'static str,
    engine: &'static str,
}

impl StartPage {
    fn jobs(&self, state: &str) -> i64 {
        self.jobs.iter().find(|(own, _)| own.code() == state).map_or(0, |(_, count)| *count)
    }

    fn mails(&self, state: &str) -> i64 {
        self.mails.iter().find(|(own, _)| own.code() == state).map_or(0, |(_, count)| *count)
    }
}

/// How the system is.
pub(crate) struct Facts {
    /// What the doctor's quick looks found, the worst first.
    pub findings: Vec<Finding>,
    /// Jobs by state.
    pub jobs: Vec<(JobState, i64)>,
    /// Mails by state.
    pub mails: Vec<(MailState, i64)>,
    /// Events on their way.
    pub events: Overview,
    /// Kept files.
    pub files: i64,
    /// Their bytes.
    pub bytes: i64,
    /// Free bytes where the data lie.
    pub free: Option<u64>,
    /// Bytes of memory.
    pub resident: Option<u64>,
    /// Version of the program.
    pub version: &'static str,
    /// The database engine.
    pub engine: &'static str,
}

/// Gathers how the system is, for whoever may see it.
pub(crate) async fn facts(app: &App, site: &Site, who: &SignedIn) -> Result<Facts, Fault> {
    must_whole(who, SYSTEM_READ)?;
    let read = app.db().read(|tx| {
        Ok::<_, xingtan_db::Error>((
            xingtan_jobs::count_by_state(tx)?,
            xingtan_notify::count_by_state(tx)?,
            xingtan_events::overview(tx)?,
            xingtan_storage::file::usage(tx)?,
        ))
    });
    let (jobs, mails, events, (files, bytes)) = read.await?;
    Ok(Facts {
        findings: look(app, site).await?,
        jobs,
        mails,
        events,
        files,
        bytes,
        free: checks::free(&site.config().data),
        resident: health::resident_bytes(),
        version: env!("CARGO_PKG_VERSION"),
        engine: match app.db().engine() {
            xingtan_db::Engine::Sqlite => "SQLite",
            xingtan_db::Engine::Postgres => "PostgreSQL",
        },
    })
}

/// `GET /system`.
pub async fn page(State(app): State<App>, site: Site, who: SignedIn) -> Result<Response, Fault> {
    let facts = facts(&app, &site, &who).await?;
    let actor = who.actor.clone();
    let first = app.db().read(move |tx| xingtan_learning::api::first_steps(tx, &actor)).await?;
    html(&StartPage {
        page: Page::new(&who, who.l.t("app-system-title")),
        first,
        worst: facts.worst(),
        findings: facts.findings,
        jobs: facts.jobs,
        mails: facts.mails,
        events: facts.events,
        files: facts.files,
        bytes: facts.bytes,
        free: facts.free,
        resident: facts.resident,
        version: facts.version,
        engine: facts.engine,
    })
}

impl Facts {
    /// The worst that was found.
    pub(crate) fn worst(&self) -> Look {
        self.findings.iter().map(|finding| finding.state).max().unwrap_or(Look::Ok)
    }
}

/// The doctor's quick looks.
async fn look(app: &App, site: &Site) -> Result<Vec<Finding>, Fault> {
    let (config, settings, now) = (site.config().clone(), app.settings().clone(), app.clock().now());
    let quick = tokio::task::spawn_blocking(move || {
        let folder = parameters::backup_folder(&settings, &config.data);
        let mut findings = vec![checks::folder(&config.data), checks::keys(&config), checks::mail(&config)];
        findings.extend(checks::access(&config.data));
        findings.extend(checks::disk(&config.data));
        findings.push(checks::address(&config));
        findings.extend(checks::tls(&config));
        findings.push(checks::backups(&folder, now, settings.institution().demo));
        findings
    });
    let mut findings = quick.await.map_err(|_| Fault::Broken)?;
    findings.push(checks::engine(app.db()).await);
    findings.push(checks::media(site.config()).await);
    findings.push(checks::office(site.config()).await);
    let folder = parameters::backup_folder(app.settings(), &site.config().data);
    findings.extend(checks::drill(app.db(), &folder, now).await);
    findings.push(checks::trail(app.db(), &site.config().data).await);
    findings.push(checks::clock(app.db(), now).await);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.state));
    Ok(findings)
}
