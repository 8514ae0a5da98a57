//! Check lists: one each for text, video, pictures and direction (CRS-6). Items are data; each has a Fluent key
//! `catalog-check-…`, each list `catalog-list-…`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A check list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckList {
    /// Kept with the submission.
    pub code: &'static str,
    /// What is looked at, in order.
    pub items: &'static [&'static str],
}

/// All of them, in the order in which a reviewer goes through them.
pub const LISTS: &[CheckList] = &[
    CheckList { code: "direction", items: &["direction", "privacy"] },
    CheckList { code: "text", items: &["correct", "words", "sources", "quizzes", "facts"] },
    CheckList { code: "pictures", items: &["pictures", "alternatives"] },
    CheckList { code: "video", items: &["footage", "captions", "filmed"] },
];

/// The items of all lists.
pub const CHECKS: &[&str] = &[
    "direction",
    "privacy",
    "correct",
    "words",
    "sources",
    "quizzes",
    "facts",
    "pictures",
    "alternatives",
    "footage",
    "captions",
    "filmed",
];

/// What a version contains, as far as check lists ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contains {
    /// Videos or sound.
    pub films: bool,
    /// Pictures, or files in which there may be some.
    pub pictures: bool,
}

/// The codes of the lists for a version; `all` asks for every one. Text and direction are always looked at.
pub fn calls_for(contains: Contains, all: bool) -> Vec<&'static str> {
    let applies = |code: &str| match code {
        "video" => contains.films,
        "pictures" => contains.pictures,
        _ => true,
    };
    LISTS.iter().map(|list| list.code).filter(|code| all || applies(code)).collect()
}

/// The lists of kept codes, in their order; a code of a later version of the program is left out.
pub fn of_codes(codes: &[String]) -> Vec<CheckList> {
    LISTS.iter().copied().filter(|list| codes.iter().any(|code| code == list.code)).collect()
}

/// How the items were marked: by code, empty where nothing is wrong, else what is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub BTreeMap<String, String>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    /// As it was kept before findings had words.
    Ticked(String),
    Marked {
        check: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        finding: String,
    },
}

impl Marks {
    /// Every item in order.
    pub fn all() -> Self {
        Marks(CHECKS.iter().map(|check| ((*check).to_owned(), String::new())).collect())
    }

    /// Ticked items, and what is wrong with others; words win over a tick. What no list knows is left out.
    pub fn of<'a>(
        ticked: impl IntoIterator<Item = &'a str>,
        findings: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut marks: BTreeMap<String, String> =
            ticked.into_iter().map(|check| (check.to_owned(), String::new())).collect();
        let said = findings.into_iter().filter(|(_, words)| !words.is_empty());
        marks.extend(said.map(|(check, words)| (check.to_owned(), words.to_owned())));
        marks.retain(|check, _| CHECKS.contains(&check.as_str()));
        Marks(marks)
    }

    /// Out of the database.
    pub fn read(kept: &str) -> Self {
        let kept: Vec<Kept> = serde_json::from_str(kept).unwrap_or_default();
        Marks(
            kept.into_iter()
                .map(|it| match it {
                    Kept::Ticked(check) => (check, String::new()),
                    Kept::Marked { check, finding } => (check, finding),
                })
                .collect(),
        )
    }

    /// For the database: the items of these lists.
    ///
    /// # Errors
    /// Where it has no JSON form, which it has.
    pub fn json(&self, lists: &[CheckList]) -> xingtan_db::Result<String> {
        let items = lists.iter().flat_map(|list| list.items);
        let kept = items.filter_map(|check| {
            Some(Kept::Marked { check: (*check).to_owned(), finding: self.0.get(*check)?.clone() })
        });
        serde_json::to_string(&kept.collect::<Vec<_>>())
            .map_err(|error| xingtan_db::Error::Decode(error.to_string()))
    }

    /// Whether an item was looked at and nothing is wrong.
    pub fn passes(&self, check: &str) -> bool {
        self.0.get(check).is_some_and(String::is_empty)
    }

    /// What is wrong with an item.
    pub fn finding(&self, check: &str) -> Option<&str> {
        self.0.get(check).map(String::as_str).filter(|words| !words.is_empty())
    }

    /// Items that were looked at and are right.
    pub fn ticked(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, words)| words.is_empty()).map(|(check, _)| check.as_str())
    }

    /// What is wrong, by item.
    pub fn findings(&self) -> impl Iterator<Item = (&str, &str)> {
        let wrong = self.0.iter().filter(|(_, words)| !words.is_empty());
        wrong.map(|(check, words)| (check.as_str(), words.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lists_hold_every_item_once() {
        let items: Vec<&str> = LISTS.iter().flat_map(|list| list.items).copied().collect();
        assert_eq!(items, CHECKS);
        let own: std::collections::BTreeSet<&str> = items.iter().copied().collect();
        assert_eq!(own.len(), items.len());
    }

    #[test]
    fn a_list_applies_where_the_version_holds_what_it_looks_at() {
        let none = Contains::default();
        assert_eq!(calls_for(none, false), ["direction", "text"]);
        assert_eq!(calls_for(Contains { films: true, ..none }, false), ["direction", "text", "video"]);
        assert_eq!(calls_for(Contains { pictures: true, ..none }, false), ["direction", "text", "pictures"]);
        assert_eq!(calls_for(none, true).len(), LISTS.len());
    }

    #[test]
    fn ticks_kept_before_findings_had_words_are_read() {
        let marks = Marks::read(r#"["direction","facts"]"#);
        assert!(marks.passes("direction") && marks.passes("facts") && !marks.passes("words"));
    }

    proptest! {
        #[test]
        fn marks_come_back_as_they_were_kept(
            ticked in proptest::collection::vec(proptest::sample::select(CHECKS), 0..8),
            said in proptest::collection::vec((proptest::sample::select(CHECKS), "[a-z ]{0,8}"), 0..8),
        ) {
            let marks = Marks::of(ticked, said.iter().map(|(check, words)| (*check, words.as_str())));
            prop_assert_eq!(&Marks::read(&marks.json(LISTS).unwrap()), &marks);
            for check in CHECKS {
                prop_assert!(!(marks.passes(check) && marks.finding(check).is_some()));
            }
        }
    }
}
