//! The texts: which there are, and how they are shown.

use crate::screens;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use xingtan_auth::Role;
use xingtan_i18n::{Kind, Lang, Locale};
use xingtan_markdown::Heading;

/// The code of the manual for all roles.
pub const EVERYONE: &str = "everyone";

/// A manual in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Manual {
    /// The code of its role, or [`EVERYONE`].
    pub code: &'static str,
    /// Markdown in Chinese.
    pub zh_cn: &'static str,
    /// Markdown in English.
    pub en: &'static str,
}

macro_rules! manuals {
    ($($code:literal),+ $(,)?) => {
        &[$(Manual {
            code: $code,
            zh_cn: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/manual/zh-CN/", $code, ".md")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/manual/en/", $code, ".md")),
        }),+]
    };
}

const MANUALS: &[Manual] = manuals![
    "everyone",
    "learner",
    "teacher",
    "reviewer",
    "contact",
    "center",
    "manager",
    "supervisor",
    "admin",
    "audit",
    "security",
    "service",
    "finance",
    "parent",
];

/// Words that differ from kind to kind of institution; `{word}` in a text becomes the text `manuals-word-WORD`.
const WORDS: [&str; 13] = [
    "learner",
    "learner-many",
    "teacher",
    "teacher-many",
    "contact",
    "contact-many",
    "centre",
    "manager",
    "department",
    "subsidiary",
    "position",
    "cohort",
    "member-number",
];

/// All manuals, that for everybody first.
pub fn manuals() -> &'static [Manual] {
    MANUALS
}

/// The manual of a code.
pub fn of(code: &str) -> Option<&'static Manual> {
    MANUALS.iter().find(|it| it.code == code)
}

/// The manual that a role reads: its own; assistants and homeroom teachers, who have no pages of their own yet, read
/// the learners'.
pub fn of_role(role: Role) -> Option<&'static Manual> {
    of(role.code()).or_else(|| of(Role::Learner.code()))
}

/// A manual as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// HTML that can be put on a page.
    pub html: String,
    /// The tasks, for the table of contents.
    pub tasks: Vec<Heading>,
}

type Key = (&'static str, Lang, Kind);

/// Rendering takes some milliseconds; there are few manuals, and they never change while the program runs.
static SHOWN: Mutex<Option<HashMap<Key, Shown>>> = Mutex::new(None);

impl Manual {
    /// The Fluent key of its title.
    pub fn title_key(&self) -> String {
        if self.code == EVERYONE { "manuals-everyone".to_owned() } else { format!("web-role-{}", self.code) }
    }

    /// Its Markdown with the words of the institution.
    pub fn text(&self, l: &Locale) -> String {
        let source = match l.lang() {
            Lang::ZhCn => self.zh_cn,
            Lang::En => self.en,
        };
        let worded = |text: String, word: &&str| {
            let mark = format!("{{{word}}}");
            if text.contains(&mark) {
                text.replace(&mark, &l.t(&format!("manuals-word-{word}")))
            } else {
                text
            }
        };
        WORDS.iter().fold(source.to_owned(), worded)
    }

    /// The manual in the language and words of `l`.
    pub fn shown(&self, l: &Locale) -> Shown {
        let mut all = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            let text = self.text(l);
            let pictured = screens::addressed(&text, |_, screen| Some(screens::href(screen)));
            Shown {
                html: xingtan_markdown::render_sized(&pictured, screens::size).into_string(),
                tasks: xingtan_markdown::outline(&text),
            }
        };
        all.get_or_insert_default().entry((self.code, l.lang(), l.kind())).or_insert_with(make).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::Texts;

    fn locale(lang: Lang, kind: Kind) -> Locale {
        let texts = [xingtan_i18n::texts(), xingtan_web::texts(), crate::texts()].concat();
        Texts::build(&texts).locale(lang, kind, Default::default())
    }

    #[test]
    fn every_role_has_a_manual_of_its_own_but_those_without_pages() {
        for role in Role::ALL {
            let own = of(role.code()).is_some();
            let without_pages = matches!(role, Role::Assistant | Role::Homeroom);
            assert!(own != without_pages, "{role}");
            assert!(of_role(*role).is_some());
        }
        assert_eq!(MANUALS.len(), Role::ALL.len() - 2 + 1);
    }

    #[test]
    fn both_languages_tell_of_the_same_tasks() {
        for manual in MANUALS {
            let (zh, en) = (xingtan_markdown::outline(manual.zh_cn), xingtan_markdown::outline(manual.en));
            assert_eq!(zh.len(), en.len(), "{}: {zh:?} {en:?}", manual.code);
            assert!(zh.len() >= 6, "{} is thin", manual.code);
        }
    }

    #[test]
    fn no_word_is_left_open_in_any_language_and_kind() {
        for lang in [Lang::ZhCn, Lang::En] {
            for kind in [Kind::School, Kind::Academy, Kind::Training] {
                let l = locale(lang, kind);
                for manual in MANUALS {
                    let text = manual.text(&l);
                    assert!(
                        !text.contains('{') && !text.contains("manuals-word"),
                        "{} {lang:?}",
                        manual.code
                    );
                    assert!(l.has(&manual.title_key()), "{}", manual.title_key());
                    assert!(!manual.shown(&l).html.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_school_reads_its_own_words() {
        let (school, academy) = (locale(Lang::ZhCn, Kind::School), locale(Lang::ZhCn, Kind::Academy));
        let learner = of("learner").unwrap();
        assert!(learner.text(&school).contains("写给学生"));
        assert!(learner.text(&academy).contains("写给学员"));
    }
}
