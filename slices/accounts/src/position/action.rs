//! What the forms of positions do.

use super::{MANAGE, page, store};
use crate::{
    people::saving::{Saved, Stop, prepare, save},
    person::Prepared,
};
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
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    if form.ok() {
        let (act, told) = (prepare(&who, 1), name.clone());
        let saved = save(&who, &mut form, "/positions", move |tx| added(tx, &act, id, &name));
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
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    if form.ok() {
        let act = prepare(&who, 1);
        let saved = save(&who, &mut form, "/positions", move |tx| renamed(tx, &act, id, &name));
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
    let saved = save(&who, &mut form, "/positions", move |tx| deleted(tx, &act, id));
    match saved.await? {
        Saved::Done(_) => Ok(who.go("/positions", "pine", &Msg::new("accounts-position-deleted"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => page::show_one(&who, id, Some(form)).await,
    }
}

/// Adds a position, whose name fits, by the rules of form and API; takes one id.
///
/// # Errors
/// [`Stop`], where the name is taken.
pub fn added(tx: &mut Tx<'_>, act: &Prepared, id: Uuid, name: &str) -> Result<(), Stop> {
    let deed = act.begin();
    store::add(tx, id, name, &xingtan_search::sort_key(name), deed.now()).map_err(taken)?;
    let entry = deed.entry("accounts.position-added")?.on("position", id, name);
    Ok(xingtan_audit::record(tx, &entry)?)
}

/// Gives a position another name, which fits; takes one id.
///
/// # Errors
/// [`Stop`], where the name is taken or the position gone.
pub fn renamed(tx: &mut Tx<'_>, act: &Prepared, id: Uuid, name: &str) -> Result<(), Stop> {
    let deed = act.begin();
    let before = store::position(tx, id)?.ok_or(Fault::NotFound)?;
    store::rename(tx, id, name, &xingtan_search::sort_key(name)).map_err(taken)?;
    let entry = deed.entry("accounts.position-renamed")?.on("position", id, name);
    Ok(xingtan_audit::record(tx, &entry.change(&before.name, &name))?)
}

/// Puts a position that nobody holds into the bin; answers its name. Takes one id.
///
/// # Errors
/// [`Stop`], where somebody holds it or it is gone.
pub fn deleted(tx: &mut Tx<'_>, act: &Prepared, id: Uuid) -> Result<String, Stop> {
    let deed = act.begin();
    let position = store::position(tx, id)?.ok_or(Fault::NotFound)?;
    let holders = store::holders(tx, id)?;
    if holders > 0 {
        return Err(Stop::Field("", Msg::new("accounts-position-held").with("count", holders)));
    }
    store::delete(tx, id, deed.now(), deed.person())?;
    let entry = deed.entry("accounts.position-deleted")?.on("position", id, position.name.as_str());
    xingtan_audit::record(tx, &entry)?;
    Ok(position.name)
}

/// Takes a position out of the bin; answers its name. Takes one id.
///
/// # Errors
/// [`Stop`], where its name was given away or it is not there.
pub fn restored(tx: &mut Tx<'_>, act: &Prepared, id: Uuid) -> Result<String, Stop> {
    let deed = act.begin();
    let name = store::restore(tx, id).map_err(taken)?.ok_or(Fault::NotFound)?;
    let entry = deed.entry("accounts.position-restored")?.on("position", id, name.as_str());
    xingtan_audit::record(tx, &entry)?;
    Ok(name)
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
    let saved = save(&who, &mut form, "/positions", move |tx| restored(tx, &act, id));
    match saved.await? {
        Saved::Done(_) => Ok(who.go("/positions", "pine", &Msg::new("accounts-position-restored"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(who.go("/organisation/bin", "cinnabar", &Msg::new("accounts-position-taken"))),
    }
}
