//! Office documents: with a script in LibreOffice's place that hangs, crashes and lies, and with the real one.

use crate::house::{House, house, migrations};
use std::{
    fs,
    io::{Cursor, Write as _},
    os::unix::fs::PermissionsExt as _,
    process::Command,
    time::Duration,
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Db, Error};
use xingtan_media::{
    State,
    office::{self, FAILED, Fault, Item, READY, ending},
};
use xingtan_storage::file::{self, Claimer};
use xingtan_testkit::{databases, sqlite};
use zip::{ZipWriter, write::SimpleFileOptions};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A program in LibreOffice's place. It lies outside `/tmp`, which the real one's fence covers.
struct Fake(tempfile::TempDir);

impl Fake {
    /// Runs these lines; `$out` is where the PDF belongs, `$here` a folder that stays.
    fn of(house: &mut House, lines: &str) -> Fake {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = folder.path().join("soffice");
        let head = "while [ \"$1\" != --outdir ]; do shift; done\nout=$2; mkdir -p \"$out\"";
        let here = folder.path().display();
        fs::write(&path, format!("#!/bin/sh\nhere='{here}'\n{head}\n{lines}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        house.works.tools.soffice = path;
        Fake(folder)
    }

    fn tried(&self) -> usize {
        fs::read_to_string(self.0.path().join("tried")).unwrap_or_default().lines().count()
    }
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(text: &str) -> Vec<u8> {
    let body = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#
    );
    archive(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &body),
    ])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "META-INF/manifest.xml",
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#,
        ),
        ("content.xml", &content),
    ])
}

impl House {
    async fn order_office(&self, db: &Db, file: Uuid, ending: &'static str) -> Item {
        let (ids, now) = (self.ids.clone(), self.clock.now());
        db.write(move |tx| office::order(tx, file, ending, None, &ids, now)).await.unwrap()
    }

    async fn turned(&self, db: &Db, name: &'static str, bytes: &[u8]) -> Item {
        let file = self.keep(db, name, bytes).await;
        let row = db.read(move |tx| file::find(tx, file)).await.unwrap().unwrap();
        self.order_office(db, file, ending(&row.media_type, name).unwrap()).await;
        self.work(db).await;
        db.read(move |tx| office::look(tx, file)).await.unwrap().unwrap()
    }

    /// The words of a PDF, as poppler reads them.
    async fn text(&self, db: &Db, item: &Item) -> String {
        let id = item.pdf_file_id.unwrap();
        let row = db.read(move |tx| file::find(tx, id)).await.unwrap().unwrap();
        assert_eq!(row.media_type, "application/pdf");
        let path = self.folder.path().join("read.pdf");
        fs::write(&path, self.works.store.read(&row, 1 << 30).await.unwrap()).unwrap();
        let said = Command::new("pdftotext").arg(&path).arg("-").output().unwrap();
        String::from_utf8(said.stdout).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_becomes_a_pdf_once_and_whoever_listens_is_told() {
    for db in databases(&migrations()).await {
        let mut house = house();
        let fake =
            Fake::of(&mut house, "echo x >> $here/tried; printf '%%PDF-1.7\\n%%%%EOF' > $out/source.pdf");
        let item = house.turned(&db, "讲义 一.docx", &docx("x")).await;
        assert_eq!((item.state(), item.fault()), (State::Ready, None), "{db:?}");
        let (pdf, source) = (item.pdf_file_id.unwrap(), item.file_id);
        let row = db.read(move |tx| file::find(tx, pdf)).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.media_type.as_str()), ("讲义 一.pdf", "application/pdf"));
        assert_eq!(house.told(&db, READY, source).await, 1);
        // Ordered again, it is there; nothing is left in the work folder.
        assert_eq!(house.order_office(&db, source, "docx").await, item);
        house.work(&db).await;
        assert_eq!(fake.tried(), 1);
        assert_eq!(fs::read_dir(&house.works.tools.work).unwrap().count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_libreoffice_the_reason_is_named_and_it_goes_on_once_it_is_there() {
    for db in databases(&migrations()).await {
        let mut house = house();
        house.works.tools.soffice = "/nowhere/soffice".into();
        assert_eq!(house.works.tools.office_version().await, Err("/nowhere/soffice".into()));
        let item = house.turned(&db, "a.docx", &docx("x")).await;
        assert_eq!(item.fault(), Some(Fault::NoOffice), "{db:?}");
        assert_eq!(house.told(&db, FAILED, item.file_id).await, 1);
        let _fake = Fake::of(&mut house, "printf '%%PDF-1.7' > $out/source.pdf");
        assert_eq!(house.order_office(&db, item.file_id, "docx").await.state(), State::Queued);
        house.work(&db).await;
        let file = item.file_id;
        let item = db.read(move |tx| office::look(tx, file)).await.unwrap().unwrap();
        assert_eq!(item.state(), State::Ready);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_libreoffice_does_wrong_is_tried_again_where_that_may_help_and_then_named() {
    for (lines, fault, tries) in [
        ("kill -SEGV $$", Fault::Crashed, 3),
        (": > $out/source.pdf", Fault::Crashed, 3),
        ("echo hello > $out/source.pdf", Fault::Crashed, 3),
        // It says that all is well where it could read nothing.
        ("exit 0", Fault::Unreadable, 1),
        ("echo 'Error: source file could not be loaded' >&2; exit 1", Fault::Unreadable, 1),
        // A link in place of a file is not followed.
        ("ln -s /etc/passwd $out/source.pdf", Fault::Unreadable, 1),
        // More than it may write.
        ("exec 2>/dev/null; head -c 700000000 /dev/zero > $out/source.pdf || exit 9", Fault::Crashed, 3),
    ] {
        let db = sqlite(&migrations()).await;
        let mut house = house();
        let fake = Fake::of(&mut house, &format!("echo again >> $here/tried\n{lines}"));
        let item = house.turned(&db, "a.docx", &docx("x")).await;
        assert_eq!((item.fault(), fake.tried()), (Some(fault), tries), "{lines}");
        assert_eq!(fs::read_dir(&house.works.tools.work).unwrap().count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_hangs_is_ended_with_all_that_it_started() {
    let db = sqlite(&migrations()).await;
    let mut house = house();
    // A span that nobody else sleeps: it names the child.
    let span = format!("1{}", std::process::id());
    let _fake = Fake::of(&mut house, &format!("sleep {span} & wait"));
    house.works.tools.office_time = Duration::from_millis(600);
    let item = house.turned(&db, "a.docx", &docx("x")).await;
    assert_eq!(item.fault(), Some(Fault::Hung));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let wanted = format!("sleep\0{span}\0");
    let lives = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|entry| fs::read(entry.path().join("cmdline")).is_ok_and(|line| line == wanted.as_bytes()));
    assert!(!lives, "a child lives on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_whose_file_was_swept_are_forgotten_and_a_pdf_that_others_need_stays() {
    for db in databases(&migrations()).await {
        let mut house = house();
        let _fake = Fake::of(&mut house, "printf '%%PDF-1.7 '$$ > $out/source.pdf");
        let (kept, lost) =
            (house.turned(&db, "a.docx", &docx("a")).await, house.turned(&db, "b.docx", &docx("b")).await);
        let (by, now) = (Claimer { kind: "test-lesson", id: house.lesson }, house.clock.now());
        let files = [kept.file_id, lost.file_id];
        let (pdf, other) = (kept.pdf_file_id.unwrap(), lost.pdf_file_id.unwrap());
        db.write::<_, Error>(move |tx| {
            file::claim(tx, pdf, by, now)?;
            files.into_iter().try_for_each(|file| file::release(tx, file, by, now))
        })
        .await
        .unwrap();
        for _ in 0..2 {
            house.clock.turn(Span::of_hours(25));
            xingtan_storage::sweep(&db, &house.works.store, house.clock.now(), 0).await.unwrap();
            xingtan_media::sweep(&db, &house.ids, house.clock.now()).await.unwrap();
        }
        let left = db
            .read::<_, Error>(move |tx| {
                let items = office::of_files(tx, &files)?.len();
                Ok((items, file::find(tx, pdf)?.is_some(), file::find(tx, other)?.is_some()))
            })
            .await
            .unwrap();
        assert_eq!(left, (0, true, false), "{db:?}");
    }
}

/// Whether LibreOffice is there; it is not needed by anything else, so it may be missing.
fn is_installed() -> bool {
    let there = Command::new("soffice").arg("--version").output().is_ok();
    if !there {
        eprintln!("LibreOffice is not installed; skipped");
    }
    there
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn libreoffice_turns_documents_and_sees_nothing_but_them() {
    if !is_installed() {
        return;
    }
    let db = sqlite(&migrations()).await;
    let house = house();
    assert!(house.works.tools.office_version().await.unwrap().contains('.'));
    let item = house.turned(&db, "第一课.docx", &docx("消防安全与疏散")).await;
    assert_eq!((item.ending.as_str(), item.fault()), ("docx", None));
    assert!(house.text(&db, &item).await.contains("消防安全与疏散"));

    // A document that leads elsewhere: to a file of the server, and to an address that would tell.
    let secret = house.folder.path().join("secret.txt");
    fs::write(&secret, "TOP SECRET").unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let body = format!(
        r#"<text:p>公开</text:p><text:section text:name="a"><text:section-source xlink:href="file://{}" text:filter-name="Text"/><text:p>旧</text:p></text:section><text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="http://{}/x.png"/></draw:frame></text:p>"#,
        secret.display(),
        listener.local_addr().unwrap()
    );
    let item = house.turned(&db, "外链.odt", &odt(&body)).await;
    let text = house.text(&db, &item).await;
    assert!(text.contains("公开") && !text.contains("SECRET"), "{text}");
    assert!(listener.accept().is_err(), "the network was reached");

    // Damaged: an archive that names what is not there.
    let torn = archive(&[("word/document.xml", "<w:document")]);
    let item = house.turned(&db, "坏.docx", &torn).await;
    assert!(matches!(item.fault(), None | Some(Fault::Unreadable | Fault::Crashed)), "{item:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_work_folder_named_from_where_the_program_runs_works_as_well() {
    let db = sqlite(&migrations()).await;
    let mut house = house();
    // `./data`, unless something else is configured.
    let here = std::env::current_dir().unwrap();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let up = "../".repeat(here.components().count() - 1);
    house.works.tools.work =
        format!("{up}{}/data/media-work", folder.path().display()).replace("//", "/").into();
    assert!(house.works.tools.work.is_relative());
    fs::create_dir_all(folder.path().join("data/keys")).unwrap();
    fs::write(folder.path().join("data/keys/x"), "secret").unwrap();
    let keys = folder.path().join("data/keys/x").display().to_string();
    let seen = format!("[ -e '{keys}' ] && printf seen > $here/seen\nprintf '%%PDF-1.7' > $out/source.pdf");
    let fake = Fake::of(&mut house, &seen);
    let item = house.turned(&db, "a.docx", &docx("x")).await;
    assert_eq!((item.state(), item.fault()), (State::Ready, None));
    let fenced = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|it| it.success());
    assert!(!fenced || !fake.0.path().join("seen").exists(), "the data folder was in sight");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_older_formats_are_told_apart_by_their_name() {
    if !is_installed() {
        return;
    }
    let db = sqlite(&migrations()).await;
    let house = house();
    let folder = house.folder.path();
    fs::write(folder.join("old.odt"), odt("<text:p>旧格式</text:p>")).unwrap();
    let made = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/made", folder.display()))
        .args(["--headless", "--convert-to", "doc", "--outdir"])
        .arg(folder)
        .arg(folder.join("old.odt"))
        .output()
        .unwrap();
    assert!(made.status.success());
    let item = house.turned(&db, "旧.DOC", &fs::read(folder.join("old.doc")).unwrap()).await;
    assert_eq!((item.ending.as_str(), item.fault()), ("doc", None));
    assert!(house.text(&db, &item).await.contains("旧格式"));
    assert_eq!(ending(DOCX, "x"), Some("docx"));
}
