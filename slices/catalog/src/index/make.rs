//! The job that makes the index anew for courses that changed.

use super::{
    document, readers, store,
    text::{Source, passages},
};
use crate::{
    category::store as categories,
    course::store as courses,
    kinds::{AUDIO, PDF, VIDEO},
    lesson::store as lessons,
    states::CourseState,
    version::store as versions,
};
use std::collections::BTreeMap;
use xingtan_clock::{Ids, Timestamp, Uuid};
use xingtan_db::{Result, Tx};
use xingtan_jobs::{Done, JobError, JobKind, JobRun, Kinds};
use xingtan_media::track;
use xingtan_search::Passage;

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
    let mut made = 0;
    for _ in 0..ROUNDS {
        let (mut after, mut found) = (Uuid::nil(), false);
        while let Some((course, version)) = run.db.read(move |tx| store::next(tx, after)).await? {
            (after, found) = (course, true);
            made += usize::from(one(run, course, version).await?);
        }
        if !found {
            break;
        }
    }
    Ok(made)
}

/// Makes the passages of one course anew; whether it was still as it was at the end.
async fn one(run: &JobRun, course: Uuid, version: i64) -> std::result::Result<bool, JobError> {
    let sources = run.db.read(move |tx| sources(tx, course)).await?;
    let files: Vec<Uuid> = sources.iter().flat_map(documents).collect();
    if !files.is_empty() {
        let ids = run.ids.clone();
        run.step(move |tx, hold| Ok(order(tx, &files, &ids, hold.now())?)).await?;
    }
    let made: Vec<Passage> = sources.iter().flat_map(passages).collect();
    for open in [true, false] {
        let taken = move |tx: &mut Tx<'_>| {
            if store::stands(tx, course, version)? {
                xingtan_search::take_out(tx, course, open, TAKE_OUT).map(Some)
            } else {
                Ok(None)
            }
        };
        loop {
            match run.step(move |tx, _| Ok(taken(tx)?)).await? {
                None => return Ok(false),
                Some(0) => break,
                Some(_) => {}
            }
        }
    }
    for some in made.chunks(PUT_IN) {
        let some = some.to_vec();
        let put = run.step(move |tx, _| {
            let stands = store::stands(tx, course, version)?;
            if stands {
                xingtan_search::add(tx, &some)?;
            }
            Ok(stands)
        });
        if !put.await? {
            return Ok(false);
        }
    }
    run.step(move |tx, _| {
        let stands = store::stands(tx, course, version)?;
        if stands {
            if let Some(it) = courses::get_any(tx, course)? {
                readers(tx, course, it.author_id)?;
            }
            xingtan_search::show(tx, course)?;
            store::known(tx, course, version)?;
        }
        Ok(stands)
    })
    .await
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
fn sources(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Source>> {
    let Some(course) = courses::get(tx, id)? else { return Ok(Vec::new()) };
    let published = course.published_version_id.filter(|_| course.state == CourseState::Published);
    let names: BTreeMap<Uuid, String> = categories::all(tx)?.into_iter().map(|it| (it.id, it.name)).collect();
    let mut all = Vec::new();
    for (version, open) in [(published, true), (course.draft_version_id, false)] {
        let Some(version) = version.map(|id| versions::get(tx, id)).transpose()?.flatten() else { continue };
        let lessons = lessons::of_version(tx, version.id)?;
        let texts: BTreeMap<Uuid, String> = lessons::texts(tx, version.id)?.into_iter().collect();
        let (mut pages, mut tracks) = (BTreeMap::new(), BTreeMap::new());
        for lesson in &lessons {
            let Some(file) = lesson.file_id else { continue };
            if lesson.kind == PDF.key {
                pages.insert(file, store::pages(tx, file)?);
            } else if [VIDEO.key, AUDIO.key].contains(&lesson.kind.as_str()) {
                let mut cues = Vec::new();
                for it in track::of_file(tx, file)? {
                    cues.extend(track::read(&it.vtt).unwrap_or_default());
                }
                cues.sort();
                tracks.insert(file, cues);
            }
        }
        let category = version.category_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        all.push(Source { course: course.clone(), version, open, category, lessons, texts, pages, tracks });
    }
    Ok(all)
}
