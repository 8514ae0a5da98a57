//! Correcting.

use super::{CORRECT, change::correct, page};
use crate::{department::person::within, enrolment::store as enrolments, study::change::Studied};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_catalog::{
    Act,
    api::{self as catalog, LessonKinds},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text};

/// `POST /department/people/{person}/courses/{course}/correction`: takes back what was counted of the chosen lessons.
pub async fn create(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((id, course)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(CORRECT)?;
    let chosen = form.ids("lessons");
    let reason = form.text("reason", Text::required(500).lines());
    if form.ok() && chosen.is_empty() {
        form.refuse("lessons", Msg::new("learning-correction-none"));
    }
    if !form.ok() {
        return page::shown(&who, kinds, id, course, form).await;
    }
    let to = format!("/department/people/{id}/courses/{course}");
    let (scope, act, key, here, known) =
        (who.actor.scope(CORRECT), Act::of(&who), form.key(), to.clone(), kinds.clone());
    let done = app
        .db()
        .write(move |tx| {
            within(tx, &scope, id)?;
            let enrolment = enrolments::of(tx, id, course)?.ok_or(Fault::NotFound)?;
            let title = catalog::course(tx, course)?.ok_or(Fault::NotFound)?.title;
            let studied = Studied::read(tx, &known, enrolment)?;
            if FormKey::enter(key, tx, Some(act.person), &here, act.at)? != Once::First {
                return Ok(true);
            }
            match correct(tx, &studied, &chosen, &title, &reason, &act)? {
                Some(_) => Ok(true),
                // Nothing of the unit stays, the form's key included.
                None => Err(Fault::Conflict(Msg::new("learning-correction-nothing"))),
            }
        })
        .await;
    app.ring();
    match done {
        Ok(_) => Ok(who.go(&to, "pine", &Msg::new("learning-correction-done"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("lessons", msg);
            page::shown(&who, kinds, id, course, form).await
        }
        Err(fault) => Err(fault),
    }
}
