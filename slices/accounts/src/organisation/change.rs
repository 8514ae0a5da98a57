//! Changes of the tree: rule → rows → trail → event.

use super::{
    find::bare,
    rules::{self, Load},
    store::{self, Node},
};
use crate::person::{
    Deed,
    events::{NODE_MOVED, NodeMoved},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx, params, row};
use xingtan_i18n::Msg;
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun};

/// Most people whose paths are mended in the unit that moves their unit; the rest is the job's.
const AT_ONCE: i64 = 2_000;

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was made.
    Done,
    /// Somebody changed the node or the tree meanwhile.
    Stale,
    /// It was refused.
    Refused(Msg),
}

/// Adds a node; its audit entry with it.
///
/// # Errors
/// As [`store::add`]; [`Error::Unique`] with [`rules::SIBLINGS`] where a unit beside it has this name.
pub fn add(tx: &mut Tx<'_>, deed: &Deed<'_>, new: &store::NewNode) -> Result<Node> {
    free(tx, new.parent, &new.name, None)?;
    let node = store::add(tx, new, deed.now())?;
    let entry = deed.entry("accounts.node-added")?.on("node", node.id, node.name.as_str()).within(&node.path);
    xingtan_audit::record(tx, &entry.after(&told(&node)))?;
    Ok(node)
}

/// Makes sure that a name is free below a node.
fn free(tx: &mut Tx<'_>, parent: Option<Uuid>, name: &str, own: Option<Uuid>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    if rules::is_free(name, &store::children(tx, parent)?, own) {
        Ok(())
    } else {
        Err(Error::Unique(rules::SIBLINGS.to_owned()))
    }
}

fn told(node: &Node) -> serde_json::Value {
    json!({ "name": node.name, "kind": node.kind, "code": node.code, "seat_quota": node.seat_quota,
            "parent": node.parent_id })
}

/// What an edit sets.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Name.
    pub name: String,
    /// Code of its kind.
    pub kind: String,
    /// Code for files.
    pub code: Option<String>,
    /// Seats; none: any number.
    pub seat_quota: Option<i64>,
    /// The version that the form showed.
    pub version: i64,
}

/// Changes what a node is called and how many seats it has.
///
/// # Errors
/// [`Error::Unique`] where the code is taken, or another name is asked for and a unit beside it has that
/// ([`rules::SIBLINGS`]).
pub fn edit(tx: &mut Tx<'_>, deed: &Deed<'_>, id: Uuid, edit: &Edit) -> Result<Changed> {
    let Some(before) = store::node(tx, id)? else { return Err(Error::NotFound) };
    if bare(&before.name) != bare(&edit.name) {
        free(tx, before.parent_id, &edit.name, Some(id))?;
    }
    let changed = tx.exec(
        "UPDATE accounts_node SET name = $3, kind = $4, code = $5, seat_quota = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        params![id, edit.version, edit.name, edit.kind, edit.code, edit.seat_quota],
    )?;
    if changed == 0 {
        return Ok(Changed::Stale);
    }
    let after = Node {
        name: edit.name.clone(),
        kind: edit.kind.clone(),
        code: edit.code.clone(),
        seat_quota: edit.seat_quota,
        ..before.clone()
    };
    let entry = deed.entry("accounts.node-edited")?.on("node", id, after.name.as_str()).within(&after.path);
    xingtan_audit::record(tx, &entry.change(&told(&before), &told(&after)))?;
    Ok(Changed::Done)
}

/// Where a node is to go.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The node.
    pub node: Uuid,
    /// Below this one.
    pub to: Uuid,
    /// At this place among its siblings, from 0; none: last.
    pub position: Option<usize>,
    /// Version of the tree that the page showed.
    pub tree_version: i64,
}

/// Puts a node at another place, its subtree and people with it. Refuses circles. Where more people lie below than
/// one unit should touch, the rest follows by a job; `follow` tells.
///
/// # Errors
/// [`Error::NotFound`] where one of the nodes is gone.
pub fn place(tx: &mut Tx<'_>, deed: &Deed<'_>, to: &Move) -> Result<Changed> {
    if store::tree_version(tx)? != to.tree_version {
        return Ok(Changed::Stale);
    }
    let node = store::node(tx, to.node)?.ok_or(Error::NotFound)?;
    let above = store::node(tx, to.to)?.ok_or(Error::NotFound)?;
    let below = store::subtree(tx, &node.path)?;
    let height = below.iter().map(Node::depth).max().unwrap_or(node.depth()) - node.depth();
    if let Err(refused) = rules::may_move(&node, &above, height) {
        return Ok(Changed::Refused(refused.msg()));
    }
    let elsewhere = node.parent_id != Some(above.id);
    if elsewhere && !rules::is_free(&node.name, &store::children(tx, above.id)?, Some(node.id)) {
        return Ok(Changed::Refused(rules::not_free(&node.name)));
    }
    order(tx, &node, &above, to.position)?;
    let path = format!("{}{}/", above.path, node.number);
    tx.exec(
        "UPDATE accounts_node SET parent_id = $2, version = version + 1 WHERE id = $1",
        params![node.id, above.id],
    )?;
    if path != node.path {
        move_paths(tx, &node.path, &path)?;
        if follow(tx, &node.path, AT_ONCE)? == AT_ONCE.unsigned_abs() {
            let job = Job::new(deed.id()?, FOLLOW, deed.now()).with(&Follow { from: node.path.clone() })?;
            xingtan_jobs::enqueue(tx, &job.priority(10).by(deed.person()))?;
        }
        let event = deed.event(NODE_MOVED, node.id)?;
        let moved = NodeMoved { from_path: node.path.clone(), to_path: path.clone() };
        xingtan_events::publish(tx, &event.with(&moved)?)?;
    }
    let entry = deed.entry("accounts.node-moved")?.on("node", node.id, node.name.as_str()).within(&path);
    let (before, after) = (json!({ "parent": node.parent_id }), json!({ "parent": above.id }));
    xingtan_audit::record(tx, &entry.change(&before, &after))?;
    Ok(Changed::Done)
}

fn order(tx: &mut Tx<'_>, node: &Node, above: &Node, position: Option<usize>) -> Result<()> {
    let siblings = store::children(tx, above.id)?;
    let ids: Vec<Uuid> = siblings.iter().map(|sibling| sibling.id).collect();
    for (place, id) in (0i64..).zip(rules::reordered(&ids, node.id, position.unwrap_or(usize::MAX))) {
        let stands = siblings.iter().find(|sibling| sibling.id == id).map(|sibling| sibling.place);
        if stands != Some(place) {
            tx.exec("UPDATE accounts_node SET place = $2 WHERE id = $1", params![id, place])?;
        }
    }
    Ok(())
}

/// Paths are unique at each moment, deleted nodes included: they go over a range of their own.
fn move_paths(tx: &mut Tx<'_>, from: &str, to: &str) -> Result<()> {
    let (low, high) = store::range(from);
    let cut = i64::try_from(from.len()).unwrap_or(i64::MAX) + 1;
    tx.exec(
        "UPDATE accounts_node SET path = $3 || substr(path, $4) WHERE path >= $1 AND path < $2",
        params![low, high, to, cut],
    )?;
    Ok(())
}

/// Mends the paths of at most `limit` people below `from` whose unit has moved; answers how many.
///
/// # Errors
/// Those of the database.
pub fn follow(tx: &mut Tx<'_>, from: &str, limit: i64) -> Result<u64> {
    let (low, high) = store::range(from);
    tx.exec(
        "UPDATE accounts_person SET unit_path = (SELECT n.path FROM accounts_node n WHERE n.id = unit_id)
         WHERE id IN (SELECT p.id FROM accounts_person p JOIN accounts_node n ON n.id = p.unit_id
                      WHERE p.unit_path >= $1 AND p.unit_path < $2 AND n.path <> p.unit_path LIMIT $3)",
        params![low, high, limit],
    )
}

/// Mends the paths of people whose unit has moved; a few hundred in each step.
pub const FOLLOW: JobKind = JobKind::new("accounts.follow-move");

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Follow {
    from: String,
}

/// Carries out [`FOLLOW`]. It asks what is left to do, so it may be broken off anywhere.
///
/// # Errors
/// As for any job.
pub async fn follow_job(run: JobRun) -> std::result::Result<Done, JobError> {
    let Follow { from } = run.read()?;
    loop {
        let from = from.clone();
        if run.step(move |tx, _| Ok(follow(tx, &from, 500)?)).await? == 0 {
            return Ok(Done::new());
        }
    }
}

/// What hinders a node from going into the bin.
///
/// # Errors
/// Those of the database.
pub fn load(tx: &mut Tx<'_>, id: Uuid) -> Result<Load> {
    let (children, people, cohorts): (i64, i64, i64) = tx.one(
        "SELECT (SELECT count(*) FROM accounts_node WHERE parent_id = $1 AND deleted_at IS NULL),
                (SELECT count(*) FROM accounts_person WHERE unit_id = $1 AND left_at IS NULL AND state <> 'closed'),
                (SELECT count(*) FROM accounts_cohort WHERE node_id = $1 AND deleted_at IS NULL)",
        params![id],
    )?;
    Ok(Load { children, people, cohorts })
}

/// Puts an empty node into the bin.
///
/// # Errors
/// [`Error::NotFound`] where it is gone already.
pub fn delete(tx: &mut Tx<'_>, deed: &Deed<'_>, id: Uuid, version: i64) -> Result<Changed> {
    let node = store::node(tx, id)?.ok_or(Error::NotFound)?;
    if let Err(refused) = rules::may_delete(&node, load(tx, id)?) {
        return Ok(Changed::Refused(refused));
    }
    let deleted = tx.exec(
        "UPDATE accounts_node SET deleted_at = $3, deleted_by = $4, version = version + 1
         WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        params![id, version, deed.now(), deed.person()],
    )?;
    if deleted == 0 {
        return Ok(Changed::Stale);
    }
    let entry = deed.entry("accounts.node-deleted")?.on("node", id, node.name.as_str()).within(&node.path);
    xingtan_audit::record(tx, &entry.before(&told(&node)))?;
    Ok(Changed::Done)
}

row! {
    /// A node in the bin.
    #[derive(Clone, Debug)]
    pub struct Deleted {
        /// Its id.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// Its path.
        pub path: String,
        /// When it went into the bin.
        pub deleted_at: Timestamp,
        /// By whom.
        pub deleted_by: Option<Uuid>,
        /// Counts its changes.
        pub version: i64,
    }
}

/// The bin, the latest first.
///
/// # Errors
/// Those of the database.
pub fn bin(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Deleted>> {
    tx.all(
        "SELECT id, name, path, deleted_at, deleted_by, version FROM accounts_node
         WHERE deleted_at >= $1 ORDER BY deleted_at DESC, id LIMIT 500",
        params![since],
    )
}

/// One node of the bin.
///
/// # Errors
/// Those of the database.
pub fn deleted(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Deleted>> {
    tx.opt(
        "SELECT id, name, path, deleted_at, deleted_by, version FROM accounts_node
         WHERE id = $1 AND deleted_at IS NOT NULL",
        params![id],
    )
}

/// Takes a node out of the bin, back to where it was; refused where the node above is in the bin, or its code was
/// given to another node meanwhile.
///
/// # Errors
/// [`Error::NotFound`] where it is not in the bin.
pub fn restore(tx: &mut Tx<'_>, deed: &Deed<'_>, id: Uuid) -> Result<Changed> {
    let gone = deleted(tx, id)?.ok_or(Error::NotFound)?;
    let (above_lives, code_free): (bool, bool) = tx.one(
        "SELECT EXISTS (SELECT 1 FROM accounts_node a WHERE a.id = n.parent_id AND a.deleted_at IS NULL),
                NOT EXISTS (SELECT 1 FROM accounts_node o WHERE o.code = n.code AND o.deleted_at IS NULL)
         FROM accounts_node n WHERE n.id = $1",
        params![id],
    )?;
    if !above_lives {
        return Ok(Changed::Refused(Msg::new("accounts-organisation-restore-above")));
    }
    if !code_free {
        return Ok(Changed::Refused(Msg::new("accounts-organisation-restore-code")));
    }
    let parent: Option<Uuid> = tx.one("SELECT parent_id FROM accounts_node WHERE id = $1", params![id])?;
    if let Some(parent) = parent
        && !rules::is_free(&gone.name, &store::children(tx, parent)?, Some(id))
    {
        return Ok(Changed::Refused(Msg::new("accounts-organisation-restore-name").with("name", gone.name)));
    }
    tx.exec(
        "UPDATE accounts_node SET deleted_at = NULL, deleted_by = NULL, version = version + 1 WHERE id = $1",
        params![id],
    )?;
    let entry = deed.entry("accounts.node-restored")?.on("node", id, gone.name.as_str()).within(&gone.path);
    xingtan_audit::record(tx, &entry)?;
    Ok(Changed::Done)
}
