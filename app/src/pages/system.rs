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

/// `GET /system`.
pub async fn page(State(app): State<App>, site: Site, who: SignedIn) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let actor = who.actor.clone();
    let read = app.db().read(move |tx| {
        Ok::<_, xingtan_db::Error>((
            xingtan_learning::api::first_steps(tx, &actor)?,
            xingtan_jobs::count_by_state(tx)?,
            xingtan_notify::count_by_state(tx)?,
            xingtan_events::overview(tx)?,
            xingtan_storage::file::usage(tx)?,
        ))
    });
    let (first, jobs, mails, events, (files, bytes)) = read.await?;
    let findings = look(&app, &site).await?;
    html(&StartPage {
        page: Page::new(&who, who.l.t("app-system-title")),
        first,
        worst: findings.iter().map(|finding| finding.state).max().unwrap_or(Look::Ok),
        findings,
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
    let folder = parameters::backup_folder(app.settings(), &site.config().data);
    findings.extend(checks::drill(app.db(), &folder, now).await);
    findings.push(checks::trail(app.db(), &site.config().data).await);
    findings.push(checks::clock(app.db(), now).await);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.state));
    Ok(findings)
}
