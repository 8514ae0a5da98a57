//! The job that makes the index anew for courses that changed.

use super::{
    document, readers,
    store::{self, Due},
    text::{Said, Source, of_course, of_lesson},
};
use crate::{
    category::store as categories,
    course::store::{self as courses, Course},
    kinds::{AUDIO, PDF, VIDEO},
    lesson::store::{self as lessons, Lesson},
    states::CourseState,
    version::store as versions,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_media::track;

/// Makes the index anew for courses that changed since it knows them.
pub const INDEX: JobKind = JobKind::new("catalog.index");
/// Looks whether some course changed, and orders [`INDEX`] then.
pub const DUE: JobKind = JobKind::new("catalog.index-due");
/// Makes the index anew for all courses.
pub const REINDEX: JobKind = JobKind::new("catalog.reindex");

/// Courses that one unit forgets, passages that one unit takes out and puts in.
const FORGET: i64 = 500;
const TAKE_OUT: i64 = 200;
const PUT_IN: usize = 40;
/// Passages of one version: whoever copies a long document into hundreds of lessons fills no disk. What lies beyond is
/// not found, and the log says so.
const MOST: usize = 20_000;
/// Documents that one unit orders to be read.
const READ_AT_ONCE: usize = 50;
/// Times that a run goes through what changed.
const ROUNDS: usize = 5;
/// Documents that nobody shows any more, forgotten in one unit.
const UNUSED: i64 = 20;

/// Adds the jobs of the index.
pub(crate) fn jobs(kinds: &mut Kinds) {
    kinds.on(INDEX, |run| async move {
        let made = all(&run).await?;
        while run.step(|tx, _| Ok(document_removed(tx)?)).await? {}
        Done::with(&made)
    });
    kinds.on(DUE, |run| async move {
        let id = run.ids.next();
        let due = run.step(move |tx, hold| {
            let due = store::next(tx, Uuid::nil())?.is_some();
            if due {
                super::order(tx, id, hold.now())?;
            }
            Ok(due)
        });
        Done::with(&due.await?)
    });
    kinds.on(REINDEX, |run| async move {
        run.step(|tx, _| Ok(store::forget_wordless(tx)?)).await?;
        let mut after = Uuid::nil();
        while let Some(last) = run.step(move |tx, _| Ok(store::forget_some(tx, after, FORGET)?)).await? {
            after = last;
        }
        let id = run.ids.next();
        run.step(move |tx, hold| Ok(super::order(tx, id, hold.now())?)).await?;
        Ok(Done::new())
    });
}

/// Forgets the words of some documents that no lesson shows any more; whether there were any.
///
/// # Errors
/// Those of the database.
fn document_removed(tx: &mut Tx<'_>) -> Result<bool> {
    let unused = store::unused(tx, UNUSED)?;
    for file in &unused {
        store::drop(tx, *file)?;
    }
    Ok(!unused.is_empty())
}

/// Goes through the courses that the index does not know as they are, until there are none; answers how many it made.
/// A course that changes all the time is left to the next run.
async fn all(run: &JobRun) -> std::result::Result<usize, JobError> {
    let (mut made, mut failed) = (BTreeSet::new(), BTreeMap::new());
    for _ in 0..ROUNDS {
        let (mut after, mut found) = (Uuid::nil(), false);
        while let Some(due) = run.db.read(move |tx| store::next(tx, after)).await? {
            after = due.id;
            if failed.contains_key(&due.id) {
                continue;
            }
            match one(run, due, made.contains(&due.id)).await {
                Ok(()) => {}
                // Others do not wait for it
                Err(JobError::Again(why)) => {
                    tracing::error!(course = %due.id, why, "a course could not be put into the index");
                    failed.insert(due.id, why);
                    continue;
                }
                Err(other) => return Err(other),
            }
            found = true;
            made.insert(due.id);
        }
        if !found {
            break;
        }
    }
    match failed.into_values().next() {
        Some(why) => Err(JobError::Again(why)),
        None => Ok(made.len()),
    }
}

/// Makes the passages of one course anew. What learners study stays as it is while its authors write: a draft that saves
/// itself again and again takes nothing from what is found of the version in force. `again`: the run has made it before;
/// then only what is open matters, and what its authors wrote since is left to the next run.
async fn one(run: &JobRun, due: Due, again: bool) -> std::result::Result<(), JobError> {
    let course = due.id;
    let (open, draft) = run.db.read(move |tx| sources(tx, course)).await?;
    let version = open.as_ref().map(|it| it.version.id);
    let changed = due.indexed < 0 || due.indexed_version_id != version;
    if again && !changed {
        return follow_open(run, course, version).await.map(drop);
    }
    let files: Vec<Uuid> = [&open, &draft].into_iter().flatten().flat_map(documents).collect();
    for some in files.chunks(READ_AT_ONCE) {
        let (some, ids) = (some.to_vec(), run.ids.clone());
        run.step(move |tx, hold| Ok(order(tx, &some, &ids, hold.now())?)).await?;
    }
    if changed && !put_open(run, course, version, open).await? {
        return Ok(());
    }
    if !follow_open(run, course, version).await? {
        return Ok(());
    }
    while run.step(move |tx, _| Ok(xingtan_search::take_out(tx, course, false, TAKE_OUT)?)).await? > 0 {}
    put(run, draft, |_| Ok(true)).await?;
    run.step(move |tx, _| {
        if let Some(it) = courses::get_any(tx, course)? {
            readers(tx, course, it.author_id)?;
        }
        store::known(tx, due)?;
        Ok(())
    })
    .await
}

/// Cuts a version piece by piece, where nothing else waits for it, and puts each in before the next is read: what a
/// course has in files does not fit into memory. Ends with false where `stands` does not hold any more.
async fn put(
    run: &JobRun,
    source: Option<Source>,
    stands: impl Fn(&mut Tx<'_>) -> Result<bool> + Clone + Send + Sync + 'static,
) -> std::result::Result<bool, JobError> {
    let Some(source) = source.map(Arc::new) else { return Ok(true) };
    let mut left = MOST;
    for at in 0..=source.lessons.len() {
        let own = source.clone();
        let said = match at.checked_sub(1) {
            Some(lesson) => {
                let own = own.clone();
                Some((lesson, run.db.read(move |tx| said(tx, &own.lessons[lesson])).await?))
            }
            None => None,
        };
        let cut = move || match said {
            Some((lesson, said)) => of_lesson(&own, &own.lessons[lesson], &said),
            None => of_course(&own),
        };
        let mut made = tokio::task::spawn_blocking(cut).await?;
        if made.len() > left {
            tracing::warn!(course = %source.course.id, most = MOST, "the rest of a course is too long for the index");
            made.truncate(left);
        }
        left -= made.len();
        for some in made.chunks(PUT_IN) {
            let (some, stands) = (some.to_vec(), stands.clone());
            let put = run.step(move |tx, _| {
                let stands = stands(tx)?;
                if stands {
                    xingtan_search::add(tx, &some)?;
                }
                Ok(stands)
            });
            if !put.await? {
                return Ok(false);
            }
        }
        if left == 0 {
            break;
        }
    }
    Ok(true)
}

/// What the file of a lesson says.
fn said(tx: &mut Tx<'_>, lesson: &Lesson) -> Result<Said> {
    let mut said = Said::default();
    let Some(file) = lesson.file_id else { return Ok(said) };
    if lesson.kind == PDF.key {
        said.pages = store::pages(tx, file)?;
    } else if [VIDEO.key, AUDIO.key].contains(&lesson.kind.as_str()) {
        for it in track::of_file(tx, file)? {
            said.cues.extend(track::read(&it.vtt).unwrap_or_default());
        }
        said.cues.sort();
    }
    Ok(said)
}

/// Puts the passages of the version in force in the place of those before; whether it is still in force. Until the last
/// of them is there the course says that they are half done, so that whoever comes after a crash begins anew.
async fn put_open(
    run: &JobRun,
    course: Uuid,
    version: Option<Uuid>,
    source: Option<Source>,
) -> std::result::Result<bool, JobError> {
    loop {
        let taken = run.step(move |tx, _| {
            if in_force(tx, course)? != version {
                return Ok(None);
            }
            store::has_open(tx, course, Some(Uuid::nil()))?;
            Ok(Some(xingtan_search::take_out(tx, course, true, TAKE_OUT)?))
        });
        match taken.await? {
            None => return Ok(false),
            Some(0) => break,
            Some(_) => {}
        }
    }
    if !put(run, source, move |tx| Ok(in_force(tx, course)? == version)).await? {
        return Ok(false);
    }
    run.step(move |tx, _| {
        let stands = in_force(tx, course)? == version;
        if stands {
            store::has_open(tx, course, version)?;
        }
        Ok(stands)
    })
    .await
}

/// Shows what is open of a course, if the version in force is the one whose passages are there.
async fn follow_open(
    run: &JobRun,
    course: Uuid,
    version: Option<Uuid>,
) -> std::result::Result<bool, JobError> {
    run.step(move |tx, _| {
        let stands = in_force(tx, course)? == version;
        if stands {
            xingtan_search::show(tx, course)?;
        }
        Ok(stands)
    })
    .await
}

/// The version of a course that learners study.
fn in_force(tx: &mut Tx<'_>, course: Uuid) -> Result<Option<Uuid>> {
    Ok(courses::get(tx, course)?.and_then(|it| published(&it)))
}

fn published(course: &Course) -> Option<Uuid> {
    course.published_version_id.filter(|_| course.state == CourseState::Published)
}

fn order(tx: &mut Tx<'_>, files: &[Uuid], ids: &Ids, now: Timestamp) -> Result<()> {
    for file in store::unread(tx, files)? {
        document::order(tx, file, ids, now)?;
    }
    Ok(())
}

/// The documents that the lessons of a version show.
fn documents(source: &Source) -> Vec<Uuid> {
    source.lessons.iter().filter(|it| it.kind == PDF.key).filter_map(|it| it.file_id).collect()
}

/// What of a course is to be found now: the version that learners study, and the one under way. Nothing of a course in
/// the bin.
fn sources(tx: &mut Tx<'_>, id: Uuid) -> Result<(Option<Source>, Option<Source>)> {
    let Some(course) = courses::get(tx, id)? else { return Ok((None, None)) };
    let open = published(&course).map(|version| source(tx, &course, version, true)).transpose()?.flatten();
    let draft =
        course.draft_version_id.map(|version| source(tx, &course, version, false)).transpose()?.flatten();
    Ok((open, draft))
}

fn source(tx: &mut Tx<'_>, course: &Course, version: Uuid, open: bool) -> Result<Option<Source>> {
    let Some(version) = versions::get(tx, version)? else { return Ok(None) };
    let names: BTreeMap<Uuid, String> = categories::all(tx)?.into_iter().map(|it| (it.id, it.name)).collect();
    let lessons = lessons::of_version(tx, version.id)?;
    let texts: BTreeMap<Uuid, String> = lessons::texts(tx, version.id)?.into_iter().collect();
    let category = version.category_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    Ok(Some(Source { course: course.clone(), version, open, category, lessons, texts }))
}
