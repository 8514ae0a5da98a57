//! The held set: variants that must be found, texts that must not be (issue 5, acceptance). The words are harmless
//! stand-ins of the same shapes as those that institutions list.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use xingtan_words::{Matcher, Word, mask};

fn matcher() -> Matcher {
    let words = [
        Word::with_pinyin("代考"),
        Word::with_pinyin("出售答案"),
        Word::plain("坏东西"),
        Word::plain("加vx"),
        Word::plain("ass"),
        Word::plain("buy now"),
        Word::plain("真相"),
        Word::plain("色情"),
        Word::plain("QQ群"),
        Word::plain("台独"),
    ];
    let innocent = ["特色情怀".to_owned(), "出色情况".to_owned()];
    Matcher::new(&words, &innocent).unwrap()
}

#[test]
fn every_variant_is_found_at_its_place() {
    let matcher = matcher();
    for (text, found) in [
        ("找人代考，价格好说", "代考"),
        ("找人代 考，价格好说", "代 考"),
        ("找人代*考", "代*考"),
        ("找人代\u{200b}\u{200d}考", "代\u{200b}\u{200d}考"),
        ("找人代·考", "代·考"),
        ("找人代😀考", "代😀考"),
        ("找人代.考", "代.考"),
        ("daikao 私聊", "daikao"),
        ("DaiKao私聊", "DaiKao"),
        ("d a i k a o", "d a i k a o"),
        ("d-a-i-k-a-o", "d-a-i-k-a-o"),
        ("dai kao 私聊", "dai kao"),
        ("ｄａｉｋａｏ", "ｄａｉｋａｏ"),
        ("代kao包过", "代kao"),
        ("dai考包过", "dai考"),
        ("出售答案", "出售答案"),
        ("出兽答案 出售da案", "出售da案"),
        ("chushou答an", "chushou答an"),
        ("chushoudaan", "chushoudaan"),
        ("壞東西", "壞東西"),
        ("壞 东|西", "壞 东|西"),
        ("坏1东1西", "坏1东1西"),
        ("坏a东b西", "坏a东b西"),
        ("加VX：123", "加VX"),
        ("加 ｖ ｘ", "加 ｖ ｘ"),
        ("加Ⓥⓧ", "加Ⓥⓧ"),
        ("dàikǎo 包过", "dàikǎo"),
        ("as\u{200b}s", "as\u{200b}s"),
        ("a\u{336}s\u{336}s", "a\u{336}s\u{336}s"),
        ("坏\u{202e}东\u{7}西", "坏\u{202e}东\u{7}西"),
        ("kick his ass.", "ass"),
        ("A S S", "A S S"),
        ("a*s*s", "a*s*s"),
        ("buy now!", "buy now"),
        ("BUY   NOW", "BUY   NOW"),
        ("buynow", "buynow"),
        ("qq群", "qq群"),
        ("ＱＱ 群", "ＱＱ 群"),
        ("臺獨", "臺獨"),
        ("㊀说真 相㊀", "真 相"),
        ("色.情", "色.情"),
    ] {
        let hits = matcher.find(text);
        let places: Vec<&str> = hits.iter().map(|hit| &text[hit.from..hit.to]).collect();
        assert_eq!(places, [found], "{text}");
    }
}

#[test]
fn innocent_texts_are_let_through() {
    let matcher = matcher();
    for text in [
        "他说的不是真，相信我吧",
        "特色情怀",
        "表现出色情况良好",
        "class assignment, passage, assess",
        "as soon as possible",
        "has sent",
        "has s",
        "buyer nowhere",
        "今天下雨，我带来了答案。出售的是课本",
        "坏了的东边西面",
        "坏：东西都在这里",
        "加工 VXLAN 网络",
        "台，独自一人",
        "daikaoma",
        "",
        "123456",
        "😀😀😀",
    ] {
        let hits = matcher.find(text);
        let places: Vec<&str> = hits.iter().map(|hit| &text[hit.from..hit.to]).collect();
        assert!(places.is_empty(), "{text}: {places:?}");
    }
}

#[test]
fn an_innocent_phrase_covers_what_lies_in_it_alone() {
    let words = [Word::plain("代考"), Word::plain("台独")];
    let innocent: Vec<String> =
        ["时代考验", "替代考试", "一代考生", "换代考虑", "平台独立"].map(str::to_owned).into();
    let matcher = Matcher::new(&words, &innocent).unwrap();
    assert!(matcher.find("这一代考生在时代考验中选替代考试，换代考虑平台独立。").is_empty());
    assert_eq!(matcher.find("替代考试的代考").len(), 1);
    assert!(matcher.find("平臺獨立").is_empty(), "innocent in whatever script");
}

#[test]
fn of_words_that_share_characters_the_first_and_longest_counts() {
    let words = [Word::plain("坏东西"), Word::plain("东西"), Word::plain("坏东")];
    let matcher = Matcher::new(&words, &[]).unwrap();
    let hits = matcher.find("坏东西与东西");
    assert_eq!(hits.iter().map(|hit| hit.word).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_list_that_cannot_be_looked_for_is_refused() {
    assert!(Matcher::new(&[Word::plain("**")], &[]).is_err());
    assert!(Matcher::new(&[Word::plain(&"长".repeat(41))], &[]).is_err());
    let many = |n: usize, pinyin| -> Vec<Word> {
        let word = |i: usize| char::from_u32(0x4e00 + (i % 20_000) as u32).unwrap();
        (0..n).map(|i| Word { text: format!("{}{}坏", word(i), word(i / 20_000 + 7)), pinyin }).collect()
    };
    assert!(Matcher::new(&many(100_001, false), &[]).is_err());
    assert!(Matcher::new(&many(20_001, true), &[]).is_err());
    assert!(Matcher::new(&[], &[]).unwrap().find("anything").is_empty());
}

proptest! {
    /// Whatever is written: places are whole characters, in order, apart; masks keep the length and all the rest.
    #[test]
    fn masks_keep_length_and_position(
        text in "([代考坏东西真相色情a-dA-Ds .*-]|ass|加vx|\\PC){0,60}",
    ) {
        let hits = matcher().find(&text);
        let masked = mask(&text, &hits);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        let mut reached = 0;
        for hit in &hits {
            prop_assert!(hit.from >= reached && hit.to > hit.from);
            prop_assert!(text.is_char_boundary(hit.from) && text.is_char_boundary(hit.to));
            reached = hit.to;
        }
        let stars: Vec<bool> = text.char_indices().map(|(at, _)| hits.iter().any(|it| (it.from..it.to).contains(&at))).collect();
        for ((before, after), star) in text.chars().zip(masked.chars()).zip(stars) {
            prop_assert_eq!(after, if star { '*' } else { before });
        }
    }

    /// A listed word stands out of any text, wherever clauses part it from the rest.
    #[test]
    fn a_word_in_any_text_is_found(before in "[\u{4e00}-\u{9fa5}a-z ]{0,30}", after in "[\u{4e00}-\u{9fa5}a-z ]{0,30}") {
        let text = format!("{before}，坏东西，{after}");
        let at = before.len() + '，'.len_utf8();
        let hits = matcher().find(&text);
        prop_assert!(hits.iter().any(|hit| hit.from == at && hit.to == at + "坏东西".len()));
    }
}

/// A list and a text made to cost much: the time grows with the text, not with its square.
#[test]
fn a_hostile_list_and_text_end() {
    let words: Vec<Word> = (1..=40).map(|n| Word::plain(&"坏".repeat(n))).collect();
    let matcher = Matcher::new(&words, &["坏坏".to_owned()]).unwrap();
    let text = "坏".repeat(10_000);
    assert_eq!(mask(&text, &matcher.find(&text)).chars().count(), 10_000);
    let signs = [".*+?()[]{}|^$\\好", "(?i)坏", "\u{0}坏\u{7}人"].map(Word::plain);
    let matcher = Matcher::new(&signs, &[]).unwrap();
    assert_eq!(matcher.find("坏人").len(), 1);
    assert!(matcher.find("anything at all").is_empty());
}
