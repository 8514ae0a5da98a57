//! What these pages share: where the program lies, who may look at the whole, forms that act once, paging.

use crate::config::Config;
use axum::extract::FromRequestParts;
use http::request::Parts;
use std::{collections::HashMap, sync::Arc};
use xingtan_audit::Who;
use xingtan_auth::{Permission, Scope};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result as DbResult, Tx};
use xingtan_web::{App, Fault, Form, FormKey, List, Once, SignedIn};

/// The configuration of the running program, laid beside every request by the router.
#[derive(Clone, Debug)]
pub struct Site(Arc<Config>);

impl Site {
    /// Of this configuration.
    pub fn new(config: Config) -> Self {
        Site(Arc::new(config))
    }

    /// What was configured.
    pub fn config(&self) -> &Config {
        &self.0
    }
}

impl FromRequestParts<App> for Site {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        parts.extensions.get::<Site>().cloned().ok_or(Fault::Broken)
    }
}

/// Whether a scope is the whole institution: these pages tell of all of it, so that a role on a branch is not enough.
pub fn is_whole(scope: &Scope) -> bool {
    scope.is_whole()
}

/// Refuses unless the permission holds on the whole institution.
pub fn must_whole(who: &SignedIn, permission: Permission) -> Result<(), Fault> {
    who.must_whole(permission)
}

/// Who acts, for the trail.
pub fn by(who: &SignedIn) -> Who {
    Who::actor(&who.actor).at(Some(who.ip.to_string()), Some(who.agent.clone()))
}

/// Carries a form out once; none where it was carried out before.
pub async fn once<T: Send + 'static>(
    who: &SignedIn,
    form: &Form,
    location: &str,
    unit: impl Fn(&mut Tx<'_>) -> DbResult<T> + Send + 'static,
) -> Result<Option<T>, Fault> {
    let (key, person, now, to) = (form.key(), Some(who.actor.person), who.now, location.to_owned());
    let done = who.app.db().write(move |tx| match FormKey::enter(key, tx, person, &to, now)? {
        Once::Before(_) => Ok::<_, xingtan_db::Error>(None),
        Once::First => unit(tx).map(Some),
    });
    let done = done.await?;
    who.app.ring();
    Ok(done)
}

/// Ready filters by state: address, words, whether chosen, how many there are; all of them first.
pub fn chips<const N: usize>(
    who: &SignedIn,
    list: &List,
    states: [(&'static str, String); N],
    counts: &HashMap<&'static str, i64>,
) -> Vec<(String, String, bool, i64)> {
    let chosen = list.filter("state");
    let all = (list.href("state", ""), who.l.t("app-all"), chosen.is_empty(), counts.values().sum());
    let each = states.map(|(code, key)| {
        let count = counts.get(code).copied().unwrap_or_default();
        (list.href("state", code), who.l.t(&key), chosen == code, count)
    });
    [all].into_iter().chain(each).collect()
}

/// A place in a list that is sorted by time: `MICROSECONDS.ID`.
pub fn read_place(text: &str) -> Option<(Timestamp, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((xingtan_web::moment(at)?, id.parse().ok()?))
}

/// The same as text.
pub fn place(at: Timestamp, id: Uuid) -> String {
    format!("{}.{id}", at.micros())
}

/// An address with those of the pairs that have a value.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_root_is_the_whole() {
        assert!(is_whole(&Scope::of(vec!["/1/".into()])));
        assert!(!is_whole(&Scope::of(vec!["/1/5/".into(), "/1/7/".into()])));
        assert!(!is_whole(&Scope::default()));
    }

    #[test]
    fn a_place_comes_back_and_anything_else_is_none() {
        let (at, id) = (Timestamp::from_seconds(1_800_000_000), Uuid::from_u128(7));
        assert_eq!(read_place(&place(at, id)), Some((at, id)));
        for text in ["", ".", "1.", "x.y"] {
            assert_eq!(read_place(text), None);
        }
    }

    #[test]
    fn an_address_leaves_out_what_is_not_asked_for() {
        assert_eq!(address("/a", &[("state", ""), ("q", "x y")]), "/a?q=x+y");
        assert_eq!(address("/a", &[("state", "")]), "/a");
    }
}
