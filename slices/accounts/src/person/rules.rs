//! States of an account and how they change (ACC-5, ACC-6): pure.

use std::{fmt, str::FromStr};
use xingtan_clock::{Span, Timestamp};

/// The state kept with a person. What a page shows may also come from the credential: see `Shown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// In use.
    Active,
    /// 暂停: until a date, after which it restores itself.
    Suspended,
    /// 冻结: by an administrator, or because the person left.
    Frozen,
    /// 注销: for good.
    Closed,
    /// 取消资格: reopened only on application to the centre.
    Revoked,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] =
        [State::Active, State::Suspended, State::Frozen, State::Closed, State::Revoked];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Suspended => "suspended",
            State::Frozen => "frozen",
            State::Closed => "closed",
            State::Revoked => "revoked",
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-state-{}", self.code())
    }

    /// Whether the account takes a seat of its unit's quota.
    pub const fn takes_seat(self) -> bool {
        matches!(self, State::Active | State::Suspended)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownState(pub String);

impl fmt::Display for UnknownState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown state of an account: {}", self.0)
    }
}
impl std::error::Error for UnknownState {}

impl FromStr for State {
    type Err = UnknownState;
    fn from_str(code: &str) -> Result<Self, UnknownState> {
        State::ALL.into_iter().find(|state| state.code() == code).ok_or_else(|| UnknownState(code.to_owned()))
    }
}

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its state as kept.
    pub state: State,
    /// When a suspension ends.
    pub until: Option<Timestamp>,
    /// Whether the person has left.
    pub left: bool,
}

impl Account {
    /// The state in force at `now`: a suspension that has run out restores itself.
    pub fn in_force(self, now: Timestamp) -> State {
        match self {
            Account { state: State::Suspended, until: Some(until), .. } if until <= now => State::Active,
            Account { state, .. } => state,
        }
    }
}

/// What an administrator may do to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Suspends it until a moment.
    Suspend(Timestamp),
    /// Freezes it.
    Freeze,
    /// Closes it for good.
    Close,
    /// Revokes it.
    Revoke,
    /// Puts it back to use; a person who had left comes back.
    Restore,
    /// The person leaves: frozen at once, the seat is free, the user name stays taken (ACC-6).
    Leave,
}

impl Act {
    /// The word used in forms and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Act::Suspend(_) => "suspend",
            Act::Freeze => "freeze",
            Act::Close => "close",
            Act::Revoke => "revoke",
            Act::Restore => "restore",
            Act::Leave => "leave",
        }
    }
}

/// Why an act does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuse {
    /// The account is so already.
    Already,
    /// A closed account stays closed.
    Closed,
    /// A suspension has to end in the future.
    UntilPast,
    /// A suspension lasts a year at most; longer is a freeze.
    UntilFar,
    /// Only what is in use can be suspended.
    NotInUse,
}

impl Refuse {
    /// The Fluent key of the reason.
    pub const fn key(self) -> &'static str {
        match self {
            Refuse::Already => "accounts-state-refused-already",
            Refuse::Closed => "accounts-state-refused-closed",
            Refuse::UntilPast => "accounts-state-refused-past",
            Refuse::UntilFar => "accounts-state-refused-far",
            Refuse::NotInUse => "accounts-state-refused-not-in-use",
        }
    }
}

const LONGEST_SUSPENSION: Span = Span::of_days(367);

/// What becomes of an account.
///
/// # Errors
/// Where the act does not fit the account; nothing changes then.
pub fn change(account: Account, act: Act, now: Timestamp) -> Result<Account, Refuse> {
    let state = account.in_force(now);
    let stay = |state| Account { state, until: None, left: account.left };
    if state == State::Closed {
        return Err(Refuse::Closed);
    }
    match act {
        Act::Suspend(until) => match state {
            _ if until <= now => Err(Refuse::UntilPast),
            _ if until - now > LONGEST_SUSPENSION => Err(Refuse::UntilFar),
            State::Suspended if account.until == Some(until) => Err(Refuse::Already),
            State::Active | State::Suspended => Ok(Account { until: Some(until), ..stay(State::Suspended) }),
            _ => Err(Refuse::NotInUse),
        },
        Act::Freeze if state == State::Frozen => Err(Refuse::Already),
        Act::Freeze if state == State::Revoked => Err(Refuse::NotInUse),
        Act::Freeze => Ok(stay(State::Frozen)),
        Act::Close => Ok(stay(State::Closed)),
        Act::Revoke if state == State::Revoked => Err(Refuse::Already),
        Act::Revoke => Ok(stay(State::Revoked)),
        Act::Restore if state == State::Active => Err(Refuse::Already),
        Act::Restore => Ok(Account { state: State::Active, until: None, left: false }),
        Act::Leave if account.left => Err(Refuse::Already),
        Act::Leave if state == State::Revoked => Ok(Account { left: true, ..stay(State::Revoked) }),
        Act::Leave => Ok(Account { left: true, ..stay(State::Frozen) }),
    }
}

/// What a page says of an account: its state, or what its credential waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// 正常.
    Active,
    /// 首登改密: the first or a reset password has to be changed.
    MustChange,
    /// 锁定: too many failures.
    Locked,
    /// 暂停.
    Suspended,
    /// 已冻结.
    Frozen,
    /// 已注销.
    Closed,
    /// 已取消资格.
    Revoked,
}

impl Shown {
    /// All, in the order of the chips.
    pub const ALL: [Shown; 7] = [
        Shown::Active,
        Shown::MustChange,
        Shown::Locked,
        Shown::Suspended,
        Shown::Frozen,
        Shown::Closed,
        Shown::Revoked,
    ];

    /// The word used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Shown::Active => "active",
            Shown::MustChange => "must-change",
            Shown::Locked => "locked",
            Shown::Suspended => "suspended",
            Shown::Frozen => "frozen",
            Shown::Closed => "closed",
            Shown::Revoked => "revoked",
        }
    }

    /// The one of this word.
    pub fn of(code: &str) -> Option<Shown> {
        Shown::ALL.into_iter().find(|shown| shown.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-state-{}", self.code())
    }

    /// Tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Shown::Active => "pine",
            Shown::MustChange | Shown::Locked => "ochre",
            Shown::Suspended | Shown::Revoked => "cinnabar",
            Shown::Frozen | Shown::Closed => "",
        }
    }

    /// Shape of its badge.
    pub const fn shape(self) -> &'static str {
        match self {
            Shown::MustChange => "ring",
            Shown::Frozen | Shown::Closed => "dash",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

    fn account() -> impl Strategy<Value = Account> {
        let state = prop::sample::select(State::ALL.to_vec());
        (state, prop::option::of(-400i64..400), any::<bool>()).prop_map(|(state, days, left)| Account {
            state,
            until: days.filter(|_| state == State::Suspended).map(|days| NOW + Span::of_days(days)),
            left: left && !matches!(state, State::Active | State::Suspended),
        })
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (-500i64..500).prop_map(|days| Act::Suspend(NOW + Span::of_days(days))),
            Just(Act::Freeze),
            Just(Act::Close),
            Just(Act::Revoke),
            Just(Act::Restore),
            Just(Act::Leave),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_done_an_account_stays_sound(start in account(), acts in prop::collection::vec(act(), 0..12)) {
            let mut account = start;
            for act in acts {
                let before = account;
                match change(account, act, NOW) {
                    Ok(after) => {
                        prop_assert_ne!(before.in_force(NOW), State::Closed, "a closed account never changes");
                        prop_assert!(after != before, "what changes nothing is refused");
                        prop_assert_eq!(after.until.is_some(), after.state == State::Suspended);
                        prop_assert!(after.until.is_none_or(|until| until > NOW && until - NOW <= LONGEST_SUSPENSION));
                        prop_assert!(!(after.left && after.state.takes_seat()), "who left takes no seat");
                        account = after;
                    }
                    Err(_) => prop_assert_eq!(account, before),
                }
            }
        }

        #[test]
        fn every_account_that_is_not_closed_can_be_put_back_to_use(account in account()) {
            let state = account.in_force(NOW);
            let restored = change(account, Act::Restore, NOW);
            match state {
                State::Closed => prop_assert_eq!(restored, Err(Refuse::Closed)),
                State::Active => prop_assert_eq!(restored, Err(Refuse::Already)),
                _ => prop_assert_eq!(restored, Ok(Account { state: State::Active, until: None, left: false })),
            }
        }
    }

    #[test]
    fn a_suspension_restores_itself() {
        let account = Account { state: State::Suspended, until: Some(NOW), left: false };
        assert_eq!(account.in_force(NOW), State::Active);
        assert_eq!(account.in_force(NOW - Span::of_seconds(1)), State::Suspended);
    }

    #[test]
    fn leaving_freezes_at_once_and_only_once() {
        let active = Account { state: State::Active, until: None, left: false };
        let left = change(active, Act::Leave, NOW).unwrap();
        assert_eq!(left, Account { state: State::Frozen, until: None, left: true });
        assert_eq!(change(left, Act::Leave, NOW), Err(Refuse::Already));
    }
}
