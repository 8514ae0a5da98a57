//! 合规一览: for every article in force whether it is enforced, carried out by hand, or not bound, how often it fired,
//! and what is open (GOV-1). Computed, never a flag.

mod export;
pub mod json;
pub mod overview;
pub mod page;
pub mod rules;
pub mod store;

use crate::fact::FactKind;
use axum::{Extension, Router, routing::get};
use xingtan_auth::Role;
use xingtan_web::{App, Place, PlaceGroup};

/// The kinds of facts that the slices of this program tell.
#[derive(Clone, Copy, Debug)]
pub struct ToldFacts(pub &'static [FactKind]);

/// The pages of compliance.
pub fn routes(told: &'static [FactKind]) -> Router<App> {
    Router::new()
        .route("/compliance", get(page::page))
        .route("/compliance/export/{format}", get(export::export))
        .layer(Extension(ToldFacts(told)))
}

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: page::HREF,
    icon: "shield",
    label: "governance-compliance",
    group: PlaceGroup::Governance,
    roles: &[Role::Centre, Role::Supervisor, Role::Audit],
    permission: Some(crate::regulation::OVERSEE),
    order: 22,
}];
