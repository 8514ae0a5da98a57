//! The tree as a page shows it: rows in tree order that know which lists open and end at them. Pure.

use super::store::Node;
use std::collections::HashMap;
use xingtan_clock::Uuid;

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// The node.
    pub node: Node,
    /// Seats taken by its subtree.
    pub taken: i64,
    /// Whether a list begins before it.
    pub opens: bool,
    /// How many lists end after it.
    pub closes: usize,
    /// Whether a list of its children follows within it.
    pub parent: bool,
    /// Nodes below it that are not shown.
    pub hidden: usize,
}

/// Levels that are shown at once when the tree is large.
const SHOWN_LEVELS: usize = 2;

/// From so many nodes on only the first levels are shown at once.
const LARGE: usize = 400;

/// The rows below `top`, which itself is none of them. `nodes` stand in tree order and begin with `top`; `people`
/// are the seats taken in each unit alone.
pub fn rows(top: &Node, nodes: &[Node], people: &HashMap<Uuid, i64>) -> Vec<TreeRow> {
    let taken = sums(nodes, people);
    let deepest = if nodes.len() > LARGE { top.depth() + SHOWN_LEVELS } else { usize::MAX };
    let shown: Vec<&Node> =
        nodes.iter().filter(|node| node.id != top.id && node.depth() <= deepest).collect();
    let mut rows = Vec::with_capacity(shown.len());
    for (at, node) in shown.iter().enumerate() {
        let depth = node.depth();
        let before = at.checked_sub(1).map_or(top.depth(), |before| shown[before].depth());
        let after = shown.get(at + 1).map_or(top.depth() + 1, |next| next.depth());
        let hidden = if depth == deepest {
            nodes.iter().filter(|other| other.id != node.id && node.holds(&other.path)).count()
        } else {
            0
        };
        rows.push(TreeRow {
            node: (*node).clone(),
            taken: taken.get(&node.id).copied().unwrap_or(0),
            opens: depth > before,
            closes: depth.saturating_sub(after),
            parent: after > depth && at + 1 < shown.len(),
            hidden,
        });
    }
    rows
}

/// Seats taken by each subtree.
pub fn sums(nodes: &[Node], people: &HashMap<Uuid, i64>) -> HashMap<Uuid, i64> {
    let mut sums: HashMap<Uuid, i64> = HashMap::with_capacity(nodes.len());
    for node in nodes.iter().rev() {
        let own = people.get(&node.id).copied().unwrap_or(0);
        let all = sums.entry(node.id).or_default();
        *all += own;
        let all = *all;
        if let Some(parent) = node.parent_id {
            *sums.entry(parent).or_default() += all;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node(number: i64, parent: Option<&Node>) -> Node {
        Node {
            id: Uuid::from_u128(number as u128),
            parent_id: parent.map(|node| node.id),
            number,
            path: format!("{}{number}/", parent.map_or("/", |node| node.path.as_str())),
            kind: "department".into(),
            name: number.to_string(),
            code: None,
            place: 0,
            seat_quota: None,
            version: 1,
        }
    }

    proptest! {
        /// Lists open and end in pairs, and every row lies as many lists deep as its node lies below the top.
        #[test]
        fn lists_nest_as_nodes_do(depths in prop::collection::vec(1usize..6, 0..30)) {
            let mut nodes = vec![node(1, None)];
            let mut way: Vec<Node> = vec![nodes[0].clone()];
            for (n, depth) in depths.into_iter().enumerate() {
                way.truncate(depth.min(way.len()));
                let made = node(n as i64 + 2, way.last());
                nodes.push(made.clone());
                way.push(made);
            }
            let people = nodes.iter().map(|node| (node.id, 1)).collect();
            let rows = rows(&nodes[0], &nodes, &people);
            let mut open = 0;
            for row in &rows {
                open += usize::from(row.opens);
                prop_assert_eq!(open, row.node.depth());
                let below = nodes.iter().filter(|other| row.node.holds(&other.path)).count() as i64;
                prop_assert_eq!(row.taken, below);
                open -= row.closes;
            }
            prop_assert!(rows.is_empty() || open == 1);
        }
    }
}
