//! Finds faults in texts before a reader does. Each crate's own test calls this; one test of the program calls it
//! with the resources of all crates.

use crate::{Kind, Lang, Resource};
use fluent_syntax::{ast, parser};
use std::collections::{BTreeMap, BTreeSet};

/// The functions that texts may call.
const FUNCTIONS: [&str; 2] = ["GROUP", "CREDITS"];

/// Names every fault: unreadable entries, keys that do not begin with the name of their file, keys defined twice,
/// keys missing in one language, differing values, references to unknown terms, messages or functions, and
/// overrides of what does not exist. Empty when all is well; sorted, each fault once.
pub fn check(resources: &[Resource]) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let entries = read(resources, &mut faults);
    for layer in [None, Some(Kind::School), Some(Kind::Academy), Some(Kind::Training)] {
        compare_languages(&entries, layer, &mut faults);
    }
    unknown_overrides(&entries, &mut faults);
    unknown_references(&entries, &mut faults);
    faults.into_iter().collect()
}

/// What one message or term uses.
#[derive(Default)]
struct Uses {
    values: BTreeSet<String>,
    references: BTreeSet<String>,
    functions: BTreeSet<String>,
}

/// Layer, then key (a term begins with a hyphen), to where it stands and what it uses.
type Entries = BTreeMap<(Lang, Option<Kind>), BTreeMap<String, (&'static str, Uses)>>;

fn read(resources: &[Resource], faults: &mut BTreeSet<String>) -> Entries {
    let mut entries = Entries::new();
    for resource in resources {
        let place = format!("{}/{}.ftl", resource.lang, resource.name);
        let parsed = parser::parse(resource.source).unwrap_or_else(|(partial, errors)| {
            faults.extend(errors.iter().map(|e| {
                let line = resource.source[..e.pos.start].matches('\n').count() + 1;
                format!("{place}: cannot be read near line {line}: {}", e.kind)
            }));
            partial
        });
        for entry in parsed.body {
            let (key, pattern, attributes) = match entry {
                ast::Entry::Message(m) => (m.id.name.to_owned(), m.value, m.attributes),
                ast::Entry::Term(t) => (format!("-{}", t.id.name), Some(t.value), t.attributes),
                _ => continue,
            };
            let own = key.strip_prefix(resource.name).is_some_and(|rest| rest.starts_with('-'));
            // Names of permissions begin alike in all crates: one page lists them all.
            let permission = key.starts_with("may-");
            if resource.kind.is_none() && !key.starts_with('-') && !own && !permission {
                faults.insert(format!("{place}: {key} does not begin with {}-", resource.name));
            }
            if !attributes.is_empty() || pattern.is_none() {
                faults.insert(format!(
                    "{place}: {key} has attributes or no value; give each text a key of its own"
                ));
            }
            let mut uses = Uses::default();
            if let Some(pattern) = &pattern {
                in_pattern(pattern, &mut uses);
            }
            let layer = entries.entry((resource.lang, resource.kind)).or_default();
            if let Some((other, _)) = layer.insert(key.clone(), (resource.name, uses)) {
                faults.insert(format!("{place}: {key} is already defined in {other}.ftl"));
            }
        }
    }
    entries
}

fn in_pattern(pattern: &ast::Pattern<&str>, uses: &mut Uses) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, uses);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, uses: &mut Uses) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, uses),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, uses);
            variants.iter().for_each(|v| in_pattern(&v.value, uses));
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, uses: &mut Uses) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            uses.values.insert(id.name.to_owned());
        }
        ast::InlineExpression::MessageReference { id, .. } => {
            uses.references.insert(id.name.to_owned());
        }
        ast::InlineExpression::TermReference { id, .. } => {
            uses.references.insert(format!("-{}", id.name));
        }
        ast::InlineExpression::FunctionReference { id, arguments } => {
            uses.functions.insert(id.name.to_owned());
            arguments.positional.iter().for_each(|a| in_inline(a, uses));
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, uses),
        _ => {}
    }
}

fn compare_languages(entries: &Entries, layer: Option<Kind>, faults: &mut BTreeSet<String>) {
    for (lang, other) in [(Lang::ZhCn, Lang::En), (Lang::En, Lang::ZhCn)] {
        let empty = BTreeMap::new();
        let theirs = entries.get(&(other, layer)).unwrap_or(&empty);
        for (key, (name, uses)) in entries.get(&(lang, layer)).into_iter().flatten() {
            match theirs.get(key) {
                None => {
                    faults.insert(format!("{other}/{name}.ftl: {key} is missing"));
                }
                // A term's values choose forms of the word, which languages have or have not.
                Some((_, their_uses)) if !key.starts_with('-') => {
                    for value in uses.values.difference(&their_uses.values) {
                        faults.insert(format!("{other}/{name}.ftl: {key} does not use ${value}"));
                    }
                }
                Some(_) => {}
            }
        }
    }
}

fn unknown_overrides(entries: &Entries, faults: &mut BTreeSet<String>) {
    for ((lang, kind), layer) in entries {
        let general = entries.get(&(*lang, None));
        if kind.is_none() {
            continue;
        }
        for (key, (name, _)) in layer {
            if !general.is_some_and(|g| g.contains_key(key)) {
                faults.insert(format!("{lang}/{name}.ftl: {key} overrides nothing"));
            }
        }
    }
}

fn unknown_references(entries: &Entries, faults: &mut BTreeSet<String>) {
    for ((lang, _), layer) in entries {
        // Overrides only replace what is there, so the general layer knows every name.
        let general = entries.get(&(*lang, None));
        for (key, (name, uses)) in layer {
            for reference in &uses.references {
                if !general.is_some_and(|g| g.contains_key(reference)) {
                    faults.insert(format!("{lang}/{name}.ftl: {key} refers to unknown {reference}"));
                }
            }
            for function in uses.functions.iter().filter(|f| !FUNCTIONS.contains(&f.as_str())) {
                faults.insert(format!("{lang}/{name}.ftl: {key} calls unknown {function}()"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lang: Lang, kind: Option<Kind>, name: &'static str, source: &'static str) -> Resource {
        Resource { lang, kind, name, source }
    }

    #[test]
    fn the_texts_of_this_crate_have_no_fault() {
        assert_eq!(check(&crate::texts()), Vec::<String>::new());
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let faults = check(&[
            of(
                Lang::ZhCn,
                None,
                "shop",
                "shop-a = 甲 { $n }\nshop-b = { -gone }\nelse-c = 丙\nshop-d = 丁\nshop-e =",
            ),
            of(Lang::En, None, "shop", "shop-a = A\nshop-b = { NUMBER($n) }\nelse-c = C"),
            of(Lang::En, None, "shop-more", "shop-a = again"),
            of(Lang::ZhCn, Some(Kind::School), "shop-school", "shop-z = 子"),
        ]);
        assert_eq!(
            faults,
            [
                "en/shop-more.ftl: shop-a does not begin with shop-more-",
                "en/shop-more.ftl: shop-a is already defined in shop.ftl",
                "en/shop-school.ftl: shop-z is missing",
                "en/shop.ftl: else-c does not begin with shop-",
                "en/shop.ftl: shop-a does not use $n",
                "en/shop.ftl: shop-b calls unknown NUMBER()",
                "en/shop.ftl: shop-d is missing",
                "zh-CN/shop-school.ftl: shop-z overrides nothing",
                "zh-CN/shop.ftl: cannot be read near line 5: Expected a message field for \"shop-e\"",
                "zh-CN/shop.ftl: else-c does not begin with shop-",
                "zh-CN/shop.ftl: shop-b does not use $n",
                "zh-CN/shop.ftl: shop-b refers to unknown -gone",
            ]
        );
    }
}
