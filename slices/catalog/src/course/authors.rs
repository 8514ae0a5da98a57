//! Who writes a course besides its author.

use super::{
    action::{desk_href, done},
    change,
    edit::desk,
    store,
};
use crate::{Act, access, undo::Undo};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use xingtan_accounts::api as accounts;
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, Text, html};

#[derive(Template)]
#[template(path = "course/authors.html")]
struct AuthorsTemplate {
    page: Page,
    f: Form,
    course: store::Course,
    authors: Vec<(Uuid, String)>,
}

async fn show(app: &App, who: &SignedIn, id: Uuid, f: Form) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (desk, authors) = app
        .db()
        .read(move |tx| {
            let desk = desk(tx, &actor, id)?;
            Ok::<_, Fault>((desk, store::authors(tx, id)?))
        })
        .await?;
    if !desk.access.write {
        return Err(Fault::forbidden());
    }
    let l = &who.l;
    let ok = f.ok();
    let page = html(&AuthorsTemplate {
        page: Page::new(who, l.t("catalog-authors"))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(id), desk.version.title.clone()),
        f,
        course: desk.course,
        authors,
    })?;
    Ok(if ok { page } else { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() })
}

/// `GET /courses/{course}/authors`.
pub async fn authors(State(app): State<App>, who: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    show(&app, &who, id, Form::fresh(app.id()).in_language(&who.l)).await
}

/// `POST /courses/{course}/authors`: lets a person write the course, too, by user name.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    let name = form.text("user_name", Text::required(100));
    if !form.ok() {
        return show(&app, &who, id, form).await;
    }
    let (act, key, to) = (Act::of(&who), form.key(), format!("/courses/{id}/authors"));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let course = access::writable(tx, &act.actor, id)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once != Once::First {
                return Ok(once);
            }
            // Whom one may not see does not exist for one: the same words for both.
            let person = accounts::person_by_user(tx, &name)?.filter(|person| person.id != course.author_id);
            let person = person.ok_or(Undo::Refused(Msg::new("catalog-fault-no-author")))?;
            change::add_author(tx, &course, person.id, &person.name, &act)?;
            Ok(once)
        })
        .await;
    match once {
        Ok(once) => Ok(done(&who, once, &to, "catalog-author-added")),
        Err(Undo::Refused(msg)) => {
            form.refuse("user_name", msg);
            show(&app, &who, id, form).await
        }
        Err(Undo::Fault(fault)) => Err(fault),
    }
}

/// `POST /courses/{course}/authors/{person}/deletion`.
pub async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path((id, person)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<Response, Fault> {
    let (act, key, to) = (Act::of(&who), form.key(), format!("/courses/{id}/authors"));
    let there = to.clone();
    let once = app
        .db()
        .write(move |tx| {
            let course = access::writable(tx, &act.actor, id)?;
            let once = FormKey::enter(key, tx, Some(act.person), &there, act.at)?;
            if once == Once::First && !change::remove_author(tx, &course, person, &act)? {
                return Err(Fault::NotFound);
            }
            Ok::<_, Fault>(once)
        })
        .await?;
    Ok(done(&who, once, &to, "catalog-author-removed"))
}
