//! What asking and deciding change: each function is a unit of work, with its entry and its notices.

use super::{
    rules::{self, Asks, Decide, State},
    store::{self, Share},
};
use crate::{
    hours::{APPLY, DECIDE, RULE, gather, notices},
    month::Month,
};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::{Uuid, Zone};
use xingtan_db::Tx;
use xingtan_governance::api::{self as governance, Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// What a form or a program asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The department.
    pub unit: Uuid,
    /// The share, in percent.
    pub percent: i64,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
    /// Why.
    pub reason: String,
}

/// A department asks for a wider share.
///
/// # Errors
/// [`Stop::Field`] where it is not one's own to ask for, or the article in force does not allow as much.
pub fn ask(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    wish: &Wish,
    zone: &Zone,
    deed: &Deed,
) -> Result<Share, Stop> {
    let foreign = || Stop::Field("unit", Msg::new("web-form-choice"));
    let node =
        accounts::node(tx, wish.unit)?.filter(|it| actor.may_at(APPLY, &it.path)).ok_or_else(foreign)?;
    let rules_in_force = governance::rules_in_force(tx, RULE, deed.now)?;
    let Some(rule) = gather::nearest(&rules_in_force, &node.path) else {
        return Err(Stop::Field("percent", Msg::new("planning-share-unlimited")));
    };
    let bounds = (rule.params.int("percent"), rule.params.int("percent_approved"));
    let this = Month::of(zone.date(deed.now));
    let wrong = match rules::asks(wish.percent, (wish.from, wish.to), bounds, this) {
        Asks::Fits => None,
        Asks::Empty => Some(("to", Msg::new("planning-share-empty"))),
        Asks::Past => Some(("from", Msg::new("planning-share-past"))),
        Asks::TooLong => Some(("to", Msg::new("planning-share-long").with("months", rules::LONGEST))),
        Asks::NoWider { usual } => {
            Some(("percent", Msg::new("planning-share-no-wider").with("percent", usual)))
        }
        Asks::TooWide { most } => {
            Some(("percent", Msg::new("planning-share-too-wide").with("percent", most)))
        }
    };
    if let Some((field, msg)) = wrong {
        return Err(Stop::Field(field, msg));
    }
    let it = Share {
        id,
        unit_path: node.path,
        unit_name: node.name,
        percent: wish.percent,
        from_month: wish.from.to_string(),
        to_month: wish.to.to_string(),
        reason: wish.reason.clone(),
        state: State::Asked.code().to_owned(),
        asked_by: actor.person,
        asked_name: actor.name.clone(),
        asked_at: deed.now,
        decided_by: None,
        decided_name: None,
        decided_at: None,
        answer: String::new(),
    };
    store::add(tx, &it)?;
    notices::asked(tx, &it, deed)?;
    record(tx, "planning.share-asked", &it, deed)?;
    Ok(it)
}

/// The training centre decides.
///
/// # Errors
/// [`Fault::NotFound`] outside the subtree; [`Stop::Field`] where it is one's own or was decided before.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    approves: bool,
    answer: &str,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it =
        store::one(tx, id)?.filter(|it| actor.may_at(DECIDE, &it.unit_path)).ok_or(Fault::NotFound)?;
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    match rules::decide(it.state(), it.asked_by, actor.person) {
        Decide::Own => return refused("planning-share-own"),
        Decide::Over => return refused("planning-share-over"),
        Decide::Keep => {}
    }
    let state = if approves { State::Approved } else { State::Refused };
    if !store::decide(tx, id, state, answer, (actor.person, &actor.name), deed.now)? {
        return refused("planning-share-over");
    }
    it.state = state.code().to_owned();
    notices::decided(tx, &it, &actor.name, deed)?;
    record(tx, if approves { "planning.share-approved" } else { "planning.share-refused" }, &it, deed)
}

/// Whoever asked takes it back.
///
/// # Errors
/// [`Fault::NotFound`] for what is somebody else's; [`Stop::Field`] where it was decided.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let it = store::one(tx, id)?.filter(|it| it.asked_by == deed.person).ok_or(Fault::NotFound)?;
    if !store::withdraw(tx, id)? {
        return Err(Stop::Field("", Msg::new("planning-share-over")));
    }
    record(tx, "planning.share-withdrawn", &it, deed)
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Share, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("hours-share", it.id, &it.unit_name)).within(&it.unit_path);
    let detail = serde_json::json!({ "percent": it.percent, "from": it.from_month, "to": it.to_month, "reason": it.reason });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}
