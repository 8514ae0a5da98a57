//! Trying a failed medium again, and asking that a document becomes a PDF.

use crate::{
    Act, Changed, access,
    course::{action::done, page::frozen},
    kinds::DOWNLOAD,
    lesson::{action::lesson_href, change::draft_lesson},
    office::change as office,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// `POST /courses/{course}/edit/lessons/{lesson}/media`: processes the medium of a lesson again; a document that is taken along
/// becomes a PDF.
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
                let file_id = lesson.file_id.ok_or(Fault::NotFound)?;
                let known = if lesson.kind == DOWNLOAD.key {
                    office::order(tx, file_id, &act)?
                } else {
                    super::change::attach(tx, &lesson.kind, file_id, &act)?;
                    super::rules::played_as(&lesson.kind).is_some()
                };
                if !known {
                    return Err(Fault::NotFound);
                }
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    app.ring();
    Ok(done(&who, once, &to, "catalog-medium-again"))
}
