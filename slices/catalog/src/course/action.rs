//! What the forms of a course do: begin, submit, publish, withdraw, delete.

use super::{
    change::{self, NewCourse},
    copy::Copy,
    deed, edit,
    page::NewTemplate,
    rules::LONGEST_TITLE,
};
use crate::{
    Act, kinds::LessonKinds, lesson::action::copy_title, lesson::store::Body, permissions::COURSES_WRITE,
    version::change::Facts,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, SignedIn, Text, html};

/// The address of a course's desk.
pub(crate) fn desk_href(course: Uuid) -> String {
    format!("/courses/{course}/edit")
}

/// Longest message to the reviewer.
pub(crate) const MESSAGE: Text = Text::optional(500).lines();
/// Longest reason for taking something from others.
pub(crate) const REASON: Text = Text::required(1000).lines();

/// What a new course begins with: title, category, texts as an outline or empty.
pub(crate) fn begun(who: &SignedIn, form: &mut Form) -> Facts {
    let title = form.text("title", Text::required(LONGEST_TITLE));
    let category_id = form.optional_id("category");
    let outlined = form.value("outline") != "empty";
    let outline = |part: &str| {
        let key = format!("catalog-outline-{part}");
        Body::of(if outlined { who.l.t(&key) } else { String::new() })
    };
    Facts {
        title,
        summary: String::new(),
        level: "basic".into(),
        category_id,
        lecturer_id: Some(who.actor.person),
        lecturer_name: who.actor.name.clone(),
        credits: 0,
        in_order: false,
        introduction: outline("introduction"),
        objectives: outline("objectives"),
        syllabus: outline("syllabus"),
        criteria: outline("criteria"),
    }
}

/// `POST /courses`: begins a course in one's own unit.
pub async fn create(State(app): State<App>, who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let facts = begun(&who, &mut form);
    let (unit_id, unit_path) = own_unit(&who)?;
    if !form.ok() {
        let categories = app.db().read(crate::category::store::choices).await?;
        let page = html(&NewTemplate::new(&who, form, categories))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (id, new) = (app.id(), NewCourse { facts, unit_id, unit_path });
    let (act, key, to) = (Act::of(&who), form.key(), desk_href(id));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                change::create_course_as(tx, id, &new, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-course-begun"))
}

/// The unit in which the actor begins courses: the own one, or else the first that a grant names.
pub(crate) fn own_unit(who: &SignedIn) -> Result<(Uuid, String), Fault> {
    let actor = &who.actor;
    if actor.may_at(COURSES_WRITE, &actor.unit_path) {
        return Ok((actor.unit, actor.unit_path.clone()));
    }
    let granted = actor.grants.iter().find(|grant| actor.permissions.carries(grant.role, COURSES_WRITE));
    granted.map(|grant| (grant.node, grant.path.clone())).ok_or_else(Fault::forbidden)
}

/// Goes where a form leads; the sentence is told the first time only.
pub(crate) fn done(who: &SignedIn, once: Once, to: &str, sentence: &'static str) -> Response {
    match once {
        Once::First => who.go(to, "pine", &Msg::new(sentence)),
        Once::Before(there) => axum::response::Redirect::to(&there).into_response(),
    }
}

/// A form on the desk whose act needs nothing but the course: once → act → back to the desk.
pub(crate) async fn on_desk(
    app: &App,
    who: &SignedIn,
    id: Uuid,
    key: Option<FormKey>,
    sentence: &'static str,
    act_on: impl Fn(&mut xingtan_db::Tx<'_>, &Act) -> Result<(), Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let (act, to) = (Act::of(who), desk_href(id));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                act_on(tx, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    app.ring();
    Ok(done(who, once, &to, sentence))
}

/// `POST /courses/{course}/submission`.
pub async fn submit(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let message = form.text("message", MESSAGE);
    if !form.ok() {
        let page = edit::show(&app, &who, &kinds, id, form, Vec::new()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    note_words(&who, &kinds, id).await?;
    let key = form.key();
    on_desk(&app, &who, id, key, "catalog-submitted", move |tx, act| {
        deed::submit(tx, &kinds, id, &message, act)
    })
    .await
}

/// Notes sensitive words of the draft before it is submitted: a refused submission keeps nothing of its unit, and its
/// author must be able to say that a hit is wrong.
pub(crate) async fn note_words(who: &SignedIn, kinds: &LessonKinds, id: Uuid) -> Result<(), Fault> {
    let (act, kinds) = (Act::of(who), kinds.clone());
    who.app.db().write(move |tx| crate::review::precheck::spoken::note(tx, &kinds, id, &act)).await?;
    Ok(())
}

/// `POST /courses/{course}/words`: its author means that a sensitive word was found wrongly; leads to where that is said.
pub async fn words(
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    _: Form,
) -> Result<Response, Fault> {
    note_words(&who, &kinds, id).await?;
    Ok(axum::response::Redirect::to("/words/own").into_response())
}

/// `POST /courses/{course}/recall`: takes a submission or an approved version back to change it.
pub async fn recall(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-recalled", move |tx, act| deed::recall(tx, id, act)).await
}

/// `POST /courses/{course}/publish`.
pub async fn publish(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-published", move |tx, act| {
        deed::publish(tx, &kinds, id, act)
    })
    .await
}

/// `POST /courses/{course}/reinstatement`: a withdrawn course is offered again.
pub async fn reinstate(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-reinstated", move |tx, act| deed::reinstate(tx, id, act))
        .await
}

/// `POST /courses/{course}/versions`: begins the next version as a copy.
pub async fn begin_version(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    on_desk(&app, &who, id, form.key(), "catalog-version-begun", move |tx, act| {
        deed::begin_version(tx, &kinds, id, act).map(drop)
    })
    .await
}

/// `POST /courses/{course}/copy`: the course once more, as a draft of the actor's own.
pub async fn copy(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(from): Path<Uuid>,
    form: Form,
) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let (unit_id, unit_path) = own_unit(&who)?;
    let actor = who.actor.clone();
    let course = app.db().read(move |tx| crate::access::writable(tx, &actor, from)).await?;
    let title = copy_title(&who.l, &course.title);
    let to = Copy { id: app.id(), title, unit_id, unit_path };
    let (act, key, href) = (Act::of(&who), form.key(), desk_href(to.id));
    let there = href.clone();
    let once = app
        .db()
        .write(move |tx| {
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First {
                deed::copy(tx, &kinds, from, &to, &act)?;
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &href, "catalog-course-copied"))
}
