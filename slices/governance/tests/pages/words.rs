//! Sensitive words through the router, on both engines: listed, tried, changed by two, by programs, by hostile people
//! (CRS-7).

use crate::house::{House, Person, tables};
use serde_json::json;
use std::sync::Arc;
use xingtan_accounts::api::{ShownImport as _, testkit};
use xingtan_audit::Who;
use xingtan_auth::Role;
use xingtan_clock::Uuid;
use xingtan_governance::words::import::{KIND, WordsImport};
use xingtan_i18n::Lang;
use xingtan_jobs::{Kinds, Options, Schedules, Worker};
use xingtan_testkit::databases;

struct Hall {
    house: House,
    centre: Person,
    supervisor: Person,
    branch: Person,
    learner: Person,
}

impl Hall {
    async fn new(db: xingtan_db::Db) -> Hall {
        let house = House::new(db).await;
        Hall {
            centre: house.person("center", &[(Role::Centre, "/1/")]),
            supervisor: house.person("supervisor", &[(Role::Supervisor, "/1/")]),
            branch: house.person("branch", &[(Role::Centre, "/1/2/")]),
            learner: house.person("learner", &[(Role::Learner, "/1/2/")]),
            house,
        }
    }

    async fn category(&self, name: &str, action: &str) -> String {
        let fields = [("name", name), ("action", action)];
        self.house.post(&self.centre, "/words/categories", &fields).await.is(303);
        let all = self.house.api(&self.centre, "/api/v1/words/categories", None, "").await.is(200).json();
        let own = all.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap();
        own["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn the_centre_keeps_the_lists_and_changes_take_effect_at_once() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let (house, centre) = (&hall.house, &hall.centre);
        for path in
            ["/words", "/words/categories", "/words/exceptions", "/words/trial", "/words/hits", "/words/own"]
        {
            house.get(centre, path).await.is(200).lacks("governance-word").lacks("words-action");
        }
        house.get(centre, "/words/new").await.is(200).has("还没有类别");
        let category = hall.category("广告", "mask").await;
        house.post(centre, "/words/categories", &[("name", " 广告 "), ("action", "hold")]).await.is(422);
        let key = house.get(centre, "/words/new").await.is(200).field("form_key");
        let fields = [
            ("form_key", key.as_str()),
            ("category", &category),
            ("words", "加 VX\n低价代购"),
            ("note", "招揽"),
        ];
        house.post(centre, "/words/new", &fields).await.is(303);
        house.post(centre, "/words/new", &fields).await.is(303);
        let again = [("category", category.as_str()), ("words", "好词\n低價代購")];
        house.post(centre, "/words/new", &again).await.is(422).has("已经在词表里");

        let tried = |text: &'static str| async move {
            let answer = house.post(centre, "/words/trial", &[("text", text)]).await;
            answer.is(200).lacks("governance-")
        };
        tried("请加ｖｘ，低-价-代-购").await.has("低-价-代-购").has("会通过").has("请***，*******");
        house.post(centre, "/words/trial", &[("text", &"长".repeat(20_001))]).await.is(422);
        tried("今天天气好").await.has("没有检出");

        // The category blocks from now on; who looks at the old page is told.
        let page = house.get(centre, &format!("/words/categories/{category}")).await.is(200);
        let version = page.field("version");
        let change = |name: &'static str, action: &'static str| {
            let version = version.clone();
            let path = format!("/words/categories/{category}");
            async move {
                let fields =
                    [("name", name), ("action", action), ("active", "yes"), ("version", version.as_str())];
                house.post(centre, &path, &fields).await
            }
        };
        change("广告", "block").await.is(303);
        change("促销", "hold").await.is(422);
        tried("请加vx").await.has("会被拦截");

        // A word is written anew, from the version that was shown; then taken off.
        let list = house.get(centre, "/words?q=VX").await.is(200).has("加 VX").lacks("低价");
        let id = list
            .body
            .split("href=\"/words/")
            .find_map(|it| it.get(..36).filter(|it| it.matches('-').count() == 4));
        let one = format!("/words/{}", id.unwrap());
        let version = house.get(centre, &one).await.is(200).field("version");
        let fields = [("word", "加QQ"), ("category", category.as_str()), ("version", &version), ("note", "")];
        house.post(centre, &one, &fields).await.is(303);
        house.post(centre, &one, &fields).await.is(422);
        tried("请加vx").await.has("没有检出");
        tried("请加 qq").await.has("会被拦截");
        house.post(centre, &format!("{one}/removal"), &[]).await.is(303);
        tried("请加 qq").await.has("没有检出");
        house.get(centre, "/words?as=csv").await.is(200).has("低价代购");
        house.get(centre, &one).await.is(404);
        house.post(centre, &format!("/words/categories/{category}/removal"), &[]).await.is(409);
    }
}

#[tokio::test]
async fn others_read_or_see_nothing() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let house = &hall.house;
        let category = hall.category("广告", "block").await;
        let new = [("category", category.as_str()), ("words", "低价代购")];
        house.get(&hall.supervisor, "/words").await.is(200).lacks("/words/new");
        house.post(&hall.supervisor, "/words/trial", &[("text", "低价")]).await.is(200);
        for who in [&hall.supervisor, &hall.branch, &hall.learner] {
            house.post(who, "/words/new", &new).await.is(403);
            house.post(who, "/words/exceptions", &[("phrase", "低价代购物")]).await.is(403);
            let sent = json!({ "category": category, "words": ["低价代购"] });
            house.api(who, "/api/v1/words", Some(sent), "").await.is(403);
        }
        for path in ["/words", "/words/hits", "/words/trial", "/words/categories", "/words/import"] {
            house.get(&hall.learner, path).await.is(403);
        }
        house.get(&hall.learner, "/words/own").await.is(200);
        house.get(&hall.learner, &format!("/words/hits/{category}")).await.is(404);
        let english = house.person_speaking("en", &[(Role::Centre, "/1/")], Lang::En);
        for path in ["/words", "/words/new", "/words/categories", "/words/trial", "/words/hits", "/words/own"]
        {
            house.get(&english, path).await.is(200).lacks("governance-word");
        }
    }
}

#[tokio::test]
async fn programs_list_words_and_try_texts() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let (house, centre) = (&hall.house, &hall.centre);
        let category = hall.category("广告", "block").await;
        let sent = json!({ "category": category, "words": ["低价代购", "加VX"], "pinyin": true });
        let made = house.api(centre, "/api/v1/words", Some(sent.clone()), "k1").await.is(200).json();
        assert_eq!(made["ids"].as_array().unwrap().len(), 2);
        let again = house.api(centre, "/api/v1/words", Some(sent.clone()), "k1").await.is(200).json();
        assert_eq!(again, made, "repeated, it is carried out once");
        house.api(centre, "/api/v1/words", Some(sent), "").await.is(422);
        let list = house.api(centre, "/api/v1/words?q=VX", None, "").await.is(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
        let text = json!({ "text": "想要dijiadaigou的，低价代购" });
        let tried = house.api(&hall.supervisor, "/api/v1/words/trial", Some(text), "").await.is(200).json();
        assert_eq!(tried["outcome"], "block");
        assert_eq!(tried["words"][0]["at"], 3);
        assert_eq!(tried["words"][0]["found"], "dijiadaigou");
        assert_eq!(tried["masked"], "想要***********的，****");
        let id = made["ids"][0].as_str().unwrap();
        house.api_delete(centre, &format!("/api/v1/words/{id}")).await.is(200);
        house.api_delete(centre, &format!("/api/v1/words/{id}")).await.is(404);
        house.api(&hall.learner, "/api/v1/words/hits", None, "").await.is(200);
    }
}

#[tokio::test]
async fn hostile_lists_are_refused_or_harmless() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let (house, centre) = (&hall.house, &hall.centre);
        let category = hall.category("广告", "block").await;
        let add = |words: String| {
            let category = category.clone();
            async move { house.post(centre, "/words/new", &[("category", &category), ("words", &words)]).await }
        };
        add(String::new()).await.is(422);
        add("***\n.*".into()).await.is(422).has("第 1 行");
        add("长".repeat(41)).await.is(422);
        add("词\n".repeat(30_000)).await.is(422);
        add((0..501).map(|n| format!("词{n}\n")).collect()).await.is(422);
        add("(?i).*坏[人]{9}+\\\n\u{7}坏\u{0}蛋".into()).await.is(303);
        house.post(centre, "/words/trial", &[("text", "什么都可以")]).await.is(200).has("没有检出");
        house.post(centre, "/words/trial", &[("text", "坏 蛋")]).await.is(200).has("会被拦截");
        house
            .post(centre, "/words/trial", &[("text", "<script>alert(1)</script>坏蛋")])
            .await
            .is(200)
            .lacks("<script>alert");
    }
}

/// New, changed, unchanged and refused rows of a file that is taken in.
async fn imported(hall: &Hall, by: Uuid, file: &str) -> (i64, i64, i64, i64) {
    let (house, app) = (&hall.house, &hall.house.app);
    let importer = WordsImport::of(app);
    let l = app.locale(Lang::ZhCn);
    let uploaded = xingtan_imports::read_upload(&importer, file.as_bytes(), "词表.csv", &l).unwrap();
    let (run, now) = (house.ids.next(), house.clock.now());
    let asked = xingtan_imports::Asked {
        run,
        person: by,
        name: "center".into(),
        node_path: "/1/".into(),
        options: "{}".into(),
        now,
    };
    xingtan_imports::keep(app.db(), app.keys(), &KIND, uploaded, asked).await.unwrap();
    let kept = app.db().read(move |tx| xingtan_imports::run(tx, run)).await.unwrap().unwrap();
    let foretold =
        xingtan_imports::foretell(app.db(), app.keys(), &Arc::new(importer), &kept, now).await.unwrap();
    let (job, entry) = (house.ids.next(), house.ids.next());
    app.db()
        .write(move |tx| {
            let order = xingtan_imports::Order { job, entry, who: &Who::program(), now };
            assert!(xingtan_imports::start(tx, &KIND, &kept, None, &order)?);
            Ok::<_, xingtan_db::Error>(())
        })
        .await
        .unwrap();
    let mut kinds = Kinds::new();
    xingtan_governance::jobs(app, &mut kinds);
    let (clock, ids) = (house.clock.clone(), house.ids.clone());
    let worker = Worker::new(app.db().clone(), clock, ids, kinds, Schedules::default(), Options::default());
    worker.drain().await.unwrap();
    let it = app.db().read(move |tx| xingtan_imports::run(tx, run)).await.unwrap().unwrap();
    assert_eq!(
        (foretold.made, foretold.changed, foretold.unchanged, foretold.refused),
        (it.made, it.changed, it.unchanged, it.refused),
        "what was foretold happened"
    );
    (it.made, it.changed, it.unchanged, it.refused)
}

#[tokio::test]
async fn a_file_corrects_the_list_and_the_same_file_again_changes_nothing() {
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle()).await;
        let (house, ids, now) = (&hall.house, hall.house.ids.clone(), hall.house.clock.now());
        let made = ids.clone();
        // The list is the whole institution's: who only answers for a department may not.
        let root = house
            .app
            .db()
            .write(move |tx| {
                let below = testkit::node(tx, &made, now, "总部", None)?;
                let root = below.parent_id.ok_or(xingtan_db::Error::NotFound)?;
                xingtan_accounts::api::node(tx, root)?.ok_or(xingtan_db::Error::NotFound)
            })
            .await
            .unwrap();
        let by =
            testkit::person_in(house.app.db(), &ids, now, "zhang", &root, &[Role::Centre]).await.unwrap();
        hall.category("广告", "mask").await;
        hall.category("作弊", "block").await;
        let file = "词,类别,拼音也算,备注\n代考,作弊,是,\n加VX,广告,否,招揽\n低价代购,广告,,\n";
        assert_eq!(imported(&hall, by, file).await, (3, 0, 0, 0));
        assert_eq!(imported(&hall, by, file).await, (0, 0, 3, 0));
        house.post(&hall.centre, "/words/trial", &[("text", "daikao")]).await.is(200).has("会被拦截");
        let huge = "巨".repeat(30_000);
        let faulty = format!(
            "词,类别,拼音也算,备注\n代考,广告,,改了\n***,作弊,,\n{huge},作弊,,\n新词甲,没有的类,,\n新词乙,作弊,也许,\n新词丙,作弊,,\n新 詞丙,作弊,,\n"
        );
        assert_eq!(imported(&hall, by, &faulty).await, (1, 1, 0, 5));
        house
            .post(&hall.centre, "/words/trial", &[("text", "daikao 代考")])
            .await
            .is(200)
            .has("会通过")
            .has("daikao **");

        // Whoever may not, imports nothing.
        let other =
            testkit::person_in(house.app.db(), &ids, now, "li", &root, &[Role::Teacher]).await.unwrap();
        assert_eq!(imported(&hall, other, "词,类别\n又一词,作弊\n").await, (0, 0, 0, 1));
    }
}
