//! What a lesson with video or sound needs before it may be submitted. Pure.

use crate::{
    course::rules::MOST_MINUTES,
    kinds::{AUDIO, VIDEO},
    lesson::store::Lesson,
};
use xingtan_i18n::Msg;
use xingtan_media::{Item, Kind};

/// What the file of a lesson of this kind is played as; none for other kinds.
pub(crate) fn played_as(kind: &str) -> Option<Kind> {
    match kind {
        it if it == VIDEO.key => Some(Kind::Video),
        it if it == AUDIO.key => Some(Kind::Audio),
        _ => None,
    }
}

/// Stated minutes of a lesson whose medium is so long, rounded up.
pub(crate) fn minutes(duration_ms: i64) -> i64 {
    ((duration_ms + 59_999) / 60_000).clamp(1, MOST_MINUTES)
}

/// What is missing of a lesson until it can be played; `item` is its medium, as far as there is one.
pub(crate) fn lacks(lesson: &Lesson, item: Option<&Item>) -> Option<Msg> {
    if played_as(&lesson.kind).is_none() || lesson.file_id.is_none() || lesson.duration_ms.is_some() {
        return None;
    }
    Some(match item {
        Some(item) => match item.fault() {
            Some(fault) => fault.msg(),
            None => Msg::new("catalog-medium-not-ready").with("percent", item.percent),
        },
        None => Msg::new("catalog-medium-not-ready").with("percent", 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_kinds_of_lessons_are_played() {
        assert_eq!(played_as("video"), Some(Kind::Video));
        assert_eq!(played_as("audio"), Some(Kind::Audio));
        assert_eq!(played_as("page"), None);
    }

    proptest! {
        #[test]
        fn stated_minutes_cover_the_medium_and_not_a_minute_more(seconds in 1i64..36_000) {
            let minutes = minutes(seconds * 1000);
            prop_assert!(minutes * 60 >= seconds && (minutes - 1) * 60 < seconds);
        }
    }
}
