//! Who opens accounts, and who asks the centre for them (ACC-1): pure.

use xingtan_auth::{Grant, Role};

/// Whether somebody with these grants opens accounts in the unit of a path without asking: the training centre and the
/// system administrator do; whoever answers for a subsidiary only where the institution says so (`direct`).
pub fn opens_alone(grants: &[Grant], path: &str, direct: bool) -> bool {
    grants.iter().any(|grant| may(grant.role, direct) && path.starts_with(&grant.path))
}

/// Whether somebody with these grants opens accounts anywhere without asking.
pub fn opens_somewhere(grants: &[Grant], direct: bool) -> bool {
    grants.iter().any(|grant| may(grant.role, direct))
}

const fn may(role: Role, direct: bool) -> bool {
    matches!(role, Role::Admin | Role::Centre) || (direct && matches!(role, Role::Manager))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_clock::Uuid;

    fn grants() -> impl Strategy<Value = Vec<Grant>> {
        let path = prop::sample::select(vec!["/1/", "/1/2/", "/1/4/"]);
        let grant = (prop::sample::select(Role::ALL.to_vec()), path);
        let made = |(role, path): (Role, &str)| Grant { role, node: Uuid::nil(), path: path.into() };
        prop::collection::vec(grant.prop_map(made), 0..4)
    }

    proptest! {
        #[test]
        fn only_centre_and_administrator_open_alone_unless_the_institution_says_so(grants in grants()) {
            for path in ["/1/", "/1/2/3/", "/1/4/"] {
                let alone = opens_alone(&grants, path, false);
                let strong = grants.iter().any(|it| {
                    matches!(it.role, Role::Admin | Role::Centre) && path.starts_with(&it.path)
                });
                prop_assert_eq!(alone, strong);
                prop_assert!(!alone || opens_alone(&grants, path, true));
                prop_assert!(!alone || opens_somewhere(&grants, false));
            }
        }
    }
}
