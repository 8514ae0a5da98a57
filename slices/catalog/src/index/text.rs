//! What of a course goes into the index, as pieces with their place. Pure: from what was read to what is cut.

use super::{COURSE, LESSON};
use crate::{
    course::store::Course,
    kinds::{AUDIO, PDF, VIDEO},
    lesson::store::Lesson,
    version::store::Version,
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_media::track::Cue;
use xingtan_search::{Passage, Piece, Thing, language};

/// A version of a course with its texts, as it was read.
pub struct Source {
    pub course: Course,
    pub version: Version,
    /// Whether it is the one that learners study.
    pub open: bool,
    pub category: String,
    pub lessons: Vec<Lesson>,
    /// Markdown by the lesson's key.
    pub texts: BTreeMap<Uuid, String>,
}

/// What the file of a lesson says, read when its turn comes: a course may have gigabytes of it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Words of pages, each with its number.
    pub pages: Vec<(i64, String)>,
    /// Subtitles.
    pub cues: Vec<Cue>,
}

/// Headings that may be passed over at once: a text of nothing but headings is read all the same.
const PASSED: usize = 100;
/// Milliseconds of a film that one piece of its subtitles holds.
const SCENE_MS: i64 = 20_000;

/// The passages of a lesson.
pub fn of_lesson(source: &Source, lesson: &Lesson, said: &Said) -> Vec<Passage> {
    let pieces = pieces(source, lesson, said);
    let thing = thing(source, LESSON, lesson.lesson_key, &lesson.kind, &lesson.title, &pieces);
    Passage::all(&thing, &pieces).0
}

/// The passages of what a course says of itself.
pub fn of_course(source: &Source) -> Vec<Passage> {
    let it = &source.version;
    let mut pieces =
        vec![Piece { text: [it.summary.as_str(), it.lecturer_name.as_str()].join("\n"), ..Piece::default() }];
    for markdown in [&it.introduction_md, &it.objectives_md, &it.syllabus_md, &it.criteria_md] {
        pieces.extend(of_markdown(markdown).into_iter().map(|piece| Piece { place: String::new(), ..piece }));
    }
    let thing = thing(source, COURSE, source.course.id, "course", &it.title, &pieces);
    Passage::all(&thing, &pieces).0
}

fn pieces(source: &Source, lesson: &Lesson, said: &Said) -> Vec<Piece> {
    let mut pieces = source.texts.get(&lesson.lesson_key).map(|text| of_markdown(text)).unwrap_or_default();
    if lesson.file_id.is_none() {
        return pieces;
    }
    if lesson.kind == PDF.key {
        pieces.extend(said.pages.iter().map(|(page, body)| Piece {
            place: format!("page:{page}"),
            heading: String::new(),
            text: body.clone(),
        }));
    } else if [VIDEO.key, AUDIO.key].contains(&lesson.kind.as_str()) {
        pieces.extend(of_cues(&said.cues));
    } else if let Some(name) = &lesson.file_name {
        pieces.push(Piece { text: name.clone(), ..Piece::default() });
    }
    pieces
}

fn thing(source: &Source, kind: &'static str, id: Uuid, form: &str, title: &str, pieces: &[Piece]) -> Thing {
    let is_course = kind == COURSE;
    Thing {
        kind,
        id,
        subject: source.course.id,
        open: source.open,
        circle: "",
        path: source.course.unit_path.clone(),
        lang: language(std::iter::once(title).chain(pieces.iter().map(|it| it.text.as_str()))),
        form: form.to_owned(),
        topic: source.version.category_id,
        level: source.version.level.clone(),
        weight: liked(source.course.rating_sum, source.course.rating_count),
        fresh_at: source.course.published_at.filter(|_| source.open).unwrap_or(source.course.updated_at),
        title: title.to_owned(),
        above: if is_course { source.category.clone() } else { source.version.title.clone() },
    }
}

/// How much a course is liked, from 0 to 10: the mean of its ratings above three stars, drawn towards that by five
/// ratings that nobody gave, so that one friend makes no difference.
pub fn liked(sum: i64, count: i64) -> i64 {
    const MIDDLE: i64 = 300;
    const DRAWN: i64 = 5;
    let mean = (sum + MIDDLE * DRAWN) / (count + DRAWN).max(1);
    ((mean - MIDDLE) / 20).clamp(0, 10)
}

/// The sections of a Markdown text, each with its heading and the place that its HTML carries.
fn of_markdown(markdown: &str) -> Vec<Piece> {
    let headings = xingtan_markdown::outline(markdown);
    let mut rest = headings.as_slice();
    let mut pieces = Vec::new();
    let (mut place, mut heading, mut lines) = (String::new(), String::new(), Vec::new());
    let mut end = |place: &str, heading: &str, lines: &mut Vec<&str>| {
        let text = xingtan_markdown::plain_text(&lines.join("\n"));
        if !text.trim().is_empty() || !heading.is_empty() {
            pieces.push(Piece { place: place.to_owned(), heading: heading.to_owned(), text });
        }
        lines.clear();
    };
    for line in markdown.lines() {
        let words = line.trim_start().starts_with('#').then(|| xingtan_markdown::plain_text(line));
        // Those that stand in lists and quotations, or are underlined, are passed over: their words stay in the text.
        let near = || rest.iter().take(PASSED);
        let found = words.and_then(|words| near().position(|own| own.text.trim() == words.trim()));
        match found {
            Some(at) => {
                end(&place, &heading, &mut lines);
                place = format!("#{}", rest[at].id);
                heading.clone_from(&rest[at].text);
                rest = &rest[at + 1..];
            }
            None => lines.push(line),
        }
    }
    end(&place, &heading, &mut lines);
    pieces
}

/// Subtitles in pieces of some seconds, each with the moment at which its first words are said.
fn of_cues(cues: &[Cue]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut until = i64::MIN;
    for cue in cues {
        let words = plain(&cue.words);
        match pieces.last_mut().filter(|_| cue.from < until) {
            Some(piece) => {
                piece.text.push(' ');
                piece.text.push_str(&words);
            }
            None => {
                until = cue.from + SCENE_MS;
                pieces.push(Piece { place: format!("at:{}", cue.from), heading: String::new(), text: words });
            }
        }
    }
    pieces
}

/// The words of a cue without its marks.
fn plain(words: &str) -> String {
    let (mut out, mut within) = (String::new(), false);
    for sign in words.chars() {
        match sign {
            '<' => within = true,
            '>' if within => within = false,
            '\n' => out.push(' '),
            _ if within => {}
            _ => out.push(sign),
        }
    }
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")];
    named.iter().fold(out, |out, (name, sign)| out.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sections_carry_their_heading_and_place() {
        let pieces = of_markdown("前言\n\n## 消防\n\n灭火器\n\n```\n## 不是标题\n```\n\n### 疏散\n\n出口\n");
        let told: Vec<(&str, &str)> = pieces.iter().map(|it| (it.heading.as_str(), it.text.trim())).collect();
        assert_eq!(told[0], ("", "前言"));
        assert_eq!(told[1].0, "消防");
        assert!(told[1].1.contains("灭火器") && told[1].1.contains("不是标题"), "{told:?}");
        assert_eq!(told[2], ("疏散", "出口"));
        assert!(pieces[1].place.starts_with("#md-"), "{pieces:?}");
    }

    #[test]
    fn a_heading_in_a_quotation_keeps_no_later_one_from_its_place() {
        let pieces = of_markdown("> ## 引文\n\n## 消防\n\n灭火器\n");
        let told: Vec<(&str, bool)> =
            pieces.iter().map(|it| (it.heading.as_str(), it.place.starts_with("#md-"))).collect();
        assert_eq!(told, [("", false), ("消防", true)]);
    }

    #[test]
    fn subtitles_know_their_moment() {
        let cue =
            |from, words: &str| Cue { from, to: from + 1000, place: String::new(), words: words.into() };
        let cues = [cue(1000, "<b>安全</b>第一"), cue(4000, "A &amp; B"), cue(61_000, "灭火器")];
        let pieces = of_cues(&cues);
        assert_eq!(pieces.len(), 2);
        assert_eq!((pieces[0].place.as_str(), pieces[0].text.as_str()), ("at:1000", "安全第一 A & B"));
        assert_eq!(pieces[1].place, "at:61000");
    }

    #[test]
    fn many_good_ratings_count_one_hardly() {
        assert_eq!((liked(0, 0), liked(500, 1), liked(500 * 95, 95), liked(100 * 50, 50)), (0, 1, 9, 0));
    }

    proptest! {
        #[test]
        fn no_word_of_a_text_is_lost(text in "(#{1,3} )?[a-z安全\\n #]{0,200}") {
            let whole: String = xingtan_markdown::plain_text(&text).split_whitespace().collect();
            let pieces = of_markdown(&text);
            let parts: String = pieces.iter().flat_map(|it| [&it.heading, &it.text])
                .flat_map(|it| it.split_whitespace()).collect();
            let signs = |text: &str| {
                let mut signs: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
                signs.sort_unstable();
                signs
            };
            prop_assert_eq!(signs(&parts), signs(&whole));
        }
    }
}
