//! Submitting, judging and taking back.

use super::{
    lists::{self, Contains, Marks},
    precheck,
    reach::reach,
    rules::{self, Decide, Gate, Judgement, Stage, Submit},
    store::{self, Ending, Remark, Review},
};
use crate::{
    Act,
    course::{
        rules::{Keys, Missing, missing},
        store::{self as courses, Course, Standing},
    },
    kinds::{AUDIO, Content, LessonKinds, VIDEO},
    lesson::{rules::tree, store as lessons},
    permissions::{COURSES_PUBLISH, REVIEWS_DECIDE},
    picture::store as pictures,
    states::{CourseState, ReviewState, VersionState},
    version::store::{self as versions, Version},
};
use xingtan_approvals::{self as approvals, ApprovalKind, By, Outcome, Request, Verdict};
use xingtan_audit::record;
use xingtan_auth::Actor;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result, Tx};

/// The release of a version: reviewers agree, stage by stage, then the centre publishes; nobody takes two steps.
pub const RELEASE: ApprovalKind = ApprovalKind::new("catalog.release");

/// What is missing of a version before it may be submitted.
///
/// # Errors
/// Those of the database.
pub fn missing_of(tx: &mut Tx<'_>, kinds: &LessonKinds, version: &Version) -> Result<Vec<Missing>> {
    let all = tree(lessons::of_version(tx, version.id)?);
    let empty = lessons::blank(tx, version.id)?;
    let mut attached = Vec::new();
    for (hooks, keys) in kinds.attached(&all) {
        let ids: Vec<Uuid> = keys.keys().copied().collect();
        let lacking = hooks.missing(tx, &ids)?;
        attached.extend(lacking.into_iter().filter_map(|(id, what)| Some((*keys.get(&id)?, what))));
    }
    attached.extend(crate::medium::change::missing(tx, &all)?);
    attached.extend(crate::office::change::missing(tx, &all)?);
    let blank = |key: Uuid| empty.contains(&key);
    let mut lacking = missing(version, &all, kinds, blank, &attached);
    let found = precheck::findings(tx, kinds, version, &all)?;
    lacking.extend(precheck::blocking(&found).map(|it| Missing { what: it.what.clone(), lesson: it.lesson }));
    Ok(lacking)
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
    let stages = act.stages.through(&course.unit_path);
    let (stage, within) = *stages.first().ok_or(xingtan_db::Error::NotFound)?;
    let lists = lists::calls_for(contains(tx, kinds, version.id)?, act.stages.all_lists);
    let round = 1 + store::latest_of(tx, version.id)?.map_or(0, |latest| latest.round);
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
        stage,
        step: 0,
        round,
        lists: json(&lists)?,
        state: ReviewState::Open,
        message: message.to_owned(),
        submitted_at: act.at,
        submitted_by: act.person,
        due_at: act.at + within,
        reviewer_id: None,
        reviewer_name: None,
        checks: "[]".into(),
        reason: None,
        decided_at: None,
        version: 1,
    };
    let mut request =
        Request::new(RELEASE, course.id, version.title.clone(), act.person, course.unit_path.clone())
            .because(message)
            .with(&serde_json::json!({ "review": review.id, "version": version.id }))?;
    for (_, within) in stages {
        request = request.step(By::Permission(REVIEWS_DECIDE), within);
    }
    let request = request.step(By::Permission(COURSES_PUBLISH), act.stages.publication_within);
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

/// What a version contains, as far as check lists ask.
fn contains(tx: &mut Tx<'_>, kinds: &LessonKinds, version: Uuid) -> Result<Contains> {
    let lessons = lessons::of_version(tx, version)?;
    let is_film = |kind: &str| kind == VIDEO.key || kind == AUDIO.key;
    let shows =
        |kind: &str| !is_film(kind) && kinds.get(kind).is_some_and(|kind| kind.content == Content::File);
    Ok(Contains {
        films: lessons.iter().any(|it| is_film(&it.kind)),
        pictures: lessons.iter().any(|it| shows(&it.kind)) || pictures::any_in(tx, version)?,
    })
}

/// Whether somebody may judge a submission so.
///
/// # Errors
/// Those of the database; `NotFound` when its course is gone.
pub(crate) fn verdict(
    tx: &mut Tx<'_>,
    review: &Review,
    judgement: &Judgement,
    marks: &Marks,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decide> {
    let author = courses::get(tx, review.course_id)?.ok_or(xingtan_db::Error::NotFound)?.author_id;
    let mut editors = versions::editors(tx, review.version_id)?;
    editors.push(author);
    // Whoever approved an earlier stage did so in this round.
    let judged = store::approvers(tx, review.version_id)?;
    let reach = reach(tx, actor, review, &editors, now)?;
    let gate = Gate {
        state: review.state,
        stage: review.stage,
        author,
        editors: &editors,
        judged: &judged,
        person: actor.person,
        reach,
    };
    Ok(rules::decide(&gate, judgement, &review.check_lists(), marks))
}

/// Judges an open submission: what a department approved goes on to the centre.
///
/// # Errors
/// Those of the database; `NotFound` when its course or version is gone.
pub fn decide(
    tx: &mut Tx<'_>,
    review: &Review,
    judgement: &Judgement,
    marks: &Marks,
    act: &Act,
) -> Result<Decide> {
    let course = courses::get(tx, review.course_id)?.ok_or(xingtan_db::Error::NotFound)?;
    let verdict = verdict(tx, review, judgement, marks, &act.actor, act.at)?;
    if verdict != Decide::Go {
        return Ok(verdict);
    }
    let approval = store::approval_of(tx, review.id)?;
    if let Some(approval) = approval {
        let (verdict, reason) = match judgement {
            Judgement::Approve => (Verdict::Approve, ""),
            Judgement::Return { reason } => (Verdict::Return, reason.as_str()),
        };
        let outcome =
            approvals::decide(tx, approval, review.step, verdict, reason, &act.actor, &act.approval())?;
        if let Outcome::Not(_) = outcome {
            return Ok(Decide::NotOpen);
        }
    }
    let (state, reason, action) = match judgement {
        Judgement::Approve if review.stage == Stage::Department => {
            (ReviewState::Approved, None, "catalog.course-approved-by-department")
        }
        Judgement::Approve => (ReviewState::Approved, None, "catalog.course-approved"),
        Judgement::Return { reason } => {
            (ReviewState::Returned, Some(reason.clone()), "catalog.course-returned")
        }
    };
    let ending = Ending {
        state,
        reviewer: Some((act.person, act.name.clone())),
        checks: marks.json(&review.check_lists())?,
        reason: reason.clone(),
        at: act.at,
    };
    // It was open a moment ago in this unit; anything else ends it without a trace.
    if !store::end(tx, review.id, &ending)? {
        return Err(xingtan_db::Error::Conflict);
    }
    if action == "catalog.course-approved-by-department" {
        on_to_centre(tx, review, approval, act)?;
    } else {
        let (to, shown) = match judgement {
            Judgement::Approve => (VersionState::Approved, CourseState::Approved),
            Judgement::Return { .. } => (VersionState::Draft, CourseState::Draft),
        };
        if !versions::step(tx, review.version_id, VersionState::InReview, to, act.at)? {
            return Err(xingtan_db::Error::Conflict);
        }
        if to == VersionState::Draft {
            versions::set_returned(tx, review.version_id, Some(act.at))?;
        }
        stand(tx, &course, shown, act)?;
    }
    record(
        tx,
        &act.entry(action).on("course", course.id, &review.title).within(&course.unit_path).detail(&reason),
    )?;
    Ok(Decide::Go)
}

/// The stage of the centre opens after that of the department, with the time that was set when it was submitted.
fn on_to_centre(tx: &mut Tx<'_>, before: &Review, approval: Option<Uuid>, act: &Act) -> Result<()> {
    let whole = approval.map(|id| approvals::get(tx, id)).transpose()?.flatten();
    let step = before.step + 1;
    let opened = whole.and_then(|it| it.steps.into_iter().find(|it| it.position == step));
    let next = Review {
        id: act.ids.next(),
        stage: Stage::Centre,
        step,
        state: ReviewState::Open,
        due_at: opened.and_then(|it| it.due_at).unwrap_or(act.at + act.stages.review_within),
        reviewer_id: None,
        reviewer_name: None,
        checks: "[]".into(),
        reason: None,
        decided_at: None,
        version: 1,
        ..before.clone()
    };
    store::add_next(tx, before.id, &next)
}

/// Approves the open stage of a course's submission with every item ticked: for demo data and programs.
///
/// # Errors
/// Those of the database.
pub fn approve(tx: &mut Tx<'_>, course: &Course, act: &Act) -> Result<Decide> {
    let Some(review) = course.draft_version_id.map(|id| store::open_of(tx, id)).transpose()?.flatten() else {
        return Ok(Decide::NotOpen);
    };
    decide(tx, &review, &Judgement::Approve, &Marks::all(), act)
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
        remark(tx, &latest, (None, ""), reason, act)?;
        if let Some(approval) = store::approval_of(tx, latest.id)? {
            approvals::decide(
                tx,
                approval,
                latest.step + 1,
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

/// Keeps a remark on a submission: on a lesson and a place in it, or on the whole.
///
/// # Errors
/// Those of the database.
pub fn remark(
    tx: &mut Tx<'_>,
    review: &Review,
    (lesson_key, place): (Option<Uuid>, &str),
    body: &str,
    act: &Act,
) -> Result<()> {
    let remark = Remark {
        id: act.ids.next(),
        review_id: review.id,
        lesson_key,
        place: place.to_owned(),
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
