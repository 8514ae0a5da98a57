//! What changed within a line: words of Latin script, single characters of Chinese.

use crate::version::rules::Line;

/// A part of a changed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the newer only.
    Added(String),
    /// In the older only.
    Removed(String),
}

/// A line of a comparison as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Line(Line),
    /// A line of which parts changed.
    Mixed(Vec<Piece>),
}

/// Longer lines are shown as removed and added whole: the comparison takes the product of both.
const MOST: usize = 600;

/// Puts lines that were removed beside those that came for them, where more than a third of their words stayed.
pub fn shown(lines: Vec<Line>) -> Vec<Shown> {
    let mut out = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(line) = rest.next() {
        let Line::Removed(first) = line else {
            out.push(Shown::Line(line));
            continue;
        };
        let (mut old, mut new) = (vec![first], Vec::new());
        while let Some(Line::Removed(text)) = rest.next_if(|it| matches!(it, Line::Removed(_))) {
            old.push(text);
        }
        while let Some(Line::Added(text)) = rest.next_if(|it| matches!(it, Line::Added(_))) {
            new.push(text);
        }
        let pairs = old.len().min(new.len());
        let (more_old, more_new) = (old.split_off(pairs), new.split_off(pairs));
        for (a, b) in old.into_iter().zip(new) {
            match pieces(&a, &b) {
                Some(mixed) => out.push(Shown::Mixed(mixed)),
                None => out.extend([Shown::Line(Line::Removed(a)), Shown::Line(Line::Added(b))]),
            }
        }
        out.extend(more_old.into_iter().map(|it| Shown::Line(Line::Removed(it))));
        out.extend(more_new.into_iter().map(|it| Shown::Line(Line::Added(it))));
    }
    out
}

/// The parts of a changed line; none where too little of it stayed.
fn pieces(old: &str, new: &str) -> Option<Vec<Piece>> {
    let (a, b) = (tokens(old), tokens(new));
    if a.len() > MOST || b.len() > MOST {
        return None;
    }
    let width = b.len() + 1;
    let mut common = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = match a[i] == b[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    if usize::from(common[0]) * 3 <= a.len().max(b.len()) {
        return None;
    }
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            push(&mut all, Piece::Same(a[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            push(&mut all, Piece::Removed(a[i].to_owned()));
            i += 1;
        } else {
            push(&mut all, Piece::Added(b[j].to_owned()));
            j += 1;
        }
    }
    Some(all)
}

/// Parts of one kind beside each other are one.
fn push(all: &mut Vec<Piece>, piece: Piece) {
    match (all.last_mut(), piece) {
        (Some(Piece::Same(before)), Piece::Same(text))
        | (Some(Piece::Added(before)), Piece::Added(text))
        | (Some(Piece::Removed(before)), Piece::Removed(text)) => before.push_str(&text),
        (_, piece) => all.push(piece),
    }
}

fn tokens(line: &str) -> Vec<&str> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || ('\u{C0}'..='\u{24F}').contains(&c);
    let (mut all, mut from, mut before) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        let within = in_word(c);
        if at > from && !(within && before) {
            all.push(&line[from..at]);
            from = at;
        }
        before = within;
    }
    if from < line.len() {
        all.push(&line[from..]);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::rules::lines;
    use proptest::prelude::*;

    #[test]
    fn one_character_of_chinese_and_one_word_of_english_are_what_changed() {
        let (same, added, removed) = (
            |it: &str| Piece::Same(it.into()),
            |it: &str| Piece::Added(it.into()),
            |it: &str| Piece::Removed(it.into()),
        );
        assert_eq!(
            shown(lines("先断电，再检修 the pump", "先验电，再检修 the fan")),
            [Shown::Mixed(vec![
                same("先"),
                removed("断"),
                added("验"),
                same("电，再检修 the "),
                removed("pump"),
                added("fan")
            ])]
        );
    }

    #[test]
    fn lines_that_share_little_stay_whole() {
        assert_eq!(
            shown(lines("甲乙丙丁戊己", "一二三四五六")),
            [
                Shown::Line(Line::Removed("甲乙丙丁戊己".into())),
                Shown::Line(Line::Added("一二三四五六".into()))
            ]
        );
    }

    proptest! {
        #[test]
        fn old_and_new_can_be_read_off(old in "[ab 电]{0,20}(\n[ab 电]{0,20}){0,3}", new in "[ab 电]{0,20}(\n[ab 电]{0,20}){0,3}") {
            let (mut olds, mut news) = (Vec::new(), Vec::new());
            for it in shown(lines(&old, &new)) {
                match it {
                    Shown::Line(Line::Same(text)) => { olds.push(text.clone()); news.push(text) }
                    Shown::Line(Line::Added(text)) => news.push(text),
                    Shown::Line(Line::Removed(text)) => olds.push(text),
                    Shown::Line(Line::Skipped(n)) => {
                        let skipped: Vec<_> = old.lines().skip(olds.len()).take(n).map(str::to_owned).collect();
                        olds.extend(skipped.clone());
                        news.extend(skipped);
                    }
                    Shown::Mixed(pieces) => {
                        let (mut a, mut b) = (String::new(), String::new());
                        for piece in pieces {
                            match piece {
                                Piece::Same(text) => { a.push_str(&text); b.push_str(&text) }
                                Piece::Added(text) => b.push_str(&text),
                                Piece::Removed(text) => a.push_str(&text),
                            }
                        }
                        olds.push(a);
                        news.push(b);
                    }
                }
            }
            prop_assert_eq!(olds, old.lines().map(str::to_owned).collect::<Vec<_>>());
            prop_assert_eq!(news, new.lines().map(str::to_owned).collect::<Vec<_>>());
        }
    }
}
