//! What registering and handing over change: each function is a unit of work, with its entry and its notices.

use super::{
    REGISTER, notices,
    store::{self, Prize},
};
use crate::ranking::store as rankings;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// A place for which the actor may register prizes.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtree.
pub fn place(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<rankings::Place, Fault> {
    rankings::place(tx, id)?.filter(|it| actor.may_at(REGISTER, &it.unit_path)).ok_or(Fault::NotFound)
}

/// Whether somebody may read of a prize: who keeps the register, and the winner.
pub fn readable(it: &Prize, actor: &Actor) -> bool {
    it.person_id == actor.person || actor.may_at(REGISTER, &it.unit_path)
}

/// Registers a prize for a place.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtree.
pub fn register(
    tx: &mut Tx<'_>,
    id: Uuid,
    of: Uuid,
    (what, value_cents): (&str, Option<i64>),
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let place = place(tx, of, actor)?;
    let it = Prize {
        id,
        place_id: place.id,
        person_id: place.person_id,
        person_name: place.name,
        unit_path: place.unit_path,
        ranking_id: place.ranking_id,
        period: String::new(),
        rank: place.rank,
        what: what.to_owned(),
        value_cents,
        state: "promised".to_owned(),
        registered_at: deed.now,
        registered_name: actor.name.clone(),
        handed_at: None,
        handed_name: None,
        received_at: None,
        reason: String::new(),
        version: 1,
    };
    store::add(tx, &it, actor.person)?;
    record(tx, "honours.prize-registered", &it, deed)
}

/// Hands a prize over, by whom and when.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtree; [`Stop::Field`] where it changed meanwhile.
pub fn hand(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    (by, at): (&str, Timestamp),
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = kept(tx, id, actor)?;
    if !store::hand(tx, (id, version), by, at)? {
        return Err(Stop::Field("", Msg::new("honours-prize-changed")));
    }
    notices::handed(tx, &it, deed)?;
    record(tx, "honours.prize-handed", &it, deed)
}

/// The winner confirms the receipt.
///
/// # Errors
/// [`Fault::NotFound`] for somebody else's; [`Stop::Field`] where it was not handed over.
pub fn receive(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let it = store::one(tx, id)?.filter(|it| it.person_id == deed.person).ok_or(Fault::NotFound)?;
    if !store::receive(tx, id, deed.now)? {
        return Err(Stop::Field("", Msg::new("honours-prize-not-handed")));
    }
    record(tx, "honours.prize-received", &it, deed)
}

/// A prize will not be given.
///
/// # Errors
/// [`Fault::NotFound`] outside the actor's subtree; [`Stop::Field`] where it changed meanwhile.
pub fn cancel(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    reason: &str,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = kept(tx, id, actor)?;
    if !store::cancel(tx, (id, version), reason)? {
        return Err(Stop::Field("", Msg::new("honours-prize-changed")));
    }
    record(tx, "honours.prize-cancelled", &it, deed)
}

fn kept(tx: &mut Tx<'_>, id: Uuid, actor: &Actor) -> Result<Prize, Fault> {
    store::one(tx, id)?.filter(|it| actor.may_at(REGISTER, &it.unit_path)).ok_or(Fault::NotFound)
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Prize, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("person", it.person_id, &it.person_name)).within(&it.unit_path);
    let detail = serde_json::json!({ "prize": it.id, "what": it.what, "value_cents": it.value_cents });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}
