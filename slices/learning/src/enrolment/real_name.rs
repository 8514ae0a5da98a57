//! 实名 (ACC-4): where a rule in force asks for it, nobody comes into a formal course, and nobody studies one, before their
//! real name was verified. What is assigned stands and waits.

use crate::certificate::template::store as templates;
use xingtan_accounts::api::{self as accounts, RealNameState};
use xingtan_auth::Actor;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_governance::api::{
    self as governance, Cited,
    real_name_gate::{CODE, Facts, asks},
};
use xingtan_i18n::{Locale, Msg};
use xingtan_web::Fault;

/// Somebody's real name is wanting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanting {
    /// The article that asks for it.
    pub cited: Cited,
    /// Where what they stated stands; none: nothing is stated.
    pub state: Option<RealNameState>,
}

impl Wanting {
    /// Why, by which article, and what is to be done.
    pub fn msg(&self) -> Msg {
        let key = match self.state {
            Some(RealNameState::Pending) => "learning-real-name-pending",
            Some(RealNameState::Rejected) => "learning-real-name-rejected",
            Some(RealNameState::Verified) | None => "learning-real-name-none",
        };
        Msg::new(key).with("article", self.cited.msg())
    }

    /// The same for a page.
    pub fn words(&self, l: &Locale) -> String {
        l.msg(&self.msg())
    }

    /// The tone of the notice: what waits for others is no warning.
    pub fn tone(&self) -> &'static str {
        if self.state == Some(RealNameState::Pending) { "slate" } else { "ochre" }
    }

    /// What the link to the page of the real name says.
    pub fn act(&self) -> &'static str {
        if self.state == Some(RealNameState::Pending) {
            "learning-real-name-see"
        } else {
            "learning-real-name-state"
        }
    }

    /// The refusal, with the way to where it is mended.
    pub fn fault(&self) -> Fault {
        Fault::Lacking { msg: self.msg(), href: accounts::REAL_NAME, label: Msg::new(self.act()) }
    }
}

/// Whether somebody's real name is wanting for a course; `enrolled` since when they are in it, none for whoever wants to
/// be. One statement where no rule is in force, two for whoever is verified.
///
/// # Errors
/// Those of the database.
pub fn wanting(
    tx: &mut Tx<'_>,
    (person, unit_path): (Uuid, &str),
    course: Uuid,
    enrolled: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<Wanting>> {
    let rules = governance::rules_in_force(tx, CODE, now)?;
    if rules.is_empty() {
        return Ok(None);
    }
    let state = accounts::real_name_state(tx, person)?;
    if state == Some(RealNameState::Verified) {
        return Ok(None);
    }
    let roles = accounts::roles_of(tx, &[person])?.remove(&person).unwrap_or_default();
    let concerned = rules.into_iter().filter(|rule| rule.concerns(unit_path, &roles));
    let Some(rule) = concerned.max_by_key(|rule| rule.scope_path.len()) else { return Ok(None) };
    let Some(found) = catalog::course(tx, course)? else { return Ok(None) };
    let credited = found.credits > 0 || templates::of_course(tx, course)?.is_some();
    if !asks(&rule.params, &Facts { credited, enrolled, since: rule.since }, now) {
        return Ok(None);
    }
    Ok(Some(Wanting { cited: rule.cited(tx)?, state }))
}

/// Whether a rule in force asks for the real name of who is signed in, and it is wanting: for the start page.
///
/// # Errors
/// Those of the database.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<Option<Wanting>> {
    let Some(rule) = governance::rule_of(tx, CODE, actor, now)? else { return Ok(None) };
    match accounts::real_name_state(tx, actor.person)? {
        Some(RealNameState::Verified) => Ok(None),
        state => Ok(Some(Wanting { cited: rule.cited(tx)?, state })),
    }
}

/// Refuses whoever wants to be in a course for which their real name is wanting.
///
/// # Errors
/// [`Fault::Lacking`] with the article and the way to mend it.
pub fn let_in(
    tx: &mut Tx<'_>,
    who: (Uuid, &str),
    course: Uuid,
    now: Timestamp,
) -> std::result::Result<(), Fault> {
    wanting(tx, who, course, None, now)?.map_or(Ok(()), |wanting| Err(wanting.fault()))
}
