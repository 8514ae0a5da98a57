//! 制度: regulations, their versions, articles and controls (GOV-1).

pub mod act;
pub mod action;
pub mod change;
pub mod compare;
pub mod draft;
pub mod in_force;
pub mod json;
pub mod notices;
pub mod page;
pub mod rules;
pub mod rulings;
pub mod shown;
pub mod store;
mod told;

use axum::{
    Router,
    routing::{get, post},
};
use draft::{action as drafting, article, control, page as desk};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Drafting regulations.
pub const DRAFT: Permission = Permission("regulation.draft");
/// Approving what another person drafted.
pub const APPROVE: Permission = Permission("regulation.approve");
/// Reading who acknowledged, what fired and what is open.
pub const OVERSEE: Permission = Permission("regulation.oversee");

/// Who may. The centre drafts; one of its people, or a supervisor's superior, approves what another of them drafted.
pub const PERMISSIONS: [PermissionDef; 3] = [
    PermissionDef { permission: DRAFT, roles: &[Role::Centre] },
    PermissionDef { permission: APPROVE, roles: &[Role::Centre, Role::Security] },
    PermissionDef { permission: OVERSEE, roles: &[Role::Centre, Role::Supervisor, Role::Audit] },
];

/// The pages of regulations.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/regulations", get(page::list).post(drafting::create))
        .route("/regulations/new", get(desk::new))
        .route("/regulations/preview", post(desk::preview))
        .route("/regulations/{id}", get(page::one))
        .route("/regulations/{id}/acknowledgement", post(action::acknowledge))
        .route("/regulations/{id}/draft", post(action::draft))
        .route("/regulations/{id}/versions/{version}", get(page::version).post(drafting::facts))
        .route("/regulations/{id}/versions/{version}/facts", get(desk::facts))
        .route(
            "/regulations/{id}/versions/{version}/deletion",
            get(article::discarding).post(drafting::discard),
        )
        .route("/regulations/{id}/versions/{version}/submission", post(drafting::submit))
        .route("/regulations/{id}/versions/{version}/decision", post(action::decide))
        .route("/regulations/{id}/versions/{version}/articles", post(drafting::add_article))
        .route("/regulations/{id}/versions/{version}/articles/new", get(article::new))
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}",
            get(article::edit).post(drafting::save_article),
        )
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}/position",
            post(drafting::move_article),
        )
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}/deletion",
            get(article::deletion).post(drafting::remove_article),
        )
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}/controls",
            post(drafting::add_control),
        )
        .route("/regulations/{id}/versions/{version}/articles/{article}/controls/new", get(control::new))
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}/controls/{control}",
            get(control::edit).post(drafting::save_control),
        )
        .route(
            "/regulations/{id}/versions/{version}/articles/{article}/controls/{control}/deletion",
            get(control::deletion).post(drafting::remove_control),
        )
}

/// Menus.
pub const PLACES: &[Place] = &[Place {
    href: page::HREF,
    icon: "flag",
    label: "governance-regulations",
    group: PlaceGroup::Governance,
    roles: &[],
    permission: None,
    order: 40,
}];
