//! What the forms of a submission do: remark, keep ticks, decide.

use super::{
    change, deed,
    page::{case, show},
    rules::{CHECKS, Decide},
    store,
};
use crate::{Act, course::action::done, kinds::LessonKinds, permissions::REVIEWS_DECIDE, undo::Undo};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::collections::BTreeSet;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

fn ticks(form: &Form) -> BTreeSet<String> {
    form.values("checks").iter().filter(|it| CHECKS.contains(&it.as_str())).cloned().collect()
}

/// `POST /reviews/{review}/checks`: keeps the ticks of a list that is not finished.
pub async fn checks(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, ticked) = (Act::of(&who), ticks(&form));
    app.db()
        .write(move |tx| {
            let review = deed::judged(tx, &act, id)?;
            let codes: Vec<&str> = CHECKS.iter().copied().filter(|check| ticked.contains(*check)).collect();
            store::set_checks(tx, review.id, &change::json(&codes)?)?;
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
    let lesson = form.optional_id("lesson");
    if !form.ok() {
        let case = case(&app, &who, id).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, &kinds, case, form)?).into_response());
    }
    let (act, key, to) = (Act::of(&who), form.key(), format!("/reviews/{id}"));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let review = deed::judged(tx, &act, id)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                change::remark(tx, &review, lesson, &body, &act)?;
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
    let judgement = deed::read(&mut form);
    let mut refused = Decide::Go;
    if let (true, Some(judgement)) = (form.ok(), judgement) {
        let (act, ticked, key) = (Act::of(&who), ticks(&form), form.key());
        let outcome = app
            .db()
            .write(move |tx| {
                deed::judged(tx, &act, id)?;
                let once = FormKey::enter(key, tx, Some(act.person), "/reviews", act.at)?;
                if once != Once::First {
                    return Ok(once);
                }
                match deed::decide(tx, id, &judgement, &ticked, &act)? {
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
    let case = case(&app, &who, id).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, &kinds, case, form)?).into_response())
}
