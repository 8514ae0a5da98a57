//! What the door half of the slice brings to the program: pages, permissions, menus, notices, parameters, jobs.

use crate::{
    account, consent, inspection, notices, parameters, passkey, real_name, session, setup, start, ticket,
    token,
};
use axum::{Router, middleware::from_fn};
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_settings::Setting;
use xingtan_web::{App, Place};

/// Signing in, one's own account, agreements, tokens, tickets, the wizard, the security administrator's pages.
pub fn routes() -> Router<App> {
    let own = Router::new().merge(account::routes()).merge(passkey::routes());
    let own = own.merge(consent::routes()).merge(token::routes()).merge(real_name::own_routes());
    Router::new()
        .merge(session::routes())
        .merge(own.route_layer(from_fn(session::refuse_tokens)))
        .merge(ticket::routes())
        .merge(inspection::routes())
        .merge(setup::routes())
        .merge(start::routes())
}

/// Role × action.
pub fn permissions() -> Vec<PermissionDef> {
    [ticket::PERMISSIONS, inspection::PERMISSIONS, start::PERMISSIONS].concat()
}

/// Menus.
pub fn places() -> Vec<Place> {
    [account::PLACES, ticket::PLACES, inspection::PLACES, start::PLACES].concat()
}

/// Notices.
pub const NOTICES: &[NoticeKind] = notices::ALL;

/// Parameters.
pub fn settings() -> Vec<&'static Setting> {
    parameters::groups().into_iter().flat_map(|(_, settings)| settings).collect()
}

/// Jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    session::jobs::jobs(app, kinds);
    let (one, other) = (app.settings().clone(), app.settings().clone());
    kinds.on(inspection::INSPECT_JOB, move |run| inspection::look(one.clone(), run));
    kinds.on(inspection::FIND, move |run| inspection::inspect(other.clone(), run));
}

/// What the clock orders.
pub const SCHEDULES: &[Schedule] = session::jobs::SCHEDULES;
