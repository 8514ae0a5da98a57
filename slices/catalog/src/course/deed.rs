//! What page and API do with a course, as one: who may, what follows, who is told. A refusal is a fault, so that the
//! unit is undone.

use super::{
    change,
    copy::{Copy, copy_course},
    edit::made,
    page::frozen,
    store,
};
use crate::{
    Act, access,
    kinds::LessonKinds,
    notices,
    permissions::COURSES_TAKE_DOWN,
    review::{self, rules::Submit},
    version::{
        self,
        change::{Begun, Facts},
        rules::Publish,
    },
};
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

type Done = Result<(), Fault>;

/// A refusal of the state in which the course stands.
fn refused(key: &'static str) -> Done {
    Err(Fault::Conflict(Msg::new(key)))
}

fn unless(done: bool, key: &'static str) -> Done {
    if done { Ok(()) } else { refused(key) }
}

/// Saves the facts of the version under way, unless somebody changed them since the count `seen`.
pub(crate) fn save_facts(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: Uuid,
    seen: i64,
    facts: &Facts,
    act: &Act,
) -> Done {
    let course = access::writable(tx, &act.actor, id)?;
    made(version::change::save_facts(tx, &course, version, seen, facts, act)?)
}

/// Submits the version under way.
pub(crate) fn submit(tx: &mut Tx<'_>, kinds: &LessonKinds, id: Uuid, message: &str, act: &Act) -> Done {
    let course = access::writable(tx, &act.actor, id)?;
    match review::change::submit(tx, kinds, &course, message, act)? {
        Submit::Go => Ok(notices::submitted(tx, &course, act)?),
        Submit::NotDraft => refused("catalog-fault-not-draft"),
        Submit::Incomplete(count) => {
            Err(Fault::Conflict(Msg::new("catalog-fault-incomplete").with("count", count)))
        }
    }
}

/// Takes a submission or an approved version back to change it.
pub(crate) fn recall(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Done {
    let course = access::writable(tx, &act.actor, id)?;
    unless(review::change::recall(tx, &course, act)?, "catalog-fault-not-submitted")
}

/// Publishes the approved version.
pub(crate) fn publish(tx: &mut Tx<'_>, kinds: &LessonKinds, id: Uuid, act: &Act) -> Done {
    let course = access::publishable(tx, &act.actor, id)?;
    match version::change::publish(tx, kinds, &course, act)? {
        Publish::Go => Ok(notices::published(tx, &course, act)?),
        Publish::NotApproved => refused("catalog-fault-not-approved"),
        Publish::OwnWork => refused("catalog-publish-own-work"),
        Publish::OwnReview => refused("catalog-publish-own-review"),
    }
}

/// The centre sends an approved version back instead of publishing it.
pub(crate) fn send_back(tx: &mut Tx<'_>, id: Uuid, reason: &str, act: &Act) -> Done {
    let course = access::publishable(tx, &act.actor, id)?;
    if !review::change::send_back(tx, &course, reason, act)? {
        return refused("catalog-fault-not-approved");
    }
    Ok(notices::returned(tx, &course, act)?)
}

/// Withdraws a published course.
pub(crate) fn withdraw(tx: &mut Tx<'_>, id: Uuid, reason: &str, act: &Act) -> Done {
    let course = access::publishable(tx, &act.actor, id)?;
    if !version::change::withdraw(tx, &course, reason, act)? {
        return refused("catalog-fault-not-published");
    }
    Ok(())
}

/// Takes a course from everybody at once; for those who may, wherever they do not see it at work.
pub(crate) fn take_down(tx: &mut Tx<'_>, id: Uuid, reason: &str, act: &Act) -> Done {
    let course = removable(tx, &act.actor, id)?;
    if !version::change::take_down(tx, &course, reason, act)? {
        return refused("catalog-fault-taken-down-before");
    }
    Ok(notices::taken_down(tx, &course, act)?)
}

/// A course that was published, for somebody who may take it down; elsewhere it does not exist for them.
pub(crate) fn removable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<store::Course, Fault> {
    let course = store::get(tx, id)?.filter(|it| it.published_version_id.is_some()).ok_or(Fault::NotFound)?;
    if actor.may_at(COURSES_TAKE_DOWN, &course.unit_path) { Ok(course) } else { Err(Fault::NotFound) }
}

/// Offers a withdrawn course again.
pub(crate) fn reinstate(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Done {
    let course = access::publishable(tx, &act.actor, id)?;
    if course.taken_down_at.is_some() {
        return refused("catalog-fault-taken-down");
    }
    if !version::change::reinstate(tx, &course, act)? {
        return refused("catalog-fault-not-withdrawn");
    }
    Ok(())
}

/// Copies a course that the actor writes into one of their own: the version on the desk.
pub(crate) fn copy(tx: &mut Tx<'_>, kinds: &LessonKinds, from: Uuid, to: &Copy, act: &Act) -> Done {
    let course = access::writable(tx, &act.actor, from)?;
    let version = course.draft_version_id.or(course.published_version_id).ok_or(Fault::NotFound)?;
    let version = version::store::get(tx, version)?.ok_or(Fault::NotFound)?;
    Ok(copy_course(tx, kinds, &version, to, act)?)
}

/// Begins the next version as a copy; where one is under way, that one goes on.
pub(crate) fn begin_version(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    id: Uuid,
    act: &Act,
) -> Result<Begun, Fault> {
    let course = access::writable(tx, &act.actor, id)?;
    Ok(version::change::begin_version(tx, kinds, &course, act)?)
}

/// Gives up the version under way.
pub(crate) fn discard(tx: &mut Tx<'_>, kinds: &LessonKinds, id: Uuid, act: &Act) -> Done {
    let course = access::writable(tx, &act.actor, id)?;
    unless(version::change::discard_version(tx, kinds, &course, act)?, "catalog-fault-not-discarded")
}

/// Puts a course that was never published into the bin.
pub(crate) fn delete(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Done {
    let course = access::writable(tx, &act.actor, id)?;
    if change::delete_course(tx, &course, act)? { Ok(()) } else { Err(frozen()) }
}

/// Takes a course out of the bin.
pub(crate) fn restore(tx: &mut Tx<'_>, id: Uuid, act: &Act) -> Done {
    let course = store::get_any(tx, id)?.ok_or(Fault::NotFound)?;
    let authors: Vec<Uuid> = store::authors(tx, id)?.into_iter().map(|(person, _)| person).collect();
    if !access::access(&act.actor, &course, &authors).write {
        return Err(Fault::NotFound);
    }
    unless(change::restore_course(tx, &course, act)?, "catalog-fault-not-deleted")
}
