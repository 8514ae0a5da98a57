//! What the forms of categories do.

use super::{
    change::{self, refusal},
    page::{show, show_one},
    rules::{below, place},
    store::{self, Category},
};
use crate::{Act, course::action::done, permissions::CATEGORIES_MANAGE, undo::Undo};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use xingtan_audit::record;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_search::sort_key;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

const HREF: &str = "/courses/categories";

/// `POST /courses/categories`.
pub async fn add(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    let (name, parent_id) = (form.text("name", change::NAME), form.optional_id("parent"));
    xingtan_words::screen_names(&who, &mut form, &[("name", "")]).await?;
    if !form.ok() {
        return show(&app, &who, form).await;
    }
    let (act, key, id) = (Act::of(&who), form.key(), app.id());
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once != Once::First {
                return Ok(once);
            }
            change::add(tx, id, parent_id, &name, &act)?;
            Ok(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(done(&who, once, HREF, "catalog-category-added")),
        Err(Undo::Fault(fault)) => Err(fault),
        Err(Undo::Refused((field, msg))) => {
            form.refuse(field, msg);
            show(&app, &who, form).await
        }
    }
}

/// `POST /courses/categories/{category}`: renames and moves it.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    let (name, parent_id) = (form.text("name", change::NAME), form.optional_id("parent"));
    let seen = form.int("version", 1..=i64::MAX);
    let before = named(&who, id).await?;
    xingtan_words::screen_names(&who, &mut form, &[("name", &before)]).await?;
    if !form.ok() {
        return show_one(&app, &who, id, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let (act, key) = (Act::of(&who), form.key());
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once != Once::First {
                return Ok(once);
            }
            change::save(tx, (id, seen), parent_id, &name, &act)?;
            Ok(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(done(&who, once, HREF, "catalog-category-saved")),
        Err(Undo::Fault(fault)) => Err(fault),
        Err(Undo::Refused((field, msg))) => {
            let status =
                if field.is_empty() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            form.refuse(field, msg);
            show_one(&app, &who, id, Some(form), status).await
        }
    }
}

/// The name of a category as it is; empty where there is none.
pub(super) async fn named(who: &SignedIn, id: Uuid) -> Result<String, Fault> {
    let all = who.app.db().read(store::all).await?;
    Ok(all.into_iter().find(|it| it.id == id).map(|it| it.name).unwrap_or_default())
}

/// `POST /courses/categories/order`: a category was dragged, or moved by keys.
pub async fn order(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    let (item, parent) = (form.id("item"), form.optional_id("parent"));
    let position = form.int("position", 0..=1000) as usize;
    let (true, Some(item)) = (form.ok(), item) else { return Err(Fault::Bad(Msg::new("web-fault-form"))) };
    let act = Act::of(&who);
    app.db().write(move |tx| seat(tx, item, parent, position, &act)).await?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("json") {
        return Ok(Json(serde_json::json!({ "version": 0 })).into_response());
    }
    Ok(Redirect::to(HREF).into_response())
}

fn seat(tx: &mut Tx<'_>, item: Uuid, parent: Option<Uuid>, position: usize, act: &Act) -> Result<(), Fault> {
    let all = store::all(tx)?;
    let own = all.iter().find(|it| it.id == item).ok_or(Fault::NotFound)?;
    if let Some((_, msg)) = refusal(&place(&all, Some(item), parent, &own.name)) {
        return Err(Fault::Conflict(msg));
    }
    let mut siblings: Vec<&Category> =
        all.iter().filter(|it| it.parent_id == parent && it.id != item).collect();
    siblings.insert(position.min(siblings.len()), own);
    for (i, it) in siblings.into_iter().enumerate() {
        let after = Category { parent_id: parent, place: i as i64, ..it.clone() };
        if after != *it {
            store::save(tx, &after, &sort_key(&after.name), it.version)?;
        }
    }
    record(tx, &act.entry("catalog.category-saved").on("category", item, &own.name))?;
    Ok(())
}

/// `POST /courses/categories/{category}/deletion`: only what holds neither courses nor other categories.
pub async fn delete(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    who.must_whole(CATEGORIES_MANAGE)?;
    let (act, key) = (Act::of(&who), form.key());
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), HREF, act.at)?;
            if once != Once::First {
                return Ok(once);
            }
            let all = store::all(tx)?;
            let own = all.iter().find(|it| it.id == id).ok_or(Fault::NotFound)?;
            if below(&all, id).len() > 1 || store::counts(tx)?.iter().any(|(it, _)| *it == id) {
                return Err(Fault::Conflict(Msg::new("catalog-fault-category-used")));
            }
            store::delete(tx, id, act.person, act.at)?;
            record(tx, &act.entry("catalog.category-deleted").on("category", id, &own.name))?;
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, HREF, "catalog-category-deleted"))
}
