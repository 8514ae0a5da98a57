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
use xingtan_clock::{Span, Uuid, Weekday};
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, Filter, Job, JobError, JobKind, JobRow, JobRun, Kinds, enqueue};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// The backup that a person asks for.
pub const BACKUP: JobKind = JobKind::new("app.backup").attempts(1).lease(Span::of_minutes(2));
/// The one that the clock orders.
pub const SCHEDULED: JobKind = JobKind::new("app.scheduled-backup").attempts(3).lease(Span::of_minutes(2));
/// Reading one again.
pub const CHECK: JobKind = JobKind::new("app.backup-check").attempts(1).lease(Span::of_minutes(2));

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
        async move { make_one(run, app, site).await }
    });
    let its = (app.clone(), site.clone());
    kinds.on(SCHEDULED, move |run| {
        let (app, site) = its.clone();
        async move { if is_due(&app) { make_one(run, app, site).await } else { Ok(Done::new()) } }
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

async fn make_one(run: JobRun, app: App, site: Site) -> Result<Done, JobError> {
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
    Done::with(
        &json!({ "file": name, "size": written.size, "rows": written.manifest.rows, "removed": removed }),
    )
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

async fn show(app: &App, site: &Site, who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let folder = backup_folder(app.settings(), &site.config().data);
    let looked = folder.clone();
    let found = blocking(move || backup::found(&looked)).await;
    let latest = app.db().read(|tx| {
        let mut all = Vec::new();
        for kind in [BACKUP, SCHEDULED, CHECK] {
            let filter = Filter { kind: Some(kind.name.to_owned()), ..Filter::default() };
            all.extend(xingtan_jobs::list(tx, &filter, None, 1)?);
        }
        all.sort_by_key(|row| row.created_at);
        Ok::<_, xingtan_db::Error>(all.pop())
    });
    let latest = latest.await?;
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&BackupsPage {
        page: Page::new(who, who.l.t("app-backups-title")).crumb("/system", who.l.t("app-system-title")),
        unreadable: found.as_ref().err().map(|error| who.l.msg(&error.msg())),
        found: found.unwrap_or_default(),
        folder: folder.display().to_string(),
        passphrase: backup::passphrase().is_some(),
        said: latest.as_ref().map(|row| super::job::said(&who.l, row)).unwrap_or_default(),
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
pub async fn make(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    order(&app, &who, &form, BACKUP, String::new(), "app-backup-ordered").await
}

/// `POST /system/backups/NAME/check`: reads one again.
pub async fn check(
    State(app): State<App>,
    site: Site,
    who: SignedIn,
    Path(name): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_BACKUP)?;
    let there = place(&app, &site, &name).is_some_and(|path| path.is_file());
    if !there {
        return Err(Fault::NotFound);
    }
    order(&app, &who, &form, CHECK, name, "app-backup-check-ordered").await
}

async fn order(
    app: &App,
    who: &SignedIn,
    form: &Form,
    kind: JobKind,
    name: String,
    done: &'static str,
) -> Result<Response, Fault> {
    must_whole(who, SYSTEM_BACKUP)?;
    let (now, id, person) = (who.now, app.id(), who.actor.person);
    let order = json!({ "by": who.actor.name, "person": person, "name": name });
    let to = "/system/backups";
    once(who, form, to, move |tx| {
        let job = Job::new(id, kind, now).with(&order)?.priority(10).single(kind.name).by(person);
        enqueue(tx, &job)
    })
    .await?;
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
