//! Passwords as everybody in China makes them: words of love and lucky numbers, a name in pinyin with a birthday, a QQ
//! number, a walk over the keyboard, the institution's name with a year (ACC-7). Pure.
//!
//! A password is taken apart into known pieces. Where two or three of them leave nothing over, whoever tries common
//! passwords finds it, however long it is.

use std::{collections::HashSet, sync::LazyLock};

/// The words of the list, in lower case.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The hundred most frequent surnames in pinyin, and those of two signs.
static SURNAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang han feng \
     yu dong xiao cheng cao yuan deng fu shen zeng peng lv lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong \
     tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan \
     lei qian yin yi chang qiao lai gong wen ouyang sima zhuge shangguan"
        .split_whitespace()
        .collect()
});

/// Ways over the keyboard and the alphabet; each is also gone backwards.
const WALKS: [&str; 12] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "12345678901234567890",
    "qazwsxedcrfvtgbyhnujmik",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qweasdzxcrtyfghvbn",
    "!@#$%^&*()",
    "abcdefghijklmnopqrstuvwxyz",
    "147258369",
];

/// So many pieces may not make up a password.
const PIECES: usize = 3;

/// Longest piece that is looked for.
const LONGEST: usize = 32;

/// Whether a password is common. `about`: words of the person and the institution, such as the names in pinyin.
pub fn is_common(password: &str, about: &[String]) -> bool {
    let text: Vec<char> = plain(password).chars().collect();
    if text.is_empty() {
        return false;
    }
    let about: Vec<String> =
        about.iter().map(|word| plain(word)).filter(|word| word.chars().count() >= 2).collect();
    // Fewest pieces that cover the first n signs.
    let mut fewest: Vec<Option<usize>> = vec![Some(0)];
    for end in 1..=text.len() {
        let from = end.saturating_sub(LONGEST);
        let best = (from..end).filter_map(|start| {
            let before = fewest.get(start).copied().flatten()?;
            Some(before + cost(&text[start..end], &about)?)
        });
        let best = best.min();
        fewest.push(best.filter(|count| *count <= PIECES));
    }
    fewest.last().copied().flatten().is_some()
}

/// Lower case, without blanks and with the usual signs for letters read as letters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What a piece counts; none where it is none. Signs between and after words count nothing.
fn cost(piece: &[char], about: &[String]) -> Option<usize> {
    let text: String = piece.iter().collect();
    let short = piece.len() <= 3;
    if short && piece.iter().all(|c| !c.is_alphanumeric()) {
        return Some(0);
    }
    let known = WORDS.contains(text.as_str())
        || WORDS.contains(letters(&text).as_str())
        || about.contains(&text)
        || is_number(piece)
        || is_repeated(piece)
        || (piece.len() >= 3 && is_walk(&text))
        || is_name(&text);
    known.then_some(1)
}

/// With the signs that stand in for letters replaced.
fn letters(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        c => c,
    };
    text.chars().map(letter).collect()
}

/// Digits as people remember them: any four, a birthday, lucky numbers, a telephone or QQ number.
fn is_number(piece: &[char]) -> bool {
    if !piece.iter().all(char::is_ascii_digit) {
        return false;
    }
    piece.len() <= 12 || piece.iter().collect::<HashSet<_>>().len() <= 3
}

fn is_repeated(piece: &[char]) -> bool {
    piece.len() >= 2 && piece.iter().all(|c| *c == piece[0])
}

fn is_walk(text: &str) -> bool {
    let back: String = text.chars().rev().collect();
    WALKS.iter().any(|walk| walk.contains(text) || walk.contains(&back))
}

/// A surname with at most two syllables behind it.
fn is_name(text: &str) -> bool {
    if text.len() > 18 || !text.chars().all(|c| c.is_ascii_lowercase()) {
        return false;
    }
    (2..=text.len().min(9)).any(|at| {
        let (surname, given) = text.split_at(at);
        SURNAMES.contains(surname)
            && (given.is_empty()
                || is_syllable(given)
                || (1..given.len()).any(|cut| is_syllable(&given[..cut]) && is_syllable(&given[cut..])))
    })
}

/// Whether letters may be a syllable of pinyin.
fn is_syllable(text: &str) -> bool {
    const INITIALS: [&str; 24] = [
        "", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z",
        "c", "s", "y", "w",
    ];
    const FINALS: [&str; 34] = [
        "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ue", "ve", "er", "an", "en",
        "in", "un", "ang", "eng", "ing", "ong", "ia", "iao", "ian", "iang", "iong", "ua", "uo", "uai", "uan",
        "uang",
    ];
    INITIALS.iter().any(|initial| text.strip_prefix(initial).is_some_and(|rest| FINALS.contains(&rest)))
}

/// Words of a person and an institution that a password must not be made of: names in signs and in pinyin, the user
/// name, what the institution forbids.
pub fn about(person: &str, user_name: &str, institution: &str, forbidden: &str) -> Vec<String> {
    let mut words = vec![user_name.to_owned()];
    for name in [person, institution] {
        words.push(name.to_owned());
        let keys = xingtan_search::name_keys(name).search_keys;
        words.extend(keys.split_whitespace().map(str::to_owned));
    }
    let parts = forbidden.split(|c: char| c.is_whitespace() || ",;，；、".contains(c));
    words.extend(parts.filter(|word| word.chars().count() >= 2).map(str::to_owned));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Taken from how people make passwords, none from anybody's list.
    const COMMON: [&str; 62] = [
        "5201314woaini",
        "woaini1314",
        "woaini520",
        "1314520aini",
        "wo ai ni 1314",
        "zhangwei123456",
        "wangfang1990",
        "liyang19881208",
        "chenjing520",
        "liuyang@123",
        "zhaoming888",
        "huangxiaoming1",
        "zhoujielun",
        "qq123456789",
        "QQ87654321",
        "weixin13800138000",
        "taobao2020",
        "1qaz2wsx3edc",
        "1q2w3e4r5t",
        "qazwsxedc",
        "qwertyuiop1",
        "qwe123456",
        "asdfghjkl123",
        "zxcvbnm,./",
        "abc123456",
        "a123456789",
        "aa123456",
        "Abcd1234!",
        "aaaaaaaa1",
        "88888888aa",
        "112233aabbcc",
        "147258369a",
        "mima123456",
        "Password123!",
        "P@ssw0rd2024",
        "admin@2026",
        "Admin888888",
        "guanliyuan1",
        "denglu2024!",
        "huanying2026",
        "zhongguo1949",
        "Beijing2008!",
        "shanghai021",
        "chengdu028028",
        "laopo5201314",
        "baobei20190601",
        "xiaoming2010",
        "xiaolong168168",
        "sunwukong500",
        "xuexi2026!",
        "peixun@2025",
        "xueyuan123!",
        "yuangong001!",
        "gongsi12345!",
        "Huawei2023!",
        "iloveyou1314",
        "helloworld123",
        "dragon888888",
        "ouyangfeng99",
        "zhugeliang181",
        "Xingtan2026!",
        "wangwang8888!",
    ];

    #[test]
    fn what_everybody_takes_is_common() {
        let taken: Vec<&str> = COMMON.iter().copied().filter(|password| !is_common(password, &[])).collect();
        assert!(taken.is_empty(), "not known: {taken:?}");
    }

    #[test]
    fn what_takes_thought_is_not() {
        for good in [
            "cedar-Lantern-48-river",
            "walnut-Harbour-63",
            "Meadow-7391-lark",
            "k7mn-t4pq-x9wz-ab3dr",
            "窗前明月光7地上霜",
            "Tj9#vLq2zR",
            "correct horse battery staple",
            "shuijiao-zaichuang-7-hualuo-duoshao",
        ] {
            assert!(!is_common(good, &[]), "{good}");
        }
    }

    #[test]
    fn names_of_person_and_institution_are_known_in_signs_and_in_pinyin() {
        let about = about("温以安", "wen.yian", "青禾职业学院", "qinghe，绿禾");
        for password in
            ["wen.yian2026", "wenyian19900101", "温以安123456", "qinghe2026!", "绿禾666", "青禾职业学院1"]
        {
            assert!(is_common(password, &about), "{password} with {about:?}");
        }
        assert!(!is_common("walnut-Harbour-63", &about));
    }

    proptest! {
        #[test]
        fn a_generated_first_password_is_never_common(_ in 0..200u8) {
            prop_assert!(!is_common(&xingtan_auth::password::initial(), &[]));
        }

        #[test]
        fn any_text_is_judged(text in "\\PC{0,128}") {
            let _ = is_common(&text, &["青禾".to_owned()]);
        }

        #[test]
        fn a_common_password_stays_so_in_capitals(at in 0..COMMON.len()) {
            prop_assert!(is_common(&COMMON[at].to_uppercase(), &[]));
        }
    }
}
