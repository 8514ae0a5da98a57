//! `/account/sessions`: where one is signed in, and how to put an end to it (ACC-7, ACC-9).

use crate::{
    credential::store as credentials,
    people::saving::{Saved, prepare, save, shown},
    person::{Prepared, history, rules::Shown},
    session::{device, place::Places, rules::End, store},
    token,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn};

const HERE: &str = "/account/sessions";

struct Line {
    id: Uuid,
    device: String,
    ip: String,
    started: String,
    seen: String,
    lasting: bool,
    here: bool,
}

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    page: Page,
    f: Form,
    lines: Vec<Line>,
    others: usize,
}

/// GET.
pub async fn page(who: SignedIn) -> Result<Response, Fault> {
    let (person, now, own) = (who.actor.person, who.now, who.actor.session);
    let found = who.app.db().read(move |tx| store::list(tx, person, now)).await?;
    let places = Places::of(who.app.settings());
    let lines: Vec<Line> = found
        .into_iter()
        .map(|session| Line {
            here: Some(session.id) == own,
            id: session.id,
            device: device::named(&session.agent),
            ip: places.told(&session.ip),
            started: who.l.date_time(session.started_at),
            seen: who.l.date_time(session.seen_at),
            lasting: session.lasting,
        })
        .collect();
    let form = Form::fresh(who.app.id());
    let page = SessionsPage {
        page: Page::new(&who, who.l.t("accounts-sessions-title"))
            .crumb("/account", who.l.t("accounts-account-title")),
        others: lines.iter().filter(|line| !line.here).count(),
        lines,
        f: form.clone(),
    };
    shown(&form, &page)
}

/// Ends a session of one's own, by page and API; false where it had ended or is somebody else's. Takes one id.
///
/// # Errors
/// Those of the database.
pub fn ended(tx: &mut Tx<'_>, actor: &Actor, prepared: &Prepared, id: Uuid) -> xingtan_db::Result<bool> {
    let deed = prepared.begin();
    if !store::end(tx, actor.person, id, End::Elsewhere, deed.now())? {
        return Ok(false);
    }
    let entry = deed.entry("accounts.session-ended")?.on("person", actor.person, actor.name.as_str());
    xingtan_audit::record(tx, &entry.within(actor.unit_path.as_str()).detail(&json!({ "session": id })))?;
    Ok(true)
}

/// POST `/account/sessions/ID/end`.
pub async fn end_one(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let (actor, prepared) = (who.actor.clone(), prepare(&who, 1));
    let unit = move |tx: &mut Tx<'_>| Ok(ended(tx, &actor, &prepared, id)?);
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(true) if who.actor.session == Some(id) => Ok(Redirect::to("/sign-in").into_response()),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go(HERE, "pine", &Msg::new("accounts-sessions-ended-one"))),
    }
}

/// POST `/account/sessions/others/end`.
pub async fn end_others(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let prepared = prepare(&who, 1);
    let (person, name, path) = (who.actor.person, who.actor.name.clone(), who.actor.unit_path.clone());
    let own = who.actor.session;
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        let ended = store::end_all(tx, person, own, End::Elsewhere, deed.now())?;
        let entry = deed.entry("accounts.session-ended")?.on("person", person, name.as_str());
        xingtan_audit::record(tx, &entry.within(path.as_str()).detail(&json!({ "ended": ended })))?;
        Ok(ended)
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(ended) => {
            Ok(who.go(HERE, "pine", &Msg::new("accounts-sessions-ended").with("count", ended)))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(Redirect::to(HERE).into_response()),
    }
}

/// POST `/account/sessions/not-me`: ends every other session, revokes tokens, forgets devices; the password has to be
/// changed at once, with the present one.
pub async fn not_me(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    let prepared = prepare(&who, 2);
    let (person, name, path) = (who.actor.person, who.actor.name.clone(), who.actor.unit_path.clone());
    let own = who.actor.session;
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        let ended = store::end_all(tx, person, own, End::Secured, deed.now())?;
        let revoked = token::store::revoke_all(tx, person, deed.now())?;
        store::forget_devices(tx, person)?;
        crate::passkey::store::need_password(tx, person)?;
        if let Some(known) = credentials::of(tx, person)? {
            history::password(tx, &deed, &known, "secured", Shown::MustChange, "")?;
        }
        credentials::demand_change(tx, person)?;
        if let Some(own) = own {
            store::unprove(tx, own)?;
        }
        let entry = deed.entry("accounts.account-secured")?.on("person", person, name.as_str());
        let entry = entry.within(path.as_str()).detail(&json!({ "sessions": ended, "tokens": revoked }));
        xingtan_audit::record(tx, &entry)?;
        Ok(ended)
    };
    match save(&who, &mut form, "/account/password", unit).await? {
        Saved::Done(ended) => {
            let msg = Msg::new("accounts-sessions-secured").with("count", ended);
            Ok(who.go("/account/password", "ochre", &msg))
        }
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => Ok(Redirect::to(HERE).into_response()),
    }
}
