//! Where a folder may go: pure.

use std::collections::HashMap;
use xingtan_clock::Uuid;

/// How deep folders lie in each other.
pub const DEEPEST: usize = 6;
/// Folders of the library.
pub const MOST: usize = 2_000;

/// What follows when somebody moves a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// It goes there.
    There,
    /// It would lie in itself.
    IntoItself,
    /// It would lie too deep, or what is in it would.
    TooDeep,
    /// There is no such folder any more.
    Gone,
}

/// Judges moving `folder` below `to`; `parents` says of each folder what it lies in.
pub fn move_to(parents: &HashMap<Uuid, Option<Uuid>>, folder: Uuid, to: Option<Uuid>) -> Move {
    if !parents.contains_key(&folder) || to.is_some_and(|to| !parents.contains_key(&to)) {
        return Move::Gone;
    }
    let Some(depth) = to.map_or(Some(0), |to| depth_without(parents, to, folder)) else {
        return Move::IntoItself;
    };
    let mut below = 0;
    for other in parents.keys() {
        // How far each folder lies below the one that moves, itself included.
        let (mut at, mut steps) = (Some(*other), 1);
        while let Some(own) = at {
            if own == folder {
                below = below.max(steps);
                break;
            }
            steps += 1;
            if steps > parents.len() + 1 {
                break;
            }
            at = parents.get(&own).copied().flatten();
        }
    }
    if depth + below > DEEPEST { Move::TooDeep } else { Move::There }
}

/// How deep a folder lies, from 1; none where `folder` is on the way up, or the way has no end.
fn depth_without(parents: &HashMap<Uuid, Option<Uuid>>, from: Uuid, folder: Uuid) -> Option<usize> {
    let (mut at, mut depth) = (Some(from), 0);
    while let Some(own) = at {
        depth += 1;
        if own == folder || depth > parents.len() {
            return None;
        }
        at = parents.get(&own).copied().flatten();
    }
    Some(depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_u128(u128::from(n) + 1)
    }

    fn has_end(parents: &HashMap<Uuid, Option<Uuid>>, from: Uuid) -> bool {
        let (mut at, mut steps) = (Some(from), 0);
        while let Some(own) = at {
            steps += 1;
            if steps > DEEPEST {
                return false;
            }
            at = parents.get(&own).copied().flatten();
        }
        true
    }

    proptest! {
        #[test]
        fn however_folders_are_moved_the_tree_stays_a_tree_and_flat_enough(
            moves in proptest::collection::vec((0_u8..10, proptest::option::of(0_u8..10)), 0..60),
        ) {
            let mut parents: HashMap<Uuid, Option<Uuid>> = (0..10).map(|n| (id(n), None)).collect();
            for (folder, to) in moves {
                if move_to(&parents, id(folder), to.map(id)) == Move::There {
                    parents.insert(id(folder), to.map(id));
                }
                prop_assert!(parents.keys().all(|own| has_end(&parents, *own)));
            }
        }
    }

    #[test]
    fn a_folder_does_not_go_into_itself_nor_into_what_lies_in_it() {
        let parents = HashMap::from([(id(0), None), (id(1), Some(id(0))), (id(2), Some(id(1)))]);
        assert_eq!(move_to(&parents, id(0), Some(id(0))), Move::IntoItself);
        assert_eq!(move_to(&parents, id(0), Some(id(2))), Move::IntoItself);
        assert_eq!(move_to(&parents, id(2), None), Move::There);
        assert_eq!(move_to(&parents, id(9), None), Move::Gone);
    }
}
