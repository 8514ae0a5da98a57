//! Who may give whom which role where: pure (ACC-2, ACC-10).

use xingtan_auth::{Grant, Role};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// The roles that a role may give in its subtree. A role that gives its own kind does so only below its own node:
/// nobody makes equals.
pub const fn grantable(giver: Role) -> &'static [Role] {
    match giver {
        Role::Admin => Role::ALL,
        Role::Centre => &[
            Role::Centre,
            Role::Manager,
            Role::Contact,
            Role::Supervisor,
            Role::Reviewer,
            Role::Teacher,
            Role::Assistant,
            Role::Homeroom,
            Role::Finance,
            Role::Service,
            Role::Guardian,
            Role::Learner,
        ],
        Role::Manager => &[
            Role::Manager,
            Role::Contact,
            Role::Teacher,
            Role::Assistant,
            Role::Homeroom,
            Role::Guardian,
            Role::Learner,
        ],
        _ => &[],
    }
}

/// Whether a holder of `giver` may give `role` on the node of `path`.
pub fn may_give(giver: &[Grant], role: Role, path: &str) -> bool {
    giver.iter().any(|grant| {
        let within = path.starts_with(&grant.path);
        let below = within && path != grant.path;
        let equal = role == grant.role && grant.role != Role::Admin;
        within && grantable(grant.role).contains(&role) && (!equal || below)
    })
}

/// Whether a person with these grants may act on another's account: reset it, freeze it, edit it. Whoever holds a
/// role that one could not give oneself is stronger, and left to others.
pub fn may_act_on(actor: &[Grant], target: &[Grant]) -> bool {
    target.iter().all(|grant| may_give(actor, grant.role, &grant.path))
}

/// Why a role is not given or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuse {
    /// Nobody gives roles to oneself.
    Oneself,
    /// The role is above what the giver may give there.
    NotYours,
    /// 三员分立: it does not go with a role that the person holds.
    Excluded(Role),
    /// The person holds it there already.
    Already,
    /// The last system administrator cannot be dismissed.
    LastAdministrator,
}

impl Refuse {
    /// What to tell.
    pub fn msg(self) -> Msg {
        match self {
            Refuse::Oneself => Msg::new("accounts-grant-refused-oneself"),
            Refuse::NotYours => Msg::new("accounts-grant-refused-not-yours"),
            Refuse::Excluded(other) => {
                Msg::new("accounts-grant-refused-excluded").with("role", Msg::of(other.key()))
            }
            Refuse::Already => Msg::new("accounts-grant-refused-already"),
            Refuse::LastAdministrator => Msg::new("accounts-grant-refused-last"),
        }
    }
}

/// Whether a role may be given.
///
/// # Errors
/// With the reason.
pub fn give(
    (giver, own): (Uuid, &[Grant]),
    (person, held): (Uuid, &[Grant]),
    role: Role,
    path: &str,
) -> Result<(), Refuse> {
    if giver == person {
        return Err(Refuse::Oneself);
    }
    if !may_give(own, role, path) {
        return Err(Refuse::NotYours);
    }
    if held.iter().any(|grant| grant.role == role && grant.path == path) {
        return Err(Refuse::Already);
    }
    match held.iter().find(|grant| !grant.role.goes_with(role)) {
        Some(other) => Err(Refuse::Excluded(other.role)),
        None => Ok(()),
    }
}

/// Whether a role may be ended. The security administrator may end any role of others: he confirms role changes.
///
/// # Errors
/// With the reason.
pub fn end(
    (ender, own): (Uuid, &[Grant]),
    person: Uuid,
    grant: &Grant,
    administrators: i64,
) -> Result<(), Refuse> {
    let secures = own.iter().any(|own| own.role == Role::Security && grant.path.starts_with(&own.path));
    if ender == person {
        Err(Refuse::Oneself)
    } else if !secures && !may_give(own, grant.role, &grant.path) {
        Err(Refuse::NotYours)
    } else if grant.role == Role::Admin && administrators <= 1 {
        Err(Refuse::LastAdministrator)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grant(role: Role, path: &str) -> Grant {
        Grant { role, node: Uuid::nil(), path: path.into() }
    }

    fn role() -> impl Strategy<Value = Role> {
        prop::sample::select(Role::ALL.to_vec())
    }

    fn path() -> impl Strategy<Value = String> {
        prop::sample::select(vec!["/1/", "/1/2/", "/1/2/3/", "/1/4/", "/1/4/5/"]).prop_map(str::to_owned)
    }

    fn grants() -> impl Strategy<Value = Vec<Grant>> {
        prop::collection::vec((role(), path()).prop_map(|(role, path)| grant(role, &path)), 0..4)
    }

    const ME: Uuid = Uuid::from_u128(1);
    const YOU: Uuid = Uuid::from_u128(2);

    proptest! {
        /// However roles are passed on, nobody below the system administrator ever makes somebody who could act on
        /// more than the giver could.
        #[test]
        fn nobody_gives_more_than_they_may(giver in grants(), role in role(), path in path(), then in role(), on in path()) {
            prop_assume!(giver.iter().all(|own| own.role != Role::Admin));
            if may_give(&giver, role, &path) && may_give(&[grant(role, &path)], then, &on) {
                prop_assert!(may_give(&giver, then, &on));
            }
        }

        #[test]
        fn nobody_gives_outside_the_own_subtree(giver in grants(), role in role(), path in path()) {
            if may_give(&giver, role, &path) {
                prop_assert!(giver.iter().any(|own| path.starts_with(&own.path)));
            }
        }

        #[test]
        fn nobody_gives_or_takes_from_oneself(own in grants(), held in grants(), role in role(), path in path()) {
            prop_assert_eq!(give((ME, &own), (ME, &held), role, &path), Err(Refuse::Oneself));
            prop_assert_eq!(end((ME, &own), ME, &grant(role, &path), 5), Err(Refuse::Oneself));
        }

        #[test]
        fn the_three_administrators_never_meet_in_one_person(own in grants(), held in grants(), role in role(), path in path()) {
            if give((ME, &own), (YOU, &held), role, &path).is_ok() {
                prop_assert!(held.iter().all(|other| other.role.goes_with(role)));
            }
        }
    }

    #[test]
    fn a_manager_is_no_match_for_the_centre() {
        let manager = [grant(Role::Manager, "/1/2/")];
        assert!(may_act_on(&manager, &[grant(Role::Learner, "/1/2/3/"), grant(Role::Contact, "/1/2/")]));
        assert!(!may_act_on(&manager, &[grant(Role::Centre, "/1/")]));
        assert!(!may_act_on(&manager, &[grant(Role::Manager, "/1/2/")]), "an equal");
        assert!(may_act_on(&manager, &[grant(Role::Manager, "/1/2/3/")]));
        assert!(!may_act_on(&manager, &[grant(Role::Learner, "/1/4/")]), "elsewhere");
        assert!(may_act_on(&[grant(Role::Admin, "/1/")], &[grant(Role::Security, "/1/")]));
    }

    #[test]
    fn the_last_system_administrator_stays() {
        let (admin, held) = ([grant(Role::Admin, "/1/")], grant(Role::Admin, "/1/"));
        assert_eq!(end((ME, &admin), YOU, &held, 1), Err(Refuse::LastAdministrator));
        assert_eq!(end((ME, &admin), YOU, &held, 2), Ok(()));
    }
}
