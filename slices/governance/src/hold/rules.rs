//! What several holds leave of an account, and what begins and falls with each: pure.

use xingtan_accounts::api::{Act, Pause, State};
use xingtan_clock::Timestamp;

/// What an account is left with when all that holds it is taken together: a revocation outweighs suspensions, of which
/// the longest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Nothing stands against it.
    Open,
    /// Suspended until then.
    SuspendedUntil(Timestamp),
    /// Revoked.
    Revoked,
}

/// One that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Whether it revokes; otherwise it suspends.
    pub revokes: bool,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub ends: Option<Timestamp>,
}

impl Weight {
    /// What it leaves of an account by itself at `now`.
    pub fn access(self, now: Timestamp) -> Access {
        match (self.revokes, self.ends) {
            (_, Some(ends)) if ends <= now => Access::Open,
            (true, _) => Access::Revoked,
            (false, Some(ends)) => Access::SuspendedUntil(ends),
            // A suspension without an end is none: whoever means one for good revokes.
            (false, None) => Access::Open,
        }
    }

    /// Whether it still holds its account: what somebody gave back by hand since it began, it does not take again.
    /// `pauses`: when the account was out of use, in order and without overlap.
    pub fn still_holds(self, pauses: &[Pause], now: Timestamp) -> bool {
        self.access(now) != Access::Open && pauses.iter().any(|(from, to)| *from <= self.since && *to > now)
    }
}

/// The heaviest of several at `now`.
pub fn access(holds: impl IntoIterator<Item = Weight>, now: Timestamp) -> Access {
    holds.into_iter().map(|it| it.access(now)).max().unwrap_or(Access::Open)
}

/// What one that begins does to an account that stands so, suspended until `own`: it imposes itself alone, and makes
/// nothing heavier lighter.
pub fn impose(state: State, own: Option<Timestamp>, begins: Access) -> Option<Act> {
    match (begins, state) {
        (Access::Revoked, State::Revoked) => None,
        (Access::Revoked, _) => Some(Act::Revoke),
        (Access::SuspendedUntil(ends), State::Active) => Some(Act::Suspend(ends)),
        (Access::SuspendedUntil(ends), State::Suspended) if own.is_some_and(|own| own < ends) => {
            Some(Act::Suspend(ends))
        }
        _ => None,
    }
}

/// What is given back when all that held an account comes down from `before` to `after`: only what came from there, and
/// not what somebody did by hand.
pub fn give_back(state: State, own: Option<Timestamp>, before: Access, after: Access) -> Option<Act> {
    let is_ours = match before {
        Access::Open => false,
        Access::SuspendedUntil(until) => state == State::Suspended && own == Some(until),
        Access::Revoked => state == State::Revoked,
    };
    match after {
        _ if !is_ours || after >= before => None,
        Access::Revoked => None,
        Access::SuspendedUntil(until) => Some(Act::Suspend(until)),
        Access::Open => Some(Act::Restore),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }
    fn hold(revokes: bool, since: i64, ends: Option<i64>) -> Weight {
        Weight { revokes, since: at(since), ends: ends.map(at) }
    }

    #[test]
    fn of_several_the_heaviest_holds() {
        let check = |holds: &[Weight], expected| assert_eq!(access(holds.iter().copied(), at(10)), expected);
        let (short, long) = (hold(false, 0, Some(12)), hold(false, 0, Some(15)));
        check(&[], Access::Open);
        check(&[hold(false, 0, Some(5))], Access::Open);
        check(&[long, short], Access::SuspendedUntil(at(15)));
        check(&[hold(true, 0, None), short], Access::Revoked);
        check(&[short, hold(true, 0, None)], Access::Revoked);
        check(&[short, hold(true, 0, Some(10))], Access::SuspendedUntil(at(12)));
    }

    #[test]
    fn what_begins_imposes_itself_alone() {
        let (week, gone) = (Access::SuspendedUntil(at(7)), Access::Revoked);
        assert_eq!(impose(State::Active, None, week), Some(Act::Suspend(at(7))));
        assert_eq!(impose(State::Suspended, Some(at(5)), week), Some(Act::Suspend(at(7))));
        assert_eq!(impose(State::Suspended, Some(at(9)), week), None);
        assert_eq!(impose(State::Revoked, None, week), None);
        assert_eq!(impose(State::Suspended, Some(at(9)), gone), Some(Act::Revoke));
        assert_eq!(impose(State::Revoked, None, gone), None);
        assert_eq!(impose(State::Active, None, Access::Open), None);
    }

    #[test]
    fn what_falls_gives_back_its_own_alone() {
        let (week, days, gone) =
            (Access::SuspendedUntil(at(7)), Access::SuspendedUntil(at(5)), Access::Revoked);
        assert_eq!(give_back(State::Suspended, Some(at(7)), week, Access::Open), Some(Act::Restore));
        assert_eq!(give_back(State::Suspended, Some(at(7)), week, days), Some(Act::Suspend(at(5))));
        assert_eq!(give_back(State::Suspended, Some(at(7)), week, week), None, "another one ends with it");
        assert_eq!(give_back(State::Suspended, Some(at(9)), week, Access::Open), None, "by hand");
        assert_eq!(give_back(State::Active, None, week, Access::Open), None, "lifted by hand");
        assert_eq!(give_back(State::Revoked, None, gone, days), Some(Act::Suspend(at(5))));
        assert_eq!(give_back(State::Revoked, None, week, Access::Open), None, "by hand");
        assert_eq!(give_back(State::Revoked, None, gone, gone), None);
    }

    #[test]
    fn what_was_given_back_by_hand_does_not_hold_any_more() {
        let it = hold(false, 3, Some(20));
        assert!(it.still_holds(&[(at(1), at(20))], at(10)));
        assert!(!it.still_holds(&[(at(3), at(5))], at(10)), "lifted");
        assert!(
            !it.still_holds(&[(at(3), at(5)), (at(7), at(30))], at(10)),
            "lifted, then suspended by another"
        );
        assert!(!it.still_holds(&[(at(3), at(30))], at(20)), "over");
    }

    /// An account as `accounts` keeps it.
    #[derive(Clone, Copy, Debug)]
    struct Kept(State, Option<Timestamp>);

    impl Kept {
        fn now(self, now: Timestamp) -> Kept {
            if self.0 == State::Suspended && self.1.is_some_and(|until| until <= now) {
                Kept(State::Active, None)
            } else {
                self
            }
        }
        fn after(self, act: Option<Act>) -> Kept {
            match act {
                Some(Act::Suspend(until)) => Kept(State::Suspended, Some(until)),
                Some(Act::Revoke) => Kept(State::Revoked, None),
                Some(_) => Kept(State::Active, None),
                None => self,
            }
        }
    }

    proptest! {
        /// In whatever order holds begin and fall, the account stands as the heaviest that stands says.
        #[test]
        fn the_account_follows_whatever_still_stands(
            steps in prop::collection::vec((any::<bool>(), 0u8..5, 1i64..9, 0usize..4), 0..24),
        ) {
            let mut standing: Vec<Weight> = Vec::new();
            let mut account = Kept(State::Active, None);
            for (time, (begins, weight, days, which)) in (0i64..).map(|step| step * 2).zip(steps) {
                let now = at(time);
                account = account.now(now);
                let before = access(standing.iter().copied(), now);
                let act = if begins || standing.is_empty() {
                    let own = hold(weight == 0, time, (weight > 0).then_some(time + days));
                    standing.push(own);
                    impose(account.0, account.1, own.access(now))
                } else {
                    standing.remove(which % standing.len());
                    give_back(account.0, account.1, before, access(standing.iter().copied(), now))
                };
                account = account.after(act);
                // The model: whatever stands, looked at one by one.
                let revoked = standing.iter().any(|own| own.revokes);
                let until = standing.iter().filter_map(|own| own.ends).filter(|ends| *ends > now).max();
                let expected = match until {
                    _ if revoked => (State::Revoked, None),
                    Some(until) => (State::Suspended, Some(until)),
                    None => (State::Active, None),
                };
                prop_assert_eq!((account.0, account.1), expected);
            }
        }
    }
}
