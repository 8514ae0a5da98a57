//! Bodies as kept.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

/// The kinds of bodies of the regulation.
pub const KINDS: [&str; 4] = ["management", "supervision", "quality", "other"];

row! {
    /// A living body.
    #[derive(Clone, Debug)]
    pub struct Body {
        /// Its id.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// One of [`KINDS`].
        pub kind: String,
        /// What it may do, in words.
        pub powers: String,
        /// Since when it is in office.
        pub term_from: Timestamp,
        /// Until when; none: without end.
        pub term_to: Option<Timestamp>,
        /// How many members it has.
        pub members: i64,
    }

    /// A member.
    #[derive(Clone, Debug)]
    pub struct Member {
        /// Who.
        pub person_id: Uuid,
        /// The name.
        pub name: String,
        /// The unit's name.
        pub unit_name: String,
        /// The office, such as chair.
        pub office: String,
    }
}

macro_rules! body_sql {
    ($tail:literal) => {
        concat!(
            "SELECT b.id, b.name, b.kind, b.powers, b.term_from, b.term_to,
                    (SELECT count(*) FROM accounts_body_member m WHERE m.body_id = b.id) AS members
             FROM accounts_body b WHERE b.deleted_at IS NULL ",
            $tail
        )
    };
}

/// All living bodies.
pub fn bodies(tx: &mut Tx<'_>) -> Result<Vec<Body>> {
    tx.all(body_sql!("ORDER BY b.kind, b.created_at, b.id"), params![])
}

/// The living body of this id.
pub fn body(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Body>> {
    tx.opt(body_sql!("AND b.id = $1"), params![id])
}

/// The members of a body, by name.
pub fn members(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Member>> {
    tx.all(
        "SELECT m.person_id, p.name, n.name AS unit_name, m.office
         FROM accounts_body_member m
         JOIN accounts_person p ON p.id = m.person_id
         JOIN accounts_node n ON n.id = p.unit_id
         WHERE m.body_id = $1 ORDER BY p.name_key, p.id",
        params![id],
    )
}

/// The bodies of a person that are in office, with the office held: name and office.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<(Uuid, String, String)>> {
    tx.all(
        "SELECT b.id, b.name, m.office FROM accounts_body_member m
         JOIN accounts_body b ON b.id = m.body_id AND b.deleted_at IS NULL
         WHERE m.person_id = $1 ORDER BY b.name, b.id",
        params![person],
    )
}

/// What a form says of a body.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// What it may do.
    pub powers: String,
    /// Since when it is in office.
    pub term_from: Timestamp,
    /// Until when.
    pub term_to: Option<Timestamp>,
}

/// Adds a body.
pub fn add(tx: &mut Tx<'_>, id: Uuid, said: &Said, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_body (id, name, kind, powers, term_from, term_to, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, said.name, said.kind, said.powers, said.term_from, said.term_to, now],
    )?;
    Ok(())
}

/// Changes a body; false where it is gone.
pub fn edit(tx: &mut Tx<'_>, id: Uuid, said: &Said) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE accounts_body SET name = $2, kind = $3, powers = $4, term_from = $5, term_to = $6
         WHERE id = $1 AND deleted_at IS NULL",
        params![id, said.name, said.kind, said.powers, said.term_from, said.term_to],
    )?;
    Ok(changed == 1)
}

/// Names a member, or gives the member another office.
pub fn put_member(tx: &mut Tx<'_>, body: Uuid, person: Uuid, office: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO accounts_body_member (body_id, person_id, office) VALUES ($1, $2, $3)
         ON CONFLICT (body_id, person_id) DO UPDATE SET office = excluded.office",
        params![body, person, office],
    )?;
    Ok(())
}

/// Ends a membership; false where there was none.
pub fn remove_member(tx: &mut Tx<'_>, body: Uuid, person: Uuid) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM accounts_body_member WHERE body_id = $1 AND person_id = $2",
        params![body, person],
    )?;
    Ok(removed == 1)
}

/// Puts a body into the bin; its members stay with it.
pub fn delete(tx: &mut Tx<'_>, id: Uuid, now: Timestamp, by: Option<Uuid>) -> Result<()> {
    tx.exec("UPDATE accounts_body SET deleted_at = $2, deleted_by = $3 WHERE id = $1", params![id, now, by])?;
    Ok(())
}

/// Takes a body out of the bin; its name, or none where it is not there.
pub fn restore(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<String>> {
    tx.opt(
        "UPDATE accounts_body SET deleted_at = NULL, deleted_by = NULL
         WHERE id = $1 AND deleted_at IS NOT NULL RETURNING name",
        params![id],
    )
}
