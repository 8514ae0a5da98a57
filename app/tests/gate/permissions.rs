//! Role × action of the whole program, as a table to be read.

use std::collections::BTreeSet;
use xingtan_auth::Role;
use xingtan_clock::Zone;
use xingtan_i18n::{Kind, Lang, Texts};

#[test]
fn role_by_action_is_what_the_document_says() {
    let permissions = xingtan::permissions();
    let mut text = String::from(
        "# Role × action\n\nWho may do what, on the nodes where the role is granted and below them. Written by the test \
         `app/tests/gate`, from what the slices declare; `GATE_RECORD=1 cargo nextest run -p xingtan --test gate` \
         writes it anew.\n\nWhat the whole institution shares (bodies, positions, categories, the pages below `/system`) is changed only \
         by whoever holds the role at its root.\n\n",
    );
    let head: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    text.push_str(&format!("| action | {} |\n|---|{}\n", head.join(" | "), "---|".repeat(head.len())));
    for (name, roles) in permissions.all() {
        let marks: Vec<&str> =
            Role::ALL.iter().map(|role| if roles.contains(role) { "●" } else { " " }).collect();
        text.push_str(&format!("| `{name}` | {} |\n", marks.join(" | ")));
    }
    super::recorded("docs/permissions.md", &text);
}

#[test]
fn every_action_and_its_family_have_a_name_in_both_languages() {
    let permissions = xingtan::permissions();
    let names: BTreeSet<&str> = permissions.all().map(|(name, _)| name).collect();
    let families = names.iter().filter_map(|name| Some(name.split_once('.')?.0));
    let keys: BTreeSet<String> =
        names.iter().copied().chain(families).map(|name| format!("may-{}", name.replace('.', "-"))).collect();
    let all = Texts::build(&xingtan::texts());
    for lang in Lang::ALL {
        let locale = all.locale(lang, Kind::Academy, Zone::default());
        let missing: Vec<&String> = keys.iter().filter(|key| !locale.has(key)).collect();
        assert!(missing.is_empty(), "{lang:?} {missing:?}");
        // `has` may answer from the other language: each says it in its own.
        let other = Lang::ALL.into_iter().find(|it| *it != lang).unwrap();
        let other = all.locale(other, Kind::Academy, Zone::default());
        let same: Vec<&String> = keys.iter().filter(|key| locale.t(key) == other.t(key)).collect();
        assert!(same.is_empty(), "{lang:?} {same:?}");
    }
}
