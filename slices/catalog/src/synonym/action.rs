//! What the forms of synonyms do.

use super::{
    change::{self, WORDS},
    page::{show, show_one},
};
use crate::{Act, course::action::done, permissions::SYNONYMS_MANAGE, undo::Undo};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

const HREF: &str = "/search/synonyms";

/// The words that were typed, their faults beside the field.
fn typed(form: &mut Form) -> Vec<String> {
    let text = form.text("words", WORDS);
    if !form.ok() {
        return Vec::new();
    }
    change::words(&text).unwrap_or_else(|msg| {
        form.refuse("words", msg);
        Vec::new()
    })
}

/// `POST /search/synonyms`.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(SYNONYMS_MANAGE)?;
    let words = typed(&mut form);
    if !form.ok() {
        return show(&app, &who, (String::new(), None), form).await;
    }
    let (act, key, id) = (Act::of(&who), form.key(), app.id());
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once == Once::First {
                change::add(tx, id, &words, &act)?;
            }
            Ok(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(done(&who, once, HREF, "catalog-synonyms-added")),
        Err(Undo::Fault(fault)) => Err(fault),
        Err(Undo::Refused((field, msg))) => {
            form.refuse(field, msg);
            show(&app, &who, (String::new(), None), form).await
        }
    }
}

/// `POST /search/synonyms/{synonyms}`.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(SYNONYMS_MANAGE)?;
    let words = typed(&mut form);
    let seen = form.int("version", 1..=i64::MAX);
    if !form.ok() {
        return show_one(&app, &who, id, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (act, key) = (Act::of(&who), form.key());
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once == Once::First {
                change::save(tx, (id, seen), &words, &act)?;
            }
            Ok(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(done(&who, once, HREF, "catalog-synonyms-saved")),
        Err(Undo::Fault(fault)) => Err(fault),
        Err(Undo::Refused((field, msg))) => {
            let status =
                if field.is_empty() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            form.refuse(field, msg);
            show_one(&app, &who, id, Some(form), status).await
        }
    }
}

/// `POST /search/synonyms/{synonyms}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    who.must_whole(SYNONYMS_MANAGE)?;
    let (act, key) = (Act::of(&who), form.key());
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once == Once::First {
                change::remove(tx, id, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, HREF, "catalog-synonyms-removed"))
}
