//! `/audit`: how far the trail is verified (GOV-9).

use super::{
    AUDIT_READ, AUDIT_VERIFY,
    site::{must_whole, once},
    verification::{VERIFICATION, Verified},
};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_clock::Span;
use xingtan_i18n::Msg;
use xingtan_jobs::{Filter, Job, JobRow, State as JobState, enqueue};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

#[derive(Template)]
#[template(path = "audit/start.html")]
struct StartPage {
    page: Page,
    length: i64,
    unsealed: i64,
    running: Option<JobRow>,
    said: String,
    verified: Option<Verified>,
    failed: bool,
    refused: i64,
    public_key: String,
    form: Form,
    may_verify: bool,
}

/// Refused acts of so long are counted.
const LATELY: Span = Span::of_days(7);
/// More of them are not counted.
const MOST: i64 = 1000;

/// How far the trail is verified, and how long it is.
pub(crate) struct Trail {
    /// Sealed entries.
    pub length: i64,
    /// Entries not yet sealed.
    pub unsealed: i64,
    /// The newest verification.
    pub newest: Option<JobRow>,
    /// What the newest one that ended found.
    pub verified: Option<Verified>,
    /// Refused acts of the last days; not counted beyond a thousand.
    pub refused: i64,
}

/// Reads it, for whoever may read the trail of the whole institution.
pub(crate) async fn trail(who: &SignedIn) -> Result<Trail, Fault> {
    must_whole(who, AUDIT_READ)?;
    let since = who.now - LATELY;
    let read = who.app.db().read(move |tx| {
        let of = |state| Filter { state, kind: Some(VERIFICATION.name.to_owned()), ..Filter::default() };
        let newest = xingtan_jobs::list(tx, &of(None), None, 1)?.pop();
        let done = xingtan_jobs::list(tx, &of(Some(JobState::Done)), None, 1)?.pop();
        let refused = xingtan_audit::Filter { refused: Some(true), from: Some(since), ..Default::default() };
        Ok::<_, xingtan_db::Error>(Trail {
            length: xingtan_audit::chain_length(tx)?,
            unsealed: xingtan_audit::unsealed(tx)?,
            newest,
            verified: done.and_then(|row| serde_json::from_str(row.result.as_deref()?).ok()),
            refused: xingtan_audit::search(tx, &refused, None, MOST)?.len() as i64,
        })
    });
    Ok(read.await?)
}

/// The verification that somebody who may orders now.
pub(crate) fn ordered(who: &SignedIn) -> Result<Job, Fault> {
    must_whole(who, AUDIT_VERIFY)?;
    let job = Job::new(who.app.id(), VERIFICATION, who.now);
    Ok(job.priority(10).single("now").by(who.actor.person))
}

/// `GET /audit`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    let Trail { length, unsealed, newest, verified, refused } = trail(&who).await?;
    html(&StartPage {
        page: Page::new(&who, who.l.t("app-audit-title")),
        length,
        unsealed,
        said: newest.as_ref().map(|row| super::job::said(&who.l, row)).unwrap_or_default(),
        failed: newest.as_ref().is_some_and(|row| row.state() == JobState::Failed),
        running: newest.filter(|row| !row.state().is_ended()),
        verified,
        refused,
        public_key: app.keys().public_keys().last().map(ToString::to_string).unwrap_or_default(),
        form: Form::fresh(app.id()),
        may_verify: who.actor.may(AUDIT_VERIFY),
    })
}

/// `POST /audit/verify`: verifies the whole trail now.
pub async fn verify(who: SignedIn, form: Form) -> Result<Response, Fault> {
    let job = ordered(&who)?;
    once(&who, &form, "/audit", move |tx| enqueue(tx, &job)).await?;
    Ok(who.go("/audit", "pine", &Msg::new("app-audit-ordered")))
}
