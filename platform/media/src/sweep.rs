//! What is left of media that nobody needs any more.

use crate::{State, office, store};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Result, Tx};
use xingtan_jobs::{Done, JobKind, Kinds, Schedule};
use xingtan_storage::file;

/// Forgets media whose file was swept, and notes those whose job was given up.
pub const SWEEP: JobKind = JobKind::new("media.sweep");

/// Every night, after the sweep of files.
pub const SCHEDULES: &[Schedule] = &[Schedule { name: "media.sweep", cron: "50 3 * * *", kind: SWEEP }];

/// Media looked at in one unit.
const CHUNK: i64 = 50;

/// Adds the nightly job.
pub fn sweeping(kinds: &mut Kinds) {
    kinds.on(SWEEP, |run| async move {
        let swept = sweep(&run.db, &run.ids, run.clock.now()).await?;
        Done::with(&serde_json::json!({ "forgotten": swept.forgotten, "given_up": swept.given_up }))
    });
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Media and documents whose file is gone.
    pub forgotten: u64,
    /// Media and documents whose job will never end.
    pub given_up: u64,
}

/// Looks at all media, some in each unit.
///
/// # Errors
/// Those of the database.
pub async fn sweep(db: &Db, ids: &Ids, now: Timestamp) -> Result<Swept> {
    let mut swept = Swept::default();
    for look in [media, documents] {
        let mut after = Uuid::nil();
        loop {
            let ids = ids.clone();
            let (last, some) = db.write(move |tx| look(tx, after, &ids, now)).await?;
            swept.forgotten += some.forgotten;
            swept.given_up += some.given_up;
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    Ok(swept)
}

/// Looks at some media; answers the last of them.
fn media(tx: &mut Tx<'_>, after: Uuid, ids: &Ids, now: Timestamp) -> Result<(Option<Uuid>, Swept)> {
    let mut some = Swept::default();
    let items = store::after(tx, after, CHUNK)?;
    let files: Vec<Uuid> = items.iter().map(|item| item.file_id).collect();
    let there = file::present(tx, &files)?;
    for item in &items {
        if !there.contains(&item.file_id) {
            store::forget(tx, item.file_id, now)?;
            some.forgotten += 1;
        } else if item.state() != State::Ready
            && let Some(fault) = store::lost(tx, item)?
        {
            store::failed(tx, item, fault, ids.next(), now)?;
            some.given_up += 1;
        }
    }
    Ok((items.last().map(|item| item.id), some))
}

/// Looks at some office documents; answers the last of them.
fn documents(tx: &mut Tx<'_>, after: Uuid, ids: &Ids, now: Timestamp) -> Result<(Option<Uuid>, Swept)> {
    let mut some = Swept::default();
    let items = office::after(tx, after, CHUNK)?;
    let files: Vec<Uuid> = items.iter().map(|item| item.file_id).collect();
    let there = file::present(tx, &files)?;
    for item in &items {
        if !there.contains(&item.file_id) {
            office::forget(tx, item, now)?;
            some.forgotten += 1;
        } else if let Some(fault) = office::lost(tx, item)? {
            office::failed(tx, item, fault, ids.next(), now)?;
            some.given_up += 1;
        }
    }
    Ok((items.last().map(|item| item.id), some))
}
