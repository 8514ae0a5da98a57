//! Proof of the password again before dangerous acts, and people who stand between door and pages.

use super::{enter, rules, store};
use crate::{
    credential::{prove, store as credentials},
    parameters,
    session::{
        arrival::Arrival,
        log::Outcome,
        own_device::{self, Counted},
        rules::End,
    },
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{HeaderMap, StatusCode};
use xingtan_auth::throttle::{Wrong, wrong_password};
use xingtan_clock::{Span, Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_settings::Settings;
use xingtan_web::{Fault, Form, Page, SignedIn, Standing, Visit, html};

/// A proof is good for so long.
pub const GOOD_FOR: Span = Span::of_minutes(10);

/// Whether the person proved within ten minutes who they are: by password or second factor.
pub fn recent_proof(who: &SignedIn) -> bool {
    who.now - who.actor.proved_at <= GOOD_FOR
}

/// The way to the page that asks for the password, where no recent proof is there; `next` is the page to come back
/// to.
pub fn ask_proof(who: &SignedIn, next: &str) -> Option<Response> {
    let to = || Redirect::to(&with_next("/account/proof", Some(next))).into_response();
    (!recent_proof(who)).then(to)
}

/// Somebody with a session, whatever still stands before the pages, as long as it is one of `standings` or nothing.
///
/// # Errors
/// To the door that stands before, or to signing in.
pub fn at_door(visit: Visit, standings: &[Standing]) -> Result<SignedIn, Fault> {
    let Some(identity) = visit.identity.clone().filter(|identity| identity.actor.session.is_some()) else {
        return Err(Fault::SignIn { path: visit.address.clone() });
    };
    match identity.standing.door() {
        Some(door) if !standings.contains(&identity.standing) => Err(Fault::Door(door)),
        _ => Ok(SignedIn { actor: identity.actor.clone(), visit }),
    }
}

/// An address with the page to come back to.
pub fn with_next(to: &str, next: Option<&str>) -> String {
    let encoded = |next: &str| url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    next.map_or_else(|| to.to_owned(), |next| format!("{to}?next={}", encoded(next)))
}

#[derive(Template)]
#[template(path = "session/proof.html")]
struct ProofPage {
    page: Page,
    f: Form,
    user: String,
}

fn show(who: &SignedIn, f: Form) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page =
        Page::new(who, who.l.t("accounts-proof-title")).crumb("/account", who.l.t("accounts-account-title"));
    let page = ProofPage { page, user: who.actor.user_name.clone(), f: f.in_language(&who.l) };
    Ok((status, html(&page)?).into_response())
}

/// GET `/account/proof`.
pub async fn page(who: SignedIn, form: Form) -> Result<Response, Fault> {
    let next = rules::local_path(form.value("next")).unwrap_or("/account");
    show(&who, Form::default().with("next", next))
}

/// POST `/account/proof`: a wrong password counts like one at the door.
pub async fn prove(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let password = form.secret("password", 1024);
    form.forget(&["password"]);
    if !form.ok() {
        return show(&who, form);
    }
    let session = who.actor.session.ok_or_else(Fault::forbidden)?;
    super::sign_in::throttle(&who, &who.actor.user_name.to_lowercase()).await?;
    let (app, person, now) = (&who.app, who.actor.person, who.now);
    let known = app.db().read(move |tx| credentials::of(tx, person)).await?;
    if prove::password(app.keys(), known.as_ref(), &password).await?.right {
        let settings = app.settings().clone();
        let taken = move |tx: &mut Tx<'_>| {
            let free = not_locked(tx, person, session, &settings, now)?;
            if free {
                store::proved(tx, session, now)?;
            }
            Ok::<_, xingtan_db::Error>(free)
        };
        if app.db().write(taken).await? {
            let next = rules::local_path(form.value("next")).unwrap_or("/account");
            return Ok(Redirect::to(next).into_response());
        }
    }
    match count_failure(&who).await? {
        Some(left) => {
            let minutes = parameters::lockout(app.settings()).lasts.minutes();
            let msg = Msg::new("accounts-door-wrong").with("left", left).with("minutes", minutes);
            form.refuse("password", msg);
            show(&who, form)
        }
        None => Ok(who.go("/sign-in", "cinnabar", &Msg::new("accounts-factor-locked"))),
    }
}

/// Whether a right password that was given inside still counts: it was compared outside the unit, and many guesses
/// sent at once may have locked this device or the account since.
///
/// # Errors
/// Those of the database.
pub fn not_locked(
    tx: &mut Tx<'_>,
    person: Uuid,
    session: Uuid,
    settings: &Settings,
    now: Timestamp,
) -> xingtan_db::Result<bool> {
    let Some(known) = credentials::of(tx, person)? else { return Ok(false) };
    let device = own_device::of_session(tx, person, session, settings)?;
    Ok(Counted::new(&known, device).count().lock(now).is_none())
}

/// Counts a wrong password given inside like one at the door: the tries that are left, or none when the account is
/// locked; then this session has ended. So whoever took over a session cannot try passwords.
///
/// # Errors
/// Those of the database.
pub async fn count_failure(who: &SignedIn) -> Result<Option<i64>, Fault> {
    let session = who.actor.session.ok_or_else(Fault::forbidden)?;
    let (app, person) = (&who.app, who.actor.person);
    let (arrival, _) = Arrival::of(who, &HeaderMap::new(), &who.actor.user_name, false);
    let unit = move |tx: &mut Tx<'_>| {
        let deed = arrival.prepared.begin();
        let now = deed.now();
        let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
        let device = own_device::of_session(tx, person, session, &arrival.settings)?;
        let counted = Counted::new(&known, device);
        let left = if counted.count().lock(now).is_some() {
            let locked = if device.is_some() { Outcome::DeviceLocked } else { Outcome::Locked };
            enter::note(tx, &arrival, &deed, &known, locked, &[])?;
            None
        } else {
            let before = counted.count().in_force();
            let wrong = wrong_password(before, parameters::lockout(&arrival.settings), now);
            enter::failure(tx, &arrival, &deed, &known, &counted, wrong, (Outcome::Wrong, Outcome::Locking))?;
            match wrong {
                Wrong::Left(left) => Some(left),
                Wrong::LockedUntil(_) => None,
            }
        };
        if left.is_none() {
            store::end(tx, person, session, End::Codes, now)?;
        }
        Ok::<_, xingtan_db::Error>(left)
    };
    let left = app.db().write(unit).await?;
    app.ring();
    Ok(left)
}
