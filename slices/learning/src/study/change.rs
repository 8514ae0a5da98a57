//! What studying changes: attention is counted, lessons become viewed and passed. Each function is one step of a unit of
//! work; what follows for the course is `settle`'s.

use super::{
    care::Heed,
    health::Advice,
    hours::Closed,
    late,
    opening::Opening,
    others, presence,
    rules::{self, LessonFacts, Progress, Report},
    settle::settle,
    store::{self, AttentionRow, LessonRow, NewAttention, WatchedRow},
    watched::{self, Played, Ranges},
};
use crate::{
    correction::store as corrections,
    enrolment::{
        access::studying,
        store::{self as enrolments, Enrolment},
    },
};
use std::collections::HashMap;
use xingtan_catalog::{
    Act,
    api::{self as catalog, Completion, Lesson, LessonKinds, Placed},
};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_web::Fault;

/// A learner's course as pages, API and rules need it: three to four statements, however many lessons there are.
#[derive(Clone, Debug)]
pub struct Studied {
    /// The enrolment.
    pub enrolment: Enrolment,
    /// The lessons of the version studied, in tree order.
    pub lessons: Vec<Placed<Lesson>>,
    /// What is known of each, in the same order.
    pub facts: Vec<LessonFacts>,
    /// Rows of the opened lessons by key.
    pub rows: HashMap<Uuid, LessonRow>,
}

impl Studied {
    /// Reads lessons and facts of an enrolment.
    pub fn read(tx: &mut Tx<'_>, kinds: &LessonKinds, enrolment: Enrolment) -> Result<Studied> {
        let lessons = catalog::version_tree(tx, enrolment.version_id)?;
        let rows: HashMap<Uuid, LessonRow> =
            store::lessons(tx, enrolment.id)?.into_iter().map(|row| (row.lesson_key, row)).collect();
        let facts =
            lessons.iter().map(|placed| facts(kinds, &placed.lesson, rows.get(&placed.lesson.lesson_key)));
        Ok(Studied { facts: facts.collect(), enrolment, rows, lessons })
    }

    /// The one calculation of completion.
    pub fn progress(&self) -> Progress {
        rules::progress(&self.facts)
    }

    /// Position of a lesson in the tree.
    pub fn position(&self, key: Uuid) -> Option<usize> {
        self.lessons.iter().position(|placed| placed.lesson.lesson_key == key)
    }
}

/// What the rules need of a lesson.
pub fn facts(kinds: &LessonKinds, lesson: &Lesson, row: Option<&LessonRow>) -> LessonFacts {
    LessonFacts {
        key: lesson.lesson_key,
        completion: kinds.get(&lesson.kind).map_or(Completion::Nothing, |kind| kind.completion),
        required: lesson.required,
        minutes: lesson.minutes,
        studied: Span::of_seconds(row.map_or(0, |row| row.study_seconds)),
        duration: lesson.duration_ms.map(|ms| Span::of_seconds((ms + 999) / 1000)),
        watched: Span::of_seconds(
            // Ranges of a medium of another length say nothing about this one.
            row.filter(|row| Some(row.watched_of_ms) == lesson.duration_ms)
                .map_or(0, |row| row.watched_ms / 1000),
        ),
        viewed: row.and_then(|row| row.viewed_at),
        passed: row.and_then(|row| row.passed_at),
    }
}

/// What a report of attention led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reported {
    /// No learning session has this token, or it is somebody else's.
    Unknown,
    /// The session has ended; the reason is a code.
    Ended(String),
    /// Counted, or counted before.
    Counted {
        /// Attention given to the lesson so far, in seconds.
        studied: i64,
        /// Attention asked for, in seconds.
        needed: i64,
        /// Whether the lesson counts as done.
        done: bool,
        /// Whether the course is complete.
        complete: bool,
        /// What was played of a video or audio, and how far one may seek.
        watched: Option<Watching>,
        /// What this report itself added: seconds of study time, milliseconds played. None where it was counted
        /// before, and its answer was lost on the way.
        added: Option<(i64, i64)>,
        /// Whether less counted than the server's time bears out, for the limits of minors.
        limited: bool,
        /// Whether to rest, and how long one may go on where something ends it (LRN-12, LRN-3).
        rest: (Advice, Option<Span>),
        /// The learning window that is closed now (LRN-3).
        closed: Option<Box<Closed>>,
    },
    /// Presence is asked for first; the report was not taken and is to be sent again.
    Check(Uuid),
}

/// What was played of a video or audio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watching {
    /// The union that the server knows.
    pub ranges: Ranges,
    /// How long the medium is, in milliseconds.
    pub duration: i64,
    /// Whether one may not skip ahead yet.
    pub in_order: bool,
}

impl Watching {
    /// How far one may seek, in milliseconds; none where one may seek at will.
    pub fn frontier(&self) -> Option<i64> {
        self.in_order.then(|| self.ranges.frontier())
    }
}

/// What a browser reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Number of the report within its learning session, from 1.
    pub sequence: i64,
    /// Time of attention since the last report.
    pub attention: Span,
    /// Stretches of the medium that were played, in milliseconds; none for what is read.
    pub played: Vec<(i64, i64)>,
    /// Where the learner is now, in milliseconds of the medium.
    pub position_ms: Option<i64>,
}

impl Seen {
    /// Attention to a page.
    pub fn attention(sequence: i64, attention: Span) -> Seen {
        Seen { sequence, attention, played: Vec::new(), position_ms: None }
    }
}

/// Whether a learning session may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It runs, or ran.
    Yes(Box<AttentionRow>),
    /// The opening is too old, or of before a correction.
    Late,
    /// The person has reported of too many lessons that were taken along: see [`others::MOST_TAKEN`].
    Many,
}

#[cfg(test)]
impl Begun {
    /// Whether it runs, or ran.
    pub fn runs(&self) -> bool {
        matches!(self, Begun::Yes(_))
    }
}

/// Begins the learning session of an opening with its first report, where that has not happened yet.
///
/// # Errors
/// [`Fault::Forbidden`] for somebody who may not study the course now, [`Fault::NotFound`] for a lesson that it does
/// not have.
pub fn begin(
    tx: &mut Tx<'_>,
    (kinds, heed): (&LessonKinds, &Heed),
    opening: &Opening,
    token_hash: &str,
    (session, presence_minutes): (Uuid, i64),
    act: &Act,
) -> std::result::Result<Begun, Fault> {
    if let Some(session) = store::by_token(tx, token_hash)? {
        return Ok(Begun::Yes(Box::new(session)));
    }
    if !opening.is_fresh(act.at) {
        return Ok(Begun::Late);
    }
    let enrolment = studying(tx, opening.person, opening.course, act.at)?;
    // What was taken along may be studied now and was, as far as it counts, studied when a window was open.
    if opening.taken.is_none()
        && let Some(closed) = heed.closed(tx, &act.actor, act.at)?.filter(Closed::blocks)
    {
        return Err(Fault::Gone(closed.msg()));
    }
    // What was opened before a correction or another round says nothing of what came after it.
    if corrections::latest(tx, enrolment.id)?.is_some_and(|at| opening.at <= at) {
        return Ok(Begun::Late);
    }
    if opening.taken.is_some() && others::count_taken(tx, opening.person, act.at)? >= others::MOST_TAKEN {
        return Ok(Begun::Many);
    }
    let (lesson, _) = catalog::lesson(tx, enrolment.version_id, opening.lesson)?.ok_or(Fault::NotFound)?;
    let completion = kinds.get(&lesson.kind).map(|kind| kind.completion);
    if !matches!(completion, Some(Completion::Read | Completion::Paged | Completion::Watched)) {
        return Err(Fault::NotFound);
    }
    let guarded = heed.guards(tx, &act.actor, act.at)?;
    let used_before = match guarded && opening.taken.is_none() {
        true => heed.used_at(tx, opening.person, opening.at)?,
        false => 0,
    };
    store::open(tx, enrolment.id, opening.lesson, act.at)?;
    let new = NewAttention {
        id: opening.id,
        token_hash,
        person: opening.person,
        session,
        enrolment: enrolment.id,
        lesson: opening.lesson,
        opened: opening.at.min(act.at),
        taken: opening.taken.is_some(),
        check_due: match completion {
            Some(Completion::Watched) => presence::due(presence_minutes, opening.id),
            _ => None,
        },
        guarded,
        used_before,
    };
    store::begin(tx, &new)?;
    let begun = store::by_token(tx, token_hash)?;
    Ok(begun.map_or(Begun::Late, |session| Begun::Yes(Box::new(session))))
}

/// Takes a report of a learning session, as it was read in the same unit of work.
pub fn report(
    tx: &mut Tx<'_>,
    (kinds, heed): (&LessonKinds, &Heed),
    mut session: AttentionRow,
    seen: &Seen,
    act: &Act,
) -> Result<Reported> {
    if session.person_id != act.person {
        return Ok(Reported::Unknown);
    }
    let others = if session.taken { late::meanwhile(tx, &mut session)? } else { Vec::new() };
    let Some(mut enrolment) =
        enrolments::get(tx, session.enrolment_id)?.filter(|it| it.withdrawn_at.is_none())
    else {
        return Ok(Reported::Ended("withdrawn".to_owned()));
    };
    let ended = Reported::Ended(session.end_reason.clone().unwrap_or_default());
    if let Some(check) = check(tx, &session, act)? {
        return Ok(Reported::Check(check));
    }
    let judged = rules::report(session.session(), seen.sequence, seen.attention, act.at);
    let (mut counted, mut limited) = (Span::of_seconds(0), false);
    let hours = heed.hours(tx, &act.actor, act.at)?;
    let mut rest = match judged {
        Report::Ended => return Ok(ended),
        Report::Repeated => heed.advice(tx, session.person_id, session.guarded, act.at)?,
        Report::Counts(span) | Report::Last(span) => {
            let span = match &hours {
                Some(hours) => hours.counts(tx, &session, span, act.at)?,
                None => span,
            };
            let (within, advice, left) = heed.take(tx, &session, span, act.at)?;
            limited = within < span;
            let span = within;
            counted = span;
            (advice, left)
        }
    };
    let closed = match &hours {
        Some(hours) => match hours.now(tx, act.at)? {
            Ok(left) => {
                rest.1 = left.into_iter().chain(rest.1).min_by_key(|span| span.seconds());
                None
            }
            Err(closed) => Some(closed),
        },
        None => None,
    };
    let open_ms = match &hours {
        Some(hours) => Some(hours.open_since(tx, &session, act.at)?.seconds() * 1_000),
        None => None,
    };
    // A report looks at its own lesson; the tree is read where a lesson becomes done.
    let found = catalog::lesson_facts(tx, enrolment.version_id, session.lesson_key)?;
    let (mut row, played) = store::reported(tx, enrolment.id, session.lesson_key)?.unzip();
    let accepted = matches!(judged, Report::Counts(_) | Report::Last(_));
    let Some(lesson) = found else {
        if accepted {
            keep(tx, &session, seen, (counted, 0), None, act)?;
        }
        return Ok(Reported::Ended("removed".to_owned()));
    };
    if let Some(row) = &mut row {
        row.study_seconds += counted.seconds();
    }
    enrolment.study_seconds += counted.seconds();
    let facts = facts(kinds, &lesson, row.as_ref());
    let mut complete = enrolment.completed_at.is_some();
    let (mut credited, mut kept) = (0, None);
    let watched = match (facts.completion, lesson.duration_ms) {
        (Completion::Watched, Some(duration)) => {
            // Whoever has to rest is credited nothing, whatever they claim to have played.
            let stopped =
                session.guarded && rest.0.stops_until().is_some() || (closed.is_some() && !session.taken);
            let rests = counted.seconds() == 0 && stopped;
            let in_order = facts.viewed.is_none() && catalog::in_order(tx, enrolment.version_id)?;
            let played = played.unwrap_or_default();
            let mut ranges = known(&played, duration);
            if accepted && !rests {
                let lasted_ms = lasted(&session, counted, open_ms, act.at);
                let cost = Played { lasted_ms, credited_ms: session.credited_ms };
                credited = watched::credit(&mut ranges, &seen.played, cost, duration, !in_order);
                let position_ms = seen.position_ms.unwrap_or(played.position_ms).clamp(0, duration);
                let row = WatchedRow { watched: ranges.to_json(), watched_of_ms: duration, position_ms };
                kept = Some((row, ranges.total()));
            }
            Some(Watching { ranges, duration, in_order })
        }
        _ => None,
    };
    if accepted {
        keep(tx, &session, seen, (counted, credited), kept, act)?;
    }
    if session.taken {
        late::charge(tx, &session, &others, (counted.seconds(), credited), act)?;
    }
    let wholly = watched.as_ref().is_some_and(|it| it.ranges.covers(it.duration));
    let becomes_viewed = rules::becomes_viewed(&facts) || (facts.viewed.is_none() && wholly);
    if becomes_viewed {
        store::view(tx, enrolment.id, facts.key, act.at)?;
        complete = settle(tx, kinds, enrolment.clone(), facts.key, act)?;
    }
    if matches!(judged, Report::Last(_)) {
        return Ok(ended);
    }
    let done = facts.viewed.is_some() || becomes_viewed;
    Ok(Reported::Counted {
        studied: facts.studied.seconds(),
        needed: rules::needed(facts.minutes).seconds(),
        done,
        complete,
        watched,
        added: (judged != Report::Repeated).then_some((counted.seconds(), credited)),
        limited,
        rest,
        closed: closed.map(Box::new),
    })
}

/// Takes a report of the learning session that has this token, if there is one.
pub fn report_by_token(
    tx: &mut Tx<'_>,
    how: (&LessonKinds, &Heed),
    token_hash: &str,
    seen: &Seen,
    act: &Act,
) -> Result<Reported> {
    match store::by_token(tx, token_hash)? {
        Some(session) => report(tx, how, session, seen, act),
        None => Ok(Reported::Unknown),
    }
}

/// The presence check that a session has to pass before anything more of it counts. A session that has ended is asked
/// nothing: what it still says was played before its end, within the server's own time.
fn check(tx: &mut Tx<'_>, session: &AttentionRow, act: &Act) -> Result<Option<Uuid>> {
    if session.ended_at.is_some() && session.end_reason.as_deref() != Some("silence") {
        return Ok(None);
    }
    if session.check_id.is_some() {
        return Ok(session.check_id);
    }
    if session.check_due.is_none_or(|due| session.stood_for() < due) {
        return Ok(None);
    }
    let check = act.ids.next();
    store::ask_presence(tx, session.id, check, act.at)?;
    Ok(Some(check))
}

/// What an answer to a presence check led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Right: what waited may be sent.
    Right,
    /// Wrong: another question takes its place.
    Wrong(Uuid),
    /// Wrong too often, or there is nothing to answer: the session has ended.
    Over,
    /// This check was answered before, or never asked.
    Unknown,
}

/// Takes the answer to a presence check: the number of the word chosen.
pub fn answer_presence(
    tx: &mut Tx<'_>,
    token_hash: &str,
    check: Uuid,
    answer: usize,
    presence_minutes: i64,
    act: &Act,
) -> Result<Answered> {
    let Some(session) = store::by_token(tx, token_hash)?.filter(|session| session.person_id == act.person)
    else {
        return Ok(Answered::Over);
    };
    if session.ended_at.is_some() && session.end_reason.as_deref() != Some("silence") {
        return Ok(Answered::Over);
    }
    if session.check_id != Some(check) {
        return Ok(Answered::Unknown);
    }
    let asked = presence::question(check);
    if asked.options[asked.right] == answer {
        let due = presence::due(presence_minutes, check).map(|due| session.stood_for() + due);
        store::presence_right(tx, session.id, due)?;
        return Ok(Answered::Right);
    }
    if session.check_wrong + 1 >= presence::MOST_WRONG {
        store::end_absent(tx, session.id, act.at)?;
        return Ok(Answered::Over);
    }
    let next = act.ids.next();
    store::presence_wrong(tx, session.id, next, act.at)?;
    Ok(Answered::Wrong(next))
}

/// What was played before, where it is known of this medium: ranges of one of another length say nothing.
fn known(row: &WatchedRow, duration_ms: i64) -> Ranges {
    match row.watched_of_ms == duration_ms {
        true => Ranges::from_json(&row.watched),
        false => Ranges::default(),
    }
}

/// The server's own time of a learning session that its medium may have been played in, in milliseconds.
fn lasted(session: &AttentionRow, counted: Span, open_ms: Option<i64>, now: Timestamp) -> i64 {
    let lasted = session.session().until(now).micros() - session.started_at.micros();
    let lasted_ms = lasted / 1_000 - session.elsewhere_seconds * 1_000;
    // A minor's time counts within their limits, and what is played within that time; clocks tick in whole seconds.
    let lasted_ms = match session.guarded {
        true => lasted_ms.min((session.seconds + counted.seconds() + 1) * 1_000),
        false => lasted_ms,
    };
    // Closed hours earn nothing of a film either.
    open_ms.map_or(lasted_ms, |open| lasted_ms.min(open))
}

/// Keeps what an accepted report added to its learning session, its lesson and its enrolment.
fn keep(
    tx: &mut Tx<'_>,
    session: &AttentionRow,
    seen: &Seen,
    (counted, credited_ms): (Span, i64),
    played: Option<(WatchedRow, i64)>,
    act: &Act,
) -> Result<()> {
    let (seconds, lesson) = (counted.seconds(), session.lesson_key);
    if session.end_reason.as_deref() == Some("silence") {
        store::resume(tx, session.id)?;
    }
    store::accept(tx, session.id, seen.sequence, (seconds, credited_ms), act.at)?;
    match &played {
        Some((row, watched_ms)) => {
            store::add_watched(tx, (session.enrolment_id, lesson), seconds, (row, *watched_ms), act.at)?;
        }
        None => store::add_study(tx, session.enrolment_id, lesson, seconds, act.at)?,
    }
    enrolments::studied(tx, session.enrolment_id, seconds, lesson, act.at)
}

/// Without scripts nothing reports while one reads: saying that one has read counts the server's own time since the
/// page was opened, at most so much at a time.
pub const WITHOUT_SCRIPTS: Span = Span::of_minutes(5);

/// Takes the word of somebody without scripts, as far as the server's clock bears it out.
pub fn read_without_scripts(
    tx: &mut Tx<'_>,
    how: (&LessonKinds, &Heed),
    token_hash: &str,
    act: &Act,
) -> Result<Reported> {
    let Some(session) = store::by_token(tx, token_hash)? else { return Ok(Reported::Unknown) };
    let since = (act.at - session.started_at).seconds().min(WITHOUT_SCRIPTS.seconds()) - session.seconds;
    let most = rules::MOST_PER_REPORT.seconds();
    let mut reported = Reported::Unknown;
    for number in 0..=(since.max(0) / most) {
        let claimed = Span::of_seconds((since - number * most).clamp(0, most));
        let seen = Seen::attention(session.sequence + 1 + number, claimed);
        reported = report_by_token(tx, how, token_hash, &seen, act)?;
    }
    Ok(reported)
}

/// A file to take along was taken.
pub fn taken(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    enrolment: Enrolment,
    lesson: &Lesson,
    act: &Act,
) -> Result<()> {
    store::open(tx, enrolment.id, lesson.lesson_key, act.at)?;
    if kinds.get(&lesson.kind).is_some_and(|kind| kind.completion == Completion::Taken) {
        store::view(tx, enrolment.id, lesson.lesson_key, act.at)?;
        settle(tx, kinds, enrolment, lesson.lesson_key, act)?;
    }
    Ok(())
}

/// A quiz of a lesson was marked.
pub fn marked(
    tx: &mut Tx<'_>,
    kinds: &LessonKinds,
    enrolment: Enrolment,
    lesson: Uuid,
    (score, max, passed): (i64, i64, bool),
    act: &Act,
) -> Result<bool> {
    store::open(tx, enrolment.id, lesson, act.at)?;
    store::score(tx, enrolment.id, lesson, score, max, passed.then_some(act.at))?;
    settle(tx, kinds, enrolment, lesson, act)
}
