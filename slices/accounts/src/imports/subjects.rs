//! Whom and what the rows of an import of another slice may name: people and units of the importer's subtrees.

use crate::{
    grant,
    organisation::{
        find::{Finder, Found},
        store::{self as organisation, Node},
    },
    person::lists,
};
use std::collections::{HashMap, HashSet};
use xingtan_auth::{Permission, Permissions, Scope};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, list, row};
use xingtan_i18n::Msg;
use xingtan_imports::RunInfo;

row! {
    /// Somebody whom a row names.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Subject {
        /// Who.
        pub id: Uuid,
        /// The name to sign in with.
        pub user_name: String,
        /// The name.
        pub name: String,
        /// 工号.
        pub staff_number: Option<String>,
        /// The unit's path.
        pub unit_path: String,
    }
}

/// People and units that the rows of a chunk may name.
pub struct Subjects {
    finder: Finder,
    scope: Scope,
    people: HashMap<String, Vec<Subject>>,
}

/// Reads who of these user names and staff numbers belongs to units where the importer holds a permission now.
///
/// # Errors
/// Those of the database.
pub fn subjects(
    tx: &mut Tx<'_>,
    run: &RunInfo,
    permissions: &Permissions,
    permission: Permission,
    named: &[String],
) -> Result<Subjects> {
    let importer = grant::change::held(tx, run.asked_by)?;
    let carries = importer.into_iter().filter(|grant| permissions.carries(grant.role, permission));
    let scope = Scope::of(carries.map(|grant| grant.path).collect());
    let keys: HashSet<String> = named.iter().map(|name| name.to_lowercase()).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mut found: Vec<Subject> = lists::by_texts(tx, &keys, |n| {
        format!(
            "SELECT id, user_name, name, staff_number, unit_path FROM accounts_person WHERE user_key IN ({})",
            list(1, n)
        )
    })?;
    // Numbers are compared as they were written: they are kept so.
    let numbers: HashSet<&String> = named.iter().collect();
    let numbers: Vec<&String> = numbers.into_iter().collect();
    found.extend(lists::by_texts::<Subject, _>(tx, &numbers, |n| {
        format!(
            "SELECT id, user_name, name, staff_number, unit_path FROM accounts_person
             WHERE left_at IS NULL AND staff_number IN ({})",
            list(1, n)
        )
    })?);
    let mut people: HashMap<String, Vec<Subject>> = HashMap::new();
    for one in found.into_iter().filter(|one| scope.covers(&one.unit_path)) {
        let names =
            [Some(one.user_name.to_lowercase()), one.staff_number.as_ref().map(|it| it.to_lowercase())];
        for name in names.into_iter().flatten() {
            let known = people.entry(name).or_default();
            if !known.contains(&one) {
                known.push(one.clone());
            }
        }
    }
    // Units elsewhere are not there: a name that they share with an own one names the own one.
    let near = |node: &Node| {
        scope.covers(&node.path) || scope.paths().iter().any(|path| path.starts_with(&node.path))
    };
    let nodes = organisation::nodes(tx)?.into_iter().filter(near).collect();
    Ok(Subjects { finder: Finder::new(nodes), scope, people })
}

impl Subjects {
    /// The person whom a user name or staff number names.
    ///
    /// # Errors
    /// With the reason.
    pub fn person(&self, text: &str) -> std::result::Result<&Subject, Msg> {
        match self.people.get(&text.to_lowercase()).map(Vec::as_slice) {
            Some([one]) => Ok(one),
            Some([_, ..]) => Err(Msg::new("accounts-import-person-several")),
            _ => Err(Msg::new("accounts-import-person-unknown")),
        }
    }

    /// The unit that a name, code or way from above names. One outside the importer's subtrees is not there.
    ///
    /// # Errors
    /// With the reason.
    pub fn unit(&self, text: &str) -> std::result::Result<&Node, Msg> {
        match self.finder.find(text) {
            Found::One(node) if self.scope.covers(&node.path) => Ok(node),
            Found::Several(_) => Err(Msg::new("accounts-import-unit-way")),
            _ => Err(Msg::new("accounts-import-unit-not-yours")),
        }
    }
}
