//! What the forms of a submission do: remark, keep ticks, decide.

use super::{
    change, deed,
    page::{case, show},
    rules::Decide,
    store,
};
use crate::{Act, course::action::done, kinds::LessonKinds, permissions::REVIEWS_DECIDE, undo::Undo};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// `POST /reviews/{review}/checks`: keeps the marks of lists that are not finished.
pub async fn checks(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(REVIEWS_DECIDE)?;
    let (act, marks) = (Act::of(&who), deed::marks(&mut form));
    if !form.ok() {
        return again(&app, &who, &kinds, id, form).await;
    }
    app.db()
        .write(move |tx| {
            let review = deed::judged(tx, &act, id)?;
            store::set_checks(tx, review.id, &marks.json(&review.check_lists())?)?;
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(who.go(&format!("/reviews/{id}"), "pine", &Msg::new("catalog-checks-saved")))
}

/// `POST /reviews/{review}/remarks`.
pub async fn remark(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(REVIEWS_DECIDE)?;
    let body = form.text("remark", deed::REMARK);
    let (lesson, place) = (form.optional_id("lesson"), form.text("place", deed::PLACE));
    if !form.ok() {
        return again(&app, &who, &kinds, id, form).await;
    }
    let (act, key, to) = (Act::of(&who), form.key(), format!("/reviews/{id}"));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let review = deed::judged(tx, &act, id)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                change::remark(tx, &review, (lesson, &place), &body, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-remarked"))
}

/// `POST /reviews/{review}/decision`.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(REVIEWS_DECIDE)?;
    let (judgement, marks) = (deed::read(&mut form), deed::marks(&mut form));
    let mut refused = Decide::Go;
    if let (true, Some(judgement)) = (form.ok(), judgement) {
        let (act, key) = (Act::of(&who), form.key());
        let outcome = app
            .db()
            .write(move |tx| {
                deed::judged(tx, &act, id)?;
                let once = FormKey::enter(key, tx, Some(act.person), "/reviews", act.at)?;
                if once != Once::First {
                    return Ok(once);
                }
                match deed::decide(tx, id, &judgement, &marks, &act)? {
                    Decide::Go => Ok(once),
                    verdict => Err(Undo::Refused(verdict)),
                }
            })
            .await;
        match outcome {
            Ok(once) => {
                app.ring();
                return Ok(done(&who, once, "/reviews", "catalog-decided"));
            }
            Err(Undo::Fault(fault)) => return Err(fault),
            Err(Undo::Refused(verdict)) => refused = verdict,
        }
    }
    if let Some((field, msg)) = deed::refusal(&refused)? {
        form.refuse(field, msg);
    }
    again(&app, &who, &kinds, id, form).await
}

/// The page with the form as typed, and what is wrong with it.
async fn again(
    app: &App,
    who: &SignedIn,
    kinds: &LessonKinds,
    id: Uuid,
    form: Form,
) -> Result<Response, Fault> {
    let case = case(app, who, kinds, id).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(who, kinds, case, form)?).into_response())
}
