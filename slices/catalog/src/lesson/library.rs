//! Items of the library become lessons: the same file in storage, claimed once more, with its use noted (CRS-8).

use super::{
    action::lesson_href,
    change::{LessonFile, NewLesson},
    deed,
};
use crate::{
    Act,
    course::{list::own, store as courses},
    file::LESSON,
    kinds::{AUDIO, DOWNLOAD, LessonKind, LessonKinds, PDF, VIDEO},
    permissions::COURSES_WRITE,
    review::responsible::responsible,
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use std::collections::BTreeMap;
use xingtan_clock::Uuid;
use xingtan_db::{Result as Kept, ToParam as _, Tx, list};
use xingtan_i18n::Msg;
use xingtan_library::api::{self as library, Item, Kind, MARKABLE, User};
use xingtan_storage::file;
use xingtan_web::{App, Fault, Form, FormKey, Once, Page, SignedIn, html};

/// Lessons that use items of the library.
pub const LESSON_USES: User =
    User { kind: LESSON, named, offer: Some(("catalog-use-item", "course")), permission: COURSES_WRITE };

/// Drafts that the page offers, the latest.
const MOST: usize = 100;

/// The courses of these lessons, each once, with who answers for them.
fn named(tx: &mut Tx<'_>, lessons: &[Uuid]) -> Kept<Vec<library::Named>> {
    let mut found: BTreeMap<Uuid, ()> = BTreeMap::new();
    for some in lessons.chunks(500) {
        let sql = format!(
            "SELECT DISTINCT v.course_id FROM catalog_lesson l
             JOIN catalog_version v ON v.id = l.version_id
             WHERE l.id IN ({})",
            list(1, some.len())
        );
        // A lesson in the bin still needs its file: it can be put back.
        let binned = format!(
            "SELECT DISTINCT v.course_id FROM catalog_binned b
             JOIN catalog_version v ON v.id = b.version_id
             WHERE b.id IN ({})",
            list(1, some.len())
        );
        let given: Vec<_> = some.iter().map(|id| id.to_param()).collect();
        for sql in [sql, binned] {
            let ids: Vec<Uuid> = tx.all(&sql, &given)?;
            found.extend(ids.into_iter().map(|id| (id, ())));
        }
    }
    // Who answers is asked of few courses: an item in more is a matter for all the same people.
    let ids: Vec<Uuid> = found.into_keys().take(MOST).collect();
    let mut all = Vec::new();
    for course in courses::several(tx, &ids)? {
        let own = responsible(tx, &course)?;
        let people = [&own.author].into_iter().chain(&own.reviewers).chain(&own.operator);
        all.push(library::Named {
            href: format!("/courses/{}/edit", course.id),
            responsible: people.map(|it| it.person).collect(),
            label: course.title,
        });
    }
    Ok(all)
}

/// The lesson that an item becomes: its kind, and the file that it shows.
///
/// # Errors
/// [`Fault::Conflict`] where its mark could not be put on what learners would get.
fn lesson(tx: &mut Tx<'_>, kinds: &LessonKinds, it: &Item) -> Result<NewLesson, Fault> {
    let known = |kind: LessonKind| kinds.get(kind.key).unwrap_or(DOWNLOAD);
    let (kind, file_id) = match (it.kind(), it.shown_file_id) {
        (Kind::Pdf, _) => (PDF, it.file_id),
        (Kind::Office, Some(pdf)) => (PDF, pdf),
        (Kind::Video, _) => (known(VIDEO), it.file_id),
        (Kind::Audio, _) => (known(AUDIO), it.file_id),
        _ => (DOWNLOAD, it.file_id),
    };
    let row = file::find(tx, file_id)?.ok_or(Fault::NotFound)?;
    if kind == DOWNLOAD {
        if !it.download {
            return Err(Fault::Conflict(Msg::new("catalog-use-no-download")));
        }
        if it.watermark && !MARKABLE.contains(&row.media_type.as_str()) {
            return Err(Fault::Conflict(Msg::new("catalog-use-unmarkable")));
        }
    }
    let file = LessonFile { id: row.id, name: row.name, size: row.size };
    Ok(NewLesson { file: Some(file), ..NewLesson::of(kind, it.title.clone()) })
}

#[derive(Template)]
#[template(path = "lesson/library.html")]
struct UsePage {
    page: Page,
    it: Item,
    drafts: Vec<(String, String)>,
    form: Form,
}

/// `GET /library/ID/course`: which of one's drafts is to have it.
pub(crate) async fn choose(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    Ok(show(&who, id, Form::fresh(app.id())).await?.into_response())
}

async fn show(who: &SignedIn, id: Uuid, form: Form) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let actor = who.actor.clone();
    let read = who.app.db().read(move |tx| {
        let it = library::usable(tx, id, &actor)?.ok_or(Fault::NotFound)?;
        let select = own(courses::select(), actor.person)
            .always("c.draft_version_id IN (SELECT v.id FROM catalog_version v WHERE v.state = 'draft')");
        let tail = format!("ORDER BY c.updated_at DESC, c.id DESC LIMIT {MOST}");
        let drafts: Vec<courses::Course> = select.rows(tx, &tail)?;
        Ok::<_, Fault>((it, drafts))
    });
    let (it, drafts) = read.await?;
    let page = Page::new(who, who.l.t("catalog-use-item")).crumb(it.href(), it.title.clone());
    html(&UsePage {
        page,
        it,
        drafts: drafts.into_iter().map(|it| (it.id.to_string(), it.title)).collect(),
        form,
    })
}

/// `POST /library/ID/course`: it becomes the last lesson of that draft.
pub(crate) async fn take(
    State(app): State<App>,
    who: SignedIn,
    Extension(kinds): Extension<LessonKinds>,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Fault> {
    who.must(COURSES_WRITE)?;
    let course = form.id("course");
    let (Some(course), true) = (course, form.ok()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, id, form).await?).into_response());
    };
    let (act, key) = (Act::of(&who), form.key());
    let unit = move |tx: &mut Tx<'_>| {
        let to = format!("/courses/{course}/edit");
        if let Once::Before(there) = FormKey::enter(key, tx, Some(act.person), &to, act.at)? {
            return Ok(there);
        }
        let it = library::usable(tx, id, &act.actor)?.ok_or(Fault::NotFound)?;
        let new = lesson(tx, &kinds, &it)?;
        let added = deed::add(tx, &kinds, course, &new, &act)?;
        Ok::<_, Fault>(lesson_href(course, added))
    };
    match app.db().write(unit).await {
        Ok(to) => {
            app.ring();
            Ok(Redirect::to(&to).into_response())
        }
        Err(Fault::Conflict(why)) => {
            form.refuse("", why);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&who, id, form).await?).into_response())
        }
        Err(fault) => Err(fault),
    }
}
