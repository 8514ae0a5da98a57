//! 登录日志: every try to sign in, known user or not (ACC-7), as kept.

use super::rules::Unusual;
use std::net::IpAddr;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, List, ListPage, Order, Select, Sort};

/// How a try ended, as the log says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Signed in.
    Done,
    /// The password was right; the second factor is asked for.
    SecondFactor,
    /// Wrong password.
    Wrong,
    /// Wrong password, and the account locked with it.
    Locking,
    /// Tried while locked.
    Locked,
    /// Wrong entry on a device of the person's own, which is locked for this account with it.
    DeviceLocking,
    /// Tried on a device of the person's own while it was locked.
    DeviceLocked,
    /// Wrong code of the second factor.
    WrongCode,
    /// Wrong code, and the account locked with it.
    LockingCode,
    /// A passkey's answer proved nothing.
    WrongPasskey,
    /// A passkey's answer proved nothing, and the account locked with it.
    LockingPasskey,
    /// A passkey that was stopped, or opens only together with the password.
    PasskeyRefused,
    /// The first password had expired.
    InitialExpired,
    /// The account is suspended.
    Suspended,
    /// The account is frozen.
    Frozen,
    /// The account is closed.
    Closed,
    /// The account is revoked.
    Revoked,
    /// Too many failures from this address; noted once a minute.
    Throttled,
    /// Asked for a link to set a new password.
    Forgotten,
    /// Set a new password by a link.
    Reset,
    /// Sent a help ticket.
    Ticket,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 21] = [
        Outcome::Done,
        Outcome::SecondFactor,
        Outcome::Wrong,
        Outcome::Locking,
        Outcome::Locked,
        Outcome::DeviceLocking,
        Outcome::DeviceLocked,
        Outcome::WrongCode,
        Outcome::LockingCode,
        Outcome::WrongPasskey,
        Outcome::LockingPasskey,
        Outcome::PasskeyRefused,
        Outcome::InitialExpired,
        Outcome::Suspended,
        Outcome::Frozen,
        Outcome::Closed,
        Outcome::Revoked,
        Outcome::Throttled,
        Outcome::Forgotten,
        Outcome::Reset,
        Outcome::Ticket,
    ];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::SecondFactor => "second-factor",
            Outcome::Wrong => "wrong",
            Outcome::Locking => "locking",
            Outcome::Locked => "locked",
            Outcome::DeviceLocking => "device-locking",
            Outcome::DeviceLocked => "device-locked",
            Outcome::WrongCode => "wrong-code",
            Outcome::LockingCode => "locking-code",
            Outcome::WrongPasskey => "wrong-passkey",
            Outcome::LockingPasskey => "locking-passkey",
            Outcome::PasskeyRefused => "passkey-refused",
            Outcome::InitialExpired => "initial-expired",
            Outcome::Suspended => "suspended",
            Outcome::Frozen => "frozen",
            Outcome::Closed => "closed",
            Outcome::Revoked => "revoked",
            Outcome::Throttled => "throttled",
            Outcome::Forgotten => "forgotten",
            Outcome::Reset => "reset",
            Outcome::Ticket => "ticket",
        }
    }

    /// The outcome of a word.
    pub fn of(code: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-outcome-{}", self.code())
    }

    /// Tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Outcome::Done | Outcome::Reset => "pine",
            Outcome::SecondFactor | Outcome::Forgotten | Outcome::Ticket => "slate",
            Outcome::Locking
            | Outcome::LockingCode
            | Outcome::LockingPasskey
            | Outcome::PasskeyRefused
            | Outcome::Locked
            | Outcome::DeviceLocking
            | Outcome::DeviceLocked
            | Outcome::Throttled => "cinnabar",
            _ => "ochre",
        }
    }
}

/// A try, to be written.
#[derive(Clone, Debug)]
pub struct Try<'a> {
    /// Its id.
    pub id: Uuid,
    /// Whose account, if the name belongs to somebody.
    pub person: Option<Uuid>,
    /// What was typed as user name, in lower case.
    pub user_key: &'a str,
    /// When.
    pub at: Timestamp,
    /// From where.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was unusual.
    pub unusual: &'a [Unusual],
}

/// Writes a try.
pub fn note(tx: &mut Tx<'_>, tried: &Try<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_sign_in (id, person_id, user_key, at, ip, agent, outcome, unusual)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            tried.id,
            tried.person,
            tried.user_key,
            tried.at,
            tried.ip.to_string(),
            tried.agent,
            tried.outcome.code(),
            Unusual::write(tried.unusual)
        ],
    )?;
    Ok(())
}

/// Up to `limit` failures from an address after `since`, the newest first.
pub fn failures_from(tx: &mut Tx<'_>, ip: IpAddr, since: Timestamp, limit: i64) -> Result<Vec<Timestamp>> {
    tx.all(
        "SELECT at FROM accounts_sign_in
         WHERE ip = $1 AND at > $2
           AND outcome IN ('wrong', 'locking', 'locked', 'device-locking', 'device-locked', 'wrong-code',
                           'locking-code', 'wrong-passkey', 'locking-passkey', 'passkey-refused',
                           'initial-expired')
         ORDER BY at DESC LIMIT $3",
        params![ip.to_string(), since, limit],
    )
}

/// How many tries of one outcome came from an address after `since`.
pub fn count_from(tx: &mut Tx<'_>, ip: IpAddr, outcome: Outcome, since: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM accounts_sign_in WHERE ip = $1 AND at > $2 AND outcome = $3",
        params![ip.to_string(), since, outcome.code()],
    )
}

/// The tries of a name that belongs to nobody that count towards a lock, the newest first, with whether each caused
/// one.
pub fn of_stranger(tx: &mut Tx<'_>, user_key: &str, limit: i64) -> Result<Vec<(Timestamp, bool)>> {
    let found: Vec<(Timestamp, String)> = tx.all(
        "SELECT at, outcome FROM accounts_sign_in
         WHERE user_key = $1 AND person_id IS NULL AND outcome IN ('wrong', 'locking')
         ORDER BY at DESC, id DESC LIMIT $2",
        params![user_key, limit],
    )?;
    Ok(found.into_iter().map(|(at, outcome)| (at, outcome == Outcome::Locking.code())).collect())
}

/// Addresses from which a person signed in since a moment.
pub fn addresses_of(tx: &mut Tx<'_>, person: Uuid, since: Timestamp) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT ip FROM accounts_sign_in
         WHERE person_id = $1 AND at > $2 AND outcome = 'done' LIMIT 500",
        params![person, since],
    )
}

/// Forgets tries before `before`, up to `limit` of them; how many it were.
pub fn purge(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.exec(
        "DELETE FROM accounts_sign_in
         WHERE id IN (SELECT id FROM accounts_sign_in WHERE at < $1 ORDER BY at LIMIT $2)",
        params![before, limit],
    )
}

row! {
    /// A try as lists show it.
    #[derive(Clone, Debug)]
    pub struct TryRow {
        /// Its id.
        pub id: Uuid,
        /// Whose account.
        pub person_id: Option<Uuid>,
        /// Whose name, where the account exists.
        pub name: Option<String>,
        /// What was typed.
        pub user_key: String,
        /// When.
        pub at: Timestamp,
        /// From where.
        pub ip: String,
        /// What the browser calls itself.
        pub agent: String,
        /// How it ended.
        pub outcome: String,
        /// What was unusual.
        pub unusual: Option<String>,
    }
}

impl Keyed for TryRow {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "user" => Order::Text(self.user_key.clone()),
            "ip" => Order::Text(self.ip.clone()),
            _ => self.at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

const COLUMNS: &str =
    "s.id, s.person_id, p.name AS name, s.user_key, s.at, s.ip, s.agent, s.outcome, s.unusual";
const FROM: &str = "accounts_sign_in s LEFT JOIN accounts_person p ON p.id = s.person_id";

/// How the list of tries may be sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "at", column: "s.at" },
    Sort { name: "user", column: "s.user_key" },
    Sort { name: "ip", column: "s.ip" },
];

/// One page of a person's own tries: two statements.
pub fn own_tries(tx: &mut Tx<'_>, list: &List, person: Uuid) -> Result<ListPage<TryRow>> {
    list.page(tx, Select::new(COLUMNS, FROM, "s.id").when("s.person_id = {}", person))
}

/// Which tries the security administrator looks at.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only people of these subtrees; names that belong to nobody are the root's.
    pub scope: Scope,
    /// Text that occurs in user name or address.
    pub query: String,
    /// Only this outcome.
    pub outcome: Option<Outcome>,
    /// Only what is unusual.
    pub unusual: bool,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

impl Wanted {
    /// The tries, to be paged or exported.
    pub fn select(&self) -> Select {
        let mut select = Select::new(COLUMNS, FROM, "s.id")
            .within("COALESCE(p.unit_path, '/1/')", &self.scope)
            .search("s.user_key || ' ' || s.ip || ' ' || lower(COALESCE(p.name, ''))", &self.query);
        if let Some(outcome) = self.outcome {
            select = select.when("s.outcome = {}", outcome.code());
        }
        if self.unusual {
            select = select.always("s.unusual IS NOT NULL");
        }
        if let Some(from) = self.from {
            select = select.when("s.at >= {}", from);
        }
        if let Some(to) = self.to {
            select = select.when("s.at < {}", to);
        }
        select
    }
}
