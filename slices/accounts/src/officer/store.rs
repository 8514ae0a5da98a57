//! Requests about the three administrators, and who they are, as kept.

use super::rules::Officer;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Sort};

/// Everybody who holds one of the three roles, wherever; a role in an account that is frozen or closed still fills
/// its office. One statement.
///
/// # Errors
/// Those of the database.
pub fn officers(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Officer>> {
    type Row = (Uuid, String, String, Option<Timestamp>, Option<Timestamp>);
    let found: Vec<Row> = tx.all(
        "SELECT DISTINCT g.person_id, g.role, p.state, p.state_until, p.left_at
         FROM accounts_grant g JOIN accounts_person p ON p.id = g.person_id
         WHERE g.ended_at IS NULL AND g.role IN ('admin', 'security', 'audit')
         ORDER BY g.role, g.person_id",
        params![],
    )?;
    let officer = |(person, role, state, until, left): Row| {
        let over = state == "suspended" && until.is_some_and(|until| until <= now);
        let active = left.is_none() && (state == "active" || over);
        role.parse().ok().map(|role| Officer { person, role, active })
    };
    Ok(found.into_iter().filter_map(officer).collect())
}

row! {
    /// A request.
    #[derive(Clone, Debug)]
    pub struct RequestRow {
        /// Its id.
        pub id: Uuid,
        /// The approval.
        pub approval_id: Uuid,
        /// Whom it concerns.
        pub person_id: Uuid,
        /// The person's name.
        pub name: String,
        /// The person's user name.
        pub user_name: String,
        /// Code of the act.
        pub act: String,
        /// What is carried out, as JSON.
        pub asked: String,
        /// Why.
        pub reason: String,
        /// Who asked.
        pub asked_by: Uuid,
        /// When.
        pub asked_at: Timestamp,
        /// Code of the approval's state.
        pub state: String,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// The half of a new password that is for whoever asked.
        pub half_sealed: Option<Vec<u8>>,
    }
}

impl Keyed for RequestRow {
    fn order(&self, _: &str) -> Order {
        Order::from(self.asked_at)
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// Columns of [`RequestRow`].
pub const COLUMNS: &str =
    "o.id, o.approval_id, o.person_id, p.name, p.user_name, o.act, o.asked, o.reason, o.asked_by,
    o.asked_at, o.state, o.decided_by, o.decided_at, o.half_sealed";
/// Where they stand.
pub const FROM: &str = "accounts_officer_request o JOIN accounts_person p ON p.id = o.person_id";
/// How the list may be sorted.
pub const SORTS: &[Sort] = &[Sort { name: "at", column: "o.asked_at" }];

/// The request of this id.
pub fn request(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<RequestRow>> {
    tx.opt(
        "SELECT o.id, o.approval_id, o.person_id, p.name, p.user_name, o.act, o.asked, o.reason, o.asked_by,
                o.asked_at, o.state, o.decided_by, o.decided_at, o.half_sealed
         FROM accounts_officer_request o JOIN accounts_person p ON p.id = o.person_id
         WHERE o.id = $1",
        params![id],
    )
}

/// An open request that asks the same of the same person.
pub fn pending(tx: &mut Tx<'_>, person: Uuid, act: &str, asked: &str) -> Result<bool> {
    let found: Option<Uuid> = tx.opt(
        "SELECT id FROM accounts_officer_request
         WHERE person_id = $1 AND act = $2 AND asked = $3 AND state = 'open' LIMIT 1",
        params![person, act, asked],
    )?;
    Ok(found.is_some())
}

/// Keeps a request.
#[expect(clippy::too_many_arguments, reason = "one row, each value named where it is written")]
pub fn add(
    tx: &mut Tx<'_>,
    id: Uuid,
    approval: Uuid,
    person: Uuid,
    act: &str,
    asked: &str,
    reason: &str,
    by: Uuid,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_officer_request
             (id, approval_id, person_id, act, asked, reason, asked_by, asked_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')",
        params![id, approval, person, act, asked, reason, by, now],
    )?;
    Ok(())
}

/// Notes how a request ended.
pub fn ended(
    tx: &mut Tx<'_>,
    id: Uuid,
    state: &str,
    by: Uuid,
    now: Timestamp,
    half: Option<&[u8]>,
) -> Result<()> {
    tx.exec(
        "UPDATE accounts_officer_request SET state = $2, decided_by = $3, decided_at = $4, half_sealed = $5
         WHERE id = $1",
        params![id, state, by, now, half],
    )?;
    Ok(())
}

/// Forgets the half of a password that was shown; false where it was shown before.
pub fn half_shown(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE accounts_officer_request SET half_sealed = NULL WHERE id = $1 AND half_sealed IS NOT NULL",
        params![id],
    )?;
    Ok(changed == 1)
}
