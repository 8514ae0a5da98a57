//! The unit of work of a sign-in: from a compared password to a session, and all that a try leaves behind.

use super::{
    log::{self, Outcome, Try},
    own_device::{self, Counted},
    place::Places,
    rules::{self, Answer, End, Unusual},
    store::{self, NewSession},
};
use crate::{
    credential::{prove::Proof, store as credentials, store::Known},
    demo, grant, notices, parameters,
    person::{Deed, history, rules::State},
    session::arrival::Arrival,
};
use serde_json::json;
use xingtan_audit::Entry;
use xingtan_auth::throttle::Wrong;
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_i18n::Msg;

/// A first device and network of the last so many days are known.
const NETWORKS_OF: Span = Span::of_days(90);

/// Where failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// On all devices but those that the person signs in from.
    Elsewhere,
    /// On this device, from which the person signs in.
    Here,
}

impl Where {
    fn of(counted: &Counted) -> Where {
        if counted.device.is_some() { Where::Here } else { Where::Elsewhere }
    }
}

/// What the door tells somebody who tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Wrong password; so many tries are left, or the account locked with it.
    Wrong(Wrong, Where),
    /// Locked since an earlier try.
    Locked {
        /// Until then.
        until: Timestamp,
        /// Where.
        at: Where,
    },
    /// The first password has expired.
    InitialExpired,
    /// The account may not be used.
    Shut {
        /// Whose it is.
        person: Uuid,
        /// Why.
        state: State,
        /// When a suspension ends.
        until: Option<Timestamp>,
        /// The article by which it was decided.
        article: Option<Msg>,
    },
    /// The second factor is asked for.
    SecondFactor,
    /// Signed in; so many older sessions ended for it.
    In {
        /// How many.
        ended: usize,
    },
    /// The credential changed between look-up and unit: compare again.
    Changed,
}

/// Decides a try and keeps what follows from it. `proof` was made for the account that [`credentials::by_user`] found
/// just before. An answer that refuses leaves its trace, too: it is no error.
///
/// # Errors
/// Those of the database.
pub fn knock(tx: &mut Tx<'_>, arrival: &Arrival, user_key: &str, proof: &Proof) -> Result<Told> {
    let deed = arrival.prepared.begin();
    let now = deed.now();
    let lockout = parameters::lockout(&arrival.settings);
    let known = credentials::by_user(tx, user_key)?;
    if !proof.still_of(known.as_ref()) {
        return Ok(Told::Changed);
    }
    let device = own_device::by_cookie(tx, known.as_ref().map(|known| known.person), arrival)?;
    let knock = match &known {
        Some(known) => known.knock(device.map(|device| device.count())),
        None => rules::stranger(&log::of_stranger(tx, user_key, lockout.failures)?, lockout),
    };
    let answer = rules::answer(&knock, proof.right, lockout, now);
    let Some(known) = known else { return stranger(tx, arrival, &deed, user_key, answer) };
    let counted = Counted::new(&known, device);
    let at = Where::of(&counted);
    match answer {
        Answer::Wrong(wrong) => {
            failure(tx, arrival, &deed, &known, &counted, wrong, (Outcome::Wrong, Outcome::Locking))?;
            Ok(Told::Wrong(wrong, at))
        }
        Answer::Locked { until } => {
            let locked = if at == Where::Here { Outcome::DeviceLocked } else { Outcome::Locked };
            refused(tx, arrival, &deed, &known, locked)?;
            Ok(Told::Locked { until, at })
        }
        Answer::InitialExpired => {
            refused(tx, arrival, &deed, &known, Outcome::InitialExpired)?;
            Ok(Told::InitialExpired)
        }
        Answer::Shut(state) => {
            refused(tx, arrival, &deed, &known, shut(state))?;
            let article = crate::session::suspended::article(tx, known.person)?.msg();
            Ok(Told::Shut { person: known.person, state, until: known.state_until, article })
        }
        Answer::Enter { second_factor: true } => {
            // Failures go on counting until the code was right: who knows the password gets no more tries at codes.
            begin(tx, arrival, &deed, &known, true)?;
            note(tx, arrival, &deed, &known, Outcome::SecondFactor, &[])?;
            Ok(Told::SecondFactor)
        }
        Answer::Enter { second_factor: false } => {
            begin(tx, arrival, &deed, &known, false)?;
            let ended = admit(tx, arrival, &deed, &known, counted.to_tell(now))?;
            Ok(Told::In { ended })
        }
    }
}

/// Lets a person in whose identity needs no further proof: after the wizard, and by one click in a demo.
///
/// # Errors
/// [`xingtan_db::Error::NotFound`] where the person has no account.
pub fn let_in(tx: &mut Tx<'_>, arrival: &Arrival, deed: &Deed<'_>, known: &Known) -> Result<usize> {
    begin(tx, arrival, deed, known, false)?;
    admit(tx, arrival, deed, known, 0)
}

/// Begins the session; one that the browser held before ends.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    pending: bool,
) -> Result<()> {
    let now = deed.now();
    if let Some((person, session)) = arrival.replaces {
        store::end(tx, person, session, End::SignedOut, now)?;
    }
    let device = store::device(tx, known.person, &arrival.device_hash)?.unwrap_or(arrival.new_device);
    let hours = arrival.settings.int(&parameters::SESSION_HOURS);
    let lasting = arrival.lasting && arrival.settings.bool(&parameters::LASTING);
    let expires_at = now + if lasting { Span::of_days(7) } else { Span::of_hours(hours) };
    let new = NewSession {
        id: arrival.session,
        hash: &arrival.session_hash,
        person: known.person,
        device,
        expires_at,
        lasting,
        ip: arrival.ip,
        agent: &arrival.agent,
        second_factor_pending: pending,
    };
    store::begin(tx, &new, now)
}

/// What follows when somebody is in: cap, device, unusual, log, trail, notice. Gives the number of sessions that
/// ended for it. Takes up to six ids.
///
/// # Errors
/// Those of the database.
pub fn admit(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    failures: i64,
) -> Result<usize> {
    let (now, person) = (deed.now(), known.person);
    let shared = demo::is_shared(&arrival.settings.institution(), &known.user_name);
    let device_known = store::device(tx, person, &arrival.device_hash)?.is_some();
    let devices = store::devices(tx, person)?;
    let places = Places::of(&arrival.settings);
    let network = places.network(arrival.ip);
    let networks = log::addresses_of(tx, person, now - NETWORKS_OF)?;
    let networks: Vec<String> =
        networks.iter().filter_map(|ip| Some(places.network(ip.parse().ok()?))).collect();
    let unusual = if shared {
        Vec::new()
    } else {
        rules::unusual(device_known, devices, &network, &networks, failures)
    };
    let ended = if shared { 0 } else { keep_cap(tx, arrival, known, now)? };
    store::know_device(tx, arrival.new_device, person, &arrival.device_hash, &arrival.agent, now)?;
    // A lock of strangers stays theirs: whoever comes in on a device of their own gives nobody new tries elsewhere.
    let locked = known.locked_until.is_some_and(|until| until > now);
    if !locked {
        if let Some(until) = known.locked_until {
            history::lock_over(tx, deed, person, known.must_change, until)?;
        }
        credentials::cleared(tx, person)?;
    }
    tx.exec(
        "UPDATE accounts_person SET last_sign_in_at = $2 WHERE id = $1",
        xingtan_db::params![person, now],
    )?;
    note(tx, arrival, deed, known, Outcome::Done, &unusual)?;
    if unusual.contains(&Unusual::Device) {
        tell(tx, arrival, deed, known, notices::NEW_DEVICE)?;
    } else if unusual.contains(&Unusual::Network) {
        tell(tx, arrival, deed, known, notices::NEW_NETWORK)?;
    }
    if unusual.contains(&Unusual::Failures) {
        notices::to(tx, deed, known, notices::MANY_FAILURES, &arrival.settings, |notice| {
            let notice = notice.with("count", failures).with("at", now);
            let notice = notice.with("device", super::device::named(&arrival.agent));
            notice.with("ip", places.told(&arrival.ip.to_string())).link("/account/sessions")
        })?;
    }
    Ok(ended)
}

fn tell(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    kind: xingtan_notify::NoticeKind,
) -> Result<()> {
    notices::to(tx, deed, known, kind, &arrival.settings, |notice| {
        notice
            .with("device", super::device::named(&arrival.agent))
            .with("ip", Places::of(&arrival.settings).told(&arrival.ip.to_string()))
            .with("at", deed.now())
            .link("/account/sessions")
    })
}

/// Ends the oldest sessions beyond the cap of the person's roles.
fn keep_cap(tx: &mut Tx<'_>, arrival: &Arrival, known: &Known, now: Timestamp) -> Result<usize> {
    let roles = grant::store::roles_of(tx, &[known.person])?.remove(&known.person).unwrap_or_default();
    let cap = parameters::session_cap(&arrival.settings, &roles);
    let open = store::open_of(tx, known.person, Some(arrival.session), now)?;
    let over = rules::over_cap(&open, cap);
    for id in over {
        store::end(tx, known.person, *id, End::Cap, now)?;
    }
    Ok(over.len())
}

/// A wrong password or code of an account that exists.
///
/// # Errors
/// Those of the database.
pub fn failure(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    counted: &Counted,
    wrong: Wrong,
    (plain, locking): (Outcome, Outcome),
) -> Result<()> {
    let here = counted.device.is_some();
    match wrong {
        Wrong::Left(_) => {
            if let Some(until) = known.locked_until.filter(|_| !here) {
                history::lock_over(tx, deed, known.person, known.must_change, until)?;
            }
            counted.failed(tx, known.person, None)?;
            refused(tx, arrival, deed, known, plain)
        }
        Wrong::LockedUntil(until) => {
            counted.failed(tx, known.person, Some(until))?;
            refused(tx, arrival, deed, known, if here { Outcome::DeviceLocking } else { locking })?;
            if !here {
                history::locked(tx, deed, known, until)?;
            }
            let kind = if here { notices::DEVICE_LOCKED } else { notices::LOCKED };
            notices::to(tx, deed, known, kind, &arrival.settings, |notice| {
                let ip = Places::of(&arrival.settings).told(&arrival.ip.to_string());
                let notice = notice.with("until", until).with("ip", ip).link("/sign-in/forgotten");
                notice.with("device", super::device::named(&arrival.agent))
            })
        }
    }
}

pub(super) fn shut(state: State) -> Outcome {
    match state {
        State::Suspended => Outcome::Suspended,
        State::Closed => Outcome::Closed,
        State::Revoked => Outcome::Revoked,
        State::Active | State::Frozen => Outcome::Frozen,
    }
}

fn refused(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    outcome: Outcome,
) -> Result<()> {
    note(tx, arrival, deed, known, outcome, &[])
}

/// The log and the trail of a try at an account that exists. Takes two ids.
///
/// # Errors
/// Those of the database.
pub fn note(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    outcome: Outcome,
    unusual: &[Unusual],
) -> Result<()> {
    let user_key = known.user_name.to_lowercase();
    let tried = Try {
        id: deed.id()?,
        person: Some(known.person),
        user_key: &user_key,
        at: deed.now(),
        ip: arrival.ip,
        agent: &arrival.agent,
        outcome,
        unusual,
    };
    log::note(tx, &tried)?;
    let inside = matches!(outcome, Outcome::Done | Outcome::SecondFactor);
    let mut who = deed.who().clone();
    if inside {
        (who.person, who.name) = (Some(known.person), known.name.clone());
    } else {
        who.name.clone_from(&known.user_name);
    }
    let action = if inside { "accounts.signed-in" } else { "accounts.sign-in-refused" };
    let entry = Entry::new(deed.id()?, deed.now(), action, &who)
        .on("person", known.person, known.name.as_str())
        .within(known.unit_path.as_str())
        .detail(&json!({ "outcome": outcome.code(), "unusual": Unusual::write(unusual) }));
    xingtan_audit::record(tx, &if inside { entry } else { entry.refused() })
}

/// A try at a name that belongs to nobody: the same answers, the same traces.
fn stranger(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    user_key: &str,
    answer: Answer,
) -> Result<Told> {
    let (told, outcome) = match answer {
        Answer::Locked { until } => (Told::Locked { until, at: Where::Elsewhere }, Outcome::Locked),
        Answer::Wrong(wrong @ Wrong::LockedUntil(_)) => {
            (Told::Wrong(wrong, Where::Elsewhere), Outcome::Locking)
        }
        Answer::Wrong(wrong) => (Told::Wrong(wrong, Where::Elsewhere), Outcome::Wrong),
        // A stranger has proved nothing, so the rules give no other answer.
        Answer::InitialExpired | Answer::Shut(_) | Answer::Enter { .. } => return Ok(Told::Changed),
    };
    unknown(tx, arrival, deed, user_key, outcome)?;
    Ok(told)
}

/// The log and the trail of a try at a name that belongs to nobody. Takes two ids.
///
/// # Errors
/// Those of the database.
pub fn unknown(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    user_key: &str,
    outcome: Outcome,
) -> Result<()> {
    let tried = Try {
        id: deed.id()?,
        person: None,
        user_key,
        at: deed.now(),
        ip: arrival.ip,
        agent: &arrival.agent,
        outcome,
        unusual: &[],
    };
    log::note(tx, &tried)?;
    let entry = Entry::new(deed.id()?, deed.now(), "accounts.sign-in-refused", deed.who())
        .on("person", None, user_key)
        .detail(&json!({ "outcome": outcome.code() }))
        .refused();
    xingtan_audit::record(tx, &entry)
}
