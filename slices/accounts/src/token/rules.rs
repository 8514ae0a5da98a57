//! What a token may be allowed: pure.

use std::{collections::BTreeSet, fmt};
use xingtan_auth::{Actor, Permissions};

/// A permission's name (`people.read`), a family of permissions (`people`), or `all`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope(String);

/// The text names no permission and no family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScope(pub String);

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown scope: {}", self.0)
    }
}
impl std::error::Error for UnknownScope {}

impl Scope {
    /// Everything its owner may do.
    pub const ALL: &'static str = "all";

    /// A scope that the program knows.
    ///
    /// # Errors
    /// Where it knows no such permission or family.
    pub fn read(text: &str, permissions: &Permissions) -> Result<Scope, UnknownScope> {
        let known = text == Scope::ALL
            || permissions.all().any(|(name, _)| name == text || name.split('.').next() == Some(text));
        if known { Ok(Scope(text.to_owned())) } else { Err(UnknownScope(text.to_owned())) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The scopes of a column, whose words are separated by spaces.
pub fn scopes(column: &str) -> Vec<String> {
    column.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The families in which an actor may do anything at all: what is offered for a token.
pub fn families(actor: &Actor) -> BTreeSet<&'static str> {
    let names = actor.permissions.all().filter(|(_, roles)| roles.iter().any(|role| actor.has(*role)));
    names.filter_map(|(name, _)| name.split('.').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_auth::{Permission, PermissionDef, Role};

    #[test]
    fn a_scope_is_a_permission_a_family_or_all() {
        let table = [PermissionDef { permission: Permission("people.read"), roles: &[Role::Centre] }];
        let permissions = Permissions::gather(&[&table]);
        for text in ["people.read", "people", "all"] {
            assert_eq!(Scope::read(text, &permissions).unwrap().as_str(), text);
        }
        for text in ["", "people.", "people.write", "peop", "all people"] {
            assert!(Scope::read(text, &permissions).is_err(), "{text}");
        }
    }

    #[test]
    fn scopes_are_read_as_written() {
        assert_eq!(scopes("people courses.read"), ["people", "courses.read"]);
        assert!(scopes("").is_empty());
    }
}
