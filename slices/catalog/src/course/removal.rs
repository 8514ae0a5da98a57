//! 紧急下架: a published course is taken from everybody at once (CRS-6).

use super::{
    action::{REASON, desk_href, done},
    deed,
};
use crate::{
    Act, access,
    confirm::{self, Question},
    permissions::COURSES_TAKE_DOWN,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn};

/// Where one goes afterwards, and instead: the desk for whoever sees it, else the course's own page.
async fn back(app: &App, who: &SignedIn, id: Uuid) -> Result<(String, String), Fault> {
    let actor = who.actor.clone();
    app.db()
        .read(move |tx| {
            let course = deed::removable(tx, &actor, id)?;
            let at_work = match access::readable(tx, &actor, id) {
                Ok(_) => true,
                Err(Fault::NotFound) => false,
                Err(fault) => return Err(fault),
            };
            let href = if at_work { desk_href(id) } else { format!("/courses/{id}") };
            Ok((course.title, href))
        })
        .await
}

/// `GET /courses/{course}/take-down`.
pub async fn ask(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    who.must(COURSES_TAKE_DOWN)?;
    question(&app, &who, id, Form::fresh(app.id()).in_language(&who.l)).await
}

async fn question(app: &App, who: &SignedIn, id: Uuid, f: Form) -> Result<Response, Fault> {
    let (title, back) = back(app, who, id).await?;
    let l = &who.l;
    let words = l.t("catalog-take-down");
    let question = Question {
        text: l.t1("catalog-take-down-text", "title", &title),
        action: format!("/courses/{id}/take-down"),
        label: words.clone(),
        reason: Some(l.t("catalog-field-reason")),
        back: back.clone(),
        danger: true,
    };
    confirm::ask(Page::new(who, words).crumb(back, title), f, question)
}

/// `POST /courses/{course}/take-down`.
pub async fn take_down(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(COURSES_TAKE_DOWN)?;
    let reason = form.text("reason", REASON);
    if !form.ok() {
        return question(&app, &who, id, form).await;
    }
    // Whoever does not see it at work stays on the page that tells that it is done.
    let (_, to) = back(&app, &who, id).await?;
    let to = if to == desk_href(id) { to } else { "/".to_owned() };
    let (act, key, there) = (Act::of(&who), form.key(), to.clone());
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::take_down(tx, id, &reason, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    app.ring();
    Ok(done(&who, once, &to, "catalog-taken-down"))
}
