//! Ordering a job.

use crate::store;
use serde::Serialize;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// A kind of job, declared as a constant by the crate that carries it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobKind {
    /// `crate.noun`, such as `imports.people`; kept in the database.
    pub name: &'static str,
    /// How often it is begun at most; a planned restart does not count.
    pub attempts: i64,
    /// How long a claim holds without a heartbeat: so long a dead node is waited for.
    pub lease: Span,
}

impl JobKind {
    /// A kind with 5 attempts and a lease of 30 seconds.
    pub const fn new(name: &'static str) -> Self {
        JobKind { name, attempts: 5, lease: Span::of_seconds(30) }
    }

    /// With another number of attempts.
    #[must_use]
    pub const fn attempts(mut self, attempts: i64) -> Self {
        self.attempts = attempts;
        self
    }

    /// With another lease.
    #[must_use]
    pub const fn lease(mut self, lease: Span) -> Self {
        self.lease = lease;
        self
    }

    /// The Fluent key of its name: `imports-job-people` for `imports.people`.
    pub fn title_key(&self) -> String {
        title_key(self.name)
    }
}

pub(crate) fn title_key(name: &str) -> String {
    match name.split_once('.') {
        Some((owner, rest)) => format!("{owner}-job-{}", rest.replace('.', "-")),
        None => format!("{name}-job"),
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It waits for its time and a worker.
    Waiting,
    /// A worker has it.
    Running,
    /// It ended well.
    Done,
    /// It was given up.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] =
        [State::Waiting, State::Running, State::Done, State::Failed, State::Cancelled];

    /// The word kept in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of a word.
    pub fn of(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it will not change any more by itself.
    pub const fn is_ended(self) -> bool {
        matches!(self, State::Done | State::Failed | State::Cancelled)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("jobs-state-{}", self.code())
    }
}

/// A job to be ordered.
#[derive(Clone, Debug)]
pub struct Job {
    pub(crate) id: Uuid,
    pub(crate) kind: JobKind,
    pub(crate) payload: String,
    pub(crate) run_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) priority: i64,
    pub(crate) once_key: Option<String>,
    pub(crate) single_key: Option<String>,
    pub(crate) asked_by: Option<Uuid>,
}

impl Job {
    /// A job to be run as soon as a worker is free.
    pub fn new(id: Uuid, kind: JobKind, now: Timestamp) -> Self {
        Job {
            id,
            kind,
            payload: "{}".into(),
            run_at: now,
            created_at: now,
            priority: 0,
            once_key: None,
            single_key: None,
            asked_by: None,
        }
    }

    /// What it has to do, as JSON. No passwords and no tokens: payloads are shown to operators.
    ///
    /// # Errors
    /// [`Error::Decode`] where the value has no JSON form.
    pub fn with(mut self, payload: &impl Serialize) -> Result<Self> {
        self.payload = serde_json::to_string(payload).map_err(|e| Error::Decode(e.to_string()))?;
        Ok(self)
    }

    /// Not before this moment.
    #[must_use]
    pub fn at(mut self, run_at: Timestamp) -> Self {
        self.run_at = run_at;
        self
    }

    /// Higher runs first; 0 is usual, mails and what a person waits for are 10, sweeping is -10.
    #[must_use]
    pub fn priority(mut self, priority: i64) -> Self {
        self.priority = priority;
        self
    }

    /// Ordered at most once with this key, ever (until purged).
    #[must_use]
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.once_key = Some(key.into());
        self
    }

    /// Ordered only where none of the kind with this key waits or runs.
    #[must_use]
    pub fn single(mut self, key: impl Into<String>) -> Self {
        self.single_key = Some(key.into());
        self
    }

    /// For this person, who may watch it.
    #[must_use]
    pub fn by(mut self, person: impl Into<Option<Uuid>>) -> Self {
        self.asked_by = person.into();
        self
    }
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// The job waits.
    New(Uuid),
    /// One with the same key is there already.
    Already(Uuid),
}

impl Enqueued {
    /// The id of the job that does the work.
    pub fn id(self) -> Uuid {
        match self {
            Enqueued::New(id) | Enqueued::Already(id) => id,
        }
    }
}

/// Orders a job in the caller's transaction.
///
/// # Errors
/// Those of the database.
pub fn enqueue(tx: &mut Tx<'_>, job: &Job) -> Result<Enqueued> {
    if let Some(there) = store::same_key(tx, job)? {
        return Ok(Enqueued::Already(there));
    }
    store::add(tx, job)?;
    Ok(Enqueued::New(job.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_i18n::{Kind, Lang, Texts, check, unknown_keys};

    #[test]
    fn states_have_names_in_both_languages() {
        let mut all = xingtan_i18n::texts();
        all.extend(crate::texts());
        assert_eq!(check(&all), Vec::<String>::new());
        let texts = Texts::build(&all);
        let folder = std::path::Path::new("src");
        assert_eq!(unknown_keys(&texts, folder).unwrap(), Vec::<String>::new());
        let locale = texts.locale(Lang::ZhCn, Kind::Academy, xingtan_clock::Zone::default());
        for state in State::ALL {
            assert!(locale.has(&state.key()), "{}", state.key());
            assert_eq!(State::of(state.code()), Some(state));
        }
    }

    #[test]
    fn a_kind_names_its_text() {
        assert_eq!(JobKind::new("imports.people").title_key(), "imports-job-people");
    }
}
