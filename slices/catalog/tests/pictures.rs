//! Pictures of a course: taken in the editor, hostile ones named and left outside, kept as long as a version shows
//! them (CRS-4, CRS-6), on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{Answer, House, Person, Slice, tables, texts};
use xingtan_auth::Role;
use xingtan_catalog::api::*;
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Db, Error, params};
use xingtan_storage::sweep;
use xingtan_testkit::databases;

/// A PNG by its structure, without its checksums; `salt` makes it another one.
fn png(width: u32, height: u32, salt: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0], &[0; 4]].concat());
    bytes.extend(b"\0\0\0\x01IDAT");
    bytes.extend([salt, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IEND\0\0\0\0");
    bytes
}

struct Desk {
    house: House,
    teacher: Person,
    reviewer: Person,
    centre: Person,
    stranger: Person,
    course: String,
    lesson: String,
}

impl Desk {
    async fn new(db: Db) -> Desk {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()),
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
        let fields = [("kind", "page"), ("lesson_title", "第一讲")];
        let lesson = house.post(&teacher, &format!("{desk}/lessons"), &fields).await.to().to_owned();
        Desk {
            reviewer: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            stranger: house.person("外人", &[(Role::Teacher, "/2/")]),
            course: desk.strip_suffix("/edit").unwrap().to_owned(),
            lesson,
            teacher,
            centre,
            house,
        }
    }

    fn id(&self) -> Uuid {
        self.course.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Sends the form of the lesson with a picture.
    async fn send(&self, who: &Person, description: &str, file: (&str, &[u8])) -> Answer {
        let fields =
            [("title", "写了一半"), ("text", "先断电。\r\n\r\n再检修。"), ("description", description)];
        let address = format!("{}/pictures", self.lesson);
        self.house.upload(who, &address, &fields, &[("picture", file.0, file.1)]).await
    }

    /// The Markdown of a picture that was taken.
    async fn take(&self, description: &str, bytes: &[u8]) -> String {
        let page = self.send(&self.teacher, description, ("屏幕.png", bytes)).await.is(200);
        let text =
            page.body.split("<textarea").nth(1).unwrap().split("</textarea>").next().unwrap().to_owned();
        text.lines().last().unwrap().to_owned()
    }

    async fn save(&self, text: &str) {
        let page = self.house.get(&self.teacher, &self.lesson).await.is(200);
        let (key, version) = (page.field("form_key"), page.field("version"));
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "第一讲"),
            ("minutes", "20"),
            ("required", "yes"),
            ("text", text),
        ];
        self.house.upload(&self.teacher, &self.lesson, &fields, &[]).await.is(303);
    }

    async fn list(&self) -> Answer {
        self.house.get(&self.teacher, &format!("{}/edit/pictures", self.course)).await.is(200)
    }

    /// Pictures and files in the database.
    async fn kept(&self) -> (i64, i64) {
        let read = self.house.app.db().read(|tx| {
            let pictures: i64 = tx.one("SELECT count(*) FROM catalog_picture", &[])?;
            let files: i64 =
                tx.one("SELECT count(*) FROM storage_claim WHERE claimed_by_kind = 'catalog-picture'", &[])?;
            Ok::<_, Error>((pictures, files))
        });
        read.await.unwrap()
    }

    async fn publish(&self) {
        let (teacher, reviewer, centre) = (self.teacher.id, self.reviewer.id, self.centre.id);
        let (ids, now, id) = (self.house.ids.clone(), self.house.clock.now(), self.id());
        let write = self.house.app.db().write(move |tx| {
            let act = |person| Act::for_person(person, "某人", now, ids.clone());
            let kinds = LessonKinds::standard();
            let found = |tx: &mut xingtan_db::Tx<'_>| course(tx, id)?.ok_or(Error::NotFound);
            let it = found(tx)?;
            let draft = it.draft_version_id.ok_or(Error::NotFound)?;
            let version = version(tx, draft)?.ok_or(Error::NotFound)?;
            let facts = Facts {
                title: version.title,
                summary: "一句".into(),
                level: "basic".into(),
                category_id: version.category_id,
                lecturer_name: "林书岚".into(),
                credits: 100,
                introduction: Body::of("介绍"),
                objectives: Body::of("目标"),
                syllabus: Body::of("大纲"),
                criteria: Body::of("标准"),
                ..Facts::default()
            };
            assert!(save_facts(tx, &it, draft, version.version, &facts, &act(teacher))?.is_done());
            let it = found(tx)?;
            assert_eq!(submit(tx, &kinds, &it, "", &act(teacher))?, Submit::Go);
            let it = found(tx)?;
            assert_eq!(approve(tx, &it, &act(reviewer))?, Decide::Go);
            let it = found(tx)?;
            assert_eq!(publish(tx, &kinds, &it, &act(centre))?, Publish::Go);
            Ok::<_, Error>(())
        });
        write.await.unwrap();
    }
}

fn removal(markdown: &str) -> String {
    let href = markdown.split("](").nth(1).unwrap().trim_end_matches(')');
    format!("{}/deletion", href.replace("/pictures/", "/edit/pictures/"))
}

#[tokio::test]
async fn a_picture_is_put_into_the_text_and_nothing_typed_is_lost() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle()).await;
        let page = desk.send(&desk.teacher, "断路器 [左]", ("屏幕.png", &png(640, 480, 1))).await.is(200);
        let page = page.has("写了一半").has("先断电。").has("再检修。").has("插入到正文末尾");
        assert!(
            page.body.contains(&format!("![断路器 \\[左\\]]({}/pictures/", desk.course)),
            "{}",
            page.body
        );
        desk.house.get(&desk.teacher, &desk.lesson).await.is(200).lacks("写了一半");
        let line = desk.take("断路器", &png(640, 480, 1)).await;
        desk.save(&format!("先断电。\n\n{line}")).await;
        assert_eq!(desk.kept().await, (1, 1), "the same bytes are one picture");
        let preview = desk.lesson.replace("/edit/lessons/", "/preview/");
        desk.house
            .get(&desk.teacher, &preview)
            .await
            .is(200)
            .has("width=\"640\" height=\"480\" loading=\"lazy\"");
        desk.list().await.has("640 × 480").has("第 1 版“第一讲”").lacks("data-kind=\"danger\"");
        let headers = [("accept", "application/json")];
        desk.house.get_with(&desk.stranger, &desk.lesson, &headers).await.is(404);
        desk.send(&desk.stranger, "断路器", ("x.png", &png(1, 1, 2))).await.is(404);
        desk.send(&desk.reviewer, "断路器", ("x.png", &png(1, 1, 2))).await.is(403);
        desk.house.get(&desk.reviewer, &format!("{}/edit/pictures", desk.course)).await.is(403);
        assert_eq!(desk.kept().await, (1, 1));
    }
}

#[tokio::test]
async fn hostile_and_broken_pictures_are_named_and_left_outside() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle()).await;
        let whole = png(640, 480, 1);
        for (name, bytes, says) in [
            ("x.png", &b"<!DOCTYPE html><script>alert(1)</script>"[..], "不是 PNG"),
            ("x.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是 PNG"),
            ("x.jpg", b"%PDF-1.7", "不是 PNG"),
            ("x.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "不完整"),
            ("x.png", &whole[..whole.len() - 5], "不完整"),
            ("x.gif", b"GIF89a=1;alert(1)//<script>", "不完整"),
            ("x.png", &png(50_000, 50_000, 1), "50000 × 50000"),
            ("x.png", &png(u32::MAX, 1, 1), "像素，太大"),
        ] {
            let page = desk.send(&desk.teacher, "图", (name, bytes)).await.is(422).has(says);
            page.has("先断电。").lacks("<script>alert").lacks("/pictures/0");
        }
        desk.send(&desk.teacher, "  ", ("x.png", &whole)).await.is(422).has("先断电。");
        let fields = [("description", "图")];
        let address = format!("{}/pictures", desk.lesson);
        desk.house.upload(&desk.teacher, &address, &fields, &[]).await.is(422).has("请先选择图片");
        assert_eq!(desk.kept().await, (0, 0));
    }
}

#[tokio::test]
async fn a_version_keeps_its_pictures_and_a_copy_shows_them_too() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle()).await;
        let (shown, other) = (desk.take("甲", &png(8, 8, 1)).await, desk.take("乙", &png(8, 8, 2)).await);
        desk.save(&format!("先断电。\n\n{shown}\n\n{other}")).await;
        desk.house.post(&desk.teacher, &removal(&other), &[]).await.is(409).has("正在用");
        desk.save(&format!("先断电。\n\n{shown}")).await;
        desk.house.get(&desk.teacher, &removal(&other)).await.is(200).has("乙");
        desk.house.post(&desk.teacher, &removal(&other), &[]).await.is(303);
        desk.house.post(&desk.teacher, &removal(&other), &[]).await.is(404);
        desk.publish().await;
        desk.house.post(&desk.teacher, &removal(&shown), &[]).await.is(409);
        let begun = desk.house.post(&desk.teacher, &format!("{}/versions", desk.course), &[]).await;
        begun.is(303);
        desk.list().await.has("第 1 版“第一讲”").has("第 2 版“第一讲”");
        desk.save("没有图。").await;
        desk.house.post(&desk.teacher, &removal(&shown), &[]).await.is(409).has("已发布的版本会一直保留");
        desk.house.post(&desk.teacher, &format!("{}/versions/deletion", desk.course), &[]).await.is(303);
        desk.list().await.has("第 1 版“第一讲”").lacks("第 2 版“");
        let (id, clock) = (desk.id(), desk.house.clock.clone());
        clock.turn(Span::of_days(2));
        for chunk in 0..=255 {
            sweep(desk.house.app.db(), desk.house.app.storage(), clock.now(), chunk).await.unwrap();
        }
        let read = desk.house.app.db().read(move |tx| {
            let row: Uuid =
                tx.one("SELECT file_id FROM catalog_picture WHERE course_id = $1", params![id])?;
            xingtan_storage::file::find(tx, row)
        });
        let file = read.await.unwrap().unwrap();
        assert!(desk.house.app.storage().is_intact(&file).await.unwrap());
    }
}

#[tokio::test]
async fn pictures_leave_the_bin_with_their_course() {
    for db in databases(&tables()).await {
        let desk = Desk::new(db.handle()).await;
        let line = desk.take("甲", &png(8, 8, 1)).await;
        desk.save(&line).await;
        desk.house.post(&desk.teacher, &format!("{}/deletion", desk.course), &[]).await.is(303);
        desk.house.clock.turn(Span::of_days(31));
        let (ids, now) = (desk.house.ids.clone(), desk.house.clock.now());
        let write = desk
            .house
            .app
            .db()
            .write(move |tx| xingtan_catalog::purge(tx, &LessonKinds::standard(), &ids, now));
        assert_eq!(write.await.unwrap(), 1);
        assert_eq!(desk.kept().await, (0, 0));
    }
}
