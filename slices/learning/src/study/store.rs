//! How attention and the progress of lessons are kept.

use super::{
    health::Stretch,
    rules::{End, Session},
    watched::FASTEST,
};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};

row! {
    /// One lesson of one enrolment.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LessonRow {
        /// The lesson.
        pub lesson_key: Uuid,
        /// When it was first opened.
        pub first_at: Timestamp,
        /// When it was last studied.
        pub last_at: Timestamp,
        /// Study time in seconds.
        pub study_seconds: i64,
        /// When it counted as viewed or taken.
        pub viewed_at: Option<Timestamp>,
        /// When it was passed.
        pub passed_at: Option<Timestamp>,
        /// Best score in hundredths.
        pub score: Option<i64>,
        /// Of so many.
        pub score_max: Option<i64>,
        /// What was played of its medium, every part counted once, in milliseconds.
        pub watched_ms: i64,
        /// How long the medium was whose ranges these are, in milliseconds.
        pub watched_of_ms: i64,
        /// Notes that the learner has beside it.
        pub notes: i64,
    }

    /// What was played of a lesson, and where the learner stopped.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct WatchedRow {
        /// The union of ranges, as JSON.
        pub watched: String,
        /// How long the medium was whose ranges these are, in milliseconds.
        pub watched_of_ms: i64,
        /// Where the learner stopped, in milliseconds.
        pub position_ms: i64,
    }

    /// One lesson of one enrolment as a report finds it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct ReportedRow {
        first_at: Timestamp,
        last_at: Timestamp,
        study_seconds: i64,
        viewed_at: Option<Timestamp>,
        passed_at: Option<Timestamp>,
        score: Option<i64>,
        score_max: Option<i64>,
        watched_ms: i64,
        watched_of_ms: i64,
        notes: i64,
        watched: String,
        position_ms: i64,
    }

    /// A learning session.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AttentionRow {
        /// Id.
        pub id: Uuid,
        /// Whose.
        pub person_id: Uuid,
        /// The enrolment.
        pub enrolment_id: Uuid,
        /// The lesson.
        pub lesson_key: Uuid,
        /// When it began.
        pub started_at: Timestamp,
        /// Its number.
        pub sequence: i64,
        /// Seconds counted so far.
        pub seconds: i64,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
        /// Why: `other-lesson`, `silence`, `absent`, `corrected`.
        pub end_reason: Option<String>,
        /// When something was heard of it last.
        pub last_at: Timestamp,
        /// What was credited of its medium, repetitions included, in milliseconds.
        pub credited_ms: i64,
        /// After how many counted seconds presence is asked for; none where it is not.
        pub check_due: Option<i64>,
        /// The presence check that waits for an answer.
        pub check_id: Option<Uuid>,
        /// How often presence was answered wrongly.
        pub check_wrong: i64,
        /// Of a lesson that was taken along.
        pub taken: bool,
        /// Of the time since it began, so much counts for other sessions, in seconds.
        pub elsewhere_seconds: i64,
        /// Whether the limits of minors hold for it.
        pub guarded: bool,
        /// What a minor had learned at a stretch when it began, in seconds.
        pub used_before: i64,
    }

    #[derive(Clone, Copy, Debug)]
    struct StretchRow {
        began_at: Timestamp,
        until_at: Timestamp,
        used: i64,
        idle: i64,
        free_at: Timestamp,
        free_used: i64,
        heard_at: Timestamp,
    }
}

impl ReportedRow {
    fn split(self, lesson_key: Uuid) -> (LessonRow, WatchedRow) {
        let lesson = LessonRow {
            lesson_key,
            first_at: self.first_at,
            last_at: self.last_at,
            study_seconds: self.study_seconds,
            viewed_at: self.viewed_at,
            passed_at: self.passed_at,
            score: self.score,
            score_max: self.score_max,
            watched_ms: self.watched_ms,
            watched_of_ms: self.watched_of_ms,
            notes: self.notes,
        };
        let (watched, watched_of_ms) = (self.watched, self.watched_of_ms);
        (lesson, WatchedRow { watched, watched_of_ms, position_ms: self.position_ms })
    }
}

impl AttentionRow {
    /// The study time that the session stands for, in seconds: what it counted, or what its medium took at the
    /// fastest, if somebody claims to play without claiming time.
    pub fn stood_for(&self) -> i64 {
        stood_for(self.seconds, self.credited_ms)
    }

    /// What was credited in it, as time in seconds, never rounded down.
    pub fn charged(&self) -> i64 {
        charged(self.seconds, self.credited_ms)
    }

    /// As the rules see it.
    pub fn session(&self) -> Session {
        Session {
            started_at: self.started_at,
            heard_at: self.last_at,
            counted: Span::of_seconds(self.seconds),
            elsewhere: Span::of_seconds(self.elsewhere_seconds),
            taken: self.taken,
            sequence: self.sequence,
            ended: self.ended_at.map(|at| match self.end_reason.as_deref() {
                Some("other-lesson") => End::TakenOver(at),
                Some("absent" | "corrected") => End::Absent,
                _ => End::Silence,
            }),
        }
    }
}

/// Counted seconds, or what the credited part of a medium takes at the fastest.
pub(super) fn stood_for(seconds: i64, credited_ms: i64) -> i64 {
    seconds.max(credited_ms / 1000 / FASTEST)
}

/// The same, never rounded down.
pub(super) fn charged(seconds: i64, credited_ms: i64) -> i64 {
    seconds.max((credited_ms + 1000 * FASTEST - 1) / 1000 / FASTEST)
}

/// All lessons of an enrolment that were opened.
pub fn lessons(tx: &mut Tx<'_>, enrolment: Uuid) -> Result<Vec<LessonRow>> {
    tx.all(
        "SELECT lesson_key, first_at, last_at, study_seconds, viewed_at, passed_at, score, score_max, watched_ms,
                watched_of_ms, notes
         FROM learning_lesson
         WHERE enrolment_id = $1",
        params![enrolment],
    )
}

/// One lesson of an enrolment with what was played of it, as a report finds them; none before it was opened.
pub fn reported(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid) -> Result<Option<(LessonRow, WatchedRow)>> {
    let row: Option<ReportedRow> = tx.opt(
        "SELECT first_at, last_at, study_seconds, viewed_at, passed_at, score, score_max, watched_ms, watched_of_ms,
                notes, watched, position_ms
         FROM learning_lesson
         WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson],
    )?;
    Ok(row.map(|row| row.split(lesson)))
}

/// Notes that a lesson was opened.
pub fn open(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO learning_lesson (enrolment_id, lesson_key, first_at, last_at, study_seconds, page_reached)
         VALUES ($1, $2, $3, $3, 0, 0)
         ON CONFLICT (enrolment_id, lesson_key) DO UPDATE SET last_at = excluded.last_at",
        params![enrolment, lesson, now],
    )?;
    Ok(())
}

/// Adds study time to a lesson.
pub fn add_study(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid, seconds: i64, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson SET study_seconds = study_seconds + $3, last_at = $4
         WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson, seconds, now],
    )?;
    Ok(())
}

/// Counts the notes beside a lesson anew.
pub fn count_notes(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid, notes: i64) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson SET notes = $3 WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson, notes],
    )?;
    Ok(())
}

/// What was played of a lesson; none before it was opened.
pub fn watched(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid) -> Result<Option<WatchedRow>> {
    tx.opt(
        "SELECT watched, watched_of_ms, position_ms FROM learning_lesson WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson],
    )
}

/// Adds study time to a lesson, and keeps what was played of it.
pub fn add_watched(
    tx: &mut Tx<'_>,
    (enrolment, lesson): (Uuid, Uuid),
    seconds: i64,
    (watched, watched_ms): (&WatchedRow, i64),
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson
         SET study_seconds = study_seconds + $3, last_at = $4, watched = $5, watched_ms = $6, watched_of_ms = $7,
             position_ms = $8
         WHERE enrolment_id = $1 AND lesson_key = $2",
        params![
            enrolment,
            lesson,
            seconds,
            now,
            watched.watched,
            watched_ms,
            watched.watched_of_ms,
            watched.position_ms
        ],
    )?;
    Ok(())
}

/// Asks for presence: until it is answered nothing of the session counts.
pub fn ask_presence(tx: &mut Tx<'_>, id: Uuid, check: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET check_id = $2, check_asked_at = $3 WHERE id = $1 AND check_id IS NULL",
        params![id, check, now],
    )?;
    Ok(())
}

/// Presence was answered rightly; the next check is due then.
pub fn presence_right(tx: &mut Tx<'_>, id: Uuid, due: Option<i64>) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET check_id = NULL, check_asked_at = NULL, check_due = $2,
                check_right = check_right + 1, check_wrong = 0
         WHERE id = $1",
        params![id, due],
    )?;
    Ok(())
}

/// Presence was answered wrongly: another question takes its place.
pub fn presence_wrong(tx: &mut Tx<'_>, id: Uuid, next: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET check_id = $2, check_asked_at = $3, check_wrong = check_wrong + 1 WHERE id = $1",
        params![id, next, now],
    )?;
    Ok(())
}

/// Presence was answered wrongly too often: the session ends.
pub fn end_absent(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention
         SET check_id = NULL, check_wrong = check_wrong + 1, ended_at = $2, end_reason = 'absent'
         WHERE id = $1 AND ended_at IS NULL",
        params![id, now],
    )?;
    Ok(())
}

/// Notes that a lesson counts as viewed or taken; the first time stays.
pub fn view(tx: &mut Tx<'_>, enrolment: Uuid, lesson: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson SET viewed_at = $3
         WHERE enrolment_id = $1 AND lesson_key = $2 AND viewed_at IS NULL",
        params![enrolment, lesson, now],
    )?;
    Ok(())
}

/// Notes a score; the best stays, and the first time of passing.
pub fn score(
    tx: &mut Tx<'_>,
    enrolment: Uuid,
    lesson: Uuid,
    score: i64,
    max: i64,
    passed: Option<Timestamp>,
) -> Result<()> {
    tx.exec(
        "UPDATE learning_lesson
         SET score = CASE WHEN score IS NULL OR score < $3 THEN $3 ELSE score END,
             score_max = $4,
             passed_at = COALESCE(passed_at, $5)
         WHERE enrolment_id = $1 AND lesson_key = $2",
        params![enrolment, lesson, score, max, passed],
    )?;
    Ok(())
}

/// A learning session to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewAttention<'a> {
    /// Its id.
    pub id: Uuid,
    /// SHA-256 of its token.
    pub token_hash: &'a str,
    /// Whose.
    pub person: Uuid,
    /// The sign-in session.
    pub session: Uuid,
    /// The enrolment.
    pub enrolment: Uuid,
    /// The lesson.
    pub lesson: Uuid,
    /// When the lesson's page was made.
    pub opened: Timestamp,
    /// Whether it was taken along.
    pub taken: bool,
    /// After how many counted seconds presence is asked for, unless less was left of the session before.
    pub check_due: Option<i64>,
    /// Whether the limits of minors hold for it.
    pub guarded: bool,
    /// What a minor had learned at a stretch then, in seconds.
    pub used_before: i64,
}

/// Begins a learning session with the moment at which the lesson was opened, or that until which another one of this
/// person has counted: no second counts twice. Every other one ends: one at a time (LRN-2). What was left until the
/// next presence check is left still: opening a lesson anew puts no check off.
///
/// A lesson that was taken along ends nothing, is ended by nothing and begins when it was taken: what counted
/// elsewhere since is taken off at each of its reports.
pub fn begin(tx: &mut Tx<'_>, new: &NewAttention<'_>) -> Result<()> {
    let started = if new.taken { new.opened } else { take_over(tx, new.person, new.opened)? };
    let latest: Option<(i64, i64, i64)> = tx.opt(
        "SELECT seconds, credited_ms, check_due FROM learning_attention
         WHERE person_id = $1 AND check_due IS NOT NULL
         ORDER BY last_at DESC
         LIMIT 1",
        params![new.person],
    )?;
    let left = latest.map(|(seconds, credited_ms, due)| (due - stood_for(seconds, credited_ms)).max(0));
    let check_due = new.check_due.map(|due| left.map_or(due, |left| due.min(left)));
    tx.exec(
        "INSERT INTO learning_attention (id, token_hash, person_id, session_id, enrolment_id, lesson_key, started_at,
                last_at, sequence, seconds, check_due, taken, guarded, used_before)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0, $8, $9, $10, $11)",
        params![
            new.id,
            new.token_hash,
            new.person,
            new.session,
            new.enrolment,
            new.lesson,
            started,
            check_due,
            new.taken,
            new.guarded,
            new.used_before
        ],
    )?;
    Ok(())
}

/// Ends what a person studies elsewhere on line; the moment at which something new may begin to count.
fn take_over(tx: &mut Tx<'_>, person: Uuid, opened: Timestamp) -> Result<Timestamp> {
    tx.exec(
        "UPDATE learning_attention
         SET ended_at = CASE WHEN last_at > $2 THEN last_at ELSE $2 END, end_reason = 'other-lesson'
         WHERE person_id = $1 AND taken = $3 AND (ended_at IS NULL OR end_reason = 'silence')",
        params![person, opened, false],
    )?;
    let heard: Option<(Timestamp,)> = tx.opt(
        "SELECT last_at FROM learning_attention WHERE person_id = $1 ORDER BY last_at DESC LIMIT 1",
        params![person],
    )?;
    Ok(heard.map_or(opened, |(heard,)| heard.max(opened)))
}

/// The learning session of a token.
pub fn by_token(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<AttentionRow>> {
    tx.opt(
        "SELECT id, person_id, enrolment_id, lesson_key, started_at, sequence, seconds, ended_at, end_reason, last_at,
                credited_ms, check_due, check_id, check_wrong, taken, elsewhere_seconds, guarded,
                used_before
         FROM learning_attention
         WHERE token_hash = $1",
        params![token_hash],
    )
}

/// Notes an accepted report with the seconds that counted and the milliseconds of a medium that were credited.
pub fn accept(
    tx: &mut Tx<'_>,
    id: Uuid,
    sequence: i64,
    (seconds, credited_ms): (i64, i64),
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention
         SET sequence = $2, seconds = seconds + $3, credited_ms = credited_ms + $4, last_at = $5
         WHERE id = $1",
        params![id, sequence, seconds, credited_ms, now],
    )?;
    Ok(())
}

/// A session of which nothing was heard goes on. A statement of its own: naming its end in each report would rewrite
/// an index each time.
pub fn resume(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET ended_at = NULL, end_reason = NULL WHERE id = $1 AND end_reason = 'silence'",
        params![id],
    )?;
    Ok(())
}

/// Ends the sessions of which nothing was heard since `before`; they gain nothing by that.
pub fn end_silent(tx: &mut Tx<'_>, before: Timestamp, now: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE learning_attention SET ended_at = $2, end_reason = 'silence' WHERE ended_at IS NULL AND last_at < $1",
        params![before, now],
    )
}

/// Ends what is being studied of an enrolment, also on a device that has no line: nothing more of it counts.
pub fn end_of(tx: &mut Tx<'_>, enrolment: Uuid, now: Timestamp) -> Result<()> {
    tx.exec(
        "UPDATE learning_attention SET ended_at = COALESCE(ended_at, $2), end_reason = 'corrected'
         WHERE enrolment_id = $1 AND (ended_at IS NULL OR end_reason <> 'absent')",
        params![enrolment, now],
    )?;
    Ok(())
}

row! {
    /// A learning session as evidence.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sitting {
        /// The lesson.
        pub lesson_key: Uuid,
        /// When it began.
        pub started_at: Timestamp,
        /// When something was heard of it last.
        pub last_at: Timestamp,
        /// Accepted reports.
        pub sequence: i64,
        /// Seconds counted.
        pub seconds: i64,
        /// Why it ended.
        pub end_reason: Option<String>,
    }
}

/// The learning sessions of an enrolment, the newest first, at most `limit`.
pub fn sittings(tx: &mut Tx<'_>, enrolment: Uuid, limit: i64) -> Result<Vec<Sitting>> {
    tx.all(
        "SELECT lesson_key, started_at, last_at, sequence, seconds, end_reason
         FROM learning_attention
         WHERE enrolment_id = $1
         ORDER BY started_at DESC, id DESC
         LIMIT $2",
        params![enrolment, limit],
    )
}

/// How long a person has learned without a pause; none who has not learned yet.
pub fn stretch(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<Stretch>> {
    let row: Option<StretchRow> = tx.opt(
        "SELECT began_at, until_at, used, idle, free_at, free_used, heard_at FROM learning_stretch
         WHERE person_id = $1",
        params![person],
    )?;
    Ok(row.map(|row| Stretch {
        began: row.began_at,
        until: row.until_at,
        used: row.used,
        idle: row.idle,
        free: row.free_at,
        free_used: row.free_used,
        heard: row.heard_at,
    }))
}

/// Keeps it.
pub fn keep_stretch(tx: &mut Tx<'_>, person: Uuid, stretch: &Stretch) -> Result<()> {
    let Stretch { began, until, used, idle, free, free_used, heard } = *stretch;
    tx.exec(
        "INSERT INTO learning_stretch (person_id, began_at, until_at, used, idle, free_at, free_used, heard_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (person_id) DO UPDATE
         SET began_at = excluded.began_at, until_at = excluded.until_at, used = excluded.used, idle = excluded.idle,
             free_at = excluded.free_at, free_used = excluded.free_used,
             heard_at = excluded.heard_at",
        params![person, began, until, used, idle, free, free_used, heard],
    )?;
    Ok(())
}
