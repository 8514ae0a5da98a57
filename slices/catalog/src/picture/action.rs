//! What the forms about pictures do.

use super::{
    change::{self, Added, NewPicture, Removed},
    format::Shape,
    page::pictures_href,
    rules::{self, LONGEST_DESCRIPTION, MEDIA_TYPES, MOST_BYTES, MOST_PICTURES},
};
use crate::{
    Act, access,
    course::action::done,
    kinds::LessonKinds,
    lesson::{
        change::open_draft,
        page::{self, open_lesson},
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_storage::{Policy, StoreError};
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text, Upload, UploadedFile};

/// `POST /courses/{course}/edit/lessons/{lesson}/pictures`: takes a picture and puts it into the text. The whole form
/// of the lesson comes along and is shown again with the picture in its text, so that nothing typed is lost; nothing
/// of the lesson is saved. A script asks for JSON and puts the Markdown where the cursor is.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
    upload: Upload,
) -> Result<Response, Fault> {
    // Nobody's bytes are stored before it is known that they may write here.
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let by_script = accept.contains("json");
    let given = upload.file("picture").cloned();
    let mut form = upload.form;
    let description = form.text("description", Text::required(LONGEST_DESCRIPTION));
    let shape = match given.as_ref().map(|file| rules::look(&file.bytes)) {
        Some(Ok(shape)) => Some(shape),
        Some(Err(reason)) => refused(&mut form, reason),
        None => refused(&mut form, Msg::new("catalog-fault-no-picture")),
    };
    let mut href = None;
    if let (true, Some(file), Some(shape)) = (form.ok(), &given, shape) {
        match keep(&app, &who, course, file, shape, &description).await? {
            Ok(picture) => href = Some((rules::href(course, picture), shape)),
            Err(reason) => form.refuse("picture", reason),
        }
    }
    let Some((href, shape)) = href else {
        if by_script {
            let faults: Vec<String> = form.errors().map(|(_, msg)| who.l.msg(msg)).collect();
            let answer = Json(json!({ "detail": faults.join(" ") }));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response());
        }
        return page::refused(&who, &kinds, &desk, at, form).await;
    };
    let markdown = rules::markdown(&description, &href);
    if by_script {
        let answer =
            json!({ "markdown": markdown, "href": href, "width": shape.width, "height": shape.height });
        return Ok(Json(answer).into_response());
    }
    let text = format!("{}\n\n{markdown}\n", form.value("text").trim_end()).trim_start().to_owned();
    form.forget(&["text", "description"]);
    let form = form.with("text", text).with("inserted", "yes");
    page::show(&who, &kinds, &desk, at, form, None).await
}

fn refused(form: &mut Form, reason: Msg) -> Option<Shape> {
    form.refuse("picture", reason);
    None
}

async fn keep(
    app: &App,
    who: &SignedIn,
    course: Uuid,
    file: &UploadedFile,
    shape: Shape,
    description: &str,
) -> Result<Result<Uuid, Msg>, Fault> {
    let policy = Policy { most: MOST_BYTES, accept: MEDIA_TYPES };
    let stored = match app.storage().put(&file.bytes, &policy).await {
        Ok(stored) => stored,
        Err(StoreError::Full) => return Err(Fault::Full),
        Err(error) => {
            tracing::warn!(%error, "a picture was not stored");
            return Ok(Err(error.msg()));
        }
    };
    let new = NewPicture { stored, shape, name: file.name.clone(), description: description.to_owned() };
    let act = Act::of(who);
    let added = app
        .db()
        .write(move |tx| {
            let it = access::writable(tx, &act.actor, course)?;
            crate::course::edit::made(open_draft(tx, &it)?)?;
            Ok::<_, Fault>(change::add_picture(tx, &it, &new, &act)?)
        })
        .await?;
    Ok(match added {
        Added::As(id) => Ok(id),
        Added::Full => Err(Msg::new("catalog-fault-many-pictures").with("most", MOST_PICTURES)),
    })
}

/// `POST /courses/{course}/edit/pictures/{picture}/deletion`: removes a picture that no version shows.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path((course, picture)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, key, to) = (Act::of(&who), form.key(), pictures_href(course));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let it = access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                match change::remove_picture(tx, &it, picture, &act)? {
                    Removed::Done => {}
                    Removed::Used => return Err(Fault::Conflict(Msg::new("catalog-fault-picture-used"))),
                    Removed::Gone => return Err(Fault::NotFound),
                }
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-picture-removed"))
}
