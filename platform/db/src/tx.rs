//! The one type that store functions see: a running unit of work.

use crate::{Engine, Error, FromRow, Param, Result, Row, Sql, session::Session, sql::places};
use std::{
    any::{Any, TypeId},
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// A statement that takes longer is remembered with its text, in case its unit turns out slow.
const NOTED: Duration = Duration::from_millis(5);

/// Values of one statement of [`Tx::insert_all`]: beyond some hundreds more gain nothing on either engine.
const VALUES_AT_ONCE: usize = 1_600;

/// Errors that a unit met, whatever its closure made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// A serialization failure or deadlock.
    pub(crate) conflict: bool,
    /// A value that exists already.
    pub(crate) unique: bool,
}

/// A running unit of work on either engine: synchronous, on a database thread.
///
/// After any failed statement the unit is *poisoned* until the [`savepoint`](Tx::savepoint) around it has ended: further
/// statements err with [`Error::Poisoned`] and nothing of the unit is kept, even if its closure answers `Ok`.
pub struct Tx<'a> {
    session: &'a mut (dyn Session + 'a),
    poisoned: bool,
    seen: Seen,
    statements: u64,
    slowest: Option<(Duration, String)>,
    /// After this moment statements are refused.
    deadline: Option<Instant>,
    /// What [`Tx::kept`] read before; none where the unit may change it.
    kept: Option<BTreeMap<TypeId, Box<dyn Any>>>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut (dyn Session + 'a), deadline: Option<Instant>) -> Self {
        let (seen, kept) = (Seen::default(), None);
        Tx { session, poisoned: false, seen, statements: 0, slowest: None, deadline, kept }
    }

    /// A unit that changes nothing: what it read once it need not read again.
    pub(crate) fn reading(mut self) -> Self {
        self.kept = Some(BTreeMap::new());
        self
    }

    /// What the unit has to say at its end: poisoned, errors seen, statements, the slowest of them.
    pub(crate) fn end(self) -> (bool, Seen, u64, Option<(Duration, String)>) {
        (self.poisoned, self.seen, self.statements, self.slowest)
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

    /// Inserts any number of rows, many by one statement: `into` is the table with its columns, as after INSERT INTO.
    pub fn insert_all<'v, T, const N: usize>(
        &mut self,
        into: &str,
        rows: &'v [T],
        values: impl Fn(&'v T) -> [Param<'v>; N],
    ) -> Result<()> {
        let most = (VALUES_AT_ONCE / N.max(1)).max(1);
        let mut text = (0, String::new());
        for some in rows.chunks(most) {
            if text.0 != some.len() {
                text = (some.len(), format!("INSERT INTO {into} VALUES {}", places(some.len(), N)));
            }
            let given: Vec<Param<'_>> = some.iter().flat_map(&values).collect();
            self.exec(&text.1, &given)?;
        }
        Ok(())
    }

    /// What `read` answers, read once in a unit that changes nothing, for rules that several parts of it ask for. A unit
    /// that may change it reads it each time. The type names it: one that nobody else uses.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn kept<T: Clone + 'static>(&mut self, read: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let name = TypeId::of::<T>();
        let known = self.kept.as_ref().and_then(|kept| kept.get(&name)).and_then(|it| it.downcast_ref::<T>());
        if let Some(known) = known {
            return Ok(known.clone());
        }
        let found = read(self)?;
        if let Some(kept) = &mut self.kept {
            kept.insert(name, Box::new(found.clone()));
        }
        Ok(found)
    }

    /// A part that may fail without taking the unit with it: on `Err` what the part did is undone and the unit goes
    /// on, healed.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        part: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.control("SAVEPOINT part")?;
        let outcome = part(self);
        if outcome.is_ok() && !self.poisoned {
            self.control("RELEASE SAVEPOINT part")?;
            return outcome;
        }
        self.poisoned = false;
        self.control("ROLLBACK TO SAVEPOINT part")?;
        self.control("RELEASE SAVEPOINT part")?;
        outcome.and_then(|_| Err(Error::Poisoned.into()))
    }

    /// One statement, row by row.
    pub(crate) fn query(
        &mut self,
        sql: Sql<'_>,
        params: &[Param<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<u64> {
        let started = self.guard()?;
        self.statements += 1;
        tracing::trace!(sql = sql.text(), "statement");
        let answer = self.session.query(sql, params, on_row);
        let took = started.elapsed();
        if took > NOTED && self.slowest.as_ref().is_none_or(|(most, _)| took > *most) {
            self.slowest = Some((took, sql.text().to_owned()));
        }
        self.note(answer)
    }

    fn control(&mut self, sql: &'static str) -> Result<()> {
        self.guard()?;
        let answer = self.session.control(sql);
        self.note(answer)
    }

    fn guard(&mut self) -> Result<Instant> {
        if self.poisoned {
            return Err(Error::Poisoned);
        }
        let now = Instant::now();
        if self.deadline.is_some_and(|end| now > end) {
            return self.note(Err(Error::TimedOut));
        }
        Ok(now)
    }

    fn note<T>(&mut self, answer: Result<T>) -> Result<T> {
        if let Err(error) = &answer {
            self.poisoned = true;
            self.seen.conflict |= *error == Error::Conflict;
            self.seen.unique |= matches!(error, Error::Unique(_));
        }
        answer
    }
}
