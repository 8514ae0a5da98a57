//! Who verifies what was stated besides reviewers: a job asks a [`Verifier`] of the program's choice. The program ships
//! one that leaves everything to reviewers; none of them may ask for a face.

use super::{
    change,
    rules::{Document, State},
    store,
};
use crate::{people::saving::Stop, person::Prepared};
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin, sync::Arc};
use xingtan_audit::Who;
use xingtan_clock::Uuid;
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_web::App;

/// Asks the verifier about one statement.
pub const VERIFY: JobKind = JobKind::new("accounts.verify-real-name");

/// What the job is about; holds no personal data.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Who stated it.
    pub person: Uuid,
    /// The version that was stated.
    pub version: i64,
}

/// What is to be verified. It is not to be logged or kept.
pub struct Statement<'a> {
    /// The kind of document.
    pub document: Document,
    /// The legal name.
    pub name: &'a str,
    /// The number.
    pub number: &'a str,
}

/// What a verifier found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Name and number belong together.
    Yes,
    /// They do not; why, in words for whom it concerns.
    No(String),
    /// It cannot tell: a reviewer decides.
    ByHand,
}

/// The answer of a verifier; an error is asked again later.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Verified, String>> + Send + 'a>>;

/// Whoever tells whether name and number belong together. Reviewers decide beside it at any time; what they decided
/// first stands.
pub trait Verifier: Send + Sync + 'static {
    /// Looks at one statement.
    fn verify<'a>(&'a self, statement: &'a Statement<'a>) -> Answer<'a>;
}

/// Leaves everything to reviewers.
#[derive(Clone, Copy, Debug)]
pub struct ByHand;

impl Verifier for ByHand {
    fn verify<'a>(&'a self, _statement: &'a Statement<'a>) -> Answer<'a> {
        Box::pin(async { Ok(Verified::ByHand) })
    }
}

/// Has the job carried out with this verifier, in place of the one before.
pub fn by(app: &App, kinds: &mut Kinds, verifier: Arc<dyn Verifier>) {
    let app = app.clone();
    kinds.on(VERIFY, move |run| verify(app.clone(), verifier.clone(), run));
}

async fn verify(app: App, verifier: Arc<dyn Verifier>, run: JobRun) -> Result<Done, JobError> {
    let asked = run.read::<Asked>()?;
    let read = run.db.read(move |tx| {
        Ok::<_, xingtan_db::Error>((store::of(tx, asked.person)?, store::sealed(tx, asked.person)?))
    });
    let (Some(it), Some(sealed)) = read.await? else { return Ok(Done::new()) };
    if it.version != asked.version || it.state() != State::Pending {
        return Ok(Done::new());
    }
    let opened = change::opened(app.keys(), asked.person, &sealed);
    let (Some((name, number)), Ok(document)) = (opened, it.document.parse()) else {
        return Ok(Done::new());
    };
    let statement = Statement { document, name: &name, number: &number };
    let (to, reason) = match verifier.verify(&statement).await {
        Ok(Verified::Yes) => (State::Verified, String::new()),
        Ok(Verified::No(reason)) => (State::Rejected, reason),
        Ok(Verified::ByHand) => return Ok(Done::new()),
        Err(error) => return Err(JobError::Again(error)),
    };
    let prepared = Prepared::new(Who::program(), run.clock.now(), &run.ids, change::DECIDE_IDS);
    let lang = app.institution().lang;
    run.step(move |tx, _| {
        let deed = prepared.begin();
        // Whoever decided meanwhile, or stated anew, was first.
        let Some(it) = store::of(tx, asked.person)?.filter(|it| it.version == asked.version) else {
            return Ok(());
        };
        match change::carry(tx, &deed, &it, to, &reason, lang) {
            Ok(()) | Err(Stop::Field(..) | Stop::Fault(_)) => Ok(()),
            Err(Stop::Db(error)) => Err(error.into()),
        }
    })
    .await?;
    app.ring();
    Ok(Done::new())
}
