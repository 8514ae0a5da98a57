//! Referrals as kept.

use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A referral, with the number and person of its case.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Referral {
        /// Its id.
        pub id: Uuid,
        /// The case.
        pub case_id: Uuid,
        /// The year of its number.
        pub year: i64,
        /// Its number within the year.
        pub number: i64,
        /// What the case is about.
        pub kind: String,
        /// Whom it concerns.
        pub person_id: Option<Uuid>,
        /// The name of that person.
        pub person_name: String,
        /// The unit.
        pub unit_path: String,
        /// Why it was referred; empty: by itself.
        pub reason: String,
        /// By whom; empty: by itself.
        pub by_name: String,
        /// When.
        pub at: Timestamp,
        /// `open`, `accepted`, `returned`.
        pub state: String,
        /// Who answered.
        pub answered_name: Option<String>,
        /// When.
        pub answered_at: Option<Timestamp>,
        /// In which words.
        pub answer: Option<String>,
    }
}

impl Referral {
    /// The case's number as it is written.
    pub fn numbered(&self) -> String {
        format!("{}-{:04}", self.year, self.number)
    }
    /// The tone of its badge.
    pub fn tone(&self) -> &'static str {
        match self.state.as_str() {
            "open" => "ochre",
            "accepted" => "pine",
            _ => "",
        }
    }
}

impl Keyed for Referral {
    fn order(&self, _: &str) -> Order {
        self.at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list is sorted.
pub const SORTS: &[Sort] = &[Sort { name: "at", column: "r.at" }];

const COLUMNS: &str =
    "r.id, r.case_id, c.year, c.number, c.kind, c.person_id, c.person_name, c.unit_path, r.reason,
    r.by_name, r.at, r.state, r.answered_name, r.answered_at, r.answer";
const FROM: &str = "conduct_referral r JOIN conduct_case c ON c.id = r.case_id";

/// The referrals of subtrees, but for those that concern the reader.
pub fn select(scope: &Scope, reader: Uuid, query: &str, state: &str) -> Select {
    let select = Select::new(COLUMNS, FROM, "r.id")
        .within("c.unit_path", scope)
        .when("(c.person_id IS NULL OR c.person_id <> {})", reader)
        .search("lower(c.person_name || ' ' || r.reason)", query);
    if state.is_empty() { select } else { select.when("r.state = {}", state) }
}

/// One referral.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Referral>> {
    tx.opt(&format!("SELECT {COLUMNS} FROM {FROM} WHERE r.id = $1"), params![id])
}

/// The referrals of a case, the oldest first.
pub fn of(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Referral>> {
    tx.all(&format!("SELECT {COLUMNS} FROM {FROM} WHERE r.case_id = $1 ORDER BY r.at, r.id"), params![case])
}

/// Keeps a referral.
pub fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    (case, reason): (Uuid, &str),
    (by, name): (Option<Uuid>, &str),
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO conduct_referral (id, case_id, reason, by_person, by_name, at, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'open')",
        params![id, case, reason, by, name, now],
    )?;
    Ok(())
}

/// Keeps an answer. False where it was answered before.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    (state, words): (&str, &str),
    (by, name): (Uuid, &str),
    now: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE conduct_referral SET state = $2, answer = $3, answered_by = $4, answered_name = $5, answered_at = $6
         WHERE id = $1 AND state = 'open'",
        params![id, state, words, by, name, now],
    )?;
    Ok(changed == 1)
}
