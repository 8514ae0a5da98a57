//! What a connection of either engine does for a running unit.

use crate::{Engine, Param, Result, Row, Sql};
use std::time::Instant;

/// A connection, as [`Tx`](crate::Tx) sees it.
pub(crate) trait Session {
    fn engine(&self) -> Engine;

    /// Runs one statement of a unit; the answer counts its rows, or the rows it changed where it gives none back.
    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64>;

    /// Runs a statement that steers the transaction.
    fn control(&mut self, sql: &'static str) -> Result<()>;

    /// Runs the text of a migration: any number of statements without parameters or rows.
    fn script(&mut self, sql: &str) -> Result<()>;

    /// Statements still running at this moment are stopped.
    fn limit(&mut self, deadline: Option<Instant>);
}
