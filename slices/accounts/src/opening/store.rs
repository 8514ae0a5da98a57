//! Requests for accounts as kept; the decision itself lies in approvals.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Sort};

row! {
    /// A request.
    #[derive(Clone, Debug)]
    pub struct Opening {
        /// Its id.
        pub id: Uuid,
        /// The approval.
        pub approval_id: Uuid,
        /// The unit.
        pub unit_id: Uuid,
        /// Its path.
        pub unit_path: String,
        /// For whom.
        pub name: String,
        /// The wanted user name.
        pub user_name: String,
        /// The position.
        pub position_id: Option<Uuid>,
        /// 工号.
        pub staff_number: Option<String>,
        /// The mailbox.
        pub mail: Option<String>,
        /// Who asked.
        pub asked_by: Uuid,
        /// When.
        pub asked_at: Timestamp,
        /// Code of the approval's state.
        pub state: String,
        /// The account, once there is one.
        pub person_id: Option<Uuid>,
    }
}

impl Keyed for Opening {
    fn order(&self, _: &str) -> Order {
        Order::from(self.asked_at)
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// Columns of [`Opening`].
pub const COLUMNS: &str = "o.id, o.approval_id, o.unit_id, o.unit_path, o.name, o.user_name, o.position_id,
    o.staff_number, o.mail, o.asked_by, o.asked_at, o.state, o.person_id";
/// Where they stand.
pub const FROM: &str = "accounts_opening o";
/// How the list may be sorted.
pub const SORTS: &[Sort] = &[Sort { name: "at", column: "o.asked_at" }];

/// The request of this id.
pub fn opening(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Opening>> {
    tx.opt(
        "SELECT id, approval_id, unit_id, unit_path, name, user_name, position_id, staff_number, mail, asked_by,
                asked_at, state, person_id
         FROM accounts_opening WHERE id = $1",
        params![id],
    )
}

/// Keeps a request.
pub fn add(tx: &mut Tx<'_>, new: &Opening) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_opening
             (id, approval_id, unit_id, unit_path, name, user_name, position_id, staff_number, mail, asked_by,
              asked_at, state, person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            new.id,
            new.approval_id,
            new.unit_id,
            new.unit_path,
            new.name,
            new.user_name,
            new.position_id,
            new.staff_number,
            new.mail,
            new.asked_by,
            new.asked_at,
            new.state,
            new.person_id
        ],
    )?;
    Ok(())
}

/// Notes where a request stands now, and its account.
pub fn set_state(tx: &mut Tx<'_>, id: Uuid, state: &str, person: Option<Uuid>) -> Result<()> {
    tx.exec(
        "UPDATE accounts_opening SET state = $2, person_id = COALESCE($3, person_id) WHERE id = $1",
        params![id, state, person],
    )?;
    Ok(())
}
