//! Honest progress in its first form: attention counted by the server, and the one calculation of completion.
//!
//! Study time (学习时长) is the server's wall-clock time of attention. A page or document counts as viewed after a
//! stated time of attention; a quiz counts by being passed; viewed and passed are separate facts (LRN-2). Training
//! hours (学时) are the stated minutes of the required lessons, booked once when the course is complete: a lesson that
//! may be left out counts for nobody, whether it was opened or not.

use xingtan_catalog::api::Completion;
use xingtan_clock::{Span, Timestamp, Uuid};

/// A report may credit at most this much: the browser reports every 15 s of attention.
pub const MOST_PER_REPORT: Span = Span::of_seconds(30);
/// A learning session ends when nothing was heard of it for so long.
pub const SILENCE: Span = Span::of_minutes(10);
/// Reports that waited for longer than this count no more.
pub const MOST_SILENT: Span = Span::of_days(7);

/// The attention after which a page or document counts as viewed: a third of its stated minutes, at least ten
/// seconds, at most twenty minutes. Stated on the lesson's page.
pub fn needed(stated_minutes: i64) -> Span {
    Span::of_seconds((stated_minutes.clamp(0, 24 * 60) * 20).clamp(10, 20 * 60))
}

/// A learning session as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When the session began, by the server's clock.
    pub started_at: Timestamp,
    /// When something was heard of it last.
    pub heard_at: Timestamp,
    /// What was counted so far.
    pub counted: Span,
    /// Of the time since it began, so much counts for other sessions of this person.
    pub elsewhere: Span,
    /// It is of a lesson that was taken along, and began when that was taken.
    pub taken: bool,
    /// The number of the last accepted report; 0 before the first.
    pub sequence: i64,
    /// How it ended, if it has.
    pub ended: Option<End>,
}

/// How a learning session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Another lesson or device took over then. What was seen before still counts: a browser sends the last report
    /// of a page only after the server has opened the next one.
    TakenOver(Timestamp),
    /// Nothing was heard of it. What was studied while the line was cut still counts, as long as no other session of
    /// this person has begun since.
    Silence,
    /// Presence was asked for and answered wrongly too often.
    Absent,
}

impl Session {
    /// Whether nothing of it counts any more: it was ended for good, or waited too long.
    fn is_over(&self, now: Timestamp) -> bool {
        self.ended == Some(End::Absent)
            || (self.ended.is_some() && now - self.heard_at > MOST_SILENT)
            || (self.taken && now - self.started_at > MOST_SILENT)
    }

    /// Until when its time runs.
    pub fn until(&self, now: Timestamp) -> Timestamp {
        match self.ended {
            Some(End::TakenOver(at)) => at.min(now),
            _ => now,
        }
    }

    /// How much more of the server's own time could count for it.
    pub fn room(&self, now: Timestamp) -> Span {
        let lasted = (self.until(now) - self.started_at).seconds();
        Span::of_seconds((lasted - self.counted.seconds() - self.elsewhere.seconds()).max(0))
    }
}

/// Another learning session of the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other {
    /// When something was heard of it last.
    pub heard_at: Timestamp,
    /// What was credited in it, as time.
    pub stood_for: Span,
}

/// How much of the time since a lesson was taken along counts for other sessions already: a minute counts once,
/// wherever it was studied. What such a session counted before that moment cannot be told apart and is charged as far
/// as it may have come after it.
pub fn elsewhere(taken_at: Timestamp, others: &[Other]) -> Span {
    let charged = others.iter().map(|other| {
        let since = (other.heard_at.micros() - taken_at.micros() + 999_999).max(0) / 1_000_000;
        other.stood_for.seconds().min(since)
    });
    Span::of_seconds(charged.sum())
}

/// What a report is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// It counts so much.
    Counts(Span),
    /// It counts so much, and nothing after it: the session was taken over meanwhile.
    Last(Span),
    /// It was counted before; asking again changes nothing.
    Repeated,
    /// The session has ended; nothing counts any more.
    Ended,
}

/// Judges a report. What the browser claims can only lower what counts: a session never counts more than the
/// server's own time since it began, less what counted elsewhere meanwhile, and a report never more than
/// [`MOST_PER_REPORT`]. So a script that reports in real time gains real time, one that reports faster gains nothing
/// more, and reports that waited while the line was cut count later. A clock that went back gains nothing.
pub fn report(session: Session, sequence: i64, claimed: Span, now: Timestamp) -> Report {
    if session.is_over(now) {
        return Report::Ended;
    }
    let repeated = sequence <= session.sequence;
    let most = session.room(now).min(MOST_PER_REPORT).seconds();
    let counts = Span::of_seconds(claimed.seconds().clamp(0, most));
    match session.ended {
        None | Some(End::Silence) if repeated => Report::Repeated,
        None | Some(End::Silence) => Report::Counts(counts),
        Some(_) if repeated || counts.seconds() == 0 => Report::Ended,
        Some(_) => Report::Last(counts),
    }
}

/// What is known of one lesson of one enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LessonFacts {
    /// The lesson.
    pub key: Uuid,
    /// What makes it complete.
    pub completion: Completion,
    /// Whether the course asks for it.
    pub required: bool,
    /// Stated minutes.
    pub minutes: i64,
    /// Attention so far.
    pub studied: Span,
    /// How long its video or audio plays, where that is known.
    pub duration: Option<Span>,
    /// How much of it was played, every part counted once.
    pub watched: Span,
    /// When it counted as viewed or taken.
    pub viewed: Option<Timestamp>,
    /// When it was passed.
    pub passed: Option<Timestamp>,
}

/// Where one lesson stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A heading; nothing to do.
    Heading,
    /// Done.
    Done,
    /// So much attention is missing.
    Attention {
        /// Given so far.
        given: Span,
        /// Asked for.
        needed: Span,
    },
    /// So much has been played, of so much.
    Watching {
        /// Played so far.
        watched: Span,
        /// In all.
        of: Span,
    },
    /// It has to be opened once.
    NotTaken,
    /// It has to be passed.
    NotPassed,
}

/// Where a lesson stands: the sentence on the page and the count in the list come from here.
pub fn standing(facts: &LessonFacts) -> Standing {
    let done = |yes: bool, otherwise: Standing| if yes { Standing::Done } else { otherwise };
    match facts.completion {
        Completion::Nothing => Standing::Heading,
        Completion::Read | Completion::Paged => {
            let needed = needed(facts.minutes);
            done(facts.viewed.is_some(), Standing::Attention { given: facts.studied.min(needed), needed })
        }
        Completion::Watched => {
            let of = facts.duration.unwrap_or(Span::of_seconds(0));
            done(facts.viewed.is_some(), Standing::Watching { watched: facts.watched.min(of), of })
        }
        Completion::Taken => done(facts.viewed.is_some(), Standing::NotTaken),
        Completion::Passed => done(facts.passed.is_some(), Standing::NotPassed),
    }
}

/// Whether attention has just become enough: the lesson counts as viewed now.
pub fn becomes_viewed(facts: &LessonFacts) -> bool {
    facts.viewed.is_none()
        && matches!(facts.completion, Completion::Read | Completion::Paged)
        && facts.studied >= needed(facts.minutes)
}

/// A course's progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lessons that count.
    pub total: i64,
    /// Of these, done.
    pub done: i64,
    /// What is missing, in the order of the tree: index into the lessons, and where it stands.
    pub missing: Vec<(usize, Standing)>,
}

impl Progress {
    /// Whether the course is complete: all its required lessons are done. A course in which nothing counts is
    /// never complete.
    pub fn is_complete(&self) -> bool {
        self.total > 0 && self.done == self.total
    }

    /// Done lessons of all, in percent, rounded down: 100 only when complete.
    pub fn percent(&self) -> i64 {
        if self.total == 0 { 0 } else { self.done * 100 / self.total }
    }
}

/// The one calculation of completion, for pages, API and reports alike.
pub fn progress(lessons: &[LessonFacts]) -> Progress {
    let mut progress = Progress::default();
    for (i, lesson) in lessons.iter().enumerate() {
        if !lesson.required {
            continue;
        }
        match standing(lesson) {
            Standing::Heading => {}
            Standing::Done => {
                progress.total += 1;
                progress.done += 1;
            }
            missing => {
                progress.total += 1;
                progress.missing.push((i, missing));
            }
        }
    }
    progress
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_790_000_000 + seconds)
    }

    fn fresh() -> Session {
        let none = Span::of_seconds(0);
        Session {
            started_at: at(0),
            heard_at: at(0),
            counted: none,
            elsewhere: none,
            taken: false,
            sequence: 0,
            ended: None,
        }
    }

    proptest! {
        /// Whatever is sent, whenever and how often: never more than the server's own time is counted.
        #[test]
        fn no_history_of_reports_gains_more_than_real_time(
            history in proptest::collection::vec((-5i64..100, -10i64..10_000, 0i64..60), 0..200)
        ) {
            let mut session = fresh();
            let mut now = 0i64;
            for (sequence, claimed, later) in history {
                now += later;
                if let Report::Counts(span) = report(session, sequence, Span::of_seconds(claimed), at(now)) {
                    prop_assert!(span >= Span::of_seconds(0) && span <= MOST_PER_REPORT);
                    let counted = Span::of_seconds(session.counted.seconds() + span.seconds());
                    session = Session { counted, sequence, ..session };
                }
            }
            prop_assert!(session.counted.seconds() <= now);
        }

        #[test]
        fn a_report_counts_once(sequence in 1i64..1000, later in 0i64..1000) {
            let claimed = Span::of_seconds(15);
            let Report::Counts(counted) = report(fresh(), sequence, claimed, at(later)) else { panic!("refused") };
            let after = Session { counted, sequence, ..fresh() };
            prop_assert_eq!(report(after, sequence, claimed, at(later + 10)), Report::Repeated);
        }

        #[test]
        fn complete_is_when_nothing_is_missing(
            lessons in proptest::collection::vec((0u8..6, any::<bool>(), any::<bool>(), any::<bool>(), 0i64..2000), 0..40)
        ) {
            let kinds = [
                Completion::Nothing, Completion::Read, Completion::Paged, Completion::Taken, Completion::Passed,
                Completion::Watched,
            ];
            let lessons: Vec<LessonFacts> = lessons.into_iter().map(|(kind, required, viewed, passed, studied)| LessonFacts {
                key: Uuid::nil(),
                completion: kinds[usize::from(kind)],
                required,
                minutes: 10,
                studied: Span::of_seconds(studied),
                duration: Some(Span::of_minutes(10)),
                watched: Span::of_seconds(studied),
                viewed: viewed.then(|| at(0)),
                passed: passed.then(|| at(0)),
            }).collect();
            let progress = progress(&lessons);
            prop_assert_eq!(progress.missing.len() as i64, progress.total - progress.done);
            prop_assert_eq!(progress.is_complete(), progress.total > 0 && progress.missing.is_empty());
            prop_assert_eq!(progress.percent() == 100, progress.is_complete());
        }
    }

    #[test]
    fn what_is_needed_is_a_third_of_the_stated_minutes_within_bounds() {
        assert_eq!(needed(0), Span::of_seconds(10));
        assert_eq!(needed(15), Span::of_minutes(5));
        assert_eq!(needed(600), Span::of_minutes(20));
    }

    #[test]
    fn one_claim_of_a_whole_lesson_counts_half_a_minute_at_most() {
        let day = Span::of_days(1);
        assert_eq!(report(fresh(), 1, day, at(100_000)), Report::Counts(MOST_PER_REPORT));
        assert_eq!(report(fresh(), 1, day, at(2)), Report::Counts(Span::of_seconds(2)));
        let absent = Session { ended: Some(End::Absent), ..fresh() };
        assert_eq!(report(absent, 1, day, at(10)), Report::Ended);
    }

    #[test]
    fn what_waited_while_nothing_was_heard_still_counts_for_a_week() {
        let silent = Session { ended: Some(End::Silence), ..fresh() };
        let (span, hour) = (Span::of_seconds(15), 3_600);
        assert_eq!(report(silent, 1, span, at(hour)), Report::Counts(span));
        assert_eq!(report(silent, 0, span, at(hour)), Report::Repeated);
        assert_eq!(report(silent, 1, span, at(7 * 24 * hour)), Report::Counts(span));
        assert_eq!(report(silent, 1, span, at(7 * 24 * hour + 1)), Report::Ended);
    }

    #[test]
    fn what_was_taken_along_counts_for_a_week_since_then_however_often_it_was_heard_of() {
        let taken = Session { taken: true, heard_at: at(6 * 24 * 3_600), ..fresh() };
        let (span, week) = (Span::of_seconds(15), 7 * 24 * 3_600);
        assert_eq!(report(taken, 1, span, at(week)), Report::Counts(span));
        assert_eq!(report(taken, 1, span, at(week + 1)), Report::Ended);
        let elsewhere = Span::of_seconds(week - 4);
        assert_eq!(
            report(Session { elsewhere, ..taken }, 1, span, at(week)),
            Report::Counts(Span::of_seconds(4))
        );
    }

    #[test]
    fn a_minute_that_counted_elsewhere_is_charged_as_far_as_it_may_have_come_after_the_taking() {
        let other = |heard, stood_for| Other { heard_at: at(heard), stood_for: Span::of_seconds(stood_for) };
        assert_eq!(
            elsewhere(at(100), &[other(160, 20), other(130, 500), other(90, 50)]),
            Span::of_seconds(50)
        );
        assert_eq!(elsewhere(at(100), &[]), Span::of_seconds(0));
    }

    #[test]
    fn the_last_report_of_a_page_counts_after_the_next_one_was_opened_but_not_beyond_that_moment() {
        let taken_over = Session { ended: Some(End::TakenOver(at(22))), ..fresh() };
        let span = Span::of_seconds(25);
        assert_eq!(report(taken_over, 1, span, at(23)), Report::Last(Span::of_seconds(22)));
        let counted = Session { counted: Span::of_seconds(15), sequence: 1, ..taken_over };
        assert_eq!(report(counted, 1, span, at(23)), Report::Ended, "a repeated one");
        assert_eq!(report(counted, 2, span, at(500)), Report::Last(Span::of_seconds(7)));
        let whole = Session { counted: Span::of_seconds(22), sequence: 2, ..taken_over };
        assert_eq!(report(whole, 3, span, at(23)), Report::Ended);
    }

    #[test]
    fn reports_that_waited_while_the_line_was_cut_count_later() {
        let mut session = fresh();
        for sequence in 1..=4 {
            let Report::Counts(span) = report(session, sequence, Span::of_seconds(15), at(60)) else {
                panic!()
            };
            session = Session {
                counted: Span::of_seconds(session.counted.seconds() + span.seconds()),
                sequence,
                ..session
            };
        }
        assert_eq!(session.counted, Span::of_seconds(60));
    }
}
