//! Where a run stands.

use serde::{Deserialize, Serialize};
use xingtan_i18n::Msg;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunState {
    /// The file is being kept; where the upload broke off, a purge takes it away.
    Receiving,
    /// Uploaded and looked over; nothing is taken in yet.
    Waiting,
    /// Rows are being taken in.
    Running,
    /// All rows had their turn.
    Done,
    /// Thrown away before it was started.
    Discarded,
    /// Ended before all rows had their turn: cancelled, or given up. What was taken in stays.
    Broken,
}

impl RunState {
    /// All states.
    pub const ALL: [RunState; 6] = [
        RunState::Receiving,
        RunState::Waiting,
        RunState::Running,
        RunState::Done,
        RunState::Discarded,
        RunState::Broken,
    ];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            RunState::Receiving => "receiving",
            RunState::Waiting => "waiting",
            RunState::Running => "running",
            RunState::Done => "done",
            RunState::Discarded => "discarded",
            RunState::Broken => "broken",
        }
    }

    /// The state of a word.
    pub fn of(code: &str) -> Option<RunState> {
        RunState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("imports-state-{}", self.code())
    }

    /// Tone of its badge.
    pub const fn tone(self) -> &'static str {
        match self {
            RunState::Waiting => "ochre",
            RunState::Running => "slate",
            RunState::Done => "pine",
            RunState::Receiving | RunState::Discarded => "",
            RunState::Broken => "cinnabar",
        }
    }
}

/// How many rows ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that made something new.
    pub made: i64,
    /// Rows that changed something.
    pub changed: i64,
    /// Rows that found everything so already.
    pub unchanged: i64,
    /// Rows that were refused.
    pub refused: i64,
}

impl Counts {
    /// These rows and those.
    pub(crate) fn and(self, more: Counts) -> Counts {
        Counts {
            made: self.made + more.made,
            changed: self.changed + more.changed,
            unchanged: self.unchanged + more.unchanged,
            refused: self.refused + more.refused,
        }
    }

    /// Rows that had their turn.
    pub fn all(self) -> i64 {
        self.made + self.changed + self.unchanged + self.refused
    }
}

/// What may be done after a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where.
    pub href: String,
    /// What.
    pub label: Msg,
}
