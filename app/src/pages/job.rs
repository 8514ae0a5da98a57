//! `/system/jobs`: what is done beside the pages.

use super::{
    AUDIT_READ, SYSTEM_MANAGE, SYSTEM_READ,
    site::{address, by, file, is_whole, must_whole, once, place, read_place},
    verification::VERIFICATION,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_audit::Entry;
use xingtan_clock::Uuid;
use xingtan_documents::Cell;
use xingtan_i18n::{Locale, Msg};
use xingtan_jobs::{Filter, JobRow, ScheduleRow, State as JobState};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Jobs on a page.
const SIZE: i64 = 50;

/// Jobs of one export, the newest.
const MOST: i64 = 5_000;
const HEADINGS: &[&str] = &[
    "app-jobs-kind",
    "app-jobs-state",
    "app-jobs-by",
    "app-jobs-ordered",
    "app-jobs-ended",
    "app-jobs-error",
];

fn cells(l: &Locale, row: &JobRow, names: &HashMap<Uuid, String>) -> Vec<Cell> {
    let by = row.asked_by.and_then(|by| names.get(&by).cloned()).unwrap_or_else(|| l.t("app-jobs-program"));
    vec![
        Cell::text(title(l, row)),
        Cell::text(l.t(&row.state().key())),
        Cell::text(by),
        Cell::moment(row.created_at, l.zone()),
        row.ended_at.map_or(Cell::Empty, |at| Cell::moment(at, l.zone())),
        Cell::text(row.error.clone().unwrap_or_default()),
    ]
}

#[derive(Template)]
#[template(path = "system/jobs.html")]
struct JobsPage {
    page: Page,
    rows: Vec<JobRow>,
    names: HashMap<Uuid, String>,
    chips: Vec<(String, String, bool, i64)>,
    schedules: Vec<ScheduleRow>,
    exports: (String, String),
    next: Option<String>,
    first: Option<String>,
}

impl JobsPage {
    fn name(&self, row: &JobRow) -> String {
        row.asked_by
            .and_then(|by| self.names.get(&by).cloned())
            .unwrap_or_else(|| self.page.l.t("app-jobs-program"))
    }

    fn title(&self, row: &JobRow) -> String {
        title(&self.page.l, row)
    }

    fn tone(&self, row: &JobRow) -> &'static str {
        tone(row.state())
    }

    fn schedule(&self, row: &ScheduleRow) -> String {
        let own = format!("{}-schedule", row.name.replace('.', "-"));
        // Most schedules are named after the job that they order
        let of_job = row.name.replacen('.', "-job-", 1).replace('.', "-");
        let known = [own, of_job].into_iter().find(|key| self.page.l.has(key));
        known.map_or_else(|| row.name.clone(), |key| self.page.l.t(&key))
    }
}

/// What a job is called; kinds that no text names by their own name.
fn title(l: &Locale, row: &JobRow) -> String {
    let key = row.title_key();
    if l.has(&key) { l.t(&key) } else { row.kind.clone() }
}

/// The tone of a state.
pub fn tone(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "ochre",
        JobState::Running => "slate",
        JobState::Done => "pine",
        JobState::Failed => "cinnabar",
        JobState::Cancelled => "",
    }
}

/// `GET /system/jobs`.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let state = JobState::of(form.value("state"));
    let taking = form.has("as");
    let after = read_place(form.value("after")).filter(|_| !taking);
    let limit = if taking { MOST } else { SIZE + 1 };
    let read = app.db().read(move |tx| {
        let filter = Filter { state, ..Filter::default() };
        let rows = xingtan_jobs::list(tx, &filter, after, limit)?;
        let by: Vec<Uuid> = rows.iter().filter_map(|row| row.asked_by).collect();
        let names = xingtan_accounts::api::names(tx, &by)?;
        Ok::<_, xingtan_db::Error>((
            rows,
            names,
            xingtan_jobs::count_by_state(tx)?,
            xingtan_jobs::schedules(tx)?,
        ))
    });
    let (mut rows, names, counts, schedules) = read.await?;
    if taking {
        let rows: Vec<_> = rows.iter().map(|row| cells(&who.l, row, &names)).collect();
        return file(&who, form.value("as"), "app-jobs-title", HEADINGS, &rows);
    }
    let more = rows.len() as i64 > SIZE;
    rows.truncate(SIZE as usize);
    let code = state.map_or("", JobState::code);
    let to = |after: &str| address("/system/jobs", &[("state", code), ("after", after)]);
    let count = |state: JobState| counts.iter().find(|(own, _)| *own == state).map_or(0, |(_, n)| *n);
    let all = counts.iter().map(|(_, n)| n).sum();
    let mut chips = vec![("/system/jobs".to_owned(), who.l.t("app-all"), state.is_none(), all)];
    chips.extend(JobState::ALL.map(|own| {
        (
            address("/system/jobs", &[("state", own.code())]),
            who.l.t(&own.key()),
            state == Some(own),
            count(own),
        )
    }));
    html(&JobsPage {
        page: Page::new(&who, who.l.t("app-jobs-title")).crumb("/system", who.l.t("app-system-title")),
        next: rows.last().filter(|_| more).map(|row| to(&place(row.created_at, row.id))),
        first: after.map(|_| to("")),
        rows,
        names,
        chips,
        schedules,
        exports: ["xlsx", "csv"]
            .map(|format| address("/system/jobs", &[("state", code), ("as", format)]))
            .into(),
    })
}

#[derive(Template)]
#[template(path = "system/job.html")]
struct JobPage {
    page: Page,
    row: JobRow,
    form: Form,
    name: String,
    said: String,
    tone: &'static str,
    percent: i64,
    result: Option<String>,
    may_manage: bool,
}

/// `GET /system/jobs/ID`.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (row, name) = read(&app, &who, id).await?;
    let pretty = |text: &String| {
        let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
        value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| text.clone())
    };
    html(&JobPage {
        page: Page::new(&who, title(&who.l, &row))
            .crumb("/system", who.l.t("app-system-title"))
            .crumb("/system/jobs", who.l.t("app-jobs-title")),
        form: Form::fresh(app.id()),
        said: said(&who.l, &row),
        tone: tone(row.state()),
        percent: row.percent().unwrap_or(-1),
        result: row.result.as_ref().map(pretty),
        may_manage: who.actor.may(SYSTEM_MANAGE),
        name: name.unwrap_or_else(|| who.l.t("app-jobs-program")),
        row,
    })
}

#[derive(Template)]
#[template(path = "system/job_state.html")]
struct StatePart {
    page: Page,
    said: String,
    tone: &'static str,
    percent: i64,
    ended: bool,
}

/// `GET /system/jobs/ID/state`: what the page fetches anew while the job runs.
pub async fn state(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let (row, _) = read(&app, &who, id).await?;
    html(&StatePart {
        page: Page::new(&who, title(&who.l, &row)),
        said: said(&who.l, &row),
        tone: tone(row.state()),
        percent: row.percent().unwrap_or(-1),
        ended: row.state().is_ended(),
    })
}

async fn read(app: &App, who: &SignedIn, id: Uuid) -> Result<(JobRow, Option<String>), Fault> {
    let read = app.db().read(move |tx| {
        let row = xingtan_jobs::get(tx, id)?;
        let by: Vec<Uuid> = row.asked_by.into_iter().collect();
        let name = xingtan_accounts::api::names(tx, &by)?.into_values().next();
        Ok::<_, xingtan_db::Error>((row, name))
    });
    let (row, name) = read.await?;
    // Who asked for a job may watch it; verifications are the audit administrator's.
    let own = row.asked_by == Some(who.actor.person);
    let verification = row.kind == VERIFICATION.name && is_whole(&who.actor.scope(AUDIT_READ));
    if !own && !verification {
        must_whole(who, SYSTEM_READ)?;
    }
    Ok((row, name))
}

/// What a job says of itself, after where it stands.
pub fn said(l: &Locale, row: &JobRow) -> String {
    let state = l.t(&row.state().key());
    match row.said() {
        Some(said) => l.t2("app-job-said", "state", state, "said", l.msg(&said)),
        None => state,
    }
}

/// `POST /system/jobs/ID/retry`.
pub async fn retry(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    act(&app, &who, id, &form, "app.job-retried", "app-job-retried").await
}

/// `POST /system/jobs/ID/cancel`.
pub async fn cancel(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    act(&app, &who, id, &form, "app.job-cancelled", "app-job-cancelled").await
}

async fn act(
    app: &App,
    who: &SignedIn,
    id: Uuid,
    form: &Form,
    action: &'static str,
    done: &'static str,
) -> Result<Response, Fault> {
    must_whole(who, SYSTEM_MANAGE)?;
    let (now, entry, by) = (who.now, app.id(), by(who));
    let to = format!("/system/jobs/{id}");
    let acted = once(who, form, &to, move |tx| {
        let row = xingtan_jobs::get(tx, id)?;
        let changed = match action {
            "app.job-retried" => xingtan_jobs::retry(tx, id, now)?,
            _ => xingtan_jobs::cancel(tx, id, now)?,
        };
        if changed {
            xingtan_audit::record(tx, &Entry::new(entry, now, action, &by).on("job", id, row.kind))?;
        }
        Ok(changed)
    });
    Ok(match acted.await? {
        Some(false) => who.go(&to, "ochre", &Msg::new("app-job-not-so")),
        Some(true) | None => who.go(&to, "pine", &Msg::new(done)),
    })
}
