//! What the forms of the tree and of a lesson do.

use super::{
    change::{NewLesson, Written},
    deed::{self, Typed},
    page::{self, Theirs, filled, open_lesson},
    store::Body,
    upload::{self, Brought, LESSON_UPLOAD, order_of},
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
use xingtan_uploads::Uploads;
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
    let (parent, after) = (form.optional_id("parent"), form.optional_id("after"));
    let kind = kinds.get(form.value("kind"));
    if kind.is_none() {
        form.refuse("kind", Msg::new("web-form-choice"));
    }
    let (true, Some(kind)) = (form.ok(), kind) else {
        let page = edit::show(&app, &who, &kinds, course, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    // Beside a lesson one says whether the new one goes behind it or below it.
    let (parent, after) = match (after, form.value("where")) {
        (Some(beside), "below") => (Some(beside), None),
        _ => (parent, after),
    };
    let new = NewLesson { parent, after, ..NewLesson::of(kind, title) };
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

/// `POST /courses/{course}/edit/files`: several files at once become lessons, sent with the form or uploaded before.
pub async fn files(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Extension(uploads): Extension<Uploads>,
    Path(course): Path<Uuid>,
    upload: Upload,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    // Nobody's bytes are stored before it is known that they may write here.
    app.db().read(move |tx| access::writable(tx, &actor, course).map(drop)).await?;
    let mut form = upload.form;
    let parent = form.optional_id("parent");
    let named = named(&mut form);
    match upload.files.len() + named.len() {
        0 => form.refuse("files", Msg::new("catalog-fault-no-files")),
        count if count > MOST_FILES => {
            form.refuse("files", Msg::new("catalog-fault-many-files").with("most", MOST_FILES));
        }
        _ => {}
    }
    if !form.ok() {
        let page = edit::show(&app, &who, &kinds, course, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (mut ready, mut faults) = (Vec::new(), Vec::new());
    for id in named {
        match uploads.ready(&app, &who, id, LESSON_UPLOAD.key).await {
            Ok(it) => ready.push(it),
            Err(reason) => faults.push((who.l.t("catalog-upload-before"), who.l.msg(&reason))),
        }
    }
    if !faults.is_empty()
        && let Some(there) = acted(&app, &who, &form).await?
    {
        return Ok(there);
    }
    let most = LESSON_UPLOAD.most(app.settings());
    let ready = ready.iter().map(|it| Brought::Uploaded(it, most));
    let (mut taken, mut spoilt) = (Vec::new(), Vec::new());
    let mut fresh = Form::fresh(app.id()).in_language(&who.l);
    fresh = parent.into_iter().fold(fresh, |form, parent| form.with("parent", parent));
    for it in ready.chain(upload.files.iter().map(Brought::Sent)) {
        match upload::take(app.storage(), it).await {
            Ok(it) => taken.push(it),
            Err(refused) => {
                faults.push((it.name().to_owned(), who.l.msg(&refused.reason)));
                match it.upload() {
                    Some(id) if refused.for_good => spoilt.push(id),
                    Some(id) => fresh = fresh.with("upload", id),
                    None => {}
                }
            }
        }
    }
    taken.sort_by_cached_key(|it| order_of(&it.name));
    let (act, key, to, known) = (Act::of(&who), form.key(), desk_href(course), kinds.clone());
    let (there, count) = (to.clone(), taken.len());
    let used: Vec<Uuid> = taken.iter().filter_map(|it| it.upload).collect();
    let once = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::add_all(tx, &known, course, parent, &taken, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    uploads.forget(used).await;
    uploads.give_up(&app, &who, spoilt).await?;
    if faults.is_empty() {
        return Ok(match once {
            Once::First => who.go(&to, "pine", &Msg::new("catalog-files-added").with("count", count)),
            Once::Before(there) => Redirect::to(&there).into_response(),
        });
    }
    let page = edit::show(&app, &who, &kinds, course, fresh, faults).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The uploads that a form names, each once.
fn named(form: &mut Form) -> Vec<Uuid> {
    let mut named = Vec::new();
    for id in form.ids("upload") {
        if !named.contains(&id) {
            named.push(id);
        }
    }
    named
}

/// Where a form led when it was sent before: its uploads are used since.
async fn acted(app: &App, who: &SignedIn, form: &Form) -> Result<Option<Response>, Fault> {
    let (key, person) = (form.key(), who.actor.person);
    let there = app.db().read(move |tx| FormKey::before(key, tx, Some(person))).await?;
    Ok(there.map(|there| Redirect::to(&there).into_response()))
}

/// `POST /courses/{course}/edit/lessons/{lesson}`: saves it, with another file where one was given.
pub async fn save(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Extension(uploads): Extension<Uploads>,
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
    // A lesson has one file: the last that was chosen.
    let named = named(&mut form).pop();
    let mut stored = None;
    if let Some(kind) = kind.filter(|kind| kind.content == Content::File)
        && form.ok()
        && (given.is_some() || named.is_some())
    {
        let most = LESSON_UPLOAD.most(app.settings());
        let ready = match (&given, named) {
            (None, Some(id)) => match uploads.ready(&app, &who, id, LESSON_UPLOAD.key).await {
                Ok(ready) => Some(ready),
                Err(reason) => {
                    if let Some(there) = acted(&app, &who, &form).await? {
                        return Ok(there);
                    }
                    form.refuse("file", reason);
                    None
                }
            },
            _ => None,
        };
        let sent = given.as_ref().map(Brought::Sent);
        if let Some(brought) = sent.or(ready.as_ref().map(|it| Brought::Uploaded(it, most))) {
            match upload::put(app.storage(), brought, &kind).await {
                Ok(bytes) => stored = Some((bytes, brought.name().to_owned(), brought.upload())),
                Err(refused) => {
                    if let (Some(id), true) = (brought.upload(), refused.for_good) {
                        uploads.give_up(&app, &who, vec![id]).await?;
                        form.forget(&["upload"]);
                    }
                    form.refuse("file", refused.reason);
                }
            }
        }
    }
    if !form.ok() {
        return page::refused(&who, &kinds, &desk, at, form).await;
    }
    let sizes = app.db().read(move |tx| pictures::sizes(tx, course)).await?;
    let body = Body::with_pictures(text, &sizes);
    let (act, form_key, to) = (Act::of(&who), form.key(), lesson_href(course, key));
    let late =
        (act.clone(), Written { title: title.clone(), minutes, required, body: body.clone(), file: None });
    let there = to.clone();
    let used: Vec<Uuid> = stored.iter().filter_map(|(_, _, upload)| *upload).collect();
    let outcome = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                let file = match &stored {
                    Some((bytes, name, upload)) => {
                        upload::mark_used(tx, *upload, &act)?;
                        Some(upload::keep(tx, bytes, name, &act)?)
                    }
                    None => None,
                };
                let written = Written { title: title.clone(), minutes, required, body: body.clone(), file };
                deed::save(tx, course, key, seen, &written, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await;
    match outcome {
        Ok(once) => {
            uploads.forget(used).await;
            Ok(done(&who, once, &to, "catalog-lesson-saved"))
        }
        Err(fault) if is_stale(&fault) => {
            // Whatever becomes of the page: what was written is in the history.
            let (act, written) = late;
            app.db().write(move |tx| deed::set_aside(tx, course, key, &written, &act)).await?;
            stale(&app, &who, &kinds, course, key, form).await
        }
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
    let uploads = form.values("upload").iter().map(|id| ("upload".to_owned(), id.clone()));
    let mut f = Form::of_pairs(pairs.chain(uploads)).in_language(&who.l);
    f.refuse("", Msg::new("web-fault-stale"));
    let theirs = Theirs {
        title: lesson.title.clone(),
        minutes: lesson.minutes,
        text: body.body_md.clone(),
        who: name,
        at: lesson.updated_at,
    };
    Ok((StatusCode::CONFLICT, page::show(who, kinds, &desk, at, f, Some(theirs)).await?).into_response())
}

/// `POST /courses/{course}/edit/lessons/{lesson}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, form_key, to) = (Act::of(&who), form.key(), format!("{}?removed={key}", desk_href(course)));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            let once = FormKey::enter(form_key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::remove(tx, course, key, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-lesson-removed"))
}

/// `POST /courses/{course}/edit/lessons/{lesson}/copy`: the lesson once more behind itself, with all below it.
pub async fn copy(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path((course, key)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, form_key, l) = (Act::of(&who), form.key(), who.l.clone());
    let copy = move |title: &str| copy_title(&l, title);
    let made = app
        .db()
        .write(move |tx| {
            access::writable(tx, &act.actor, course)?;
            // The copy has no address before there is one: sent again, the form leads to the desk.
            let once = FormKey::enter(form_key, tx, Some(act.person), &desk_href(course), act.at)?;
            if let Once::Before(there) = once {
                return Ok((there, 0));
            }
            let (key, count) = deed::copy(tx, &kinds, course, key, &copy, &act)?;
            Ok::<_, Fault>((lesson_href(course, key), count))
        })
        .await?;
    Ok(match made {
        (there, 0) => Redirect::to(&there).into_response(),
        (there, made) => who.go(&there, "pine", &Msg::new("catalog-lesson-copied").with("count", made)),
    })
}

/// The title of a copy, as long as one may be.
pub(crate) fn copy_title(l: &xingtan_i18n::Locale, title: &str) -> String {
    let whole = l.t1("catalog-copy-of", "title", title);
    if whole.chars().count() <= LONGEST_TITLE { whole } else { title.to_owned() }
}
