//! Running the system, for programs: how it is, jobs, backups and their trials, verifications of the trail. Each asks
//! what its page asks; none of these pages stands behind a fresh proof of the password.

use crate::{
    command::doctor::State as Look,
    pages::{
        SYSTEM_MANAGE, Site, audit,
        backups::{self, BACKUP, CHECK, DRILL},
        job::{self, Deed, Line, SORTS},
        system,
    },
};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_jobs::{Job, JobKind, JobRow, State as JobState, enqueue};
use xingtan_notify::MailState;
use xingtan_web::{
    App, Fault,
    json::{
        Answer, ApiRouter, Asked, By, Caller, Collection, Cursor, Limit, Nothing, Post, Words, collection,
    },
};

/// The addresses of running the system.
pub fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(jobs))
        .routes(routes!(one_job))
        .routes(routes!(retry_job))
        .routes(routes!(cancel_job))
        .routes(routes!(all_backups, make_backup))
        .routes(routes!(check_backup))
        .routes(routes!(try_backup))
        .routes(routes!(verification, verify))
}

/// How many stand in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CountJson {
    /// Code of the state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// How a look of the doctor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LookJson {
    /// In order.
    Ok,
    /// It works, and should be seen to.
    Warn,
    /// It does not work.
    Fail,
}

impl From<Look> for LookJson {
    fn from(state: Look) -> Self {
        match state {
            Look::Ok => LookJson::Ok,
            Look::Warn => LookJson::Warn,
            Look::Fail => LookJson::Fail,
        }
    }
}

/// A look of the doctor.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FindingJson {
    /// What was looked at: a stable name.
    pub check: String,
    /// How it ended.
    pub state: LookJson,
    /// What was seen, in the language of the token's owner.
    pub said: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// How the system is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HealthJson {
    /// The worst that was found.
    pub state: LookJson,
    /// What was found, the worst first.
    pub findings: Vec<FindingJson>,
    /// Jobs by state.
    pub jobs: Vec<CountJson>,
    /// Mails by state: `queued`, `sent`, `failed`, `kept`.
    pub mails: Vec<CountJson>,
    /// Deliveries of events that were given up until a person decides.
    pub events_parked: i64,
    /// Deliveries of events not yet made.
    pub events_waiting: i64,
    /// Kept files.
    pub files: i64,
    /// Their size in bytes.
    pub file_bytes: i64,
    /// Free bytes where the data lie.
    pub free_bytes: Option<i64>,
    /// Memory in bytes.
    pub resident_bytes: Option<i64>,
    /// Version of the program.
    pub version: String,
    /// `SQLite` or `PostgreSQL`.
    pub engine: String,
}

fn mail_state(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "queued",
        MailState::Sent => "sent",
        MailState::Failed => "failed",
        MailState::Kept => "kept",
    }
}

/// How the system is
///
/// For who holds the permission on the whole institution.
#[utoipa::path(
    get, path = "/api/v1/system", tag = "system", operation_id = "system",
    security(("token" = ["system.read"])),
    responses((status = 200, description = "How the system is.", body = HealthJson))
)]
pub async fn health(State(app): State<App>, site: Site, caller: Caller) -> Result<Json<HealthJson>, Fault> {
    let facts = system::facts(&app, &site, &caller).await?;
    let l = &caller.l;
    let bytes = |bytes: Option<u64>| bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
    let count = |state: &str, count| CountJson { state: state.to_owned(), count };
    Ok(Json(HealthJson {
        state: facts.worst().into(),
        findings: facts
            .findings
            .iter()
            .map(|it| FindingJson {
                check: it.check.to_owned(),
                state: it.state.into(),
                said: l.msg(&it.said),
                remedy: it.remedy.as_ref().map(|remedy| l.msg(remedy)),
            })
            .collect(),
        jobs: facts.jobs.iter().map(|(state, n)| count(state.code(), *n)).collect(),
        mails: facts.mails.iter().map(|(state, n)| count(mail_state(*state), *n)).collect(),
        events_parked: facts.events.parked,
        events_waiting: facts.events.waiting,
        files: facts.files,
        file_bytes: facts.bytes,
        free_bytes: bytes(facts.free),
        resident_bytes: bytes(facts.resident),
        version: facts.version.to_owned(),
        engine: facts.engine.to_owned(),
    }))
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum JobStateJson {
    /// It waits.
    Waiting,
    /// It is carried out.
    Running,
    /// It ended well.
    Done,
    /// It ended otherwise.
    Failed,
    /// It was stopped.
    Cancelled,
}

impl From<JobState> for JobStateJson {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Waiting => JobStateJson::Waiting,
            JobState::Running => JobStateJson::Running,
            JobState::Done => JobStateJson::Done,
            JobState::Failed => JobStateJson::Failed,
            JobState::Cancelled => JobStateJson::Cancelled,
        }
    }
}

impl From<JobStateJson> for JobState {
    fn from(state: JobStateJson) -> Self {
        match state {
            JobStateJson::Waiting => JobState::Waiting,
            JobStateJson::Running => JobState::Running,
            JobStateJson::Done => JobState::Done,
            JobStateJson::Failed => JobState::Failed,
            JobStateJson::Cancelled => JobState::Cancelled,
        }
    }
}

/// Work beside the requests.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JobJson {
    /// Its id.
    pub id: Uuid,
    /// Name of its kind.
    pub kind: String,
    /// What its kind is called, in the language of the token's owner.
    pub title: String,
    /// Where it stands.
    pub state: JobStateJson,
    /// What it last said, in the language of the token's owner.
    pub said: Option<String>,
    /// Progress in whole percent, where it is known.
    pub percent: Option<i64>,
    /// What went wrong last.
    pub error: Option<String>,
    /// What came of it: any JSON.
    pub result: Option<serde_json::Value>,
    /// Who ordered it; none for the program.
    pub asked_by: Option<Uuid>,
    /// When it was ordered, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was first begun, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    /// When it ended, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
}

impl JobJson {
    fn of(l: &Locale, it: JobRow) -> Self {
        JobJson {
            title: job::title(l, &it),
            state: it.state().into(),
            said: it.said().map(|said| l.msg(&said)),
            percent: it.percent(),
            result: it.result.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            id: it.id,
            kind: it.kind,
            error: it.error,
            asked_by: it.asked_by,
            created_at: it.created_at,
            started_at: it.started_at,
            ended_at: it.ended_at,
        }
    }
}

/// Which jobs.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// Words of the kind's name, or of what went wrong.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Words>,
    /// Only those that stand so.
    #[param(inline)]
    state: Option<JobStateJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Jobs
///
/// The newest first, for who holds the permission on the whole institution.
#[utoipa::path(
    get, path = "/api/v1/system/jobs", tag = "system", operation_id = "jobs", params(JobsQuery),
    security(("token" = ["system.read"])),
    responses((status = 200, description = "A page of jobs.", body = Collection<JobJson>))
)]
pub async fn jobs(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<JobsQuery>,
) -> Result<Json<Collection<JobJson>>, Fault> {
    caller.must_whole(crate::pages::SYSTEM_READ)?;
    let state = asked.state.map(|state| JobState::from(state).code().to_owned());
    let pairs = [("q", asked.q.map(|words| words.0)), ("state", state)];
    let sorts = (&SORTS[..1], By::Moment);
    let list =
        collection("/api/v1/system/jobs", sorts, &pairs, asked.limit, asked.at.as_ref())?.or_descending();
    let l = caller.l.clone();
    let read = app.db().read(move |tx| {
        let select = job::select(tx, &l, &list)?;
        list.page::<Line>(tx, select)
    });
    Ok(Json(Collection::of(read.await?, |line| JobJson::of(&caller.l, line.0))))
}

/// A job
///
/// One's own, or for who may see the system; verifications of the trail for who may read it.
#[utoipa::path(
    get, path = "/api/v1/system/jobs/{id}", tag = "system", operation_id = "job",
    params(("id" = Uuid, Path, description = "The job.")),
    security(("token" = ["system.read"]), ("token" = ["audit.read"]), ("token" = [])),
    responses((status = 200, description = "The job.", body = JobJson))
)]
pub async fn one_job(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<JobJson>, Fault> {
    let (row, _) = job::read(&app, &caller, id).await?;
    Ok(Json(JobJson::of(&caller.l, row)))
}

async fn act(caller: Caller, id: Uuid, post: Post<Nothing>, action: &'static str) -> Result<Response, Fault> {
    caller.must_whole(SYSTEM_MANAGE)?;
    let deed = Deed { id, action, entry: caller.app.id(), now: caller.now, by: caller.who() };
    let l = caller.l.clone();
    let unit = move |tx: &mut Tx<'_>| {
        if !job::carry_out(tx, &deed)? {
            return Err(Fault::Conflict(Msg::new("app-job-not-so")));
        }
        Ok(Answer::done(JobJson::of(&l, xingtan_jobs::get(tx, id)?)))
    };
    post.repeat.once(&caller, None, unit).await
}

/// Try a job again
///
/// One that failed. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/system/jobs/{id}/retry", tag = "system", operation_id = "retry_job",
    params(("id" = Uuid, Path, description = "The job.")), request_body = Nothing,
    security(("token" = ["system.manage"])),
    responses((status = 200, description = "It waits again.", body = JobJson))
)]
pub async fn retry_job(caller: Caller, Path(id): Path<Uuid>, post: Post<Nothing>) -> Result<Response, Fault> {
    act(caller, id, post, "app.job-retried").await
}

/// Cancel a job
///
/// One that has not ended. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/system/jobs/{id}/cancel", tag = "system", operation_id = "cancel_job",
    params(("id" = Uuid, Path, description = "The job.")), request_body = Nothing,
    security(("token" = ["system.manage"])),
    responses((status = 200, description = "It is cancelled, or will stop.", body = JobJson))
)]
pub async fn cancel_job(
    caller: Caller,
    Path(id): Path<Uuid>,
    post: Post<Nothing>,
) -> Result<Response, Fault> {
    act(caller, id, post, "app.job-cancelled").await
}

/// A backup.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BackupJson {
    /// Its name.
    pub name: String,
    /// As of when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Its size in bytes.
    pub size: i64,
}

/// The backups.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BackupsJson {
    /// What lies in the folder, the newest first.
    pub items: Vec<BackupJson>,
    /// Why the folder cannot be read.
    pub unreadable: Option<String>,
    /// Where they lie on the machine.
    pub folder: String,
    /// When one was last restored for trial and found sound, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub tried_at: Option<Timestamp>,
    /// The newest job that has to do with backups.
    pub latest: Option<JobJson>,
}

/// Backups
///
/// What is there, when one was last restored for trial, and the newest job about them.
#[utoipa::path(
    get, path = "/api/v1/system/backups", tag = "system", operation_id = "backups",
    security(("token" = ["system.read"])),
    responses((status = 200, description = "The backups.", body = BackupsJson))
)]
pub async fn all_backups(
    State(app): State<App>,
    site: Site,
    caller: Caller,
) -> Result<Json<BackupsJson>, Fault> {
    caller.must_whole(crate::pages::SYSTEM_READ)?;
    let it = backups::gather(&app, &site).await?;
    let unreadable = it.found.as_ref().err().map(|error| caller.l.msg(&error.msg()));
    let found = it.found.unwrap_or_default().into_iter();
    let size = |size| i64::try_from(size).unwrap_or(i64::MAX);
    Ok(Json(BackupsJson {
        items: found.map(|it| BackupJson { name: it.name, at: it.at, size: size(it.size) }).collect(),
        unreadable,
        folder: it.folder.display().to_string(),
        tried_at: it.drilled.and_then(|row| row.ended_at),
        latest: it.latest.map(|row| JobJson::of(&caller.l, row)),
    }))
}

/// Orders a job; where the same work waits already, that job is answered.
async fn order(caller: &Caller, post: Post<Nothing>, job: Job) -> Result<Response, Fault> {
    let l = caller.l.clone();
    let unit = move |tx: &mut Tx<'_>| {
        let id = enqueue(tx, &job)?.id();
        let there = format!("/api/v1/system/jobs/{id}");
        Ok(Answer::made(there, JobJson::of(&l, xingtan_jobs::get(tx, id)?)))
    };
    post.repeat.once(caller, None, unit).await
}

/// Make a backup
///
/// By a job; where one waits already, that one is answered. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/system/backups", tag = "system", operation_id = "make_backup", request_body = Nothing,
    security(("token" = ["system.backup"])),
    responses((status = 201, description = "The job is ordered.", body = JobJson,
               headers(("location" = String, description = "The job."))))
)]
pub async fn make_backup(caller: Caller, post: Post<Nothing>) -> Result<Response, Fault> {
    let job = backups::ordered(&caller, BACKUP, "")?;
    order(&caller, post, job).await
}

async fn with_backup(
    caller: Caller,
    site: Site,
    name: &str,
    kind: JobKind,
    post: Post<Nothing>,
) -> Result<Response, Fault> {
    backups::there(&caller.app, &site, &caller, name)?;
    let job = backups::ordered(&caller, kind, name)?;
    order(&caller, post, job).await
}

/// Read a backup again
///
/// By a job, which says whether it is sound. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/system/backups/{name}/check", tag = "system", operation_id = "check_backup",
    params(("name" = String, Path, description = "The backup's name.")), request_body = Nothing,
    security(("token" = ["system.backup"])),
    responses((status = 201, description = "The job is ordered.", body = JobJson,
               headers(("location" = String, description = "The job."))))
)]
pub async fn check_backup(
    site: Site,
    caller: Caller,
    Path(name): Path<String>,
    post: Post<Nothing>,
) -> Result<Response, Fault> {
    with_backup(caller, site, &name, CHECK, post).await
}

/// Restore a backup for trial
///
/// By a job, into a place of its own: nothing of the running system is changed. With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/system/backups/{name}/drill", tag = "system", operation_id = "try_backup",
    params(("name" = String, Path, description = "The backup's name.")), request_body = Nothing,
    security(("token" = ["system.backup"])),
    responses((status = 201, description = "The job is ordered.", body = JobJson,
               headers(("location" = String, description = "The job."))))
)]
pub async fn try_backup(
    site: Site,
    caller: Caller,
    Path(name): Path<String>,
    post: Post<Nothing>,
) -> Result<Response, Fault> {
    with_backup(caller, site, &name, DRILL, post).await
}

/// What a verification found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerifiedJson {
    /// When it began, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many entries were read.
    pub entries: i64,
    /// Number of the last one.
    pub to: i64,
    /// The faults, in the language of the token's owner.
    pub faults: Vec<String>,
    /// How many more there are.
    pub more: i64,
}

/// How far the trail is verified.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerificationJson {
    /// Sealed entries.
    pub length: i64,
    /// Entries not yet sealed.
    pub unsealed: i64,
    /// Refused acts of the last seven days; not counted beyond a thousand.
    pub refused: i64,
    /// The newest verification.
    pub latest: Option<JobJson>,
    /// What the newest one that ended found.
    pub verified: Option<VerifiedJson>,
}

/// How far the trail is verified
///
/// For who may read the trail of the whole institution.
#[utoipa::path(
    get, path = "/api/v1/audit/verification", tag = "audit", operation_id = "verification",
    security(("token" = ["audit.read"])),
    responses((status = 200, description = "How far it is verified.", body = VerificationJson))
)]
pub async fn verification(caller: Caller) -> Result<Json<VerificationJson>, Fault> {
    let it = audit::trail(&caller).await?;
    let l = &caller.l;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Json(VerificationJson {
        length: it.length,
        unsealed: it.unsealed,
        refused: it.refused,
        latest: it.newest.map(|row| JobJson::of(l, row)),
        verified: it.verified.map(|it| VerifiedJson {
            at: it.at,
            sound: it.sound,
            entries: number(it.entries),
            to: it.to,
            faults: it.faults.iter().map(|fault| l.msg(fault)).collect(),
            more: number(it.more),
        }),
    }))
}

/// Verify the trail
///
/// By a job; where one waits already, that one is answered. With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/audit/verification", tag = "audit", operation_id = "verify", request_body = Nothing,
    security(("token" = ["audit.verify"])),
    responses((status = 201, description = "The job is ordered.", body = JobJson,
               headers(("location" = String, description = "The job."))))
)]
pub async fn verify(caller: Caller, post: Post<Nothing>) -> Result<Response, Fault> {
    let job = audit::ordered(&caller)?;
    order(&caller, post, job).await
}
