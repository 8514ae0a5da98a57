//! What a decision cites: article, version and regulation of its control.

use crate::kind::{self, params::Params};
use std::collections::HashMap;
use xingtan_accounts::api::Citing;
use xingtan_audit::Article;
use xingtan_clock::Uuid;
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_i18n::Msg;

row! {
    /// A control with the article it stands in.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Cited {
        /// The regulation.
        pub regulation_id: Uuid,
        /// Its title.
        pub regulation: String,
        /// The version.
        pub version_id: Uuid,
        /// Its number.
        pub version: i64,
        /// The article.
        pub article_id: Uuid,
        /// Its number.
        pub number: String,
        /// Its heading.
        pub title: String,
        /// The control's kind.
        pub kind: String,
        /// Its parameters as JSON.
        pub params: String,
    }
}

/// What a control stands in.
///
/// # Errors
/// Those of the database.
pub fn cited(tx: &mut Tx<'_>, control: Uuid) -> Result<Cited> {
    tx.one(
        "SELECT r.id AS regulation_id, r.title AS regulation, v.id AS version_id, v.number AS version,
                a.id AS article_id, a.number, a.title, c.kind, c.params
         FROM governance_control c
         JOIN governance_article a ON a.id = c.article_id
         JOIN governance_version v ON v.id = c.version_id
         JOIN governance_regulation r ON r.id = v.regulation_id
         WHERE c.id = $1",
        params![control],
    )
}

/// The kinds of some controls.
///
/// # Errors
/// Those of the database.
pub fn kinds(tx: &mut Tx<'_>, controls: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    if controls.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("SELECT id, kind FROM governance_control WHERE id IN ({})", list(1, controls.len()));
    let given: Vec<_> = controls.iter().map(|id| id.to_param()).collect();
    Ok(tx.all::<(Uuid, String)>(&sql, &given)?.into_iter().collect())
}

impl Cited {
    /// For the history of an account.
    pub fn citing(&self) -> Citing {
        Citing::Article {
            regulation: self.regulation.clone(),
            version: self.version,
            number: self.number.clone(),
        }
    }

    /// For the trail.
    pub fn article(&self) -> Article {
        Article { regulation: self.regulation.clone(), version: self.version, number: self.number.clone() }
    }

    /// In words.
    pub fn msg(&self) -> Msg {
        Msg::new("governance-cited")
            .with("regulation", self.regulation.as_str())
            .with("version", self.version)
            .with("number", self.number.as_str())
    }

    /// What the control says in plain words.
    pub fn says(&self) -> Msg {
        match kind::of(&self.kind) {
            Some(kind) => kind::says(kind, &Params::kept(kind.params(), &self.params)),
            None => Msg::new("governance-kind-unknown"),
        }
    }
}
