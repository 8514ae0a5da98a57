//! Numbers of documents, and decisions.

use super::*;
use proptest::prelude::*;

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

/// A number with its check sign.
fn whole(digits: &str) -> String {
    format!("{digits}{}", check_sign(digits).unwrap())
}

fn card() -> impl Strategy<Value = String> {
    let province = prop::sample::select(PROVINCES.to_vec());
    (province, 0_u32..10_000, 1930_u32..2026, 1_u32..=12, 1_u32..=28, 0_u32..1000)
        .prop_map(|(p, place, y, m, d, n)| whole(&format!("{p}{place:04}{y}{m:02}{d:02}{n:03}")))
}

proptest! {
    #[test]
    fn a_card_with_its_check_sign_is_taken_and_holds_its_date_of_birth(card in card()) {
        let found = number(Document::Resident, &card, today()).unwrap();
        prop_assert_eq!(found.born.unwrap().to_string().replace('-', ""), &card[6..14]);
        prop_assert_eq!(found.text, card);
    }

    /// MOD 11-2 finds every single wrong digit, wherever it stands.
    #[test]
    fn any_single_wrong_digit_is_refused(card in card(), at in 0_usize..18, by in 1_u8..10) {
        let mut bytes = card.clone().into_bytes();
        bytes[at] = match bytes[at] {
            b'X' => b'0' + by,
            digit => b'0' + (digit - b'0' + by) % 10,
        };
        let wrong = String::from_utf8(bytes).unwrap();
        prop_assert!(number(Document::Resident, &wrong, today()).is_err(), "{} {}", card, wrong);
    }

    /// And every two neighbours that changed places.
    #[test]
    fn any_swap_of_neighbours_is_refused(card in card(), at in 0_usize..17) {
        let mut bytes = card.clone().into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        let wrong = String::from_utf8(bytes).unwrap();
        prop_assert!(number(Document::Resident, &wrong, today()).is_err(), "{} {}", card, wrong);
    }

    #[test]
    fn nothing_that_is_typed_breaks_the_check(typed in "\\PC{0,40}", wide in "[０-９Ｘ 　-]{0,30}") {
        for document in Document::ALL {
            let _ = number(document, &typed, today());
            let _ = number(document, &wide, today());
            if let Ok(found) = number(document, &typed, today()) {
                prop_assert_eq!(number(document, &found.text, today()), Ok(found));
            }
        }
    }

    #[test]
    fn a_masked_name_shows_its_first_sign_alone(name in "\\PC{1,30}") {
        let masked = mask_name(&name);
        prop_assert_eq!(masked.chars().count(), name.chars().count());
        prop_assert!(masked.chars().skip(1).all(|c| c == '*'));
    }

    /// Whatever is decided: never one's own, never what was not seen, never without a reason for a rejection.
    #[test]
    fn only_what_was_seen_is_decided_and_never_ones_own(
        state in prop::sample::select(State::ALL.to_vec()),
        verdict in prop::sample::select(Verdict::ALL.to_vec()),
        (version, seen) in (1_i64..4, 1_i64..4),
        own: bool,
        reason in prop::sample::select(vec!["", " ", "照片看不清"]),
    ) {
        let facts = Facts { state, version, seen, own, reason };
        if let Decided::To(to) = decide(facts, verdict) {
            prop_assert!(!own && version == seen && to != state && to != State::Pending);
            prop_assert!(to == State::Verified || !reason.trim().is_empty());
            prop_assert!(to == State::Rejected || state == State::Pending);
        }
    }
}

#[test]
fn each_kind_of_document_has_signs_of_its_own() {
    let check = |document, typed: &str, expected: Result<Option<&str>, Wrong>| {
        let found = number(document, typed, today());
        let expected = expected.map(|born| born.map(str::to_owned));
        assert_eq!(found.map(|it| it.born.map(|day| day.to_string())), expected, "{document:?} {typed}");
    };
    use Document::{Foreigner, Passport, Residence, Resident};
    let x = (0..1000).map(|n| whole(&format!("11010519491231{n:03}"))).find(|it| it.ends_with('X')).unwrap();
    check(Resident, &x, Ok(Some("1949-12-31")));
    check(Resident, &x.to_lowercase(), Ok(Some("1949-12-31")));
    check(Resident, &format!(" {} {}-{} ", &x[..6], &x[6..14], &x[14..]), Ok(Some("1949-12-31")));
    let wide: String = x.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    check(Resident, &wide, Ok(Some("1949-12-31")));
    check(Resident, "", Err(Wrong::Signs(Resident)));
    check(Resident, "110105491231002", Err(Wrong::Signs(Resident)));
    check(Resident, "11010519491231002Y", Err(Wrong::Signs(Resident)));
    check(Resident, &whole("99010519491231002"), Err(Wrong::Region(Resident)));
    check(Resident, &whole("11010519490230002"), Err(Wrong::Born));
    check(Resident, &whole("11010518991231002"), Err(Wrong::Born));
    check(Resident, &whole("11010520261123002"), Err(Wrong::Born));
    check(Resident, &whole("11010520261122002"), Ok(Some("2026-11-22")));
    check(Resident, &whole("11010520240229002"), Ok(Some("2024-02-29")));
    check(Resident, &whole("11010520230229002"), Err(Wrong::Born));
    check(Residence, &whole("81000019900101001"), Ok(Some("1990-01-01")));
    check(Residence, &whole("84000019900101001"), Err(Wrong::Region(Residence)));
    check(Residence, &whole("11010519900101001"), Err(Wrong::Region(Residence)));
    check(Resident, &whole("81000019900101001"), Err(Wrong::Region(Resident)));
    check(Foreigner, &whole("91184019900101001"), Ok(Some("1990-01-01")));
    check(Foreigner, &whole("11010519900101001"), Err(Wrong::Region(Foreigner)));
    check(Foreigner, "DEU110090010112", Ok(None));
    check(Foreigner, "DE1110090010112", Err(Wrong::Signs(Foreigner)));
    check(Passport, "e 12345678", Ok(None));
    for wrong in ["", "E123", "EABCDEFG", "E1234567890123456", "E1234/678", "护照12345"] {
        check(Passport, wrong, Err(Wrong::Signs(Passport)));
    }
}

#[test]
fn names_are_compared_without_spaces_dots_and_case() {
    assert_eq!(comparable("阿依 古丽·买买提"), comparable("阿依古丽•买买提"));
    assert_eq!(comparable("John  SMITH"), comparable("johnsmith"));
    assert_ne!(comparable("温以安"), comparable("温以宁"));
    assert_eq!(mask_name("温以安"), "温**");
}
