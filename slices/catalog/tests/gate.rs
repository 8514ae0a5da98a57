//! A course from its first line to learners, and everything that tries to go around the gate (CRS-6), on both
//! engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use xingtan_catalog::api::*;
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Db, Error, Migrations, Tx};
use xingtan_testkit::databases;

fn tables() -> Vec<Migrations> {
    vec![
        xingtan_audit::migrations(),
        xingtan_events::migrations(),
        xingtan_jobs::migrations(),
        xingtan_search::migrations(),
        xingtan_approvals::migrations(),
        xingtan_storage::migrations(),
        xingtan_words::migrations(),
        xingtan_library::migrations(),
        xingtan_catalog::migrations(),
    ]
}

struct School {
    db: Db,
    clock: Clock,
    ids: Ids,
    kinds: LessonKinds,
    teacher: Uuid,
    reviewer: Uuid,
    centre: Uuid,
}

impl School {
    fn new(db: Db) -> Self {
        let clock = xingtan_testkit::clock();
        let ids = xingtan_testkit::ids(&clock);
        let (teacher, reviewer, centre) = (ids.next(), ids.next(), ids.next());
        School { db, clock, ids, kinds: LessonKinds::standard(), teacher, reviewer, centre }
    }

    fn act(&self, person: Uuid) -> Act {
        self.clock.turn(Span::of_minutes(1));
        Act::for_person(person, "林书岚", self.clock.now(), self.ids.clone())
    }

    async fn write<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.db.write(unit).await.unwrap()
    }

    fn facts(&self) -> Facts {
        Facts {
            title: "安全生产".into(),
            summary: "每年一次".into(),
            level: "basic".into(),
            category_id: None,
            lecturer_id: None,
            lecturer_name: "林书岚".into(),
            credits: 150,
            in_order: false,
            introduction: Body::of("介绍"),
            objectives: Body::of("目标"),
            syllabus: Body::of("大纲"),
            criteria: Body::of("标准"),
        }
    }

    /// A draft of one page.
    async fn draft(&self) -> (Uuid, Uuid) {
        let (act, kinds, facts) = (self.act(self.teacher), self.kinds.clone(), self.facts());
        let category = self.ids.next();
        self.write(move |tx| {
            tx.exec(
                "INSERT INTO catalog_category (id, name, name_key, place, created_at, version)
                 VALUES ($1, '安全', 'an quan', 0, $2, 1) ON CONFLICT (id) DO NOTHING",
                xingtan_db::params![category, act.at],
            )?;
            let facts = Facts { category_id: Some(category), ..facts.clone() };
            let new = NewCourse { facts, unit_id: category, unit_path: "/1/5/".into() };
            let id = create_course(tx, &new, &act)?;
            let course = course(tx, id)?.unwrap();
            let mut lesson = NewLesson::of(PAGE, "第一讲");
            lesson.body = Body::of("# 断电\n\n先断电，再检修。");
            let key = add_lesson(tx, &kinds, &course, &lesson, &act)?.done().unwrap();
            Ok((id, key))
        })
        .await
    }

    async fn course(&self, id: Uuid) -> Course {
        self.write(move |tx| Ok(course(tx, id)?.unwrap())).await
    }

    async fn submit(&self, id: Uuid) -> Submit {
        let (act, kinds) = (self.act(self.teacher), self.kinds.clone());
        self.write(move |tx| {
            let course = course(tx, id)?.unwrap();
            submit(tx, &kinds, &course, "请审核", &act)
        })
        .await
    }

    async fn approve(&self, id: Uuid, by: Uuid) -> Decide {
        let act = self.act(by);
        self.write(move |tx| {
            let course = course(tx, id)?.unwrap();
            approve(tx, &course, &act)
        })
        .await
    }

    async fn publish(&self, id: Uuid, by: Uuid) -> Publish {
        let (act, kinds) = (self.act(by), self.kinds.clone());
        self.write(move |tx| {
            let course = course(tx, id)?.unwrap();
            publish(tx, &kinds, &course, &act)
        })
        .await
    }

    async fn save(&self, id: Uuid, key: Uuid, seen: i64, text: &'static str, by: Uuid) -> Changed<i64> {
        let act = self.act(by);
        self.write(move |tx| {
            let course = course(tx, id)?.unwrap();
            let written = Written {
                title: "第一讲".into(),
                minutes: 20,
                required: true,
                body: Body::of(text),
                file: None,
            };
            save_lesson(tx, &course, key, seen, &written, &act)
        })
        .await
    }

    async fn published_text(&self, id: Uuid, key: Uuid) -> String {
        self.write(move |tx| {
            let found = published_tree(tx, id)?.unwrap();
            Ok(lesson(tx, found.version.id, key)?.unwrap().1.body_html)
        })
        .await
    }
}

#[tokio::test]
async fn a_course_goes_through_three_hands_and_is_frozen() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        assert_eq!(school.submit(id).await, Submit::Go);
        assert_eq!(school.course(id).await.state, CourseState::InReview);
        assert_eq!(school.approve(id, school.teacher).await, Decide::OwnWork);
        assert_eq!(school.publish(id, school.centre).await, Publish::NotApproved);
        assert_eq!(school.approve(id, school.reviewer).await, Decide::Go);
        assert_eq!(school.approve(id, school.reviewer).await, Decide::NotOpen);
        assert_eq!(school.publish(id, school.teacher).await, Publish::OwnWork);
        assert_eq!(school.publish(id, school.reviewer).await, Publish::OwnReview);
        assert_eq!(school.publish(id, school.centre).await, Publish::Go);
        assert_eq!(school.publish(id, school.centre).await, Publish::NotApproved);
        let course = school.course(id).await;
        assert_eq!((course.state, course.minutes, course.credits), (CourseState::Published, 10, 150));
        assert_eq!((course.reviewer_id, course.publisher_id), (Some(school.reviewer), Some(school.centre)));
        assert_eq!(school.save(id, key, 1, "偷改", school.teacher).await, Changed::Frozen);
        assert!(school.published_text(id, key).await.contains("先断电"));
    }
}

#[tokio::test]
async fn what_was_submitted_is_changed_by_nobody() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        school.submit(id).await;
        assert_eq!(school.save(id, key, 1, "偷改", school.teacher).await, Changed::Frozen);
        let (act, kinds, facts) = (school.act(school.teacher), school.kinds.clone(), school.facts());
        let (removed, added, saved) = school
            .write(move |tx| {
                let it = course(tx, id)?.unwrap();
                let version = it.draft_version_id.unwrap();
                Ok((
                    remove_lesson(tx, &it, key, &act)?,
                    add_lesson(tx, &kinds, &it, &NewLesson::of(PAGE, "夹带"), &act)?,
                    save_facts(tx, &it, version, 3, &facts, &act)?,
                ))
            })
            .await;
        assert_eq!((removed, added, saved), (Changed::Frozen, Changed::Frozen, Changed::Frozen));
    }
}

#[tokio::test]
async fn stores_refuse_to_write_a_frozen_version_even_without_the_rules() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        school.submit(id).await;
        school.approve(id, school.reviewer).await;
        school.publish(id, school.centre).await;
        let stale = school.course(id).await;
        // What a caller with an old picture of the course would do.
        let old = Course {
            draft_version_id: stale.published_version_id,
            published_version_id: None,
            state: CourseState::Draft,
            ..stale
        };
        let (act, kinds) = (school.act(school.teacher), school.kinds.clone());
        let outcomes = school
            .write(move |tx| {
                let facts = Facts { title: "偷改".into(), ..Facts::default() };
                Ok((
                    remove_lesson(tx, &old, key, &act)?.is_done(),
                    save_facts(tx, &old, old.draft_version_id.unwrap(), 5, &facts, &act)?.is_done(),
                    publish(tx, &kinds, &old, &act)?,
                ))
            })
            .await;
        assert_eq!(outcomes, (false, false, Publish::NotApproved));
        assert!(school.published_text(id, key).await.contains("先断电"));
    }
}

#[tokio::test]
async fn a_new_version_leaves_the_published_one_to_its_learners() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        school.submit(id).await;
        school.approve(id, school.reviewer).await;
        school.publish(id, school.centre).await;
        let (act, kinds) = (school.act(school.teacher), school.kinds.clone());
        let begun = school
            .write(move |tx| {
                let it = course(tx, id)?.unwrap();
                let first = begin_version(tx, &kinds, &it, &act)?;
                let it = course(tx, id)?.unwrap();
                Ok((first, begin_version(tx, &kinds, &it, &act)?))
            })
            .await;
        let (Begun::New(new), Begun::Open(open)) = begun else { panic!("{begun:?}") };
        assert_eq!(new, open);
        assert!(school.save(id, key, 1, "第二版", school.teacher).await.is_done());
        assert!(school.published_text(id, key).await.contains("先断电"), "learners keep the published text");
        assert_eq!(school.course(id).await.state, CourseState::Published);
        school.submit(id).await;
        assert_eq!(school.course(id).await.state, CourseState::Published);
        school.approve(id, school.reviewer).await;
        assert_eq!(school.publish(id, school.centre).await, Publish::Go);
        assert!(school.published_text(id, key).await.contains("第二版"), "the key leads to the new text");
    }
}

#[tokio::test]
async fn two_authors_do_not_overwrite_one_another() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        assert_eq!(school.save(id, key, 1, "甲写的", school.teacher).await, Changed::Done(2));
        assert_eq!(school.save(id, key, 1, "乙写的", school.centre).await, Changed::Stale);
        assert_eq!(school.save(id, key, 2, "乙接着写", school.centre).await, Changed::Done(3));
        school.submit(id).await;
        assert_eq!(school.approve(id, school.centre).await, Decide::OwnWork, "who wrote does not judge");
        school.approve(id, school.reviewer).await;
        assert_eq!(school.publish(id, school.centre).await, Publish::OwnWork, "who wrote does not publish");
    }
}

#[tokio::test]
async fn an_incomplete_course_is_not_submitted() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, key) = school.draft().await;
        assert!(school.save(id, key, 1, "   ", school.teacher).await.is_done());
        assert_eq!(school.submit(id).await, Submit::Incomplete(1));
        assert_eq!(school.course(id).await.state, CourseState::Draft);
    }
}

#[tokio::test]
async fn two_reviewers_at_once_decide_once() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, _) = school.draft().await;
        school.submit(id).await;
        let other = school.ids.next();
        let (a, b) = tokio::join!(school.approve(id, school.reviewer), school.approve(id, other));
        let went = [&a, &b].into_iter().filter(|verdict| **verdict == Decide::Go).count();
        assert_eq!(went, 1, "{a:?} {b:?}");
    }
}

#[tokio::test]
async fn a_withdrawn_course_has_nothing_to_study() {
    for db in databases(&tables()).await {
        let school = School::new(db.handle());
        let (id, _) = school.draft().await;
        school.submit(id).await;
        school.approve(id, school.reviewer).await;
        school.publish(id, school.centre).await;
        let act = school.act(school.centre);
        let (withdrawn, again, tree) = school
            .write(move |tx| {
                let it = course(tx, id)?.unwrap();
                let withdrawn = withdraw(tx, &it, "内容过时", &act)?;
                let it = course(tx, id)?.unwrap();
                Ok((withdrawn, withdraw(tx, &it, "再来", &act)?, published_tree(tx, id)?.is_none()))
            })
            .await;
        assert_eq!((withdrawn, again, tree), (true, false, true));
    }
}
