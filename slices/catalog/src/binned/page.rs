//! What was taken out of a draft, for its authors.

use super::store;
use crate::{
    course::{action::desk_href, edit::desk},
    jobs::BIN_DAYS,
    kinds::LessonKinds,
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_web::{App, Fault, Form, Page, SignedIn, html};

/// Most lines of the page; older ones go with their days.
const MOST: i64 = 200;

struct Line {
    key: Uuid,
    title: String,
    icon: &'static str,
    lessons: i64,
    who: String,
    at: Timestamp,
}

#[derive(Template)]
#[template(path = "lesson/bin.html")]
struct BinTemplate {
    page: Page,
    f: Form,
    course: Uuid,
    days: i64,
    is_open: bool,
    lines: Vec<Line>,
}

/// `GET /courses/{course}/edit/bin`.
pub async fn bin(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(course): Path<Uuid>,
) -> Result<Response, Fault> {
    let actor = who.actor.clone();
    let (desk, batches, names) = app
        .db()
        .read(move |tx| {
            let desk = desk(tx, &actor, course)?;
            if !desk.access.write {
                return Err(Fault::forbidden());
            }
            let batches = store::batches(tx, desk.version.id, MOST)?;
            let people: Vec<Uuid> = batches.iter().map(|it| it.binned_by).collect();
            let names = xingtan_accounts::api::names(tx, &people)?;
            Ok::<_, Fault>((desk, batches, names))
        })
        .await?;
    let l = &who.l;
    let line = |it: store::Batch| Line {
        key: it.batch,
        icon: kinds.get(&it.kind).map_or("file", |kind| kind.icon),
        title: it.title,
        lessons: it.lessons,
        who: names.get(&it.binned_by).cloned().unwrap_or_else(|| l.t("catalog-somebody")),
        at: it.binned_at,
    };
    html(&BinTemplate {
        page: Page::new(&who, l.t("catalog-bin"))
            .crumb("/courses", l.t("catalog-courses"))
            .crumb(desk_href(course), desk.version.title.clone()),
        f: Form::fresh(app.id()).in_language(l),
        course,
        days: BIN_DAYS,
        is_open: desk.is_open(),
        lines: batches.into_iter().map(line).collect(),
    })
}
