//! How somebody wants pages to look and films to play (LRN-13): kept with the person, so that every device has it.
//! Language and theme stand beside it in the visit.

use serde::{Deserialize, Serialize};

/// Sizes of letters; "" is the usual one.
pub const FONTS: [&str; 4] = ["", "large", "larger", "largest"];
/// Whether subtitles are shown where there are some; "" as they were last on the device.
pub const CAPTIONS: [&str; 3] = ["", "on", "off"];
/// Languages of subtitles; "" is that of the pages.
pub const CAPTION_LANGS: [&str; 3] = ["", "zh", "en"];
/// Sizes of subtitles; "" is the usual one.
pub const CAPTION_SIZES: [&str; 3] = ["", "large", "largest"];
/// Speeds at which films begin; "" is the usual one. Nothing faster counts.
pub const SPEEDS: [&str; 6] = ["0.75", "", "1.25", "1.5", "1.75", "2"];

/// The wishes of a person; each is a code of its list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preferences {
    /// Of [`FONTS`].
    pub font: &'static str,
    /// Of [`CAPTIONS`].
    pub captions: &'static str,
    /// Of [`CAPTION_LANGS`].
    pub caption_lang: &'static str,
    /// Of [`CAPTION_SIZES`].
    pub caption_size: &'static str,
    /// Of [`SPEEDS`].
    pub speed: &'static str,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Kept {
    font: String,
    captions: String,
    caption_lang: String,
    caption_size: String,
    speed: String,
}

/// The code of a list that a text names.
pub fn code(list: &[&'static str], text: &str) -> Option<&'static str> {
    list.iter().copied().find(|code| *code == text)
}

impl Preferences {
    /// Reads what [`Preferences::to_json`] wrote; what this version does not know is as usual.
    pub fn from_json(text: &str) -> Preferences {
        let kept: Kept = serde_json::from_str(text).unwrap_or_default();
        Preferences {
            font: code(&FONTS, &kept.font).unwrap_or_default(),
            captions: code(&CAPTIONS, &kept.captions).unwrap_or_default(),
            caption_lang: code(&CAPTION_LANGS, &kept.caption_lang).unwrap_or_default(),
            caption_size: code(&CAPTION_SIZES, &kept.caption_size).unwrap_or_default(),
            speed: code(&SPEEDS, &kept.speed).unwrap_or_default(),
        }
    }

    /// As kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_again_and_what_is_unknown_is_as_usual() {
        let wishes = Preferences { font: "larger", captions: "on", speed: "1.5", ..Preferences::default() };
        assert_eq!(Preferences::from_json(&wishes.to_json()), wishes);
        for odd in ["", "[]", "{\"font\":\"huge\",\"speed\":\"16\",\"more\":1}", "{\"font\":3}"] {
            assert_eq!(Preferences::from_json(odd), Preferences::default(), "{odd}");
        }
    }
}
