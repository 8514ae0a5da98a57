//! Hours of the week: minutes of a day, weekdays, big and small weeks.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};
use xingtan_clock::{Time, Weekday};
use xingtan_i18n::Msg;

/// A minute of the day on the wall clock, 00:00 to 24:00; as text `08:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(u16);

/// The text is no time of day between 00:00 and 24:00.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMinute(pub String);

impl fmt::Display for NoMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no time of day: {}", self.0)
    }
}
impl std::error::Error for NoMinute {}

impl Minute {
    /// The beginning of the day.
    pub const START: Minute = Minute(0);
    /// 24:00.
    pub const END: Minute = Minute(1440);

    /// A minute counted from midnight; more than 1,440 is 24:00.
    pub const fn of_day(minute: u16) -> Minute {
        Minute(if minute > 1440 { 1440 } else { minute })
    }

    /// Hour and minute; beyond 24:00 is 24:00.
    pub const fn at(hour: u16, minute: u16) -> Minute {
        Minute::of_day(hour * 60 + minute)
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// As wall-clock time; none for 24:00, which is the next day's beginning.
    pub(crate) fn time(self) -> Option<Time> {
        (self.0 < 1440).then(|| Time::constant((self.0 / 60) as i8, (self.0 % 60) as i8, 0, 0))
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for Minute {
    type Err = NoMinute;
    /// `08:30`, `8:30` or `8：30`.
    fn from_str(text: &str) -> Result<Self, NoMinute> {
        let wrong = || NoMinute(text.to_owned());
        let (hour, minute) = text.trim().split_once([':', '：']).ok_or_else(wrong)?;
        let digits = |part: &str| -> Option<u16> {
            let fits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| part.parse().ok()).flatten()
        };
        match (digits(hour), digits(minute)) {
            (Some(h), Some(m)) if m < 60 && h * 60 + m <= 1440 => Ok(Minute(h * 60 + m)),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

/// A week is big (大周) when its Saturday is worked, else small (小周).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeekKind {
    /// 大周.
    Big,
    /// 小周.
    Small,
}

/// In which weeks something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weeks {
    /// In every week.
    #[default]
    Every,
    /// In big weeks.
    Big,
    /// In small weeks.
    Small,
}

impl Weeks {
    /// All of them, in the order of forms.
    pub const ALL: [Weeks; 3] = [Weeks::Every, Weeks::Big, Weeks::Small];

    /// The word for forms and files.
    pub const fn code(self) -> &'static str {
        match self {
            Weeks::Every => "every",
            Weeks::Big => "big",
            Weeks::Small => "small",
        }
    }

    /// Of its word.
    pub fn of_code(code: &str) -> Option<Weeks> {
        Weeks::ALL.into_iter().find(|weeks| weeks.code() == code)
    }

    /// Whether a week is meant.
    pub fn hold(self, week: WeekKind) -> bool {
        matches!(
            (self, week),
            (Weeks::Every, _) | (Weeks::Big, WeekKind::Big) | (Weeks::Small, WeekKind::Small)
        )
    }
}

/// Hours that come back every week. They begin on their weekday; where `to` is not after `from` they end on the next
/// day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: i8,
    /// In which weeks.
    #[serde(default)]
    pub weeks: Weeks,
    /// When they begin.
    pub from: Minute,
    /// When they end.
    pub to: Minute,
}

impl Slot {
    /// Hours on a weekday.
    pub fn new(weekday: Weekday, weeks: Weeks, from: Minute, to: Minute) -> Slot {
        Slot { weekday: weekday.to_monday_one_offset(), weeks, from, to }
    }

    /// Whether they end on the day after they began.
    pub fn over_midnight(&self) -> bool {
        self.to <= self.from
    }

    /// How many minutes the wall clock shows them to last.
    pub fn minutes(&self) -> u16 {
        self.end() - self.from.minutes()
    }

    /// The end in minutes after the beginning of its weekday: up to 48 hours.
    fn end(&self) -> u16 {
        self.to.minutes() + if self.over_midnight() { 1440 } else { 0 }
    }

    fn overlaps(&self, other: &Slot) -> bool {
        let both = self.weeks == other.weeks || self.weeks == Weeks::Every || other.weeks == Weeks::Every;
        let near = |one: &Slot, other: &Slot, later: u16| {
            one.from.minutes() < other.end() + later && other.from.minutes() + later < one.end()
        };
        let next = |one: &Slot, other: &Slot| other.weekday == one.weekday % 7 + 1 && near(one, other, 1440);
        both && (self.weekday == other.weekday && near(self, other, 0)
            || next(self, other)
            || next(other, self))
    }
}

/// What is wrong with a list of hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoursFault {
    /// The weekday is not between 1 and 7.
    NoWeekday(i8),
    /// Begins and ends at the same minute, or begins at 24:00.
    Empty(Slot),
    /// Two entries cover the same time.
    Overlap(Slot, Slot),
    /// More entries than anybody needs.
    TooMany(usize),
}

/// The most entries in a list of hours.
const MOST: usize = 60;

impl HoursFault {
    /// For the form.
    pub fn msg(&self) -> Msg {
        let times = |slot: &Slot| format!("{}–{}", slot.from, slot.to);
        match self {
            HoursFault::NoWeekday(given) => {
                Msg::new("calendar-wrong-weekday").with("given", i64::from(*given))
            }
            HoursFault::Empty(slot) => Msg::new("calendar-wrong-empty").with("hours", times(slot)),
            HoursFault::Overlap(one, other) => {
                Msg::new("calendar-wrong-overlap").with("one", times(one)).with("other", times(other))
            }
            HoursFault::TooMany(count) => {
                Msg::new("calendar-wrong-many").with("count", *count as i64).with("most", MOST as i64)
            }
        }
    }
}

/// Looks a list of hours over.
///
/// # Errors
/// With the first fault found.
pub fn check_hours(slots: &[Slot]) -> Result<(), HoursFault> {
    if slots.len() > MOST {
        return Err(HoursFault::TooMany(slots.len()));
    }
    for (at, slot) in slots.iter().enumerate() {
        if !(1..=7).contains(&slot.weekday) {
            return Err(HoursFault::NoWeekday(slot.weekday));
        }
        if slot.from == slot.to || slot.from == Minute::END {
            return Err(HoursFault::Empty(*slot));
        }
        if let Some(other) = slots[..at].iter().find(|other| other.overlaps(slot)) {
            return Err(HoursFault::Overlap(*other, *slot));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_minute_is_read_as_it_is_written(minute in 0u16..=1440) {
            let minute = Minute::of_day(minute);
            prop_assert_eq!(minute.to_string().parse(), Ok(minute));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,8}") {
            let _ = text.parse::<Minute>();
        }
    }

    #[test]
    fn times_that_are_none_are_refused() {
        for text in ["", "8", "24:01", "25:00", "08:60", "+8:30", "8:3x", "008:30"] {
            assert!(text.parse::<Minute>().is_err(), "{text}");
        }
        assert_eq!("8：30".parse(), Ok(Minute::at(8, 30)));
    }

    #[test]
    fn contradictory_hours_are_refused_with_their_reason() {
        let slot = |weekday, weeks, from, to| Slot {
            weekday,
            weeks,
            from: Minute::at(from, 0),
            to: Minute::at(to, 0),
        };
        let day = slot(1, Weeks::Every, 8, 17);
        assert_eq!(check_hours(&[day, slot(2, Weeks::Every, 8, 17)]), Ok(()));
        let late = slot(1, Weeks::Big, 16, 18);
        assert_eq!(check_hours(&[day, late]), Err(HoursFault::Overlap(day, late)));
        let (big, small) = (slot(6, Weeks::Big, 8, 12), slot(6, Weeks::Small, 8, 12));
        assert_eq!(check_hours(&[big, small]), Ok(()));
        let night = slot(7, Weeks::Every, 22, 9);
        assert_eq!(check_hours(&[day, night]), Err(HoursFault::Overlap(day, night)));
        assert_eq!(check_hours(&[slot(0, Weeks::Every, 8, 9)]), Err(HoursFault::NoWeekday(0)));
        let none = slot(3, Weeks::Every, 8, 8);
        assert_eq!(check_hours(&[none]), Err(HoursFault::Empty(none)));
    }
}
