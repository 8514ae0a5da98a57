//! Complaints, take-downs, repeated infringements, rights that end.

use crate::{City, House, house::tables, pdf, shared, uploaded};
use xingtan_clock::Span;
use xingtan_testkit::databases;

#[tokio::test]
async fn a_complaint_goes_to_the_centre_and_the_third_infringement_ends_sharing_until_it_is_lifted() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        for n in 0..3 {
            let item = uploaded(&house, &city.teacher, &format!("摘编{n}.pdf"), &pdf(1), &[]).await;
            shared(&house, &city.teacher, &item, "learners").await;
            let fields = [("cause", "copyright"), ("reason", "整本书")];
            house.post(&city.learner, &format!("{item}/complaint"), &fields).await.is(303);
            house.post(&city.learner, &format!("{item}/complaint"), &fields).await.is(422).has("还在处理");
            house.get(&city.teacher, "/library/complaints").await.is(403);
            let list = house.get(&city.centre, "/library/complaints?state=open").await.is(200);
            let at = list.body.find("/library/complaints/").unwrap();
            let complaint = &list.body[at..at + 56];
            let page = house.get(&city.centre, complaint).await.is(200).has("整本书");
            let version = page.field("version");
            let fields = [
                ("version", version.as_str()),
                ("decision", "uphold"),
                ("answer", "属实"),
                ("infringing", "yes"),
            ];
            house.post(&city.centre, complaint, &fields).await.is(303);
            house.post(&city.centre, complaint, &fields).await.is(422);
            house.get(&city.learner, &item).await.is(404);
            house.get(&city.teacher, &item).await.is(200).has("已下架").has("属实");
        }
        let item = uploaded(&house, &city.teacher, "新的.pdf", &pdf(1), &[]).await;
        crate::declared(&house, &city.teacher, &item).await;
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields = [("version", version.as_str()), ("audience", "authors")];
        let sharing = format!("{item}/sharing");
        house.post(&city.teacher, &sharing, &fields).await.is(422).has("多次侵权");
        let page = house.get(&city.centre, "/library/complaints").await.has("林书岚");
        let at = page.body.find("/library/blocks/").unwrap();
        let lifting = &page.body[at..at + 16 + 36 + 8];
        house.post(&city.teacher, lifting, &[("version", "1"), ("reason", "x")]).await.is(403);
        house.post(&city.centre, lifting, &[("version", "1"), ("reason", "已培训")]).await.is(303);
        house.post(&city.teacher, &sharing, &fields).await.is(303);
    }
}

#[tokio::test]
async fn what_was_taken_down_by_the_centre_comes_back_by_it_alone() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let item = uploaded(&house, &city.teacher, "a.pdf", &pdf(1), &[]).await;
        shared(&house, &city.teacher, &item, "learners").await;
        let version = house.get(&city.centre, &item).await.field("version");
        let why = [("version", version.as_str()), ("reason", "有误")];
        house.post(&city.learner, &format!("{item}/removal"), &why).await.is(403);
        house.post(&city.centre, &format!("{item}/removal"), &why).await.is(303);
        let version = house.get(&city.centre, &item).await.field("version");
        let why = [("version", version.as_str()), ("reason", "改好了")];
        house.post(&city.teacher, &format!("{item}/restoration"), &why).await.is(403);
        house.post(&city.teacher, &format!("{item}/deletion"), &why).await.is(403);
        house.post(&city.centre, &format!("{item}/restoration"), &why).await.is(303);
        house.get(&city.teacher, &item).await.has("草稿").has("改好了");
    }
}

#[tokio::test]
async fn a_right_that_ends_takes_the_item_off_by_itself() {
    for db in databases(&tables()).await {
        let house = House::new(db.handle()).await;
        let city = City::of(&house);
        let item = uploaded(&house, &city.teacher, "a.pdf", &pdf(1), &[]).await;
        let day = house.app.institution().zone.date(house.clock.now() + Span::of_days(3)).to_string();
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields =
            [("version", version.as_str()), ("basis", "own"), ("true", "yes"), ("valid_until", &day)];
        house.post(&city.teacher, &format!("{item}/declaration"), &fields).await.is(303);
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields = [("version", version.as_str()), ("audience", "learners")];
        house.post(&city.teacher, &format!("{item}/sharing"), &fields).await.is(303);
        house.work().await;
        house.get(&city.learner, &item).await.is(200);
        house.clock.turn(Span::of_days(5));
        house.work().await;
        house.get(&city.learner, &item).await.is(404);
        house.get(&city.teacher, &item).await.is(200).has("已到期");
        let version = house.get(&city.teacher, &item).await.field("version");
        let fields = [("version", version.as_str()), ("audience", "learners")];
        house.post(&city.teacher, &format!("{item}/sharing"), &fields).await.is(422).has("有效期已过");
    }
}
