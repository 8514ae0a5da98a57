//! Remarks around a deadline, by the rhythm that is set (LRN-5): to the learner before it, to laggards repeatedly, to their
//! training contact at most once a day. Each once for each deadline, and so the end of a role's training
//! (`training/remind.rs`); what came due while no node ran is not made up for.

use super::rules::{Remark, Rhythm, URGED};
use crate::{
    notification::{notices, to},
    training::remind as trainings,
};
use std::collections::{BTreeMap, HashMap};
use xingtan_accounts::api as accounts;
use xingtan_auth::{Role, Scope};
use xingtan_catalog::api as catalog;
use xingtan_clock::{Ids, Span, Timestamp, Uuid};
use xingtan_db::{Result, ToParam as _, Tx, list, params, row};
use xingtan_i18n::Until;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::{Default, Setting, Settings, Shape};
use xingtan_web::Select;

/// So many days before a deadline people are reminded, and once more on the last day; 0 reminds nobody.
pub const BEFORE: Setting = Setting {
    key: "learning.remind.before",
    shape: Shape::Int { min: 0, max: 30, unit: "settings-unit-days" },
    default: Default::Same("3"),
};
/// Every so many days those are reminded who are behind; 0 reminds nobody.
pub const EVERY: Setting = Setting {
    key: "learning.remind.every",
    shape: Shape::Int { min: 0, max: 30, unit: "settings-unit-days" },
    default: Default::Same("7"),
};
/// Whether the training contacts of those who are behind are told.
pub const CONTACT: Setting = Setting {
    key: "learning.remind.contact",
    shape: Shape::Choice(&["told", "not-told"]),
    default: Default::Same("told"),
};

impl Rhythm {
    /// As it is set now.
    pub fn of(settings: &Settings) -> Rhythm {
        Rhythm {
            before: settings.int(&BEFORE),
            every: settings.int(&EVERY),
            contact: settings.text(&CONTACT) == "told",
        }
    }
}

/// Reminds learners.
pub const REMIND: JobKind = JobKind::new("learning.remind");
/// Every hour at a quarter past.
pub const SCHEDULE: Schedule = Schedule { name: "learning.remind", cron: "15 * * * *", kind: REMIND };
/// Tells training contacts.
pub const CONTACTS: JobKind = JobKind::new("learning.remind-contacts");
/// Every day at half past eight, at the institution's.
pub const DAILY: Schedule = Schedule { name: "learning.remind-contacts", cron: "30 8 * * *", kind: CONTACTS };

/// Enrolments of one unit of work.
const CHUNK: i64 = 200;
/// Laggards of one unit of work; each may have several courses.
const PEOPLE: i64 = 50;
/// What became overdue longer ago is no news to a contact who was never told.
const NEWS: Span = Span::of_days(7);

row! {
    /// An enrolment whose deadline is near.
    #[derive(Clone, Debug)]
    struct Near {
        id: Uuid,
        course_id: Uuid,
        person_id: Uuid,
        due_at: Timestamp,
    }
}

/// Carries out [`REMIND`].
///
/// # Errors
/// As for any job.
pub async fn remind(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let rhythm = Rhythm::of(&settings);
    for remark in Remark::ALL {
        loop {
            let ids = run.ids.clone();
            let said = run.step(move |tx, hold| Ok(say(tx, remark, rhythm, &ids, hold.now())?));
            if said.await? < CHUNK as usize {
                break;
            }
        }
    }
    loop {
        let ids = run.ids.clone();
        if run.step(move |tx, hold| Ok(urge(tx, rhythm, &ids, hold.now())?)).await? < PEOPLE as usize {
            break;
        }
    }
    for training in run.step(|tx, _| Ok(trainings::ending(tx)?)).await? {
        loop {
            let (ids, training) = (run.ids.clone(), training.clone());
            let said = run.step(move |tx, hold| Ok(trainings::say(tx, &training, &ids, hold.now())?));
            if said.await? < trainings::CHUNK as usize {
                break;
            }
        }
    }
    Ok(Done::new())
}

/// Says one kind of remark to at most [`CHUNK`] people; how many.
///
/// # Errors
/// Those of the database.
pub fn say(tx: &mut Tx<'_>, remark: Remark, rhythm: Rhythm, ids: &Ids, now: Timestamp) -> Result<usize> {
    let Some(window) = remark.window(rhythm.before, now) else { return Ok(0) };
    let near = near(tx, remark, window, now)?;
    for it in &near {
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, $2, $3, $4)",
            params![it.id, remark.code(), it.due_at, now],
        )?;
    }
    let courses: Vec<Uuid> = near.iter().map(|it| it.course_id).collect();
    let titles: HashMap<Uuid, String> =
        catalog::courses(tx, &courses)?.into_iter().map(|it| (it.id, it.title)).collect();
    tell_learners(tx, &near, &titles, ids, now)?;
    Ok(near.len())
}

fn near(
    tx: &mut Tx<'_>,
    remark: Remark,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Near>> {
    tx.all(
        "SELECT e.id, e.course_id, e.person_id, e.due_at
         FROM learning_enrolment e
         WHERE e.due_at > $1 AND e.due_at <= $2 AND e.completed_at IS NULL AND e.withdrawn_at IS NULL
           AND e.opens_at <= $3
           AND NOT EXISTS (SELECT 1 FROM learning_reminder r
                           WHERE r.enrolment_id = e.id AND r.kind = $4 AND r.due_at = e.due_at)
         ORDER BY e.due_at, e.id
         LIMIT $5",
        params![from, to, now, remark.code(), CHUNK],
    )
}

fn tell_learners(
    tx: &mut Tx<'_>,
    near: &[Near],
    titles: &HashMap<Uuid, String>,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let persons: Vec<Uuid> = near.iter().map(|it| it.person_id).collect();
    let recipients = to::recipients(tx, &persons)?;
    for it in near {
        let (Some(title), Some(recipient)) = (titles.get(&it.course_id), recipients.get(&it.person_id))
        else {
            continue;
        };
        let notice = notices::notice(ids.next(), notices::DUE_SOON, recipient, now)
            .with("title", title)
            .with("due", Until(it.due_at))
            .link(format!("/courses/{}", it.course_id));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}

/// Reminds at most [`PEOPLE`] people who are behind, each once of everything that is overdue, where it is time for one of
/// their courses; how many.
///
/// # Errors
/// Those of the database.
pub fn urge(tx: &mut Tx<'_>, rhythm: Rhythm, ids: &Ids, now: Timestamp) -> Result<usize> {
    let Some(since) = rhythm.since(now) else { return Ok(0) };
    let persons: Vec<(Uuid,)> = tx.all(
        "SELECT DISTINCT e.person_id
         FROM learning_enrolment e
         WHERE e.due_at <= $1 AND e.due_at > $2 AND e.completed_at IS NULL AND e.withdrawn_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM learning_reminder r
                           WHERE r.enrolment_id = e.id AND r.kind = 'laggard' AND r.due_at = e.due_at
                             AND r.at > $3)
         ORDER BY e.person_id
         LIMIT $4",
        params![now, now - URGED, since, PEOPLE],
    )?;
    if persons.is_empty() {
        return Ok(0);
    }
    let persons: Vec<Uuid> = persons.into_iter().map(|(id,)| id).collect();
    let overdue = format!(
        "SELECT e.id, e.person_id, e.due_at
         FROM learning_enrolment e
         WHERE e.due_at <= $1 AND e.due_at > $2 AND e.completed_at IS NULL AND e.withdrawn_at IS NULL
           AND e.person_id IN ({})
         ORDER BY e.person_id, e.id",
        list(3, persons.len())
    );
    let from = now - URGED;
    let mut given = vec![now.to_param(), from.to_param()];
    given.extend(persons.iter().map(|id| id.to_param()));
    let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (id, person, due_at) in tx.all::<(Uuid, Uuid, Timestamp)>(&overdue, &given)? {
        tx.exec(
            "INSERT INTO learning_reminder (enrolment_id, kind, due_at, at) VALUES ($1, 'laggard', $2, $3)
             ON CONFLICT (enrolment_id, kind, due_at) DO UPDATE SET at = excluded.at",
            params![id, due_at, now],
        )?;
        *counts.entry(person).or_default() += 1;
    }
    let recipients = to::recipients(tx, &persons)?;
    for (person, count) in counts {
        let Some(recipient) = recipients.get(&person) else { continue };
        let notice = notices::notice(ids.next(), notices::LAGGING, recipient, now)
            .with("count", count)
            .link("/enrolments");
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(persons.len())
}

/// Carries out [`CONTACTS`].
///
/// # Errors
/// As for any job.
pub async fn remind_contacts(run: JobRun, settings: Settings) -> std::result::Result<Done, JobError> {
    let rhythm = Rhythm::of(&settings);
    let held = run.db.read(|tx| accounts::held_where(tx, Role::Contact)).await?;
    let mut contacts: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for it in held {
        contacts.entry(it.person_id).or_default().push(it.path);
    }
    for (person, paths) in contacts {
        let (ids, scope) = (run.ids.clone(), Scope::of(paths));
        run.step(move |tx, hold| Ok(tell_contact(tx, person, &scope, rhythm, &ids, hold.now())?)).await?;
    }
    Ok(Done::new())
}

/// Tells a training contact who is behind in their units, in one notice; whether there was anything to tell.
///
/// # Errors
/// Those of the database.
pub fn tell_contact(
    tx: &mut Tx<'_>,
    person: Uuid,
    scope: &Scope,
    rhythm: Rhythm,
    ids: &Ids,
    now: Timestamp,
) -> Result<bool> {
    let last: Option<(Timestamp,)> =
        tx.opt("SELECT t.at FROM learning_contact_told t WHERE t.person_id = $1", params![person])?;
    let last = last.map(|(at,)| at);
    let overdue = |columns| {
        Select::new(columns, "learning_enrolment e", "e.id")
            .always("e.required AND e.completed_at IS NULL AND e.withdrawn_at IS NULL")
            .when("e.due_at <= {}", now)
            .within("e.unit_path", scope)
    };
    let counted: Vec<(i64, i64)> = overdue("count(DISTINCT e.person_id), count(*)").rows(tx, "")?;
    let (people, courses) = counted.first().copied().unwrap_or_default();
    let fresh = overdue("e.id").when("e.due_at > {}", last.unwrap_or(now - NEWS)).count(tx)?;
    if !rhythm.tells(last, (courses, fresh), now) {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO learning_contact_told (person_id, at) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET at = excluded.at",
        params![person, now],
    )?;
    if let Some(recipient) = to::recipients(tx, &[person])?.get(&person) {
        let notice = notices::notice(ids.next(), notices::LAGGARDS, recipient, now)
            .with("people", people)
            .with("courses", courses)
            .with("fresh", fresh)
            .link("/department?state=overdue");
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(true)
}
