//! The pages on which a quiz is written, asked through the router, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "../../catalog/tests/house/mod.rs"]
mod house;

use house::{House, Person, Slice};
use std::sync::Arc;
use xingtan_assessment::api::QuizLessons;
use xingtan_auth::Role;
use xingtan_catalog::api::{LessonKinds, QUIZ};
use xingtan_db::{Db, Migrations};
use xingtan_i18n::{Lang, Resource};
use xingtan_testkit::databases;

fn tables() -> Vec<Migrations> {
    let mut all = house::tables();
    all.push(xingtan_assessment::migrations());
    all
}

fn texts() -> Vec<Resource> {
    [house::texts(), xingtan_assessment::texts()].concat()
}

struct Hall {
    house: House,
    teacher: Person,
    other: Person,
    reviewer: Person,
    /// `/courses/ID`
    course: String,
    /// `/courses/ID/edit/lessons/KEY/quiz`
    quiz: String,
}

impl Hall {
    async fn new(db: Db) -> Self {
        let kinds = LessonKinds::standard().with(QUIZ, Arc::new(QuizLessons));
        let routes = xingtan_catalog::routes(kinds.clone()).merge(xingtan_assessment::routes(kinds));
        let slice = Slice {
            routes,
            permissions: vec![xingtan_catalog::permissions(), xingtan_assessment::permissions()],
            places: vec![xingtan_catalog::places(), xingtan_assessment::places()],
            texts: texts(),
        };
        let house = House::new(db, slice).await;
        let teacher = house.person("林书岚", &[(Role::Teacher, "/1/5/")]);
        let other = house.person("周明", &[(Role::Teacher, "/1/5/")]);
        let reviewer = house.person("陈审", &[(Role::Reviewer, "/1/")]);
        let desk = house.post(&teacher, "/courses", &[("title", "安全生产")]).await.to().to_owned();
        let fields = [("kind", "quiz"), ("lesson_title", "小测一")];
        let lesson = house.post(&teacher, &format!("{desk}/lessons"), &fields).await.to().to_owned();
        let course = desk.strip_suffix("/edit").unwrap().to_owned();
        Hall { house, teacher, other, reviewer, course, quiz: format!("{lesson}/quiz") }
    }

    async fn add(&self, fields: &[(&str, &str)]) -> house::Answer {
        self.house.post(&self.teacher, &format!("{}/questions", self.quiz), fields).await
    }

    /// The address of the question whose text is given.
    async fn question(&self, text: &str) -> String {
        let page = self.house.get(&self.teacher, &self.quiz).await.has(text);
        let at = page.body.find(text).unwrap();
        let rest = &page.body[at..];
        let start = rest.find("action=\"").unwrap() + 8;
        rest[start..].split('"').next().unwrap().strip_suffix("/move").unwrap().to_owned()
    }
}

const SINGLE: [(&str, &str); 6] = [
    ("kind", "single"),
    ("body", "检修前？"),
    ("option-a", "断电"),
    ("option-b", "不断电"),
    ("right", "a"),
    ("points", "1"),
];
const TRUE_FALSE: [(&str, &str); 4] =
    [("kind", "true-false"), ("body", "可以不戴手套。"), ("right", "false"), ("points", "2.5")];

#[tokio::test]
async fn a_quiz_is_written_ordered_and_previewed() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let house = &hall.house;
        let lesson = hall.quiz.strip_suffix("/quiz").unwrap();
        house.get(&hall.teacher, lesson).await.is(200).has(&hall.quiz);
        house.get(&hall.teacher, &format!("{}/edit", hall.course)).await.has("小测还没有题目");
        house.get(&hall.teacher, &hall.quiz).await.is(200).has("还没有题目");
        for kind in ["single", "multiple", "true-false"] {
            house.get(&hall.teacher, &format!("{}/questions/new?kind={kind}", hall.quiz)).await.is(200);
        }
        hall.add(&SINGLE).await.is(303);
        hall.add(&TRUE_FALSE).await.is(303);
        house.get(&hall.teacher, &hall.quiz).await.has("2 题，共 3.5 分");
        let second = hall.question("可以不戴手套。").await;
        house.post(&hall.teacher, &format!("{second}/move"), &[("direction", "up")]).await.is(303);
        let page = house.get(&hall.teacher, &hall.quiz).await;
        assert!(page.body.find("可以不戴手套。") < page.body.find("检修前？"));
        let preview = hall.quiz.replace("/edit/lessons/", "/preview/");
        house.get(&hall.reviewer, &preview).await.is(200).has("正确答案").has("检修前？");
        let rules = house.get(&hall.teacher, &hall.quiz).await;
        let version = rules.field("version");
        let fields = [
            ("version", version.as_str()),
            ("pass_percent", "80"),
            ("attempts", "3"),
            ("minutes", "15"),
            ("review", "passed"),
            ("partial", "yes"),
        ];
        house.post(&hall.teacher, &hall.quiz, &fields).await.is(303);
        house.post(&hall.teacher, &hall.quiz, &fields).await.is(409).has("value=\"80\"");
        house.get(&hall.reviewer, &preview).await.has("80 %").has("15 分钟");
        house.get(&hall.teacher, &format!("{second}/deletion")).await.is(200).has("可以不戴手套。");
        house.post(&hall.teacher, &format!("{second}/deletion"), &[]).await.is(303);
        house.get(&hall.teacher, &second).await.is(404);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_question_stands_beside_its_field() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let wrong: [(&[(&str, &str)], &str); 8] = [
            (&[("kind", "single"), ("body", ""), ("right", "a"), ("points", "1")], "请写题干"),
            (
                &[("kind", "single"), ("body", "题"), ("option-a", "甲"), ("right", "a"), ("points", "1")],
                "至少要有两个选项",
            ),
            (
                &[
                    ("kind", "single"),
                    ("body", "题"),
                    ("option-a", "甲"),
                    ("option-b", "乙"),
                    ("points", "1"),
                ],
                "要勾选一个",
            ),
            (
                &[
                    ("kind", "single"),
                    ("body", "题"),
                    ("option-a", "甲"),
                    ("option-b", "甲"),
                    ("right", "a"),
                    ("points", "1"),
                ],
                "与前面的选项相同",
            ),
            (
                &[
                    ("kind", "multiple"),
                    ("body", "题"),
                    ("option-a", "甲"),
                    ("option-b", "乙"),
                    ("right", "c"),
                    ("points", "1"),
                ],
                "勾选的正确选项是空的",
            ),
            (&[("kind", "true-false"), ("body", "题"), ("points", "1")], "请选择对或错"),
            (&[("kind", "true-false"), ("body", "题"), ("right", "true"), ("points", "0")], "aria-invalid"),
            (&[("kind", "true-false"), ("body", "题"), ("right", "zz"), ("points", "1")], "aria-describedby"),
        ];
        for (fields, words) in wrong {
            hall.add(fields).await.is(422).has(words);
        }
        hall.add(&[("kind", "nope")]).await.is(400);
        let evil = "<script>alert(1)</script>";
        let fields = [
            ("kind", "single"),
            ("body", evil),
            ("option-a", evil),
            ("option-b", "乙"),
            ("right", "a"),
            ("points", "1"),
        ];
        hall.add(&fields).await.is(303);
        hall.house.get(&hall.teacher, &hall.quiz).await.is(200).lacks(evil);
        let preview = hall.quiz.replace("/edit/lessons/", "/preview/");
        hall.house.get(&hall.teacher, &preview).await.is(200).lacks(evil);
        let rules = [("version", "1"), ("pass_percent", "101"), ("attempts", "-1"), ("review", "x")];
        hall.house.post(&hall.teacher, &hall.quiz, &rules).await.is(422).has("value=\"101\"");
    }
}

#[tokio::test]
async fn two_authors_of_a_question_see_both_texts() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        hall.add(&SINGLE).await.is(303);
        let question = hall.question("检修前？").await;
        let version = hall.house.get(&hall.teacher, &question).await.is(200).field("version");
        let save = |body: &'static str| {
            let mut fields = SINGLE.to_vec();
            fields[1] = ("body", body);
            fields
        };
        let mut first = save("甲先保存的？");
        first.push(("version", version.as_str()));
        hall.house.post(&hall.teacher, &question, &first).await.is(303);
        let mut late = save("乙后写的？");
        late.push(("version", version.as_str()));
        let both = hall.house.post(&hall.teacher, &question, &late).await.is(409);
        let now = both.has("甲先保存的？").has("乙后写的？").field("version");
        let mut merged = save("合并的？");
        merged.push(("version", now.as_str()));
        hall.house.post(&hall.teacher, &question, &merged).await.is(303);
        hall.house.get(&hall.teacher, &question).await.has("合并的？");
    }
}

#[tokio::test]
async fn a_submitted_quiz_is_changed_by_nobody_and_foreign_ones_do_not_exist() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let house = &hall.house;
        hall.add(&SINGLE).await.is(303);
        let question = hall.question("检修前？").await;
        for path in [hall.quiz.as_str(), &question] {
            house.get(&hall.other, path).await.is(404);
            house.get(&hall.reviewer, path).await.is(403);
        }
        house.post(&hall.other, &format!("{}/questions", hall.quiz), &SINGLE).await.is(404);
        house.get(&hall.other, &hall.quiz.replace("/edit/lessons/", "/preview/")).await.is(404);
        // Complete the facts by a direct request, then submit.
        let facts = format!("{}/edit/facts", hall.course);
        let page = house.get(&hall.teacher, &facts).await;
        let version = page.field("version");
        let centre = house.person("王心", &[(Role::Centre, "/1/")]);
        house.post(&centre, "/courses/categories", &[("name", "特种作业")]).await.is(303);
        let list = house.get(&centre, "/courses/categories").await;
        let category = list.body.split("data-item=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [
            ("version", version.as_str()),
            ("title", "安全生产"),
            ("summary", "简介"),
            ("category", &category),
            ("level", "basic"),
            ("lecturer", "林书岚"),
            ("credits", "1"),
            ("introduction", "介绍"),
            ("objectives", "目标"),
            ("syllabus", "大纲"),
            ("criteria", "标准"),
        ];
        house.post(&hall.teacher, &facts, &fields).await.is(303);
        house.post(&hall.teacher, &format!("{}/submission", hall.course), &[]).await.is(303);
        house.get(&hall.teacher, &hall.quiz).await.is(409);
        hall.add(&TRUE_FALSE).await.is(409);
        let mut edit = SINGLE.to_vec();
        edit.push(("version", "1"));
        house.post(&hall.teacher, &question, &edit).await.is(409);
        house.post(&hall.teacher, &format!("{question}/deletion"), &[]).await.is(409);
        house.post(&hall.teacher, &format!("{question}/move"), &[("direction", "down")]).await.is(409);
        let rules = [("version", "1"), ("pass_percent", "1"), ("attempts", "0"), ("review", "never")];
        house.post(&hall.teacher, &hall.quiz, &rules).await.is(409);
        house.get(&hall.reviewer, &hall.quiz.replace("/edit/lessons/", "/preview/")).await.is(200);
    }
}

#[tokio::test]
async fn every_page_speaks_english_too() {
    let db = xingtan_testkit::sqlite(&tables()).await;
    let hall = Hall::new(db.handle()).await;
    hall.add(&SINGLE).await.is(303);
    let question = hall.question("检修前？").await;
    let reader = hall.house.person_speaking("Reader", &[(Role::Centre, "/1/")], Lang::En);
    for path in [
        hall.quiz.clone(),
        question.clone(),
        format!("{question}/deletion"),
        format!("{}/questions/new?kind=multiple", hall.quiz),
        hall.quiz.replace("/edit/lessons/", "/preview/"),
    ] {
        let page = hall.house.get(&reader, &path).await.is(200);
        assert!(
            !page.body.contains("assessment-") && page.body.contains("lang=\"en\""),
            "{path}\n{}",
            page.body
        );
    }
}

#[test]
fn the_texts_are_whole() {
    let all = texts();
    let own = xingtan_i18n::check(&all).into_iter().filter(|fault| fault.contains("/assessment.ftl"));
    assert_eq!(own.collect::<Vec<_>>(), Vec::<String>::new());
    let built = xingtan_i18n::Texts::build(&all);
    for folder in ["src", "templates"] {
        let folder = std::path::Path::new(folder);
        let unknown = xingtan_i18n::unknown_keys(&built, folder).unwrap().into_iter();
        let unknown: Vec<String> =
            unknown.filter(|it| it.contains(": assessment-") || it.contains(": web-")).collect();
        assert_eq!(unknown, Vec::<String>::new());
    }
}
