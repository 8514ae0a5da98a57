//! Every page in both languages: all texts exist, and a list costs a constant number of statements.

use crate::town::Town;

const OWN: [&str; 8] = [
    "/account",
    "/account/password",
    "/account/second-factor",
    "/account/sessions",
    "/account/sign-ins",
    "/account/tokens",
    "/account/consents",
    "/account/proof",
];
const OPEN: [&str; 6] = [
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/forgotten?sent=yes",
    "/sign-in/ticket",
    "/terms",
    "/privacy",
];
const SECURITY: [&str; 4] = ["/security", "/security/sign-ins", "/security/sessions", "/security/policy"];

#[tokio::test]
async fn every_page_speaks_both_languages() {
    for town in Town::all().await {
        for lang in ["zh-CN", "en"] {
            let mut guest = town.browser();
            guest.cookies.insert("xt_lang".into(), lang.into());
            for path in OPEN {
                guest.get(path).await.is(200);
            }
            let mut security = town.signed_in("security").await;
            security.cookies.insert("xt_lang".into(), lang.into());
            for path in OWN.into_iter().chain(SECURITY) {
                let page = security.get(path).await.is(200);
                if lang == "en" {
                    let chinese: String =
                        page.body.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
                    let known = chinese.replace("杏坛", "").replace("中文", "");
                    assert!(known.is_empty(), "{path}: {known}");
                }
            }
            let mut centre = town.signed_in("center").await;
            centre.cookies.insert("xt_lang".into(), lang.into());
            centre.get("/people/tickets").await.is(200);
            let mut wizard = town.browser();
            wizard.cookies.insert("xt_lang".into(), lang.into());
        }
    }
    for town in Town::empty().await {
        let mut wizard = town.browser();
        wizard.cookies.insert("xt_lang".into(), "en".into());
        wizard.get("/setup").await.is(200).has("First run");
    }
}

#[test]
fn every_text_stands_in_both_languages() {
    let all =
        [xingtan_i18n::texts(), xingtan_settings::texts(), xingtan_web::texts(), xingtan_accounts::texts()]
            .concat();
    // One file per half of the slice: the names of files are longer than the prefix of their keys.
    let faults: Vec<String> = xingtan_i18n::check(&all)
        .into_iter()
        .filter(|fault| fault.contains("accounts-door.ftl") && !fault.contains("does not begin with"))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn what_the_program_gathers_has_its_words() {
    let texts = xingtan_accounts::texts();
    let all: String =
        texts.iter().filter(|text| text.name == "accounts-door").map(|text| text.source).collect();
    let has = |key: &str| assert_eq!(all.matches(&format!("\n{key} =")).count(), 2, "{key}");
    for setting in xingtan_accounts::settings().iter().filter(|setting| all.contains(&setting.label())) {
        has(&setting.label());
    }
    for kind in xingtan_accounts::notices().iter().filter(|kind| all.contains(&kind.title_key())) {
        has(&kind.title_key());
        has(&kind.name_key());
    }
    for job in ["sessions", "restore", "purge", "rotation"] {
        has(&format!("accounts-job-{job}"));
    }
}

#[tokio::test]
async fn a_request_of_a_session_costs_three_statements_and_the_door_none() {
    let town = Town::all().await.remove(0);
    let mut browser = town.signed_in("lin").await;
    let before = town.statements();
    browser.get("/account/proof").await.is(200);
    assert_eq!(town.statements() - before, 3);
    let mut guest = town.browser();
    let before = town.statements();
    guest.get("/sign-in").await.is(200);
    assert_eq!(town.statements() - before, 0);
    let demo = Town::demos().await.remove(0);
    let mut guest = demo.browser();
    guest.get("/sign-in").await.is(200);
    let before = demo.statements();
    guest.get("/sign-in").await.is(200);
    assert_eq!(demo.statements() - before, 0, "names of demo people are read once a minute");
}
