//! What confirming, dating, beginning a change and remarking change: each function is a unit of work.

use super::{
    CHECK, MONTHS, notices,
    rules::{self, Date},
    store::{self, Check, Flag},
};
use crate::rating::change::fits;
use xingtan_auth::Actor;
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::Tx;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_jobs::Job;
use xingtan_learning::api as learning;
use xingtan_settings::Settings;
use xingtan_web::Fault;

/// No date lies farther ahead, in months.
const FURTHEST: i64 = 60;

/// The dates that are possible now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The ordinary one.
    pub ordinary: Timestamp,
    /// The last one.
    pub at_most: Timestamp,
}

impl Dates {
    /// From now on.
    pub fn of(settings: &Settings, zone: &Zone, now: Timestamp) -> Dates {
        let ordinary = zone.months_after(now, settings.int(&MONTHS));
        Dates { ordinary, at_most: zone.months_after(now, FURTHEST) }
    }
}

/// What somebody may do about a course's check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// See it.
    pub read: bool,
    /// Confirm it, begin a change: who teaches it, and the centre.
    pub act: bool,
    /// Set its date: the centre.
    pub date: bool,
}

/// The check of a course with what the actor may do about it.
///
/// # Errors
/// [`Fault::NotFound`] where it does not exist for them.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, course: Uuid) -> Result<(Check, Rights), Fault> {
    let it = store::one(tx, course)?.filter(|it| it.live).ok_or(Fault::NotFound)?;
    let date = actor.may_at(CHECK, &it.unit_path);
    let act = date || catalog::teaches(tx, course, actor.person)?;
    let read = act || actor.may_at(super::READ, &it.unit_path);
    if read { Ok((it, Rights { read, act, date })) } else { Err(Fault::NotFound) }
}

fn until(
    asked: Option<Timestamp>,
    field: &'static str,
    dates: Dates,
    now: Timestamp,
) -> Result<Timestamp, Stop> {
    match rules::date(asked, dates.ordinary, dates.at_most, now) {
        Date::Until(until) => Ok(until),
        Date::NotLater => Err(Stop::Field(field, Msg::new("evaluation-date-not-later"))),
        Date::TooFar(at_most) => {
            Err(Stop::Field(field, Msg::new("evaluation-date-too-far").with("at_most", at_most)))
        }
    }
}

/// Confirms that a course is up to date; its open remarks are closed with the note as the answer.
///
/// # Errors
/// [`Fault::NotFound`] where the actor may not; [`Stop::Field`] where the date does not fit or it changed meanwhile.
pub fn confirm(
    tx: &mut Tx<'_>,
    (course, version): (Uuid, i64),
    note: &str,
    asked: Option<Timestamp>,
    dates: Dates,
    (actor, deed): (&Actor, &Deed),
) -> Result<(), Stop> {
    let (it, rights) = seen(tx, actor, course)?;
    if !rights.act {
        return Err(Fault::forbidden().into());
    }
    // Whoever teaches a course does not say how long it stays up to date.
    let until = until(asked.filter(|_| rights.date), "review_by", dates, deed.now)?;
    let note = &*fits(tx, note, "note")?;
    let by = (actor.person, actor.name.as_str());
    if !store::confirm(tx, (course, version), by, note, until, deed.now)? {
        return Err(Stop::Field("", Msg::new("evaluation-changed-meanwhile")));
    }
    let closed = ("confirmed", Some(actor.name.as_str()), note);
    let told = store::close(tx, course, closed, deed.now, deed.now)?;
    notices::closed(tx, &told, &it, ("confirmed", note), (&deed.ids, deed.now))?;
    let entry = deed.entry("evaluation.course-checked", ("course", course, &it.title)).within(&it.unit_path);
    xingtan_audit::record(tx, &entry.change(&it.review_by, &until).detail(&note))?;
    Ok(())
}

/// The centre sets until when a course is to be looked at anew.
///
/// # Errors
/// As [`confirm`].
pub fn set_date(
    tx: &mut Tx<'_>,
    (course, version): (Uuid, i64),
    asked: Timestamp,
    dates: Dates,
    (actor, deed): (&Actor, &Deed),
) -> Result<(), Stop> {
    let (it, rights) = seen(tx, actor, course)?;
    if !rights.date {
        return Err(Fault::forbidden().into());
    }
    let until = until(Some(asked), "new_date", dates, deed.now)?;
    if !store::set_date(tx, (course, version), until)? {
        return Err(Stop::Field("", Msg::new("evaluation-changed-meanwhile")));
    }
    let entry = deed.entry("evaluation.check-dated", ("course", course, &it.title)).within(&it.unit_path);
    xingtan_audit::record(tx, &entry.change(&it.review_by, &until))?;
    Ok(())
}

/// Begins a new version because the course is out of date, or goes on with the one that is open.
///
/// # Errors
/// [`Fault`] where the actor may not write the course.
pub fn begin(tx: &mut Tx<'_>, kinds: &LessonKinds, course: Uuid, act: &Act, deed: &Deed) -> Result<(), Stop> {
    let (it, _) = seen(tx, &act.actor, course)?;
    let written = catalog::writable(tx, &act.actor, course)?;
    catalog::begin_version(tx, kinds, &written, act)?;
    store::begin(tx, course, &act.name, deed.now)?;
    let entry = deed.entry("evaluation.change-begun", ("course", course, &it.title)).within(&it.unit_path);
    xingtan_audit::record(tx, &entry)?;
    Ok(())
}

/// Somebody who takes or teaches a course says that it is out of date.
///
/// # Errors
/// [`Fault::NotFound`] for others; [`Stop::Field`] where their last remark is open still.
pub fn flag(
    tx: &mut Tx<'_>,
    (id, course): (Uuid, Uuid),
    lesson: Option<Uuid>,
    reason: &str,
    (actor, deed): (&Actor, &Deed),
) -> Result<Flag, Stop> {
    let it = flaggable(tx, actor, course)?;
    let reason = &*fits(tx, reason, "reason")?;
    let lesson_title = match lesson {
        None => String::new(),
        Some(key) => match catalog::lesson_facts(tx, it.version_id, key)? {
            Some(lesson) => lesson.title,
            None => return Err(Stop::Field("lesson", Msg::new("web-form-choice"))),
        },
    };
    let flag = Flag {
        id,
        course_id: course,
        version_id: it.version_id,
        lesson_title,
        person_id: actor.person,
        person_name: actor.name.clone(),
        reason: reason.to_owned(),
        flagged_at: deed.now,
        outcome: "open".to_owned(),
        closed_at: None,
        closed_name: None,
        answer: String::new(),
    };
    if !store::flag(tx, &flag)? {
        return Err(Stop::Field("", Msg::new("evaluation-flag-open-still")));
    }
    let link = format!("/course-checks/{course}");
    let by = (&deed.ids, deed.now);
    notices::tell(tx, notices::FLAGGED, &[it.author_id], &it, (reason, &link), by)?;
    let entry = deed.entry("evaluation.course-flagged", ("course", course, &it.title)).within(&it.unit_path);
    xingtan_audit::record(tx, &entry.detail(&reason))?;
    Ok(flag)
}

/// The check of a course that the actor takes or teaches, or looks after.
///
/// # Errors
/// [`Fault::NotFound`] for others.
pub fn flaggable(tx: &mut Tx<'_>, actor: &Actor, course: Uuid) -> Result<Check, Fault> {
    let it = store::one(tx, course)?.filter(|it| it.live).ok_or(Fault::NotFound)?;
    if may_flag(tx, actor, &it)? { Ok(it) } else { Err(Fault::NotFound) }
}

/// Whether the actor takes or teaches a course, or looks after it. Three statements at most.
///
/// # Errors
/// Those of the database.
pub fn may_flag(tx: &mut Tx<'_>, actor: &Actor, it: &Check) -> xingtan_db::Result<bool> {
    let enrolment = learning::enrolment_of(tx, actor.person, it.course_id)?;
    let taken = enrolment.is_some_and(|it| it.withdrawn_at.is_none());
    let reads = actor.may_at(super::READ, &it.unit_path);
    Ok(taken || reads || catalog::teaches(tx, it.course_id, actor.person)?)
}

/// Orders that all courses are looked at soon, not at the next hour.
///
/// # Errors
/// Those of the database.
pub fn look_soon(tx: &mut Tx<'_>, job: Uuid, now: Timestamp) -> xingtan_db::Result<()> {
    let job = Job::new(job, super::job::LOOK, now).single(super::job::LOOK.name);
    xingtan_jobs::enqueue(tx, &job)?;
    Ok(())
}
