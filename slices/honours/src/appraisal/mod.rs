//! 年度考核材料: the figures of a year for each person of a subtree, for people to decide by (COM-6). Nothing follows of
//! them here; every export is an entry of the trail.

pub mod json;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

use axum::{Router, routing::get};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Taking along the figures of a year for a subtree.
pub const EXPORT: Permission = Permission("honours.appraise");

/// Role × action.
pub const PERMISSION: PermissionDef = PermissionDef { permission: EXPORT, roles: &[Role::Centre] };

/// Menus.
pub const PLACE: Place = Place {
    href: page::HERE,
    icon: "file",
    label: "honours-appraisal",
    group: PlaceGroup::Governance,
    roles: &[Role::Centre],
    permission: Some(EXPORT),
    order: 33,
};

/// Pages.
pub fn routes() -> Router<App> {
    Router::new().route("/appraisal", get(page::page)).route("/appraisal/{format}", get(page::export))
}
