//! Starting, throwing away, taking up again.

use super::{kind, seen};
use crate::{
    people::saving::{Saved, Stop, prepare, save},
    person::Prepared,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_imports::Run;
use xingtan_web::{App, Fault, Form, SignedIn};

/// Only whoever uploaded a file says what becomes of it: it was looked over with that person's rights.
///
/// # Errors
/// [`Stop`].
pub fn own(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Run, Stop> {
    let run = seen(tx, who, id)?;
    if run.asked_by == who.actor.person { Ok(run) } else { Err(Stop::Fault(Fault::forbidden())) }
}

/// Starts one's own run, by page and API; false where it does not wait any more. Takes one id.
///
/// # Errors
/// [`Stop`].
pub fn started(tx: &mut Tx<'_>, who: &SignedIn, act: &Prepared, id: Uuid, job: Uuid) -> Result<bool, Stop> {
    let (run, deed) = (own(tx, who, id)?, act.begin());
    Ok(xingtan_imports::start(tx, kind(&run)?, &run, job, deed.id()?, deed.who(), deed.now())?)
}

/// `POST /imports/ID/start`.
pub async fn start(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = format!("/imports/{id}");
    let (signed, act, job) = (who.clone(), prepare(&who, 1), app.id());
    let saved = save(&who, &mut form, &to, move |tx| started(tx, &signed, &act, id, job));
    match saved.await? {
        Saved::Done(true) => Ok(Redirect::to(&to).into_response()),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done(false) | Saved::Wrong => {
            Ok(who.go(&to, "slate", &Msg::new("accounts-imports-started-before")))
        }
    }
}

/// `POST /imports/ID/discard`: throws an upload away before it was started.
pub async fn discard(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (signed, now) = (who.clone(), who.now);
    let saved = save(&who, &mut form, "/imports", move |tx| {
        let run = own(tx, &signed, id)?;
        Ok((xingtan_imports::discard(tx, id, now)?, kind(&run)?.home))
    });
    match saved.await? {
        Saved::Done((true, home)) => Ok(who.go(home, "slate", &Msg::new("accounts-imports-discarded"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done((false, _)) | Saved::Wrong => {
            Ok(who.go(&format!("/imports/{id}"), "slate", &Msg::new("accounts-imports-started-before")))
        }
    }
}

/// `POST /imports/ID/resume`: a run that broke off goes on where it was.
pub async fn resume(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = format!("/imports/{id}");
    let (signed, now) = (who.clone(), who.now);
    let saved = save(&who, &mut form, &to, move |tx| {
        let run = own(tx, &signed, id)?;
        match run.job_id {
            Some(job) => Ok(xingtan_jobs::retry(tx, job, now)?),
            None => Ok(false),
        }
    });
    saved.await?;
    Ok(Redirect::to(&to).into_response())
}
