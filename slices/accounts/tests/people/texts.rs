//! Words exist for all that is asked for, alike in both languages.

use std::path::Path;
use xingtan_i18n::{Texts, check, unknown_keys};

fn all() -> Vec<xingtan_i18n::Resource> {
    [
        xingtan_i18n::texts(),
        xingtan_settings::texts(),
        xingtan_approvals::texts(),
        xingtan_jobs::texts(),
        xingtan_notify::texts(),
        xingtan_imports::texts(),
        xingtan_documents::texts(),
        xingtan_web::texts(),
        xingtan_accounts::texts(),
    ]
    .concat()
}

#[test]
fn both_languages_say_the_same_things() {
    // The slice has two files of words, and keys carry its name.
    let faults = check(&all()).into_iter().filter(|fault| !fault.contains("does not begin with"));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn no_text_is_asked_for_that_does_not_exist() {
    let texts = Texts::build(&all());
    for folder in ["src", "templates"] {
        let folder = Path::new(folder);
        let unknown = unknown_keys(&texts, folder).unwrap().into_iter();
        // A field that a form reads by `.text(…)` is no key of a text.
        let keys = unknown.filter(|line| line.rsplit(' ').next().is_some_and(|key| key.contains('-')));
        assert_eq!(keys.collect::<Vec<_>>(), Vec::<String>::new());
    }
}
