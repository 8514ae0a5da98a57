//! What a report holds.

use super::store;
use crate::credit::store as ledger;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use xingtan_calendar::Stretch;
use xingtan_catalog::api as catalog;
use xingtan_clock::{Span, Timestamp, Uuid, Zone};
use xingtan_db::{Result, Tx};
use xingtan_governance::api as governance;

/// How far ahead study permissions are looked for.
const AHEAD: Span = Span::of_days(3660);

/// A course of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Course {
    /// The course.
    pub id: Uuid,
    /// Its title then.
    pub title: String,
    /// 必修.
    pub required: bool,
    /// Until when it is to be finished, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// Done lessons in percent.
    pub percent: i64,
    /// When it was completed, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub completed_at: Option<Timestamp>,
}

/// A certificate of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Held {
    /// The certificate.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The course.
    pub title: String,
    /// Until when it holds, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
}

/// A span of time in which somebody may learn at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Permitted {
    /// From when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
}

/// Measures of one kind that stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Measures {
    /// `warning`, `suspension` or `revocation`.
    pub measure: String,
    /// How many.
    pub count: i64,
}

/// What somebody had open and had done at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    /// Courses that are not finished, by deadline.
    pub open: Vec<Course>,
    /// Completed ones, the newest first.
    pub done: Vec<Course>,
    /// 学分 in all, in hundredths.
    pub credits: i64,
    /// 学时 booked online in all, in seconds.
    pub hours_seconds: i64,
    /// 学分 of the month in which it happened, in hundredths.
    pub month_credits: i64,
    /// 学时 booked online in that month, in seconds: they stay with the unit before.
    pub month_seconds: i64,
    /// Certificates that hold.
    pub certificates: Vec<Held>,
    /// Study permissions that run or are to come.
    pub permissions: Vec<Permitted>,
    /// Measures of the regulation that stand.
    pub measures: Vec<Measures>,
}

/// Gathers what somebody has at this moment: eight statements, however much it is.
///
/// # Errors
/// Those of the database.
pub fn gather(tx: &mut Tx<'_>, person: Uuid, zone: &Zone, now: Timestamp) -> Result<Content> {
    let found = store::courses(tx, person)?;
    let ids: Vec<Uuid> = found.iter().map(|it| it.course_id).collect();
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &ids)?.into_iter().map(|it| (it.id, it.title)).collect();
    let courses = found.iter().map(|it| Course {
        id: it.course_id,
        title: titles.get(&it.course_id).cloned().unwrap_or_default(),
        required: it.required,
        due_at: it.due_at,
        percent: it.percent(),
        completed_at: it.completed_at,
    });
    let (done, open): (Vec<Course>, Vec<Course>) = courses.partition(|it| it.completed_at.is_some());
    let next = now + Span::of_seconds(1);
    let all = ledger::sums(tx, person, Timestamp::from_micros(0), next)?;
    let (month, _) = zone.month_of(zone.date(now));
    let of_month = ledger::sums(tx, person, month, next)?;
    let permitted = match Stretch::between(now, now + AHEAD) {
        Some(ahead) => governance::study_permitted(tx, person, ahead)?,
        None => Vec::new(),
    };
    let measures = governance::standing_measures(tx, &[person], (Timestamp::from_micros(0), next))?;
    Ok(Content {
        open,
        done,
        credits: all.credits,
        hours_seconds: all.hours_seconds,
        month_credits: of_month.credits,
        month_seconds: of_month.hours_seconds,
        certificates: store::certificates(tx, person, now)?,
        permissions: permitted.into_iter().map(|it| Permitted { from: it.from, to: it.to }).collect(),
        measures: measures.into_iter().map(|(_, measure, count)| Measures { measure, count }).collect(),
    })
}
