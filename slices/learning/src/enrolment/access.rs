//! Whether somebody may study a course now.

use super::store::{self, Enrolment};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// The live enrolment of a person who may study now. Without one the course's page is the place to go, which the
/// refusal says; before it opens it says when.
pub fn studying(tx: &mut Tx<'_>, person: Uuid, course: Uuid, now: Timestamp) -> Result<Enrolment, Fault> {
    let found = store::of(tx, person, course)?.filter(|it| it.withdrawn_at.is_none());
    let enrolment = found.ok_or_else(|| Fault::Forbidden(Msg::new("learning-not-enrolled")))?;
    if enrolment.opens_at > now {
        return Err(Fault::Forbidden(Msg::new("learning-opens-later").with("at", enrolment.opens_at)));
    }
    Ok(enrolment)
}
