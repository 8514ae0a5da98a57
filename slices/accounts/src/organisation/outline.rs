//! Several units as a list of lines, indented by what lies below what: pure.

use super::{find::bare, rules::DEEPEST};
use crate::person::check;
use std::collections::HashMap;
use xingtan_i18n::Msg;

/// Most lines of one list: more is left to a second one, so that the unit of work stays short.
pub const MOST: usize = 200;

/// A unit of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the text, from 1.
    pub number: usize,
    /// Its name, without spaces around it.
    pub name: String,
    /// How deep it lies: 0 is directly below the unit to which the list is added.
    pub depth: usize,
    /// The line of the list below which it lies, by its place among the lines; none: the unit itself.
    pub above: Option<usize>,
    /// What is wrong with it.
    pub fault: Option<Msg>,
}

/// Reads a list. A line is indented by tabs or by two spaces (or one full-width one) for each level; empty lines are left
/// out, and marks of lists (`-`, `*`, `•`) before a name, too. `base`: the depth of the unit to which the list is added.
pub fn read(text: &str, base: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // The last line of each level, by its place among the lines.
    let mut way: Vec<usize> = Vec::new();
    let mut called: HashMap<(Option<usize>, String), usize> = HashMap::new();
    let written = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (at, line) in written.take(MOST + 1) {
        let (indent, name) = parts(line);
        let depth = indent.min(way.len());
        way.truncate(depth);
        let above = way.last().copied();
        let number = at + 1;
        let fault = if lines.len() == MOST {
            Some(Msg::new("accounts-organisation-several-many").with("most", MOST))
        } else if indent > depth {
            Some(Msg::new("accounts-organisation-several-jump"))
        } else if base + 1 + depth > DEEPEST {
            Some(Msg::new("accounts-organisation-move-too-deep").with("deepest", DEEPEST))
        } else if let Err(wrong) = check::name(name) {
            Some(wrong)
        } else {
            let first = called.entry((above, bare(name))).or_insert(number);
            let twice = Msg::new("accounts-organisation-several-twice").with("line", *first);
            (*first != number).then_some(twice)
        };
        way.push(lines.len());
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(Line { number, name, depth, above, fault });
    }
    lines
}

/// How many levels a line is indented, and what it says.
fn parts(line: &str) -> (usize, &str) {
    let mut columns = 0;
    for (at, sign) in line.char_indices() {
        columns += match sign {
            '\t' | '\u{3000}' => 2 - columns % 2,
            ' ' | '\u{a0}' => 1,
            _ => {
                let said = line[at..].trim();
                let bare = said.strip_prefix(['-', '*', '•', '·', '–']).map_or(said, str::trim_start);
                return (columns / 2, if bare.is_empty() { said } else { bare });
            }
        };
    }
    (columns / 2, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<(String, usize, Option<usize>, Option<String>)> {
        let line =
            |line: Line| (line.name, line.depth, line.above, line.fault.map(|fault| fault.key().to_owned()));
        read(text, 1).into_iter().map(line).collect()
    }

    #[test]
    fn lines_are_units_and_indented_ones_lie_below() {
        let text = "华东分公司\n\t南京门店\n  上海  门店\r\n\n    收银组\n- 华南分公司\n\u{3000}深圳门店\n";
        let line = |name: &str, depth, above| (name.to_owned(), depth, above, None);
        assert_eq!(
            said(text),
            [
                line("华东分公司", 0, None),
                line("南京门店", 1, Some(0)),
                line("上海 门店", 1, Some(0)),
                line("收银组", 2, Some(2)),
                line("华南分公司", 0, None),
                line("深圳门店", 1, Some(4)),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_of_its_line() {
        let text = "甲部\n      丙组\n甲 部\n  乙组\n123\n";
        let faults: Vec<Option<String>> = said(text).into_iter().map(|(.., fault)| fault).collect();
        let key = |key: &str| Some(key.to_owned());
        assert_eq!(
            faults,
            [
                None,
                key("accounts-organisation-several-jump"),
                key("accounts-organisation-several-twice"),
                None,
                key("accounts-check-name"),
            ]
        );
        let many = "x\n".repeat(MOST + 9);
        let last = read(&many, 1).pop().and_then(|line| line.fault);
        assert_eq!(last.map(|msg| msg.key().to_owned()), key("accounts-organisation-several-many"));
        assert!(read("甲部", DEEPEST)[0].fault.is_some());
    }

    proptest! {
        /// Whatever is pasted, each line lies directly below the line that is said to be above it.
        #[test]
        fn every_line_lies_below_the_one_above_it(text in "([ \t\u{3000}]{0,6}[a-c甲乙 -]{0,4}\n){0,40}", base in 0usize..12) {
            let lines = read(&text, base);
            for (at, line) in lines.iter().enumerate() {
                match line.above {
                    None => prop_assert_eq!(line.depth, 0),
                    Some(above) => {
                        prop_assert!(above < at);
                        prop_assert_eq!(lines[above].depth + 1, line.depth);
                    }
                }
                prop_assert!(line.fault.is_some() || base + 1 + line.depth <= DEEPEST);
            }
            let good: Vec<_> = lines.iter().filter(|line| line.fault.is_none()).collect();
            for (n, one) in good.iter().enumerate() {
                for other in &good[n + 1..] {
                    prop_assert!(one.above != other.above || bare(&one.name) != bare(&other.name));
                }
            }
        }
    }
}
