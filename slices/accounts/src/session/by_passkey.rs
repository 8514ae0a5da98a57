//! The unit of work of coming in by a passkey: the same rules, counts, log and trail as by a password, and what a key
//! adds to them.

use super::{
    arrival::Arrival,
    enter::{self, Where},
    log::Outcome,
    own_device::{self, Counted},
    rules::{self, Answer, End, Knock},
    second_factor, store, suspended,
};
use crate::{
    credential::store::{self as credentials, Known},
    notices, parameters,
    passkey::{
        ceremony::Proof,
        rules::{Use, Verdict, verdict},
        store::{self as passkeys, Kept},
    },
    person::Deed,
};
use serde_json::json;
use xingtan_audit::Entry;
use xingtan_auth::throttle::{Wrong, wrong_password};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Error, Result, Tx};

/// What stands in the log in place of a name where none was typed.
pub const NO_NAME: &str = "—";

/// What was brought to the door.
#[derive(Clone, Debug)]
pub enum Tried {
    /// An answer to a challenge whose time is over.
    Late,
    /// An answer to no challenge of this browser, or none that can be read.
    Foreign,
    /// An answer.
    Answered {
        /// The challenge, by which it is spent.
        ticket: Uuid,
        /// When the challenge expires.
        expires_at: Timestamp,
        /// Owner and id of the key, where it is somebody's.
        key: Option<(Uuid, Uuid)>,
        /// What the answer proves.
        proof: Proof,
    },
}

/// What the door says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// As to whoever brings a password.
    Door(enter::Told),
    /// The challenge's time is over.
    Late,
    /// The challenge was another browser's, or the answer cannot be read.
    Foreign,
    /// The challenge was answered before.
    Spent,
    /// The key is nobody's.
    Unknown,
    /// The key opens nothing any more.
    Stopped,
    /// The key opens only together with the password.
    NeedsPassword,
}

/// Comes in by a passkey alone; it takes the place of password and second step.
///
/// # Errors
/// Those of the database.
pub fn alone(tx: &mut Tx<'_>, arrival: &Arrival, tried: &Tried) -> Result<Told> {
    let deed = arrival.prepared.begin();
    let (proof, key) = match spend(tx, tried)? {
        Ok(answered) => answered,
        Err(told) => {
            if told != Told::Late {
                enter::unknown(tx, arrival, &deed, NO_NAME, Outcome::WrongPasskey)?;
            }
            return Ok(told);
        }
    };
    let found = match key {
        Some((person, id)) => credentials::of(tx, person)?.zip(passkeys::one(tx, person, id)?),
        None => None,
    };
    let Some((known, kept)) = found else {
        enter::unknown(tx, arrival, &deed, NO_NAME, Outcome::WrongPasskey)?;
        return Ok(Told::Unknown);
    };
    let device = own_device::by_cookie(tx, Some(known.person), arrival)?;
    let counted = Counted::new(&known, device);
    let at = if device.is_some() { Where::Here } else { Where::Elsewhere };
    let verdict = verdict(Some(kept.state()), proof.checked, Use::Alone);
    let knock = Knock { second_factor: false, ..known.knock(device.map(|device| device.count())) };
    let (now, lockout) = (deed.now(), parameters::lockout(&arrival.settings));
    // Whoever holds the key has proved it, whatever becomes of it: only what is not signed counts as a failure.
    let door = match rules::answer(&knock, verdict != Verdict::Wrong, lockout, now) {
        Answer::Wrong(wrong) => {
            let outcomes = (Outcome::WrongPasskey, Outcome::LockingPasskey);
            enter::failure(tx, arrival, &deed, &known, &counted, wrong, outcomes)?;
            enter::Told::Wrong(wrong, at)
        }
        Answer::Locked { until } => {
            let locked = if at == Where::Here { Outcome::DeviceLocked } else { Outcome::Locked };
            enter::note(tx, arrival, &deed, &known, locked, &[])?;
            enter::Told::Locked { until, at }
        }
        Answer::InitialExpired => {
            enter::note(tx, arrival, &deed, &known, Outcome::InitialExpired, &[])?;
            enter::Told::InitialExpired
        }
        Answer::Shut(state) => {
            enter::note(tx, arrival, &deed, &known, enter::shut(state), &[])?;
            let article = suspended::article(tx, known.person)?.msg();
            enter::Told::Shut { person: known.person, state, until: known.state_until, article }
        }
        Answer::Enter { .. } => match taken(tx, arrival, &deed, &known, &kept, proof, verdict)? {
            Some(told) => return Ok(told),
            None => {
                enter::begin(tx, arrival, &deed, &known, false)?;
                enter::Told::In { ended: enter::admit(tx, arrival, &deed, &known, counted.to_tell(now))? }
            }
        },
    };
    Ok(Told::Door(door))
}

/// Spends the challenge; a second answer to it proves nothing.
fn spend<'t>(tx: &mut Tx<'_>, tried: &'t Tried) -> Result<std::result::Result<Answered<'t>, Told>> {
    match tried {
        Tried::Late => Ok(Err(Told::Late)),
        Tried::Foreign => Ok(Err(Told::Foreign)),
        Tried::Answered { ticket, expires_at, key, proof } => {
            let first = passkeys::spend(tx, *ticket, *expires_at)?;
            Ok(if first { Ok((proof, *key)) } else { Err(Told::Spent) })
        }
    }
}

type Answered<'t> = (&'t Proof, Option<(Uuid, Uuid)>);

/// What follows from an answer that was signed: none where it is right, and with that the key is noted as used.
fn taken(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    kept: &Kept,
    proof: &Proof,
    verdict: Verdict,
) -> Result<Option<Told>> {
    let told = match verdict {
        Verdict::Right(counter) => {
            proof.taken(tx, kept, counter, deed.now())?;
            record(tx, deed, "accounts.passkey-used", known, kept)?;
            return Ok(None);
        }
        Verdict::Stop => {
            passkeys::stop(tx, kept.id, deed.now())?;
            record(tx, deed, "accounts.passkey-stopped", known, kept)?;
            notices::to(tx, deed, known, notices::PASSKEY_STOPPED, &arrival.settings, |notice| {
                let notice = notice.with("name", kept.name.as_str()).with("at", deed.now());
                notice.with("device", super::device::named(&arrival.agent)).link("/account/passkeys")
            })?;
            Told::Stopped
        }
        Verdict::Stopped => Told::Stopped,
        Verdict::NeedsPassword => Told::NeedsPassword,
        Verdict::Wrong => Told::Unknown,
    };
    enter::note(tx, arrival, deed, known, Outcome::PasskeyRefused, &[])?;
    Ok(Some(told))
}

/// A line of the trail about a key at the door: whoever holds it has signed.
fn record(tx: &mut Tx<'_>, deed: &Deed<'_>, action: &'static str, known: &Known, kept: &Kept) -> Result<()> {
    let mut who = deed.who().clone();
    (who.person, who.name) = (Some(known.person), known.name.clone());
    let entry = Entry::new(deed.id()?, deed.now(), action, &who)
        .on("person", known.person, known.name.as_str())
        .within(known.unit_path.as_str())
        .detail(&json!({ "passkey": kept.name }));
    xingtan_audit::record(tx, &entry)
}

/// Gives the second step of a pending session by a passkey of the same person.
///
/// # Errors
/// Those of the database.
pub fn second_step(tx: &mut Tx<'_>, arrival: &Arrival, person: Uuid, tried: &Tried) -> Result<Told> {
    let deed = arrival.prepared.begin();
    let now = deed.now();
    let known = credentials::of(tx, person)?.ok_or(Error::NotFound)?;
    let device = own_device::by_cookie(tx, Some(person), arrival)?;
    let counted = Counted::new(&known, device);
    let at = if device.is_some() { Where::Here } else { Where::Elsewhere };
    if let Some(until) = counted.count().lock(now) {
        store::end(tx, person, arrival.session, End::Codes, now)?;
        return Ok(Told::Door(enter::Told::Locked { until, at }));
    }
    let (proof, key) = match spend(tx, tried)? {
        Ok(answered) => answered,
        Err(Told::Late) => return Ok(Told::Late),
        Err(_) => return wrong(tx, arrival, &deed, &known, &counted, at),
    };
    let kept = match key {
        Some((owner, id)) if owner == person => passkeys::one(tx, person, id)?,
        _ => None,
    };
    let verdict = verdict(kept.as_ref().map(Kept::state), proof.checked, Use::SecondStep);
    let Some(kept) = kept.filter(|_| verdict != Verdict::Wrong) else {
        return wrong(tx, arrival, &deed, &known, &counted, at);
    };
    if let Some(told) = taken(tx, arrival, &deed, &known, &kept, proof, verdict)? {
        return Ok(told);
    }
    let ended = second_factor::through(tx, arrival, &deed, &known, &counted)?;
    Ok(Told::Door(enter::Told::In { ended }))
}

/// A wrong second step counts like a wrong code.
fn wrong(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    counted: &Counted,
    at: Where,
) -> Result<Told> {
    let now = deed.now();
    let wrong = wrong_password(counted.count().in_force(), parameters::lockout(&arrival.settings), now);
    let outcomes = (Outcome::WrongPasskey, Outcome::LockingPasskey);
    enter::failure(tx, arrival, deed, known, counted, wrong, outcomes)?;
    if matches!(wrong, Wrong::LockedUntil(_)) {
        store::end(tx, known.person, arrival.session, End::Codes, now)?;
    }
    Ok(Told::Door(enter::Told::Wrong(wrong, at)))
}
