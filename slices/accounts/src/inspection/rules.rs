//! What is found about an account: pure.

use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp};

/// From when on something is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Days after which an account that nobody ever signed in to is unused.
    pub unused: i64,
    /// Days without signing in after which an account is dormant.
    pub dormant: i64,
    /// More devices than these within [`RECENT`] are a sign of sharing.
    pub devices: i64,
}

/// Devices count that were used within these.
pub const RECENT: Span = Span::of_days(30);

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 从未使用.
    Unused,
    /// 长期未登录.
    Dormant,
    /// 疑似多人使用.
    Shared,
    /// 权限过大: rights that nobody uses, or administrator's rights beside others.
    OverPrivileged,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Unused, Kind::Dormant, Kind::Shared, Kind::OverPrivileged];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Unused => "unused",
            Kind::Dormant => "dormant",
            Kind::Shared => "shared",
            Kind::OverPrivileged => "over_privileged",
        }
    }
}

/// What is known of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it was opened.
    pub created_at: Timestamp,
    /// When somebody signed in last.
    pub last_at: Option<Timestamp>,
    /// Devices used within [`RECENT`].
    pub devices: i64,
    /// Roles held anywhere.
    pub roles: Vec<Role>,
}

/// Something found: its kind, the days or devices it rests on, and the roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What.
    pub kind: Kind,
    /// Days, or devices; for roles the days without signing in, 0 where somebody does.
    pub figure: i64,
    /// Roles beyond those of a learner.
    pub roles: Vec<Role>,
}

/// All that is found about an account in use, in the order of [`Kind`].
pub fn found(known: &Known, bounds: &Bounds, now: Timestamp) -> Vec<Found> {
    let days = |since: Timestamp| (now - since).seconds().max(0) / 86_400;
    let mut all = Vec::new();
    let away = match known.last_at {
        None => (days(known.created_at) >= bounds.unused).then(|| (Kind::Unused, days(known.created_at))),
        Some(last) => (days(last) >= bounds.dormant).then(|| (Kind::Dormant, days(last))),
    };
    if let Some((kind, figure)) = away {
        all.push(Found { kind, figure, roles: Vec::new() });
    }
    if known.devices > bounds.devices {
        all.push(Found { kind: Kind::Shared, figure: known.devices, roles: Vec::new() });
    }
    let mut roles: Vec<Role> = known.roles.clone();
    roles.retain(|role| !matches!(role, Role::Learner | Role::Guardian));
    roles.sort_by_key(|role| role.code());
    roles.dedup();
    let administers = roles.iter().any(|role| role.is_administrator());
    if !roles.is_empty() && (away.is_some() || (administers && roles.len() > 1)) {
        all.push(Found { kind: Kind::OverPrivileged, figure: away.map_or(0, |it| it.1), roles });
    }
    all
}
