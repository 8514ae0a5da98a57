//! What the form of the history does.

use super::store;
use crate::{
    Act, access,
    course::{action::done, edit::made},
    lesson::{
        action::lesson_href,
        change::{Written, open_draft},
        deed,
        store::{self as lessons, Body},
    },
    picture::store as pictures,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn};

/// What is restored: the lesson's other facts stay as they are.
pub(crate) async fn written(
    app: &App,
    act: &Act,
    course: Uuid,
    key: Uuid,
    revision: Uuid,
) -> Result<Written, Fault> {
    let actor = act.actor.clone();
    let (lesson, revision, sizes) = app
        .db()
        .read(move |tx: &mut Tx<'_>| {
            let it = access::writable(tx, &actor, course)?;
            let version = made(open_draft(tx, &it)?)?;
            let lesson = lessons::get(tx, version.id, key)?.ok_or(Fault::NotFound)?;
            let revision = store::get(tx, course, key, revision)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((lesson, revision, pictures::sizes(tx, course)?))
        })
        .await?;
    Ok(Written {
        title: revision.title,
        minutes: lesson.minutes,
        required: lesson.required,
        body: Body::with_pictures(revision.body_md, &sizes),
        file: None,
    })
}

/// `POST /courses/{course}/edit/lessons/{lesson}/history/{revision}/restoration`: title and text are again what they
/// were; what they are now stays in the history.
pub async fn restore(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key, revision)): Path<(Uuid, Uuid, Uuid)>,
    mut form: Form,
) -> Result<Response, Fault> {
    let seen = form.int("version", 1..=i64::MAX);
    if !form.ok() {
        return Err(Fault::Bad(Msg::new("web-fault-form")));
    }
    let act = Act::of(&who).apart();
    let written = written(&app, &act, course, key, revision).await?;
    let (form_key, to) = (form.key(), lesson_href(course, key));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::save(tx, course, key, seen, &written, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-revision-restored"))
}
