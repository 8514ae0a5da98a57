//! `/real-names/ID/reveal`: what the stars hide, for a reason that is kept (GOV-10).

use super::{DECIDE, HERE, change, store};
use crate::people::saving::{prepare, shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Tx, params};
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "real_name/reveal.html")]
struct RevealPage {
    page: Page,
    row: store::RealName,
    clear: Option<(String, String)>,
    form: Form,
}

/// `GET /real-names/ID/reveal`: asks for the reason.
pub async fn page(who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(who.app.id()), None).await
}

fn decided_by(tx: &mut Tx<'_>, who: &SignedIn, id: Uuid) -> Result<store::RealName, Fault> {
    store::of(tx, id)?.filter(|it| who.actor.may_at(DECIDE, &it.unit_path)).ok_or(Fault::NotFound)
}

async fn show(
    who: &SignedIn,
    id: Uuid,
    form: Form,
    clear: Option<(String, String)>,
) -> Result<Response, Fault> {
    let signed = who.clone();
    let row = who.app.db().read(move |tx| decided_by(tx, &signed, id)).await?;
    let view = RevealPage {
        page: Page::new(who, who.l.t1("accounts-real-name-reveal-title", "name", &row.name))
            .crumb(HERE, who.l.t("accounts-real-names-title"))
            .crumb(format!("{HERE}/{id}"), row.name.clone()),
        clear,
        row,
        form: form.clone(),
    };
    shown(&form, &view)
}

/// `POST /real-names/ID/reveal`: notes who reads what of whom and why, then shows it once; no redirect, so that the
/// number stands in no address.
pub async fn reveal(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let reason = form.text("reason", Text::required(300));
    if !form.ok() {
        return show(&who, id, form, None).await;
    }
    let (signed, act) = (who.clone(), prepare(&who, 2));
    let read = who.app.db().write(move |tx| {
        let row = decided_by(tx, &signed, id)?;
        let sealed = store::sealed(tx, id)?.ok_or(Fault::NotFound)?;
        let deed = act.begin();
        tx.exec(
            "INSERT INTO accounts_sensitive_read (id, person_id, field, reader_id, reason, at)
             VALUES ($1, $2, 'real-name', $3, $4, $5)",
            params![deed.id()?, id, signed.actor.person, reason, deed.now()],
        )?;
        let entry = deed.entry("accounts.sensitive-read")?.on("person", id, row.name.as_str());
        let entry = entry.within(&row.unit_path).detail(&json!({ "field": "real-name", "reason": reason }));
        xingtan_audit::record(tx, &entry)?;
        Ok::<_, Fault>(sealed)
    });
    let sealed = read.await?;
    who.app.ring();
    let clear = change::opened(who.app.keys(), id, &sealed)
        .ok_or_else(|| Fault::Gone(Msg::new("accounts-real-name-lost")))?;
    show(&who, id, form, Some(clear)).await
}
