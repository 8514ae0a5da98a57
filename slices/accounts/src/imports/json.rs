//! Imports for programs: how far one is, which rows were refused, starting it and throwing it away. A file of people comes
//! in by `person/json/import.rs`.

use super::{
    Imports,
    action::{own, started},
    page::broken,
    seen,
};
use crate::{json::refused, people::saving::prepare};
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_imports::{ReportRow, Run, RunState, label};
use xingtan_web::{
    App, Fault, SignedIn,
    json::{Answer, Asked, Caller, Collection, Limit, Repeat},
};

/// A file that is or was taken in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportJson {
    /// Its id.
    pub id: Uuid,
    /// What is taken in: `accounts.people`.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// Where it stands.
    pub state: ImportStateJson,
    /// Keys of the columns that were recognised.
    pub columns: Vec<String>,
    /// Headers that no column is called by; they are left aside.
    pub unknown_columns: Vec<String>,
    /// Rows of the file.
    pub total: i64,
    /// Rows that contradict others of the file; known before the start.
    pub refused_ahead: i64,
    /// Rows that had their turn.
    pub done: i64,
    /// Rows that made something new.
    pub made: i64,
    /// Rows that changed something.
    pub changed: i64,
    /// Rows that found everything so already.
    pub unchanged: i64,
    /// Rows that were refused; see `rows`.
    pub refused: i64,
    /// Who uploaded it.
    pub asked_by: Uuid,
    /// When it was uploaded, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// When it was started, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    /// When it ended, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// What may be done afterwards on pages, such as printing the slips with first passwords.
    pub links: Vec<LinkJson>,
}

/// What may be done afterwards.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkJson {
    /// Address of the page.
    #[schema(format = "uri-reference")]
    pub page: String,
    /// What it is, in the language of the token's owner.
    pub what: String,
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImportStateJson {
    /// Its file is being kept.
    Receiving,
    /// It was looked over and waits for its start; nothing was taken in.
    Waiting,
    /// Rows are being taken in.
    Running,
    /// All rows had their turn.
    Done,
    /// It was thrown away before the start.
    Discarded,
    /// It ended before all rows had their turn; what was taken in stays.
    Broken,
}

impl ImportJson {
    fn of(it: Run, broken: bool, l: &Locale) -> Self {
        ImportJson {
            state: match it.state() {
                _ if broken => ImportStateJson::Broken,
                RunState::Receiving => ImportStateJson::Receiving,
                RunState::Waiting => ImportStateJson::Waiting,
                RunState::Running => ImportStateJson::Running,
                RunState::Done => ImportStateJson::Done,
                RunState::Discarded => ImportStateJson::Discarded,
                RunState::Broken => ImportStateJson::Broken,
            },
            columns: it.columns(),
            unknown_columns: it.unknown(),
            links: it
                .links()
                .into_iter()
                .map(|link| LinkJson { page: link.href, what: l.msg(&link.label) })
                .collect(),
            id: it.id,
            kind: it.kind,
            file: it.file_name,
            total: it.total,
            refused_ahead: it.ahead,
            done: it.done,
            made: it.made,
            changed: it.changed,
            unchanged: it.unchanged,
            refused: it.refused,
            asked_by: it.asked_by,
            asked_at: it.asked_at,
            started_at: it.started_at,
            ended_at: it.ended_at,
        }
    }

    /// A run as kept now, which the caller may see.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn read(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<ImportJson, Fault> {
        let run = seen(tx, who, id)?;
        let broken = broken(tx, &run)?;
        Ok(ImportJson::of(run, broken, &who.l))
    }
}

/// An import
///
/// One's own, or one of the subtrees where the permission holds.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", tag = "imports", operation_id = "import",
    params(("id" = Uuid, Path, description = "The import.")),
    security(("token" = ["imports.read"]), ("token" = ["people.import"])),
    responses((status = 200, description = "The import.", body = ImportJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<ImportJson>, Fault> {
    may_look(&caller)?;
    let signed = caller.clone();
    Ok(Json(app.db().read(move |tx| ImportJson::read(tx, &signed, id)).await?))
}

/// Also one's own are for tokens that are about imports.
fn may_look(caller: &Caller) -> Result<(), Fault> {
    let may = caller.actor.may(super::READ) || caller.actor.may(crate::person::IMPORT);
    if may { Ok(()) } else { Err(Fault::forbidden()) }
}

/// A row that was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportRowJson {
    /// The number that a spreadsheet shows; the header is row 1.
    pub row: i64,
    /// What names the row: its first column.
    pub name: String,
    /// Key of the column at fault.
    pub column: Option<String>,
    /// What the column is called, in the language of the token's owner.
    pub column_name: Option<String>,
    /// The value there, masked where it is sensitive.
    pub value: String,
    /// What is wrong and what to do, in the language of the token's owner.
    pub reason: String,
}

/// Which rows.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportRowsQuery {
    /// Only rows after this one: out of `next`.
    #[param(minimum = 0)]
    after: Option<u32>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Refused rows of an import
///
/// In the order of the file. The rest went in; the file with these rows mended can be sent again.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/rows", tag = "imports", operation_id = "import_rows",
    params(("id" = Uuid, Path, description = "The import."), ImportRowsQuery),
    security(("token" = ["imports.read"]), ("token" = ["people.import"])),
    responses((status = 200, description = "A page of refused rows.", body = Collection<ImportRowJson>))
)]
pub async fn rows(
    State(app): State<App>,
    imports: Imports,
    caller: Caller,
    Path(id): Path<Uuid>,
    Asked(asked): Asked<ImportRowsQuery>,
) -> Result<Json<Collection<ImportRowJson>>, Fault> {
    may_look(&caller)?;
    let (signed, Limit(limit)) = (caller.clone(), asked.limit.unwrap_or_default());
    let after = i64::from(asked.after.unwrap_or_default());
    let read = app.db().read(move |tx| {
        let run = seen(tx, &signed, id)?;
        Ok::<_, Fault>((xingtan_imports::report_rows(tx, &run, after, limit + 1)?, run))
    });
    let (mut found, run) = read.await?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or_default());
    let next = found.last().filter(|_| more).map(|row| {
        let at = format!("/api/v1/imports/{id}/rows?after={}", row.number);
        if asked.limit.is_some() { format!("{at}&limit={limit}") } else { at }
    });
    let (kind, l) = (imports.kind(&run)?, &caller.l);
    let item = |row: ReportRow| ImportRowJson {
        row: row.number,
        reason: row.faults().iter().map(|it| l.msg(&it.reason)).collect::<Vec<_>>().join("\n"),
        column_name: row.column_key.as_deref().map(|key| label(kind, key, l)),
        column: row.column_key,
        name: row.name,
        value: row.value,
    };
    Ok(Json(Collection {
        items: found.into_iter().map(item).collect(),
        total: run.refused,
        beyond: false,
        next,
    }))
}

/// Start an import
///
/// One's own, which waits; a job takes its rows in.
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/start", tag = "imports", operation_id = "start_import",
    params(("id" = Uuid, Path, description = "The import.")),
    security(("token" = ["people.import", "people.open", "people.edit"])),
    responses((status = 200, description = "It runs.", body = ImportJson))
)]
pub async fn start(
    State(app): State<App>,
    imports: Imports,
    caller: Caller,
    Path(id): Path<Uuid>,
    repeat: Repeat,
) -> Result<Response, Fault> {
    crate::person::json::import::may(&caller)?;
    let (signed, act, job) = (caller.clone(), prepare(&caller, 1), app.id());
    let unit = move |tx: &mut Tx<'_>| {
        let run = own(tx, &signed, id).map_err(refused)?;
        crate::person::json::import::may_run(&signed, &run)?;
        if !started(tx, imports, &signed, &act, id, job, "").map_err(refused)? {
            return Err(Fault::Conflict(Msg::new("accounts-imports-started-before")));
        }
        Ok(Answer::done(ImportJson::read(tx, &signed, id)?))
    };
    repeat.once(&caller, None, unit).await
}

/// Throw an import away
///
/// One's own, before it was started.
#[utoipa::path(
    delete, path = "/api/v1/imports/{id}", tag = "imports", operation_id = "discard_import",
    params(("id" = Uuid, Path, description = "The import.")), security(("token" = ["people.import"])),
    responses((status = 200, description = "It is thrown away.", body = ImportJson))
)]
pub async fn discard(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must(crate::person::IMPORT)?;
    let signed = caller.clone();
    let unit = move |tx: &mut Tx<'_>| {
        own(tx, &signed, id).map_err(refused)?;
        if !xingtan_imports::discard(tx, id, signed.now)? {
            return Err(Fault::Conflict(Msg::new("accounts-imports-started-before")));
        }
        Ok(Answer::done(ImportJson::read(tx, &signed, id)?))
    };
    repeat.once(&caller, None, unit).await
}
