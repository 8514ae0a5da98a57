//! Declarations of parameters and features, and what makes a value right.

use xingtan_i18n::{Kind, Msg};

/// What a value looks like. Values are kept as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A whole number within bounds; `unit` is a Fluent key (`settings-unit-minutes`).
    Int {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
        /// Fluent key of the unit.
        unit: &'static str,
    },
    /// `true` or `false`.
    Bool,
    /// Text of at most so many characters.
    Text(usize),
    /// One of these codes.
    Choice(&'static [&'static str]),
}

/// The value where nobody set one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// The same for every kind of institution.
    Same(&'static str),
    /// One for each kind.
    ByKind {
        /// 学校.
        school: &'static str,
        /// 企业网络学院.
        academy: &'static str,
        /// 培训机构.
        training: &'static str,
    },
}

impl Default {
    /// The value for a kind.
    pub fn of(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Default::Same(value), _) => value,
            (Default::ByKind { school, .. }, Kind::School) => school,
            (Default::ByKind { academy, .. }, Kind::Academy) => academy,
            (Default::ByKind { training, .. }, Kind::Training) => training,
        }
    }
}

/// A parameter that an institution may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its key, such as `accounts.lockout.failures`. The label's Fluent key is the same with `-` for `.`,
    /// preceded by `setting-`; a hint ends in `-hint`.
    pub key: &'static str,
    /// What values look like.
    pub shape: Shape,
    /// The value where nobody set one.
    pub default: Default,
}

/// A part of the program that is on or off by the kind of institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its key, such as `approvals.opening`.
    pub key: &'static str,
    /// The kinds in which it is on unless somebody decides otherwise.
    pub on: &'static [Kind],
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not a whole number within the bounds.
    Int {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Neither `true` nor `false`.
    Bool,
    /// Longer than this.
    Text(usize),
    /// Not among the choices.
    Choice,
}

impl Wrong {
    /// For the field of a form.
    pub fn msg(&self) -> Msg {
        match self {
            Wrong::Int { min, max } => Msg::new("settings-wrong-int").with("min", *min).with("max", *max),
            Wrong::Bool => Msg::new("settings-wrong-bool"),
            Wrong::Text(max) => Msg::new("settings-wrong-text").with("max", *max),
            Wrong::Choice => Msg::new("settings-wrong-choice"),
        }
    }
}

impl Setting {
    /// Fluent key of the label.
    pub fn label(&self) -> String {
        format!("setting-{}", self.key.replace('.', "-"))
    }

    /// The value in its plain form, or what is wrong with it.
    pub fn check(&self, value: &str) -> Result<String, Wrong> {
        let value = value.trim();
        match self.shape {
            Shape::Int { min, max, .. } => match value.parse::<i64>() {
                Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
                _ => Err(Wrong::Int { min, max }),
            },
            Shape::Bool => match value {
                "true" | "yes" | "on" | "1" => Ok("true".to_owned()),
                "false" | "no" | "off" | "0" | "" => Ok("false".to_owned()),
                _ => Err(Wrong::Bool),
            },
            Shape::Text(max) if value.chars().count() > max => Err(Wrong::Text(max)),
            Shape::Text(_) => Ok(value.to_owned()),
            Shape::Choice(codes) if codes.contains(&value) => Ok(value.to_owned()),
            Shape::Choice(_) => Err(Wrong::Choice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAYS: Setting = Setting {
        key: "x.days",
        shape: Shape::Int { min: 1, max: 30, unit: "settings-unit-days" },
        default: Default::Same("7"),
    };

    proptest! {
        #[test]
        fn a_number_is_taken_exactly_within_its_bounds(n in -100i64..100) {
            prop_assert_eq!(DAYS.check(&format!(" {n} ")).is_ok(), (1..=30).contains(&n));
        }
    }

    #[test]
    fn a_default_may_differ_by_kind() {
        let default = Default::ByKind { school: "a", academy: "b", training: "c" };
        assert_eq!(default.of(Kind::Training), "c");
        assert_eq!(DAYS.default.of(Kind::School), "7");
    }
}
