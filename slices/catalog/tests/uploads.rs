//! Files of lessons that were uploaded before their form, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{Answer, House, PDF, Person, Slice, tables, texts};
use xingtan_auth::Role;
use xingtan_catalog::api::{AUDIO, DOWNLOAD, LessonKinds, PAGE, PDF as PDF_KIND, VIDEO};
use xingtan_db::Db;
use xingtan_testkit::databases;

/// The beginning of a film.
const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
/// The beginning of a song.
const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0";

struct Desk {
    house: House,
    teacher: Person,
    other: Person,
    course: String,
}

impl Desk {
    async fn new(db: Db, kinds: LessonKinds) -> Desk {
        let slice = Slice {
            routes: xingtan_catalog::routes(kinds),
            permissions: vec![xingtan_catalog::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        let teacher = house.person("林书岚", &[(Role::Teacher, "/1/5/")]);
        let centre = house.person("王心", &[(Role::Centre, "/1/")]);
        house.post(&centre, "/courses/categories", &[("name", "安全")]).await.is(303);
        let list = house.get(&centre, "/courses/categories").await;
        let category = list.body.split("data-item=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [("title", "安全生产"), ("category", &category), ("outline", "outline")];
        let desk = house.post(&teacher, "/courses", &fields).await.to().to_owned();
        let other = house.person("周明", &[(Role::Teacher, "/1/5/")]);
        Desk { course: desk.strip_suffix("/edit").unwrap().to_owned(), house, teacher, other }
    }

    /// Sends the form that makes lessons of uploads.
    async fn add(&self, key: &str, uploads: &[&str], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut fields = vec![("form_key", key)];
        fields.extend(uploads.iter().map(|id| ("upload", *id)));
        self.house.upload(&self.teacher, &format!("{}/edit/files", self.course), &fields, files).await
    }

    async fn desk(&self) -> Answer {
        self.house.get(&self.teacher, &format!("{}/edit", self.course)).await.is(200)
    }

    /// The page of a lesson by its title on the desk.
    fn lesson(desk: &Answer, title: &str) -> String {
        let at = desk.body.find(&format!(" {title}</a>")).unwrap_or_else(|| panic!("no {title}"));
        let start = desk.body[..at].rfind("href=\"").unwrap() + 6;
        desk.body[start..].split('"').next().unwrap().to_owned()
    }
}

const KEY: &str = "01900000-0000-7000-8000-000000000001";

#[tokio::test]
async fn uploads_become_lessons_beside_sent_files_and_only_once() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle(), LessonKinds::standard().and(VIDEO).and(AUDIO)).await;
        let (house, teacher) = (&desk.house, &desk.teacher);
        desk.desk()
            .await
            .has("<resumable-upload")
            .has("data-purpose=\"lesson\"")
            .has("data-most=\"4294967296\"");
        let film = house.uploaded(teacher, "课 一.mp4", MP4).await;
        let song = house.uploaded(teacher, "听.mp3", MP3).await;
        let text = house.uploaded(teacher, "说明.md", "# 检修说明\n\n先断电".as_bytes()).await;
        let uploads = [film.as_str(), &song, &text];
        let sent = [("files", "讲义.pdf", PDF)];
        desk.add(KEY, &uploads, &sent).await.is(303);
        let again = desk.add(KEY, &uploads, &sent).await;
        assert_eq!(again.to(), format!("{}/edit", desk.course), "a double click adds nothing");
        let page = desk.desk().await.has("视频").has("音频").has("检修说明").has("讲义");
        assert_eq!(page.body.matches(" 课 一</a>").count(), 1);
        let film_page = Desk::lesson(&page, "课 一");
        let file = house.get(teacher, &format!("{film_page}/file")).await.is(200);
        assert_eq!(file.body.len(), MP4.len());
        let other_key = "01900000-0000-7000-8000-000000000002";
        desk.add(other_key, &[&film], &[]).await.is(422).has("已经用掉");
    }
}

#[tokio::test]
async fn a_program_that_plays_no_video_offers_it_for_download() {
    for db in databases(&tables()).await {
        let kinds = LessonKinds::default().and(PAGE).and(PDF_KIND).and(DOWNLOAD);
        let desk = Desk::new(db.handle(), kinds).await;
        let film = desk.house.uploaded(&desk.teacher, "课.mp4", MP4).await;
        desk.add(KEY, &[&film], &[]).await.is(303);
        desk.desk().await.has("下载").lacks("value=\"video\"").lacks("#i-play");
    }
}

#[tokio::test]
async fn unfinished_foreign_and_wrong_uploads_are_named() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle(), LessonKinds::standard()).await;
        let house = &desk.house;
        let foreign = house.uploaded(&desk.other, "别人的.pdf", PDF).await;
        let wrong = house.uploaded(&desk.teacher, "假的.pdf", b"<html>").await;
        let good = house.uploaded(&desk.teacher, "真的.pdf", PDF).await;
        let unknown = "00000000-0000-7000-8000-000000000000";
        let answer = desk.add(KEY, &[&foreign, &wrong, &good, unknown], &[]).await.is(422);
        let answer = answer.has("假的.pdf").has("不是 PDF").has("先前上传的文件").lacks("别人的");
        Desk::lesson(&answer, "真的");
        let left = house.get(&desk.teacher, "/uploads").await.is(200);
        assert_eq!(left.body, r#"{"uploads":[]}"#, "what is wrong for good is given up");
        desk.add("01900000-0000-7000-8000-000000000003", &["x"], &[]).await.is(422);
        desk.add("01900000-0000-7000-8000-000000000004", &[], &[]).await.is(422).has("请先选择");
    }
}

#[tokio::test]
async fn a_lesson_takes_another_file_by_its_upload_and_keeps_it_through_a_refused_form() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle(), LessonKinds::standard().and(VIDEO).and(AUDIO)).await;
        let (house, teacher) = (&desk.house, &desk.teacher);
        let film = house.uploaded(teacher, "课.mp4", MP4).await;
        desk.add(KEY, &[&film], &[]).await.is(303);
        let lesson = Desk::lesson(&desk.desk().await, "课");
        let page = house.get(teacher, &lesson).await.is(200).has("<resumable-upload");
        let (key, version) = (page.field("form_key"), page.field("version"));
        let next = house.uploaded(teacher, "新 课.mp4", &[MP4, b"more"].concat()).await;
        let fields = |title: &'static str, upload: String| {
            let pairs =
                [("form_key", key.clone()), ("version", version.clone()), ("title", title.to_owned())];
            let rest = [("minutes", "5".to_owned()), ("text", String::new()), ("upload", upload)];
            pairs.into_iter().chain(rest).collect::<Vec<_>>()
        };
        let save = async |fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
            house.upload(teacher, &lesson, &fields, &[]).await
        };
        let refused = save(fields("", next.clone())).await.is(422);
        assert_eq!(refused.field("upload"), next, "what was uploaded need not be uploaded again");
        let text = house.uploaded(teacher, "说明.txt", "文字".as_bytes()).await;
        let wrong = save(fields("课", text)).await.is(422).has("视频或音频");
        wrong.lacks("<input type=\"hidden\" name=\"upload\"");
        save(fields("课", next.clone())).await.is(303);
        save(fields("课", next)).await.is(303);
        house.get(teacher, &lesson).await.is(200).has("新 课.mp4");
        house.get(teacher, "/uploads").await.is(200).has(r#"{"uploads":[]}"#);
    }
}
