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
}

fn show(who: &SignedIn, f: Form) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FactorPage {
        page: Page::new(who, who.l.t("accounts-factor-title")),
        name: who.actor.name.clone(),
        f: f.in_language(&who.l),
    };
    Ok((status, html(&page)?).into_response())
}

fn pending(visit: Visit) -> Result<SignedIn, Fault> {
    at_door(visit, &[Standing::SecondFactorPending])
}

fn done(who: &SignedIn) -> bool {
    who.identity.as_ref().is_none_or(|identity| identity.standing != Standing::SecondFactorPending)
}

/// GET.
pub async fn page(visit: Visit, form: Form) -> Result<Response, Fault> {
    let who = pending(visit)?;
    let next = rules::local_path(form.value("next")).unwrap_or("/");
    if done(&who) {
        return Ok(Redirect::to(next).into_response());
    }
    show(&who, Form::default().with("next", next))
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
        return show(&who, form);
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
            show(&who, form)
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
        store::proved(tx, arrival.session, now)?;
        let device = store::device_of(tx, arrival.session)?.unwrap_or(arrival.new_device);
        let arrival = Arrival { new_device: device, ..arrival.clone() };
        return enter::admit(tx, &arrival, &deed, &known, counted.to_tell(now)).map(Taken::In);
    }
    let wrong = wrong_password(counted.count().in_force(), parameters::lockout(&arrival.settings), now);
    enter::failure(tx, arrival, &deed, &known, &counted, wrong, (Outcome::WrongCode, Outcome::LockingCode))?;
    if matches!(wrong, Wrong::LockedUntil(_)) {
        store::end(tx, person, arrival.session, End::Codes, now)?;
    }
    Ok(Taken::Wrong(wrong))
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
