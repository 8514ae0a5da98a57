//! Films of the demo's courses, from a folder that `scripts/demo-media` makes. They are processed like anybody's, once:
//! what was made is kept beside them, under the content of the film and the orders that ffmpeg got, and is taken in
//! from there afterwards.

use super::{Demo, courses::act, people::People};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    error::Error,
    path::{Path, PathBuf},
};
use tokio::fs;
use xingtan_catalog::{Act, api::LessonFile};
use xingtan_clock::Uuid;
use xingtan_media::{self as media, Kind, Sheet, State, track};
use xingtan_storage::{Policy, Stored, VIDEO_TYPES, file};

/// The list of what the folder holds.
const INDEX: &str = "index.json";
/// Greatest size of a film and of what is made of it, in bytes.
const MOST: u64 = 1 << 30;

/// What the folder holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    /// By role.
    roles: BTreeMap<String, RoleFilms>,
    /// Films by name: those of the roles and those that courses name themselves.
    films: BTreeMap<String, FilmPlan>,
}

/// The films of a role course.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleFilms {
    /// Title of the chapter that holds them.
    pub section: String,
    /// Markdown, put before the course's outline.
    pub syllabus: String,
    /// Markdown, put after what completes the course.
    pub criteria: String,
    /// Names of the films, in order.
    pub films: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilmPlan {
    title: String,
    /// Path of the film in the folder.
    file: String,
    tracks: Vec<TrackPlan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrackPlan {
    lang: String,
    label: String,
    /// Path of the subtitles in the folder.
    file: String,
}

/// A film that is ready to become a lesson.
#[derive(Clone, Debug)]
pub struct Film {
    /// Title.
    pub title: String,
    /// Its file.
    pub file: LessonFile,
    /// Stated minutes.
    pub minutes: i64,
}

/// The films at hand; none without a folder.
#[derive(Default)]
pub struct Shelf {
    roles: BTreeMap<String, RoleFilms>,
    films: BTreeMap<String, Film>,
}

impl Shelf {
    /// A film by name.
    pub fn film(&self, name: &str) -> Option<&Film> {
        self.films.get(name)
    }

    /// The films of the role whose course it is.
    pub fn of_roles(&self, roles: &[String]) -> Option<(&RoleFilms, Vec<&Film>)> {
        let found = roles.iter().find_map(|role| self.roles.get(role))?;
        Some((found, found.films.iter().filter_map(|name| self.films.get(name)).collect()))
    }
}

/// Takes in the films of a folder.
pub async fn fill(demo: &Demo<'_>, people: &People, folder: Option<&Path>) -> Result<Shelf, Box<dyn Error>> {
    let Some(folder) = folder else { return Ok(Shelf::default()) };
    let told = |error: std::io::Error| format!("{}: {error}", folder.join(INDEX).display());
    let index: Index = serde_json::from_slice(&fs::read(folder.join(INDEX)).await.map_err(told)?)?;
    let author = act(demo, people, "teacher", 95)?;
    let recipe = hexadecimal(&Sha256::digest(media::recipe()))[..16].to_owned();
    let taking = Taking { demo, folder, recipe, author };
    let total = index.films.len() as u64;
    let mut shelf = Shelf { roles: index.roles, films: BTreeMap::new() };
    for (n, (name, plan)) in index.films.iter().enumerate() {
        let film = taking.film(plan).await.map_err(|error| format!("film {name}: {error}"))?;
        shelf.films.insert(name.clone(), film);
        (demo.progress)("films", n as u64 + 1, total);
    }
    for name in shelf.roles.values().flat_map(|it| &it.films) {
        if !shelf.films.contains_key(name) {
            return Err(format!("film {name}: {INDEX} does not say where it lies").into());
        }
    }
    Ok(shelf)
}

struct Taking<'a> {
    demo: &'a Demo<'a>,
    folder: &'a Path,
    recipe: String,
    author: Act,
}

impl Taking<'_> {
    async fn film(&self, plan: &FilmPlan) -> Result<Film, Box<dyn Error>> {
        let app = self.demo.running.app();
        let stored = self.put(&self.folder.join(&plan.file), VIDEO_TYPES).await?;
        let made = self.folder.join("made").join(format!("{}-{}", stored.sha256, self.recipe));
        let (by, at, name) = (self.author.person, self.author.at, format!("{}.mp4", plan.title));
        let row = app.db().write(move |tx| file::keep(tx, &stored, &name, Some(by), at)).await?;
        if !fs::try_exists(made.join("sheet.json")).await? {
            self.process(row.id, &made).await?;
        } else {
            self.adopt(row.id, &made).await?;
        }
        for track in &plan.tracks {
            self.track(row.id, track).await?;
        }
        let item = app.db().read(move |tx| media::of_file(tx, row.id)).await?.ok_or("it was not kept")?;
        let length = item.duration_ms.ok_or("it has no length")?;
        let file = LessonFile { id: row.id, name: row.name, size: row.size };
        Ok(Film { title: plan.title.clone(), file, minutes: length.div_euclid(60_000) + 1 })
    }

    /// By the pipeline, as any upload; then what it made is laid beside the film.
    async fn process(&self, id: Uuid, made: &Path) -> Result<(), Box<dyn Error>> {
        let (app, author) = (self.demo.running.app(), self.author.clone());
        app.db()
            .write(move |tx| media::order(tx, id, Kind::Video, Some(author.person), &author.ids, author.at))
            .await?;
        self.demo.running.media_worker().drain().await?;
        let read = app.db().read(move |tx| {
            let Some(item) = media::look(tx, id)?.filter(|item| item.state() == State::Ready) else {
                return Ok(None);
            };
            let renditions = media::renditions(tx, item.id)?;
            let files = renditions.iter().map(|it| it.file_id).chain(item.poster_file_id);
            let files = files.map(|id| file::find(tx, id)).collect::<Result<Option<Vec<_>>, _>>()?;
            Ok::<_, xingtan_db::Error>(Sheet::of(&item, &renditions).zip(files))
        });
        let (sheet, files) = read.await?.ok_or("it could not be processed; the log says why")?;
        let making = made.with_extension(format!("{}.making", std::process::id()));
        fs::create_dir_all(&making).await?;
        for (name, row) in names(&sheet).zip(files) {
            fs::write(making.join(name), app.storage().read(&row, MOST).await?).await?;
        }
        fs::write(making.join("sheet.json"), serde_json::to_vec_pretty(&sheet)?).await?;
        if fs::rename(&making, made).await.is_err() {
            // Somebody else was faster; theirs is as good.
            fs::remove_dir_all(&making).await?;
        }
        Ok(())
    }

    /// As it was made before.
    async fn adopt(&self, id: Uuid, made: &Path) -> Result<(), Box<dyn Error>> {
        let sheet: Sheet = serde_json::from_slice(&fs::read(made.join("sheet.json")).await?)?;
        let mut stored = Vec::new();
        for name in names(&sheet) {
            stored.push(self.put(&made.join(name), &[]).await?);
        }
        let poster = if sheet.has_poster { stored.pop() } else { None };
        let (ids, at) = (self.demo.ids.clone(), self.author.at);
        let app = self.demo.running.app();
        app.db().write(move |tx| media::adopt(tx, id, (&sheet, &stored, poster.as_ref()), &ids, at)).await?;
        Ok(())
    }

    async fn track(&self, id: Uuid, plan: &TrackPlan) -> Result<(), Box<dyn Error>> {
        let text = track::decode(&fs::read(self.folder.join(&plan.file)).await?);
        let cues =
            text.and_then(|text| track::read(&text)).map_err(|wrong| format!("{}: {wrong:?}", plan.file))?;
        let (track, at, vtt) = (self.demo.ids.next(), self.author.at, track::write(&cues));
        let (lang, label) = (plan.lang.clone(), plan.label.clone());
        let app = self.demo.running.app();
        Ok(app.db().write(move |tx| track::keep(tx, track, id, (&lang, &label), &vtt, at)).await?)
    }

    async fn put(&self, path: &PathBuf, accept: &[&'static str]) -> Result<Stored, Box<dyn Error>> {
        let bytes = fs::read(path).await.map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(self.demo.running.app().storage().put(&bytes, &Policy { most: MOST, accept }).await?)
    }
}

/// The files of a sheet: renditions in order, then the still picture.
fn names(sheet: &Sheet) -> impl Iterator<Item = String> {
    let renditions = sheet.renditions.iter().map(|it| format!("{}.mp4", it.name));
    renditions.chain(sheet.has_poster.then(|| "poster.jpg".to_owned()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
