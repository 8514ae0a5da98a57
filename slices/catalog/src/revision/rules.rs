//! When a saved text is a revision of its own, and what is restored.

use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_settings::{Default, Setting, Settings, Shape};

/// How many revisions of a lesson's text are kept.
pub const REVISIONS: Setting = Setting {
    key: "catalog.revisions",
    shape: Shape::Int { min: 5, max: 500, unit: "catalog-unit-revisions" },
    default: Default::Same("50"),
};
/// Within how many minutes after the last save a person's next save belongs to the same revision.
pub const SITTING: Setting = Setting {
    key: "catalog.revision-minutes",
    shape: Shape::Int { min: 1, max: 240, unit: "settings-unit-minutes" },
    default: Default::Same("15"),
};

/// So many sittings a revision lasts at most, so that a day of writing is more than one.
const LONGEST: i64 = 4;

/// How the history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Revisions of a lesson.
    pub most: i64,
    /// Time between two saves of one revision; none where each save is one of its own.
    pub sitting: Option<Span>,
}

impl Keeping {
    /// As it is set now.
    pub fn of(settings: &Settings) -> Self {
        Keeping { most: settings.int(&REVISIONS), sitting: Some(Span::of_minutes(settings.int(&SITTING))) }
    }
}

impl core::default::Default for Keeping {
    /// What holds where nobody set anything.
    fn default() -> Self {
        Keeping { most: 50, sitting: Some(Span::of_minutes(15)) }
    }
}

/// The newest revision of a text, as the rule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    pub person: Uuid,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// Whether it says what is saved now.
    pub same: bool,
}

/// What becomes of the history when a text is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing changed.
    Same,
    /// The person's revision goes on.
    GoOn(Uuid),
    /// A revision begins.
    Begin,
}

/// What becomes of the history when `person` saves at `now`. What another wrote is never gone over.
pub fn keep(latest: Option<Latest>, person: Uuid, now: Timestamp, keeping: Keeping) -> Keep {
    let Some(latest) = latest else { return Keep::Begin };
    if latest.same {
        return Keep::Same;
    }
    let on = keeping.sitting.is_some_and(|sitting| {
        let longest = Span::of_seconds(sitting.seconds() * LONGEST);
        latest.person == person && now - sitting <= latest.saved_at && now - longest <= latest.began_at
    });
    if on { Keep::GoOn(latest.id) } else { Keep::Begin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_seconds(1_000_000 + minutes * 60)
    }

    fn latest(person: u8, began: i64, saved: i64) -> Option<Latest> {
        Some(Latest { id: id(9), person: id(person), began_at: at(began), saved_at: at(saved), same: false })
    }

    #[test]
    fn a_sitting_is_one_revision_and_another_day_another() {
        let keeping = Keeping::default();
        assert_eq!(keep(None, id(1), at(0), keeping), Keep::Begin);
        assert_eq!(keep(latest(1, 0, 10), id(1), at(12), keeping), Keep::GoOn(id(9)));
        assert_eq!(keep(latest(1, 0, 10), id(1), at(26), keeping), Keep::Begin);
        assert_eq!(keep(latest(1, 0, 59), id(1), at(61), keeping), Keep::Begin);
        let apart = Keeping { sitting: None, ..keeping };
        assert_eq!(keep(latest(1, 0, 10), id(1), at(10), apart), Keep::Begin);
        assert_eq!(
            keep(latest(1, 0, 10).map(|it| Latest { same: true, ..it }), id(2), at(90), keeping),
            Keep::Same
        );
    }

    proptest! {
        #[test]
        fn what_another_wrote_is_never_gone_over(began in 0i64..200, saved in 0i64..200, now in 0i64..400) {
            let kept = keep(latest(1, began, saved), id(2), at(now), Keeping::default());
            prop_assert_eq!(kept, Keep::Begin);
        }
    }
}
