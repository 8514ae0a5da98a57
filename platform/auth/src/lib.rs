//! Who may do what: roles, permissions, grants on organisation nodes, and the arithmetic of credentials.
//!
//! Nothing here touches a database. The accounts slice keeps people, grants and sessions and builds an
//! [`Actor`]; every slice declares its [`Permission`]s in a table and asks the actor.

mod actor;
pub mod password;
mod permission;
mod role;
pub mod throttle;
pub mod totp;

pub use actor::{Actor, Grant, Scope};
pub use permission::{Permission, PermissionDef, Permissions, Recorded};
pub use role::{Role, UnknownRole};
