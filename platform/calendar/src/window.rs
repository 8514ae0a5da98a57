//! Learning windows (学习时段, LRN-3): in working hours one learns in the windows, or with a permission; outside working
//! hours everybody is free, and holidays are outside.
//!
//! One stretch of time after another is [`State::Free`], [`State::Open`] or [`State::Closed`]: closed is working time
//! less the windows and less the permissions. Everything here is pure and costs some microseconds; an answer holds
//! until the moment that it names, so who asks often keeps it.

use crate::{
    HoursFault, Minute, Roster, Slot, Stretch, Weeks,
    calendar::{tomorrow, yesterday},
    check_hours, common, joined, without,
};
use serde::{Deserialize, Serialize};
use xingtan_clock::{Date, Timestamp, Weekday};

/// What holds in working hours outside the windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nobody learns.
    #[default]
    Block,
    /// One may learn, and it does not count.
    NotCounted,
}

impl Effect {
    /// Both, in the order of forms.
    pub const ALL: [Effect; 2] = [Effect::Block, Effect::NotCounted];

    /// The word for forms and files.
    pub const fn code(self) -> &'static str {
        match self {
            Effect::Block => "block",
            Effect::NotCounted => "not_counted",
        }
    }
}

/// The parameters of learning windows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// When learning counts in working hours.
    pub slots: Vec<Slot>,
    /// What holds in the other working hours.
    #[serde(default)]
    pub effect: Effect,
}

impl Windows {
    /// 周三、小周周五、大周周六 16:30–17:30, the others blocked: the regulation of a company academy.
    pub fn academy() -> Windows {
        let (from, to) = (Minute::at(16, 30), Minute::at(17, 30));
        let slots = vec![
            Slot::new(Weekday::Wednesday, Weeks::Every, from, to),
            Slot::new(Weekday::Friday, Weeks::Small, from, to),
            Slot::new(Weekday::Saturday, Weeks::Big, from, to),
        ];
        Windows { slots, effect: Effect::Block }
    }

    /// Looks the parameters over.
    ///
    /// # Errors
    /// With the first fault found.
    pub fn check(&self) -> Result<(), HoursFault> {
        check_hours(&self.slots)
    }
}

/// What holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Working hours, and a window or a permission is open.
    Open {
        /// When learning ends to be allowed; none: not within 400 days. Free time after the window counts as allowed.
        until: Option<Timestamp>,
    },
    /// Outside working hours.
    Free {
        /// When learning ends to be allowed; none: not within 400 days.
        until: Option<Timestamp>,
    },
    /// Working hours without a window.
    Closed {
        /// What that means.
        effect: Effect,
        /// The earliest moment at which learning is allowed again; none: not within 400 days.
        next_opening: Option<Timestamp>,
    },
}

impl Judgement {
    /// Whether one may learn.
    pub fn allows(&self) -> bool {
        !matches!(self, Judgement::Closed { effect: Effect::Block, .. })
    }

    /// Whether what is learned counts.
    pub fn counts(&self) -> bool {
        !matches!(self, Judgement::Closed { .. })
    }

    /// Up to when the same holds, as far as closed and not closed go.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Judgement::Open { until } | Judgement::Free { until } => *until,
            Judgement::Closed { next_opening, .. } => *next_opening,
        }
    }
}

/// What holds in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Outside working hours.
    Free,
    /// A window or a permission in working hours.
    Open,
    /// The other working hours.
    Closed,
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// When.
    pub time: Stretch,
    /// What holds then.
    pub state: State,
}

/// Judges over one moment.
pub fn judge(roster: &Roster<'_>, windows: &Windows, at: Timestamp, permissions: &[Stretch]) -> Judgement {
    let next = next_closed(roster, windows, at, permissions);
    match next {
        Next::Never if !roster.works_at(at) => Judgement::Free { until: None },
        Next::Never => Judgement::Open { until: None },
        Next::Closed(closed) if closed.from > at && !roster.works_at(at) => {
            Judgement::Free { until: Some(closed.from) }
        }
        Next::Closed(closed) if closed.from > at => Judgement::Open { until: Some(closed.from) },
        Next::Closed(closed) => Judgement::Closed { effect: windows.effect, next_opening: Some(closed.to) },
        Next::Always => Judgement::Closed { effect: windows.effect, next_opening: None },
    }
}

/// The parts of a stretch in which learning counts, in order: what somebody's attention over it is cut to.
pub fn countable(
    roster: &Roster<'_>,
    windows: &Windows,
    within: Stretch,
    permissions: &[Stretch],
) -> Vec<Stretch> {
    without(&[within], &closed(roster, windows, within, permissions))
}

/// A day in parts, from its first to its last moment without a gap; neighbours differ.
pub fn day(roster: &Roster<'_>, windows: &Windows, date: Date, permissions: &[Stretch]) -> Vec<Segment> {
    let zone = roster.calendar().zone();
    let Some(whole) = Stretch::between(zone.start_of(date), zone.end_of(date)) else { return Vec::new() };
    let shut = common(&closed(roster, windows, whole, permissions), &[whole]);
    let work = roster.hours_between(whole);
    let of = |state| move |time| Segment { time, state };
    let mut parts: Vec<Segment> = without(&work, &shut).into_iter().map(of(State::Open)).collect();
    parts.extend(without(&[whole], &work).into_iter().map(of(State::Free)));
    parts.extend(shut.into_iter().map(of(State::Closed)));
    parts.sort_unstable_by_key(|part| part.time);
    parts
}

/// The first closed stretch that holds a moment or lies after it.
enum Next {
    Closed(Stretch),
    /// None begins within the horizon.
    Never,
    /// It holds the moment, and does not end within the horizon.
    Always,
}

fn next_closed(roster: &Roster<'_>, windows: &Windows, at: Timestamp, permissions: &[Stretch]) -> Next {
    if roster.shift().slots.is_empty() {
        return Next::Never;
    }
    let zone = roster.calendar().zone();
    let mut date = yesterday(zone.date(at));
    let mut next: Option<Stretch> = None;
    for _ in 0..Roster::HORIZON {
        // What begins on this day or later cannot lengthen a stretch that ended before it.
        if let Some(known) = next
            && zone.start_of(date) > known.to
        {
            return Next::Closed(known);
        }
        for more in closed_on(roster, windows, date, permissions) {
            match &mut next {
                _ if more.to <= at => {}
                None if more.from > at => return Next::Closed(more),
                None => next = Some(more),
                Some(known) if more.from <= known.to => known.to = known.to.max(more.to),
                Some(known) => return Next::Closed(*known),
            }
        }
        date = tomorrow(date);
    }
    if next.is_some() { Next::Always } else { Next::Never }
}

/// Closed time near a stretch, whole days of it.
fn closed(roster: &Roster<'_>, windows: &Windows, within: Stretch, permissions: &[Stretch]) -> Vec<Stretch> {
    joined(roster.dates(within).flat_map(|date| closed_on(roster, windows, date, permissions)).collect())
}

/// Closed time of the working hours that begin on a date, in order.
fn closed_on(roster: &Roster<'_>, windows: &Windows, date: Date, permissions: &[Stretch]) -> Vec<Stretch> {
    let mut work = Vec::with_capacity(4);
    roster.hours_into(date, &mut work);
    if work.is_empty() {
        return work;
    }
    let mut open = permissions.to_vec();
    if windows.slots.iter().any(Slot::over_midnight) {
        roster.slots_into(yesterday(date), &windows.slots, false, &mut open);
    }
    roster.slots_into(date, &windows.slots, false, &mut open);
    if roster.shift().slots.iter().any(Slot::over_midnight) {
        roster.slots_into(tomorrow(date), &windows.slots, false, &mut open);
    }
    if open.is_empty() { joined(work) } else { without(&work, &open) }
}
