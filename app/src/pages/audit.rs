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

/// `GET /audit`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    must_whole(&who, AUDIT_READ)?;
    let since = who.now - LATELY;
    let read = app.db().read(move |tx| {
        let of = |state| Filter { state, kind: Some(VERIFICATION.name.to_owned()), ..Filter::default() };
        let newest = xingtan_jobs::list(tx, &of(None), None, 1)?.pop();
        let done = xingtan_jobs::list(tx, &of(Some(JobState::Done)), None, 1)?.pop();
        let refused = xingtan_audit::Filter { refused: Some(true), from: Some(since), ..Default::default() };
        Ok::<_, xingtan_db::Error>((
            xingtan_audit::chain_length(tx)?,
            xingtan_audit::unsealed(tx)?,
            newest,
            done,
            xingtan_audit::search(tx, &refused, None, MOST)?.len() as i64,
        ))
    });
    let (length, unsealed, newest, done, refused) = read.await?;
    html(&StartPage {
        page: Page::new(&who, who.l.t("app-audit-title")),
        length,
        unsealed,
        said: newest.as_ref().map(|row| super::job::said(&who.l, row)).unwrap_or_default(),
        failed: newest.as_ref().is_some_and(|row| row.state() == JobState::Failed),
        running: newest.filter(|row| !row.state().is_ended()),
        verified: done.and_then(|row| serde_json::from_str(row.result.as_deref()?).ok()),
        refused,
        public_key: app.keys().public_keys().last().map(ToString::to_string).unwrap_or_default(),
        form: Form::fresh(app.id()),
        may_verify: who.actor.may(AUDIT_VERIFY),
    })
}

/// `POST /audit/verify`: verifies the whole trail now.
pub async fn verify(State(app): State<App>, who: SignedIn, form: Form) -> Result<Response, Fault> {
    must_whole(&who, AUDIT_VERIFY)?;
    let (now, id, person) = (who.now, app.id(), who.actor.person);
    once(&who, &form, "/audit", move |tx| {
        enqueue(tx, &Job::new(id, VERIFICATION, now).priority(10).single("now").by(person))
    })
    .await?;
    Ok(who.go("/audit", "pine", &Msg::new("app-audit-ordered")))
}
