//! Writing a course on one page: texts that save themselves, two authors at once, history, copies, the bin (CRS-1), on
//! both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use flate2::{Compression, write::GzEncoder};
use house::{Answer, House, Person, Slice, tables, texts};
use std::{io::Write as _, time::Instant};
use xingtan_auth::Role;
use xingtan_catalog::api::{Act, LessonKinds, NewLesson, PAGE, SECTION, add_lesson, lesson as lesson_of};
use xingtan_clock::{Span, Uuid};
use xingtan_db::{Db, params};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

struct Desk {
    house: House,
    /// The author.
    lin: Person,
    /// Another author of the same course.
    zhou: Person,
    /// A teacher who writes other courses.
    other: Person,
    learner: Person,
    course: Uuid,
}

impl Desk {
    async fn new(db: Db) -> Self {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()),
            permissions: vec![xingtan_catalog::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        let teacher = |name: &str| house.person_speaking(name, &[(Role::Teacher, "/1/5/")], Lang::ZhCn);
        let (lin, zhou, other) = (teacher("林书岚"), teacher("周明"), teacher("吴敏"));
        let learner = house.person("学员", &[(Role::Learner, "/1/5/")]);
        let made = house.post(&lin, "/courses", &[("title", "安全生产"), ("outline", "empty")]).await;
        let course: Uuid = made.to().split('/').nth(2).unwrap().parse().unwrap();
        let (second, at) = (zhou.id, house.clock.now());
        house
            .app
            .db()
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO catalog_author (course_id, person_id, name, since) VALUES ($1, $2, '周明', $3)",
                    params![course, second, at],
                )
            })
            .await
            .unwrap();
        Desk { house, lin, zhou, other, learner, course }
    }

    fn desk(&self) -> String {
        format!("/courses/{}/edit", self.course)
    }

    /// Adds a lesson; its address.
    async fn add(&self, fields: &[(&str, &str)]) -> String {
        self.house.post(&self.lin, &format!("{}/lessons", self.desk()), fields).await.to().to_owned()
    }

    /// A page with a text; its address.
    async fn page(&self, title: &str, text: &str) -> String {
        let lesson = self.add(&[("kind", "page"), ("lesson_title", title)]).await;
        self.save(&self.lin, &lesson, "1", title, text).await.is(200);
        lesson
    }

    /// What is saved by itself.
    async fn save(&self, who: &Person, lesson: &str, version: &str, title: &str, text: &str) -> Answer {
        let key = self.house.ids.next().to_string();
        self.save_as(who, lesson, &key, version, title, text).await
    }

    async fn save_as(
        &self,
        who: &Person,
        lesson: &str,
        key: &str,
        version: &str,
        title: &str,
        text: &str,
    ) -> Answer {
        let fields = [
            ("form_key", key),
            ("version", version),
            ("title", title),
            ("minutes", "10"),
            ("required", "yes"),
            ("text", text),
        ];
        self.house.post(who, &format!("{lesson}/draft"), &fields).await
    }

    /// The text of a lesson as it is kept.
    async fn text(&self, lesson: &str) -> String {
        let (course, key) = (self.course, key_of(lesson));
        let found = self.house.app.db().read(move |tx| {
            let version: Uuid =
                tx.one("SELECT draft_version_id FROM catalog_course WHERE id = $1", params![course])?;
            lesson_of(tx, version, key)
        });
        found.await.unwrap().unwrap().1.body_md
    }

    /// Texts of the history, the newest first, each with whether it was set aside.
    async fn history(&self, lesson: &str) -> Vec<(String, bool)> {
        let (course, key) = (self.course, key_of(lesson));
        let found = self.house.app.db().read(move |tx| {
            let rows: xingtan_db::Result<Vec<(String, bool)>> = tx.all(
                "SELECT body_md, aside FROM catalog_revision
                 WHERE course_id = $1 AND lesson_key = $2
                 ORDER BY number DESC",
                params![course, key],
            );
            rows
        });
        found.await.unwrap()
    }

    /// Titles of the tree as the desk shows it, with their numbers.
    async fn tree(&self) -> Vec<String> {
        let page = self.house.get(&self.lin, &self.desk()).await.is(200);
        let rows = page.body.split("<li data-item=").skip(1);
        let title = |row: &str| {
            let link = row.split("<a ").nth(1).unwrap().split("</a>").next().unwrap();
            link.split_once('>').unwrap().1.replace("<span>", "").replace("</span>", "")
        };
        rows.map(title).collect()
    }
}

fn key_of(lesson: &str) -> Uuid {
    lesson.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_two_authors_write_at_once_is_never_lost() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "先断电。").await;
        // Both have read count 2. The first is saved, the second is told by whom and kept beside it.
        it.save(&it.lin, &lesson, "2", "第一讲", "先断电，再验电。").await.is(200).has("\"version\":3");
        it.save(&it.zhou, &lesson, "2", "第一讲", "先挂牌。").await.is(409).has("没有覆盖对方");
        assert_eq!(it.text(&lesson).await, "先断电，再验电。");
        let kept = it.history(&lesson).await;
        assert!(kept.contains(&("先挂牌。".into(), true)), "{kept:?}");
        assert!(kept.contains(&("先断电，再验电。".into(), false)), "{kept:?}");
        // Typing on while it is aside makes no heap of revisions.
        it.save(&it.zhou, &lesson, "2", "第一讲", "先挂牌，再断电。").await.is(409);
        assert_eq!(it.history(&lesson).await.iter().filter(|(_, aside)| *aside).count(), 1);
        // The button shows both; saved again with the count of now, the other's text is in the history.
        let fields = [
            ("version", "2"),
            ("title", "第一讲"),
            ("minutes", "10"),
            ("required", "yes"),
            ("text", "先挂牌。"),
        ];
        let both = it.house.upload(&it.zhou, &lesson, &fields, &[]).await.is(409);
        let both = both.has("先断电，再验电。").has("先挂牌。");
        it.save(&it.zhou, &lesson, &both.field("version"), "第一讲", "合在一起。").await.is(200);
        assert_eq!(it.text(&lesson).await, "合在一起。");
        let kept = it.history(&lesson).await;
        assert!(kept.contains(&("先断电，再验电。".into(), false)), "{kept:?}");
    }
}

#[tokio::test]
async fn many_saves_at_once_keep_every_text_that_was_acknowledged() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "起头").await;
        let mut acknowledged = Vec::new();
        for round in 0..4 {
            let page = it.house.get(&it.lin, &lesson).await.is(200);
            let version = page.field("version");
            let (a, b) = (format!("甲 {round}"), format!("乙 {round}"));
            let (one, two) = tokio::join!(
                it.save(&it.lin, &lesson, &version, "第一讲", &a),
                it.save(&it.zhou, &lesson, &version, "第一讲", &b)
            );
            let mut states = [one.status.as_u16(), two.status.as_u16()];
            states.sort_unstable();
            assert_eq!(states, [200, 409], "exactly one is in force");
            acknowledged.extend([a, b]);
            it.house.clock.turn(Span::of_hours(1));
        }
        let kept: Vec<String> = it.history(&lesson).await.into_iter().map(|(text, _)| text).collect();
        let missing: Vec<&String> = acknowledged.iter().filter(|text| !kept.contains(text)).collect();
        assert!(missing.is_empty(), "{missing:?} are not in {kept:?}");
    }
}

#[tokio::test]
async fn a_save_whose_answer_was_lost_is_saved_once() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "甲").await;
        let key = it.house.ids.next().to_string();
        it.save_as(&it.lin, &lesson, &key, "2", "第一讲", "乙").await.is(200).has("\"version\":3");
        it.save_as(&it.lin, &lesson, &key, "2", "第一讲", "乙").await.is(200).has("\"version\":3");
        it.save(&it.lin, &lesson, "3", "第一讲", "丙").await.is(200).has("\"version\":4");
        // What was set aside is not called saved when it is sent again.
        let late = it.house.ids.next().to_string();
        for _ in 0..2 {
            it.save_as(&it.zhou, &lesson, &late, "2", "第一讲", "丁").await.is(409);
        }
        assert_eq!(it.history(&lesson).await.iter().filter(|(text, _)| text == "丁").count(), 1);
        it.save(&it.lin, &lesson, "4", "", "丙").await.is(422);
        it.save(&it.lin, &lesson, "4", "第一讲", &"字".repeat(200_001)).await.is(422);
        assert_eq!(it.text(&lesson).await, "丙");
    }
}

#[tokio::test]
async fn the_history_shows_what_changed_and_leads_back() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "先断电，再检修。").await;
        it.house.clock.turn(Span::of_hours(2));
        it.save(&it.lin, &lesson, "2", "第一讲", "先验电，再检修。<script>alert(1)</script>").await.is(200);
        let page = it.house.get(&it.zhou, &format!("{lesson}/history")).await.is(200);
        let page = page.has("<del>断</del><ins>验</ins>").lacks("<script>alert");
        let revision = page.body.split("/history/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let back = format!("{lesson}/history/{revision}/restoration");
        it.house.post(&it.lin, &back, &[("version", "2")]).await.is(409);
        it.house.post(&it.lin, &back, &[("version", "3")]).await.is(303);
        assert_eq!(it.text(&lesson).await, "先断电，再检修。");
        assert!(it.history(&lesson).await.iter().any(|(text, _)| text.contains("验电")));
        // Nobody but its authors reads what was never published.
        for who in [&it.other, &it.learner] {
            it.house.get(who, &format!("{lesson}/history")).await.is(404);
            it.house.post(who, &back, &[("version", "4")]).await.is(404);
            it.save(who, &lesson, "4", "第一讲", "夹带").await.is(404);
            it.house
                .post(who, &format!("{lesson}/sitting"), &[("sheet", &it.house.ids.next().to_string())])
                .await
                .is(404);
        }
    }
}

#[tokio::test]
async fn revisions_are_bounded_and_a_sitting_is_one() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "0").await;
        for n in 2..8 {
            it.save(&it.lin, &lesson, &n.to_string(), "第一讲", &n.to_string()).await.is(200);
        }
        assert_eq!(it.history(&lesson).await.len(), 1, "one sitting");
        for n in 8..70 {
            it.house.clock.turn(Span::of_hours(1));
            it.save(&it.lin, &lesson, &n.to_string(), "第一讲", &n.to_string()).await.is(200);
        }
        let kept = it.history(&lesson).await;
        assert_eq!(kept.len(), 50);
        assert_eq!(kept[0].0, "69");
    }
}

#[tokio::test]
async fn who_writes_is_said_to_others_until_they_take_over() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let lesson = it.page("第一讲", "甲").await;
        let (one, two) = (it.house.ids.next().to_string(), it.house.ids.next().to_string());
        let sitting = format!("{lesson}/sitting");
        it.house.post(&it.lin, &sitting, &[("sheet", &one)]).await.is(200).has("\"yours\":true");
        it.house.post(&it.zhou, &sitting, &[("sheet", &two)]).await.is(200).has("\"yours\":false");
        it.house.post(&it.zhou, &sitting, &[("sheet", &two), ("take", "yes")]).await.has("\"yours\":true");
        it.house.post(&it.lin, &sitting, &[("sheet", &one)]).await.has("\"yours\":false").has("正在写");
        it.house.post(&it.zhou, &sitting, &[("sheet", &two), ("leave", "yes")]).await.is(204);
        it.house.post(&it.lin, &sitting, &[("sheet", &one)]).await.has("\"yours\":true");
        it.house.clock.turn(Span::of_minutes(2));
        it.house.post(&it.zhou, &sitting, &[("sheet", &two)]).await.has("\"yours\":true");
        it.house.post(&it.zhou, &sitting, &[("sheet", "x")]).await.is(400);
    }
}

#[tokio::test]
async fn lessons_are_added_beside_others_renamed_and_copied_with_what_lies_below() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let chapter = it.add(&[("kind", "section"), ("lesson_title", "第一章")]).await;
        let parent = key_of(&chapter).to_string();
        it.add(&[("kind", "page"), ("lesson_title", "乙"), ("after", &parent), ("where", "below")]).await;
        let last = it.add(&[("kind", "page"), ("lesson_title", "第二章"), ("parent", "")]).await;
        it.add(&[("kind", "page"), ("lesson_title", "之间"), ("after", &parent), ("where", "after")]).await;
        assert_eq!(it.tree().await, ["1 第一章", "1.1 乙", "2 之间", "3 第二章"]);
        let title = format!("{last}/title");
        it.house.post(&it.zhou, &title, &[("was", "第二章"), ("title", "结尾")]).await.is(303);
        it.house.post(&it.lin, &title, &[("was", "第二章"), ("title", "尾声")]).await.is(409);
        it.house.post(&it.lin, &title, &[("was", "结尾"), ("title", "")]).await.is(400);
        let copy = it.house.post(&it.lin, &format!("{chapter}/copy"), &[]).await;
        assert_ne!(copy.to(), chapter);
        assert_eq!(it.tree().await, ["1 第一章", "1.1 乙", "2 第一章（副本）", "2.1 乙", "3 之间", "4 结尾"]);
        it.house.post(&it.other, &format!("{chapter}/copy"), &[]).await.is(404);
    }
}

#[tokio::test]
async fn what_is_taken_out_lies_in_the_bin_and_comes_back_where_it_stood() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let chapter = it.add(&[("kind", "section"), ("lesson_title", "第一章")]).await;
        let parent = key_of(&chapter).to_string();
        let page = it.add(&[("kind", "page"), ("lesson_title", "甲"), ("parent", &parent)]).await;
        it.save(&it.lin, &page, "1", "甲", "正文").await.is(200);
        it.add(&[("kind", "page"), ("lesson_title", "第二章")]).await;
        let gone = it.house.post(&it.lin, &format!("{chapter}/deletion"), &[]).await;
        let desk = gone.to().to_owned();
        assert_eq!(it.tree().await, ["1 第二章"]);
        it.house.get(&it.lin, &desk).await.is(200).has("已移入回收站").has("放回目录");
        it.house.get(&it.lin, &page).await.is(404);
        it.house.get(&it.lin, &format!("{}/bin", it.desk())).await.is(200).has("第一章").has("1 项");
        it.house.get(&it.other, &format!("{}/bin", it.desk())).await.is(404);
        let back = format!("{}/bin/{parent}/restoration", it.desk());
        it.house.post(&it.other, &back, &[]).await.is(404);
        it.house.post(&it.lin, &back, &[]).await.is(303);
        assert_eq!(it.tree().await, ["1 第一章", "1.1 甲", "2 第二章"]);
        assert_eq!(it.text(&page).await, "正文");
        it.house.post(&it.lin, &back, &[]).await.is(404);
        // After thirty days it is gone for good.
        it.house.post(&it.lin, &format!("{chapter}/deletion"), &[]).await.is(303);
        let (ids, now) = (it.house.ids.clone(), it.house.clock.now() + Span::of_days(31));
        let purge = it
            .house
            .app
            .db()
            .write(move |tx| xingtan_catalog::purge(tx, &LessonKinds::standard(), &ids, now));
        assert_eq!(purge.await.unwrap(), 2);
        it.house.post(&it.lin, &back, &[]).await.is(404);
    }
}

#[tokio::test]
async fn files_become_lessons_below_a_chapter_in_the_order_of_their_numbers() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let chapter = it.add(&[("kind", "section"), ("lesson_title", "讲义")]).await;
        let parent = key_of(&chapter).to_string();
        let files: [(&str, &str, &[u8]); 3] = [
            ("files", "第10章.md", b"text"),
            ("files", "第二章.md", "正文".as_bytes()),
            ("files", "第1章.md", "正文".as_bytes()),
        ];
        let (address, fields) = (format!("{}/files", it.desk()), [("parent", parent.as_str())]);
        it.house.upload(&it.lin, &address, &fields, &files).await.is(303);
        assert_eq!(it.tree().await, ["1 讲义", "1.1 第1章", "1.2 第二章", "1.3 第10章"]);
    }
}

/// Prints what the page of a course of 2,000 lessons costs (CRS-1); only its size is asserted, since machines differ.
#[tokio::test]
async fn a_course_of_two_thousand_lessons_opens_in_less_than_200_kilobytes() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let course = it.course;
        for chapter in 0..20 {
            let act = Act::for_person(it.lin.id, "林书岚", it.house.clock.now(), it.house.ids.clone());
            let unit = it.house.app.db().write(move |tx| {
                let kinds = LessonKinds::standard();
                let own = xingtan_catalog::api::course(tx, course)?.unwrap();
                let title = format!("第 {chapter} 章");
                let parent = add_lesson(tx, &kinds, &own, &NewLesson::of(SECTION, title), &act)?.done();
                for n in 0..99 {
                    let new = NewLesson {
                        parent, ..NewLesson::of(PAGE, format!("第 {n} 讲 安全操作规程"))
                    };
                    assert!(add_lesson(tx, &kinds, &own, &new, &act)?.is_done());
                }
                Ok::<_, xingtan_db::Error>(parent)
            });
            assert!(unit.await.unwrap().is_some());
        }
        let full = [("kind", "page"), ("lesson_title", "多一讲")];
        it.house.post(&it.lin, &format!("{}/lessons", it.desk()), &full).await.is(409);
        let began = Instant::now();
        let page = it.house.get(&it.lin, &it.desk()).await.is(200);
        let took = began.elapsed();
        let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
        packed.write_all(page.body.as_bytes()).unwrap();
        let packed = packed.finish().unwrap().len();
        println!("2,000 lessons: {} bytes, {packed} compressed, {took:?}", page.body.len());
        assert!(packed < 200_000, "{packed} bytes");
        let links = page.body.split("href=\"").filter_map(|part| part.split('"').next());
        let lesson = links.filter(|href| href.contains("/edit/lessons/")).last().unwrap().to_owned();
        let began = Instant::now();
        it.house.get(&it.lin, &lesson).await.is(200);
        println!("a lesson beside its tree: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_course_is_duplicated_with_its_tree_and_belongs_to_who_did() {
    for db in databases(&tables()).await {
        let it = Desk::new(db.handle()).await;
        let chapter = it.add(&[("kind", "section"), ("lesson_title", "第一章")]).await;
        let parent = key_of(&chapter).to_string();
        let file = it.add(&[("kind", "pdf"), ("lesson_title", "讲义"), ("parent", &parent)]).await;
        let fields = [("version", "1"), ("title", "讲义"), ("minutes", "5"), ("required", "yes")];
        it.house.upload(&it.lin, &file, &fields, &[("file", "讲义.pdf", house::PDF)]).await.is(303);
        let page =
            it.page("说明", &format!("见 ![图](/courses/{}/pictures/{})", it.course, Uuid::nil())).await;
        let key = it.house.ids.next().to_string();
        let copy = format!("/courses/{}/copy", it.course);
        let made = it.house.post(&it.zhou, &copy, &[("form_key", &key)]).await;
        let desk = made.to().to_owned();
        assert_eq!(it.house.post(&it.zhou, &copy, &[("form_key", &key)]).await.to(), desk, "a double click");
        let shown = it.house.get(&it.zhou, &desk).await.is(200);
        let shown = shown.has("安全生产（副本）").has("<span>1.1</span> 讲义").has("<span>2</span> 说明");
        assert!(!shown.body.contains(&page), "lessons of the copy are its own");
        // The first course goes, the copy keeps the file.
        let own = shown.body.split("href=\"").filter_map(|it| it.split('"').next());
        let own = own.filter(|it| it.contains("/edit/lessons/")).nth(1).unwrap().to_owned();
        it.house.post(&it.lin, &format!("{file}/deletion"), &[]).await.is(303);
        it.house.get(&it.zhou, &format!("{own}/file")).await.is(200);
        // Whoever did not write it copies nothing.
        it.house.get(&it.lin, &desk).await.is(404);
        for who in [&it.other, &it.learner] {
            let refused = it.house.post(who, &copy, &[]).await;
            assert!([403, 404].contains(&refused.status.as_u16()), "{}", refused.status);
        }
    }
}
