//! When a version may be published, and how two versions differ.

use super::store::Version;
use crate::{
    lesson::{rules::Placed, store::Lesson},
    states::VersionState,
};
use serde::Serialize;
use std::collections::BTreeMap;
use xingtan_clock::Uuid;

/// What comes of asking to publish a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    /// It is published.
    Go,
    /// There is no approved version.
    NotApproved,
    /// Whoever wrote it does not publish it.
    OwnWork,
    /// Whoever reviewed it does not publish it.
    OwnReview,
}

/// Whether `person` may publish a version (author ≠ reviewer ≠ publisher, CRS-6); `reviewers` approved its stages.
pub fn publish(
    state: VersionState,
    author: Uuid,
    editors: &[Uuid],
    reviewers: &[Uuid],
    person: Uuid,
) -> Publish {
    if state != VersionState::Approved || reviewers.is_empty() {
        return Publish::NotApproved;
    }
    if author == person || editors.contains(&person) {
        return Publish::OwnWork;
    }
    if reviewers.contains(&person) { Publish::OwnReview } else { Publish::Go }
}

/// The facts of a version that the trail keeps; long texts are there as their length.
#[derive(Clone, Debug, Serialize)]
pub struct Told<'a> {
    title: &'a str,
    summary: &'a str,
    level: &'a str,
    category: Option<Uuid>,
    lecturer: &'a str,
    credits: i64,
    in_order: bool,
    characters: usize,
}

/// What the trail keeps of a version's facts.
pub fn told(it: &Version) -> Told<'_> {
    let texts = [&it.introduction_md, &it.objectives_md, &it.syllabus_md, &it.criteria_md];
    Told {
        title: &it.title,
        summary: &it.summary,
        level: &it.level,
        category: it.category_id,
        lecturer: &it.lecturer_name,
        credits: it.credits,
        in_order: it.in_order,
        characters: texts.iter().map(|text| text.chars().count()).sum(),
    }
}

/// What became of a lesson between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Something of it changed.
    Changed(Changes),
    /// Nothing of it changed.
    Same,
}

/// What changed of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Former title.
    pub title: Option<String>,
    /// Former minutes.
    pub minutes: Option<i64>,
    /// Whether it was required before.
    pub required: Option<bool>,
    /// Former number in the tree.
    pub number: Option<String>,
    /// Whether its file is another.
    pub file: bool,
    /// Lines of its text.
    pub lines: Vec<Line>,
}

/// A lesson in the comparison of two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its key.
    pub key: Uuid,
    /// Number in the tree: the new one, or the old one of what is gone.
    pub number: String,
    /// Title: the new one, or the old one of what is gone.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// What became of it.
    pub fate: Fate,
}

/// Compares two versions lesson by lesson, in the order of the newer, what is gone at its end. `texts` hold the
/// Markdown, or what another slice says of a lesson, by key.
pub fn compare(
    old: &[Placed<Lesson>],
    new: &[Placed<Lesson>],
    old_texts: &BTreeMap<Uuid, String>,
    new_texts: &BTreeMap<Uuid, String>,
) -> Vec<Compared> {
    let before: BTreeMap<Uuid, &Placed<Lesson>> = old.iter().map(|it| (it.lesson.lesson_key, it)).collect();
    let entry = |it: &Placed<Lesson>, fate: Fate| Compared {
        key: it.lesson.lesson_key,
        number: it.number.clone(),
        title: it.lesson.title.clone(),
        kind: it.lesson.kind.clone(),
        fate,
    };
    let text = |texts: &BTreeMap<Uuid, String>, key| texts.get(&key).cloned().unwrap_or_default();
    let mut all = Vec::new();
    for it in new {
        let key = it.lesson.lesson_key;
        let fate = match before.get(&key) {
            None => Fate::Added,
            Some(was) => {
                let (a, b) = (text(old_texts, key), text(new_texts, key));
                let changes = Changes {
                    title: (was.lesson.title != it.lesson.title).then(|| was.lesson.title.clone()),
                    minutes: (was.lesson.minutes != it.lesson.minutes).then_some(was.lesson.minutes),
                    required: (was.lesson.required != it.lesson.required).then_some(was.lesson.required),
                    number: (was.number != it.number).then(|| was.number.clone()),
                    file: was.lesson.file_id != it.lesson.file_id,
                    lines: if a == b { Vec::new() } else { lines(&a, &b) },
                };
                if changes == Changes::default() { Fate::Same } else { Fate::Changed(changes) }
            }
        };
        all.push(entry(it, fate));
    }
    let stays = |key: Uuid| new.iter().any(|it| it.lesson.lesson_key == key);
    all.extend(old.iter().filter(|it| !stays(it.lesson.lesson_key)).map(|it| entry(it, Fate::Removed)));
    all
}

/// A line of a compared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same(String),
    /// In the newer only.
    Added(String),
    /// In the older only.
    Removed(String),
    /// So many lines in both that are not shown.
    Skipped(usize),
}

/// Lines shown around a change.
const AROUND: usize = 2;
/// Texts with more lines than this are shown as removed and added whole where they differ in the middle: the
/// comparison takes the product of both.
const MOST_LINES: usize = 2_000;

/// Compares two texts line by line by their longest common subsequence; far from changes lines are left out.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (mid_a, mid_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let mut all: Vec<Line> = a[..head].iter().map(|line| Line::Same((*line).to_owned())).collect();
    if mid_a.len() > MOST_LINES || mid_b.len() > MOST_LINES {
        all.extend(mid_a.iter().map(|line| Line::Removed((*line).to_owned())));
        all.extend(mid_b.iter().map(|line| Line::Added((*line).to_owned())));
    } else {
        all.extend(middle(mid_a, mid_b));
    }
    all.extend(a[a.len() - tail..].iter().map(|line| Line::Same((*line).to_owned())));
    shorten(all)
}

fn middle(a: &[&str], b: &[&str]) -> Vec<Line> {
    let width = b.len() + 1;
    let mut common = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i] == b[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            all.push(Line::Same(a[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            all.push(Line::Removed(a[i].to_owned()));
            i += 1;
        } else {
            all.push(Line::Added(b[j].to_owned()));
            j += 1;
        }
    }
    all
}

fn shorten(all: Vec<Line>) -> Vec<Line> {
    let near: Vec<bool> = (0..all.len())
        .map(|i| {
            let (from, to) = (i.saturating_sub(AROUND), (i + AROUND + 1).min(all.len()));
            all[from..to].iter().any(|line| !matches!(line, Line::Same(_)))
        })
        .collect();
    let mut out = Vec::new();
    let mut skipped = 0;
    for (line, near) in all.into_iter().zip(near) {
        if near {
            if skipped > 0 {
                out.push(Line::Skipped(skipped));
                skipped = 0;
            }
            out.push(line);
        } else {
            skipped += 1;
        }
    }
    if skipped > 0 {
        out.push(Line::Skipped(skipped));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    #[test]
    fn three_different_persons_write_review_and_publish() {
        let approved = VersionState::Approved;
        assert_eq!(publish(approved, id(1), &[id(1)], &[id(2), id(4)], id(3)), Publish::Go);
        assert_eq!(publish(approved, id(1), &[id(1), id(3)], &[id(2), id(4)], id(3)), Publish::OwnWork);
        assert_eq!(publish(approved, id(1), &[], &[id(2), id(4)], id(1)), Publish::OwnWork);
        assert_eq!(publish(approved, id(1), &[id(1)], &[id(2), id(4)], id(2)), Publish::OwnReview);
        assert_eq!(publish(approved, id(1), &[id(1)], &[id(2), id(4)], id(4)), Publish::OwnReview);
    }

    #[test]
    fn only_an_approved_version_is_published() {
        for state in
            [VersionState::Draft, VersionState::InReview, VersionState::Published, VersionState::Retired]
        {
            assert_eq!(publish(state, id(1), &[id(1)], &[id(2), id(4)], id(3)), Publish::NotApproved);
        }
        assert_eq!(publish(VersionState::Approved, id(1), &[id(1)], &[], id(3)), Publish::NotApproved);
    }

    #[test]
    fn a_changed_line_is_shown_with_those_around_it() {
        let old = (1..=20).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        let new = old.replace("\n10\n", "\nten\n");
        let same = |n: u32| Line::Same(n.to_string());
        assert_eq!(
            lines(&old, &new),
            [
                Line::Skipped(7),
                same(8),
                same(9),
                Line::Removed("10".into()),
                Line::Added("ten".into()),
                same(11),
                same(12),
                Line::Skipped(8)
            ]
        );
    }

    proptest! {
        /// Old and new can be read off the comparison, skipped lines counted.
        #[test]
        fn a_comparison_loses_no_line(a in proptest::collection::vec("[ab]{0,2}", 0..12), b in proptest::collection::vec("[ab]{0,2}", 0..12)) {
            let (old, new) = (a.join("\n"), b.join("\n"));
            let (mut olds, mut news) = (0, 0);
            for line in lines(&old, &new) {
                match line {
                    Line::Same(_) => { olds += 1; news += 1 }
                    Line::Added(_) => news += 1,
                    Line::Removed(_) => olds += 1,
                    Line::Skipped(n) => { olds += n; news += n }
                }
            }
            prop_assert_eq!(olds, old.lines().count());
            prop_assert_eq!(news, new.lines().count());
        }
    }
}
