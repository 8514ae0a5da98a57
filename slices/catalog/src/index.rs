//! What of the catalogue is found by full text (CRS-2): published courses with their lessons.

use crate::{
    course::store as courses, lesson::store as lessons, states::CourseState, version::store as versions,
};
use xingtan_clock::Uuid;
use xingtan_db::{Result, Tx};
use xingtan_search::Document;
use xingtan_web::{App, Fault};

/// The kind of a course in the index; its id is the course's.
pub const COURSE: &str = "catalog-course";

/// Title and text of a version.
fn text(tx: &mut Tx<'_>, version: Uuid) -> Result<Option<(String, String)>> {
    let Some(it) = versions::get(tx, version)? else { return Ok(None) };
    let mut body = vec![it.summary, it.lecturer_name];
    for markdown in [it.introduction_md, it.objectives_md, it.syllabus_md] {
        body.push(xingtan_markdown::plain_text(&markdown));
    }
    for lesson in lessons::of_version(tx, version)? {
        body.push(lesson.title);
    }
    for (_, markdown) in lessons::texts(tx, version)? {
        body.push(xingtan_markdown::plain_text(&markdown));
    }
    Ok(Some((it.title, body.join("\n"))))
}

async fn document(app: &App, course: Uuid, draft: bool) -> Result<Option<Document>, Fault> {
    let found = app
        .db()
        .read(move |tx| {
            let Some(it) = courses::get(tx, course)? else { return Ok(None) };
            let version = if draft { it.draft_version_id } else { it.published_version_id };
            version.map(|id| text(tx, id)).transpose().map(Option::flatten)
        })
        .await?;
    let lang = app.institution().lang;
    Ok(found.map(|(title, body)| Document::new(COURSE, course, &title, &body, lang)))
}

/// The document of the version under way, cut into words. Made before the unit that publishes it.
pub(crate) async fn draft_document(app: &App, course: Uuid) -> Result<Option<Document>, Fault> {
    document(app, course, true).await
}

/// The document of the published version.
pub(crate) async fn published_document(app: &App, course: Uuid) -> Result<Option<Document>, Fault> {
    document(app, course, false).await
}

/// Puts a document into the index.
pub(crate) fn put(tx: &mut Tx<'_>, document: Option<&Document>) -> Result<()> {
    document.map_or(Ok(()), |document| xingtan_search::index(tx, document))
}

/// Takes a course out of the index.
pub(crate) fn take_out(tx: &mut Tx<'_>, course: Uuid) -> Result<()> {
    xingtan_search::remove(tx, COURSE, course)
}

/// Puts all published courses into the index anew, after a restore; answers how many.
pub async fn index_all(app: &App) -> Result<usize, Fault> {
    let published: Vec<Uuid> = app
        .db()
        .read(|tx| {
            let select = courses::select().when("c.state = {}", CourseState::Published.code());
            let all: Vec<courses::Course> = select.rows(tx, "ORDER BY c.id")?;
            Ok::<_, Fault>(all.into_iter().map(|it| it.id).collect())
        })
        .await?;
    for id in &published {
        let document = published_document(app, *id).await?;
        app.db().write(move |tx| put(tx, document.as_ref())).await?;
    }
    Ok(published.len())
}
