//! Ordering an inspection, and answering a finding.

use super::{
    ANSWER, BEGIN, READ, job,
    page::{HERE, show},
    store,
};
use crate::people::saving::{Saved, Stop, prepare, save};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn, Text};

/// `POST /audit/accounts/inspections`: all accounts are gone through now.
pub async fn begin(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(BEGIN)?;
    let (prepared, by) = (prepare(&who, 2), who.actor.person);
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        job::order(tx, deed.id()?, Some(by), deed.now())?;
        xingtan_audit::record(tx, &deed.entry("accounts.inspection-begun")?)?;
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Done(()) | Saved::Wrong => {
            who.app.ring();
            Ok(who.go(HERE, "pine", &Msg::new("accounts-inspection-begun")))
        }
    }
}

/// `POST /audit/accounts/{id}/answer`: fields `verdict` (`kept`, `settled`), `answer`, `version`.
pub async fn answer(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    who.must(ANSWER)?;
    let it = who.app.db().read(move |tx| store::one(tx, id)).await?.ok_or(Fault::NotFound)?;
    who.must_at(READ, &it.unit_path)?;
    who.must_at(ANSWER, &it.unit_path)?;
    if it.person_id == who.actor.person {
        return Err(Fault::Conflict(Msg::new("accounts-finding-own")));
    }
    let seen = form.int("version", 0..=i64::MAX);
    let text = form.text("answer", Text::required(500).lines());
    let verdict = match form.value("verdict") {
        "kept" => "kept",
        "settled" => "settled",
        _ => {
            form.refuse("verdict", Msg::new("web-form-choice"));
            ""
        }
    };
    if !form.ok() {
        return show(&who, id, form).await;
    }
    let (prepared, by) = (prepare(&who, 1), who.actor.person);
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        if !store::answer(tx, id, seen, verdict, by, &text, deed.now())? {
            return Err(Stop::Field("", Msg::new("web-fault-stale")));
        }
        let entry = deed.entry("accounts.finding-answered")?.on("person", it.person_id, it.name.as_str());
        let told = json!({ "kind": it.kind, "verdict": verdict, "answer": text });
        xingtan_audit::record(tx, &entry.within(it.unit_path.as_str()).after(&told))?;
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(()) => Ok(who.go(HERE, "pine", &Msg::new("accounts-finding-answered"))),
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, id, form).await,
    }
}
