//! The one type that store functions see: a running unit of work.

use crate::{Engine, Error, FromRow, Param, Result, Row, Sql};
use std::time::Instant;

/// What an engine's connection does for a [`Tx`].
pub(crate) trait Session {
    fn engine(&self) -> Engine;
    /// Runs one statement; the answer counts its rows, or the rows it changed where it gives none back.
    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64>;
    /// Runs statements without parameters or rows.
    fn script(&mut self, sql: &str) -> Result<()>;
}

/// A running unit of work on either engine: synchronous, on a database thread.
///
/// After any failed statement the unit is *poisoned* until the [`savepoint`](Tx::savepoint) around it has ended: further
/// statements err with [`Error::Poisoned`] and nothing of the unit is kept, even if its closure answers `Ok`.
pub struct Tx<'a> {
    session: &'a mut (dyn Session + 'a),
    pub(crate) poisoned: bool,
    pub(crate) statements: u64,
    /// After this moment statements are refused.
    pub(crate) deadline: Option<Instant>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut (dyn Session + 'a), deadline: Option<Instant>) -> Self {
        Tx { session, poisoned: false, statements: 0, deadline }
    }
}

impl Tx<'_> {
    /// The engine behind this unit. Only `platform/db`, `jobs` and `search` may ask (DESIGN, "dialect differences").
    pub fn engine(&self) -> Engine {
        self.session.engine()
    }

    /// Statements run by this unit so far.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// All rows of a statement.
    pub fn all<'s, R: FromRow>(&mut self, sql: impl Into<Sql<'s>>, params: &[Param<'_>]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The row of a statement that gives at most one; a second row is a mistake in the code and errs.
    pub fn opt<'s, R: FromRow>(
        &mut self,
        sql: impl Into<Sql<'s>>,
        params: &[Param<'_>],
    ) -> Result<Option<R>> {
        let mut found = None;
        self.each(sql, params, |row| match found.replace(row) {
            None => Ok(()),
            Some(_) => Err(Error::Decode("more than one row where at most one was expected".into())),
        })?;
        Ok(found)
    }

    /// The row of a statement that gives exactly one; [`Error::NotFound`] where there is none. `NotFound` does not
    /// poison the unit: the statement itself was sound.
    pub fn one<'s, R: FromRow>(&mut self, sql: impl Into<Sql<'s>>, params: &[Param<'_>]) -> Result<R> {
        self.opt(sql, params)?.ok_or(Error::NotFound)
    }

    /// Hands over the rows of a statement one by one, without holding them all. An `Err` of `on_row` ends the
    /// statement and poisons the unit like a failed statement.
    pub fn each<'s, R: FromRow>(
        &mut self,
        sql: impl Into<Sql<'s>>,
        params: &[Param<'_>],
        mut on_row: impl FnMut(R) -> Result<()>,
    ) -> Result<()> {
        let mut first = true;
        self.query(sql.into(), params, &mut |row| {
            if first {
                row.check(R::COLUMNS)?;
                first = false;
            }
            on_row(R::from_row(row)?)
        })?;
        Ok(())
    }

    /// Runs a statement whose rows, if any, do not matter; answers how many rows it changed (or gave).
    pub fn exec<'s>(&mut self, sql: impl Into<Sql<'s>>, params: &[Param<'_>]) -> Result<u64> {
        self.query(sql.into(), params, &mut |_| Ok(()))
    }

    /// A part that may fail without taking the unit with it: on `Err` what the part did is undone and the unit goes
    /// on, healed.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        part: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.script("SAVEPOINT part")?;
        let outcome = part(self);
        if outcome.is_ok() && !self.poisoned {
            self.script("RELEASE SAVEPOINT part")?;
            return outcome;
        }
        self.poisoned = false;
        self.script("ROLLBACK TO SAVEPOINT part")?;
        self.script("RELEASE SAVEPOINT part")?;
        outcome.and_then(|_| Err(Error::Poisoned.into()))
    }

    fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        self.guard()?;
        let answer = self.session.query(sql, params, on_row);
        self.poisoned |= answer.is_err();
        answer
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        self.guard()?;
        let answer = self.session.script(sql);
        self.poisoned |= answer.is_err();
        answer
    }

    fn guard(&mut self) -> Result<()> {
        if self.poisoned {
            return Err(Error::Poisoned);
        }
        if self.deadline.is_some_and(|end| Instant::now() > end) {
            self.poisoned = true;
            return Err(Error::TimedOut);
        }
        self.statements += 1;
        Ok(())
    }
}
