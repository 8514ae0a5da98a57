//! Finds the keys which code and templates use, for the test that none of them is missing.

use crate::{Kind, Lang, Texts};
use std::{collections::BTreeSet, fs, io, path::Path};
use xingtan_clock::Zone;

/// What stands before a key in code and templates.
const CALLS: [&str; 8] =
    [".t(\"", ".t1(\"", ".t2(\"", ".t3(\"", ".tn(\"", ".text(\"", "Msg::new(\"", "Msg::of(\""];

/// The keys written out in a source text or template: the first literal of `.t(…)`, `.t1(…)`, `Msg::new(…)` and
/// their kin. Keys put together at run time are not seen.
pub fn keys_in(source: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for call in CALLS {
        for (at, _) in source.match_indices(call) {
            let rest = &source[at + call.len()..];
            if let Some((key, _)) = rest.split_once('"') {
                keys.insert(key);
            }
        }
    }
    keys
}

/// Names every key that a `.rs` file or template under `folder` uses and that `texts` lacks, with its file. Code
/// below `#[cfg(test)]` is passed over. For tests: it reads the folder each time.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn unknown_keys(texts: &Texts, folder: &Path) -> io::Result<Vec<String>> {
    let locale = texts.locale(Lang::ZhCn, Kind::School, Zone::default());
    let mut unknown = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| ["rs", "html", "svg", "txt"].iter().any(|x| e == *x)) {
                let source = fs::read_to_string(&path)?;
                let product = source.split("#[cfg(test)]").next().unwrap_or_default();
                let missing = keys_in(product).into_iter().filter(|key| !locale.has(key));
                unknown.extend(missing.map(|key| format!("{}: {key}", path.display())));
            }
        }
    }
    unknown.sort();
    Ok(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_templates_and_code() {
        let source =
            r#"<h1>{{ l.t("shop-title") }}</h1>{{ l.t1("shop-n", "n", count) }} Msg::new("shop-gone")"#;
        assert_eq!(keys_in(source).into_iter().collect::<Vec<_>>(), ["shop-gone", "shop-n", "shop-title"]);
    }

    #[test]
    fn this_crate_uses_no_unknown_key() {
        let folder = Path::new("src");
        let unknown = unknown_keys(&Texts::build(&crate::texts()), folder).unwrap();
        assert_eq!(unknown, Vec::<String>::new());
    }
}
