//! `/account/passkeys`: one's own passkeys.

use super::{
    ceremony::{self, Challenge},
    rules::{self, MOST, Nowhere, Site},
    store::{self, Kept},
};
use crate::{
    credential::{
        keep::{self, Going},
        recovery,
        store::{self as credentials, Known},
    },
    people::saving::shown,
    session::ask_proof,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Locale;
use xingtan_web::{Fault, Form, Page, SignedIn, Visit, html};

/// The list.
pub const HERE: &str = "/account/passkeys";
/// The page to add one.
pub const NEW: &str = "/account/passkeys/new";

/// Where passkeys work for whoever visits.
///
/// # Errors
/// Why they do not.
pub fn site(visit: &Visit) -> Result<Site, Nowhere> {
    rules::site(visit.app.config().public_url.as_deref(), &visit.origin)
}

struct Line {
    id: Uuid,
    name: String,
    added: String,
    used: String,
    tone: &'static str,
    state: String,
    shape: &'static str,
    why: Option<String>,
    may_alone: bool,
}

fn line(l: &Locale, kept: Kept, here: Option<&Site>) -> Line {
    let (tone, shape, word, why) = match (kept.stopped_at, kept.opens_alone) {
        (Some(at), _) => {
            ("cinnabar", "dash", "stopped", Some(l.t1("accounts-passkey-stopped-line", "at", at)))
        }
        (None, false) => ("ochre", "ring", "second", Some(l.t("accounts-passkey-second-line"))),
        (None, true) => ("pine", "", "alone", None),
    };
    let elsewhere = here.is_some_and(|site| site.host != kept.site);
    let why = why.or_else(|| elsewhere.then(|| l.t1("accounts-passkey-other-site", "site", &kept.site)));
    Line {
        id: kept.id,
        added: l.date_time(kept.added_at),
        used: kept.used_at.map_or_else(|| l.t("accounts-passkey-unused"), |at| l.date_time(at)),
        tone,
        shape,
        state: l.t(&format!("accounts-passkey-is-{word}")),
        why,
        may_alone: kept.stopped_at.is_none() && !kept.opens_alone,
        name: kept.name,
    }
}

#[derive(Template)]
#[template(path = "passkey/list.html")]
struct ListPage {
    page: Page,
    f: Form,
    lines: Vec<Line>,
    nowhere: Option<String>,
    full: bool,
    left: usize,
}

async fn known(who: &SignedIn) -> Result<(Known, Vec<Kept>), Fault> {
    let person = who.actor.person;
    let read = move |tx: &mut Tx<'_>| {
        let known = credentials::of(tx, person)?.ok_or(xingtan_db::Error::NotFound)?;
        Ok::<_, xingtan_db::Error>((known, store::of(tx, person)?))
    };
    Ok(who.app.db().read(read).await?)
}

/// GET `/account/passkeys`.
pub async fn list(who: SignedIn) -> Result<Response, Fault> {
    let (known, kept) = known(&who).await?;
    let site = site(&who);
    let full = kept.len() >= usize::try_from(MOST).unwrap_or(usize::MAX);
    let page = ListPage {
        page: Page::new(&who, who.l.t("accounts-passkeys-title"))
            .crumb("/account", who.l.t("accounts-account-title")),
        f: Form::fresh(who.app.id()),
        lines: kept.into_iter().map(|kept| line(&who.l, kept, site.as_ref().ok())).collect(),
        nowhere: site.err().map(|nowhere| who.l.t(nowhere.key())),
        full,
        left: recovery::left(known.recovery_hashes.as_deref()),
    };
    html(&page)
}

#[derive(Template)]
#[template(path = "passkey/new.html")]
struct NewPage {
    page: Page,
    f: Form,
    challenge: Challenge,
}

/// GET `/account/passkeys/new`, after a recent proof of the password; each time with a fresh challenge.
pub async fn new(who: SignedIn) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, NEW) {
        return Ok(ask);
    }
    show_new(&who, Form::fresh(who.app.id())).await
}

/// The form of a new passkey; where none can be added, the list, which says why.
///
/// # Errors
/// Those of the database.
pub async fn show_new(who: &SignedIn, form: Form) -> Result<Response, Fault> {
    let (_, kept) = known(who).await?;
    let full = kept.len() >= usize::try_from(MOST).unwrap_or(usize::MAX);
    let (Ok(site), false) = (site(who), full) else { return Ok(Redirect::to(HERE).into_response()) };
    let page = NewPage {
        page: crumbs(who, "accounts-passkey-new"),
        challenge: ceremony::to_add(who, &site, &bound(who)?, &kept)?,
        f: form.clone().in_language(&who.l),
    };
    shown(&form, &page)
}

/// To what the challenges of somebody with a session are bound.
///
/// # Errors
/// Without a session.
pub fn bound(who: &SignedIn) -> Result<String, Fault> {
    who.actor.session.map(|session| session.to_string()).ok_or_else(Fault::forbidden)
}

fn crumbs(who: &SignedIn, title: &str) -> Page {
    Page::new(who, who.l.t(title))
        .crumb("/account", who.l.t("accounts-account-title"))
        .crumb(HERE, who.l.t("accounts-passkeys-title"))
}

#[derive(Template)]
#[template(path = "passkey/one.html")]
struct OnePage {
    page: Page,
    f: Form,
    id: Uuid,
}

/// GET `/account/passkeys/ID`: its name.
pub async fn one(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let kept = own(&who, id).await?;
    show_one(&who, id, Form::fresh(who.app.id()).with("name", kept.name))
}

/// The form of a passkey's name.
///
/// # Errors
/// Where the template does not render.
pub fn show_one(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let page =
        OnePage { page: crumbs(who, "accounts-passkey-rename"), f: form.clone().in_language(&who.l), id };
    shown(&form, &page)
}

#[derive(Template)]
#[template(path = "passkey/remove.html")]
struct RemovePage {
    page: Page,
    f: Form,
    id: Uuid,
    name: String,
    /// Neither another passkey nor an authenticator is left then.
    last: bool,
    /// A role of its owner keeps it.
    stays: bool,
}

/// GET `/account/passkeys/ID/remove`: asks once, after a recent proof of the password.
pub async fn ask_remove(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, &format!("{HERE}/{id}/remove")) {
        return Ok(ask);
    }
    let (known, kept) = known(&who).await?;
    let one = kept.iter().find(|kept| kept.id == id).ok_or(Fault::NotFound)?;
    let (person, settings, on) = (who.actor.person, who.app.settings().clone(), known.totp_since.is_some());
    let stays = move |tx: &mut Tx<'_>| keep::must_stay(tx, &settings, person, on, Going::Passkey(id));
    let stays = who.app.db().read(stays).await?;
    let page = RemovePage {
        page: crumbs(&who, "accounts-passkey-remove"),
        f: Form::fresh(who.app.id()),
        id,
        name: one.name.clone(),
        last: kept.len() == 1 && known.totp_since.is_none(),
        stays,
    };
    html(&page)
}

/// One of the visitor's own passkeys.
///
/// # Errors
/// [`Fault::NotFound`] where it is somebody else's, or nobody's.
pub async fn own(who: &SignedIn, id: Uuid) -> Result<Kept, Fault> {
    let person = who.actor.person;
    who.app.db().read(move |tx| store::one(tx, person, id)).await?.ok_or(Fault::NotFound)
}
