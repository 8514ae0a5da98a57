//! From an upload to what others see.

use crate::{City, House, declared, house::tables, pdf, picture, shared, uploaded};
use xingtan_library::api;
use xingtan_testkit::databases;

#[tokio::test]
async fn what_is_shared_is_seen_by_whom_it_is_shared_with_and_by_nobody_before() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let item = uploaded(&house, &city.teacher, "灭火器使用.pdf", &pdf(2), &[("download", "yes")]).await;
        house.get(&city.teacher, &item).await.is(200).has("灭火器使用").has("草稿").has("<pdf-view");
        for other in [&city.colleague, &city.learner, &city.stranger] {
            house.get(other, &item).await.is(404);
            house.get(other, &format!("{item}/file")).await.is(404);
            house.get(other, &format!("{item}/download")).await.is(404);
            house.get(other, "/library?q=灭火器").await.is(200).lacks("灭火器使用");
        }
        house.get(&city.teacher, "/library?q=灭火器").await.is(200).has("灭火器使用");
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields = [("version", version.as_str()), ("audience", "authors")];
        house.post(&city.teacher, &format!("{item}/sharing"), &fields).await.is(422).has("还没有权利声明");
        shared(&house, &city.teacher, &item, "authors").await;
        house.get(&city.colleague, &item).await.is(200);
        house.get(&city.learner, &item).await.is(404);
        house.get(&city.stranger, &item).await.is(404);
        house.get(&city.supervisor, &item).await.is(200);
        shared(&house, &city.teacher, &item, "learners").await;
        house.get(&city.learner, &item).await.is(200).lacks("引用它的地方");
        house.get(&city.learner, "/library").await.is(200).has("灭火器使用");
        house.get(&city.learner, "/library?q=灭火器").await.is(200).has("灭火器使用");
        house.get(&city.stranger, &item).await.is(404);
        house.get(&city.stranger, "/library").await.is(200).lacks("灭火器使用");
        house.get(&city.stranger, "/library?q=灭火器").await.is(200).lacks("灭火器使用");
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields = [("version", version.as_str()), ("audience", "everybody")];
        house.post(&city.teacher, &format!("{item}/sharing"), &fields).await.is(422).has("整个资源云");
        house.post(&city.centre, &format!("{item}/sharing"), &fields).await.is(303);
        house.get(&city.stranger, &item).await.is(200);
        house.get(&city.stranger, &format!("{item}/edit")).await.is(403);
        // The form as it was shown before somebody else changed the item.
        house.post(&city.teacher, &format!("{item}/sharing"), &fields).await.is(422);
    }
}

#[tokio::test]
async fn words_of_either_language_find_and_filters_narrow() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let with = [("tags", "消防，Fire drill"), ("description", "演练记录")];
        uploaded(&house, &city.teacher, "应急疏散演练.png", &picture(80, 60), &with).await;
        uploaded(&house, &city.teacher, "Payroll.txt", "工资".as_bytes(), &[]).await;
        let list = |query: &'static str| house.get(&city.teacher, query);
        list("/library?q=%E7%96%8F%E6%95%A3").await.is(200).has("应急疏散演练").lacks("Payroll</a>");
        list("/library?q=payroll").await.has("Payroll").lacks("应急疏散演练</a>");
        list("/library?tag=fire%20drill").await.has("应急疏散演练").lacks("Payroll</a>");
        list("/library?kind=text").await.has("Payroll").lacks("应急疏散演练</a>");
        list("/library?q=%22%29+OR+%2A").await.is(200);
        list("/library?view=grid&owner=mine").await.is(200).has("library-grid").has("Payroll");
        list("/library?folder=00000000-0000-7000-8000-000000000000").await.is(200).lacks("Payroll</a>");
        let long = format!("/library?tag={}", "a".repeat(5000));
        house.get(&city.teacher, &long).await.is(200);
        // After a restore the index is empty, and its owner fills it again.
        house.app.db().write(xingtan_search::clear).await.unwrap();
        list("/library?q=payroll").await.lacks("Payroll</a>");
        let (id, now) = (house.ids.next(), house.clock.now());
        let order = move |tx: &mut xingtan_db::Tx<'_>| {
            let job = xingtan_jobs::Job::new(id, xingtan_library::REINDEX, now);
            xingtan_jobs::enqueue(tx, &job).map(drop)
        };
        house.app.db().write(order).await.unwrap();
        house.work().await;
        list("/library?q=payroll").await.has("Payroll");
        list("/library?q=drill").await.has("应急疏散演练");
    }
}

#[tokio::test]
async fn a_used_file_cannot_vanish_and_the_refusal_names_where_it_is_used() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let item = uploaded(&house, &city.teacher, "a.pdf", &pdf(1), &[]).await;
        let id = item.rsplit('/').next().unwrap().parse().unwrap();
        let (thing, now) = (house.ids.next(), house.clock.now());
        let note = move |tx: &mut xingtan_db::Tx<'_>| {
            let it = api::item(tx, id)?.unwrap();
            api::used(tx, it.file_id, ("test-thing", thing), None, now)?;
            api::used(tx, it.file_id, ("test-thing", thing), None, now)
        };
        house.app.db().write(note).await.unwrap();
        let page = house.get(&city.teacher, &item).await.has("消防课").has("引用 1 处");
        let version = page.field("version");
        let deletion = format!("{item}/deletion");
        house.post(&city.teacher, &deletion, &[("version", &version)]).await.is(422).has("消防课");
        house.get(&city.teacher, &format!("{item}/file")).await.is(200);
        house.app.db().write(move |tx| api::unused(tx, ("test-thing", thing))).await.unwrap();
        let version = house.get(&city.teacher, &item).await.has("引用 0 处").field("version");
        house.post(&city.teacher, &deletion, &[("version", &version)]).await.is(303);
        house.get(&city.teacher, &item).await.is(404);
    }
}

#[tokio::test]
async fn folders_make_no_ring_and_keep_their_unit() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let add = async |name: &str, parent: &str| {
            let fields = [("name", name), ("parent", parent)];
            house.post(&city.centre, "/library/folders", &fields).await.is(303);
            let page = house.get(&city.centre, "/library/folders").await;
            let at = page.body.find(&format!("</svg>{name}</a>")).unwrap();
            let start = page.body[..at].rfind("/library/folders/").unwrap() + 17;
            page.body[start..start + 36].to_owned()
        };
        let outer = add("外层", "").await;
        let inner = add("里层", &outer).await;
        let into_itself = [("name", "外层"), ("parent", inner.as_str()), ("version", "1")];
        house
            .post(&city.centre, &format!("/library/folders/{outer}"), &into_itself)
            .await
            .is(422)
            .has("它自己");
        let renamed = [("name", "外面"), ("parent", ""), ("version", "1")];
        house.post(&city.centre, &format!("/library/folders/{outer}"), &renamed).await.is(303);
        house.post(&city.centre, &format!("/library/folders/{outer}"), &renamed).await.is(422);
        house.get(&city.teacher, "/library/folders").await.is(403);
        let item = uploaded(&house, &city.teacher, "a.txt", b"text", &[("folder", &inner)]).await;
        house.get(&city.teacher, &format!("/library?folder={outer}")).await.has(&item);
        let gone = [("version", "1")];
        house.post(&city.centre, &format!("/library/folders/{inner}/deletion"), &gone).await.is(422);
        let id = item.rsplit('/').next().unwrap();
        let moved = [("item", id), ("does", "move"), ("folder", "")];
        house.post(&city.teacher, "/library/many", &moved).await.is(303);
        house.post(&city.centre, &format!("/library/folders/{inner}/deletion"), &gone).await.is(303);
    }
}

#[tokio::test]
async fn what_could_run_is_never_shown_and_odd_input_is_refused_in_words() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let item = uploaded(&house, &city.teacher, "<img src=x>.svg", svg, &[("download", "yes")]).await;
        house.get(&city.teacher, &item).await.is(200).lacks("<script>alert").lacks("<img src=x>");
        house.get(&city.teacher, &format!("{item}/file")).await.is(404);
        let answer = house.get(&city.teacher, &format!("{item}/download")).await.is(200);
        assert_eq!(answer.headers["content-type"], "application/octet-stream");
        assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let html = uploaded(&house, &city.teacher, "a.md", b"<html><script>x()</script></html>", &[]).await;
        house.get(&city.teacher, &html).await.is(200).lacks("<script>x()");
        let text = "# 标题\n<script>x()</script>\n[a](javascript:x())";
        let text = uploaded(&house, &city.teacher, "b.md", text.as_bytes(), &[]).await;
        house.get(&city.teacher, &text).await.has("标题").lacks("<script>x()").lacks("javascript:x");
        let tags = "长".repeat(10_000);
        let long = [("tags", tags.as_str())];
        house.upload(&city.teacher, "/library", &long, ("a.txt", b"x")).await.is(422);
        house.upload(&city.learner, "/library", &[], ("a.txt", b"x")).await.is(403);
        let office = [b"PK\x03\x04 word/document.xml vbaProject.bin ".as_slice(), &[0; 64]].concat();
        let office = uploaded(&house, &city.teacher, "a.docx", &office, &[]).await;
        house.get(&city.teacher, &office).await.is(200).has("带有宏");
        declared(&house, &city.teacher, &office).await;
    }
}

#[tokio::test]
async fn programs_list_read_share_and_take_down() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let item = uploaded(&house, &city.teacher, "手册.pdf", &pdf(1), &[]).await;
        let base = format!("/api/v1{item}");
        let one = house.api(&city.teacher, &base, None, "").await.is(200).json();
        assert_eq!((one["kind"].as_str(), one["state"].as_str()), (Some("pdf"), Some("draft")));
        house.api(&city.colleague, &base, None, "").await.is(404);
        let declare = serde_json::json!({ "version": 1, "basis": "licensed" });
        house.api(&city.teacher, &format!("{base}/declaration"), Some(declare), "").await.is(422);
        let declare = serde_json::json!({
            "version": 1, "basis": "licensed", "source": "合同", "holder": "出版社", "licence": "内部使用",
        });
        house.api(&city.teacher, &format!("{base}/declaration"), Some(declare), "").await.is(200);
        let share = serde_json::json!({ "version": 2, "audience": "learners" });
        for _ in 0..2 {
            house.api(&city.teacher, &format!("{base}/sharing"), Some(share.clone()), "once").await.is(200);
        }
        let list =
            house.api(&city.learner, "/api/v1/library?q=%E6%89%8B%E5%86%8C", None, "").await.is(200).json();
        assert_eq!(list["total"], 1);
        let down = serde_json::json!({ "version": 3, "reason": "过时" });
        house.api(&city.learner, &format!("{base}/removal"), Some(down.clone()), "").await.is(403);
        house.api(&city.centre, &format!("{base}/removal"), Some(down), "").await.is(200);
        house.api(&city.learner, &base, None, "").await.is(404);
    }
}
