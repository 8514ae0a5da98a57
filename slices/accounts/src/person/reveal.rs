//! `/people/ID/reveal`: a masked field in clear, for a reason that is kept (GOV-10).

use super::{REVEAL, reach, store::Person};
use crate::people::saving::{prepare, shown};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::{Tx, params};
use xingtan_i18n::Msg;
use xingtan_keys::Place;
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text};

#[derive(Template)]
#[template(path = "person/reveal.html")]
struct RevealPage {
    page: Page,
    person: Person,
    masked: String,
    clear: Option<String>,
    form: Form,
}

fn mobile(tx: &mut Tx<'_>, id: Uuid) -> xingtan_db::Result<(Option<Vec<u8>>, Option<String>)> {
    tx.one("SELECT mobile_sealed, mobile_masked FROM accounts_person WHERE id = $1", params![id])
}

/// `GET /people/ID/reveal`: asks for the reason.
pub async fn page(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&who, id, Form::fresh(app.id()), None).await
}

async fn show(who: &SignedIn, id: Uuid, form: Form, clear: Option<String>) -> Result<Response, Fault> {
    let signed = who.clone();
    let read = who.app.db().read(move |tx| {
        let person = reach::seen(tx, &signed, REVEAL, id)?;
        Ok::<_, Fault>((mobile(tx, id)?.1.ok_or(Fault::NotFound)?, person))
    });
    let (masked, person) = read.await?;
    let view = RevealPage {
        page: Page::new(who, who.l.t1("accounts-reveal-title", "name", &person.name))
            .crumb("/people", who.l.t("accounts-people-title"))
            .crumb(format!("/people/{id}"), person.name.clone()),
        masked,
        clear,
        form: form.clone(),
        person,
    };
    shown(&form, &view)
}

/// `POST /people/ID/reveal`: notes who reads what of whom and why, then shows it once; no redirect, so that the number
/// stands in no address.
pub async fn reveal(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let reason = form.text("reason", Text::required(300));
    if !form.ok() {
        return show(&who, id, form, None).await;
    }
    let (signed, act) = (who.clone(), prepare(&who, 2));
    let read = app.db().write(move |tx| {
        let person = reach::seen(tx, &signed, REVEAL, id)?;
        let sealed = mobile(tx, id)?.0.ok_or(Fault::NotFound)?;
        let deed = act.begin();
        tx.exec(
            "INSERT INTO accounts_sensitive_read (id, person_id, field, reader_id, reason, at)
             VALUES ($1, $2, 'mobile', $3, $4, $5)",
            params![deed.id()?, id, signed.actor.person, reason, deed.now()],
        )?;
        let entry = deed.entry("accounts.sensitive-read")?.on("person", id, person.name.as_str());
        let entry = entry.within(&person.unit_path).detail(&json!({ "field": "mobile", "reason": reason }));
        xingtan_audit::record(tx, &entry)?;
        Ok::<_, Fault>(sealed)
    });
    let sealed = read.await?;
    app.ring();
    let place = Place { table: "accounts_person", column: "mobile_sealed", row: id };
    let clear = app.keys().unseal_text(place, &sealed).map_err(|error| {
        tracing::error!(%error, person = %id, "a mobile number does not open");
        Fault::Gone(Msg::new("accounts-reveal-lost"))
    })?;
    show(&who, id, form, Some(clear.to_string())).await
}
