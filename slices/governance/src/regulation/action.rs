//! What readers and approvers do: having read a version, approving it, sending it back.

use super::{
    APPROVE, DRAFT,
    act::{Act, Undo},
    change,
    notices::href as version_href,
    page::{href, shown_version},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text};

/// Carries a change out once for its form; where to go then.
///
/// # Errors
/// Why it was not made.
pub async fn carry(
    who: &SignedIn,
    form: &Form,
    to: String,
    unit: impl Fn(&mut Tx<'_>, &Act) -> Result<(), Undo> + Send + 'static,
) -> Result<String, Undo> {
    let (act, key) = (Act::of(who), form.key());
    let done = who
        .app
        .db()
        .write(move |tx| match FormKey::enter(key, tx, Some(act.person), &to, act.at)? {
            Once::Before(to) => Ok(to),
            Once::First => {
                unit(tx, &act)?;
                Ok(to.clone())
            }
        })
        .await;
    who.app.ring();
    done
}

/// Notes on a form why a change was not made; the status of the page that shows it again.
///
/// # Errors
/// What is no matter of the form.
pub fn refuse(form: &mut Form, undo: Undo) -> Result<StatusCode, Fault> {
    match undo {
        Undo::Fault(fault) => Err(fault),
        Undo::Stale => {
            form.refuse("", Msg::new("web-fault-stale"));
            Ok(StatusCode::CONFLICT)
        }
        Undo::Refused(field, msg) => {
            form.refuse(&field, msg);
            Ok(StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// The count of changes that a form has seen.
pub fn seen(form: &mut Form) -> i64 {
    form.int("version", 1..=i64::MAX)
}

/// `POST /regulations/{id}/acknowledgement`: the version in force was read.
pub async fn acknowledge(
    State(_): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let Some(version) = form.id("read") else {
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    };
    let unit = move |tx: &mut Tx<'_>, act: &Act| change::acknowledge(tx, (id, version), act).map(|_| ());
    match carry(&who, &form, href(id), unit).await {
        Ok(to) => Ok(who.go(&to, "pine", &Msg::new("governance-acknowledged"))),
        // Another version has come into force meanwhile: that one is to be read.
        Err(Undo::Refused(_, msg)) => Ok(who.go(&href(id), "ochre", &msg)),
        Err(undo) => Err(undo.into()),
    }
}

/// `POST /regulations/{id}/draft`: begins the next version, or goes on with the one that is open.
pub async fn draft(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    _: Form,
) -> Result<Response, Fault> {
    who.must_whole(DRAFT)?;
    let act = Act::of(&who);
    let version = app.db().write(move |tx| change::draft(tx, id, &act)).await.map_err(Fault::from)?;
    Ok(who.go(&version_href(id, version.id), "pine", &Msg::new("governance-draft-open")))
}

/// `POST /regulations/{id}/versions/{version}/decision`: approves a version, or sends it back.
pub async fn decide(
    State(_): State<App>,
    who: SignedIn,
    Path(at): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must_whole(APPROVE)?;
    let seen = seen(&mut form);
    let returns = match form.value("verdict") {
        "approve" => false,
        "return" => true,
        _ => {
            form.refuse("", Msg::new("web-form-choose"));
            false
        }
    };
    let rule = if returns { Text::required(500) } else { Text::optional(500) };
    let reason = form.text("reason", rule.lines());
    if !form.ok() {
        return shown_version(&who, at, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let unit = move |tx: &mut Tx<'_>, act: &Act| {
        change::decide(tx, at, seen, returns.then_some(reason.as_str()), act)
    };
    match carry(&who, &form, version_href(at.0, at.1), unit).await {
        Ok(to) => {
            let key = if returns { "governance-version-returned" } else { "governance-version-approved" };
            Ok(who.go(&to, "pine", &Msg::new(key)))
        }
        Err(undo) => {
            let status = refuse(&mut form, undo)?;
            shown_version(&who, at, form, status).await
        }
    }
}
