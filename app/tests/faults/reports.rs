//! Killed while people learn: study time that was acknowledged is there, and no second of it counts twice (LRN-2).

use crate::{
    http::Client,
    site::{Program, Site},
};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// A learner whose browser has a lesson open.
struct Learner {
    client: Client,
    path: String,
    token: String,
    /// The number of the next report.
    next: i64,
    /// What was acknowledged: seconds of study.
    studied: i64,
}

impl Learner {
    fn new(program: &Program, user: &str) -> Learner {
        let mut client = program.visitor();
        let signed = client.post_form("/sign-in", &[("user", user), ("password", "xingtan-demo")]).unwrap();
        assert_eq!(signed.status, 303, "{}", signed.body);
        let list = client.get("/catalog?q=%E5%AE%89%E5%85%A8%E7%9F%A5%E8%AF%86").unwrap().body;
        let course = after(&list, "\"/courses/", 36);
        let enrolled = client.post_form(&format!("/courses/{course}/enrolments"), &[]).unwrap();
        assert_eq!(enrolled.status, 303, "{}", enrolled.body);
        let page = client.get(&format!("/courses/{course}")).unwrap().body;
        let lesson = after(&page, &format!("\"/courses/{course}/lessons/"), 36);
        let path = format!("/courses/{course}/lessons/{lesson}");
        let page = client.get(&path).unwrap().body;
        let (_, rest) = page.split_once("data-token=\"").unwrap();
        let token = rest.split('"').next().unwrap().to_owned();
        Learner { client, path: format!("{path}/attention"), token, next: 1, studied: 0 }
    }

    /// Sends the next report; none where the answer was lost.
    fn tell(&mut self) -> Option<Value> {
        let report = json!({ "token": self.token, "seq": self.next, "seconds": 1 });
        let answer = self.client.post_json(&self.path, "", &report).ok()?;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let told = answer.json();
        let studied = told["studied"].as_i64().unwrap();
        assert!(studied >= self.studied, "{} seconds were acknowledged, now it is {studied}", self.studied);
        self.studied = studied;
        self.next += 1;
        Some(told)
    }
}

fn after(page: &str, mark: &str, length: usize) -> String {
    let (_, rest) = page.split_once(mark).unwrap_or_else(|| panic!("{mark} is missing"));
    rest[..length].to_owned()
}

async fn killed_while_people_learn(site: &Site, kills: u64) {
    site.well(&["demo", "--kind", "academy", "--learners", "4", "--seed", "1"]);
    let mut program = site.serve();
    let mut people: Vec<Learner> =
        (1..=4).map(|number| Learner::new(&program, &format!("u{number:06}"))).collect();
    for round in 0..kills {
        let stop = Arc::new(AtomicBool::new(false));
        let busy: Vec<_> = people
            .drain(..)
            .map(|mut learner| {
                let stop = stop.clone();
                thread::spawn(move || {
                    // Whoever gets no answer sends the same report again, once the program is back.
                    while !stop.load(Ordering::Relaxed) && learner.tell().is_some() {}
                    learner
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(1_100 + round * 170));
        program.kill();
        stop.store(true, Ordering::Relaxed);
        people = busy.into_iter().map(|thread| thread.join().unwrap()).collect();
        program = site.serve();
        for learner in &mut people {
            learner.client = learner.client.at(program.address);
            // What was acknowledged is there; the one whose answer was lost counts once.
            learner.tell().unwrap();
        }
    }
    for learner in &people {
        assert!(learner.studied >= 2, "{} seconds", learner.studied);
    }
    drop(program);
    let db = site.db().await;
    let twice: i64 = db
        .read(|tx| {
            tx.one::<(i64,)>(
                "SELECT count(*) FROM learning_lesson l
                 WHERE l.study_seconds <> (SELECT COALESCE(CAST(sum(a.seconds) AS bigint), 0) FROM learning_attention a
                                           WHERE a.enrolment_id = l.enrolment_id AND a.lesson_key = l.lesson_key)
                   AND EXISTS (SELECT 1 FROM learning_attention a WHERE a.enrolment_id = l.enrolment_id
                                 AND a.lesson_key = l.lesson_key)",
                &[],
            )
        })
        .await
        .map(|(count,)| count)
        .unwrap();
    db.close().await;
    assert_eq!(twice, 0, "the sum of the reports is the time of the lesson");
    site.is_sound();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_people_learn_it_keeps_the_time_that_it_acknowledged() {
    killed_while_people_learn(&Site::sqlite(), 6).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_beside_postgresql_while_people_learn_it_keeps_the_time_that_it_acknowledged() {
    if let Some(site) = Site::postgres().await {
        killed_while_people_learn(&site, 3).await;
    }
}
