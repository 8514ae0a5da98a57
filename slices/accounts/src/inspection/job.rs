//! Going through all accounts: every day the job looks whether it is time by the rhythm; a person may order it at once.

use super::{
    page::HERE,
    rules::{Bounds, RECENT, found},
    store,
};
use crate::{
    notices, organisation::store::root, parameters, people::notices::recipients_of, person::targets::holders,
};
use serde::{Deserialize, Serialize};
use xingtan_audit::{Entry, Who};
use xingtan_auth::Role;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Enqueued, Hold, Job, JobError, JobKind, JobRun, Schedule};
use xingtan_notify::{Notice, send};
use xingtan_settings::Settings;

/// Looks whether an inspection is due.
pub const INSPECT_JOB: JobKind = JobKind::new("accounts.inspection-due");
/// Goes through all accounts.
pub const FIND: JobKind = JobKind::new("accounts.inspection");
/// Every night.
pub const SCHEDULE: Schedule =
    Schedule { name: "accounts.inspection-due", cron: "10 3 * * *", kind: INSPECT_JOB };

/// Accounts of one unit of work.
const CHUNK: i64 = 200;

/// Orders an inspection; while one waits or runs, no other.
pub fn order(tx: &mut Tx<'_>, id: Uuid, by: Option<Uuid>, now: Timestamp) -> Result<Enqueued> {
    xingtan_jobs::enqueue(tx, &Job::new(id, FIND, now).single("accounts.inspection").by(by))
}

/// Carries out [`INSPECT_JOB`].
///
/// # Errors
/// As for any job.
pub async fn look(settings: Settings, run: JobRun) -> std::result::Result<Done, JobError> {
    let days = settings.int(&parameters::INSPECTION_DAYS);
    if days == 0 {
        return Ok(Done::new());
    }
    let id = run.ids.next();
    run.step(move |tx, hold| {
        let due = store::began(tx)?.is_none_or(|at| at + Span::of_days(days) <= hold.now());
        if due {
            order(tx, id, None, hold.now())?;
        }
        Ok(())
    })
    .await?;
    Ok(Done::new())
}

/// Where an inspection is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    id: Uuid,
    at: Timestamp,
    after: Uuid,
    people: i64,
}

/// Carries out [`FIND`].
///
/// # Errors
/// As for any job.
pub async fn inspect(settings: Settings, run: JobRun) -> std::result::Result<Done, JobError> {
    let bounds = Bounds {
        unused: settings.int(&parameters::UNUSED_DAYS),
        dormant: settings.int(&parameters::DORMANT_DAYS),
        devices: settings.int(&parameters::INSPECTION_DEVICES),
    };
    let mut place = match run.left_off::<Place>()? {
        Some(place) => place,
        None => begun(&run).await?,
    };
    loop {
        let after = place.after;
        let accounts = run
            .db
            .read(move |tx| store::chunk(tx, after, CHUNK, place.at - RECENT))
            .await
            .map_err(JobError::from)?;
        let Some((last, _)) = accounts.last() else { break };
        place.after = *last;
        place.people += accounts.len() as i64;
        let all: Vec<_> = accounts
            .iter()
            .flat_map(|(person, known)| {
                found(known, &bounds, place.at).into_iter().map(|it| (run.ids.next(), *person, it))
            })
            .collect();
        run.step(move |tx, hold| {
            for (id, person, it) in &all {
                store::keep(tx, *id, *person, it, place.at)?;
            }
            hold.progress(tx, place.people, 0)?;
            hold.checkpoint(tx, &place)
        })
        .await?;
    }
    let (institution, ids) = (settings.institution(), run.ids.clone());
    run.step(move |tx, hold| {
        let open = store::end(tx, place.id, place.at, place.people, hold.now())?;
        let entry = Entry::new(ids.next(), hold.now(), "accounts.inspected", &Who::program());
        let told = serde_json::json!({ "people": place.people, "open": open });
        xingtan_audit::record(tx, &entry.on("inspection", Some(place.id), "").detail(&told))?;
        if open > 0 && !institution.demo {
            tell(tx, &ids, open, hold)?;
        }
        Ok(())
    })
    .await?;
    Done::with(&serde_json::json!({ "people": place.people }))
}

async fn begun(run: &JobRun) -> std::result::Result<Place, JobError> {
    let id = run.ids.next();
    run.step(move |tx, hold| {
        let place = Place { id, at: hold.now(), after: Uuid::nil(), people: 0 };
        store::begin(tx, id, None, place.at)?;
        hold.checkpoint(tx, &place)?;
        Ok(place)
    })
    .await
}

/// Tells the centre and the audit administrators of the whole institution that something is to be looked at.
fn tell(
    tx: &mut Tx<'_>,
    ids: &xingtan_clock::Ids,
    open: i64,
    hold: &Hold,
) -> std::result::Result<(), JobError> {
    let Some(root) = root(tx)? else { return Ok(()) };
    let mut people = Vec::new();
    for role in [Role::Audit, Role::Centre] {
        people.extend(holders(tx, role, &root.path)?);
    }
    people.sort_unstable();
    people.dedup();
    for to in recipients_of(tx, &people)? {
        let notice = Notice::new(ids.next(), notices::INSPECTED, to, hold.now());
        send(tx, &notice.with("count", open).link(HERE))?;
    }
    Ok(())
}
