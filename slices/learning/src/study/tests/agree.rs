//! Teacher, learner, training contact and programs read the same figures, whatever has happened (LRN-2: one
//! calculation).

use super::hall::{Device, Hall, tables};
use crate::{assignment::change::tests::nodes, study::PRESENCE};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::Value;
use xingtan_auth::Role;
use xingtan_testkit::databases;

/// Everything between the tags, with single spaces.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row of a table that holds a link or name.
fn row<'a>(html: &'a str, mark: &str) -> &'a str {
    let at = html.find(mark).unwrap_or_else(|| panic!("{mark} is missing in {html}"));
    let from = html[..at].rfind("<tr").unwrap();
    let to = at + html[at..].find("</tr>").unwrap();
    &html[from..to]
}

/// The number of the first meter.
fn meter(html: &str) -> i64 {
    let (_, rest) =
        html.split_once("<progress max=\"100\" value=\"").unwrap_or_else(|| panic!("no meter in {html}"));
    rest.split('"').next().unwrap().parse().unwrap()
}

struct Readers {
    teacher: Device,
    contact: Device,
    program: Device,
}

async fn agree(hall: &Hall, readers: &Readers, learner: &Device, told: &str) {
    let (course, person) = (hall.school.course, learner.person);
    let studied = hall.studied(person).await;
    let progress = studied.progress();
    let span = hall.app.locale(xingtan_i18n::Lang::En).span(studied.enrolment.study_seconds);
    let own = hall.get(learner, &format!("/courses/{course}")).await;
    assert_eq!(meter(&own), progress.percent(), "the learner's page: {told}");
    assert!(words(&own).contains(&span), "study time {span} on the learner's page: {told}");
    let mark = format!("/department/people/{person}");
    let progress_page = hall.get(&readers.teacher, &format!("/courses/{course}/progress")).await;
    let line = row(&progress_page, &mark);
    assert_eq!(meter(line), progress.percent(), "the teacher's page: {told}");
    assert!(words(line).contains(&span), "{span} in {}: {told}", words(line));
    let department = hall.get(&readers.contact, "/department?state=all").await;
    assert_eq!(meter(row(&department, &mark)), progress.percent(), "the contact's page: {told}");
    let path = format!("/api/v1/enrolments?person={person}&course={course}");
    for reader in [&readers.program, &hall.program(person, &[(Role::Learner, &hall.school.a.path)])] {
        let answer: Value = serde_json::from_str(&hall.get(reader, &path).await).unwrap();
        let it = &answer["items"][0];
        assert_eq!(it["percent"], progress.percent(), "{told}");
        assert_eq!(
            (&it["lessons_done"], &it["lessons_total"]),
            (&progress.done.into(), &progress.total.into())
        );
        assert_eq!(it["study_seconds"], studied.enrolment.study_seconds, "{told}");
        assert_eq!(it["completed_at"].is_null(), !progress.is_complete(), "{told}");
        let lessons = format!("/api/v1/enrolments/{}/lessons", studied.enrolment.id);
        let lessons: Value = serde_json::from_str(&hall.get(reader, &lessons).await).unwrap();
        let first = &lessons["items"][0];
        assert_eq!(first["watched_seconds"], studied.facts[0].watched.seconds(), "{told}");
        assert_eq!(first["standing"] == "done", studied.facts[0].viewed.is_some(), "{told}");
    }
}

#[tokio::test]
async fn teacher_learner_contact_and_programs_read_the_same_figures_over_random_histories() {
    // How long one plays from where, at which speed, and how much of it is made up.
    let step = (0i64..60, 1i64..=30, 1i64..=3);
    let histories = proptest::collection::vec(step, 0..14);
    let mut runner = TestRunner::deterministic();
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), 60_000).await;
        hall.set(&PRESENCE, "0").await;
        let a = hall.school.a.clone();
        let contact = hall.school.person("contact", &a, &[Role::Contact]).await;
        let everywhere = [(Role::Teacher, "/"), (Role::Contact, "/")];
        let readers = Readers {
            teacher: hall.device(hall.school.teacher, &everywhere),
            contact: hall.device(contact, &[(Role::Contact, &a.path)]),
            program: hall.program(contact, &[(Role::Contact, &a.path)]),
        };
        for round in 0..6 {
            let history = histories.new_tree(&mut runner).unwrap().current();
            let name: &'static str = Box::leak(format!("learner-{round}").into_boxed_str());
            let person = hall.school.person(name, &a, &[Role::Learner]).await;
            if round == 0 {
                hall.school.assign(nodes(&a), 30).await;
            }
            hall.school.settle().await;
            let learner = hall.device(person, &[(Role::Learner, &a.path)]);
            let mut seat = hall.seat(&learner).await;
            for (at, seconds, speed) in &history {
                hall.wait(*seconds);
                let from = at * 1_000;
                seat.tell(*seconds, &[(from, (from + seconds * speed * 1_000).min(60_000))]).await;
            }
            if round % 2 == 1 {
                hall.wait(60);
                seat.tell(30, &[(0, 60_000)]).await;
            }
            agree(&hall, &readers, &learner, &format!("round {round}: {history:?}")).await;
        }
    }
}
