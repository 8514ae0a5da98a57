//! A challenge, and the check of its answer. What the server has to remember in between travels in the form, sealed
//! by the server's key: it opens for one browser, one purpose and one site, for five minutes, and once
//! ([`store::spend`]).

use super::{
    rules::{Checked, GOOD_FOR, Site},
    store::{self, Kept},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Webauthn, WebauthnBuilder,
    WebauthnError,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::{Result as DbResult, Tx};
use xingtan_keys::{KeyRing, Place};
use xingtan_web::{Fault, Visit};

/// No ticket and no answer is longer, in bytes: ten keys are a tenth of it.
pub const LONGEST: usize = 64 * 1024;

/// What the server remembers of a challenge.
#[derive(Serialize, Deserialize)]
enum State {
    Add(PasskeyRegistration),
    SecondStep(PasskeyAuthentication),
    Alone(DiscoverableAuthentication),
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    id: Uuid,
    bound: String,
    origin: String,
    expires_at: i64,
    state: State,
}

/// A challenge as the page carries it.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// What the browser is asked, as JSON.
    pub options: String,
    /// What comes back with the answer.
    pub ticket: String,
    /// The only origin at which browsers answer.
    pub origin: String,
}

/// Why a ticket is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Its time is over.
    Late,
    /// It was not made for this browser, purpose or site, or not here at all.
    Foreign,
}

/// A ticket that was opened.
pub struct Open {
    /// By which it is spent.
    pub id: Uuid,
    /// When it expires.
    pub expires_at: Timestamp,
    state: State,
}

fn place() -> Place<'static> {
    Place { table: "accounts_passkey_spent", column: "ticket", row: Uuid::nil() }
}

fn parts(site: &Site, name: &str) -> Result<Webauthn, Fault> {
    let origin = url::Url::parse(&site.origin).map_err(|_| Fault::Broken)?;
    let built = WebauthnBuilder::new(&site.host, &origin).map(|builder| {
        let seconds = u64::try_from(GOOD_FOR.seconds()).unwrap_or(300);
        builder.rp_name(name).timeout(Duration::from_secs(seconds))
    });
    built.and_then(WebauthnBuilder::build).map_err(broken)
}

fn broken(error: WebauthnError) -> Fault {
    tracing::error!(?error, "a passkey's challenge could not be made");
    Fault::Broken
}

fn challenge(
    visit: &Visit,
    site: &Site,
    bound: &str,
    state: State,
    options: &serde_json::Value,
) -> Result<Challenge, Fault> {
    let expires_at = (visit.now + GOOD_FOR).micros();
    let sealed = Sealed {
        id: visit.app.id(),
        bound: bound.to_owned(),
        origin: site.origin.clone(),
        expires_at,
        state,
    };
    let plain = serde_json::to_vec(&sealed).map_err(|_| Fault::Broken)?;
    Ok(Challenge {
        options: options.to_string(),
        ticket: BASE64_URL_SAFE_NO_PAD.encode(visit.app.keys().seal(place(), &plain)),
        origin: site.origin.clone(),
    })
}

fn keys_of(kept: &[Kept]) -> Vec<Passkey> {
    kept.iter().filter_map(|kept| serde_json::from_str(&kept.key).ok()).collect()
}

/// A challenge for a new passkey of a person, which has to be one that the device finds by itself; `kept` are those
/// that there are. `bound`: the session.
///
/// # Errors
/// [`Fault::Broken`] where it cannot be made.
pub fn to_add(visit: &Visit, site: &Site, bound: &str, kept: &[Kept]) -> Result<Challenge, Fault> {
    let actor = visit.actor().ok_or_else(Fault::forbidden)?;
    let there: Vec<CredentialID> = keys_of(kept).iter().map(|key| key.cred_id().clone()).collect();
    let webauthn = parts(site, &visit.app.institution().name)?;
    let (options, state) = webauthn
        .start_passkey_registration(actor.person, &actor.user_name, &actor.name, Some(there))
        .map_err(broken)?;
    let mut options = serde_json::to_value(&options).map_err(|_| Fault::Broken)?["publicKey"].take();
    // Else a sign-in without a user name would not find it.
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    challenge(visit, site, bound, State::Add(state), &options)
}

/// A challenge to the passkeys of a person who has given the password; none where no key could answer here.
/// `bound`: the session.
///
/// # Errors
/// As [`to_add`].
pub fn second_step(
    visit: &Visit,
    site: &Site,
    bound: &str,
    kept: &[Kept],
) -> Result<Option<Challenge>, Fault> {
    let fit = |kept: &&Kept| kept.site == site.host && kept.stopped_at.is_none();
    let kept: Vec<Kept> = kept.iter().filter(fit).cloned().collect();
    let keys = keys_of(&kept);
    if keys.is_empty() {
        return Ok(None);
    }
    let webauthn = parts(site, &visit.app.institution().name)?;
    let (options, state) = webauthn.start_passkey_authentication(&keys).map_err(broken)?;
    let options = serde_json::to_value(&options).map_err(|_| Fault::Broken)?["publicKey"].take();
    challenge(visit, site, bound, State::SecondStep(state), &options).map(Some)
}

/// A challenge to whichever passkey a stranger has. `bound`: the browser.
///
/// # Errors
/// As [`to_add`].
pub fn alone(visit: &Visit, site: &Site, bound: &str) -> Result<Challenge, Fault> {
    let webauthn = parts(site, &visit.app.institution().name)?;
    let (options, state) = webauthn.start_discoverable_authentication().map_err(broken)?;
    let options = serde_json::to_value(&options).map_err(|_| Fault::Broken)?["publicKey"].take();
    challenge(visit, site, bound, State::Alone(state), &options)
}

/// Opens a ticket.
///
/// # Errors
/// Why it is not taken.
pub fn open(keys: &KeyRing, ticket: &str, bound: &str, site: &Site, now: Timestamp) -> Result<Open, Unfit> {
    if ticket.len() > LONGEST {
        return Err(Unfit::Foreign);
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(ticket).map_err(|_| Unfit::Foreign)?;
    let plain = keys.unseal(place(), &bytes).map_err(|_| Unfit::Foreign)?;
    let sealed: Sealed = serde_json::from_slice(&plain).map_err(|_| Unfit::Foreign)?;
    if sealed.bound != bound || sealed.origin != site.origin {
        return Err(Unfit::Foreign);
    }
    let expires_at = Timestamp::from_micros(sealed.expires_at);
    if expires_at <= now {
        return Err(Unfit::Late);
    }
    Ok(Open { id: sealed.id, expires_at, state: sealed.state })
}

/// What a browser says of a new passkey; none where it cannot be read.
pub fn read_new(answer: &str) -> Option<RegisterPublicKeyCredential> {
    (answer.len() <= LONGEST).then(|| serde_json::from_str(answer).ok()).flatten()
}

/// What a browser says a passkey signed; none where it cannot be read.
pub fn read(answer: &str) -> Option<PublicKeyCredential> {
    (answer.len() <= LONGEST).then(|| serde_json::from_str(answer).ok()).flatten()
}

/// The id of the key that answered, as it is kept.
pub fn credential(answer: &PublicKeyCredential) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(answer.get_credential_id())
}

/// A passkey that was made, as it is kept: its id in base64url, and the key as JSON. None where it was not made for
/// this challenge, or not of this person's own will.
pub fn made(
    site: &Site,
    open: &Open,
    answer: &RegisterPublicKeyCredential,
) -> Result<Option<(String, String, i64)>, Fault> {
    let State::Add(state) = &open.state else { return Ok(None) };
    match parts(site, &site.host)?.finish_passkey_registration(answer, state) {
        Ok(key) => {
            let id = BASE64_URL_SAFE_NO_PAD.encode(key.cred_id());
            let json = serde_json::to_value(&key).map_err(|_| Fault::Broken)?;
            let counter = json["cred"]["counter"].as_i64().unwrap_or_default();
            Ok(Some((id, json.to_string(), counter)))
        }
        Err(error) => {
            tracing::debug!(?error, "a new passkey was refused");
            Ok(None)
        }
    }
}

/// What an answer proves, with what the key told of itself.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What it proves.
    pub checked: Checked,
    told: Option<AuthenticationResult>,
}

impl Proof {
    /// Proves nothing.
    pub const NOTHING: Proof = Proof { checked: Checked::Not, told: None };

    /// Checks an answer against the challenge and the key as it is kept.
    ///
    /// # Errors
    /// [`Fault::Broken`] where the site is none.
    pub fn of(
        site: &Site,
        open: Open,
        kept: Option<&Kept>,
        answer: &PublicKeyCredential,
    ) -> Result<Proof, Fault> {
        let Some(kept) = kept.filter(|kept| kept.site == site.host) else { return Ok(Proof::NOTHING) };
        let Ok(key) = serde_json::from_str::<Passkey>(&kept.key) else { return Ok(Proof::NOTHING) };
        let webauthn = parts(site, &site.host)?;
        let is_owners = |handle: &[u8]| handle == kept.person_id.as_bytes();
        let told = match open.state {
            // Whoever has given no name is named by the key; whoever has, must be the one it names.
            State::Alone(state) if answer.get_user_unique_id().is_some_and(is_owners) => {
                webauthn.finish_discoverable_authentication_v2(answer, state, &key)
            }
            State::SecondStep(state) if answer.get_user_unique_id().is_none_or(is_owners) => {
                webauthn.finish_passkey_authentication(answer, &state)
            }
            _ => return Ok(Proof::NOTHING),
        };
        Ok(match told {
            Ok(told) if told.user_verified() => {
                Proof { checked: Checked::Signed(told.counter().into()), told: Some(told) }
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Proof { checked: Checked::Back, told: None },
            Ok(_) => Proof::NOTHING,
            Err(error) => {
                tracing::debug!(?error, "a passkey's answer was refused");
                Proof::NOTHING
            }
        })
    }

    /// Keeps what a key told of itself when its answer was taken.
    ///
    /// # Errors
    /// Those of the database.
    pub fn taken(&self, tx: &mut Tx<'_>, kept: &Kept, counter: i64, now: Timestamp) -> DbResult<()> {
        let mut json = kept.key.clone();
        if let Some(told) = &self.told
            && let Ok(mut key) = serde_json::from_str::<Passkey>(&kept.key)
            && key.update_credential(told) == Some(true)
            && let Ok(renewed) = serde_json::to_string(&key)
        {
            json = renewed;
        }
        store::used(tx, kept.id, counter, &json, now)
    }
}
