//! `/sign-in`: one form, user name and password; in a demo also its people by one click.

use super::{
    arrival::{Arrival, cookie_value},
    contest::Contests,
    enter::{self, Told, Where},
    log::{self, Outcome},
    passkey::Door,
    rules::{self, End},
    store,
};
use crate::{
    credential::{prove, store as credentials},
    demo, parameters,
    passkey::ceremony::Challenge,
    person::rules::State,
};
use askama::Template;
use axum::{
    Extension,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, StatusCode};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};
use xingtan_auth::throttle::Wrong;
use xingtan_clock::{Span, Timestamp};
use xingtan_i18n::Msg;
use xingtan_keys::Token;
use xingtan_web::{App, Fault, Form, Page, Text, Visit, html};

/// Failures of an address are counted over so long.
pub const WINDOW: Span = Span::of_minutes(10);

/// No password is longer, in bytes; what is longer is not hashed.
const LONGEST: usize = 1024;

#[derive(Template)]
#[template(path = "session/sign_in.html")]
struct SignInPage {
    page: Page,
    f: Form,
    next: String,
    lasting: bool,
    ended: Option<String>,
    contest: Option<String>,
    passkey: Result<Challenge, String>,
    demo: Vec<DemoGroup>,
}

struct DemoGroup {
    label: String,
    people: Vec<DemoPerson>,
}

struct DemoPerson {
    user: &'static str,
    name: String,
    role: String,
}

/// When names were read, and names by user name.
type Read = (Timestamp, Arc<HashMap<String, String>>);

/// Names of the demo people, read at most once a minute: the page is asked for often and by anybody.
#[derive(Debug, Default)]
pub struct DemoNames(RwLock<Option<Read>>);

impl DemoNames {
    async fn of(&self, app: &App, now: Timestamp) -> Result<Arc<HashMap<String, String>>, Fault> {
        let known = self.0.read().unwrap_or_else(|e| e.into_inner()).clone();
        if let Some((at, names)) =
            known.filter(|(at, names)| now - *at < Span::of_seconds(60) && !names.is_empty())
        {
            debug_assert!(at <= now);
            return Ok(names);
        }
        let names = Arc::new(app.db().read(demo::names).await?);
        *self.0.write().unwrap_or_else(|e| e.into_inner()) = Some((now, names.clone()));
        Ok(names)
    }
}

/// GET `/sign-in`.
pub async fn page(
    visit: Visit,
    headers: HeaderMap,
    Extension(names): Extension<Arc<DemoNames>>,
    form: Form,
) -> Result<Response, Fault> {
    let next = rules::local_path(form.value("next")).unwrap_or("").to_owned();
    if visit.identity.is_some() {
        return Ok(Redirect::to(if next.is_empty() { "/" } else { &next }).into_response());
    }
    let ended = why_ended(&visit, &headers).await?;
    show(&visit, &headers, &names, Form::default().with("next", next), ended).await
}

/// The page, with a fresh challenge for whoever has a passkey.
pub(super) async fn show(
    visit: &Visit,
    headers: &HeaderMap,
    names: &DemoNames,
    f: Form,
    ended: Option<String>,
) -> Result<Response, Fault> {
    show_with(visit, headers, names, f, (ended, None)).await
}

/// The same, with why a session ended, and where one contests what took the account.
pub(super) async fn show_with(
    visit: &Visit,
    headers: &HeaderMap,
    names: &DemoNames,
    f: Form,
    (ended, contest): (Option<String>, Option<String>),
) -> Result<Response, Fault> {
    let status = if f.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let app = &visit.app;
    let demo =
        if app.institution().demo { groups(visit, &*names.of(app, visit.now).await?) } else { Vec::new() };
    let door = Door::of(headers);
    let page = SignInPage {
        passkey: door.asks(visit)?,
        page: Page::new(visit, visit.l.t("accounts-door-title")),
        next: f.value("next").to_owned(),
        f: f.in_language(&visit.l),
        lasting: app.settings().bool(&parameters::LASTING),
        ended,
        contest,
        demo,
    };
    Ok(door.give(app, (status, html(&page)?).into_response()))
}

fn groups(visit: &Visit, names: &HashMap<String, String>) -> Vec<DemoGroup> {
    let person = |(user, role): &(&'static str, xingtan_auth::Role)| {
        Some(DemoPerson { user, name: names.get(*user)?.clone(), role: visit.l.t(&role.key()) })
    };
    let groups = demo::GROUPS.iter().map(|(name, people)| DemoGroup {
        label: visit.l.t(&format!("accounts-demo-{name}")),
        people: people.iter().filter_map(person).collect(),
    });
    groups.filter(|group| !group.people.is_empty()).collect()
}

/// What to say to somebody whose session ended without their doing. One look-up, and only where the browser still
/// brings the cookie.
async fn why_ended(visit: &Visit, headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let app = &visit.app;
    let cookie = cookie_value(headers, app.config().session_cookie());
    let Some(token) = cookie.and_then(|text| Token::parse(&text)) else { return Ok(None) };
    let (hash, now) = (token.hash(), visit.now);
    let idle = Span::of_minutes(app.settings().int(&parameters::IDLE_MINUTES));
    let ended = app.db().read(move |tx| store::ending(tx, &hash)).await?;
    let why = ended.and_then(|ended| ended.why(idle, now)).filter(|why| *why != End::SignedOut);
    Ok(why.map(|why| visit.l.t(&why.key())))
}

/// POST `/sign-in`.
pub async fn sign_in(
    visit: Visit,
    headers: HeaderMap,
    Extension(names): Extension<Arc<DemoNames>>,
    contests: Option<Extension<Contests>>,
    mut form: Form,
) -> Result<Response, Fault> {
    let user = form.text("user", Text::required(100));
    let password = form.secret("password", LONGEST);
    form.forget(&["password"]);
    if !form.ok() {
        return show(&visit, &headers, &names, form, None).await;
    }
    let lasting = form.ticked("remember") && visit.app.settings().bool(&parameters::LASTING);
    let (arrival, secrets) = Arrival::of(&visit, &headers, &user, lasting);
    let told = knock(&visit, &arrival, user.to_lowercase(), &password).await?;
    let next = rules::local_path(form.value("next"));
    match told {
        Told::In { ended } => {
            Ok(secrets.give(&visit.app, lasting, inside(&visit, next.unwrap_or("/"), ended)))
        }
        Told::SecondFactor => {
            let to = super::proof::with_next("/sign-in/second-factor", next);
            Ok(secrets.give(&visit.app, lasting, Redirect::to(&to).into_response()))
        }
        refused => {
            refuse(&visit, &mut form, &refused);
            let contest = contest(&visit, &refused, contests).await?;
            show_with(&visit, &headers, &names, form, (None, contest)).await
        }
    }
}

/// Where whoever has proved to be the person contests what took their account.
pub(super) async fn contest(
    visit: &Visit,
    refused: &Told,
    contests: Option<Extension<Contests>>,
) -> Result<Option<String>, Fault> {
    match (refused, contests) {
        (Told::Shut { person, .. }, Some(Extension(all))) => all.find(visit, *person).await,
        _ => Ok(None),
    }
}

/// Throttles, compares, decides.
async fn knock(visit: &Visit, arrival: &Arrival, user_key: String, password: &str) -> Result<Told, Fault> {
    let app = &visit.app;
    throttle(visit, &user_key).await?;
    // The credential may change between the look-up and the unit; a second time in a row it will not.
    for _ in 0..3 {
        let key = user_key.clone();
        let known = app.db().read(move |tx| credentials::by_user(tx, &key)).await?;
        let proof = prove::password(app.keys(), known.as_ref(), password).await?;
        let (arrival, key) = (arrival.clone(), user_key.clone());
        let told = app.db().write(move |tx| enter::knock(tx, &arrival, &key, &proof)).await?;
        if told != Told::Changed {
            app.ring();
            return Ok(told);
        }
    }
    Err(Fault::Conflict(Msg::new("web-fault-conflict")))
}

/// Refuses addresses from which too many failures came. Notes it once a minute, so that knocking cannot fill the log.
pub async fn throttle(visit: &Visit, user_key: &str) -> Result<(), Fault> {
    let app = &visit.app;
    let limit = app.settings().int(&parameters::THROTTLE_FAILURES);
    let (ip, now) = (visit.ip, visit.now);
    let failures = app.db().read(move |tx| log::failures_from(tx, ip, now - WINDOW, limit)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let Some(after) = rules::throttled(&failures, limit, WINDOW, now) else { return Ok(()) };
    let (id, agent, key) = (app.id(), visit.agent.clone(), user_key.to_owned());
    let noted = app.db().write(move |tx| {
        if log::count_from(tx, ip, Outcome::Throttled, now - Span::of_minutes(1))? > 0 {
            return Ok(());
        }
        let tried = log::Try {
            id,
            person: None,
            user_key: &key,
            at: now,
            ip,
            agent: &agent,
            outcome: Outcome::Throttled,
            unusual: &[],
        };
        log::note(tx, &tried)
    });
    noted.await?;
    Err(Fault::TooMany { after })
}

/// Where somebody goes who is in; older sessions that ended for it are named.
pub fn inside(visit: &Visit, to: &str, ended: usize) -> Response {
    if ended == 0 {
        return Redirect::to(to).into_response();
    }
    visit.go(to, "ochre", &Msg::new("accounts-door-cap").with("count", ended))
}

/// Says why not, beside the password; what concerns the account stands above the form.
fn refuse(visit: &Visit, form: &mut Form, told: &Told) {
    let minutes = parameters::lockout(visit.app.settings()).lasts.minutes();
    let time = |at: &Timestamp| moment(visit, *at);
    match told {
        Told::Wrong(Wrong::Left(left), at) => {
            let key = told_at(*at, "accounts-door-wrong", "accounts-door-wrong-here");
            form.refuse("password", Msg::new(key).with("left", *left).with("minutes", minutes));
        }
        Told::Wrong(Wrong::LockedUntil(until), at) => {
            let key = told_at(*at, "accounts-door-locking", "accounts-door-locking-here");
            form.refuse("password", Msg::new(key).with("until", time(until)).with("way", way(visit)));
        }
        Told::Locked { until, at } => {
            let key = told_at(*at, "accounts-door-locked", "accounts-door-locked-here");
            form.refuse("password", Msg::new(key).with("until", time(until)).with("way", way(visit)));
        }
        Told::InitialExpired => form.refuse("", Msg::new("accounts-door-initial-expired")),
        Told::Shut { state, until, article, .. } => {
            form.refuse("", shut(visit, *state, *until, article.as_ref()))
        }
        Told::SecondFactor | Told::In { .. } | Told::Changed => {}
    }
}

fn told_at(at: Where, elsewhere: &'static str, here: &'static str) -> &'static str {
    match at {
        Where::Elsewhere => elsewhere,
        Where::Here => here,
    }
}

/// The way that there is for whoever cannot wait: by mail only where mails are sent.
pub(super) fn way(visit: &Visit) -> String {
    let mail = visit.app.config().mail;
    visit.l.t(if mail { "accounts-door-way-mail" } else { "accounts-door-way-ticket" })
}

/// A moment of today as its time alone.
pub(super) fn moment(visit: &Visit, at: Timestamp) -> String {
    let zone = &visit.app.institution().zone;
    if zone.date(at) == zone.date(visit.now) { visit.l.time(at) } else { visit.l.date_time(at) }
}

/// Why an account may not be used, with the article.
pub(super) fn shut(visit: &Visit, state: State, until: Option<Timestamp>, article: Option<&Msg>) -> Msg {
    let cited = match article {
        Some(article) => visit.l.t1("accounts-door-article", "article", visit.l.msg(article)),
        None => String::new(),
    };
    let msg = match (state, until) {
        (State::Suspended, Some(until)) => Msg::new("accounts-door-suspended").with("until", until),
        (State::Closed, _) => Msg::new("accounts-door-closed"),
        (State::Revoked, _) => Msg::new("accounts-door-revoked"),
        _ => Msg::new("accounts-door-frozen"),
    };
    msg.with("article", cited)
}

/// POST `/sign-in/demo`: in as one of the demo people, only in a demo.
pub async fn demo(visit: Visit, headers: HeaderMap, form: Form) -> Result<Response, Fault> {
    let app = &visit.app;
    let user = form.value("person").to_owned();
    if !demo::is_shared(&app.institution(), &user) {
        return Err(Fault::NotFound);
    }
    let (arrival, secrets) = Arrival::of(&visit, &headers, &user, false);
    let now = visit.now;
    let unit = move |tx: &mut xingtan_db::Tx<'_>| {
        let deed = arrival.prepared.begin();
        let known = credentials::by_user(tx, &user)?;
        match known.filter(|known| known.account().in_force(now) == State::Active) {
            Some(known) => enter::let_in(tx, &arrival, &deed, &known).map(Some),
            None => Ok::<_, xingtan_db::Error>(None),
        }
    };
    let ended = app.db().write(unit).await?.ok_or(Fault::NotFound)?;
    app.ring();
    Ok(secrets.give(app, false, inside(&visit, "/", ended)))
}
