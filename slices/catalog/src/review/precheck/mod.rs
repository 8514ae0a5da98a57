//! 机器预审: what is found before people look, with its place (CRS-6).

pub mod rules;
pub(crate) mod spoken;

use crate::{
    course::store as courses,
    kinds::{AUDIO, LessonKinds, VIDEO},
    lesson::{rules::Placed, store as lessons, store::Lesson},
    picture::store as pictures,
    states::CourseState,
    version::store::Version,
};
use rules::{Film, Finding, Parts, Severity, Words, other_course};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_i18n::{Locale, Msg};
use xingtan_markdown::{Html, references};

/// What machine checks find in a version. As many statements for one lesson as for a hundred, besides one for each film and two more for its subtitles and its quizzes, where words are listed.
///
/// # Errors
/// Those of the database.
pub(crate) fn findings(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    version: &Version,
    all: &[Placed<Lesson>],
) -> Result<Vec<Finding>> {
    let html = |text: &str| references(&Html::stored(text));
    let facts = [
        ("catalog-fact-introduction", &version.introduction_html),
        ("catalog-fact-objectives", &version.objectives_html),
        ("catalog-fact-syllabus", &version.syllabus_html),
        ("catalog-fact-criteria", &version.criteria_html),
    ];
    let mut words: Vec<Words> = facts
        .into_iter()
        .map(|(key, text)| Words { lesson: None, title: Msg::new(key), references: html(text) })
        .collect();
    // All texts are read where words are listed; else those that refer to something.
    let lists = xingtan_words::in_force(tx)?;
    let (said, bodies) = if lists.is_empty() {
        (Vec::new(), lessons::referring(tx, version.id)?)
    } else {
        let bodies = lessons::bodies(tx, version.id)?;
        let said = spoken::spoken(tx, kinds, version, all, &bodies)?;
        (said, bodies.into_iter().map(|(key, body)| (key, body.body_html)).collect())
    };
    let title = spoken::title;
    words.extend(all.iter().filter_map(|it| {
        let body = bodies.get(&it.lesson.lesson_key)?;
        let lesson = Some(it.lesson.lesson_key);
        Some(Words { lesson, title: title(it), references: html(body) })
    }));
    words.retain(|it| !it.references.is_empty());
    let mut films = Vec::new();
    for it in all.iter().filter(|it| [VIDEO.key, AUDIO.key].contains(&it.lesson.kind.as_str())) {
        let Some(file) = it.lesson.file_id else { continue };
        let captions = xingtan_media::track::of_file(tx, file)?.len();
        films.push(Film { lesson: it.lesson.lesson_key, title: title(it), captions });
    }
    let mut others: Vec<Uuid> = words
        .iter()
        .flat_map(|it| &it.references)
        .filter_map(|it| other_course(version.course_id, &it.target))
        .collect();
    others.sort_unstable();
    others.dedup();
    let mut seen = std::collections::BTreeSet::new();
    for part in others.chunks(500) {
        let found = courses::several(tx, part)?.into_iter();
        seen.extend(found.filter(|it| it.state == CourseState::Published).map(|it| it.id));
    }
    let shown = if words.is_empty() { Vec::new() } else { pictures::of_course(tx, version.course_id)? };
    Ok(rules::findings(&Parts {
        course: version.course_id,
        lessons: all.iter().map(|it| it.lesson.lesson_key).collect(),
        pictures: shown.into_iter().map(|it| it.id).collect(),
        others: seen,
        words,
        films,
        said,
        lists,
    }))
}

/// A finding as pages show it.
pub(crate) struct Line {
    pub tone: &'static str,
    pub weight: String,
    pub text: String,
    pub href: Option<String>,
}

/// Findings for a page; `href` leads to a lesson.
pub(crate) fn lines(
    l: &Locale,
    found: &[Finding],
    href: impl Fn(Option<Uuid>) -> Option<String>,
) -> Vec<Line> {
    let line = |it: &Finding| Line {
        tone: match it.severity {
            Severity::Blocks => "cinnabar",
            Severity::Look => "ochre",
            Severity::Note => "slate",
        },
        weight: l.t(&format!("catalog-found-{}", it.severity.code())),
        text: l.msg(&it.what),
        href: href(it.lesson),
    };
    found.iter().map(line).collect()
}

/// Whether sensitive words are among what was found or is missing, by the keys of the sentences.
pub(crate) fn tells_of_words<'a>(keys: impl IntoIterator<Item = &'a str>) -> bool {
    keys.into_iter().any(|key| key.starts_with("catalog-found-word"))
}

/// What blocks a submission.
pub(crate) fn blocking(found: &[Finding]) -> impl Iterator<Item = &Finding> {
    found.iter().filter(|it| it.severity == Severity::Blocks)
}
