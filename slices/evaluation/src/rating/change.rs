//! What rating, withdrawing, hiding and answering change: each function is a unit of work.

use super::{
    GUARD, notices,
    rules::{self, Answer, Answering, Marks, May, Taken, Terms},
    store::{self, Rating, Sums},
    words::{self, Judged},
};
use serde::{Deserialize, Serialize};
use xingtan_auth::Actor;
use xingtan_catalog::api::{self as catalog, Course, CourseState};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_events::Event;
use xingtan_governance::api::{Deed, Stop};
use xingtan_i18n::Msg;
use xingtan_learning::api::{self as learning, Enrolment};
use xingtan_web::Fault;

/// The ratings of a course changed. Subject: the course. Payload: [`RatedEvent`].
pub const RATED: &str = "evaluation.course_rated";

/// Payload of [`RATED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatedEvent {
    /// Stars of the ratings that stand, in hundredths.
    pub sum: i64,
    /// How many stand.
    pub count: i64,
}

/// What somebody may know of a course's ratings.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The course.
    pub course: Course,
    /// The onlooker's live enrolment.
    pub enrolment: Option<Enrolment>,
    /// Whether they guard its ratings.
    pub guards: bool,
    /// Whether they teach it.
    pub teaches: bool,
    /// The ratings in sum.
    pub sums: Sums,
}

impl Seen {
    /// Whether the ratings are shown to the onlooker.
    pub fn shown(&self, terms: Terms) -> bool {
        self.guards || rules::are_shown(self.sums.count, terms.least)
    }

    /// How far the onlooker got.
    pub fn taken(&self) -> Option<Taken> {
        self.enrolment.as_ref().map(|it| Taken {
            completed: it.completed_at.is_some() || it.completed_before.is_some(),
            percent: it.percent(),
        })
    }
}

/// A course as the actor sees it: published, taken, taught, or in their care. Five statements at most.
///
/// # Errors
/// [`Fault::NotFound`] where it does not exist for them.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Seen, Fault> {
    let course = catalog::course(tx, id)?.ok_or(Fault::NotFound)?;
    let enrolment = learning::enrolment_of(tx, actor.person, id)?.filter(|it| it.withdrawn_at.is_none());
    let teaches = catalog::teaches(tx, id, actor.person)?;
    let guards = actor.may_at(GUARD, &course.unit_path);
    let open = course.state == CourseState::Published && course.taken_down_at.is_none();
    if !open && enrolment.is_none() && !teaches && !guards {
        return Err(Fault::NotFound);
    }
    let sums = store::sums(tx, id)?;
    Ok(Seen { course, enrolment, guards, teaches, sums })
}

/// Rates a course, or changes one's rating of it.
///
/// # Errors
/// [`Stop::Field`] where the rule refuses or the comment may not stand.
pub fn rate(
    tx: &mut Tx<'_>,
    course: Uuid,
    marks: Marks,
    comment: &str,
    terms: Terms,
    (actor, deed): (&Actor, &Deed),
) -> std::result::Result<Rating, Stop> {
    let seen = seen(tx, actor, course)?;
    let refuse = |msg| Err(Stop::Field("", msg));
    let Some(enrolment) = seen.enrolment.clone() else { return refuse(Msg::new("evaluation-may-not-taken")) };
    let comment = &fits(tx, comment, "comment")?;
    let before = store::own(tx, actor.person, course, enrolment.version_id)?;
    match rules::may(seen.taken(), before.as_ref().map(|it| it.rated_at), terms, deed.now) {
        May::Rate | May::Change { .. } => {}
        May::NotTaken => return refuse(Msg::new("evaluation-may-not-taken")),
        May::TooLittle { needed } => {
            return refuse(Msg::new("evaluation-may-too-little").with("needed", needed));
        }
        May::Over { .. } => return refuse(Msg::new("evaluation-may-over").with("days", terms.days)),
    }
    let id = match &before {
        Some(own) => {
            store::change(tx, own.id, marks, comment, deed.now)?;
            own.id
        }
        None => {
            let zone = xingtan_settings::institution(tx)?.map(|(it, _)| it.zone).unwrap_or_default();
            let month_at = zone.month_of(zone.date(deed.now)).0;
            let id = timeless(&deed.ids);
            store::add(tx, &new((id, month_at), &seen, &enrolment, marks, comment, (actor, deed)))?;
            id
        }
    };
    // Who rated how stands in the rating alone: the trail is read by many.
    let action = if before.is_some() { "evaluation.rating-changed" } else { "evaluation.rated" };
    note(tx, action, &seen.course, deed)?;
    tell(tx, course, terms.least, Some(deed))?;
    Ok(store::one(tx, course, id)?.ok_or(Fault::NotFound)?)
}

/// An id that does not tell when it was made, as others do: the address of a rating is no hint at who rated.
fn timeless(ids: &Ids) -> Uuid {
    let half = |id: Uuid| id.as_u128() & u128::from(u64::MAX);
    Uuid::from_u128(half(ids.next()) << 64 | half(ids.next()))
}

fn new(
    (id, month_at): (Uuid, Timestamp),
    seen: &Seen,
    enrolment: &Enrolment,
    marks: Marks,
    comment: &str,
    (actor, deed): (&Actor, &Deed),
) -> Rating {
    Rating {
        id,
        course_id: seen.course.id,
        version_id: enrolment.version_id,
        enrolment_id: enrolment.id,
        person_id: actor.person,
        person_name: actor.name.clone(),
        content: marks.content,
        teaching: marks.teaching,
        usefulness: marks.usefulness,
        stars: marks.stars(),
        comment: comment.to_owned(),
        rated_at: deed.now,
        month_at,
        changed_at: deed.now,
        withdrawn_at: None,
        hidden_at: None,
        hidden_by: None,
        hidden_name: None,
        hidden_reason: None,
        answer: None,
        answered_at: None,
        answered_by: None,
        answered_name: None,
        version: 1,
    }
}

/// A text as it may stand; refuses one that may not, beside its field.
pub(crate) fn fits(tx: &mut Tx<'_>, text: &str, field: &'static str) -> std::result::Result<String, Stop> {
    match words::judge(tx, text)? {
        Judged::Fits(text) => Ok(text),
        Judged::SaysNothing => Err(Stop::Field(field, Msg::new("evaluation-words-nothing"))),
        Judged::Refused(why) => Err(Stop::Field(field, why)),
    }
}

/// Withdraws one's rating of the version that one takes.
///
/// # Errors
/// [`Stop::Field`] where there is none.
pub fn withdraw(
    tx: &mut Tx<'_>,
    course: Uuid,
    terms: Terms,
    (actor, deed): (&Actor, &Deed),
) -> std::result::Result<(), Stop> {
    let seen = seen(tx, actor, course)?;
    let none = || Stop::Field("", Msg::new("evaluation-rating-none-own"));
    let version = seen.enrolment.as_ref().map(|it| it.version_id).ok_or_else(none)?;
    let own = store::own(tx, actor.person, course, version)?.ok_or_else(none)?;
    if !store::withdraw(tx, own.id, deed.now)? {
        return Err(none());
    }
    note(tx, "evaluation.rating-withdrawn", &seen.course, deed)?;
    tell(tx, course, terms.least, Some(deed))?;
    Ok(())
}

/// Hides a comment with a reason, or shows it again.
///
/// # Errors
/// [`Fault::NotFound`] for who does not guard the course's ratings; [`Stop::Field`] where it changed meanwhile.
pub fn hide(
    tx: &mut Tx<'_>,
    course: Uuid,
    (id, version): (Uuid, i64),
    reason: Option<&str>,
    (actor, deed): (&Actor, &Deed),
) -> std::result::Result<(), Stop> {
    let seen = seen(tx, actor, course)?;
    let it = store::one(tx, course, id)?.filter(|_| seen.guards).ok_or(Fault::NotFound)?;
    let by = (actor.person, actor.name.as_str());
    let (done, kind, action) = match reason {
        Some(reason) => (
            store::hide(tx, (id, version), by, reason, deed.now)?,
            notices::HIDDEN,
            "evaluation.comment-hidden",
        ),
        None => (store::show(tx, (id, version))?, notices::SHOWN, "evaluation.comment-shown"),
    };
    if !done {
        return Err(Stop::Field("", Msg::new("evaluation-changed-meanwhile")));
    }
    let title = &seen.course.title;
    notices::tell(tx, kind, &it, (title, reason.unwrap_or_default()), deed)?;
    let entry = deed.entry(action, ("rating", id, title)).within(&seen.course.unit_path);
    xingtan_audit::record(tx, &entry.detail(&reason.unwrap_or_default()))?;
    Ok(())
}

/// A teacher of the course answers a comment, once.
///
/// # Errors
/// [`Fault::NotFound`] for who does not teach it; [`Stop::Field`] where the rule refuses.
pub fn answer(
    tx: &mut Tx<'_>,
    (course, id): (Uuid, Uuid),
    text: &str,
    terms: Terms,
    (actor, deed): (&Actor, &Deed),
) -> std::result::Result<(), Stop> {
    let seen = seen(tx, actor, course)?;
    let shown = rules::are_shown(seen.sums.count, terms.least);
    let it = store::one(tx, course, id)?.filter(|_| seen.teaches && shown).ok_or(Fault::NotFound)?;
    let text = &fits(tx, text, "answer")?;
    match rules::answer(answering(&it, shown, actor.person)) {
        Answer::Before => return Err(Stop::Field("", Msg::new("evaluation-answer-before"))),
        Answer::Nothing => return Err(Stop::Field("", Msg::new("evaluation-answer-nothing"))),
        Answer::Keep => {}
    }
    if !store::answer(tx, id, (actor.person, &actor.name), text, deed.now)? {
        return Err(Stop::Field("", Msg::new("evaluation-answer-before")));
    }
    notices::tell(tx, notices::ANSWERED, &it, (&seen.course.title, text), deed)?;
    let title = &seen.course.title;
    let entry = deed.entry("evaluation.comment-answered", ("rating", id, title));
    xingtan_audit::record(tx, &entry.within(&seen.course.unit_path))?;
    Ok(())
}

/// What the rule of answers is told of a rating.
pub fn answering(it: &Rating, shown: bool, person: Uuid) -> Answering {
    Answering {
        answered: it.answered_at.is_some(),
        gone: it.withdrawn_at.is_some() || it.hidden_at.is_some(),
        comment: !it.comment.is_empty(),
        shown,
        own: it.person_id == person,
    }
}

fn note(tx: &mut Tx<'_>, action: &'static str, course: &Course, deed: &Deed) -> Result<()> {
    let entry = deed.entry(action, ("course", course.id, &course.title)).within(&course.unit_path);
    xingtan_audit::record(tx, &entry)
}

/// Tells the catalogue how a course is rated, as far as that is shown, and who listens.
///
/// # Errors
/// Those of the database.
pub fn tell(tx: &mut Tx<'_>, course: Uuid, least: i64, deed: Option<&Deed>) -> Result<()> {
    let sums = store::sums(tx, course)?;
    let shown = rules::are_shown(sums.count, least);
    let (sum, count) = if shown { (sums.stars, sums.count) } else { (0, 0) };
    catalog::rated(tx, course, sum, count)?;
    if let Some(deed) = deed {
        let event = Event::new(deed.ids.next(), RATED, 1, course, deed.now);
        xingtan_events::publish(tx, &event.with(&RatedEvent { sum: sums.stars, count: sums.count })?)?;
    }
    Ok(())
}
