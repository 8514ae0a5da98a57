//! Declarations of parameters and features, and what makes a value right.

use crate::Bound;
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
    /// JSON of at most so many bytes: lists and tables that have a form of their own. The owner checks what stands
    /// in it before it calls [`set`](crate::set).
    Json(usize),
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
    /// No JSON, or longer than so many bytes.
    Json(usize),
    /// Somebody else has changed it since the page was shown.
    Stale,
    /// The regulation in force prescribes another value.
    Bound(Box<Bound>),
}

impl Wrong {
    /// For the field of a form.
    pub fn msg(&self) -> Msg {
        match self {
            Wrong::Int { min, max } => Msg::new("settings-wrong-int").with("min", *min).with("max", *max),
            Wrong::Bool => Msg::new("settings-wrong-bool"),
            Wrong::Text(max) => Msg::new("settings-wrong-text").with("max", *max),
            Wrong::Choice => Msg::new("settings-wrong-choice"),
            Wrong::Json(max) => Msg::new("settings-wrong-json").with("max", *max),
            Wrong::Stale => Msg::new("settings-wrong-stale"),
            Wrong::Bound(by) => by.msg(),
        }
    }
}

impl Setting {
    /// Fluent key of the label.
    pub fn label(&self) -> String {
        format!("setting-{}", self.key.replace('.', "-"))
    }

    /// Fluent key of the hint below the field; not every setting has one.
    pub fn hint(&self) -> String {
        format!("{}-hint", self.label())
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
            Shape::Json(max) if value.len() > max => Err(Wrong::Json(max)),
            Shape::Json(max) => match serde_json::from_str::<serde_json::Value>(value) {
                Ok(json) => Ok(json.to_string()),
                Err(_) => Err(Wrong::Json(max)),
            },
        }
    }
}

impl Feature {
    /// Fluent key of the name: `feature-approvals-opening` for `approvals.opening`.
    pub fn label(&self) -> String {
        format!("feature-{}", self.key.replace('.', "-"))
    }

    /// Key under which a decision is kept.
    pub(crate) fn stored(&self) -> String {
        format!("feature.{}", self.key)
    }
}

/// All parameters and features of the program, for the pages on which they are changed.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    settings: Vec<Setting>,
    features: Vec<Feature>,
}

impl Declared {
    /// Gathers the crates' declarations, sorted by key.
    pub fn gather(settings: &[&[Setting]], features: &[&[Feature]]) -> Self {
        let mut settings: Vec<Setting> = settings.iter().flat_map(|list| list.iter().copied()).collect();
        let mut features: Vec<Feature> = features.iter().flat_map(|list| list.iter().copied()).collect();
        settings.sort_by_key(|setting| setting.key);
        features.sort_by_key(|feature| feature.key);
        Declared { settings, features }
    }

    /// All parameters by key.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// All features by key.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The parameter of a key.
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// The feature of a key.
    pub fn feature(&self, key: &str) -> Option<&Feature> {
        self.features.iter().find(|feature| feature.key == key)
    }

    /// What is wrong with the declarations: keys declared twice, defaults that their own check refuses. For a test.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let keys = self.settings.iter().map(|s| s.key).chain(self.features.iter().map(|f| f.key));
        let mut seen = std::collections::BTreeSet::new();
        faults.extend(keys.filter(|key| !seen.insert(*key)).map(|key| format!("{key} is declared twice")));
        for setting in &self.settings {
            for kind in Kind::ALL {
                let default = setting.default.of(kind);
                if setting.check(default).as_deref() != Ok(default) {
                    faults.push(format!("{}: the default for {kind} is {default:?}", setting.key));
                }
            }
        }
        faults
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

    #[test]
    fn declarations_are_gathered_and_their_faults_named() {
        const OPEN: Feature = Feature { key: "x.days", on: &[Kind::School] };
        const LONG: Setting = Setting {
            key: "x.name",
            shape: Shape::Text(2),
            default: Default::ByKind { school: "ab", academy: "abc", training: "" },
        };
        let declared = Declared::gather(&[&[LONG], &[DAYS]], &[&[OPEN]]);
        assert_eq!(
            declared.faults(),
            ["x.days is declared twice", "x.name: the default for academy is \"abc\""]
        );
        assert_eq!(declared.setting("x.name"), Some(&LONG));
        assert_eq!(declared.feature("x.days").map(Feature::label).as_deref(), Some("feature-x-days"));
        assert_eq!(DAYS.hint(), "setting-x-days-hint");
    }

    #[test]
    fn each_shape_takes_what_it_should() {
        let of = |shape| Setting { key: "x", shape, default: Default::Same("") };
        assert_eq!(of(Shape::Bool).check("on"), Ok("true".into()));
        assert_eq!(of(Shape::Bool).check(""), Ok("false".into()));
        assert_eq!(of(Shape::Bool).check("maybe"), Err(Wrong::Bool));
        assert_eq!(of(Shape::Text(3)).check(" 杏坛网 "), Ok("杏坛网".into()));
        assert_eq!(of(Shape::Text(2)).check("杏坛网"), Err(Wrong::Text(2)));
        assert_eq!(of(Shape::Choice(&["a", "b"])).check("c"), Err(Wrong::Choice));
        assert_eq!(of(Shape::Json(20)).check("[1, 2]"), Ok("[1,2]".into()));
        assert_eq!(of(Shape::Json(20)).check("[1,"), Err(Wrong::Json(20)));
        assert_eq!(of(Shape::Json(3)).check("[1, 2]"), Err(Wrong::Json(3)));
    }
}
