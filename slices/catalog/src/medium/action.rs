//! Trying a failed medium again.

use crate::{
    Act, Changed, access,
    course::{action::done, page::frozen},
    lesson::{action::lesson_href, change::draft_lesson},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// `POST /courses/{course}/edit/lessons/{lesson}/media`: processes the medium of a lesson again.
pub async fn retry(
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
            let it = access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                let lesson = match draft_lesson(tx, &it, key)? {
                    Changed::Done(lesson) => lesson,
                    Changed::Gone => return Err(Fault::NotFound),
                    Changed::Frozen | Changed::Stale => return Err(frozen()),
                };
                let played = super::rules::played_as(&lesson.kind);
                let file_id = lesson.file_id.filter(|_| played.is_some()).ok_or(Fault::NotFound)?;
                super::change::attach(tx, &lesson.kind, file_id, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    app.ring();
    Ok(done(&who, once, &to, "catalog-medium-again"))
}
