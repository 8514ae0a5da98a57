//! Who may see, write, judge and publish a course.

use crate::{
    course::store::{self, Course},
    permissions::{COURSES_PUBLISH, COURSES_READ, COURSES_WRITE, REVIEWS_DECIDE},
};
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::Fault;

/// What an actor may do with one course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// See drafts, reviews and versions.
    pub read: bool,
    /// Change drafts, submit, take back.
    pub write: bool,
    /// Publish, withdraw, maintain.
    pub publish: bool,
    /// Judge submissions.
    pub review: bool,
}

/// What `actor` may do with `course`, whose further authors are `authors`. One writes what one authors; the centre
/// maintains what it publishes.
pub fn access(actor: &Actor, course: &Course, authors: &[Uuid]) -> Access {
    let own = course.author_id == actor.person || authors.contains(&actor.person);
    let publish = actor.may_at(COURSES_PUBLISH, &course.unit_path);
    let review = actor.may_at(REVIEWS_DECIDE, &course.unit_path);
    let write = actor.may(COURSES_WRITE) && (own || publish);
    Access {
        read: write || publish || review || actor.may_at(COURSES_READ, &course.unit_path),
        write,
        publish,
        review,
    }
}

/// A course with what the actor may do with it; what one may not even read does not exist for one.
pub fn readable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(Course, Access), Fault> {
    let course = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let authors: Vec<Uuid> = store::authors(tx, id)?.into_iter().map(|(person, _)| person).collect();
    let access = access(actor, &course, &authors);
    if access.read { Ok((course, access)) } else { Err(Fault::NotFound) }
}

/// A course that the actor may write.
pub fn writable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Course, Fault> {
    let (course, access) = readable(tx, actor, id)?;
    if access.write { Ok(course) } else { Err(Fault::forbidden()) }
}

/// A course that the actor may publish and withdraw.
pub fn publishable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Course, Fault> {
    let (course, access) = readable(tx, actor, id)?;
    if access.publish { Ok(course) } else { Err(Fault::forbidden()) }
}
