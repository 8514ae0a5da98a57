//! Whether somebody may study a course now.

use super::{
    real_name,
    store::{self, Enrolment},
};
use xingtan_catalog::api::{self as catalog, Course};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// The live enrolment of a person who may study now. Without one the course's page is the place to go, which the
/// refusal says; before it opens it says when; where the real name is wanting (ACC-4) it leads to where it is stated.
/// What was completed can be looked at again in any case.
pub fn studying(tx: &mut Tx<'_>, person: Uuid, course: Uuid, now: Timestamp) -> Result<Enrolment, Fault> {
    Ok(studying_in(tx, person, course, now)?.0)
}

/// The same with its course, for pages that show both.
pub fn studying_in(
    tx: &mut Tx<'_>,
    person: Uuid,
    course: Uuid,
    now: Timestamp,
) -> Result<(Enrolment, Course), Fault> {
    let (enrolment, course) = found(tx, person, course, now)?;
    if enrolment.completed_at.is_none() {
        let (who, since) = ((person, enrolment.unit_path.as_str()), Some(enrolment.enrolled_at));
        if let Some(wanting) = real_name::wanting(tx, who, course.id, since, now)? {
            return Err(wanting.fault());
        }
    }
    Ok((enrolment, course))
}

/// The same for what was begun before and is brought to its end: an attempt at a quiz is handed in at any time.
pub fn enrolled(tx: &mut Tx<'_>, person: Uuid, course: Uuid, now: Timestamp) -> Result<Enrolment, Fault> {
    Ok(found(tx, person, course, now)?.0)
}

fn found(tx: &mut Tx<'_>, person: Uuid, course: Uuid, now: Timestamp) -> Result<(Enrolment, Course), Fault> {
    let found = store::of(tx, person, course)?.filter(|it| it.withdrawn_at.is_none());
    let enrolment = found.ok_or_else(|| Fault::Forbidden(Msg::new("learning-not-enrolled")))?;
    let Some(course) = catalog::course(tx, course)?.filter(|it| it.taken_down_at.is_none()) else {
        return Err(Fault::Forbidden(Msg::new("learning-taken-down")));
    };
    if enrolment.opens_at > now {
        return Err(Fault::Forbidden(Msg::new("learning-opens-later").with("at", enrolment.opens_at)));
    }
    Ok((enrolment, course))
}
