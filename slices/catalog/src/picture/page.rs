//! The pictures of a course: what each shows, where it stands, and its Markdown to be taken along.

use super::{
    rules,
    store::{self, Picture, Use},
};
use crate::{
    access,
    confirm::{self, Question},
    course::action::desk_href,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_i18n::{Locale, Msg};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Width in pixels at which a picture stands in the list.
const THUMB: i64 = 56;

/// The address of the list.
pub(crate) fn pictures_href(course: Uuid) -> String {
    format!("/courses/{course}/edit/pictures")
}

struct Line {
    id: Uuid,
    href: String,
    width: i64,
    height: i64,
    description: String,
    facts: String,
    markdown: String,
    uses: Vec<String>,
}

#[derive(Template)]
#[template(path = "picture/list.html")]
struct ListTemplate {
    page: Page,
    course: Uuid,
    lines: Vec<Line>,
}

/// `GET /courses/{course}/edit/pictures`.
pub async fn pictures(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (course, all, uses) = app
        .db()
        .read(move |tx| {
            let course = access::writable(tx, &actor, id)?;
            Ok::<_, Fault>((course, store::of_course(tx, id)?, store::uses(tx, id)?))
        })
        .await?;
    let l = &who.l;
    let mut by_picture: BTreeMap<Uuid, Vec<Use>> = BTreeMap::new();
    for it in uses {
        by_picture.entry(it.picture_id).or_default().push(it);
    }
    let lines = all.into_iter().map(|it| {
        let uses = by_picture.remove(&it.id).unwrap_or_default();
        line(l, it, &uses)
    });
    html(&ListTemplate {
        lines: lines.collect(),
        page: Page::new(&who, l.t("catalog-pictures"))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(id), course.title),
        course: id,
    })
}

fn line(l: &Locale, it: Picture, uses: &[Use]) -> Line {
    let words = |use_: &Use| {
        let title = use_.title.clone().unwrap_or_else(|| l.t("catalog-facts"));
        l.t2("catalog-picture-use", "number", use_.number, "title", title)
    };
    let href = rules::href(it.course_id, it.id);
    Line {
        id: it.id,
        width: THUMB,
        height: (it.height * THUMB / it.width).clamp(1, 2 * THUMB),
        facts: l.msg(
            &Msg::new("catalog-picture-line")
                .with("width", it.width)
                .with("height", it.height)
                .with("size", l.bytes(it.size))
                .with("at", it.added_at),
        ),
        markdown: rules::markdown(&it.description, &href),
        href,
        description: it.description,
        uses: uses.iter().map(words).collect(),
    }
}

/// `GET /courses/{course}/edit/pictures/{picture}/deletion`.
pub async fn ask_deletion(
    State(app): State<App>,
    who: SignedIn,
    Path((id, picture)): Path<(Uuid, Uuid)>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (course, picture, used) = app
        .db()
        .read(move |tx| {
            let course = access::writable(tx, &actor, id)?;
            let picture = store::get(tx, id, picture)?.ok_or(Fault::NotFound)?;
            let used = store::uses(tx, id)?.iter().any(|it| it.picture_id == picture.id);
            Ok::<_, Fault>((course, picture, used))
        })
        .await?;
    if used {
        return Err(Fault::Conflict(Msg::new("catalog-fault-picture-used")));
    }
    let l = &who.l;
    let back = pictures_href(id);
    let page = Page::new(&who, l.t("catalog-remove-picture"))
        .crumb(desk_href(id), course.title)
        .crumb(back.clone(), l.t("catalog-pictures"));
    let question = Question {
        text: l.t1("catalog-remove-picture-text", "description", &picture.description),
        action: format!("{back}/{}/deletion", picture.id),
        label: l.t("catalog-remove-picture"),
        reason: None,
        back,
        danger: true,
    };
    confirm::ask(page, Form::fresh(app.id()).in_language(l), question)
}
