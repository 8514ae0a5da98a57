//! What several pages show alike: states as words and shapes, choices, hours.

use crate::{
    category::store::{self as categories, Category},
    course::store::Course,
    states::{CourseState, ReviewState, VersionState},
    version::store::Head,
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::Locale;

/// A state as the templates draw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Tone; empty for neutral.
    pub tone: &'static str,
    /// Shape; empty for a dot.
    pub shape: &'static str,
    /// Words.
    pub label: String,
}

fn badge(tone: &'static str, shape: &'static str, label: String) -> Badge {
    Badge { tone, shape, label }
}

/// The states of a course in a list: what learners see, and what becomes of the version under way.
pub fn course_badges(l: &Locale, course: &Course, draft: Option<&Head>) -> Vec<Badge> {
    let mut all = Vec::new();
    match course.state {
        CourseState::Published => all.push(badge("pine", "", l.t("catalog-state-published"))),
        CourseState::Withdrawn => all.push(badge("", "dash", l.t("catalog-state-withdrawn"))),
        _ => {}
    }
    if let Some(head) = draft {
        all.push(match (head.state, head.returned_at) {
            (VersionState::Draft, Some(_)) => badge("cinnabar", "", l.t("catalog-state-returned")),
            (VersionState::Draft, None) if course.published_version_id.is_some() => {
                badge("", "ring", l.t1("catalog-state-changing", "number", head.number))
            }
            (state, _) => version_badge(l, state),
        });
    }
    if all.is_empty() {
        all.push(badge("", "ring", l.t("catalog-state-draft")));
    }
    all
}

/// The state of a version.
pub fn version_badge(l: &Locale, state: VersionState) -> Badge {
    match state {
        VersionState::Draft => badge("", "ring", l.t("catalog-state-draft")),
        VersionState::InReview => badge("ochre", "", l.t("catalog-state-in-review")),
        VersionState::Approved => badge("slate", "", l.t("catalog-state-approved")),
        VersionState::Published => badge("pine", "", l.t("catalog-state-published")),
        VersionState::Retired => badge("", "dash", l.t("catalog-state-retired")),
    }
}

/// What became of a submission.
pub fn review_badge(l: &Locale, state: ReviewState) -> Badge {
    match state {
        ReviewState::Open => badge("ochre", "", l.t("catalog-review-open")),
        ReviewState::Approved => badge("pine", "", l.t("catalog-review-approved")),
        ReviewState::Returned => badge("cinnabar", "", l.t("catalog-review-returned")),
        ReviewState::Recalled => badge("", "dash", l.t("catalog-review-recalled")),
    }
}

/// Names of categories by id.
pub fn category_names(tx: &mut Tx<'_>) -> Result<BTreeMap<Uuid, String>> {
    Ok(categories::all(tx)?.into_iter().map(|Category { id, name, .. }| (id, name)).collect())
}

/// Levels as choices of a form.
pub fn levels(l: &Locale) -> Vec<(String, String)> {
    crate::api::LEVELS.iter().map(|(key, label)| ((*key).to_owned(), l.t(label))).collect()
}

/// The words of a level; an unknown one stands as it is.
pub fn level(l: &Locale, key: &str) -> String {
    crate::api::LEVELS
        .iter()
        .find(|(known, _)| *known == key)
        .map_or_else(|| key.to_owned(), |(_, label)| l.t(label))
}
