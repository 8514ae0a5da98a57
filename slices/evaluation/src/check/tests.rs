//! Checks of courses from publication to a new version, on both engines.

use super::{job, store};
use crate::tests::{City, tables};
use xingtan_auth::Role;
use xingtan_clock::{Uuid, Zone};
use xingtan_db::params;
use xingtan_testkit::databases;

/// The job, once through.
async fn look(city: &City) {
    let terms = job::Terms { months: 12, days: 30, zone: Zone::default() };
    let (ids, now) = (city.house.ids.clone(), city.house.clock.now());
    city.write(move |tx| {
        let mut after = Uuid::nil();
        while let Some(last) = job::follow(tx, after, &terms, (&ids, now))? {
            after = last;
        }
        let mut after = Uuid::nil();
        while let Some(last) = job::remind(tx, after, &terms, (&ids, now))? {
            after = last;
        }
        Ok(())
    })
    .await;
}

async fn check(city: &City) -> store::Check {
    let course = city.course;
    city.write(move |tx| store::one(tx, course)).await.unwrap()
}

#[tokio::test]
async fn a_published_course_gets_a_date_and_each_reminder_once() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        look(&city).await;
        let first = check(&city).await;
        let months = Zone::default().months_after(first.checked_at, 12);
        assert_eq!((first.review_by, first.live, first.version), (months, true, 1));
        look(&city).await;
        assert_eq!(check(&city).await, first, "nothing is new");
        let told = |kind: &'static str| {
            let sql = match kind {
                "near" => "SELECT count(*) FROM notify_notice WHERE kind = 'evaluation.check-near'",
                _ => "SELECT count(*) FROM notify_notice WHERE kind = 'evaluation.check-past'",
            };
            city.count(sql)
        };
        assert_eq!(told("near").await, 0);
        city.turn(340);
        look(&city).await;
        look(&city).await;
        assert_eq!((told("near").await, told("past").await), (1, 0));
        city.turn(40);
        look(&city).await;
        look(&city).await;
        assert_eq!((told("near").await, told("past").await), (1, 2), "the author and the centre");

        // A withdrawn course is no matter any more; published anew it begins anew.
        let course = city.course;
        let state = "UPDATE catalog_course SET state = $2 WHERE id = $1";
        city.write(move |tx| tx.exec(state, params![course, "withdrawn"])).await;
        look(&city).await;
        assert!(!check(&city).await.live);
        let (version, now) = (city.house.ids.next(), city.house.clock.now());
        let anew =
            "UPDATE catalog_course SET state = 'published', published_version_id = $2, published_at = $3
             WHERE id = $1";
        city.write(move |tx| tx.exec(anew, params![course, version, now])).await;
        look(&city).await;
        let it = check(&city).await;
        assert_eq!((it.live, it.version_id, it.checked_at), (true, version, now));
        assert!(it.told_past_at.is_none());
    }
}

#[tokio::test]
async fn what_learners_call_out_of_date_is_confirmed_or_changed_and_they_are_told() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        look(&city).await;
        let house = &city.house;
        let (flags, here) =
            (format!("/courses/{}/flags", city.course), format!("/course-checks/{}", city.course));
        let (_, stranger) = city.visitor("stranger", &[Role::Learner]).await;
        let (_, learner) = city.learner("learner", 1).await;
        let (_, supervisor) = city.visitor("supervisor", &[Role::Supervisor]).await;
        house.get(&stranger, &flags).await.is(404);
        house.post(&stranger, &flags, &[("reason", "旧了")]).await.is(404);
        house.get(&learner, &flags).await.is(200).has("最近于").lacks("evaluation-");
        house.post(&learner, &flags, &[("reason", "")]).await.is(422);
        house.post(&learner, &flags, &[("reason", "第二讲引用的标准已废止")]).await.is(303);
        house.post(&learner, &flags, &[("reason", "还有")]).await.is(422).has("还在处理");
        assert_eq!(check(&city).await.flags, 1);

        house.get(&learner, "/course-checks").await.is(403);
        house.get(&supervisor, "/course-checks?standing=flagged").await.is(200).has("安全生产");
        house.get(&supervisor, "/course-checks?standing=past").await.is(200).lacks("安全生产");
        house.get(&supervisor, &here).await.is(200).has("第二讲引用的标准已废止").lacks("/confirmation");
        house.get(&city.teacher.1, "/course-checks").await.is(200).has("安全生产").lacks("evaluation-");
        house.get(&city.teacher.1, &here).await.is(200).has("/confirmation").lacks("new_date");
        house.get(&city.teacher.1, "/course-checks?as=csv").await.is(200).has("安全生产");

        let confirm = format!("{here}/confirmation");
        let stale = [("note", "核对过"), ("version", "9")];
        house.post(&supervisor, &confirm, &stale).await.is(403);
        house.post(&city.teacher.1, &confirm, &stale).await.is(422).has("打开页面之后");
        house.post(&city.teacher.1, &confirm, &[("note", ""), ("version", "1")]).await.is(422);
        city.turn(10);
        // A teacher's date does not count.
        let fields = [("note", "标准仍然有效"), ("version", "1"), ("review_by", "2099-01-01")];
        house.post(&city.teacher.1, &confirm, &fields).await.is(303);
        let it = check(&city).await;
        assert_eq!((it.flags, it.note.as_str()), (0, "标准仍然有效"));
        assert_eq!(it.review_by, Zone::default().months_after(it.checked_at, 12));
        house.get(&learner, &flags).await.is(200).has("标准仍然有效");
        let told = "SELECT count(*) FROM notify_notice WHERE kind = 'evaluation.flag-closed'";
        assert_eq!(city.count(told).await, 1);

        let date = format!("{here}/date");
        house.post(&city.teacher.1, &date, &[("new_date", "2027-01-31"), ("version", "2")]).await.is(403);
        for wrong in ["", "2001-01-01", "2190-01-01", "x"] {
            house.post(&city.centre, &date, &[("new_date", wrong), ("version", "2")]).await.is(422);
        }
        let near = Zone::default().date(house.clock.now() + xingtan_clock::Span::of_days(20)).to_string();
        house.post(&city.centre, &date, &[("new_date", &near), ("version", "2")]).await.is(303);
        house.get(&city.centre, "/course-checks?standing=soon").await.is(200).has("安全生产");

        // A new version answers what was said before it.
        house.post(&learner, &flags, &[("reason", "第三讲也旧了")]).await.is(303);
        let (course, version, now) = (city.course, house.ids.next(), house.clock.now());
        let anew = "UPDATE catalog_course SET published_version_id = $2, published_at = $3 WHERE id = $1";
        city.write(move |tx| tx.exec(anew, params![course, version, now])).await;
        look(&city).await;
        assert_eq!(check(&city).await.flags, 0);
        house.get(&learner, &flags).await.is(200).has("已发布新版本");
        assert_eq!(city.count(told).await, 2);
    }
}

#[tokio::test]
async fn a_list_of_many_courses_is_sorted_by_title() {
    for db in databases(&tables()).await {
        let city = City::new(db.handle()).await;
        let (now, ids) = (city.house.clock.now(), city.house.ids.clone());
        let path = city.unit.path.clone();
        city.write(move |tx| {
            for n in 0..49_i64 {
                tx.exec(
                    "INSERT INTO catalog_course (id, title, title_key, search_keys, summary, level, lecturer_name,
                            credits, minutes, lessons, author_id, author_name, unit_id, unit_path, state,
                            published_version_id, published_at, created_at, updated_at, version)
                     VALUES ($1, $2, $2, $2, '', 'basic', '', 100, 10, 1, $1, 'x', $1, $3, 'published', $1, $4, $4,
                             $4, 1)",
                    params![ids.next(), format!("course {n}"), path, now],
                )?;
            }
            Ok(())
        })
        .await;
        look(&city).await;
        assert_eq!(city.count("SELECT count(*) FROM evaluation_check WHERE live").await, 50);
        let page = city.house.get(&city.centre, "/course-checks?sort=title").await.is(200);
        assert!(page.body.contains("course 48"));
    }
}
