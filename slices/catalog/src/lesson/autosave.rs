//! What is saved while somebody types, and titles that are changed in the tree: small posts of scripts (CRS-1).

use super::{
    action::lesson_href,
    change::Written,
    deed::{self, Autosaved, Typed},
    page::open_lesson,
    store::Body,
};
use crate::{Act, course::rules::LONGEST_TITLE, kinds::LessonKinds, picture::store as pictures};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, SignedIn, Text};

/// `POST /courses/{course}/edit/lessons/{lesson}/draft`: saves what is typed, if nobody saved since `version`; else it
/// is set aside in the history, and the answer (409) says who saved. The same `form_key` is saved once.
pub async fn draft(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let (desk, at, body) = open_lesson(&app, &who, course, key).await?;
    let lesson = &desk.lessons[at].lesson;
    let has_text = form.has("text");
    let Typed { title, minutes, required, text } = deed::read(&mut form, kinds.get(&lesson.kind));
    let seen = form.int("version", 1..=i64::MAX);
    if !form.ok() {
        let faults: Vec<String> = form.errors().map(|(_, msg)| who.l.msg(msg)).collect();
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, &faults.join(" ")));
    }
    let text = if has_text { text } else { body.body_md };
    let sizes = app.db().read(move |tx| pictures::sizes(tx, course)).await?;
    let body = Body::with_pictures(text, &sizes);
    let written = Written { title, minutes, required, body, file: None };
    let (act, form_key, there) = (Act::of(&who), form.key(), lesson_href(course, key));
    let saved = app
        .db()
        .write(move |tx| {
            // An answer that was lost on the way is given again: what this page saved is no other's.
            if FormKey::before(form_key, tx, Some(act.person))?.is_some() {
                return Ok(Autosaved::As(seen.saturating_add(1)));
            }
            let saved = deed::autosave(tx, course, key, seen, &written, &act)?;
            if let Autosaved::As(_) = saved {
                FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            }
            Ok::<_, Fault>(saved)
        })
        .await?;
    let l = &who.l;
    match saved {
        Autosaved::As(version) => {
            let words = l.t1("catalog-draft-saved", "at", l.time(who.now));
            Ok(Json(json!({ "version": version, "detail": words })).into_response())
        }
        Autosaved::Aside { by, at } => {
            let names = app.db().read(move |tx| xingtan_accounts::api::names(tx, &[by])).await?;
            let name = names.get(&by).cloned().unwrap_or_else(|| l.t("catalog-somebody"));
            Ok(said(StatusCode::CONFLICT, &l.t2("catalog-draft-aside", "who", name, "at", at)))
        }
    }
}

fn said(status: StatusCode, detail: &str) -> Response {
    (status, Json(json!({ "detail": detail }))).into_response()
}

/// `POST /courses/{course}/edit/lessons/{lesson}/title`: another title, where the lesson still has the title `was`.
pub async fn title(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Fault> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let by_script = accept.contains("json");
    let title = form.text("title", Text::required(LONGEST_TITLE));
    if !form.ok() {
        let faults: Vec<String> = form.errors().map(|(_, msg)| who.l.msg(msg)).collect();
        if by_script {
            return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, &faults.join(" ")));
        }
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    }
    let was = form.value("was").to_owned();
    let act = Act::of(&who);
    let renamed = app.db().write(move |tx| deed::rename(tx, course, key, (&was, &title), &act)).await;
    match (renamed, by_script) {
        (Ok(version), true) => Ok(Json(json!({ "version": version })).into_response()),
        (Ok(_), false) => Ok(Redirect::to(&lesson_href(course, key)).into_response()),
        (Err(Fault::Conflict(msg)), true) => Ok(said(StatusCode::CONFLICT, &who.l.msg(&msg))),
        (Err(fault), _) => Err(fault),
    }
}
