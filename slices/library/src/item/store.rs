//! Items as rows.

use super::rules::{Audience, Kind, State, Viewer, sees};
use crate::permissions::{MANAGE, READ, USE};
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_web::{Keyed, Order, Select, Sort, Value};

row! {
    /// An item of the library.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Item {
        /// Its id.
        pub id: Uuid,
        /// The folder it lies in; none at the top.
        pub folder_id: Option<Uuid>,
        /// Its title.
        pub title: String,
        /// By which titles are sorted.
        pub title_key: String,
        /// What it is about.
        pub description: String,
        /// Code of a [`Kind`].
        pub kind: String,
        /// Its file in storage.
        pub file_id: Uuid,
        /// The PDF of an office document, once there is one.
        pub shown_file_id: Option<Uuid>,
        /// The file's name.
        pub file_name: String,
        /// Its size in bytes.
        pub file_size: i64,
        /// What it is, by content.
        pub media_type: String,
        /// Whether an office document carries macros.
        pub macros: bool,
        /// Whose it is.
        pub owner_id: Uuid,
        /// Their name.
        pub owner_name: String,
        /// The unit within which it is shared.
        pub unit_path: String,
        /// Code of an [`Audience`].
        pub audience: String,
        /// Whether it may be taken along.
        pub download: bool,
        /// Whether who looks stands on it.
        pub watermark: bool,
        /// Code of a [`State`].
        pub state: String,
        /// Code of the basis that was declared; empty before.
        pub basis: String,
        /// When the declared right ends.
        pub ends_at: Option<Timestamp>,
        /// When it was uploaded.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub changed_at: Timestamp,
        /// How often it was looked at.
        pub previews: i64,
        /// How often it was taken along.
        pub downloads: i64,
        /// In how many places it is used now.
        pub uses: i64,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Item {
    /// Where it stands; a word of a later version counts as taken down.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Down)
    }

    /// With whom it is shared.
    pub fn audience(&self) -> Audience {
        self.audience.parse().unwrap_or(Audience::Authors)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind.parse().unwrap_or(Kind::Other)
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        format!("/library/{}", self.id)
    }

    /// How somebody stands to it.
    pub fn viewer(&self, actor: &Actor) -> Viewer {
        Viewer {
            own: self.owner_id == actor.person,
            manages: actor.may_at(MANAGE, &self.unit_path),
            reads: actor.may_at(READ, &self.unit_path),
            uses: actor.may(USE),
            uses_there: actor.may_at(USE, &self.unit_path),
            below: actor.unit_path.starts_with(&self.unit_path),
        }
    }

    /// Whether somebody sees it.
    pub fn is_seen(&self, actor: &Actor) -> bool {
        sees(self.state(), self.audience(), self.viewer(actor))
    }

    /// Whether somebody may change it: its owner, as long as they upload at all, and who manages there.
    pub fn is_kept_by(&self, actor: &Actor) -> bool {
        actor.may_at(MANAGE, &self.unit_path) || (self.owner_id == actor.person && actor.may(USE))
    }
}

impl Keyed for Item {
    fn order(&self, sort: &str) -> Order {
        match sort {
            "title" => Order::Text(self.title_key.clone()),
            "uses" => Order::Int(self.uses),
            "downloads" => Order::Int(self.downloads),
            "size" => Order::Int(self.file_size),
            _ => self.changed_at.into(),
        }
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the list may be sorted.
pub const SORTS: &[Sort] = &[
    Sort { name: "changed", column: "i.changed_at" },
    Sort { name: "title", column: "i.title_key" },
    Sort { name: "uses", column: "i.uses" },
    Sort { name: "downloads", column: "i.downloads" },
    Sort { name: "size", column: "i.file_size" },
];

const COLUMNS: &str =
    "i.id, i.folder_id, i.title, i.title_key, i.description, i.kind, i.file_id, i.shown_file_id,
    i.file_name, i.file_size, i.media_type, i.macros, i.owner_id, i.owner_name, i.unit_path, i.audience,
    i.download, i.watermark, i.state, i.basis, i.ends_at, i.created_at, i.changed_at, i.previews, i.downloads,
    i.uses, i.version";

fn select() -> Select {
    Select::new(COLUMNS, "library_item i", "i.id").always("i.state <> 'deleted'")
}

/// What narrows the list besides who looks.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Only these, as the index of words found them.
    pub found: Option<Vec<Uuid>>,
    /// Only in these folders.
    pub folders: Vec<Uuid>,
    /// Code of a kind.
    pub kind: String,
    /// A tag.
    pub tag: String,
    /// Code of a basis.
    pub basis: String,
    /// Code of a state.
    pub state: String,
    /// Part of the owner's name; `mine` by the flag.
    pub owner: String,
    /// Only one's own.
    pub mine: bool,
}

/// What somebody sees, as [`sees`] says it, in SQL.
pub fn seen(actor: &Actor, narrow: &Narrow) -> Select {
    let mut any: Vec<String> = vec!["i.owner_id = {}".to_owned()];
    let mut values: Vec<Value> = vec![actor.person.into()];
    let mut add = |condition: String, own: Vec<Value>| {
        any.push(condition);
        values.extend(own);
    };
    let within = |(low, high): (String, String)| vec![Value::from(low), high.into()];
    const IN: &str = "(i.unit_path >= {} AND i.unit_path < {}";
    for range in actor.scope(MANAGE).ranges() {
        add(format!("{IN})"), within(range));
    }
    for range in actor.scope(READ).ranges() {
        add(format!("{IN} AND i.state <> 'draft')"), within(range));
    }
    for range in actor.scope(USE).ranges() {
        add(format!("{IN} AND i.state = 'shared')"), within(range));
    }
    add("(i.state = 'shared' AND i.audience = 'everybody')".to_owned(), Vec::new());
    let above = ways(&actor.unit_path);
    let marks = vec!["{}"; above.len()].join(", ");
    let authors =
        if actor.may(USE) { "i.audience IN ('learners', 'authors')" } else { "i.audience = 'learners'" };
    add(
        format!("(i.state = 'shared' AND {authors} AND i.unit_path IN ({marks}))"),
        above.into_iter().map(Value::from).collect(),
    );
    let select = select().when_all(&format!("({})", any.join(" OR ")), values);
    narrowed(select, actor, narrow)
}

fn narrowed(mut select: Select, actor: &Actor, narrow: &Narrow) -> Select {
    let among =
        |ids: &[Uuid]| (vec!["{}"; ids.len()].join(", "), ids.iter().map(|id| (*id).into()).collect());
    for (column, ids) in [("i.id", narrow.found.as_ref()), ("i.folder_id", Some(&narrow.folders))] {
        let Some(ids) = ids else { continue };
        if ids.is_empty() {
            if column == "i.id" {
                select = select.always("1 = 0");
            }
            continue;
        }
        let (marks, values): (String, Vec<Value>) = among(ids);
        select = select.when_all(&format!("{column} IN ({marks})"), values);
    }
    for (column, value) in [("i.kind", &narrow.kind), ("i.basis", &narrow.basis), ("i.state", &narrow.state)]
    {
        if !value.is_empty() {
            select = select.when(&format!("{column} = {{}}"), value.as_str());
        }
    }
    if !narrow.tag.is_empty() {
        select = select.when(
            "i.id IN (SELECT t.item_id FROM library_tag t WHERE t.tag_key = {})",
            narrow.tag.to_lowercase(),
        );
    }
    if narrow.mine {
        select = select.when("i.owner_id = {}", actor.person);
    }
    select.search("lower(i.owner_name)", &narrow.owner)
}

/// The paths of a unit and all above it: `/1/5/` is in `/1/5/`, `/1/` and `/`.
pub fn ways(path: &str) -> Vec<String> {
    path.match_indices('/').map(|(at, _)| path[..=at].to_owned()).collect()
}

/// One item that is not deleted.
pub fn get(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Item>> {
    Ok(select().when("i.id = {}", id).rows(tx, "LIMIT 1")?.pop())
}

/// The item of a file in storage, or of the PDF that is shown of it; deleted ones, too.
pub fn of_file(tx: &mut Tx<'_>, file: Uuid) -> Result<Option<Item>> {
    let all = Select::new(COLUMNS, "library_item i", "i.id");
    let of = all.when_all("(i.file_id = {} OR i.shown_file_id = {})", vec![file.into(), file.into()]);
    Ok(of.rows(tx, "ORDER BY i.id LIMIT 1")?.pop())
}

/// Adds an item.
pub fn add(tx: &mut Tx<'_>, it: &Item) -> Result<()> {
    tx.exec(
        "INSERT INTO library_item
            (id, folder_id, title, title_key, description, kind, file_id, shown_file_id, file_name, file_size,
             media_type, macros, owner_id, owner_name, unit_path, audience, download, watermark, state, basis,
             ends_at, ending_told, created_at, changed_at, previews, downloads, uses, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
             $21, $22, $23, $24, 0, 0, 0, 1)",
        params![
            it.id,
            it.folder_id,
            it.title,
            it.title_key,
            it.description,
            it.kind,
            it.file_id,
            it.shown_file_id,
            it.file_name,
            it.file_size,
            it.media_type,
            it.macros,
            it.owner_id,
            it.owner_name,
            it.unit_path,
            it.audience,
            it.download,
            it.watermark,
            it.state,
            it.basis,
            it.ends_at,
            false,
            it.created_at,
            it.changed_at
        ],
    )?;
    Ok(())
}

/// Keeps what can change of an item, unless somebody changed it since `it.version`.
pub fn save(tx: &mut Tx<'_>, it: &Item) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE library_item
         SET folder_id = $3, title = $4, title_key = $5, description = $6, unit_path = $7, audience = $8,
             download = $9, watermark = $10, state = $11, basis = $12, ends_at = $13,
             ending_told = CASE WHEN ends_at = $13 THEN ending_told ELSE $15 END, changed_at = $14, version = version + 1
         WHERE id = $1 AND version = $2 AND state <> 'deleted'",
        params![
            it.id, it.version, it.folder_id, it.title, it.title_key, it.description, it.unit_path, it.audience,
            it.download, it.watermark, it.state, it.basis, it.ends_at, it.changed_at, false
        ],
    )?;
    Ok(changed > 0)
}

/// An office document has become a PDF.
pub fn shows(tx: &mut Tx<'_>, file: Uuid, pdf: Uuid) -> Result<Option<Uuid>> {
    tx.opt(
        "UPDATE library_item SET shown_file_id = $2 WHERE file_id = $1 AND state <> 'deleted' RETURNING id",
        params![file, pdf],
    )
}

/// Counts a look.
pub fn looked(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("UPDATE library_item SET previews = previews + 1 WHERE id = $1", params![id])?;
    Ok(())
}

/// Counts a taking along.
pub fn taken(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("UPDATE library_item SET downloads = downloads + 1 WHERE id = $1", params![id])?;
    Ok(())
}

/// The tags of an item, in their order.
pub fn tags(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<String>> {
    tx.all("SELECT tag FROM library_tag WHERE item_id = $1 ORDER BY tag_key", params![id])
}

/// The tags of several items. One statement.
pub fn tags_of(tx: &mut Tx<'_>, items: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT item_id, tag FROM library_tag WHERE item_id IN ({}) ORDER BY item_id, tag_key",
        list(1, items.len())
    );
    let given: Vec<_> = items.iter().map(|id| id.to_param()).collect();
    tx.all(&sql, &given)
}

/// Puts these tags in the place of those before.
pub fn set_tags(tx: &mut Tx<'_>, id: Uuid, tags: &[String]) -> Result<()> {
    tx.exec("DELETE FROM library_tag WHERE item_id = $1", params![id])?;
    for tag in tags {
        tx.exec(
            "INSERT INTO library_tag (item_id, tag_key, tag) VALUES ($1, $2, $3)
             ON CONFLICT (item_id, tag_key) DO NOTHING",
            params![id, tag.to_lowercase(), tag],
        )?;
    }
    Ok(())
}

row! {
    /// A declaration of rights.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Declaration {
        /// Its id.
        pub id: Uuid,
        /// The item.
        pub item_id: Uuid,
        /// Code of a basis.
        pub basis: String,
        /// Where it comes from.
        pub source: String,
        /// Who holds the rights.
        pub holder: String,
        /// Under which licence.
        pub licence: String,
        /// When the right ends.
        pub ends_at: Option<Timestamp>,
        /// Who declared it.
        pub by_person: Uuid,
        /// Their name.
        pub by_name: String,
        /// When.
        pub at: Timestamp,
    }
}

/// Keeps a declaration.
pub fn declare(tx: &mut Tx<'_>, it: &Declaration) -> Result<()> {
    tx.exec(
        "INSERT INTO library_declaration (id, item_id, basis, source, holder, licence, ends_at, by_person, by_name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            it.id, it.item_id, it.basis, it.source, it.holder, it.licence, it.ends_at, it.by_person, it.by_name,
            it.at
        ],
    )?;
    Ok(())
}

/// The declarations of an item, the one that holds first.
pub fn declarations(tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<Declaration>> {
    tx.all(
        "SELECT id, item_id, basis, source, holder, licence, ends_at, by_person, by_name, at
         FROM library_declaration WHERE item_id = $1
         ORDER BY at DESC, id DESC
         LIMIT 50",
        params![item],
    )
}

/// Where an item is used: kind and id of each, oldest first.
pub fn uses(tx: &mut Tx<'_>, item: Uuid) -> Result<Vec<(String, Uuid)>> {
    tx.all(
        "SELECT subject_kind, subject_id FROM library_use WHERE item_id = $1 ORDER BY at, subject_id",
        params![item],
    )
}

/// Notes a use; noting it twice is noting it once.
pub fn used(
    tx: &mut Tx<'_>,
    item: Uuid,
    (kind, subject): (&str, Uuid),
    by: Option<Uuid>,
    at: Timestamp,
) -> Result<()> {
    let new = tx.exec(
        "INSERT INTO library_use (item_id, subject_kind, subject_id, by_person, at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (item_id, subject_kind, subject_id) DO NOTHING",
        params![item, kind, subject, by, at],
    )?;
    tx.exec("UPDATE library_item SET uses = uses + $2 WHERE id = $1", params![item, new as i64])?;
    Ok(())
}

/// A subject uses no item any more.
pub fn unused(tx: &mut Tx<'_>, (kind, subject): (&str, Uuid)) -> Result<()> {
    tx.exec(
        "UPDATE library_item SET uses = uses - 1
         WHERE id IN (SELECT item_id FROM library_use WHERE subject_kind = $1 AND subject_id = $2)",
        params![kind, subject],
    )?;
    tx.exec("DELETE FROM library_use WHERE subject_kind = $1 AND subject_id = $2", params![kind, subject])?;
    Ok(())
}

row! {
    /// Somebody took an item along, or a partner opened it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Opening {
        /// Its id.
        pub id: Uuid,
        /// The item.
        pub item_id: Uuid,
        /// `download`, `partner-preview` or `partner-download`.
        pub what: String,
        /// Who, if it was somebody with an account.
        pub person_id: Option<Uuid>,
        /// By which link, if it was a partner.
        pub link_id: Option<Uuid>,
        /// The name of either.
        pub name: String,
        /// When.
        pub at: Timestamp,
    }
}

impl Keyed for Opening {
    fn order(&self, _: &str) -> Order {
        self.at.into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// How the log is sorted.
pub const OPENING_SORTS: &[Sort] = &[Sort { name: "at", column: "o.at" }];

/// The log of an item.
pub fn openings(item: Uuid) -> Select {
    Select::new("o.id, o.item_id, o.what, o.person_id, o.link_id, o.name, o.at", "library_opening o", "o.id")
        .when("o.item_id = {}", item)
}

/// One opening.
pub fn opening(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Opening>> {
    tx.opt(
        "SELECT id, item_id, what, person_id, link_id, name, at FROM library_opening WHERE id = $1",
        params![id],
    )
}

/// Notes an opening.
pub fn opened(tx: &mut Tx<'_>, it: &Opening) -> Result<()> {
    tx.exec(
        "INSERT INTO library_opening (id, item_id, what, person_id, link_id, name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![it.id, it.item_id, it.what, it.person_id, it.link_id, it.name, it.at],
    )?;
    Ok(())
}

/// Shared items whose right ends before a moment and whose owners do not know yet; or, with `over`, has ended.
pub fn ending(tx: &mut Tx<'_>, before: Timestamp, over: bool, limit: i64) -> Result<Vec<Item>> {
    let select = select().always("i.state = 'shared'").when("i.ends_at <= {}", before);
    let select = if over { select } else { select.when("i.ending_told = {}", false) };
    select.rows(tx, &format!("ORDER BY i.ends_at, i.id LIMIT {limit}"))
}

/// The owner knows that the right ends.
pub fn ending_told(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec("UPDATE library_item SET ending_told = $2 WHERE id = $1", params![id, true])?;
    Ok(())
}

/// Ids of items after one, for making the index anew.
pub fn after(tx: &mut Tx<'_>, id: Uuid, limit: i64) -> Result<Vec<Item>> {
    select().when("i.id > {}", id).rows(tx, &format!("ORDER BY i.id LIMIT {limit}"))
}
