//! People, organisation, roles, accounts, sign-in and sessions (ACC-1, ACC-5, ACC-7, ACC-9, ACC-10).
//!
//! The slice has two halves. *People* is what administrators do: organisation, people, positions, cohorts, grants,
//! slips. The *door* is what the owner of an account does: signing in, sessions, passwords, second factor, consents,
//! tokens, and what the security administrator watches. Other slices see [`api`] and nothing else.

mod account;
pub mod api;
mod body;
mod cohort;
mod consent;
mod credential;
mod demo;
mod door;
mod grant;
mod imports;
mod inspection;
mod json;
mod notices;
mod officer;
mod opening;
mod organisation;
mod parameters;
mod passkey;
mod people;
mod person;
mod position;
mod real_name;
pub mod rescue;
mod session;
pub mod setup;
mod slip;
mod start;
mod ticket;
pub mod token;
mod waiting;

pub use real_name::{
    rules::Document,
    verify::{Answer, ByHand, Statement, Verified, Verifier, by as real_names_by},
};
pub use session::{Sessions, ask_proof, recent_proof};

use axum::Router;
use xingtan_auth::PermissionDef;
use xingtan_jobs::{Kinds, Schedule};
use xingtan_notify::NoticeKind;
use xingtan_settings::Setting;
use xingtan_web::{App, Place};

/// The pages of this slice.
pub fn routes() -> Router<App> {
    door::routes().merge(people::routes())
}

/// The addresses below `/api/v1` of this slice.
pub fn api_routes() -> xingtan_web::json::ApiRouter {
    json::routes()
}

/// The tables of this slice.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!(
        "accounts",
        "0001_accounts",
        "0002_door",
        "0003_officers_and_history",
        "0004_own_devices",
        "0005_passkeys",
        "0006_birth_date",
        "0007_preferences",
        "0008_figures",
        "0009_inspection",
        "0010_real_name"
    )
}

/// Role × action of this slice.
pub fn permissions() -> Vec<PermissionDef> {
    [door::permissions(), people::permissions()].concat()
}

/// What the menus list of this slice.
pub fn places() -> Vec<Place> {
    [door::places(), people::places()].concat()
}

/// The notices this slice sends.
pub fn notices() -> Vec<NoticeKind> {
    [door::NOTICES, people::NOTICES].concat()
}

/// The parameters of this slice.
pub fn settings() -> Vec<&'static Setting> {
    [door::settings(), people::settings()].concat()
}

/// Who carries out this slice's jobs.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    door::jobs(app, kinds);
    people::jobs(app, kinds);
}

/// What the clock orders of this slice.
pub fn schedules() -> Vec<Schedule> {
    [door::SCHEDULES, people::SCHEDULES].concat()
}

/// The texts of this slice.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!(
        "accounts-door",
        "accounts-inspection",
        "accounts-passkeys",
        "accounts-people",
        "accounts-real-name",
        "accounts-slips",
        "accounts-trail"
    )
}
