//! The person who asks, with what was granted to them.

use crate::{Permission, Permissions, Role};
use std::sync::Arc;
use xingtan_clock::{Timestamp, Uuid};

/// A role granted on an organisation node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What was granted.
    pub role: Role,
    /// The node.
    pub node: Uuid,
    /// The node's path, such as `/1/5/`: it is the prefix of every path in the subtree.
    pub path: String,
}

/// The nodes on which a permission holds, as path prefixes; none means nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<String>);

impl Scope {
    /// From path prefixes; those inside another one are left out.
    pub fn of(mut paths: Vec<String>) -> Self {
        paths.sort();
        paths.dedup();
        let mut kept: Vec<String> = Vec::new();
        for path in paths {
            if !kept.last().is_some_and(|outer| path.starts_with(outer.as_str())) {
                kept.push(path);
            }
        }
        Scope(kept)
    }

    /// Path prefixes, sorted, none within another.
    pub fn paths(&self) -> &[String] {
        &self.0
    }

    /// Whether it holds nowhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is the whole institution: its root, which alone has one number in its path.
    pub fn is_whole(&self) -> bool {
        self.0.iter().any(|path| path.matches('/').count() == 2)
    }

    /// Whether a node of this path lies within.
    pub fn covers(&self, path: &str) -> bool {
        self.0.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }

    /// For SQL: each prefix as a half-open range of paths, `path >= low AND path < high`. A path ends in `/`,
    /// whose successor in byte order is `0`.
    pub fn ranges(&self) -> Vec<(String, String)> {
        self.0
            .iter()
            .map(|prefix| {
                let stem = prefix.strip_suffix('/').unwrap_or(prefix);
                (prefix.clone(), format!("{stem}0"))
            })
            .collect()
    }
}

/// A signed-in person, as the accounts slice knows them at this request.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person's id.
    pub person: Uuid,
    /// The sign-in name.
    pub user_name: String,
    /// The name shown.
    pub name: String,
    /// The unit the person belongs to.
    pub unit: Uuid,
    /// The name of that unit.
    pub unit_name: String,
    /// Path of that unit.
    pub unit_path: String,
    /// The session's id; none for an API token.
    pub session: Option<Uuid>,
    /// Whether the session's second factor or password was proved lately enough for dangerous acts.
    pub proved_at: Timestamp,
    /// The role whose start page and menu are shown.
    pub acting: Role,
    /// All grants, of every role.
    pub grants: Vec<Grant>,
    /// Scopes of an API token; none for a browser session, which may do all that the roles allow.
    pub token_scopes: Option<Vec<String>>,
    /// The program's permissions.
    pub permissions: Arc<Permissions>,
}

impl Actor {
    /// Whether the permission holds on any node.
    pub fn may(&self, permission: Permission) -> bool {
        self.token_allows(permission)
            && self.grants.iter().any(|grant| self.permissions.carries(grant.role, permission))
    }

    /// Whether the permission holds on the node of this path.
    pub fn may_at(&self, permission: Permission, path: &str) -> bool {
        self.token_allows(permission)
            && self.grants.iter().any(|grant| {
                path.starts_with(&grant.path) && self.permissions.carries(grant.role, permission)
            })
    }

    /// Whether the permission holds on the whole institution, which what has no place in the tree asks for.
    pub fn may_whole(&self, permission: Permission) -> bool {
        self.scope(permission).is_whole()
    }

    /// Where the permission holds.
    pub fn scope(&self, permission: Permission) -> Scope {
        if !self.token_allows(permission) {
            return Scope::default();
        }
        let granted = self.grants.iter().filter(|grant| self.permissions.carries(grant.role, permission));
        Scope::of(granted.map(|grant| grant.path.clone()).collect())
    }

    /// Whether the person holds a role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The roles the person holds, each once, in order of precedence.
    pub fn roles(&self) -> Vec<Role> {
        Role::ALL.iter().copied().filter(|role| self.has(*role)).collect()
    }

    /// A token scope is a permission's name, its first part (`people`), or `all`.
    fn token_allows(&self, permission: Permission) -> bool {
        let Some(scopes) = &self.token_scopes else { return true };
        let family = permission.0.split('.').next().unwrap_or(permission.0);
        scopes.iter().any(|scope| scope == "all" || scope == permission.0 || scope == family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The SQL range of a prefix holds exactly the paths of its subtree.
        #[test]
        fn a_range_is_its_subtree(a in proptest::collection::vec(1u32..300, 1..5), b in proptest::collection::vec(1u32..300, 1..6)) {
            let path = |parts: &[u32]| format!("/{}/", parts.iter().map(u32::to_string).collect::<Vec<_>>().join("/"));
            let (outer, inner) = (path(&a), path(&b));
            let (low, high) = Scope::of(vec![outer.clone()]).ranges().remove(0);
            prop_assert_eq!(inner >= low && inner < high, inner.starts_with(&outer));
        }
    }

    #[test]
    fn a_scope_leaves_out_what_lies_within() {
        let scope = Scope::of(vec!["/1/5/".into(), "/1/".into(), "/2/".into(), "/1/5/".into()]);
        assert_eq!(scope.paths(), ["/1/", "/2/"]);
        assert!(scope.covers("/1/9/") && !scope.covers("/3/"));
    }
}
