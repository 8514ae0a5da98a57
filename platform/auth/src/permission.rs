//! Permissions, and the recorded table of role × action.

use crate::Role;
use std::{collections::BTreeMap, fmt};

/// The name of one thing that may be done, such as `people.open`. Declared as a constant by the owning slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(pub &'static str);

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One row of a slice's table: which roles may do it, on the nodes where the role is granted.
#[derive(Clone, Copy, Debug)]
pub struct PermissionDef {
    /// What may be done.
    pub permission: Permission,
    /// Who may.
    pub roles: &'static [Role],
}

/// All permissions of the program, gathered from the slices.
#[derive(Clone, Debug, Default)]
pub struct Permissions(BTreeMap<&'static str, Vec<Role>>);

impl Permissions {
    /// Gathers the slices' tables. A permission declared twice keeps the union of its roles.
    pub fn gather(tables: &[&[PermissionDef]]) -> Self {
        let mut all: BTreeMap<&'static str, Vec<Role>> = BTreeMap::new();
        for def in tables.iter().flat_map(|table| table.iter()) {
            all.entry(def.permission.0).or_default().extend(def.roles);
        }
        for roles in all.values_mut() {
            roles.sort();
            roles.dedup();
        }
        Permissions(all)
    }

    /// Whether the role alone carries the permission. An undeclared permission is carried by nobody.
    pub fn carries(&self, role: Role, permission: Permission) -> bool {
        self.0.get(permission.0).is_some_and(|roles| roles.contains(&role))
    }

    /// The roles that carry a permission.
    pub fn roles(&self, permission: Permission) -> &[Role] {
        self.0.get(permission.0).map_or(&[], Vec::as_slice)
    }

    /// All permissions by name.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &[Role])> {
        self.0.iter().map(|(name, roles)| (*name, roles.as_slice()))
    }

    /// The table as text, one permission a line: the form that the repository records and a test compares.
    pub fn recorded(&self) -> Recorded {
        let mut text = String::new();
        for (name, roles) in self.all() {
            let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
            text.push_str(&format!("{name}: {}\n", roles.join(" ")));
        }
        Recorded(text)
    }
}

/// The role × action table as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded(pub String);
