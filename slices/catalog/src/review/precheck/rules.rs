//! What a machine finds before people look: pure checks over the parts of a version.
//!
//! A further check is a value that implements [`Check`], in [`CHECKS`].

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_markdown::{Reference, Target};
use xingtan_words::{Action, Lists};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The course cannot be submitted with it.
    Blocks,
    /// A reviewer has to look at it.
    Look,
    /// For information.
    Note,
}

impl Severity {
    /// The word of addresses and texts.
    pub const fn code(self) -> &'static str {
        match self {
            Severity::Blocks => "blocks",
            Severity::Look => "look",
            Severity::Note => "note",
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// What, as a sentence.
    pub what: Msg,
    /// The lesson it is in; none for the facts of the course.
    pub lesson: Option<Uuid>,
    /// The paragraph of the text, from 1; none for what stands in no text.
    pub paragraph: Option<usize>,
}

/// A text of a version.
#[derive(Clone, Debug)]
pub struct Words {
    /// Whose it is: a lesson's, or with none that of the facts.
    pub lesson: Option<Uuid>,
    /// Title of the lesson, or name of the fact, as a message.
    pub title: Msg,
    /// Links and pictures in it.
    pub references: Vec<Reference>,
}

/// A video or a sound of a version.
#[derive(Clone, Debug)]
pub struct Film {
    /// Its lesson.
    pub lesson: Uuid,
    /// Title of the lesson.
    pub title: Msg,
    /// How many languages it is captioned in.
    pub captions: usize,
}

/// Words that a version says somewhere.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// Whose they are: a lesson's, or with none those of the facts.
    pub lesson: Option<Uuid>,
    /// Title of the lesson, or name of the fact, as a message.
    pub title: Msg,
    /// The paragraph, from 1; none for what has none: titles, questions, subtitles.
    pub paragraph: Option<usize>,
    /// The words.
    pub text: String,
}

/// The parts of a version that checks look at.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The course.
    pub course: Uuid,
    /// Keys of its lessons.
    pub lessons: BTreeSet<Uuid>,
    /// Its pictures.
    pub pictures: BTreeSet<Uuid>,
    /// Other courses that learners see, among those to which texts link.
    pub others: BTreeSet<Uuid>,
    /// Texts of facts and lessons.
    pub words: Vec<Words>,
    /// Videos and sound.
    pub films: Vec<Film>,
    /// All that it says; nothing where no word is listed.
    pub said: Vec<Spoken>,
    /// The lists of sensitive words in force.
    pub lists: Arc<Lists>,
}

/// One machine check.
pub trait Check: Sync {
    /// What it finds.
    fn look(&self, parts: &Parts) -> Vec<Finding>;
}

/// All checks.
pub const CHECKS: &[&dyn Check] = &[&Captions, &Links, &Pictures, &Sensitive];

/// What all checks find: what weighs most stands first, then in the order of the course.
pub fn findings(parts: &Parts) -> Vec<Finding> {
    let mut all: Vec<Finding> = CHECKS.iter().flat_map(|check| check.look(parts)).collect();
    all.sort_by_key(|it| it.severity);
    all
}

/// Videos and sound without captions.
struct Captions;

impl Check for Captions {
    fn look(&self, parts: &Parts) -> Vec<Finding> {
        let bare = parts.films.iter().filter(|film| film.captions == 0);
        bare.map(|film| Finding {
            severity: Severity::Look,
            what: Msg::new("catalog-found-captions").with("title", film.title.clone()),
            lesson: Some(film.lesson),
            paragraph: None,
        })
        .collect()
    }
}

/// Sensitive words (CRS-7): what is blocked must be mended; what is held or masked elsewhere is for the reviewers, since
/// a course with asterisks in it teaches nobody.
struct Sensitive;

/// So many words are told of one by one; of the rest, how many there are.
const MOST_WORDS: usize = 100;

impl Check for Sensitive {
    fn look(&self, parts: &Parts) -> Vec<Finding> {
        let mut found = Vec::new();
        for it in &parts.said {
            let judged = parts.lists.judge(&it.text);
            // A word that stands in a paragraph ten times is told of once.
            let words: BTreeMap<Uuid, _> =
                judged.found().iter().rev().map(|found| (found.listed.entry, found)).collect();
            let mut words: Vec<_> = words.into_values().collect();
            words.sort_by_key(|found| found.from);
            found.extend(words.into_iter().map(|word| {
                let severity =
                    if word.listed.action == Action::Block { Severity::Blocks } else { Severity::Look };
                let key = if it.paragraph.is_some() { "catalog-found-word" } else { "catalog-found-word-in" };
                let what = Msg::new(key)
                    .with("title", it.title.clone())
                    .with("paragraph", it.paragraph.unwrap_or_default())
                    .with("word", it.text.get(word.from..word.to).unwrap_or_default().to_owned())
                    .with("category", word.listed.category_name.clone());
                Finding { severity, what, lesson: it.lesson, paragraph: it.paragraph }
            }));
        }
        // What blocks stands first, so that nothing that blocks is left out for what does not.
        found.sort_by_key(|it| it.severity);
        let more = found.len().saturating_sub(MOST_WORDS);
        if more > 0 {
            let severity = found.get(MOST_WORDS).map_or(Severity::Look, |it| it.severity);
            found.truncate(MOST_WORDS);
            let what = Msg::new("catalog-found-words-more").with("count", more);
            found.push(Finding { severity, what, lesson: None, paragraph: None });
        }
        found
    }
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leads {
    /// To something that is there, or within the text.
    Somewhere,
    /// To nothing.
    Nowhere,
    /// To a course that learners do not see.
    Hidden,
    /// To another site, on a safe line.
    Out,
    /// To another site, on an open line.
    Insecure,
}

fn id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok()
}

fn leads(parts: &Parts, address: &str) -> Leads {
    let lower = address.to_ascii_lowercase();
    if lower.starts_with("http://") {
        return Leads::Insecure;
    }
    if lower.starts_with("https://") || lower.starts_with("//") {
        return Leads::Out;
    }
    if address.starts_with('#') || lower.starts_with("mailto:") || lower.starts_with("tel:") {
        return Leads::Somewhere;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return Leads::Nowhere;
    }
    let mut steps = path.trim_matches('/').split('/');
    let (Some("courses"), Some(Some(course))) = (steps.next(), steps.next().map(id)) else {
        return Leads::Somewhere;
    };
    let there = match (steps.next(), steps.next().map(id)) {
        (Some("lessons"), Some(key)) if course == parts.course => {
            key.is_some_and(|key| parts.lessons.contains(&key))
        }
        (Some("pictures"), Some(key)) if course == parts.course => {
            key.is_some_and(|key| parts.pictures.contains(&key))
        }
        _ if course == parts.course => true,
        _ => return if parts.others.contains(&course) { Leads::Somewhere } else { Leads::Hidden },
    };
    if there { Leads::Somewhere } else { Leads::Nowhere }
}

/// Courses other than its own to which a link leads.
pub fn other_course(own: Uuid, target: &Target) -> Option<Uuid> {
    let Target::Link(address) = target else { return None };
    let rest = address.strip_prefix("/courses/")?;
    rest.get(..36).and_then(id).filter(|course| *course != own)
}

/// Links that lead nowhere, out of the platform, or over an open line.
struct Links;

impl Check for Links {
    fn look(&self, parts: &Parts) -> Vec<Finding> {
        let mut found = Vec::new();
        for words in &parts.words {
            for it in &words.references {
                let Target::Link(address) = &it.target else { continue };
                let (severity, key) = match leads(parts, address) {
                    Leads::Somewhere => continue,
                    Leads::Nowhere => (Severity::Blocks, "catalog-found-link-nowhere"),
                    Leads::Hidden => (Severity::Look, "catalog-found-link-hidden"),
                    Leads::Insecure => (Severity::Look, "catalog-found-link-insecure"),
                    Leads::Out => (Severity::Note, "catalog-found-link-out"),
                };
                found.push(at(words, it, severity, Msg::new(key).with("address", shortened(address))));
            }
        }
        found
    }
}

/// Pictures that are not there, or say nothing to whom does not see them.
struct Pictures;

impl Check for Pictures {
    fn look(&self, parts: &Parts) -> Vec<Finding> {
        let mut found = Vec::new();
        for words in &parts.words {
            for it in &words.references {
                let Target::Picture { address, description } = &it.target else { continue };
                if address.is_empty() {
                    found.push(at(words, it, Severity::Look, Msg::new("catalog-found-picture-foreign")));
                } else if leads(parts, address) == Leads::Nowhere {
                    let what = Msg::new("catalog-found-picture-nowhere").with("address", shortened(address));
                    found.push(at(words, it, Severity::Blocks, what));
                }
                if description.trim().is_empty() {
                    found.push(at(words, it, Severity::Look, Msg::new("catalog-found-picture-unsaid")));
                }
            }
        }
        found
    }
}

fn at(words: &Words, reference: &Reference, severity: Severity, what: Msg) -> Finding {
    Finding {
        severity,
        what: what.with("title", words.title.clone()).with("paragraph", reference.block),
        lesson: words.lesson,
        paragraph: Some(reference.block),
    }
}

/// The beginning of a long address.
fn shortened(address: &str) -> String {
    const LONGEST: usize = 80;
    if address.chars().count() <= LONGEST {
        return address.to_owned();
    }
    let mut short: String = address.chars().take(LONGEST).collect();
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xingtan_markdown::{references, render};

    const COURSE: Uuid = Uuid::from_u128(7);
    const OTHER: Uuid = Uuid::from_u128(8);
    const LESSON: Uuid = Uuid::from_u128(9);
    const PICTURE: Uuid = Uuid::from_u128(10);

    fn parts(text: &str) -> Parts {
        Parts {
            course: COURSE,
            lessons: [LESSON].into(),
            pictures: [PICTURE].into(),
            others: [OTHER].into(),
            words: vec![Words {
                lesson: Some(LESSON),
                title: Msg::new("catalog-fact-introduction"),
                references: references(&render(text)),
            }],
            ..Parts::default()
        }
    }

    fn said(text: &str, paragraph: Option<usize>) -> Parts {
        let listed = |word: &str, action| xingtan_words::Listed {
            entry: Uuid::from_u128(word.len() as u128),
            word: word.to_owned(),
            pinyin: true,
            category: Uuid::nil(),
            category_name: "x".into(),
            action,
        };
        let words = vec![listed("代考", Action::Block), listed("笨蛋们", Action::Mask)];
        let title = Msg::new("catalog-fact-introduction");
        Parts {
            said: vec![Spoken { lesson: Some(LESSON), title, paragraph, text: text.into() }],
            lists: Arc::new(Lists::new(words, &["时代考验".into()]).unwrap()),
            ..Parts::default()
        }
    }

    #[test]
    fn a_sensitive_word_is_told_with_its_place_and_weight() {
        let told = |text: &str, paragraph| -> Vec<(Severity, String, Option<usize>)> {
            let found = findings(&said(text, paragraph));
            found.into_iter().map(|it| (it.severity, it.what.key().to_owned(), it.paragraph)).collect()
        };
        let word = |key: &str| key.to_owned();
        assert_eq!(told("时代考验着我们", Some(3)), []);
        assert_eq!(
            told("笨-蛋-们，daikao，代 考", Some(3)),
            [
                (Severity::Blocks, word("catalog-found-word"), Some(3)),
                (Severity::Look, word("catalog-found-word"), Some(3))
            ]
        );
        assert_eq!(told("代考", None), [(Severity::Blocks, word("catalog-found-word-in"), None)]);
    }

    fn check(text: &str, expected: &[(Severity, &str, usize)]) {
        let found = findings(&parts(text));
        let told: Vec<(Severity, &str, usize)> =
            found.iter().map(|it| (it.severity, it.what.key(), it.paragraph.unwrap_or(0))).collect();
        assert_eq!(told, expected, "{text}");
        assert!(found.iter().all(|it| it.lesson == Some(LESSON)));
    }

    #[test]
    fn what_is_there_is_no_finding() {
        check("Words.\n\n[x](#md-here) [x](mailto:a@example.org) [x](/help)", &[]);
        check(&format!("[x](/courses/{COURSE}/lessons/{LESSON})"), &[]);
        check(&format!("[x](/courses/{COURSE}) [y](/courses/{OTHER}/lessons/{PICTURE})"), &[]);
        check(&format!("![A cat](/courses/{COURSE}/pictures/{PICTURE})"), &[]);
    }

    #[test]
    fn a_link_that_leads_nowhere_blocks_at_its_paragraph() {
        let gone = Uuid::from_u128(99);
        check(
            &format!("One.\n\n[x](/courses/{COURSE}/lessons/{gone})"),
            &[(Severity::Blocks, "catalog-found-link-nowhere", 2)],
        );
        check("[x](next.html)", &[(Severity::Blocks, "catalog-found-link-nowhere", 1)]);
        check(
            &format!("![A cat](/courses/{COURSE}/pictures/{gone})"),
            &[(Severity::Blocks, "catalog-found-picture-nowhere", 1)],
        );
        check(
            &format!("[x](/courses/{COURSE}/lessons/first)"),
            &[(Severity::Blocks, "catalog-found-link-nowhere", 1)],
        );
    }

    #[test]
    fn links_out_are_listed_and_open_lines_looked_at() {
        check(
            "[x](https://example.org)\n\n[y](http://example.org)",
            &[
                (Severity::Look, "catalog-found-link-insecure", 2),
                (Severity::Note, "catalog-found-link-out", 1),
            ],
        );
        let hidden = Uuid::from_u128(77);
        check(&format!("[x](/courses/{hidden})"), &[(Severity::Look, "catalog-found-link-hidden", 1)]);
    }

    #[test]
    fn a_picture_says_what_it_shows() {
        check(
            &format!("![](/courses/{COURSE}/pictures/{PICTURE})"),
            &[(Severity::Look, "catalog-found-picture-unsaid", 1)],
        );
    }

    #[test]
    fn a_film_without_captions_is_looked_at() {
        let film = |captions| Film { lesson: LESSON, title: Msg::new("catalog-fact-introduction"), captions };
        let found = |captions| findings(&Parts { films: vec![film(captions)], ..Parts::default() });
        assert_eq!(found(1), []);
        assert_eq!(found(0).len(), 1);
        assert_eq!((found(0)[0].severity, found(0)[0].lesson), (Severity::Look, Some(LESSON)));
    }

    proptest! {
        #[test]
        fn any_address_is_judged(address in "\\PC{0,60}") {
            let _leads = leads(&parts(""), &address);
        }

        #[test]
        fn only_what_the_version_holds_is_somewhere(n in 0u128..20) {
            let key = Uuid::from_u128(n);
            let address = format!("/courses/{COURSE}/lessons/{key}");
            prop_assert_eq!(leads(&parts(""), &address) == Leads::Somewhere, key == LESSON);
        }
    }
}
