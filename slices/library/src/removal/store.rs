//! Complaints, take-downs, infringements and who may not share, as rows.

use super::rules::Stands;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A complaint.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Complaint {
        /// Its id.
        pub id: Uuid,
        /// The item.
        pub item_id: Uuid,
        /// Its title at that time.
        pub item_title: String,
        /// The item's unit.
        pub unit_path: String,
        /// Code of a cause.
        pub kind: String,
        /// What is wrong.
        pub reason: String,
        /// Who complained.
        pub by_person: Uuid,
        /// Their name.
        pub by_name: String,
        /// When.
        pub at: Timestamp,
        /// By when it is to be decided.
        pub due_at: Timestamp,
        /// Code of where it stands.
        pub state: String,
        /// What was answered.
        pub answer: String,
        /// Who decided.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Complaint {
    /// Where it stands.
    pub fn stands(&self) -> Stands {
        self.state.parse().unwrap_or(Stands::Open)
    }
}

impl Keyed for Complaint {
    fn order(&self, sort: &str) -> Order {
        if sort == "at" { self.at.into() } else { self.due_at.into() }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How complaints may be sorted.
pub const SORTS: &[Sort] = &[Sort { name: "due", column: "c.due_at" }, Sort { name: "at", column: "c.at" }];

/// Complaints.
pub fn complaints() -> Select {
    Select::new(
        "c.id, c.item_id, c.item_title, c.unit_path, c.kind, c.reason, c.by_person, c.by_name, c.at, c.due_at,
         c.state, c.answer, c.decided_name, c.decided_at, c.version",
        "library_complaint c",
        "c.id",
    )
}

/// One complaint.
pub fn complaint(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Complaint>> {
    Ok(complaints().when("c.id = {}", id).rows(tx, "LIMIT 1")?.pop())
}

/// Whether somebody has a complaint about an item that waits.
pub fn waits(tx: &mut Tx<'_>, item: Uuid, person: Uuid) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT CAST(1 AS bigint) FROM library_complaint
         WHERE item_id = $1 AND by_person = $2 AND state = 'open' LIMIT 1",
        params![item, person],
    )?;
    Ok(found.is_some())
}

/// Keeps a complaint.
pub fn complain(tx: &mut Tx<'_>, it: &Complaint) -> Result<()> {
    tx.exec(
        "INSERT INTO library_complaint
            (id, item_id, item_title, unit_path, kind, reason, by_person, by_name, at, due_at, state, answer, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        params![
            it.id, it.item_id, it.item_title, it.unit_path, it.kind, it.reason, it.by_person, it.by_name, it.at,
            it.due_at, it.state, it.answer
        ],
    )?;
    Ok(())
}

/// Keeps a decision, unless somebody decided since `version`.
pub fn decide(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    state: Stands,
    answer: &str,
    (by, name): (Uuid, &str),
    at: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_complaint
         SET state = $3, answer = $4, decided_by = $5, decided_name = $6, decided_at = $7, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'open'",
        params![id, version, state.code(), answer, by, name, at],
    )?;
    Ok(changed > 0)
}

row! {
    /// A take-down.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Removal {
        /// Its id.
        pub id: Uuid,
        /// The item.
        pub item_id: Uuid,
        /// Whether it counts as an infringement.
        pub infringing: bool,
        /// Why.
        pub reason: String,
        /// By whom.
        pub by_person: Uuid,
        /// Their name.
        pub by_name: String,
        /// When.
        pub at: Timestamp,
        /// When it was taken back.
        pub restored_at: Option<Timestamp>,
        /// By whom.
        pub restored_name: Option<String>,
        /// Why.
        pub restored_reason: Option<String>,
    }
}

/// The take-downs of an item, the latest first.
pub fn removals(tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<Removal>> {
    tx.all(
        "SELECT id, item_id, infringing, reason, by_person, by_name, at, restored_at, restored_name, restored_reason
         FROM library_removal WHERE item_id = $1
         ORDER BY at DESC, id DESC
         LIMIT 50",
        params![item],
    )
}

/// Keeps a take-down.
pub fn take_down(tx: &mut Tx<'_>, it: &Removal, complaint: Option<Uuid>) -> Result<()> {
    tx.exec(
        "INSERT INTO library_removal (id, item_id, complaint_id, infringing, reason, by_person, by_name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![it.id, it.item_id, complaint, it.infringing, it.reason, it.by_person, it.by_name, it.at],
    )?;
    Ok(())
}

/// Takes a take-down back, with the infringement that came of it.
pub fn restore(
    tx: &mut Tx<'_>,
    removal: Uuid,
    (by, name, reason): (Uuid, &str, &str),
    at: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE library_removal SET restored_at = $2, restored_by = $3, restored_name = $4, restored_reason = $5
         WHERE id = $1 AND restored_at IS NULL",
        params![removal, at, by, name, reason],
    )?;
    tx.exec(
        "UPDATE library_infringement SET annulled_at = $2 WHERE removal_id = $1 AND annulled_at IS NULL",
        params![removal, at],
    )?;
    Ok(())
}

/// Counts an infringement of a person.
pub fn infringe(
    tx: &mut Tx<'_>,
    id: Uuid,
    (person, item, removal): (Uuid, Uuid, Uuid),
    at: Timestamp,
) -> Result<()> {
    tx.exec(
        "INSERT INTO library_infringement (id, person_id, item_id, removal_id, at) VALUES ($1, $2, $3, $4, $5)",
        params![id, person, item, removal, at],
    )?;
    Ok(())
}

/// When a person infringed, what was taken back left out.
pub fn infringements(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Timestamp>> {
    tx.all(
        "SELECT at FROM library_infringement WHERE person_id = $1 AND annulled_at IS NULL ORDER BY at",
        params![person],
    )
}

row! {
    /// Somebody who may not share, or might not.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Block {
        /// Its id.
        pub id: Uuid,
        /// Who.
        pub person_id: Uuid,
        /// Their name.
        pub person_name: String,
        /// After how many infringements.
        pub infringements: i64,
        /// Since when.
        pub at: Timestamp,
        /// When it was lifted.
        pub lifted_at: Option<Timestamp>,
        /// By whom.
        pub lifted_name: Option<String>,
        /// Why.
        pub lifted_reason: Option<String>,
        /// Counts its changes.
        pub version: i64,
    }
}

/// Who may not share now, and whose right was given back, the latest first.
pub fn blocks(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Block>> {
    tx.all(
        "SELECT id, person_id, person_name, infringements, at, lifted_at, lifted_name, lifted_reason, version
         FROM library_block
         ORDER BY CASE WHEN lifted_at IS NULL THEN 0 ELSE 1 END, at DESC, id
         LIMIT $1",
        params![limit],
    )
}

/// One of them.
pub fn block(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Block>> {
    tx.opt(
        "SELECT id, person_id, person_name, infringements, at, lifted_at, lifted_name, lifted_reason, version
         FROM library_block WHERE id = $1",
        params![id],
    )
}

/// Whether one of two persons may not share.
pub fn is_blocked(tx: &mut Tx<'_>, people: &[Uuid; 2]) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT CAST(1 AS bigint) FROM library_block
         WHERE person_id IN ($1, $2) AND lifted_at IS NULL LIMIT 1",
        params![people[0], people[1]],
    )?;
    Ok(found.is_some())
}

/// Ends somebody's sharing; false where it has ended already.
pub fn end(
    tx: &mut Tx<'_>,
    id: Uuid,
    (person, name, unit): (Uuid, &str, &str),
    infringements: i64,
    at: Timestamp,
) -> Result<bool> {
    let new = tx.exec(
        "INSERT INTO library_block (id, person_id, person_name, unit_path, infringements, at, version)
         SELECT $1, $2, $3, $4, $5, $6, 1
         WHERE NOT EXISTS (SELECT 1 FROM library_block WHERE person_id = $2 AND lifted_at IS NULL)",
        params![id, person, name, unit, infringements, at],
    )?;
    Ok(new > 0)
}

/// Gives somebody's right back, unless that was done since `version`.
pub fn lift(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    (by, name, reason): (Uuid, &str, &str),
    at: Timestamp,
) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_block
         SET lifted_at = $3, lifted_by = $4, lifted_name = $5, lifted_reason = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND lifted_at IS NULL",
        params![id, version, at, by, name, reason],
    )?;
    Ok(changed > 0)
}
