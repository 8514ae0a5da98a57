//! What is found of courses, by whom, and when it is not found any more (CRS-2), on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, Person, Slice, tables, texts};
use xingtan_auth::Role;
use xingtan_catalog::api::*;
use xingtan_clock::{Span, Uuid, Zone};
use xingtan_db::{Db, Error, Tx};
use xingtan_jobs::{Kinds, Schedules, Worker};
use xingtan_media::{Tools, Works, track};
use xingtan_storage::Policy;
use xingtan_testkit::databases;

/// Everybody has entered everything of which they are asked.
fn entered(_: &mut Tx<'_>, _: Uuid, courses: &[Uuid]) -> xingtan_db::Result<Vec<Uuid>> {
    Ok(courses.to_vec())
}

/// Nobody has entered anything.
fn outside(_: &mut Tx<'_>, _: Uuid, _: &[Uuid]) -> xingtan_db::Result<Vec<Uuid>> {
    Ok(Vec::new())
}

const IN: &[Finder] = &[finder(entered)];
const OUT: &[Finder] = &[finder(outside)];

struct City {
    house: House,
    teacher: Person,
    other: Person,
    reviewer: Person,
    centre: Person,
    stranger: Person,
    learner: Person,
    work: tempfile::TempDir,
}

impl City {
    async fn new(db: Db, finders: &'static [Finder]) -> City {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()).layer(axum::Extension(Finders(finders))),
            permissions: vec![xingtan_catalog::permissions()],
            places: vec![xingtan_catalog::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            other: house.person("周明", &[(Role::Teacher, "/1/5/")]),
            reviewer: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            centre: house.person("王心", &[(Role::Centre, "/1/")]),
            stranger: house.person("外人", &[(Role::Reviewer, "/2/")]),
            learner: house.person("学员", &[(Role::Learner, "/1/5/")]),
            work: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(),
            house,
        }
    }

    fn act(&self, person: &Person) -> Act {
        self.house.clock.turn(Span::of_minutes(1));
        Act::for_person(person.id, "某人", self.house.clock.now(), self.house.ids.clone())
    }

    async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.house.app.db().write(unit).await.unwrap()
    }

    /// A draft with these lessons.
    async fn draft(&self, title: &'static str, lessons: Vec<NewLesson>) -> Uuid {
        let (act, category) = (self.act(&self.teacher), self.house.ids.next());
        self.write(move |tx| {
            let own = Category { id: category, parent_id: None, name: "安全".into(), place: 0, version: 1 };
            add_category(tx, &own, "an quan", act.at)?;
            let facts = Facts {
                title: title.into(),
                level: "basic".into(),
                category_id: Some(category),
                summary: "一句话".into(),
                lecturer_name: "林书岚".into(),
                introduction: Body::of("介绍"),
                objectives: Body::of("目标"),
                syllabus: Body::of("大纲"),
                criteria: Body::of("标准"),
                ..Facts::default()
            };
            let new = NewCourse { facts, unit_id: category, unit_path: "/1/5/".into() };
            let id = create_course(tx, &new, &act)?;
            let own = course(tx, id)?.unwrap();
            for lesson in &lessons {
                add_lesson(tx, &LessonKinds::standard(), &own, lesson, &act)?.done().unwrap();
            }
            Ok(id)
        })
        .await
    }

    async fn publish(&self, id: Uuid) {
        let kinds = LessonKinds::standard();
        let acts = [&self.teacher, &self.reviewer, &self.centre].map(|person| self.act(person));
        self.write(move |tx| {
            let own = |tx: &mut Tx<'_>| Ok::<_, Error>(course(tx, id)?.unwrap());
            let it = own(tx)?;
            assert_eq!(submit(tx, &kinds, &it, "", &acts[0])?, Submit::Go);
            let it = own(tx)?;
            approve(tx, &it, &acts[1])?;
            let it = own(tx)?;
            assert_eq!(publish(tx, &kinds, &it, &acts[2])?, Publish::Go);
            Ok(())
        })
        .await;
    }

    /// Carries out what waits and what the clock orders.
    async fn work(&self) {
        let (app, mut kinds) = (&self.house.app, Kinds::new());
        xingtan_catalog::jobs(app, &mut kinds, LessonKinds::standard());
        let tools = Tools::of_system(self.work.path().join("data/media-work"));
        xingtan_catalog::reading(&mut kinds, Works { store: app.storage().clone(), tools });
        let mut schedules = Schedules::new(Zone::default);
        for schedule in xingtan_catalog::schedules() {
            schedules.add(*schedule).unwrap();
        }
        let (db, clock, ids) = (app.db().clone(), app.clock().clone(), app.ids().clone());
        let worker = Worker::new(db, clock, ids, kinds, schedules, xingtan_jobs::Options::default());
        for _ in 0..4 {
            self.house.clock.turn(Span::of_minutes(3));
            while worker.drain().await.unwrap() > 0 {}
        }
    }

    async fn found(&self, who: &Person, query: &str) -> String {
        self.house.get(who, &format!("/search?q={query}")).await.is(200).body
    }
}

fn page(title: &str, text: &str) -> NewLesson {
    NewLesson { body: Body::of(text), ..NewLesson::of(PAGE, title) }
}

#[tokio::test]
async fn drafts_are_found_by_those_who_write_and_judge_them_and_published_courses_by_all() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), IN).await;
        let id = city.draft("安全生产", vec![page("断电检修", "## 挂牌\n\n先断电，再挂牌上锁。")]).await;
        city.work().await;
        for (who, sees) in [
            (&city.teacher, true),
            (&city.reviewer, true),
            (&city.centre, true),
            (&city.other, false),
            (&city.stranger, false),
            (&city.learner, false),
        ] {
            let body = city.found(who, "挂牌").await;
            assert_eq!(body.contains("断电检修"), sees, "{body}");
            let told = city.house.get(who, "/search/suggestions?q=断电").await.is(200).body;
            assert_eq!(told.contains("断电检修"), sees, "{told}");
        }
        city.publish(id).await;
        city.work().await;
        for who in [&city.other, &city.stranger, &city.learner] {
            let body = city.found(who, "挂牌").await;
            assert!(body.contains("<mark>断电</mark>") || body.contains("断电检修"), "{body}");
            assert!(body.contains(&format!("/courses/{id}/lessons/")) && body.contains("<mark>挂牌</mark>"));
        }
        // A word of nothing, signs, far too much: an answer each time, and nothing found.
        let long = "安".repeat(2_000);
        for text in
            ["量子力学", "%22%20OR%201=1", "*:*", "%F0%9F%94%A5", "%E2%80%AE", "%27;--", long.as_str()]
        {
            city.found(&city.learner, text).await;
        }
    }
}

#[tokio::test]
async fn what_is_withdrawn_or_taken_down_is_gone_at_once_and_a_later_version_replaces_the_one_before() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), IN).await;
        let id = city.draft("安全生产", vec![page("断电检修", "先断电，再挂牌上锁。")]).await;
        city.publish(id).await;
        city.work().await;
        assert!(city.found(&city.learner, "挂牌").await.contains("断电检修"));
        let (act, kinds) = (city.act(&city.teacher), LessonKinds::standard());
        city.write(move |tx| {
            let own = course(tx, id)?.unwrap();
            begin_version(tx, &kinds, &own, &act)?;
            let own = course(tx, id)?.unwrap();
            add_lesson(tx, &kinds, &own, &page("有限空间", "进去之前先检测。"), &act)?.done().unwrap();
            Ok(())
        })
        .await;
        city.work().await;
        assert!(
            !city.found(&city.learner, "检测").await.contains("有限空间"),
            "a draft of a further version"
        );
        assert!(city.found(&city.teacher, "检测").await.contains("有限空间"));
        city.publish(id).await;
        assert!(!city.found(&city.learner, "挂牌").await.contains("断电检修"), "nothing old meanwhile");
        city.work().await;
        assert!(city.found(&city.learner, "检测").await.contains("有限空间"));
        let act = city.act(&city.centre);
        city.write(move |tx| {
            let own = course(tx, id)?.unwrap();
            assert!(take_down(tx, &own, "有错", &act)?);
            Ok(())
        })
        .await;
        for _ in 0..2 {
            let body = city.found(&city.learner, "检测").await;
            assert!(!body.contains("有限空间"), "{body}");
            city.work().await;
        }
    }
}

#[tokio::test]
async fn what_is_published_stays_found_while_its_authors_write_and_what_lies_in_the_bin_is_not() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), IN).await;
        let lessons = vec![page("断电检修", "先断电，再挂牌上锁。"), page("消防", "灭火器每月检查。")];
        let id = city.draft("安全生产", lessons).await;
        city.publish(id).await;
        city.work().await;
        let (act, kinds) = (city.act(&city.teacher), LessonKinds::standard());
        city.write(move |tx| {
            let own = course(tx, id)?.unwrap();
            begin_version(tx, &kinds, &own, &act)?;
            let own = course(tx, id)?.unwrap();
            let tree = published_tree(tx, id)?.unwrap().lessons;
            let key = |title: &str| {
                tree.iter().find(|it| it.lesson.title == title).map(|it| it.lesson.lesson_key).unwrap()
            };
            let seen = draft_lesson(tx, &own, key("断电检修"))?.done().unwrap().version;
            let body = Body::of("由两人复查。");
            let written = Written { title: "断电".into(), minutes: 20, required: true, body, file: None };
            save_lesson(tx, &own, key("断电检修"), seen, &written, &act)?.done().unwrap();
            let own = course(tx, id)?.unwrap();
            assert_eq!(remove_lesson(tx, &own, key("消防"), &act)?.done(), Some(1));
            Ok(())
        })
        .await;
        // Before and after the index follows the draft.
        for _ in 0..2 {
            let body = city.found(&city.learner, "挂牌").await;
            assert!(body.contains("断电检修") && body.contains(&format!("/courses/{id}/lessons/")), "{body}");
            assert!(city.found(&city.learner, "灭火器").await.contains("<mark>灭火器</mark>"));
            assert!(!city.found(&city.learner, "复查").await.contains("<mark>复查</mark>"));
            city.work().await;
        }
        assert!(city.found(&city.teacher, "复查").await.contains(&format!("/courses/{id}/preview/")));
        let body = city.house.get(&city.teacher, "/search?q=灭火器&drafts=yes").await.is(200).body;
        assert!(!body.contains("<mark>灭火器</mark>"), "{body}");
        city.publish(id).await;
        city.work().await;
        assert!(!city.found(&city.learner, "灭火器").await.contains("<mark>灭火器</mark>"));
        let body = city.found(&city.learner, "复查").await;
        assert!(body.contains(&format!("/courses/{id}/lessons/")), "{body}");
    }
}

#[tokio::test]
async fn the_words_of_documents_and_subtitles_are_found_with_page_and_moment() {
    // A document of two pages by hand: what pdftotext reads of it is what it says.
    let pdf = two_pages("First page about pumps", "Second page about extinguishers");
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), IN).await;
        let store = city.house.app.storage().clone();
        let policy = Policy { most: 1 << 20, accept: &["application/pdf"] };
        let stored = store.put(&pdf, &policy).await.unwrap();
        let other = store.put(&pdf, &policy).await.unwrap();
        let now = city.house.clock.now();
        let (row, played) = city
            .write(move |tx| {
                let keep = xingtan_storage::file::keep;
                Ok((keep(tx, &stored, "handbook.pdf", None, now)?, keep(tx, &other, "pump.mp4", None, now)?))
            })
            .await;
        let file = LessonFile { id: row.id, name: row.name.clone(), size: row.size };
        // Subtitles belong to a file: a film that is still to be processed has them as well.
        let film = LessonFile { id: played.id, name: played.name.clone(), size: played.size };
        let (film_id, track_id) = (film.id, city.house.ids.next());
        city.write(move |tx| {
            let vtt = "WEBVTT\n\n00:01:01.000 --> 00:01:03.000\nprime the <b>impeller</b> first\n";
            track::keep(tx, track_id, film_id, ("en", "English"), vtt, now)
        })
        .await;
        let lessons = vec![
            NewLesson { file: Some(file), ..NewLesson::of(PDF, "Handbook") },
            NewLesson { file: Some(film), ..NewLesson::of(VIDEO, "The pump") },
        ];
        let id = city.draft("Fire safety", lessons).await;
        city.work().await;
        let body = city.found(&city.teacher, "extinguishers").await;
        assert!(body.contains("#page=2") && body.contains("<mark>extinguishers</mark>"), "{body}");
        assert!(body.contains(&format!("/courses/{id}/preview/")), "{body}");
        let body = city.found(&city.teacher, "impeller").await;
        assert!(body.contains("?at=61000") && body.contains("1:01"), "{body}");
    }
}

#[tokio::test]
async fn whoever_does_not_study_a_course_is_led_to_its_page() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), OUT).await;
        let id = city.draft("安全生产", vec![page("断电检修", "先断电，再挂牌上锁。")]).await;
        city.publish(id).await;
        city.work().await;
        let body = city.found(&city.learner, "挂牌").await;
        assert!(body.contains(&format!("href=\"/courses/{id}\"")), "{body}");
        assert!(!body.contains("/lessons/"), "{body}");
    }
}

#[tokio::test]
async fn synonyms_are_kept_by_the_centre_and_hold_from_the_next_search_on() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), IN).await;
        let id = city.draft("安全生产", vec![page("须知", "人人有责")]).await;
        city.publish(id).await;
        city.work().await;
        assert!(!city.found(&city.learner, "HSE").await.contains(&format!("/courses/{id}")));
        city.house.get(&city.teacher, "/search/synonyms").await.is(403);
        let list = city.house.get(&city.centre, "/search/synonyms").await.is(200);
        let key = list.field("form_key");
        let form = [("form_key", key.as_str()), ("words", "安全生产 = HSE")];
        for _ in 0..2 {
            city.house.post(&city.centre, "/search/synonyms", &form).await.is(303);
        }
        let list = city.house.get(&city.centre, "/search/synonyms").await.is(200).has("安全生产 = HSE");
        assert_eq!(list.body.matches("安全生产 = HSE").count(), 1, "a double click adds one");
        let body = city.found(&city.learner, "HSE").await;
        assert!(body.contains(&format!("/courses/{id}")) && body.contains("安全生产"), "{body}");
        let taken = [("words", "ＨＳＥ = 健康")];
        city.house.post(&city.centre, "/search/synonyms", &taken).await.is(422).has("ＨＳＥ = 健康");
        city.house.post(&city.centre, "/search/synonyms", &[("words", "！！")]).await.is(422);
        let one = list.body.split("href=\"/search/synonyms/").nth(1).unwrap().split('"').next().unwrap();
        let href = format!("/search/synonyms/{one}");
        let seen = city.house.get(&city.centre, &href).await.is(200);
        let (key, version) = (seen.field("form_key"), seen.field("version"));
        let save = |key: &str, words: &str| {
            [("form_key", key.to_owned()), ("version", version.clone()), ("words", words.to_owned())]
        };
        let first = save(&key, "安全生产 = 生产安全");
        let pairs: Vec<(&str, &str)> = first.iter().map(|(name, value)| (*name, value.as_str())).collect();
        city.house.post(&city.centre, &href, &pairs).await.is(303);
        let second = save("", "安全生产 = 别的");
        let pairs: Vec<(&str, &str)> = second.iter().map(|(name, value)| (*name, value.as_str())).collect();
        city.house.post(&city.centre, &href, &pairs).await.is(409).has("别的");
        city.house.post(&city.centre, &format!("{href}/deletion"), &[]).await.is(303);
        city.house.get(&city.centre, &href).await.is(404);
    }
}

/// The smallest PDF of two pages with a line each.
fn two_pages(first: &str, second: &str) -> Vec<u8> {
    let text = |words: &str| format!("BT /F1 12 Tf 50 700 Td ({words}) Tj ET");
    let (one, two) = (text(first), text(second));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 7 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 7 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{one}\nendstream", one.len()),
        format!("<< /Length {} >>\nstream\n{two}\nendstream", two.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}
