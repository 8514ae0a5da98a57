//! What every pack keeps to.

use super::*;
use std::collections::BTreeSet;

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn every_article_of_a_pack_stands_in_both_languages_and_its_rules_fit() {
    for code in ALL {
        let pack = pack(code).unwrap_or_else(|| panic!("{code} cannot be read"));
        let mut numbers = BTreeSet::new();
        let mut bound = Vec::new();
        for it in &pack.articles {
            assert!(numbers.insert(&it.number), "{code} has article {} twice", it.number);
            for both in [Some(&it.title), Some(&it.body), it.by_hand.as_ref()].into_iter().flatten() {
                assert!(both.of(Lang::ZhCn).chars().any(is_han), "{code} {}: not Chinese", it.number);
                assert!(!both.of(Lang::En).is_empty(), "{code} {}: not English", it.number);
                assert!(!both.of(Lang::En).chars().any(is_han), "{code} {}: not English", it.number);
            }
            assert!(it.title.of(Lang::En).chars().count() <= 80 && it.number.chars().count() <= 20);
            for control in &it.controls {
                assert!(control.read().is_some(), "{code} {}: {control:?} does not fit", it.number);
                bound.push((control.kind.as_str(), "", None));
            }
        }
        assert!(!crate::regulation::rules::twice(&bound), "{code} binds one kind twice");
    }
}

#[test]
fn the_academy_pack_has_the_figures_of_the_regulation() {
    let pack = pack(ACADEMY).unwrap();
    let value = |number: &str, kind: &str, param: &str| {
        let article = pack.articles.iter().find(|it| it.number == number).unwrap();
        let control = article.controls.iter().find(|it| it.kind == kind).unwrap();
        control.read().unwrap().int(param)
    };
    assert_eq!(value("7.1.2", "monthly-minimum", "courses"), 2);
    assert_eq!(value("7.1.3", "missed-tasks", "misses"), 3);
    assert_eq!(value("7.1.3", "missed-tasks", "months"), 1);
    assert_eq!(value("7.1.3", "cumulative-months", "months"), 3);
    assert_eq!(value("4.2.1", "account-sharing", "days"), 7);
    assert_eq!(value("7.1.4", "online-hours-share", "percent"), 30);
    assert_eq!(value("7.1.4", "online-hours-share", "percent_approved"), 50);
    assert_eq!(value("7.2.1", "ranking-month", "top"), 10);
    assert_eq!(value("7.2.3", "ranking-year", "top"), 10);
    let chapters: BTreeSet<&str> =
        pack.articles.iter().filter_map(|it| it.number.split('.').next()).collect();
    assert_eq!(chapters.into_iter().collect::<Vec<_>>(), ["1", "2", "3", "4", "5", "6", "7", "8"]);
}
