//! When a relay may be sent, spoken of again and withdrawn.

use std::{fmt, str::FromStr};
use xingtan_clock::Date;

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// 课程.
    Course,
    /// 选课.
    Selection,
    /// 测试.
    Test,
    /// Anything else of training.
    Other,
}

impl About {
    /// All, in the order in which they are offered.
    pub const ALL: [About; 4] = [About::Course, About::Selection, About::Test, About::Other];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            About::Course => "course",
            About::Selection => "selection",
            About::Test => "test",
            About::Other => "other",
        }
    }
}

impl FromStr for About {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        About::ALL.into_iter().find(|it| it.code() == code).ok_or(())
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its addressees are being told.
    Sending,
    /// All of them were told.
    Sent,
    /// It does not hold any more.
    Withdrawn,
}

impl State {
    /// All, in their order.
    pub const ALL: [State; 3] = [State::Sending, State::Sent, State::Withdrawn];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Sending => "sending",
            State::Sent => "sent",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            State::Sending => "apricot",
            State::Sent => "pine",
            State::Withdrawn => "slate",
        }
    }
}

impl FromStr for State {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        State::ALL.into_iter().find(|it| it.code() == code).ok_or(())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whether an address lies inside this site: a path, and nothing that a browser would take for another host.
pub fn inside(link: &str) -> bool {
    link.starts_with('/')
        && !link.starts_with("//")
        && link.chars().all(|c| c != '\\' && !c.is_whitespace() && !c.is_control())
}

/// Whether those who did not answer are reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remind {
    /// They are.
    Now,
    /// They were today.
    Today,
    /// Everybody has answered.
    Nobody,
    /// It is not sent wholly yet, or withdrawn.
    NotSent,
}

/// Judges a request to remind on a day; `last` is the day on which they were reminded last.
pub fn remind(state: State, open: i64, last: Option<Date>, today: Date) -> Remind {
    match state {
        State::Sending | State::Withdrawn => Remind::NotSent,
        State::Sent if open == 0 => Remind::Nobody,
        State::Sent if last.is_some_and(|last| last >= today) => Remind::Today,
        State::Sent => Remind::Now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_stay_inside_this_site() {
        for link in ["/courses", "/courses/1?q=%E5%AE%89", "/selections/own#top"] {
            assert!(inside(link), "{link}");
        }
        for link in [
            "",
            "courses",
            "//evil.example",
            "/\\evil.example",
            "https://a.example",
            "/a b",
            "/a\tb",
            "javascript:x",
        ] {
            assert!(!inside(link), "{link}");
        }
    }

    #[test]
    fn words_are_read_back() {
        assert!(About::ALL.iter().all(|it| it.code().parse() == Ok(*it)));
        assert!(State::ALL.iter().all(|it| it.to_string().parse() == Ok(*it)));
    }

    proptest! {
        /// However often somebody asks, people are reminded at most once a day, and only while somebody has not answered.
        #[test]
        fn nobody_is_reminded_twice_on_one_day(asked in prop::collection::vec((0_i64..4, 0_i64..3), 1..40)) {
            let mut today: Date = "2026-11-01".parse().unwrap();
            let mut last: Option<Date> = None;
            for (days, open) in asked {
                today = (0..days).fold(today, |day, _| day.tomorrow().unwrap());
                let answer = remind(State::Sent, open, last, today);
                prop_assert_eq!(answer == Remind::Now, open > 0 && last != Some(today));
                for state in [State::Sending, State::Withdrawn] {
                    prop_assert_eq!(remind(state, open, last, today), Remind::NotSent);
                }
                if answer == Remind::Now {
                    last = Some(today);
                }
            }
        }
    }
}
