//! How templates are kept, and the courses that bring certificates of them.

use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_web::{Keyed, Order, Select, Sort};

row! {
    /// A template.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Template {
        /// Its id.
        pub id: Uuid,
        /// By which those find it who use it; stands on no certificate.
        pub name: String,
        /// Language of its words: `zh-CN` or `en`.
        pub language: String,
        /// Whether certificates stand upright.
        pub portrait: bool,
        /// The heading, with places to be filled.
        pub heading: String,
        /// The text, with places to be filled.
        pub body: String,
        /// Who issues.
        pub issuer: String,
        /// Who signs; may be empty.
        pub signer: String,
        /// What stands before numbers.
        pub prefix: String,
        /// How many months certificates hold; 0: without end.
        pub months: i64,
        /// The picture behind the words.
        pub picture_file: Option<Uuid>,
        /// The seal.
        pub seal_file: Option<Uuid>,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Keyed for Template {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "name" => Order::Text(self.name.clone()),
            _ => self.updated_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How lists of templates are sorted: the newest first.
pub const SORTS: &[Sort] =
    &[Sort { name: "updated", column: "t.updated_at" }, Sort { name: "name", column: "t.name" }];

const COLUMNS: &str = "t.id, t.name, t.language, t.portrait, t.heading, t.body, t.issuer, t.signer, t.prefix,
    t.months, t.picture_file, t.seal_file, t.updated_at, t.version";

/// All living templates, to be narrowed.
pub fn select() -> Select {
    Select::new(COLUMNS, "learning_certificate_template t", "t.id").always("t.deleted_at IS NULL")
}

/// Names of all living templates, for a choice.
pub fn choices(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, String)>> {
    tx.all(
        "SELECT id, name FROM learning_certificate_template WHERE deleted_at IS NULL ORDER BY name, id LIMIT 500",
        params![],
    )
}

/// One that lives.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Template>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM learning_certificate_template t WHERE t.id = $1 AND t.deleted_at IS NULL"
    );
    tx.opt(&sql, params![id])
}

fn words(t: &Template) -> String {
    format!("{} {} {}", t.name, t.heading, t.prefix).to_lowercase()
}

/// Keeps a new one.
pub fn add(tx: &mut Tx<'_>, t: &Template, by: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_certificate_template (id, name, language, portrait, heading, body, issuer, signer, prefix,
                months, picture_file, seal_file, search_keys, created_by, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)",
        params![
            t.id,
            t.name,
            t.language,
            t.portrait,
            t.heading,
            t.body,
            t.issuer,
            t.signer,
            t.prefix,
            t.months,
            t.picture_file,
            t.seal_file,
            words(t),
            by,
            t.updated_at,
            t.version
        ],
    )?;
    Ok(())
}

/// Saves one unless it was changed since `seen`; answers whether it did.
pub fn save(tx: &mut Tx<'_>, t: &Template, seen: i64) -> Result<bool> {
    let saved = tx.exec(
        "UPDATE learning_certificate_template
         SET name = $3, language = $4, portrait = $5, heading = $6, body = $7, issuer = $8, signer = $9, prefix = $10,
             months = $11, picture_file = $12, seal_file = $13, search_keys = $14, updated_at = $15,
             version = version + 1
         WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        params![
            t.id,
            seen,
            t.name,
            t.language,
            t.portrait,
            t.heading,
            t.body,
            t.issuer,
            t.signer,
            t.prefix,
            t.months,
            t.picture_file,
            t.seal_file,
            words(t),
            t.updated_at
        ],
    )?;
    Ok(saved == 1)
}

/// Puts one away: certificates of it stay, courses bring none of it any more. Answers whether it was there.
pub fn remove(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<bool> {
    tx.exec("DELETE FROM learning_certificate_course WHERE template_id = $1", params![id])?;
    let removed = tx.exec(
        "UPDATE learning_certificate_template SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL",
        params![id, at],
    )?;
    Ok(removed == 1)
}

/// The template of which a course brings certificates.
pub fn of_course(tx: &mut Tx<'_>, course: Uuid) -> Result<Option<Template>> {
    let sql = format!(
        "SELECT {COLUMNS}
         FROM learning_certificate_course r
         JOIN learning_certificate_template t ON t.id = r.template_id
         WHERE r.course_id = $1 AND t.deleted_at IS NULL"
    );
    tx.opt(&sql, params![course])
}

/// The courses that bring certificates of a template.
pub fn courses(tx: &mut Tx<'_>, template: Uuid) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT course_id FROM learning_certificate_course WHERE template_id = $1 ORDER BY set_at, course_id LIMIT 1000",
        params![template],
    )
}

/// Lets a course bring certificates of a template, in the place of any other.
pub fn bring(tx: &mut Tx<'_>, course: Uuid, template: Uuid, by: Uuid, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_certificate_course (course_id, template_id, set_by, set_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (course_id) DO UPDATE
         SET template_id = excluded.template_id, set_by = excluded.set_by, set_at = excluded.set_at",
        params![course, template, by, at],
    )?;
    Ok(())
}

/// Lets a course bring none of a template any more; answers whether it did.
pub fn bring_no_more(tx: &mut Tx<'_>, course: Uuid, template: Uuid) -> Result<bool> {
    let removed = tx.exec(
        "DELETE FROM learning_certificate_course WHERE course_id = $1 AND template_id = $2",
        params![course, template],
    )?;
    Ok(removed == 1)
}
