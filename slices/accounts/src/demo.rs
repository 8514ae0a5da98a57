//! The people of a demo institution (DESIGN, fixed points): whoever looks at it enters as one of them.

use std::collections::HashMap;
use xingtan_auth::Role;
use xingtan_db::{Result, Tx};
use xingtan_settings::Institution;

/// Their user names with the role as which each is shown, under the headings of the door; a heading's Fluent key is
/// `accounts-demo-` and its name.
pub const GROUPS: &[(&str, &[(&str, Role)])] = &[
    ("learning", &[("learner", Role::Learner), ("learner2", Role::Learner), ("parent", Role::Guardian)]),
    (
        "teaching",
        &[("teacher", Role::Teacher), ("reviewer", Role::Reviewer), ("supervisor", Role::Supervisor)],
    ),
    (
        "organising",
        &[
            ("center", Role::Centre),
            ("manager", Role::Manager),
            ("contact", Role::Contact),
            ("service", Role::Service),
            ("finance", Role::Finance),
        ],
    ),
    ("administering", &[("admin", Role::Admin), ("security", Role::Security), ("audit", Role::Audit)]),
];

/// Whether an account is one of those that everybody who looks at a demo shares.
pub fn is_shared(institution: &Institution, user_name: &str) -> bool {
    institution.demo && GROUPS.iter().any(|(_, people)| people.iter().any(|(user, _)| *user == user_name))
}

/// The names of the demo people that exist, by user name: one statement.
///
/// # Errors
/// Those of the database.
pub fn names(tx: &mut Tx<'_>) -> Result<HashMap<String, String>> {
    let found: Vec<(String, String)> = tx.all(
        "SELECT user_key, name FROM accounts_person
         WHERE user_key IN ('learner', 'learner2', 'parent', 'teacher', 'reviewer', 'supervisor', 'center', 'manager',
                            'contact', 'service', 'finance', 'admin', 'security', 'audit')
           AND state = 'active' AND left_at IS NULL",
        &[],
    )?;
    Ok(found.into_iter().collect())
}
