//! What a course must have, and how it is found and sorted.

use crate::{
    kinds::{Content, LessonKinds},
    lesson::{rules::Placed, store::Lesson},
    version::store::Version,
};
use pinyin::ToPinyin as _;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;

/// Longest title of a course or lesson, in characters.
pub const LONGEST_TITLE: usize = 120;
/// Longest Markdown of a page or fact, in characters.
pub const LONGEST_TEXT: usize = 200_000;
/// Most credits of a course, in hundredths.
pub const MOST_CREDITS: i64 = 10_000;
/// Most minutes of a lesson.
pub const MOST_MINUTES: i64 = 6_000;
/// Most lessons of a course.
pub const MOST_LESSONS: usize = 500;

/// Sort and search keys of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Sorts titles by pinyin.
    pub title: String,
    /// Lower-case title, pinyin, initials, summary, author and lecturer.
    pub search: String,
}

impl Keys {
    /// The keys of a course.
    pub fn of(title: &str, summary: &str, people: &[&str]) -> Self {
        let key = sort_key(title);
        let initials: String = key.split(' ').filter_map(|syllable| syllable.chars().next()).collect();
        let joined: String = key.split(' ').collect();
        let search = format!(
            "{} {joined} {initials} {} {}",
            title.to_lowercase(),
            summary.to_lowercase(),
            people.join(" ").to_lowercase()
        );
        Keys { title: key, search }
    }
}

/// Pinyin of Chinese characters with blanks between syllables, lower-case letters of the rest.
pub fn sort_key(text: &str) -> String {
    let mut key = String::new();
    let mut in_word = false;
    for c in text.chars().take(200) {
        match c.to_pinyin() {
            Some(syllable) => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
                key.push_str(syllable.plain());
                in_word = false;
            }
            None if c.is_alphanumeric() => {
                if !in_word && !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
                key.extend(c.to_lowercase());
                in_word = true;
            }
            None => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
                in_word = false;
            }
        }
    }
    key.trim_end().to_owned()
}

/// Something that is missing before a course may be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What, as a sentence.
    pub what: Msg,
    /// The lesson it is about.
    pub lesson: Option<Uuid>,
}

/// What is missing of a course before it may be submitted (CRS-1: complete before publication). `blank` says for
/// each lesson whether its text is empty; `attached` holds what other slices miss of a lesson.
pub fn missing(
    version: &Version,
    lessons: &[Placed<Lesson>],
    kinds: &LessonKinds,
    blank: impl Fn(Uuid) -> bool,
    attached: &[(Uuid, Msg)],
) -> Vec<Missing> {
    let mut all = Vec::new();
    let mut of_course = |lacks: bool, key: &'static str| {
        if lacks {
            all.push(Missing { what: Msg::new(key), lesson: None });
        }
    };
    of_course(version.summary.is_empty(), "catalog-missing-summary");
    of_course(version.category_id.is_none(), "catalog-missing-category");
    of_course(version.lecturer_name.is_empty(), "catalog-missing-lecturer");
    of_course(version.introduction_md.trim().is_empty(), "catalog-missing-introduction");
    of_course(version.objectives_md.trim().is_empty(), "catalog-missing-objectives");
    of_course(version.syllabus_md.trim().is_empty(), "catalog-missing-syllabus");
    of_course(version.criteria_md.trim().is_empty(), "catalog-missing-criteria");
    of_course(!lessons.iter().any(|it| counts(&it.lesson)), "catalog-missing-lessons");
    of_course(
        lessons.iter().any(|it| counts(&it.lesson))
            && !lessons.iter().any(|it| it.lesson.required && counts(&it.lesson)),
        "catalog-missing-required",
    );
    for it in lessons {
        let lesson = &it.lesson;
        let titled =
            |key: &'static str| Msg::new(key).with("title", format!("{} {}", it.number, lesson.title));
        let mut of_lesson = |what: Msg| all.push(Missing { what, lesson: Some(lesson.lesson_key) });
        match kinds.get(&lesson.kind).map(|kind| kind.content) {
            None => of_lesson(titled("catalog-missing-kind")),
            Some(Content::Title) if !it.has_children => of_lesson(titled("catalog-missing-children")),
            Some(Content::Text) if blank(lesson.lesson_key) => of_lesson(titled("catalog-missing-text")),
            Some(Content::File) if lesson.file_id.is_none() => of_lesson(titled("catalog-missing-file")),
            _ => {}
        }
        if counts(lesson) && lesson.minutes == 0 {
            of_lesson(titled("catalog-missing-minutes"));
        }
        for (_, what) in attached.iter().filter(|(key, _)| *key == lesson.lesson_key) {
            of_lesson(titled("catalog-missing-attached").with("what", what.clone()));
        }
    }
    all
}

/// Whether a lesson is one, not a heading.
fn counts(lesson: &Lesson) -> bool {
    lesson.kind != crate::kinds::SECTION.key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_sort_by_pinyin() {
        assert_eq!(sort_key("安全生产 A1 课"), "an quan sheng chan a1 ke");
        assert!(sort_key("安全") < sort_key("保密"));
        assert_eq!(sort_key("《消防》"), "xiao fang");
    }

    #[test]
    fn a_course_is_found_by_initials_pinyin_and_people() {
        let keys = Keys::of("安全生产", "每年一次", &["林书岚"]);
        for word in ["aqsc", "anquan", "安全", "每年", "林书岚"] {
            assert!(keys.search.contains(word), "{word} in {}", keys.search);
        }
    }

    proptest! {
        #[test]
        fn a_sort_key_is_lower_case_without_outer_blanks(text in any::<String>()) {
            let key = sort_key(&text);
            prop_assert_eq!(key.trim(), key.as_str());
            prop_assert!(!key.contains("  "));
        }
    }
}
