//! Every article in force and where it stands, as page, files and programs show it.

use super::{
    ToldFacts,
    rules::{self, Done, Standing, standing},
    store,
};
use crate::{
    kind::{self, case::Month, params::Params},
    regulation::{
        rules::Stage,
        store::{self as regulations, Regulation, Version},
    },
    rule,
};
use std::collections::HashMap;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::Fault;

/// One rule of an article.
#[derive(Clone, Debug)]
pub struct Clause {
    /// From version to version.
    pub key: Uuid,
    /// Its kind.
    pub kind: &'static str,
    /// What it says in plain words.
    pub says: String,
    /// What it did this month, and what of it waits; none where it decides nothing about people.
    pub count: Option<(i64, i64)>,
}

/// One article.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its regulation.
    pub regulation: Uuid,
    /// Its version.
    pub version: Uuid,
    /// Its number.
    pub cited: String,
    /// Its heading.
    pub title: String,
    /// Its rules.
    pub clauses: Vec<Clause>,
    /// The tests that prove its rules.
    pub proofs: Vec<&'static str>,
    /// Who carries it out by hand.
    pub by_hand: Option<String>,
    /// Where it stands.
    pub standing: Standing,
}

/// All that is in force.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Regulations with the version that governs.
    pub regulations: Vec<(Regulation, Version)>,
    /// Their articles.
    pub lines: Vec<Line>,
    /// As of when everybody was judged last.
    pub judged: Option<Timestamp>,
}

/// Every article in force and where it stands; a constant number of statements.
///
/// # Errors
/// Those of the database.
pub fn overview(tx: &mut Tx<'_>, l: &Locale, told: ToldFacts, now: Timestamp) -> Result<Overview, Fault> {
    let (all, versions) = (regulations::regulations(tx)?, regulations::versions(tx)?);
    let mut in_force: Vec<(Regulation, Version)> = Vec::new();
    for it in all {
        let own: Vec<Version> = versions.iter().filter(|own| own.regulation_id == it.id).cloned().collect();
        let stages = regulations::stages(&own, now);
        let governs =
            own.into_iter().find(|own| stages.get(&own.id).is_some_and(|it| it.0 == Stage::InForce));
        in_force.extend(governs.map(|version| (it, version)));
    }
    let ids: Vec<Uuid> = in_force.iter().map(|it| it.1.id).collect();
    let (articles, controls) = (store::articles(tx, &ids)?, store::controls(tx, &ids)?);
    let (from, _) = Month::at(l.zone(), now).bounds(l.zone());
    let (counts, appeals) = (store::counts(tx, from)?, store::appeals(tx)?);
    let done =
        Done { judged: store::judged(tx)?, carried: rule::carried(tx)?, prescribed: store::prescribed(tx)? };
    let about: HashMap<Uuid, &(Regulation, Version)> = in_force.iter().map(|it| (it.1.id, it)).collect();
    let lines = articles.into_iter().filter_map(|article| {
        let (regulation, version) = about.get(&article.version_id)?;
        let own: Vec<_> = controls.iter().filter(|it| it.article_id == article.id).collect();
        let kinds: Vec<_> = own.iter().map(|it| kind::of(&it.kind)).collect();
        let since = version.in_force_from.unwrap_or(version.drafted_at);
        let holds = own.iter().zip(&kinds).all(|(it, kind)| {
            kind.is_none_or(|kind| {
                rules::holds(kind, &Params::kept(kind.params(), &it.params), since, &done, now)
            })
        });
        let standing = match standing(&kinds, told.0, article.by_hand.is_some(), since, &done, now) {
            Standing::Enforced if !holds => Standing::Late,
            other => other,
        };
        let clauses = own.iter().zip(&kinds).map(|(it, kind)| {
            let count = counts.get(&it.control_key).copied().unwrap_or_default();
            let appeals = appeals.get(&it.control_key).copied().unwrap_or(0);
            Clause {
                key: it.control_key,
                kind: kind.map_or("unknown", |kind| kind.code()),
                says: kind.map_or_else(
                    || l.t("governance-kind-unknown"),
                    |kind| l.msg(&kind::says(kind, &Params::kept(kind.params(), &it.params))),
                ),
                count: kind
                    .is_some_and(|kind| kind.works() == kind::Works::Judged)
                    .then_some((count.fired, count.open + appeals)),
            }
        });
        Some(Line {
            regulation: regulation.id,
            version: version.id,
            cited: article.number.clone(),
            title: article.title.clone(),
            clauses: clauses.collect(),
            proofs: kinds.iter().flatten().flat_map(|kind| kind.proofs().iter().copied()).collect(),
            by_hand: article.by_hand.clone(),
            standing,
        })
    });
    let lines = lines.collect();
    Ok(Overview { regulations: in_force, lines, judged: done.judged })
}
