//! On which article of which version of a regulation an act rests (ACC-5).

use serde::{Deserialize, Serialize};
use xingtan_audit::{Article, Entry};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx, params};
use xingtan_i18n::Msg;
use xingtan_web::{Form, Text};

/// Code of the security policy, whose version is one more than the number of its changes.
const POLICY: &str = "security-policy";

/// More changes of the policy are not counted.
const MOST: i64 = 9_999;

/// The ground of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Citing {
    /// None is asked for: the change gives something back.
    #[default]
    Nothing,
    /// An article.
    Article {
        /// Title of the regulation.
        regulation: String,
        /// Its version.
        version: i64,
        /// The article's number.
        number: String,
    },
    /// No article, and why.
    Without {
        /// Why.
        because: String,
    },
    /// The security policy, where the program acts by itself.
    Policy {
        /// Its version.
        version: i64,
        /// Which rule of it, as `accounts-citing-rule-` names it.
        rule: String,
    },
    /// As an earlier version of the program kept it: one text.
    Text {
        /// The text.
        text: String,
    },
}

impl Citing {
    /// The security policy in force.
    ///
    /// # Errors
    /// Those of the database.
    pub fn policy(tx: &mut Tx<'_>, rule: &str) -> Result<Citing> {
        let changes = xingtan_settings::changes(tx, "accounts.", MOST)?.len();
        let version = 1 + i64::try_from(changes).unwrap_or(MOST);
        Ok(Citing::Policy { version, rule: rule.to_owned() })
    }

    /// Of the columns `regulation`, `version`, `article`, `uncited`.
    pub fn kept(
        regulation: Option<String>,
        version: Option<i64>,
        article: Option<String>,
        uncited: Option<String>,
    ) -> Citing {
        match (regulation, version, article, uncited) {
            (_, _, _, Some(because)) => Citing::Without { because },
            (Some(regulation), Some(version), Some(rule), _) if regulation == POLICY => {
                Citing::Policy { version, rule }
            }
            (Some(regulation), Some(version), Some(number), _) => {
                Citing::Article { regulation, version, number }
            }
            (_, _, Some(text), _) => Citing::Text { text },
            _ => Citing::Nothing,
        }
    }

    /// The columns `regulation`, `version`, `article`, `uncited`.
    pub fn columns(&self) -> (Option<&str>, Option<i64>, Option<&str>, Option<&str>) {
        match self {
            Citing::Nothing => (None, None, None, None),
            Citing::Article { regulation, version, number } => {
                (Some(regulation), Some(*version), Some(number), None)
            }
            Citing::Without { because } => (None, None, None, Some(because)),
            Citing::Policy { version, rule } => (Some(POLICY), Some(*version), Some(rule), None),
            Citing::Text { text } => (None, None, Some(text), None),
        }
    }

    /// Notes the article in an entry of the trail.
    pub fn cite(&self, entry: Entry) -> Entry {
        match self.columns() {
            (Some(regulation), Some(version), Some(number), _) => {
                let (regulation, number) = (regulation.to_owned(), number.to_owned());
                entry.citing(&Article { regulation, version, number })
            }
            _ => entry,
        }
    }

    /// In words; none where nothing is cited.
    pub fn msg(&self) -> Option<Msg> {
        match self {
            Citing::Nothing => None,
            Citing::Article { regulation, version, number } => Some(
                Msg::new("accounts-citing")
                    .with("regulation", regulation.as_str())
                    .with("version", *version)
                    .with("number", number.as_str()),
            ),
            Citing::Without { because } => {
                Some(Msg::new("accounts-citing-without").with("because", because.as_str()))
            }
            Citing::Policy { version, rule } => Some(
                Msg::new("accounts-citing-policy")
                    .with("version", *version)
                    .with("rule", Msg::of(format!("accounts-citing-rule-{rule}"))),
            ),
            Citing::Text { text } => Some(Msg::new("accounts-citing-text").with("text", text.as_str())),
        }
    }

    /// In words of a language.
    pub fn told(&self, l: &xingtan_i18n::Locale) -> Option<String> {
        self.msg().map(|msg| l.msg(&msg))
    }

    /// The form's fields `basis`, `regulation`, `version`, `article`, `because`: an article, or why there is none.
    pub fn read(form: &mut Form) -> Citing {
        match form.value("basis") {
            "article" => Citing::Article {
                regulation: form.text("regulation", Text::required(80)),
                version: form.int("version", 1..=9999),
                number: form.text("article", Text::required(40)),
            },
            "none" => Citing::Without { because: form.text("because", Text::required(200)) },
            _ => {
                form.refuse("basis", Msg::new("web-form-choose"));
                Citing::Nothing
            }
        }
    }

    /// The form with what this administrator cited last, so that it need not be typed again.
    ///
    /// # Errors
    /// Those of the database.
    pub fn prefill(tx: &mut Tx<'_>, person: Uuid, form: Form) -> Result<Form> {
        let last: Option<(String, i64, String)> = tx.opt(
            "SELECT regulation, version, article FROM accounts_state_change
             WHERE by_person = $1 AND regulation IS NOT NULL AND version IS NOT NULL AND article IS NOT NULL
             ORDER BY at DESC, id DESC LIMIT 1",
            params![person],
        )?;
        Ok(match last {
            Some((regulation, version, number)) => form
                .with("basis", "article")
                .with("regulation", regulation)
                .with("version", version)
                .with("article", number),
            None => form.with("basis", "article"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn citing() -> impl Strategy<Value = Citing> {
        let text = "[a-z]{1,8}";
        prop_oneof![
            Just(Citing::Nothing),
            (text, 1i64..99, text).prop_map(|(regulation, version, number)| Citing::Article {
                regulation,
                version,
                number
            }),
            text.prop_map(|because| Citing::Without { because }),
            (1i64..99, text).prop_map(|(version, rule)| Citing::Policy { version, rule }),
            text.prop_map(|text| Citing::Text { text }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_kept_in_columns_comes_back(citing in citing()) {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let (regulation, version, article, uncited) = citing.columns();
            let back = Citing::kept(owned(regulation), version, owned(article), owned(uncited));
            prop_assert_eq!(back, citing);
        }
    }

    #[test]
    fn a_form_names_an_article_or_says_why_there_is_none() {
        let read = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let mut form = Form::of_pairs(pairs);
            let read = Citing::read(&mut form);
            form.ok().then_some(read)
        };
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[("basis", "article"), ("regulation", "R"), ("article", "12")]), None);
        let article = [("basis", "article"), ("regulation", "R"), ("version", "2"), ("article", "12")];
        let expected = Citing::Article { regulation: "R".into(), version: 2, number: "12".into() };
        assert_eq!(read(&article), Some(expected));
        assert_eq!(read(&[("basis", "none"), ("because", " ")]), None);
        let why = Citing::Without { because: "own wish".into() };
        assert_eq!(read(&[("basis", "none"), ("because", "own wish")]), Some(why));
    }
}
