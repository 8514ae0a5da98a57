//! A course through the stages of its review: department, centre, publication; check lists, rounds, machine checks; on
//! both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, Person, Slice, tables, texts};
use xingtan_auth::Role;
use xingtan_catalog::api::*;
use xingtan_clock::Span;
use xingtan_db::Db;
use xingtan_testkit::databases;

struct City {
    house: House,
    teacher: Person,
    department: Person,
    reviewer: Person,
    judge: Person,
    centre: Person,
}

impl City {
    /// With a department stage, or without.
    async fn new(db: Db, department: bool) -> Self {
        let house = House::new(
            db,
            Slice {
                routes: xingtan_catalog::routes(LessonKinds::standard()),
                permissions: vec![xingtan_catalog::permissions()],
                places: vec![xingtan_catalog::places()],
                texts: texts(),
            },
        )
        .await;
        if department {
            let (id, now) = (house.ids.next(), house.clock.now());
            let set = house.app.db().write(move |tx| {
                let set = xingtan_settings::set(tx, id, &DEPARTMENT, "department-first", None, now)?;
                assert!(set.is_ok());
                Ok::<_, xingtan_db::Error>(())
            });
            set.await.unwrap();
            house.app.settings().refresh().await.unwrap();
        }
        City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            department: house.person("系主任", &[(Role::Reviewer, "/1/5/")]),
            reviewer: house.person("邻系", &[(Role::Reviewer, "/1/6/")]),
            judge: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            centre: house.person("王心", &[(Role::Centre, "/1/")]),
            house,
        }
    }

    /// A draft with one page; its address and the lesson's.
    async fn draft(&self, text: &str) -> (String, String) {
        let (house, teacher) = (&self.house, &self.teacher);
        house.post(&self.centre, "/courses/categories", &[("name", "安全")]).await.is(303);
        let list = house.get(&self.centre, "/courses/categories").await.has("安全");
        let category = list.body.split("data-item=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let begun = house.post(teacher, "/courses", &[("title", "安全生产"), ("outline", "empty")]).await;
        let desk = begun.to().to_owned();
        let added = [("kind", "page"), ("lesson_title", "第一讲")];
        let lesson = house.post(teacher, &format!("{desk}/lessons"), &added).await.to().to_owned();
        self.write(&lesson, text).await;
        let page = house.get(teacher, &format!("{desk}/facts")).await.is(200);
        let version = page.field("version");
        let facts = [
            ("version", version.as_str()),
            ("title", "安全生产"),
            ("summary", "每年一次"),
            ("category", &category),
            ("level", "basic"),
            ("lecturer", "林书岚"),
            ("credits", "1.5"),
            ("introduction", "介绍"),
            ("objectives", "目标"),
            ("syllabus", "大纲"),
            ("criteria", "标准"),
        ];
        house.post(teacher, &format!("{desk}/facts"), &facts).await.is(303);
        (desk.strip_suffix("/edit").unwrap().to_owned(), lesson)
    }

    async fn write(&self, lesson: &str, text: &str) {
        let page = self.house.get(&self.teacher, lesson).await.is(200);
        let version = page.field("version");
        let fields = [
            ("version", version.as_str()),
            ("title", "第一讲"),
            ("minutes", "20"),
            ("required", "yes"),
            ("text", text),
        ];
        self.house.upload(&self.teacher, lesson, &fields, &[]).await.is(303);
    }

    async fn submit(&self, course: &str) {
        self.house.post(&self.teacher, &format!("{course}/submission"), &[]).await.is(303);
    }

    /// The open stage, as the judge sees the list.
    async fn open(&self) -> String {
        let list = self.house.get(&self.judge, "/reviews").await.is(200);
        let found = list.body.split("href=\"/reviews/").find(|it| it.len() > 36 && it.as_bytes()[36] == b'"');
        format!("/reviews/{}", &found.unwrap_or_else(|| panic!("nothing is open\n{}", list.body))[..36])
    }

    async fn judge(&self, who: &Person, review: &str, more: &[(&str, &str)]) -> house::Answer {
        let ticks = CHECKS.iter().map(|check| ("checks", *check));
        let fields: Vec<_> = ticks.chain(more.iter().copied()).collect();
        self.house.post(who, &format!("{review}/decision"), &fields).await
    }
}

const APPROVE: (&str, &str) = ("verdict", "approve");

#[tokio::test]
async fn a_department_judges_before_the_centre_and_nobody_twice() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), true).await;
        let house = &city.house;
        let (course, _) = city.draft("先断电，再检修。").await;
        city.submit(&course).await;
        let first = city.open().await;
        house.get(&city.department, &first).await.is(200).has("院系（部门）审核").has("交中心审核");
        house.get(&city.reviewer, &first).await.is(404);
        city.judge(&city.department, &first, &[APPROVE]).await.is(303);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(409);
        let second = city.open().await;
        assert_ne!(second, first);
        house.get(&city.department, &second).await.is(200).has("同一个人不审两个环节").has("系主任");
        city.judge(&city.department, &second, &[APPROVE]).await.is(409);
        house.get(&city.judge, &second).await.is(200).has("中心审核").has("审核经过");
        city.judge(&city.judge, &second, &[APPROVE]).await.is(303);
        city.judge(&city.judge, &first, &[APPROVE]).await.is(409);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        let desk = house.get(&city.teacher, &format!("{course}/edit")).await.is(200);
        desk.has("谁负责").has("系主任、陈审");
    }
}

#[tokio::test]
async fn the_centre_judges_in_the_stead_of_a_department_without_reviewers_and_then_another_judges_for_the_centre()
 {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), true).await;
        let (course, _) = city.draft("先断电，再检修。").await;
        city.submit(&course).await;
        // Nobody of the department is in the organisation here, so its stage is vacant.
        let first = city.open().await;
        city.judge(&city.judge, &first, &[APPROVE]).await.is(303);
        let second = city.open().await;
        city.judge(&city.judge, &second, &[APPROVE]).await.is(409).has("同一个人不审两个环节");
        let other = city.house.person("另审", &[(Role::Reviewer, "/1/")]);
        city.judge(&other, &second, &[APPROVE]).await.is(303);
    }
}

#[tokio::test]
async fn the_centre_returns_what_a_department_approved_and_the_next_round_begins_at_the_department() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), true).await;
        let (course, lesson) = city.draft("先断电，再检修。").await;
        city.submit(&course).await;
        let first = city.open().await;
        let remark =
            [("remark", "这里不对"), ("place", "第 1 段"), ("lesson", lesson.rsplit('/').next().unwrap())];
        city.house.post(&city.department, &format!("{first}/remarks"), &remark).await.is(303);
        city.judge(&city.department, &first, &[APPROVE]).await.is(303);
        let second = city.open().await;
        city.house.get(&city.judge, &second).await.has("这里不对").has("第 1 段");
        let back =
            [("verdict", "return"), ("reason", "第二段与第三段矛盾"), ("finding_correct", "数字不一致")];
        city.judge(&city.judge, &second, &back).await.is(303);
        let desk = city.house.get(&city.teacher, &format!("{course}/edit")).await.is(200);
        desk.has("第二段与第三段矛盾").has("这里不对");
        city.write(&lesson, "先断电，验电，再检修。").await;
        city.submit(&course).await;
        let third = city.open().await;
        let page = city.house.get(&city.department, &third).await.is(200);
        page.has("第 2 轮").has("院系（部门）审核").has("数字不一致").has("第二段与第三段矛盾");
        // In a new round whoever judged before may judge again.
        city.judge(&city.department, &third, &[APPROVE]).await.is(303);
        city.judge(&city.judge, &city.open().await, &[APPROVE]).await.is(303);
    }
}

#[tokio::test]
async fn an_approval_needs_every_item_of_the_lists_that_apply_and_no_finding() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), false).await;
        let house = &city.house;
        let (course, _) = city.draft("先断电，再检修。").await;
        city.submit(&course).await;
        let review = city.open().await;
        let page = house.get(&city.judge, &review).await.is(200).has("教育方针检查单").has("文字检查单");
        page.lacks("视频检查单").lacks("图片检查单");
        let decision = format!("{review}/decision");
        let refused = house.post(&city.judge, &decision, &[APPROVE, ("checks", "direction")]).await.is(422);
        refused.has("没有勾选").has("没有泄露个人信息或商业秘密");
        let found = [APPROVE, ("finding_words", "第 3 段用词不当")];
        city.judge(&city.judge, &review, &found).await.is(422).has("第 3 段用词不当").has("不当的字词");
        // What is noted so far stays with the submission.
        let kept = [("checks", "direction"), ("finding_words", "第 3 段用词不当")];
        house.post(&city.judge, &format!("{review}/checks"), &kept).await.is(303);
        house.get(&city.judge, &review).await.has("第 3 段用词不当");
        city.judge(&city.judge, &review, &[APPROVE]).await.is(303);
    }
}

#[tokio::test]
async fn what_leads_nowhere_keeps_a_course_from_its_reviewers_and_says_where() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), false).await;
        let house = &city.house;
        let text =
            "第一段。\n\n[下一讲](lesson-2.html)\n\n[外面](https://example.org) [明文](http://example.org)";
        let (course, lesson) = city.draft(text).await;
        let desk = format!("{course}/edit");
        house
            .get(&city.teacher, &desk)
            .await
            .is(200)
            .has("第 2 段的链接打不开")
            .has("没有加密")
            .has("有外部链接");
        house.post(&city.teacher, &format!("{course}/submission"), &[]).await.is(409);
        city.write(&lesson, "第一段。\n\n[外面](http://example.org)").await;
        city.submit(&course).await;
        house.get(&city.judge, &city.open().await).await.has("第 2 段的外部链接没有加密");
    }
}

#[tokio::test]
async fn a_late_department_is_told_of_once_and_the_centre_steps_in() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), true).await;
        let (course, _) = city.draft("先断电，再检修。").await;
        city.submit(&course).await;
        let first = city.open().await;
        city.house.clock.turn(Span::of_hours(73));
        city.house.get(&city.judge, &first).await.is(200).has("已逾期");
        city.judge(&city.judge, &first, &[APPROVE]).await.is(303);
    }
}

#[tokio::test]
async fn a_course_that_was_taken_down_comes_back_by_review_alone() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle(), false).await;
        let house = &city.house;
        let security = house.person("安全管理员", &[(Role::Security, "/1/")]);
        let (course, _) = city.draft("先断电，再检修。").await;
        let take_down = format!("{course}/take-down");
        house.get(&security, &take_down).await.is(404);
        city.submit(&course).await;
        city.judge(&city.judge, &city.open().await, &[APPROVE]).await.is(303);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        // The next version is approved already when the course is taken down.
        house.post(&city.teacher, &format!("{course}/versions"), &[]).await.is(303);
        city.submit(&course).await;
        city.judge(&city.judge, &city.open().await, &[APPROVE]).await.is(303);

        for who in [&city.teacher, &city.judge] {
            house.get(who, &take_down).await.is(403);
            house.post(who, &take_down, &[("reason", "违规")]).await.is(403);
        }
        house.get(&security, &take_down).await.is(200).has("所有人立即打不开");
        house.post(&security, &take_down, &[("reason", " ")]).await.is(422);
        house.post(&security, &take_down, &[("reason", "泄露客户资料")]).await.is(303);
        house.post(&security, &take_down, &[("reason", "泄露客户资料")]).await.is(409);
        let desk = house.get(&city.centre, &format!("{course}/edit")).await.is(200);
        desk.has("泄露客户资料").has("起草中").lacks("/reinstatement");
        house.post(&city.centre, &format!("{course}/reinstatement"), &[]).await.is(409);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(409);

        city.submit(&course).await;
        city.judge(&city.judge, &city.open().await, &[APPROVE]).await.is(303);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        house.get(&city.centre, &format!("{course}/edit")).await.has("已发布").lacks("泄露客户资料");
    }
}
