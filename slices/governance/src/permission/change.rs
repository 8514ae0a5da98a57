//! What asking and deciding change: each function is a unit of work, with its entry and its notices.

use super::{
    DECIDE, notices,
    rules::{self, Decide, State},
    store::{self, Asked},
};
use crate::saving::{Deed, Stop};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_calendar::Stretch;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// Somebody asks for themselves.
///
/// # Errors
/// [`Stop::Field`] where the hours do not fit.
pub fn ask(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    hours: Stretch,
    reason: &str,
    deed: &Deed,
) -> Result<Asked, Stop> {
    fits(hours, deed)?;
    let it = Asked {
        id,
        person_id: actor.person,
        person_name: actor.name.clone(),
        unit_path: actor.unit_path.clone(),
        from_at: hours.from,
        to_at: hours.to,
        reason: reason.to_owned(),
        state: State::Asked.code().to_owned(),
        asked_at: deed.now,
        asked_by: actor.person,
        decided_at: None,
        decided_by: None,
        decided_name: None,
        answer: String::new(),
    };
    store::add(tx, &it)?;
    notices::asked(tx, &it, deed)?;
    record(tx, "governance.permission-asked", &it, deed)?;
    Ok(it)
}

/// A contact gives a permission that nobody asked for.
///
/// # Errors
/// [`Stop::Field`] where the hours do not fit, nobody has this user name in the contact's subtree, or it is the
/// contact's own.
pub fn grant(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    user_name: &str,
    hours: Stretch,
    reason: &str,
    deed: &Deed,
) -> Result<Asked, Stop> {
    fits(hours, deed)?;
    let unknown = || Stop::Field("user", Msg::new("governance-permission-nobody"));
    let person = accounts::person_by_user(tx, user_name)?.ok_or_else(unknown)?;
    if !actor.may_at(DECIDE, &person.unit_path) {
        return Err(unknown());
    }
    if person.id == actor.person {
        return Err(Stop::Field("user", Msg::new("governance-permission-own")));
    }
    let it = Asked {
        id,
        person_id: person.id,
        person_name: person.name,
        unit_path: person.unit_path,
        from_at: hours.from,
        to_at: hours.to,
        reason: reason.to_owned(),
        state: State::Granted.code().to_owned(),
        asked_at: deed.now,
        asked_by: actor.person,
        decided_at: Some(deed.now),
        decided_by: Some(actor.person),
        decided_name: Some(actor.name.clone()),
        answer: String::new(),
    };
    store::add(tx, &it)?;
    notices::decided(tx, &it, &actor.name, deed)?;
    record(tx, "governance.permission-granted", &it, deed)?;
    Ok(it)
}

/// A contact decides over a request.
///
/// # Errors
/// [`Fault::NotFound`] outside the contact's subtree; [`Stop::Field`] where it is one's own or no longer open.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Uuid,
    actor: &Actor,
    grants: bool,
    answer: &str,
    deed: &Deed,
) -> Result<Asked, Stop> {
    let mut it =
        store::one(tx, id)?.filter(|it| actor.may_at(DECIDE, &it.unit_path)).ok_or(Fault::NotFound)?;
    let refused = |key| Stop::Field("", Msg::new(key));
    match rules::decide(it.state(), it.person_id, actor.person, it.to_at, deed.now) {
        Decide::Own => return Err(refused("governance-permission-own")),
        Decide::Over => return Err(refused("governance-permission-over")),
        Decide::Past => return Err(refused("governance-permission-gone")),
        Decide::Keep => {}
    }
    let state = if grants { State::Granted } else { State::Refused };
    if !store::decide(tx, id, state, answer, (actor.person, &actor.name), deed.now)? {
        return Err(refused("governance-permission-over"));
    }
    it.state = state.code().to_owned();
    answer.clone_into(&mut it.answer);
    notices::decided(tx, &it, &actor.name, deed)?;
    let action = if grants { "governance.permission-granted" } else { "governance.permission-refused" };
    record(tx, action, &it, deed)?;
    Ok(it)
}

/// Whoever asked takes it back, or gives up what has not begun.
///
/// # Errors
/// [`Fault::NotFound`] for what is somebody else's; [`Stop::Field`] where it is too late.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, deed: &Deed) -> Result<(), Stop> {
    let it = store::one(tx, id)?.filter(|it| it.person_id == deed.person).ok_or(Fault::NotFound)?;
    if !store::withdraw(tx, id, deed.now)? {
        return Err(Stop::Field("", Msg::new("governance-permission-late")));
    }
    record(tx, "governance.permission-withdrawn", &it, deed)
}

fn fits(hours: Stretch, deed: &Deed) -> Result<(), Stop> {
    rules::hours(hours.from, hours.to, deed.now).map_err(|wrong| {
        let (field, msg) = wrong.told();
        Stop::Field(field, msg)
    })
}

fn record(tx: &mut Tx<'_>, action: &'static str, it: &Asked, deed: &Deed) -> Result<(), Stop> {
    let entry = deed.entry(action, ("person", it.person_id, &it.person_name)).within(&it.unit_path);
    let detail = serde_json::json!({ "from": it.from_at, "to": it.to_at, "permission": it.id });
    Ok(xingtan_audit::record(tx, &entry.detail(&detail))?)
}
