//! What the security administrator watches and decides: unusual sign-ins, sessions, the policy (ACC-7, ACC-9).

pub mod json;
mod overview;
mod policy;
mod reads;
mod sessions;
mod sign_ins;
pub mod store;

use axum::{
    Router,
    routing::{get, post},
};
use xingtan_auth::{Permission, PermissionDef, Role};
use xingtan_web::{App, Place, PlaceGroup};

/// Reading the log of sign-ins of the own subtree.
pub const SIGN_INS: Permission = Permission("security.sign-ins");
/// Seeing and ending sessions of the own subtree.
pub const SESSIONS: Permission = Permission("security.sessions");
/// Setting the policy of passwords, lockout and sessions.
pub const POLICY: Permission = Permission("security.policy");

/// Seeing who looked at masked fields in the own subtree.
pub const READS: Permission = Permission("security.reads");

/// Role × action.
pub const PERMISSIONS: &[PermissionDef] = &[
    PermissionDef { permission: SIGN_INS, roles: &[Role::Security] },
    PermissionDef { permission: SESSIONS, roles: &[Role::Security] },
    PermissionDef { permission: READS, roles: &[Role::Security] },
    PermissionDef { permission: POLICY, roles: &[Role::Security] },
];

const fn place(
    href: &'static str,
    icon: &'static str,
    label: &'static str,
    permission: Permission,
    order: u8,
) -> Place {
    let (group, roles) = (PlaceGroup::System, &[Role::Security] as &'static [Role]);
    Place { href, icon, label, group, roles, permission: Some(permission), order }
}

/// Menus.
pub const PLACES: &[Place] = &[
    Place { group: PlaceGroup::Work, ..place("/security", "shield", "accounts-security-title", SIGN_INS, 0) },
    place("/security/sign-ins", "list", "accounts-security-sign-ins", SIGN_INS, 10),
    place("/security/sessions", "device", "accounts-security-sessions", SESSIONS, 11),
    place("/security/reads", "eye", "accounts-reads-title", READS, 12),
    place("/security/policy", "lock", "accounts-policy-title", POLICY, 13),
];

/// The addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/security", get(overview::page))
        .route("/security/sign-ins", get(sign_ins::page))
        .route("/security/sessions", get(sessions::page))
        .route("/security/sessions/{id}/end", post(sessions::end))
        .route("/security/reads", get(reads::watched))
        .route("/account/reads", get(reads::own))
        .route("/security/policy", get(policy::page).post(policy::save_all))
}
