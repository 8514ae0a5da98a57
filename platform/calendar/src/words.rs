//! Weekly hours as people write and read them: `周一至周五 08:30–17:30；大周周六 08:30–17:30`.

use crate::{HoursFault, Minute, Slot, Weeks, check_hours, year::weekday};
use xingtan_i18n::{Locale, Msg};

/// Why a text is no list of hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsFault {
    /// This entry cannot be read.
    Unreadable(String),
    /// The hours contradict each other.
    Hours(HoursFault),
}

impl WordsFault {
    /// For the form.
    pub fn msg(&self) -> Msg {
        match self {
            WordsFault::Unreadable(entry) => {
                let given: String = entry.chars().take(40).collect();
                Msg::new("calendar-wrong-entry").with("given", given)
            }
            WordsFault::Hours(fault) => fault.msg(),
        }
    }
}

/// Reads hours, an entry on each line or between semicolons, in Chinese or English: weekdays (`周一`, `周一至周五`,
/// `周一、周三`, `mon-fri`), before them `大周` or `小周` where they hold in such weeks alone, after them times.
///
/// # Errors
/// With the first entry that cannot be read, or what is contradictory.
pub fn read_hours(text: &str) -> Result<Vec<Slot>, WordsFault> {
    let mut slots = Vec::new();
    for entry in text.split(['\n', ';', '；']).map(str::trim).filter(|entry| !entry.is_empty()) {
        let wrong = || WordsFault::Unreadable(entry.to_owned());
        slots.extend(read_entry(&entry.to_lowercase()).ok_or_else(wrong)?);
        if slots.len() > 200 {
            break;
        }
    }
    check_hours(&slots).map_err(WordsFault::Hours)?;
    slots.sort_unstable_by_key(|slot: &Slot| (slot.weekday, slot.from, slot.weeks));
    Ok(slots)
}

fn read_entry(entry: &str) -> Option<Vec<Slot>> {
    let (days, times) = entry.split_at(entry.find(|c: char| c.is_ascii_digit())?);
    let (weeks, days) = week_word(days.trim());
    let mut slots = Vec::new();
    for day in days.split(['、', ',', '，', '和']).map(str::trim) {
        let ends: Vec<&str> = day.split(['至', '到', '-', '–', '—']).map(str::trim).collect();
        let (first, last) = match ends.as_slice() {
            [one] => (weekday(one)?, weekday(one)?),
            [first, last] => (weekday(first)?, weekday(last)?),
            _ => return None,
        };
        let (first, last) = (first.to_monday_one_offset(), last.to_monday_one_offset());
        let length = (last - first).rem_euclid(7);
        let several = (0..=length).map(|n| (first - 1 + n).rem_euclid(7) + 1);
        for weekday in several {
            for time in times.split(['、', ',', '，']) {
                let (from, to) = time.split_once(['-', '–', '—', '~', '～', '至', '到'])?;
                slots.push(Slot { weekday, weeks, from: from.parse().ok()?, to: to.parse().ok()? });
            }
        }
    }
    Some(slots)
}

fn week_word(days: &str) -> (Weeks, &str) {
    let words = [
        ("每周", Weeks::Every),
        ("大周", Weeks::Big),
        ("小周", Weeks::Small),
        ("every", Weeks::Every),
        ("big", Weeks::Big),
        ("small", Weeks::Small),
    ];
    // 每周一 is Monday of every week.
    let found = words.iter().find_map(|(word, weeks)| Some((*weeks, days.strip_prefix(word)?)));
    found.map_or((Weeks::Every, days), |(weeks, rest)| (weeks, rest.trim()))
}

/// Hours in the reader's language, weekdays with the same hours as one entry, one entry per line or after `between`.
/// [`read_hours`] reads it again.
pub fn hours_words(l: &Locale, slots: &[Slot], between: &str) -> String {
    let mut slots = slots.to_vec();
    slots.sort_unstable_by_key(|slot| (slot.weekday, slot.from, slot.weeks));
    let mut entries: Vec<(i8, i8, Weeks, Minute, Minute)> = Vec::new();
    for Slot { weekday, weeks, from, to } in slots {
        let goes_on =
            entries.iter_mut().find(|it| (it.1 + 1, it.2, it.3, it.4) == (weekday, weeks, from, to));
        match goes_on {
            Some(entry) => entry.1 = weekday,
            None => entries.push((weekday, weekday, weeks, from, to)),
        }
    }
    let words = entries.into_iter().map(|(first, last, weeks, from, to)| {
        let day = |n: i8| l.t(&format!("calendar-weekday-{n}"));
        let days = if first == last {
            day(first)
        } else {
            l.t2("calendar-days", "first", day(first), "last", day(last))
        };
        let days = match weeks {
            Weeks::Every => days,
            weeks => l.t1(&format!("calendar-days-{}", weeks.code()), "days", days),
        };
        format!("{days} {from}–{to}")
    });
    words.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Calendar, window::Windows};
    use proptest::prelude::*;
    use xingtan_i18n::{Kind, Lang, Texts};

    fn locales() -> [Locale; 2] {
        let texts = Texts::build(&crate::texts());
        [Lang::ZhCn, Lang::En].map(|lang| texts.locale(lang, Kind::Academy, xingtan_clock::Zone::default()))
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let academy = Windows::academy().slots;
        assert_eq!(
            read_hours("周三 16:30-17:30\n小周周五16:30–17:30；大周六 16:30至17:30").unwrap(),
            academy
        );
        assert_eq!(
            read_hours("Wed 16:30-17:30; small fri 16:30-17:30; big sat 16:30-17:30").unwrap(),
            academy
        );
        let own = read_hours("周一至周五 8:30-17:30；大周周六 8：30-17:30").unwrap();
        assert_eq!(own, Calendar::default_hours());
        assert_eq!(read_hours("周一、周三 8:00-12:00，13:00-17:00").unwrap().len(), 4);
        assert_eq!(read_hours("周六到周一 22:00-06:00").unwrap().len(), 3);
        assert_eq!(read_hours("").unwrap(), []);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for text in ["周八 8:00-9:00", "8:00-9:00", "周一", "周一 8:00", "周一 25:00-26:00"] {
            assert_eq!(read_hours(text), Err(WordsFault::Unreadable(text.to_owned())), "{text}");
        }
        assert!(matches!(read_hours("周一 8:00-9:00；周一 8:30-9:30"), Err(WordsFault::Hours(_))));
    }

    #[test]
    fn hours_are_written_as_people_read_them() {
        let [zh, en] = locales();
        let own = Calendar::default_hours();
        assert_eq!(hours_words(&zh, &own, "；"), "周一至周五 08:30–17:30；大周周六 08:30–17:30");
        assert_eq!(hours_words(&en, &own, "; "), "Mon–Fri 08:30–17:30; big Sat 08:30–17:30");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            days in proptest::collection::btree_set((1i8..=7, 0usize..3), 0..10), from in 0u16..1380,
        ) {
            let slot = |(weekday, weeks): &(i8, usize)| Slot {
                weekday: *weekday,
                weeks: Weeks::ALL[*weeks],
                from: Minute::of_day(from),
                to: Minute::of_day(from + 60),
            };
            let slots: Vec<Slot> = days.iter().map(slot).collect();
            prop_assume!(check_hours(&slots).is_ok());
            let mut sorted = slots.clone();
            sorted.sort_unstable_by_key(|slot| (slot.weekday, slot.from, slot.weeks));
            for l in locales() {
                prop_assert_eq!(read_hours(&hours_words(&l, &slots, "\n")), Ok(sorted.clone()));
            }
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,30}") {
            let _ = read_hours(&text);
        }
    }
}
