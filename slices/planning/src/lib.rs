//! Planning: training held without the platform, the hours of a department, what training is needed, which electives are
//! chosen and which of them are late (LRN-7, LRN-8, LRN-9).

pub mod api;
mod dates;
pub mod hours;
mod month;
pub mod need;
pub mod offline;
mod record;
pub mod selection;
#[cfg(test)]
mod tests;

use axum::Router;
use utoipa_axum::routes;
use xingtan_accounts::api::{self as accounts, ImportPart, Node};
use xingtan_auth::{Actor, PermissionDef, Scope};
use xingtan_catalog::api::LessonKinds;
use xingtan_db::{Result, Tx};
use xingtan_events::Subscriptions;
use xingtan_jobs::Kinds;
use xingtan_learning::api::Waits;
use xingtan_notify::NoticeKind;
use xingtan_web::{App, List, Place, json::ApiRouter};

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!(
        "planning",
        "0001_planning",
        "0002_need",
        "0003_selection",
        "0004_offline_import",
        "0005_offline_proof",
        "0006_announced"
    )
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!(
        "planning",
        "planning-offline",
        "planning-hours",
        "planning-need",
        "planning-selection"
    )
}

/// The pages of this slice.
pub fn routes(lessons: LessonKinds) -> Router<App> {
    Router::new()
        .merge(offline::routes())
        .merge(hours::routes())
        .merge(need::routes())
        .merge(selection::routes(lessons))
}

/// The addresses of this slice for programs, with their documentation.
pub fn api_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(offline::json::list))
        .routes(routes!(hours::json::hours))
        .routes(routes!(need::json::list))
        .routes(routes!(selection::json::list))
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [offline::PERMISSIONS, hours::PERMISSIONS, need::PERMISSIONS, selection::PERMISSIONS].concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [offline::PLACES, hours::PLACES, need::PLACES, selection::PLACES].concat()
}

/// Kinds of notices.
pub fn notices() -> Vec<NoticeKind> {
    [hours::notices::ALL, need::notices::ALL, selection::notices::ALL].concat()
}

pub use dates::dates;
pub use record::OFFLINE;

/// The imports of this slice, for the pages of imports.
pub const IMPORTS: &[ImportPart] = &[offline::import::PART];

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    xingtan_imports::on(kinds, offline::import::OfflineImport::new(app), app.keys().clone());
    kinds.on(need::job::ASK, need::job::run);
    kinds.on(selection::job::CLOSE, selection::job::run);
    kinds.on(selection::job::ANNOUNCE, selection::job::announce);
}

/// What waits for an actor, each number leading to the list it counts.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Waits>> {
    let mut all = Vec::new();
    let mut add = |name, href, count| all.push(Waits { name, href, count });
    if actor.may(need::MERGE) {
        let count = need::store::count(tx, &actor.scope(need::MERGE), need::rules::State::Stated)?;
        add("planning-waiting-stated", "/needs?state=stated", count);
    }
    if actor.may(selection::APPROVE) {
        let scope = actor.scope(selection::APPROVE);
        let count = selection::store::select(&scope, "", "chosen").count(tx)?;
        add("planning-waiting-choices", "/selections/choices?state=chosen", count);
    }
    if actor.may(need::DECIDE) {
        let count = need::store::count(tx, &actor.scope(need::DECIDE), need::rules::State::Forwarded)?;
        add("planning-waiting-forwarded", "/needs?state=forwarded", count);
    }
    if actor.may(hours::DECIDE) {
        let scope = actor.scope(hours::DECIDE);
        let count = hours::share::store::select(&scope, "", "asked").count(tx)?;
        add("planning-waiting-shares", "/hours/shares?state=asked", count);
    }
    Ok(all)
}

/// Who listens to which event.
pub fn subscriptions(all: &mut Subscriptions) {
    selection::subscriptions(all);
}

/// The addresses of a list as Excel and as CSV, narrowed as it is.
fn exports(list: &List) -> (String, String) {
    let of = |format: &str| {
        let href = list.href("at", "");
        let sign = if href.contains('?') { '&' } else { '?' };
        format!("{href}{sign}as={format}")
    };
    (of("xlsx"), of("csv"))
}

/// The nodes of a scope, for a choice.
fn units(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, String)>> {
    let mut nodes = Vec::new();
    for path in scope.paths() {
        nodes.extend(accounts::subtree(tx, path)?);
    }
    let names = accounts::trails(tx, nodes.iter().map(|it| it.path.as_str()))?;
    let choice = |it: Node| (it.id.to_string(), names.get(&it.path).cloned().unwrap_or(it.name));
    Ok(nodes.into_iter().map(choice).collect())
}
