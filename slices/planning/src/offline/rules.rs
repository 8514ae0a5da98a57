//! What an entry of the register may say: pure.

use xingtan_clock::{Date, Span};

/// The longest entry: more was several days, which are entries of their own.
pub const LONGEST: Span = Span::of_hours(16);
/// How far back an entry may lie, in days: what is older was counted and reported long ago.
pub const BACK: i64 = 400;
/// People of one entry.
pub const MOST: usize = 100;

/// What kind of training it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Taught by people of the institution.
    Internal,
    /// Taught by others, or elsewhere.
    External,
    /// Practised at the workplace: drills, exercises.
    Practice,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Internal, Kind::External, Kind::Practice];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Internal => "internal",
            Kind::External => "external",
            Kind::Practice => "practice",
        }
    }

    /// The key of its name.
    pub fn key(self) -> String {
        format!("planning-offline-kind-{}", self.code())
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(code: &str) -> Result<Kind, ()> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// What is wrong with the day of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// It can be kept.
    Fits,
    /// It has not come yet.
    Ahead,
    /// It lies too far back.
    Past,
}

/// Whether training of this day can be entered today.
pub fn day(day: Date, today: Date) -> Day {
    let back = today.since(day).map_or(i64::MAX, |span| i64::from(span.get_days()));
    match () {
        () if day > today => Day::Ahead,
        () if back > BACK => Day::Past,
        () => Day::Fits,
    }
}

/// The path of the nearest node above all of these units; none without any.
pub fn above<'a>(paths: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut paths = paths.into_iter();
    let mut common: Vec<&str> = steps(paths.next()?).collect();
    for path in paths {
        let same = common.iter().zip(steps(path)).take_while(|(a, b)| *a == b).count();
        common.truncate(same);
    }
    Some(common.iter().fold("/".to_owned(), |path, step| path + step + "/"))
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty())
}

/// The user names in a field: separated by spaces, commas or lines, each once, in their order.
pub fn names(field: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\u{ff0c}' | '\u{3001}' | '\u{ff1b}');
    for name in field.split(ends).filter(|name| !name.is_empty()) {
        let name = name.to_lowercase();
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_node_above_holds_all_and_none_below_it_does(
            paths in prop::collection::vec(prop::collection::vec(1u8..4, 1..5), 1..5),
        ) {
            let paths: Vec<String> = paths
                .iter()
                .map(|steps| steps.iter().fold("/".to_owned(), |path, step| format!("{path}{step}/")))
                .collect();
            let above = above(paths.iter().map(String::as_str)).unwrap();
            prop_assert!(paths.iter().all(|path| path.starts_with(&above)));
            for step in 1..4 {
                let below = format!("{above}{step}/");
                prop_assert!(!paths.iter().all(|path| path.starts_with(&below)));
            }
        }
    }

    #[test]
    fn names_are_told_apart_by_any_sign_people_use() {
        assert_eq!(names(" a，b、C\nb; d "), ["a", "b", "c", "d"]);
        assert!(names(" ,， ").is_empty());
    }

    #[test]
    fn an_entry_is_of_a_day_that_was_and_is_not_forgotten() {
        let today: Date = "2026-03-01".parse().unwrap();
        assert_eq!(day(today, today), Day::Fits);
        assert_eq!(day(today.tomorrow().unwrap(), today), Day::Ahead);
        assert_eq!(day("2025-01-25".parse().unwrap(), today), Day::Fits);
        assert_eq!(day("2025-01-24".parse().unwrap(), today), Day::Past);
    }
}
