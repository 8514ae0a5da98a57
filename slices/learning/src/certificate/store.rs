//! How certificates are kept, and their numbers.

use super::rules::State;
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A certificate as it was issued.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Certificate {
        /// Its id.
        pub id: Uuid,
        /// By which anybody checks it.
        pub code: String,
        /// Its number.
        pub number: String,
        /// The enrolment that was completed.
        pub enrolment_id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The holder's name when it was issued.
        pub person_name: String,
        /// The holder's staff number then, else the user name.
        pub person_number: String,
        /// The holder's unit then.
        pub unit_name: String,
        /// The course.
        pub course_id: Uuid,
        /// Its title then.
        pub course_title: String,
        /// 学分 booked for it, in hundredths.
        pub credits: i64,
        /// 学时 booked for it, in seconds.
        pub hours_seconds: i64,
        /// When the course was completed.
        pub completed_at: Timestamp,
        /// Of which template.
        pub template_id: Uuid,
        /// Language of its words: `zh-CN` or `en`.
        pub language: String,
        /// Whether it stands upright.
        pub portrait: bool,
        /// The heading, with places to be filled.
        pub heading: String,
        /// The text, with places to be filled.
        pub body: String,
        /// Who issues it.
        pub issuer: String,
        /// Who signs it.
        pub signer: String,
        /// The picture behind the words.
        pub picture_file: Option<Uuid>,
        /// The seal.
        pub seal_file: Option<Uuid>,
        /// When it was issued.
        pub issued_at: Timestamp,
        /// By whom; nobody where it came with the completion.
        pub issued_by: Option<Uuid>,
        /// Until when it holds.
        pub expires_at: Option<Timestamp>,
        /// The one in whose place it was issued.
        pub replaces: Option<Uuid>,
        /// When it was withdrawn.
        pub revoked_at: Option<Timestamp>,
        /// By whom.
        pub revoked_by: Option<Uuid>,
        /// Why.
        pub revoked_reason: Option<String>,
        /// Its signed PDF, once made.
        pub pdf_file: Option<Uuid>,
    }
}

impl Certificate {
    /// Whether it holds now.
    pub fn state(&self, now: &Timestamp) -> State {
        State::of(self.expires_at, self.revoked_at, *now)
    }
}

impl Keyed for Certificate {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "number" => Order::Text(self.number.clone()),
            _ => self.issued_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of certificates are sorted: the newest first.
pub const SORTS: &[Sort] =
    &[Sort { name: "issued", column: "c.issued_at" }, Sort { name: "number", column: "c.number" }];

const COLUMNS: &str = "c.id, c.code, c.number, c.enrolment_id, c.person_id, c.person_name, c.person_number,
    c.unit_name, c.course_id, c.course_title, c.credits, c.hours_seconds, c.completed_at, c.template_id, c.language,
    c.portrait, c.heading, c.body, c.issuer, c.signer, c.picture_file, c.seal_file, c.issued_at, c.issued_by,
    c.expires_at, c.replaces, c.revoked_at, c.revoked_by, c.revoked_reason, c.pdf_file";

/// All certificates, to be narrowed. Whose subtree one belongs to says `e.unit_path`: the holder's present unit.
pub fn select() -> Select {
    Select::new(COLUMNS, "learning_certificate c JOIN learning_enrolment e ON e.id = c.enrolment_id", "c.id")
}

/// Those that hold, have expired or were withdrawn; every other word: all.
pub fn in_state(select: Select, state: &str, now: Timestamp) -> Select {
    match state {
        "valid" => select.when("c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > {})", now),
        "expired" => select.when("c.revoked_at IS NULL AND c.expires_at <= {}", now),
        "revoked" => select.always("c.revoked_at IS NOT NULL"),
        _ => select,
    }
}

/// One by its id.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Certificate>> {
    let sql = format!("SELECT {COLUMNS} FROM learning_certificate c WHERE c.id = $1");
    tx.opt(&sql, params![id])
}

/// One by its code.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Certificate>> {
    let sql = format!("SELECT {COLUMNS} FROM learning_certificate c WHERE c.code = $1");
    tx.opt(&sql, params![code])
}

/// The one that replaced another.
pub fn successor(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Certificate>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM learning_certificate c WHERE c.replaces = $1 ORDER BY c.issued_at, c.id LIMIT 1"
    );
    tx.opt(&sql, params![id])
}

/// The one of a completion that was not withdrawn.
pub fn holding(tx: &mut Tx<'_>, enrolment: Uuid, completed_at: Timestamp) -> Result<Option<Certificate>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM learning_certificate c
         WHERE c.enrolment_id = $1 AND c.completed_at = $2 AND c.revoked_at IS NULL"
    );
    tx.opt(&sql, params![enrolment, completed_at])
}

/// Whether a completion ever brought one.
pub fn ever(tx: &mut Tx<'_>, enrolment: Uuid, completed_at: Timestamp) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT CAST(1 AS bigint) FROM learning_certificate WHERE enrolment_id = $1 AND completed_at = $2 LIMIT 1",
        params![enrolment, completed_at],
    )?;
    Ok(found.is_some())
}

/// The path of the holder's present unit.
pub fn unit_path(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<Option<String>> {
    tx.opt("SELECT unit_path FROM learning_enrolment WHERE id = $1", params![enrolment])
}

/// All of a person, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Certificate>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM learning_certificate c WHERE c.person_id = $1 ORDER BY c.issued_at DESC, c.id DESC LIMIT 200"
    );
    tx.all(&sql, params![person])
}

/// The next number of a prefix in a year.
pub fn next_place(tx: &mut Tx<'_>, prefix: &str, year: i64) -> Result<i64> {
    tx.one(
        "INSERT INTO learning_certificate_number (prefix, year, last) VALUES ($1, $2, 1)
         ON CONFLICT (prefix, year) DO UPDATE SET last = learning_certificate_number.last + 1
         RETURNING last",
        params![prefix, year],
    )
}

/// Keeps a new one.
pub fn add(tx: &mut Tx<'_>, c: &Certificate) -> Result<()> {
    let words =
        format!("{} {} {} {}", c.number, c.person_name, c.person_number, c.course_title).to_lowercase();
    tx.exec(
        "INSERT INTO learning_certificate (id, code, number, enrolment_id, person_id, person_name, person_number,
                unit_name, course_id, course_title, credits, hours_seconds, completed_at, template_id, language,
                portrait, heading, body, issuer, signer, picture_file, seal_file, issued_at, issued_by, expires_at,
                replaces, search_keys)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27)",
        params![
            c.id,
            c.code,
            c.number,
            c.enrolment_id,
            c.person_id,
            c.person_name,
            c.person_number,
            c.unit_name,
            c.course_id,
            c.course_title,
            c.credits,
            c.hours_seconds,
            c.completed_at,
            c.template_id,
            c.language,
            c.portrait,
            c.heading,
            c.body,
            c.issuer,
            c.signer,
            c.picture_file,
            c.seal_file,
            c.issued_at,
            c.issued_by,
            c.expires_at,
            c.replaces,
            words
        ],
    )?;
    Ok(())
}

/// The certificates of a person that end within a time, from a moment up to another: id, course, when.
pub fn expiring(
    tx: &mut Tx<'_>,
    person: Uuid,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(Uuid, String, Timestamp)>> {
    tx.all(
        "SELECT id, course_title, expires_at FROM learning_certificate
         WHERE person_id = $1 AND revoked_at IS NULL AND expires_at >= $2 AND expires_at < $3
         ORDER BY expires_at, id LIMIT 500",
        params![person, from, to],
    )
}

/// Withdraws one; answers whether it held.
pub fn revoke(tx: &mut Tx<'_>, id: Uuid, by: Uuid, reason: &str, at: Timestamp) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE learning_certificate SET revoked_at = $2, revoked_by = $3, revoked_reason = $4
         WHERE id = $1 AND revoked_at IS NULL",
        params![id, at, by, reason],
    )?;
    Ok(changed == 1)
}

/// Notes the signed file; answers whether there was none yet.
pub fn set_pdf(tx: &mut Tx<'_>, id: Uuid, file: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE learning_certificate SET pdf_file = $2 WHERE id = $1 AND pdf_file IS NULL",
        params![id, file],
    )?;
    Ok(changed == 1)
}

/// Completed enrolments of a course whose completion never brought a certificate, of some subtrees, in the order of their ids.
pub fn without(
    tx: &mut Tx<'_>,
    course: Uuid,
    scope: &xingtan_auth::Scope,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>> {
    let select = waiting(course, scope).when("e.id > {}", after.unwrap_or(Uuid::nil()));
    select.rows(tx, &format!("ORDER BY e.id LIMIT {limit}"))
}

/// How many those are.
pub fn count_without(tx: &mut Tx<'_>, course: Uuid, scope: &xingtan_auth::Scope) -> Result<i64> {
    waiting(course, scope).count(tx)
}

fn waiting(course: Uuid, scope: &xingtan_auth::Scope) -> Select {
    Select::new("e.id", "learning_enrolment e", "e.id")
        .when("e.course_id = {}", course)
        .always("e.completed_at IS NOT NULL")
        .always("NOT EXISTS (SELECT 1 FROM learning_certificate c WHERE c.enrolment_id = e.id AND c.completed_at = e.completed_at)")
        .within("e.unit_path", scope)
}

/// How many certificates each of some templates has brought.
pub fn counts(tx: &mut Tx<'_>, templates: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let sql = format!(
        "SELECT template_id, count(*) FROM learning_certificate WHERE template_id IN ({}) GROUP BY template_id",
        list(1, templates.len())
    );
    let given: Vec<_> = templates.iter().map(|id| id.to_param()).collect();
    Ok(tx.all::<(Uuid, i64)>(&sql, &given)?.into_iter().collect())
}

/// Whether a certificate of a template shows a file.
pub fn shows(tx: &mut Tx<'_>, template: Uuid, file: Uuid) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT CAST(1 AS bigint) FROM learning_certificate
         WHERE template_id = $1 AND (picture_file = $2 OR seal_file = $2) LIMIT 1",
        params![template, file],
    )?;
    Ok(found.is_some())
}
