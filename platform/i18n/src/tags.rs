//! Languages and kinds of institution.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language in which the program speaks. What users write has one language tag of the same form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese, the first language.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// The text is no language tag of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLang(pub String);

impl Lang {
    /// All languages; the first is the default.
    pub const ALL: [Lang; 2] = [Lang::ZhCn, Lang::En];

    /// The BCP 47 tag, as in `lang="zh-CN"` and in the folder names under `locales/`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4); Chinese when it names none of ours.
    /// Of equal weights the earlier one wins. Malformed parts are passed over.
    pub fn from_accept(header: &str) -> Lang {
        let mut best: Option<(Lang, u32)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(|tag| Lang::primary(tag.trim())) else { continue };
            let weight = pieces.find_map(|p| p.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if weight > 0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map_or(Lang::default(), |(lang, _)| lang)
    }

    fn primary(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Lang::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Lang::En)
        } else {
            None
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// A quality value such as `0.8` in thousandths; what cannot be read counts as 0.
fn thousandths(text: &str) -> u32 {
    match text.trim().parse::<f32>() {
        Ok(q) if (0.0..=1.0).contains(&q) => (q * 1000.0) as u32,
        _ => 0,
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;
    /// From a tag; any region or script of Chinese or English is taken (`zh`, `zh-Hans`, `en-GB`).
    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Lang::primary(text).ok_or_else(|| UnknownLang(text.to_owned()))
    }
}

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown language: {} (known: zh-CN, en)", self.0)
    }
}
impl std::error::Error for UnknownLang {}

/// The kind of institution: a preset of terms, regulation pack and features (REQUIREMENTS, first page).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 学校: students, classes, guardians, terms.
    School,
    /// 企业网络学院: employees, departments, subsidiaries, a training centre.
    Academy,
    /// 培训机构: paying learners, sales, settlement.
    Training,
}

/// The text is no kind of institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::School, Kind::Academy, Kind::Training];

    /// The word used on the command line, in settings and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::School => "school",
            Kind::Academy => "academy",
            Kind::Training => "training",
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Kind::ALL.into_iter().find(|k| k.word() == text).ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown kind of institution: {} (known: school, academy, training)", self.0)
    }
}
impl std::error::Error for UnknownKind {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_greatest_weight_wins_and_chinese_is_the_default() {
        for (header, lang) in [
            ("", Lang::ZhCn),
            ("fr, de;q=0.5", Lang::ZhCn),
            ("en-GB,en;q=0.9,zh;q=0.8", Lang::En),
            ("en;q=0.5, zh-Hans-CN", Lang::ZhCn),
            ("zh;q=0, en;q=0.1", Lang::En),
            ("en;q=nonsense, zh;q=0.2", Lang::ZhCn),
            ("EN_us", Lang::En),
        ] {
            assert_eq!(Lang::from_accept(header), lang, "{header}");
        }
    }

    #[test]
    fn kinds_and_tags_are_read_back_as_written() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        for lang in Lang::ALL {
            assert_eq!(lang.to_string().parse(), Ok(lang));
            assert_eq!(serde_json::to_string(&lang).unwrap(), format!("\"{lang}\""));
        }
        assert_eq!("college".parse::<Kind>(), Err(UnknownKind("college".to_owned())));
    }
}
