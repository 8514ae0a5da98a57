//! What a course must have, and how it is found and sorted.

use crate::{
    kinds::{Content, LessonKinds},
    lesson::{rules::Placed, store::Lesson},
    version::store::Version,
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_search::{name_keys, sort_key};

/// Longest title of a course or lesson, in characters.
pub const LONGEST_TITLE: usize = 120;
/// Longest Markdown of a page or fact, in characters.
pub const LONGEST_TEXT: usize = 200_000;
/// Most credits of a course, in hundredths.
pub const MOST_CREDITS: i64 = 10_000;
/// Most minutes of a lesson.
pub const MOST_MINUTES: i64 = 6_000;
/// Most lessons of a course.
pub const MOST_LESSONS: usize = 2_000;

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
        let mut search = name_keys(title).search_keys;
        for text in
            [summary.to_lowercase()].into_iter().chain(people.iter().map(|name| name_keys(name).search_keys))
        {
            search.push(' ');
            search.push_str(&text);
        }
        Keys { title: sort_key(title), search }
    }
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
    let texts =
        [&version.introduction_md, &version.objectives_md, &version.syllabus_md, &version.criteria_md];
    of_course(texts.iter().any(|text| has_gaps(text)), "catalog-missing-gaps");
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

/// Whether a text still has the gaps of the outline it began with: a line that ends with dots, or holds dots between
/// spaces or before a comma.
fn has_gaps(text: &str) -> bool {
    text.lines().map(str::trim_end).any(|line| {
        let line = line.trim_end_matches(['\u{3002}', '.']);
        line.ends_with('\u{2026}')
            || line.contains(" \u{2026} ")
            || line.contains("\u{2026}\u{ff0c}")
            || line.contains("\u{2026},")
    })
}

/// Whether a lesson is one, not a heading.
fn counts(lesson: &Lesson) -> bool {
    lesson.kind != crate::kinds::SECTION.key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_that_nobody_filled_in_has_gaps() {
        for text in [
            "- 说出……",
            "1. 第一部分：……\n2. 急停",
            "- do … without help",
            "这门课讲……，因为要用。",
            "- name …",
        ] {
            assert!(has_gaps(text), "{text}");
        }
        for text in ["", "- 说出急停按钮的位置", "讲急停、锁定……等步骤", "1. First part: stops"]
        {
            assert!(!has_gaps(text), "{text}");
        }
    }

    #[test]
    fn titles_sort_by_pinyin() {
        assert!(Keys::of("安全", "", &[]).title < Keys::of("保密", "", &[]).title);
    }

    #[test]
    fn a_course_is_found_by_initials_pinyin_and_people() {
        let keys = Keys::of("安全生产", "每年一次", &["林书岚"]);
        for word in ["aqsc", "anquan", "安全", "每年", "林书岚", "lsl"] {
            assert!(keys.search.contains(word), "{word} in {}", keys.search);
        }
    }
}
