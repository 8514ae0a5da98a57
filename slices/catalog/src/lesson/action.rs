//! What the forms of the tree and of a lesson do.

use super::{
    change::{NewLesson, Written},
    deed::{self, Typed},
    page::{self, Theirs, filled, open_lesson},
    store::Body,
    upload,
};
use crate::{
    Act, access,
    course::{
        action::{desk_href, done},
        edit::{self, is_stale},
        rules::{LONGEST_TEXT, LONGEST_TITLE},
    },
    kinds::{Content, LessonKinds},
    picture::store as pictures,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text, Upload};

/// Most files of one upload.
const MOST_FILES: usize = 40;

pub(crate) fn lesson_href(course: Uuid, key: Uuid) -> String {
    format!("/courses/{course}/edit/lessons/{key}")
}

/// `POST /courses/preview`: Markdown as it will be shown, for the editor.
pub async fn preview(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(crate::permissions::COURSES_WRITE)?;
    let text = form.text("text", Text::optional(LONGEST_TEXT).lines());
    if !form.ok() {
        return Err(Fault::TooLarge);
    }
    Ok(Html(xingtan_markdown::render(&text).into_string()).into_response())
}

/// `POST /courses/{course}/edit/lessons`: adds a lesson and goes there.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(course): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let title = form.text("lesson_title", Text::required(LONGEST_TITLE));
    let parent = form.optional_id("parent");
    let kind = kinds.get(form.value("kind"));
    if kind.is_none() {
        form.refuse("kind", Msg::new("web-form-choice"));
    }
    let (true, Some(kind)) = (form.ok(), kind) else {
        let page = edit::show(&app, &who, &kinds, course, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let new = NewLesson { parent, ..NewLesson::of(kind, title) };
    let (act, key, known) = (Act::of(&who), form.key(), kinds.clone());
    let outcome = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(key, tx, Some(act.person), &desk_href(course), act.at)?;
            if let Once::Before(there) = once {
                return Ok(Redirect::to(&there).into_response());
            }
            let key = deed::add(tx, &known, course, &new, &act)?;
            Ok::<_, Fault>(Redirect::to(&lesson_href(course, key)).into_response())
        })
        .await?;
    Ok(outcome)
}

/// `POST /courses/{course}/edit/files`: several files at once become lessons.
pub async fn files(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(course): Path<Uuid>,
    upload: Upload,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    // Nobody's bytes are stored before it is known that they may write here.
    app.db().read(move |tx| access::writable(tx, &actor, course).map(drop)).await?;
    let mut form = upload.form;
    if upload.files.is_empty() {
        form.refuse("files", Msg::new("catalog-fault-no-files"));
    } else if upload.files.len() > MOST_FILES {
        form.refuse("files", Msg::new("catalog-fault-many-files").with("most", MOST_FILES));
    }
    if !form.ok() {
        let page = edit::show(&app, &who, &kinds, course, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (mut taken, mut faults) = (Vec::new(), Vec::new());
    for file in &upload.files {
        match upload::take(app.storage(), file).await {
            Ok(it) => taken.push(it),
            Err(reason) => faults.push((file.name.clone(), who.l.msg(&reason))),
        }
    }
    let (act, key, to, known) = (Act::of(&who), form.key(), desk_href(course), kinds.clone());
    let (there, count) = (to.clone(), taken.len());
    let once = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::add_all(tx, &known, course, &taken, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    if faults.is_empty() {
        return Ok(match once {
            Once::First => who.go(&to, "pine", &Msg::new("catalog-files-added").with("count", count)),
            Once::Before(there) => Redirect::to(&there).into_response(),
        });
    }
    let fresh = Form::fresh(app.id()).in_language(&who.l);
    let page = edit::show(&app, &who, &kinds, course, fresh, faults).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// `POST /courses/{course}/edit/lessons/{lesson}`: saves it, with another file where one was given.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    upload: Upload,
) -> Result<Response, Fault> {
    let (desk, at, _) = open_lesson(&app, &who, course, key).await?;
    let lesson = desk.lessons[at].lesson.clone();
    let given = upload.file("file").cloned();
    let mut form = upload.form;
    let kind = kinds.get(&lesson.kind);
    let Typed { title, minutes, required, text } = deed::read(&mut form, kind);
    let seen = form.int("version", 1..=i64::MAX);
    let mut stored = None;
    if let (Some(file), Some(kind)) = (&given, kind.filter(|kind| kind.content == Content::File))
        && form.ok()
    {
        match upload::put(app.storage(), file, &kind).await {
            Ok(bytes) => stored = Some((bytes, file.name.clone())),
            Err(reason) => form.refuse("file", reason),
        }
    }
    if !form.ok() {
        return page::refused(&who, &kinds, &desk, at, form);
    }
    let sizes = app.db().read(move |tx| pictures::sizes(tx, course)).await?;
    let body = Body::with_pictures(text, &sizes);
    let (act, form_key, to) = (Act::of(&who), form.key(), lesson_href(course, key));
    let there = to.clone();
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                let file = match &stored {
                    Some((bytes, name)) => Some(upload::keep(tx, bytes, name, &act)?),
                    None => None,
                };
                let written = Written { title: title.clone(), minutes, required, body: body.clone(), file };
                deed::save(tx, course, key, seen, &written, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await;
    match outcome {
        Ok(once) => Ok(done(&who, once, &to, "catalog-lesson-saved")),
        Err(fault) if is_stale(&fault) => stale(&app, &who, &kinds, course, key, form).await,
        Err(fault) => Err(fault),
    }
}

/// Somebody else saved meanwhile: theirs beside what was typed, which is saved over it when sent again.
async fn stale(
    app: &App,
    who: &SignedIn,
    kinds: &LessonKinds,
    course: Uuid,
    key: Uuid,
    form: Form,
) -> Result<Response, Fault> {
    let (desk, at, body) = open_lesson(app, who, course, key).await?;
    let lesson = &desk.lessons[at].lesson;
    let now = filled(app, who, lesson, &body);
    let by = lesson.updated_by;
    let name = app
        .db()
        .read(move |tx| xingtan_accounts::api::names(tx, &[by]))
        .await?
        .remove(&by)
        .unwrap_or_else(|| who.l.t("catalog-somebody"));
    let typed = ["title", "minutes", "required", "text"];
    let pairs = typed
        .into_iter()
        .filter(|field| form.has(field))
        .map(|field| (field.to_owned(), form.value(field).to_owned()))
        .chain([
            ("version".to_owned(), now.value("version").to_owned()),
            ("form_key".to_owned(), now.key_text()),
        ]);
    let mut f = Form::of_pairs(pairs).in_language(&who.l);
    f.refuse("", Msg::new("web-fault-stale"));
    let theirs = Theirs {
        title: lesson.title.clone(),
        minutes: lesson.minutes,
        text: body.body_md.clone(),
        who: name,
        at: lesson.updated_at,
    };
    Ok((StatusCode::CONFLICT, page::show(who, kinds, &desk, at, f, Some(theirs))?).into_response())
}

/// `POST /courses/{course}/edit/lessons/{lesson}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, form_key, to) = (Act::of(&who), form.key(), desk_href(course));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::remove(tx, &kinds, course, key, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-lesson-removed"))
}
