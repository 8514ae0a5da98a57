//! Submitting, judging and taking back.

use super::{
    rules::{self, Decide, Judgement, Submit},
    store::{self, Ending, Remark, Review},
};
use crate::{
    Act,
    course::{
        rules::{Keys, Missing, missing},
        store::{self as courses, Course, Standing},
    },
    kinds::LessonKinds,
    lesson::{rules::tree, store as lessons},
    permissions::{COURSES_PUBLISH, REVIEWS_DECIDE},
    states::{CourseState, ReviewState, VersionState},
    version::store::{self as versions, Version},
};
use std::collections::{BTreeMap, BTreeSet};
use xingtan_approvals::{self as approvals, ApprovalKind, By, Outcome, Request, Verdict};
use xingtan_audit::record;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Result, Tx};

/// The release of a version: a reviewer agrees, then the centre publishes; nobody takes two steps.
pub const RELEASE: ApprovalKind = ApprovalKind::new("catalog.release");
/// The step of the reviewer.
const REVIEW: i64 = 0;
/// The step of the centre.
pub(crate) const PUBLICATION: i64 = 1;

/// What is missing of a version before it may be submitted.
///
/// # Errors
/// Those of the database.
pub fn missing_of(tx: &mut Tx<'_>, kinds: &LessonKinds, version: &Version) -> Result<Vec<Missing>> {
    let all = tree(lessons::of_version(tx, version.id)?);
    let texts: BTreeMap<Uuid, String> = lessons::texts(tx, version.id)?.into_iter().collect();
    let mut attached = Vec::new();
    for (hooks, keys) in kinds.attached(&all) {
        let ids: Vec<Uuid> = keys.keys().copied().collect();
        let lacking = hooks.missing(tx, &ids)?;
        attached.extend(lacking.into_iter().filter_map(|(id, what)| Some((*keys.get(&id)?, what))));
    }
    attached.extend(crate::medium::change::missing(tx, &all)?);
    attached.extend(crate::office::change::missing(tx, &all)?);
    let blank = |key: Uuid| texts.get(&key).is_none_or(|text| text.trim().is_empty());
    Ok(missing(version, &all, kinds, blank, &attached))
}

/// Submits the draft of a course: from here on nobody changes it until it is decided or taken back.
///
/// # Errors
/// Those of the database.
pub fn submit(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    course: &Course,
    message: &str,
    act: &Act,
) -> Result<Submit> {
    let Some(version) = course.draft_version_id.map(|id| versions::get(tx, id)).transpose()?.flatten() else {
        return Ok(Submit::NotDraft);
    };
    let lacking = missing_of(tx, kinds, &version)?.len();
    let verdict = rules::submit(version.state, lacking);
    if verdict != Submit::Go {
        return Ok(verdict);
    }
    if !versions::step(tx, version.id, VersionState::Draft, VersionState::InReview, act.at)? {
        return Ok(Submit::NotDraft);
    }
    versions::set_returned(tx, version.id, None)?;
    stand(tx, course, CourseState::InReview, act)?;
    let keys = Keys::of(&version.title, &version.summary, &[&course.author_name]);
    let review = Review {
        id: act.ids.next(),
        course_id: course.id,
        version_id: version.id,
        version_number: version.number,
        title: version.title.clone(),
        title_key: keys.title,
        author_name: course.author_name.clone(),
        unit_path: course.unit_path.clone(),
        state: ReviewState::Open,
        message: message.to_owned(),
        submitted_at: act.at,
        submitted_by: act.person,
        due_at: act.at + Span::of_days(rules::DUE_DAYS),
        reviewer_id: None,
        reviewer_name: None,
        checks: "[]".into(),
        reason: None,
        decided_at: None,
        version: 1,
    };
    let request =
        Request::new(RELEASE, course.id, version.title.clone(), act.person, course.unit_path.clone())
            .step(By::Permission(REVIEWS_DECIDE), Span::of_days(rules::DUE_DAYS))
            .step(By::Permission(COURSES_PUBLISH), Span::of_days(rules::PUBLICATION_DAYS))
            .because(message)
            .with(&serde_json::json!({ "review": review.id, "version": version.id }))?;
    let approval = approvals::ask(tx, &request, &act.approval())?;
    store::add(tx, &review, &keys.search, Some(approval))?;
    record(
        tx,
        &act.entry("catalog.course-submitted")
            .on("course", course.id, &version.title)
            .within(&course.unit_path)
            .after(&version.number),
    )?;
    Ok(Submit::Go)
}

/// Judges an open submission.
///
/// # Errors
/// Those of the database; `NotFound` when its course or version is gone.
pub fn decide(
    tx: &mut Tx<'_>,
    review: &Review,
    judgement: &Judgement,
    ticked: &BTreeSet<String>,
    act: &Act,
) -> Result<Decide> {
    let course = courses::get(tx, review.course_id)?.ok_or(xingtan_db::Error::NotFound)?;
    let editors = versions::editors(tx, review.version_id)?;
    let verdict = rules::decide(review.state, course.author_id, &editors, act.person, judgement, ticked);
    if verdict != Decide::Go {
        return Ok(verdict);
    }
    if let Some(approval) = store::approval_of(tx, review.id)? {
        let (verdict, reason) = match judgement {
            Judgement::Approve => (Verdict::Approve, ""),
            Judgement::Return { reason } => (Verdict::Return, reason.as_str()),
        };
        let outcome = approvals::decide(tx, approval, REVIEW, verdict, reason, &act.actor, &act.approval())?;
        if let Outcome::Not(_) = outcome {
            return Ok(Decide::NotOpen);
        }
    }
    let (state, to, shown, reason, action) = match judgement {
        Judgement::Approve => (
            ReviewState::Approved,
            VersionState::Approved,
            CourseState::Approved,
            None,
            "catalog.course-approved",
        ),
        Judgement::Return { reason } => (
            ReviewState::Returned,
            VersionState::Draft,
            CourseState::Draft,
            Some(reason.clone()),
            "catalog.course-returned",
        ),
    };
    let known: Vec<&str> = rules::CHECKS.iter().copied().filter(|check| ticked.contains(*check)).collect();
    let ending = Ending {
        state,
        reviewer: Some((act.person, act.name.clone())),
        checks: json(&known)?,
        reason: reason.clone(),
        at: act.at,
    };
    // Both were open a moment ago in this unit; anything else ends it without a trace.
    if !store::end(tx, review.id, &ending)?
        || !versions::step(tx, review.version_id, VersionState::InReview, to, act.at)?
    {
        return Err(xingtan_db::Error::Conflict);
    }
    if to == VersionState::Draft {
        versions::set_returned(tx, review.version_id, Some(act.at))?;
    }
    stand(tx, &course, shown, act)?;
    record(
        tx,
        &act.entry(action).on("course", course.id, &review.title).within(&course.unit_path).detail(&reason),
    )?;
    Ok(Decide::Go)
}

/// Approves the open submission of a course with all checks ticked: for demo data and programs.
///
/// # Errors
/// Those of the database.
pub fn approve(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<Decide> {
    let Some(review) = course.draft_version_id.map(|id| store::open_of(tx, id)).transpose()?.flatten() else {
        return Ok(Decide::NotOpen);
    };
    let ticked = rules::CHECKS.iter().map(|check| (*check).to_owned()).collect();
    decide(tx, &review, &Judgement::Approve, &ticked, act)
}

/// Takes a submission or an approved version back to change it; answers whether there was one. What was approved
/// is then approved no more.
///
/// # Errors
/// Those of the database.
pub fn recall(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<bool> {
    let Some(version) = course.draft_version_id.map(|id| versions::get(tx, id)).transpose()?.flatten() else {
        return Ok(false);
    };
    let from = version.state;
    if !matches!(from, VersionState::InReview | VersionState::Approved)
        || !versions::step(tx, version.id, from, VersionState::Draft, act.at)?
    {
        return Ok(false);
    }
    let latest = store::latest_of(tx, version.id)?;
    if let Some(latest) = &latest
        && let Some(approval) = store::approval_of(tx, latest.id)?
    {
        // A fellow author may take back what another one submitted; the trail names who did.
        approvals::withdraw(tx, approval, latest.submitted_by, &act.approval())?;
    }
    if let Some(open) = latest.filter(|it| it.state == ReviewState::Open) {
        let ending = Ending {
            state: ReviewState::Recalled,
            reviewer: None,
            checks: open.checks.clone(),
            reason: None,
            at: act.at,
        };
        store::end(tx, open.id, &ending)?;
    }
    stand(tx, course, CourseState::Draft, act)?;
    record(
        tx,
        &act.entry("catalog.course-recalled")
            .on("course", course.id, &version.title)
            .within(&course.unit_path),
    )?;
    Ok(true)
}

/// The centre sends an approved version back to its author instead of publishing it; answers whether there was one.
/// The reason stands among the remarks of the review.
///
/// # Errors
/// Those of the database.
pub fn send_back(tx: &mut Tx<'_>, course: &Course, reason: &str, act: &Act) -> Result<bool> {
    let Some(version) = course.draft_version_id.map(|id| versions::get(tx, id)).transpose()?.flatten() else {
        return Ok(false);
    };
    if !versions::step(tx, version.id, VersionState::Approved, VersionState::Draft, act.at)? {
        return Ok(false);
    }
    if let Some(latest) = store::latest_of(tx, version.id)? {
        remark(tx, &latest, None, reason, act)?;
        if let Some(approval) = store::approval_of(tx, latest.id)? {
            approvals::decide(
                tx,
                approval,
                PUBLICATION,
                Verdict::Return,
                reason,
                &act.actor,
                &act.approval(),
            )?;
        }
    }
    versions::set_returned(tx, version.id, Some(act.at))?;
    stand(tx, course, CourseState::Draft, act)?;
    record(
        tx,
        &act.entry("catalog.course-returned")
            .on("course", course.id, &version.title)
            .within(&course.unit_path)
            .detail(&reason),
    )?;
    Ok(true)
}

/// Keeps a remark on a submission.
///
/// # Errors
/// Those of the database.
pub fn remark(
    tx: &mut Tx<'_>,
    review: &Review,
    lesson_key: Option<Uuid>,
    body: &str,
    act: &Act,
) -> Result<()> {
    let remark = Remark {
        id: act.ids.next(),
        review_id: review.id,
        lesson_key,
        person_id: act.person,
        person_name: act.name.clone(),
        at: act.at,
        body: body.to_owned(),
    };
    store::add_remark(tx, &remark)
}

/// While nothing was published, the course stands where its draft does; a published or withdrawn one stays so.
fn stand(tx: &mut Tx<'_>, course: &Course, draft: CourseState, act: &Act) -> Result<()> {
    let state = if course.published_version_id.is_some() { course.state } else { draft };
    let standing = Standing { state, published: course.published_version_id, draft: course.draft_version_id };
    courses::stand(tx, course.id, &standing, act.at)
}

/// A list of codes as JSON.
pub(crate) fn json(codes: &[&str]) -> Result<String> {
    serde_json::to_string(codes).map_err(|error| xingtan_db::Error::Decode(error.to_string()))
}
