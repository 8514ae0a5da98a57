//! What this slice tells the pages of learning: offline training beside what was booked online (LRN-7).

use crate::{
    hours::{self, gather::gather},
    month::Month,
    offline::store as offline,
};
use xingtan_auth::Actor;
use xingtan_clock::{Date, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_learning::api::{MonthHours, Offline, OfflinePart};

/// What learning shows of offline training.
pub const OFFLINE: Offline = Offline { parts: Some(parts), month: Some(month) };

fn parts(tx: &mut Tx<'_>, person: Uuid, (from, to): (Date, Date)) -> Result<Vec<OfflinePart>> {
    let found = offline::parts(tx, person, &from.to_string(), &to.to_string())?;
    let part = |it: offline::Part| {
        Some(OfflinePart {
            day: it.day.parse().ok()?,
            topic: it.topic,
            seconds: it.seconds,
            href: format!("/offline-trainings/{}", it.id),
            by: it.kept_name,
        })
    };
    Ok(found.into_iter().filter_map(part).collect())
}

fn month(tx: &mut Tx<'_>, actor: &Actor, zone: &Zone, now: Timestamp) -> Result<Option<MonthHours>> {
    if !actor.may(hours::READ) {
        return Ok(None);
    }
    let found = gather(tx, &actor.scope(hours::READ), Month::of(zone.date(now)), zone, now)?;
    let sum = |part: fn(&hours::gather::Department) -> i64| found.departments.iter().map(part).sum();
    Ok(Some(MonthHours {
        online: sum(|it| it.online),
        counted: sum(|it| it.counted),
        offline: sum(|it| it.offline),
        href: "/hours",
    }))
}
