//! `/account/password`: a new password, by choice or because it has to be changed.

use crate::{
    credential::{
        change::{self, By},
        prove, store as credentials,
    },
    parameters,
    people::saving::{Saved, Stop, prepare, save, shown},
    session::{at_door, recent_proof},
};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, Standing, Visit};

/// In the frame of the pages, by choice.
#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    page: Page,
    f: Form,
    user: String,
    ask_current: bool,
    rules: Vec<(String, String)>,
    remarks: Vec<String>,
}

/// At the door, because nothing else is open before.
#[derive(Template)]
#[template(path = "account/password_door.html")]
struct DoorPage {
    page: Page,
    f: Form,
    user: String,
    ask_current: bool,
    rules: Vec<(String, String)>,
    remarks: Vec<String>,
}

fn forced(who: &SignedIn) -> bool {
    who.identity.as_ref().is_some_and(|identity| identity.standing == Standing::MustChangePassword)
}

/// Whoever has just come in by the password that has to be changed need not give it again.
fn ask_current(who: &SignedIn) -> bool {
    !(forced(who) && recent_proof(who))
}

fn show(who: &SignedIn, form: &Form) -> Result<Response, Fault> {
    let policy = parameters::policy(who.app.settings());
    let page = Page::new(who, who.l.t("accounts-password-title"));
    let (user, ask_current) = (who.actor.user_name.clone(), ask_current(who));
    let (rules, remarks) = (change::rules(&who.l, &policy), change::remarks(&who.l, &policy));
    let f = form.clone().in_language(&who.l);
    if forced(who) {
        return shown(form, &DoorPage { page, f, user, ask_current, rules, remarks });
    }
    let page = page.crumb("/account", who.l.t("accounts-account-title"));
    shown(form, &PasswordPage { page, f, user, ask_current, rules, remarks })
}

/// GET.
pub async fn page(visit: Visit) -> Result<Response, Fault> {
    let who = at_door(visit, &[Standing::MustChangePassword])?;
    show(&who, &Form::fresh(who.app.id()))
}

/// POST: fields `current`, `password`, `again`.
pub async fn change(visit: Visit, mut form: Form) -> Result<Response, Fault> {
    let who = at_door(visit, &[Standing::MustChangePassword])?;
    let session = who.actor.session.ok_or_else(Fault::forbidden)?;
    let (app, person) = (&who.app, who.actor.person);
    let policy = parameters::policy(app.settings());
    let asked = ask_current(&who);
    let current = if asked { form.secret("current", 1024) } else { String::new() };
    let typed = {
        let (user, name) = (&who.actor.user_name, &who.actor.name);
        let own = change::own_words(app.settings(), name, user);
        change::read(&mut form, &policy, &[user, name], &own)
    };
    form.forget(&["current", "password", "again"]);
    if !form.ok() {
        return show(&who, &form);
    }
    crate::session::throttle(&who, &who.actor.user_name.to_lowercase()).await?;
    let count = policy.history;
    let read = app.db().read(move |tx| {
        let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
        Ok::<_, xingtan_db::Error>((known, credentials::history(tx, person, count)?))
    });
    let (known, history) = read.await?;
    if asked && !prove::password(app.keys(), Some(&known), &current).await?.right {
        return wrong(&who, form).await;
    }
    let Some(hash) = change::hash(&mut form, &typed, &known, history, &policy).await? else {
        return show(&who, &form);
    };
    let (prepared, settings) = (prepare(&who, 5), app.settings().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let now_known = credentials::of(tx, person)?.ok_or(Fault::NotFound)?;
        if now_known.password_hash != known.password_hash || now_known.initial_mac != known.initial_mac {
            return Err(Stop::Field("", Msg::new("accounts-password-meanwhile")));
        }
        let deed = prepared.begin();
        if asked && !crate::session::not_locked(tx, person, session, &settings, deed.now())? {
            return Err(Stop::Field("", Msg::new("accounts-factor-locked")));
        }
        let ended = change::set(tx, &deed, &now_known, &hash, By::Owner(session), &settings)?;
        crate::session::store::proved(tx, session, deed.now())?;
        Ok(ended)
    };
    let to = if forced(&who) { "/" } else { "/account" };
    match save(&who, &mut form, to, unit).await? {
        Saved::Done(ended) => {
            Ok(who.go(to, "pine", &Msg::new("accounts-password-done").with("ended", ended)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, &form),
    }
}

/// A wrong present password counts like one at the door.
async fn wrong(who: &SignedIn, mut form: Form) -> Result<Response, Fault> {
    match crate::session::count_failure(who).await? {
        Some(left) => {
            let minutes = parameters::lockout(who.app.settings()).lasts.minutes();
            let msg = Msg::new("accounts-door-wrong").with("left", left).with("minutes", minutes);
            form.refuse("current", msg);
            show(who, &form)
        }
        None => Ok(who.go("/sign-in", "cinnabar", &Msg::new("accounts-factor-locked"))),
    }
}
