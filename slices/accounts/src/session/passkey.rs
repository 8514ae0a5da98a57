//! `/sign-in/passkey` and `/sign-in/second-factor/passkey`: coming in by a passkey (ACC-7).

use super::{
    arrival::{Arrival, cookie_value, with_cookies},
    by_passkey::{self, Told, Tried},
    contest::Contests,
    enter::{self, Where},
    rules, second_factor, sign_in,
};
use crate::{
    parameters,
    passkey::{
        ceremony::{self, Challenge, Proof, Unfit},
        page as passkeys,
        rules::Site,
        store as kept,
    },
};
use axum::{
    Extension,
    response::{IntoResponse as _, Redirect, Response},
};
use cookie::{Cookie, SameSite};
use http::HeaderMap;
use std::sync::Arc;
use xingtan_auth::throttle::Wrong;
use xingtan_i18n::Msg;
use xingtan_keys::Token;
use xingtan_web::{App, Fault, Form, SignedIn, Visit};

/// The cookie to which a challenge at the door is bound; it says nothing about the person and ends with the browser.
pub const DOOR_COOKIE: &str = "xt_door";

/// The browser at the door.
pub struct Door {
    hash: String,
    fresh: Option<Token>,
}

impl Door {
    /// By its cookie; without one it gets one with the page.
    pub fn of(headers: &HeaderMap) -> Door {
        match cookie_value(headers, DOOR_COOKIE).and_then(|text| Token::parse(&text)) {
            Some(known) => Door { hash: known.hash(), fresh: None },
            None => {
                let fresh = Token::new();
                Door { hash: fresh.hash(), fresh: Some(fresh) }
            }
        }
    }

    /// Puts the cookie onto a page with a challenge.
    pub fn give(&self, app: &App, page: Response) -> Response {
        let Some(fresh) = &self.fresh else { return page };
        let cookie = Cookie::build((DOOR_COOKIE, fresh.reveal().to_owned()))
            .path("/sign-in")
            .http_only(true)
            .same_site(SameSite::Lax)
            .build();
        with_cookies(page, [app.config().dress_cookie(cookie).to_string()])
    }

    /// What the sign-in page asks a passkey, or why there is nothing to ask.
    ///
    /// # Errors
    /// Where the challenge cannot be made.
    pub fn asks(&self, visit: &Visit) -> Result<Result<Challenge, String>, Fault> {
        match passkeys::site(visit) {
            Ok(site) => ceremony::alone(visit, &site, &self.hash).map(Ok),
            Err(nowhere) => Ok(Err(visit.l.t(nowhere.key()))),
        }
    }
}

/// What a form brought.
struct Brought {
    answer: String,
    ticket: String,
}

fn brought(form: &mut Form) -> Brought {
    let brought =
        Brought { answer: form.value("answer").to_owned(), ticket: form.value("ticket").to_owned() };
    form.forget(&["answer", "ticket"]);
    brought
}

/// Opens the ticket and checks the answer; late ones are told apart, since nothing is wrong with them.
async fn check(
    app: &App,
    visit: &Visit,
    brought: &Brought,
    bound: &str,
    site: &Site,
) -> Result<Tried, Fault> {
    let open = match ceremony::open(app.keys(), &brought.ticket, bound, site, visit.now) {
        Ok(open) => open,
        Err(Unfit::Late) => return Ok(Tried::Late),
        Err(Unfit::Foreign) => return Ok(Tried::Foreign),
    };
    let (id, expires_at) = (open.id, open.expires_at);
    let Some(answer) = ceremony::read(&brought.answer) else { return Ok(Tried::Foreign) };
    let credential = ceremony::credential(&answer);
    let row = app.db().read(move |tx| kept::by_credential(tx, &credential)).await?;
    let proof = Proof::of(site, open, row.as_ref(), &answer)?;
    Ok(Tried::Answered { ticket: id, expires_at, key: row.map(|row| (row.person_id, row.id)), proof })
}

/// POST `/sign-in/passkey`: fields `ticket` and `answer`, and `remember` and `next` as with a password.
pub async fn sign_in(
    visit: Visit,
    headers: HeaderMap,
    Extension(names): Extension<Arc<sign_in::DemoNames>>,
    contests: Option<Extension<Contests>>,
    mut form: Form,
) -> Result<Response, Fault> {
    let app = &visit.app;
    let brought = brought(&mut form);
    let site = match passkeys::site(&visit) {
        Ok(site) => site,
        Err(nowhere) => {
            form.refuse("", Msg::new(nowhere.key()));
            return sign_in::show(&visit, &headers, &names, form, None).await;
        }
    };
    sign_in::throttle(&visit, by_passkey::NO_NAME).await?;
    let tried = check(app, &visit, &brought, &Door::of(&headers).hash, &site).await?;
    let lasting = form.ticked("remember") && app.settings().bool(&parameters::LASTING);
    let (arrival, secrets) = Arrival::of(&visit, &headers, by_passkey::NO_NAME, lasting);
    let told = app.db().write(move |tx| by_passkey::alone(tx, &arrival, &tried)).await?;
    app.ring();
    let next = rules::local_path(form.value("next")).unwrap_or("/").to_owned();
    if let Told::Door(enter::Told::In { ended }) = told {
        return Ok(secrets.give(app, lasting, sign_in::inside(&visit, &next, ended)));
    }
    form.refuse("", said(&visit, &told));
    let contest = match &told {
        Told::Door(refused) => sign_in::contest(&visit, refused, contests).await?,
        _ => None,
    };
    sign_in::show_with(&visit, &headers, &names, form, (None, contest)).await
}

/// POST `/sign-in/second-factor/passkey`: fields `ticket` and `answer`; wrong answers count like wrong codes.
pub async fn second_step(visit: Visit, headers: HeaderMap, mut form: Form) -> Result<Response, Fault> {
    let who = second_factor::pending(visit)?;
    let brought = brought(&mut form);
    let next = rules::local_path(form.value("next")).unwrap_or("/").to_owned();
    if second_factor::done(&who) {
        return Ok(Redirect::to(&next).into_response());
    }
    let site = match passkeys::site(&who) {
        Ok(site) => site,
        Err(nowhere) => {
            form.refuse("", Msg::new(nowhere.key()));
            return second_factor::show(&who, form).await;
        }
    };
    sign_in::throttle(&who, &who.actor.user_name.to_lowercase()).await?;
    let tried = check(&who.app, &who, &brought, &passkeys::bound(&who)?, &site).await?;
    let session = who.actor.session.ok_or_else(Fault::forbidden)?;
    let (app, person) = (&who.app, who.actor.person);
    let (mut arrival, _) = Arrival::of(&who, &headers, &who.actor.user_name, false);
    (arrival.session, arrival.replaces) = (session, None);
    let told = app.db().write(move |tx| by_passkey::second_step(tx, &arrival, person, &tried)).await?;
    app.ring();
    refused(&who, form, &told, &next).await
}

async fn refused(who: &SignedIn, mut form: Form, told: &Told, next: &str) -> Result<Response, Fault> {
    match told {
        Told::Door(enter::Told::In { ended }) => Ok(sign_in::inside(who, next, *ended)),
        Told::Door(enter::Told::Wrong(Wrong::LockedUntil(_), _) | enter::Told::Locked { .. }) => {
            Ok(who.go("/sign-in", "cinnabar", &Msg::new("accounts-factor-locked")))
        }
        _ => {
            form.refuse("", said(who, told));
            second_factor::show(who, form).await
        }
    }
}

/// Why not, in a sentence.
fn said(visit: &Visit, told: &Told) -> Msg {
    let minutes = parameters::lockout(visit.app.settings()).lasts.minutes();
    match told {
        Told::Late => Msg::new("accounts-passkey-late"),
        Told::Foreign => Msg::new("accounts-passkey-foreign"),
        Told::Spent => Msg::new("accounts-passkey-spent"),
        Told::Unknown => Msg::new("accounts-passkey-unknown"),
        Told::Stopped => Msg::new("accounts-passkey-stopped"),
        Told::NeedsPassword => Msg::new("accounts-passkey-needs-password"),
        Told::Door(enter::Told::Wrong(Wrong::Left(left), at)) => {
            let key = match at {
                Where::Elsewhere => "accounts-passkey-wrong",
                Where::Here => "accounts-passkey-wrong-here",
            };
            Msg::new(key).with("left", *left).with("minutes", minutes)
        }
        Told::Door(enter::Told::Wrong(Wrong::LockedUntil(until), at) | enter::Told::Locked { until, at }) => {
            let key = match at {
                Where::Elsewhere => "accounts-passkey-locked",
                Where::Here => "accounts-passkey-locked-here",
            };
            let until = sign_in::moment(visit, *until);
            Msg::new(key).with("until", until).with("way", sign_in::way(visit))
        }
        Told::Door(enter::Told::InitialExpired) => Msg::new("accounts-door-initial-expired"),
        Told::Door(enter::Told::Shut { state, until, article, .. }) => {
            sign_in::shut(visit, *state, *until, article.as_ref())
        }
        Told::Door(enter::Told::SecondFactor | enter::Told::In { .. } | enter::Told::Changed) => {
            Msg::new("accounts-passkey-foreign")
        }
    }
}
