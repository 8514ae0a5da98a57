//! All routes of the program, read from its sources: a new one is asked at once, whether or not anybody thought of it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A method on an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// As registered: `/people/{id}`.
    pub path: String,
    /// `GET`, `POST`.
    pub method: &'static str,
    /// Names of the fields that forms of the same part of the program read.
    pub fields: BTreeSet<String>,
}

const METHODS: [(&str, &str); 5] =
    [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("patch(", "PATCH"), ("delete(", "DELETE")];

/// How a form's field is read.
const READERS: [&str; 13] = [
    ".text(",
    ".optional(",
    ".secret(",
    ".int(",
    ".hundredths(",
    ".date(",
    ".id(",
    ".optional_id(",
    ".ids(",
    ".choice(",
    ".ticked(",
    ".value(",
    ".values(",
];

/// All of them, API operations included.
pub fn all(document: &serde_json::Value) -> Vec<Route> {
    let mut found = BTreeSet::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let code = before_tests(&text);
        let count = code.matches(".route(").count();
        let read = of_source(&code, &file);
        assert_eq!(
            read.len(),
            count,
            "{}: an address is registered in a way not understood here",
            file.display()
        );
        let odd = [".nest(", ".nest_service(", ".route_service(", ".fallback_service("];
        assert!(!odd.iter().any(|it| code.contains(it)), "{}: teach this scan the new way", file.display());
        if read.is_empty() {
            continue;
        }
        let fields = fields(file.parent().unwrap());
        for (path, methods) in read {
            assert!(!methods.is_empty(), "{}: {path} has no method", file.display());
            found.extend(methods.into_iter().map(|method| Route {
                path: path.clone(),
                method,
                fields: fields.clone(),
            }));
        }
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = METHODS.iter().find(|(name, _)| name.trim_end_matches('(') == method).unwrap().1;
            found.insert(Route { path: path.clone(), method, fields: BTreeSet::new() });
        }
    }
    found.into_iter().collect()
}

fn sources() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("src")];
    for layer in ["../slices", "../platform"] {
        folders.extend(fs::read_dir(layer).unwrap().map(|entry| entry.unwrap().path().join("src")));
    }
    let mut files: Vec<PathBuf> = folders.iter().flat_map(|folder| below(folder)).collect();
    files.sort();
    files
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let test = name.contains("test");
        if path.is_dir() && !test {
            found.extend(below(&path));
        } else if name.ends_with(".rs") && !test {
            found.push(path);
        }
    }
    found
}

fn before_tests(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Addresses with their methods.
fn of_source(code: &str, file: &Path) -> Vec<(String, Vec<&'static str>)> {
    let mut found = Vec::new();
    for (at, mark) in code.match_indices(".route(") {
        let inside = balanced(&code[at + mark.len()..]);
        let (address, handlers) = split(inside);
        let path = address_of(address.trim(), code)
            .unwrap_or_else(|| panic!("{}: the address {address} is not understood", file.display()));
        let methods = METHODS.iter().filter(|(call, _)| calls(handlers, call)).map(|(_, name)| *name);
        found.push((path, methods.collect()));
    }
    found
}

/// Up to the closing bracket.
fn balanced(rest: &str) -> &str {
    let mut depth = 0;
    for (at, sign) in rest.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => return &rest[..at],
            ')' => depth -= 1,
            _ => {}
        }
    }
    rest
}

/// The first argument and the rest.
fn split(arguments: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, sign) in arguments.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => return (&arguments[..at], &arguments[at + 1..]),
            _ => {}
        }
    }
    (arguments, "")
}

/// A literal, a constant of the file, or `&at("…")` after a constant.
fn address_of(written: &str, code: &str) -> Option<String> {
    if let Some(text) = written.strip_prefix('"') {
        return text.strip_suffix('"').map(str::to_owned);
    }
    if let Some(rest) = written.strip_prefix("&at(\"") {
        let (_, after) = code.split_once("let at = |rest: &str| format!(\"{")?;
        let (name, _) = after.split_once('}')?;
        return Some(address_of(name, code)? + rest.strip_suffix("\")")?);
    }
    let (_, after) = code.split_once(&format!("const {written}: &str = \""))?;
    Some(after.split_once('"')?.0.to_owned())
}

/// Whether a function is called: `post(`, but not `repost(`.
fn calls(code: &str, call: &str) -> bool {
    let inside_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(call).any(|(at, _)| !code[..at].ends_with(inside_word))
}

/// Names of fields read in the sources of a folder.
fn fields(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in below(folder) {
        let text = fs::read_to_string(&file).unwrap();
        for reader in READERS {
            for (at, _) in text.match_indices(reader) {
                let Some(rest) = text[at + reader.len()..].trim_start().strip_prefix('"') else { continue };
                let name = rest.split('"').next().unwrap_or_default();
                if name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()) {
                    found.insert(name.to_owned());
                }
            }
        }
    }
    found.remove("form_key");
    found
}

#[test]
fn routes_are_read_from_all_ways_of_writing_them() {
    let code = r#"const DOOR: &str = "/door"; const QUIZ: &str = "/q/{id}"; let at = |rest: &str| format!("{QUIZ}{rest}");
        Router::new().route("/a", get(x::delete).post(y)).route(DOOR, axum::routing::post(z))
        .route(&at("/b"), get(async move || (kind, text)))"#;
    let expected = [("/a", vec!["GET", "POST"]), ("/door", vec!["POST"]), ("/q/{id}/b", vec!["GET"])];
    let found = of_source(code, Path::new("x"));
    assert_eq!(found, expected.map(|(path, methods)| (path.to_owned(), methods)));
}
