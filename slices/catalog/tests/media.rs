//! Video and audio lessons: uploaded, processed, looked at by their author and reviewer, and not submitted before.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, PDF, Person, Slice, tables, texts};
use std::process::Command;
use xingtan_auth::Role;
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::Zone;
use xingtan_db::Db;
use xingtan_events::{Dispatcher, Subscriptions};
use xingtan_jobs::{Kinds, Schedules, Worker};
use xingtan_media::{Ready, Tools, Works};
use xingtan_testkit::databases;

struct City {
    house: House,
    teacher: Person,
    reviewer: Person,
    learner: Person,
    stranger: Person,
    tools: Tools,
    work: tempfile::TempDir,
}

impl City {
    async fn new(db: Db) -> City {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()),
            permissions: vec![xingtan_catalog::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        let work = tempfile::tempdir().unwrap();
        City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            reviewer: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            learner: house.person("学员", &[(Role::Learner, "/1/5/")]),
            stranger: house.person("外人", &[(Role::Reviewer, "/2/"), (Role::Teacher, "/2/")]),
            tools: Tools { threads: 1, ..Tools::of_system(work.path().join("media-work")) },
            work,
            house,
        }
    }

    /// A course of the teacher with one lesson of a kind; its address and the lesson's.
    async fn lesson(&self, kind: &str) -> (String, String) {
        let form = self.house.get(&self.teacher, "/courses/new").await.is(200);
        let key = form.field("form_key");
        let made =
            self.house.post(&self.teacher, "/courses", &[("form_key", &key), ("title", "安全生产")]).await;
        let desk = made.to().to_owned();
        let fields = [("kind", kind), ("lesson_title", "第一讲")];
        let lesson =
            self.house.post(&self.teacher, &format!("{desk}/lessons"), &fields).await.to().to_owned();
        (desk.strip_suffix("/edit").unwrap().to_owned(), lesson)
    }

    async fn give(&self, lesson: &str, name: &str, bytes: &[u8]) -> house::Answer {
        let page = self.house.get(&self.teacher, lesson).await.is(200);
        let (key, version, minutes) = (page.field("form_key"), page.field("version"), minutes(&page.body));
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "第一讲"),
            ("minutes", &minutes),
            ("required", "yes"),
            ("text", ""),
        ];
        self.house.upload(&self.teacher, lesson, &fields, &[("file", name, bytes)]).await
    }

    /// Processes what waits, and tells who listens, as the program does.
    async fn work(&self) {
        let (app, mut kinds) = (&self.house.app, Kinds::new());
        xingtan_media::jobs(&mut kinds, Works { store: app.storage().clone(), tools: self.tools.clone() });
        let (db, clock, ids) = (app.db().clone(), app.clock().clone(), app.ids().clone());
        let worker = Worker::new(
            db.clone(),
            clock.clone(),
            ids,
            kinds,
            Schedules::new(Zone::default),
            xingtan_jobs::Options::default(),
        );
        worker.drain().await.unwrap();
        let mut all = Subscriptions::new();
        all.on(xingtan_media::READY, "catalog.medium-length", |tx, event, moment| {
            let ready: Ready = event.read()?;
            Ok(xingtan_catalog::api::medium_ready(tx, event.subject, ready.duration_ms, moment.at)?)
        });
        let dispatcher = Dispatcher::new(db, clock, all, xingtan_events::Options::default());
        dispatcher.announce().await.unwrap();
        dispatcher.drain().await.unwrap();
    }

    fn film(&self, seconds: u32) -> Vec<u8> {
        self.made(&[
            "-f",
            "lavfi",
            "-i",
            &format!("testsrc=size=160x120:rate=10:duration={seconds}"),
            "-f",
            "lavfi",
            "-i",
            &format!("sine=duration={seconds}"),
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-c:a",
            "aac",
        ])
    }

    fn made(&self, words: &[&str]) -> Vec<u8> {
        let path = self.work.path().join("made.mp4");
        let made =
            Command::new("ffmpeg").args(["-nostdin", "-v", "error", "-y"]).args(words).arg(&path).status();
        assert!(made.expect("ffmpeg is installed: scripts/setup test").success());
        std::fs::read(path).unwrap()
    }
}

fn minutes(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"minutes\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_video_is_processed_then_watched_by_its_author_and_then_submitted() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (course, lesson) = city.lesson("video").await;
        let (house, teacher) = (&city.house, &city.teacher);
        house.get(teacher, &lesson).await.is(200).lacks("auto-refresh");
        city.give(&lesson, "第一讲 安全.mp4", &city.film(70)).await.is(303);
        let page = house.get(teacher, &lesson).await.is(200).has("正在排队").has("auto-refresh");
        assert_eq!(minutes(&page.body), "10", "{db:?}: the kind's own minutes");
        house.get(teacher, &format!("{lesson}/media")).await.is(200).has("正在排队").lacks("data-done");
        house.get(teacher, &format!("{course}/edit")).await.has("还在处理（0%）");

        city.work().await;
        let state = house.get(teacher, &format!("{lesson}/media")).await.is(200).has("data-done=\"reload\"");
        assert!(!state.body.contains("%"), "{}", state.body);
        let page =
            house.get(teacher, &lesson).await.is(200).has("1:10").has("160 × 120").has("<video-player");
        assert_eq!(minutes(&page.body), "2", "{db:?}: rounded up");
        house.get(teacher, &format!("{course}/edit")).await.lacks("还在处理");

        // The list, one rendition of it, and some of its bytes.
        let preview = format!("{}/media", lesson.replace("/edit/lessons/", "/preview/"));
        let list = house.get(teacher, &format!("{preview}/master.m3u8")).await.is(200);
        assert_eq!(list.headers["content-type"], "application/vnd.apple.mpegurl");
        let parts = list.has(&format!("{preview}/360p.m3u8")).has("CODECS=\"avc1.64");
        assert_eq!(parts.headers["cache-control"], "private, max-age=60");
        house
            .get(teacher, &format!("{preview}/360p.m3u8"))
            .await
            .is(200)
            .has(&format!("{preview}/360p.mp4\n"));
        let some = house
            .get_with(teacher, &format!("{preview}/360p.mp4"), &[("range", "bytes=4-7")])
            .await
            .is(206)
            .has("ftyp");
        assert_eq!(some.headers["content-type"], "video/mp4");
        let poster = house.get(teacher, &format!("{preview}/poster.jpg")).await.is(200);
        assert_eq!(poster.headers["content-type"], "image/jpeg");
        for name in ["720p.m3u8", "360p.avi", "audio.mp4", "..", "source", "x.vtt"] {
            house.get(teacher, &format!("{preview}/{name}")).await.is(404);
        }
        let page = lesson.replace("/edit/lessons/", "/preview/");
        house.get(&city.reviewer, &page).await.is(200).has("<video-player");
        house.get(&city.reviewer, &format!("{preview}/360p.m3u8")).await.is(200);
        // The bytes are for those who see the preview, and for nobody else.
        for name in ["master.m3u8", "360p.m3u8", "360p.mp4", "poster.jpg"] {
            for who in [&city.learner, &city.stranger] {
                let answer = house.get(who, &format!("{preview}/{name}")).await;
                assert!([403, 404].contains(&answer.status.as_u16()), "{name}: {}", answer.status);
            }
        }
        for who in [&city.reviewer, &city.learner, &city.stranger] {
            let answer = house.post(who, &format!("{lesson}/media"), &[]).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{}", answer.status);
        }

        // Another film: its own length, and the minutes that stand.
        city.give(&lesson, "新.mp4", &city.film(2)).await.is(303);
        house.get(teacher, &format!("{course}/edit")).await.has("还在处理");
        city.work().await;
        let page = house.get(teacher, &lesson).await.has("0:02");
        assert_eq!(minutes(&page.body), "2");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_played_says_why_and_is_tried_again_where_that_helps() {
    for db in databases(&tables()).await {
        let mut city = City::new(db.handle()).await;
        let (course, lesson) = city.lesson("video").await;
        city.give(&lesson, "讲义.mp4", PDF).await.is(422).has("不是能识别的视频或音频");

        city.tools.ffprobe = "/nowhere/ffprobe".into();
        city.give(&lesson, "第一讲.mp4", &city.film(2)).await.is(303);
        city.work().await;
        let house = &city.house;
        let page = house.get(&city.teacher, &lesson).await.is(200).has("没有安装 ffmpeg").has("重试");
        house.get(&city.teacher, &format!("{course}/edit")).await.has("没有安装 ffmpeg");
        city.tools.ffprobe = "ffprobe".into();
        let key = page.field("form_key");
        for _ in 0..2 {
            // A double click tries once.
            house.post(&city.teacher, &format!("{lesson}/media"), &[("form_key", &key)]).await.is(303);
        }
        house.get(&city.teacher, &lesson).await.has("正在排队");
        city.work().await;
        house.get(&city.teacher, &lesson).await.has("0:02").lacks("重试");

        // A file that calls itself a film: no second try would help.
        let half = city.film(20);
        city.give(&lesson, "半.mp4", &half[..half.len() / 2]).await.is(303);
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("没有读得出的画面或声音").lacks("重试");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_files_become_lessons_by_what_they_are() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (course, _) = city.lesson("page").await;
        let tone = city.made(&["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", "-f", "ipod"]);
        let film = city.film(1);
        let files: [(&str, &str, &[u8]); 3] =
            [("files", "一.mp4", &film), ("files", "二.m4a", &tone), ("files", "三.pdf", PDF)];
        let (house, teacher) = (&city.house, &city.teacher);
        house.upload(teacher, &format!("{course}/edit/files"), &[], &files).await.is(303);
        city.work().await;
        let desk = house.get(teacher, &format!("{course}/edit")).await.is(200).lacks("还在处理");
        for kind in ["视频", "音频", "PDF"] {
            assert!(desk.body.contains(kind), "{kind}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subtitles_are_added_written_and_removed_by_the_author() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (_, lesson) = city.lesson("video").await;
        city.give(&lesson, "第一讲.mp4", &city.film(1)).await.is(303);
        city.work().await;
        let (house, teacher) = (&city.house, &city.teacher);
        let add = format!("{lesson}/tracks");
        let send = async |lang: &str, bytes: &[u8]| {
            let key = house.get(teacher, &lesson).await.field("form_key");
            let fields = [("form_key", key.as_str()), ("lang", lang)];
            house.upload(teacher, &add, &fields, &[("track", "字幕.srt", bytes)]).await
        };
        send("zh-Hans", b"1\n00:00:01,000 --> 00:00:xx\nx\n").await.is(422).has("第 2 行：时间读不出来");
        send("xx", b"00:01.000 --> 00:02.000\nx\n").await.is(422);
        house.upload(teacher, &add, &[("lang", "en")], &[]).await.is(422).has("请选择一个字幕文件");
        // As an old program on Windows wrote it: 安全.
        send("zh-Hans", b"1\r\n00:00:00,100 --> 00:00:00,900\r\n<b>\xB0\xB2\xC8\xAB</b>\r\n").await.is(303);
        let page =
            house.get(teacher, &lesson).await.is(200).has("编辑中文（简体）").has("srclang=\"zh-Hans\"");
        let (_, rest) = page.body.split_once("/tracks/").unwrap();
        let id = rest.split('"').next().unwrap().to_owned();
        let served = format!("{}/media/{id}.vtt", lesson.replace("/edit/lessons/", "/preview/"));
        let vtt = house.get(teacher, &served).await.is(200).has("00:00:00.100 --> 00:00:00.900\n<b>安全</b>");
        assert_eq!(vtt.headers["content-type"], "text/vtt; charset=utf-8");
        // The same language again replaces them.
        send("zh-Hans", "WEBVTT\n\n00:01.000 --> 00:02.000\n第一\n".as_bytes()).await.is(303);
        let editor = format!("{add}/{id}");
        let text = house.get(teacher, &editor).await.is(200).has("第一").lacks("安全</b>");

        let (key, version) = (text.field("form_key"), text.field("version"));
        let save = async |key: &str, version: &str, vtt: &str| {
            house.post(teacher, &editor, &[("form_key", key), ("version", version), ("vtt", vtt)]).await
        };
        save(&key, &version, "WEBVTT\n\n00:02.000 --> 00:01.000\n反\n")
            .await
            .is(422)
            .has("第 3 行")
            .has("反");
        save(&key, &version, "00:01.000 --> 00:02.000\n改好<script>\n").await.is(303);
        house.get(teacher, &served).await.has("改好").lacks("script");
        // Somebody who saw the text before sees both.
        let stale = save("", &version, "00:01.000 --> 00:02.000\n另一个\n").await.is(409);
        stale.has("改好").has("另一个");

        for who in [&city.reviewer, &city.learner, &city.stranger] {
            for (path, body) in [(&add, &[][..]), (&editor, &[("vtt", "x")][..])] {
                let answer = house.post(who, path, body).await;
                assert!([400, 403, 404, 415].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
            }
            let answer = house.get(who, &editor).await;
            assert!([403, 404].contains(&answer.status.as_u16()), "{}", answer.status);
        }
        house.get(&city.reviewer, &served).await.is(200);
        house.get(teacher, &format!("{editor}/deletion")).await.is(200).has("中文（简体）");
        house.post(teacher, &format!("{editor}/deletion"), &[]).await.is(303);
        house.get(teacher, &lesson).await.has("还没有字幕");
        house.get(teacher, &served).await.is(404);
        house.get(teacher, &editor).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chapters_are_written_by_the_author_within_the_length_of_the_film() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (_, lesson) = city.lesson("video").await;
        let editor = format!("{lesson}/chapters");
        let (house, teacher) = (&city.house, &city.teacher);
        house.get(teacher, &editor).await.is(404);
        city.give(&lesson, "第一讲.mp4", &city.film(3)).await.is(303);
        city.work().await;
        house.get(teacher, &lesson).await.is(200).has("还没有章节").has(&editor);
        let page = house.get(teacher, &editor).await.is(200).has("片长 0:03").lacks("catalog-");
        let (key, version) = (page.field("form_key"), page.field("version"));
        let save = async |key: &str, version: &str, lines: &str| {
            house
                .post(teacher, &editor, &[("form_key", key), ("version", version), ("chapters", lines)])
                .await
        };
        save(&key, &version, "0:00 开场\n0:03 尾声").await.is(422).has("第 2 行").has("尾声");
        save(&key, &version, "0:02 后\n0:01 前").await.is(422).has("第 2 行");
        save(&key, &version, &"长".repeat(200_000)).await.is(422);
        save(&key, &version, "0:00 开场\n0：01 <script>").await.is(303);
        house.get(teacher, &lesson).await.has("0:01").has("开场").lacks("<script>开").lacks("> <script>");
        let stale = save("", &version, "0:00 另一个").await.is(409);
        stale.has("开场").has("另一个");
        // Another file has chapters of its own, and none yet; no line leaves none.
        let (key, version) = {
            let page = house.get(teacher, &editor).await.is(200).has("0:00 开场");
            (page.field("form_key"), page.field("version"))
        };
        save(&key, &version, "\n \n").await.is(303);
        house.get(teacher, &lesson).await.is(200).has("还没有章节");
        for who in [&city.reviewer, &city.learner, &city.stranger] {
            for status in [
                house.get(who, &editor).await.status.as_u16(),
                house.post(who, &editor, &[("version", "2"), ("chapters", "0:00 x")]).await.status.as_u16(),
            ] {
                assert!([403, 404].contains(&status), "{status}");
            }
        }
    }
}
