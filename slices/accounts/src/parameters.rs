//! Parameters of passwords, lockout and sessions (ACC-7), which the security administrator sets on
//! `/security/policy`.

use xingtan_auth::{Role, password::Policy, throttle::Lockout};
use xingtan_clock::Span;
use xingtan_settings::{Default, Setting, Settings, Shape};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $min:literal..=$max:literal, $unit:literal, $default:literal;)*) => {
        $($(#[$doc])* pub const $name: Setting = Setting {
            key: concat!("accounts.", $key),
            shape: Shape::Int { min: $min, max: $max, unit: $unit },
            default: Default::Same($default),
        };)*
    };
}

numbers! {
    /// Fewest characters of a password.
    MIN_LENGTH = "password.min-length", 8..=64, "settings-unit-characters", "10";
    /// How many of lower, upper, digit and other a password holds.
    CLASSES = "password.classes", 1..=4, "accounts-unit-classes", "2";
    /// How many earlier passwords may not come back.
    HISTORY = "password.history", 0..=24, "settings-unit-times", "5";
    /// 定期更新密码: days after which a password is changed; 0 is never.
    ROTATION = "password.rotation-days", 0..=730, "settings-unit-days", "180";
    /// Wrong passwords in a row after which an account locks.
    LOCKOUT_FAILURES = "lockout.failures", 3..=20, "settings-unit-times", "5";
    /// How long it stays locked.
    LOCKOUT_MINUTES = "lockout.minutes", 1..=1440, "settings-unit-minutes", "15";
    /// So many devices of a person, the latest used, have a count of failures of their own; 0 is none. Whoever holds
    /// all their cookies has so many times the guesses of a stranger.
    LOCKOUT_DEVICES = "lockout.devices", 0..=10, "accounts-unit-devices", "3";
    /// Failures from one network address within ten minutes after which it has to wait.
    THROTTLE_FAILURES = "throttle.failures", 10..=10000, "settings-unit-times", "30";
    /// A session that was not used for so long ends.
    IDLE_MINUTES = "session.idle-minutes", 5..=1440, "settings-unit-minutes", "120";
    /// A session ends so long after it began, however it was used.
    SESSION_HOURS = "session.hours", 1..=168, "settings-unit-hours", "12";
    /// 定期检查: days after which all accounts are gone through again; 0 is never (ACC-2).
    INSPECTION_DAYS = "inspection.days", 0..=366, "settings-unit-days", "90";
    /// An account that nobody signed in to so long after it was opened is unused.
    UNUSED_DAYS = "inspection.unused-days", 7..=730, "settings-unit-days", "30";
    /// An account that nobody signed in to for so long is dormant.
    DORMANT_DAYS = "inspection.dormant-days", 7..=730, "settings-unit-days", "90";
    /// More devices than these within 30 days are a sign of sharing.
    INSPECTION_DEVICES = "inspection.devices", 1..=50, "accounts-unit-devices", "4";
    /// How long the log of sign-ins is kept.
    KEEP_DAYS = "sign-ins.keep-days", 180..=3650, "settings-unit-days", "400";
}

/// Whether "stay signed in for seven days" is offered.
pub const LASTING: Setting =
    Setting { key: "accounts.session.lasting", shape: Shape::Bool, default: Default::Same("true") };

/// Whether the three administrators keep their last second factor (ACC-7).
pub const KEEP_OFFICERS: Setting = Setting {
    key: "accounts.second-factor.keep-officers",
    shape: Shape::Bool,
    default: Default::Same("true"),
};
/// Whether everybody else who holds a role besides learner and guardian does.
pub const KEEP_STAFF: Setting =
    Setting { key: "accounts.second-factor.keep-staff", shape: Shape::Bool, default: Default::Same("false") };

/// Words that no password is made of, besides the program's own list.
pub const FORBIDDEN: Setting =
    Setting { key: "accounts.password.forbidden", shape: Shape::Text(2000), default: Default::Same("") };

/// The institution's networks, one `name = network` a line: the place of a sign-in.
pub const NETWORKS: Setting =
    Setting { key: "accounts.networks", shape: Shape::Text(8000), default: Default::Same("") };

/// Whether whoever answers for a subsidiary opens accounts without asking the training centre (ACC-1, ACC-2).
pub const DIRECT: Setting =
    Setting { key: "accounts.openings.direct", shape: Shape::Bool, default: Default::Same("false") };

macro_rules! caps {
    ($($role:ident = $code:literal, $default:literal;)*) => {
        /// How many sessions one person may have at once, by role; 0 is any number. Administrators have fewer.
        pub const SESSION_CAPS: &[(Role, Setting)] = &[$((Role::$role, Setting {
            key: concat!("accounts.sessions.", $code),
            shape: Shape::Int { min: 0, max: 100, unit: "settings-unit-sessions" },
            default: Default::Same($default),
        })),*];
    };
}
caps! {
    Admin = "admin", "3";
    Security = "security", "3";
    Audit = "audit", "3";
    Centre = "center", "5";
    Manager = "manager", "5";
    Contact = "contact", "5";
    Supervisor = "supervisor", "5";
    Reviewer = "reviewer", "5";
    Teacher = "teacher", "5";
    Assistant = "assistant", "5";
    Homeroom = "homeroom", "5";
    Finance = "finance", "3";
    Service = "service", "5";
    Guardian = "parent", "5";
    Learner = "learner", "5";
}

/// All of them under the headings of the policy page; the heading's Fluent key is
/// `accounts-policy-` and the name.
pub fn groups() -> Vec<(&'static str, Vec<&'static Setting>)> {
    vec![
        ("password", vec![&MIN_LENGTH, &CLASSES, &HISTORY, &ROTATION, &FORBIDDEN]),
        ("lockout", vec![&LOCKOUT_FAILURES, &LOCKOUT_MINUTES, &LOCKOUT_DEVICES, &THROTTLE_FAILURES]),
        ("second-factor", vec![&KEEP_OFFICERS, &KEEP_STAFF]),
        ("session", vec![&IDLE_MINUTES, &SESSION_HOURS, &LASTING]),
        ("sessions", SESSION_CAPS.iter().map(|(_, setting)| setting).collect()),
        ("openings", vec![&DIRECT]),
        ("places", vec![&NETWORKS]),
        ("inspection", vec![&INSPECTION_DAYS, &UNUSED_DAYS, &DORMANT_DAYS, &INSPECTION_DEVICES]),
        ("log", vec![&KEEP_DAYS]),
    ]
}

/// What is asked of a password.
pub fn policy(settings: &Settings) -> Policy {
    let rotation = settings.int(&ROTATION);
    Policy {
        min_length: usize::try_from(settings.int(&MIN_LENGTH)).unwrap_or(10),
        classes: usize::try_from(settings.int(&CLASSES)).unwrap_or(2),
        history: settings.int(&HISTORY),
        rotation_days: (rotation > 0).then_some(rotation),
        ..Policy::default()
    }
}

/// Whether somebody with these roles may not do without a second factor any more, once there is one.
pub fn keeps_second_factor(settings: &Settings, roles: &[Role]) -> bool {
    let officers = settings.bool(&KEEP_OFFICERS);
    let staff = settings.bool(&KEEP_STAFF);
    roles.iter().any(|role| match role {
        Role::Admin | Role::Security | Role::Audit => officers,
        Role::Learner | Role::Guardian => false,
        _ => staff,
    })
}

/// When an account locks.
pub fn lockout(settings: &Settings) -> Lockout {
    Lockout {
        failures: settings.int(&LOCKOUT_FAILURES),
        lasts: Span::of_minutes(settings.int(&LOCKOUT_MINUTES)),
    }
}

/// How many sessions a holder of these roles may have at once: the strictest of them; none: any number.
pub fn session_cap(settings: &Settings, roles: &[Role]) -> Option<usize> {
    let caps = SESSION_CAPS.iter().filter(|(role, _)| roles.contains(role));
    let caps = caps.map(|(_, setting)| settings.int(setting)).filter(|cap| *cap > 0);
    caps.min().and_then(|cap| usize::try_from(cap).ok())
}
