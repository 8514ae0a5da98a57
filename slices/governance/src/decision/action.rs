//! Confirming and declining measures, appealing, deciding appeals.

use super::{
    DECIDE,
    appeal::{self, Verdict},
    change::{Hand, confirm},
    page, reopening, store,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_accounts::api as accounts;
use xingtan_audit::Who;
use xingtan_clock::{Ids, Timestamp, Uuid, Zone};
use xingtan_i18n::{Lang, Msg};
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text, Visit};

/// What a hand is made of within a unit of work.
#[derive(Clone)]
struct Acting {
    who: Who,
    ids: Ids,
    now: Timestamp,
    zone: Zone,
    lang: Lang,
}

impl Acting {
    fn of(visit: &Visit) -> Acting {
        let institution = visit.app.institution();
        Acting {
            who: visit.who(),
            ids: visit.app.ids().clone(),
            now: visit.now,
            zone: institution.zone.clone(),
            lang: institution.lang,
        }
    }
    fn hand(&self) -> Hand<'_> {
        Hand { who: self.who.clone(), ids: &self.ids, now: self.now, zone: &self.zone, lang: self.lang }
    }
}

/// The measure, where one decides on its person.
fn deciding(
    tx: &mut xingtan_db::Tx<'_>,
    actor: &xingtan_auth::Actor,
    id: Uuid,
) -> Result<store::Decision, Fault> {
    let it = store::get(tx, id)?.ok_or(Fault::NotFound)?;
    let person = accounts::person(tx, it.person_id)?.ok_or(Fault::NotFound)?;
    if actor.may_at(DECIDE, &person.unit_path) { Ok(it) } else { Err(Fault::NotFound) }
}

/// `POST /measures/{id}/confirmation`: confirms (`verdict` is `yes`) or declines what the program proposes.
pub async fn confirmation(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let yes = match form.value("verdict") {
        "yes" => true,
        "no" => false,
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            false
        }
    };
    let reason = form.text("reason", Text::required(500).lines());
    if !form.ok() {
        return page::shown(&who, id, form).await;
    }
    let (acting, actor, key, here) =
        (Acting::of(&who), who.actor.clone(), form.key(), super::notices::href(id));
    let to = here.clone();
    let done = app
        .db()
        .write(move |tx| {
            deciding(tx, &actor, id)?;
            if FormKey::enter(key, tx, Some(actor.person), &here, acting.now)? != Once::First {
                return Ok(false);
            }
            let done = confirm(tx, &acting.hand(), id, yes, &reason)?;
            done.map(|()| true).map_err(|refusal| Fault::Conflict(Msg::new(refusal.key())))
        })
        .await;
    app.ring();
    match done {
        // Sent before: the page says what came of it then.
        Ok(false) => Ok(Redirect::to(&to).into_response()),
        Ok(true) if yes => Ok(who.go(&to, "pine", &Msg::new("governance-confirmed"))),
        Ok(true) => Ok(who.go(&to, "pine", &Msg::new("governance-declined"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("", msg);
            page::shown(&who, id, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /appeals/{code}`: appeals, signed in or not.
pub async fn appeal(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    mut form: Form,
) -> Result<Response, Fault> {
    let body = form.text("body", Text::required(4_000).lines());
    if !form.ok() {
        return page::shown_by_code(&visit, code, form).await;
    }
    let (acting, key, to, asked) = (Acting::of(&visit), form.key(), format!("/appeals/{code}"), code.clone());
    let here = to.clone();
    let done = app
        .db()
        .write(move |tx| {
            let it = store::by_code(tx, &asked)?.ok_or(Fault::NotFound)?;
            if FormKey::enter(key, tx, Some(it.person_id), &here, acting.now)? != Once::First {
                return Ok(());
            }
            let hand = standing_for(tx, &acting, it.person_id)?;
            let done = appeal::make(tx, &hand, &it, &body)?;
            done.map_err(|refusal| Fault::Conflict(Msg::new(refusal.key())))
        })
        .await;
    app.ring();
    match done {
        Ok(()) => Ok(visit.go(&to, "pine", &Msg::new("governance-appealed"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("body", msg);
            page::shown_by_code(&visit, code, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /measures/{id}/appeal`: decides the open appeal.
pub async fn decide(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let granted = match form.value("verdict") {
        "granted" => true,
        "refused" => false,
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            false
        }
    };
    let verdict = Verdict {
        granted,
        reason: form.text("appeal_reason", Text::required(500).lines()),
        wrong: form.ids("wrong"),
    };
    if form.ok() && !granted && !verdict.wrong.is_empty() {
        form.refuse("wrong", Msg::new("governance-appeal-wrong-refused"));
    }
    if !form.ok() {
        return page::shown(&who, id, form).await;
    }
    let (acting, actor, key, here) =
        (Acting::of(&who), who.actor.clone(), form.key(), super::notices::href(id));
    let to = here.clone();
    let done = app
        .db()
        .write(move |tx| {
            let it = deciding(tx, &actor, id)?;
            if FormKey::enter(key, tx, Some(actor.person), &here, acting.now)? != Once::First {
                return Ok(());
            }
            let done = appeal::decide(tx, &acting.hand(), &it, &verdict)?;
            done.map_err(|refusal| Fault::Conflict(Msg::new(refusal.key())))
        })
        .await;
    app.ring();
    match done {
        Ok(()) => Ok(who.go(&to, "pine", &Msg::new("governance-appeal-decided"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("", msg);
            page::shown(&who, id, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /appeals/{code}/reopening`: applies for an account that was revoked.
pub async fn apply(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    mut form: Form,
) -> Result<Response, Fault> {
    let body = form.text("application", Text::required(4_000).lines());
    if !form.ok() {
        return page::shown_by_code(&visit, code, form).await;
    }
    let (acting, key, to, asked) = (Acting::of(&visit), form.key(), format!("/appeals/{code}"), code.clone());
    let here = to.clone();
    let done = app
        .db()
        .write(move |tx| {
            let it = store::by_code(tx, &asked)?.ok_or(Fault::NotFound)?;
            if FormKey::enter(key, tx, Some(it.person_id), &here, acting.now)? != Once::First {
                return Ok(());
            }
            let hand = standing_for(tx, &acting, it.person_id)?;
            let done = reopening::apply(tx, &hand, &it, &body)?;
            done.map_err(|refusal| Fault::Conflict(Msg::new(refusal.key())))
        })
        .await;
    app.ring();
    match done {
        Ok(()) => Ok(visit.go(&to, "pine", &Msg::new("governance-reopen-asked"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("application", msg);
            page::shown_by_code(&visit, code, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// `POST /measures/{id}/reopening`: decides such an application.
pub async fn reopen(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(DECIDE)?;
    let granted = match form.value("verdict") {
        "granted" => true,
        "refused" => false,
        _ => {
            form.refuse("", Msg::new("web-form-choice"));
            false
        }
    };
    let reason = form.text("reopen_reason", Text::required(500).lines());
    if !form.ok() {
        return page::shown(&who, id, form).await;
    }
    let (acting, actor, key, here) =
        (Acting::of(&who), who.actor.clone(), form.key(), super::notices::href(id));
    let to = here.clone();
    let done = app
        .db()
        .write(move |tx| {
            let it = deciding(tx, &actor, id)?;
            if FormKey::enter(key, tx, Some(actor.person), &here, acting.now)? != Once::First {
                return Ok(());
            }
            let done = reopening::decide(tx, &acting.hand(), &it, granted, &reason)?;
            done.map_err(|refusal| Fault::Conflict(Msg::new(refusal.key())))
        })
        .await;
    app.ring();
    match done {
        Ok(()) => Ok(who.go(&to, "pine", &Msg::new("governance-reopen-decided"))),
        Err(Fault::Conflict(msg)) => {
            form.refuse("", msg);
            page::shown(&who, id, form).await
        }
        Err(fault) => Err(fault),
    }
}

/// A hand of whoever holds a code: signed in or not, they stand for its person.
fn standing_for<'a>(
    tx: &mut xingtan_db::Tx<'_>,
    acting: &'a Acting,
    person: Uuid,
) -> Result<Hand<'a>, Fault> {
    let mut hand = acting.hand();
    if hand.who.person.is_none() {
        let person = accounts::person(tx, person)?.ok_or(Fault::NotFound)?;
        hand.who.person = Some(person.id);
        hand.who.name = person.name;
    }
    Ok(hand)
}
