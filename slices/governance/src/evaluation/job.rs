//! The two jobs that judge. What they read they read outside writing units; what is due they settle a few people at a
//! time, judged anew within the unit, so that a run that dies doubles nothing.

use crate::{
    decision::{
        change::{Hand, due, judge},
        overdue,
    },
    evaluation::ought::Ruling,
    fact::store as facts,
    prescription,
    regulation::rulings,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use xingtan_audit::Who;
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_db::{Db, Error, Tx, params};
use xingtan_i18n::Lang;
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun, Schedule};
use xingtan_settings::Settings;

/// Judges those whose facts changed.
pub const CHANGED: JobKind = JobKind::new("governance.changed");
/// Judges everybody: what the end of a month or the day of a version brings, no fact tells of.
pub const EVERYBODY: JobKind = JobKind::new("governance.everybody");
/// Every night at ten minutes past midnight of the institution.
pub const NIGHTLY: Schedule = Schedule { name: "governance.everybody", cron: "10 0 * * *", kind: EVERYBODY };
/// What nobody ordered is found within five minutes.
pub const SWEEP: Schedule = Schedule { name: "governance.changed", cron: "*/5 * * * *", kind: CHANGED };

/// People read at once.
const READ: i64 = 500;
/// People settled in one unit of work.
const SETTLE: usize = 10;

/// Zone and language of the institution, as a run needs them.
#[derive(Clone, Debug)]
pub struct House {
    zone: Zone,
    lang: Lang,
}

impl House {
    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// As set at present.
    pub fn of(settings: &Settings) -> House {
        let institution = settings.institution();
        House { zone: institution.zone.clone(), lang: institution.lang }
    }
}

/// Orders that those whose facts changed are judged soon.
///
/// # Errors
/// Those of the database.
pub fn soon(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> xingtan_db::Result<()> {
    xingtan_jobs::enqueue(tx, &Job::new(id, CHANGED, now).single("governance.changed").priority(5))?;
    Ok(())
}

/// Carries out [`CHANGED`]. What the rules in force prescribe takes hold first.
///
/// # Errors
/// As for any job.
pub async fn changed(run: JobRun, house: House) -> Result<Done, JobError> {
    let (now, ids) = (run.clock.now(), run.ids.clone());
    run.step(move |tx, hold| Ok(prescription::settle(tx, &ids, hold.now())?)).await?;
    loop {
        let (house, ids) = (house.clone(), run.ids.clone());
        let told = run.step(move |tx, hold| Ok(overdue::remind(tx, &hand(&house, &ids, hold.now()))?));
        if told.await? < overdue::CHUNK {
            break;
        }
    }
    let rulings: Arc<Vec<Ruling>> = Arc::new(run.db.read(move |tx| rulings::read(tx, now)).await?);
    let mut after = Uuid::nil();
    loop {
        let persons = run.db.read(move |tx| facts::marked(tx, after, SETTLE as i64)).await?;
        let Some(last) = persons.last() else { return Ok(Done::new()) };
        after = *last;
        settle(&run, &house, &rulings, persons).await?;
    }
}

async fn settle(
    run: &JobRun,
    house: &House,
    rulings: &Arc<Vec<Ruling>>,
    persons: Vec<Uuid>,
) -> Result<i64, JobError> {
    let (rulings, house, ids) = (rulings.clone(), house.clone(), run.ids.clone());
    run.step(move |tx, hold| {
        let hand = hand(&house, &ids, hold.now());
        Ok(judge(tx, &hand, &rulings, &persons)? as i64)
    })
    .await
}

/// The program's own hand.
fn hand<'a>(house: &'a House, ids: &'a Ids, now: Timestamp) -> Hand<'a> {
    Hand { who: Who::program(), ids, now, zone: &house.zone, lang: house.lang }
}

/// Where a run over everybody is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    id: Uuid,
    after: Uuid,
    people: i64,
    changed: i64,
}

/// Carries out [`EVERYBODY`].
///
/// # Errors
/// As for any job.
pub async fn everybody(run: JobRun, house: House) -> Result<Done, JobError> {
    let now = run.clock.now();
    let rulings: Arc<Vec<Ruling>> = Arc::new(run.db.read(move |tx| rulings::read(tx, now)).await?);
    let mut place = match run.left_off::<Place>()? {
        Some(place) => place,
        None => begun(&run).await?,
    };
    let mut since = 0;
    loop {
        let after = place.after;
        let persons = run.db.read(move |tx| facts::people(tx, after, READ)).await?;
        let Some(last) = persons.last().copied() else { break };
        place.people += persons.len() as i64;
        let due = ahead(&run.db, &rulings, persons, &house.zone, run.clock.now()).await?;
        for some in due.chunks(SETTLE) {
            place.changed += settle(&run, &house, &rulings, some.to_vec()).await?;
        }
        place.after = last;
        since += READ;
        // Going over people again who are settled costs little: a line every few thousand is enough.
        if !due.is_empty() || since >= 5_000 {
            since = 0;
            run.step(move |tx, hold| {
                hold.progress(tx, place.people, 0)?;
                hold.checkpoint(tx, &place)
            })
            .await?;
        }
    }
    run.step(move |tx, hold| {
        Ok(tx.exec(
            "UPDATE governance_run SET ended_at = $2, people = $3, changed = $4 WHERE id = $1",
            params![place.id, hold.now(), place.people, place.changed],
        )?)
    })
    .await?;
    Done::with(&serde_json::json!({ "people": place.people, "changed": place.changed }))
}

async fn begun(run: &JobRun) -> Result<Place, JobError> {
    let place = Place { id: run.ids.next(), after: Uuid::nil(), people: 0, changed: 0 };
    run.step(move |tx, hold| {
        tx.exec(
            "INSERT INTO governance_run (id, as_of, people, changed) VALUES ($1, $2, 0, 0)",
            params![place.id, hold.now()],
        )?;
        hold.checkpoint(tx, &place)?;
        Ok(place)
    })
    .await
}

/// Of these people those about whom something is to be done.
async fn ahead(
    db: &Db,
    rulings: &Arc<Vec<Ruling>>,
    persons: Vec<Uuid>,
    zone: &Zone,
    now: Timestamp,
) -> Result<Vec<Uuid>, Error> {
    let (rulings, zone) = (rulings.clone(), zone.clone());
    db.read(move |tx| {
        let due = due(tx, &rulings, &persons, &zone, now)?;
        Ok(due.into_iter().map(|(person, _)| person.id).collect())
    })
    .await
}
