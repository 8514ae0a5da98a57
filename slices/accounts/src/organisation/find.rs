//! Finding a node by what people write in files: its code, its name, or its names from above with slashes. Pure.

use super::store::{Node, prefixes};
use std::collections::HashMap;

/// The nodes of the organisation, to be found by words.
#[derive(Clone, Debug)]
pub struct Finder {
    nodes: Vec<Node>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_path: HashMap<String, usize>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// This node.
    One(&'a Node),
    /// Several are called so: the names of the first few.
    Several(Vec<String>),
    /// None; the names of the one that is written most alike, if any is.
    None(Option<String>),
}

impl Finder {
    /// Over these nodes.
    pub fn new(nodes: Vec<Node>) -> Finder {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            by_name.entry(bare(&node.name)).or_default().push(at);
        }
        let codes = nodes.iter().enumerate().filter_map(|(at, node)| Some((bare(node.code.as_deref()?), at)));
        Finder {
            by_code: codes.collect(),
            by_path: nodes.iter().enumerate().map(|(at, node)| (node.path.clone(), at)).collect(),
            by_name,
            nodes,
        }
    }

    /// The node that a text names.
    pub fn find(&self, text: &str) -> Found<'_> {
        if let Some(at) = self.by_code.get(&bare(text)) {
            return Found::One(&self.nodes[*at]);
        }
        let steps: Vec<String> = text
            .split(['/', '\\', '>', '\u{ff0f}', '\u{ff1e}'])
            .map(bare)
            .filter(|step| !step.is_empty())
            .collect();
        let Some((last, above)) = steps.split_last() else { return Found::None(None) };
        let called = self.by_name.get(last).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<usize> = called.iter().copied().filter(|at| self.lies_below(*at, above)).collect();
        match fitting.as_slice() {
            [] => Found::None(self.most_alike(text, last)),
            [one] => Found::One(&self.nodes[*one]),
            several => {
                // A full way from the root names one even where a part of it names several.
                let exact =
                    several.iter().find(|at| prefixes(&self.nodes[**at].path).len() == steps.len() + 1);
                let whole = above.len() + 1 >= 2;
                match exact.filter(|_| whole) {
                    Some(one) => Found::One(&self.nodes[*one]),
                    None => Found::Several(
                        several.iter().take(3).map(|at| self.trail(&self.nodes[*at])).collect(),
                    ),
                }
            }
        }
    }

    /// Whether the node's ancestors have these names, in this order; levels in between may be left out.
    fn lies_below(&self, at: usize, names: &[String]) -> bool {
        let steps = prefixes(&self.nodes[at].path);
        let mut ancestors = steps[..steps.len() - 1].iter().rev().filter_map(|step| self.by_path.get(step));
        names.iter().rev().all(|name| ancestors.any(|above| bare(&self.nodes[*above].name) == *name))
    }

    /// The names from below the root down to a node.
    pub fn trail(&self, node: &Node) -> String {
        let steps = prefixes(&node.path);
        let below_root = if steps.len() > 1 { &steps[1..] } else { &steps[..] };
        let names = below_root.iter().filter_map(|step| self.by_path.get(step));
        names.map(|at| self.nodes[*at].name.as_str()).collect::<Vec<_>>().join(" / ")
    }

    /// All nodes, in the order given.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The way to the unit most like `text`, whose last step is `last`: a unit is meant by its own name, and where it
    /// stands is the likelier mistake.
    fn most_alike(&self, text: &str, last: &str) -> Option<String> {
        let (wanted, last) = (pairs(&bare(text)), pairs(last));
        let score = |node: &Node| {
            let (name, trail) = (pairs(&bare(&node.name)), pairs(&bare(&self.trail(node))));
            alike(&last, &name).max(alike(&wanted, &name)).max(alike(&wanted, &trail))
        };
        let best = self.nodes.iter().map(|node| (score(node), node)).max_by(|a, b| {
            // Of equals the shorter way.
            a.0.cmp(&b.0).then(b.1.path.len().cmp(&a.1.path.len()))
        });
        best.filter(|(score, _)| *score >= LEAST_ALIKE).map(|(_, node)| self.trail(node))
    }
}

/// From so many hundredths on a name is worth suggesting.
const LEAST_ALIKE: usize = 34;

/// Small letters and digits of any script: spaces, width and marks do not tell names apart.
pub fn bare(text: &str) -> String {
    let signs = text.chars().filter_map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => Some(c),
    });
    signs.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The most alike of several names, if any is alike enough.
pub fn suggestion<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = pairs(&bare(text));
    let best = names
        .into_iter()
        .map(|name| (alike(&wanted, &pairs(&bare(name))), name))
        .max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| *score >= LEAST_ALIKE).map(|(_, name)| name)
}

/// Pairs of neighbouring signs, and the single signs: short Chinese names share signs rather than pairs.
fn pairs(text: &str) -> Vec<(char, char)> {
    let signs: Vec<char> = text.chars().take(60).collect();
    let singles = signs.iter().map(|c| (*c, *c));
    signs.windows(2).map(|pair| (pair[0], pair[1])).chain(singles).collect()
}

/// Dice's coefficient in hundredths.
fn alike(a: &[(char, char)], b: &[(char, char)]) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let mut left: Vec<(char, char)> = b.to_vec();
    let common = a.iter().filter(|pair| match left.iter().position(|other| other == *pair) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => false,
    });
    200 * common.count() / (a.len() + b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_clock::Uuid;

    fn finder() -> Finder {
        let node = |number: i64, parent: i64, path: &str, name: &str, code: Option<&str>| Node {
            id: Uuid::from_u128(number as u128),
            parent_id: (parent > 0).then(|| Uuid::from_u128(parent as u128)),
            number,
            path: path.into(),
            kind: "department".into(),
            name: name.into(),
            code: code.map(str::to_owned),
            place: 0,
            seat_quota: None,
            version: 1,
        };
        Finder::new(vec![
            node(1, 0, "/1/", "青禾集团", None),
            node(2, 1, "/1/2/", "青禾装备", Some("ZB")),
            node(3, 2, "/1/2/3/", "质量部", None),
            node(4, 2, "/1/2/4/", "工艺部", None),
            node(5, 1, "/1/5/", "青禾物流", Some("WL")),
            node(6, 5, "/1/5/6/", "质量部", None),
            node(7, 5, "/1/5/7/", "车队", None),
        ])
    }

    #[track_caller]
    fn number(text: &str) -> i64 {
        match finder().find(text) {
            Found::One(node) => node.number,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_unit_is_found_by_code_name_and_way() {
        assert_eq!(number("ZB"), 2);
        assert_eq!(number("zb "), 2);
        assert_eq!(number("车队"), 7);
        assert_eq!(number("青禾装备/质量部"), 3);
        assert_eq!(number(" 青禾集团 ／ 青禾物流 > 质量部"), 6);
        assert_eq!(number("青禾集团"), 1);
    }

    #[test]
    fn a_name_of_several_and_a_name_of_none_are_told() {
        let finder = finder();
        let several = vec!["青禾装备 / 质量部".to_owned(), "青禾物流 / 质量部".to_owned()];
        assert_eq!(finder.find("质量部"), Found::Several(several));
        assert_eq!(finder.find("装备质检部"), Found::None(Some("青禾装备 / 质量部".to_owned())));
        assert_eq!(finder.find("海底捞"), Found::None(None));
        assert_eq!(finder.find(" / "), Found::None(None));
        assert_eq!(finder.find("青禾物流/工艺部"), Found::None(Some("青禾装备 / 工艺部".to_owned())));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_search(text in "\\PC{0,80}") {
            let finder = finder();
            if let Found::One(node) = finder.find(&text) {
                prop_assert!(finder.nodes().contains(node));
            }
        }

        #[test]
        fn the_full_way_of_a_node_names_it(at in 1usize..7) {
            let finder = finder();
            let node = finder.nodes()[at].clone();
            prop_assert_eq!(finder.find(&finder.trail(&node)), Found::One(&node));
        }
    }
}
