//! The tree of categories.

use super::store::Category;
use std::collections::BTreeSet;
use xingtan_clock::Uuid;

/// Levels of the tree of categories.
pub const DEEPEST: usize = 4;

/// A category where it stands in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The category.
    pub category: Category,
    /// 0 for the outermost level.
    pub depth: usize,
    /// Whether others stand below it.
    pub has_children: bool,
}

/// Categories in tree order. What hangs on nothing stands on the outermost level; circles do not occur, because
/// [`place`] refuses them.
pub fn tree(all: &[Category]) -> Vec<Branch> {
    let mut out = Vec::new();
    lay(all, None, 0, &mut out);
    out
}

fn lay(all: &[Category], parent: Option<Uuid>, depth: usize, out: &mut Vec<Branch>) {
    let known = |id: Uuid| all.iter().any(|it| it.id == id);
    for category in all.iter().filter(|it| it.parent_id.filter(|id| known(*id)) == parent) {
        let has_children = all.iter().any(|it| it.parent_id == Some(category.id));
        out.push(Branch { category: category.clone(), depth, has_children });
        // A circle would never end; nothing is that deep.
        if depth < all.len() {
            lay(all, Some(category.id), depth + 1, out);
        }
    }
}

/// A category and all below it.
pub fn below(all: &[Category], id: Uuid) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::from([id]);
    loop {
        let more: Vec<Uuid> = all
            .iter()
            .filter(|it| {
                it.parent_id.is_some_and(|parent| found.contains(&parent)) && !found.contains(&it.id)
            })
            .map(|it| it.id)
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// What comes of asking for a place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// There.
    There,
    /// No such parent.
    Unknown,
    /// A category cannot stand below itself.
    IntoItself,
    /// The tree would be deeper than [`DEEPEST`].
    TooDeep,
    /// The name is there already, on the same level.
    Taken,
}

/// Whether a category (none: a new one) may stand below `parent` with this name.
pub fn place(all: &[Category], id: Option<Uuid>, parent: Option<Uuid>, name: &str) -> Place {
    let branches = tree(all);
    let depth = match parent {
        None => 0,
        Some(parent) => match branches.iter().find(|it| it.category.id == parent) {
            Some(it) => it.depth + 1,
            None => return Place::Unknown,
        },
    };
    let mut height = 0;
    if let Some(id) = id {
        let inside = below(all, id);
        if parent.is_some_and(|parent| inside.contains(&parent)) {
            return Place::IntoItself;
        }
        let depths = branches.iter().filter(|it| inside.contains(&it.category.id)).map(|it| it.depth);
        let own = branches.iter().find(|it| it.category.id == id).map_or(0, |it| it.depth);
        height = depths.max().unwrap_or(own) - own;
    }
    if depth + height >= DEEPEST {
        return Place::TooDeep;
    }
    let taken = all.iter().any(|it| it.parent_id == parent && it.name == name && Some(it.id) != id);
    if taken { Place::Taken } else { Place::There }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn category(n: u8, parent: Option<u8>) -> Category {
        Category {
            id: id(n),
            parent_id: parent.map(id),
            name: n.to_string(),
            place: i64::from(n),
            version: 1,
        }
    }

    #[test]
    fn a_category_holds_those_below_it() {
        let all = [category(1, None), category(2, Some(1)), category(3, Some(2)), category(4, None)];
        assert_eq!(below(&all, id(1)), BTreeSet::from([id(1), id(2), id(3)]));
        assert_eq!(tree(&all).iter().map(|it| it.depth).collect::<Vec<_>>(), [0, 1, 2, 0]);
    }

    proptest! {
        /// However categories are moved, as long as the rule is asked, the tree stays one.
        #[test]
        fn moves_never_make_a_circle_nor_too_deep_a_tree(moves in proptest::collection::vec((0u8..8, proptest::option::of(0u8..8)), 0..30)) {
            let mut all: Vec<Category> = (0..8).map(|n| category(n, None)).collect();
            for (n, parent) in moves {
                let name = n.to_string();
                if place(&all, Some(id(n)), parent.map(id), &name) == Place::There {
                    all[n as usize].parent_id = parent.map(id);
                }
                let branches = tree(&all);
                prop_assert_eq!(branches.len(), all.len());
                prop_assert!(branches.iter().all(|it| it.depth < DEEPEST));
            }
        }
    }
}
