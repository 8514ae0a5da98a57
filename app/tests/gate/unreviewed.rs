//! Nothing that was not reviewed is shown to whoever does not work on it, and nothing is published around its review,
//! whichever page, form, file or call is asked (CRS-6).

use crate::{
    ask::{self, Answer},
    city::{Asker, City, World},
    routes::{self, Route},
    table,
};
use std::collections::BTreeSet;
use xingtan_catalog::api::DEPARTMENT;
use xingtan_clock::Uuid;
use xingtan_db::params;

/// Words of the versions that nobody approved.
const WORDS: &str = "此句未经审核";
/// Some of them, as a search asks for them.
const PART: &str = "%E6%9C%AA%E7%BB%8F%E5%AE%A1%E6%A0%B8";

/// The department reviews before the centre, and the courses near, a draft and a submitted one, hold the words; the
/// full-text index knows them.
async fn written(world: &World, courses: Vec<Uuid>) {
    let app = world.running.app();
    let (id, order, now) = (app.id(), app.id(), app.clock().now());
    let write = app.db().write(move |tx| {
        // The demo academy's regulation prescribes one reviewer.
        tx.exec("DELETE FROM settings_bound WHERE key = $1", params![DEPARTMENT.key])?;
        assert!(xingtan_settings::set(tx, id, &DEPARTMENT, "department-first", None, now)?.is_ok());
        for course in &courses {
            tx.exec(
                "UPDATE catalog_lesson SET title = $2, body_md = $2, body_html = $2
                 WHERE version_id IN (SELECT id FROM catalog_version WHERE course_id = $1)",
                params![course, WORDS],
            )?;
            tx.exec(
                "UPDATE catalog_version SET summary = $2, introduction_md = $2, introduction_html = $2
                 WHERE course_id = $1",
                params![course, WORDS],
            )?;
        }
        xingtan_jobs::enqueue(tx, &xingtan_jobs::Job::new(order, xingtan_catalog::REINDEX, now))?;
        Ok::<_, xingtan_db::Error>(())
    });
    write.await.unwrap();
    app.settings().refresh().await.unwrap();
    world.running.settle().await.unwrap();
    let read = app.db().read(|tx| {
        let sql = "SELECT count(*) FROM search_passage WHERE open = false AND title = $1";
        let (known,): (i64,) = tx.one(sql, params![WORDS])?;
        Ok::<_, xingtan_db::Error>(known)
    });
    assert!(read.await.unwrap() > 0, "what nobody approved is in the index, for those who work on it");
}

/// Whether the words are to be read, also where what was searched for is marked in them.
fn shows(answer: &Answer) -> bool {
    let text = answer.text();
    let mut inside = false;
    let plain = text.chars().filter(|c| match c {
        '<' => {
            inside = true;
            false
        }
        '>' => !std::mem::replace(&mut inside, false),
        _ => !inside,
    });
    text.contains(WORDS) || plain.collect::<String>().contains(WORDS)
}

/// How many of the courses learners could study.
async fn published(world: &World, courses: &[Uuid]) -> usize {
    let courses = courses.to_vec();
    let read = world.running.app().db().read(move |tx| {
        let mut found = 0;
        for course in &courses {
            let (published,): (bool,) = tx.one(
                "SELECT published_version_id IS NOT NULL OR state = 'published' FROM catalog_course WHERE id = $1",
                params![course],
            )?;
            found += usize::from(published);
        }
        Ok::<_, xingtan_db::Error>(found)
    });
    read.await.unwrap()
}

/// The course that is under review near.
async fn judged(world: &World, review: Uuid) -> Uuid {
    let read = world.running.app().db().read(move |tx| {
        let (course,) = tx.one("SELECT course_id FROM catalog_review WHERE id = $1", params![review])?;
        Ok::<_, xingtan_db::Error>(course)
    });
    read.await.unwrap()
}

/// Addresses near, for this asker.
fn near(city: &City, route: &Route, asker: &Asker) -> Vec<String> {
    let filled = city.objects.fill(&route.path, asker);
    filled.into_iter().filter(|(place, _)| ["-", "near", "own"].contains(place)).map(|(_, uri)| uri).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_unreviewed_is_shown_or_published_by_any_page_form_or_call() {
    let (city, world) = City::build(None).await;
    let draft: Uuid = city.objects.named("course", "near").parse().unwrap();
    let review: Uuid = city.objects.named("review", "near").parse().unwrap();
    let courses = vec![draft, judged(&world, review).await];
    written(&world, courses.clone()).await;
    let routes = routes::all(&table::document(&world).await);
    city.keep(world).await;
    let world = city.open().await;
    let mut outsiders = Vec::new();
    for asker in &city.askers {
        let seen = ask::get(&world.router, &format!("/courses/{draft}/edit"), asker.by("/courses")).await;
        if seen.status.as_u16() == 200 {
            assert!(seen.text().contains(WORDS), "{} reads what they work on", asker.name);
        } else {
            outsiders.push(asker);
        }
    }
    for name in ["visitor", "learner", "parent", "contact", "finance", "service"] {
        assert!(outsiders.iter().any(|asker| asker.name == name), "{name} reads a draft");
    }
    let mut faults = BTreeSet::new();
    for route in routes.iter().filter(|route| route.method == "GET") {
        for asker in &outsiders {
            for uri in near(&city, route, asker) {
                for asked in [uri.clone(), format!("{uri}?as=csv"), format!("{uri}?q={PART}")] {
                    let answer = ask::get(&world.router, &asked, asker.by(&route.path)).await;
                    if shows(&answer) {
                        faults.insert(format!("GET {asked} shows {} what nobody approved", asker.name));
                    }
                    // What is no page for them is no list to be filtered or exported either.
                    if answer.status.as_u16() != 200 {
                        break;
                    }
                }
            }
        }
    }
    for route in routes.iter().filter(|route| route.method != "GET") {
        world.again(&city).await;
        for asker in &city.askers {
            for uri in near(&city, route, asker) {
                let answer = table::sent(&city, &world, route, ("near", "full"), asker, &uri).await;
                let outside = outsiders.iter().any(|it| it.name == asker.name);
                if outside && shows(&answer) {
                    faults
                        .insert(format!("{} {uri} shows {} what nobody approved", route.method, asker.name));
                }
            }
        }
        if published(&world, &courses).await > 0 {
            faults.insert(format!("{} {} publishes what nobody approved", route.method, route.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.iter().cloned().collect::<Vec<_>>().join("\n"));
}
