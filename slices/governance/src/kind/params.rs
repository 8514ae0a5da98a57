//! The parameters of a rule: typed, bounded, and the source of their form and their explanation.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use xingtan_i18n::Msg;

/// What a parameter may hold.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A whole number of `unit` (a Fluent key), within bounds.
    Count {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
        /// Fluent key of the unit.
        unit: &'static str,
    },
    /// One of some words; Fluent keys `governance-choice-WORD`.
    Choice(&'static [&'static str]),
    /// A text of at most so many characters, checked by the rule itself.
    Text(usize),
}

/// One parameter. Fluent: `governance-param-KIND-NAME`, and `…-hint`.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name, in code and forms.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// What it holds in a fresh control.
    pub default: &'static str,
}

impl Param {
    /// A number.
    pub const fn count(
        name: &'static str,
        (min, max): (i64, i64),
        unit: &'static str,
        default: &'static str,
    ) -> Param {
        Param { name, shape: Shape::Count { min, max, unit }, default }
    }

    /// A choice.
    pub const fn choice(name: &'static str, words: &'static [&'static str], default: &'static str) -> Param {
        Param { name, shape: Shape::Choice(words), default }
    }
}

/// Why a set of parameters is no good: each beside its name.
pub type Wrong = Vec<(&'static str, Msg)>;

/// The values of a control, every one checked against its declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<&'static str, String>);

impl Params {
    /// Reads values by name; what is absent takes its default.
    ///
    /// # Errors
    /// All that is wrong, each beside its name.
    pub fn read<'a>(
        declared: &'static [Param],
        mut given: impl FnMut(&str) -> Option<&'a str>,
    ) -> Result<Params, Wrong> {
        let mut wrong = Vec::new();
        let mut values = BTreeMap::new();
        for param in declared {
            let text = given(param.name).unwrap_or(param.default).trim();
            match fits(param.shape, text) {
                Ok(()) => {
                    values.insert(param.name, text.to_owned());
                }
                Err(msg) => wrong.push((param.name, msg)),
            }
        }
        if wrong.is_empty() { Ok(Params(values)) } else { Err(wrong) }
    }

    /// What a fresh control holds.
    pub fn defaults(declared: &'static [Param]) -> Params {
        Params(declared.iter().map(|it| (it.name, it.default.to_owned())).collect())
    }

    /// From JSON as kept: an object of texts. What no longer fits its declaration takes its default.
    pub fn kept(declared: &'static [Param], json: &str) -> Params {
        let map: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
        let value = |param: &Param| {
            let text = map.get(param.name).and_then(Value::as_str)?;
            fits(param.shape, text).ok().map(|()| text.to_owned())
        };
        Params(
            declared.iter().map(|it| (it.name, value(it).unwrap_or_else(|| it.default.to_owned()))).collect(),
        )
    }

    /// As JSON to keep.
    pub fn json(&self) -> String {
        let map: Map<String, Value> =
            self.0.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
        Value::Object(map).to_string()
    }

    /// A number; 0 where there is none of this name.
    pub fn int(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or(0)
    }

    /// A word or text; empty where there is none of this name.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// All values by name.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

fn fits(shape: Shape, text: &str) -> Result<(), Msg> {
    match shape {
        Shape::Count { min, max, .. } => match text.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Ok(()),
            _ => Err(Msg::new("web-form-range").with("from", min).with("to", max)),
        },
        Shape::Choice(words) if words.contains(&text) => Ok(()),
        Shape::Choice(_) => Err(Msg::new("web-form-choice")),
        Shape::Text(max) if text.chars().count() <= max => Ok(()),
        Shape::Text(max) => Err(Msg::new("web-form-too-long")
            .with("max", max as i64)
            .with("now", text.chars().count() as i64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DECLARED: &[Param] = &[
        Param::count("courses", (1, 31), "governance-unit-courses", "2"),
        Param::choice("mode", &["automatic", "confirmed"], "automatic"),
    ];

    #[test]
    fn absent_values_take_their_defaults_and_wrong_ones_are_all_named() {
        let params = Params::read(DECLARED, |_| None).unwrap();
        assert_eq!((params.int("courses"), params.text("mode")), (2, "automatic"));
        let wrong = Params::read(DECLARED, |_| Some("x")).unwrap_err();
        assert_eq!(wrong.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["courses", "mode"]);
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back(courses in 1_i64..=31, confirmed: bool) {
            let (courses, mode) = (courses.to_string(), if confirmed { "confirmed" } else { "automatic" });
            let given = |name: &str| Some(if name == "courses" { courses.as_str() } else { mode });
            let params = Params::read(DECLARED, given).unwrap();
            prop_assert_eq!(Params::kept(DECLARED, &params.json()), params);
        }

        #[test]
        fn no_json_that_is_kept_breaks_a_control(json: String) {
            prop_assert_eq!(Params::kept(DECLARED, &json), Params::defaults(DECLARED));
        }
    }
}
