//! A database, a folder of files and a worker, as the program has them.

use crate::inputs::Inputs;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use xingtan_clock::{Clock, Ids, Span, Timestamp, Uuid};
use xingtan_db::{Db, Error, Migrations};
use xingtan_events::{Dispatcher, Subscriptions};
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_media::{Item, Kind, Rendition, Tools, Works, playlist};
use xingtan_storage::{Policy, Store, file, file::Claimer};

pub fn migrations() -> Vec<Migrations> {
    vec![
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_storage::migrations(),
        xingtan_media::migrations(),
    ]
}

pub struct House {
    pub folder: tempfile::TempDir,
    pub inputs: Inputs,
    pub clock: Clock,
    pub ids: Ids,
    pub works: Works,
    pub lesson: Uuid,
}

pub fn house() -> House {
    let clock = Clock::manual("2026-11-22T09:00:00Z".parse::<Timestamp>().unwrap());
    let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::new(clock.clone()));
    let store = Store::folder(folder.path().join("files"), ids.clone()).unwrap();
    let tools = Tools { threads: 1, ..Tools::of_system(folder.path().join("media-work")) };
    let lesson = ids.next();
    House { folder, inputs: Inputs::new(), clock, ids, works: Works { store, tools }, lesson }
}

impl House {
    /// Another ffmpeg: a script of these lines. `REAL` in it is the true one.
    pub fn ffmpeg(&mut self, script: &str) -> PathBuf {
        let path = self.folder.path().join("fake-ffmpeg");
        fs::write(
            &path,
            format!(
                "#!/bin/sh\nhere='{}'\n{}\n",
                self.folder.path().display(),
                script.replace("REAL", "ffmpeg")
            ),
        )
        .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self.works.tools.ffmpeg = path.clone();
        path
    }

    /// Keeps bytes as the file of a lesson.
    pub async fn keep(&self, db: &Db, name: &'static str, bytes: &[u8]) -> Uuid {
        let stored = self.works.store.put(bytes, &Policy::any(1 << 30)).await.unwrap();
        let (now, lesson) = (self.clock.now(), self.lesson);
        db.write::<_, Error>(move |tx| {
            let kept = file::keep(tx, &stored, name, None, now)?;
            file::claim(tx, kept.id, Claimer { kind: "test-lesson", id: lesson }, now)?;
            Ok(kept.id)
        })
        .await
        .unwrap()
    }

    pub async fn order(&self, db: &Db, file: Uuid, kind: Kind) -> Item {
        let (ids, now) = (self.ids.clone(), self.clock.now());
        db.write(move |tx| xingtan_media::order(tx, file, kind, None, &ids, now)).await.unwrap()
    }

    pub async fn retry(&self, db: &Db, file: Uuid) -> bool {
        let (ids, now) = (self.ids.clone(), self.clock.now());
        db.write(move |tx| xingtan_media::retry(tx, file, None, &ids, now)).await.unwrap()
    }

    pub fn worker(&self, db: &Db) -> Worker {
        let mut kinds = Kinds::new();
        xingtan_media::jobs(&mut kinds, self.works.clone());
        xingtan_media::office::jobs(&mut kinds, self.works.clone());
        let options =
            Options { grace: Duration::from_secs(5), poll: Duration::from_millis(50), ..Options::default() };
        let schedules = Schedules::new(xingtan_clock::Zone::default);
        Worker::new(db.clone(), self.clock.clone(), self.ids.clone(), kinds, schedules, options)
    }

    /// Keeps, orders and processes; tries again as long as the job wants to.
    pub async fn processed(&self, db: &Db, name: &'static str, bytes: &[u8], kind: Kind) -> Item {
        let file = self.keep(db, name, bytes).await;
        self.order(db, file, kind).await;
        self.work(db).await;
        self.look(db, file).await
    }

    /// Carries out what waits, the clock turned until nothing does.
    pub async fn work(&self, db: &Db) {
        let worker = self.worker(db);
        while worker.drain().await.unwrap() > 0 {
            self.clock.turn(Span::of_hours(1));
        }
    }

    pub async fn look(&self, db: &Db, file: Uuid) -> Item {
        db.read(move |tx| xingtan_media::look(tx, file)).await.unwrap().unwrap()
    }

    pub async fn renditions(&self, db: &Db, item: Uuid) -> Vec<Rendition> {
        db.read(move |tx| xingtan_media::renditions(tx, item)).await.unwrap()
    }

    /// How many events of a kind were told of a file. Each counts once, though a database may run a subscriber again whose
    /// transaction it had to begin anew.
    pub async fn told(&self, db: &Db, kind: &'static str, file: Uuid) -> usize {
        let heard = std::sync::Arc::new(std::sync::Mutex::new(std::collections::HashSet::new()));
        let (mut all, counted) = (Subscriptions::new(), heard.clone());
        all.on(kind, "test", move |_, event, _| {
            if event.subject == file {
                counted.lock().unwrap().insert(event.id);
            }
            Ok(())
        });
        let dispatcher =
            Dispatcher::new(db.clone(), self.clock.clone(), all, xingtan_events::Options::default());
        dispatcher.announce().await.unwrap();
        dispatcher.drain().await.unwrap();
        heard.lock().unwrap().len()
    }

    /// Lays a rendition out as a player would meet it and has ffmpeg play all of it; answers what ffprobe says:
    /// width, height, rate and seconds, of sound alone only the seconds.
    pub async fn played(&self, db: &Db, rendition: &Rendition) -> Vec<String> {
        let id = rendition.file_id;
        let row = db.read(move |tx| file::find(tx, id)).await.unwrap().unwrap();
        let bytes = self.works.store.read(&row, 1 << 30).await.unwrap();
        let parts = playlist::read(&rendition.playlist).unwrap();
        assert!(parts.lie_within(bytes.len() as u64));
        for part in &parts.parts {
            // Each part begins with a box of its own: a player asks for just these bytes.
            let kind = &bytes[part.bytes.from as usize + 4..][..4];
            assert!([b"moof", b"styp", b"sidx", b"prft"].iter().any(|it| *it == kind), "{kind:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("{}.mp4", rendition.name)), &bytes).unwrap();
        fs::write(folder.path().join("list.m3u8"), &rendition.playlist).unwrap();
        plays(folder.path());
        let said = Command::new("ffprobe")
            .args(["-v", "error", "-show_entries", "stream=width,height,avg_frame_rate:format=duration"])
            .args(["-of", "csv=p=0", "list.m3u8"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        text.lines().map(str::to_owned).filter(|line| line != "0/0").collect()
    }
}

fn plays(folder: &Path) {
    let played = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-i", "list.m3u8", "-f", "null", "-"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        played.status.success() && played.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&played.stderr)
    );
}
