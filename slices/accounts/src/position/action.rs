//! What the forms of positions do.

use super::{MANAGE, page, store};
use crate::people::saving::{Saved, Stop, prepare, save};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

/// Longest name of a position.
pub const NAME: usize = 60;

fn taken(error: Error) -> Stop {
    match error {
        Error::Unique(_) => Stop::Field("name", Msg::new("accounts-position-taken")),
        other => Stop::Db(other),
    }
}

/// `POST /positions`: a new one.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (id, name) = (app.id(), form.text("name", Text::required(NAME)));
    if form.ok() {
        let (act, key, told) = (prepare(&who, 1), xingtan_search::sort_key(&name), name.clone());
        let saved = save(&who, &mut form, "/positions", move |tx| {
            let deed = act.begin();
            store::add(tx, id, &name, &key, deed.now()).map_err(taken)?;
            let entry = deed.entry("accounts.position-added")?.on("position", id, name.as_str());
            Ok(xingtan_audit::record(tx, &entry)?)
        });
        match saved.await? {
            Saved::Done(()) => {
                return Ok(who.go(
                    "/positions",
                    "pine",
                    &Msg::new("accounts-position-added").with("name", told),
                ));
            }
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, String::new(), form).await
}

/// `POST /positions/ID`: another name.
pub async fn rename(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let name = form.text("name", Text::required(NAME));
    if form.ok() {
        let (act, key) = (prepare(&who, 1), xingtan_search::sort_key(&name));
        let saved = save(&who, &mut form, "/positions", move |tx| {
            let deed = act.begin();
            let before = store::position(tx, id)?.ok_or(Fault::NotFound)?;
            store::rename(tx, id, &name, &key).map_err(taken)?;
            let entry = deed.entry("accounts.position-renamed")?.on("position", id, name.as_str());
            Ok(xingtan_audit::record(tx, &entry.change(&before.name, &name))?)
        });
        match saved.await? {
            Saved::Done(()) => return Ok(who.go("/positions", "pine", &Msg::new("accounts-position-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show_one(&who, id, Some(form)).await
}

/// `POST /positions/ID/delete`: into the bin, where nobody holds it.
pub async fn delete(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let act = prepare(&who, 1);
    let saved = save(&who, &mut form, "/positions", move |tx| gone(tx, &act.begin(), id));
    match saved.await? {
        Saved::Done(()) => Ok(who.go("/positions", "pine", &Msg::new("accounts-position-deleted"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show_one(&who, id, Some(form)).await,
    }
}

fn gone(tx: &mut Tx<'_>, deed: &crate::person::Deed<'_>, id: Uuid) -> Result<(), Stop> {
    let position = store::position(tx, id)?.ok_or(Fault::NotFound)?;
    let holders = store::holders(tx, id)?;
    if holders > 0 {
        return Err(Stop::Field("", Msg::new("accounts-position-held").with("count", holders)));
    }
    store::delete(tx, id, deed.now(), deed.person())?;
    let entry = deed.entry("accounts.position-deleted")?.on("position", id, position.name.as_str());
    Ok(xingtan_audit::record(tx, &entry)?)
}

/// `POST /positions/ID/restore`: out of the bin.
pub async fn restore(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let act = prepare(&who, 1);
    let saved = save(&who, &mut form, "/positions", move |tx| {
        let deed = act.begin();
        let name = store::restore(tx, id).map_err(taken)?.ok_or(Fault::NotFound)?;
        let entry = deed.entry("accounts.position-restored")?.on("position", id, name);
        Ok(xingtan_audit::record(tx, &entry)?)
    });
    match saved.await? {
        Saved::Done(()) => Ok(who.go("/positions", "pine", &Msg::new("accounts-position-restored"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(who.go("/organisation/bin", "cinnabar", &Msg::new("accounts-position-taken"))),
    }
}
