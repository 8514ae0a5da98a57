//! Who carries out which kind of job.

use crate::{JobKind, JobRun};
use serde::Serialize;
use std::{collections::BTreeMap, error::Error, future::Future, pin::Pin, sync::Arc};

/// A job ended well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub(crate) result: Option<String>,
}

impl Done {
    /// Without a result.
    pub fn new() -> Self {
        Done::default()
    }

    /// With a result, kept as JSON beside the job.
    ///
    /// # Errors
    /// Where the value has no JSON form.
    pub fn with(result: &impl Serialize) -> Result<Self, JobError> {
        Ok(Done { result: Some(serde_json::to_string(result)?) })
    }
}

/// Why a job did not end well. Any error turns into [`JobError::Again`] by `?`, or into [`JobError::Crowded`] where a
/// busy database is at its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// It may succeed later: tried again with growing waits until the attempts are used up.
    Again(String),
    /// Others were in the way in the database, and nothing was kept. A [step](JobRun::step) tries again by itself for
    /// a while; what lasts longer is like [`JobError::Again`].
    Crowded(String),
    /// It will never succeed: given up at once.
    Never(String),
    /// Another worker has taken the job over; nothing of the refused write was kept.
    Lost,
    /// The program is stopping: the job goes on from its checkpoint elsewhere or later, and the attempt does not
    /// count.
    Stopped,
    /// Somebody cancelled the job.
    Cancelled,
}

impl std::fmt::Display for JobError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            JobError::Again(text) | JobError::Crowded(text) | JobError::Never(text) => f.write_str(text),
            JobError::Lost => f.write_str("another worker has taken the job over"),
            JobError::Stopped => f.write_str("the program is stopping"),
            JobError::Cancelled => f.write_str("the job was cancelled"),
        }
    }
}

// `JobError` itself is no `std::error::Error`, so that this covers every error of every crate.
impl<E: Error + Send + Sync + 'static> From<E> for JobError {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut crowded = is_crowded(&error);
        let mut cause = error.source();
        while let Some(next) = cause {
            text.push_str(": ");
            text.push_str(&next.to_string());
            crowded |= is_crowded(next);
            cause = next.source();
        }
        if crowded { JobError::Crowded(text) } else { JobError::Again(text) }
    }
}

fn is_crowded(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(xingtan_db::Error::Conflict | xingtan_db::Error::Busy))
}

type Running = Pin<Box<dyn Future<Output = Result<Done, JobError>> + Send>>;
pub(crate) type Handler = dyn Fn(JobRun) -> Running + Send + Sync;

/// The program's kinds of jobs with their handlers.
#[derive(Clone, Default)]
pub struct Kinds(BTreeMap<&'static str, (JobKind, Arc<Handler>)>);

impl Kinds {
    /// None yet.
    pub fn new() -> Self {
        Kinds::default()
    }

    /// Jobs of this kind are carried out by `handler`, an async function on the program's runtime: computing that
    /// takes longer than a few milliseconds belongs on `spawn_blocking`.
    pub fn on<F, Fut>(&mut self, kind: JobKind, handler: F) -> &mut Self
    where
        F: Fn(JobRun) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Done, JobError>> + Send + 'static,
    {
        self.0.insert(kind.name, (kind, Arc::new(move |run| Box::pin(handler(run)))));
        self
    }

    /// All kinds by name.
    pub fn all(&self) -> impl Iterator<Item = &JobKind> {
        self.0.values().map(|(kind, _)| kind)
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.0.keys().copied().collect()
    }

    pub(crate) fn get(&self, name: &str) -> Option<(JobKind, Arc<Handler>)> {
        self.0.get(name).cloned()
    }
}

impl std::fmt::Debug for Kinds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
