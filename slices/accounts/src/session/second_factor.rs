//! `/sign-in/second-factor`: the code of the authenticator, or a recovery code.

use super::{
    arrival::Arrival,
    enter,
    log::Outcome,
    own_device::{self, Counted},
    proof::at_door,
    rules::{self, End},
    sign_in, store,
};
use crate::{
    credential::{
        recovery,
        store::{self as credentials, Known},
        totp,
    },
    parameters,
    passkey::{
        self,
        ceremony::{self, Challenge},
    },
    person::Deed,
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{HeaderMap, StatusCode};
use xingtan_auth::throttle::{Wrong, wrong_password};
use xingtan_clock::Uuid;
use xingtan_db::{Result as DbResult, Tx};
use xingtan_i18n::Msg;
use xingtan_keys::KeyRing;
use xingtan_web::{Fault, Form, Page, SignedIn, Standing, Text, Visit, html};

#[derive(Template)]
#[template(path = "session/second_factor.html")]
struct FactorPage {
    page: Page,
    f: Form,
    name: String,
    /// Whether there is an authenticator; without one the code is a recovery code.
    totp: bool,
    passkey: Option<Challenge>,
    /// Why none of the person's passkeys can be asked here.
    nowhere: Option<String>,
}

/// The page: the code, and beside it the passkeys of whoever has some.
pub(super) async fn show(who: &SignedIn, f: Form) -> Result<Response, Fault> {
    let person = who.actor.person;
    let read = who.app.db().read(move |tx| {
        let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
        let kept = if known.passkeys > 0 { passkey::store::of(tx, person)? } else { Vec::new() };
        Ok::<_, xingtan_db::Error>((known, kept))
    });
    let (known, kept) = read.await?;
    let site = passkey::page::site(who);
    let asked = match &site {
        Ok(site) if !kept.is_empty() => ceremony::second_step(who, site, &passkey::page::bound(who)?, &kept)?,
        _ => None,
    };
    let nowhere = match (&site, &asked) {
        (Err(nowhere), _) if !kept.is_empty() => Some(who.l.t(nowhere.key())),
        (Ok(_), None) if !kept.is_empty() => Some(who.l.t("accounts-passkey-none-here")),
        _ => None,
    };
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FactorPage {
        page: Page::new(who, who.l.t("accounts-factor-title")),
        name: who.actor.name.clone(),
        totp: known.totp_since.is_some(),
        passkey: asked,
        nowhere,
        f: f.in_language(&who.l),
    };
    Ok((status, html(&page)?).into_response())
}

pub(super) fn pending(visit: Visit) -> Result<SignedIn, Fault> {
    at_door(visit, &[Standing::SecondFactorPending])
}

pub(super) fn done(who: &SignedIn) -> bool {
    who.identity.as_ref().is_none_or(|identity| identity.standing != Standing::SecondFactorPending)
}

/// GET.
pub async fn page(visit: Visit, form: Form) -> Result<Response, Fault> {
    let who = pending(visit)?;
    let next = rules::local_path(form.value("next")).unwrap_or("/");
    if done(&who) {
        return Ok(Redirect::to(next).into_response());
    }
    show(&who, Form::default().with("next", next)).await
}

/// How a code was taken.
enum Taken {
    In(usize),
    Wrong(Wrong),
    Locked,
}

/// POST: right, and one is in; wrong codes count like wrong passwords.
pub async fn give(visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Fault> {
    let who = pending(visit)?;
    let code = form.text("code", Text::required(40));
    form.forget(&["code"]);
    let next = rules::local_path(form.value("next")).unwrap_or("/").to_owned();
    if done(&who) {
        return Ok(Redirect::to(&next).into_response());
    }
    if !form.ok() {
        return show(&who, form).await;
    }
    sign_in::throttle(&who, &who.actor.user_name.to_lowercase()).await?;
    let session = who.actor.session.ok_or_else(Fault::forbidden)?;
    let (app, person) = (&who.app, who.actor.person);
    let (mut arrival, _) = Arrival::of(&who, &headers, &who.actor.user_name, false);
    (arrival.session, arrival.replaces) = (session, None);
    let keys = app.keys().clone();
    let unit = move |tx: &mut Tx<'_>| take(tx, &arrival, &keys, person, &code);
    let taken = app.db().write(unit).await?;
    app.ring();
    let lockout = parameters::lockout(app.settings());
    match taken {
        Taken::In(ended) => Ok(sign_in::inside(&who, &next, ended)),
        Taken::Wrong(Wrong::Left(left)) => {
            let minutes = lockout.lasts.minutes();
            form.refuse(
                "code",
                Msg::new("accounts-factor-wrong").with("left", left).with("minutes", minutes),
            );
            show(&who, form).await
        }
        Taken::Wrong(Wrong::LockedUntil(_)) | Taken::Locked => {
            Ok(who.go("/sign-in", "cinnabar", &Msg::new("accounts-factor-locked")))
        }
    }
}

fn take(tx: &mut Tx<'_>, arrival: &Arrival, keys: &KeyRing, person: Uuid, code: &str) -> DbResult<Taken> {
    let deed = arrival.prepared.begin();
    let now = deed.now();
    let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
    let counted = Counted::new(&known, own_device::by_cookie(tx, Some(person), arrival)?);
    if counted.count().lock(now).is_some() {
        store::end(tx, person, arrival.session, End::Codes, now)?;
        return Ok(Taken::Locked);
    }
    if spend(tx, &deed, keys, &known, code)? {
        return through(tx, arrival, &deed, &known, &counted).map(Taken::In);
    }
    let wrong = wrong_password(counted.count().in_force(), parameters::lockout(&arrival.settings), now);
    enter::failure(tx, arrival, &deed, &known, &counted, wrong, (Outcome::WrongCode, Outcome::LockingCode))?;
    if matches!(wrong, Wrong::LockedUntil(_)) {
        store::end(tx, person, arrival.session, End::Codes, now)?;
    }
    Ok(Taken::Wrong(wrong))
}

/// Lets the person of a pending session in, who has given the second step.
///
/// # Errors
/// Those of the database.
pub(super) fn through(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    deed: &Deed<'_>,
    known: &Known,
    counted: &Counted,
) -> DbResult<usize> {
    store::proved(tx, arrival.session, deed.now())?;
    let device = store::device_of(tx, arrival.session)?.unwrap_or(arrival.new_device);
    let arrival = Arrival { new_device: device, ..arrival.clone() };
    enter::admit(tx, &arrival, deed, known, counted.to_tell(deed.now()))
}

/// Whether the code is right; it is spent with that.
fn spend(tx: &mut Tx<'_>, deed: &Deed<'_>, keys: &KeyRing, known: &Known, code: &str) -> DbResult<bool> {
    if let Some(step) = totp::step(keys, known, code, deed.now()) {
        return credentials::take_step(tx, known.person, step);
    }
    let kept = known.recovery_hashes.as_deref().filter(|_| recovery::looks_like(code));
    let Some(left) = kept.and_then(|kept| recovery::spend(keys, known.person, kept, code)) else {
        return Ok(false);
    };
    credentials::set_recovery(tx, known.person, &left)?;
    let entry = deed.entry("accounts.recovery-code-used")?.on("person", known.person, known.name.as_str());
    let entry = entry.within(known.unit_path.as_str()).detail(&recovery::left(Some(&left)));
    xingtan_audit::record(tx, &entry)?;
    Ok(true)
}
