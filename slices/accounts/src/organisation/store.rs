//! Nodes of the organisation as kept: reading them, adding one, changing one.

use crate::person::lists;
use std::collections::HashMap;
use xingtan_auth::Scope;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx, list, params, row};
use xingtan_web::{Keyed, List, ListPage, Order, Select, Sort};

row! {
    /// A living node of the organisation.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Node {
        /// Its id.
        pub id: Uuid,
        /// The node above; none for the root.
        pub parent_id: Option<Uuid>,
        /// Its number in paths.
        pub number: i64,
        /// `/1/5/23/`: numbers from the root down to itself; prefix of every path below.
        pub path: String,
        /// Code of a [`NodeKind`](super::NodeKind).
        pub kind: String,
        /// Its name.
        pub name: String,
        /// The code by which files name it; unique among living nodes.
        pub code: Option<String>,
        /// Place among its siblings, from 0.
        pub place: i64,
        /// How many people its subtree may hold; none: any number.
        pub seat_quota: Option<i64>,
        /// Counts its changes.
        pub version: i64,
    }
}

impl Node {
    /// How deep it lies; the root is 0.
    pub fn depth(&self) -> usize {
        self.path.matches('/').count().saturating_sub(2)
    }

    /// Whether the node of `path` is this one or lies below it.
    pub fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.path)
    }
}

macro_rules! node_sql {
    ($tail:literal) => {
        concat!(
            "SELECT id, parent_id, number, path, kind, name, code, place, seat_quota, version FROM accounts_node ",
            $tail
        )
    };
}

/// All living nodes, each before what lies below it, siblings in their order.
pub fn nodes(tx: &mut Tx<'_>) -> Result<Vec<Node>> {
    Ok(in_tree_order(tx.all(node_sql!("WHERE deleted_at IS NULL ORDER BY place, number"), params![])?))
}

/// How nodes are sorted for programs: by path, each before what lies below it.
pub const PATHS: &[Sort] = &[Sort { name: "path", column: "n.path" }];

impl Keyed for Node {
    fn order(&self, _: &str) -> Order {
        self.path.as_str().into()
    }
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A page of the living nodes of a scope.
pub fn node_list(tx: &mut Tx<'_>, list: &List, scope: &Scope) -> Result<ListPage<Node>> {
    let columns =
        "n.id, n.parent_id, n.number, n.path, n.kind, n.name, n.code, n.place, n.seat_quota, n.version";
    let select = Select::new(columns, "accounts_node n", "n.id").always("n.deleted_at IS NULL");
    list.page(tx, select.within("n.path", scope))
}

/// The living node of this id.
pub fn node(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Node>> {
    tx.opt(node_sql!("WHERE id = $1 AND deleted_at IS NULL"), params![id])
}

/// The living node of this path.
pub fn node_by_path(tx: &mut Tx<'_>, path: &str) -> Result<Option<Node>> {
    tx.opt(node_sql!("WHERE path = $1 AND deleted_at IS NULL"), params![path])
}

/// The living node of this code.
pub fn node_by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Node>> {
    tx.opt(node_sql!("WHERE code = $1 AND deleted_at IS NULL"), params![code])
}

/// The root; none before the institution is set up.
pub fn root(tx: &mut Tx<'_>) -> Result<Option<Node>> {
    tx.opt(node_sql!("WHERE parent_id IS NULL AND deleted_at IS NULL"), params![])
}

/// The node of this path and all living ones below it, in tree order.
pub fn subtree(tx: &mut Tx<'_>, path: &str) -> Result<Vec<Node>> {
    let (low, high) = range(path);
    let found = tx.all(
        node_sql!("WHERE path >= $1 AND path < $2 AND deleted_at IS NULL ORDER BY place, number"),
        params![low, high],
    )?;
    Ok(in_tree_order(found))
}

/// The node of this path and all above it, the root first.
pub fn way(tx: &mut Tx<'_>, path: &str) -> Result<Vec<Node>> {
    let mut found: Vec<Node> = lists::by_texts(tx, &prefixes(path), |n| {
        format!(
            "SELECT id, parent_id, number, path, kind, name, code, place, seat_quota, version FROM accounts_node
             WHERE path IN ({}) AND deleted_at IS NULL",
            list(1, n)
        )
    })?;
    found.sort_by_key(|node| node.path.len());
    Ok(found)
}

/// The living nodes directly below.
pub fn children(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Node>> {
    tx.all(node_sql!("WHERE parent_id = $1 AND deleted_at IS NULL ORDER BY place, number"), params![id])
}

/// The names from below the root down to each path, joined by ` / ` (the root's own name for the root itself):
/// one statement per 512 nodes on the way.
pub fn trails<'a>(
    tx: &mut Tx<'_>,
    paths: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, String>> {
    let mut wanted: Vec<&str> = paths.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut all: Vec<String> = wanted.iter().flat_map(|path| prefixes(path)).collect();
    all.sort_unstable();
    all.dedup();
    let names: Vec<(String, String)> = lists::by_texts(tx, &all, |n| {
        format!("SELECT path, name FROM accounts_node WHERE path IN ({})", list(1, n))
    })?;
    let names: HashMap<String, String> = names.into_iter().collect();
    Ok(wanted.into_iter().map(|path| (path.to_owned(), trail(path, &names))).collect())
}

fn trail(path: &str, names: &HashMap<String, String>) -> String {
    let steps = prefixes(path);
    let below_root = if steps.len() > 1 { &steps[1..] } else { &steps[..] };
    let known = below_root.iter().filter_map(|step| names.get(step).map(String::as_str));
    known.collect::<Vec<_>>().join(" / ")
}

/// The subtree of a path as half-open range.
pub fn range(path: &str) -> (String, String) {
    let stem = path.strip_suffix('/').unwrap_or(path);
    (path.to_owned(), format!("{stem}0"))
}

/// `/1/`, `/1/5/`, `/1/5/23/` for `/1/5/23/`.
pub fn prefixes(path: &str) -> Vec<String> {
    path.match_indices('/').skip(1).map(|(at, _)| path[..=at].to_owned()).collect()
}

/// From rows that are in order among siblings to an order in which each stands before what lies below it.
fn in_tree_order(found: Vec<Node>) -> Vec<Node> {
    let known: std::collections::HashSet<Uuid> = found.iter().map(|node| node.id).collect();
    let mut below: HashMap<Option<Uuid>, Vec<Node>> = HashMap::new();
    let count = found.len();
    for node in found {
        let above = node.parent_id.filter(|parent| known.contains(parent));
        below.entry(above).or_default().push(node);
    }
    let mut ordered = Vec::with_capacity(count);
    let mut open = below.remove(&None).unwrap_or_default();
    open.reverse();
    while let Some(node) = open.pop() {
        if let Some(mut children) = below.remove(&Some(node.id)) {
            children.reverse();
            open.append(&mut children);
        }
        ordered.push(node);
    }
    ordered
}

/// A node to be added.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// Its id.
    pub id: Uuid,
    /// The node above; none only for the root.
    pub parent: Option<Uuid>,
    /// What it is.
    pub kind: super::NodeKind,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: Option<String>,
    /// How many people its subtree may hold.
    pub seat_quota: Option<i64>,
}

/// Adds a node as the last of its siblings and gives it back.
///
/// # Errors
/// [`Error::NotFound`](xingtan_db::Error::NotFound) where the node above is gone,
/// [`Error::Unique`](xingtan_db::Error::Unique) where the code is taken.
pub fn add(tx: &mut Tx<'_>, new: &NewNode, now: Timestamp) -> Result<Node> {
    let above = match new.parent {
        Some(parent) => Some(node(tx, parent)?.ok_or(xingtan_db::Error::NotFound)?),
        None => None,
    };
    let (number,): (i64,) =
        tx.one("SELECT COALESCE(max(number), 0) + 1 AS number FROM accounts_node", params![])?;
    let (place,): (i64,) = tx.one(
        "SELECT COALESCE(max(place), -1) + 1 AS place FROM accounts_node WHERE parent_id = $1",
        params![new.parent],
    )?;
    let path = format!("{}{number}/", above.as_ref().map_or("/", |node| node.path.as_str()));
    tx.exec(
        "INSERT INTO accounts_node
             (id, parent_id, number, path, kind, name, code, place, seat_quota, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        params![
            new.id,
            new.parent,
            number,
            path,
            new.kind.code(),
            new.name,
            new.code,
            place,
            new.seat_quota,
            now
        ],
    )?;
    Ok(Node {
        id: new.id,
        parent_id: new.parent,
        number,
        path,
        kind: new.kind.code().to_owned(),
        name: new.name.clone(),
        code: new.code.clone(),
        place,
        seat_quota: new.seat_quota,
        version: 1,
    })
}

/// Grows with every change of any node: the version of the tree as a whole.
pub fn tree_version(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx
        .one::<(i64,)>(
            "SELECT CAST(COALESCE(sum(version), 0) AS bigint) AS version FROM accounts_node",
            params![],
        )?
        .0)
}
