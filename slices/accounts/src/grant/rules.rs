//! Who may give whom which role where: pure (ACC-2, ACC-10).

use xingtan_auth::{Grant, Role};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// Every role but the three of 三员分立, which nobody gives alone: see [`crate::officer::rules`].
const ORDINARY: &[Role] = &[
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
];

/// The roles that a role may give in its subtree. A role that gives its own kind does so only below its own node:
/// nobody makes equals. The three administrators are in no list: another of them has to agree.
pub const fn grantable(giver: Role) -> &'static [Role] {
    match giver {
        Role::Admin | Role::Centre => ORDINARY,
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
        within && grantable(grant.role).contains(&role) && (role != grant.role || below)
    })
}

/// Whether a person with these grants may act on another's account: reset it, freeze it, edit it. Whoever holds a
/// role that one could not give oneself is stronger, and left to others.
pub fn may_act_on(actor: &[Grant], target: &[Grant]) -> bool {
    target.iter().all(|grant| may_give(actor, grant.role, &grant.path))
}

/// Whether one of the three roles is among these grants.
pub fn is_officer(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role.is_administrator())
}

/// What kind of act on an account is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// Opening, changing, moving, giving a new password: for whoever answers for the account.
    Keep,
    /// Suspending, unlocking, ending a lost second factor: also for the security administrator, whoever it is about.
    Guard,
}

/// Why one does not reach an account alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It belongs to one of the three administrators: another of them has to agree.
    Officer,
    /// Its owner holds a role that the actor could not give.
    Stronger,
}

impl Hindrance {
    /// What to tell.
    pub const fn msg(self) -> Msg {
        match self {
            Hindrance::Officer => Msg::new("accounts-people-officer"),
            Hindrance::Stronger => Msg::new("accounts-people-stronger"),
        }
    }
}

/// What stands between an actor and the account of somebody else, whose unit has the path.
pub fn hindrance(actor: &[Grant], target: &[Grant], path: &str, power: Power) -> Option<Hindrance> {
    if is_officer(target) {
        return Some(Hindrance::Officer);
    }
    let guards = |own: &Grant| {
        own.role == Role::Security
            && path.starts_with(&own.path)
            && target.iter().all(|grant| grant.path.starts_with(&own.path))
    };
    let guarded = power == Power::Guard && actor.iter().any(guards);
    (!guarded && !may_act_on(actor, target)).then_some(Hindrance::Stronger)
}

/// Why a role is not given or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuse {
    /// Nobody gives roles to oneself.
    Oneself,
    /// The role is above what the giver may give there.
    NotYours,
    /// One of the three roles: another of the three has to agree.
    Officer,
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
            Refuse::Officer => Msg::new("accounts-grant-refused-officer"),
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
    if role.is_administrator() {
        return Err(Refuse::Officer);
    }
    if !may_give(own, role, path) {
        return Err(Refuse::NotYours);
    }
    fits(held, role, path)
}

/// Whether a role goes with what somebody holds.
///
/// # Errors
/// With the reason.
pub fn fits(held: &[Grant], role: Role, path: &str) -> Result<(), Refuse> {
    if held.iter().any(|grant| grant.role == role && grant.path == path) {
        return Err(Refuse::Already);
    }
    match held.iter().find(|grant| !grant.role.goes_with(role)) {
        Some(other) => Err(Refuse::Excluded(other.role)),
        None => Ok(()),
    }
}

/// Whether a role may be ended. The security administrator may end any role of others: he confirms role changes. One
/// of the three roles ends only when another of them agrees.
///
/// # Errors
/// With the reason.
pub fn end((ender, own): (Uuid, &[Grant]), person: Uuid, grant: &Grant) -> Result<(), Refuse> {
    let secures = own.iter().any(|own| own.role == Role::Security && grant.path.starts_with(&own.path));
    if ender == person {
        Err(Refuse::Oneself)
    } else if grant.role.is_administrator() {
        Err(Refuse::Officer)
    } else if !secures && !may_give(own, grant.role, &grant.path) {
        Err(Refuse::NotYours)
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
            prop_assert_eq!(end((ME, &own), ME, &grant(role, &path)), Err(Refuse::Oneself));
        }

        #[test]
        fn whatever_roles_one_has_the_three_are_neither_given_nor_taken_nor_touched_alone(
            own in grants(), held in grants(), role in role(), path in path(),
        ) {
            if role.is_administrator() {
                prop_assert!(give((ME, &own), (YOU, &held), role, &path).is_err());
                prop_assert!(end((ME, &own), YOU, &grant(role, &path)).is_err());
            }
            if is_officer(&held) {
                for power in [Power::Keep, Power::Guard] {
                    prop_assert_eq!(hindrance(&own, &held, &path, power), Some(Hindrance::Officer));
                }
            }
        }

        #[test]
        fn the_security_administrator_guards_whoever_is_none_of_the_three(held in grants(), path in path()) {
            let security = [grant(Role::Security, "/1/")];
            let free = hindrance(&security, &held, &path, Power::Guard).is_none();
            prop_assert_eq!(free, !is_officer(&held));
            if held.iter().any(|other| other.role != Role::Learner) {
                prop_assert!(hindrance(&security, &held, &path, Power::Keep).is_some());
            }
        }

        #[test]
        fn the_three_administrators_never_meet_in_one_person(own in grants(), held in grants(), role in role(), path in path()) {
            if fits(&held, role, &path).is_ok() || give((ME, &own), (YOU, &held), role, &path).is_ok() {
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
        assert!(
            !may_act_on(&[grant(Role::Admin, "/1/")], &[grant(Role::Security, "/1/")]),
            "one of the three"
        );
    }
}
