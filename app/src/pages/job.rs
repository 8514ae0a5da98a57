//! `/system/jobs`: what is done beside the pages.

use super::{
    AUDIT_READ, SYSTEM_MANAGE, SYSTEM_READ,
    site::{by, chips, is_whole, must_whole, once},
    verification::VERIFICATION,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::HashMap;
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{FromRow, Result as DbResult, Row, Tx};
use xingtan_documents::Cell;
use xingtan_i18n::{Locale, Msg};
use xingtan_jobs::{JobRow, ScheduleRow, State as JobState};
use xingtan_web::{
    App, Fault, Form, Keyed, List, Listed, Order, Page, Select, SignedIn, Sort, Value, export, html,
};

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
    list: Listed,
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
        if self.page.l.has(&own) { self.page.l.t(&own) } else { named(&self.page.l, &row.name) }
    }
}

/// What a job is called; kinds that no text names by their own name.
pub(crate) fn title(l: &Locale, row: &JobRow) -> String {
    named(l, &row.kind)
}

/// What a kind of job is called; so are most schedules, which bear the name of the job that they order.
fn named(l: &Locale, kind: &str) -> String {
    let key = kind.replacen('.', "-job-", 1).replace('.', "-");
    if l.has(&key) { l.t(&key) } else { kind.to_owned() }
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

/// A row of the list, which knows its place in each order.
pub(crate) struct Line(pub JobRow);

impl FromRow for Line {
    const COLUMNS: &'static [&'static str] = JobRow::COLUMNS;

    fn from_row(row: &Row<'_>) -> DbResult<Self> {
        JobRow::from_row(row).map(Line)
    }
}

impl Keyed for Line {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "kind" => self.0.kind.as_str().into(),
            "ended" => self.0.ended_at.unwrap_or(self.0.created_at).into(),
            _ => self.0.created_at.into(),
        }
    }

    fn id(&self) -> Uuid {
        self.0.id
    }
}

pub(crate) const SORTS: &[Sort] = &[
    Sort { name: "ordered", column: "created_at" },
    Sort { name: "kind", column: "kind" },
    Sort { name: "ended", column: "COALESCE(ended_at, created_at)" },
];

/// The jobs that a list asks for: by state, by the words of their name in the reader's language, by what went wrong.
pub(crate) fn select(tx: &mut Tx<'_>, l: &Locale, list: &List) -> DbResult<Select> {
    let mut select = Select::new(xingtan_jobs::COLUMNS, xingtan_jobs::TABLE, "id");
    if let Some(state) = JobState::of(list.filter("state")) {
        select = select.when("state = {}", state.code());
    }
    let query = list.query.to_lowercase();
    if query.is_empty() {
        return Ok(select);
    }
    let named = |kind: &String| kind.contains(&query) || named(l, kind).to_lowercase().contains(&query);
    let kinds: Vec<String> = xingtan_jobs::kinds_kept(tx)?.into_iter().filter(named).collect();
    if kinds.is_empty() {
        return Ok(select.search("lower(COALESCE(error, ''))", &query));
    }
    let places = vec!["{}"; kinds.len()].join(", ");
    Ok(select.when_all(&format!("kind IN ({places})"), kinds.into_iter().map(Value::Text).collect()))
}

/// `GET /system/jobs`; `?as=xlsx` or `csv` takes the newest along.
pub async fn list(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_whole(&who, SYSTEM_READ)?;
    let list = List::read(&form, "/system/jobs", SORTS, &["state"], SIZE).or_descending();
    let (l, asked, taking) = (who.l.clone(), list.clone(), form.has("as"));
    let read = app.db().read(move |tx| {
        let select = select(tx, &l, &asked)?;
        let (lines, listed) = if taking {
            let tail = format!("ORDER BY created_at DESC, id DESC LIMIT {MOST}");
            (select.rows::<Line>(tx, &tail)?, None)
        } else {
            let page = asked.page::<Line>(tx, select)?;
            let listed = page.listed(&asked);
            (page.rows, Some(listed))
        };
        let rows: Vec<JobRow> = lines.into_iter().map(|line| line.0).collect();
        let by: Vec<Uuid> = rows.iter().filter_map(|row| row.asked_by).collect();
        let names = xingtan_accounts::api::names(tx, &by)?;
        let counts = xingtan_jobs::count_by_state(tx)?;
        Ok::<_, xingtan_db::Error>((rows, listed, names, counts, xingtan_jobs::schedules(tx)?))
    });
    let (rows, listed, names, counts, schedules) = read.await?;
    let Some(listed) = listed else {
        let rows: Vec<_> = rows.iter().map(|row| cells(&who.l, row, &names)).collect();
        return export::answer(&who, form.value("as"), &who.l.t("app-jobs-title"), HEADINGS, &rows);
    };
    let counts = counts.into_iter().map(|(state, count)| (state.code(), count)).collect();
    html(&JobsPage {
        page: Page::new(&who, who.l.t("app-jobs-title")).crumb("/system", who.l.t("app-system-title")),
        chips: chips(&who, &list, JobState::ALL.map(|state| (state.code(), state.key())), &counts),
        exports: ["xlsx", "csv"].map(|format| list.href("as", format)).into(),
        list: listed,
        rows,
        names,
        schedules,
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

/// A job for whoever may see it, with the name of who ordered it.
pub(crate) async fn read(app: &App, who: &SignedIn, id: Uuid) -> Result<(JobRow, Option<String>), Fault> {
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

/// Trying a job again, or cancelling it.
pub(crate) struct Deed {
    /// The job.
    pub id: Uuid,
    /// `app.job-retried` or `app.job-cancelled`.
    pub action: &'static str,
    /// Id of the entry.
    pub entry: Uuid,
    /// When.
    pub now: Timestamp,
    /// Who.
    pub by: Who,
}

/// Carries it out; answers whether the job stood so that it could be.
pub(crate) fn carry_out(tx: &mut Tx<'_>, it: &Deed) -> DbResult<bool> {
    let row = xingtan_jobs::get(tx, it.id)?;
    let changed = match it.action {
        "app.job-retried" => xingtan_jobs::retry(tx, it.id, it.now)?,
        _ => xingtan_jobs::cancel(tx, it.id, it.now)?,
    };
    if changed {
        let entry = Entry::new(it.entry, it.now, it.action, &it.by);
        xingtan_audit::record(tx, &entry.on("job", it.id, row.kind))?;
    }
    Ok(changed)
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
    let (act, to) =
        (Deed { id, action, entry: app.id(), now: who.now, by: by(who) }, format!("/system/jobs/{id}"));
    let acted = once(who, form, &to, move |tx| carry_out(tx, &act));
    Ok(match acted.await? {
        Some(false) => who.go(&to, "ochre", &Msg::new("app-job-not-so")),
        Some(true) | None => who.go(&to, "pine", &Msg::new(done)),
    })
}
