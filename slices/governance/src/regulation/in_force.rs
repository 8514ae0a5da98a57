//! The articles in force, to be cited by whoever decides by hand.

use super::{
    rules::Stage,
    store::{self, Version},
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// An article in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleInForce {
    /// Its id.
    pub id: Uuid,
    /// Title of its regulation.
    pub regulation: String,
    /// The version.
    pub version: i64,
    /// The article's number.
    pub number: String,
    /// Its heading.
    pub title: String,
}

/// All articles of the versions that govern at a moment, in the order of the regulations and their places.
///
/// # Errors
/// Those of the database.
pub fn articles_in_force(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<ArticleInForce>> {
    let titles: HashMap<Uuid, String> =
        store::regulations(tx)?.into_iter().map(|it| (it.id, it.title)).collect();
    let mut own: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for it in store::versions(tx)? {
        own.entry(it.regulation_id).or_default().push(it);
    }
    let mut governing: Vec<(String, Version)> = Vec::new();
    for (regulation, versions) in own {
        let stages = store::stages(&versions, now);
        let found = versions
            .into_iter()
            .find(|it| stages.get(&it.id).is_some_and(|(stage, _)| *stage == Stage::InForce));
        if let (Some(version), Some(title)) = (found, titles.get(&regulation)) {
            governing.push((title.clone(), version));
        }
    }
    governing.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
    let mut all = Vec::new();
    for (regulation, version) in governing {
        all.extend(store::articles(tx, version.id)?.into_iter().map(|it| ArticleInForce {
            id: it.id,
            regulation: regulation.clone(),
            version: version.number,
            number: it.number,
            title: it.title,
        }));
    }
    Ok(all)
}
