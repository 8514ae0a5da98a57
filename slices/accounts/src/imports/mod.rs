//! `/imports`: what was imported, how far an import is, and its report row by row. The pages know no kind of import:
//! what is said of one stands in its texts, and slices above name theirs by [`Imports`].

mod action;
pub mod json;
pub mod new;
mod page;
mod part;
mod subjects;

pub use part::{ImportPart, Imports, Shown};
pub use subjects::{Subject, Subjects, subjects};

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_imports::Run;
use xingtan_jobs::{Done, JobError, JobKind, JobRun};
use xingtan_web::{App, Fault, Place, PlaceGroup, SignedIn};

/// Seeing other people's imports of the own subtree.
pub const READ: Permission = Permission("imports.read");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] =
    &[PermissionDef { permission: READ, roles: &[Role::Admin, Role::Audit, Role::Centre, Role::Manager] }];

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: "/imports",
    icon: "upload",
    label: "accounts-imports-title",
    group: PlaceGroup::System,
    roles: &[Role::Admin, Role::Centre, Role::Manager],
    permission: Some(READ),
    order: 44,
}];

/// Takes old runs away.
pub const PURGE: JobKind = JobKind::new("accounts.purge-imports");

/// How long the report of an import is kept.
const KEPT: Span = Span::of_days(180);
/// How long an upload waits for its start: it holds people's data.
const WAITS: Span = Span::of_days(7);

/// Carries out [`PURGE`].
///
/// # Errors
/// As for any job.
pub async fn purge_job(run: JobRun) -> Result<Done, JobError> {
    let now = run.clock.now();
    while run.step(move |tx, _| Ok(xingtan_imports::purge(tx, now - KEPT, now - WAITS, 20)?)).await? > 0 {}
    Ok(Done::new())
}

/// A run that the visitor may see: the own ones, and those of the own subtree where one reads imports.
fn seen(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Run, Fault> {
    let own = |run: &Run| run.asked_by == who.actor.person || who.actor.may_at(READ, &run.node_path);
    xingtan_imports::run(tx, id)?.filter(own).ok_or(Fault::NotFound)
}

/// From so many rows on a run is foretold behind the answer: nobody waits for it in front of an empty page.
pub const MANY: i64 = 10_000;

/// Tells what a run that waits will do; of a large run the page tells that it is under way.
///
/// # Errors
/// Those of the database.
pub async fn foretell_soon(app: &App, part: ImportPart, id: Uuid, now: Timestamp) -> Result<(), Fault> {
    let run = app.db().read(move |tx| xingtan_imports::run(tx, id)).await?.ok_or(Fault::NotFound)?;
    if run.total <= MANY {
        part.foretell(app, &run, now).await?;
        return Ok(());
    }
    let app = app.clone();
    // Where it breaks off, the page offers to check again; the start does not need it.
    tokio::spawn(async move { part.foretell(&app, &run, now).await });
    Ok(())
}

/// Pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/imports", get(page::list))
        .route("/imports/{id}", get(page::run))
        .route("/imports/{id}/state", get(page::state))
        .route("/imports/{id}/errors.xlsx", get(page::errors))
        .route("/imports/{id}/start", post(action::start))
        .route("/imports/{id}/discard", post(action::discard))
        .route("/imports/{id}/resume", post(action::resume))
        .route("/imports/{id}/foretell", post(action::foretell))
        .route("/imports/{id}/again", post(action::again))
}
