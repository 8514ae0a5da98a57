//! What is left of media that nobody needs any more.

use crate::{State, store};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Result};
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
    /// Media whose file is gone.
    pub forgotten: u64,
    /// Media whose job will never end.
    pub given_up: u64,
}

/// Looks at all media, some in each unit.
///
/// # Errors
/// Those of the database.
pub async fn sweep(db: &Db, ids: &Ids, now: Timestamp) -> Result<Swept> {
    let (mut swept, mut after) = (Swept::default(), Uuid::nil());
    loop {
        let ids = ids.clone();
        let look = db.write(move |tx| {
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
            Ok::<_, xingtan_db::Error>((items.last().map(|item| item.id), some))
        });
        let (last, some) = look.await?;
        swept.forgotten += some.forgotten;
        swept.given_up += some.given_up;
        match last {
            Some(last) => after = last,
            None => return Ok(swept),
        }
    }
}
