//! What every form of this half does: act once, keep what was typed, say what is wrong beside the field.

use crate::person::Prepared;
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use xingtan_audit::Who;
use xingtan_clock::Uuid;
use xingtan_db::{Db, Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, FormKey, Once, SignedIn, html};

/// Who acts, for the trail, with address and device.
pub fn who(signed: &SignedIn) -> Who {
    Who::actor(&signed.actor).at(Some(signed.ip.to_string()), Some(signed.agent.clone()))
}

/// Prepares an act of the signed-in person that takes at most `count` ids.
pub fn prepare(signed: &SignedIn, count: usize) -> Prepared {
    Prepared::new(who(signed), signed.now, signed.app.ids(), count)
}

/// Why a unit of a form ends without a change.
#[derive(Clone, Debug)]
pub enum Stop {
    /// The request is answered with a fault.
    Fault(Fault),
    /// Something is wrong with a field (an empty name: with the form as a whole); the form is shown again.
    Field(&'static str, Msg),
    /// The database; transient faults reach the facade unchanged, so that it may run the unit again.
    Db(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Db(error)
    }
}
impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved<T> {
    /// It was carried out.
    Done(T),
    /// It had been carried out before; its answer led there.
    Before(String),
    /// Something is wrong with it; the form says what.
    Wrong,
}

/// Carries a form out in one unit of work, once for each form key; `location` is where its answer leads.
///
/// # Errors
/// Faults of the unit.
pub async fn save<T: Send + 'static>(
    signed: &SignedIn,
    form: &mut Form,
    location: &str,
    unit: impl Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
) -> Result<Saved<T>, Fault> {
    save_keyed(signed, form, location, None, unit).await
}

/// As [`save`], waiting for its turn among the writes of a key: seats are counted so.
///
/// # Errors
/// As [`save`].
pub async fn save_keyed<T: Send + 'static>(
    signed: &SignedIn,
    form: &mut Form,
    location: &str,
    queue: Option<&str>,
    unit: impl Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
) -> Result<Saved<T>, Fault> {
    let (key, person, now, to) = (form.key(), Some(signed.actor.person), signed.now, location.to_owned());
    let unit = move |tx: &mut Tx<'_>| once(tx, key, person, &to, now, &unit);
    let db: &Db = signed.app.db();
    let outcome = match queue {
        Some(queue) => db.write_keyed(queue, unit).await,
        None => db.write(unit).await,
    };
    match outcome {
        Ok(saved) => {
            signed.app.ring();
            Ok(saved)
        }
        Err(Stop::Field(name, msg)) => {
            form.refuse(name, msg);
            Ok(Saved::Wrong)
        }
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Db(error)) => Err(error.into()),
    }
}

fn once<T>(
    tx: &mut Tx<'_>,
    key: Option<FormKey>,
    person: Option<Uuid>,
    to: &str,
    now: xingtan_clock::Timestamp,
    unit: &impl Fn(&mut Tx<'_>) -> Result<T, Stop>,
) -> Result<Saved<T>, Stop> {
    match FormKey::enter(key, tx, person, to, now)? {
        Once::Before(location) => Ok(Saved::Before(location)),
        Once::First => unit(tx).map(Saved::Done),
    }
}

/// A page with the form again, where something is wrong with it (422), or for the first time (200).
///
/// # Errors
/// Where the template does not render.
pub fn shown(form: &Form, template: &impl Template) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(template)?).into_response())
}
