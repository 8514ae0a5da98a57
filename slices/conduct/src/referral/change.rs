//! What referring and answering change: each function is a unit of work.

use super::{ANSWER, notices, store};
use crate::case::{
    INVESTIGATE,
    act::Act,
    change::readable,
    rules::{self, Part},
    store::{self as cases, Case, Step},
};
use serde_json::json;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_governance::saving::Stop;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

fn refused(key: &'static str) -> Stop {
    Stop::Field("", Msg::new(key))
}

fn keep(tx: &mut Tx<'_>, it: &Case, reason: &str, act: &Act) -> Result<()> {
    let id = act.deed.ids.next();
    store::add(tx, id, (it.id, reason), (act.person(), &act.name), act.deed.now)?;
    note(tx, it.id, "referred", reason, act)?;
    let entry = act.deed.entry("conduct.referred", ("case", it.id, &it.numbered())).within(&it.unit_path);
    xingtan_audit::record(tx, &entry.detail(&json!({ "reason": reason })))?;
    notices::referred(tx, it, act)
}

fn note(tx: &mut Tx<'_>, case: Uuid, did: &str, words: &str, act: &Act) -> Result<()> {
    let step = Step {
        id: act.deed.ids.next(),
        at: act.deed.now,
        act: did.to_owned(),
        by_person: act.person(),
        by_name: act.name.clone(),
        words: words.to_owned(),
    };
    cases::note(tx, case, &step)
}

/// Confirmed illegal content goes to whoever audits by itself, where it has not gone before.
///
/// # Errors
/// Those of the database.
pub fn by_itself(tx: &mut Tx<'_>, it: &Case, act: &Act) -> Result<()> {
    if store::of(tx, it.id)?.iter().any(|own| own.state == "open") {
        return Ok(());
    }
    keep(tx, it, "", act)
}

/// Somebody who works on a case refers it.
///
/// # Errors
/// [`Stop::Field`] where one may not, or it was referred and waits.
pub fn refer(tx: &mut Tx<'_>, id: Uuid, actor: &Actor, reason: &str, act: &Act) -> Result<(), Stop> {
    let it = cases::get(tx, id)?
        .filter(|it| readable(it, actor) && actor.may_at(INVESTIGATE, &it.unit_path))
        .ok_or(Fault::NotFound)?;
    let parties = cases::parties(tx, &it)?;
    rules::may_act(&parties, Part::Investigate, actor.person).map_err(|barred| refused(barred.key()))?;
    if it.taken_at.is_none() {
        return Err(refused("conduct-not-taken"));
    }
    if store::of(tx, id)?.iter().any(|own| own.state == "open") {
        return Err(refused("conduct-referred-already"));
    }
    Ok(keep(tx, &it, reason, act)?)
}

/// Whoever audits accepts a referral, or sends it back with a word.
///
/// # Errors
/// [`Stop::Field`] where it was answered before.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    accepts: bool,
    words: &str,
    act: &Act,
) -> Result<(), Stop> {
    let it = store::get(tx, id)?
        .filter(|it| it.person_id != Some(actor.person) && actor.may_at(ANSWER, &it.unit_path))
        .ok_or(Fault::NotFound)?;
    let case = cases::get(tx, it.case_id)?.ok_or(Fault::NotFound)?;
    let state = if accepts { "accepted" } else { "returned" };
    if !store::answer(tx, id, (state, words), (actor.person, &actor.name), act.deed.now)? {
        return Err(refused("conduct-referral-answered-already"));
    }
    note(tx, case.id, if accepts { "referral-accepted" } else { "referral-returned" }, words, act)?;
    let entry =
        act.deed.entry("conduct.referral-answered", ("case", case.id, &it.numbered())).within(&it.unit_path);
    xingtan_audit::record(tx, &entry.detail(&json!({ "accepted": accepts, "words": words })))?;
    Ok(notices::answered(tx, &it, &case, state, act)?)
}
