//! Looking for shared accounts: a few people at a time, and a word to whoever answers for security when something new
//! was found.

use super::{
    notices,
    rules::{BOUNDS, Suspected, Used, suspicions},
    store::{self, Session, Suspicion},
};
use crate::case::{act::Act, store as cases};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, net::IpAddr};
use xingtan_accounts::api::{self as accounts, Person, Places, UsedSession};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_jobs::{Done, Job, JobError, JobKind, JobRun, Schedule};
use xingtan_web::App;

/// Looks for shared accounts.
pub const SHARING: JobKind = JobKind::new("conduct.sharing");
/// Every night.
pub const NIGHTLY: Schedule = Schedule { name: "conduct.sharing", cron: "30 1 * * *", kind: SHARING };

/// So far back sessions are looked at.
const BACK: Span = Span::of_days(7);
/// People looked at in one unit of work.
const CHUNK: i64 = 50;
/// Sessions kept as evidence, the latest.
const MOST_SESSIONS: usize = 40;

/// Orders a search at once.
///
/// # Errors
/// Those of the database.
pub fn order(tx: &mut Tx<'_>, id: Uuid, by: Uuid, now: Timestamp) -> Result<()> {
    xingtan_jobs::enqueue(tx, &Job::new(id, SHARING, now).single("conduct.sharing").by(by))?;
    Ok(())
}

/// Where a run is.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Place {
    after: Uuid,
    found: i64,
}

/// Carries [`SHARING`] out.
///
/// # Errors
/// As for any job.
pub async fn run(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    let mut at: Place = run.left_off()?.unwrap_or_default();
    let since = run.clock.now() - BACK;
    loop {
        let after = at.after;
        let people =
            run.db.read(move |tx| accounts::people_on_several_devices(tx, since, after, CHUNK)).await?;
        let Some(last) = people.last().copied() else { break };
        let (before, places, ids) = (at.found, Places::of(app.settings()), run.ids.clone());
        at = run
            .step(move |tx, hold| {
                let found = look(tx, &people, &places, since, &|| ids.next(), hold.now())?;
                let at = Place { after: last, found: before + found };
                hold.checkpoint(tx, &at)?;
                Ok(at)
            })
            .await?;
    }
    if at.found > 0 {
        let (act, found) = (Act::program(&app, &run.ids, run.clock.now()), at.found);
        run.step(move |tx, _| Ok(notices::found(tx, found, &act)?)).await?;
    }
    Done::with(&serde_json::json!({ "found": at.found }))
}

/// Looks at some people; how many suspicions are new, or come back.
///
/// # Errors
/// Those of the database.
pub fn look(
    tx: &mut Tx<'_>,
    people: &[Uuid],
    places: &Places,
    since: Timestamp,
    ids: &dyn Fn() -> Uuid,
    now: Timestamp,
) -> Result<i64> {
    let mut sessions: HashMap<Uuid, Vec<UsedSession>> = HashMap::new();
    for it in accounts::sessions_used(tx, people, since)? {
        sessions.entry(it.person_id).or_default().push(it);
    }
    let mut known: HashMap<(Uuid, String), Suspicion> = HashMap::new();
    for it in store::of(tx, people)? {
        known.insert((it.person_id, it.cause.clone()), it);
    }
    let mut found = 0;
    for person in accounts::people(tx, people)? {
        let own = sessions.remove(&person.id).unwrap_or_default();
        let used: Vec<Used> = own.iter().filter_map(|it| used(it, places)).collect();
        for it in suspicions(&used, BOUNDS) {
            let before = known.get(&(person.id, it.cause.clone()));
            found += i64::from(keep(tx, &person, &it, before, (&own, &used, places), ids, now)?);
        }
    }
    Ok(found)
}

fn used(it: &UsedSession, places: &Places) -> Option<Used> {
    let ip: IpAddr = it.ip.parse().ok()?;
    Some(Used {
        id: it.id,
        device: it.device_id,
        network: places.network(ip),
        place: places.name(ip).map(str::to_owned),
        from: it.started_at,
        to: it.seen_at,
    })
}

type Seen<'a> = (&'a [UsedSession], &'a [Used], &'a Places);

fn keep(
    tx: &mut Tx<'_>,
    person: &Person,
    it: &Suspected,
    before: Option<&Suspicion>,
    (own, used, places): Seen<'_>,
    ids: &dyn Fn() -> Uuid,
    now: Timestamp,
) -> Result<bool> {
    let Some(before) = before else {
        return store::add(tx, ids(), person, it, &evidence(it, own, places), now);
    };
    match before.state.as_str() {
        // Not shown again for the same cause.
        "harmless" => Ok(false),
        "case" => {
            let case = before.case_id.ok_or(Error::NotFound)?;
            let settled = cases::get(tx, case)?.is_none_or(|it| it.state().is_settled());
            let Some(since) = before.answered_at.filter(|_| settled) else { return Ok(false) };
            // What goes on after the case was opened is another matter.
            let later: Vec<Used> = used.iter().filter(|own| own.from > since).cloned().collect();
            let again = suspicions(&later, BOUNDS).into_iter().find(|own| own.cause == it.cause);
            let Some(again) = again else { return Ok(false) };
            store::more(tx, before.id, &again, &evidence(&again, own, places), true, now)?;
            Ok(true)
        }
        _ => {
            if it.last > before.last_at {
                store::more(tx, before.id, it, &evidence(it, own, places), false, now)?;
            }
            Ok(false)
        }
    }
}

fn evidence(it: &Suspected, own: &[UsedSession], places: &Places) -> Vec<Session> {
    let seen = own.iter().filter(|own| it.sessions.contains(&own.id));
    let mut all: Vec<Session> = seen
        .map(|own| Session {
            id: own.id,
            device: own.device_id,
            agent: accounts::device_name(&own.agent),
            ip: places.told(&own.ip),
            from: own.started_at,
            to: own.seen_at,
        })
        .collect();
    all.drain(..all.len().saturating_sub(MOST_SESSIONS));
    all
}
