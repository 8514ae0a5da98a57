//! What the person concerned does in a case: each function is a unit of work.

use super::{
    act::Act,
    change::{keep, stand_aside, step, trail},
    notices,
    rules::{self, Outcome, State},
    store::{self, Case, Recusal},
};
use serde_json::json;
use xingtan_accounts::api::{self as accounts, Person};
use xingtan_db::Tx;
use xingtan_governance::saving::Stop;
use xingtan_i18n::Msg;
use xingtan_web::Fault;

/// The case of a code, with who holds it.
fn own(tx: &mut Tx<'_>, code: &str, act: &Act) -> Result<(Case, Person, Act), Stop> {
    let it = store::by_code(tx, code)?.filter(told).ok_or(Fault::NotFound)?;
    let id = it.person_id.ok_or(Fault::NotFound)?;
    let person = accounts::person(tx, id)?.ok_or(Fault::NotFound)?;
    let act = act.clone().standing_for(person.id, &person.name);
    Ok((it, person, act))
}

/// Whether the person concerned has been told of a case.
pub fn told(it: &Case) -> bool {
    it.heard_until.is_some() || it.outcome().is_some_and(|it| it != Outcome::Dismissed)
}

/// The person concerned states their view.
///
/// # Errors
/// [`Stop::Field`] where it is too late.
pub fn state_view(tx: &mut Tx<'_>, code: &str, words: &str, act: &Act) -> Result<(), Stop> {
    let (mut it, _, act) = own(tx, code, act)?;
    let in_time = it.heard_until.is_some_and(|until| act.deed.now < until);
    if it.state() != State::Hearing || !in_time {
        return Err(Stop::Field("statement", Msg::new("conduct-statement-late")));
    }
    if it.stated_at.is_some() {
        return Err(Stop::Field("statement", Msg::new("conduct-statement-given")));
    }
    it.statement = Some(words.to_owned());
    it.stated_at = Some(act.deed.now);
    keep(tx, &mut it)?;
    step(tx, &it, "stated", words, &act)?;
    trail(tx, &it, "conduct.stated", &json!({}), &act)?;
    notices::stated(tx, &it, &act)?;
    Ok(())
}

/// The person concerned objects to whoever investigates.
///
/// # Errors
/// [`Stop::Field`] where nobody investigates, or there were enough objections.
pub fn object(tx: &mut Tx<'_>, code: &str, reason: &str, act: &Act) -> Result<(), Stop> {
    let (it, _, act) = own(tx, code, act)?;
    let (Some(person_id), Some(name), false) =
        (it.investigator_id, it.investigator_name.clone(), it.state().is_settled())
    else {
        return Err(Stop::Field("objection", Msg::new("conduct-objection-nobody")));
    };
    if store::recusals(tx, it.id)?.iter().filter(|own| own.objected).count() >= rules::MOST_OBJECTIONS {
        return Err(Stop::Field("objection", Msg::new("conduct-objection-enough")));
    }
    let who =
        Recusal { person_id, person_name: name, objected: true, reason: reason.to_owned(), at: act.deed.now };
    stand_aside(tx, it, &who, "objected", &act)
}

/// The person concerned appeals.
///
/// # Errors
/// [`Stop::Field`] where no appeal is taken.
pub fn appeal(tx: &mut Tx<'_>, code: &str, body: &str, act: &Act) -> Result<(), Stop> {
    let (it, _, act) = own(tx, code, act)?;
    let before = store::appeals(tx, it.id)?;
    let states: Vec<&str> = before.iter().map(|own| own.state.as_str()).collect();
    rules::may_appeal(it.outcome(), it.overturned_at.is_some(), it.decided_at, &states, act.deed.now)
        .map_err(|no| Stop::Field("body", Msg::new(no.key())))?;
    store::add_appeal(tx, act.deed.ids.next(), it.id, body, act.deed.now)?;
    step(tx, &it, "appealed", body, &act)?;
    trail(tx, &it, "conduct.appealed", &json!({}), &act)?;
    notices::appealed(tx, &it, &act)?;
    Ok(())
}
