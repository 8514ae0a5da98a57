//! Ratings from the first mark to an answer, on both engines.

use crate::tests::{City, house::Person, tables};
use xingtan_auth::{Actor, Role};
use xingtan_catalog::api as catalog;
use xingtan_i18n::Lang;
use xingtan_learning::api::Asks;
use xingtan_testkit::databases;

fn marks<'a>(stars: &'a str, comment: &'a str) -> [(&'a str, &'a str); 4] {
    [("content", stars), ("teaching", stars), ("usefulness", stars), ("comment", comment)]
}

/// How the catalogue shows the course: sum and number.
async fn shown(city: &City) -> (i64, i64) {
    let course = city.course;
    let it = city.write(move |tx| catalog::course(tx, course)).await.unwrap();
    (it.rating_sum, it.rating_count)
}

async fn rating_of(city: &City, person: xingtan_clock::Uuid) -> String {
    let sql = "SELECT id FROM evaluation_rating WHERE person_id = $1";
    let id: xingtan_clock::Uuid = city.write(move |tx| tx.one(sql, xingtan_db::params![person])).await;
    id.to_string()
}

#[tokio::test]
async fn a_course_is_rated_by_those_who_took_it_and_shown_from_a_stated_number_on() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let here = format!("/courses/{}/ratings", city.course);
        let house = &city.house;
        let (_, stranger) = city.visitor("stranger", &[Role::Learner]).await;
        let (_, beginner) = city.learner("beginner", 1).await;
        let (one_id, one) = city.learner("one", 4).await;
        let (_, two) = city.learner("two", 2).await;
        let (_, three) = city.learner("three", 4).await;

        house.get(&stranger, &here).await.is(200).has("学习了这门课程的人才能评价").lacks("evaluation-");
        house.post(&stranger, &here, &marks("5", "")).await.is(422).has("学习了这门课程的人才能评价");
        house.post(&beginner, &here, &marks("5", "")).await.is(422).has("学完课程的 50% 以后才能评价");
        for wrong in ["", "0", "6", "x"] {
            let answer = house.post(&one, &here, &marks(wrong, "讲得透彻")).await.is(422);
            assert!(answer.body.contains("讲得透彻"), "what was typed stays");
        }
        house.post(&one, &here, &marks("5", "……！")).await.is(422).has("这段文字里没有字");

        house.post(&one, &here, &marks("5", "讲得透彻")).await.is(303);
        house.post(&two, &here, &marks("4", "案例偏旧")).await.is(303);
        assert_eq!(shown(&city).await, (0, 0), "two would tell who they are");
        house.get(&city.teacher.1, &here).await.is(200).has("满 3 条").lacks("案例偏旧").lacks("讲得透彻");
        let first = format!("{here}/{}", rating_of(&city, one_id).await);
        house.get(&city.teacher.1, &first).await.is(404);
        house.get(&city.centre, &here).await.is(200).has("案例偏旧").has("one");

        house.post(&three, &here, &marks("3", "")).await.is(303);
        assert_eq!(shown(&city).await, (1200, 3));
        house
            .get(&city.teacher.1, &here)
            .await
            .is(200)
            .has("讲得透彻")
            .has("4 分（满分 5 分），共 3 条评价")
            .lacks("<td role=\"cell\" data-label=\"评价人\">");
        house.get(&city.teacher.1, &first).await.is(200).has("讲得透彻").lacks(">one<");
        house.get(&stranger, &first).await.is(404);
        house.get(&stranger, &format!("{here}?stars=5")).await.is(200).has("讲得透彻").lacks("案例偏旧");
        house
            .get(&stranger, &format!("{here}?q=%E6%A1%88%E4%BE%8B"))
            .await
            .is(200)
            .has("案例偏旧")
            .lacks("讲得透彻");
        house.get(&stranger, &format!("{here}?as=csv")).await.is(200).has("案例偏旧").lacks("two");

        // Sent again it is changed, not added.
        house.post(&one, &here, &marks("2", "改了主意")).await.is(303);
        assert_eq!(shown(&city).await, (900, 3));
        city.turn(31);
        house.post(&one, &here, &marks("5", "")).await.is(422).has("不能再修改");
        house.get(&one, &here).await.is(200).has("不能再修改").has("撤回评价");
        house.post(&one, &format!("{here}/withdrawal"), &[]).await.is(303);
        assert_eq!(shown(&city).await, (0, 0), "two are left");
        house.post(&one, &format!("{here}/withdrawal"), &[]).await.is(422).has("没有可以撤回的评价");
        house.get(&city.centre, &here).await.is(200).lacks("改了主意");
        assert_eq!(city.count("SELECT count(*) FROM evaluation_rating").await, 3);
        let told = "SELECT count(*) FROM audit_entry WHERE action LIKE 'evaluation.rat%'";
        assert_eq!(city.count(told).await, 5);
    }
}

async fn rated(city: &City) -> (Person, String) {
    let here = format!("/courses/{}/ratings", city.course);
    let (one_id, one) = city.learner("one", 4).await;
    for name in ["two", "three"] {
        let (_, next) = city.learner(name, 4).await;
        city.house.post(&next, &here, &marks("4", "")).await.is(303);
    }
    city.house.post(&one, &here, &marks("1", "太旧了")).await.is(303);
    (one, format!("{here}/{}", rating_of(city, one_id).await))
}

#[tokio::test]
async fn a_teacher_answers_once_and_the_centre_hides_with_a_reason() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let here = format!("/courses/{}/ratings", city.course);
        let house = &city.house;
        let (one, rating) = rated(&city).await;
        let answer = format!("{rating}/answer");
        house.post(&one, &answer, &[("answer", "我自己答")]).await.is(404);
        house.post(&city.centre, &answer, &[("answer", "代答")]).await.is(404);
        house.post(&city.teacher.1, &answer, &[("answer", " ")]).await.is(422);
        house.post(&city.teacher.1, &answer, &[("answer", "下一版会更新")]).await.is(303);
        house.post(&city.teacher.1, &answer, &[("answer", "再说一遍")]).await.is(422).has("已经有了回复");
        house.get(&one, &here).await.is(200).has("下一版会更新");

        let hiding = format!("{rating}/hiding");
        let hide = [("decision", "hide"), ("reason", "含有个人信息"), ("version", "2")];
        house.post(&city.teacher.1, &hiding, &hide).await.is(403);
        house.post(&city.centre, &hiding, &[("decision", "hide"), ("version", "2")]).await.is(422);
        let stale = [("decision", "hide"), ("reason", "x"), ("version", "1")];
        house.post(&city.centre, &hiding, &stale).await.is(422).has("打开页面之后");
        house.post(&city.centre, &hiding, &hide).await.is(303);
        house.get(&one, &here).await.is(200).has("评论已被隐藏");
        let (_, other) = city.visitor("other", &[Role::Learner]).await;
        house.get(&other, &format!("{here}?q=%E5%A4%AA%E6%97%A7")).await.is(200).lacks("太旧了");
        house.get(&other, &here).await.is(200).lacks("太旧了");
        assert_eq!(shown(&city).await, (900, 3), "the marks go on counting");
        house.post(&city.centre, &hiding, &[("decision", "show"), ("version", "3")]).await.is(303);
        house.get(&other, &here).await.is(200).has("太旧了");
        let told = "SELECT count(*) FROM notify_notice WHERE kind LIKE 'evaluation.comment-%'";
        assert_eq!(city.count(told).await, 3);
    }
}

#[tokio::test]
async fn the_page_of_a_course_says_how_it_is_rated_and_names_nobody() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (l, now, course) = (city.house.app.locale(Lang::ZhCn), city.house.clock.now(), city.course);
        let said = |actor: Actor| {
            let l = l.clone();
            city.write(move |tx| {
                let course = catalog::course(tx, course)?.unwrap();
                super::beside::said(tx, &Asks { actor: &actor, course: &course, now, l: &l })
            })
        };
        let nobody = said(crate::tests::actor(&city)).await.unwrap();
        assert_eq!((nobody.lines.len(), nobody.quotes.len()), (1, 0));
        rated(&city).await;
        let all = said(crate::tests::actor(&city)).await.unwrap();
        assert_eq!(all.quotes.len(), 1);
        assert!(all.quotes[0].0 == "太旧了" && all.lines[0].contains("3 分"), "{all:?}");
        assert!(!format!("{all:?}").contains("one"));
        let times = city.count("SELECT count(*) FROM evaluation_rating WHERE month_at >= rated_at").await;
        assert_eq!(times, 0);
    }
}

#[tokio::test]
async fn who_looks_after_another_unit_or_sees_no_course_sees_no_ratings() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (_, rating) = rated(&city).await;
        let far = city.house.person("far", &[(Role::Centre, "/1/99/")]);
        let hide = [("decision", "hide"), ("reason", "x"), ("version", "1")];
        city.house.post(&far, &format!("{rating}/hiding"), &hide).await.is(404);
        let course = city.course;
        city.write(move |tx| {
            tx.exec(
                "UPDATE catalog_course SET state = 'draft', published_version_id = NULL WHERE id = $1",
                xingtan_db::params![course],
            )
        })
        .await;
        city.house.get(&far, &format!("/courses/{course}/ratings")).await.is(404);
        city.house.get(&city.teacher.1, &format!("/courses/{course}/ratings")).await.is(200);
    }
}
