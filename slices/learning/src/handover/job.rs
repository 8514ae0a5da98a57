//! Handing over happens in chunks, each a unit of work that may be broken off anywhere: an import may move thousands.

use super::{
    rules::{Fate, Kind, SETTLES, Step, fate},
    store::{self, Handover},
};
use crate::notification::notices::HANDOVER;
use xingtan_accounts::api as accounts;
use xingtan_audit::{Entry, Who};
use xingtan_auth::Role;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun, Schedule};
use xingtan_notify::{Notice, send};

/// Settles what waits and hands it over.
pub const HAND_OVER: JobKind = JobKind::new("learning.hand-over");

/// What an order while the job was about to end left behind.
pub const SCHEDULE: Schedule = Schedule { name: "learning.hand-over", cron: "*/5 * * * *", kind: HAND_OVER };

/// People of one unit of work.
const CHUNK: i64 = 5;
/// People to whom one report goes.
const MOST: usize = 20;

/// Orders [`HAND_OVER`] for when a move counts as meant; one order does for all.
///
/// # Errors
/// Those of the database.
pub fn later(tx: &mut Tx<'_>, id: Uuid, happened: Timestamp, now: Timestamp) -> Result<()> {
    let job = Job::new(id, HAND_OVER, now).single("learning.hand-over").at((happened + SETTLES).max(now));
    xingtan_jobs::enqueue(tx, &job)?;
    Ok(())
}

/// Carries out [`HAND_OVER`].
///
/// # Errors
/// As for any job.
pub async fn run(run: JobRun) -> std::result::Result<Done, JobError> {
    let since = run.clock.now() - SETTLES;
    loop {
        let ids = run.ids.clone();
        let some = run
            .step(move |tx, hold| {
                let people = store::waiting_people(tx, since, CHUNK)?;
                for person in &people {
                    one(tx, *person, &ids, hold.now())?;
                }
                Ok(people.len())
            })
            .await?;
        if some == 0 {
            return Ok(Done::new());
        }
    }
}

/// Settles what waits of one person.
fn one(tx: &mut Tx<'_>, person: Uuid, ids: &Ids, now: Timestamp) -> Result<()> {
    let steps = store::waiting(tx, person)?;
    let way: Vec<Step> = steps.iter().map(Handover::step).collect();
    let (Some(first), Some((last, before))) = (steps.first(), steps.split_last()) else { return Ok(()) };
    let fate = fate(&way);
    for step in before {
        store::settle(tx, step.id, if fate == Fate::Back { "void" } else { "joined" })?;
    }
    match fate {
        Fate::Nothing => Ok(()),
        Fate::Back => store::settle(tx, last.id, "void"),
        Fate::Tell => {
            store::tell(tx, last.id, first, now)?;
            let told = Handover {
                from_path: first.from_path.clone(),
                from_name: first.from_name.clone(),
                content: first.content.clone(),
                ..last.clone()
            };
            tell(tx, &told, ids, now)
        }
    }
}

/// Tells the contact and the centre, with an entry of the trail.
fn tell(tx: &mut Tx<'_>, it: &Handover, ids: &Ids, now: Timestamp) -> Result<()> {
    let mut people = accounts::contacts_of(tx, &it.unit_path)?;
    people.extend(accounts::holders(tx, Role::Centre, &it.unit_path)?);
    people.retain(|person| *person != it.person_id);
    people.sort_unstable();
    people.dedup();
    people.truncate(MOST);
    let names = accounts::names(tx, &people)?;
    for person in &people {
        let name = names.get(person).map_or("", String::as_str);
        store::send(tx, it.id, (*person, name), now)?;
    }
    let content = it.content();
    for to in accounts::recipients(tx, &people)? {
        let notice = Notice::new(ids.next(), HANDOVER, to, now)
            .with("name", &it.person_name)
            .with("kind", it.kind.as_str())
            .with("from", &it.from_name)
            .with("to", &it.to_name)
            .with("open", content.open.len())
            .link(it.href());
        send(tx, &notice)?;
    }
    let action = match it.kind() {
        Kind::Move => "learning.handover-moved",
        Kind::Leave => "learning.handover-left",
    };
    let entry = Entry::new(ids.next(), now, action, &Who::program()).within(&it.unit_path);
    let detail = serde_json::json!({
        "person": it.person_id, "told": people.len(), "open": content.open.len(),
    });
    xingtan_audit::record(tx, &entry.on("handover", it.id, &it.person_name).detail(&detail))
}
