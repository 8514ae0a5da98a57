//! The tree of lessons: order, numbers, where one may be moved.

use std::collections::{BTreeMap, BTreeSet};
use xingtan_clock::Uuid;

/// Levels of the tree: `1.1.1.1.1.1`.
pub const DEEPEST: usize = 6;

/// What the tree needs of a lesson.
pub trait Node {
    /// Its key.
    fn key(&self) -> Uuid;
    /// What it stands below.
    fn parent(&self) -> Option<Uuid>;
    /// Its place among its siblings; equal places keep the order given.
    fn place(&self) -> i64;
}

/// A lesson where it stands in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The lesson.
    pub lesson: T,
    /// 0 for the outermost level.
    pub depth: usize,
    /// `2.1.3`.
    pub number: String,
    /// Whether something stands below it.
    pub has_children: bool,
}

/// Training hours (学时) of a course, in minutes: the stated minutes of its required lessons. One that may be left out
/// counts for nobody, so that a course is worth the same to everybody who completes it.
pub fn stated_minutes(lessons: &[Placed<super::store::Lesson>]) -> i64 {
    let counts = |it: &&Placed<super::store::Lesson>| {
        it.lesson.required && it.lesson.kind != crate::kinds::SECTION.key
    };
    lessons.iter().filter(counts).map(|it| it.lesson.minutes).sum()
}

/// Puts lessons into tree order. What hangs on nothing, or on itself, stands on the outermost level, so that no
/// lesson is ever lost from sight.
pub fn tree<T: Node>(lessons: Vec<T>) -> Vec<Placed<T>> {
    let keys: BTreeSet<Uuid> = lessons.iter().map(Node::key).collect();
    let parents: BTreeMap<Uuid, Option<Uuid>> =
        lessons.iter().map(|it| (it.key(), it.parent().filter(|parent| keys.contains(parent)))).collect();
    let mut children: BTreeMap<Option<Uuid>, Vec<T>> = BTreeMap::new();
    for lesson in lessons {
        let parent = if in_circle(&parents, lesson.key()) { None } else { parents[&lesson.key()] };
        children.entry(parent).or_default().push(lesson);
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(Node::place);
    }
    let mut out = Vec::new();
    lay(&mut children, None, "", 0, &mut out);
    out
}

fn lay<T: Node>(
    children: &mut BTreeMap<Option<Uuid>, Vec<T>>,
    parent: Option<Uuid>,
    prefix: &str,
    depth: usize,
    out: &mut Vec<Placed<T>>,
) {
    for (i, lesson) in children.remove(&parent).unwrap_or_default().into_iter().enumerate() {
        let key = lesson.key();
        let number = format!("{prefix}{}", i + 1);
        let has_children = children.contains_key(&Some(key));
        out.push(Placed { lesson, depth, number: number.clone(), has_children });
        lay(children, Some(key), &format!("{number}."), depth + 1, out);
    }
}

fn in_circle(parents: &BTreeMap<Uuid, Option<Uuid>>, key: Uuid) -> bool {
    let mut at = key;
    for _ in 0..=parents.len() {
        match parents.get(&at).copied().flatten() {
            Some(parent) if parent == key => return true,
            Some(parent) => at = parent,
            None => return false,
        }
    }
    // The way up ends in a circle that this lesson is not part of: those in it move out, this one stays below.
    false
}

/// A lesson's new parent and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Key of the lesson.
    pub key: Uuid,
    /// What it stands below.
    pub parent: Option<Uuid>,
    /// Its place among its siblings.
    pub place: i64,
}

/// What comes of moving a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// These lessons get new seats; may be none.
    To(Vec<Seat>),
    /// No such lesson or parent in this version.
    Unknown,
    /// A lesson cannot stand below itself.
    IntoItself,
    /// The tree would be deeper than [`DEEPEST`].
    TooDeep,
}

/// Moves a lesson with all below it to `position` (from 0) among the children of `parent`.
pub fn move_to<T: Node>(lessons: Vec<T>, key: Uuid, parent: Option<Uuid>, position: usize) -> Move {
    let seats: Vec<Seat> =
        lessons.iter().map(|it| Seat { key: it.key(), parent: it.parent(), place: it.place() }).collect();
    let placed = tree(lessons);
    let Some(at) = placed.iter().position(|it| it.lesson.key() == key) else { return Move::Unknown };
    let below = placed[at + 1..].iter().take_while(|it| it.depth > placed[at].depth);
    let (mut height, mut inside) = (0, BTreeSet::from([key]));
    for it in below {
        height = height.max(it.depth - placed[at].depth);
        inside.insert(it.lesson.key());
    }
    let depth = match parent {
        None => 0,
        Some(parent) if inside.contains(&parent) => return Move::IntoItself,
        Some(parent) => match placed.iter().find(|it| it.lesson.key() == parent) {
            Some(it) => it.depth + 1,
            None => return Move::Unknown,
        },
    };
    if depth + height >= DEEPEST {
        return Move::TooDeep;
    }
    // All seats as the tree shows them: what hung on nothing or in a circle gets a true seat on the way.
    let mut levels: BTreeMap<Option<Uuid>, Vec<Uuid>> = BTreeMap::new();
    for it in placed.iter().filter(|it| it.lesson.key() != key) {
        levels.entry(parent_of(&placed, it.lesson.key())).or_default().push(it.lesson.key());
    }
    let siblings = levels.entry(parent).or_default();
    siblings.insert(position.min(siblings.len()), key);
    let shown = levels.into_iter().flat_map(|(parent, keys)| {
        keys.into_iter().enumerate().map(move |(i, key)| Seat { key, parent, place: i as i64 })
    });
    Move::To(shown.filter(|seat| !seats.contains(seat)).collect())
}

/// The parent as the tree shows it, in which circles and lost parents are mended.
fn parent_of<T: Node>(placed: &[Placed<T>], key: Uuid) -> Option<Uuid> {
    let at = placed.iter().position(|it| it.lesson.key() == key)?;
    let depth = placed[at].depth;
    placed[..at].iter().rev().find(|it| it.depth + 1 == depth).map(|it| it.lesson.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct N(Uuid, Option<Uuid>, i64);
    impl Node for N {
        fn key(&self) -> Uuid {
            self.0
        }
        fn parent(&self) -> Option<Uuid> {
            self.1
        }
        fn place(&self) -> i64 {
            self.2
        }
    }

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn numbers(lessons: Vec<N>) -> Vec<(u8, String)> {
        tree(lessons).into_iter().map(|it| (it.lesson.0.as_bytes()[0], it.number)).collect()
    }

    fn apply(lessons: &mut [N], seats: &[Seat]) {
        for seat in seats {
            for lesson in lessons.iter_mut().filter(|it| it.0 == seat.key) {
                (lesson.1, lesson.2) = (seat.parent, seat.place);
            }
        }
    }

    #[test]
    fn lessons_are_numbered_by_their_place_in_the_tree() {
        let lessons =
            vec![N(id(3), Some(id(1)), 1), N(id(2), None, 5), N(id(1), None, 0), N(id(4), Some(id(1)), 0)];
        let expected = [(1, "1"), (4, "1.1"), (3, "1.2"), (2, "2")];
        assert_eq!(numbers(lessons), expected.map(|(n, number)| (n, number.to_owned())));
    }

    #[test]
    fn a_lesson_moves_with_all_below_it() {
        let mut lessons = vec![N(id(1), None, 0), N(id(2), Some(id(1)), 0), N(id(3), None, 1)];
        let Move::To(seats) = move_to(lessons.clone(), id(1), Some(id(3)), 0) else { panic!("not moved") };
        apply(&mut lessons, &seats);
        assert_eq!(numbers(lessons), [(3, "1".to_owned()), (1, "1.1".to_owned()), (2, "1.1.1".to_owned())]);
    }

    #[test]
    fn a_lesson_never_stands_below_itself_nor_too_deep() {
        let mut lessons: Vec<N> =
            (1..=DEEPEST as u8).map(|n| N(id(n), (n > 1).then(|| id(n - 1)), 0)).collect();
        lessons.push(N(id(9), None, 1));
        assert_eq!(move_to(lessons.clone(), id(1), Some(id(2)), 0), Move::IntoItself);
        assert_eq!(move_to(lessons.clone(), id(9), Some(id(DEEPEST as u8)), 0), Move::TooDeep);
        assert_eq!(move_to(lessons.clone(), id(1), Some(id(9)), 0), Move::TooDeep);
        assert_eq!(move_to(lessons.clone(), id(1), Some(id(77)), 0), Move::Unknown);
        assert_eq!(move_to(lessons, id(77), None, 0), Move::Unknown);
    }

    prop_compose! {
        /// Any rows at all: lost parents and circles among them.
        fn rows()(raw in proptest::collection::vec((proptest::option::of(0u8..14), 0i64..4), 1..12)) -> Vec<N> {
            raw.into_iter().enumerate().map(|(i, (parent, place))| N(id(i as u8), parent.map(id), place)).collect()
        }
    }

    proptest! {
        #[test]
        fn no_lesson_is_lost_and_none_shown_twice(lessons in rows()) {
            let mut shown: Vec<Uuid> = tree(lessons.clone()).iter().map(|it| it.lesson.0).collect();
            shown.sort();
            let mut all: Vec<Uuid> = lessons.iter().map(|it| it.0).collect();
            all.sort();
            prop_assert_eq!(shown, all);
        }

        #[test]
        fn a_move_puts_the_lesson_where_it_was_asked_for(lessons in rows(), key in 0u8..14, parent in proptest::option::of(0u8..14), position in 0usize..6) {
            let (key, parent) = (id(key), parent.map(id));
            let mut moved = lessons.clone();
            if let Move::To(seats) = move_to(lessons.clone(), key, parent, position) {
                apply(&mut moved, &seats);
                let placed = tree(moved);
                let siblings: Vec<Uuid> = placed.iter().filter(|it| parent_of(&placed, it.lesson.0) == parent).map(|it| it.lesson.0).collect();
                let at = siblings.iter().position(|own| *own == key);
                prop_assert_eq!(at, Some(position.min(siblings.len() - 1)));
                prop_assert_eq!(placed.len(), lessons.len());
            }
        }
    }
}
