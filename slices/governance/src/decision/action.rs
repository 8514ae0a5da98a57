//! Confirming and declining measures, appealing, deciding appeals.

use super::{
    DECIDE,
    acting::{Acting, Plea, Ruling, deciding},
    appeal::Verdict,
    page, store,
};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, FormKey, Once, SignedIn, Text, Visit};

/// Which of two buttons was pressed.
fn verdict(form: &mut Form, (yes, no): (&str, &str)) -> bool {
    let given = form.value("verdict").to_owned();
    if given != yes && given != no {
        form.refuse("", Msg::new("web-form-choice"));
    }
    given == yes
}

/// `POST /measures/{id}/confirmation`: confirms (`verdict` is `yes`) or declines what the program proposes.
pub async fn confirmation(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let yes = verdict(&mut form, ("yes", "no"));
    let reason = form.text("reason", Text::required(500).lines());
    let said = if yes { "governance-confirmed" } else { "governance-declined" };
    settle(who, id, form, Ruling::Confirm(yes, reason), said).await
}

/// `POST /measures/{id}/annulment`: takes back what is in force.
pub async fn annul(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let reason = form.text("annul_reason", Text::required(500).lines());
    settle(who, id, form, Ruling::Annul(reason), "governance-annulled").await
}

/// `POST /measures/{id}/appeal`: decides the open appeal.
pub async fn decide(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let verdict = Verdict {
        granted: verdict(&mut form, ("granted", "refused")),
        reason: form.text("appeal_reason", Text::required(500).lines()),
        wrong: form.ids("wrong"),
    };
    if form.ok() && !verdict.is_sound() {
        form.refuse("wrong", Msg::new("governance-appeal-wrong-refused"));
    }
    settle(who, id, form, Ruling::Appeal(verdict), "governance-appeal-decided").await
}

/// `POST /measures/{id}/reopening`: decides an application to reopen.
pub async fn reopen(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let granted = verdict(&mut form, ("granted", "refused"));
    let reason = form.text("reopen_reason", Text::required(500).lines());
    settle(who, id, form, Ruling::Reopen(granted, reason), "governance-reopen-decided").await
}

/// Carries a form about a measure out in one unit, once for each form key, where nothing is wrong with it.
async fn settle(
    who: SignedIn,
    id: Uuid,
    mut form: Form,
    ruling: Ruling,
    said: &'static str,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    if !form.ok() {
        return page::shown(&who, id, form).await;
    }
    let (acting, actor, key, to) =
        (Acting::of(&who), who.actor.clone(), form.key(), super::notices::href(id));
    let here = to.clone();
    let write = who.app.db().write(move |tx| {
        let it = deciding(tx, &actor, id)?;
        let first = FormKey::enter(key, tx, Some(actor.person), &here, acting.now)? == Once::First;
        if first {
            ruling.carry_out(tx, &acting, &it)?;
        }
        Ok::<_, Fault>(first)
    });
    let done = write.await;
    who.app.ring();
    match done {
        Ok(true) => Ok(who.go(&to, "pine", &Msg::new(said))),
        // Sent before: the page says what came of it then.
        Ok(false) => Ok(Redirect::to(&to).into_response()),
        Err(Fault::Conflict(msg)) => {
            form.refuse("", msg);
            page::shown(&who, id, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /appeals/{code}`: appeals, signed in or not.
pub async fn appeal(visit: Visit, Path(code): Path<String>, form: Form) -> Result<Response, Fault> {
    plead(visit, code, form, (Plea::Appeal, "body"), "governance-appealed").await
}

/// `POST /appeals/{code}/reopening`: applies for an account that was revoked.
pub async fn apply(visit: Visit, Path(code): Path<String>, form: Form) -> Result<Response, Fault> {
    plead(visit, code, form, (Plea::Reopening, "application"), "governance-reopen-asked").await
}

/// Carries a form of whoever holds a code out in one unit, once for each form key.
async fn plead(
    visit: Visit,
    code: String,
    mut form: Form,
    (plea, field): (Plea, &'static str),
    said: &'static str,
) -> Result<Response, Fault> {
    let words = form.text(field, Text::required(super::WORDS).lines());
    if !form.ok() {
        return page::shown_by_code(&visit, code, form).await;
    }
    let (acting, key, to, asked) = (Acting::of(&visit), form.key(), format!("/appeals/{code}"), code.clone());
    let here = to.clone();
    let write = visit.app.db().write(move |tx| {
        let it = store::by_code(tx, &asked)?.ok_or(Fault::NotFound)?;
        if FormKey::enter(key, tx, Some(it.person_id), &here, acting.now)? == Once::First {
            plea.make(tx, &acting, &it, &words)?;
        }
        Ok(())
    });
    let done = write.await;
    visit.app.ring();
    match done {
        Ok(()) => Ok(visit.go(&to, "pine", &Msg::new(said))),
        Err(Fault::Conflict(msg)) => {
            form.refuse(field, msg);
            page::shown_by_code(&visit, code, form).await
        }
        Err(fault) => Err(fault),
    }
}
