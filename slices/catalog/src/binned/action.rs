//! The way back out of the bin.

use crate::{
    Act,
    course::action::done,
    lesson::{action::lesson_href, deed},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// `POST /courses/{course}/edit/bin/{lesson}/restoration`: puts a lesson back with all that went with it.
pub async fn restore(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, form_key, to) = (Act::of(&who), form.key(), lesson_href(course, key));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            crate::access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::put_back(tx, course, key, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-lesson-restored"))
}
