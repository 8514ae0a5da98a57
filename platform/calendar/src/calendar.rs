//! The calendar as plain data, and what it answers.

use crate::{Minute, Slot, Stretch, WeekKind, Weeks, joined, shipped};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use xingtan_clock::{Date, Time, Timestamp, Uuid, Weekday, Zone};

/// What a named day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假: nobody works who keeps holidays.
    Holiday,
    /// 调休上班: worked, though the week would say otherwise.
    Workday,
    /// 照常: as the week says, whatever the shipped arrangement says of it.
    Ordinary,
}

impl DayKind {
    /// All of them, in the order of forms.
    pub const ALL: [DayKind; 3] = [DayKind::Holiday, DayKind::Workday, DayKind::Ordinary];

    /// The word for forms and tables.
    pub const fn code(self) -> &'static str {
        match self {
            DayKind::Holiday => "holiday",
            DayKind::Workday => "workday",
            DayKind::Ordinary => "ordinary",
        }
    }

    /// Of its word.
    pub fn of_code(code: &str) -> Option<DayKind> {
        DayKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A date that differs from its week, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDay {
    /// What it is.
    pub kind: DayKind,
    /// Its name, such as 国庆节.
    pub name: String,
    /// Where that is written: a notice's number, or who decided.
    pub source: String,
    /// A swapped working day may follow another weekday's hours and windows (补周五的班).
    pub like: Option<Weekday>,
}

/// Hours by a name, for units that work otherwise than the institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its id; none for the institution's own hours.
    pub id: Option<Uuid>,
    /// Its name; empty for the institution's own hours.
    pub name: String,
    /// Its hours.
    pub slots: Vec<Slot>,
    /// Whether holidays and swapped days hold for it. A shift that never rests does not keep them.
    pub keeps_holidays: bool,
}

/// The calendar of the institution.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Zone,
    anchor: Date,
    days: BTreeMap<Date, NamedDay>,
    own: Shift,
    shifts: Vec<Shift>,
    /// Which unit, by the number in organisation paths, works by which shift (a place in `shifts`).
    units: HashMap<i64, usize>,
}

impl Calendar {
    /// Monday of the week that is big where the institution has not said which: 5 January 2026.
    pub const ANCHOR: Date = Date::constant(2026, 1, 5);

    /// Monday to Friday 08:30–17:30 and the Saturday of a big week (DESIGN, rulings).
    pub fn default_hours() -> Vec<Slot> {
        let (from, to) = (Minute::at(8, 30), Minute::at(17, 30));
        let mut slots: Vec<Slot> =
            (1..=5).map(|weekday| Slot { weekday, weeks: Weeks::Every, from, to }).collect();
        slots.push(Slot::new(Weekday::Saturday, Weeks::Big, from, to));
        slots
    }

    /// A calendar with the shipped arrangements of the State Council and the default hours.
    pub fn new(zone: Zone) -> Calendar {
        let own =
            Shift { id: None, name: String::new(), slots: Calendar::default_hours(), keeps_holidays: true };
        let (shifts, units) = (Vec::new(), HashMap::new());
        Calendar { zone, anchor: Calendar::ANCHOR, days: shipped().clone(), own, shifts, units }
    }

    /// The same with another anchor: the week of this date is big.
    pub fn anchored(mut self, big: Date) -> Calendar {
        self.anchor = monday(big);
        self
    }

    /// The same with other hours of the institution.
    pub fn with_hours(mut self, slots: Vec<Slot>) -> Calendar {
        self.own.slots = slots;
        self
    }

    /// The same where this date is a named day; the last word on a date holds.
    pub fn with_day(mut self, date: Date, day: NamedDay) -> Calendar {
        self.days.insert(date, day);
        self
    }

    /// The same without any named day, not even the shipped ones.
    pub fn without_days(mut self) -> Calendar {
        self.days.clear();
        self
    }

    /// The same where these units, by their numbers in organisation paths, and what lies below them work by a shift.
    pub fn with_shift(mut self, shift: Shift, units: &[i64]) -> Calendar {
        let place = self.shifts.len();
        self.shifts.push(shift);
        self.units.extend(units.iter().map(|unit| (*unit, place)));
        self
    }

    /// The institution's zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Monday of a big week.
    pub fn anchor(&self) -> Date {
        self.anchor
    }

    /// The institution's own hours.
    pub fn own_hours(&self) -> &Shift {
        &self.own
    }

    /// The shifts of units.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// Whether the week of a date is big or small. Holidays and swapped days do not change it.
    pub fn week(&self, date: Date) -> WeekKind {
        let weeks = days_from(self.anchor, monday(date)).div_euclid(7);
        if weeks.rem_euclid(2) == 0 { WeekKind::Big } else { WeekKind::Small }
    }

    /// What is named of a date; a day that was set back to ordinary has no name.
    pub fn named(&self, date: Date) -> Option<&NamedDay> {
        self.days.get(&date).filter(|day| day.kind != DayKind::Ordinary)
    }

    /// What is kept of each date in a year, ordinary ones included.
    pub fn named_in(&self, year: i16) -> impl Iterator<Item = (Date, &NamedDay)> {
        self.days.iter().filter(move |(date, _)| date.year() == year).map(|(date, day)| (*date, day))
    }

    /// The calendar as the institution's own hours have it.
    pub fn roster(&self) -> Roster<'_> {
        Roster { calendar: self, shift: &self.own }
    }

    /// The calendar as the people of a unit live by it: the shift of the unit, or of the nearest one above it. `path` is
    /// an organisation path such as `/1/5/23/`.
    pub fn roster_of(&self, path: &str) -> Roster<'_> {
        let near = || path.rsplit('/').filter_map(|part| self.units.get(&part.parse().ok()?));
        let place = if self.units.is_empty() { None } else { near().next() };
        Roster { calendar: self, shift: place.and_then(|at| self.shifts.get(*at)).unwrap_or(&self.own) }
    }

    /// The moment of a minute of a day.
    fn moment(&self, date: Date, minute: Minute) -> Timestamp {
        match minute.time() {
            Some(time) => self.zone.at(date, time),
            None => self.zone.at(tomorrow(date), Time::midnight()),
        }
    }
}

/// Why a day is worked or free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'a> {
    /// A holiday, by name.
    Holiday(&'a NamedDay),
    /// A working day in exchange for another, by name.
    Swapped(&'a NamedDay),
    /// The weekday is worked in every week.
    Weekday,
    /// The weekday is worked in big or small weeks alone, and this week is such a one, or the other.
    Week(WeekKind),
    /// The weekday is free in every week.
    Rest,
}

/// What a day is for people who work by one shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'a> {
    /// Whether work begins on it.
    pub works: bool,
    /// Why.
    pub why: Why<'a>,
    /// Its week.
    pub week: WeekKind,
}

/// The calendar as one unit lives by it.
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    calendar: &'a Calendar,
    shift: &'a Shift,
}

impl<'a> Roster<'a> {
    /// How far ahead a change is looked for, in days.
    pub(crate) const HORIZON: usize = 400;

    /// The calendar.
    pub fn calendar(&self) -> &'a Calendar {
        self.calendar
    }

    /// The hours.
    pub fn shift(&self) -> &'a Shift {
        self.shift
    }

    /// What a day is, and why.
    pub fn day(&self, date: Date) -> Day<'a> {
        let week = self.calendar.week(date);
        let named = self.named(date);
        let (works, why) = match named {
            Some(day) if day.kind == DayKind::Holiday => (false, Why::Holiday(day)),
            Some(day) => (true, Why::Swapped(day)),
            None => {
                let slots = || self.shift.slots.iter().filter(|slot| slot.weekday == number(date.weekday()));
                let works = slots().any(|slot| slot.weeks.hold(week));
                let why = match (slots().any(|slot| slot.weeks == Weeks::Every), slots().next()) {
                    (true, _) => Why::Weekday,
                    (false, Some(_)) => Why::Week(week),
                    (false, None) => Why::Rest,
                };
                (works, why)
            }
        };
        Day { works, why, week }
    }

    /// The hours that begin on a date, in order, as moments; what overlaps or touches is one.
    pub fn hours(&self, date: Date) -> Vec<Stretch> {
        let mut found = Vec::new();
        self.hours_into(date, &mut found);
        joined(found)
    }

    /// Working time between two moments, in order.
    pub fn hours_between(&self, within: Stretch) -> Vec<Stretch> {
        let mut found = Vec::new();
        for date in self.dates(within) {
            self.hours_into(date, &mut found);
        }
        crate::common(&found, &[within])
    }

    /// Whether a moment lies within working hours.
    pub fn works_at(&self, at: Timestamp) -> bool {
        let date = self.calendar.zone.date(at);
        let mut near = Vec::new();
        self.hours_into(yesterday(date), &mut near);
        self.hours_into(date, &mut near);
        near.iter().any(|hours| hours.holds(at))
    }

    /// The earliest moment after `at` at which working hours begin or end; none within 400 days.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let working = self.works_at(at);
        let mut end = at;
        let mut date = yesterday(self.calendar.zone.date(at));
        for _ in 0..Self::HORIZON {
            let begins = self.calendar.zone.start_of(date);
            if working && begins > end {
                return Some(end);
            }
            for hours in self.hours(date) {
                match working {
                    false if hours.from > at => return Some(hours.from),
                    false => {}
                    true if hours.from > end => return Some(end),
                    true => end = end.max(hours.to),
                }
            }
            date = tomorrow(date);
        }
        None
    }

    /// The moments of weekly hours (working hours, learning windows) that begin on a date. A swapped working day has
    /// those of the weekday that it follows, else of its own; where `working` and its own weekday has none, those of the
    /// first weekday that has any. On holidays there are none.
    pub(crate) fn slots_into(&self, date: Date, slots: &[Slot], working: bool, found: &mut Vec<Stretch>) {
        let week = self.calendar.week(date);
        let has = |weekday: i8| slots.iter().any(|slot| slot.weekday == weekday && slot.weeks.hold(week));
        let own = number(date.weekday());
        let weekday = match self.named(date) {
            Some(day) if day.kind == DayKind::Holiday => return,
            Some(day) => match day.like.map(number) {
                Some(like) => like,
                None if working && !has(own) => (1..=7).find(|weekday| has(*weekday)).unwrap_or(own),
                None => own,
            },
            None => own,
        };
        for slot in slots.iter().filter(|slot| slot.weekday == weekday && slot.weeks.hold(week)) {
            let ends = if slot.over_midnight() { tomorrow(date) } else { date };
            let (from, to) = (self.calendar.moment(date, slot.from), self.calendar.moment(ends, slot.to));
            found.extend(Stretch::between(from, to));
        }
    }

    pub(crate) fn hours_into(&self, date: Date, found: &mut Vec<Stretch>) {
        self.slots_into(date, &self.shift.slots, true, found);
    }

    /// The dates whose hours may lie within a stretch: from the day before it on.
    pub(crate) fn dates(&self, within: Stretch) -> impl Iterator<Item = Date> + use<> {
        let (first, last) =
            (yesterday(self.calendar.zone.date(within.from)), self.calendar.zone.date(within.to));
        std::iter::successors(Some(first), move |date| {
            Some(tomorrow(*date)).filter(|next| next <= &last && next > date)
        })
    }

    fn named(&self, date: Date) -> Option<&'a NamedDay> {
        self.shift.keeps_holidays.then(|| self.calendar.named(date)).flatten()
    }
}

pub(crate) fn tomorrow(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

pub(crate) fn yesterday(date: Date) -> Date {
    date.yesterday().unwrap_or(Date::MIN)
}

fn monday(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    (0..back).fold(date, |date, _| yesterday(date))
}

fn days_from(one: Date, other: Date) -> i64 {
    other.duration_since(one).as_hours() / 24
}

fn number(weekday: Weekday) -> i8 {
    weekday.to_monday_one_offset()
}
