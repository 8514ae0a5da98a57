//! What the clock does at the door: sessions that ran out, suspensions that ended, logs that are old, passwords that
//! will have to be changed.

use super::{log, store, suspended};
use crate::{
    credential::store as credentials,
    demo, notices, parameters,
    person::{Prepared, history},
};
use xingtan_audit::Who;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx, params, row};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds, Schedule, Scheduled};
use xingtan_notify::{Notice, Recipient, send};
use xingtan_web::App;

/// Ends sessions that ran out.
pub const SESSIONS: JobKind = JobKind::new("accounts.sessions");
/// Writes down that suspensions have ended.
pub const RESTORE: JobKind = JobKind::new("accounts.restore");
/// Forgets what is older than it is kept.
pub const PURGE: JobKind = JobKind::new("accounts.purge");
/// Reminds of passwords that will have to be changed.
pub const ROTATION: JobKind = JobKind::new("accounts.rotation");

/// When they run.
pub const SCHEDULES: &[Schedule] = &[
    Schedule { name: "accounts.sessions", cron: "*/10 * * * *", kind: SESSIONS },
    Schedule { name: "accounts.restore", cron: "*/5 * * * *", kind: RESTORE },
    Schedule { name: "accounts.purge", cron: "40 2 * * *", kind: PURGE },
    Schedule { name: "accounts.rotation", cron: "0 9 * * *", kind: ROTATION },
    crate::inspection::SCHEDULE,
];

/// So many rows a step: a unit stays well below 50 ms.
const CHUNK: i64 = 200;

/// An ended session is kept so long, so that its owner and the security administrator may look back.
const ENDED: Span = Span::of_days(180);
/// A device that was not seen for so long is new again.
const DEVICES: Span = Span::of_days(400);

/// Days before the change at which a person is reminded.
const REMINDED: [i64; 2] = [7, 1];

/// Who carries them out.
pub fn jobs(app: &App, kinds: &mut Kinds) {
    let with = |app: &App| app.clone();
    let (one, two, three, four) = (with(app), with(app), with(app), with(app));
    kinds.on(SESSIONS, move |run| sessions(one.clone(), run));
    kinds.on(RESTORE, move |run| restore(two.clone(), run));
    kinds.on(PURGE, move |run| purge(three.clone(), run));
    kinds.on(ROTATION, move |run| rotation(four.clone(), run));
}

async fn sessions(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    let idle = Span::of_minutes(app.settings().int(&parameters::IDLE_MINUTES));
    until_done(&run, |tx, now| crate::passkey::store::purge_spent(tx, now, CHUNK)).await?;
    until_done(&run, move |tx, now| store::sweep(tx, now, now - idle, CHUNK)).await
}

/// Repeats a step until it finds no full chunk any more.
async fn until_done(
    run: &JobRun,
    work: impl Fn(&mut Tx<'_>, Timestamp) -> Result<u64> + Clone + Send + Sync + 'static,
) -> std::result::Result<Done, JobError> {
    loop {
        let work = work.clone();
        let count = run.step(move |tx, hold| Ok(work(tx, hold.now())?)).await?;
        if count < CHUNK.unsigned_abs() {
            return Ok(Done::new());
        }
    }
}

async fn restore(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    loop {
        let institution = app.institution();
        let reason = app.locale(institution.lang).t("accounts-suspension-over");
        let prepared = Prepared::new(Who::program(), run.clock.now(), &run.ids, 3 * usize::try_from(CHUNK)?);
        let unit = move |tx: &mut Tx<'_>, _: &xingtan_jobs::Hold| {
            let deed = prepared.begin();
            let over = suspended::over(tx, deed.now(), CHUNK)?;
            for one in &over {
                suspended::restore(tx, &deed, one, &reason)?;
            }
            Ok(over.len())
        };
        let count = run.step(unit).await?;
        if count > 0 {
            app.ring();
        }
        if count < usize::try_from(CHUNK)? {
            return locks(run).await;
        }
    }
}

/// Locks that ran out begin a new count, and have their place in the history.
async fn locks(run: JobRun) -> std::result::Result<Done, JobError> {
    loop {
        let prepared = Prepared::new(Who::program(), run.clock.now(), &run.ids, usize::try_from(CHUNK)?);
        let unit = move |tx: &mut Tx<'_>, _: &xingtan_jobs::Hold| {
            let deed = prepared.begin();
            let over = history::locks_over(tx, deed.now(), CHUNK)?;
            for one in &over {
                history::lock_over(tx, &deed, one.person_id, one.must_change, one.locked_until)?;
                credentials::cleared(tx, one.person_id)?;
            }
            Ok(over.len())
        };
        if run.step(unit).await? < usize::try_from(CHUNK)? {
            return Ok(Done::new());
        }
    }
}

async fn purge(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    let keep = Span::of_days(app.settings().int(&parameters::KEEP_DAYS));
    until_done(&run, move |tx, now| log::purge(tx, now - keep, CHUNK)).await?;
    until_done(&run, |tx, now| store::purge(tx, now - ENDED, CHUNK)).await?;
    until_done(&run, |tx, now| store::purge_devices(tx, now - DEVICES, CHUNK)).await?;
    until_done(&run, |tx, now| credentials::purge_resets(tx, now - Span::of_days(7), CHUNK)).await
}

row! {
    struct Due {
        id: Uuid,
        user_name: String,
        name: String,
        mail: Option<String>,
        lang: Option<String>,
        changed_at: Timestamp,
    }
}

/// Whose password was changed within a day from `from` on, by id.
fn changed_within(tx: &mut Tx<'_>, from: Timestamp, after: Uuid) -> Result<Vec<Due>> {
    tx.all(
        "SELECT p.id, p.user_name, p.name, p.mail, p.lang, c.changed_at
         FROM accounts_credential c JOIN accounts_person p ON p.id = c.person_id
         WHERE c.changed_at >= $1 AND c.changed_at < $2 AND c.must_change = $3 AND p.id > $4
           AND p.state = 'active' AND p.left_at IS NULL
         ORDER BY p.id LIMIT $5",
        params![from, from + Span::of_days(1), false, after, CHUNK],
    )
}

/// Every day those are reminded whose password falls due in seven days and in one: each day's window begins where the
/// one before ended, so nobody is reminded twice.
async fn rotation(app: App, run: JobRun) -> std::result::Result<Done, JobError> {
    let days = app.settings().int(&parameters::ROTATION);
    let institution = app.institution();
    if days == 0 || institution.demo {
        return Ok(Done::new());
    }
    let due = run.read::<Scheduled>()?.due;
    for left in REMINDED.into_iter().filter(|left| *left < days) {
        let from = due - Span::of_days(days - left);
        let mut after = Uuid::nil();
        loop {
            let ids: Vec<Uuid> = (0..CHUNK).map(|_| run.ids.next()).collect();
            let institution = institution.clone();
            let last = run.step(move |tx, hold| {
                let found = changed_within(tx, from, after)?;
                for (one, id) in found.iter().zip(&ids) {
                    remind(tx, one, *id, one.changed_at + Span::of_days(days), &institution, hold.now())?;
                }
                Ok((found.len() == ids.len()).then(|| found.last().map(|one| one.id)).flatten())
            });
            match last.await? {
                Some(id) => after = id,
                None => break,
            }
        }
    }
    app.ring();
    Ok(Done::new())
}

fn remind(
    tx: &mut Tx<'_>,
    one: &Due,
    id: Uuid,
    due: Timestamp,
    institution: &xingtan_settings::Institution,
    now: Timestamp,
) -> Result<()> {
    if demo::is_shared(institution, &one.user_name) {
        return Ok(());
    }
    let to = Recipient {
        person: Some(one.id),
        name: one.name.clone(),
        mail: one.mail.clone(),
        lang: one.lang.as_deref().and_then(|tag| tag.parse().ok()).unwrap_or(institution.lang),
    };
    let day = institution.zone.date(due);
    send(tx, &Notice::new(id, notices::PASSWORD_DUE, to, now).with("day", day).link("/account/password"))?;
    Ok(())
}
