//! Where a person stands in a course, in one word: the same on all pages.

use super::store::Enrolment;
use xingtan_clock::Timestamp;
use xingtan_web::Select;

/// Where a person stands in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It opens later.
    NotOpen,
    /// Nothing was studied yet.
    NotBegun,
    /// It is being studied.
    Begun,
    /// The deadline is over.
    Overdue,
    /// It is complete.
    Done,
}

impl State {
    /// Where an enrolment stands now.
    pub fn of(it: &Enrolment, now: Timestamp) -> State {
        match () {
            () if it.completed_at.is_some() => State::Done,
            () if it.due_at.is_some_and(|due| due <= now) => State::Overdue,
            () if it.opens_at > now => State::NotOpen,
            () if it.last_at.is_some() => State::Begun,
            () => State::NotBegun,
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> &'static str {
        match self {
            State::NotOpen => "learning-state-not-open",
            State::NotBegun => "learning-state-not-begun",
            State::Begun => "learning-state-begun",
            State::Overdue => "learning-state-overdue",
            State::Done => "learning-state-done",
        }
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            State::NotOpen => "slate",
            State::NotBegun => "",
            State::Begun => "apricot",
            State::Overdue => "cinnabar",
            State::Done => "pine",
        }
    }

    /// Shape of its badge.
    pub fn shape(self) -> &'static str {
        if matches!(self, State::NotOpen | State::NotBegun) { "ring" } else { "" }
    }
}

/// Narrows a list of enrolments `e` by a word of its filter `state`: `open` (not complete), `overdue`, `not-begun`,
/// `begun`, `done`; other words narrow nothing.
pub fn narrow(select: Select, word: &str, now: Timestamp) -> Select {
    match word {
        "open" => select.always("e.completed_at IS NULL"),
        "overdue" => select.when("e.completed_at IS NULL AND e.due_at <= {}", now),
        "not-begun" => select.always("e.completed_at IS NULL AND e.last_at IS NULL"),
        "begun" => select.always("e.completed_at IS NULL AND e.last_at IS NOT NULL"),
        "done" => select.always("e.completed_at IS NOT NULL"),
        _ => select,
    }
}
