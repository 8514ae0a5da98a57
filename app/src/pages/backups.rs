//! `/system/backups`: what is there, when it was made, whether it is sound; making one now (OPS-2).

use super::{
    SYSTEM_BACKUP, SYSTEM_MANAGE, SYSTEM_READ, Site,
    parameters::{BACKUP_FOLDER, BACKUP_KEEP, BACKUP_RHYTHM, backup_folder},
    site::{by, must_whole, once},
};
use crate::command::backup::{self, Archive, Asked, BackupError, Found, Meter, blocking};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{path::PathBuf, time::Duration};
use xingtan_audit::{Entry, Who};
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid, Weekday};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, Filter, Job, JobError, JobKind, JobRow, JobRun, Kinds, State as JobState, enqueue};
use xingtan_notify::{Notice, NoticeKind, send};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// The backup that a person asks for.
pub const BACKUP: JobKind = JobKind::new("app.backup").attempts(1).lease(Span::of_minutes(2));
/// The one that the clock orders.
pub const SCHEDULED: JobKind = JobKind::new("app.scheduled-backup").attempts(3).lease(Span::of_minutes(2));
/// Reading one again.
pub const CHECK: JobKind = JobKind::new("app.backup-check").attempts(1).lease(Span::of_minutes(2));

/// Restoring one for trial.
pub const DRILL: JobKind = JobKind::new("app.restore-drill").attempts(1).lease(Span::of_minutes(2));

/// A backup by the clock, or a restore for trial, has failed.
pub const FAILED: NoticeKind = NoticeKind::duty("app.backup-failed");

/// Scheduled backups are restored for trial when the last trial lies so long back.
const DRILLED: Span = Span::of_days(6);
/// Administrators who are told.
const MOST: usize = 50;

/// What a job is told.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Order {
    #[serde(default)]
    by: String,
    #[serde(default)]
    person: Option<Uuid>,
    #[serde(default)]
    name: String,
}

/// Lets the program make backups.
pub fn jobs(app: &App, site: &Site, kinds: &mut Kinds) {
    let its = (app.clone(), site.clone());
    kinds.on(BACKUP, move |run| {
        let (app, site) = its.clone();
        async move { Ok(make_one(run, app, site).await?.0) }
    });
    let its = (app.clone(), site.clone());
    kinds.on(SCHEDULED, move |run| {
        let (app, site) = its.clone();
        async move { if is_due(&app) { by_the_clock(run, app, site).await } else { Ok(Done::new()) } }
    });
    let its = (app.clone(), site.clone());
    kinds.on(DRILL, move |run| {
        let (app, site) = its.clone();
        async move {
            let drilled = drill_one(run.clone(), &app, &site).await;
            tell_failure(&run, &app, drilled).await
        }
    });
    let its = (app.clone(), site.clone());
    kinds.on(CHECK, move |run| {
        let (app, site) = its.clone();
        async move { check_one(run, app, site).await }
    });
}

/// Whether tonight is one of the nights; weekly ones are those before Sunday.
fn is_due(app: &App) -> bool {
    let tonight = app.institution().zone.date(app.clock().now()).weekday();
    match app.settings().text(&BACKUP_RHYTHM).as_str() {
        "off" => false,
        "weekly" => tonight == Weekday::Sunday,
        // A demo holds nothing that would be missed.
        _ => !app.institution().demo,
    }
}

/// Tonight's backup, and its trial where the last one lies back; the administrators hear of the last failure.
async fn by_the_clock(run: JobRun, app: App, site: Site) -> Result<Done, JobError> {
    let made = make_one(run.clone(), app.clone(), site).await;
    match made {
        Ok((done, name)) => {
            try_it(&run, name).await?;
            Ok(done)
        }
        Err(error) if run.attempt < SCHEDULED.attempts && !matches!(error, JobError::Never(_)) => Err(error),
        Err(error) => tell_failure(&run, &app, Err(error)).await,
    }
}

/// Orders the trial of a new backup, unless there was one of late.
async fn try_it(run: &JobRun, name: String) -> Result<(), JobError> {
    let (id, since) = (run.ids.next(), run.clock.now() - DRILLED);
    run.step(move |tx, hold| {
        if drilled(tx)?.is_some_and(|row| row.ended_at.is_some_and(|at| at > since)) {
            return Ok(());
        }
        let order = json!({ "by": "", "name": name });
        enqueue(tx, &Job::new(id, DRILL, hold.now()).with(&order)?.single(DRILL.name))?;
        Ok(())
    })
    .await
}

/// The newest trial that ended well.
pub fn drilled(tx: &mut Tx<'_>) -> xingtan_db::Result<Option<JobRow>> {
    let done = Filter { state: Some(JobState::Done), kind: Some(DRILL.name.to_owned()), ..Filter::default() };
    Ok(xingtan_jobs::list(tx, &done, None, 1)?.pop())
}

/// Passes an outcome on; the administrators are told of a failure.
async fn tell_failure(run: &JobRun, app: &App, outcome: Result<Done, JobError>) -> Result<Done, JobError> {
    if matches!(outcome, Ok(_) | Err(JobError::Stopped | JobError::Cancelled | JobError::Lost)) {
        return outcome;
    }
    let ids: Vec<Uuid> = (0..MOST).map(|_| run.ids.next()).collect();
    run.step(move |tx, hold| {
        let people = xingtan_accounts::api::all_holders(tx, Role::Admin)?;
        for (to, id) in xingtan_accounts::api::recipients(tx, &people)?.into_iter().zip(&ids) {
            send(tx, &Notice::new(*id, FAILED, to, hold.now()).link("/system/backups"))?;
        }
        Ok(())
    })
    .await?;
    app.ring();
    outcome
}

async fn drill_one(run: JobRun, app: &App, site: &Site) -> Result<Done, JobError> {
    let order: Order = run.read()?;
    let path = place(app, site, &order.name).ok_or_else(|| JobError::Never("no such name".into()))?;
    let Some(passphrase) = backup::passphrase() else {
        run.say(BackupError::NoPassphrase.msg()).await?;
        return Err(JobError::Never(BackupError::NoPassphrase.to_string()));
    };
    let (data, meter) = (site.config().data.clone(), Meter::default());
    let its = meter.clone();
    let work = async move { backup::drill(&data, &path, passphrase, its).await };
    let drilled = watched(&run, &meter, work).await?;
    let said = Msg::new("app-backup-job-drilled").with("name", order.name).with("rows", drilled.rows);
    run.say(said.with("files", drilled.files).with("entries", drilled.entries)).await?;
    Done::with(&drilled)
}

/// A backup; answers its name besides.
async fn make_one(run: JobRun, app: App, site: Site) -> Result<(Done, String), JobError> {
    let order: Order = run.read()?;
    let Some(passphrase) = backup::passphrase() else {
        run.say(BackupError::NoPassphrase.msg()).await?;
        return Err(JobError::Never(BackupError::NoPassphrase.to_string()));
    };
    let data = site.config().data.clone();
    let folder = backup_folder(app.settings(), &data);
    let meter = Meter::default();
    let asked = Asked { folder: folder.clone(), data, passphrase };
    let (own, its) = (app.clone(), meter.clone());
    let written = watched(&run, &meter, async move { backup::write(&own, asked, its).await }).await?;
    let keep = usize::try_from(app.settings().int(&BACKUP_KEEP)).unwrap_or(1);
    let pruned = folder.clone();
    let removed = told(&run, blocking(move || backup::prune(&pruned, keep)).await).await?;
    let who = Who { person: order.person, name: order.by, ..Who::program() };
    told(&run, backup::note(&app, &written, &removed, &who).await).await?;
    let name = written.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    run.say(Msg::new("app-backup-job-made").with("name", name.clone())).await?;
    let result =
        json!({ "file": name, "size": written.size, "rows": written.manifest.rows, "removed": removed });
    Ok((Done::with(&result)?, name))
}

async fn check_one(run: JobRun, app: App, site: Site) -> Result<Done, JobError> {
    let order: Order = run.read()?;
    let path = place(&app, &site, &order.name).ok_or_else(|| JobError::Never("no such name".into()))?;
    let meter = Meter::default();
    let its = meter.clone();
    let passphrase = backup::passphrase();
    let work = blocking(move || {
        let archive = Archive::open(&path)?;
        match passphrase {
            Some(passphrase) => archive.unlock(&passphrase)?.check(&its),
            None => archive.check_hashes(&its),
        }
    });
    watched(&run, &meter, work).await?;
    run.say(Msg::new("app-backup-job-sound").with("name", order.name)).await?;
    Ok(Done::new())
}

/// Shows how far the work is on the job, and stops it where the job is cancelled.
async fn watched<T: Send + 'static>(
    run: &JobRun,
    meter: &Meter,
    work: impl Future<Output = Result<T, BackupError>> + Send + 'static,
) -> Result<T, JobError> {
    let mut work = tokio::spawn(work);
    loop {
        tokio::select! {
            ended = &mut work => return told(run, ended?).await,
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                let (stage, done, total) = meter.read();
                let shown = run
                    .step(move |tx, hold| {
                        hold.say(tx, &Msg::new(stage.key()))?;
                        hold.progress(tx, done as i64, total as i64)
                    })
                    .await;
                if let Err(error) = shown {
                    meter.stop();
                    let _stopped = work.await;
                    return Err(error);
                }
            }
        }
    }
}

/// Says on the job what went wrong, in words for the administrator.
async fn told<T>(run: &JobRun, outcome: Result<T, BackupError>) -> Result<T, JobError> {
    match outcome {
        Ok(done) => Ok(done),
        Err(error) => {
            run.say(error.msg()).await?;
            Err(JobError::Again(error.to_string()))
        }
    }
}

/// The path of a backup of this name; none for a text that is no such name.
fn place(app: &App, site: &Site, name: &str) -> Option<PathBuf> {
    backup::time_of(name)?;
    Some(backup_folder(app.settings(), &site.config().data).join(name))
}

#[derive(Template)]
#[template(path = "system/backups.html")]
struct BackupsPage {
    page: Page,
    found: Vec<Found>,
    unreadable: Option<String>,
    folder: String,
    passphrase: bool,
    latest: Option<JobRow>,
    said: String,
    drilled: Option<Timestamp>,
    form: Form,
    make: Form,
    rhythms: Vec<(String, String)>,
    may_backup: bool,
    may_manage: bool,
}

/// `GET /system/backups`.
pub async fn page(State(app): State<App>, site: Site, who: SignedIn) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let text = |setting| app.settings().text(setting);
    let form = Form::fresh(app.id())
        .with("folder", text(&BACKUP_FOLDER))
        .with("rhythm", text(&BACKUP_RHYTHM))
        .with("keep", text(&BACKUP_KEEP));
    show(&app, &site, &who, form).await
}

/// What is known of the backups.
pub(crate) struct Gathered {
    /// Where they lie.
    pub folder: PathBuf,
    /// What lies there, the newest first.
    pub found: Result<Vec<Found>, BackupError>,
    /// The newest job that has to do with them.
    pub latest: Option<JobRow>,
    /// The newest trial that ended well.
    pub drilled: Option<JobRow>,
}

/// Looks for the backups.
pub(crate) async fn gather(app: &App, site: &Site) -> Result<Gathered, Fault> {
    let folder = backup_folder(app.settings(), &site.config().data);
    let looked = folder.clone();
    let found = blocking(move || backup::found(&looked)).await;
    let latest = app.db().read(|tx| {
        let mut all = Vec::new();
        for kind in [BACKUP, SCHEDULED, CHECK, DRILL] {
            let filter = Filter { kind: Some(kind.name.to_owned()), ..Filter::default() };
            all.extend(xingtan_jobs::list(tx, &filter, None, 1)?);
        }
        all.sort_by_key(|row| row.created_at);
        Ok::<_, xingtan_db::Error>((all.pop(), drilled(tx)?))
    });
    let (latest, drilled) = latest.await?;
    Ok(Gathered { folder, found, latest, drilled })
}

/// The work on backups that somebody who may orders now; `name` is of a backup that is there.
pub(crate) fn ordered(who: &SignedIn, kind: JobKind, name: &str) -> Result<Job, Fault> {
    must_whole(who, SYSTEM_BACKUP)?;
    let order = json!({ "by": who.actor.name, "person": who.actor.person, "name": name });
    let job = Job::new(who.app.id(), kind, who.now).with(&order)?;
    Ok(job.priority(10).single(kind.name).by(who.actor.person))
}

async fn show(app: &App, site: &Site, who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let Gathered { folder, found, latest, drilled } = gather(app, site).await?;
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&BackupsPage {
        page: Page::new(who, who.l.t("app-backups-title")).crumb("/system", who.l.t("app-system-title")),
        unreadable: found.as_ref().err().map(|error| who.l.msg(&error.msg())),
        found: found.unwrap_or_default(),
        folder: folder.display().to_string(),
        passphrase: backup::passphrase().is_some(),
        said: latest.as_ref().map(|row| super::job::said(&who.l, row)).unwrap_or_default(),
        drilled: drilled.and_then(|row| row.ended_at),
        latest,
        form,
        make: Form::fresh(app.id()),
        rhythms: ["daily", "weekly", "off"]
            .map(|code| (code.to_owned(), who.l.t(&format!("app-backup-rhythm-{code}"))))
            .to_vec(),
        may_backup: who.actor.may(SYSTEM_BACKUP),
        may_manage: who.actor.may(SYSTEM_MANAGE),
    })?;
    Ok((status, page).into_response())
}

/// `POST /system/backups`: makes one now.
pub async fn make(who: SignedIn, form: Form) -> Result<Response, Fault> {
    order(&who, &form, BACKUP, String::new(), "app-backup-ordered").await
}

/// `POST /system/backups/NAME/check`: reads one again.
pub async fn check(
    State(app): State<App>,
    site: Site,
    who: SignedIn,
    Path(name): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    there(&app, &site, &who, &name)?;
    order(&who, &form, CHECK, name, "app-backup-check-ordered").await
}

/// `POST /system/backups/NAME/drill`: restores one for trial.
pub async fn try_restoring(
    State(app): State<App>,
    site: Site,
    who: SignedIn,
    Path(name): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    there(&app, &site, &who, &name)?;
    order(&who, &form, DRILL, name, "app-backup-drill-ordered").await
}

/// A backup that is there, for somebody who may work with backups.
pub(crate) fn there(app: &App, site: &Site, who: &SignedIn, name: &str) -> Result<(), Fault> {
    must_whole(who, SYSTEM_BACKUP)?;
    let found = place(app, site, name).is_some_and(|path| path.is_file());
    if found { Ok(()) } else { Err(Fault::NotFound) }
}

async fn order(
    who: &SignedIn,
    form: &Form,
    kind: JobKind,
    name: String,
    done: &'static str,
) -> Result<Response, Fault> {
    let job = ordered(who, kind, &name)?;
    let to = "/system/backups";
    once(who, form, to, move |tx| enqueue(tx, &job)).await?;
    Ok(who.go(to, "pine", &Msg::new(done)))
}

/// `POST /system/backups/settings`: where, how often, how many.
pub async fn save(
    State(app): State<App>,
    site: Site,
    who: SignedIn,
    mut form: Form,
) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_MANAGE)?;
    let mut changes = Vec::new();
    for (name, setting) in [("folder", BACKUP_FOLDER), ("rhythm", BACKUP_RHYTHM), ("keep", BACKUP_KEEP)] {
        match setting.check(form.value(name)) {
            Ok(value) => changes.push((app.id(), setting, app.settings().text(&setting), value)),
            Err(wrong) => form.refuse(name, wrong.msg()),
        }
    }
    if !form.ok() {
        return show(&app, &site, &who, form).await;
    }
    let (now, entry, by, person) = (who.now, app.id(), by(&who), who.actor.person);
    once(&who, &form, "/system/backups", move |tx| {
        let (mut before, mut after) = (serde_json::Map::new(), serde_json::Map::new());
        for (id, setting, was, value) in &changes {
            // Checked above; what is wrong would change nothing.
            let _checked = xingtan_settings::set(tx, *id, setting, value, Some(person), now)?;
            if was != value {
                before.insert(setting.key.to_owned(), was.as_str().into());
                after.insert(setting.key.to_owned(), value.as_str().into());
            }
        }
        if after.is_empty() {
            return Ok(());
        }
        xingtan_audit::record(
            tx,
            &Entry::new(entry, now, "app.settings-changed", &by).change(&before, &after),
        )
    })
    .await?;
    app.settings().refresh().await?;
    Ok(who.go("/system/backups", "pine", &Msg::new("app-settings-saved")))
}
