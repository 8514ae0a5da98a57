//! What follows from a try to sign in, and how long a session lives (ACC-5, ACC-7, ACC-9): pure.

use crate::person::rules::{Account, State};
use std::net::IpAddr;
use xingtan_auth::throttle::{Lockout, Wrong, wrong_password};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_web::Standing;

/// Failures in a row, and the lock that they led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Failures in a row.
    pub failures: i64,
    /// Until when it is locked.
    pub locked_until: Option<Timestamp>,
}

impl Count {
    /// Until when the lock is in force; none where there is none, or it has run out.
    pub fn lock(self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| *until > now)
    }

    /// Failures that count towards the next lock: a lock that has run out begins a new count. The caller has made
    /// sure that no lock is in force.
    pub fn in_force(self) -> i64 {
        if self.locked_until.is_some() { 0 } else { self.failures }
    }

    /// Failures that whoever comes in is told of: those of a lock in force, too.
    pub fn to_tell(self, now: Timestamp) -> i64 {
        if self.lock(now).is_some() { self.failures } else { self.in_force() }
    }
}

/// What is known of an account when somebody knocks. For a name that belongs to nobody, the same is made from the
/// log of earlier tries, so that both are answered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knock {
    /// The account; none where the name belongs to nobody.
    pub account: Option<Account>,
    /// Failures of strangers: on devices that this person does not sign in from.
    pub strangers: Count,
    /// Failures on this device, where it is one that the person signs in from.
    pub device: Option<Count>,
    /// When the first password expires, where it was never changed.
    pub initial_expires_at: Option<Timestamp>,
    /// Whether a second factor is asked for.
    pub second_factor: bool,
}

/// The door's answer to a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The password is wrong; so many tries are left, or this was the last one.
    Wrong(Wrong),
    /// Locked since an earlier try, whether the password is right or not.
    Locked {
        /// Until then.
        until: Timestamp,
    },
    /// The first password is right and has expired unused.
    InitialExpired,
    /// The password is right and the account may not be used.
    Shut(State),
    /// Come in.
    Enter {
        /// The second factor comes first.
        second_factor: bool,
    },
}

impl Knock {
    /// What decides over this try: a known device is counted on its own, so that strangers lock out strangers alone.
    /// Whoever holds `n` known devices of a person has `n` counts and that of strangers, never more; how many devices
    /// count on their own is a parameter (`accounts.lockout.devices`).
    pub fn count(&self) -> Count {
        self.device.unwrap_or(self.strangers)
    }
}

/// What becomes of a try. `proved`: the password is right.
pub fn answer(knock: &Knock, proved: bool, lockout: Lockout, now: Timestamp) -> Answer {
    let count = knock.count();
    if let Some(until) = count.lock(now) {
        return Answer::Locked { until };
    }
    let Some(account) = knock.account.filter(|_| proved) else {
        return Answer::Wrong(wrong_password(count.in_force(), lockout, now));
    };
    match account.in_force(now) {
        State::Active if knock.initial_expires_at.is_some_and(|at| at <= now) => Answer::InitialExpired,
        State::Active => Answer::Enter { second_factor: knock.second_factor },
        shut => Answer::Shut(shut),
    }
}

/// The state of a name that belongs to nobody, from its tries, the newest first: whether each caused a lock, and
/// when. Tries while locked are left out by the caller.
pub fn stranger(tries: &[(Timestamp, bool)], lockout: Lockout) -> Knock {
    let since = tries.iter().take_while(|(_, locking)| !locking).count();
    let lock = tries.get(since).map(|(at, _)| *at + lockout.lasts);
    Knock {
        account: None,
        strangers: Count {
            failures: i64::try_from(since).unwrap_or(i64::MAX),
            locked_until: lock.filter(|_| since == 0),
        },
        device: None,
        initial_expires_at: None,
        second_factor: false,
    }
}

/// Seconds to wait when `failures`, the newest first, fill the sliding `window`; none when a try is welcome.
pub fn throttled(failures: &[Timestamp], limit: usize, window: Span, now: Timestamp) -> Option<i64> {
    let oldest = failures.get(limit.checked_sub(1)?)?;
    let wait = (*oldest + window - now).seconds();
    (wait > 0).then_some(wait)
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The person signed out.
    SignedOut,
    /// Not used for too long.
    Idle,
    /// Its time was over.
    Expired,
    /// Ended by the person from another device.
    Elsewhere,
    /// The person had more sessions than the role allows.
    Cap,
    /// The person said "this was not me".
    Secured,
    /// The password was changed or reset.
    Password,
    /// Ended by the security administrator.
    Administrator,
    /// Too many wrong codes.
    Codes,
}

impl End {
    /// All reasons.
    pub const ALL: [End; 9] = [
        End::SignedOut,
        End::Idle,
        End::Expired,
        End::Elsewhere,
        End::Cap,
        End::Secured,
        End::Password,
        End::Administrator,
        End::Codes,
    ];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            End::SignedOut => "signed-out",
            End::Idle => "idle",
            End::Expired => "expired",
            End::Elsewhere => "elsewhere",
            End::Cap => "cap",
            End::Secured => "secured",
            End::Password => "password",
            End::Administrator => "administrator",
            End::Codes => "codes",
        }
    }

    /// The reason of a word.
    pub fn of(code: &str) -> Option<End> {
        End::ALL.into_iter().find(|end| end.code() == code)
    }

    /// What the door says to somebody whose session ended so.
    pub fn key(self) -> String {
        format!("accounts-ended-{}", self.code())
    }
}

/// Why a session does not live any more at `now`; none while it does. Who stays signed in for seven days may be
/// away in between.
pub fn run_out(
    seen_at: Timestamp,
    expires_at: Timestamp,
    lasting: bool,
    idle: Span,
    now: Timestamp,
) -> Option<End> {
    if expires_at <= now {
        Some(End::Expired)
    } else if !lasting && now - seen_at >= idle {
        Some(End::Idle)
    } else {
        None
    }
}

/// What a session's standing depends on.
#[derive(Clone, Copy, Debug)]
pub struct Doors {
    /// The second factor has not been given.
    pub second_factor_pending: bool,
    /// First, reset or unsafe password.
    pub must_change: bool,
    /// When the password was last changed.
    pub changed_at: Option<Timestamp>,
    /// After how long it has to be changed.
    pub rotation: Option<Span>,
    /// Every agreement was accepted in its present version.
    pub consented: bool,
}

/// What stands between a session and the pages.
pub fn standing(doors: &Doors, now: Timestamp) -> Standing {
    if doors.second_factor_pending {
        Standing::SecondFactorPending
    } else if doors.must_change || rotation_due(doors.changed_at, doors.rotation, now) {
        Standing::MustChangePassword
    } else if !doors.consented {
        Standing::ConsentPending
    } else {
        Standing::Full
    }
}

/// Whether a password is older than allowed.
pub fn rotation_due(changed_at: Option<Timestamp>, rotation: Option<Span>, now: Timestamp) -> bool {
    matches!((changed_at, rotation), (Some(at), Some(rotation)) if at + rotation <= now)
}

/// The sessions that end when one more begins: the oldest, until the cap holds again. `open` is sorted by their
/// beginning, the oldest first.
pub fn over_cap(open: &[Uuid], cap: Option<usize>) -> &[Uuid] {
    let Some(cap) = cap else { return &[] };
    let many = (open.len() + 1).saturating_sub(cap.max(1));
    &open[..many.min(open.len())]
}

/// What is unusual about a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unusual {
    /// A device that this person never used.
    Device,
    /// A network from which this person never came.
    Network,
    /// After several failures.
    Failures,
}

impl Unusual {
    /// All kinds.
    pub const ALL: [Unusual; 3] = [Unusual::Device, Unusual::Network, Unusual::Failures];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Unusual::Device => "device",
            Unusual::Network => "network",
            Unusual::Failures => "failures",
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-unusual-{}", self.code())
    }

    /// Those of a column, whose words are separated by spaces.
    pub fn read(text: Option<&str>) -> Vec<Unusual> {
        let words = text.unwrap_or_default().split(' ');
        words.filter_map(|word| Unusual::ALL.into_iter().find(|kind| kind.code() == word)).collect()
    }

    /// As a column holds them; none where nothing is unusual.
    pub fn write(found: &[Unusual]) -> Option<String> {
        let words: Vec<&str> = found.iter().map(|kind| kind.code()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// After so many failures a success is unusual.
const MANY: i64 = 3;

/// What is unusual about a right password. The first device and network of a person are not: nothing is known yet
/// against which they could stand out.
pub fn unusual(
    device_known: bool,
    devices: i64,
    network: &str,
    networks: &[String],
    failures: i64,
) -> Vec<Unusual> {
    let mut found = Vec::new();
    if !device_known && devices > 0 {
        found.push(Unusual::Device);
    }
    if !networks.is_empty() && !networks.iter().any(|known| known == network) {
        found.push(Unusual::Network);
    }
    if failures >= MANY {
        found.push(Unusual::Failures);
    }
    found
}

/// The network of an address: its first 24 bits, of IPv6 48, as most sites have at least so much.
pub fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => network(IpAddr::V4(ip)),
            None => {
                let [a, b, c, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        },
    }
}

/// The address to go to after signing in, if it is one of this site and does not lead back to the door.
pub fn local_path(next: &str) -> Option<&str> {
    let mut signs = next.chars();
    let local = signs.next() == Some('/') && !matches!(signs.next(), Some('/' | '\\'));
    let plain = next.len() <= 1000 && !next.chars().any(|c| c.is_control() || c == '\\');
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let door = ["/sign-in", "/sign-out", "/setup"];
    let to_door = door
        .iter()
        .any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    (local && plain && !to_door).then_some(next)
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
