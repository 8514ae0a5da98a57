//! What the forms of bodies do.

use super::{
    MANAGE, page,
    store::{self, Said},
};
use crate::{
    people::saving::{Saved, Stop, prepare, save},
    person::store::person_by_user,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn, Text};

fn said(form: &mut Form, who: &SignedIn) -> Said {
    let kind = form.value("kind").to_owned();
    if !store::KINDS.contains(&kind.as_str()) {
        form.refuse("kind", Msg::new("web-form-choose"));
    }
    let (from, to) = (form.date("term_from"), form.date("term_to"));
    if from.is_none() {
        form.refuse("term_from", Msg::new("web-form-required"));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        form.refuse("term_to", Msg::new("accounts-body-term-wrong"));
    }
    Said {
        name: form.text("name", Text::required(60)),
        kind,
        powers: form.text("powers", Text::optional(2000).lines()),
        term_from: from.map_or(who.now, |day| who.l.zone().start_of(day)),
        term_to: to.map(|day| who.l.zone().end_of(day)),
    }
}

/// `POST /bodies`.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (id, said) = (app.id(), said(&mut form, &who));
    let to = format!("/bodies/{id}");
    if form.ok() {
        let act = prepare(&who, 1);
        let saved = save(&who, &mut form, &to, move |tx| {
            let deed = act.begin();
            store::add(tx, id, &said, deed.now())?;
            let entry = deed.entry("accounts.body-added")?.on("body", id, said.name.as_str());
            Ok(xingtan_audit::record(tx, &entry.after(&json!({ "kind": said.kind, "powers": said.powers })))?)
        });
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-body-added"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show_new(&who, form)
}

/// `POST /bodies/ID`.
pub async fn edit(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let said = said(&mut form, &who);
    let to = format!("/bodies/{id}");
    if form.ok() {
        let act = prepare(&who, 1);
        let saved = save(&who, &mut form, &to, move |tx| {
            let before = store::body(tx, id)?.ok_or(Fault::NotFound)?;
            store::edit(tx, id, &said)?;
            let entry = act.begin().entry("accounts.body-edited")?.on("body", id, said.name.as_str());
            let told = |kind: &str, powers: &str| json!({ "kind": kind, "powers": powers });
            let entry = entry.change(&told(&before.kind, &before.powers), &told(&said.kind, &said.powers));
            Ok(xingtan_audit::record(tx, &entry)?)
        });
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-body-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, Some(form), None).await
}

/// `POST /bodies/ID/members`: names a member by user name.
pub async fn add_member(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let user = form.text("user", Text::required(80));
    let office = form.text("office", Text::required(40));
    let to = format!("/bodies/{id}");
    if form.ok() {
        let act = prepare(&who, 1);
        let saved = save(&who, &mut form, &to, move |tx| {
            let body = store::body(tx, id)?.ok_or(Fault::NotFound)?;
            let unknown = || Stop::Field("user", Msg::new("accounts-people-unknown-user"));
            let person = person_by_user(tx, &user)?.ok_or_else(unknown)?;
            store::put_member(tx, id, person.id, &office)?;
            let entry = act.begin().entry("accounts.body-member-named")?.on("body", id, body.name);
            Ok(xingtan_audit::record(tx, &entry.detail(&json!({ "person": person.id, "office": office })))?)
        });
        match saved.await? {
            Saved::Done(()) => return Ok(who.go(&to, "pine", &Msg::new("accounts-body-saved"))),
            Saved::Before(to) => return Ok(Redirect::to(&to).into_response()),
            Saved::Wrong => {}
        }
    }
    page::show(&who, id, None, Some(form)).await
}

/// `POST /bodies/ID/members/PERSON/remove`.
pub async fn remove_member(
    State(_): State<App>,
    who: SignedIn,
    Path((id, person)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (to, act) = (format!("/bodies/{id}"), prepare(&who, 1));
    let saved = save(&who, &mut form, &to, move |tx| {
        let body = store::body(tx, id)?.ok_or(Fault::NotFound)?;
        if store::remove_member(tx, id, person)? {
            let entry = act.begin().entry("accounts.body-member-ended")?.on("body", id, body.name);
            xingtan_audit::record(tx, &entry.detail(&json!({ "person": person })))?;
        }
        Ok(())
    });
    saved.await?;
    Ok(who.go(&to, "pine", &Msg::new("accounts-body-saved")))
}

/// `POST /bodies/ID/delete`: into the bin.
pub async fn delete(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let act = prepare(&who, 1);
    let saved = save(&who, &mut form, "/bodies", move |tx| {
        let deed = act.begin();
        let body = store::body(tx, id)?.ok_or(Fault::NotFound)?;
        store::delete(tx, id, deed.now(), deed.person())?;
        Ok(xingtan_audit::record(tx, &deed.entry("accounts.body-deleted")?.on("body", id, body.name))?)
    });
    saved.await?;
    Ok(who.go("/bodies", "pine", &Msg::new("accounts-body-deleted")))
}

/// `POST /bodies/ID/restore`: out of the bin.
pub async fn restore(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let (to, act) = (format!("/bodies/{id}"), prepare(&who, 1));
    let saved = save(&who, &mut form, &to, move |tx| {
        let name = store::restore(tx, id)?.ok_or(Fault::NotFound)?;
        Ok(xingtan_audit::record(tx, &act.begin().entry("accounts.body-restored")?.on("body", id, name))?)
    });
    saved.await?;
    Ok(who.go(&to, "pine", &Msg::new("accounts-body-restored")))
}
