//! `xingtan reindex`: the index of words is made anew from what it describes (CRS-2); a restore orders the same.

use super::words::Words;
use crate::{config::Config, running::Running, wiring};
use serde_json::json;
use std::{error::Error, process::ExitCode};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Db, Result as DbResult, Tx};
use xingtan_jobs::{Job, enqueue};

/// An order to make the index anew, with its ids made beforehand.
pub struct Order {
    now: Timestamp,
    jobs: Vec<Uuid>,
}

impl Order {
    /// For every owner of something that can be found.
    pub fn new(ids: &Ids, now: Timestamp) -> Self {
        Order { now, jobs: wiring::SEARCH.iter().map(|_| ids.next()).collect() }
    }

    /// Empties the index and orders the jobs that fill it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn give(&self, tx: &mut Tx<'_>) -> DbResult<()> {
        xingtan_search::clear(tx)?;
        for (kind, id) in wiring::SEARCH.iter().zip(&self.jobs) {
            enqueue(tx, &Job::new(*id, *kind, self.now).single("all"))?;
        }
        Ok(())
    }
}

/// Orders the index anew where this start gave it other tables: its owners alone know what was in it. A new folder has
/// nothing to be found yet.
///
/// # Errors
/// Those of the database.
pub async fn after_upgrade(db: &Db, ids: &Ids, now: Timestamp, made: &[String]) -> DbResult<()> {
    let has = |step: &str| made.iter().any(|it| it == step);
    if !has("search/0002_passages") || has("search/0001_documents") {
        return Ok(());
    }
    let order = Order::new(ids, now);
    db.write(move |tx| order.give(tx)).await
}

/// Makes it anew now.
pub async fn reindex(config: &Config, as_json: bool, words: &Words) -> Result<ExitCode, Box<dyn Error>> {
    let running = Running::open(config).await?;
    let app = running.app();
    let order = Order::new(app.ids(), app.clock().now());
    app.db().write(move |tx| order.give(tx)).await?;
    running.settle().await?;
    running.close().await;
    if as_json {
        words.json(&json!({ "done": true }));
    } else {
        words.line(&words.l.t("app-reindex-done"));
    }
    Ok(ExitCode::SUCCESS)
}
