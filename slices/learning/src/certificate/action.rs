//! What the forms about one certificate do.

use super::{
    change::{self, Hand},
    page::{self, writable},
    rules::State,
    store,
    template::store as templates,
};
use crate::{enrolment::store as enrolments, notification::notices};
use axum::{
    extract::{Path, State as Of},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_catalog::Act;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text};

/// Why a certificate is withdrawn.
pub const REASON: Text = Text::required(500).lines();

/// `POST /certificates/{id}/revocation`: withdraws it. The check page says so at once.
pub async fn revoke(
    Of(app): Of<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let reason = form.text("reason", REASON);
    if !form.ok() {
        return page::ask_revocation(&who, id, form).await;
    }
    let act = Act::of(&who);
    app.db()
        .write(move |tx| {
            let found = writable(tx, &act.actor, id)?;
            let hand = Hand { who: act.who.clone(), now: act.at, ids: &|| act.ids.next() };
            if change::revoke(tx, &hand, &found.it, &found.unit_path, &reason)? {
                change::tell(tx, &hand, notices::CERTIFICATE_REVOKED, &found.it)?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    app.ring();
    Ok(who.go(&format!("/certificates/{id}"), "pine", &Msg::new("learning-certificate-revoke-done")))
}

/// What became of a replacement.
enum Replaced {
    By(Uuid),
    Before(String),
}

/// Its template is gone, or another one holds already: nothing of the unit stays, the form's key included.
fn refused<T>(key: &'static str) -> Result<T, Fault> {
    Err(Fault::Conflict(Msg::new(key)))
}

/// `POST /certificates/{id}/replacement`: a new one with the facts of today in its place; the old one is withdrawn.
pub async fn replace(
    Of(app): Of<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let reason = form.text("reason", REASON);
    if !form.ok() {
        return page::ask_replacement(&who, id, form).await;
    }
    let (act, key) = (Act::of(&who), form.key());
    let done = app
        .db()
        .write(move |tx| {
            let found = writable(tx, &act.actor, id)?;
            let here = format!("/certificates/{id}");
            if let Once::Before(to) = FormKey::enter(key, tx, Some(act.person), &here, act.at)? {
                return Ok(Replaced::Before(to));
            }
            let Some(template) = templates::get(tx, found.it.template_id)? else {
                return refused("learning-certificate-template-gone");
            };
            let enrolment = enrolments::get(tx, found.it.enrolment_id)?.ok_or(Fault::NotFound)?;
            let Some(completed_at) = enrolment.completed_at else {
                return refused("learning-certificate-replaced-before");
            };
            if store::holding(tx, enrolment.id, completed_at)?.is_some_and(|it| it.id != id) {
                return refused("learning-certificate-replaced-before");
            }
            let hand = Hand { who: act.who.clone(), now: act.at, ids: &|| act.ids.next() };
            if found.it.state(&act.at) != State::Revoked {
                change::revoke(tx, &hand, &found.it, &found.unit_path, &reason)?;
            }
            match change::issue(tx, &hand, &template, &enrolment, Some(id))? {
                Some(new) => Ok::<_, Fault>(Replaced::By(new.id)),
                None => refused("learning-certificate-replaced-before"),
            }
        })
        .await;
    app.ring();
    match done {
        Ok(Replaced::By(new)) => Ok(who.go(
            &format!("/certificates/{new}"),
            "pine",
            &Msg::new("learning-certificate-replace-done"),
        )),
        Ok(Replaced::Before(to)) => Ok(Redirect::to(&to).into_response()),
        Err(Fault::Conflict(msg)) => {
            form.refuse("", msg);
            page::ask_replacement(&who, id, form).await
        }
        Err(fault) => Err(fault),
    }
}
