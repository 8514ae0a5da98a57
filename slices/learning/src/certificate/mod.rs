//! 证书: what a completed course brings, with a number, a code that anybody can check, and a signed PDF (LRN-11).
//!
//! A template says what certificates look like; a course may bring certificates of one template as it is completed,
//! and the training centre may issue them afterwards to all who completed it. What a certificate says is frozen when
//! it is issued; only its being withdrawn can be added.

pub mod action;
pub mod change;
pub mod issue;
pub mod job;
pub mod json;
pub mod list;
pub mod own;
pub mod page;
pub mod pdf;
pub mod rules;
pub mod shown;
pub mod store;
pub mod template;
pub mod verify;
pub mod words;

use crate::enrolment::store::Enrolment;
use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_storage::file::Claimer;
use xingtan_web::App;

/// Seeing certificates of others in one's subtree.
pub const READ: Permission = Permission("certificates.read");
/// Issuing and withdrawing certificates in one's subtree; held for the whole institution, also templates and the
/// courses that bring certificates.
pub const WRITE: Permission = Permission("certificates.write");

/// Who may.
pub const PERMISSIONS: [PermissionDef; 2] = [
    PermissionDef {
        permission: READ,
        roles: &[Role::Centre, Role::Manager, Role::Contact, Role::Supervisor],
    },
    PermissionDef { permission: WRITE, roles: &[Role::Centre] },
];

/// Claims pictures and seals for a template. A picture that a certificate shows stays claimed when the template takes
/// another.
pub const fn template_claim(id: Uuid) -> Claimer<'static> {
    Claimer { kind: "learning-certificate-template", id }
}

/// Claims the signed file of a certificate.
pub const fn file_claim(id: Uuid) -> Claimer<'static> {
    Claimer { kind: "learning-certificate", id }
}

/// What a course's page says of certificates: the learner's own that was not withdrawn, else whether completing the
/// course brings one. One statement.
///
/// # Errors
/// Those of the database.
pub fn of(
    tx: &mut Tx<'_>,
    course: Uuid,
    enrolment: Option<&Enrolment>,
) -> xingtan_db::Result<(Option<Uuid>, bool)> {
    match enrolment.and_then(|it| Some((it.id, it.completed_at?))) {
        Some((enrolment, at)) => Ok((store::holding(tx, enrolment, at)?.map(|it| it.id), false)),
        None => Ok((None, template::store::of_course(tx, course)?.is_some())),
    }
}

/// The pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/certificates", get(own::list))
        .route("/certificates/issued", get(list::list))
        .route("/certificates/issue", get(issue::form).post(issue::order))
        .route("/certificates/templates", get(template::page::list).post(template::action::create))
        .route("/certificates/templates/new", get(template::page::new))
        .route("/certificates/templates/preview", post(template::action::preview))
        .route("/certificates/templates/{id}", get(template::page::one).post(template::action::save))
        .route(
            "/certificates/templates/{id}/deletion",
            get(template::page::deletion).post(template::action::remove),
        )
        .route("/certificates/templates/{id}/courses", post(template::action::bring))
        .route("/certificates/templates/{id}/courses/{course}/removal", post(template::action::bring_no_more))
        .route("/certificates/templates/{id}/pictures/{which}", get(template::page::picture))
        .route("/certificates/{id}", get(page::one))
        .route("/certificates/{id}/file", get(pdf::file))
        .route("/certificates/{id}/pictures/{which}", get(page::picture))
        .route("/certificates/{id}/revocation", get(page::revocation).post(action::revoke))
        .route("/certificates/{id}/replacement", get(page::replacement).post(action::replace))
        .route("/verify", get(verify::form))
        .route("/verify/{code}", get(verify::one))
}

#[cfg(test)]
mod tests;
