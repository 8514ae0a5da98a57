//! What one gains who reports otherwise than a player does, and that somebody honest loses nothing: through the real
//! addresses, on both engines (LRN-2; issue 3, "Cheats").

use super::hall::{Device, Hall, tables};
use crate::{
    assignment::change::tests::nodes,
    enrolment::store as enrolments,
    study::{PRESENCE, care::MINORS, presence, store, watched::Ranges},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::json;
use xingtan_auth::Role;
use xingtan_clock::{Span, Uuid};
use xingtan_db::params;
use xingtan_testkit::databases;

/// Two minutes of video.
const LENGTH: i64 = 120_000;

async fn halls(length_ms: i64) -> Vec<(xingtan_testkit::TestDb, Hall)> {
    let mut halls = Vec::new();
    for db in databases(&tables()).await {
        let hall = Hall::new(db.handle(), length_ms).await;
        hall.set(&PRESENCE, "0").await;
        halls.push((db, hall));
    }
    halls
}

async fn is_done(hall: &Hall, device: &Device) -> bool {
    hall.studied(device.person).await.facts[0].viewed.is_some()
}

#[tokio::test]
async fn claims_of_a_whole_film_gain_nothing() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        // In one request; in many small ones; with the clock of the device set to next year, or back.
        for (seconds, played) in [
            (120, (0, LENGTH)),
            (31_536_000, (0, i64::MAX)),
            (-31_536_000, (i64::MIN, i64::MAX)),
            (0, (LENGTH, 0)),
        ] {
            assert_eq!(seat.tell(seconds, &[played]).await.0, 200);
        }
        for n in 0..40 {
            seat.tell(15, &[(n * 3_000, n * 3_000 + 3_000)]).await;
        }
        assert_eq!(hall.watched(learner.person).await, 0);
        let (status, _) = seat.tell(15, &vec![(0, 1); 40]).await;
        assert_eq!(status, 422, "more stretches than a player sends");
        assert!(!is_done(&hall, &learner).await);
        assert_eq!(hall.studied(learner.person).await.enrolment.study_seconds, 0);
    }
}

#[tokio::test]
async fn tokens_are_good_for_one_person_and_lesson_and_for_half_a_day() {
    for (_db, hall) in halls(LENGTH).await {
        let (learner, thief) = (hall.learner("one").await, hall.learner("two").await);
        let path = format!("{}/attention", hall.lesson_path());
        let opening = hall.opening(learner.person, hall.school.lesson);
        let token = opening.token(hall.app.keys());
        let report =
            |token: &str| json!({ "token": token, "seq": 1, "seconds": 15, "played": [[0, 15_000]] });
        hall.wait(15);
        assert_eq!(hall.post(&thief, &path, &report(&token)).await.0, 410, "somebody else's");
        let forged = format!("{}x", &token[..token.len() - 1]);
        assert_eq!(hall.post(&learner, &path, &report(&forged)).await.0, 410);
        assert_eq!(hall.post(&learner, &path, &report("")).await.0, 410);
        let other = format!("/courses/{}/lessons/{}/attention", hall.school.course, hall.app.id());
        assert_eq!(hall.post(&learner, &other, &report(&token)).await.0, 410, "another lesson");
        // Signed for a lesson that the course does not have.
        let strange = hall.opening(learner.person, hall.app.id());
        let there = format!("/courses/{}/lessons/{}/attention", hall.school.course, strange.lesson);
        assert_eq!(hall.post(&learner, &there, &report(&strange.token(hall.app.keys()))).await.0, 404);
        hall.wait(12 * 3_600);
        assert_eq!(
            hall.post(&learner, &path, &report(&token)).await.0,
            410,
            "a page that lay open since yesterday"
        );
        assert_eq!(hall.watched(learner.person).await + hall.watched(thief.person).await, 0);
    }
}

#[tokio::test]
async fn reports_that_come_again_or_out_of_order_count_once() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(15);
        let first = seat.report(2, 15, &[(0, 15_000)]);
        for _ in 0..20 {
            assert_eq!(seat.send(&first).await.0, 200);
            hall.wait(1);
        }
        // The number is taken: other content under it is no other report.
        seat.tell_as(2, 15, &[(60_000, 90_000)]).await;
        seat.tell_as(1, 15, &[(60_000, 90_000)]).await;
        assert_eq!(hall.watched(learner.person).await, 15_000);
        seat.tell_as(9, 15, &[(15_000, 30_000)]).await;
        seat.tell_as(5, 15, &[(30_000, 45_000)]).await;
        assert_eq!(hall.ranges(learner.person).await.stretches(), [(0, 30_000)]);
        assert_eq!(seat.tell(15, &[]).await.0, 200);
    }
}

#[tokio::test]
async fn two_tabs_and_two_devices_gain_what_one_gains() {
    for (_db, hall) in halls(LENGTH).await {
        let desk = hall.learner("one").await;
        let phone = hall.device(desk.person, &[(Role::Learner, &hall.school.a.path)]);
        let (mut left, mut right) = (hall.seat(&desk).await, hall.seat(&desk).await);
        hall.wait(20);
        assert_eq!(right.tell(20, &[(0, 40_000)]).await.0, 200);
        let (status, told) = left.tell(20, &[(40_000, 80_000)]).await;
        assert_eq!(status, 409, "{told}");
        assert!(told["detail"].as_str().is_some_and(|it| !it.is_empty()), "it is said why: {told}");
        let mut away = hall.seat(&phone).await;
        hall.wait(10);
        assert_eq!(away.tell(10, &[(40_000, 60_000)]).await.0, 200);
        assert_eq!(right.tell(10, &[(60_000, 80_000)]).await.0, 409);
        assert_eq!(left.tell(10, &[(80_000, 100_000)]).await.0, 409);
        assert_eq!(hall.watched(desk.person).await, 60_000, "thirty seconds at double speed");
        assert_eq!(hall.studied(desk.person).await.enrolment.study_seconds, 30);
    }
}

#[tokio::test]
async fn two_accounts_on_one_device_gain_each_their_own() {
    for (_db, hall) in halls(LENGTH).await {
        let (one, two) = (hall.learner("one").await, hall.learner("two").await);
        let (mut first, mut second) = (hall.seat(&one).await, hall.seat(&two).await);
        hall.wait(15);
        // The queue of the device under the cookie of the other account.
        let borrowed = first.report(2, 15, &[(0, 15_000)]);
        assert_eq!(second.send(&borrowed).await.0, 410);
        assert_eq!(first.tell(15, &[(0, 15_000)]).await.0, 200);
        assert_eq!(second.tell(15, &[(15_000, 30_000)]).await.0, 200);
        assert_eq!(hall.ranges(one.person).await.stretches(), [(0, 15_000)]);
        assert_eq!(hall.ranges(two.person).await.stretches(), [(15_000, 30_000)]);
    }
}

#[tokio::test]
async fn a_player_at_sixteen_times_gains_double_speed_and_a_hidden_one_the_time_it_reports() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(5);
        seat.tell(5, &[(0, 80_000)]).await;
        assert_eq!(hall.watched(learner.person).await, 10_000);
        // A film in a tab that nobody sees reports nothing; claiming the hour afterwards is no study time.
        hall.wait(3_600);
        let before = hall.studied(learner.person).await.enrolment.study_seconds;
        seat.tell(3_600, &[]).await;
        assert_eq!(hall.studied(learner.person).await.enrolment.study_seconds - before, 30);
        assert!(!is_done(&hall, &learner).await);
    }
}

#[tokio::test]
async fn the_end_alone_is_not_the_film() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(60);
        seat.tell(30, &[(LENGTH - 1_000, LENGTH)]).await;
        seat.tell(30, &[(0, 1_000), (LENGTH - 5_000, LENGTH)]).await;
        assert!(!is_done(&hall, &learner).await);
        let course = hall.school.course;
        hall.school
            .write(move |tx| {
                tx.exec(
                    "UPDATE catalog_version SET in_order = $2 WHERE course_id = $1",
                    params![course, true],
                )
            })
            .await;
        hall.wait(60);
        let (_, told) = seat.tell(30, &[(50_000, 60_000)]).await;
        assert_eq!(told["frontier"], json!(1_000), "{told}");
        assert_eq!(hall.watched(learner.person).await, 6_000);
    }
}

#[tokio::test]
async fn a_script_in_real_time_gains_real_time_and_meets_checks_whose_guessing_is_limited_and_kept() {
    for (_db, hall) in halls(40 * 60_000).await {
        hall.set(&PRESENCE, "5").await;
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        let mut asked = None;
        for n in 0..40 {
            hall.wait(15);
            let (status, told) = seat.tell(15, &[(n * 30_000, (n + 1) * 30_000)]).await;
            assert_eq!(status, 200);
            asked = told["check"]["id"].as_str().map(|id| id.parse::<Uuid>().unwrap());
            if asked.is_some() {
                break;
            }
        }
        let mut check = asked.expect("asked within seven and a half minutes");
        let counted = hall.watched(learner.person).await;
        assert!(counted <= 15 * 60_000, "{counted}");
        hall.wait(600);
        let (_, told) = seat.tell(15, &[(counted, counted + 600_000)]).await;
        assert!(told["check"].is_object(), "nothing counts before it is answered: {told}");
        let path = format!("{}/presence", hall.lesson_path());
        for attempt in 1..=presence::MOST_WRONG {
            let asked = presence::question(check);
            let wrong = asked.options[(asked.right + 1) % presence::OPTIONS];
            let answer = json!({ "token": seat.token, "id": check, "answer": wrong });
            let (status, told) = hall.post(&learner, &path, &answer).await;
            if attempt < presence::MOST_WRONG {
                assert_eq!(status, 422, "{told}");
                check = told["check"]["id"].as_str().unwrap().parse().unwrap();
            } else {
                assert_eq!(status, 410, "{told}");
            }
        }
        assert_eq!(seat.tell(15, &[(counted, counted + 30_000)]).await.0, 410);
        assert_eq!(hall.watched(learner.person).await, counted);
        let (person, course) = (learner.person, hall.school.course);
        let sittings = hall.school.write(move |tx| {
            let enrolment = enrolments::of(tx, person, course)?.unwrap();
            store::sittings(tx, enrolment.id, 10)
        });
        assert_eq!(sittings.await[0].end_reason.as_deref(), Some("absent"), "the evidence shows it");
    }
}

#[tokio::test]
async fn a_bad_line_loses_nothing() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        let mut waiting = Vec::new();
        for n in 0..8 {
            hall.wait(15);
            waiting.push(seat.report(n + 2, 15, &[(n * 15_000, (n + 1) * 15_000)]));
            // Some reports are lost on the way, some answers: the browser sends again, in order.
            if n % 3 != 2 && n != 7 {
                continue;
            }
            for report in waiting.drain(..) {
                assert_eq!(seat.send(&report).await.0, 200);
                assert_eq!(seat.send(&report).await.0, 200, "the answer was lost");
            }
        }
        assert!(is_done(&hall, &learner).await);
        assert_eq!(hall.ranges(learner.person).await.stretches(), [(0, LENGTH)]);
        assert_eq!(hall.studied(learner.person).await.enrolment.study_seconds, 120);
        assert_eq!(seat.tell(0, &[]).await.0, 200);
    }
}

#[tokio::test]
async fn ten_minutes_without_a_network_and_a_night_of_sleep_lose_nothing() {
    for (_db, hall) in halls(20 * 60_000).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(15);
        seat.tell(15, &[(0, 15_000)]).await;
        // The network is gone for ten minutes and a half; the film goes on, at double speed for a while.
        hall.wait(630);
        hall.end_silent().await;
        for n in 1..41 {
            let played = if n < 21 {
                (n * 15_000, (n + 1) * 15_000)
            } else {
                (315_000 + (n - 21) * 30_000, 345_000 + (n - 21) * 30_000)
            };
            assert_eq!(seat.tell(15, &[played]).await.0, 200);
        }
        assert_eq!(hall.ranges(learner.person).await.stretches(), [(0, 915_000)]);
        // The lid is shut for a night; the page goes on in the morning without being loaded anew.
        hall.wait(8 * 3_600);
        hall.end_silent().await;
        for n in 0..19 {
            hall.wait(15);
            let (status, told) = seat.tell(15, &[(915_000 + n * 15_000, 930_000 + n * 15_000)]).await;
            assert_eq!(status, 200, "{told}");
        }
        assert!(is_done(&hall, &learner).await);
        assert_eq!(hall.studied(learner.person).await.enrolment.study_seconds, 15 + 600 + 285);
        assert!(seat.sequence() > 60);
    }
}

#[tokio::test]
async fn a_film_replaced_by_one_of_equal_length_keeps_what_was_watched() {
    for (_db, hall) in halls(LENGTH).await {
        let learner = hall.learner("one").await;
        let mut seat = hall.seat(&learner).await;
        hall.wait(15);
        seat.tell(15, &[(0, 15_000)]).await;
        let (lesson, other) = (hall.school.lesson, hall.app.id());
        // The same film in a better cut: another file, the same length.
        hall.school
            .write(move |tx| {
                let version = "SELECT version_id FROM learning_enrolment LIMIT 1";
                let of: (Uuid,) = tx.one(version, &[])?;
                tx.exec(
                    "UPDATE catalog_lesson SET title = $2 WHERE lesson_key = $1 AND version_id = $3",
                    params![lesson, other.to_string(), of.0],
                )
            })
            .await;
        hall.wait(60);
        for n in 1..5 {
            assert_eq!(seat.tell(15, &[(n * 15_000, (n + 1) * 15_000)]).await.0, 200);
        }
        assert_eq!(hall.ranges(learner.person).await.stretches(), [(0, 75_000)]);
    }
}

/// One flag for each second of the film.
fn model(accepted: &[(i64, i64)], length: i64) -> Vec<bool> {
    let mut seconds = vec![false; usize::try_from(length / 1000).unwrap_or(0)];
    for (from, to) in accepted {
        for flag in &mut seconds[(*from / 1000) as usize..(*to / 1000) as usize] {
            *flag = true;
        }
    }
    seconds
}

fn flags(ranges: &Ranges, length: i64) -> Vec<bool> {
    model(ranges.stretches(), length)
}

/// What happens to a report on the way.
#[derive(Clone, Copy, Debug)]
enum Way {
    Arrives,
    Twice,
    Waits,
}

/// Whatever an honest browser's reports meet on the way: what the server keeps is the union of what was played.
#[tokio::test]
async fn the_union_that_is_kept_is_that_of_a_plain_model_over_random_histories() {
    let way = prop_oneof![Just(Way::Arrives), Just(Way::Twice), Just(Way::Waits)];
    // Where one seeks, for how long one plays at which speed, what becomes of the report, whether the page is reopened.
    let step = (0i64..100, 1i64..=15, 1i64..=2, way, prop::bool::weighted(0.1));
    let histories = proptest::collection::vec(step, 1..24);
    let mut runner = TestRunner::deterministic();
    for (_db, hall) in halls(LENGTH).await {
        for round in 0..12 {
            let history = histories.new_tree(&mut runner).unwrap().current();
            let a = hall.school.a.clone();
            let name: &'static str = Box::leak(format!("learner-{round}").into_boxed_str());
            let person = hall.school.person(name, &a, &[Role::Learner]).await;
            if round == 0 {
                hall.school.assign(nodes(&a), 30).await;
            }
            hall.school.settle().await;
            let device = hall.device(person, &[(Role::Learner, &a.path)]);
            let mut seat = hall.seat(&device).await;
            let (mut played, mut waiting, mut number) = (Vec::new(), Vec::new(), 1);
            for (from, seconds, speed, way, reopened) in &history {
                let from = from * 1_000;
                let to = (from + seconds * speed * 1_000).min(LENGTH);
                hall.wait(*seconds);
                played.push((from, to));
                number += 1;
                waiting.push(seat.report(number, *seconds, &[(from, to)]));
                if matches!(way, Way::Waits) && !reopened {
                    continue;
                }
                for report in waiting.drain(..) {
                    assert_eq!(seat.send(&report).await.0, 200);
                    if matches!(way, Way::Twice) {
                        assert_eq!(seat.send(&report).await.0, 200);
                    }
                }
                if *reopened {
                    seat = hall.seat(&device).await;
                    number = 1;
                }
            }
            for report in waiting.drain(..) {
                seat.send(&report).await;
            }
            let kept = hall.ranges(person).await;
            assert_eq!(flags(&kept, LENGTH), model(&played, LENGTH), "{history:?}");
            let whole = Span::of_seconds(history.iter().map(|(_, seconds, ..)| seconds).sum());
            assert_eq!(hall.studied(person).await.facts[0].studied, whole, "{history:?}");
        }
    }
}

#[tokio::test]
async fn a_pupil_rests_by_the_servers_clock_and_the_page_says_until_when() {
    for (_db, hall) in halls(0).await {
        hall.set(&MINORS, "presumed").await;
        let now = hall.school.clock.now();
        let zone = hall.app.institution().zone.clone();
        let eight = zone.end_of(zone.date(now)) + Span::of_hours(8);
        hall.wait((eight - now).seconds());
        let pupil = hall.learner("one").await;
        let mut seat = hall.seat(&pupil).await;
        for n in 0..120 {
            hall.wait(15);
            let (_, told) = seat.tell(15, &[]).await;
            assert!(told["limited"].is_null());
            assert_eq!(told["left"], json!(1_800 - (n + 1) * 15), "{told}");
            assert_eq!(told["rest"].is_null(), n < 119, "{told}");
        }
        let page = hall.get(&pupil, &hall.lesson_path()).await;
        assert!(page.contains("08:40") && !page.contains("data-token="), "the page says when it goes on");
        // Nor is a lesson taken along now: its time would begin in the pause.
        let taken = format!("{}/taken", hall.lesson_path());
        let (status, told) = hall.look(&pupil, &taken).await;
        assert!(status == 409 && told.contains("08:40"), "{status} {told}");
        hall.wait(300);
        // A page from before, another device, another lesson: nothing counts.
        let (_, told) = seat.tell(15, &[]).await;
        assert!(told["rest"]["stops"].is_string());
        assert!(told["limited"].as_str().unwrap().contains("30"), "what shortened it is said: {told}");
        let phone = hall.device(pupil.person, &[(Role::Learner, &hall.school.a.path)]);
        let mut other = hall.seat(&phone).await;
        hall.wait(60);
        other.tell(30, &[]).await;
        assert_eq!(hall.studied(pupil.person).await.enrolment.study_seconds, 1_800);
        hall.wait(240);
        assert!(hall.get(&pupil, &hall.lesson_path()).await.contains("data-token="));
        let mut after = hall.seat(&pupil).await;
        hall.wait(15);
        after.tell(15, &[]).await;
        assert_eq!(hall.studied(pupil.person).await.enrolment.study_seconds, 1_815);
        // The evening.
        hall.wait(13 * 3_600);
        let page = hall.get(&pupil, &hall.lesson_path()).await;
        assert!(page.contains("06:00") && !page.contains("data-token="), "until the morning");
        // A teacher of the same school learns at night.
        let teacher = hall.device(pupil.person, &[(Role::Teacher, "/"), (Role::Learner, "/")]);
        assert!(hall.get(&teacher, &hall.lesson_path()).await.contains("data-token="));
    }
}
