//! One certificate: for its holder, and for those who look after certificates.

use super::{
    READ, WRITE, file_claim,
    pdf::check_page,
    rules::{self, State},
    shown::Shown,
    store::{self, Certificate},
};
use askama::Template;
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode};
use xingtan_accounts::api as accounts;
use xingtan_auth::Actor;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_web::{App, Fault, Form, Page, SignedIn, download::kept, html};

/// A certificate with where its holder belongs now.
pub struct Placed {
    /// The certificate.
    pub it: Certificate,
    /// Path of the holder's present unit.
    pub unit_path: String,
}

/// A certificate that one may see: one's own, or of one's subtree.
///
/// # Errors
/// [`Fault::NotFound`] where there is none, or it is not the reader's to know.
pub fn readable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Placed, Fault> {
    let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let unit_path = store::unit_path(tx, it.enrolment_id)?.ok_or(Fault::NotFound)?;
    let sees =
        it.person_id == actor.person || actor.may_at(READ, &unit_path) || actor.may_at(WRITE, &unit_path);
    sees.then_some(Placed { it, unit_path }).ok_or(Fault::NotFound)
}

/// A certificate that one may withdraw.
///
/// # Errors
/// [`Fault::NotFound`] where there is none, or it is not the reader's to know; [`Fault::Forbidden`] where it may only
/// be read.
pub fn writable(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Placed, Fault> {
    let found = readable(tx, actor, id)?;
    if actor.may_at(WRITE, &found.unit_path) { Ok(found) } else { Err(Fault::forbidden()) }
}

#[derive(Template)]
#[template(path = "certificate/one.html")]
struct OnePage {
    page: Page,
    it: Certificate,
    shown: Shown,
    state: State,
    code: String,
    qr: String,
    check: String,
    own: bool,
    may_write: bool,
    issued_by: String,
    revoked_by: String,
    successor: Option<Certificate>,
}

/// `GET /certificates/{id}`.
pub async fn one(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (found, successor, names) = app
        .db()
        .read(move |tx| {
            let found = readable(tx, &actor, id)?;
            let successor = store::successor(tx, id)?;
            let by: Vec<Uuid> = found.it.issued_by.into_iter().chain(found.it.revoked_by).collect();
            let names = if by.is_empty() { Default::default() } else { accounts::names(tx, &by)? };
            Ok::<_, Fault>((found, successor, names))
        })
        .await?;
    let Placed { it, unit_path } = found;
    let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let own = it.person_id == who.actor.person;
    let back = if own {
        ("/certificates", "learning-certificates")
    } else {
        (super::list::HREF, "learning-certificates-issued")
    };
    let check = check_page(&app, &who.origin, &it.code);
    html(&OnePage {
        page: Page::new(&who, it.number.clone()).crumb(back.0, who.l.t(back.1)),
        shown: Shown::of(&app, &it),
        state: it.state(&who.now),
        code: rules::shown(&it.code),
        qr: check.as_deref().map(|url| qr(&who, url)).unwrap_or_default(),
        check: check.unwrap_or_default(),
        own,
        may_write: who.actor.may_at(WRITE, &unit_path),
        issued_by: name(it.issued_by),
        revoked_by: name(it.revoked_by),
        successor,
        it,
    })
}

fn qr(who: &SignedIn, url: &str) -> String {
    xingtan_documents::qr_svg(url, &who.l.t("learning-certificate-qr")).unwrap_or_default()
}

/// `GET /certificates/{id}/pictures/{which}`: its `picture` or its `seal`.
pub async fn picture(
    Of(app): Of<App>,
    who: SignedIn,
    Path((id, which)): Path<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let file = app
        .db()
        .read(move |tx| {
            let it = readable(tx, &actor, id)?.it;
            let file = match which.as_str() {
                "picture" => it.picture_file,
                "seal" => it.seal_file,
                _ => None,
            };
            xingtan_storage::file::find(tx, file.ok_or(Fault::NotFound)?)?.ok_or(Fault::NotFound)
        })
        .await?;
    kept(&app, &file, &["image/png", "image/jpeg"], &headers).await
}

#[derive(Template)]
#[template(path = "certificate/revocation.html")]
struct RevocationPage {
    page: Page,
    form: Form,
    it: Certificate,
}

/// `GET /certificates/{id}/revocation`: names what is lost and asks once.
pub async fn revocation(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id());
    ask_revocation(&who, id, form).await
}

/// The form again, with what was wrong.
///
/// # Errors
/// As [`writable`].
pub async fn ask_revocation(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let it = who.app.db().read(move |tx| writable(tx, &actor, id)).await?.it;
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&RevocationPage {
        page: Page::new(who, who.l.t1("learning-certificate-revoke-title", "number", &it.number))
            .crumb(super::list::HREF, who.l.t("learning-certificates-issued"))
            .crumb(format!("/certificates/{id}"), it.number.clone()),
        form: form.in_language(&who.l),
        it,
    })?;
    Ok((status, page).into_response())
}

#[derive(Template)]
#[template(path = "certificate/replacement.html")]
struct ReplacementPage {
    page: Page,
    form: Form,
    it: Certificate,
    state: State,
}

/// `GET /certificates/{id}/replacement`: says what a new one takes over and asks once.
pub async fn replacement(Of(app): Of<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    let form = Form::fresh(app.id());
    ask_replacement(&who, id, form).await
}

/// The form again, with what was wrong.
///
/// # Errors
/// As [`writable`].
pub async fn ask_replacement(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let it = who.app.db().read(move |tx| writable(tx, &actor, id)).await?.it;
    let status = if form.ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = html(&ReplacementPage {
        page: Page::new(who, who.l.t1("learning-certificate-replace-title", "number", &it.number))
            .crumb(super::list::HREF, who.l.t("learning-certificates-issued"))
            .crumb(format!("/certificates/{id}"), it.number.clone()),
        form: form.in_language(&who.l),
        state: it.state(&who.now),
        it,
    })?;
    Ok((status, page).into_response())
}

/// Keeps the signed file of a certificate, unless somebody was quicker.
///
/// # Errors
/// Those of the database.
pub fn keep_file(
    tx: &mut Tx<'_>,
    it: &Certificate,
    stored: &xingtan_storage::Stored,
    now: xingtan_clock::Timestamp,
) -> xingtan_db::Result<()> {
    let file = xingtan_storage::file::keep(tx, stored, &format!("{}.pdf", it.number), None, now)?;
    if store::set_pdf(tx, it.id, file.id)? {
        xingtan_storage::file::claim(tx, file.id, file_claim(it.id), now)?;
    }
    Ok(())
}
