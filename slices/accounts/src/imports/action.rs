//! Starting, throwing away, taking up again.

use super::{Imports, seen};
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
use xingtan_imports::{Asked, Order, Run, RunState};
use xingtan_web::{App, Fault, Form, SignedIn};

/// Only whoever uploaded a file says what becomes of it: it was looked over with that person's rights.
///
/// # Errors
/// [`Stop`].
pub fn own(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<Run, Stop> {
    let run = seen(tx, who, id)?;
    if run.asked_by == who.actor.person { Ok(run) } else { Err(Stop::Fault(Fault::forbidden())) }
}

/// The option of the import that a button chose, one of those by which refused rows of this run would go.
fn chosen(tx: &mut Tx<'_>, run: &Run, option: &str) -> Result<Option<String>, Stop> {
    if option.is_empty() {
        return Ok(None);
    }
    let offered = xingtan_imports::mendable(tx, run)?.into_iter().find(|it| it.option == option);
    offered.map(|it| Some(it.option)).ok_or(Stop::Fault(Fault::Bad(Msg::new("web-form-choice"))))
}

/// Starts one's own run, by page and API, with an option that mends rows (or an empty one); false where it does not wait
/// any more. Takes one id.
///
/// # Errors
/// [`Stop`].
pub fn started(
    tx: &mut Tx<'_>,
    imports: Imports,
    who: &SignedIn,
    act: &Prepared,
    id: Uuid,
    job: Uuid,
    option: &str,
) -> Result<bool, Stop> {
    let (run, deed) = (own(tx, who, id)?, act.begin());
    let option = match run.state() {
        RunState::Waiting => chosen(tx, &run, option)?,
        _ => None,
    };
    let order = Order { job, entry: deed.id()?, who: deed.who(), now: deed.now() };
    Ok(xingtan_imports::start(tx, imports.kind(&run)?, &run, option.as_deref(), &order)?)
}

/// `POST /imports/ID/start`; field `option`: one that is chosen at the preview.
pub async fn start(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let to = format!("/imports/{id}");
    let (signed, act, job) = (who.clone(), prepare(&who, 1), app.id());
    let option = form.value("option").to_owned();
    let saved = save(&who, &mut form, &to, move |tx| started(tx, imports, &signed, &act, id, job, &option));
    match saved.await? {
        Saved::Done(true) => Ok(Redirect::to(&to).into_response()),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done(false) | Saved::Wrong => {
            Ok(who.go(&to, "slate", &Msg::new("accounts-imports-started-before")))
        }
    }
}

/// `POST /imports/ID/foretell`: looks over a run that waits once more, after what it speaks of has changed.
pub async fn foretell(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let signed = who.clone();
    let found = app.db().read(move |tx| own(tx, &signed, id)).await;
    match found {
        Ok(run) => super::foretell_soon(&app, imports.part(&run)?, id, who.now).await?,
        Err(Stop::Fault(fault)) => return Err(fault),
        Err(Stop::Db(error)) => return Err(error.into()),
        Err(Stop::Field(_, msg)) => return Err(Fault::Conflict(msg)),
    }
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// `POST /imports/ID/again`: takes in the refused rows of a run that has ended which an option (field `option`) mends,
/// as a run of their own.
pub async fn again(
    State(app): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (signed, option) = (who.clone(), form.value("option").to_owned());
    let found = app.db().read(move |tx| {
        let run = own(tx, &signed, id)?;
        let option =
            chosen(tx, &run, &option)?.ok_or(Stop::Fault(Fault::Bad(Msg::new("web-form-choice"))))?;
        Ok::<_, Stop>((run, option))
    });
    let (run, option) = match found.await {
        Ok(found) => found,
        Err(Stop::Fault(fault)) => return Err(fault),
        Err(Stop::Db(error)) => return Err(error.into()),
        Err(Stop::Field(_, msg)) => return Err(Fault::Conflict(msg)),
    };
    let kind = imports.kind(&run)?;
    let rows = xingtan_imports::mendable_again(app.db(), app.keys(), kind, &run, &option).await?;
    let Some(rows) = rows else {
        return Ok(who.go(&format!("/imports/{id}"), "ochre", &Msg::new("accounts-imports-again-upload")));
    };
    let asked = Asked {
        run: app.id(),
        person: who.actor.person,
        name: who.actor.name.clone(),
        node_path: who.actor.unit_path.clone(),
        options: run.options.clone(),
        now: who.now,
    };
    let (new, job, act) = (asked.run, app.id(), prepare(&who, 1));
    xingtan_imports::keep(app.db(), app.keys(), kind, rows, asked).await?;
    let to = format!("/imports/{new}");
    let started = save(&who, &mut form, &to, move |tx| {
        let run = xingtan_imports::run(tx, new)?.ok_or(Fault::NotFound)?;
        let deed = act.begin();
        let order = Order { job, entry: deed.id()?, who: deed.who(), now: deed.now() };
        Ok(xingtan_imports::start(tx, kind, &run, Some(&option), &order)?)
    });
    match started.await? {
        Saved::Before(before) => {
            // The button was pressed twice: the rows that were kept for the second time go.
            let now = who.now;
            app.db().write(move |tx| xingtan_imports::discard(tx, new, now)).await?;
            Ok(Redirect::to(&before).into_response())
        }
        Saved::Done(_) | Saved::Wrong => Ok(Redirect::to(&to).into_response()),
    }
}

/// `POST /imports/ID/discard`: throws an upload away before it was started.
pub async fn discard(
    State(_): State<App>,
    imports: Imports,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (signed, now) = (who.clone(), who.now);
    let saved = save(&who, &mut form, "/imports", move |tx| {
        let run = own(tx, &signed, id)?;
        Ok((xingtan_imports::discard(tx, id, now)?, imports.kind(&run)?.home))
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
