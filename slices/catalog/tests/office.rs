//! Office documents as lessons: they become PDF, and where they cannot, they are taken along.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, PDF, Person, Slice, tables, texts};
use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};
use xingtan_auth::Role;
use xingtan_catalog::api::LessonKinds;
use xingtan_clock::{Span, Zone};
use xingtan_db::Db;
use xingtan_events::{Dispatcher, Subscriptions};
use xingtan_jobs::{Kinds, Schedules, Worker};
use xingtan_media::{Tools, Works, office};
use xingtan_testkit::databases;

/// As much of a document as tells what it is.
const DOCX: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0word/document.xml";

struct City {
    house: House,
    teacher: Person,
    reviewer: Person,
    tools: Tools,
    folder: tempfile::TempDir,
}

impl City {
    /// With a program in LibreOffice's place that makes a PDF of anything.
    async fn new(db: Db) -> City {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()),
            permissions: vec![xingtan_catalog::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        // Outside `/tmp`, which is out of a child's sight.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut city = City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            reviewer: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            tools: Tools::of_system(folder.path().join("data/media-work")),
            folder,
            house,
        };
        city.soffice("printf '%%PDF-1.7\\n%%%%EOF' > $out/source.pdf");
        city
    }

    fn soffice(&mut self, lines: &str) {
        let path = self.folder.path().join("soffice");
        let head = "while [ \"$1\" != --outdir ]; do shift; done; out=$2; mkdir -p \"$out\"";
        fs::write(&path, format!("#!/bin/sh\n{head}\n{lines}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self.tools.soffice = path;
    }

    async fn course(&self) -> String {
        let key = self.house.get(&self.teacher, "/courses/new").await.is(200).field("form_key");
        let fields = [("form_key", key.as_str()), ("title", "安全生产")];
        let made = self.house.post(&self.teacher, "/courses", &fields).await;
        made.to().strip_suffix("/edit").unwrap().to_owned()
    }

    /// Puts a file into the course; the address of the lesson that it became.
    async fn put(&self, course: &str, name: &str, bytes: &[u8]) -> String {
        let files = [("files", name, bytes)];
        self.house.upload(&self.teacher, &format!("{course}/edit/files"), &[], &files).await.is(303);
        let desk = self.house.get(&self.teacher, &format!("{course}/edit")).await.is(200).body;
        let start = format!("{course}/edit/lessons/");
        let at = desk.rfind(&start).unwrap();
        let key = desk[at + start.len()..].split(['"', '/']).next().unwrap();
        format!("{start}{key}")
    }

    async fn give(&self, lesson: &str, name: &str, bytes: &[u8]) -> house::Answer {
        let page = self.house.get(&self.teacher, lesson).await.is(200);
        let (key, version) = (page.field("form_key"), page.field("version"));
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "第一讲"),
            ("minutes", "5"),
            ("required", "yes"),
            ("text", ""),
        ];
        self.house.upload(&self.teacher, lesson, &fields, &[("file", name, bytes)]).await
    }

    /// Turns what waits, and tells who listens, as the program does.
    async fn work(&self) {
        let (app, mut kinds) = (&self.house.app, Kinds::new());
        office::jobs(&mut kinds, Works { store: app.storage().clone(), tools: self.tools.clone() });
        let (db, clock, ids) = (app.db().clone(), app.clock().clone(), app.ids().clone());
        let schedules = Schedules::new(Zone::default);
        let options = xingtan_jobs::Options::default();
        let worker = Worker::new(db.clone(), clock.clone(), ids, kinds, schedules, options);
        while worker.drain().await.unwrap() > 0 {
            self.house.clock.turn(Span::of_hours(1));
        }
        let mut all = Subscriptions::new();
        all.on(office::READY, "catalog.office-shown", |tx, event, moment| {
            let ready: office::Ready = event.read()?;
            Ok(xingtan_catalog::api::office_ready(tx, event.subject, ready.pdf, moment.at)?)
        });
        let dispatcher = Dispatcher::new(db, clock, all, xingtan_events::Options::default());
        dispatcher.announce().await.unwrap();
        dispatcher.drain().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_becomes_a_lesson_that_shows_a_pdf() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let course = city.course().await;
        let lesson = city.put(&course, "第一讲 疏散.docx", DOCX).await;
        let (house, teacher) = (&city.house, &city.teacher);
        house.get(teacher, &lesson).await.is(200).has("正在排队等候转换").has("auto-refresh");
        house.get(teacher, &format!("{course}/edit")).await.has("还在转换为 PDF");
        house.get(teacher, &format!("{lesson}/media")).await.is(200).lacks("data-done");

        city.work().await;
        house.get(teacher, &format!("{lesson}/media")).await.is(200).has("data-done=\"reload\"");
        let page = house.get(teacher, &lesson).await.is(200).has("第一讲 疏散.pdf").lacks("auto-refresh");
        assert!(!page.body.contains(".docx"), "{db:?}");
        let file = house.get(teacher, &format!("{lesson}/file")).await.is(200);
        assert_eq!(file.headers["content-type"], "application/pdf");
        house.get(teacher, &format!("{course}/edit")).await.lacks("还在转换为 PDF");
        let preview = lesson.replace("/edit/lessons/", "/preview/");
        house.get(&city.reviewer, &preview).await.is(200);
        // What its author has typed meanwhile is saved: nothing of theirs has changed.
        let other = city.put(&course, "第二讲.pptx", b"PK\x03\x04\x14\0\0\0\0\0ppt/presentation.xml").await;
        let open = house.get(teacher, &other).await;
        city.work().await;
        let (key, version) = (open.field("form_key"), open.field("version"));
        let typed = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "新名"),
            ("minutes", "7"),
            ("text", ""),
        ];
        house.upload(teacher, &other, &typed, &[]).await.is(303);
        house.get(teacher, &other).await.has("新名").has("第二讲.pdf");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_libreoffice_the_document_is_a_download_and_its_author_is_told() {
    for db in databases(&tables()).await {
        let mut city = City::new(db.handle()).await;
        city.tools.soffice = PathBuf::from("/nowhere/soffice");
        let course = city.course().await;
        let lesson = city.put(&course, "制度.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 a document").await;
        city.work().await;
        let page = city.house.get(&city.teacher, &lesson).await.is(200);
        let page = page.has("没有安装 LibreOffice").has("现在这节是下载").has("制度.doc").has("重试");
        // It may be submitted as it is.
        city.house.get(&city.teacher, &format!("{course}/edit")).await.lacks("还在转换").has("下载");

        city.soffice("printf '%%PDF-1.7' > $out/source.pdf");
        let key = page.field("form_key");
        for _ in 0..2 {
            // A double click asks once.
            city.house.post(&city.teacher, &format!("{lesson}/media"), &[("form_key", &key)]).await.is(303);
        }
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("制度.pdf").lacks("LibreOffice");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_cannot_be_read_says_so_and_another_one_takes_its_place() {
    for db in databases(&tables()).await {
        let mut city = City::new(db.handle()).await;
        city.soffice("exit 0");
        let course = city.course().await;
        let lesson = city.put(&course, "坏.docx", DOCX).await;
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("这个文档打不开").lacks("重试");
        city.soffice("printf '%%PDF-1.7 2' > $out/source.pdf");
        city.give(&lesson, "好.docx", &[DOCX, b"2"].concat()).await.is(303);
        city.house.get(&city.teacher, &lesson).await.has("正在排队等候转换");
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("好.pdf");
        // A lesson that shows a PDF takes a document as well, and nothing else.
        city.give(&lesson, "图.png", b"\x89PNG\r\n\x1a\n").await.is(422).has("不是 PDF 或 Office 文档");
        city.give(&lesson, "邮件.msg", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").await.is(422);
        city.give(&lesson, "新.docx", &[DOCX, b"3"].concat()).await.is(303);
        city.house.get(&city.teacher, &lesson).await.has("正在排队等候转换").has("新.docx");
        // One that comes as PDF needs no turning; what was under way changes nothing any more.
        city.give(&lesson, "成品.pdf", PDF).await.is(303);
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("成品.pdf").lacks("转换");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_is_meant_to_be_taken_along_stays_one_until_its_author_asks() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let course = city.course().await;
        let fields = [("kind", "download"), ("lesson_title", "表格")];
        let made = city.house.post(&city.teacher, &format!("{course}/edit/lessons"), &fields).await;
        let lesson = made.to().to_owned();
        city.give(&lesson, "登记表.xlsx", b"PK\x03\x04\x14\0\0\0\0\0xl/workbook.xml").await.is(303);
        city.work().await;
        let page = city.house.get(&city.teacher, &lesson).await.has("登记表.xlsx").has("转换为 PDF");
        let key = page.field("form_key");
        city.house.post(&city.teacher, &format!("{lesson}/media"), &[("form_key", &key)]).await.is(303);
        city.work().await;
        city.house.get(&city.teacher, &lesson).await.has("登记表.pdf");
        // A page has nothing to turn.
        let fields = [("kind", "page"), ("lesson_title", "一页")];
        let made = city.house.post(&city.teacher, &format!("{course}/edit/lessons"), &fields).await;
        let page = made.to().to_owned();
        city.house.get(&city.teacher, &format!("{page}/media")).await.is(404);
        city.house.post(&city.teacher, &format!("{page}/media"), &[]).await.is(404);
    }
}
