//! Keys of names: how they sort, and by what typed letters they are found.

use crate::cut::fold;
use pinyin::{Pinyin, ToPinyin as _, ToPinyinMulti as _};

/// The keys of a person's name, kept in columns beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKeys {
    /// Sorts by pinyin and tone, then by the character, character by character: the order of a Chinese directory.
    /// To be compared byte by byte.
    pub sort_key: String,
    /// Small letters: the name, its pinyin without spaces, its initials; with other readings of its characters.
    /// Any part of it may be asked for by `LIKE`.
    pub search_keys: String,
}

/// The keys of a person's name.
pub fn name_keys(name: &str) -> NameKeys {
    let folded = fold(name.trim());
    let mut keys = vec![folded.clone()];
    let readings = readings(&folded);
    for syllables in &readings {
        let initials: String = syllables.iter().filter_map(|syllable| syllable.chars().next()).collect();
        for key in [syllables.concat(), initials] {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    NameKeys { sort_key: key_by(&folded, surname(&folded)), search_keys: keys.join(" ") }
}

/// A key that sorts titles and other texts like names, without the special readings of surnames.
pub fn sort_key(text: &str) -> String {
    key_by(&fold(text.trim()), None)
}

/// How a word sounds, without tones; letters stand for themselves.
pub(crate) fn sounds(word: &str) -> String {
    fold(word).chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |it| typed(it.plain()))).collect()
}

/// Characters of a key; longer texts sort by these.
const LONGEST: usize = 80;
/// Readings of one name that are kept.
const MOST_READINGS: usize = 4;

fn key_by(folded: &str, surname: Option<&'static [&'static str]>) -> String {
    let mut key = String::new();
    for (place, c) in folded.chars().take(LONGEST).enumerate() {
        let syllable = match surname.and_then(|syllables| syllables.get(place)) {
            Some(syllable) => Some(*syllable),
            None => c.to_pinyin().map(Pinyin::with_tone_num_end),
        };
        if let Some(syllable) = syllable {
            if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
            key.push_str(syllable);
        }
        key.push(c);
    }
    key
}

/// The syllables of a name without tones, in its likeliest readings; the first is the one it sorts by. Runs of
/// other letters stand as they are.
fn readings(folded: &str) -> Vec<Vec<String>> {
    let surname = surname(folded);
    let mut readings: Vec<Vec<String>> = vec![Vec::new()];
    let mut in_word = false;
    for (place, c) in folded.chars().take(LONGEST).enumerate() {
        if let Some(syllable) = surname.and_then(|syllables| syllables.get(place)) {
            readings.iter_mut().for_each(|reading| reading.push(without_tone(syllable)));
            in_word = false;
        } else if let Some(sounds) = c.to_pinyin_multi() {
            let mut plain: Vec<&str> = Vec::new();
            for sound in sounds {
                if !plain.contains(&sound.plain()) {
                    plain.push(sound.plain());
                }
            }
            let before = readings.clone();
            readings.iter_mut().for_each(|reading| reading.push(typed(plain[0])));
            for other in &plain[1..] {
                for reading in &before {
                    if readings.len() < MOST_READINGS {
                        readings.push([reading.as_slice(), &[typed(other)]].concat());
                    }
                }
            }
            in_word = false;
        } else if c.is_alphanumeric() {
            for reading in &mut readings {
                match reading.last_mut() {
                    Some(word) if in_word => word.push(c),
                    _ => reading.push(c.to_string()),
                }
            }
            in_word = true;
        } else {
            in_word = false;
        }
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

fn without_tone(syllable: &str) -> String {
    typed(syllable.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// As it is typed on a keyboard: v for ü.
fn typed(syllable: &str) -> String {
    syllable.replace('ü', "v")
}

/// Surnames whose reading differs from the common one of their character, with tones.
fn surname(folded: &str) -> Option<&'static [&'static str]> {
    const SURNAMES: [(&str, &[&str]); 38] = [
        ("万俟", &["mo4", "qi2"]),
        ("尉迟", &["yu4", "chi2"]),
        ("长孙", &["zhang3", "sun1"]),
        ("单于", &["chan2", "yu2"]),
        ("澹台", &["tan2", "tai2"]),
        ("令狐", &["ling2", "hu2"]),
        ("宰父", &["zai3", "fu3"]),
        ("单", &["shan4"]),
        ("曾", &["zeng1"]),
        ("仇", &["qiu2"]),
        ("解", &["xie4"]),
        ("区", &["ou1"]),
        ("查", &["zha1"]),
        ("朴", &["piao2"]),
        ("任", &["ren2"]),
        ("华", &["hua4"]),
        ("盖", &["ge3"]),
        ("乐", &["yue4"]),
        ("缪", &["miao4"]),
        ("员", &["yun4"]),
        ("召", &["shao4"]),
        ("翟", &["zhai2"]),
        ("覃", &["qin2"]),
        ("秘", &["bi4"]),
        ("葛", &["ge3"]),
        ("纪", &["ji3"]),
        ("宁", &["ning4"]),
        ("卜", &["bu3"]),
        ("燕", &["yan1"]),
        ("种", &["chong2"]),
        ("繁", &["po2"]),
        ("尹", &["yin3"]),
        ("冼", &["xian3"]),
        ("折", &["she2"]),
        ("黑", &["he4"]),
        ("盛", &["sheng4"]),
        ("沈", &["shen3"]),
        ("贾", &["jia3"]),
    ];
    // A surname alone is no name: 单 by itself may be a unit or a nickname.
    let longer = |surname: &str| folded.len() > surname.len();
    SURNAMES
        .iter()
        .find(|(sign, _)| folded.starts_with(sign) && longer(sign))
        .map(|(_, syllables)| *syllables)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_sort_like_a_chinese_directory() {
        let mut names = ["蔺相如", "林书岚", "林琳", "凌云", "曾国", "Lin Anna", "临风", "安娜", "单田芳"];
        names.sort_by_key(|name| name_keys(name).sort_key);
        assert_eq!(names, ["安娜", "Lin Anna", "临风", "林琳", "林书岚", "蔺相如", "凌云", "单田芳", "曾国"]);
    }

    #[test]
    fn a_name_is_found_by_pinyin_and_initials_in_all_readings() {
        assert_eq!(name_keys(" 林书岚 ").search_keys, "林书岚 linshulan lsl");
        assert_eq!(name_keys("单田芳").search_keys, "单田芳 shantianfang stf");
        assert_eq!(name_keys("Anna 林").search_keys, "anna 林 annalin al");
        let keys = name_keys("王乐").search_keys;
        assert!(keys.contains("wangle") && keys.contains("wangyue"), "{keys}");
        assert!(name_keys("吕布").search_keys.contains("lvbu"));
        assert_eq!(name_keys("").search_keys, "");
    }

    proptest! {
        #[test]
        fn any_name_has_keys_of_bounded_length(name in ".{0,200}") {
            let keys = name_keys(&name);
            prop_assert!(keys.sort_key.chars().count() <= 80 * 10);
        }
    }
}
