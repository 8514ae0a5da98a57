//! What comes in, and what becomes of it.

use crate::house::{House, house, migrations};
use xingtan_db::Db;
use xingtan_media::{FAILED, Fault, Item, Kind, READY, State, playlist};
use xingtan_testkit::{databases, sqlite};

async fn sizes(house: &House, db: &Db, item: &Item) -> Vec<(String, i64, i64)> {
    let all = house.renditions(db, item.id).await;
    all.into_iter().map(|it| (it.name, it.width.unwrap_or(0), it.height.unwrap_or(0))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_becomes_renditions_that_players_play() {
    for db in databases(&migrations()).await {
        let house = house();
        let film = house.inputs.film("854x480", 7);
        let file = house.keep(&db, "第一课.mp4", &film).await;
        let item = house.order(&db, file, Kind::Video).await;
        assert_eq!((item.state(), item.percent), (State::Queued, 0));
        // Ordered twice, it is one.
        assert_eq!(house.order(&db, file, Kind::Video).await.id, item.id);
        house.work(&db).await;

        let item = house.look(&db, file).await;
        assert_eq!((item.state(), item.percent, item.fault()), (State::Ready, 100, None), "{db:?}");
        assert_eq!((item.width, item.height), (Some(854), Some(480)));
        assert!(item.has_video && item.has_audio && !item.is_sound_instead());
        assert!((6900..=7100).contains(&item.duration_ms.unwrap()), "{:?}", item.duration_ms);
        let all = house.renditions(&db, item.id).await;
        assert_eq!(sizes(&house, &db, &item).await, [("360p".into(), 640, 360), ("480p".into(), 854, 480)]);
        let lists: Vec<_> = all.iter().map(|it| playlist::read(&it.playlist).unwrap()).collect();
        for (rendition, parts) in all.iter().zip(&lists) {
            assert!(rendition.codecs.starts_with("avc1.64") && rendition.codecs.ends_with(",mp4a.40.2"));
            assert!(
                rendition.bandwidth >= rendition.average_bandwidth && rendition.average_bandwidth > 10_000
            );
            let lengths: Vec<i64> = parts.parts.iter().map(|part| part.micros).collect();
            assert_eq!(lengths, [6_000_000, 1_000_000]);
        }
        let said = house.played(&db, &all[1]).await;
        assert!(said.iter().any(|line| line.starts_with("854,480,25/1")), "{said:?}");
        assert!(item.poster_file_id.is_some());
        assert_eq!(house.told(&db, READY, file).await, 1);
        // Nothing stays in the work folder.
        assert_eq!(std::fs::read_dir(&house.works.tools.work).unwrap().count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_films_are_made_even() {
    let db = sqlite(&migrations()).await;
    let house = house();
    let inputs = &house.inputs;
    let odd = inputs.silent("odd.mp4", "161x121", 2.0, &["-pix_fmt", "yuv444p"]);
    let item = house.processed(&db, "odd.mp4", &odd, Kind::Video).await;
    assert_eq!((item.state(), item.has_audio), (State::Ready, false), "{:?}", item.fault);
    assert_eq!(sizes(&house, &db, &item).await, [("360p".into(), 160, 120)]);
    let without_sound = house.renditions(&db, item.id).await;
    assert!(without_sound[0].codecs.starts_with("avc1.") && !without_sound[0].codecs.contains(','));
    house.played(&db, &without_sound[0]).await;

    inputs.silent("flat.mp4", "160x120", 2.0, &[]);
    let turned = inputs.make("turned.mp4", &["-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90"]);
    let item = house.processed(&db, "turned.mp4", &turned, Kind::Video).await;
    assert_eq!((item.width, item.height), (Some(120), Some(160)));
    assert_eq!(sizes(&house, &db, &item).await, [("360p".into(), 120, 160)]);
    let upright = house.played(&db, &house.renditions(&db, item.id).await[0]).await;
    assert!(upright[0].starts_with("120,160"), "{upright:?}");

    // 25 pictures in the first second, then 5 a second, as phones do in the dark.
    let pace = ["-vf", "setpts='if(lt(N,25),N/25,1+(N-25)/5)/TB'", "-vsync", "vfr"];
    let varying = inputs.silent("varying.mp4", "160x120", 2.0, &pace);
    let item = house.processed(&db, "varying.mp4", &varying, Kind::Video).await;
    assert_eq!(item.state(), State::Ready, "{:?}", item.fault);
    assert!((5700..=6300).contains(&item.duration_ms.unwrap()), "{:?}", item.duration_ms);
    house.played(&db, &house.renditions(&db, item.id).await[0]).await;

    // 60 a second become 30, and a matroska that states no length is as good as any.
    let fast = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=60:duration=2", "-c:v", "libx264"];
    inputs.make("fast.mkv", &fast);
    let live = inputs.make("live.mkv", &["-i", "fast.mkv", "-c", "copy", "-live", "1"]);
    let item = house.processed(&db, "live.mkv", &live, Kind::Video).await;
    assert_eq!(item.state(), State::Ready, "{:?}", item.fault);
    let said = house.played(&db, &house.renditions(&db, item.id).await[0]).await;
    assert!(said[0].contains("30/1"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_is_played_as_sound_whatever_it_was_given_as() {
    let db = sqlite(&migrations()).await;
    let house = house();
    let tone = house.inputs.tone("tone.wav", 3);
    let item = house.processed(&db, "录音.wav", &tone, Kind::Audio).await;
    assert_eq!(
        (item.state(), item.has_video, item.poster_file_id),
        (State::Ready, false, None),
        "{:?}",
        item.fault
    );
    assert!((2900..=3200).contains(&item.duration_ms.unwrap()));
    let all = house.renditions(&db, item.id).await;
    assert_eq!((all[0].name.as_str(), all[0].codecs.as_str(), all[0].width), ("audio", "mp4a.40.2", None));
    house.played(&db, &all[0]).await;
    assert!(!item.is_sound_instead());

    let song = house.inputs.tone("song.m4a", 2);
    let item = house.processed(&db, "song.m4a", &song, Kind::Video).await;
    assert!(item.state() == State::Ready && item.is_sound_instead(), "{:?}", item.fault);

    let film = house.inputs.film("160x120", 2);
    let item = house.processed(&db, "film.mp4", &film, Kind::Audio).await;
    assert_eq!(sizes(&house, &db, &item).await, [("audio".into(), 0, 0)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_played_is_named() {
    let db = sqlite(&migrations()).await;
    let house = house();
    let inputs = &house.inputs;
    let film = inputs.film("160x120", 20);
    inputs.silent("plain.mp4", "160x120", 6.0, &[]);
    let plain = std::fs::read(inputs.path("plain.mp4")).unwrap();
    let single = inputs.silent("single.mp4", "160x120", 1.0, &["-frames:v", "1"]);
    let nothing = inputs.make("nothing.mp4", &["-f", "lavfi", "-i", "testsrc=size=160x120", "-t", "0"]);
    let wide = inputs.silent("wide.mp4", "8200x64", 1.0, &[]);
    let secret = house.folder.path().join("secret.ts");
    std::fs::write(&secret, inputs.make("secret.ts", &["-i", "film.mp4", "-c", "copy"])).unwrap();
    let list =
        format!("#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n{}\n#EXT-X-ENDLIST\n", secret.display());
    let script = format!("ffconcat version 1.0\nfile '{}'\n", secret.display());
    let cases: [(&str, &[u8], &[Fault]); 9] = [
        ("no film.mp4", b"%PDF-1.7 a document that calls itself a film", &[Fault::Unreadable]),
        ("text.mp4", "一段文字".as_bytes(), &[Fault::Unreadable]),
        // Cut in the middle: the directory stands at the beginning, so much is readable; or at the end, so nothing is.
        ("cut.mp4", &film[..film.len() / 2], &[Fault::Truncated]),
        ("cut.mp4", &plain[..plain.len() / 2], &[Fault::Unreadable]),
        ("one picture.mp4", &single, &[Fault::Empty]),
        ("nothing.mp4", &nothing, &[Fault::Empty, Fault::Unreadable]),
        ("wide.mp4", &wide, &[Fault::TooWide]),
        // What names other files is not opened: a server's own files are nobody's lesson.
        ("list.m3u8", list.as_bytes(), &[Fault::Unreadable]),
        ("script.ffconcat", script.as_bytes(), &[Fault::Unreadable]),
    ];
    for (name, bytes, expected) in cases {
        let item = house.processed(&db, name, bytes, Kind::Video).await;
        let fault = item.fault().unwrap_or_else(|| panic!("{name} was taken"));
        assert!(expected.contains(&fault), "{name}: {fault:?}");
        assert_eq!(house.told(&db, FAILED, item.file_id).await, 1, "{name}");
        // The same file will not get better.
        assert!(!house.retry(&db, item.file_id).await, "{name}");
        assert_eq!(std::fs::read_dir(&house.works.tools.work).unwrap().count(), 0, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_only_a_name() {
    let db = sqlite(&migrations()).await;
    let house = house();
    let film = house.inputs.film("160x120", 1);
    for name in
        ["-i $(touch here).mp4", "../../etc/passwd", "a\nb\"'%d*.mp4", "concat:一|二.mp4", "file:///x"]
    {
        let item = house.processed(&db, name, &film, Kind::Video).await;
        assert_eq!(item.state(), State::Ready, "{name}: {:?}", item.fault);
    }
}
