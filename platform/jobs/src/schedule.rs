//! Jobs ordered by the clock.

use crate::{Enqueued, Job, JobKind, enqueue};
use croner::Cron;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, sync::Arc};
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Result, Tx, params};

/// A job that comes back by the clock.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Its name, kept in the database.
    pub name: &'static str,
    /// When, as cron writes it (minute hour day month weekday), in the institution's zone.
    pub cron: &'static str,
    /// What to order. Its payload is a [`Scheduled`].
    pub kind: JobKind,
}

/// The payload of a job that a schedule ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Name of the schedule.
    pub schedule: String,
    /// When it was due. After a time without any node this is the first due time that was missed; later missed ones
    /// are not made up for.
    pub due: Timestamp,
}

/// The text is no cron pattern, or one that never comes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCron(String);

impl fmt::Display for BadCron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a usable cron pattern: {}", self.0)
    }
}
impl std::error::Error for BadCron {}

/// The first due time after `after`. Pure.
///
/// # Errors
/// [`BadCron`] where the pattern cannot be read or never comes due.
pub fn next_after(cron: &str, zone: &Zone, after: Timestamp) -> Result<Timestamp, BadCron> {
    let bad = |e: &dyn fmt::Display| BadCron(format!("{cron}: {e}"));
    let pattern = Cron::from_str(cron).map_err(|e| bad(&e))?;
    let from = after.to_jiff().in_tz(zone.name()).map_err(|e| bad(&e))?;
    let next = pattern.find_next_occurrence(&from, false).map_err(|e| bad(&e))?;
    Ok(Timestamp::from_jiff(next.timestamp()))
}

/// The program's schedules.
#[derive(Clone)]
pub struct Schedules {
    all: Vec<Schedule>,
    zone: Arc<dyn Fn() -> Zone + Send + Sync>,
}

impl Default for Schedules {
    fn default() -> Self {
        Schedules::new(Zone::default)
    }
}

impl Schedules {
    /// None yet. `zone` tells the institution's present zone.
    pub fn new(zone: impl Fn() -> Zone + Send + Sync + 'static) -> Self {
        Schedules { all: Vec::new(), zone: Arc::new(zone) }
    }

    /// Adds a schedule.
    ///
    /// # Errors
    /// [`BadCron`].
    pub fn add(&mut self, schedule: Schedule) -> Result<&mut Self, BadCron> {
        next_after(schedule.cron, &Zone::default(), Timestamp::from_seconds(0))?;
        self.all.push(schedule);
        Ok(self)
    }

    /// All schedules.
    pub fn all(&self) -> &[Schedule] {
        &self.all
    }

    /// Orders what is due; answers how many jobs that made. Any number of nodes may do so at once: the row of a
    /// schedule moves on with the order, and the order carries its due time as a key.
    pub(crate) async fn tick(&self, db: &Db, ids: &Ids, now: Timestamp) -> Result<usize> {
        if self.all.is_empty() {
            return Ok(0);
        }
        let known: Vec<Planned> = db.read(planned).await?;
        let zone = (self.zone)();
        let mut ordered = 0;
        for schedule in &self.all {
            let row = known.iter().find(|row| row.0 == schedule.name);
            let sound = row.filter(|row| row.1 == schedule.cron && row.2 == zone.name());
            if sound.is_some_and(|row| row.3 > now) {
                continue;
            }
            let Ok(next) = next_after(schedule.cron, &zone, now) else { continue };
            let (schedule, zone, id) = (*schedule, zone.name().to_owned(), ids.next());
            let step = move |tx: &mut Tx<'_>| turn(tx, &schedule, &zone, now, next, id);
            ordered += usize::from(db.write_keyed("jobs-schedule", step).await?);
        }
        Ok(ordered)
    }
}

/// Name, pattern, zone, next due time.
type Planned = (String, String, String, Timestamp);

fn planned(tx: &mut Tx<'_>) -> Result<Vec<Planned>> {
    tx.all("SELECT name, cron, zone, next_at FROM jobs_schedule", params![])
}

/// Moves one schedule on to `next`; whether a job was ordered.
fn turn(
    tx: &mut Tx<'_>,
    schedule: &Schedule,
    zone: &str,
    now: Timestamp,
    next: Timestamp,
    id: Uuid,
) -> Result<bool> {
    let row: Option<(String, String, Timestamp)> =
        tx.opt("SELECT cron, zone, next_at FROM jobs_schedule WHERE name = $1", params![schedule.name])?;
    let due = match row {
        None => None,
        // A new pattern or zone begins from now; what the old one had missed is still made up for once.
        Some((cron, of_zone, due)) if due > now && (cron != schedule.cron || of_zone != zone) => None,
        Some((_, _, due)) if due > now => return Ok(false),
        Some((_, _, due)) => Some(due),
    };
    let mut job = None;
    if let Some(due) = due {
        let order = Job::new(id, schedule.kind, now)
            .with(&Scheduled { schedule: schedule.name.to_owned(), due })?
            .once(format!("{} {due}", schedule.name));
        job = Some(enqueue(tx, &order)?);
    }
    tx.exec(
        "INSERT INTO jobs_schedule (name, cron, zone, next_at, last_at, last_job)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (name) DO UPDATE
         SET cron = excluded.cron, zone = excluded.zone, next_at = excluded.next_at,
             last_at = coalesce(excluded.last_at, jobs_schedule.last_at),
             last_job = coalesce(excluded.last_job, jobs_schedule.last_job)",
        params![schedule.name, schedule.cron, zone, next, due, job.map(Enqueued::id)],
    )?;
    Ok(matches!(job, Some(Enqueued::New(_))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_pattern_is_read_in_the_zone_of_the_institution() {
        let zone = Zone::default();
        // 02:30 in Shanghai is 18:30 UTC of the day before.
        assert_eq!(
            next_after("30 2 * * *", &zone, at("2026-11-22T00:00:00Z")).unwrap(),
            at("2026-11-22T18:30:00Z")
        );
        assert_eq!(
            next_after("0 8 1 * *", &zone, at("2026-11-22T00:00:00Z")).unwrap(),
            at("2026-12-01T00:00:00Z")
        );
    }

    #[test]
    fn a_pattern_that_cannot_be_read_or_never_comes_is_refused() {
        let mut schedules = Schedules::default();
        for cron in ["", "61 * * * *", "every day", "0 0 31 2 *"] {
            let schedule = Schedule { name: "x", cron, kind: JobKind::new("x.y") };
            assert!(schedules.add(schedule).is_err(), "{cron}");
        }
    }

    proptest! {
        #[test]
        fn the_next_due_time_lies_after_and_none_lies_between(
            seconds in 1_600_000_000i64..2_000_000_000,
            minute in 0u8..60,
            hour in 0u8..24,
        ) {
            let (zone, cron, from) = (Zone::default(), format!("{minute} {hour} * * *"), Timestamp::from_seconds(seconds));
            let next = next_after(&cron, &zone, from).unwrap();
            prop_assert!(next > from && (next - from).seconds() <= 86_400);
            let local = zone.local(next);
            prop_assert_eq!((local.hour(), local.minute(), local.second()), (hour as i8, minute as i8, 0));
        }
    }
}
