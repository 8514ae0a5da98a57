//! A page of a browser says that somebody writes, and learns whether somebody else does.

use super::{
    rules::{self, Asks, Held, SILENCE, Turn},
    store,
};
use crate::{
    access,
    course::edit::made,
    lesson::{change::open_draft, store as lessons},
};
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, SignedIn};

struct Answer {
    turn: Turn,
    held: Option<(Held, Timestamp)>,
    version: i64,
}

/// `POST /courses/{course}/edit/lessons/{lesson}/sitting`: fields `sheet` (made by the page), `open` (with the
/// first), `take` (takes over) and `leave`. A sign of life, no change: it leaves no trace.
pub async fn sit(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let sheet = form.id("sheet");
    let (true, Some(sheet)) = (form.ok(), sheet) else { return Err(Fault::Bad(Msg::new("web-fault-form"))) };
    let leave = form.ticked("leave");
    let asks = match (form.ticked("take"), form.ticked("open")) {
        (true, _) => Asks::Taking,
        (false, true) => Asks::Opening,
        (false, false) => Asks::Again,
    };
    let (actor, now) = (who.actor.clone(), who.now);
    let answer = app
        .db()
        .write(move |tx: &mut Tx<'_>| {
            let it = access::writable(tx, &actor, course)?;
            let version = made(open_draft(tx, &it)?)?.id;
            let lesson = lessons::get(tx, version, key)?.ok_or(Fault::NotFound)?;
            if leave {
                store::leave(tx, version, key, sheet)?;
                return Ok::<_, Fault>(None);
            }
            let held = store::get(tx, version, key)?;
            let turn = rules::turn(held.map(|it| it.0), (actor.person, sheet), asks, now);
            if turn == Turn::Yours {
                let own = Held { person: actor.person, sheet, until: now + SILENCE };
                store::put(tx, version, key, own, now)?;
            }
            Ok(Some(Answer { turn, held, version: lesson.version }))
        })
        .await?;
    let Some(answer) = answer else { return Ok(http::StatusCode::NO_CONTENT.into_response()) };
    let l = &who.l;
    let (Turn::Theirs, Some((held, since))) = (answer.turn, answer.held) else {
        return Ok(Json(json!({ "yours": true, "version": answer.version })).into_response());
    };
    let words = if held.person == who.actor.person {
        l.t("catalog-sitting-own")
    } else {
        let names = app.db().read(move |tx| xingtan_accounts::api::names(tx, &[held.person])).await?;
        let name = names.get(&held.person).cloned().unwrap_or_else(|| l.t("catalog-somebody"));
        l.t2("catalog-sitting-theirs", "who", name, "since", since)
    };
    Ok(Json(json!({ "yours": false, "version": answer.version, "detail": words })).into_response())
}
