//! What the forms of this slice and of those above do: act once, refuse what is stale, keep what was typed.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::StatusCode;
use xingtan_audit::{Entry, Who};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Error, Tx};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, FormKey, Once, SignedIn, html};

/// Who changes something, and when.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Who.
    pub person: Uuid,
    /// For the trail.
    pub who: Who,
    /// When.
    pub now: Timestamp,
    /// The maker of ids.
    pub ids: Ids,
}

impl Deed {
    /// Of a request.
    pub fn of(who: &SignedIn) -> Deed {
        Deed { person: who.actor.person, who: who.who(), now: who.now, ids: who.app.ids().clone() }
    }

    /// An entry of the trail about something.
    pub fn entry(&self, action: &'static str, (kind, id, label): (&'static str, Uuid, &str)) -> Entry {
        Entry::new(self.ids.next(), self.now, action, &self.who).on(kind, id, label)
    }
}

/// Why a unit ends without a change.
#[derive(Clone, Debug)]
pub enum Stop {
    /// The request is answered with a fault.
    Fault(Fault),
    /// Something is wrong with a field (an empty name: with the form as a whole).
    Field(&'static str, Msg),
    /// The database.
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

/// For programs: what is wrong with a field is said by its name.
impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Fault(fault) => fault,
            Stop::Field(name, msg) => Fault::Invalid(vec![(name.to_owned(), msg)]),
            Stop::Db(error) => error.into(),
        }
    }
}

/// Carries a form out in one unit, once for each form key: the answer, or none where the form is to be shown again with
/// what is wrong.
///
/// # Errors
/// Faults of the unit.
pub async fn save(
    who: &SignedIn,
    form: &mut Form,
    to: &str,
    told: Msg,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
) -> Result<Option<Response>, Fault> {
    let once = once(who, form, to, unit);
    answer(who, form, to, &told, who.app.db().write(once).await)
}

/// The same, waiting for its turn among all that change the thing of this key: where many write one thing.
///
/// # Errors
/// Faults of the unit.
pub async fn save_in_turn(
    who: &SignedIn,
    form: &mut Form,
    turn: &str,
    to: &str,
    told: Msg,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
) -> Result<Option<Response>, Fault> {
    let once = once(who, form, to, unit);
    answer(who, form, to, &told, who.app.db().write_keyed(turn, once).await)
}

/// The unit with its form key; the address of the answer where the form was carried out before.
fn once(
    who: &SignedIn,
    form: &Form,
    to: &str,
    unit: impl Fn(&mut Tx<'_>) -> Result<(), Stop> + Send + 'static,
) -> impl Fn(&mut Tx<'_>) -> Result<Option<String>, Stop> + Send + 'static {
    let (key, person, now, location) = (form.key(), Some(who.actor.person), who.now, to.to_owned());
    move |tx| {
        if let Once::Before(to) = FormKey::enter(key, tx, person, &location, now)? {
            return Ok(Some(to));
        }
        unit(tx)?;
        Ok(None)
    }
}

fn answer(
    who: &SignedIn,
    form: &mut Form,
    to: &str,
    told: &Msg,
    outcome: Result<Option<String>, Stop>,
) -> Result<Option<Response>, Fault> {
    match outcome {
        Ok(None) => {
            who.app.ring();
            Ok(Some(who.go(to, "pine", told)))
        }
        Ok(Some(before)) => Ok(Some(Redirect::to(&before).into_response())),
        Err(Stop::Field(name, msg)) => {
            form.refuse(name, msg);
            Ok(None)
        }
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Db(error)) => Err(error.into()),
    }
}

/// A page with its form: 422 where something is wrong with it.
///
/// # Errors
/// Where the template does not render.
pub fn shown(form: &Form, template: &impl Template) -> Result<Response, Fault> {
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(template)?).into_response())
}
