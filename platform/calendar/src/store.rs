//! How the calendar is kept, and how it is read without reading it again each time.

use crate::{Calendar, DayKind, NamedDay, Shift, Slot, shipped};
use std::sync::{Arc, RwLock};
use xingtan_clock::{Date, Timestamp, Uuid, Weekday, Zone};
use xingtan_db::{Error, Result, Tx, params, row};

row! {
    struct RuleRow { anchor: String, hours: String, version: i64 }
}

row! {
    /// A named day that the institution keeps.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DayRow {
        /// `2026-10-01`.
        pub date: String,
        /// [`DayKind::code`].
        pub kind: String,
        /// Its name.
        pub name: String,
        /// Where that is written.
        pub source: String,
        /// The weekday that a swapped day follows, 1 is Monday.
        pub like_weekday: Option<i64>,
        /// When it was noted.
        pub at: Timestamp,
        /// By whom.
        pub by_person: Option<Uuid>,
    }
}

row! {
    /// A shift.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ShiftRow {
        /// Its id.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// Its slots as JSON.
        pub hours: String,
        /// Whether holidays and swapped days hold for it.
        pub keeps_holidays: bool,
        /// Rises with every change.
        pub version: i64,
    }
}

impl ShiftRow {
    /// Its slots; none where the text cannot be read.
    pub fn slots(&self) -> Vec<Slot> {
        serde_json::from_str(&self.hours).unwrap_or_default()
    }
}

/// Anchor and hours of the institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Monday of a big week.
    pub anchor: Date,
    /// The institution's own hours.
    pub hours: Vec<Slot>,
    /// The version of the whole calendar; 0 before the first change.
    pub version: i64,
}

/// The calendar in memory, of which a change is seen by every node at once: each [`Calendars::load`] reads one small
/// row in the caller's unit and takes the rest from memory only while that row is the same. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Calendars(Arc<RwLock<Option<Known>>>);

#[derive(Clone, Debug)]
struct Known {
    edition: Option<(i64, Uuid)>,
    zone: String,
    calendar: Arc<Calendar>,
}

impl Calendars {
    /// The calendar as it stands in this unit of work, in the institution's zone. One statement; four more after a
    /// change.
    ///
    /// # Errors
    /// Those of the database; [`Error::Decode`] where the kept text is none of ours.
    pub fn load(&self, tx: &mut Tx<'_>, zone: &Zone) -> Result<Arc<Calendar>> {
        let edition: Option<(i64, Uuid)> =
            tx.opt("SELECT version, stamp FROM calendar_rule WHERE id = 1", params![])?;
        let known = self.0.read().unwrap_or_else(|e| e.into_inner()).clone();
        if let Some(known) = known.filter(|known| known.edition == edition && known.zone == zone.name()) {
            return Ok(known.calendar);
        }
        let calendar = Arc::new(read(tx, zone)?);
        let fresh = Known { edition, zone: zone.name().to_owned(), calendar: calendar.clone() };
        *self.0.write().unwrap_or_else(|e| e.into_inner()) = Some(fresh);
        Ok(calendar)
    }
}

fn read(tx: &mut Tx<'_>, zone: &Zone) -> Result<Calendar> {
    let rule = rule(tx)?;
    let mut calendar = Calendar::new(zone.clone()).anchored(rule.anchor).with_hours(rule.hours);
    for row in day_rows(tx, "", "9999-12-31")? {
        let (date, day) = named(&row)?;
        calendar = calendar.with_day(date, day);
    }
    let units = shift_units(tx)?;
    for row in shifts(tx)? {
        let own: Vec<i64> =
            units.iter().filter(|(_, shift)| *shift == row.id).map(|(unit, _)| *unit).collect();
        let (slots, keeps_holidays) = (slots(&row.hours)?, row.keeps_holidays);
        calendar =
            calendar.with_shift(Shift { id: Some(row.id), name: row.name, slots, keeps_holidays }, &own);
    }
    Ok(calendar)
}

/// Anchor and hours; the defaults before anybody changed them.
pub fn rule(tx: &mut Tx<'_>) -> Result<Rule> {
    let row: Option<RuleRow> =
        tx.opt("SELECT anchor, hours, version FROM calendar_rule WHERE id = 1", params![])?;
    match row {
        None => Ok(Rule { anchor: Calendar::ANCHOR, hours: Calendar::default_hours(), version: 0 }),
        Some(row) => Ok(Rule { anchor: date(&row.anchor)?, hours: slots(&row.hours)?, version: row.version }),
    }
}

/// The version of the whole calendar; 0 before the first change.
pub fn version(tx: &mut Tx<'_>) -> Result<i64> {
    let row: Option<(i64,)> = tx.opt("SELECT version FROM calendar_rule WHERE id = 1", params![])?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Sets anchor and hours from a form that was shown at `seen`. False where the calendar has changed since; nothing is
/// kept then. `stamp` is a new id. The caller checks the hours and writes the audit entry, here and below.
pub fn set_rule(tx: &mut Tx<'_>, rule: &Rule, seen: i64, stamp: Uuid) -> Result<bool> {
    if version(tx)? != seen {
        return Ok(false);
    }
    touch(tx, stamp)?;
    tx.exec(
        "UPDATE calendar_rule SET anchor = $1, hours = $2 WHERE id = 1",
        params![rule.anchor.to_string(), text(&rule.hours)?],
    )?;
    Ok(true)
}

/// The named days that the institution keeps for a year, in order.
pub fn days(tx: &mut Tx<'_>, year: i16) -> Result<Vec<DayRow>> {
    day_rows(tx, &format!("{year:04}-01-01"), &format!("{year:04}-12-31"))
}

fn day_rows(tx: &mut Tx<'_>, from: &str, to: &str) -> Result<Vec<DayRow>> {
    tx.all(
        "SELECT date, kind, name, source, like_weekday, at, by_person FROM calendar_day
         WHERE date >= $1 AND date <= $2 ORDER BY date",
        params![from, to],
    )
}

/// Keeps a named day; the last word on a date holds.
pub fn put_day(
    tx: &mut Tx<'_>,
    date: Date,
    day: &NamedDay,
    stamp: Uuid,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    insert_day(tx, date, day, by, now)?;
    touch(tx, stamp)
}

fn insert_day(tx: &mut Tx<'_>, date: Date, day: &NamedDay, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO calendar_day (date, kind, name, source, like_weekday, at, by_person)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, name = excluded.name, source = excluded.source,
             like_weekday = excluded.like_weekday, at = excluded.at, by_person = excluded.by_person",
        params![
            date.to_string(),
            day.kind.code(),
            day.name,
            day.source,
            day.like.map(|weekday| i64::from(weekday.to_monday_one_offset())),
            now,
            by
        ],
    )?;
    Ok(())
}

/// Forgets what the institution keeps of a date: what the program brings along holds again. False where nothing was
/// kept.
pub fn forget_day(tx: &mut Tx<'_>, date: Date, stamp: Uuid) -> Result<bool> {
    let gone = tx.exec("DELETE FROM calendar_day WHERE date = $1", params![date.to_string()])?;
    if gone > 0 {
        touch(tx, stamp)?;
    }
    Ok(gone > 0)
}

/// Takes a year in as a whole: what was kept of it goes, and what the program brings along of it and the file does not
/// name is ordinary.
pub fn replace_year(
    tx: &mut Tx<'_>,
    year: i16,
    given: &[(Date, NamedDay)],
    source: &str,
    stamp: Uuid,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "DELETE FROM calendar_day WHERE date >= $1 AND date <= $2",
        params![format!("{year:04}-01-01"), format!("{year:04}-12-31")],
    )?;
    let absent = shipped()
        .iter()
        .filter(|(date, _)| date.year() == year && !given.iter().any(|(other, _)| other == *date));
    let ordinary = absent.map(|(date, day)| {
        let kind = DayKind::Ordinary;
        (*date, NamedDay { kind, name: day.name.clone(), source: source.to_owned(), like: None })
    });
    for (date, day) in given.iter().cloned().chain(ordinary) {
        insert_day(tx, date, &day, by, now)?;
    }
    touch(tx, stamp)
}

/// All shifts, by name.
pub fn shifts(tx: &mut Tx<'_>) -> Result<Vec<ShiftRow>> {
    tx.all("SELECT id, name, hours, keeps_holidays, version FROM calendar_shift ORDER BY name, id", params![])
}

/// Adds a shift.
///
/// # Errors
/// [`Error::Unique`] where another has the name.
pub fn add_shift(
    tx: &mut Tx<'_>,
    id: Uuid,
    name: &str,
    hours: &[Slot],
    keeps_holidays: bool,
    stamp: Uuid,
) -> Result<()> {
    tx.exec(
        "INSERT INTO calendar_shift (id, name, hours, keeps_holidays, version) VALUES ($1, $2, $3, $4, 1)",
        params![id, name, text(hours)?, keeps_holidays],
    )?;
    touch(tx, stamp)
}

/// Changes a shift from a form that was shown at `row.version`. False where it has changed since, or is gone.
///
/// # Errors
/// [`Error::Unique`] where another has the name.
pub fn update_shift(tx: &mut Tx<'_>, row: &ShiftRow, hours: &[Slot], stamp: Uuid) -> Result<bool> {
    let changed = tx.exec(
        "UPDATE calendar_shift SET name = $1, hours = $2, keeps_holidays = $3, version = version + 1
         WHERE id = $4 AND version = $5",
        params![row.name, text(hours)?, row.keeps_holidays, row.id, row.version],
    )?;
    if changed == 1 {
        touch(tx, stamp)?;
    }
    Ok(changed == 1)
}

/// Removes a shift; its units work by the institution's hours again. False where it is gone already.
pub fn remove_shift(tx: &mut Tx<'_>, id: Uuid, stamp: Uuid) -> Result<bool> {
    tx.exec("DELETE FROM calendar_shift_unit WHERE shift_id = $1", params![id])?;
    let gone = tx.exec("DELETE FROM calendar_shift WHERE id = $1", params![id])?;
    if gone > 0 {
        touch(tx, stamp)?;
    }
    Ok(gone > 0)
}

/// Says which units, by their numbers in organisation paths, work by a shift; they leave the one they had.
pub fn put_units(tx: &mut Tx<'_>, shift: Uuid, units: &[i64], stamp: Uuid) -> Result<()> {
    tx.exec("DELETE FROM calendar_shift_unit WHERE shift_id = $1", params![shift])?;
    for unit in units {
        tx.exec(
            "INSERT INTO calendar_shift_unit (unit, shift_id) VALUES ($1, $2)
             ON CONFLICT (unit) DO UPDATE SET shift_id = excluded.shift_id",
            params![*unit, shift],
        )?;
    }
    touch(tx, stamp)
}

/// Which unit, by its number in organisation paths, works by which shift.
pub fn shift_units(tx: &mut Tx<'_>) -> Result<Vec<(i64, Uuid)>> {
    tx.all("SELECT unit, shift_id FROM calendar_shift_unit ORDER BY unit", params![])
}

/// Another edition of the calendar.
fn touch(tx: &mut Tx<'_>, stamp: Uuid) -> Result<()> {
    tx.exec(
        "INSERT INTO calendar_rule (id, anchor, hours, version, stamp) VALUES (1, $1, $2, 1, $3)
         ON CONFLICT (id) DO UPDATE SET version = calendar_rule.version + 1, stamp = excluded.stamp",
        params![Calendar::ANCHOR.to_string(), text(&Calendar::default_hours())?, stamp],
    )?;
    Ok(())
}

fn named(row: &DayRow) -> Result<(Date, NamedDay)> {
    let kind = DayKind::of_code(&row.kind).ok_or_else(|| Error::Decode(row.kind.clone()))?;
    let like = row.like_weekday.and_then(|n| Weekday::from_monday_one_offset(i8::try_from(n).ok()?).ok());
    Ok((date(&row.date)?, NamedDay { kind, name: row.name.clone(), source: row.source.clone(), like }))
}

fn date(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Decode(text.to_owned()))
}

fn slots(text: &str) -> Result<Vec<Slot>> {
    serde_json::from_str(text).map_err(|error| Error::Decode(error.to_string()))
}

fn text(slots: &[Slot]) -> Result<String> {
    serde_json::to_string(slots).map_err(|error| Error::Decode(error.to_string()))
}
