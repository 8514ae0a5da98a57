//! What taking down, complaining, deciding and lifting change.

use super::{
    notices,
    rules::{self, Cause, Decide, Limit, Stands},
    store::{self, Complaint, Removal},
};
use crate::{
    index,
    item::{
        change::{ENDED, note, seen},
        rules::State,
        store::{self as items, Item},
    },
    permissions::{JUDGE, MANAGE, USE},
    users::Users,
};
use xingtan_audit::record;
use xingtan_auth::Actor;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_events::{Event, publish};
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// Why something is taken down.
#[derive(Clone, Debug)]
pub struct Why {
    /// In words.
    pub reason: String,
    /// Whether it counts as an infringement of its owner.
    pub infringing: bool,
    /// The complaint that it follows.
    pub complaint: Option<Uuid>,
    /// From how many infringements on the owner may not share.
    pub limit: Limit,
}

/// Takes an item down: nobody but its owner and who manages there sees it; who answers for what uses it is told.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`] for others; [`Stop::Field`] where it is down already.
pub fn take_down(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    why: &Why,
    users: Users,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = seen(tx, id, actor)?;
    let own = it.owner_id == actor.person && actor.may(USE);
    if !actor.may_at(MANAGE, &it.unit_path) && (!own || why.infringing) {
        return Err(Fault::forbidden().into());
    }
    down(tx, it, version, why, users, actor, deed)
}

fn down(
    tx: &mut Tx<'_>,
    mut it: Item,
    version: i64,
    why: &Why,
    users: Users,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    if it.state() == State::Down {
        return Err(Stop::Field("", Msg::new("library-is-down")));
    }
    it.state = State::Down.code().to_owned();
    (it.version, it.changed_at) = (version, deed.now);
    if !items::save(tx, &it)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    index::stand(tx, &it)?;
    let removal = Removal {
        id: deed.ids.next(),
        item_id: it.id,
        infringing: why.infringing,
        reason: why.reason.clone(),
        by_person: actor.person,
        by_name: actor.name.clone(),
        at: deed.now,
        restored_at: None,
        restored_name: None,
        restored_reason: None,
    };
    store::take_down(tx, &removal, why.complaint)?;
    note(tx, "library.taken-down", &it, &why.reason, deed)?;
    notices::taken_down(tx, &it, &why.reason, users, deed)?;
    publish(tx, &Event::new(deed.ids.next(), ENDED, 1, it.id, deed.now).by(actor.person))?;
    if why.infringing {
        infringed(tx, &it, &removal, why.limit, deed)?;
    }
    Ok(())
}

fn infringed(tx: &mut Tx<'_>, it: &Item, removal: &Removal, limit: Limit, deed: &Deed) -> Result<(), Stop> {
    store::infringe(tx, deed.ids.next(), (it.owner_id, it.id, removal.id), deed.now)?;
    let all = store::infringements(tx, it.owner_id)?;
    if !rules::repeats(&all, limit, deed.now) {
        return Ok(());
    }
    let who = (it.owner_id, it.owner_name.as_str(), it.unit_path.as_str());
    if store::end(tx, deed.ids.next(), who, all.len() as i64, deed.now)? {
        let entry = deed.entry("library.sharing-ended", ("person", it.owner_id, &it.owner_name));
        record(tx, &entry.within(&it.unit_path).detail(&all.len()))?;
        notices::ended(tx, it, all.len() as i64, deed)?;
    }
    Ok(())
}

/// Takes a take-down back: a draft again, to be shared anew.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Forbidden`] for others; [`Stop::Field`] where it is not down.
pub fn restore(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    reason: &str,
    users: Users,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let mut it = seen(tx, id, actor)?;
    let last = store::removals(tx, id)?.into_iter().next();
    let own = last.as_ref().is_some_and(|last| last.by_person == actor.person && it.owner_id == actor.person);
    if !own && !actor.may_at(MANAGE, &it.unit_path) {
        return Err(Fault::forbidden().into());
    }
    let Some(last) = last.filter(|_| it.state() == State::Down) else {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    };
    it.state = State::Draft.code().to_owned();
    (it.version, it.changed_at) = (version, deed.now);
    if !items::save(tx, &it)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    index::stand(tx, &it)?;
    store::restore(tx, last.id, (actor.person, &actor.name, reason), deed.now)?;
    notices::restored(tx, &it, reason, users, deed)?;
    note(tx, "library.restored", &it, reason, deed)
}

/// Complains of an item.
///
/// # Errors
/// [`Fault::NotFound`] for who does not see it; [`Stop::Field`] where an own complaint waits.
pub fn complain(
    tx: &mut Tx<'_>,
    (id, item): (Uuid, Uuid),
    (cause, reason): (Cause, &str),
    due: Span,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = seen(tx, item, actor)?;
    if store::waits(tx, item, actor.person)? {
        return Err(Stop::Field("", Msg::new("library-complaint-waits")));
    }
    let complaint = Complaint {
        id,
        item_id: item,
        item_title: it.title.clone(),
        unit_path: it.unit_path.clone(),
        kind: cause.code().to_owned(),
        reason: reason.to_owned(),
        by_person: actor.person,
        by_name: actor.name.clone(),
        at: deed.now,
        due_at: deed.now + due,
        state: Stands::Open.code().to_owned(),
        answer: String::new(),
        decided_name: None,
        decided_at: None,
        version: 1,
    };
    store::complain(tx, &complaint)?;
    notices::complained(tx, &complaint, deed)?;
    note(tx, "library.complained", &it, cause.code(), deed)
}

/// Decides a complaint; where it is upheld, the item is taken down.
///
/// # Errors
/// [`Fault::NotFound`] for who does not judge; [`Stop::Field`] where it is decided, or one's own.
pub fn decide(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    upheld: bool,
    why: &Why,
    users: Users,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = store::complaint(tx, id)?.filter(|_| actor.may_whole(JUDGE)).ok_or(Fault::NotFound)?;
    let item = items::get(tx, it.item_id)?;
    let refused = |key| Err(Stop::Field("", Msg::new(key)));
    match rules::decide(it.stands(), it.by_person, item.as_ref().map(|item| item.owner_id), actor.person) {
        Decide::Decided => {}
        Decide::Over => return refused("library-complaint-over"),
        Decide::OwnComplaint | Decide::OwnItem => return refused("library-complaint-own"),
    }
    let state = if upheld { Stands::Upheld } else { Stands::Rejected };
    if !store::decide(tx, (id, version), state, &why.reason, (actor.person, &actor.name), deed.now)? {
        return refused("library-complaint-over");
    }
    if let Some(item) = item.filter(|item| upheld && item.state() != State::Down) {
        let seen = item.version;
        down(tx, item, seen, &Why { complaint: Some(id), ..why.clone() }, users, actor, deed)?;
    }
    notices::decided(tx, &it, state, &why.reason, deed)?;
    let entry = deed.entry("library.complaint-decided", ("library-complaint", id, &it.item_title));
    Ok(record(tx, &entry.within(&it.unit_path).detail(&state.code()))?)
}

/// Gives somebody the right to share back.
///
/// # Errors
/// [`Fault::NotFound`] for who does not judge; [`Stop::Field`] where it was given back.
pub fn lift(
    tx: &mut Tx<'_>,
    (id, version): (Uuid, i64),
    reason: &str,
    actor: &Actor,
    deed: &Deed,
) -> Result<(), Stop> {
    let it = store::block(tx, id)?.filter(|_| actor.may_whole(JUDGE)).ok_or(Fault::NotFound)?;
    if it.person_id == actor.person {
        return Err(Stop::Field("", Msg::new("library-lift-own")));
    }
    if !store::lift(tx, (id, version), (actor.person, &actor.name, reason), deed.now)? {
        return Err(Stop::Field("", Msg::new("web-fault-stale")));
    }
    notices::lifted(tx, &it, reason, deed)?;
    let entry = deed.entry("library.sharing-lifted", ("person", it.person_id, &it.person_name));
    Ok(record(tx, &entry.detail(&reason))?)
}

/// The rights of some items have ended: they are not shared any more. Answers how many.
///
/// # Errors
/// Those of the database.
pub fn expire(tx: &mut Tx<'_>, now: Timestamp, limit: i64, users: Users, deed: &Deed) -> Result<usize, Stop> {
    let over = items::ending(tx, now, true, limit)?;
    for it in &over {
        let mut it = it.clone();
        it.state = State::Expired.code().to_owned();
        it.changed_at = now;
        if items::save(tx, &it)? {
            index::stand(tx, &it)?;
            notices::expired(tx, &it, users, deed)?;
            publish(tx, &Event::new(deed.ids.next(), ENDED, 1, it.id, now))?;
            note(tx, "library.expired", &it, "", deed)?;
        }
    }
    Ok(over.len())
}

/// Tells owners of items whose rights end before a moment. Answers how many.
///
/// # Errors
/// Those of the database.
pub fn warn(tx: &mut Tx<'_>, before: Timestamp, limit: i64, deed: &Deed) -> Result<usize, Stop> {
    let soon = items::ending(tx, before, false, limit)?;
    for it in &soon {
        items::ending_told(tx, it.id)?;
        notices::ending(tx, it, deed)?;
    }
    Ok(soon.len())
}
