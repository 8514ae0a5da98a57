//! A sensitive word from its listing by the centre to the course that it stops, and from the appeal of its author to the
//! exception with which the course passes (CRS-7), on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod house;

use house::{House, Person, Slice, tables, texts};
use xingtan_auth::Role;
use xingtan_catalog::api::LessonKinds;
use xingtan_db::Db;
use xingtan_testkit::databases;

struct City {
    house: House,
    teacher: Person,
    centre: Person,
    supervisor: Person,
}

fn all_tables() -> Vec<xingtan_db::Migrations> {
    let mut all = tables();
    let last = all.pop().unwrap();
    all.extend([
        xingtan_calendar::migrations(),
        xingtan_imports::migrations(),
        xingtan_governance::migrations(),
    ]);
    all.push(last);
    all
}

impl City {
    async fn new(db: Db) -> City {
        let slice = Slice {
            routes: xingtan_catalog::routes(LessonKinds::standard()).merge(xingtan_governance::routes(&[])),
            permissions: vec![
                xingtan_catalog::permissions(),
                Box::leak(xingtan_governance::permissions().into_boxed_slice()),
            ],
            places: vec![xingtan_catalog::places()],
            texts: [texts(), xingtan_accounts::texts(), xingtan_governance::texts()].concat(),
        };
        let house = House::new(db, slice).await;
        City {
            teacher: house.person("林书岚", &[(Role::Teacher, "/1/5/")]),
            centre: house.person("王心", &[(Role::Centre, "/1/")]),
            supervisor: house.person("督导", &[(Role::Supervisor, "/1/")]),
            house,
        }
    }

    /// A category with one word; its address.
    async fn list(&self, name: &str, action: &str, word: &str, pinyin: bool) {
        let (house, centre) = (&self.house, &self.centre);
        house.post(centre, "/words/categories", &[("name", name), ("action", action)]).await.is(303);
        let page = house.get(centre, "/words/new").await.is(200).lacks("governance-");
        let option = page.body.split("<option value=\"").find(|it| it.contains(&format!(">{name}"))).unwrap();
        let category = option.split('"').next().unwrap();
        let mut fields = vec![("category", category), ("words", word)];
        if pinyin {
            fields.push(("pinyin", "yes"));
        }
        house.post(centre, "/words/new", &fields).await.is(303);
    }

    async fn course(&self, text: &str) -> String {
        let (house, teacher) = (&self.house, &self.teacher);
        let made = house.post(teacher, "/courses", &[("title", "安全生产"), ("outline", "outline")]).await;
        let course = made.to().strip_suffix("/edit").unwrap().to_owned();
        let new = [("kind", "page"), ("lesson_title", "第一讲")];
        let lesson = house.post(teacher, &format!("{course}/edit/lessons"), &new).await.to().to_owned();
        let page = house.get(teacher, &lesson).await.is(200);
        let (key, version) = (page.field("form_key"), page.field("version"));
        let fields = [
            ("form_key", key.as_str()),
            ("version", &version),
            ("title", "第一讲"),
            ("minutes", "20"),
            ("required", "yes"),
            ("text", text),
        ];
        house.upload(teacher, &lesson, &fields, &[]).await.is(303);
        course
    }

    /// The address of the first hit of a list.
    async fn hit(&self, who: &Person, list: &str) -> String {
        let page = self.house.get(who, list).await.is(200).lacks("governance-").lacks("words-place");
        let id = page
            .body
            .split("href=\"/words/hits/")
            .skip(1)
            .find_map(|it| it.get(..36).filter(|it| it.contains('-')));
        format!("/words/hits/{}", id.unwrap_or_else(|| panic!("no hit in {}", page.body)))
    }
}

#[tokio::test]
async fn a_course_is_stopped_at_its_place_and_passes_by_an_exception() {
    for db in databases(&all_tables()).await {
        let city = City::new(db.handle()).await;
        let (house, teacher, centre) = (&city.house, &city.teacher, &city.centre);
        city.list("作弊", "block", "代考", true).await;
        city.list("广告", "mask", "特价促销", false).await;
        let course = city.course("# 前言\n\n这里特 价 促 销。\n\n时代**考**验着每一个人。").await;
        let desk = format!("{course}/edit");
        house
            .get(teacher, &desk)
            .await
            .is(200)
            .has("第 3 段有敏感词“代考”（作弊）")
            .has("第 2 段有敏感词“特 价 促 销”（广告）")
            .has(&format!("{course}/words"))
            .lacks("catalog-found");
        house.post(teacher, &format!("{course}/submission"), &[("message", "")]).await.is(409);

        // From the desk one click leads to one's own hits.
        house.post(teacher, &format!("{course}/words"), &[]).await.is(303);
        let hit = city.hit(teacher, "/words/own?q=%E4%BB%A3%E8%80%83").await;
        house.get(teacher, &hit).await.is(200).has("时**验着每一个人").has("共 2 次").lacks("governance-");
        house.post(teacher, &format!("{hit}/appeal"), &[("reason", "")]).await.is(422);
        house.post(teacher, &format!("{hit}/decision"), &[("verdict", "except")]).await.is(403);
        house
            .post(centre, &format!("{hit}/decision"), &[("verdict", "uphold"), ("answer", "x")])
            .await
            .is(422);
        house.post(teacher, &format!("{hit}/appeal"), &[("reason", "是时代考验")]).await.is(303);
        house.post(teacher, &format!("{hit}/appeal"), &[("reason", "再说")]).await.is(422);

        let waits = city.hit(centre, "/words/hits?appeal=asked").await;
        assert_eq!(waits, hit);
        let page = house.get(centre, &hit).await.is(200).has("是时代考验").has("时代考验着每一");
        let key = page.field("form_key");
        for (phrase, says) in [("代考", "不能就是"), ("考验", "里没有"), ("***", "不能只有符号")]
        {
            let fields = [("verdict", "except"), ("phrase", phrase), ("answer", "")];
            house.post(centre, &format!("{hit}/decision"), &fields).await.is(422).has(says);
        }
        let fields =
            [("form_key", key.as_str()), ("verdict", "except"), ("phrase", "时代考验"), ("answer", "同意")];
        house.post(centre, &format!("{hit}/decision"), &fields).await.is(303);
        house.post(centre, &format!("{hit}/decision"), &fields).await.is(303);
        house.get(centre, "/words/exceptions").await.is(200).has("时代考验").has("来自申诉");

        // At once, on the same page, without a new start.
        house.get(teacher, &desk).await.is(200).lacks("“代考”").has("特 价 促 销");
        house.get(teacher, &hit).await.is(200).has("误判，已加例外").has("同意");
        house.get(&city.supervisor, &hit).await.is(200);
    }
}

#[tokio::test]
async fn names_are_refused_beside_their_field_and_what_is_listed_later_keeps_nobody_from_mending() {
    for db in databases(&all_tables()).await {
        let city = City::new(db.handle()).await;
        let (house, centre) = (&city.house, &city.centre);
        city.list("作弊", "hold", "代考", true).await;
        let refused = house.post(centre, "/courses/categories", &[("name", "ｄａｉ考 班")]).await;
        refused.is(422).has("ｄａｉ考").has("是敏感词（作弊）");
        house.get(centre, "/words/own").await.is(200).has("代考").has("名称");
        house.post(centre, "/courses/categories", &[("name", "时代考察")]).await.is(422);
        house.post(centre, "/words/exceptions", &[("phrase", "时代考察"), ("note", "")]).await.is(303);
        house.post(centre, "/courses/categories", &[("name", "时代考察")]).await.is(303);
    }
}
