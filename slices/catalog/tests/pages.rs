//! The pages of the catalogue, asked through the router by people with roles, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, PDF, Person, Slice, tables, texts};
use xingtan_auth::{Actor, Role};
use xingtan_catalog::api::{LessonKinds, Waiter, Waiters, Waits};
use xingtan_db::{Db, Tx};
use xingtan_i18n::Lang;
use xingtan_testkit::databases;

struct City {
    house: House,
    teacher: Person,
    other: Person,
    reviewer: Person,
    centre: Person,
    supervisor: Person,
    learner: Person,
    stranger: Person,
}

impl City {
    async fn new(db: Db) -> Self {
        /// What waits for everybody in a slice above.
        fn above(_: &mut Tx<'_>, _: &Actor) -> xingtan_db::Result<Vec<Waits>> {
            Ok(vec![Waits { name: "catalog-review-open", href: "/waiting-above", count: 1234 }])
        }
        const ABOVE: &[Waiter] = &[above];
        let house = House::new(
            db,
            Slice {
                routes: xingtan_catalog::routes(LessonKinds::standard())
                    .layer(axum::Extension(Waiters(ABOVE))),
                permissions: vec![xingtan_catalog::permissions()],
                places: vec![xingtan_catalog::places()],
                texts: texts(),
            },
        )
        .await;
        City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            other: house.person("周明", &[(Role::Teacher, "/1/5/")]),
            reviewer: house.person("陈审", &[(Role::Reviewer, "/1/")]),
            centre: house.person("王心", &[(Role::Centre, "/1/")]),
            supervisor: house.person("督导", &[(Role::Supervisor, "/1/")]),
            learner: house.person("学员", &[(Role::Learner, "/1/5/")]),
            stranger: house.person("外人", &[(Role::Centre, "/2/"), (Role::Reviewer, "/2/")]),
            house,
        }
    }

    /// A draft with one page; its address (`/courses/ID`) and the lesson's.
    async fn draft(&self) -> (String, String) {
        let (house, teacher) = (&self.house, &self.teacher);
        let category = self.category("安全").await;
        let form = house.get(teacher, "/courses/new").await.is(200);
        let key = form.field("form_key");
        let fields = [
            ("form_key", key.as_str()),
            ("title", "安全生产"),
            ("category", &category),
            ("outline", "outline"),
        ];
        let made = house.post(teacher, "/courses", &fields).await;
        let desk = made.to().to_owned();
        let again = house.post(teacher, "/courses", &fields).await;
        assert_eq!(again.to(), desk, "a double click begins one course");
        let course = desk.strip_suffix("/edit").unwrap().to_owned();
        let lesson = house
            .post(teacher, &format!("{desk}/lessons"), &[("kind", "page"), ("lesson_title", "第一讲")])
            .await;
        (course, lesson.to().to_owned())
    }

    async fn category(&self, name: &str) -> String {
        let list = self.house.get(&self.centre, "/courses/categories").await;
        if !list.body.contains(name) {
            self.house.post(&self.centre, "/courses/categories", &[("name", name)]).await.is(303);
        }
        let list = self.house.get(&self.centre, "/courses/categories").await.has(name);
        list.body.split("data-item=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    async fn write(&self, lesson: &str, text: &str) {
        let page = self.house.get(&self.teacher, lesson).await.is(200);
        let (key, version) = (page.field("form_key"), page.field("version"));
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "第一讲"),
            ("minutes", "20"),
            ("required", "yes"),
            ("text", text),
        ];
        self.house.upload(&self.teacher, lesson, &fields, &[]).await.is(303);
    }

    async fn facts(&self, course: &str) {
        let address = format!("{course}/edit/facts");
        let page = self.house.get(&self.teacher, &address).await.is(200);
        let (key, version) = (page.field("form_key"), page.field("version"));
        let category = self.category("安全").await;
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
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
        self.house.post(&self.teacher, &address, &fields).await.is(303);
    }

    /// A course that waits for its reviewer; its address and the review's.
    async fn submitted(&self) -> (String, String, String) {
        let (course, lesson) = self.draft().await;
        self.write(&lesson, "# 断电\n\n先断电，再检修。").await;
        self.facts(&course).await;
        self.house
            .post(&self.teacher, &format!("{course}/submission"), &[("message", "请审核")])
            .await
            .is(303);
        let list = self.house.get(&self.reviewer, "/reviews").await.is(200).has("安全生产");
        let review = list.body.split("href=\"/reviews/").find_map(|rest| {
            let id = rest.split('"').next()?;
            (id.len() == 36).then(|| format!("/reviews/{id}"))
        });
        (course, lesson, review.unwrap())
    }

    async fn approve(&self, review: &str) {
        let checks = xingtan_catalog::api::CHECKS.iter().map(|check| ("checks", *check));
        let fields: Vec<_> = checks.chain([("verdict", "approve")]).collect();
        self.house.post(&self.reviewer, &format!("{review}/decision"), &fields).await.is(303);
    }
}

#[tokio::test]
async fn a_course_goes_from_its_first_line_to_its_learners() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        house.get(&city.teacher, "/teaching").await.is(200);
        let (course, lesson) = city.draft().await;
        let desk = format!("{course}/edit");
        house.get(&city.teacher, &desk).await.is(200).has("第一讲").has("还差").has("没有正文");
        house.post(&city.teacher, &format!("{course}/submission"), &[]).await.is(409);
        city.write(&lesson, "# 断电\n\n先断电，再检修。").await;
        city.facts(&course).await;
        house.get(&city.teacher, &desk).await.is(200).has("可以提交审核");
        house.post(&city.teacher, &format!("{course}/submission"), &[("message", "请审核")]).await.is(303);
        house.get(&city.teacher, &desk).await.has("正在等待审核").lacks("tree-handle");
        let list = house.get(&city.reviewer, "/reviews").await.is(200).has("安全生产");
        let review =
            list.body.split("href=\"/reviews/").find(|it| it.len() > 36 && it.as_bytes()[36] == b'"');
        let review = format!("/reviews/{}", &review.unwrap()[..36]);
        house.get(&city.reviewer, &review).await.is(200).has("请审核").has("检查单");
        let missed = [("checks", "direction"), ("verdict", "approve")];
        house.post(&city.reviewer, &format!("{review}/decision"), &missed).await.is(422).has("没有勾选");
        city.approve(&review).await;
        house.post(&city.reviewer, &format!("{review}/decision"), &missed).await.is(409);
        house.get(&city.centre, &desk).await.is(200).has("等待").has("/publish");
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        house.get(&city.centre, &desk).await.is(200).has("已发布");
        house.get(&city.supervisor, "/courses").await.is(200).has("安全生产").has("已发布");
        house.post(&city.centre, &format!("{course}/withdrawal"), &[("reason", " ")]).await.is(422);
        house.post(&city.centre, &format!("{course}/withdrawal"), &[("reason", "内容过时")]).await.is(303);
        house.get(&city.centre, &desk).await.is(200).has("内容过时");
        house.post(&city.centre, &format!("{course}/reinstatement"), &[]).await.is(303);
    }
}

#[tokio::test]
async fn nobody_publishes_around_the_gate() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, lesson, review) = city.submitted().await;
        for who in [&city.teacher, &city.reviewer, &city.supervisor] {
            house.post(who, &format!("{course}/publish"), &[]).await.is(403);
        }
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(409);
        for who in [&city.teacher, &city.centre, &city.supervisor] {
            house
                .post(who, &format!("{review}/decision"), &[("verdict", "return"), ("reason", "x")])
                .await
                .is(403);
        }
        // The version is submitted: nobody writes it by a direct request either.
        let fields = [("version", "2"), ("title", "夹带"), ("minutes", "1"), ("text", "夹带")];
        house.upload(&city.teacher, &lesson, &fields, &[]).await.is(409);
        house
            .post(
                &city.teacher,
                &format!("{course}/edit/lessons"),
                &[("kind", "page"), ("lesson_title", "夹带")],
            )
            .await
            .is(409);
        house
            .upload(&city.teacher, &format!("{course}/edit/files"), &[], &[("files", "a.pdf", PDF)])
            .await
            .is(409);
        house.post(&city.teacher, &format!("{lesson}/deletion"), &[]).await.is(409);
        house.post(&city.teacher, &format!("{lesson}/move"), &[("direction", "up")]).await.is(409);
        house
            .post(&city.teacher, &format!("{course}/edit/facts"), &[("version", "4"), ("title", "夹带")])
            .await
            .is(409);
        house.post(&city.teacher, &format!("{course}/deletion"), &[]).await.is(409);
        city.approve(&review).await;
        house.upload(&city.teacher, &lesson, &fields, &[]).await.is(409);
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        house.upload(&city.teacher, &lesson, &fields, &[]).await.is(409);
        house.get(&city.teacher, &format!("{course}/edit")).await.lacks("夹带");
    }
}

#[tokio::test]
async fn what_lies_elsewhere_does_not_exist() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, lesson, review) = city.submitted().await;
        for who in [&city.stranger, &city.other, &city.learner] {
            for path in ["/edit", "/edit/facts", "/versions", "/preview", "/authors", "/withdrawal"] {
                house.get(who, &format!("{course}{path}")).await.is(404);
            }
            house.get(who, &lesson).await.is(404);
            house.get(who, &format!("{lesson}/file")).await.is(404);
            house.post(who, &format!("{course}/publish"), &[]).await.is(404);
            house.post(who, &format!("{course}/recall"), &[]).await.is(404);
        }
        house.get(&city.stranger, &review).await.is(404);
        // The start page of reviewers says what else waits for them; others have start pages of their own.
        house.get(&city.reviewer, "/reviews").await.is(200).has("/waiting-above").has("1,234");
        house.get(&city.centre, "/reviews").await.is(200).lacks("/waiting-above");
        house.get(&city.stranger, "/reviews").await.is(200).lacks("安全生产");
        house.get(&city.stranger, "/courses").await.is(200).lacks("安全生产");
        house.get(&city.learner, "/courses").await.is(403);
        house.get(&city.learner, "/reviews").await.is(403);
        house.get(&city.learner, "/courses/new").await.is(403);
        house.get(&city.learner, "/courses/categories").await.is(403);
        house.get(&city.supervisor, &format!("{course}/edit")).await.is(200);
        house.post(&city.supervisor, &format!("{course}/recall"), &[]).await.is(403);
        house.get(&city.teacher, "/courses/not-an-id/edit").await.is(400);
    }
}

#[tokio::test]
async fn two_authors_see_both_texts_before_one_is_lost() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (_, lesson) = city.draft().await;
        let page = house.get(&city.teacher, &lesson).await;
        let version = page.field("version");
        city.write(&lesson, "甲先保存的").await;
        let fields =
            [("version", version.as_str()), ("title", "第一讲"), ("minutes", "9"), ("text", "乙后写的")];
        let both = house.upload(&city.teacher, &lesson, &fields, &[]).await.is(409);
        let both = both.has("甲先保存的").has("乙后写的");
        let (key, now) = (both.field("form_key"), both.field("version"));
        assert_ne!(now, version);
        let merged = [
            ("form_key", key.as_str()),
            ("version", &now),
            ("title", "第一讲"),
            ("minutes", "9"),
            ("text", "合并的"),
        ];
        house.upload(&city.teacher, &lesson, &merged, &[]).await.is(303);
        house.upload(&city.teacher, &lesson, &merged, &[]).await.is(303);
        house.get(&city.teacher, &lesson).await.has("合并的");
    }
}

#[tokio::test]
async fn several_files_become_lessons_and_wrong_ones_are_named() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, _) = city.draft().await;
        let files: [(&str, &str, &[u8]); 5] = [
            ("files", "讲义 一.pdf", PDF),
            ("files", "说明.md", "# 检修说明\n\n<script>alert(1)</script>先断电".as_bytes()),
            ("files", "表.xlsx", b"PK\x03\x04xl/workbook.xml"),
            ("files", "假的.pdf", b"<html><script>alert(1)</script>"),
            ("files", "空.pdf", b""),
        ];
        let answer = house.upload(&city.teacher, &format!("{course}/edit/files"), &[], &files).await.is(422);
        let answer = answer.has("假的.pdf").has("不是 PDF").has("空.pdf").has("讲义 一").has("检修说明");
        let lesson = |title: &str| {
            let at = answer.body.find(&format!(" {title}</a>")).unwrap();
            let start = answer.body[..at].rfind("href=\"").unwrap() + 6;
            answer.body[start..].split('"').next().unwrap().to_owned()
        };
        let file = house.get(&city.teacher, &format!("{}/file", lesson("讲义 一"))).await.is(200);
        assert_eq!(file.headers["content-type"], "application/pdf");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        let named = file.headers["content-disposition"].to_str().unwrap();
        assert!(named.starts_with("inline") && named.contains("filename*=UTF-8''%E8%AE%B2"), "{named}");
        let range = [("range", "bytes=0-3")];
        let part =
            house.get_with(&city.teacher, &format!("{}/file", lesson("讲义 一")), &range).await.is(206);
        assert_eq!(part.body, "%PDF");
        let table = house.get(&city.teacher, &format!("{}/file", lesson("表"))).await.is(200);
        assert!(table.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let page = lesson("检修说明").replace("/edit/lessons/", "/preview/");
        house.get(&city.teacher, &page).await.is(200).has("先断电").lacks("<script>alert");
        // Another file in its place must be a PDF, too.
        let pdf = lesson("讲义 一");
        let form = house.get(&city.teacher, &pdf).await;
        let version = form.field("version");
        let fields = [("version", version.as_str()), ("title", "讲义 一"), ("minutes", "5"), ("text", "")];
        house
            .upload(&city.teacher, &pdf, &fields, &[("file", "x.pdf", b"MZ\x90\0")])
            .await
            .is(422)
            .has("不是 PDF");
        house.upload(&city.teacher, &pdf, &fields, &[("file", "新.pdf", PDF)]).await.is(303);
        house.get(&city.teacher, &pdf).await.has("新.pdf");
    }
}

#[tokio::test]
async fn hostile_words_stay_words() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        let made = house.post(&city.teacher, "/courses", &[("title", evil)]).await;
        let desk = made.to().to_owned();
        let lesson = house
            .post(&city.teacher, &format!("{desk}/lessons"), &[("kind", "page"), ("lesson_title", evil)])
            .await;
        let lesson = lesson.to().to_owned();
        let page = house.get(&city.teacher, &lesson).await;
        let version = page.field("version");
        let text = format!("{evil}\n\n[x](javascript:alert(1))\n\n```math\n{evil}\n```");
        let fields = [("version", version.as_str()), ("title", evil), ("minutes", "5"), ("text", &text)];
        house.upload(&city.teacher, &lesson, &fields, &[]).await.is(303);
        let preview = lesson.replace("/edit/lessons/", "/preview/");
        for path in [desk.as_str(), &lesson, &preview, "/courses", "/teaching"] {
            let page = house.get(&city.teacher, path).await.is(200);
            page.lacks("<script>alert").lacks("<img src=x").lacks("href=\"javascript:");
        }
        let shown = house.post(&city.teacher, "/courses/preview", &[("text", &text)]).await.is(200);
        shown.lacks("<script").lacks("javascript:");
        let long = "长".repeat(121);
        house
            .post(&city.teacher, "/courses", &[("title", &long)])
            .await
            .is(422)
            .has(&long)
            .has("最多 120 个字");
        house.post(&city.teacher, "/courses", &[("title", "  ")]).await.is(422);
        house
            .post(&city.teacher, &format!("{desk}/lessons"), &[("kind", "nope"), ("lesson_title", "x")])
            .await
            .is(422);
        house.post(&city.teacher, "/courses", &[("title", "x"), ("category", "zz")]).await.is(422);
        let unknown = [("title", "x"), ("category", "01890000-0000-7000-8000-000000000000")];
        assert!(house.post(&city.teacher, "/courses", &unknown).await.status.is_client_error());
        let huge = "字".repeat(200_001);
        house.post(&city.teacher, "/courses/preview", &[("text", &huge)]).await.is(413);
    }
}

#[tokio::test]
async fn a_returned_course_stands_first_and_says_why() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, lesson, review) = city.submitted().await;
        let decide = format!("{review}/decision");
        house
            .post(&city.reviewer, &decide, &[("verdict", "return"), ("reason", "")])
            .await
            .is(422)
            .has("理由");
        house.post(&city.reviewer, &format!("{review}/remarks"), &[("remark", "第二段缺图")]).await.is(303);
        house.post(&city.reviewer, &decide, &[("verdict", "return"), ("reason", "缺少出处")]).await.is(303);
        house.get(&city.teacher, "/teaching").await.is(200).has("退回修改").has("缺少出处");
        house.get(&city.teacher, &format!("{course}/edit")).await.is(200).has("缺少出处").has("第二段缺图");
        city.write(&lesson, "补上出处").await;
        house.post(&city.teacher, &format!("{course}/submission"), &[]).await.is(303);
        house.post(&city.teacher, &format!("{course}/recall"), &[]).await.is(303);
        house.post(&city.teacher, &format!("{course}/recall"), &[]).await.is(409);
    }
}

#[tokio::test]
async fn versions_are_compared_and_the_centre_may_send_back() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, lesson, review) = city.submitted().await;
        city.approve(&review).await;
        house.get(&city.centre, &format!("{course}/return")).await.is(200);
        house.post(&city.centre, &format!("{course}/return"), &[("reason", "封面不清楚")]).await.is(303);
        house.get(&city.teacher, &format!("{course}/edit")).await.has("封面不清楚");
        house.post(&city.teacher, &format!("{course}/submission"), &[]).await.is(303);
        let list = house.get(&city.reviewer, "/reviews").await;
        let id = list.body.split("href=\"/reviews/").find(|it| it.len() > 36 && it.as_bytes()[36] == b'"');
        city.approve(&format!("/reviews/{}", &id.unwrap()[..36])).await;
        house.post(&city.centre, &format!("{course}/publish"), &[]).await.is(303);
        house.post(&city.teacher, &format!("{course}/versions"), &[]).await.is(303);
        city.write(&lesson, "# 断电\n\n先断电，再验电，再检修。").await;
        let versions = house.get(&city.teacher, &format!("{course}/versions")).await.is(200).has("第 2 版");
        let at = versions.body.find("/versions/").unwrap();
        let newest = format!("{course}/versions/{}", &versions.body[at + 10..at + 46]);
        house.get(&city.reviewer, &newest).await.is(200).has("先断电，再<ins>验电，再</ins>检修。");
        house.get(&city.teacher, &format!("{course}/versions/deletion")).await.is(200).has("无法恢复");
        house.post(&city.teacher, &format!("{course}/versions/deletion"), &[]).await.is(303);
        house
            .get(&city.teacher, &format!("{course}/edit"))
            .await
            .is(200)
            .has("已发布")
            .lacks("第 2 版起草中");
    }
}

#[tokio::test]
async fn the_tree_is_put_in_order_with_and_without_scripts() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, first) = city.draft().await;
        let add = format!("{course}/edit/lessons");
        let second = house.post(&city.teacher, &add, &[("kind", "page"), ("lesson_title", "第二讲")]).await;
        let second = second.to().to_owned();
        house.post(&city.teacher, &format!("{second}/move"), &[("direction", "up")]).await.is(303);
        house.get(&city.teacher, &second).await.has("<span>1</span> 第二讲").has("<span>2</span> 第一讲");
        house.post(&city.teacher, &format!("{first}/move"), &[("direction", "in")]).await.is(303);
        let desk = house.get(&city.teacher, &format!("{course}/edit")).await.has("<span>1.1</span> 第一讲");
        let version =
            desk.body.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let key = |lesson: &str| lesson.rsplit('/').next().unwrap().to_owned();
        let (item, parent) = (key(&first), key(&second));
        let fields = [("item", item.as_str()), ("parent", ""), ("position", "0"), ("version", &version)];
        house.post(&city.teacher, &format!("{course}/edit/order"), &fields).await.is(303);
        house.post(&city.teacher, &format!("{course}/edit/order"), &fields).await.is(409);
        house.get(&city.teacher, &first).await.has("<span>1</span> 第一讲").has("<span>2</span> 第二讲");
        let fields = [("item", parent.as_str()), ("parent", &parent), ("position", "0"), ("version", "99")];
        house.post(&city.teacher, &format!("{course}/edit/order"), &fields).await.is(409);
        house.post(&city.teacher, &format!("{course}/edit/order"), &[("item", "x")]).await.is(400);
        house.post(&city.teacher, &format!("{first}/deletion"), &[]).await.is(303);
        house.get(&city.teacher, &first).await.is(404);
    }
}

#[tokio::test]
async fn categories_bin_authors_and_exports_work() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let house = &city.house;
        let (course, _) = city.draft().await;
        house
            .post(&city.centre, "/courses/categories", &[("name", "安全")])
            .await
            .is(422)
            .has("已有这个名称");
        let category = city.category("安全").await;
        let one = format!("/courses/categories/{category}");
        let page = house.get(&city.centre, &one).await.is(200);
        let version = page.field("version");
        house.post(&city.centre, &one, &[("name", "安全与健康"), ("version", &version)]).await.is(303);
        house.post(&city.centre, &one, &[("name", "又改"), ("version", &version)]).await.is(409);
        house
            .post(&city.centre, &one, &[("name", "安全"), ("version", "2"), ("parent", &category)])
            .await
            .is(422);
        house.post(&city.centre, &format!("{one}/deletion"), &[]).await.is(409);
        house.post(&city.teacher, &format!("{course}/authors"), &[("user_name", "nobody")]).await.is(422);
        let csv = house.get(&city.teacher, "/courses/export?format=csv").await.is(200).has("安全生产");
        assert!(csv.headers["content-disposition"].to_str().unwrap().contains(".csv"));
        house.get(&city.centre, "/courses/export").await.is(200);
        house.get(&city.reviewer, "/reviews/export?format=csv").await.is(200);
        house.get(&city.teacher, "/courses?q=aqsc&state=draft&sort=title").await.is(200).has("安全生产");
        house.get(&city.teacher, "/courses?q=%27%22%3B--&sort=nope&at=zz&category=x").await.is(200);
        house.get(&city.teacher, &format!("{course}/deletion")).await.is(200).has("30 天");
        house.post(&city.teacher, &format!("{course}/deletion"), &[]).await.is(303);
        house.get(&city.teacher, &format!("{course}/edit")).await.is(404);
        house.get(&city.teacher, "/courses?state=bin").await.is(200).has("恢复");
        house.post(&city.other, &format!("{course}/restoration"), &[]).await.is(404);
        house.post(&city.teacher, &format!("{course}/restoration"), &[]).await.is(303);
        house.get(&city.teacher, &format!("{course}/edit")).await.is(200);
    }
}

#[tokio::test]
async fn pages_cost_the_same_however_much_they_show() {
    let db = xingtan_testkit::sqlite(&tables()).await;
    let city = City::new(db.handle()).await;
    let house = &city.house;
    let (course, lesson) = city.draft().await;
    let desk = format!("{course}/edit");
    let paths = ["/courses", "/teaching", desk.as_str(), &lesson];
    let mut before = Vec::new();
    for round in 0..2 {
        for (i, path) in paths.iter().enumerate() {
            let start = db.statements();
            house.get(&city.teacher, path).await.is(200);
            let count = db.statements() - start;
            match before.get(i) {
                None => before.push(count),
                Some(first) => assert_eq!(count, *first, "{path}, round {round}"),
            }
        }
        for n in 0..12 {
            let title = format!("第 {n} 讲");
            let fields = [("kind", "page"), ("lesson_title", title.as_str())];
            house.post(&city.teacher, &format!("{desk}/lessons"), &fields).await.is(303);
            house.post(&city.teacher, "/courses", &[("title", title.as_str())]).await.is(303);
        }
    }
}

#[tokio::test]
async fn every_page_speaks_english_too() {
    let db = xingtan_testkit::sqlite(&tables()).await;
    let city = City::new(db.handle()).await;
    let house = &city.house;
    let (course, lesson, review) = city.submitted().await;
    let roles = [(Role::Centre, "/1/"), (Role::Reviewer, "/1/"), (Role::Teacher, "/1/")];
    let reader = house.person_speaking("Reader", &roles, Lang::En);
    let key = lesson.rsplit('/').next().unwrap();
    for path in [
        "/courses".to_owned(),
        "/courses?state=bin".to_owned(),
        "/courses/new".to_owned(),
        "/courses/categories".to_owned(),
        "/teaching".to_owned(),
        "/reviews?state=all".to_owned(),
        format!("{course}/edit"),
        format!("{course}/authors"),
        format!("{course}/versions"),
        format!("{course}/withdrawal"),
        format!("{course}/preview/{key}"),
        review,
    ] {
        let page = house.get(&reader, &path).await.is(200);
        assert!(!page.body.contains("catalog-"), "{path} shows a key:\n{}", page.body);
        assert!(!page.body.contains("web-list-") && page.body.contains("lang=\"en\""), "{path}");
    }
}

#[test]
fn the_texts_are_whole() {
    let all = texts();
    let own = xingtan_i18n::check(&all).into_iter().filter(|fault| fault.contains("/catalog.ftl"));
    assert_eq!(own.collect::<Vec<_>>(), Vec::<String>::new());
    let built = xingtan_i18n::Texts::build(&all);
    for folder in ["src", "templates"] {
        let folder = std::path::Path::new(folder);
        // `form.text("title", …)` reads a field, not a text.
        let unknown = xingtan_i18n::unknown_keys(&built, folder).unwrap().into_iter();
        let unknown: Vec<String> =
            unknown.filter(|it| it.contains(": catalog-") || it.contains(": web-")).collect();
        assert_eq!(unknown, Vec::<String>::new());
    }
}
