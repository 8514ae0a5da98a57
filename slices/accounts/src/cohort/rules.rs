//! The rule of a dynamic cohort, as kept in its row.

use serde::{Deserialize, Serialize};
use xingtan_clock::Uuid;

/// Who belongs to a dynamic cohort: present people of any of the units who hold any of the positions. Where no unit
/// is named, the subtree of the cohort's own node counts; where no position is named, every position does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Units with all below them.
    #[serde(default)]
    pub nodes: Vec<Uuid>,
    /// Positions.
    #[serde(default)]
    pub positions: Vec<Uuid>,
}

impl Rule {
    /// The rule of a row; none for a fixed cohort, and for a rule of a later version of the program.
    pub fn of(kept: Option<&str>) -> Option<Rule> {
        serde_json::from_str(kept?).ok()
    }

    /// As kept.
    pub fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
