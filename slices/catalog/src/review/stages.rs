//! 审核环节: what the institution asks of a review (CRS-6). The regulation may prescribe it (`review-stages`).

use super::rules::Stage;
use xingtan_clock::Span;
use xingtan_settings::{Default, Setting, Settings, Shape};

/// Who reviews: one reviewer, or the course's department first and the centre after it.
pub const DEPARTMENT: Setting = Setting {
    key: "catalog.review.department",
    shape: Shape::Choice(&["centre-alone", "department-first"]),
    default: Default::Same("centre-alone"),
};
/// Which check lists an approval needs.
pub const LISTS_NEEDED: Setting = Setting {
    key: "catalog.review.lists",
    shape: Shape::Choice(&["lists-that-apply", "lists-all"]),
    default: Default::Same("lists-that-apply"),
};

const fn hours(key: &'static str, default: &'static str) -> Setting {
    let shape = Shape::Int { min: 1, max: 720, unit: "settings-unit-hours" };
    Setting { key, shape, default: Default::Same(default) }
}

/// Within how many hours the department reviews.
pub const DEPARTMENT_HOURS: Setting = hours("catalog.review.department-hours", "72");
/// Within how many hours the centre, or the only reviewer, reviews.
pub const REVIEW_HOURS: Setting = hours("catalog.review.hours", "120");
/// Within how many hours after the last approval the centre publishes.
pub const PUBLICATION_HOURS: Setting = hours("catalog.review.publication-hours", "72");

/// The stages that hold when something is submitted; what was submitted keeps them to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Whether the department reviews before the centre.
    pub department: bool,
    /// Whether every check list is needed, also those for what the version does not contain.
    pub all_lists: bool,
    /// Time for the department.
    pub department_within: Span,
    /// Time for the centre, or for the only reviewer.
    pub review_within: Span,
    /// Time for the publication.
    pub publication_within: Span,
}

impl Stages {
    /// As they are set now.
    pub fn of(settings: &Settings) -> Self {
        Stages {
            department: settings.text(&DEPARTMENT) == "department-first",
            all_lists: settings.text(&LISTS_NEEDED) == "lists-all",
            department_within: Span::of_hours(settings.int(&DEPARTMENT_HOURS)),
            review_within: Span::of_hours(settings.int(&REVIEW_HOURS)),
            publication_within: Span::of_hours(settings.int(&PUBLICATION_HOURS)),
        }
    }

    /// The stages through which a course of the unit of this path goes, each with its time. A course of the whole
    /// institution has no department.
    pub fn through(self, unit_path: &str) -> Vec<(Stage, Span)> {
        if self.department && unit_path.len() > super::rules::root(unit_path).len() {
            vec![(Stage::Department, self.department_within), (Stage::Centre, self.review_within)]
        } else {
            vec![(Stage::Review, self.review_within)]
        }
    }
}

impl core::default::Default for Stages {
    /// What holds where nobody set anything.
    fn default() -> Self {
        Stages {
            department: false,
            all_lists: false,
            department_within: Span::of_hours(72),
            review_within: Span::of_hours(120),
            publication_within: Span::of_hours(72),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_reviews_first_only_where_it_is_asked_for_and_there_is_one() {
        let stages = |department, path: &str| {
            let all = Stages { department, ..Stages::default() }.through(path);
            all.into_iter().map(|(stage, _)| stage).collect::<Vec<_>>()
        };
        assert_eq!(stages(false, "/1/5/"), [Stage::Review]);
        assert_eq!(stages(true, "/1/"), [Stage::Review]);
        assert_eq!(stages(true, "/1/5/"), [Stage::Department, Stage::Centre]);
        assert_eq!(stages(true, "/1/5/9/"), [Stage::Department, Stage::Centre]);
    }
}
