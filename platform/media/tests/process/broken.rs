//! A tool that is missing, hangs, crashes or fills the disk; a program that stops in the middle.

use crate::house::{house, migrations};
use std::{fs, time::Duration};
use tokio::sync::watch;
use xingtan_clock::Span;
use xingtan_media::{Fault, Kind, State};
use xingtan_testkit::{databases, sqlite};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_ffmpeg_the_reason_is_named_and_it_goes_on_once_it_is_there() {
    let db = sqlite(&migrations()).await;
    let mut house = house();
    house.works.tools.ffprobe = "/nowhere/ffprobe".into();
    assert_eq!(house.works.tools.versions().await, Err("/nowhere/ffprobe".into()));
    let film = house.inputs.film("160x120", 1);
    let item = house.processed(&db, "film.mp4", &film, Kind::Video).await;
    assert_eq!(item.fault(), Some(Fault::NoFfmpeg));
    house.works.tools.ffprobe = "ffprobe".into();
    assert!(house.works.tools.versions().await.unwrap().iter().all(|version| version.len() > 1));
    assert!(house.retry(&db, item.file_id).await);
    assert_eq!(house.look(&db, item.file_id).await.state(), State::Queued);
    house.work(&db).await;
    assert_eq!(house.look(&db, item.file_id).await.state(), State::Ready);
    // What is ready is not tried again.
    assert!(!house.retry(&db, item.file_id).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tool_that_stands_still_is_ended_with_all_that_it_started() {
    let db = sqlite(&migrations()).await;
    let mut house = house();
    house.ffmpeg("sleep 1000 & echo $! >> $here/children\nwhile :; do echo frame=1; echo progress=continue; sleep 0.05; done");
    house.works.tools.patience = Duration::from_millis(400);
    let film = house.inputs.film("160x120", 1);
    let item = house.processed(&db, "film.mp4", &film, Kind::Video).await;
    assert_eq!(item.fault(), Some(Fault::Hung));
    let children = fs::read_to_string(house.folder.path().join("children")).unwrap();
    assert_eq!(children.lines().count(), 3, "tried three times");
    tokio::time::sleep(Duration::from_millis(200)).await;
    for child in children.lines() {
        let state = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        assert!(state.is_empty() || state.contains(" Z "), "a child lives on: {state}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_and_a_full_disk_are_tried_again_and_then_named() {
    for (script, fault) in [
        ("echo again >> $here/tried; kill -SEGV $$", Fault::Crashed),
        (
            "echo again >> $here/tried; echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1",
            Fault::DiskFull,
        ),
    ] {
        let db = sqlite(&migrations()).await;
        let mut house = house();
        house.ffmpeg(script);
        let film = house.inputs.film("160x120", 1);
        let item = house.processed(&db, "film.mp4", &film, Kind::Video).await;
        assert_eq!(item.fault(), Some(fault));
        assert_eq!(fs::read_to_string(house.folder.path().join("tried")).unwrap().lines().count(), 3);
        house.works.tools.ffmpeg = "ffmpeg".into();
        assert!(house.retry(&db, item.file_id).await);
        house.work(&db).await;
        assert_eq!(house.look(&db, item.file_id).await.state(), State::Ready);
    }
}

/// The true tool, but for the larger rendition it waits until a file is there.
const WAITS: &str = "for it in \"$@\"; do last=$it; done\necho $last >> $here/made\n\
    if [ $last = 480p.m3u8 ] && [ ! -e $here/go ]; then touch $here/waits; sleep 1000; fi\nexec REAL \"$@\"";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_program_that_stops_goes_on_after_the_last_rendition() {
    for db in databases(&migrations()).await {
        let mut house = house();
        house.ffmpeg(WAITS);
        let film = house.inputs.film("854x480", 2);
        let file = house.keep(&db, "film.mp4", &film).await;
        let item = house.order(&db, file, Kind::Video).await;
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(house.worker(&db).run(stopped));
        let waits = house.folder.path().join("waits");
        for _ in 0..400 {
            if waits.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(waits.exists(), "{db:?}: the first rendition was not made in time");
        let midway = house.look(&db, file).await;
        assert_eq!(midway.state(), State::Working);
        assert!((1..100).contains(&midway.percent), "{}", midway.percent);
        stop.send_replace(true);
        running.await.unwrap();
        assert_eq!(house.renditions(&db, item.id).await.len(), 1);

        fs::write(house.folder.path().join("go"), "").unwrap();
        house.work(&db).await;
        assert_eq!(house.look(&db, file).await.state(), State::Ready);
        let made = fs::read_to_string(house.folder.path().join("made")).unwrap();
        assert_eq!(made.lines().collect::<Vec<_>>(), ["360p.m3u8", "480p.m3u8", "480p.m3u8", "poster.jpg"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancelled_job_ends_the_tool_and_says_so() {
    let db = sqlite(&migrations()).await;
    let mut house = house();
    house.ffmpeg("touch $here/waits; sleep 1000");
    let film = house.inputs.film("160x120", 1);
    let file = house.keep(&db, "film.mp4", &film).await;
    let item = house.order(&db, file, Kind::Video).await;
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(house.worker(&db).run(stopped));
    while !house.folder.path().join("waits").exists() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let now = house.clock.now();
    assert!(db.write(move |tx| xingtan_jobs::cancel(tx, item.job_id, now)).await.unwrap());
    // The worker hears of it with its next sign of life.
    for _ in 0..400 {
        if house.look(&db, file).await.state() == State::Failed {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(house.look(&db, file).await.fault(), Some(Fault::Cancelled));
    stop.send_replace(true);
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_cancelled_or_given_up_before_it_could_say_so_has_failed() {
    for db in databases(&migrations()).await {
        let house = house();
        let file = house.keep(&db, "film.mp4", b"anything").await;
        let item = house.order(&db, file, Kind::Video).await;
        let now = house.clock.now();
        db.write(move |tx| xingtan_jobs::cancel(tx, item.job_id, now)).await.unwrap();
        assert_eq!(house.look(&db, file).await.fault(), Some(Fault::Cancelled));
        let swept =
            xingtan_media::sweep(&db, &house.ids, house.clock.now() + Span::of_hours(1)).await.unwrap();
        assert_eq!((swept.given_up, swept.forgotten), (1, 0));
        let kept = db.read(move |tx| xingtan_media::of_file(tx, file)).await.unwrap().unwrap();
        assert_eq!(kept.fault(), Some(Fault::Cancelled));
        assert!(house.retry(&db, file).await);
    }
}

#[tokio::test]
async fn what_a_killed_program_left_is_cleared_away() {
    let house = house();
    let rest = house.works.tools.work.join("some-item-1");
    fs::create_dir_all(&rest).unwrap();
    fs::write(rest.join("360p.mp4"), "half").unwrap();
    let mut orphan = std::process::Command::new("sleep");
    std::os::unix::process::CommandExt::process_group(&mut orphan, 0);
    let mut orphan = orphan.arg("1000").current_dir(&rest).spawn().unwrap();
    fs::write(rest.join("pid"), orphan.id().to_string()).unwrap();
    xingtan_media::clear(&house.works.tools.work);
    assert!(!rest.exists());
    assert!(!orphan.wait().unwrap().success(), "it was ended");
}
