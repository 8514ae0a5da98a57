//! 身心健康: when somebody who learns should rest, and when a minor has to (LRN-12; the measures on on-line education
//! ask for healthy habits of learning).
//!
//! Pure: no database, no clock. A person's *stretch* is what they learned without a pause. Time is counted on the
//! server's own time line: what is reported as it happens lies just before the report; what waited while the line was
//! cut is laid into the free time before it, as early as the limits allow. So somebody honest gets all they learned,
//! and nobody gets more than a person who keeps the limits could have learned.

use xingtan_clock::{Span, Time, Timestamp, Zone};

/// Adults have rested when they learned nothing for so long.
const REST: Span = Span::of_minutes(5);
/// Clocks tick in steps and reports are on their way for a while: so much may lie ahead of the server's time.
const AHEAD: i64 = 30;

/// What holds for a minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A stretch of learning is at most so long.
    pub stretch: Span,
    /// The pause after it, at least.
    pub pause: Span,
    /// The hour of the institution's day at which learning begins.
    pub opens: i8,
    /// The hour at which it ends; 24 is midnight.
    pub closes: i8,
}

/// What holds for a person.
#[derive(Clone, Debug)]
pub struct Care {
    /// After so much uninterrupted learning a rest is suggested; none where that is off.
    pub rest_after: Option<Span>,
    /// The limits of a minor; none for everybody else.
    pub limits: Option<Limits>,
    /// The institution's zone.
    pub zone: Zone,
}

/// A person's stretch of learning, and the free time before it into which belated reports may still be laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Since when it lasts.
    pub began: Timestamp,
    /// Until when time has counted.
    pub until: Timestamp,
    /// What was learned in it, in seconds.
    pub used: i64,
    /// What lies in it and was not learned, in seconds.
    pub idle: i64,
    /// Where the free time before it begins.
    pub free: Timestamp,
    /// What was learned in the stretch that ended there, in seconds.
    pub free_used: i64,
    /// When time was claimed last, whether it counted or not.
    pub heard: Timestamp,
}

impl Stretch {
    /// Nothing learned yet.
    pub fn fresh(at: Timestamp) -> Stretch {
        Stretch { began: at, until: at, used: 0, idle: 0, free: at, free_used: 0, heard: at }
    }
}

/// A learning session to which time is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// When it began.
    pub since: Timestamp,
    /// What had been learned at a stretch then, in seconds: see [`used_at`].
    pub used: i64,
    /// What has counted in it so far, in seconds.
    pub counted: i64,
}

/// What somebody is told who learns, or wants to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Go on.
    Go,
    /// Go on, and better rest a while: so much was learned at a stretch.
    RestSuggested(Span),
    /// Nothing counts until then: a pause.
    PauseUntil(Timestamp),
    /// Nothing counts until then: the day's learning is over.
    ClosedUntil(Timestamp),
}

impl Advice {
    /// Until when nothing counts.
    pub fn stops_until(self) -> Option<Timestamp> {
        match self {
            Advice::PauseUntil(at) | Advice::ClosedUntil(at) => Some(at),
            Advice::Go | Advice::RestSuggested(_) => None,
        }
    }
}

impl Care {
    fn break_after(&self) -> Span {
        self.limits.map_or(REST, |limits| limits.pause)
    }

    /// The hours of learning around a moment, or before and after it: when they began or begin, when they end.
    fn hours(&self, limits: &Limits, at: Timestamp) -> (Timestamp, Timestamp) {
        let day = self.zone.date(at);
        let hour = |hour: i8| match hour {
            24 => self.zone.end_of(day),
            hour => self.zone.at(day, Time::constant(hour.clamp(0, 23), 0, 0, 0)),
        };
        (hour(limits.opens), hour(limits.closes))
    }

    fn next_opening(&self, limits: &Limits, at: Timestamp) -> Timestamp {
        let (opens, _) = self.hours(limits, at);
        if at < opens { opens } else { self.hours(limits, self.zone.end_of(self.zone.date(at))).0 }
    }

    /// The hours of learning that lie last before or around a moment.
    fn last_hours(&self, limits: &Limits, at: Timestamp) -> (Timestamp, Timestamp) {
        let (opens, closes) = self.hours(limits, at);
        if at >= opens {
            return (opens, closes);
        }
        self.hours(limits, self.zone.start_of(self.zone.date(at)) - Span::of_seconds(1))
    }

    fn is_open(&self, limits: &Limits, at: Timestamp) -> bool {
        let (opens, closes) = self.hours(limits, at);
        opens <= at && at < closes
    }
}

/// What somebody is told at a moment, after this stretch.
pub fn advice(stretch: Option<&Stretch>, now: Timestamp, care: &Care) -> Advice {
    let going = stretch.filter(|it| now - it.until < care.break_after());
    if let Some(limits) = &care.limits {
        if !care.is_open(limits, now) {
            return Advice::ClosedUntil(care.next_opening(limits, now));
        }
        if let Some(stretch) = going.filter(|it| it.used >= limits.stretch.seconds()) {
            let until = stretch.until + limits.pause;
            return if care.is_open(limits, until) {
                Advice::PauseUntil(until)
            } else {
                Advice::ClosedUntil(care.next_opening(limits, until))
            };
        }
    }
    match (going, care.rest_after) {
        (Some(stretch), Some(after)) if stretch.used >= after.seconds() => {
            Advice::RestSuggested(Span::of_seconds(stretch.used))
        }
        _ => Advice::Go,
    }
}

/// How long somebody may go on until a pause or the end of the day; none where nothing ends it.
pub fn left(stretch: Option<&Stretch>, now: Timestamp, care: &Care) -> Option<Span> {
    let limits = care.limits?;
    if advice(stretch, now, care).stops_until().is_some() {
        return Some(Span::of_seconds(0));
    }
    let used = stretch.filter(|it| now - it.until < limits.pause).map_or(0, |it| it.used);
    let (_, closes) = care.hours(&limits, now);
    Some(Span::of_seconds((limits.stretch.seconds() - used).min((closes - now).seconds()).max(0)))
}

/// What was learned at a stretch when a learning session began, in seconds: 0 for somebody who had rested.
pub fn used_at(stretch: Option<&Stretch>, since: Timestamp, care: &Care) -> i64 {
    stretch.filter(|it| since - it.until < care.break_after()).map_or(0, |it| it.used)
}

/// The most that a person could have learned since then who keeps the limits, in seconds.
fn most_since(since: Timestamp, used: i64, now: Timestamp, care: &Care, limits: &Limits) -> i64 {
    let (mut at, mut used, mut most) = (since, used, 0);
    while at < now {
        if !care.is_open(limits, at) {
            (at, used) = (care.next_opening(limits, at), 0);
        } else if used >= limits.stretch.seconds() {
            (at, used) = (at + limits.pause, 0);
        } else {
            let end = now.min(care.hours(limits, at).1);
            let learned = (end - at).seconds().min(limits.stretch.seconds() - used);
            if learned <= 0 {
                at = end;
                continue;
            }
            at = at + Span::of_seconds(learned);
            used += learned;
            most += learned;
        }
    }
    most
}

/// Takes time that a report claims, as far as the limits allow: the stretch afterwards, and what counts. Of a learning
/// session never more counts than could have been learned since it began: the free time before that is not its own.
pub fn take(
    stretch: Option<Stretch>,
    within: Within,
    claimed: Span,
    now: Timestamp,
    care: &Care,
) -> (Stretch, Span) {
    let mut it = stretch.unwrap_or_else(|| Stretch::fresh(within.since.min(now)));
    let claimed = claimed.seconds().max(0);
    if claimed == 0 {
        return (it, Span::of_seconds(0));
    }
    let Some(limits) = &care.limits else {
        let begins = (now - Span::of_seconds(claimed)).max(it.until);
        if begins - it.until >= REST {
            it = Stretch::fresh(begins);
        }
        it.used += claimed;
        it.until = it.until.max(now);
        it.heard = it.until;
        return (it, Span::of_seconds(claimed));
    };
    let most = most_since(within.since, within.used, now, care, limits) + AHEAD - within.counted;
    let claimed = claimed.min(most.max(0));
    let open = Hours { care, limits, most: limits.stretch.seconds(), pause: limits.pause };
    let left = if claimed > 0 { open.at_the_end(&mut it, claimed, now) } else { 0 };
    it.heard = it.heard.max(now);
    (it, Span::of_seconds(claimed - left))
}

struct Hours<'a> {
    care: &'a Care,
    limits: &'a Limits,
    most: i64,
    pause: Span,
}

impl Hours<'_> {
    /// Lays a report at the end of the time line, and what does not fit there into the free time before it. What is
    /// left counts for nothing.
    fn at_the_end(&self, it: &mut Stretch, claimed: i64, now: Timestamp) -> i64 {
        let (opened, closes) = self.care.last_hours(self.limits, now);
        let end = now.min(closes);
        // What is told after the end of the day was learned just now, unless it could not have been, or came after a
        // long silence.
        let since = (now - it.heard).seconds();
        let late = now >= closes && (claimed..self.pause.seconds()).contains(&since);
        let within =
            if late { (closes - (now - Span::of_seconds(claimed))).seconds().max(0) } else { claimed };
        let room = (end - it.until.max(opened)).seconds().max(0);
        let fits = claimed.min(within).min(room);
        let mut left = claimed;
        if fits > 0 {
            let begins = end - Span::of_seconds(fits);
            let idle = begins - it.until;
            if idle >= self.pause {
                *it = Stretch {
                    began: begins,
                    until: begins,
                    used: 0,
                    idle: 0,
                    free: it.until,
                    free_used: it.used,
                    heard: it.heard,
                };
            } else {
                it.idle += idle.seconds();
            }
            let counts = fits.min(self.most - it.used).max(0);
            it.used += counts;
            if counts > 0 {
                it.until = begins + Span::of_seconds(counts);
            }
            left -= counts;
        }
        // What came in time and found the stretch full, or the day at its end, is over: it is no belated report.
        if late || fits == claimed {
            return left;
        }
        left = self.between(it, left);
        left = self.before(it, left);
        if now < closes {
            let ahead = AHEAD - (it.until - now).seconds().max(-AHEAD);
            let counts = left.min(ahead).min(self.most - it.used).max(0);
            it.used += counts;
            it.until = it.until + Span::of_seconds(counts);
            left -= counts;
        }
        left
    }

    /// Lays time into what is idle within the stretch.
    fn between(&self, it: &mut Stretch, left: i64) -> i64 {
        let counts = left.min(it.idle).min(self.most - it.used).max(0);
        it.idle -= counts;
        it.used += counts;
        left - counts
    }

    /// Lays time into what is free before the stretch, as early as the limits allow.
    fn before(&self, it: &mut Stretch, mut left: i64) -> i64 {
        while left > 0 && it.free < it.began {
            if !self.care.is_open(self.limits, it.free) {
                it.free = self.care.next_opening(self.limits, it.free);
                it.free_used = 0;
                continue;
            }
            if it.free_used >= self.most {
                it.free = it.free + self.pause;
                it.free_used = 0;
                continue;
            }
            let (_, closes) = self.care.hours(self.limits, it.free);
            let room = (it.began.min(closes) - it.free).seconds();
            let mut counts = left.min(room).min(self.most - it.free_used);
            let pause = self.pause.seconds();
            let apart = (it.began - it.free).seconds() - pause;
            if counts > apart {
                // It would join the stretch after it: together they are one.
                let joined = (self.most - it.free_used - it.used).max(0);
                counts = counts.min(joined.max(apart.max(0)));
            }
            if counts <= 0 {
                break;
            }
            it.free = it.free + Span::of_seconds(counts);
            it.free_used += counts;
            left -= counts;
            let gap = (it.began - it.free).seconds();
            if gap < pause {
                it.used += it.free_used;
                it.idle += gap.max(0);
                it.began = it.free;
                left = self.between(it, left);
            }
        }
        left
    }
}

#[cfg(test)]
#[path = "health_test.rs"]
mod tests;
