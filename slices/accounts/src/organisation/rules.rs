//! What may happen to the tree: pure.

use super::{find::bare, store::Node};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// Deepest level; the root is 0.
pub const DEEPEST: usize = 12;

/// Why a node stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveRefused {
    /// The root has no place to go to.
    Root,
    /// It would lie below itself.
    IntoItself,
    /// Something of it would lie deeper than the tree may be.
    TooDeep,
}

impl MoveRefused {
    /// What to tell.
    pub fn msg(self) -> Msg {
        match self {
            MoveRefused::Root => Msg::new("accounts-organisation-move-root"),
            MoveRefused::IntoItself => Msg::new("accounts-organisation-move-into-itself"),
            MoveRefused::TooDeep => Msg::new("accounts-organisation-move-too-deep").with("deepest", DEEPEST),
        }
    }
}

/// Whether a node may go below another. `height`: how many levels lie below the node.
pub fn may_move(node: &Node, to: &Node, height: usize) -> Result<(), MoveRefused> {
    if node.parent_id.is_none() {
        Err(MoveRefused::Root)
    } else if node.holds(&to.path) {
        Err(MoveRefused::IntoItself)
    } else if to.depth() + 1 + height > DEEPEST {
        Err(MoveRefused::TooDeep)
    } else {
        Ok(())
    }
}

/// The path that something below a moved node gets: what the move's UPDATE does, for the tests of the rule.
#[cfg(test)]
fn moved_path(path: &str, from: &str, to: &str) -> String {
    format!("{to}{}", path.strip_prefix(from).unwrap_or_default())
}

/// Whether a name is free among siblings, itself (`own`) left out: what files could not tell apart is one name. Siblings
/// of one name from before stay as they are.
pub fn is_free<'a>(name: &str, siblings: impl IntoIterator<Item = &'a Node>, own: Option<Uuid>) -> bool {
    let wanted = bare(name);
    siblings.into_iter().all(|other| Some(other.id) == own || bare(&other.name) != wanted)
}

/// What to tell where it is not.
pub fn not_free(name: &str) -> Msg {
    Msg::new("accounts-organisation-name-taken").with("name", name)
}

/// The constraint that a name which is not free breaks, as it is told to callers that know no words.
pub const SIBLINGS: &str = "accounts_node sibling name";

/// What hinders a node from going into the bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Nodes directly below.
    pub children: i64,
    /// People of the unit who have not left.
    pub people: i64,
    /// Cohorts that are looked after here.
    pub cohorts: i64,
}

/// Whether a node may go into the bin.
///
/// # Errors
/// With what has to be moved away first.
pub fn may_delete(node: &Node, load: Load) -> Result<(), Msg> {
    if node.parent_id.is_none() {
        Err(Msg::new("accounts-organisation-delete-root"))
    } else if load == Load::default() {
        Ok(())
    } else {
        Err(Msg::new("accounts-organisation-delete-not-empty")
            .with("children", load.children)
            .with("people", load.people)
            .with("cohorts", load.cohorts))
    }
}

/// The node of a way whose seats would not do for `more` people, if any: `taken` seats are given per node.
pub fn full<'a>(way: impl IntoIterator<Item = (&'a Node, i64)>, more: i64) -> Option<(&'a Node, i64)> {
    way.into_iter().find(|(node, taken)| node.seat_quota.is_some_and(|quota| taken + more > quota))
}

/// In which order siblings stand after one of them was put at `position` (from 0; beyond the end: last).
pub fn reordered<T: Copy + PartialEq>(siblings: &[T], moved: T, position: usize) -> Vec<T> {
    let mut order: Vec<T> = siblings.iter().copied().filter(|other| *other != moved).collect();
    order.insert(position.min(order.len()), moved);
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::store::prefixes;
    use proptest::prelude::*;
    use xingtan_clock::Uuid;

    /// A tree of `parents.len() + 1` nodes; node n + 1 hangs below node `parents[n] % (n + 1)`.
    fn tree(parents: &[usize]) -> Vec<Node> {
        let mut nodes = vec![node(1, None, "/1/")];
        for (n, parent) in parents.iter().enumerate() {
            let above = nodes[parent % (n + 1)].clone();
            let path = format!("{}{}/", above.path, n + 2);
            nodes.push(node(n as i64 + 2, Some(above.id), &path));
        }
        nodes
    }

    fn node(number: i64, parent_id: Option<Uuid>, path: &str) -> Node {
        Node {
            id: Uuid::from_u128(number as u128),
            parent_id,
            number,
            path: path.into(),
            kind: "department".into(),
            name: number.to_string(),
            code: None,
            place: 0,
            seat_quota: None,
            version: 1,
        }
    }

    fn height(nodes: &[Node], of: &Node) -> usize {
        nodes.iter().filter(|node| of.holds(&node.path)).map(Node::depth).max().unwrap_or(0) - of.depth()
    }

    proptest! {
        /// After any row of moves that the rule allows, every path is that of the parent and the own number: the tree
        /// has no circle and nobody is lost.
        #[test]
        fn moves_keep_the_tree_a_tree(parents in prop::collection::vec(0usize..40, 1..40),
                                      moves in prop::collection::vec((0usize..41, 0usize..41), 0..30)) {
            let mut nodes = tree(&parents);
            for (from, to) in moves {
                let (node, to) = (nodes[from % nodes.len()].clone(), nodes[to % nodes.len()].clone());
                if may_move(&node, &to, height(&nodes, &node)).is_err() {
                    continue;
                }
                let (old, new) = (node.path.clone(), format!("{}{}/", to.path, node.number));
                for other in nodes.iter_mut().filter(|other| other.path.starts_with(&old)) {
                    other.path = moved_path(&other.path, &old, &new);
                    if other.id == node.id {
                        other.parent_id = Some(to.id);
                    }
                }
            }
            for node in &nodes {
                let above = node.parent_id.map(|id| nodes.iter().find(|other| other.id == id).unwrap());
                prop_assert_eq!(&node.path, &format!("{}{}/", above.map_or("/", |n| n.path.as_str()), node.number));
                prop_assert_eq!(prefixes(&node.path).len(), node.depth() + 1);
                prop_assert!(node.depth() <= DEEPEST.max(parents.len()));
            }
        }

        #[test]
        fn reordering_loses_nobody(count in 1usize..20, moved in 0usize..20, position in 0usize..25) {
            let siblings: Vec<usize> = (0..count).collect();
            let moved = moved % count;
            let order = reordered(&siblings, moved, position);
            prop_assert_eq!(order.iter().position(|n| *n == moved), Some(position.min(count - 1)));
            let mut sorted = order.clone();
            sorted.sort();
            prop_assert_eq!(sorted, siblings);
        }
    }

    #[test]
    fn a_node_never_goes_below_itself() {
        let nodes = tree(&[0, 1, 2]);
        assert_eq!(may_move(&nodes[1], &nodes[3], 2), Err(MoveRefused::IntoItself));
        assert_eq!(may_move(&nodes[1], &nodes[1], 2), Err(MoveRefused::IntoItself));
        assert_eq!(may_move(&nodes[0], &nodes[3], 3), Err(MoveRefused::Root));
        assert_eq!(may_move(&nodes[3], &nodes[1], 0), Ok(()));
    }

    #[test]
    fn the_first_node_of_the_way_whose_seats_are_taken_is_named() {
        let mut nodes = tree(&[0, 1]);
        nodes[1].seat_quota = Some(10);
        let way = |taken| nodes.iter().zip([100, taken, 3]);
        assert_eq!(full(way(9), 1), None);
        assert_eq!(full(way(10), 1).map(|(node, taken)| (node.number, taken)), Some((2, 10)));
    }
}
