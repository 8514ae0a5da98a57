//! What ends something of a course, and asks once before: withdrawing, sending back, discarding, deleting.

use super::{
    action::{REASON, desk_href, done, on_desk},
    deed, edit,
};
use crate::{
    Act,
    confirm::{self, Question},
    kinds::LessonKinds,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn};

/// What asks once before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Serious {
    Withdraw,
    SendBack,
    Discard,
    Delete,
}

impl Serious {
    const fn word(self) -> &'static str {
        match self {
            Serious::Withdraw => "withdraw",
            Serious::SendBack => "send-back",
            Serious::Discard => "discard",
            Serious::Delete => "delete",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Serious::Withdraw => "withdrawal",
            Serious::SendBack => "return",
            Serious::Discard => "versions/deletion",
            Serious::Delete => "deletion",
        }
    }

    const fn needs_reason(self) -> bool {
        matches!(self, Serious::Withdraw | Serious::SendBack)
    }
}

async fn question(app: &App, who: &SignedIn, id: Uuid, what: Serious, f: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let desk = app.db().read(move |tx| edit::desk(tx, &actor, id)).await?;
    let allowed = if what.needs_reason() { desk.access.publish } else { desk.access.write };
    if !allowed {
        return Err(Fault::forbidden());
    }
    let l = &who.l;
    let word = what.word();
    let title = l.t(&format!("catalog-{word}"));
    let page = Page::new(who, title.clone())
        .crumb("/courses", l.t("catalog-courses"))
        .crumb(desk_href(id), desk.version.title.clone());
    let question = Question {
        text: l.t2(
            &format!("catalog-{word}-text"),
            "title",
            &desk.version.title,
            "number",
            desk.version.number,
        ),
        action: format!("/courses/{id}/{}", what.path()),
        label: title,
        reason: what.needs_reason().then(|| l.t("catalog-field-reason")),
        back: desk_href(id),
        danger: what != Serious::SendBack,
    };
    confirm::ask(page, f, question)
}

fn fresh(app: &App, who: &SignedIn) -> Form {
    Form::fresh(app.id()).in_language(&who.l)
}

/// `GET /courses/{course}/withdrawal`.
pub async fn ask_withdrawal(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    question(&app, &who, id, Serious::Withdraw, fresh(&app, &who)).await
}

/// `POST /courses/{course}/withdrawal`.
pub async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let reason = form.text("reason", REASON);
    if !form.ok() {
        return question(&app, &who, id, Serious::Withdraw, form).await;
    }
    on_desk(&app, &who, id, form.key(), "catalog-withdrawn", move |tx, act| {
        deed::withdraw(tx, id, &reason, act)
    })
    .await
}

/// `GET /courses/{course}/return`.
pub async fn ask_return(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    question(&app, &who, id, Serious::SendBack, fresh(&app, &who)).await
}

/// `POST /courses/{course}/return`: the centre sends an approved version back instead of publishing it.
pub async fn send_back(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let reason = form.text("reason", REASON);
    if !form.ok() {
        return question(&app, &who, id, Serious::SendBack, form).await;
    }
    on_desk(&app, &who, id, form.key(), "catalog-sent-back", move |tx, act| {
        deed::send_back(tx, id, &reason, act)
    })
    .await
}

/// `GET /courses/{course}/versions/deletion`.
pub async fn ask_discard(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    question(&app, &who, id, Serious::Discard, fresh(&app, &who)).await
}

/// `POST /courses/{course}/versions/deletion`: gives up the version under way.
pub async fn discard(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-discarded", move |tx, act| {
        deed::discard(tx, &kinds, id, act)
    })
    .await
}

/// `GET /courses/{course}/deletion`.
pub async fn ask_deletion(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    question(&app, &who, id, Serious::Delete, fresh(&app, &who)).await
}

/// `POST /courses/{course}/deletion`: into the bin.
pub async fn delete(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, key, to) = (Act::of(&who), form.key(), "/courses?state=bin");
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), to, act.at)?;
            if once == Once::First {
                deed::delete(tx, id, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, to, "catalog-deleted"))
}

/// `POST /courses/{course}/restoration`: out of the bin.
pub async fn restore(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-restored", move |tx, act| deed::restore(tx, id, act)).await
}
